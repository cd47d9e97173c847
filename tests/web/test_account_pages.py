"""Signing in, out, and a new password: in our look, in plain words, for accounts a steward made."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

OPEN = [
    "account_login",
    "account_reset_password",
    "account_reset_password_done",
    "account_signup",
    "account_inactive",
]
SIGNED_IN = [
    "account_logout",
    "account_change_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
]
PASSWORD = "three plain words here"


@pytest.fixture
def signed_in(cast: Any, client: Client) -> Client:
    """The owner, who signed in by the form."""
    user = cast.owner.user
    user.set_password(PASSWORD)
    user.save()
    answer = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert answer.status_code == 302
    return client


@pytest.mark.parametrize("name", OPEN)
def test_pages_before_sign_in_are_in_our_look(name: str, client: Client, partnership: Any) -> None:
    page = client.get(reverse(name)).content.decode()
    assert 'class="as-entrance"' in page
    assert "built/app.css" in page


@pytest.mark.parametrize("name", SIGNED_IN)
def test_pages_of_ones_own_account_are_in_our_look(name: str, signed_in: Client) -> None:
    page = signed_in.get(reverse(name), follow=True).content.decode()
    assert 'class="as-entrance"' in page
    assert "Sign out" in page


def test_nobody_makes_an_account_by_themselves(client: Client, partnership: Any) -> None:
    client.post(
        reverse("account_signup"), {"email": "new@example.org", "password1": "three plain words here"}
    )
    from alongside.partnerships.models import User

    assert not User.objects.filter(email="new@example.org").exists()


def test_a_member_signs_in_with_e_mail_and_password(signed_in: Client, cast: Any) -> None:
    assert signed_in.session["_auth_user_id"] == str(cast.owner.user.pk)


def test_a_wrong_password_says_what_to_do_and_keeps_the_address(cast: Any, client: Client) -> None:
    page = client.post(
        reverse("account_login"), {"login": cast.owner.user.email, "password": "no"}
    ).content.decode()
    assert "govuk-error-summary" in page
    assert cast.owner.user.email in page


def test_the_link_in_the_e_mail_leads_to_a_new_password(cast: Any, client: Client, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    client.post(reverse("account_reset_password"), {"email": cast.owner.user.email})
    (letter,) = mail.outbox
    assert "Choose a new password" in letter.subject
    assert "username" not in letter.body
    path = re.search(r"https?://[^/\s]+(/account/password/reset/key/\S+)", letter.body)
    assert path
    page = client.get(path.group(1), follow=True)
    assert b"Choose a new password" in page.content
    done = client.post(
        page.request["PATH_INFO"],
        {"password1": "four quite plain words", "password2": "four quite plain words"},
        follow=True,
    )
    assert b"Your new password is set" in done.content
    cast.owner.user.refresh_from_db()
    assert cast.owner.user.check_password("four quite plain words")


def test_an_unknown_address_gets_the_same_page(client: Client, partnership: Any, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    page = client.post(reverse("account_reset_password"), {"email": "nobody@example.org"}, follow=True)
    assert b"Look in your e-mail" in page.content
    assert "We do not know this address" in mail.outbox[0].body


def test_the_second_step_is_set_up_with_a_square_and_a_secret_after_asking_once_more(
    signed_in: Client,
) -> None:
    asked = signed_in.get(reverse("mfa_activate_totp"), follow=True)
    assert b"Is it still you?" in asked.content
    again = f"{reverse('account_reauthenticate')}?next={reverse('mfa_activate_totp')}"
    page = signed_in.post(again, {"password": PASSWORD}, follow=True).content.decode()
    assert "data:image/svg+xml" in page
    assert "The six numbers" in page


def test_the_numbers_of_the_app_are_asked_at_the_next_sign_in(signed_in: Client, cast: Any) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import (
        TOTP,
        format_hotp_value,
        generate_totp_secret,
        hotp_value,
        yield_hotp_counters_from_time,
    )

    secret = generate_totp_secret()
    TOTP.activate(cast.owner.user, secret)
    RecoveryCodes.activate(cast.owner.user)
    for name in (
        "mfa_index",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_deactivate_totp",
    ):
        assert signed_in.get(reverse(name), follow=True).status_code == 200
    signed_in.post(reverse("account_logout"))
    page = signed_in.post(
        reverse("account_login"), {"login": cast.owner.user.email, "password": PASSWORD}, follow=True
    )
    assert b"The second step" in page.content
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    done = signed_in.post(reverse("mfa_authenticate"), {"code": code})
    assert done.status_code == 302
    assert "_auth_user_id" in signed_in.session


@pytest.mark.parametrize("path", ["email/", "confirm-email/", "confirm-email/abc/", "login/code/confirm/"])
def test_what_allauth_offers_and_we_do_not_is_not_there(path: str, signed_in: Client) -> None:
    assert signed_in.get(f"/account/{path}").status_code == 404
