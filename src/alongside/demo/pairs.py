"""Those of the demo place who are meant for each other: each speaks a language nobody else here speaks.

So a round finds just them, however small the place. Two could visit Mrs Patel: there a team lead has a choice.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from alongside.befriending.enums import Channel
from alongside.demo import signins
from alongside.demo.volunteers import Offer

ENDING = "They have both found the Tuesday lunch club; she goes with the neighbour from January."
WORRY = (
    "She said a man from the internet helps her with her bank. She would not say more, and was not herself."
)


@dataclass(frozen=True)
class Pair:
    """Two who are meant for each other: nobody else here speaks this language."""

    key: str
    language: str
    channel: Channel
    person: tuple[str, str, str, int]
    volunteer: tuple[str, str]


PAIRS = (
    Pair("rosa", "pt", Channel.VISIT, ("Conceição", "Fernandes", "woman", 82), ("Rosa Mendes", "rosa")),
    Pair("rosa-rings", "pt", Channel.PHONE, ("António", "Pereira", "man", 79), ("Rosa Mendes", "rosa")),
    Pair("lapsed", "it", Channel.VISIT, ("Giuseppina", "Rossi", "woman", 86), ("Carlo Bianchi", "carlo")),
    Pair("ending", "fr", Channel.VISIT, ("Béatrice", "Kabongo", "woman", 74), ("Didier Mbala", "didier")),
    Pair("worry", "es", Channel.PHONE, ("Pilar", "Rojas", "woman", 77), ("Lucía Morales", "lucia")),
)
CHOICE = Pair("choice", "hi", Channel.VISIT, ("Asha", "Patel", "woman", 81), ("Meena Joshi", "meena"))
OTHER = ("Dev Kapoor", "dev")
"""The second who could visit Mrs Patel; nobody has been asked yet."""


def offer_of(pair: Pair, number: int, today: dt.date, who: tuple[str, str] | None = None) -> Offer:
    """What the volunteer of a pair offers: at any time of the day, with room for just their pairs."""
    name, login = who or pair.volunteer
    wanted = [one for one in (*PAIRS, CHOICE) if one.volunteer == pair.volunteer]
    return Offer(
        name=name,
        email=f"{login}@{signins.DOMAIN}",
        phone=f"07700 900{710 + number}",
        postcode="E8 1EA",
        born_on=today - dt.timedelta(days=365 * (48 + 3 * (number % 6))),
        gender="woman" if login in {"rosa", "lucia", "meena"} else "man",
        roles=tuple(one.channel.value for one in wanted),
        languages=("en", pair.language),
        times=tuple((day, 9 * 60, 20 * 60) for day in range(7)),
        more={
            "travel": "bus",
            "radius_m": 10000,
            "people_at_most": len(wanted),
            "hours_per_week": 3,
            "interests": ["food", "music", "reading"],
            "experiences": ["moving_here"],
        },
        dbs_until=today - dt.timedelta(days=2) if pair.key == "lapsed" else None,
    )


def person_of(pair: Pair, number: int, today: dt.date) -> dict[str, Any]:
    """The details of the person of a pair."""
    given, family, gender, age = pair.person
    return {
        "given_name": given,
        "family_name": family,
        "gender": gender,
        "born_on": today - dt.timedelta(days=round(365.25 * age) + 40 * number),
        "phone": f"020 7946 0{840 + number}",
        "address": f"{7 + 4 * number} Mulberry Court",
        "postcode": "E8 3NR",
        "languages": [pair.language, "en"],
        "interpreter_needed": True,
        "lives_alone": True,
        "contact_by": "phone",
    }
