"""How a person's header speaks: who they are in a line, and how they may be reached."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from alongside.directory.languages import language_name
from alongside.people.enums import AccessNeed, ContactTime
from alongside.people.models import Person
from alongside.referrals.models import Referral
from alongside.web.components import words


def in_a_line(person: Person, *, today: dt.date) -> str:
    """`78 · speaks Turkish, interpreter needed · Step-free way in`; only what is known."""
    age = person.age(today)
    parts = [str(age)] if age is not None else []
    spoken = [language_name(code) for code in person.languages if code != "en"]
    if spoken:
        said = _("speaks %(languages)s") % {"languages": _(" and ").join(spoken)}
        parts.append(said + (_(", interpreter needed") if person.interpreter_needed else ""))
    needs = dict(AccessNeed.choices)
    parts += [str(needs.get(code, code)) for code in person.access_needs]
    return " · ".join(parts)


def contact_rules(person: Person | Referral, *, today: dt.date) -> list[str]:
    """How to reach them, in their own terms: the way, the times, whether a message may be left."""
    if isinstance(person, Person) and person.deceased_on:
        return [
            _("Died on %(day)s. Do not ring or write.") % {"day": words.day(person.deceased_on, today=today)}
        ]
    if isinstance(person, Person) and person.do_not_contact:
        return [_("Asked us not to get in touch.")]
    times = dict(ContactTime.choices)
    how = ", ".join(
        [person.get_contact_by_display(), *(str(times.get(t, t)).lower() for t in person.contact_times)]
    )
    rules = [how, _("You may leave a message.") if person.leave_message else _("Never leave a message.")]
    return [*rules, person.contact_note] if person.contact_note else rules
