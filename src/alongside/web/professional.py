"""What professionals tell beyond everybody else: who they are, coded reasons, an NHS number, risks to staff, files.

The parts are shared by the public form behind an organisation's link and by the form of staff.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.partnerships.models import FrontlineLink
from alongside.partnerships.once import once
from alongside.referrals import actions, doorstep, files
from alongside.referrals.actions import attachments
from alongside.referrals.actions.attachments import Looked
from alongside.referrals.enums import ReferralKind
from alongside.referrals.fhir import nhs_number, snomed
from alongside.referrals.files import CannotTake
from alongside.referrals.models import Referral
from alongside.referrals.models.attachment import MOST_BYTES
from alongside.web.telling import ProfessionalForm, TooOften, address_of
from alongside.web.telling_fields import NoteField, name_field

PROFESSIONS = (
    ("gp", _("GP")),
    ("nurse", _("Nurse")),
    ("social_worker", _("Social worker")),
    ("housing", _("Housing officer")),
    ("police", _("Police officer or PCSO")),
    ("library", _("Library worker")),
    ("other", _("Somebody else")),
)


class NhsNumberField(forms.CharField):
    """An NHS number, with or without spaces; its last digit is checked against the others."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        attrs = {"inputmode": "numeric", "class": "govuk-input--width-10", "autocomplete": "off"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value) or ""
        if not typed.strip():
            return ""
        number = nhs_number.tidy(typed)
        if number:
            return number
        digits = sum(character.isdecimal() for character in typed)
        if digits != 10:
            raise ValidationError(
                _(
                    "An NHS number has ten digits; this has %(digits)d. Write it like 943 476 5919, or leave it empty."
                ),
                params={"digits": digits},
            )
        raise ValidationError(
            _("This is not an NHS number: one of its digits is wrong. Check it, or leave it empty.")
        )


class SeveralFiles(forms.ClearableFileInput):
    """A box for one file or several."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in files

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class FilesField(forms.Field):
    """Files, each looked at and scanned; what is wrong with one is said by its name. Cleans to a list of `Looked`."""

    widget = SeveralFiles

    def clean(self, value: Any) -> list[Looked]:
        """Look at each. Nothing is written yet."""
        sent: list[UploadedFile] = [file for file in value or [] if file]
        if len(sent) > files.MOST_FILES:
            raise ValidationError(
                _("Send %(most)d files at most. Choose again."), params={"most": files.MOST_FILES}
            )
        looked, wrong = [], []
        for file in sent:
            try:
                looked.append(attachments.look_at(file.name or "", file.read(MOST_BYTES + 1)))
            except CannotTake as refusal:
                wrong.append(f"{(file.name or '')[:60]}: {refusal}")
        if wrong:
            raise ValidationError(wrong)
        return looked


class ProfessionalParts(forms.Form):
    """The parts themselves."""

    nhs_number = NhsNumberField(
        label=_("NHS number"), required=False, help_text=_("Ten digits. Only if you have it.")
    )
    reasons = forms.MultipleChoiceField(
        label=_("Reasons"),
        choices=[(code, snomed.CONCEPTS[code].reason) for code in sorted(snomed.REASONS)],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    risks = NoteField(
        label=_("Is there a risk to somebody who visits?"),
        help_text=_(
            "For example: a dog that bites, somebody else in the home who may be violent, never go alone. "
            "Read before every visit; never put into a message."
        ),
        required=False,
        rows=2,
        max_length=1000,
    )
    attached = FilesField(
        label=_("Files"),
        required=False,
        help_text=_(
            "PDF, JPEG, PNG or plain text; five at most, 5 megabytes each. Send only what helps us to help."
        ),
    )


class StaffReferralForm(ProfessionalParts, ProfessionalForm):
    """The form of staff: a professional's referral, or one taken down by phone."""


class ReferForm(ProfessionalParts, ProfessionalForm):
    """The form behind an organisation's link, without an account: the link says which organisation."""

    told_by = None  # type: ignore[assignment]
    source = None  # type: ignore[assignment]
    noticed = None  # type: ignore[assignment]
    acknowledge_by = None  # type: ignore[assignment]
    referrer_name = name_field(_("Your name"), error_messages={"required": _("Write your name.")})
    profession = forms.ChoiceField(
        label=_("Your role"),
        choices=PROFESSIONS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose your role.")},
    )
    referrer_role = forms.CharField(label=_("Your role in other words"), required=False, max_length=150)
    referrer_email = forms.EmailField(
        label=_("Your work e-mail"),
        help_text=_("We tell you that it reached us, and what was decided. Never what the person told us."),
        error_messages={"required": _("Write your work e-mail, so that we can ask you.")},
    )

    def clean(self) -> dict[str, Any]:
        """An answer always has an address here; somebody else says who they are."""
        self.cleaned_data.setdefault(
            "acknowledge_by", "email" if self.cleaned_data.get("referrer_email") else ""
        )
        data = super().clean()
        if data.get("profession") == "other" and not (data.get("referrer_role") or "").strip():
            self.add_error("referrer_role", _("Say what your role is."))
        return data

    def told(self) -> dict[str, Any]:
        """The answers; the role in words."""
        told = super().told()
        words = dict(PROFESSIONS).get(self.cleaned_data["profession"], "")
        if self.cleaned_data["profession"] != "other":
            more = (self.cleaned_data.get("referrer_role") or "").strip()
            told["referrer_role"] = f"{words}, {more}" if more else str(words)
        return told


def take(request: HttpRequest, form: ReferForm, *, link: FrontlineLink) -> str:
    """Take a professional's referral with its files, once; return the path of the thank-you page.

    Raises TooOften, or CannotReceive with a sentence for the person at the form.
    """
    data, at = form.cleaned_data, clock.now()
    if not doorstep.knock(address=address_of(request.META), door="refer", at=at):
        raise TooOften

    def receive() -> str:
        referral = actions.receive(
            partnership=request.partnership,  # type: ignore[attr-defined]
            kind=ReferralKind.PROFESSIONAL,
            told=form.told(),
            link=link,
            source=link.organisation,
            key=data["once"],
            at=at,
            **form.agreement(),
        )
        keep_files(referral, data["attached"], by=None)
        return reverse("public:thank-you", args=["professional", referral.reference])

    return once(data["once"], receive)


def keep_files(referral: Referral, looked: list[Looked], *, by: Any) -> None:
    """Keep the files of a form with its referral."""
    try:
        attachments.attach(referral=referral, looked=looked, by=by, at=clock.now())
    except CannotTake as refusal:
        raise actions.CannotReceive(str(refusal)) from refusal
