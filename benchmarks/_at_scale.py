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
from typing import Any

from django.db import connections

from benchmarks import _generate as generate

HOME = "E8 1EA"
POSTCODES_TO_A_SITE = 11
LONDON_POSTCODES = 165_000
TO_AN_ORGANISATION = 6
"""Services that one organisation runs, on average."""

# Activity, what is said of it, keywords, how common.
_ACTIVITIES = """
lunch club|Hot lunch and company. Everyone eats together at long tables.|Food, Company|9
coffee morning|Tea, coffee and a chat. Come once or come every week.|Company, Food|9
warm space|A warm room, soup and somebody to sit with while it is cold.|Company, Food|5
food bank|Groceries for three days, nappies and a listening ear.|Food, Money and advice|6
community pantry|Choose ten items for a small fee and stay for a cup of tea.|Food|3
cooking class|Learn to cook cheap and healthy dinners from scratch.|Food, Learning something new|3
breakfast club|Toast, porridge and homework before school begins.|Food, Being a parent|3
supper club|Neighbours cook for neighbours and everyone washes up.|Food, Company|2
reading group|We read a short story aloud and talk about it.|Reading and books|5
book club|A novel every month, borrowed from the library.|Reading and books|4
poetry circle|Poems old and new, your own if you dare.|Reading and books|1
creative writing|Put your memories on paper, with prompts and kind readers.|Reading and books|2
health walk|A gentle walk in the park with a rest half-way.|Walking|6
nordic walking|Walking with poles for balance and a stronger back.|Walking|2
rambling club|Ten miles on a Sunday, with a pub at the end.|Walking|2
community choir|Singing for joy. No need to read music.|Music and singing|5
ukulele band|Borrow a ukulele and play three chords by the end of the evening.|Music and singing|1
drumming circle|Djembe and conga for beginners.|Music and singing|1
brass band|Cornets, horns and tubas; instruments are lent.|Music and singing|1
sewing circle|Bring what you are making, or start something new.|Arts and crafts|3
knit and natter|Needles, wool and conversation; we teach beginners.|Arts and crafts|4
crochet club|Blankets for the neonatal ward, one square at a time.|Arts and crafts|1
painting class|Watercolour and acrylics with a patient teacher.|Arts and crafts|3
pottery workshop|Clay, wheels and a kiln, taught step by step.|Arts and crafts|1
life drawing|Charcoal, paper and a model; easels are provided.|Arts and crafts|1
quilting bee|Patchwork around one big table.|Arts and crafts|1
tai chi|Slow movement for balance, standing or on a chair.|Moving and exercise|4
chair yoga|Stretch and breathe without getting down on the floor.|Moving and exercise|5
pilates|Strength for the back and hips in small groups.|Moving and exercise|3
walking football|Football without running, for anyone over fifty.|Moving and exercise|3
swimming lessons|Lessons in a warm shallow pool with instructors in the water.|Moving and exercise|3
line dancing|Boots optional. No partner needed.|Moving and exercise|3
tea dance|Ballroom and sequence dancing with a live organ.|Moving and exercise, Company|2
bowls club|Indoor bowls on a full-size green; woods are lent.|Moving and exercise|3
table tennis|Bats, balls and a ladder for those who like to compete.|Moving and exercise|2
cycling club|Easy rides on quiet lanes, and bicycles to borrow.|Moving and exercise|2
falls prevention|Strength and balance exercises led by a physiotherapist.|Moving and exercise, Health|4
allotment group|Growing vegetables together, with a kettle in the shed.|Gardening and nature|3
gardening club|Seeds, cuttings and advice from people with green fingers.|Gardening and nature|3
nature reserve volunteers|Coppicing, pond clearing and butterfly counts.|Gardening and nature, Helping others|2
city farm|Feed goats and muck out stables on a working farm.|Gardening and nature|1
computer help|Bring your phone or tablet and your questions.|Phones and computers|5
digital drop-in|Email, video calls and forms, one to one and unhurried.|Phones and computers|3
carers group|Time with others who look after someone.|Looking after someone|5
young carers club|Games, trips and a break for children who care at home.|Looking after someone|2
respite sitting|A trained sitter stays while you go out.|Looking after someone|2
stay and play|Toys, songs and company for parents with little ones.|Being a parent|6
baby massage|Calm your baby and meet other mums and dads.|Being a parent|2
toddler group|Paint, sand and a snack for under fives.|Being a parent|5
breastfeeding support|Peer supporters and a health visitor, with tea and cake.|Being a parent|2
fathers' group|Dads with their children on a Saturday morning.|Being a parent, Men's groups|1
befriending|A volunteer who visits or rings every week.|Company, Someone to talk to|5
telephone friends|Somebody calls at the same time every week.|Company, Someone to talk to|2
listening service|Someone to talk to, in confidence and without hurry.|Someone to talk to|3
counselling|Trained counsellors; you pay what you can.|Someone to talk to, Health|4
bereavement café|For anyone who has lost somebody, however long ago.|Losing someone|3
advice session|Help with benefits, bills and housing.|Money and advice|6
debt clinic|An adviser sorts the letters with you and rings creditors.|Money and advice|3
energy advice|Cheaper tariffs, grants and draught-proofing.|Money and advice|2
men's shed|Woodwork, repairs and a brew.|Men's groups|3
women's circle|A safe place for women to meet, learn and laugh.|Women's groups|3
memory café|For people living with dementia and those who love them.|Health and wellbeing|4
stroke club|Exercise, speech practice and company after a stroke.|Health and wellbeing|2
diabetes education|Food, feet and medicines explained over six weeks.|Health and wellbeing|1
mindfulness|Breathing and attention, taught for anxious days.|Health and wellbeing|2
English conversation|Practise English with patient volunteers.|Learning something new, Language|4
history society|Talks with slides, and walks to where it happened.|Learning something new, Trips|3
board games evening|Chess, dominoes, Scrabble and newer games.|Games|3
bingo|Eyes down at two, tea at half past three.|Games, Company|4
bridge club|Duplicate bridge; beginners' table on Mondays.|Games|2
community transport|A minibus from your door to the shops and back.|Getting about|3
museum outings|A coach, a guide and a packed lunch once a month.|Outings and culture|2
rainbow social|LGBT+ people of every age, over quiches and quizzes.|LGBT+|1
youth club|Pool, music and somewhere to be after school.|Being young|4
"""
ACTIVITIES = [line.split("|") for line in _ACTIVITIES.strip().splitlines()]
_MORE = """
Everyone is welcome, whatever their age or background.|There is no need to book; just turn up.
Please ring first so that we can lay a place for you.|A volunteer meets newcomers at the door.
The hall is warm and there is parking behind.|We meet all year except the last week in December.
Bring a friend or come alone.|Our helpers are trained and vetted.|Transport can be arranged for those who need it.
Buses stop outside.|There is a hearing loop and a quiet corner.|Children must come with an adult.
Refreshments are included.|A small donation keeps the lights on.|We are a registered charity run by local people.
People who live alone tell us it is the best day of their week.|Referrals from surgeries and social workers welcome.
Funded by the lottery and the parish.|Assistance dogs are welcome.|Interpreters on request.
Led by someone who has been through it.|Suitable for beginners.|New members get their first visit free.
We also lend equipment.|Part of a network of groups in the borough.|Sessions last about two hours.
Our waiting list is short.|You can leave whenever you like.|All materials are provided.
Winner of the mayor's award for kindness.|We follow the school terms.|Wear comfortable shoes.
"""
MORE = [sentence for line in _MORE.strip().splitlines() for sentence in line.split("|")]
DEDICATIONS = """St Mary's|St John's|St Anne's|St Peter's|St Luke's|St Mark's|St Paul's|All Saints|Holy Trinity
Christ Church|St Michael's|St Barnabas|St Thomas|St Andrew's|St George's|St Stephen's|St Matthew's|Emmanuel|Bethel|Salem
Green House|Old Bakery|Canal Room|Mill|Orchard|Riverside|Hillside|Lakeside|Parkside|Woodland|Meadow|Harbour|Station
Market|Victoria|Albert|Jubilee|Coronation|Memorial|Trinity|Wesley|Quaker|Al-Noor|Gurdwara|Shalom|Phoenix|Rainbow
Lighthouse|Beacon|Oasis|Haven|Anchor|Acorn|Willow|Rowan|Hawthorn|Bluebell|Primrose|Kingfisher|Robin""".replace(
    "\n", "|"
).split("|")
HALLS = """hall|centre|community hub|rooms|church hall|library|village hall|club|house|pavilion|institute|day centre|lodge
school|leisure centre|surgery|family hub|settlement|mission|chapel|barn|studio|theatre|gardens""".replace(
    "\n", "|"
).split("|")
FIRST = """Ash Beck Birch Black Bram Brad Brook Burn Cald Carl Chad Clif Cran Dal Den Dun East Elm Farn Gat Green Hal Hart
Haw Hazel High Hol Kirk Lang Lin Long Mar Mel Mid Nor Oak Pen Pres Rad Red Rush Sand Shel Stan Stoke Sut Thorn Wal West
Whit Wil Win Wood Wych Yar""".split()
LAST = """ton ham ford ley by worth bury field wick thorpe stead combe hurst mere dale bridge well church minster pool
shaw gate holme wood brook cliffe den don""".split()
STREETS = "Road Street Lane Avenue Close Way Terrace Hill Green Grove Crescent Row".split()
LANGUAGES = "tr bn pl so yi es zh vi pa ur gu ar fr pt ro".split()
CITIES = "London Brentwood Watford Croydon Romford Harrow Enfield Bromley Barnet Ilford".split()

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
    with _bare("^directory_(?!offer$)"):
        made = _copy(_services(sites, places))
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")
    with _bare("^directory_offer$"):
        offers.refresh(on=generate.MOMENT.date())
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
        for table in ("offer", "directoryword"):
            cursor.execute(f"SELECT count(*) FROM directory_{table}")
            made[table] = cursor.fetchone()[0]
    return made


