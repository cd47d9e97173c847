"""The life of a match: both answer, introduce, try, activate, review, pause and cover. Endings are in `endings`."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from alongside.befriending import notify, queries, rules
from alongside.befriending.actions import endings, visits
from alongside.befriending.actions.errors import CannotAnswer, CannotMove
from alongside.befriending.actions.held import check_may_become, check_standing, locked, remember
from alongside.befriending.enums import (
    FeedbackBy,
    MatchStatus,
    ReviewResult,
    Said,
    Side,
    Via,
    VisitStatus,
)
from alongside.befriending.models import Answer, Cover, Match, Review, Visit
from alongside.core import clock, ids

if TYPE_CHECKING:
    from alongside.partnerships.models import Member
    from alongside.volunteering.models import Volunteer


# Both say yes ----------------------------------------------------------------------------------------------------


@transaction.atomic
def answer(
    *,
    answer: Answer,
    said: Said,
    via: Via,
    at: datetime,
    by: Member | None = None,
    words: str = "",
) -> Match:
    """Take one side's yes or no. A no ends the match kindly; the second yes makes it agreed. Twice is once."""
    match = locked(answer.match)
    current = Answer.objects.select_for_update().get(pk=answer.pk)
    if current.said == said:
        return match
    if current.said != Said.ASKED or match.status != MatchStatus.PROPOSED:
        raise CannotAnswer(_("This has been answered already."))
    if via == Via.LINK and at >= current.expires_at:
        raise CannotAnswer(_("This link has run out. Please ring us."))
    current.said, current.answered_at, current.via = said, at, via
    current.recorded_by, current.words = by, words.strip()
    current.save()
    if said == Said.NO:
        return endings.said_no(match, side=Side(current.side), by=by, at=at)
    if match.answers.filter(said=Said.YES).count() == len(Side.values):
        match.status, match.agreed_at = MatchStatus.AGREED, at
        match.save(update_fields=["status", "agreed_at"])
        remember(match, _("Both said yes to befriending."), by, at)
        notify.tell_supervisors(
            match, "befriending_both_said_yes", {}, key=f"befriending-yes:{match.pk}", at=at
        )
    return match


@transaction.atomic
def ask_again(*, answer: Answer, by: Member, at: datetime) -> Answer:
    """Send one side a fresh link; the old one no longer works."""
    match = locked(answer.match)
    current = Answer.objects.select_for_update().get(pk=answer.pk)
    if match.status != MatchStatus.PROPOSED or current.said != Said.ASKED:
        raise CannotAnswer(_("This has been answered already."))
    secret = ids.new_secret()
    current.token_hash, current.asked_at = ids.hash_secret(secret), at
    current.expires_at = at + rules.LINK_LASTS
    current.save(update_fields=["token_hash", "asked_at", "expires_at"])
    current.match = match
    notify.ask_side(current, secret=secret, by=by, at=at)
    return current


# Begin -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def introduce(*, match: Match, starts_at: datetime | None, by: Member, at: datetime) -> Match:
    """Arrange the introduction, with a member of staff there: from now on the volunteer knows whom they meet."""
    current = locked(match)
    check_may_become(current, MatchStatus.INTRODUCED)
    check_standing(current, current.volunteer, clock.local(starts_at or at).date())
    current.status, current.introduced_at, current.introduced_by = MatchStatus.INTRODUCED, at, by
    current.save(update_fields=["status", "introduced_at", "introduced_by"])
    if starts_at is not None:
        visits.book(match=current, starts_at=starts_at, by=by, at=at)
    remember(current, _("The introduction to a befriender was arranged."), by, at)
    return current


@transaction.atomic
def begin_trial(
    *, match: Match, first_on: date, weekday: int | None, minute: int | None, by: Member, at: datetime
) -> Match:
    """Try it out: the weekly time begins, and the reviews get their days."""
    current = locked(match)
    check_may_become(current, MatchStatus.TRIAL)
    check_standing(current, current.volunteer, first_on)
    current.status, current.began_on = MatchStatus.TRIAL, first_on
    current.weekday, current.minute = weekday, minute
    current.save(update_fields=["status", "began_on", "weekday", "minute"])
    for kind, due_on in rules.reviews_from(first_on):
        Review.objects.get_or_create(match=current, kind=kind, defaults={"due_on": due_on})
    if weekday is not None and minute is not None and current.channel in rules.BOOKABLE:
        visits.set_series(
            match=current,
            weekday=weekday,
            minute=minute,
            minutes=current.minutes,
            first_on=first_on,
            by=by,
            at=at,
        )
    remember(current, _("Befriending began, as a trial."), by, at)
    return current


