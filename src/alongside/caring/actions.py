"""The only writers of caring: tell, change, end, go on; move an assessment, take a move back; lead a young carer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alongside.caring import queries, rules
from alongside.caring.enums import Break, Law, Result
from alongside.caring.models import AssessmentMove, CarersAssessment, Caring, YoungCarersService
from alongside.casework.actions import contacts, plan
from alongside.casework.models import FollowUp
from alongside.core import clock
from alongside.people import actions as people
from alongside.people.models import Person
from alongside.places.enums import Relation

if TYPE_CHECKING:
    from alongside.casework.models import Case, Step
    from alongside.directory.models import Service
    from alongside.partnerships.models import Member

FIELDS = ("relationship", "tasks", "hours", "note")


class CannotCare(Exception):
    """What was asked cannot be done; the message says why. `field` names the box of the form, if there is one."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def tell(
    *, case: Case, told: Mapping[str, Any], cared_for: Person | None, by: Member, at: datetime
) -> Caring:
    """Write down that the person of the case looks after somebody. `told` has keys of FIELDS.

    Their record says from now on that they care, and for somebody in which area, so that the finder need not ask.
    """
    _check_open(case)
    carer = Person.objects.select_for_update().get(pk=case.person_id)
    if cared_for is not None:
        if cared_for.pk == carer.pk:
            raise CannotCare(_("This is the carer. Choose who is looked after."), "known")
        if Caring.objects.filter(carer=carer, cared_for=cared_for, ended_at__isnull=True).exists():
            raise CannotCare(_("It is already written down that they look after this person."), "known")
    caring = Caring.objects.create(
        carer=carer,
        cared_for=cared_for,
        told_at=at,
        told_by=by,
        **{field: told[field] for field in FIELDS if field in told},
    )
    if not carer.is_carer:
        people.update_details(person=carer, version=carer.version, changes={"is_carer": True}, by=by, at=at)
    if cared_for is not None and cared_for.local_authority:
        people.relate_to_area(person=carer, relation=Relation.CARES_FOR, area_code=cared_for.local_authority)
    _remember(case, _("Looks after someone: %(whom)s.") % {"whom": _whom(caring)}, by, at)
    return caring


@transaction.atomic
def change(
    *, case: Case, caring: Caring, version: int, told: Mapping[str, Any], by: Member, at: datetime
) -> Caring:
    """Change what was told. Raises CannotCare when a colleague changed it since `version` was read."""
    _check_open(case)
    current = Caring.objects.select_for_update().get(pk=caring.pk)
    wanted = {field: told[field] for field in FIELDS if field in told}
    if all(getattr(current, field) == value for field, value in wanted.items()):
        return current
    if current.version != version:
        raise CannotCare(_("A colleague changed this meanwhile. Open it again and see what stands."))
    for field, value in wanted.items():
        setattr(current, field, value)
    current.version += 1
    current.save()
    _remember(case, _("Changed: looks after someone (%(whom)s).") % {"whom": _whom(current)}, by, at)
    return current


@transaction.atomic
def end(*, case: Case, caring: Caring, by: Member, at: datetime) -> Caring:
    """They no longer look after this person. Their details stay: they may care for another. Twice is once."""
    current = Caring.objects.select_for_update().get(pk=caring.pk)
    if current.goes_on:
        current.ended_at, current.ended_by = at, by
        current.save(update_fields=["ended_at", "ended_by"])
        _remember(case, _("No longer looks after: %(whom)s.") % {"whom": _whom(current)}, by, at)
    return current


@transaction.atomic
def go_on(*, case: Case, caring: Caring, by: Member, at: datetime) -> Caring:
    """The caring goes on after all."""
    _check_open(case)
    current = Caring.objects.select_for_update().get(pk=caring.pk)
    if current.goes_on:
        return current
    told_again = Caring.objects.filter(carer=current.carer_id, ended_at__isnull=True).exclude(cared_for=None)
    if current.cared_for_id and told_again.filter(cared_for=current.cared_for_id).exists():
        raise CannotCare(_("It is already written down that they look after this person."))
    current.ended_at = current.ended_by = None
    current.save(update_fields=["ended_at", "ended_by"])
    _remember(case, _("Looks after someone: %(whom)s.") % {"whom": _whom(current)}, by, at)
    return current


