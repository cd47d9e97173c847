"""What does not fit together when two records become one, said beforehand, and how each is resolved.

A person has some things only once: one live agreement to one thing, one open case with an organisation, one place in a
queue. `clashes` finds every pair of rows that would break such a rule, and says in words what becomes of them. The page
shows the words; `actions.confirm` does exactly what they say. What cannot be resolved without asking the person
`blocks`: it is settled first, by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from alongside.befriending import rules as befriending
from alongside.befriending.enums import LeaveReason, WishStatus
from alongside.befriending.models import Exclusion, Match, Wish
from alongside.caring.models import Caring
from alongside.casework.enums import CaseStatus, ClosingReason, Outcome
from alongside.casework.models import Case
from alongside.casework.models.onward import AWAITING
from alongside.core.clock import local
from alongside.measures.models import Response
from alongside.people.models import AreaRelation, Consent, KnownTo, Stopping
from alongside.places.enums import Relation
from alongside.signposting.models import LifeEvent

if TYPE_CHECKING:
    from alongside.partnerships.models import Member
    from alongside.people.models import Person


@dataclass(frozen=True)
class Change:
    """One row whose columns are changed."""

    row: models.Model
    values: dict[str, Any]


@dataclass(frozen=True)
class Clash:
    """Something that does not fit: in words, and what is done about it.

    `stays` are rows of the other record that are left with it; `folds` an open case whose work goes over to another.
    """

    words: str
    changes: list[Change] = field(default_factory=list)
    stays: list[models.Model] = field(default_factory=list)
    folds: tuple[Case, Case] | None = None
    blocks: bool = False


@dataclass(frozen=True)
class Two:
    """The two records, who joins them and when."""

    kept: Person
    gone: Person
    by: Member
    at: datetime


def clashes(two: Two) -> list[Clash]:
    """Everything that does not fit, those that must be settled first on top."""
    found = [clash for resolver in RESOLVERS.values() for clash in resolver(two)]
    return sorted(found, key=lambda clash: not clash.blocks)


def _both(two: Two, rows: models.QuerySet[Any], key: Callable[[Any], Any], of: str = "person") -> list[Any]:
    """Pairs (of the kept, of the gone) of rows that share a key."""
    mine: dict[Any, Any] = {}
    for row in rows.filter(**{of: two.kept}).order_by("id"):
        mine.setdefault(key(row), row)
    return [(mine[key(row)], row) for row in rows.filter(**{of: two.gone}).order_by("id") if key(row) in mine]


def deaths(two: Two) -> Iterator[Clash]:
    """Each record says that the person has died, and what stopped with it: one of the two is taken back first."""
    marked = Stopping.objects.filter(person__in=[two.kept, two.gone], undone_at__isnull=True)
    if marked.count() > 1:
        yield Clash(
            _("Both records are marked as having died. Take one of the two markings back first."), blocks=True
        )


def consents(two: Two) -> Iterator[Clash]:
    """Each agreement keeps its wording. Of two live ones the newer stands; a later "no" ends an earlier "yes"."""
    rows = Consent.objects.filter(person__in=[two.kept, two.gone]).select_related("shared_with")
    by_purpose: dict[tuple[str, UUID | None], list[Consent]] = {}
    for row in rows.order_by("given_at", "id"):
        by_purpose.setdefault((row.purpose, row.shared_with_id), []).append(row)
    for asked in by_purpose.values():
        live = [consent for consent in asked if consent.is_live]
        taken_back = max((c.withdrawn_at for c in asked if c.withdrawn_at is not None), default=None)
        ends = {"withdrawn_at": two.at, "withdrawn_by_id": two.by.pk}
        if len(live) > 1:
            older, newer = live[-2], live[-1]
            yield Clash(
                _("Both agreed: “%(what)s”. The newer agreement, of %(day)s, stands; the other is ended.")
                % {"what": _said(newer), "day": _day(newer.given_at)},
                [Change(older, dict(ends))],
            )
        elif live and taken_back is not None and taken_back > live[0].given_at:
            yield Clash(
                _(
                    "“%(what)s” was taken back on %(day)s, after the other record’s agreement. It ends: ask again."
                )
                % {"what": _said(live[0]), "day": _day(taken_back)},
                [Change(live[0], dict(ends))],
            )


def _said(consent: Consent) -> str:
    what = str(consent.get_purpose_display())
    return f"{what}: {consent.shared_with.name}" if consent.shared_with else what


def _day(moment: datetime) -> str:
    return f"{local(moment):%d.%m.%Y}"


def known_to(two: Two) -> Iterator[Clash]:
    """An organisation that knows both for one reason knows one person. One that knew only one of them sees more now."""
    rows = KnownTo.objects.filter(until_at__isnull=True).select_related("organisation")
    for _mine, other in _both(two, rows, lambda row: (row.organisation_id, row.why)):
        yield Clash("", [Change(other, {"until_at": max(two.at, other.since_at)})])
    knows = {
        side: {row.organisation_id: row.organisation.name for row in rows.filter(person=person)}
        for side, person in (("kept", two.kept), ("gone", two.gone))
    }
    newly = {key: name for key, name in knows["gone"].items() if key not in knows["kept"]}
    newly |= {key: name for key, name in knows["kept"].items() if key not in knows["gone"]}
    for name in sorted(newly.values()):
        yield Clash(
            _("%(organisation)s knows one of the records, and sees both from now on.")
            % {"organisation": name}
        )


def areas(two: Two) -> Iterator[Clash]:
    """Where somebody lives follows from the address that stands; what both say is said once."""
    rows = AreaRelation.objects.all()
    twice = [other for _mine, other in _both(two, rows, lambda row: (row.relation, row.area_code))]
    lives = list(rows.filter(person=two.gone, relation=Relation.LIVES).order_by("id"))
    yield Clash("", stays=list({row.pk: row for row in [*twice, *lives]}.values()))


def answers(two: Two) -> Iterator[Clash]:
    """Two sets of answers to the same questions on one day: those of the record that goes on stand."""
    for mine, other in _both(two, Response.objects.all(), lambda r: (r.instrument_code, r.stage, r.held_on)):
        yield Clash(
            _("Both answered “%(what)s” on %(day)s. The answers of the record that goes on stand.")
            % {"what": mine.instrument.name, "day": f"{mine.held_on:%d.%m.%Y}"},
            stays=[other],
        )


def cases(two: Two) -> Iterator[Clash]:
    """Two open cases with one organisation: the work of the one goes over to the other, and the emptied one ends."""
    rows = Case.objects.filter(status=CaseStatus.OPEN).select_related("organisation", "connector")
    for mine, other in _both(two, rows, lambda row: row.organisation_id):
        asked = {(onward.service_id, onward.to_organisation_id) for onward in _awaiting(mine)}
        for onward in _awaiting(other):
            if (onward.service_id, onward.to_organisation_id) in asked:
                yield Clash(
                    _(
                        "%(organisation)s was asked twice and has not answered. Take one of the two back first."
                    )
                    % {"organisation": onward.to_organisation.name},
                    blocks=True,
                )
        name = mine.connector.name if mine.connector else _("nobody yet")
        yield Clash(
            _(
                "%(organisation)s supports both. Everything written and everything due goes on in one place, with "
                "%(connector)s."
            )
            % {"organisation": mine.organisation.name, "connector": name},
            [
                Change(
                    other,
                    {
                        "status": CaseStatus.CLOSED,
                        "outcome": Outcome.NOT_STARTED,
                        "closing_reason": ClosingReason.OTHER,
                        "closing_note": _("Joined with the other record of the same person."),
                        "closed_at": max(two.at, other.opened_at),
                        "closed_by_id": two.by.pk,
                    },
                )
            ],
            folds=(other, mine),
        )


def _awaiting(case: Case) -> models.QuerySet[Any]:
    return case.onward_referrals.filter(status__in=AWAITING).select_related("to_organisation").order_by("id")


def caring(two: Two) -> Iterator[Clash]:
    """Who looks after whom, told twice, is told once. One who looks after the other is another person."""
    for one, other in ((two.kept, two.gone), (two.gone, two.kept)):
        if Caring.objects.filter(carer=one, cared_for=other).exists():
            yield Clash(
                _("%(one)s is written down as looking after %(other)s: they are two people.")
                % {"one": one.name, "other": other.name},
                blocks=True,
            )
            return
    live = Caring.objects.filter(ended_at__isnull=True, cared_for__isnull=False)
    ends = {"ended_at": two.at, "ended_by_id": two.by.pk}
    for mine, other in _both(two, live, lambda row: row.cared_for_id, of="carer"):
        less = mine if other.assessments.exists() and not mine.assessments.exists() else other
        yield Clash(
            _("Looking after the same person was written down twice: one of the two ends."),
            [Change(less, ends)],
        )
    for mine, other in _both(two, live, lambda row: row.carer_id, of="cared_for"):
        less = mine if other.assessments.exists() and not mine.assessments.exists() else other
        yield Clash(
            _("Being looked after by the same carer was written down twice: one of the two ends."),
            [Change(less, ends)],
        )


def wishes(two: Two) -> Iterator[Clash]:
    """Two places in one queue: one leaves, and the longer wait counts. Two live matches are settled first."""
    rows = Wish.objects.exclude(status=WishStatus.LEFT).select_related("scheme")
    for mine, other in _both(two, rows, lambda row: row.scheme_id):
        matched = [
            wish for wish in (mine, other) if wish.matches.filter(status__in=befriending.LIVE).exists()
        ]
        if len(matched) > 1:
            yield Clash(
                _("Both have a volunteer in “%(scheme)s”. End one of the two matches first.")
                % {"scheme": mine.scheme.name},
                blocks=True,
            )
            continue
        leaves, stands = (mine, other) if matched == [other] else (other, mine)
        since = min(mine.waiting_since_at, other.waiting_since_at)
        yield Clash(
            _("Both wait in “%(scheme)s”. One place is given up; the longer wait counts.")
            % {"scheme": mine.scheme.name},
            [
                Change(
                    leaves,
                    {
                        "status": WishStatus.LEFT,
                        "left_at": two.at,
                        "left_by_id": two.by.pk,
                        "left_reason": LeaveReason.OTHER_SUPPORT,
                        "left_note": _("Joined with the other record of the same person."),
                    },
                ),
                Change(stands, {"waiting_since_at": since}),
            ],
        )


def exclusions(two: Two) -> Iterator[Clash]:
    """Who must not be matched with the one must not be matched with the other: a live match against that blocks."""
    live = Exclusion.objects.filter(lifted_at__isnull=True)
    for _mine, other in _both(two, live, lambda row: (row.volunteer_id, row.kind)):
        yield Clash("", stays=[other])
    for one, other in ((two.kept, two.gone), (two.gone, two.kept)):
        kept_apart = live.filter(person=one).values("volunteer")
        if Match.objects.filter(person=other, status__in=befriending.LIVE, volunteer__in=kept_apart).exists():
            yield Clash(
                _(
                    "Something in befriending does not fit together. Ask who looks after befriending before you join."
                ),
                blocks=True,
            )
            return


def life_events(two: Two) -> Iterator[Clash]:
    """What happened in a life, told twice for the same day, stands once. What was taken up stays with what stands."""
    standing = LifeEvent.objects.filter(taken_back_at__isnull=True)
    for mine, other in _both(two, standing, lambda row: (row.kind, row.happened_on)):
        yield Clash(
            _("“%(what)s” was written down twice: one of the two is taken back.")
            % {"what": str(mine.get_kind_display())},
            [Change(other, {"taken_back_at": two.at, "taken_back_by_id": two.by.pk})],
        )


#: By the names that `registry.ONCE` gives them.
RESOLVERS: dict[str, Callable[[Two], Iterator[Clash]]] = {
    "deaths": deaths,
    "consents": consents,
    "known_to": known_to,
    "areas": areas,
    "answers": answers,
    "cases": cases,
    "caring": caring,
    "life_events": life_events,
    "wishes": wishes,
    "exclusions": exclusions,
}
