"""Generated services: a seeded, plausible directory of any size around Hackney, the City and Camden.

`drafts` gives plain dicts (for feeds in any format); `fill` writes them into the directory's own tables.
"""

import datetime as dt
import random
import uuid
from collections.abc import Iterator
from typing import Any

MOMENT = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
KINDS = (
    ("lunch club", "Hot lunch and company. Everyone eats together at long tables.", "Food, Company"),
    ("coffee morning", "Tea, coffee and a chat. Come once or come every week.", "Company, Food"),
    ("reading group", "We read a short story aloud and talk about it.", "Reading and books"),
    ("walk", "A gentle walk in the park with a rest half-way.", "Walking"),
    ("choir", "Singing for joy. No need to read music.", "Music and singing"),
    ("sewing circle", "Bring what you are making, or start something new.", "Arts and crafts"),
    ("tai chi", "Slow movement for balance, standing or on a chair.", "Moving and exercise"),
    ("allotment group", "Growing vegetables together, with a kettle in the shed.", "Gardening and nature"),
    ("computer help", "Bring your phone or tablet and your questions.", "Phones and computers"),
    ("carers group", "Time with others who look after someone.", "Looking after someone"),
    ("stay and play", "Toys, songs and company for parents with little ones.", "Being a parent"),
    ("befriending", "A volunteer who visits or rings every week.", "Company, Someone to talk to"),
    ("advice session", "Help with benefits, bills and housing.", "Money and advice"),
    ("men's shed", "Woodwork, repairs and a brew.", "Men's groups"),
)
PLACES = (
    "Green House",
    "St Mary's",
    "Market Hall",
    "Old Bakery",
    "Canal Room",
    "Library",
    "Community Hub",
    "Victoria Rooms",
)
LANGUAGES = ("tr", "bn", "pl", "so", "yi", "es", "zh", "vi")
AREAS = ("E09000001", "E09000007", "E09000012")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WEST, EAST, SOUTH, NORTH = 524_000, 537_500, 180_500, 188_500


def drafts(count: int, *, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Yield services as plain data; the same for the same seed, and the first n the same for any count."""
    for number in range(count):
        yield _draft(number, random.Random(f"{seed}:{number}"))


def _draft(number: int, dice: random.Random) -> dict[str, Any]:
    kind, description, matters = dice.choice(KINDS)
    mode = dice.choices(["in_person", "phone", "online", "home"], [85, 6, 5, 4])[0]
    sites = dice.choices([1, 2, 5], [85, 12, 3])[0] if mode == "in_person" else 0
    low = dice.choices([None, 18, 50, 55, 60, 65], [45, 20, 5, 15, 10, 5])[0]
    high = dice.choices([None, 25, 30], [92, 5, 3])[0] if low in (None, 18) else None
    local = dice.random() < 0.25
    begins = dice.randrange(9, 19)
    return {
        "number": number,
        "name": f"{dice.choice(PLACES)} {kind} {number}",
        "organization": f"Organisation {number % 900}",
        "description": f"{description} {' '.join(dice.choice(KINDS)[1] for _ in range(dice.randrange(1, 5)))}",
        "keywords": matters,
        "mode": mode,
        "points": [
            (round(dice.uniform(WEST, EAST), 1), round(dice.uniform(SOUTH, NORTH), 1)) for _ in range(sites)
        ],
        "access": ["step_free"] if dice.random() < 0.6 else [],
        "minimum_age": low,
        "maximum_age": high,
        "area_codes": [dice.choice(AREAS)] if local else [],
        "area_relations": dice.choice([["lives"], ["lives", "works", "studies", "volunteers"], ["gp"]])
        if local
        else [],
        "carers_only": dice.random() < 0.05,
        "genders": [dice.choice(["woman", "man"])] if dice.random() < 0.04 else [],
        "languages": [dice.choice(LANGUAGES)] if dice.random() < 0.15 else [],
        "pounds": dice.choices([None, 0, 2, 3.5, 5], [20, 50, 10, 10, 10])[0],
        "byday": [dice.choice(DAYS)] if dice.random() < 0.85 else [],
        "opens_at": dt.time(begins),
        "closes_at": dt.time(begins + 2),
        "confirmed_on": MOMENT.date() - dt.timedelta(days=dice.randrange(500)),
    }


def fill(count: int, *, seed: int = 1) -> None:
    """Write so many services, with their sites, times, languages and prices, and make their offers."""
    from alongside.directory import models, offers
    from alongside.places.fields import Point

    stamps = {"created_at": MOMENT, "updated_at": MOMENT}
    organizations = {
        n: models.Organization(id=_id("organization", n), name=f"Organisation {n}", **stamps)
        for n in range(min(count, 900))
    }
    models.Organization.objects.bulk_create(organizations.values(), batch_size=1_000)
    made: dict[type[Any], list[Any]] = {
        model: []
        for model in (
            models.Service,
            models.Location,
            models.ServiceAtLocation,
            models.Eligibility,
            models.Language,
            models.CostOption,
            models.Schedule,
        )
    }
    for draft in drafts(count, seed=seed):
        number = draft["number"]
        service = models.Service(
            id=_id("service", number),
            organization=organizations[number % 900],
            name=draft["name"],
            description=draft["description"],
            keywords=draft["keywords"],
            delivery_modes=[draft["mode"]],
            is_free=True if draft["pounds"] == 0 else None,
            confirmed_on=draft["confirmed_on"],
            **stamps,
        )
        made[models.Service].append(service)
        for site, (easting, northing) in enumerate(draft["points"]):
            location = models.Location(
                id=_id("location", number, site),
                name=f"Hall {number}",
                point=Point(easting, northing),
                precision="exact",
                access_features=draft["access"],
                **stamps,
            )
            made[models.Location].append(location)
            made[models.ServiceAtLocation].append(
                models.ServiceAtLocation(service=service, location=location)
            )
        rule = {
            key: draft[key]
            for key in (
                "minimum_age",
                "maximum_age",
                "area_codes",
                "area_relations",
                "carers_only",
                "genders",
            )
        }
        if any(value not in (None, False, []) for value in rule.values()):
            basis = "Schedule 3, paragraph 27" if draft["genders"] else ""
            made[models.Eligibility].append(models.Eligibility(service=service, gender_basis=basis, **rule))
        made[models.Language] += [models.Language(service=service, code=code) for code in draft["languages"]]
        if draft["pounds"]:
            made[models.CostOption].append(models.CostOption(service=service, amount=draft["pounds"]))
        if draft["byday"]:
            times = {key: draft[key] for key in ("byday", "opens_at", "closes_at")}
            made[models.Schedule].append(models.Schedule(service=service, freq="WEEKLY", **times))
    for model, rows in made.items():
        model.objects.bulk_create(rows, batch_size=2_000)
    offers.refresh(on=MOMENT.date())


def _id(*parts: object) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_OID, ":".join(map(str, parts)))
