"""Are two entries one and the same service, told twice? Pure: what speaks for it, what against, and which pairs to ask.

What is compared: names (without their organisation's, by words, slips forgiven), what is said about them, place, ways
to reach them, the organisation, charity numbers, days. What many share – a council's switchboard, facebook.com – speaks
for nothing, what one house's services share for little, and the same words at two places are branches.
A day, a level or an audience that only one of them has, or different days, make them two: the same group on
another day is something else to go to. The software suggests with its evidence; a steward decides.
"""

import itertools
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import hypot
from typing import Final

SAME_PLACE_M: Final = 150.0
NEAR_M: Final = 1_500.0
SHARED_BY_MANY: Final = 6
"""A number, address or site of more services than this is a switchboard or a landlord's."""
MOST_IN_A_BLOCK: Final = 60

EVIDENCE: Final = (
    "name", "name_alike", "told_alike", "postcode", "metres", "phone", "email", "page", "domain", "organisation", "day",
)  # fmt: skip

_COMMON: Final = frozenset(
    [
        "a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "our", "the", "to", "with", "st", "saint",
        "group", "club", "session", "service", "project", "scheme", "programme", "drop", "weekly", "community",
        "center", "ltd", "limited", "cic", "cio", "charity", "trust", "association", "society", "uk", "local",
        "free", "new", "activity", "activitie", "class", "classe", "hall", "church",
    ]
)  # fmt: skip
#: Words of descriptions that stand in nearly every one.
_FILLERS: Final = frozenset(
    [
        "all", "any", "anyone", "are", "both", "bring", "come", "each", "every", "everyone", "feel", "get", "have",
        "help", "her", "his", "join", "just", "meet", "month", "monthly", "more", "need", "needed", "no", "not", "off",
        "once", "one", "open", "or", "other", "over", "own", "people", "please", "session", "some", "someone", "take",
        "than", "that", "their", "them", "there", "they", "this", "time", "town", "use", "want", "we", "week",
        "welcome", "what", "when", "who", "whoever", "will", "you", "your", "about", "into", "out", "can", "our",
        "its", "is", "was", "run", "area", "day", "book", "booking", "visit", "place", "cost", "per", "after",
        "before", "between", "support", "only", "like", "make", "made", "but", "has", "here", "how", "old", "older",
    ]
)  # fmt: skip
_WEEK: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS: Final = {
    **{form: n for n, name in enumerate(_WEEK) for form in (name, name[:3])},
    **{"tues": 1, "weds": 2, "thur": 3, "thurs": 3},
}
_TELLING: Final = frozenset(
    [
        "beginner", "improver", "intermediate", "advanced", "men", "women", "carer", "young", "youth", "junior",
        "children", "family", "parent", "toddler", "baby", "seated", "chair", "online", "phone", "morning",
        "afternoon", "evening", "am", "pm", "2", "north", "south", "east", "west", "upper", "lower", "bereaved",
        "somali", "bengali", "turkish", "polish", "arabic", "urdu", "punjabi", "spanish", "french", "portuguese",
        "romanian", "kurdish", "farsi", "persian", "tamil", "gujarati", "hindi", "cantonese", "chinese", "adult",
        "volunteer",
    ]
)  # fmt: skip
_GENDERS: Final = frozenset(["men", "women"])
_SAME_WORD: Final = {
    "womens": "women", "mens": "men", "ladies": "women", "kids": "children", "families": "family", "babies": "baby",
    "lunches": "lunch", "lunchtime": "lunch", "luncheon": "lunch", "caff": "cafe", "pensioners": "senior", "ii": "2",
    "two": "2", "volunteering": "volunteer", "virtual": "online", "zoom": "online", "telephone": "phone",
    "mum": "mother", "mums": "mother", "dads": "father", "dad": "father", "centre": "center", "swimming": "swim",
    "walking": "walk", "singing": "sing", "knitting": "knit", "reading": "read", "gardening": "garden",
    "dancing": "dance", "vol": "voluntary",
}  # fmt: skip
_EVERYBODYS: Final = (
    "facebook.com", "eventbrite.co.uk", "eventbrite.com", "instagram.com", "twitter.com", "x.com", "linktr.ee",
    "google.com", "sites.google.com", "wixsite.com", "wordpress.com", "meetup.com", "youtube.com", "gov.uk", "nhs.uk",
    "tinyurl.com", "bit.ly", "gmail.com", "hotmail.com", "hotmail.co.uk", "outlook.com", "yahoo.co.uk", "yahoo.com",
    "btinternet.com", "icloud.com", "aol.com", "live.co.uk", "googlemail.com", "blogspot.com", "weebly.com",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """What is compared of a service. `times`: (weekday 0–6, minute it begins or None). Points in metres, or None."""

    key: Hashable
    name: str
    organization: str = ""
    postcodes: frozenset[str] = frozenset()
    points: tuple[tuple[float, float], ...] = ()
    phones: frozenset[str] = frozenset()
    email: str = ""
    domain: str = ""
    page: str = ""
    charity: str = ""
    times: frozenset[tuple[int, int | None]] = frozenset()
    about: str = ""
    """What it says of itself, in plain words."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries that may be one, with what speaks for it. Never a number: a person weighs it."""

    first: Hashable
    second: Hashable
    evidence: tuple[tuple[str, str], ...]
    """(kind, what is the same): kinds are `EVIDENCE`."""


def digits(number: str) -> str:
    """Return the digits of a British phone number without its prefix, so that +44 20 and 020 are the same."""
    found = re.sub(r"\D", "", number)
    return found.removeprefix("0044").removeprefix("44").removeprefix("0")


def domain_of(address: str) -> str:
    """Return the host of a web address, or of an e-mail address, without www; "" for hosts that everybody uses."""
    host = re.sub(r"^[a-z]+://", "", address.strip().lower()).split("/")[0].rpartition("@")[2].split(":")[0]
    host = host.removeprefix("www.")
    shared = any(host == one or host.endswith(f".{one}") for one in _EVERYBODYS)
    return "" if shared or "." not in host else host


def page_of(url: str) -> str:
    """Return a web address as it can be compared; "" when it is only somebody's front page."""
    plain = re.sub(r"^[a-z]+://(www\.)?", "", url.strip().lower()).split("#")[0].rstrip("/")
    return plain if "/" in plain else ""


@lru_cache(maxsize=100_000)
def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name as they are compared: plain letters, lower case, each once."""
    plain = unicodedata.normalize("NFKD", name.lower()).replace("&", " and ")
    plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("'", "").replace("’", "")
    return tuple(dict.fromkeys(_one_form(word) for word in re.findall(r"[a-z0-9]+", plain)))


@lru_cache(maxsize=100_000)
def _said(name: str, about: str) -> frozenset[str]:
    """Return the words of a name and of what is said about it that tell something."""
    told = {word for word in words_of(about) if len(word) > 2 and word not in _FILLERS}
    return frozenset((set(words_of(name)) | told) - _COMMON)


def _one_form(word: str) -> str:
    word = _SAME_WORD.get(word, word)
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word


ENOUGH: Final = 3.0
"""Weight of evidence from which a pair is shown to a person. Set on half of the labelled pairs, tried on the other."""


def compare(one: Entry, other: Entry, crowded: Mapping[Hashable, int] | None = None) -> Pair | None:
    """Return the pair with its evidence when the two are likely one; None when not.

    What agrees is added up and what disagrees taken off, as in record linkage (Fellegi and Sunter, 1969), with weights
    set by hand. `crowded` says how many services share a phone number, address or site (keys of `_reach`).
    """
    likeness, matched, leftover = _names(one, other)
    if _told_apart(one, other, leftover):
        return None
    told = _described(one, other)
    if one.about or other.about:
        likeness, matched = max((likeness, matched), _named_in(one, other), _named_in(other, one))
    reached = [item for item in _reach(one) & _reach(other) if (crowded or {}).get(item, 0) <= SHARED_BY_MANY]
    kin = _kin(one, other)
    shared = one.times & other.times
    days = sorted({day for day, _ in one.times} & {day for day, _ in other.times})
    place, where = _place(one, other)
    weight = likeness * (2.0 + min(matched, 3) / 2) + _PLACE[place]
    reach = min(sum(_REACH[kind] for kind, _value in reached), MOST_REACH)
    weight += reach * (OF_ONE_HOUSE if kin else 1.0) + (0.6 if kin else 0.0)
    weight += 1.0 if shared and shared in (one.times, other.times) else 0.4 if days else 0.0
    elsewhere = _is_elsewhere(one, other, place)
    weight += -BRANCHES if elsewhere else DESCRIBED * told
    weight -= _against(one, other, kin=kin)
    weight -= 0.6 if all(leftover) else 0.0
    if max(likeness, told) < LEAST_ALIKE or weight < ENOUGH:
        return None
    evidence = [("name" if likeness == 1.0 else "name_alike", "")] if likeness >= LEAST_ALIKE else []
    evidence += [("told_alike", "")] if told >= MUCH and not elsewhere else []
    evidence += [where] if where else []
    evidence += sorted(reached)
    evidence += [("organisation", "")] if kin else []
    evidence += [("day", str(day)) for day in days]
    return Pair(one.key, other.key, tuple(evidence))


LEAST_ALIKE: Final = 0.2
_PLACE: Final = {"same": 0.8, "near": 0.0, "unknown": 0.0, "far": -3.0}
_REACH: Final = {"phone": 1.2, "email": 1.2, "page": 0.8, "domain": 0.3}
MOST_REACH: Final = 1.2
"""Who has one number of somebody's often has the others from the same place: together they count as one."""
OF_ONE_HOUSE: Final = 0.8
"""How much of that counts between two services of one organisation."""
DESCRIBED: Final = 1.6
"""Weight of names and descriptions that say the same in other words."""
MUCH: Final = 0.4
"""From which likeness what they say of themselves is shown as evidence."""
NAMED: Final = 0.8
"""How alike names are at most where one stands only in what the other says."""
BRANCHES: Final = 0.4
"""What being at two places takes off."""


def _against(one: Entry, other: Entry, *, kin: bool) -> float:
    """What speaks against it: other organisations, other numbers, other postcodes, a whole and its part."""
    weight = 0.0
    if one.organization and other.organization and not kin:
        weight += 0.5
    if one.phones and other.phones and not one.phones & other.phones:
        weight += 0.4
    if one.postcodes and other.postcodes and not one.postcodes & other.postcodes:
        weight += 0.4
    # "Move Easy" beside "Move Easy Pilates": an organisation's own entry is not one of its services.
    wholes = [_is_whole(entry) for entry in (one, other)]
    if wholes[0] != wholes[1] and kin:
        weight += 1.0
    return weight


def _is_whole(entry: Entry) -> bool:
    words = set(words_of(entry.name))
    return bool(words) and words <= set(words_of(entry.organization))


def _names(one: Entry, other: Entry) -> tuple[float, int, tuple[frozenset[str], frozenset[str]]]:
    """How much of the names is the same (0 to 1), in how many words, and the words that only one of them has.

    Without their organisations' words where something is left on both sides: what an organisation does differs there.
    """
    none: frozenset[str] = frozenset()
    told = set(words_of(one.organization)) | set(words_of(other.organization))
    a, b = ([word for word in words_of(entry.name) if word not in _COMMON] for entry in (one, other))
    if not a or not b:
        same = words_of(one.name) == words_of(other.name) != ()
        return (1.0, 1, (none, none)) if same else (0.0, 0, (frozenset(a), frozenset(b)))
    if "".join(a) == "".join(b):  # "foodbank" and "food bank"
        return 1.0, len(a), (none, none)
    bare = [[word for word in words if word not in told] for words in (a, b)]
    if all(bare):
        a, b = bare
        if "".join(a) == "".join(b):
            return 1.0, len(a), (none, none)
    rest, matched = list(b), []
    for word in a:
        near = next((w for w in rest if w == word), None) or next((w for w in rest if _slip(word, w)), None)
        if near:
            rest.remove(near)
            matched.append(word)
    likeness = 2 * len(matched) / (len(a) + len(b))
    left = frozenset(a) - set(matched), frozenset(rest)
    if matched and not all(left):  # one name holds the other
        likeness = max(likeness, 0.8)
    return likeness, len(matched), left


def _described(one: Entry, other: Entry) -> float:
    """How much of what one says the other says too (0 to 1): words of name and description, without those of their
    organisations, of whichever says less. Fewer than four words tell nothing."""
    if not (one.about and other.about):
        return 0.0
    owners = set(words_of(one.organization)) | set(words_of(other.organization))
    a, b = (_said(entry.name, entry.about) - owners for entry in (one, other))
    least = min(len(a), len(b))
    return len(a & b) / least if least >= 4 else 0.0


def _named_in(one: Entry, other: Entry) -> tuple[float, int]:
    """How much of the name of one (without its organisation's) stands in what the other says, and in how many words."""
    told = set(words_of(one.organization)) | set(words_of(other.organization)) | _COMMON
    words = [word for word in words_of(one.name) if word not in told]
    if not words:
        return 0.0, 0
    found = [word for word in words if word in _said(other.name, other.about)]
    return NAMED * len(found) / len(words), len(found)


def _slip(a: str, b: str) -> bool:
    """Whether one word is the other with one letter wrong, missing, doubled or swapped, or in the plural."""
    if (
        min(len(a), len(b)) < 4
        or abs(len(a) - len(b)) > 1
        or a in _TELLING
        or b in _TELLING
        or a in _DAYS
        or b in _DAYS
    ):
        return False
    if a.isdigit() or b.isdigit():
        return False
    if len(a) == len(b):
        wrong = [n for n in range(len(a)) if a[n] != b[n]]
        swapped = len(wrong) == 2 and a[wrong[0]] == b[wrong[1]] and a[wrong[1]] == b[wrong[0]]
        return (len(wrong) == 1 and len(a) >= 5) or (swapped and wrong[1] == wrong[0] + 1)
    long, short = (a, b) if len(a) > len(b) else (b, a)
    return any(long[:n] + long[n + 1 :] == short for n in range(len(long)))


def _told_apart(one: Entry, other: Entry, leftover: tuple[frozenset[str], frozenset[str]]) -> bool:
    """Whether days, levels or audiences say that these are two."""
    days = [{_DAYS[word] for word in words_of(entry.name) if word in _DAYS} for entry in (one, other)]
    held = [days[n] or {day for day, _ in entry.times} for n, entry in enumerate((one, other))]
    if all(held) and not held[0] & held[1]:
        return True
    telling = [
        (left & _TELLING) - set(_DAYS) - _said(silent.name, silent.about)
        for left, silent in zip(leftover, (other, one), strict=True)
    ]
    # At the very hour in the very place, who leaves out "for beginners" was only brief.
    brief = not all(leftover) and one.times & other.times and one.postcodes & other.postcodes
    if all(telling) or (any(telling) and not brief):
        return True
    for_whom = [_said(entry.name, entry.about) & _GENDERS for entry in (one, other)]
    if all(for_whom) and not for_whom[0] & for_whom[1]:
        return True
    numbers = [{word for word in left if word.isdigit()} for left in leftover]
    if all(numbers):
        return True
    return bool(one.charity and other.charity and one.charity != other.charity)


def _place(one: Entry, other: Entry) -> tuple[str, tuple[str, str] | None]:
    """Same, near, far or unknown – and the evidence."""
    if shared := one.postcodes & other.postcodes:
        return "same", ("postcode", min(shared))
    if not one.points or not other.points:
        return "unknown", None
    metres = min(hypot(a[0] - b[0], a[1] - b[1]) for a in one.points for b in other.points)
    if metres <= SAME_PLACE_M:
        return "same", ("metres", str(round(metres)))
    if metres <= NEAR_M:
        return "near", ("metres", str(round(metres)))
    return "far", None


def _is_elsewhere(one: Entry, other: Entry, place: str) -> bool:
    """Whether they are at two places: then two that say the same of themselves are branches."""
    if place == "unknown":
        districts = [{code.split(" ")[0] for code in entry.postcodes} for entry in (one, other)]
        return all(districts) and not districts[0] & districts[1]
    return place != "same"


def _reach(entry: Entry) -> frozenset[tuple[str, str]]:
    """Ways to reach it, as (kind, value)."""
    found = {("phone", number) for number in entry.phones}
    found |= {("email", entry.email.lower())} if entry.email else set()
    found |= {("page", entry.page)} if entry.page else set()
    found |= {("domain", entry.domain)} if entry.domain else set()
    return frozenset(found)


def _kin(one: Entry, other: Entry) -> bool:
    if one.charity and one.charity == other.charity:
        return True
    a, b = (set(words_of(entry.organization)) - _COMMON for entry in (one, other))
    return bool(a and b) and (a <= b or b <= a)


def pairs(entries: Iterable[Entry]) -> Iterator[Pair]:
    """Yield the pairs that are likely one, each once. Only what shares something is compared."""
    known = list(entries)
    crowded: Counter[Hashable] = Counter(item for entry in known for item in _reach(entry))
    blocks: dict[Hashable, list[int]] = defaultdict(list)
    for number, entry in enumerate(known):
        for key in _blocks(entry):
            blocks[key].append(number)
    seen: set[tuple[int, int]] = set()
    for members in blocks.values():
        if len(members) > MOST_IN_A_BLOCK:
            continue
        for a, b in itertools.combinations(members, 2):
            if (a, b) not in seen:
                seen.add((a, b))
                if found := compare(known[a], known[b], crowded):
                    yield found


def _blocks(entry: Entry) -> set[Hashable]:
    """What two entries must have in common to be compared at all."""
    words = [word for word in words_of(entry.name) if word not in _COMMON]
    found: set[Hashable] = {(code, word) for code in entry.postcodes for word in words or [""]}
    found |= {(kind, value, word) for kind, value in _reach(entry) for word in words or [""]}
    found |= {(word, square) for word in words for square in _squares(entry)}
    found |= {
        ("organisation", org, word)
        for org in [" ".join(words_of(entry.organization))]
        if org
        for word in words
    }
    found.add(("name", " ".join(sorted(word for word in words if word not in _DAYS))))
    found |= {(word, hour) for word in words if word not in _DAYS for hour in entry.times}
    # a slip in the only word, or another name: the same place, and the same way to reach it or hour
    also = {*_reach(entry), *entry.times}
    found |= {(code, item) for code in entry.postcodes for item in also}
    return found


def _squares(entry: Entry) -> Iterator[tuple[int, int]]:
    """The square of the grid an entry lies in, and its neighbours to the north and east: near ones always share one."""
    for easting, northing in entry.points:
        x, y = int(easting // NEAR_M), int(northing // NEAR_M)
        yield from ((x + a, y + b) for a in (0, 1) for b in (0, 1))
