"""The forms of appointments: when, where, with whom; cancelling; how it went."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.appointments import rules
from alongside.appointments.actions.appointments import Told
from alongside.appointments.enums import CancelReason, Mode, Place, RemindBy, RemindWhen, Status, WhyNot
from alongside.appointments.models import Appointment
from alongside.casework import queries as casework
from alongside.core import clock
from alongside.partnerships.models import Member
from alongside.people.whereabouts import tidy
from alongside.places.queries import look_up
from alongside.web.components.fields import DayField, HintedRadios
from alongside.web.forms import OnceForm
from alongside.web.requests import MemberRequest

LENGTHS = (15, 30, 45, 60, 90, 120, 180, 240)
FIRST_DAY = dt.date(2000, 1, 1)


def length_words(minutes: int) -> str:
    """ "45 minutes", "1 hour", "1 hour 30 minutes"."""
    hours, rest = divmod(minutes, 60)
    said = [_t("1 hour") if hours == 1 else _t("%(n)d hours") % {"n": hours}] if hours else []
    return " ".join([*said, *([_t("%(n)d minutes") % {"n": rest}] if rest else [])])


def moment_of(day: dt.date, time: dt.time) -> dt.datetime | None:
    """The moment the wall clock shows this; None where the clock jumps over it. Of two, the first."""
    local = dt.datetime.combine(day, time, tzinfo=clock.LONDON)
    moment = local.astimezone(dt.UTC)
    return moment if clock.local(moment).replace(tzinfo=None) == local.replace(tzinfo=None) else None


class AppointmentForm(OnceForm):
    """When, where, who goes, how long the way is, and whether the person wants a reminder."""

    day = DayField(label=_("Which day?"))
    time = forms.TimeField(
        label=_("At what time?"),
        help_text=_("For example 10:30 or 14:00."),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
        error_messages={"invalid": _("Write the time like 10:30 or 14:00.")},
    )
    minutes = forms.TypedChoiceField(label=_("For how long?"), coerce=int, initial=60)
    place = forms.ChoiceField(
        label=_("Where?"), choices=Place.choices, initial=Place.HOME, widget=forms.RadioSelect
    )
    where = forms.CharField(
        label=_("What is the place called?"),
        help_text=_("If you meet somewhere else. For a video call, who sends the link."),
        max_length=300,
        required=False,
    )
    postcode = forms.CharField(
        label=_("Its postcode"),
        max_length=10,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"}),
    )
    member = forms.ModelChoiceField(label=_("Who goes, or rings?"), queryset=Member.objects.none())
    note = forms.CharField(
        label=_("What to know"),
        help_text=_("For example: step-free, dog, ring twice. They do not see this."),
        max_length=300,
        required=False,
    )
    travel_mode = forms.ChoiceField(
        label=_("How do you get there?"),
        choices=[("", _("Choose for me")), *Mode.choices],
        required=False,
    )
    travel_minutes = forms.IntegerField(
        label=_("Minutes on the way"),
        help_text=_("Leave it empty and we estimate from the straight line: no timetable, no traffic."),
        min_value=0,
        max_value=rules.MOST_TRAVEL,
        required=False,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
    )
    remind_by = forms.ChoiceField(
        label=_("Do they want a reminder?"),
        choices=[("", _("No")), *RemindBy.choices],
        widget=HintedRadios(
            hints={RemindBy.LETTER: _("Written at once, for you to print and post.")},
        ),
        required=False,
    )
    remind_when = forms.ChoiceField(
        label=_("When?"),
        help_text=_("At a time at which they like to hear from us. A letter goes at once."),
        choices=RemindWhen.choices,
        initial=RemindWhen.DAY_BEFORE,
        widget=forms.RadioSelect,
        required=False,
    )
    follow_up = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)

    def __init__(
        self, *args: Any, request: MemberRequest, appointment: Appointment | None = None, **kw: Any
    ) -> None:
        start: dict[str, Any] = {"member": request.viewer.member_id, "remind_by": ""}
        if appointment is not None:
            start = initial_of(appointment)
        super().__init__(*args, initial=start | kw.pop("initial", {}), **kw)
        lengths = sorted({*LENGTHS, *([start["minutes"]] if appointment is not None else [])})
        self.fields["minutes"].choices = [(n, length_words(n)) for n in lengths]  # type: ignore[attr-defined]
        chooser = self.fields["member"]
        chooser.queryset = casework.may_carry(request.viewer)  # type: ignore[attr-defined]
        chooser.empty_label = None  # type: ignore[attr-defined]
        chooser.label_from_instance = lambda one: one.name  # type: ignore[attr-defined]

    def _clean_fields(self) -> None:
        super()._clean_fields()
        if "follow_up" in self.errors:  # a mangled key of what it answers is no reason to refuse
            del self.errors["follow_up"]
            self.cleaned_data["follow_up"] = None

    def clean_day(self) -> dt.date:
        """A day on which people live: nobody books for the year 9999."""
        day: dt.date = self.cleaned_data["day"]
        if not FIRST_DAY <= day <= clock.today() + rules.FURTHEST_AHEAD:
            raise forms.ValidationError(_("Choose a day within a year."))
        return day

    def clean_postcode(self) -> str:
        """A postcode we know, or none."""
        raw = str(self.cleaned_data["postcode"]).strip()
        if raw and look_up(raw).point is None:
            raise forms.ValidationError(_("We do not know this postcode. Check it, or leave it empty."))
        return tidy(raw) if raw else ""

    def clean(self) -> dict[str, Any]:
        """The time exists on that day."""
        data = super().clean() or self.cleaned_data
        if data.get("day") is None or data.get("time") is None:
            return data
        data["starts"] = moment_of(data["day"], data["time"])
        if data["starts"] is None:
            self.add_error("time", _("The clocks go forward then: this time does not exist on that day."))
        return data

    def told(self) -> Told:
        """What was told, as the actions take it."""
        data = self.cleaned_data
        by_letter_or_not_at_all = data["remind_by"] in {"", RemindBy.LETTER}
        return Told(
            member=data["member"],
            starts=data["starts"],
            minutes=data["minutes"],
            place=Place(data["place"]),
            where=data["where"].strip(),
            postcode=data["postcode"],
            note=data["note"].strip(),
            travel_minutes=data["travel_minutes"],
            travel_mode=data["travel_mode"],
            remind_by=data["remind_by"],
            remind_when="" if by_letter_or_not_at_all else data["remind_when"] or RemindWhen.DAY_BEFORE,
        )


def initial_of(appointment: Appointment) -> dict[str, Any]:
    """What stands, as the form shows it. An estimate of the way is left open, so that it is made anew."""
    starts = clock.local(appointment.during.lower)
    fields = ("place", "where", "postcode", "note", "remind_by", "version")
    length = appointment.during.upper - appointment.during.lower
    estimated = appointment.travel_is_estimate
    return {name: getattr(appointment, name) for name in fields} | {
        "day": starts.date(),
        "time": starts.strftime("%H:%M"),
        "minutes": int(length.total_seconds() // 60),
        "member": appointment.member_id,
        "travel_mode": "" if estimated else appointment.travel_mode,
        "travel_minutes": None if estimated else appointment.travel_minutes,
        "remind_when": appointment.remind_when or RemindWhen.DAY_BEFORE,
    }


class CancelForm(forms.Form):
    """Why it will not happen."""

    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=[choice for choice in CancelReason.choices if choice[0] != CancelReason.SUPPORT_ENDED],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("In a few words"), max_length=300, required=False)


class OutcomeForm(OnceForm):
    """How it went."""

    outcome = forms.ChoiceField(
        label=_("How did it go?"),
        choices=[(one.value, one.label) for one in rules.OUTCOMES],
        widget=HintedRadios(
            hints={
                Status.HAPPENED: _("Logged as a contact in which you reached them."),
                Status.NOT_IN: _("Logged as no answer. After three in a row you decide how to go on."),
                Status.DID_NOT_HAPPEN: _(
                    "No contact is logged. A call to find a new time goes onto your list."
                ),
            }
        ),
    )
    why_not = forms.ChoiceField(
        label=_("Why did it not happen?"),
        choices=[("", _("It did, or they were not in")), *WhyNot.choices],
        required=False,
    )
    note = forms.CharField(
        label=_("What happened, in a line or two"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Why not is said where it did not happen, and only there."""
        data = super().clean() or self.cleaned_data
        if data.get("outcome") == Status.DID_NOT_HAPPEN and not data.get("why_not"):
            self.add_error("why_not", _("Say why it did not happen."))
        return data
