"""Where somebody is named in the records of others: shown before they are erased, for a named person to decide.

The program proposes and never decides (as for a copy, `redacting`): each place is shown with the words around it, and
only what was chosen is taken out, with what its field said before. Safeguarding's records are not looked through.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection, models
from django.db.models import Case as Choice
from django.db.models import IntegerField, Q, When
from django.utils.translation import gettext as _

from alongside.joining.queries import records_of
from alongside.partnerships.models import Member
from alongside.people.models import Person
from alongside.people.rules import spoken_phone
from alongside.referrals.models import Referral
from alongside.rights import registry
from alongside.volunteering.models import Volunteer

if TYPE_CHECKING:
    from alongside.rights.models import Erasure

AROUND = 60  # characters on either side shown
MOST = 200
LEAST_LETTERS = 3
#: Kinds of personal field in which people write freely, or name somebody (there only what is surely them counts).
FREE = frozenset({"text", "name"})
#: What others are called is no mention of whoever is called the same.
OWN_NAMES = frozenset(
    {
        *(("people.Person", name) for name in ("given_name", "family_name", "known_as", "name_key")),
        *(("volunteering.Volunteer", name) for name in ("name", "known_as")),
        ("partnerships.Member", "name"),
    }
)
#: Whoever is referred may be somebody else of that name: never surely them by the name alone.
REFERRED = ("referrals.Referral", "name")


@dataclass(frozen=True)
class Mention:
    """A field of somebody else's row that names them. `certain`: by the whole name, a number or an address of theirs;
    else by a name that others bear or may bear. `about` is whose record it is, None where it is nobody's."""

    key: str
    what: str
    about: Person | None
    context: str
    certain: bool


@dataclass(frozen=True)
class Terms:
    """What somebody is known by: surely theirs; their whole name where others here bear it, too; parts of names."""

    certain: tuple[str, ...]
    shared: tuple[str, ...]
    parts: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.certain, *self.shared, *self.parts)


def terms_of(person_id: UUID) -> Terms:
    """The words to look for, of each record that is this person now."""
    certain: set[str] = set()
    shared: set[str] = set()
    parts: set[str] = set()
    for one in Person.objects.filter(pk__in=records_of(person_id)):
        if one.given_name and one.family_name:
            whole = shared if _is_borne_by_others(one) else certain
            whole |= {one.name, f"{one.family_name}, {one.given_name}"}
            if one.known_as and one.family_name not in one.known_as:
                whole.add(f"{one.known_as} {one.family_name}")
        parts |= {one.given_name, one.family_name, one.known_as}
        if one.phone:
            spoken = spoken_phone(one.phone)
            certain |= {one.phone, spoken, spoken.replace(" ", "")}
        certain.add(one.email)
    numbers = Referral.objects.filter(person__in=records_of(person_id)).exclude(nhs_number="")
    for number in numbers.values_list("nhs_number", flat=True):
        certain |= {number, f"{number[:3]} {number[3:6]} {number[6:]}"}
    return Terms(_long(certain), _long(shared - certain), _long(parts - certain - shared))


def _long(words: set[str]) -> tuple[str, ...]:
    return tuple(sorted(word for word in words if len(word) >= LEAST_LETTERS))


def _is_borne_by_others(one: Person) -> bool:
    """Whether somebody else here is called the same: a person, a colleague, a volunteer."""
    called = Q(given_name__iexact=one.given_name) | Q(known_as__iexact=one.given_name)
    return (
        Person.objects.filter(called, family_name__iexact=one.family_name)
        .exclude(pk__in=records_of(one.pk))
        .exists()
        or Member.objects.filter(name__iexact=one.name).exists()
        or Volunteer.objects.filter(name__iexact=one.name).exists()
    )


def mentions_of(person_id: UUID) -> list[Mention]:
    """Where others' records name them: the certain ones first, at most MOST. One read of each table with words."""
    terms = terms_of(person_id)
    found = []
    for model, fields, row in _rows(person_id, terms):
        for field in fields:
            said = str(getattr(row, field) or "")
            certain = _any_of(terms.certain).search(said)
            parts = () if model.records.personal[field] == "name" else terms.parts
            hit = certain or _any_of((*terms.shared, *parts)).search(said)
            if hit is None:
                continue
            around = said[max(0, hit.start() - AROUND) : hit.end() + AROUND]
            found.append(
                Mention(
                    key=f"{model._meta.label}:{row.pk}:{field}",
                    what=str(model._meta.verbose_name),
                    about=_about(model, row),
                    context=" ".join(around.split()),
                    certain=bool(certain) and (model._meta.label, field) != REFERRED,
                )
            )
    return sorted(found, key=lambda one: (not one.certain, one.what, one.key))[:MOST]