@transaction.atomic
def activate(*, match: Match, by: Member, at: datetime) -> Match:
    """A named person makes it active, when the checks count that day. Nothing activates itself."""
    current = locked(match)
    check_may_become(current, MatchStatus.ACTIVE)
    check_standing(current, current.volunteer, clock.local(at).date())
    _check_contactable(current)
    current.status, current.paused_until = MatchStatus.ACTIVE, None
    if current.activated_at is None:
        current.activated_at, current.activated_by = at, by
    current.ending_on, current.ending_words = None, ""
    current.save()
    Cover.objects.filter(match=current, ended_at__isnull=True).update(ended_at=at)
    visits.carry_on_match(current, at=at)
    remember(current, _("Befriending is active."), by, at)
    return current


def _check_contactable(match: Match) -> None:
    if not match.person.may_be_contacted:
        raise CannotMove(_("We may not contact %(name)s.") % {"name": match.person.called})


@transaction.atomic
def pause(*, match: Match, until: date | None, note: str, by: Member | None, at: datetime) -> Match:
    """No visits until a day, or until somebody takes it up again."""
    current = locked(match)
    check_may_become(current, MatchStatus.PAUSED)
    current.status, current.paused_until, current.pause_note = MatchStatus.PAUSED, until, note.strip()
    current.save(update_fields=["status", "paused_until", "pause_note"])
    visits.cancel_coming(current, until=until, note=_("Paused"), by=by, at=at)
    remember(current, _("Befriending pauses."), by, at)
    return current


@transaction.atomic
def cover(
    *,
    match: Match,
    volunteer: Volunteer,
    first_on: date,
    last_on: date,
    person_agreed: bool,
    by: Member,
    at: datetime,
) -> Cover:
    """Somebody else goes for a while; visits in those days are theirs where they are free. The match stays."""
    current = locked(match)
    check_may_become(current, MatchStatus.COVERED)
    if not person_agreed:
        raise CannotMove(_("Ask the person first whether they would like somebody else to come."))
    if last_on < first_on:
        raise CannotMove(_("The last day is before the first."))
    if volunteer.pk == current.volunteer_id or not queries.may_cover(current, volunteer):
        raise CannotMove(_("%(name)s cannot cover here.") % {"name": volunteer.called})
    check_standing(current, volunteer, first_on)
    try:
        with transaction.atomic():
            made = Cover.objects.create(
                match=current,
                volunteer=volunteer,
                days=DateRange(first_on, last_on + timedelta(days=1)),
                have_met=queries.have_met(current.person_id, volunteer.pk),
                person_agreed=True,
                made_at=at,
                made_by=by,
            )
    except IntegrityError as error:
        raise CannotMove(_("Somebody else covers in these days already.")) from error
    current.status = MatchStatus.COVERED
    current.save(update_fields=["status"])
    _give_visits(current, made, by=by, at=at)
    visits.carry_on_match(current, at=at)
    remember(current, _("Somebody else keeps them company for a while."), by, at)
    return made


def _give_visits(match: Match, cover: Cover, *, by: Member, at: datetime) -> None:
    """The booked visits in those days go to the one who covers; where that one is taken, they are called off."""
    for visit in match.visits.filter(status=VisitStatus.BOOKED, during__startswith__gt=at).order_by(
        "during", "id"
    ):
        if clock.local(visit.during.lower).date() not in _days(cover):
            continue
        try:
            with transaction.atomic():
                Visit.objects.filter(pk=visit.pk).update(volunteer=cover.volunteer, cover=cover)
        except IntegrityError:
            visits.cancel(visit=visit, note=_("Nobody was free to cover"), by=by, at=at)


def _days(cover: Cover) -> set[date]:
    first, last = cover.days.lower, cover.days.upper
    return {first + timedelta(days=n) for n in range((last - first).days)}


@transaction.atomic
def review(
    *,
    review: Review,
    feedback_by: FeedbackBy,
    person_felt: str,
    person_said: str,
    volunteer_felt: str,
    volunteer_said: str,
    result: ReviewResult,
    by: Member,
    at: datetime,
) -> Review:
    """Write down a review. What follows from it – pausing, ending – is done by its own step."""
    match = locked(review.match)
    current = Review.objects.select_for_update().get(pk=review.pk)
    if current.held_at is not None:
        raise CannotMove(_("This review was written down already."))
    if not match.is_live:
        raise CannotMove(_("This match has ended."))
    current.feedback_by, current.person_felt, current.person_said = (
        feedback_by,
        person_felt,
        person_said.strip(),
    )
    current.volunteer_felt, current.volunteer_said = volunteer_felt, volunteer_said.strip()
    current.result, current.held_at, current.held_by = result, at, by
    current.save()
    remember(
        match,
        _("Befriending was looked at together: %(what)s.") % {"what": current.get_kind_display()},
        by,
        at,
    )
    return current
