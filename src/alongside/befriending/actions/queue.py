"""The queue of a scheme: open a scheme, set the parameter, join, change, hold, leave – and exclude a pair."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from alongside.befriending import queries, rules, words
from alongside.befriending.actions.errors import CannotDecide, CannotJoin
from alongside.befriending.enums import Channel, LeaveReason, PairKind, SaidBy, WishStatus
from alongside.befriending.models import Exclusion, Scheme, WaitParameter, Wish
from alongside.befriending.wait_words import wait_in_words
from alongside.core import clock
from alongside.people import actions as people
from alongside.people.enums import TimelineKind

if TYPE_CHECKING:
    from alongside.casework.models import Case
    from alongside.partnerships.models import Member, Organisation
    from alongside.people.models import Person
    from alongside.volunteering.models import Volunteer

USUAL_POINTS = 2
#: What may be written of a wish; anything else is a mistake of the caller.
WISHED = frozenset(
    {
        "channels", "channel_wish", "times", "minutes", "languages_must", "languages_wish", "signs_must", "gender_must",
        "gender_wish", "conditions", "cannot_meet", "skills", "interests", "experiences", "cultures", "age_gap",
        "talks", "two_volunteers", "stay_waiting", "what_to_know", "how_to_get_in", "meanwhile",
    }
)  # fmt: skip


@transaction.atomic
def open_scheme(
    *,
    organisation: Organisation,
    name: str,
    channel: Channel,
    eligibility: str,
    by: Member,
    at: datetime,
    **more: Any,
) -> Scheme:
    """Open a scheme. Its parameter starts with the usual points, set by the same named person."""
    more.setdefault("meanwhile", _("A lunch club, a coffee morning or another group near you"))
    scheme = Scheme.objects.create(
        organisation=organisation,
        name=name.strip(),
        channel=channel,
        eligibility=eligibility.strip(),
        made_at=at,
        made_by=by,
        **more,
    )
    set_parameter(
        scheme=scheme,
        points_per_week_waited=USUAL_POINTS,
        why=_("What we begin with: a week of waiting counts two points."),
        by=by,
        at=at,
    )
    return scheme


@transaction.atomic
def set_parameter(
    *,
    scheme: Scheme,
    points_per_week_waited: int,
    why: str,
    by: Member,
    at: datetime,
    instead_of: int | None = None,
) -> WaitParameter:
    """Decide anew what a week of waiting is worth. Versions are only ever added.

    `instead_of` is the version that was seen: where another holds by now, CannotDecide.
    """
    locked = Scheme.objects.select_for_update().get(pk=scheme.pk)
    newest = locked.parameters.order_by("-version").first()
    if instead_of is not None and instead_of != (newest.version if newest else 0):
        raise CannotDecide(_("Somebody decided this a moment ago. Look at it, then decide."))
    return WaitParameter.objects.create(
        scheme=locked,
        version=newest.version + 1 if newest else 1,
        points_per_week_waited=points_per_week_waited,
        why=why.strip(),
        set_at=at,
        set_by=by,
    )


@transaction.atomic
def join(
    *,
    scheme: Scheme,
    person: Person,
    wished: Mapping[str, Any],
    by: Member,
    at: datetime,
    case: Case | None = None,
) -> Wish:
    """Put a person on the list, with what we honestly said about the wait and what they are offered meanwhile."""
    scheme = Scheme.objects.select_for_update().get(pk=scheme.pk)
    _check_may_join(scheme, person, at)
    wait = queries.honest_wait(scheme, at=at)
    wish = Wish(
        scheme=scheme,
        person=person,
        case=case,
        waiting_since_at=at,
        joined_at=at,
        joined_by=by,
        checked_at=at,
        told_wait=wait_in_words(wait)[:300],
    )
    _write(
        wish,
        {"channels": [scheme.channel], "minutes": scheme.minutes, "meanwhile": scheme.meanwhile, **wished},
        at,
    )
    try:
        with transaction.atomic():
            wish.save(force_insert=True)
    except IntegrityError as error:
        raise CannotJoin(_("%(name)s is on this list already.") % {"name": person.called}) from error
    _remember(person, _("Joined the list of %(scheme)s.") % {"scheme": scheme.name}, by, at)
    return wish


def _check_may_join(scheme: Scheme, person: Person, at: datetime) -> None:
    if not scheme.is_open:
        raise CannotJoin(_("This scheme takes nobody new at the moment."))
    if not person.may_be_contacted:
        raise CannotJoin(_("We may not contact %(name)s.") % {"name": person.called})
    age = person.age(clock.local(at).date())
    if age is not None and age < scheme.minimum_age:
        raise CannotJoin(_("This scheme is for people of %(age)s and over.") % {"age": scheme.minimum_age})
    if scheme.area_codes and person.local_authority and person.local_authority not in scheme.area_codes:
        raise CannotJoin(_("%(name)s lives outside the area of this scheme.") % {"name": person.called})


def _write(wish: Wish, wished: Mapping[str, Any], at: datetime) -> None:
    unknown = set(wished) - WISHED
    if unknown:
        raise CannotJoin(f"Not part of a wish: {', '.join(sorted(unknown))}")
    for name, value in wished.items():
        setattr(wish, name, value)
    wish.summary = words.summary_of_person(wish, on=clock.local(at).date())


@transaction.atomic
def change(*, wish: Wish, wished: Mapping[str, Any], by: Member, at: datetime) -> Wish:
    """Write down what the person wants now. Their place in the queue stays where it is."""
    current = Wish.objects.select_for_update(of=("self",)).select_related("person", "scheme").get(pk=wish.pk)
    if current.status == WishStatus.LEFT:
        raise CannotJoin(_("They have left the list. Put them on it again."))
    _write(current, wished, at)
    current.checked_at = at
    current.save()
    _remember(
        current.person, _("Said what they want of %(scheme)s now.") % {"scheme": current.scheme.name}, by, at
    )
    return current


@transaction.atomic
def hold(*, wish: Wish, on_hold: bool, by: Member, at: datetime) -> Wish:
    """Keep a wish out of rounds for now, or let it in again. Why is not written here, and told to nobody."""
    current = Wish.objects.select_for_update().get(pk=wish.pk)
    if current.on_hold != on_hold:
        current.on_hold = on_hold
        current.save(update_fields=["on_hold"])
    return current


@transaction.atomic
def leave(*, wish: Wish, reason: LeaveReason, by: Member | None, at: datetime, note: str = "") -> Wish:
    """Take a person off the list. Somebody with a match ends that first."""
    current = Wish.objects.select_for_update(of=("self",)).select_related("person", "scheme").get(pk=wish.pk)
    if current.status == WishStatus.LEFT:
        return current
    if current.status == WishStatus.MATCHED:
        raise CannotJoin(_("They have a match. End it first."))
    return left(current, reason=reason, by=by, at=at, note=note)


def left(wish: Wish, *, reason: LeaveReason, by: Member | None, at: datetime, note: str = "") -> Wish:
    """Write that a locked wish has left its queue."""
    wish.status, wish.left_at, wish.left_by = WishStatus.LEFT, at, by
    wish.left_reason, wish.left_note = reason, note.strip()
    wish.save(update_fields=["status", "left_at", "left_by", "left_reason", "left_note"])
    _remember(
        wish.person,
        _("Left the list of %(scheme)s: %(why)s.")
        % {"scheme": wish.scheme.name, "why": str(LeaveReason(reason).label).lower()},
        by,
        at,
    )
    return wish


@transaction.atomic
def exclude(
    *,
    person: Person,
    volunteer: Volunteer,
    kind: PairKind,
    said_by: SaidBy,
    by: Member,
    at: datetime,
    reason: str = "",
) -> Exclusion:
    """Never match these two. Nobody but the staff who run schemes learns of it: no timeline, no message."""
    found, _new = Exclusion.objects.get_or_create(
        person=person,
        volunteer=volunteer,
        kind=kind,
        lifted_at=None,
        defaults={"said_by": said_by, "reason": reason.strip(), "made_at": at, "made_by": by},
    )
    return found


@transaction.atomic
def lift(*, exclusion: Exclusion, by: Member, at: datetime) -> Exclusion:
    """Let the two be matched again. Lifting twice changes nothing."""
    current = Exclusion.objects.select_for_update().get(pk=exclusion.pk)
    if current.lifted_at is None:
        current.lifted_at, current.lifted_by = at, by
        current.save(update_fields=["lifted_at", "lifted_by"])
    return current


@transaction.atomic
def not_forgotten(*, wish: Wish, by: Member | None, at: datetime) -> Wish:
    """Note that we told somebody who waits that we have not forgotten them."""
    current = Wish.objects.select_for_update(of=("self",)).select_related("person").get(pk=wish.pk)
    if current.status == WishStatus.WAITING:
        current.not_forgotten_at = at
        current.save(update_fields=["not_forgotten_at"])
        _remember(current.person, _("Told that we have not forgotten them."), by, at)
    return current


def due_not_forgotten(wish: Wish, at: datetime) -> bool:
    """Whether somebody who waits should hear from us again."""
    last = max(filter(None, (wish.not_forgotten_at, wish.joined_at)))
    return wish.is_waiting and at - last >= rules.NOT_FORGOTTEN_EVERY


def _remember(person: Person, sentence: str, by: Member | None, at: datetime) -> None:
    people.remember(person=person, sentence=sentence, by=by, at=at, kind=TimelineKind.PLAN)
