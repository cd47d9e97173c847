"""Named reads of casework, scoped to who is looking; dataclass rows for screens."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Case as Choice
from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Lower

from alongside.casework import access
from alongside.casework.enums import CaseStatus, Channel, OnwardStatus, Result, StepStatus
from alongside.casework.models import (
    Barrier,
    Case,
    Contact,
    Conversation,
    FollowUp,
    OnwardReferral,
    Step,
    WayOfWorking,
)
from alongside.casework.models.onward import WITH_THEM
from alongside.core import ids
from alongside.core.statements import knowing, statement
from alongside.partnerships.enums import Role
from alongside.partnerships.models import Member
from alongside.people import access as people_access
from alongside.people.models.person import Folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from alongside.partnerships.viewer import Viewer
    from alongside.people.models import Person

LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)


def unanswered(case: Case) -> int:
    """How many tries in a row had no answer since the person was last reached. A letter is no try: it waits for one."""
    last = (
        Contact.objects.filter(case=case, result=Result.REACHED)
        .order_by("-at")
        .values_list("at", flat=True)
        .first()
    )
    tries = Contact.objects.filter(case=case, at__gt=last or LONG_AGO).exclude(result=Result.REACHED)
    return tries.exclude(channel=Channel.LETTER).count()


def next_step_on(case: Case, *, after: date) -> date | None:
    """When the next open step of the plan is due after a day, or None."""
    return (
        Step.objects.filter(case=case, status=StepStatus.OPEN, due_on__gt=after)
        .order_by("due_on")
        .values_list("due_on", flat=True)
        .first()
    )


def tries_sql(case_path: str) -> Coalesce:
    """SQL for `unanswered`, for many rows at once."""
    last = (
        Contact.objects.filter(case=OuterRef("case"), result=Result.REACHED).order_by("-at").values("at")[:1]
    )
    tries = (
        Contact.objects.filter(case=OuterRef(case_path), at__gt=Coalesce(Subquery(last), Value(LONG_AGO)))
        .exclude(result=Result.REACHED)
        .exclude(channel=Channel.LETTER)
        .order_by()
        .values("case")
        .annotate(tries=Count("pk"))
        .values("tries")
    )
    return Coalesce(Subquery(tries, output_field=IntegerField()), Value(0))


def next_step_sql(case_path: str, after: date) -> Subquery:
    """SQL for `next_step_on`, for many rows at once."""
    return Subquery(
        Step.objects.filter(case=OuterRef(case_path), status=StepStatus.OPEN, due_on__gt=after)
        .order_by("due_on")
        .values("due_on")[:1]
    )


def follow_ups_of(viewer: Viewer, owners: Sequence[UUID] = ()) -> QuerySet[FollowUp]:
    """What is due for a member, on open cases of their organisation; `owners` adds those they cover (`cover`)."""
    return FollowUp.objects.filter(
        owner__in=owners or [viewer.member_id],
        done_at__isnull=True,
        case__status=CaseStatus.OPEN,
        case__organisation=viewer.organisation_id,
    )


def due(viewer: Viewer, today: date, owners: Sequence[UUID] = ()) -> QuerySet[FollowUp]:
    """What is due by today, longest overdue first, with what its row on the worklist needs."""
    return (
        follow_ups_of(viewer, owners)
        .filter(due_on__lte=today)
        .select_related("case__person", "owner")
        .annotate(tries=tries_sql("case"), next_step_on=next_step_sql("case", today))
        .order_by("due_on", F("due_time").asc(nulls_last=True), "case__person__family_name", "id")
    )


def waiting_on_others(viewer: Viewer, owners: Sequence[UUID] = ()) -> QuerySet[OnwardReferral]:
    """Onward referrals of the member's cases that have no answer, longest waiting first."""
    return (
        OnwardReferral.objects.filter(
            case__connector__in=owners or [viewer.member_id],
            case__status=CaseStatus.OPEN,
            status=OnwardStatus.SENT,
        )
        .select_related("case__person", "service", "to_organisation")
        .prefetch_related("service__phones")
        .order_by("sent_at", "id")
    )


def carried_by(viewer: Viewer) -> QuerySet[Case]:
    """The open cases a member carries."""
    return Case.objects.filter(connector=viewer.member_id, status=CaseStatus.OPEN)


@statement
def waiting_rows(viewer: Viewer, owners: tuple[UUID, ...], limit: int) -> QuerySet[OnwardReferral]:
    """The first of those that wait on others."""
    return waiting_on_others(viewer, owners)[:limit]


def next_due(viewer: Viewer, today: date, owners: Sequence[UUID] = ()) -> tuple[date, int] | None:
    """The next day after today on which something is due, and how much; None when nothing is arranged."""
    found = (
        follow_ups_of(viewer, owners)
        .filter(due_on__gt=today)
        .values("due_on")
        .annotate(much=Count("pk"))
        .order_by("due_on")
        .first()
    )
    return (found["due_on"], found["much"]) if found else None