@transaction.atomic
def move(
    *, case: Case, caring: Caring, told: rules.Told, seen: int, by: Member, at: datetime, note: str = ""
) -> AssessmentMove:
    """Add a move to the pathway that was read up to number `seen`. A review day goes onto the worklist of the case;
    what the move before it had put there goes."""
    _check_open(case)
    today = clock.local(at).date()
    current = (
        Caring.objects.select_for_update(of=("self",)).select_related("carer", "cared_for").get(pk=caring.pk)
    )
    if not current.goes_on:
        raise CannotCare(_("The caring has ended."))
    if current.law(today) == Law.YOUNG:
        raise CannotCare(_("They are under 18. The young carers’ service sees to their assessment."))
    pathway, _new = CarersAssessment.objects.get_or_create(
        caring=current, defaults={"begun_at": at, "begun_by": by}
    )
    moves = list(pathway.moves.order_by("number"))
    _check_seen(moves, seen)
    stand = rules.standing(moves)
    try:
        rules.check_told(
            told,
            now=rules.stage_of(moves),
            last_on=stand[-1].happened_on if stand else None,
            today=today,
        )
    except rules.Wrong as wrong:
        raise CannotCare(_what_is_wrong(wrong.field), wrong.field) from wrong
    if stand and stand[-1].follow_up_id:
        FollowUp.objects.filter(pk=stand[-1].follow_up_id, done_at__isnull=True).update(
            done_at=at, done_by=by
        )
    follow_up = _put_review_on_the_list(case, told.review_on, by, at) if told.review_on else None
    made = AssessmentMove.objects.create(
        assessment=pathway,
        number=len(moves) + 1,
        stage=told.stage,
        happened_on=told.happened_on,
        result=told.result,
        review_on=told.review_on,
        note=note.strip(),
        follow_up=follow_up,
        at=at,
        by=by,
    )
    _remember(case, _("Carer’s Assessment: %(what)s.") % {"what": _what(made)}, by, at)
    return made


@transaction.atomic
def take_back(*, case: Case, caring: Caring, seen: int, by: Member, at: datetime) -> AssessmentMove:
    """Take the last move back with a line of its own. What it put on the worklist goes; what it ended is due again."""
    _check_open(case)
    Caring.objects.select_for_update(of=("self",)).get(pk=caring.pk)
    pathway = CarersAssessment.objects.filter(caring=caring).order_by("begun_at").first()
    moves = list(pathway.moves.order_by("number")) if pathway else []
    _check_seen(moves, seen)
    stand = rules.standing(moves)
    if pathway is None or not stand:
        raise CannotCare(_("There is no move to take back."))
    last = stand[-1]
    made = AssessmentMove.objects.create(
        assessment=pathway,
        number=len(moves) + 1,
        takes_back=last.number,
        happened_on=clock.local(at).date(),
        at=at,
        by=by,
    )
    if last.follow_up_id:
        FollowUp.objects.filter(pk=last.follow_up_id, done_at__isnull=True).delete()
    if len(stand) > 1 and stand[-2].follow_up_id:
        FollowUp.objects.filter(pk=stand[-2].follow_up_id, done_at=last.at, done_with__isnull=True).update(
            done_at=None, done_by=None
        )
    _remember(case, _("Taken back: Carer’s Assessment, %(what)s.") % {"what": _what(last)}, by, at)
    return made


def propose_break(*, case: Case, what: Break, by: Member, at: datetime, due_on: date | None = None) -> Step:
    """Put a break from caring onto the plan as a step."""
    return plan.add_step(case=case, title=str(Break(what).label), due_on=due_on, by=by, at=at)


@transaction.atomic
def lead_young_carer(*, case: Case, by: Member, at: datetime) -> Step:
    """Put the young carers' service onto the plan of a carer under 18; from there they are referred. Twice is once."""
    if not rules.is_young(case.person.age(clock.local(at).date())):
        raise CannotCare(_("This service is for carers under 18."))
    service = queries.young_carers_service()
    if service is None:
        raise CannotCare(_("No young carers’ service is named yet. Ask your steward to name one."))
    return plan.add_step(case=case, title=service.name, service=service, by=by, at=at)


@transaction.atomic
def name_young_carers_service(*, service: Service, by: Member, at: datetime) -> YoungCarersService:
    """Name the service to which young carers are led from now on."""
    named, _new = YoungCarersService.objects.update_or_create(
        partnership_id=by.partnership.pk, defaults={"service": service, "named_at": at, "named_by": by}
    )
    return named


def _put_review_on_the_list(case: Case, due_on: date, by: Member, at: datetime) -> FollowUp:
    note = _("Carer’s Assessment: time to look at it again")
    return contacts.arrange(case=case, due_on=due_on, note=note, by=by, at=at)


def _check_open(case: Case) -> None:
    if not case.is_open:
        raise CannotCare(_("Support has ended. Start it again first."))


def _check_seen(moves: list[AssessmentMove], seen: int) -> None:
    if len(moves) != seen:
        raise CannotCare(_("A colleague moved this on meanwhile. See what stands now."))


def _what_is_wrong(field: str) -> str:
    return {
        "stage": _("This does not follow from where it stands."),
        "happened_on": _("This day lies ahead, or before the last move."),
        "result": _("Say what came of it – only for an outcome or a look again."),
        "review_on": _("Say when to look at it again: a day after the outcome."),
    }[field]


def _what(made: AssessmentMove) -> str:
    said = str(made.get_stage_display()).lower()
    day = date_format(made.happened_on, "j F Y")
    return f"{said}, {day}" + (f" – {Result(made.result).label}" if made.result else "")


def _whom(caring: Caring) -> str:
    return str(caring.get_relationship_display()).lower()


def _remember(case: Case, sentence: str, by: Member, at: datetime) -> None:
    people.remember(person=case.person, sentence=sentence, by=by, at=at)
