"""The steward's words: a new version, never an edit; and how long an agreement lasts."""

import pytest
from django.urls import reverse

from alongside.people.actions import months_of
from alongside.people.enums import ConsentPurpose
from alongside.people.models import ConsentWording
from tests.factories.people import a_consent, a_person


@pytest.fixture
def steward(cast, client_as):
    return client_as(cast.steward)


HERE = "steward:agreements"


def test_new_words_are_a_new_version_and_the_old_ones_stay(cast, steward):
    person = a_person(by=cast.owner)
    old = a_consent(person, by=cast.owner)
    sent = {
        "do": "words", "purpose": "support", "text": "May we write down what you tell us?\r\n", "ask_again": "on",
        "what_changed": "Plainer",
    }  # fmt: skip
    for _ in range(2):
        assert steward.post(reverse(HERE), sent).status_code == 302
    newest = ConsentWording.objects.order_by("-version").first()
    assert (newest.version, newest.text, newest.written_by) == (
        old.wording.version + 1, "May we write down what you tell us?", cast.steward,
    )  # fmt: skip
    page = " ".join(steward.get(reverse(HERE)).content.decode().split())
    assert "One agreement stands in older words." in page
    assert "Plainer" in page


def test_the_words_that_were_read_out_until_now_become_version_one(steward):
    steward.post(
        reverse(HERE),
        {"do": "words", "purpose": "research", "text": "May we learn from it?", "ask_again": "on"},
    )
    versions = ConsentWording.objects.filter(purpose="research").order_by("version")
    assert [(one.version, one.ask_again) for one in versions] == [(1, False), (2, True)]


@pytest.mark.parametrize(("months", "kept"), [("12", 12), ("", None)])
def test_how_long_it_lasts_is_set(steward, months, kept):
    assert (
        steward.post(
            reverse(HERE), {"do": "term", "term-purpose": "share", "term-months": months}
        ).status_code
        == 302
    )
    assert months_of(ConsentPurpose.SHARE) == kept


@pytest.mark.parametrize("months", ["0", "999", "x", "-1", "1e9"])
def test_a_term_that_cannot_be_is_named(steward, months):
    page = steward.post(reverse(HERE), {"do": "term", "term-purpose": "share", "term-months": months})
    assert page.status_code == 200
    assert page.context["term"].errors
    assert months_of(ConsentPurpose.SHARE) is None


def test_empty_words_are_refused(steward):
    assert steward.post(reverse(HERE), {"do": "words", "purpose": "share", "text": "  "}).status_code == 200
    assert not ConsentWording.objects.exists()
