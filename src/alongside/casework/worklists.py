"""The worklists: what waits, for whom, narrowed by filters; each with its true count. Reads only.

A list is a query with an order. Follow-ups and onward referrals are rows of their own; the other lists are cases
in which something is missing. Everything is scoped to the open cases of the viewer's organisation.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from alongside.casework import access, rules
from alongside.casework.agreements_due import SOON
from alongside.casework.enums import (
    Because,
    CaseStatus,
    FollowUpKind,
    OnwardStatus,
    Result,
    StepStatus,
    WorkList,
)
from alongside.casework.models import Case, Contact, FollowUp, OnwardReferral, SavedView, Step, TeamRules
from alongside.casework.queries import next_step_sql, tries_sql
from alongside.core.counting import how_many
from alongside.core.statements import counted, statement
from alongside.measures.enums import FOLLOW_UPS, Stage
from alongside.measures.models import Response
from alongside.people import reaching
from alongside.people.enums import ConsentPurpose, Language
from alongside.people.models import Consent
from alongside.referrals.enums import ReferralKind, Urgency

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alongside.partnerships.viewer import Viewer

MINE, TEAM, NOBODY = "mine", "team", "nobody"
#: Beyond so many the lists that are not open say "1000+"; the open one is always counted to the end.
COUNTED_TO = 1000
UP_TO = COUNTED_TO + 1
#: Lists whose rows are follow-ups: only these can be narrowed by what is due.
OF_FOLLOW_UPS = frozenset({WorkList.TODAY, WorkList.OVERDUE})


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a worklist, as it stands in the address. Anything unknown there is left out, not an error.

    owner     "mine" (default), "team", "nobody" or a member's key
    kind      what is due (FollowUpKind); only for lists of follow-ups
    came      how the person came to us (ReferralKind)
    ward      ONS code of a ward
    language  ISO 639-1 code of a language the person speaks
    """

    owner: str = MINE
    kind: str = ""
    came: str = ""
    ward: str = ""
    language: str = ""

    @classmethod
    def read(cls, said: Mapping[str, str]) -> Filters:
        """The filters of an address."""
        owner = said.get("owner", "")
        return cls(
            owner=owner if owner in {TEAM, NOBODY} else _member_key(owner) or MINE,
            kind=_one_of(said.get("kind", ""), FollowUpKind.values),
            came=_one_of(said.get("came", ""), ReferralKind.values),
            ward=said.get("ward", "") if said.get("ward", "").isalnum() and len(said["ward"]) == 9 else "",
            language=_one_of(said.get("language", ""), Language.values),
        )

    def said(self) -> dict[str, str]:
        """What of it differs from the ordinary, for an address."""
        plain = Filters()
        return {
            one.name: getattr(self, one.name)
            for one in fields(self)
            if getattr(self, one.name) != getattr(plain, one.name)
        }

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the owner leaves people out."""
        return replace(self, owner=MINE) != Filters()


def _one_of(value: str, values: list[str]) -> str:
    return value if value in values else ""


def _member_key(value: str) -> str:
    try:
        return str(UUID(value))
    except ValueError:
        return ""


def team_rules(viewer: Viewer) -> TeamRules:
    """The rules of the viewer's organisation."""
    return rules_of(viewer.organisation_id)


def rules_of(organisation_id: UUID) -> TeamRules:
    """The rules of an organisation; where nobody has changed any, the ones we start with (not saved)."""
    found: TeamRules | None = _rules.first(organisation_id)
    return found or TeamRules(organisation_id=organisation_id)


@statement
def _rules(organisation_id: UUID) -> QuerySet[TeamRules]:
    return TeamRules.objects.filter(organisation=organisation_id).order_by("id")[:1]


@dataclass(frozen=True, slots=True)
class Days:
    """The days and moments the lists compare with: worked out once, then handed to the database."""

    today: date
    soon: date
    """Until when an agreement that runs out is asked for again."""
    agreed: date
    """An agreement without an end that is as old is asked for again."""
    asked: date
    """Who answered the questions at the start by then is asked again."""
    quiet: datetime
    """Nobody should wait longer than since then for a contact."""

    @classmethod
    def of(cls, team: TeamRules, now: datetime, today: date) -> Days:
        """The days of a team at a moment."""
        return cls(
            today=today,
            soon=today + SOON,
            agreed=rules.months_before(today, team.consent_months),
            asked=today - rules.THREE_MONTHS,
            quiet=now - timedelta(days=team.quiet_days),
        )


