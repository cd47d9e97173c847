"""The triage board: what waits for a decision, in three columns, narrowed by what somebody asks for.

Urgent ones stand in a column of their own, on the left and on top. A column shows `A_PAGE` cards and leads on by
keyset; what it costs does not depend on how many wait. Everything here is scoped by `access.visible_to`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import (
    Case,
    CharField,
    Count,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)  # fmt: skip
from django.db.models.functions import Lower, Replace
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from alongside.core.statements import statement
from alongside.partnerships.models import Organisation
from alongside.people import access as people_access
from alongside.people import duplicates, likeness
from alongside.people import rules as people_rules
from alongside.people.enums import Language
from alongside.people.models.person import Folded
from alongside.places.models import Area, Postcode
from alongside.referrals import access, rules
from alongside.referrals.enums import ReferralStatus, Urgency
from alongside.referrals.models import Attachment, Looking, Referral

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alongside.partnerships.viewer import Viewer

A_PAGE = 20
COMPARED = 300
DAY = 24 * 60 * 60


class Column(TextChoices):
    """The columns, in the order they are read."""

    URGENT = "urgent", _("Ring today")
    NEW = "new", _("New")
    WAITING = "waiting", _("Waiting for information")


_IN: dict[str, Q] = {
    Column.URGENT: Q(status=ReferralStatus.NEW, urgency=Urgency.URGENT),
    Column.NEW: Q(status=ReferralStatus.NEW) & ~Q(urgency=Urgency.URGENT),
    Column.WAITING: Q(status=ReferralStatus.WAITING),
}
_RANK = Case(
    When(urgency=Urgency.URGENT, then=Value(0)),
    When(urgency=Urgency.SOON, then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


@dataclass(frozen=True)
class Asked:
    """What somebody narrows the board by. Empty means everything."""

    words: str = ""
    source: UUID | None = None
    kind: str = ""
    language: str = ""
    ward: str = ""

    @property
    def narrows(self) -> bool:
        """Whether anything was asked for."""
        return any((self.words.strip(), self.source, self.kind, self.language, self.ward))


@dataclass(frozen=True)
class Card:
    """One referral on the board. `late_days` is how many days ago somebody should have rung, 0 when not yet."""

    referral: Referral
    waited: str
    ring_by: date
    late_days: int
    looking: Looking | None = None
    mine: bool = False
    may_be_known: bool = False
    told_twice: bool = False
    together: int = 0
    files: int = 0


@dataclass(frozen=True)
class Pile:
    """One column: how many stand in it, the cards shown, and the last one shown when there are more."""

    column: Column
    how_many: int
    cards: list[Card] = field(default_factory=list)
    after: UUID | None = None


@dataclass(frozen=True)
class Choices:
    """What the board can be narrowed by: only what is there."""

    sources: list[tuple[str, str]]
    languages: list[tuple[str, str]]
    wards: list[tuple[str, str]]


def _ward_of_postcode() -> Subquery:
    key = Replace(OuterRef("postcode"), Value(" "), Value(""), output_field=CharField(max_length=8))
    return Subquery(Postcode.objects.filter(pk=key).values("ward")[:1])


def open_ones(viewer: Viewer | None) -> QuerySet[Referral]:
    """What waits for a decision, without those that are decided together with another."""
    return access.visible_to(viewer).filter(status__in=rules.OPEN, joined_to__isnull=True)


def narrowed(rows: QuerySet[Referral], asked: Asked) -> QuerySet[Referral]:
    """The rows that fit what was asked."""
    if asked.source:
        rows = rows.filter(source=asked.source)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.language:
        rows = rows.filter(language=asked.language)
    if asked.ward:
        rows = rows.annotate(ward_there=_ward_of_postcode()).filter(ward_there=asked.ward)
    words = people_rules.fold(asked.words).split()[:8]
    if words:
        rows = rows.annotate(name_folded=Folded(Lower("name")))
    for word in words:
        found = Q(name_folded__contains=word) | Q(reference__icontains=word) | Q(postcode__icontains=word)
        if word.isdecimal() and len(word) >= 3:
            found |= Q(phone__contains=word.lstrip("0")) | Q(nhs_number__contains=word)
        rows = rows.filter(found)
    return rows


def choices(viewer: Viewer | None) -> Choices:
    """What there is to narrow by among what waits now."""
    if viewer is None:
        return Choices([], [], [])
    names = dict(Language.choices)
    return Choices(
        [(str(key), name) for key, name in _sources(viewer)],
        sorted(((code, str(names.get(code, code))) for code in _spoken(viewer)), key=lambda pair: pair[1]),
        _wards(viewer),
    )


@statement
def _sources(viewer: Viewer) -> QuerySet[Organisation, tuple[UUID, str]]:
    found = Organisation.objects.filter(pk__in=open_ones(viewer).order_by().values("source"))
    return found.order_by("name", "id").values_list("pk", "name")


@statement
def _spoken(viewer: Viewer) -> QuerySet[Referral, str]:
    found = open_ones(viewer).exclude(language="").values_list("language", flat=True)
    return found.distinct().order_by("language")


@statement
def _wards(viewer: Viewer) -> QuerySet[Area, tuple[str, str]]:
    waiting = open_ones(viewer).order_by().exclude(postcode="")
    wards = waiting.annotate(ward_there=_ward_of_postcode()).values("ward_there")
    return Area.objects.filter(code__in=wards).order_by("search_name", "code").values_list("code", "name")


def counts(viewer: Viewer | None, asked: Asked) -> dict[str, int]:
    """How many stand in each column, of those asked for."""
    found = narrowed(open_ones(viewer), asked).order_by()
    if viewer is None or asked.narrows:
        return found.aggregate(**_EACH)
    counted = _all_counted.first(viewer) or (0,) * len(_EACH)  # nothing waits: no group, no row
    return dict(zip(_EACH, counted, strict=True))


_EACH = {str(column.value): Count("pk", filter=_IN[column]) for column in Column}


@statement
def _all_counted(viewer: Viewer) -> QuerySet[Referral, Any]:
    """One row, a number for each column: grouped by what is the same for all of them."""
    found = open_ones(viewer).order_by().values("given_to")
    return found.annotate(**_EACH).values_list(*_EACH)


def board(
    viewer: Viewer | None,
    asked: Asked,
    *,
    at: datetime,
    on: date,
    working_days: int,
    only: str = "",
    after: UUID | None = None,
) -> list[Pile]:
    """The columns; with `only`, that one alone, from behind the card `after`."""
    how_many = counts(viewer, asked)
    shown: dict[Column, list[Referral]] = {}
    for column in Column:
        if only in {"", column.value}:
            shown[column] = _rows(viewer, asked, column, after if only else None)
    dress = _Dresser(
        viewer, [row for rows in shown.values() for row in rows[:A_PAGE]], at=at, on=on, days=working_days
    )
    return [
        Pile(
            column,
            how_many[str(column.value)],
            [dress.card(row) for row in rows[:A_PAGE]],
            rows[A_PAGE - 1].pk if len(rows) > A_PAGE else None,
        )
        for column, rows in shown.items()
    ]


def _rows(viewer: Viewer | None, asked: Asked, column: Column, after: UUID | None) -> list[Referral]:
    if viewer is not None and after is None and not asked.narrows:
        return _first_rows(viewer, column)
    rows = narrowed(open_ones(viewer), asked).filter(_IN[column]).annotate(rank=_RANK)
    if after is not None:
        last = access.visible_to(viewer).filter(pk=after).annotate(rank=_RANK).first()
        if last is not None:
            rank = last.rank
            rows = rows.filter(
                Q(rank__gt=rank)
                | Q(rank=rank, received_at__gt=last.received_at)
                | Q(rank=rank, received_at=last.received_at, pk__gt=last.pk)
            )
    return list(rows.select_related("source", "system").order_by("rank", "received_at", "id")[: A_PAGE + 1])


@statement
def _first_rows(viewer: Viewer, column: Column) -> QuerySet[Referral]:
    rows = open_ones(viewer).filter(_IN[column]).annotate(rank=_RANK).select_related("source", "system")
    return rows.order_by("rank", "received_at", "id")[: A_PAGE + 1]


@statement
def _joined_to(keys: tuple[UUID, ...]) -> QuerySet[Referral, UUID | None]:
    found = Referral.objects.filter(joined_to__in=keys, status__in=sorted(rules.OPEN)).order_by()
    return found.values_list("joined_to", flat=True)


@statement
def _files_of(keys: tuple[UUID, ...]) -> QuerySet[Attachment, UUID]:
    return Attachment.objects.filter(referral__in=keys).order_by().values_list("referral", flat=True)


class _Dresser:
    """What the cards of a page need besides their rows, each asked for once."""

    def __init__(
        self, viewer: Viewer | None, rows: list[Referral], *, at: datetime, on: date, days: int
    ) -> None:
        self.at, self.on, self.days = at, on, days
        self.member = viewer.member_id if viewer else None
        keys = tuple(row.pk for row in rows)
        self.looking = who_looks(keys, at)
        self.together = Counter(_joined_to(keys) if keys else ())
        self.files = Counter(_files_of(keys) if keys else ())
        told = [told_of(row) for row in rows]
        found = duplicates.likely_among(told, people_access.visible_to(viewer))
        self.known = {row.pk for row, likely in zip(rows, found, strict=True) if likely}
        self.twice = _twice(viewer, rows)

    def card(self, row: Referral) -> Card:
        by = row.ring_by(self.days)
        looked = self.looking.get(row.pk)
        return Card(
            row,
            waited(row.received_at, self.at),
            by,
            max(0, (self.on - by).days),
            looked,
            looked is not None and looked.by_id == self.member,
            row.pk in self.known,
            row.pk in self.twice,
            self.together[row.pk],
            self.files[row.pk],
        )


def told_of(referral: Referral) -> likeness.Known:
    """What a referral tells of who it is about."""
    given, family = people_rules.split_name(referral.name)
    numbers = frozenset({referral.nhs_number} - {""})
    return likeness.Known(
        given, family, referral.born_on, referral.postcode, referral.phone, referral.email, numbers=numbers
    )


def also_open(viewer: Viewer | None, rows: list[Referral]) -> QuerySet[Referral]:
    """Other open referrals that share a number, a phone, a birthday, an e-mail or a postcode with one of `rows`."""
    shared = Q()
    for name in ("nhs_number", "phone", "email", "born_on", "postcode"):
        if known := sorted({getattr(row, name) for row in rows} - {"", None}):
            shared |= Q(**{f"{name}__in": known})
    waiting = open_ones(viewer)
    return waiting.filter(shared).order_by("received_at", "id") if shared else waiting.none()


def may_be_one(one: Referral, other: Referral) -> bool:
    """Whether two referrals are likely about one person. A last name alone with the same phone or home is enough:
    workers often write "Mrs Aydin"."""
    told, heard = told_of(one), told_of(other)
    if likeness.compare(told, heard).likely:
        return True
    if told.numbers and heard.numbers:
        return bool(told.numbers & heard.numbers)
    titled = not likeness.has_first_name(told.given) or not likeness.has_first_name(heard.given)
    births_differ = bool(told.born_on and heard.born_on and told.born_on != heard.born_on)
    same_place = (told.phone and told.phone == heard.phone) or (
        told.postcode and told.postcode == heard.postcode
    )
    return bool(titled and same_place and not births_differ and likeness.last_names_alike(told, heard))


def _twice(viewer: Viewer | None, rows: list[Referral]) -> set[UUID]:
    others = list(also_open(viewer, rows)[:COMPARED])
    return {
        row.pk
        for row in rows
        if any(other.pk != row.pk and _meet(row, other) and may_be_one(row, other) for other in others)
    }


def _meet(one: Referral, other: Referral) -> bool:
    """Whether two referrals share something exact."""
    return any(
        (told := getattr(one, name)) and told == getattr(other, name)
        for name in ("nhs_number", "phone", "email", "born_on", "postcode")
    )


def waited(since: datetime, at: datetime) -> str:
    """How long somebody has waited, in words."""
    seconds = max(0, int((at - since).total_seconds()))
    if seconds < 60 * 60:
        return str(_("less than an hour"))
    if seconds < DAY:
        hours = seconds // 3600
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    days = seconds // DAY
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def who_looks(referrals: Iterable[UUID], at: datetime) -> dict[UUID, Looking]:
    """Who looks at which referral now, by the referral's key: one statement."""
    keys = tuple(referrals)
    return {looking.referral_id: looking for looking in _looking_at(keys, at)} if keys else {}


@statement
def _looking_at(keys: tuple[UUID, ...], at: datetime) -> QuerySet[Looking]:
    found = Looking.objects.filter(referral__in=keys, until_at__gt=at)
    return found.select_related("by").order_by("id")
