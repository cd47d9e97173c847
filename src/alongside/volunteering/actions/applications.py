"""The way in: an enquiry, an application, each step with its evidence, and a kind no.

Every step locks the application first: two people who move it at one moment move it once, and the other is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from alongside.core.clock import local
from alongside.core.ids import new_reference
from alongside.partnerships import actions as partnerships
from alongside.partnerships.enums import Role
from alongside.partnerships.models import Member
from alongside.people import rules as people_rules
from alongside.people import whereabouts
from alongside.places.geo import Point
from alongside.volunteering import notify, queries, roles, rules
from alongside.volunteering.actions import references as referees_of
from alongside.volunteering.actions.errors import CannotApply, CannotMove
from alongside.volunteering.enums import CheckKind, Pattern, RefusalReason, Stage, VolunteerStatus
from alongside.volunteering.models import Application, Check, StageMove, Volunteer

if TYPE_CHECKING:
    from alongside.partnerships.models import Organisation

TRIES = 5
OLDEST = 120
OFFERED = frozenset(
    {
        "name", "known_as", "email", "phone", "postcode", "born_on", "gender", "emergency_contact", "roles",
        "pattern", "travel", "radius_m", "people_at_most", "hours_per_week", "languages", "communication",
        "interests", "experiences", "cultures", "skills", "cannot_meet", "brings", "talk", "adjustments",
        "employer", "in_work_time",
    }
)  # fmt: skip
TOLD = frozenset({"motivation", "experience", "heard_from"})


def tidied(offered: Mapping[str, Any]) -> dict[str, Any]:
    """What was told, in the shape we keep: names without odd characters, a number we can ring, where they set out."""
    tidy = {field: value for field, value in offered.items() if value is not None}
    if "name" in tidy:
        tidy["name"] = people_rules.clean_name(tidy["name"])
        if not tidy["name"]:
            raise CannotApply(_("Tell us your name."))
    if tidy.get("phone"):
        tidy["phone"] = people_rules.normal_phone(tidy["phone"])
        if not tidy["phone"]:
            raise CannotApply(_("This is not a phone number we can ring."))
    if "postcode" in tidy:
        tidy["postcode"] = whereabouts.tidy(tidy["postcode"])
        placed = whereabouts.of(tidy["postcode"])
        known = placed["easting"] is not None
        tidy["point"] = Point(placed["easting"], placed["northing"]) if known else None
    return tidy


@transaction.atomic
def enquire(
    *,
    organisation: Organisation | None,
    offered: Mapping[str, Any],
    at: datetime,
    by: Member | None = None,
    key: UUID | None = None,
) -> Application:
    """Somebody would like to know more: a name and a way to reach them. The same key again returns the first."""
    return _take(organisation, offered, {}, Stage.ENQUIRY, at=at, by=by, key=key)


@transaction.atomic
def apply(
    *,
    organisation: Organisation | None,
    offered: Mapping[str, Any],
    told: Mapping[str, Any],
    referees: Iterable[tuple[str, str, str]],
    at: datetime,
    by: Member | None = None,
    key: UUID | None = None,
) -> Application:
    """Take a whole application. `referees` are (name, e-mail, who they are); nobody is written to before we read it."""
    check_age(offered.get("born_on"), offered.get("roles") or [], local(at).date())
    application = _take(organisation, offered, told, Stage.APPLICATION, at=at, by=by, key=key)
    if not application.references.exists():
        for name, email, relation in referees:
            referees_of.name_referee(
                application=application, name=name, email=email, relation=relation, at=at
            )
    return application


def check_age(born_on: date | None, wanted: Iterable[str], on: date) -> None:
    """Raise CannotApply for somebody too young for what they chose, naming the roles."""
    if born_on is None:
        return
    years = people_rules.age(born_on, None, on)
    if years is None or years > OLDEST:
        raise CannotApply(_("Check the day you were born."))
    if years < roles.YOUNGEST:
        raise CannotApply(_("You can volunteer with us from the day you are 16."))
    young = roles.too_young_for(wanted, years)
    if young:
        names = ", ".join(str(role.name) for role in young)
        raise CannotApply(
            _("You need to be 18 for: %(roles)s. Choose something else for now.") % {"roles": names}
        )


def _take(
    organisation: Organisation | None,
    offered: Mapping[str, Any],
    told: Mapping[str, Any],
    stage: Stage,
    *,
    at: datetime,
    by: Member | None,
    key: UUID | None,
) -> Application:
    if key is not None:
        known = Application.objects.filter(key=key).first()
        if known is not None:
            return known
    if organisation is None:
        raise CannotApply(_("Nobody here takes volunteers yet. Please ring us."))
    if unknown := (set(offered) - OFFERED) | (set(told) - TOLD):
        raise CannotApply(f"Not part of an application: {', '.join(sorted(unknown))}")
    tidy = tidied(offered)
    if not (tidy.get("phone") or tidy.get("email")):
        raise CannotApply(_("Give us one way to reach you: a phone number or an e-mail address."))
    wanted = tidy.get("roles") or []
    volunteer = Volunteer(
        organisation=organisation,
        created_at=at,
        tasks=roles.tasks_of(wanted),
        channels=roles.channels_of(wanted),
        is_regular=tidy.get("pattern", Pattern.REGULAR) == Pattern.REGULAR,
        **tidy,
    )
    application = Application(
        volunteer=volunteer,
        stage=stage,
        received_at=at,
        since_at=at,
        key=key,
        owner=by,
        **{field: value.strip() for field, value in told.items() if value},
    )
    _save(volunteer, application)
    StageMove.objects.create(application=application, to_stage=stage, moved_at=at, moved_by=by)
    notify.received(application, at=at)
    return application


def _save(volunteer: Volunteer, application: Application) -> None:
    """Save both under a reference nobody else has."""
    try:
        volunteer.clean_fields(exclude=["partnership", "organisation", "supervisor", "deputy", "member"])
    except ValidationError as error:
        raise CannotApply("; ".join(" ".join(v) for v in error.message_dict.values())) from error
    volunteer.save(force_insert=True)
    for _try in range(TRIES):
        application.reference = new_reference()
        try:
            with transaction.atomic():
                application.save(force_insert=True)
        except IntegrityError as error:
            if "volunteering_reference_once" not in str(error):
                raise
        else:
            return
    raise CannotApply(_("Something is wrong on our side. Please ring us."))


def locked(application: Application) -> Application:
    """The application as it stands now, held until the end of the transaction."""
    return (
        Application.objects.select_for_update(of=("self",))
        .select_related("volunteer__organisation", "owner")
        .get(pk=application.pk)
    )


@transaction.atomic
def take(*, application: Application, owner: Member, by: Member, at: datetime) -> Application:
    """Make it somebody's: whoever owns it is asked to look when it waits too long."""
    current = _open(application)
    current.owner = owner
    current.save(update_fields=["owner"])
    return current


