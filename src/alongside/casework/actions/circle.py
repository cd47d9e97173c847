"""Write the circle of support: add, change, take out, and take the last change back. Nothing is overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.casework.actions.errors import CannotDo
from alongside.casework.circle import MOST
from alongside.casework.models import Case, CircleTie
from alongside.people import actions as people
from alongside.people import rules as people_rules
from alongside.people.enums import TimelineKind
from alongside.people.models import Person

if TYPE_CHECKING:
    from alongside.partnerships.models import Member

FIELDS = ("kind", "who", "tie", "ring", "how_often", "could_help", "can_help", "phone", "phone_agreed")


class CannotDraw(CannotDo):
    """The circle cannot be changed like this; `field` names the box of the form, if there is one."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def add(*, case: Case, told: Mapping[str, Any], by: Member, at: datetime) -> CircleTie:
    """Put somebody into the circle of the case's person. `told` has keys of FIELDS."""
    person = _held(case)
    if CircleTie.objects.filter(person=person, until_at__isnull=True).count() >= MOST:
        raise CannotDraw(_("There are %(most)d in the circle already. Take one out first.") % {"most": MOST})
    tie = CircleTie.objects.create(person=person, from_at=at, from_by=by, **_clean(told))
    _remember(person, _("Came into the circle of support: %(who)s."), tie, by, at)
    return tie


@transaction.atomic
def change(*, case: Case, tie: CircleTie, told: Mapping[str, Any], by: Member, at: datetime) -> CircleTie:
    """Say how it is now. Raises CannotDraw when a colleague changed it since the page was opened."""
    person = _held(case)
    wanted = _clean(told)
    stands = CircleTie.objects.filter(person=person, thread=tie.thread, until_at=None).first()
    if stands and stands.from_by_id == by.pk and all(getattr(stands, f) == v for f, v in wanted.items()):
        return stands  # the same said a second time
    current = _standing(person, tie)
    if all(getattr(current, field) == value for field, value in wanted.items()):
        return current
    _end(current, by, at)
    made = CircleTie.objects.create(person=person, thread=current.thread, from_at=at, from_by=by, **wanted)
    _remember(person, _("Changed in the circle of support: %(who)s."), made, by, at)
    return made


@transaction.atomic
def take_out(*, case: Case, tie: CircleTie, by: Member, at: datetime) -> CircleTie:
    """They are no longer in the person's life. What was stays, for then and now. Twice is once."""
    person = _held(case)
    current = CircleTie.objects.select_for_update().get(pk=tie.pk, person=person)
    if current.is_there:
        _end(current, by, at)
        _remember(person, _("Left the circle of support: %(who)s."), current, by, at)
    return current


@transaction.atomic
def undo(*, case: Case, thread: UUID, by: Member, at: datetime) -> CircleTie | None:
    """Take back the last change of one tie: the row before stands again; what was only added is gone."""
    person = _held(case)
    rows = list(
        CircleTie.objects.select_for_update()
        .filter(person=person, thread=thread)
        .order_by("-from_at", "-id")[:2]
    )
    if not rows:
        raise CannotDraw(_("There is nothing to take back."))
    last = rows[0]
    _remember(person, _("Taken back in the circle of support: %(who)s."), last, by, at)
    if not last.is_there:
        return _stand_again(last)
    last.delete()
    return _stand_again(rows[1]) if len(rows) > 1 else None


def _stand_again(tie: CircleTie) -> CircleTie:
    tie.until_at = tie.until_by = None
    tie.save(update_fields=["until_at", "until_by"])
    return tie


def _end(tie: CircleTie, by: Member, at: datetime) -> None:
    tie.until_at, tie.until_by = max(at, tie.from_at), by
    tie.save(update_fields=["until_at", "until_by"])


def _standing(person: Person, tie: CircleTie) -> CircleTie:
    current = CircleTie.objects.select_for_update().filter(pk=tie.pk, person=person).first()
    if current is None or not current.is_there:
        raise CannotDraw(_("A colleague changed this meanwhile. Open it again and see what stands."))
    return current


def _held(case: Case) -> Person:
    if not case.is_open:
        raise CannotDraw(_("Support has ended. Start it again to change the circle."))
    return Person.objects.select_for_update().get(pk=case.person_id)


def _clean(told: Mapping[str, Any]) -> dict[str, Any]:
    clean = {field: told[field] for field in FIELDS if field in told}
    clean["who"] = people_rules.clean_name(str(clean.get("who", "")))
    if not clean["who"]:
        raise CannotDraw(_("Write a first name, or a word for who they are."), "who")
    clean["can_help"] = str(clean.get("can_help", "")).strip()
    raw = str(clean.get("phone", "")).strip()
    clean["phone"] = people_rules.normal_phone(raw) if raw else ""
    if raw and not clean["phone"]:
        raise CannotDraw(_("This is not a phone number we can ring: %(phone)s") % {"phone": raw}, "phone")
    if clean["phone"] and not clean.get("phone_agreed"):
        raise CannotDraw(
            _("Write their number down only if they agreed to it themselves. Ask them, or leave it out."),
            "phone",
        )
    if not clean["phone"]:
        clean["phone_agreed"] = False
    return clean


def _remember(person: Person, sentence: str, tie: CircleTie, by: Member, at: datetime) -> None:
    # The timeline is read on many pages: it says what they are to the person, not what they are called.
    said = sentence % {"who": str(tie.get_tie_display()).lower()}
    people.remember(person=person, sentence=said, by=by, at=at, kind=TimelineKind.CONVERSATION)
