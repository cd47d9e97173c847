"""Sentences about people that several pages and messages say alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from alongside.people.enums import ContactTime

if TYPE_CHECKING:
    from alongside.people.models import Person


def contact_rules(person: Person) -> str:
    """How and when to get in touch: "Phone call, mornings. Do not leave a message. Ring twice."."""
    times = [
        str(ContactTime(time).label).lower() for time in person.contact_times if time in ContactTime.values
    ]
    first = ", ".join([str(person.get_contact_by_display()), *times])
    message = _("A message is fine.") if person.leave_message else _("Do not leave a message.")
    return " ".join(part for part in (f"{first}.", message, person.contact_note) if part)