@dataclass(frozen=True)
class Key:
    """Where a page of a list begins: after this name and case."""

    family_name: str
    given_name: str
    case_id: str

    @classmethod
    def of(cls, row: Any) -> Key:
        """The key of a row of `people_list`, which brings its folded names with it."""
        return cls(row.by_family_name, row.by_given_name, str(row.pk))


def people_list(
    viewer: Viewer,
    *,
    people: QuerySet[Person] | None = None,
    status: str = CaseStatus.OPEN,
    connector_id: UUID | None = None,
    unassigned: bool = False,
    after: Key | None = None,
    limit: int = 25,
) -> list[Case]:
    """Cases of the viewer's organisation by the person's name, `limit` + 1 of them so that a caller knows
    of more.

    `people` narrows to people found by a search. Rows carry `next_on` and `last_at` (next due, last contact).
    Names are compared without accents and capitals, so that Çelik stands among the Cs.
    """
    found = access.visible_to(viewer).filter(status=status)
    found = found.annotate(
        by_family_name=Folded(Lower("person__family_name")),
        by_given_name=Folded(Lower("person__given_name")),
    )
    if people is not None:
        found = found.filter(person__in=people.order_by())
    if unassigned:
        found = found.filter(connector__isnull=True)
    elif connector_id is not None:
        found = found.filter(connector_id=connector_id)
    if after is not None:
        found = found.filter(
            Q(by_family_name__gt=after.family_name)
            | Q(by_family_name=after.family_name, by_given_name__gt=after.given_name)
            | Q(
                by_family_name=after.family_name,
                by_given_name=after.given_name,
                pk__gt=after.case_id,
            )
        )
    next_on = (
        FollowUp.objects.filter(case=OuterRef("pk"), done_at__isnull=True)
        .order_by("due_on")
        .values("due_on")[:1]
    )
    last_at = Contact.objects.filter(case=OuterRef("pk")).order_by("-at").values("at")[:1]
    return list(
        found.select_related("person", "connector")
        .annotate(next_on=Subquery(next_on), last_at=Subquery(last_at))
        .order_by("by_family_name", "by_given_name", "pk")[: limit + 1]
    )


@dataclass(frozen=True)
class CasePage:
    """Everything the page of a case shows, in a fixed number of queries."""

    case: Case
    conversation: Conversation | None
    conversations: list[Conversation]
    steps: list[Step]
    barriers: list[Barrier]
    onward: list[OnwardReferral]
    contacts: list[Contact]
    follow_ups: list[FollowUp]
    earlier: list[Case] = field(default_factory=list)

    @property
    def open_steps(self) -> list[Step]:
        """Steps still to do."""
        return [step for step in self.steps if step.is_open]

    @property
    def settled_steps(self) -> list[Step]:
        """Steps done or no longer needed, newest first."""
        settled = [step for step in self.steps if not step.is_open]
        return sorted(settled, key=lambda step: step.done_at or step.added_at, reverse=True)

    @property
    def standing_barriers(self) -> list[Barrier]:
        """What is still in the way."""
        return [barrier for barrier in self.barriers if not barrier.is_removed]

    @property
    def removed_barriers(self) -> list[Barrier]:
        """What no longer is."""
        return [barrier for barrier in self.barriers if barrier.is_removed]


def case_page(case: Case, *, contacts: int = 10) -> CasePage:
    """Read what the page of a case shows."""
    conversations = knowing(_conversations(case.pk), case=case)
    matters = next((talk for talk in conversations if talk.what_matters), None)
    return CasePage(
        case=case,
        conversation=matters or (conversations[0] if conversations else None),
        conversations=conversations,
        steps=plan_of(case),
        barriers=knowing(_barriers(case.pk), case=case),
        onward=knowing(_onward(case.pk), case=case),
        contacts=knowing(_contacts(case.pk, contacts), case=case),
        follow_ups=knowing(_to_do(case.pk), case=case),
        earlier=_earlier(case.pk, case.person_id, case.organisation_id),
    )


@statement
def _conversations(case_id: UUID) -> QuerySet[Conversation]:
    found = Conversation.objects.filter(case=case_id).select_related("held_by", "changed_by")
    return found.order_by("-held_on", "-id")


@statement
def _barriers(case_id: UUID) -> QuerySet[Barrier]:
    found = Barrier.objects.filter(case=case_id).select_related("removed_by", "goal")
    return found.order_by("added_at", "id")


@statement
def _onward(case_id: UUID) -> QuerySet[OnwardReferral]:
    found = OnwardReferral.objects.filter(case=case_id)
    return found.select_related("service", "sent_by", "to_organisation").order_by("-sent_at", "-id")