class Work:
    """The worklists of one viewer at one moment, under one set of filters."""

    def __init__(self, viewer: Viewer, filters: Filters, team: TeamRules, now: datetime, today: date) -> None:
        self.viewer, self.filters, self.team = viewer, filters, team
        self.days = Days.of(team, now, today)
        self.lists = Lists(viewer, filters, self.days)

    def rows(self, which: WorkList) -> QuerySet[Any]:
        """The rows of a list, the most pressing first, with what each row shows."""
        return self.lists.rows(which)

    def page(self, which: WorkList, first: int, end: int) -> list[Any]:
        """The rows from `first` up to `end`, as a slice would bring them."""
        if self.filters == Filters():
            return _own_page(self.viewer, self.days, which, first, end)
        return list(self.rows(which)[first:end])

    def count(self, which: WorkList) -> int:
        """How many rows a list has."""
        return self.lists.bare(which).count()

    def counts(self, shown: WorkList) -> dict[WorkList, int]:
        """How much is on each list: the one that is shown to the end, the others up to COUNTED_TO + 1."""
        if self.filters == Filters():
            found = _own_counts(self.viewer, self.days)
        else:
            found = how_many(*self.lists.every(), up_to=UP_TO)
        counts_ = dict(zip(WorkList, found, strict=True))
        return counts_ if counts_[shown] < UP_TO else counts_ | {shown: self.count(shown)}


