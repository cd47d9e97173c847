"""allauth's forms in plain words: settings name them in ACCOUNT_FORMS and MFA_FORMS. What they do is allauth's."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django.utils.translation import gettext_lazy as _

LABELS = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "password": _("Password"),
    "oldpassword": _("The password you have now"),
    "password1": _("New password"),
    "password2": _("The new password once more"),
}


class PlainWords:
    """Own labels, no placeholders (they vanish as one types), no rules repeated that the page already tells."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.help_text = ""
            field.widget.attrs.pop("placeholder", None)


class SignInForm(PlainWords, account.LoginForm):
    """E-mail and password."""


class ChangePasswordForm(PlainWords, account.ChangePasswordForm):
    """The old password and a new one."""


class SetPasswordForm(PlainWords, account.SetPasswordForm):
    """A first password."""


class ResetPasswordForm(PlainWords, account.ResetPasswordForm):
    """Where the link goes."""


class ResetPasswordKeyForm(PlainWords, account.ResetPasswordKeyForm):
    """A new password, from the link."""


class ReauthenticateForm(PlainWords, account.ReauthenticateForm):
    """The password once more before something important."""


class CodeForm(PlainWords, mfa.AuthenticateForm):
    """The second step at sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _six_numbers(self.fields["code"])


class CodeAgainForm(PlainWords, mfa.ReauthenticateForm):
    """The second step once more before something important."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _six_numbers(self.fields["code"])


class ActivateForm(PlainWords, totp.ActivateTOTPForm):
    """The first numbers from the app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _six_numbers(self.fields["code"])


def _six_numbers(field: Any) -> None:
    field.label = _("The six numbers")
    field.widget.attrs |= {
        "class": "govuk-input--width-10",
        "inputmode": "text",
        "autocomplete": "one-time-code",
    }
