"""A directory of any size, written with COPY: at real postcodes, in many words, the same for the same size.

`fill(sites)` writes so many service-at-location rows, the services, places, times, prices, rules and languages they
belong to, and their offers. Sites stand at postcodes of OS Code-Point Open, all of which are loaded. Two ways to grow:

* wide: about one site to eleven postcodes (London's share of a directory of 150,000), from Hackney outwards, so that
  15,000 fill Greater London, 150,000 Great Britain, and 1,000,000 crowd it seven times over;
* dense: whatever the number, all of it within Greater London.

Names are put together from 60 dedications, 24 kinds of hall and 70 activities; streets and towns from syllables.
"""

import json
import random
import uuid
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connections

from benchmarks import _generate as generate

HOME = "E8 1EA"
POSTCODES_TO_A_SITE = 11
LONDON_POSTCODES = 165_000
TO_AN_ORGANISATION = 6
"""Services that one organisation runs, on average."""


def _words() -> dict[str, list[str]]:
    """The words by section of `at_scale_words.txt`: an entry a line for activities, else between strokes."""
    found: dict[str, list[str]] = {}
    for line in Path(__file__).with_name("at_scale_words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            entries = found[line.strip("[]")] = []
        elif line and line[0] != "#":
            entries += [line] if "activities" in found and len(found) == 1 else line.split("|")
    return found


_WORDS = _words()
ACTIVITIES = [line.split("|") for line in _WORDS["activities"]]
MORE, DEDICATIONS, HALLS = _WORDS["also said"], _WORDS["dedications"], _WORDS["halls"]
FIRST, LAST = _WORDS["first halves"], _WORDS["last halves"]
STREETS, CITIES = _WORDS["streets"], _WORDS["cities"]
LANGUAGES = ("tr", "bn", "pl", "so", "yi", "es", "zh", "vi", "pa", "ur", "gu", "ar", "fr", "pt", "ro")

TABLES = {
    "taxonomy": "id code name description uri version",
    "taxonomyterm": "id code name description term_uri taxonomy_id",
    "organization": "id name description url email logo uri charity_number company_number created_at updated_at",
    "service": "id organization_id name description description_html url email status delivery_modes attending_access"
    " deliverable_type fees is_free accreditations alert confirmed_on keywords created_at updated_at",
    "location": "id name description location_type address_1 city region postcode point precision external_identifier"
    " external_identifier_type access_features access_lacking transport created_at updated_at",
    "serviceatlocation": "id service_id location_id",
    "eligibility": "id service_id minimum_age maximum_age area_codes area_relations carers_only parents_only"
    " new_parents_only genders gender_basis referral_routes meant_for other_conditions",
    "schedule": "id service_id freq interval byday bymonthday opens_at closes_at description schedule_link",
    "costoption": "id service_id option amount amount_description",
    "language": "id service_id code name note",
    "serviceterm": "id service_id term_id link_type",
}
BLOCK = 20_000
MOMENT = generate.MOMENT.isoformat()
Rows = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class World:
    """What services are drawn from: postcodes, town names, who runs them, and the terms of what matters."""

    places: "list[Site]"
    towns: list[str]
    runners: list[str]
    matters: dict[str, str]


@dataclass(frozen=True, slots=True)
class Site:
    """A postcode where something can be, and where it lies."""

    postcode: str
    point: str
    authority: str


def fill(sites: int, *, dense: bool = False) -> dict[str, int]:
    """Write so many service-at-location rows and their offers; return how many rows there are of what."""
    from alongside.directory import offers

    empty()
    places = _places(LONDON_POSTCODES if dense else POSTCODES_TO_A_SITE * sites)
    with _bare("^directory_(?!offer$|servicewords$)"):
        made = _copy(_services(sites, places))
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")
    with _bare("^directory_(offer|servicewords)$"):
        offers.refresh(on=generate.MOMENT.date())
    _give_meaning()
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
        for table in ("offer", "servicewords", "directoryword", "servicemeaning"):
            cursor.execute(f"SELECT count(*) FROM directory_{table}")
            made[table] = cursor.fetchone()[0]
    return made


def _give_meaning() -> None:
    """Give services numbers drawn by chance: to compare them costs what it costs with those of a model."""
    from alongside.directory import likeness

    if not likeness.is_of_use():
        return
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO directory_servicemeaning (service_id, made_of, numbers)"
            " SELECT s.id, 'by chance', l2_normalize((SELECT array_agg(random() - 0.5) FROM generate_series(1, 384)"
            " WHERE s.id IS NOT NULL)::vector)::real[]"
            " FROM directory_service s WHERE EXISTS (SELECT FROM directory_offer WHERE service_id = s.id)"
        )