def _open(application: Application) -> Application:
    current = locked(application)
    if not current.is_open:
        raise CannotMove(
            _("This application has ended: %(what)s.") % {"what": current.get_stage_display().lower()}
        )
    return current


@transaction.atomic
def move_on(*, application: Application, expected: str, by: Member, at: datetime) -> Application:
    """Go to the next stage, if what it needs is there. `expected` is the stage the mover saw.

    Raises CannotMove, with what is missing.
    """
    current = _open(application)
    if current.stage != expected:
        raise CannotMove(
            _("Somebody has moved this already. It is now at: %(stage)s.")
            % {"stage": current.get_stage_display()}
        )
    wanted = rules.next_stage(current.stage)
    if wanted is None:
        raise CannotMove(_("This application has ended."))
    missing = rules.missing_for(wanted, queries.progress_of(current, local(at).date()))
    if missing:
        raise CannotMove(
            _("Before the step “%(stage)s” we need: %(missing)s")
            % {"stage": wanted.label, "missing": " ".join(missing)},
            missing,
        )
    current.owner = current.owner or by
    _to(current, wanted, by=by, at=at)
    if wanted == Stage.REFERENCES:
        referees_of.ask_all(application=current, by=by, at=at)
    elif wanted == Stage.READY:
        _make_ready(current.volunteer, by=by, at=at)
    return current


