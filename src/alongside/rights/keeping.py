"""What may go: the terms of a partnership, and the rows whose time is over, found before anything goes.

What hangs on nothing else has a time of its own: a person (with all that hangs on them), a volunteer (likewise), a
referral nobody took on, a message, what organisers and readers told us of the directory, absences of colleagues, the
papers of rights. Everything else goes with one of these, stays as long as what it belongs to, goes by night where it
says nothing about anybody, or is removed by the owner of the tables (`alongside rights old`). `mode_of` says which, for
every table about people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from django.db.models import Count, DateTimeField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alongside.befriending.enums import MatchStatus
from alongside.befriending.models import Match, Wish
from alongside.casework.enums import CaseStatus
from alongside.casework.models import Case
from alongside.core import tenancy
from alongside.core.records import ERASED
from alongside.messaging.enums import MessageStatus
from alongside.messaging.models import Message
from alongside.people.models import Person
from alongside.referrals import rules as referral_rules
from alongside.referrals.models import Referral
from alongside.rights import keeping_others as others
from alongside.rights import keeping_volunteers as volunteers
from alongside.rights import registry, rules
from alongside.rights.ended import Ended, among, ended
from alongside.rights.enums import ErasureState
from alongside.rights.models import AccessRequest, Complaint, Erasure, Hold, Term
from alongside.safeguarding.models import Alert, Concern
from alongside.volunteering.models import Volunteer

if TYPE_CHECKING:
    from django.db import models

MOST_LISTED = 5000  # in one run; what is over beyond that is on the next list


Goes = Literal["whole", "blank", "volunteer"]


class Mode(StrEnum):
    """How rows of a table come to their end."""

    LIST = "list"
    PERSON = "person"
    VOLUNTEER = "volunteer"
    NIGHT = "night"
    STAYS = "stays"
    OWNER = "owner"
    HAND = "hand"


MODES: dict[Mode, Promise] = {
    Mode.LIST: _("on the list of a run, which a steward confirms"),
    Mode.PERSON: _("with the person, when the person is on the list"),
    Mode.VOLUNTEER: _("with the volunteer, when the volunteer is on the list"),
    Mode.NIGHT: _("by itself, each night: it says nothing about anybody"),
    Mode.STAYS: _("with what it belongs to"),
    Mode.OWNER: _("by the owner of the database (alongside rights old), never by the program"),
    Mode.HAND: _("by hand: no run lets go of it"),
}
BY_OWNER = frozenset({"core.Change", "core.Reading", "volunteering.Worry"})
#: Kept for a time, without a word about anybody: jobs remove what is over (`actions.keeping.tidy`, or their app's own).
BY_NIGHT = frozenset(
    {
        "partnerships.Submission", "rights.RunItem", "rights.Run", "referrals.Knock", "referrals.SystemToken",
        "directory.Looked", "directory.Sheet", "insight.Figures",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Subject:
    """A kind of thing that has a time of its own. `find(before, keys)` are (key, ended on) of rows that ended up to a
    day; of these keys alone, if they are given."""

    label: str
    name: Promise
    from_when: Promise
    find: Callable[[date, set[UUID] | None], Ended]
    months: int = 0
    """How long it is kept, where the model's own words say more than one time."""
    goes: Goes = "whole"
    """How a row goes: "whole", "blank" (what is personal is emptied, the rest counts on), or as a "volunteer" does."""

    @property
    def model(self) -> type[models.Model]:
        """The model of its rows."""
        from django.apps import apps

        return apps.get_model(self.label)

    @property
    def months_declared(self) -> int:
        """How many months the model itself declares."""
        if self.months:
            return self.months
        keep = rules.keep_of(self.model.records.keep_for)  # type: ignore[attr-defined]
        return keep.months if keep else 0


@dataclass(frozen=True)
class Due:
    """One thing whose time is over."""

    subject: str
    row: UUID
    ended_on: date
    rows: int


def months_of(subject: Subject, terms: dict[str, int]) -> int:
    """How many months this partnership keeps it."""
    return terms.get(subject.label, subject.months_declared)


def terms() -> dict[str, int]:
    """What the partnership decided, by label."""
    return dict(Term.objects.order_by("subject").values_list("subject", "months"))


