"""Cleaning facts: dates, times, days, ages, money, coordinates, postcodes, access. Pure.

What cannot be read is `None` (or empty): a wrong fact sends somebody to a closed door, no fact makes them ask.
"""

import datetime as dt
import math
import re
from typing import Any
from zoneinfo import ZoneInfo

from alongside.directory.enums import AccessFeature, Frequency, Weekday
from alongside.directory.feeds.outline import in_united_kingdom
from alongside.places import rules as postcodes

LONDON = ZoneInfo("Europe/London")

# --- numbers ------------------------------------------------------------------------------------------------


def number(value: Any) -> float | None:
    """A finite number from a number or its text ("£3.50", " 51.5 "), else None."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, _NUMBERS):
        return float(value) if math.isfinite(value) and abs(value) < 1e12 else None
    found = _NUMBER.fullmatch(str(value).replace(",", ""))
    return float(found[1]) if found else None


_NUMBERS = (int, float)
"""`int | float` would be put together anew at every question."""
_NUMBER = re.compile(r"\s*[£+]?\s*(-?\d{1,9}(?:\.\d{1,12})?)\s*")


OLDEST = 130
EVERYBODY_FROM = 99
"""A maximum age of 99 or more is a form's way of saying there is none."""


def ages(minimum: Any, maximum: Any) -> tuple[int | None, int | None]:
    """Whole years, inclusive. -1, 0 and 99 upwards are placeholders for "no limit"; swapped limits are put right."""
    low, high = _age(minimum), _age(maximum)
    if high is not None and high >= EVERYBODY_FROM:
        high = None
    if low is not None and low > OLDEST:
        low = None
    if low is not None and high is not None and low > high:
        low, high = high, low
    return low, high


def _age(value: Any) -> int | None:
    if isinstance(value, str):
        found = re.match(r"\s*(-?\d{1,3})(?:\.0+)?\s*(?:\+|years?|yrs?)?\s*$", value, re.IGNORECASE)
        value = int(found[1]) if found else None
    amount = number(value)
    return None if amount is None or amount < 1 or amount > 999 else int(amount)


# --- dates and times ----------------------------------------------------------------------------------------

_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?"
)
_BRITISH = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_BASIC = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?")
"""As calendars write it: 20230604T093000Z."""


def _spelt_out(text: str) -> str:
    """A date of calendars in the longer spelling; other text as it is."""
    found = _BASIC.fullmatch(text)
    if found is None:
        return text
    day = f"{found[1]}-{found[2]}-{found[3]}"
    return day if found[4] is None else f"{day}T{found[4]}:{found[5]}:{found[6]}{found[7]}"


def moment(value: Any) -> dt.datetime | None:
    """An aware moment. Without an offset it is London time; "+0000" without colon and "+01" are understood."""
    found = _ISO.match(_spelt_out(value.strip())) if isinstance(value, str) else None
    if not found:
        day = date(value)
        return None if day is None else dt.datetime.combine(day, dt.time(), LONDON)
    try:
        hour, minute, second = (int(part or 0) for part in found.group(4, 5, 6))
        naive = dt.datetime(int(found[1]), int(found[2]), int(found[3]), hour, minute, second)  # noqa: DTZ001 – zone follows
        if not 1990 <= naive.year <= 2100:
            return None
        if not found[7]:
            return naive.replace(tzinfo=LONDON)
        written = found[7].replace(":", "").ljust(5, "0")
        offset = dt.UTC if found[7] == "Z" else dt.datetime.strptime(written, "%z").tzinfo
        return naive.replace(tzinfo=offset)
    except ValueError:
        return None


def date(value: Any) -> dt.date | None:
    """A day between 1990 and 2100: ISO, British, or a full timestamp as the calendar in London shows it."""
    if not isinstance(value, str) or not value:
        return None
    text = _spelt_out(value.strip())
    try:
        if found := _ISO.match(text):
            if found[4] is not None and found[7]:
                at = moment(text)
                return None if at is None else at.astimezone(LONDON).date()
            day = dt.date(int(found[1]), int(found[2]), int(found[3]))
        elif found := _BRITISH.match(text):
            day = dt.date(int(found[3]), int(found[2]), int(found[1]))
        else:
            return None
    except ValueError:
        return None
    return day if 1990 <= day.year <= 2100 else None