def _to(application: Application, stage: Stage, *, by: Member | None, at: datetime) -> None:
    StageMove.objects.create(
        application=application, from_stage=application.stage, to_stage=stage, moved_at=at, moved_by=by
    )
    application.stage, application.since_at = stage, at
    if stage not in rules.OPEN:
        application.ended_at, application.ended_by = at, by
    application.save()


def _make_ready(volunteer: Volunteer, *, by: Member, at: datetime) -> None:
    """From now on they may be matched. The first supervision is due within eight weeks; their door is opened."""
    on = local(at).date()
    volunteer.status, volunteer.ready_at = VolunteerStatus.READY, at
    volunteer.member = volunteer.member or _door_of(volunteer)
    volunteer.save()
    Check.objects.create(
        volunteer=volunteer,
        kind=CheckKind.SUPERVISION,
        issued_on=on,
        expires_on=on + timedelta(days=rules.LASTS[CheckKind.SUPERVISION] or 0),
        note=_("Induction"),
        recorded_at=at,
        recorded_by=by,
    )
    notify.ready(volunteer, by=by, at=at)


def _door_of(volunteer: Volunteer) -> Member | None:
    """The membership that opens the volunteer's own pages; none without an e-mail address to sign in with."""
    if not volunteer.email:
        return None
    here = Member.objects.filter(user__email__iexact=volunteer.email).first()
    if here is not None:
        free = (
            here.role == Role.VOLUNTEER
            and here.is_present
            and here.organisation_id == volunteer.organisation_id
            and not Volunteer.objects.filter(member=here).exists()
        )
        return here if free else None
    return partnerships.add_member(
        organisation=volunteer.organisation,
        email=volunteer.email,
        name=volunteer.name[:120],
        role=Role.VOLUNTEER,
    )


@transaction.atomic
def refuse(*, application: Application, reason: str, note: str, by: Member, at: datetime) -> Application:
    """Say no, kindly: the reason and the words reach the applicant; what a referee said never does."""
    current = _open(application)
    if reason not in RefusalReason.values:
        raise CannotMove(_("Choose why."))
    current.refusal_reason, current.refusal_note = reason, note.strip()
    _to(current, Stage.REFUSED, by=by, at=at)
    volunteer = current.volunteer
    volunteer.status = VolunteerStatus.REFUSED
    volunteer.save(update_fields=["status"])
    notify.refused(current, by=by, at=at)
    return current


@transaction.atomic
def withdraw(*, application: Application, note: str, by: Member | None, at: datetime) -> Application:
    """They changed their mind, which is their right."""
    current = _open(application)
    current.refusal_note = note.strip()
    _to(current, Stage.WITHDRAWN, by=by, at=at)
    volunteer = current.volunteer
    volunteer.status = VolunteerStatus.REFUSED
    volunteer.save(update_fields=["status"])
    return current


@transaction.atomic
def record_interview(
    *, application: Application, marks: Mapping[str, int], note: str, held_on: date, by: Member, at: datetime
) -> Application:
    """Write down an interview: a mark for each thing listened for, and what was heard."""
    current = _open(application)
    if set(marks) != set(rules.INTERVIEW) or not all(1 <= m <= rules.HIGHEST_MARK for m in marks.values()):
        raise CannotMove(_("Give a mark from 1 to 5 for each."))
    if held_on > local(at).date():
        raise CannotMove(_("An interview cannot be in the future."))
    current.interview, current.interview_note = dict(marks), note.strip()
    current.interviewed_on, current.interviewed_by = held_on, by
    current.save(update_fields=["interview", "interview_note", "interviewed_on", "interviewed_by"])
    return current
