"""Invented residents: names, ages, homes and telephones that ring nowhere."""

import datetime as dt
import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import F
from faker import Faker

from alongside.places.enums import AreaKind
from alongside.places.models import AreaFigure, Postcode
from alongside.places.rules import display

# Given names (women, men) and family names by the language spoken at home; Faker gives the English ones.
_NAMES: dict[str, tuple[Sequence[str], Sequence[str], Sequence[str]]] = {
    "tr": (("Ayten", "Fatma", "Emine", "Hatice", "Zeynep", "Gülsüm", "Sevgi", "Nurcan", "Elif", "Şerife"),
           ("Mehmet", "Mustafa", "Hasan", "İbrahim", "Osman", "Cemal", "Yusuf", "Kemal", "Ali", "Hüseyin"),
           ("Yılmaz", "Kaya", "Demirci", "Şahin", "Çelik", "Aydın", "Öztürk", "Arslan", "Doğan", "Koç")),
    "bn": (("Rahima", "Shahida", "Nasima", "Momtaz", "Rokeya", "Salma", "Jahanara", "Hasina"),
           ("Abdul", "Mohammed", "Shafiq", "Rafiqul", "Anwar", "Habibur", "Nurul", "Kamal"),
           ("Begum", "Khatun", "Uddin", "Miah", "Ali", "Chowdhury", "Ahmed", "Hussain")),
    "pl": (("Anna", "Maria", "Krystyna", "Barbara", "Teresa", "Zofia"), ("Jan", "Andrzej", "Stanisław", "Piotr", "Marek"),
           ("Nowak", "Mazur", "Wójcik", "Pawlak", "Król", "Dudek")),
    "yi": (("Chaya", "Rivka", "Leah", "Miriam", "Esther", "Gittel"), ("Mordechai", "Shlomo", "Yitzchok", "Chaim", "Avrohom"),
           ("Friedman", "Weiss", "Rosenberg", "Klein", "Grunfeld", "Stern")),
    "so": (("Amina", "Hodan", "Khadija", "Faduma", "Sahra"), ("Abdi", "Mohamed", "Ahmed", "Yusuf", "Omar"),
           ("Warsame", "Hassan", "Farah", "Abdullahi", "Jama", "Nur")),
    "vi": (("Lan", "Hoa", "Mai", "Hương", "Thảo"), ("Minh", "Hùng", "Tuấn", "Dũng", "Quang"),
           ("Nguyen", "Tran", "Le", "Pham", "Vo")),
    "es": (("Carmen", "Lucía", "Rosa", "Pilar"), ("José", "Luis", "Carlos", "Manuel"), ("García", "Morales", "Quispe", "Rojas")),
    "pt": (("Maria", "Fátima", "Conceição", "Ana"), ("António", "João", "Manuel"), ("Silva", "Santos", "Pereira", "Fernandes")),
    "yo": (("Folake", "Bisi", "Titilayo", "Yetunde"), ("Babatunde", "Olusegun", "Femi", "Kunle"),
           ("Adeyemi", "Ogunleye", "Balogun", "Akintola")),
    "fr": (("Marie", "Béatrice", "Solange"), ("Jean", "Pascal", "Didier"), ("Mbala", "Kabongo", "Traoré", "Diallo")),
}  # fmt: skip
_CARIBBEAN = (("Sylvia", "Norma", "Merle", "Hyacinth", "Pearl", "Beverley"),
              ("Winston", "Clive", "Leroy", "Vincent", "Delroy", "Cecil"),
              ("Campbell", "Joseph", "Baptiste", "Grant", "Morgan", "Francis"))  # fmt: skip
_SHARES = (("en", 560), ("caribbean", 90), ("tr", 110), ("bn", 50), ("pl", 28), ("yi", 40), ("so", 22), ("vi", 28),
           ("es", 20), ("pt", 18), ("yo", 22), ("fr", 12))  # fmt: skip
_STREETS = ("Saltwater", "Lime Kiln", "Goldsmith", "Orchard", "Ferry", "Weaver", "Lark", "Chandler", "Marsh", "Canal",
            "Almond", "Tanner", "Mulberry", "Cooper", "Willow", "Beacon", "Sparrow", "Foundry")  # fmt: skip
_ENDINGS = ("Street", "Road", "House", "Court", "Walk", "Gardens", "Buildings", "Terrace")
_AGES = ((18, 25, 6), (26, 45, 13), (46, 64, 22), (65, 74, 22), (75, 84, 25), (85, 97, 12))
_PRACTICES = ("London Fields Practice", "Well Street Surgery", "Clissold Park Practice", "Neaman Yard Surgery",
              "Springfield Health Centre", "Shacklewell Medical Centre")  # fmt: skip


@dataclass(frozen=True)
class Resident:
    """An invented person, before anybody has noticed them."""

    given_name: str
    family_name: str
    gender: str
    born_on: dt.date
    language: str
    phone: str
    email: str
    address: str
    postcode: str
    lives_alone: bool
    is_carer: bool
    new_parent: bool
    access_needs: tuple[str, ...]
    contact_times: tuple[str, ...]
    leave_message: bool
    gp_practice: str
    knows_english: bool = field(default=True)

    @property
    def name(self) -> str:
        """The whole name."""
        return f"{self.given_name} {self.family_name}"

    def age(self, on: dt.date) -> int:
        """Age in years."""
        return on.year - self.born_on.year - ((on.month, on.day) < (self.born_on.month, self.born_on.day))


