"""Named reads of joining: both records side by side, what would move, where an old record leads, whom to suggest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from alongside.joining import access, rules, said
from alongside.joining.enums import JoinStatus, Side, Way
from alongside.joining.models import Join, JoinedRow
from alongside.joining.registry import references
from alongside.people import access as people
from alongside.people import duplicates
from alongside.people.models import Person
from alongside.referrals.models import Referral

if TYPE_CHECKING:
    from alongside.partnerships.viewer import Viewer

MOST = 50
MOST_STEPS = 8
_EVERYBODY_SHOWN = 5


@dataclass(frozen=True)
class Detail:
    """One detail of both records, side by side. `chosen` is whose value stands unless somebody says otherwise;
    `to_choose` whether they differ so that somebody must say; `becomes` what will stand where nobody chooses."""

    field: str
    label: str
    kept: Any
    gone: Any
    way: Way
    to_choose: bool
    chosen: str
    becomes: Any

    @property
    def differs(self) -> bool:
        """Whether the two records say different things."""
        return bool(self.kept != self.gone)


@dataclass(frozen=True)
class Moving:
    """How many rows of a kind go over, in words (`said.OF_TABLES`)."""

    what: str
    how_many: int


def values_of(person: Person) -> dict[str, Any]:
    """The details of a person, by field."""
    return {field.name: getattr(person, field.name) for field in Person._meta.concrete_fields}


def details(kept: Person, gone: Person, chosen: Mapping[str, str] | None = None) -> list[Detail]:
    """Both records, field by field, in the order of the record. What nobody knows of either is left out."""
    one, other = values_of(kept), values_of(gone)
    becomes = rules.joined_values(one, other, chosen or {}, ways())
    found = []
    for field in Person._meta.concrete_fields:
        way = ways()[field.name]
        if way in {Way.OURS, Way.WITH} and field.name != "postcode":
            continue
        if rules.is_blank(one[field.name]) and rules.is_blank(other[field.name]):
            continue
        default = rules.default_side(one, other, field.name) if way == Way.CHOSEN else Side.KEPT
        found.append(
            Detail(
                field.name,
                str(_LABELS.get(field.name, field.verbose_name)),
                one[field.name],
                other[field.name],
                way,
                way == Way.CHOSEN and rules.offered(one, other, field.name),
                (chosen or {}).get(field.name, default),
                becomes.get(field.name),
            )
        )
    return found


def ways() -> dict[str, Way]:
    """How each field of a person becomes one: as declared; one that another capability just added, chosen."""
    found = {field.name: Way.CHOSEN for field in Person._meta.concrete_fields}
    return {**found, **{name: way for name, way in rules.WAYS.items() if name in found}}


_LABELS: dict[str, Any] = {}


def moving(gone: Person) -> list[Moving]:
    """What goes over, by table. What safeguarding holds goes too, uncounted: that it is there is not ours to see."""
    found: dict[str, int] = {}
    for reference in references():
        if reference.under_lock or reference.stays:
            continue
        meta = reference.model._meta
        words = str(said.OF_TABLES.get(meta.label, meta.verbose_name_plural))
        how_many = reference.model._base_manager.filter(**{reference.column: gone.pk}).count()
        found[words] = found.get(words, 0) + how_many
    return [Moving(words, how_many) for words, how_many in found.items() if how_many]


def leads_to(person_id: UUID) -> UUID | None:
    """The record an old one leads to now, over as many joins as there were; None where it stands for itself."""
    at: UUID | None = None
    here = person_id
    for _step in range(MOST_STEPS):
        on = Join.objects.filter(gone=here, status=JoinStatus.JOINED).values_list("kept", flat=True).first()
        if on is None:
            return at
        here = at = on
    return at


def records_of(person_id: UUID) -> set[UUID]:
    """The keys of all records that are this person now: for a copy of everything, or for erasing it."""
    found, fresh = {person_id}, {person_id}
    while fresh:
        more = set(
            Join.objects.filter(kept__in=fresh, status=JoinStatus.JOINED).values_list("gone", flat=True)
        )
        fresh = more - found
        found |= fresh
    return found


def suggested(viewer: Viewer | None, person: Person) -> list[duplicates.Candidate]:
    """Who in the viewer's records may be the same person. Pairs that were found to be two people are left out."""
    among = people.visible_to(viewer).exclude(pk=person.pk).exclude(pk__in=_found_to_be_two(person))
    numbers = set(
        Referral.objects.filter(person=person).exclude(nhs_number="").values_list("nhs_number", flat=True)
    )
    told = duplicates.known_of(person, numbers)
    found = duplicates.candidates(
        given=person.given_name, family=person.family_name, born_on=person.born_on, postcode=person.postcode,
        phone=person.phone, email=person.email, among=among,
    )  # fmt: skip
    others = {candidate.person.pk: candidate.person for candidate in found}
    if numbers:
        same = Referral.objects.filter(nhs_number__in=numbers).exclude(person=person).values("person")
        others |= {other.pk: other for other in among.filter(pk__in=same).order_by("id")[:MOST]}
    of_others: dict[UUID, set[str]] = {key: set() for key in others}
    for key, number in Referral.objects.filter(person__in=others).values_list("person", "nhs_number"):
        of_others[key].add(number)
    weighed = [duplicates.weigh(told, other, of_others[key]) for key, other in others.items()]
    shown = [candidate for candidate in weighed if candidate.weight >= duplicates.POSSIBLE]
    return sorted(shown, key=lambda c: (-c.weight, c.person.name, str(c.person.pk)))[:_EVERYBODY_SHOWN]


