"""Pure decisions about people: names, ages, phone numbers, whether we may ring."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

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


def may_be_contacted(*, do_not_contact: bool, deceased_on: date | None) -> bool:
    """False once the person asked us not to, or has died: nothing rings, nothing is sent."""
    return not do_not_contact and deceased_on is None