class Inventor:
    """Invents residents of some local authorities; the same seed and day give the same people."""

    def __init__(self, seed: str, authorities: Sequence[str], today: dt.date) -> None:
        self.rng = random.Random(seed)
        self._fake = Faker("en_GB")
        self._fake.seed_instance(self.rng.randrange(2**31))
        self.today = today
        self._homes = _homes(authorities)
        self._phones = _phones(self.rng)

    def residents(self) -> Iterator[Resident]:
        """One after another, without end."""
        while True:
            yield self._resident()

    def _resident(self) -> Resident:
        rng = self.rng
        speaks = rng.choices([kind for kind, _ in _SHARES], [share for _, share in _SHARES])[0]
        gender = rng.choices(("woman", "man", "non_binary"), (64, 35, 1))[0]
        given, family = self._name(speaks, gender)
        lowest, highest, _ = rng.choices(_AGES, [share for *_, share in _AGES])[0]
        age = rng.randint(lowest, highest)
        born_on = self.today - dt.timedelta(days=round(age * 365.25) + rng.randrange(364))
        young = age < 60
        return Resident(
            given_name=given,
            family_name=family,
            gender=gender,
            born_on=born_on,
            language="en" if speaks == "caribbean" else speaks,
            phone=next(self._phones),
            email=f"{_plain(given)}.{_plain(family)}{rng.randint(1, 99)}@example.org" if young else "",
            address=self._address(),
            postcode=display(rng.choice(self._homes)),
            lives_alone=rng.random() < (0.45 if young else 0.72),
            is_carer=rng.random() < 0.11,
            new_parent=gender == "woman" and 18 <= age <= 42 and rng.random() < 0.22,
            access_needs=self._access(age),
            contact_times=tuple(rng.sample(("morning", "afternoon", "evening"), rng.choice((0, 1, 1, 2)))),
            leave_message=rng.random() < 0.4,
            gp_practice=rng.choice(_PRACTICES),
            knows_english=speaks in {"en", "caribbean", "yo"} or rng.random() < 0.55,
        )

    def _name(self, speaks: str, gender: str) -> tuple[str, str]:
        if speaks == "en":
            given = self._fake.first_name_male() if gender == "man" else self._fake.first_name_female()
            return given, self._fake.last_name()
        women, men, family = _CARIBBEAN if speaks == "caribbean" else _NAMES[speaks]
        return self.rng.choice(men if gender == "man" else women), self.rng.choice(family)

    def _address(self) -> str:
        rng = self.rng
        ending = rng.choice(_ENDINGS)
        flat = f"Flat {rng.randint(1, 60)}, " if ending in {"House", "Court", "Buildings"} else ""
        number = "" if flat else f"{rng.randint(1, 140)} "
        return f"{flat}{number}{rng.choice(_STREETS)} {ending}"

    def _access(self, age: int) -> tuple[str, ...]:
        chances = (("step_free", 0.05 if age < 65 else 0.3), ("wheelchair", 0.02 if age < 65 else 0.06),
                   ("hearing_loop", 0.01 if age < 65 else 0.13), ("large_print", 0.01 if age < 65 else 0.09),
                   ("accessible_toilet", 0.02 if age < 65 else 0.1), ("companion", 0.05),
                   ("quiet_space", 0.04))  # fmt: skip
        return tuple(need for need, chance in chances if self.rng.random() < chance)


def _plain(name: str) -> str:
    folded = name.lower().translate(str.maketrans("çğıöşüéáíóúãêàèłźżńąęơưạảả", "cgiosueaiouaeaelzznaeouaaa"))
    return "".join(letter for letter in folded if letter.isascii() and letter.isalpha()) or "someone"


def _phones(rng: random.Random) -> Iterator[str]:
    """Numbers Ofcom keeps for drama, mixed; from the beginning again when 1,800 have been used."""
    numbers = [f"07700 900{n:03}" for n in range(1000)] + [f"020 7946 0{n:03}" for n in range(100, 900)]
    rng.shuffle(numbers)
    return itertools.cycle(numbers)


def _homes(authorities: Sequence[str]) -> list[str]:
    """Postcodes to live in, as many of a neighbourhood as it has residents (offices have few)."""
    residents = dict(
        AreaFigure.objects.filter(indicator="residents", area__kind=AreaKind.LSOA21, area__local_authority__in=authorities)
        .order_by("area")
        .values_list("area", "value")
    )  # fmt: skip
    by_area: dict[str, list[str]] = {}
    placed = Postcode.objects.filter(local_authority__in=authorities, ended_on=None, loc__isnull=False)
    for key, area in placed.annotate(area=F("lsoa21")).order_by("postcode").values_list("postcode", "area"):
        by_area.setdefault(area, []).append(key)
    homes: list[str] = []
    for area, keys in sorted(by_area.items()):
        wanted = max(1, round(residents.get(area, 0) / 50))
        homes += [keys[n * len(keys) // wanted % len(keys)] for n in range(wanted)]
    if not homes:
        raise LookupError("The demo needs postcodes and areas: load them first.")
    return homes