_CLOCK = re.compile(
    r"(?:^|T|\s)(\d{1,2})(?:[:.](\d{2}))?(?:[:.](\d{2})(?:[.,]\d+)?)?\s*(am|pm|noon|midnight)?(?=$|Z|[+-]|\s)",
    re.IGNORECASE,
)


def time(value: Any) -> dt.time | None:
    """A wall-clock time: "9:00", "09:00:00", "2pm", "10.30", or the time of a full timestamp. 24:00 is 23:59."""
    if not isinstance(value, str):
        return None
    text = re.sub(r"^\d{4}-\d{2}-\d{2}(?=[T ])", "", value.strip())
    found = _CLOCK.search(text)
    if not found or (found[2] is None and found[4] is None):
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[4] or "").lower()
    if half in {"pm", "noon"} and hour < 12:
        hour += 12
    if half in {"am", "midnight"} and hour == 12:
        hour = 0
    if (hour, minute) == (24, 0):
        return dt.time(23, 59)
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None


_APART = re.compile(r"[,;&/\n]|\band\b", re.IGNORECASE)
_UNTIL = re.compile(r"(?<=[\dm])\s*(?:-|–|—|\bto\b|\bun?till?\b)\s*(?=\d)", re.IGNORECASE)
_BEGINS_WITH_A_DATE = re.compile(r"\s*\d{4}-\d{2}")
LATEST_SLIP_FROM, LONGEST_AFTER_SLIP = 17, 6
"""14:00 to 04:00 is two till four; 17:00 to 07:00 may be a night shelter."""


def hours(opens: Any, closes: Any) -> tuple[dt.time | None, dt.time | None]:
    """Opening and closing. An end before the start is a twelve-hour slip where that makes sense, else unknown."""
    start, end = time(opens), time(closes)
    if start is None:
        return None, None
    if end is not None and end == dt.time(0):
        end = dt.time(23, 59)
    if end is not None and end <= start:
        end = _slipped(start, end)
    return start, end


def _slipped(start: dt.time, end: dt.time) -> dt.time | None:
    """What an end before its start was meant to be; None where that is a guess, or where they are the same."""
    later = dt.time(end.hour + 12, end.minute) if end.hour < 12 and end != start else None
    if later is None or later <= start or start.hour >= LATEST_SLIP_FROM:
        return None
    return later if start.hour < 12 or later.hour - start.hour <= LONGEST_AFTER_SLIP else None


def spans(opens: Any, closes: Any) -> list[tuple[dt.time | None, dt.time | None]]:
    """Every opening and closing of a day, at least one: "09:00, 14:00" with "12:00, 17:00" are two of them.

    So is "9:00-12:00, 14:00-17:00" where the opening should be. What does not pair up is not known.
    """
    starts = _times_in(opens)
    ranges = [_UNTIL.split(part) if isinstance(part, str) else [part] for part in starts]
    if all(len(parts) == 2 for parts in ranges):
        return [hours(*parts) for parts in ranges]
    ends = _times_in(closes)
    if len(starts) != len(ends):
        return [(None, None)]
    return [hours(start, end) for start, end in zip(starts, ends, strict=True)]


def _times_in(value: Any) -> list[Any]:
    if not isinstance(value, str) or _BEGINS_WITH_A_DATE.match(value):
        return [value]
    return [part for part in _APART.split(value[:200]) if any(map(str.isdigit, part))][:6] or [value]


