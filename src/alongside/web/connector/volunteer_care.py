"""`/connector/volunteers/<id>/…`: tasks, checks, training, supervision, who stands behind them, what they offer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.partnerships.models import Member
from alongside.volunteering import access, queries, rules
from alongside.volunteering.actions import checks, offers
from alongside.volunteering.enums import CheckKind, DbsLevel, Task, TrainingTopic
from alongside.volunteering.models import Check
from alongside.web.components.fields import DayField
from alongside.web.connector.volunteer_lookup import MANAGES, ask, volunteer_or_404
from alongside.web.forms import typed
from alongside.web.page import page
from alongside.web.requests import MemberRequest
from alongside.web.telling_fields import NoteField
from alongside.web.volunteering import TimesForm, WholeOfferForm, many

NEXT_TALK = timedelta(days=56)


class TasksForm(forms.Form):
    """What they will do, how often, with whom."""

    tasks = many(
        _("What will they do?"),
        Task.choices,
        required=True,
        error_messages={"required": _("Choose at least one.")},
    )
    is_regular = forms.BooleanField(
        label=_("Every week, or on four days in a month, or more often"), required=False
    )
    people_receive_care = forms.BooleanField(
        label=_("For people who receive health or social care"), required=False
    )


@page("connector", "volunteers/<uuid:volunteer_id>/tasks/", roles=MANAGES)
def volunteer_tasks(request: MemberRequest, volunteer_id: UUID) -> HttpResponse:
    """Say what somebody will do: it decides which DBS check the law allows."""
    volunteer = volunteer_or_404(request, volunteer_id)
    before = {name: getattr(volunteer, name) for name in TasksForm.base_fields}
    form = TasksForm(typed(request), initial=before)

    def decide(data: dict[str, Any]) -> None:
        checks.decide_tasks(volunteer=volunteer, by=request.member, at=clock.now(), **data)

    return ask(
        request,
        volunteer,
        form,
        decide,
        title=_("What they will do"),
        submit=_("Keep this"),
        intro=_(
            "The tasks decide the level of the DBS check. A level they do not allow cannot be recorded here."
        ),
    )


class CheckForm(forms.Form):
    """What was seen."""

    kind = forms.ChoiceField(
        label=_("What did you see?"),
        choices=[choice for choice in CheckKind.choices if choice[0] not in checks.COMES_BY_ITSELF],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you saw.")},
    )
    level = forms.ChoiceField(
        label=_("Level, for a DBS check"),
        choices=[("", _("Choose a level")), *[c for c in DbsLevel.choices if c[0] != DbsLevel.NONE]],
        required=False,
    )
    issued_on = DayField(label=_("The day it was issued, or you saw it"))
    expires_on = DayField(
        label=_("The day it lapses, if it says one"),
        help_text=_("Else our usual time counts."),
        required=False,
    )
    note = NoteField(
        label=_("Note"),
        help_text=_("Which documents. No numbers, no copies, nothing of what is on a certificate."),
        rows=2,
        required=False,
    )


@page("connector", "volunteers/<uuid:volunteer_id>/check/", roles=MANAGES)
def volunteer_check(request: MemberRequest, volunteer_id: UUID) -> HttpResponse:
    """Write down a check; a DBS level the tasks do not justify is refused with the reason."""
    volunteer = volunteer_or_404(request, volunteer_id)
    kind = request.GET.get("kind", "")
    form = CheckForm(typed(request), initial={"issued_on": clock.today(), "kind": kind})
    needs = queries.needs_of(volunteer, clock.today())
    highest = rules.justified(
        needs.tasks, is_regular=needs.is_regular, people_receive_care=needs.people_receive_care
    )

    def record(data: dict[str, Any]) -> None:
        checks.record_check(volunteer=volunteer, by=request.member, at=clock.now(), **data)

    return ask(
        request,
        volunteer,
        form,
        record,
        title=_("What you have seen"),
        submit=_("Keep this"),
        facts=[
            _t("DBS: these tasks allow %(highest)s. We ask for: %(asked)s.")
            % {"highest": highest.label.lower(), "asked": rules.needed_level(needs).label.lower()}
        ],
    )


class EndCheckForm(forms.Form):
    """Why it no longer counts."""

    why = NoteField(label=_("Why does it no longer count?"), rows=2)


@page("connector", "volunteers/checks/<uuid:check_id>/end/", roles=MANAGES)
def volunteer_check_end(request: MemberRequest, check_id: UUID) -> HttpResponse:
    """Take a check out of force at once."""
    check = (
        Check.objects.filter(pk=check_id, volunteer__in=access.visible_to(request.viewer))
        .select_related("volunteer")
        .first()
    )
    if check is None:
        raise Http404
    form = EndCheckForm(typed(request))

    def end(data: dict[str, Any]) -> None:
        checks.end_check(check=check, why=data["why"], by=request.member, at=clock.now())

    return ask(
        request,
        check.volunteer,
        form,
        end,
        title=check.get_kind_display(),
        submit=_("It no longer counts"),
        intro=_("From this moment it stands in the way of every visit that needs it."),
        kind="warning",
    )


class TrainingForm(forms.Form):
    """What was learned."""

    topic = forms.ChoiceField(
        label=_("What was it about?"), choices=TrainingTopic.choices, widget=forms.RadioSelect
    )
    title = forms.CharField(label=_("Its name, if it has one"), max_length=200, required=False)
    held_on = DayField(label=_("When was it?"))


@page("connector", "volunteers/<uuid:volunteer_id>/training/", roles=MANAGES)
def volunteer_training(request: MemberRequest, volunteer_id: UUID) -> HttpResponse:
    """Write down a training."""
    volunteer = volunteer_or_404(request, volunteer_id)
    form = TrainingForm(typed(request), initial={"held_on": clock.today(), "topic": TrainingTopic.CORE})

    def record(data: dict[str, Any]) -> None:
        checks.record_training(volunteer=volunteer, by=request.member, at=clock.now(), **data)

    return ask(request, volunteer, form, record, title=_("Training"), submit=_("Keep this"))


class SupervisionForm(forms.Form):
    """A talk, what was agreed, and when the next one is."""

    held_on = DayField(label=_("When did you talk?"))
    agreed = NoteField(label=_("What you agreed"), help_text=_("They read this."), rows=3, required=False)
    note = NoteField(label=_("For the team"), help_text=_("They do not read this."), rows=3, required=False)
    next_on = DayField(label=_("When is the next talk?"))


@page("connector", "volunteers/<uuid:volunteer_id>/supervision/", roles=MANAGES)
def volunteer_supervision(request: MemberRequest, volunteer_id: UUID) -> HttpResponse:
    """Write down a supervision."""
    volunteer = volunteer_or_404(request, volunteer_id)
    today = clock.today()
    form = SupervisionForm(typed(request), initial={"held_on": today, "next_on": today + NEXT_TALK})

    def record(data: dict[str, Any]) -> None:
        checks.hold_supervision(volunteer=volunteer, by=request.member, at=clock.now(), **data)

    return ask(request, volunteer, form, record, title=_("Supervision"), submit=_("Keep this"))


class SupportForm(forms.Form):
    """Who stands behind them."""

    supervisor: forms.ModelChoiceField[Member] = forms.ModelChoiceField(
        label=_("Supervisor"), queryset=Member.objects.none(), empty_label=_("Choose somebody")
    )
    deputy: forms.ModelChoiceField[Member] = forms.ModelChoiceField(
        label=_("Deputy"),
        help_text=_("Stands in when the supervisor is away, and hears worries too."),
        queryset=Member.objects.none(),
        empty_label=_("Choose somebody"),
    )

    def __init__(self, *args: Any, possible: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["supervisor"].queryset = possible  # type: ignore[attr-defined]
        self.fields["deputy"].queryset = possible  # type: ignore[attr-defined]


@page("connector", "volunteers/<uuid:volunteer_id>/support/", roles=MANAGES)
def volunteer_support(request: MemberRequest, volunteer_id: UUID) -> HttpResponse:
    """Name supervisor and deputy."""
    volunteer = volunteer_or_404(request, volunteer_id)
    form = SupportForm(
        typed(request),
        possible=queries.may_supervise(volunteer.organisation),
        initial={"supervisor": volunteer.supervisor_id, "deputy": volunteer.deputy_id},
    )

    def name(data: dict[str, Any]) -> None:
        checks.name_supervisors(volunteer=volunteer, by=request.member, at=clock.now(), **data)

    return ask(request, volunteer, form, name, title=_("Who stands behind them"), submit=_("Keep this"))


@page("connector", "volunteers/<uuid:volunteer_id>/offer/", roles=MANAGES)
def volunteer_offer(request: MemberRequest, volunteer_id: UUID) -> HttpResponse:
    """Change what they offer and are comfortable with."""
    volunteer = volunteer_or_404(request, volunteer_id)
    form = WholeOfferForm(typed(request), volunteer=volunteer)

    def change(data: dict[str, Any]) -> None:
        offers.change_offer(
            volunteer=volunteer, offered=form.offered(), channels=data["channels"], at=clock.now()
        )

    return ask(request, volunteer, form, change, title=_("What they offer"), submit=_("Keep this"))


@page("connector", "volunteers/<uuid:volunteer_id>/times/", roles=MANAGES)
def volunteer_times(request: MemberRequest, volunteer_id: UUID) -> HttpResponse:
    """Change when they are free."""
    volunteer = volunteer_or_404(request, volunteer_id)
    slots = volunteer.availability.values_list("weekday", "from_minute", "to_minute")
    form = TimesForm(typed(request), slots=slots)

    def change(data: dict[str, Any]) -> None:
        offers.set_availability(volunteer=volunteer, slots=form.chosen(), by=request.member, at=clock.now())

    return ask(
        request,
        volunteer,
        form,
        change,
        title=_("When they are free"),
        submit=_("Keep this"),
        intro=_("Nothing ticked means that we do not know, never that they are always free."),
    )