def _found_to_be_two(person: Person) -> set[UUID]:
    refused = Join.objects.filter(Q(kept=person) | Q(gone=person), status=JoinStatus.REFUSED)
    return {key for pair in refused.values_list("kept", "gone") for key in pair} - {person.pk}


def waiting(viewer: Viewer | None) -> list[Join]:
    """What waits for a second colleague, the oldest first."""
    return list(
        _whole(access.visible_to(viewer).filter(status=JoinStatus.PROPOSED)).order_by("proposed_at", "id")[
            :MOST
        ]
    )


def decided(viewer: Viewer | None) -> list[Join]:
    """What was decided, the newest first."""
    rows = access.visible_to(viewer).exclude(status=JoinStatus.PROPOSED)
    return list(_whole(rows).order_by("-decided_at", "-id")[:MOST])


def how_many_wait_for(viewer: Viewer | None) -> int:
    """How many proposals wait for the viewer: those of colleagues."""
    if viewer is None:
        return 0
    rows = access.visible_to(viewer).filter(status=JoinStatus.PROPOSED)
    return rows.exclude(proposed_by=viewer.member_id).count()


def standing_between(one: Person, other: Person) -> Join | None:
    """The proposal or joining that stands between two records, either way round."""
    pair = Q(kept=one, gone=other) | Q(kept=other, gone=one)
    return Join.objects.filter(pair, status__in=[JoinStatus.PROPOSED, JoinStatus.JOINED]).first()


def of_person(viewer: Viewer | None, person: Person) -> list[Join]:
    """The proposals and joins of a record, the newest first."""
    rows = access.visible_to(viewer).filter(Q(kept=person) | Q(gone=person))
    live = rows.filter(status__in=[JoinStatus.PROPOSED, JoinStatus.JOINED])
    return list(_whole(live).order_by("-proposed_at", "-id")[:MOST])


def rows_of(join: Join) -> int:
    """How many rows a joining changed, as far as the viewer may know."""
    return JoinedRow.objects.filter(join=join).count()


def _whole(rows: QuerySet[Join]) -> QuerySet[Join]:
    return rows.select_related("kept", "gone", "proposed_by", "decided_by", "undone_by")


def evidence(kept: Person, gone: Person) -> duplicates.Candidate:
    """What speaks for and against the two being one, with the NHS numbers told of them."""
    numbers: dict[UUID, set[str]] = {kept.pk: set(), gone.pk: set()}
    for key, number in Referral.objects.filter(person__in=[kept, gone]).values_list("person", "nhs_number"):
        numbers[key].add(number)
    return duplicates.weigh(duplicates.known_of(gone, numbers[gone.pk]), kept, numbers[kept.pk])


def spoken_numbers(person: Person) -> str:
    """The NHS numbers told of a person, or a dash."""
    found = Referral.objects.filter(person=person).exclude(nhs_number="").order_by("nhs_number")
    return ", ".join(found.values_list("nhs_number", flat=True).distinct()) or _("Not known")
