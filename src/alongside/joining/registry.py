"""Everything that points to a person, found in Django's registry, and what becomes of it when two records are joined.

A table that points to a person and is not named here fails the build, and so does a rule that a person has something
only once (a unique constraint over the person) of which nobody said how two such rows become one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.apps import apps
from django.db import models

from alongside.people.models import Person

MOVES = "moves"
"""The row points to the record that goes on; which rows these were is kept, and taking apart puts them back."""
MOVES_UNDER_LOCK = "moves, as safeguarding"
"""As MOVES, but only safeguarding finds the row: it is moved in its name, and no page counts it."""

STAYS = "stays"
"""The row stays with the record it was written about: it says what was done to that very record."""

HANDLED: dict[str, str] = {
    "rights.AccessRequest.person": MOVES,
    "rights.Complaint.person": MOVES,
    "rights.Correction.person": MOVES,
    "rights.Hold.person": MOVES,
    "rights.Erasure.person": STAYS,
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
    "people_known_to_once": "known_to",
    "people_area_relation_once": "areas",
    "measures_response_once_a_day": "answers",
    "casework_case_open_once": "cases",
    "caring_told_once": "caring",
    "befriending_wish_once_in_a_queue": "wishes",
    "befriending_exclusion_once": "exclusions",
    "people_stopping_once": "alike",
    "rights_hold_once_at_a_time": "alike",
    "signposting_event_noted_once": "alike",
    "rights_erasure_one_at_a_time": "erasures",
}

#: What hangs on a case, and whether it goes over when two open cases become one. Checked against the models by a test.
PARTS_OF_A_CASE: dict[str, str] = {
    "casework.Draft.case": STAYS,
    "casework.Goal.case": MOVES,
    "casework.SupportPeriod.case": STAYS,
    "casework.CaseReview.case": STAYS,
    "casework.MovedCase.case": STAYS,
    "casework.Contact.case": MOVES,
    "casework.FollowUp.case": MOVES,
    "casework.Conversation.case": MOVES,
    "casework.Barrier.case": MOVES,
    "casework.Step.case": MOVES,
    "casework.OnwardReferral.case": MOVES,
    "appointments.Appointment.case": MOVES,
    "appointments.CheckIn.case": MOVES,
    "letters.Letter.case": STAYS,  # never edited, not even where it is filed
    "letters.LookIn.case": MOVES,
    "befriending.Wish.case": MOVES,
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
    def stays(self) -> bool:
        """Whether its rows stay with the record they are about, and nothing leads on."""
        return HANDLED.get(self.name) == STAYS

    @property
    def under_lock(self) -> bool:
        """Whether only safeguarding may find the rows."""
        return HANDLED.get(self.name) == MOVES_UNDER_LOCK


def pointing_to(target: type[models.Model]) -> Iterator[tuple[type[models.Model], models.ForeignKey]]:
    """Every foreign key to a model, of every managed model but the tables of joining itself.

    Left out, too, are keys without a constraint of their own: rows that triggers make from the record and move with it
    (the tokens people are found by).
    """
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.managed or model._meta.app_label == "joining":
            continue
        for field in model._meta.concrete_fields:
            is_made = not getattr(field, "db_constraint", True)
            if isinstance(field, models.ForeignKey) and field.related_model is target and not is_made:
                yield model, field


def references() -> list[Reference]:
    """Every foreign key to a person, in a fixed order."""
    found = [Reference(model, field.name) for model, field in pointing_to(Person)]
    return sorted(found, key=lambda reference: reference.name)


def twins(model: type[models.Model], field: str, kept: object, gone: object) -> set[UUID]:
    """Keys of rows of the one that say the same as a row of the other, where a rule says that it may be said once."""
    found: set[UUID] = set()
    for constraint in model._meta.constraints:
        if not isinstance(constraint, models.UniqueConstraint) or field not in constraint.fields:
            continue
        rest = [name for name in constraint.fields if name not in {"partnership", field}]
        rows = model._base_manager.all()
        if constraint.condition is not None:
            rows = rows.filter(constraint.condition)
        mine = set(rows.filter(**{field: kept}).values_list(*rest)) if rest else set()
        if not rest:
            mine = {()} if rows.filter(**{field: kept}).exists() else set()
        for key, *said in rows.filter(**{field: gone}).values_list("pk", *rest):
            if tuple(said) in mine:
                found.add(key)
    return found


def once_rules() -> Iterator[str]:
    """The unique constraints over a foreign key to a person, by name."""
    for reference in references():
        for constraint in reference.model._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint) and reference.field in constraint.fields:
                yield constraint.name
