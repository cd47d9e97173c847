"""Reading what people and programs write into facts: times of the week, relations to an area, needs, languages.

Shared by the command line, the public finder and the connector's. Every refusal is a `NotUnderstood` with one line
that says what is wrong and what would do.
"""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from alongside.directory.enums import AccessFeature, DeliveryMode
from alongside.directory.languages import LANGUAGES
from alongside.directory.matters import MATTERS
from alongside.directory.rules import NOWHERE, RELATIONS, Slot
from alongside.directory.rules.facts import DAY
from alongside.places import queries as places
from alongside.places.enums import PostcodeStatus
from alongside.places.fields import Point
from alongside.places.models import Area
from alongside.places.rules import search_name

USUAL_REACH_M = 8_000
"""How far the finder looks when nobody says otherwise: about five miles."""

FREE_FOR = 120
"""Minutes someone has who only says when they could start."""

OLDEST = 120

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_PARTS = {"morning": (8 * 60, 12 * 60), "afternoon": (12 * 60, 17 * 60), "evening": (17 * 60, 22 * 60)}
_TIME = r"(?P<{0}h>\d{{1,2}})(?:[:.](?P<{0}m>[0-5]\d))?\s*(?P<{0}s>am|pm)?"
_TIMES = re.compile(rf"{_TIME.format('a')}(?:\s*(?:-|–|to|until)\s*{_TIME.format('b')})?\Z")
_CODE = re.compile(r"[EWSN]\d{8}\Z")


class NotUnderstood(ValueError):
    """Something written could not be read; the message is for whoever wrote it."""


def read_when(text: str) -> tuple[Slot, ...]:
    """Return the free times in `Tue 14:00`, `Tuesday 2pm-4pm`, `Tue afternoon`, `Tue` or `weekdays 10am`.

    A time without an end stands for two hours.
    """
    words = text.strip().lower().replace(",", " ").split()
    days = _days(words[0]) if words else ()
    rest = " ".join(words[1:])
    if not days:
        raise NotUnderstood(
            _("“%(text)s” is not a time of the week. Write for example: Tue 14:00") % {"text": text}
        )
    begin, end = _hours(rest, text)
    return tuple(Slot(day, begin, end) for day in days)


def _days(word: str) -> tuple[int, ...]:
    if word in ("weekday", "weekdays"):
        return (0, 1, 2, 3, 4)
    if word in ("weekend", "weekends"):
        return (5, 6)
    stem = word.rstrip("s.") if len(word) > 4 else word.rstrip(".")
    found = [number for number, day in enumerate(_DAYS) if len(stem) >= 2 and day.startswith(stem)]
    return (found[0],) if len(found) == 1 else ()


def _hours(rest: str, whole: str) -> tuple[int, int]:
    if not rest:
        return 0, DAY
    if rest.rstrip("s") in _PARTS:
        return _PARTS[rest.rstrip("s")]
    found = _TIMES.match(rest)
    begin = found and _minutes(
        found["ah"], found["am"], found["as"] or (found["bs"] if found["bh"] else None)
    )
    end = _minutes(found["bh"], found["bm"], found["bs"]) if found and found["bh"] else None
    if begin is not None and found and not found["bh"]:
        end = min(begin + FREE_FOR, DAY)
    if begin is None or end is None or begin >= end:
        raise NotUnderstood(
            _("“%(text)s” is not a time of the week. Write for example: Tue 14:00") % {"text": whole}
        )
    return begin, end


def _minutes(hours: str, minutes: str | None, half: str | None) -> int | None:
    hour = int(hours)
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    total = hour * 60 + int(minutes or 0)
    return total if total <= DAY else None


def read_age(text: str) -> int:
    """Return an age in whole years."""
    if not (text.strip().isascii() and text.strip().isdigit() and int(text) <= OLDEST):
        raise NotUnderstood(
            _("“%(text)s” is not an age. Write whole years, 0 to %(oldest)d.")
            % {"text": text, "oldest": OLDEST}
        )
    return int(text)