def empty() -> None:
    """Take everything out of the directory."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE 'directory\\_%' ORDER BY 1"
        )
        cursor.execute(f"TRUNCATE {', '.join(row[0] for row in cursor.fetchall())} CASCADE")


def homes(count: int, *, seed: int = 1) -> list[tuple[str, tuple[float, float]]]:
    """Return so many postcodes of people around Hackney, where both ways of growing are equally dense at 15,000."""
    near = _places(20_000)
    dice = random.Random(seed)
    chosen = [dice.choice(near) for _ in range(count)]
    return [(place.postcode, json.loads(place.point.replace("(", "[").replace(")", "]"))) for place in chosen]


def _places(count: int) -> list[Site]:
    from alongside.places.loading import load_bundled_postcodes

    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM places_postcode")
        if cursor.fetchone()[0] < 1_000_000:
            load_bundled_postcodes()
            cursor.execute("ANALYZE places_postcode")
        cursor.execute(
            "SELECT postcode, loc::text, coalesce(local_authority, '') FROM places_postcode WHERE loc IS NOT NULL"
            " ORDER BY loc <-> (SELECT loc FROM places_postcode WHERE postcode = %s), postcode LIMIT %s",
            [HOME.replace(" ", ""), count],
        )
        return [
            Site(f"{code[:-3]} {code[-3:]}", point, area or _district(code[:-3]))
            for code, point, area in cursor.fetchall()
        ]


def _district(outcode: str) -> str:
    """An invented district for postcodes whose real one is not loaded, the same for one outcode."""
    return f"E07{zlib.crc32(outcode.encode()) % 300:06d}"


def _services(sites: int, places: list[Site]) -> Iterator[Rows]:
    """Yield blocks of rows by table until there are so many service-at-location rows."""
    dice = random.Random(f"{sites}:{len(places)}")
    common = [int(activity[3]) for activity in ACTIVITIES]
    runners = [_id(dice) for _ in range(max(1, sites // TO_AN_ORGANISATION))]
    matters = {word: _id(dice) for activity in ACTIVITIES for word in activity[2].split(", ")}
    world = World(places, [first + last for first in FIRST for last in LAST], runners, matters)
    vocabulary = _id(dice)
    rows: Rows = {table: [] for table in TABLES}
    rows["taxonomy"].append((vocabulary, "matters", "What matters", "", "", ""))
    rows["taxonomyterm"] += [(key, word.lower(), word, "", "", vocabulary) for word, key in matters.items()]
    for runner in runners:
        kind = dice.choice(("Trust", "CIC", "Project", "Society"))
        name = f"{dice.choice(world.towns)} {dice.choice(DEDICATIONS)} {kind}"
        rows["organization"].append((runner, name, "", "", "", "", "", "", "", MOMENT, MOMENT))
    written = 0
    while written < sites:
        activity = dice.choices(ACTIVITIES, common)[0]
        written += _service(dice, rows, world, activity, sites - written)
        if len(rows["service"]) >= BLOCK:
            yield rows
            rows = {table: [] for table in TABLES}
    yield rows


def _service(dice: random.Random, rows: Rows, world: World, activity: list[str], left: int) -> int:
    """Add one service with all that hangs on it; return at how many places it is."""
    what, about, keywords, _ = activity
    own, town, runner = _id(dice), dice.choice(world.towns), dice.choice(world.runners)
    chance = dice.random
    mode = "in_person" if chance() < 0.85 else dice.choice(("phone", "phone", "online", "online", "home"))
    count = min(left, (1 if chance() < 0.85 else dice.choice((2, 2, 2, 2, 5)))) if mode == "in_person" else 0
    there = [dice.choice(world.places) for _ in range(count)]
    said = [about, *dice.sample(MORE, dice.randrange(2, 7))]
    street = f"{dice.choice(world.towns)} {dice.choice(STREETS)}"
    said.append(f"Ask for {dice.choice(FIRST)}{dice.choice(LAST)} at the desk on {street}.")
    is_free, price = _price(dice)
    confirmed = generate.MOMENT.date().toordinal() - dice.randrange(300)
    name = f"{dice.choice(DEDICATIONS)} {what}" if chance() < 0.7 else f"{town} {what}"
    texts = (name, " ".join(said), "", "", "", "active", _array([mode]), "", "", "")
    rows["service"].append(
        (own, runner, *texts, is_free, "", "", _day(confirmed), f"{keywords}, {town}", MOMENT, MOMENT)
    )
    rows["serviceterm"] += [(_id(dice), own, world.matters[word], "service") for word in keywords.split(", ")]
    for site in {place.postcode: place for place in there}.values():
        features = _array(
            f
            for f, share in (("step_free", 0.5), ("hearing_loop", 0.2), ("parking", 0.3))
            if chance() < share
        )
        lacking = _array(["step_free"]) if features == "{}" and chance() < 0.2 else "{}"
        key, hall = _id(dice), f"{dice.choice(DEDICATIONS)} {dice.choice(HALLS)}"
        address = f"{dice.randrange(1, 200)} {dice.choice(world.towns)} {dice.choice(STREETS)}"
        words = (
            hall,
            "",
            "physical",
            address,
            dice.choice(CITIES),
            "",
            site.postcode,
            site.point,
            "exact",
            "",
            "",
        )
        rows["location"].append((key, *words, features, lacking, "", MOMENT, MOMENT))
        rows["serviceatlocation"].append((_id(dice), own, key))
    _rule(dice, rows, own, there)
    if chance() < 0.85:
        begins = dice.choice((9, 10, 10, 10, 11, 12, 13, 14, 14, 15, 17, 18, 19))
        days = _array(
            dice.sample(generate.DAYS[:5] if chance() < 0.85 else generate.DAYS, 1 if chance() < 0.8 else 3)
        )
        clock = (f"{begins}:00", f"{begins + 2}:00")
        rows["schedule"].append((_id(dice), own, "WEEKLY", 1, days, "{}", *clock, "", ""))
    if price:
        rows["costoption"].append((_id(dice), own, "", price, ""))
    if chance() < 0.15:
        rows["language"].append((_id(dice), own, dice.choice(LANGUAGES), "", ""))
    return len({place.postcode for place in there})


def _price(dice: random.Random) -> tuple[str | None, str | None]:
    """What it costs: nothing, something, or nobody said."""
    return dice.choices(
        (("t", None), (None, None), (None, "2.00"), (None, "3.50"), (None, "5.00"), (None, "12.00")),
        (50, 20, 10, 8, 8, 4),
    )[0]


def _rule(dice: random.Random, rows: Rows, own: str, there: list[Site]) -> None:
    """Half of all are for some: by age, where one belongs, caring or gender."""
    low = dice.choices((None, 16, 18, 50, 55, 60, 65), (50, 4, 16, 6, 8, 12, 4))[0]
    high = dice.choices((None, 4, 11, 25, 30), (90, 3, 2, 3, 2))[0] if low in (None, 16, 18) else None
    if high is not None and low is not None and high < low:
        low = None
    area = there[0].authority if there and dice.random() < 0.2 else ""
    relations = dice.choice((["lives"], ["lives", "works", "studies", "volunteers"], ["gp"])) if area else []
    carers = dice.random() < 0.04
    genders = [dice.choice(("woman", "man"))] if dice.random() < 0.04 else []
    if (low, high, area, carers, genders) == (None, None, "", False, []):
        return
    basis = "Schedule 3, paragraph 27" if genders else ""
    areas = _array([area]) if area else "{}"
    flags = ("t" if carers else "f", "f", "f")
    rows["eligibility"].append(
        (_id(dice), own, low, high, areas, _array(relations), *flags, _array(genders), basis, "{}", "{}", "")
    )


def _copy(blocks: Iterable[Rows]) -> dict[str, int]:
    made = dict.fromkeys(TABLES, 0)
    with connections["owner"].cursor() as cursor:
        cursor.execute("BEGIN")
        for block in blocks:
            for table, rows in block.items():
                columns = ", ".join(f'"{column}"' for column in TABLES[table].split())
                with cursor.copy(f"COPY directory_{table} ({columns}) FROM STDIN") as into:
                    into.write("".join(map(_line, rows)))
                made[table] += len(rows)
        cursor.execute("COMMIT")
    return made


def _line(row: tuple[Any, ...]) -> str:
    """One line of COPY; nothing written here needs escaping."""
    return "\t".join(["\\N" if value is None else str(value) for value in row]) + "\n"


@contextmanager
def _bare(tables: str) -> Iterator[None]:
    """Take away indexes and foreign keys of tables, and make them anew at the end and check them, as a restore does."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute(
            "SELECT format('ALTER TABLE %%I DROP CONSTRAINT %%I', relname, conname),"
            " format('ALTER TABLE %%I ADD CONSTRAINT %%I %%s', relname, conname, pg_get_constraintdef(k.oid))"
            " FROM pg_constraint k JOIN pg_class t ON t.oid = conrelid WHERE contype = 'f' AND relname ~ %s"
            " ORDER BY conname",
            [tables],
        )
        keys = cursor.fetchall()
        cursor.execute(
            "SELECT format('DROP INDEX %%I', indexname), indexdef FROM pg_indexes"
            " WHERE tablename ~ %s AND indexdef NOT LIKE 'CREATE UNIQUE%%' ORDER BY indexname",
            [tables],
        )
        found = [*cursor.fetchall(), *keys]
        for away, _ in found:
            cursor.execute(away)
    yield
    with connections["owner"].cursor() as cursor:
        for _, anew in found:
            cursor.execute(anew)
        cursor.execute("RESET maintenance_work_mem")


def _id(dice: random.Random) -> str:
    return str(uuid.UUID(int=dice.getrandbits(128)))


def _array(values: Iterable[str]) -> str:
    return "{" + ",".join(values) + "}"


def _day(ordinal: int) -> str:
    import datetime as dt

    return dt.date.fromordinal(ordinal).isoformat()
