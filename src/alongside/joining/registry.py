"""Everything that points to a person, found in Django's registry, and what becomes of it when two records are joined.

A table that points to a person and is not named here fails the build, and so does a rule that a person has something
only once (a unique constraint over the person) of which nobody said how two such rows become one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models

from alongside.people.models import Person

MOVES = "moves"
"""The row points to the record that goes on; which rows these were is kept, and taking apart puts them back."""
MOVES_UNDER_LOCK = "moves, as safeguarding"
"""As MOVES, but only safeguarding finds the row: it is moved in its name, and no page counts it."""

HANDLED: dict[str, str] = {
    "people.Consent.person": MOVES,
    "people.ConsentLink.person": MOVES,
    "people.Representative.person": MOVES,
    "people.Stopping.person": MOVES,
    "people.KnownTo.person": MOVES,
    "people.AreaRelation.person": MOVES,
    "people.TimelineEvent.person": MOVES,
    "messaging.Message.about": MOVES,
    "measures.Response.person": MOVES,
    "referrals.Referral.person": MOVES,
    "volunteering.Worry.person": MOVES,
    "casework.Case.person": MOVES,
    "casework.CircleTie.person": MOVES,
    "caring.Caring.carer": MOVES,
    "caring.Caring.cared_for": MOVES,
    "signposting.LifeEvent.person": MOVES,
    "befriending.Wish.person": MOVES,
    "befriending.Exclusion.person": MOVES,
    "befriending.Match.person": MOVES,
    "safeguarding.Concern.person": MOVES_UNDER_LOCK,
    "safeguarding.BreakGlass.person": MOVES_UNDER_LOCK,
}

#: What a person has only once, and who resolves it (`resolving`). Checked against the models by a test.
ONCE: dict[str, str] = {
    "people_consent_live_once": "consents",
    "people_stopping_once": "deaths",
    "people_known_to_once": "known_to",
    "people_area_relation_once": "areas",
    "measures_response_once_a_day": "answers",
    "casework_case_open_once": "cases",
    "caring_told_once": "caring",
    "signposting_event_noted_once": "life_events",
    "befriending_wish_once_in_a_queue": "wishes",
    "befriending_exclusion_once": "exclusions",
}


@dataclass(frozen=True)
class Reference:
    """One foreign key to a person."""

    model: type[models.Model]
    field: str

    @property
    def name(self) -> str:
        """As in HANDLED: "casework.Case.person"."""
        return f"{self.model._meta.label}.{self.field}"

    @property
    def table(self) -> str:
        """The table it stands in."""
        return self.model._meta.db_table

    @property
    def column(self) -> str:
        """Its column."""
        return f"{self.field}_id"

    @property
    def under_lock(self) -> bool:
        """Whether only safeguarding may find the rows."""
        return HANDLED.get(self.name) == MOVES_UNDER_LOCK


def pointing_to(target: type[models.Model]) -> Iterator[tuple[type[models.Model], models.ForeignKey]]:
    """Every foreign key to a model, of every managed model but the tables of joining itself."""
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.managed or model._meta.app_label == "joining":
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.related_model is target:
                yield model, field


def references() -> list[Reference]:
    """Every foreign key to a person, in a fixed order."""
    found = [Reference(model, field.name) for model, field in pointing_to(Person)]
    return sorted(found, key=lambda reference: reference.name)


def once_rules() -> Iterator[str]:
    """The unique constraints over a foreign key to a person, by name."""
    for reference in references():
        for constraint in reference.model._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint) and reference.field in constraint.fields:
                yield constraint.name
