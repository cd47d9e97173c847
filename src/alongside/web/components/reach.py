"""How to reach somebody, for every page that shows a number: what they asked for, and whether this is a time for it.

A number outside of the times they named is not a link: it stands behind a warning. Whoever asked us not to get in
touch, or has died, has no number here at all. Works for a person and for a referral about somebody not known yet.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.directory.languages import language_name
from alongside.people import rules
from alongside.people.enums import ContactTime
from alongside.web.components import people, words


@dataclass(frozen=True)
class Reach:
    """What stands beside a number. `number` is E.164, empty where nobody rings."""

    number: str
    is_time: bool
    when: str
    sentences: list[str]
    interpreter: str = ""
    emergency_name: str = ""
    emergency_relation: str = ""
    emergency_number: str = ""
    stopped: str = ""


def reach_of(who: Any, *, now: dt.datetime) -> Reach:
    """How to reach a person or somebody referred to us, at a moment."""
    today = clock.local(now).date()
    if getattr(who, "deceased_on", None):
        died = _("Died on %(day)s. Do not ring or write.") % {"day": words.day(who.deceased_on, today=today)}
        return Reach("", False, "", [], stopped=died)
    emergency: dict[str, Any] = {
        "emergency_name": getattr(who, "emergency_name", ""),
        "emergency_relation": getattr(who, "emergency_relation", ""),
        "emergency_number": getattr(who, "emergency_phone", ""),
    }
    if getattr(who, "do_not_contact", False):
        return Reach("", False, "", [], stopped=_("Asked us not to get in touch."), **emergency)
    return Reach(
        number=who.phone,
        is_time=rules.is_safe_time(who.contact_times, clock.local(now)),
        when=_when(who.contact_times),
        sentences=people.contact_rules(who, today=today),
        interpreter=_interpreter(who),
        **emergency,
    )


def _when(times: list[str]) -> str:
    """The times they named, as in "in the mornings": said in the warning."""
    named = dict(ContactTime.choices)
    said = [str(named[time]).lower() for time in times if time in named]
    return ", ".join(said) if said else _("between 8am and 8pm")


def _interpreter(who: Any) -> str:
    if not getattr(who, "interpreter_needed", False):
        return ""
    spoken = [language_name(code) for code in who.languages if code != "en"]
    if not spoken:
        return _("Interpreter needed")
    return _("Interpreter needed: %(languages)s") % {"languages": ", ".join(spoken)}