def take_out(erasure: Erasure, chosen: Collection[str]) -> int:
    """Take them out where it was chosen, and out of what those fields said before; return how many places. Only places
    that name them count, whatever was sent. Called by the erasing itself, before their own record is emptied."""
    terms = terms_of(erasure.person_id)
    pattern = _any_of(terms.all)
    models_by_label = {model._meta.label: (model, fields) for model, fields in _looked_through()}
    mark, done = _("[name taken out]"), 0
    for key in sorted(chosen)[:MOST]:
        label, _colon, rest = key.partition(":")
        listed, _colon, field = rest.partition(":")
        model, fields = models_by_label.get(label, (None, []))
        if model is None or field not in fields or not _is_key(listed):
            continue
        row = _of_others(model, erasure.person_id).filter(pk=listed).select_for_update(of=("self",)).first()
        said = str(getattr(row, field) or "") if row is not None else ""
        if not pattern.search(said):
            continue
        longest = model._meta.get_field(field).max_length
        model._base_manager.filter(pk=listed).update(**{field: pattern.sub(mark, said)[:longest]})
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT audit.scrub_field(%s, %s, %s, %s)",
                [erasure.person_id, model._meta.db_table, listed, field],
            )
        done += 1
    return done


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _looked_through() -> Iterator[tuple[Any, list[str]]]:
    """Every table behind the wall in which people write freely; not those of safeguarding, nor of rights."""
    for model in registry.walled():
        apart = model._meta.label in registry.APART or getattr(model, "wall_narrowed", None)
        fields = _free_fields(model)
        if fields and not apart and model._meta.app_label not in {"rights", "core"}:
            yield model, fields


def _of_others(model: Any, person_id: UUID) -> models.QuerySet[Any]:
    """Its rows, but for those about the person."""
    rows = model._base_manager.all()
    table = _tables().get(model._meta.label)
    return rows if table is None else rows.exclude(pk__in=table.rows_of(person_id).order_by().values("pk"))


@lru_cache(maxsize=1)
def _tables() -> dict[str, registry.Table]:
    return {table.label: table for table in (*registry.exported(), *registry.erased())}


def _rows(person_id: UUID, terms: Terms) -> Iterator[tuple[Any, list[str], Any]]:
    """The rows that name them, of each table those that surely do first: "Ann" is in none because of "cannot"."""
    for model, fields in _looked_through() if terms.all else ():
        surely = Choice(When(_says(fields, terms.certain), then=0), default=1, output_field=IntegerField())
        found = _of_others(model, person_id).filter(_says(fields, terms.all))
        for row in found.annotate(rank=surely).order_by("rank", "pk")[:MOST]:
            yield model, fields, row


def _says(fields: Collection[str], words: Collection[str]) -> Q:
    """Whether one of the words stands, whole, in one of the fields."""
    pattern = _whole(words)
    return reduce(or_, (Q(**{f"{field}__iregex": pattern}) for field in fields))


def _free_fields(model: type[models.Model]) -> list[str]:
    personal = model.records.personal  # type: ignore[attr-defined]
    return [
        field.name
        for field in model._meta.concrete_fields
        if personal.get(field.name) in FREE
        and (model._meta.label, field.name) not in OWN_NAMES
        and isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and not getattr(field, "generated", False)
    ]


def _about(model: type[models.Model], row: Any) -> Person | None:
    path = model.records.export or registry.path_to_person(model)  # type: ignore[attr-defined]
    if not path or path == registry.KEY:
        return None
    if path == registry.SELF:
        return row if isinstance(row, Person) else None
    key = model._base_manager.filter(pk=row.pk).values_list(path, flat=True).first()
    return Person.objects.filter(pk=key).first() if key else None


def _any_of(words: Collection[str]) -> re.Pattern[str]:
    return re.compile(_whole(words), re.IGNORECASE)


def _whole(words: Collection[str]) -> str:
    """A pattern for whole words, read alike by Python and PostgreSQL; of no words, one that nothing matches."""
    wanted = sorted(words, key=len, reverse=True)
    return r"(?<!\w)(?:" + "|".join(map(re.escape, wanted)) + r")(?!\w)" if wanted else r"(?!)"
