"""Telling us about somebody: the questions, asked the same way at every door, and taking what was answered.

Each door has its own form made of these parts: the frontline worker's (three questions), for myself, for
someone I know, and the professional's, which a connector also fills in while somebody tells it by phone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.partnerships.models import FrontlineLink, Organisation
from alongside.partnerships.once import once
from alongside.people import rules as people_rules
from alongside.people.enums import ContactBy, ContactTime, Language
from alongside.referrals import actions, doorstep, signs
from alongside.referrals.enums import AcknowledgeBy, Agreed, Basis, ReferralKind, Urgency
from alongside.web.components.fields import DayField
from alongside.web.forms import OnceForm
from alongside.web.telling_fields import (
    NoteField,
    PhoneField,
    PostcodeField,
    in_plain_words,
    language_field,
    name_field,
)


class Telling(OnceForm):
    """What every door's form has in common: a box only robots fill in, and what is told."""

    marks_optional = True
    kind: ReferralKind

    website = forms.CharField(required=False, max_length=200, label=_("Leave this empty"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_plain_words(self.fields)

    def clean_website(self) -> str:
        """A robot fills in every box. A person who did is told, and loses nothing."""
        if self.cleaned_data["website"]:
            raise ValidationError(_("Please empty this box and send again. It is there to keep robots out."))
        return ""

    def told(self) -> dict[str, Any]:
        """The answers, under the names a referral has for them."""
        return {k: v for k, v in self.cleaned_data.items() if k in actions.TOLD and v not in (None, "")}

    def agreement(self) -> dict[str, Any]:
        """Whether they agreed, and if not, why we may act."""
        return {
            "agreed": self.cleaned_data.get("agreed") or Agreed.YES,
            "claimed_basis": Basis.SAFEGUARDING if self.cleaned_data.get("basis_reason") else "",
            "basis_reason": self.cleaned_data.get("basis_reason") or "",
        }

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields to draw: all but the hidden ones and the box for robots, which shows once it was filled."""
        return [f for f in self.visible_fields() if f.name != "website" or f.errors]


class Agreement(forms.Form):
    """Did they agree?"""

    agreed = forms.ChoiceField(
        label=_("Do they know that you are telling us?"),
        choices=[
            (Agreed.YES, _("Yes, and they would like a call")),
            (Agreed.NOT_ASKED, _("I have not asked them")),
            (Agreed.NO, _("They said no")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Tell us whether they know.")},
    )
    basis_reason = NoteField(
        label=_("Why are you worried about their safety?"),
        help_text=_("We keep this as the reason why we ring although they said no."),
        required=False,
        rows=2,
    )

    def clean(self) -> dict[str, Any]:
        """A "no" stands, unless somebody says why the person is not safe."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("agreed") == Agreed.NO and not data.get("basis_reason", "").strip():
            self.add_error(
                "basis_reason",
                _(
                    "They said no, so we will not ring them – unless you tell us here why they may not be safe."
                ),
            )
        return data


class Reaching(forms.Form):
    """How to reach them: one way is enough."""

    def clean(self) -> dict[str, Any]:
        """Ask for a phone number when there is no way at all to reach the person."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        typed = {"phone", "email", "address"} & set(self.errors)
        if not typed and not actions.has_way_to_reach(data):
            self.add_error("phone", _("Give one way to reach them: a phone number, or where they live."))
        return data


class Answering(forms.Form):
    """Who tells us, and one box to hear back: an e-mail address or a mobile number. And later, if it helped."""

    referrer_name = name_field(
        _("Your name"), required=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    answer_to = forms.CharField(
        label=_("Your e-mail or mobile"),
        help_text=_("If you would like to hear that this reached us."),
        required=False,
        max_length=254,
    )
    tell_helped = forms.BooleanField(
        label=_("Tell me once, later, if it helped. Without details."), required=False
    )

    def clean_answer_to(self) -> str:
        """One e-mail address or one phone number."""
        typed: str = self.cleaned_data["answer_to"].strip()
        if not typed:
            return ""
        if "@" in typed:
            try:
                validate_email(typed)
            except ValidationError:
                raise ValidationError(_("This does not look like an e-mail address.")) from None
            return typed
        number = people_rules.normal_phone(typed)
        if not number:
            raise ValidationError(_("Write an e-mail address, or a mobile number like 07700 900123."))
        return number

    def answers(self) -> dict[str, str]:
        """Where and how the referrer wants to hear from us. Without an address there is nothing to wish for."""
        typed = self.cleaned_data.get("answer_to") or ""
        if "@" in typed:
            return {"referrer_email": typed, "acknowledge_by": AcknowledgeBy.EMAIL}
        return {"referrer_phone": typed, "acknowledge_by": AcknowledgeBy.SMS} if typed else {}


def noticed_field(choices: Any) -> forms.MultipleChoiceField:
    """The prompts. There is no right number of ticks."""
    return forms.MultipleChoiceField(
        label=_("What did you notice?"),
        help_text=_("Tick what fits, or write it in your own words. This is not a test."),
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class TellUsForm(Answering, Reaching, Agreement, Telling):
    """The frontline worker's form: what you noticed, did they agree, how to reach them."""

    kind = ReferralKind.FRONTLINE

    noticed = noticed_field(signs.short_choices)
    note = NoteField(label=_("In your own words"), required=False, rows=2)
    name = name_field(
        _("What are they called?"), error_messages={"required": _("Write what they are called.")}
    )
    phone = PhoneField(label=_("Their phone number"), required=False)
    address = forms.CharField(label=_("Where they live"), required=False, max_length=300)
    postcode = PostcodeField(label=_("Postcode"), required=False)
    language = language_field()

    field_order = (
        "noticed", "note", "agreed", "basis_reason", "name", "phone", "address", "postcode", "language",
        "referrer_name", "answer_to", "tell_helped",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ticked = self.data.getlist("noticed") if hasattr(self.data, "getlist") else ()
        self.fields["noticed"].choices = signs.short_choices(also=ticked)  # type: ignore[attr-defined]

    @property
    def asks(self) -> list[str]:
        """The kind questions that go with the prompts."""
        return [prompt.ask for prompt in signs.shown() if prompt.ask]


class WorriedForm(Answering, Reaching, Agreement, Telling):
    """For somebody who is worried about a neighbour, a friend or one of the family."""

    kind = ReferralKind.SOMEONE_I_KNOW

    name = name_field(
        _("What are they called?"), error_messages={"required": _("Write what they are called.")}
    )
    referrer_role = forms.CharField(
        label=_("How do you know them?"),
        help_text=_("For example: my neighbour, my aunt"),
        required=False,
        max_length=150,
    )
    note = NoteField(label=_("What makes you think of them?"), required=False)
    phone = PhoneField(label=_("Their phone number"), required=False)
    address = forms.CharField(label=_("Where they live"), required=False, max_length=300)
    postcode = PostcodeField(label=_("Postcode"), required=False)
    language = language_field()

    field_order = (
        "name", "referrer_role", "note", "agreed", "basis_reason", "phone", "address", "postcode", "language",
        "referrer_name", "answer_to", "tell_helped",
    )  # fmt: skip


class AskForHelpForm(Telling):
    """For myself."""

    kind = ReferralKind.SELF

    name = name_field(
        _("What is your name?"),
        error_messages={"required": _("Write your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = PhoneField(label=_("Your phone number"), required=False)
    email = forms.EmailField(
        label=_("Your e-mail"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    postcode = PostcodeField(label=_("Your postcode"), required=False)
    contact_by = forms.ChoiceField(
        label=_("How may we reach you?"),
        choices=[(c, c.label) for c in (ContactBy.PHONE, ContactBy.TEXT, ContactBy.EMAIL)],
        initial=ContactBy.PHONE,
        widget=forms.RadioSelect,
    )
    contact_times = forms.MultipleChoiceField(
        label=_("When is a good time?"),
        choices=ContactTime.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    leave_message = forms.BooleanField(label=_("You may leave a message"), required=False)
    language = forms.ChoiceField(
        label=_("Language you like to speak"),
        choices=[("", _("English")), *Language.choices[1:]],
        required=False,
    )
    note = NoteField(label=_("What would you like?"), help_text=_("A few words are enough."), required=False)

    field_order = (
        "name", "phone", "email", "postcode", "contact_by", "contact_times", "leave_message", "language", "note",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """The way they chose must have its number or address."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = data.get("contact_by")
        if chosen == ContactBy.EMAIL and not data.get("email") and "email" not in self.errors:
            self.add_error("email", _("Write your e-mail address, or choose another way."))
        if (
            chosen in {ContactBy.PHONE, ContactBy.TEXT}
            and not data.get("phone")
            and "phone" not in self.errors
        ):
            self.add_error("phone", _("Write your phone number, or choose another way."))
        return data


class ProfessionalForm(Reaching, Telling):
    """The whole form, for a signed-in member: their own referral, or one told by phone."""

    kind = ReferralKind.PROFESSIONAL

    told_by = forms.ChoiceField(
        label=_("Who is asking?"),
        choices=[
            (ReferralKind.PROFESSIONAL, _("A professional")),
            (ReferralKind.SELF, _("The person, by phone or at the desk")),
            (ReferralKind.SOMEONE_I_KNOW, _("Someone who knows them")),
        ],
        initial=ReferralKind.PROFESSIONAL,
        widget=forms.RadioSelect,
    )
    name = name_field(_("The person’s name"), error_messages={"required": _("Write what they are called.")})
    born_on = DayField(label=_("Date of birth"), required=False)
    age_told = forms.IntegerField(
        label=_("Age, if the date of birth is not known"),
        required=False,
        min_value=0,
        max_value=125,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
    )
    phone = PhoneField(label=_("Phone"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    address = forms.CharField(label=_("Address"), required=False, max_length=300)
    postcode = PostcodeField(label=_("Postcode"), required=False)
    language = language_field()
    contact_by = forms.ChoiceField(
        label=_("Best way to reach them"), choices=ContactBy.choices, initial=ContactBy.PHONE
    )
    contact_times = forms.MultipleChoiceField(
        label=_("When"), choices=ContactTime.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    leave_message = forms.BooleanField(label=_("It is safe to leave a message"), required=False)
    contact_note = forms.CharField(
        label=_("Anything else about reaching them"), required=False, max_length=300,
        help_text=_("For example: let it ring, she walks slowly"),
    )  # fmt: skip
    noticed = noticed_field(signs.all_choices)
    note = NoteField(label=_("Why now, and what might help"), required=False)
    urgency = forms.ChoiceField(
        label=_("How soon?"), choices=Urgency.choices, initial=Urgency.ROUTINE, widget=forms.RadioSelect
    )
    agreed = forms.ChoiceField(
        label=_("Did the person agree?"),
        choices=Agreed.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether they agreed.")},
    )
    basis = forms.ChoiceField(
        label=_("If they did not agree: on what ground?"),
        choices=[
            ("", _("They agreed, or we ring once to ask")),
            *((b, b.label) for b in (Basis.SAFEGUARDING, Basis.VITAL)),
        ],
        required=False,
    )
    basis_reason = NoteField(label=_("And why"), required=False, rows=2)
    source = forms.ModelChoiceField(
        label=_("Which organisation is asking?"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("None of these"),
    )
    referrer_name = name_field(_("Who is asking"), required=False)
    referrer_role = forms.CharField(label=_("Their role"), required=False, max_length=150)
    referrer_email = forms.EmailField(label=_("Their e-mail"), required=False)
    referrer_phone = PhoneField(label=_("Their phone"), required=False)
    acknowledge_by = forms.ChoiceField(
        label=_("Do they want to hear from us?"), choices=AcknowledgeBy.choices, required=False
    )

    field_order = (
        "told_by", "name", "born_on", "age_told", "phone", "email", "address", "postcode", "language", "contact_by",
        "contact_times", "leave_message", "contact_note", "noticed", "note", "urgency", "agreed", "basis",
        "basis_reason", "source", "referrer_name", "referrer_role", "referrer_email", "referrer_phone",
        "acknowledge_by",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "source" in self.fields:  # not asked where the link says it
            self.fields["source"].queryset = Organisation.objects.order_by("name", "id")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A "no" needs a ground and a reason; an answer needs an address."""
        data = super().clean()
        if data.get("agreed") == Agreed.NO and not (
            data.get("basis") and data.get("basis_reason", "").strip()
        ):
            self.add_error(
                "basis_reason",
                _("They said no. Say on what ground and why we should act, or do not send it."),
            )
        elif data.get("basis") and not data.get("basis_reason", "").strip():
            self.add_error("basis_reason", _("Say why."))
        if not actions.can_acknowledge(data):
            missing = "referrer_email" if data["acknowledge_by"] == AcknowledgeBy.EMAIL else "referrer_phone"
            if missing not in self.errors:
                self.add_error(missing, _("Write where they want to hear from us."))
        return data

    def agreement(self) -> dict[str, Any]:
        """Whether they agreed, and if not, on what ground we may act."""
        return {
            "agreed": self.cleaned_data["agreed"],
            "claimed_basis": self.cleaned_data.get("basis") or "",
            "basis_reason": self.cleaned_data.get("basis_reason") or "",
        }


class TooOften(Exception):
    """So much was sent from one address within the hour that we ask them to ring instead."""


def take(
    request: HttpRequest,
    form: Telling,
    *,
    door: str,
    link: FrontlineLink | None = None,
    written_at: datetime | None = None,
) -> str:
    """Take what a public form says, once, and return the path of the thank-you page.

    `written_at` is when it was written, where it waited on a phone.

    Raises TooOften, or CannotReceive with a sentence for the person at the form.
    """
    data = form.cleaned_data
    at = clock.now()
    if not doorstep.knock(address=address_of(request.META), door=door, at=at):
        raise TooOften
    told = form.told() | (form.answers() if isinstance(form, Answering) else {})

    def receive() -> str:
        referral = actions.receive(
            partnership=request.partnership,  # type: ignore[attr-defined]
            kind=form.kind,
            told=told,
            link=link,
            source=link.organisation if link else None,
            key=data["once"],
            at=at,
            written_at=written_at,
            **form.agreement(),
        )
        return reverse("public:thank-you", args=[referral.kind.replace("_", "-"), referral.reference])

    return once(data["once"], receive)


def address_of(meta: Mapping[str, Any]) -> str:
    """The visitor's network address: the one our own outermost proxy saw, never one a visitor can make up."""
    proxies = settings.PROXIES
    passed = [part.strip() for part in str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",") if part.strip()]
    if proxies and len(passed) >= proxies:
        return passed[-proxies][:64]
    return str(meta.get("REMOTE_ADDR", ""))[:64]