def read_matters(text: str) -> tuple[str, ...]:
    """Return keys of what matters, in the order given, each once."""
    return _known(
        text, {key: key for key in MATTERS}, _("“%(text)s” is not something we know. We know: %(known)s.")
    )


def read_needs(text: str) -> frozenset[str]:
    """Return access needs; `step-free` and `step_free` are the same."""
    return frozenset(
        _known(
            text,
            {value: value for value in AccessFeature.values},
            _("“%(text)s” is not an access need we know. We know: %(known)s."),
        )
    )


def read_modes(text: str) -> frozenset[str]:
    """Return ways of taking part."""
    return frozenset(
        _known(
            text,
            {value: value for value in DeliveryMode.values},
            _("“%(text)s” is not a way to take part. We know: %(known)s."),
        )
    )


def read_languages(text: str) -> frozenset[str]:
    """Return ISO 639 codes from codes or English names."""
    table = {code: code for code in LANGUAGES} | {
        str(name).lower().replace(" ", "_"): code for code, name in LANGUAGES.items()
    }
    return frozenset(
        _known(
            text,
            table,
            _("“%(text)s” is not a language we know. We know: %(known)s."),
            shown=sorted(LANGUAGES),
        )
    )


def _known(
    text: str, table: dict[str, str], refusal: str, shown: Iterable[str] | None = None
) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        value = table.get(part.lower().replace("-", "_").replace(" ", "_"))
        if value is None:
            names = ", ".join(name.replace("_", "-") for name in (shown or table))
            raise NotUnderstood(refusal % {"text": part, "known": names})
        found[value] = None
    return tuple(found)


def find_here(text: str) -> places.Found:
    """Return the place of a postcode one can start from, if only roughly: see `Found.start`. Raises with the way on."""
    found = places.look_up(text)
    if found.start is None and found.status not in (PostcodeStatus.LIVE, PostcodeStatus.RETIRED):
        raise NotUnderstood(f"{found.message} {found.way_on}".strip())
    return found


def belonging(relation: str, codes: Iterable[str]) -> frozenset[tuple[str, str]]:
    """Return a relation to each of some areas, as facts hold it."""
    return frozenset((relation, code) for code in codes)


def read_relation(text: str, here: places.Found | None) -> frozenset[tuple[str, str]]:
    """Return the relations in `lives` (there, at the postcode), `works:E09000001`, `works:EC2P 2EJ`, `studies:none`.

    An area brings along the areas it lies in: who works in a ward works in its borough.
    """
    relation, colon, place = text.strip().partition(":")
    relation, place = relation.strip().lower().replace("-", "_"), place.strip()
    if relation not in RELATIONS:
        raise NotUnderstood(
            _("“%(text)s” is not a relation to a place. We know: %(known)s.")
            % {"text": relation, "known": ", ".join(RELATIONS)}
        )
    if not colon:
        return belonging(relation, here.areas.known()) if here else frozenset()
    if place.lower() == NOWHERE:
        return frozenset({(relation, NOWHERE)})
    return belonging(relation, _codes(place))


def _codes(place: str) -> frozenset[str]:
    area = find_area(place)
    if area is not None:
        return area_codes(area)
    if _CODE.match(place.upper()):
        return frozenset({place.upper()})
    try:
        return find_here(place).areas.known()
    except NotUnderstood:
        raise NotUnderstood(
            _("We do not know the place “%(place)s”. Give an area code, an area's name or a postcode.")
            % {"place": place}
        ) from None


def find_area(text: str) -> Area | None:
    """Return the area of that code or exact name, local authorities before wards; None when there is none."""
    if _CODE.match(text.strip().upper()):
        return Area.objects.filter(code=text.strip().upper()).first()
    named = [area for area in places.areas_called(text) if area.search_name == search_name(text)]
    return min(named, key=lambda area: (area.kind != "local_authority", area.code), default=None)


def area_codes(area: Area) -> frozenset[str]:
    """Return the area's code with those of the areas it lies in."""
    return frozenset(filter(None, (area.code, area.ward_id, area.local_authority_id)))


def centre(area: Area) -> Point:
    """Return the point distances are measured from when only an area is known."""
    return area.centroid