def empty() -> None:
    """Take everything out of the directory."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE 'directory\\_%' ORDER BY 1")
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
    towns = [first + last for first in FIRST for last in LAST]
    runners = [_id(dice) for _ in range(max(1, sites // TO_AN_ORGANISATION))]
    matters = {word: _id(dice) for a in ACTIVITIES for word in a[2].split(", ")}
    vocabulary = _id(dice)
    rows: Rows = {table: [] for table in TABLES}
    rows["taxonomy"].append((vocabulary, "matters", "What matters", "", "", ""))
    rows["taxonomyterm"] += [(key, word.lower(), word, "", "", vocabulary) for word, key in matters.items()]
    for runner in runners:
        name = f"{dice.choice(towns)} {dice.choice(DEDICATIONS)} {dice.choice(('Trust', 'CIC', 'Project', 'Society'))}"
        rows["organization"].append((runner, name, "", "", "", "", "", "", "", MOMENT, MOMENT))
    written = 0
    while written < sites:
        activity = dice.choices(ACTIVITIES, common)[0]
        written += _service(dice, rows, activity, dice.choice(runners), places, towns, matters, sites - written)
        if len(rows["service"]) >= BLOCK:
            yield rows
            rows = {table: [] for table in TABLES}
    yield rows


def _service(
    dice: random.Random,
    rows: Rows,
    activity: list[str],
    runner: str,
    places: list[Site],
    towns: list[str],
    matters: dict[str, str],
    left: int,
) -> int:
    """Add one service with all that hangs on it; return at how many places it is."""
    what, about, keywords, _ = activity
    own, town = _id(dice), dice.choice(towns)
    chance = dice.random
    mode = "in_person" if chance() < 0.85 else dice.choice(("phone", "phone", "online", "online", "home"))
    count = min(left, (1 if chance() < 0.85 else dice.choice((2, 2, 2, 2, 5)))) if mode == "in_person" else 0
    there = [dice.choice(places) for _ in range(count)]
    said = [about, *dice.sample(MORE, dice.randrange(2, 7))]
    said.append(f"Ask for {dice.choice(FIRST)}{dice.choice(LAST)} at the desk on {dice.choice(towns)} {dice.choice(STREETS)}.")
    is_free, price = _price(dice)
    confirmed = generate.MOMENT.date().toordinal() - dice.randrange(300)
    name = f"{dice.choice(DEDICATIONS)} {what}" if chance() < 0.7 else f"{town} {what}"
    texts = (name, " ".join(said), "", "", "", "active", _array([mode]), "", "", "")
    rows["service"].append(
        (own, runner, *texts, is_free, "", "", _day(confirmed), f"{keywords}, {town}", MOMENT, MOMENT)
    )
    rows["serviceterm"] += [(_id(dice), own, matters[word], "service") for word in keywords.split(", ")]
    for site in {place.postcode: place for place in there}.values():
        features = _array(f for f, share in (("step_free", 0.5), ("hearing_loop", 0.2), ("parking", 0.3)) if chance() < share)
        lacking = _array(["step_free"]) if features == "{}" and chance() < 0.2 else "{}"
        key, hall = _id(dice), f"{dice.choice(DEDICATIONS)} {dice.choice(HALLS)}"
        address = f"{dice.randrange(1, 200)} {dice.choice(towns)} {dice.choice(STREETS)}"
        words = (hall, "", "physical", address, dice.choice(CITIES), "", site.postcode, site.point, "exact", "", "")
        rows["location"].append((key, *words, features, lacking, "", MOMENT, MOMENT))
        rows["serviceatlocation"].append((_id(dice), own, key))
    _rule(dice, rows, own, there)
    if chance() < 0.85:
        begins = dice.choice((9, 10, 10, 10, 11, 12, 13, 14, 14, 15, 17, 18, 19))
        days = _array(dice.sample(generate.DAYS[:5] if chance() < 0.85 else generate.DAYS, 1 if chance() < 0.8 else 3))
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
