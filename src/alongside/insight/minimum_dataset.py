"""The social prescribing minimum dataset: a row for each episode of support, field by field as the docs describe it.

NHS England's minimum dataset names four sets of terms: demographics, needs and concerns, support offered, outcomes.
How each field follows from our records, and what we do not hold, stands in docs/domain/minimum-dataset.md. Rows are
about people, without names or contact details: only a team lead makes this export, of their own organisation's
episodes, and each person in it is recorded as read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Min, Q
from django.utils.translation import gettext_lazy as _

from alongside.casework import access
from alongside.casework.enums import OnwardStatus, Result, StepStatus
from alongside.casework.models import Case, Conversation, OnwardReferral
from alongside.core import clock
from alongside.measures.enums import Stage
from alongside.measures.models import Response
from alongside.partnerships.enums import Role

if TYPE_CHECKING:
    from alongside.partnerships.viewer import Viewer
    from alongside.people.models import Person

MAY_EXPORT = frozenset({Role.TEAM_LEAD})
#: More episodes than this are exported in parts, by shorter periods.
MOST = 5_000
#: SNOMED CT UK: "Referral to social prescribing service", once an episode, when the person accepts.
ACCEPTED = "871731000000106"


@dataclass(frozen=True, slots=True)
class Episode:
    """A case with what its row needs."""

    case: Case
    needs: tuple[str, ...]
    onward: tuple[OnwardReferral, ...]
    start: dict[str, str]
    latest: dict[str, str]


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its name, the set it belongs to, what it says, and how it is read."""

    name: str
    part: str
    says: Any
    read: Callable[[Episode], str | int | None]


@dataclass(frozen=True, slots=True)
class Dataset:
    """The rows of a period, and whom they are about. `is_whole` is False when more episodes began than fit."""

    rows: tuple[dict[str, str | int | None], ...]
    people: tuple[Person, ...]
    is_whole: bool


def _day(moment: datetime | None) -> str | None:
    return clock.local(moment).date().isoformat() if moment else None


def _yes(value: bool | None) -> str | None:
    return None if value is None else "yes" if value else "no"


def _extra(found: Episode) -> Any:
    return found.case


DEMOGRAPHICS, NEEDS, SUPPORT, OUTCOMES = "demographics", "needs and concerns", "support offered", "outcomes"
FIELDS: tuple[Field, ...] = (
    Field(
        "episode_id",
        SUPPORT,
        _("Our key of the episode; says nothing about the person"),
        lambda e: str(e.case.pk),
    ),
    Field(
        "age_at_start",
        DEMOGRAPHICS,
        _("Age in years when support began"),
        lambda e: e.case.person.age(clock.local(e.case.opened_at).date()),
    ),
    Field("gender", DEMOGRAPHICS, _("Gender as the person said it"), lambda e: e.case.person.gender or None),
    Field(
        "languages",
        DEMOGRAPHICS,
        _("Languages spoken, ISO 639-1"),
        lambda e: " ".join(e.case.person.languages) or None,
    ),
    Field(
        "interpreter_needed",
        DEMOGRAPHICS,
        _("Whether an interpreter is needed"),
        lambda e: _yes(e.case.person.interpreter_needed),
    ),
    Field(
        "lives_alone",
        DEMOGRAPHICS,
        _("Whether they live alone; empty when nobody asked"),
        lambda e: _yes(e.case.person.lives_alone),
    ),
    Field(
        "is_carer",
        DEMOGRAPHICS,
        _("Whether they look after somebody"),
        lambda e: _yes(e.case.person.is_carer),
    ),
    Field(
        "lsoa21",
        DEMOGRAPHICS,
        _("Neighbourhood (LSOA 2021) of the address"),
        lambda e: e.case.person.lsoa21 or None,
    ),
    Field(
        "gp_practice",
        DEMOGRAPHICS,
        _("GP practice, as written down"),
        lambda e: e.case.person.gp_practice or None,
    ),
    Field(
        "referral_received_on",
        SUPPORT,
        _("Day the referral reached us"),
        lambda e: _day(e.case.referral.received_at) if e.case.referral else None,
    ),
    Field(
        "referral_source",
        SUPPORT,
        _("Through which door it came"),
        lambda e: e.case.referral.kind if e.case.referral else None,
    ),
    Field(
        "referring_organisation",
        SUPPORT,
        _("Organisation that referred"),
        lambda e: e.case.referral.source.name if e.case.referral and e.case.referral.source else None,
    ),
    Field(
        "referral_snomed_ct",
        SUPPORT,
        _("SNOMED CT code of the accepted referral, once an episode"),
        lambda e: ACCEPTED if e.case.referral else None,
    ),
    Field("support_began_on", SUPPORT, _("Day support began"), lambda e: _day(e.case.opened_at)),
    Field(
        "first_talk_on",
        SUPPORT,
        _("Day of the first contact in which they were reached"),
        lambda e: _day(_extra(e).first_talk),
    ),
    Field(
        "needs",
        NEEDS,
        _("What they want help with, as our words for needs"),
        lambda e: " ".join(e.needs) or None,
    ),
    Field("contacts", SUPPORT, _("Number of contacts and tries"), lambda e: _extra(e).contacts_made),
    Field("steps_done", SUPPORT, _("Steps of the plan that are done"), lambda e: _extra(e).steps_done),
    Field(
        "referred_on",
        SUPPORT,
        _("Onward referrals sent and not taken back"),
        lambda e: sum(one.status != OnwardStatus.WITHDRAWN for one in e.onward),
    ),
    Field(
        "referred_on_accepted",
        SUPPORT,
        _("Of these, welcomed by the organisation"),
        lambda e: sum(one.status == OnwardStatus.ACCEPTED for one in e.onward),
    ),
    Field(
        "referred_on_to",
        SUPPORT,
        _("The organisations that welcomed them"),
        lambda e: (
            "; ".join(sorted({one.to_name for one in e.onward if one.status == OnwardStatus.ACCEPTED}))
            or None
        ),
    ),
    Field(
        "ucla3_start",
        OUTCOMES,
        _("Three questions about company at the start, 3 to 9"),
        lambda e: e.start.get("ucla3"),
    ),
    Field("ucla3_latest", OUTCOMES, _("The same, newest later answers"), lambda e: e.latest.get("ucla3")),
    Field(
        "direct1_start",
        OUTCOMES,
        _("How often lonely at the start, 1 to 5"),
        lambda e: e.start.get("direct1"),
    ),
    Field("direct1_latest", OUTCOMES, _("The same, newest later answers"), lambda e: e.latest.get("direct1")),
    Field(
        "support_ended_on",
        OUTCOMES,
        _("Day support ended; empty while it goes on"),
        lambda e: _day(e.case.closed_at),
    ),
    Field(
        "outcome",
        OUTCOMES,
        _("What had changed by then, in the connector’s view"),
        lambda e: e.case.outcome or None,
    ),
    Field("ending_reason", OUTCOMES, _("Why it ended"), lambda e: e.case.closing_reason or None),
)