def due(today: date) -> list[Due]:
    """Everything whose time is over on a day, and how many rows would go with it. Reads only."""
    set_here = terms()
    found: list[Due] = []
    for subject in SUBJECTS:
        before = rules.add_months(today, -months_of(subject, set_here))
        rows = [
            (key, ended_on)
            for key, ended_on in subject.find(before, None)
            if rules.is_over(ended_on, months_of(subject, set_here), today)
        ][: MOST_LISTED - len(found)]
        counts = _rows_with({key for key, _on in rows}) if subject.label == "people.Person" else {}
        found += [Due(subject.label, key, ended_on, 1 + counts.get(key, 0)) for key, ended_on in rows]
    return found


def still_due(things: Iterable[tuple[str, UUID]], today: date) -> set[tuple[str, UUID]]:
    """Which of these (label, key) are over still: between the list and the letting go, support may have begun again."""
    set_here, found = terms(), set()
    wanted: dict[str, set[UUID]] = {}
    for label, key in things:
        wanted.setdefault(label, set()).add(key)
    for label, keys in wanted.items():
        subject = BY_LABEL[label]
        before = rules.add_months(today, -months_of(subject, set_here))
        found |= {(label, key) for key, _ended_on in subject.find(before, keys)}
    return found


def _rows_with(people: set[UUID]) -> dict[UUID, int]:
    """How many rows hang on each of these people."""
    counts: dict[UUID, int] = {}
    for table in registry.erased():
        if table.path == registry.SELF:
            continue
        rows = table.model._base_manager.filter(**{f"{table.path}__in": people}).order_by()
        for key, number in rows.values_list(table.path).annotate(n=Count("pk")):
            counts[key] = counts.get(key, 0) + number
    return counts


def mode_of(model: type[models.Model]) -> Mode:
    """How rows of a table about people come to their end."""
    label, records = model._meta.label, model.records  # type: ignore[attr-defined]
    if label in {subject.label for subject in SUBJECTS}:
        return Mode.LIST
    if label in BY_OWNER or getattr(model, "wall_narrowed", None):
        return Mode.OWNER
    if label in {table.label for table in registry.erased()}:
        return Mode.PERSON
    if label in BY_NIGHT:
        return Mode.NIGHT
    if label in {table.label for table in registry.hanging_on(Volunteer)}:
        return Mode.VOLUNTEER
    if any(label == table.label for subject in SUBJECTS for table in registry.hanging_on(subject.model)):
        return Mode.STAYS
    keep = rules.keep_of(records.keep_for)
    return Mode.STAYS if keep is not None and keep.with_what else Mode.HAND


# What is over ----------------------------------------------------------------------------------------------------


def _held_people() -> QuerySet[Any]:
    """People about whom nothing goes: a hold, or a request or complaint that is not answered."""
    return Person.objects.filter(
        Q(pk__in=Hold.objects.filter(lifted_at__isnull=True).values("person"))
        | Q(
            pk__in=AccessRequest.objects.filter(released_at__isnull=True, ended_at__isnull=True).values(
                "person"
            )
        )
        | Q(pk__in=Complaint.objects.filter(told_on__isnull=True, person__isnull=False).values("person"))
    ).values("pk")


def _concerned() -> tuple[set[UUID], set[UUID], set[UUID]]:
    """People, referrals and messages that a safeguarding record points to; the wall shows them to its own job alone."""
    with tenancy.within(tenancy.current_partnership_id(), actor=registry.AS_SAFEGUARDING):
        people = set(Concern.objects.filter(person__isnull=False).values_list("person_id", flat=True))
        told = Concern.objects.filter(referral__isnull=False).values_list(
            "referral_id", "referral__person_id"
        )
        referrals = {referral for referral, _person in told}
        people |= {person for _referral, person in told if person}
        messages = set(Alert.objects.filter(message__isnull=False).values_list("message_id", flat=True))
    return people, referrals, messages


def _newest(rows: QuerySet[Any], field: str, person: str = "person") -> Subquery:
    newest = rows.filter(**{person: OuterRef("pk")}).order_by().values(person).annotate(last=Max(field))
    return Subquery(newest.values("last"), output_field=DateTimeField())