_ORDINAL = r"(?:-1|[1-5](?:st|nd|rd|th)?|first|second|third|fourth|fifth|last)"
_DAY_WORD = re.compile(
    rf"(?<![A-Za-z0-9])(?P<nth>{_ORDINAL}(?:\s*(?:,|&|/|\+|\band\b)\s*{_ORDINAL})*)?\s*"
    r"(?P<day>mo(?:n(?:day)?)?|tu(?:e(?:s(?:day)?)?)?|we(?:d(?:s|nesday)?)?|th(?:u(?:rs?(?:day)?)?)?|fr(?:i(?:day)?)?"
    r"|sa(?:t(?:urday)?)?|su(?:n(?:day)?)?)s?(?![A-Za-z])",
    re.IGNORECASE,
)
_EACH_ORDINAL = re.compile(_ORDINAL, re.IGNORECASE)
_NTH = {"first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "last": "-1"}
_EVERY_OTHER = re.compile(
    r"\b(?:fortnight(?:ly)?|bi-?weekly|alternate|every (?:other|second|2nd|two weeks|2 weeks))\b",
    re.IGNORECASE,
)
_DAYS = list(Weekday.values)


def days(value: Any) -> list[str]:
    """Days as `Schedule.byday` holds them, from "TH,FR", "Monday", "Mon to Fri", "1TU", ["MO"], "weekdays"…"""
    text = ",".join(str(item) for item in value) if isinstance(value, list) else str(value or "")
    lower = text.lower()
    if "weekday" in lower:
        return _DAYS[:5]
    if "weekend" in lower:
        return _DAYS[5:]
    if re.search(r"every ?day|daily|all week|7 days", lower):
        return list(_DAYS)
    text = _EVERY_OTHER.sub("", text[:200])
    matches = list(_DAY_WORD.finditer(text))
    if len(matches) == 2 and re.fullmatch(
        r"\s*(-|–|to|until)\s*", text[matches[0].end() : matches[1].start()]
    ):
        first, last = (_DAYS.index(match["day"][:2].upper()) for match in matches)
        return [_DAYS[index % 7] for index in range(first, (last if last >= first else last + 7) + 1)]
    return list(dict.fromkeys(day for match in matches for day in _days_of(match)))


def _days_of(match: re.Match[str]) -> list[str]:
    """ "first and third Tuesday" → 1TU, 3TU."""
    day = match["day"][:2].upper()
    said = [word.lower() for word in _EACH_ORDINAL.findall(match["nth"] or "")]
    return [(_NTH.get(word) or word.rstrip("stndrh")) + day for word in said] or [day]


def frequency(value: Any) -> tuple[str, int, bool]:
    """(`Frequency` or "", weeks or months between, every day?) from "WEEKLY", "week", "fortnightly", "daily"…"""
    text = str(value or "").strip().lower()
    if text in {"weekly", "week", "w", "every week"}:
        return Frequency.WEEKLY.value, 1, False
    if text in {"monthly", "month", "m", "every month"}:
        return Frequency.MONTHLY.value, 1, False
    if text in {"daily", "day", "every day"}:
        return Frequency.WEEKLY.value, 1, True
    if says_every_other(text):
        return Frequency.WEEKLY.value, 2, False
    return "", 1, False


def says_every_other(value: Any) -> bool:
    """Whether words such as "every other Tuesday" or "fortnightly" stand in a text."""
    return isinstance(value, str) and _EVERY_OTHER.search(value[:200]) is not None


def month_days(value: Any) -> list[int]:
    """Days of the month, 1 to 31 or -1 (the last) and down."""
    text = ",".join(str(item) for item in value) if isinstance(value, list) else str(value or "")
    found = (int(part) for part in re.findall(r"-?\d{1,2}", text[:200]))
    return sorted({day for day in found if 1 <= abs(day) <= 31})


# --- places -------------------------------------------------------------------------------------------------

NOBODY_FILLED_IN = "Its coordinates are 0, 0: nobody filled them in. They are not used."
ABROAD = "Its coordinates are outside the United Kingdom. They are not used."
UNREADABLE = "Its coordinates cannot be read. They are not used."
HALF = "It has only one of latitude and longitude, which says nothing. It is not used."
SWAPPED = "Its latitude and longitude were swapped. They have been put right."
_DEGREES = re.compile(r"([+-]?\d{1,3}(?:[.,]\d{1,30})?)\s*°?\s*([NSEW])?", re.IGNORECASE)


def coordinates(lat: Any, lon: Any) -> tuple[float, float, bool] | None:
    """(lat, lon, approximate?) within the United Kingdom, else None. Swapped ones are put right.

    Two decimals or fewer in both are somebody's way of hiding an address: approximate (a hundredth of a degree is a
    kilometre).
    """
    y, x = _degrees(lat), _degrees(lon)
    if y is None or x is None:
        return None
    if not in_united_kingdom(y, x):
        if not in_united_kingdom(x, y):
            return None
        y, x = x, y
    return y, x, round(y, 2) == y and round(x, 2) == x


def doubt(lat: Any, lon: Any) -> str:
    """What a steward should know of coordinates: why they are not used, or that they were swapped; else ""."""
    given = [value for value in (lat, lon) if value is not None and str(value).strip()]
    if len(given) < 2:
        return HALF if given else ""
    y, x = _degrees(lat), _degrees(lon)
    if y is None or x is None:
        return UNREADABLE
    if in_united_kingdom(y, x):
        return ""
    if in_united_kingdom(x, y):
        return SWAPPED
    return NOBODY_FILLED_IN if (y, x) == (0, 0) else ABROAD


def _degrees(value: Any) -> float | None:
    """Degrees from a number or its text ("51.5", "51,5", "0.06° W"), else None."""
    if not isinstance(value, str):
        return number(value)
    found = _DEGREES.fullmatch(value.strip()[:60])
    if found is None:
        return None
    amount = float(found[1].replace(",", "."))
    return -abs(amount) if (found[2] or "").upper() in {"S", "W"} else amount


_POSTCODE_WITHIN = re.compile(r"(?<![A-Z0-9])[A-Z]{1,2}\d[A-Z0-9]?\s*\d[A-Z]{2}(?![A-Z0-9])", re.IGNORECASE)
_STARRED = re.compile(r"([A-Z]{1,2}\d[A-Z0-9]??)\s*(?:\d[*•?]{2}|[*•?]{3}|XXX)", re.IGNORECASE)


def postcode(value: Any) -> str:
    """ "E8 1EA" from "e81ea", "E8 1EA." or "London E8 1EA"; an outcode ("E8", "E8 ***") stays one; "" for others."""
    if not isinstance(value, str):
        return ""
    text = value.strip()[:60]
    if starred := _STARRED.fullmatch(text):
        text = starred[1]
    found = postcodes.read(text[:40])
    if found is None:
        within = _POSTCODE_WITHIN.findall(text)
        found = postcodes.read(within[0]) if len(within) == 1 else None
    return "" if found is None else str(found)


# --- getting in ---------------------------------------------------------------------------------------------

_ACCESS = {
    AccessFeature.STEP_FREE: r"step[- ]?free|level[- ]access|ramp(?:ed|s)?\b|no steps|flat access"
    r"|wheelchair[- ](?:access|friendly)|accessible entrance",
    AccessFeature.WHEELCHAIR: r"wheelchair",
    AccessFeature.ACCESSIBLE_TOILET: r"(?:accessible|disabled|adapted) (?:toilet|wc|loo)s?",
    AccessFeature.CHANGING_PLACE: r"changing places?\b",
    AccessFeature.LIFT: r"\blifts?\b(?! shar)",
    AccessFeature.PARKING: r"blue badge|(?:accessible|disabled) (?:car )?parking|parking for disabled",
    AccessFeature.HEARING_LOOP: r"(?:hearing|induction|audio) loops?|t-?coil",
    AccessFeature.BSL: r"\bbsl\b|sign language",
    AccessFeature.LARGE_PRINT: r"large print|braille",
    AccessFeature.EASY_READ: r"easy ?read",
    AccessFeature.QUIET_SPACE: r"quiet (?:space|room|area)",
    AccessFeature.ASSISTANCE_DOGS: r"(?:assistance|guide|hearing) dogs?",
}
_FEATURES = {feature.value: re.compile(pattern, re.IGNORECASE) for feature, pattern in _ACCESS.items()}
_NOT = re.compile(
    r"\b(?:no|not|non|without|isn't|is not|aren't|lacks?|sorry|unfortunately|unable|cannot)\b[^.;!?\n]{0,40}?$",
    re.IGNORECASE,
)
_STEPS = re.compile(
    r"(?:\d+|one|two|three|four|five|six|several|some|few|steep|flight of) (?:\w+ )?(?:steps|stairs)\b"
    r"|steps (?:up|down|to|at)\b|stairs only",
    re.IGNORECASE,
)


def access(texts: list[str]) -> tuple[list[str], list[str]]:
    """(`AccessFeature` values the words promise, values they say are missing). Contradictions count as missing."""
    has: set[str] = set()
    lacks: set[str] = set()
    for text in texts:
        for feature, pattern in _FEATURES.items():
            for match in pattern.finditer(text[:4000]):
                denied = not match[0].lower().startswith("no ") and _NOT.search(text[: match.start()])
                (lacks if denied else has).add(feature)
        if _STEPS.search(text) and AccessFeature.STEP_FREE not in has:
            lacks.add(AccessFeature.STEP_FREE.value)
    if AccessFeature.WHEELCHAIR in lacks:
        lacks.add(AccessFeature.STEP_FREE.value)
    return sorted(has - lacks), sorted(lacks)