@statement
def _contacts(case_id: UUID, limit: int) -> QuerySet[Contact]:
    return Contact.objects.filter(case=case_id).select_related("by").order_by("-at", "-id")[:limit]


@statement
def _to_do(case_id: UUID) -> QuerySet[FollowUp]:
    found = FollowUp.objects.filter(case=case_id, done_at__isnull=True).select_related("owner")
    return found.order_by("due_on", F("due_time").asc(nulls_last=True), "id")


@statement
def _earlier(case_id: UUID, person_id: UUID, organisation_id: UUID) -> QuerySet[Case]:
    found = Case.objects.filter(person=person_id, organisation=organisation_id).exclude(pk=case_id)
    return found.order_by("-opened_at", "id")


def plan_of(case: Case) -> list[Step]:
    """The steps of a plan: what is to do first, by date; then what is settled."""
    return knowing(_steps(case.pk), case=case)


@statement
def _steps(case_id: UUID) -> QuerySet[Step]:
    to_do_first = Choice(When(status=StepStatus.OPEN, then=0), default=1, output_field=IntegerField())
    found = Step.objects.filter(case=case_id).select_related("service__organization", "done_by", "goal")
    return found.annotate(settled=to_do_first).order_by(
        "settled", F("due_on").asc(nulls_last=True), "added_at", "id"
    )


def onward_by_secret(secret: str) -> OnwardReferral | None:
    """The onward referral a link belongs to (the newest link or the one before it), or None."""
    if not secret:
        return None
    digest = ids.hash_secret(secret)
    return (
        OnwardReferral.objects.filter(Q(token_hash=digest) | Q(earlier_token_hash=digest))
        .select_related(
            "case__person",
            "case__connector",
            "case__organisation",
            "service__organization",
            "sent_by__organisation",
        )
        .order_by("id")
        .first()
    )


def support_of(viewer: Viewer, person: Person) -> list[Case]:
    """That the viewer's organisation supports or supported a person they may see, since when and by whom.

    For those who see people without carrying cases; the page of the case itself stays closed to them.
    """
    if not people_access.can_see(viewer, person):
        return []
    found = Case.objects.filter(person=person, organisation_id=viewer.organisation_id)
    return list(found.select_related("connector").order_by("-opened_at", "id"))


def supporters_of(viewer: Viewer, people: Iterable[Person]) -> dict[UUID, str]:
    """Who of the viewer's organisation supports each of these people now, by name; the key is the person's."""
    seen = people_access.visible_to(viewer).filter(pk__in=[person.pk for person in people])
    found = Case.objects.filter(
        person__in=seen, organisation_id=viewer.organisation_id, status=CaseStatus.OPEN
    ).values_list("person_id", "connector__name")
    return {person_id: name or "" for person_id, name in found}


def may_carry(viewer: Viewer) -> QuerySet[Member]:
    """Who in the viewer's organisation may carry cases, by name."""
    return carriers(viewer.organisation_id)


@statement
def names_of_carriers(organisation_id: UUID) -> QuerySet[Member, tuple[UUID, str]]:
    """(key, name) of who may carry cases in an organisation, by name: for lists to choose from."""
    return carriers(organisation_id).values_list("pk", "name")


def carriers(organisation_id: UUID) -> QuerySet[Member]:
    """Who of an organisation may carry cases, by name."""
    return Member.objects.filter(
        organisation=organisation_id, role__in=sorted(access.CARRIES_CASES), left_at__isnull=True
    ).order_by("name", "id")


def team_leads(organisation_id: UUID) -> list[Member]:
    """The team leads of an organisation who are with us, by name."""
    leads = Member.objects.filter(organisation=organisation_id, role=Role.TEAM_LEAD, left_at__isnull=True)
    return list(leads.select_related("user", "organisation").order_by("name", "id"))


def ways_of_working() -> WayOfWorking:
    """The numbers the entered partnership works by: its own, else the defaults (a row that is not saved)."""
    return WayOfWorking.objects.order_by("id").first() or WayOfWorking()


def with_others(viewer: Viewer, owners: Sequence[UUID] = (), *, limit: int) -> list[OnwardReferral]:
    """Onward referrals of the member's cases that somebody said yes to and that have not ended: those on a waiting
    list first, then the longest without news."""
    return _with_others(tuple(owners) or (viewer.member_id,), limit)


@statement
def _with_others(owners: tuple[UUID, ...], limit: int) -> QuerySet[OnwardReferral]:
    waits_first = Choice(
        When(status=OnwardStatus.WAITING_LIST, then=0), default=1, output_field=IntegerField()
    )
    return (
        OnwardReferral.objects.filter(
            case__connector__in=owners, case__status=CaseStatus.OPEN, status__in=sorted(WITH_THEM)
        )
        .select_related("case__person", "service")
        .annotate(waits=waits_first)
        .order_by("waits", "answered_at", "id")[:limit]
    )