def _people(before: date, keys: set[UUID] | None) -> Ended:
    """People nobody has supported since a day: no open case, wish, match or referral."""
    concerned, _referrals, _messages = _concerned()
    live = (
        Exists(Case.objects.filter(person=OuterRef("pk"), status=CaseStatus.OPEN)),
        Exists(Match.objects.filter(person=OuterRef("pk")).exclude(status=MatchStatus.ENDED)),
        Exists(Wish.objects.filter(person=OuterRef("pk"), left_at__isnull=True)),
        Exists(Referral.objects.filter(person=OuterRef("pk"), status__in=sorted(referral_rules.OPEN))),
        Exists(Erasure.objects.filter(person=OuterRef("pk"), state=ErasureState.DONE)),
    )
    rows = among(Person.objects.exclude(pk__in=_held_people()), keys)
    for one in live:
        rows = rows.filter(~one)
    rows = rows.annotate(
        ended=Greatest(
            F("created_at"),
            _newest(Case.objects.all(), "closed_at"),
            _newest(Match.objects.all(), "ended_at"),
            _newest(Wish.objects.all(), "left_at"),
            _newest(Referral.objects.all(), "decided_at"),
        )
    ).filter(ended__date__lte=before)
    for key, ended_on in ended(rows, "ended"):
        if key not in concerned:
            yield key, ended_on


def _refused_referrals(before: date, keys: set[UUID] | None) -> Ended:
    """Referrals declined or withdrawn, of nobody we came to know."""
    _people, concerned, _messages = _concerned()
    rows = (
        among(Referral.objects.all(), keys)
        .filter(person__isnull=True, decided_at__date__lte=before)
        .exclude(name=ERASED)
    )
    for key, ended_on in ended(rows, "decided_at"):
        if key not in concerned:
            yield key, ended_on


def _messages(before: date, keys: set[UUID] | None) -> Ended:
    """Messages that no longer wait to leave."""
    _people, _referrals, of_alerts = _concerned()
    rows = (
        among(Message.objects.all(), keys)
        .filter(created_at__date__lte=before)
        .exclude(status=MessageStatus.QUEUED)
    )
    for key, ended_on in ended(rows.exclude(about__in=_held_people()), "created_at"):
        if key not in of_alerts:
            yield key, ended_on


def _requests(before: date, keys: set[UUID] | None) -> Ended:
    rows = among(AccessRequest.objects.all(), keys).annotate(over=Greatest("released_at", "ended_at"))
    return ended(rows.filter(over__date__lte=before).exclude(person__in=_held_people()), "over")


def _complaints(before: date, keys: set[UUID] | None) -> Ended:
    return ended(among(Complaint.objects.all(), keys).filter(told_on__lte=before), "told_on")


SUBJECTS: tuple[Subject, ...] = (
    Subject("people.Person", _("People"), _("after support ended"), _people),
    Subject(
        "referrals.Referral", _("Referrals nobody took on"), _("after they were declined"), _refused_referrals
    ),
    Subject("messaging.Message", _("Messages"), _("after they were written"), _messages),
    Subject("rights.AccessRequest", _("Requests for a copy"), _("after they were answered"), _requests),
    Subject("rights.Complaint", _("Complaints"), _("after they were told the outcome"), _complaints),
    Subject(
        "volunteering.Volunteer", _("Volunteers"), _("after they left"), volunteers.left, 72, "volunteer"
    ),
    Subject(
        "volunteering.Application",
        _("Offers to volunteer that came to nothing"),
        _("after the last word"),
        volunteers.not_taken_on,
        12,
        "volunteer",
    ),
    Subject(
        "volunteering.Expense", _("Expenses of volunteers"), _("after they were claimed"), volunteers.expenses
    ),
    Subject("casework.Absence", _("Who was away, and why"), _("after they were back"), others.absences),
    Subject(
        "casework.CaseloadMove",
        _("Moves of people between connectors"),
        _("after they were settled"),
        others.moves,
    ),
    Subject(
        "directory.ProblemReport",
        _("What people told us of an entry"),
        _("after it was settled"),
        others.problem_reports,
        goes="blank",
    ),
    Subject(
        "directory.ProposedChange",
        _("Changes that organisers proposed"),
        _("after they were decided"),
        others.proposed_changes,
        goes="blank",
    ),
    Subject(
        "directory.Claim",
        _("Who keeps an entry"),
        _("after it ended"),
        others.claims,
        goes="blank",
    ),
    Subject(
        "directory.OrganiserLink",
        _("Links sent to organisers"),
        _("after they ran out"),
        others.organiser_links,
        goes="blank",
    ),
)
BY_LABEL = {subject.label: subject for subject in SUBJECTS}
