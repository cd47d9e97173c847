"""Which offers of the demo directory fit an invented person, and which story fits them."""

import datetime as dt
import random

from alongside.demo import said
from alongside.demo.directory.written import Offer
from alongside.demo.residents import Resident
from alongside.demo.world import World
from alongside.directory.models import Service
from alongside.people.models import Person


def fitting(
    world: World, person: Person, resident: Resident, theme: said.Theme, on: dt.date
) -> list[tuple[Offer, Service]]:
    """What a connector might choose for this person: in their language and of what they want first."""
    wanted = theme.wants
    age = resident.age(on)

    def open_to(offer: Offer) -> bool:
        if offer.languages and resident.language not in offer.languages and offer.languages[0] != "en":
            return False
        return not offer.who or any(
            (who.ages[0] or 0) <= age <= (who.ages[1] or 130)
            and (not who.areas or ("lives" in who.ties and person.local_authority in who.areas))
            and (not who.carers or person.is_carer)
            and (not who.parents and not who.new_parents)
            and (not who.genders or person.gender in who.genders)
            for who in offer.who
        )

    found = [
        (offer, service)
        for offer, service in world.services
        if {*offer.matters} & {*wanted} and not offer.key.startswith("library-") and open_to(offer)
    ]
    own = resident.language
    found.sort(
        key=lambda pair: (
            own != "en" and own not in pair[0].languages,
            min(wanted.index(matter) for matter in pair[0].matters if matter in wanted),
            world.rng.random(),
        )
    )
    return found[:6]


def choose_theme(resident: Resident, on: dt.date, rng: random.Random) -> said.Theme:
    """A story that fits age, language and circumstances."""
    age = resident.age(on)

    def fits(theme: said.Theme) -> bool:
        if theme.key == "young":
            return age <= 30
        if theme.key in {"bereaved", "stairs", "reader"}:
            return age >= 55
        if theme.key == "language":
            return not resident.knows_english
        return True

    themes = [theme for theme in said.THEMES if fits(theme)]
    return rng.choices(
        themes, [theme.share * (4 if theme.key in {"young", "language"} else 1) for theme in themes]
    )[0]