@dataclass(frozen=True)
class Lists:
    """The questions behind the worklists."""

    viewer: Viewer
    filters: Filters
    days: Days

    def rows(self, which: WorkList) -> QuerySet[Any]:
        """The rows of a list, the most pressing first, with what each row shows."""
        return {
            WorkList.TODAY: self._due_today,
            WorkList.OVERDUE: self._overdue,
            WorkList.URGENT: self._urgent,
            WorkList.WAITING: self._waiting,
            WorkList.CONSENT: self._consent,
            WorkList.MEASURE: self._questions,
            WorkList.NO_PLAN: self._without_plan,
            WorkList.QUIET: self._quiet,
        }[which]()

    def every(self) -> list[QuerySet[Any]]:
        """All lists, to be counted."""
        return [self.bare(which) for which in WorkList]

    def bare(self, which: WorkList) -> QuerySet[Any]:
        """The same rows without order and without what only the page needs."""
        if which in OF_FOLLOW_UPS:
            return self._follow_ups(which)
        if which == WorkList.WAITING:
            return self._onward()
        return self._lacking(which)

    # Scope --------------------------------------------------------------------------------------------

    def _owned(self, path: str) -> Q:
        owner = self.filters.owner
        if owner == TEAM:
            return Q()
        if owner == NOBODY:
            return Q(**{f"{path}__isnull": True})
        return Q(**{path: self.viewer.member_id if owner == MINE else UUID(owner)})

    def _narrowed(self, case: str) -> Q:
        wanted = Q()
        if self.filters.came:
            wanted &= Q(**{f"{case}referral__kind": self.filters.came})
        if self.filters.ward:
            wanted &= Q(**{f"{case}person__ward": self.filters.ward})
        if self.filters.language:
            wanted &= Q(**{f"{case}person__languages__contains": [self.filters.language]})
        return wanted

    def _cases(self) -> QuerySet[Case]:
        found = access.visible_to(self.viewer).filter(status=CaseStatus.OPEN)
        return found.filter(self._owned("connector") & self._narrowed("")).order_by()

    # Follow-ups ---------------------------------------------------------------------------------------

    def _follow_ups(self, which: WorkList) -> QuerySet[FollowUp]:
        when = Q(due_on=self.days.today) if which == WorkList.TODAY else Q(due_on__lt=self.days.today)
        kind = Q(kind=self.filters.kind) if self.filters.kind else Q()
        return FollowUp.objects.filter(
            when & kind & self._owned("owner") & self._narrowed("case__"),
            done_at__isnull=True,
            case__status=CaseStatus.OPEN,
            case__organisation=self.viewer.organisation_id,
        ).order_by()

    def _with_rows(self, found: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
        return (
            found.select_related("case__person", "owner")
            .annotate(tries=tries_sql("case"), next_step_on=next_step_sql("case", self.days.today))
            .order_by("due_on", F("due_time").asc(nulls_last=True), "case__person__family_name", "id")
        )

    def _due_today(self) -> QuerySet[FollowUp]:
        return self._with_rows(self._follow_ups(WorkList.TODAY))

    def _overdue(self) -> QuerySet[FollowUp]:
        return self._with_rows(self._follow_ups(WorkList.OVERDUE))

    # Waiting on a provider ----------------------------------------------------------------------------

    def _onward(self) -> QuerySet[OnwardReferral]:
        return OnwardReferral.objects.filter(
            self._owned("case__connector") & self._narrowed("case__"),
            status=OnwardStatus.SENT,
            case__status=CaseStatus.OPEN,
            case__organisation=self.viewer.organisation_id,
        ).order_by()

    def _waiting(self) -> QuerySet[OnwardReferral]:
        return (
            self._onward()
            .select_related("case__person", "service", "to_organisation")
            .prefetch_related("service__phones")
            .order_by("sent_at", "id")
        )

    # Cases in which something is missing ----------------------------------------------------------------

    def _lacking(self, which: WorkList) -> QuerySet[Case]:
        found = self._cases()
        if which in {WorkList.QUIET, WorkList.MEASURE}:
            found = found.filter(reaching.may_be_contacted("person"))
        return found.filter(
            {
                WorkList.URGENT: self._is_urgent,
                WorkList.CONSENT: lambda: Exists(self._old_agreement()),
                WorkList.MEASURE: self._has_questions_due,
                WorkList.NO_PLAN: lambda: ~Exists(_open_steps()),
                WorkList.QUIET: self._is_quiet,
            }[which]()
        )

    def _for_rows(self, found: QuerySet[Case]) -> QuerySet[Case]:
        last_at = Contact.objects.filter(case=OuterRef("pk")).order_by("-at").values("at")[:1]
        return found.select_related("person", "connector", "referral").annotate(
            tries=tries_sql("pk"),
            next_step_on=next_step_sql("pk", self.days.today),
            last_at=Subquery(last_at),
        )

    def _is_urgent(self) -> Q:
        return Q(Exists(_given_up())) | (Q(referral__urgency=Urgency.URGENT) & ~Q(Exists(_reached())))

    def _urgent(self) -> QuerySet[Case]:
        found = self._for_rows(self._lacking(WorkList.URGENT)).annotate(given_up=Exists(_given_up()))
        return found.order_by("opened_at", "id")

    def _old_agreement(self) -> QuerySet[Consent]:
        return Consent.objects.filter(
            Q(expires_on__lte=self.days.soon)
            | Q(
                purpose=ConsentPurpose.SUPPORT, expires_on__isnull=True, given_at__date__lte=self.days.agreed
            ),
            person=OuterRef("person"),
            withdrawn_at__isnull=True,
        ).order_by(F("expires_on").asc(nulls_last=True), "given_at")

    def _consent(self) -> QuerySet[Case]:
        first = self._old_agreement()
        found = self._for_rows(self._lacking(WorkList.CONSENT)).annotate(
            agreed_at=Subquery(first.values("given_at")[:1]),
            runs_out_on=Subquery(first.values("expires_on")[:1]),
        )
        return found.order_by(F("runs_out_on").asc(nulls_last=True), "agreed_at", "id")

    def _starts(self) -> QuerySet[Response]:
        return Response.objects.filter(
            person=OuterRef("person"), stage=Stage.START, held_on__lte=self.days.asked
        )

    def _has_questions_due(self) -> Q:
        arranged = FollowUp.objects.filter(
            case=OuterRef("pk"),
            kind=FollowUpKind.THREE_MONTHS,
            done_at__isnull=True,
            due_on__lte=self.days.today,
        )
        asked_again = Response.objects.filter(person=OuterRef("person"), stage__in=FOLLOW_UPS)
        return Q(Exists(arranged)) | (Q(Exists(self._starts())) & ~Q(Exists(asked_again)))

    def _questions(self) -> QuerySet[Case]:
        first = self._starts().order_by("held_on").values("held_on")[:1]
        found = self._for_rows(self._lacking(WorkList.MEASURE)).annotate(asked_on=Subquery(first))
        return found.order_by(F("asked_on").asc(nulls_last=True), "id")

    def _without_plan(self) -> QuerySet[Case]:
        any_step = Step.objects.filter(case=OuterRef("pk"))
        found = self._for_rows(self._lacking(WorkList.NO_PLAN)).annotate(had_plan=Exists(any_step))
        return found.order_by("opened_at", "id")

    def _is_quiet(self) -> Q:
        since = self.days.quiet
        return Q(opened_at__lt=since) & ~Q(Exists(Contact.objects.filter(case=OuterRef("pk"), at__gte=since)))

    def _quiet(self) -> QuerySet[Case]:
        found = self._for_rows(self._lacking(WorkList.QUIET))
        return found.order_by(F("last_at").asc(nulls_first=True), "opened_at", "id")


@statement
def _own_page(viewer: Viewer, days: Days, which: WorkList, first: int, end: int) -> QuerySet[Any]:
    """A page of one's own list, with nothing left out: what is opened every morning."""
    return Lists(viewer, Filters(), days).rows(which)[first:end]


@counted(up_to=UP_TO)
def _own_counts(viewer: Viewer, days: Days) -> list[QuerySet[Any]]:
    return Lists(viewer, Filters(), days).every()


def _open_steps() -> QuerySet[Step]:
    return Step.objects.filter(case=OuterRef("pk"), status=StepStatus.OPEN)


def _given_up() -> QuerySet[FollowUp]:
    return FollowUp.objects.filter(case=OuterRef("pk"), done_at__isnull=True, because=Because.NO_ANSWER_THREE)


def _reached() -> QuerySet[Contact]:
    return Contact.objects.filter(case=OuterRef("pk"), result=Result.REACHED)


def saved_views(viewer: Viewer) -> list[SavedView]:
    """The views a member kept, and those colleagues of the same organisation share; their own first, by name."""
    found = _views(viewer)
    return sorted(found, key=lambda view: (view.member_id != viewer.member_id, view.name.casefold()))


@statement
def _views(viewer: Viewer) -> QuerySet[SavedView]:
    return (
        SavedView.objects.filter(
            Q(member=viewer.member_id)
            | Q(is_shared=True, member__organisation=viewer.organisation_id, member__left_at__isnull=True)
        )
        .select_related("member")
        .order_by("name", "id")
    )


def first_view(viewer: Viewer) -> SavedView | None:
    """The view that opens when the member opens their worklists, or None."""
    return SavedView.objects.filter(member=viewer.member_id, is_first=True).first()
