"""Pure decisions about people: names, ages, phone numbers, whether we may ring."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Protocol

import phonenumbers

#: Invisible and direction-changing characters that must not hide in a name.
_UNSEEN = re.compile("[\u0000-\u001f\u007f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def full_name(given: str, family: str) -> str:
    """ "Ayten Aydin"; one name alone when that is all there is."""
    return " ".join(part for part in (given.strip(), family.strip()) if part)


def clean_name(raw: str) -> str:
    """A name as typed, in composed letters, without unseen characters or doubled spaces."""
    return " ".join(_UNSEEN.sub("", unicodedata.normalize("NFC", raw)).split())


def split_name(whole: str) -> tuple[str, str]:
    """First and last name from one field: all but the last word, and the last. A title stays with the first name."""
    words = clean_name(whole).split(" ")
    return (" ".join(words[:-1]), words[-1]) if len(words) > 1 else (words[0], "")


def fold(text: str) -> str:
    """Lower case without accents, for comparing: "Ayşe" and "ayse" are one."""
    if text.isascii():  # most are, and then nothing has to be taken apart
        return " ".join(text.lower().replace("-", " ").split())
    plain = unicodedata.normalize(
        "NFKD", text.replace("ı", "i").replace("ł", "l").replace("ø", "o").casefold()
    )
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).replace("-", " ").split())


def age(born_on: date | None, birth_year: int | None, on: date) -> int | None:
    """Age in whole years on a day. From a year alone, the age reached in that year. A birth after `on` is unknown."""
    if born_on is not None:
        years = on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
        return years if years >= 0 else None
    if birth_year is not None:
        return on.year - birth_year if on.year >= birth_year else None
    return None


def normal_phone(raw: str) -> str:
    """A number as E.164 ("+447700900123"), or "" when it is no possible number. UK when no country is given."""
    try:
        number = phonenumbers.parse(raw, "GB")
    except phonenumbers.NumberParseException:
        return ""
    if number.extension or not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def spoken_phone(e164: str) -> str:
    """A stored number as people here write it: "07700 900123", or with the country for others."""
    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    national = number.country_code == 44
    style = (
        phonenumbers.PhoneNumberFormat.NATIONAL if national else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
    return phonenumbers.format_number(number, style)


# When somebody may be reached ------------------------------------------------------------------------------------

#: What the parts of a day mean, as minutes of the wall clock of the place: from, until.
PARTS_OF_DAY: dict[str, tuple[int, int]] = {
    "morning": (9 * 60, 12 * 60),
    "afternoon": (12 * 60, 17 * 60),
    "evening": (17 * 60, 19 * 60 + 30),
}
WEEKEND_HOURS = (9 * 60, 19 * 60 + 30)
#: Where no times were named, nothing of ours makes a phone ring or buzz outside of these.
DECENT_HOURS = (8 * 60, 20 * 60)
SATURDAY = 5


def safe_windows(times: Collection[str], weekday: int) -> list[tuple[int, int]]:
    """When somebody who named `times` may be reached on a weekday (0 is Monday), as minutes of the day, in order.

    A part of the day holds on any day; "weekend" adds Saturday and Sunday. Naming nothing means decent hours.
    """
    named = [PARTS_OF_DAY[part] for part in PARTS_OF_DAY if part in times]
    if "weekend" in times and weekday >= SATURDAY:
        named.append(WEEKEND_HOURS)
    if named or "weekend" in times:
        return sorted(named)
    return [DECENT_HOURS]


def is_safe_time(times: Collection[str], local: datetime) -> bool:
    """Whether `local` (the wall clock of the place) lies in the times somebody asked to be reached in."""
    minute = local.hour * 60 + local.minute
    return any(start <= minute < end for start, end in safe_windows(times, local.weekday()))


def next_safe_moment(times: Collection[str], local: datetime) -> datetime:
    """`local` itself where it is safe, else the wall-clock time at which it next is: within eight days."""
    if is_safe_time(times, local):
        return local
    minute = local.hour * 60 + local.minute
    for ahead in range(8):
        day = local.date() + timedelta(days=ahead)
        for start, _end in safe_windows(times, day.weekday()):
            if ahead or start > minute:
                return datetime.combine(day, time(start // 60, start % 60), tzinfo=local.tzinfo)
    raise RuntimeError("Every week has a window.")


class LeavesMessage(Protocol):
    """What is read of a person before a message is left."""

    @property
    def contact_by(self) -> str: ...
    @property
    def leave_message(self) -> bool: ...


def message_refused(by: str, person: LeavesMessage) -> bool:
    """Whether a text or an e-mail must not go to somebody: it is a message left, and another way was asked for.

    `by` is "text" or "email". Who chose to be texted is texted; who said that a message is safe may be written to.
    """
    return person.contact_by != by and not person.leave_message


# Who may decide --------------------------------------------------------------------------------------------------

#: The Mental Capacity Act 2005 is for people of 16 and over (s.2(5)); below, a parent decides.
ACT_FROM = 16


def why_not_theirs_to_decide(
    *,
    given_by: str,
    purpose: str,
    age: int | None,
    kind: str = "",
    health_and_welfare: bool = False,
    registered: bool = False,
    present: bool = True,
) -> str:
    """Why somebody else may not decide this, as a key: "" where they may.

    "research": only the person (Mental Capacity Act 2005, ss.30-34 ask for an ethics body). "present", "kind", "power",
    "registered": the representative is gone, is none who decides, or lacks a registered power for health and welfare
    (s.9(2)(b)). "age": a parent decides for a child under 16 only, and the Act is for those of 16 and over.
    """
    if given_by == "self":
        return ""
    if purpose == "research":
        return "research"
    if given_by == "parent":
        return "" if age is not None and age < ACT_FROM else "age"
    if age is not None and age < ACT_FROM:
        return "age"
    if given_by == "best_interests":
        return ""
    if not present:
        return "present"
    if kind != given_by:
        return "kind"
    if not health_and_welfare:
        return "power"
    return "" if registered else "registered"


def runs_out_on(given_on: date, months: int | None) -> date | None:
    """The last day of an agreement that lasts so many months; None where it has no end."""
    if months is None:
        return None
    year, month = divmod(given_on.month - 1 + months, 12)
    last = calendar.monthrange(given_on.year + year, month + 1)[1]
    return date(given_on.year + year, month + 1, min(given_on.day, last))
