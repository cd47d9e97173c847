"""A steward adds members, who choose their own password, and ends memberships, at once."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from alongside.partnerships.models import Member, User


@pytest.fixture
def as_steward(cast: Any, client_as: Callable[[Any], Client]) -> Client:
    return client_as(cast.steward)


def details(cast: Any, **other: str) -> dict[str, str]:
    return {
        "name": "Nadia New",
        "email": "nadia@example.org",
        "organisation": str(cast.organisation.pk),
        "role": "connector",
    } | other


def test_a_new_member_gets_a_link_to_choose_a_password(cast: Any, as_steward: Client) -> None:
    answer = as_steward.post(reverse("steward:member-add"), details(cast), follow=True)
    assert "Nadia New can now choose a password" in answer.content.decode()
    member = Member.objects.get(name="Nadia New")
    assert not member.user.has_usable_password() or not member.user.check_password("")
    (letter,) = mail.outbox
    assert letter.to == ["nadia@example.org"]
    link = re.search(r"https?://\S+", letter.body)
    assert link
    assert as_steward.get(link.group(0)).status_code in {200, 302}


def test_somebody_who_already_has_a_role_is_named_in_the_error_and_nothing_is_lost(
    cast: Any, as_steward: Client
) -> None:
    answer = as_steward.post(
        reverse("steward:member-add"), details(cast, email=cast.owner.user.email.upper())
    )
    text = answer.content.decode()
    assert "already has a role in this partnership" in text
    assert "Nadia New" in text
    assert not Member.objects.filter(name="Nadia New").exists()


def test_an_organisation_of_another_partnership_cannot_be_chosen(cast: Any, as_steward: Client) -> None:
    far = str(cast.other_partnership.organisation_id)
    answer = as_steward.post(reverse("steward:member-add"), details(cast, organisation=far))
    assert answer.status_code == 200
    assert not User.objects.filter(email="nadia@example.org").exists()


def test_ending_a_membership_asks_first_and_then_signs_them_out(
    cast: Any, as_steward: Client, client_as: Callable[[Any], Client]
) -> None:
    theirs = client_as(cast.colleague)
    path = reverse("steward:member-end", args=[cast.colleague.pk])
    assert "End the membership of Colin Colleague?" in as_steward.get(path).content.decode()
    as_steward.post(path)
    assert Member.objects.get(pk=cast.colleague.pk).left_at
    assert theirs.get(reverse("public:home-of-member")).headers["Location"].startswith("/account/login/")


def test_a_steward_cannot_end_their_own_membership(cast: Any, as_steward: Client) -> None:
    as_steward.post(reverse("steward:member-end", args=[cast.steward.pk]))
    assert Member.objects.get(pk=cast.steward.pk).is_present


def test_the_list_shows_everyone_and_the_home_page_counts_them(cast: Any, as_steward: Client) -> None:
    text = as_steward.get(reverse("steward:members")).content.decode()
    assert "Ayse Demir" in text
    assert "Olu Outside" not in text
    assert "9 people can sign in" in as_steward.get(reverse("steward:home")).content.decode()