def dataset(viewer: Viewer, first: date, last: date) -> Dataset:
    """The episodes of the viewer's organisation that began on these days. Five queries, whatever their number."""
    if viewer.role not in MAY_EXPORT:
        return Dataset((), (), is_whole=True)
    begin = datetime.combine(first, time.min, tzinfo=clock.LONDON)
    end = datetime.combine(last, time.max, tzinfo=clock.LONDON)
    cases = list(
        access.visible_to(viewer)
        .filter(opened_at__gte=begin, opened_at__lte=end)
        .select_related("person", "referral__source")
        .annotate(
            contacts_made=Count("contacts", distinct=True),
            first_talk=Min("contacts__at", filter=Q(contacts__result=Result.REACHED)),
            steps_done=Count("steps", filter=Q(steps__status=StepStatus.DONE), distinct=True),
        )
        .order_by("opened_at", "id")[: MOST + 1]
    )
    is_whole = len(cases) <= MOST
    cases = cases[:MOST]
    needs, onward = defaultdict(set), defaultdict(list)
    for case_id, told in Conversation.objects.filter(case__in=cases).values_list("case_id", "needs"):
        needs[case_id].update(told)
    for one in OnwardReferral.objects.filter(case__in=cases).order_by("sent_at", "id"):
        onward[one.case_id].append(one)
    start: dict[Any, dict[str, str]] = defaultdict(dict)
    latest: dict[Any, dict[str, str]] = defaultdict(dict)
    answers = Response.objects.filter(
        person__in=[case.person_id for case in cases],
        instrument_code__in=["ucla3", "direct1"],
        score__isnull=False,
    )
    for one_answer in answers.order_by("held_on", "recorded_at", "id"):
        into = start if one_answer.stage == Stage.START else latest
        into[one_answer.person_id][one_answer.instrument_code] = f"{one_answer.score:f}".rstrip("0").rstrip(
            "."
        )
    episodes = [
        Episode(
            case,
            tuple(sorted(needs[case.pk])),
            tuple(onward[case.pk]),
            start[case.person_id],
            latest[case.person_id],
        )
        for case in cases
    ]
    return Dataset(
        tuple({field.name: field.read(episode) for field in FIELDS} for episode in episodes),
        tuple({case.person_id: case.person for case in cases}.values()),
        is_whole,
    )
