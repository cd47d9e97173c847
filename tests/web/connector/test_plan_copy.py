"""The person's copy of the plan: in their language, large, in easy read; own words as they are."""

import datetime as dt

import pytest
from django.urls import reverse

from alongside.people.models import Person
from tests import given
from tests.factories.casework import AT


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(AT + dt.timedelta(hours=2))


@pytest.fixture
def owner(cast, client_as):
    return client_as(cast.owner)


@pytest.fixture
def case(cast):
    return given.agreed_plan(cast.owner)


def shown(owner, case, **asked):
    return owner.get(reverse("connector:plan-print", args=[case.pk]), asked).content.decode()


def test_labels_are_in_their_language_and_own_words_as_they_are(owner, case):
    page = shown(owner, case)
    assert 'lang="tr"' in page
    assert "Benim için önemli olan" in page
    assert "I miss cooking for people." in page
    assert "Visit the lunch club together. Bunu Ayse Demir yapacak en geç Salı 10 Kasım." in page
    assert "yazıldığı gibi İngilizcedir" in page


def test_another_language_layout_and_size_can_be_asked_for(owner, case):
    page = shown(owner, case, language="en", layout="easy_read", size="20")
    assert "as-plan-copy--20" in page
    assert "Step 1" in page
    assert "On or before Tuesday 10 November." in page
    assert "as they were written down" not in page
    assert shown(owner, case, language="xx", layout="sideways", size="99").count("<h1") == 1


def test_the_record_says_how_they_read(owner, case):
    Person.objects.filter(pk=case.person_id).update(
        languages=["yo"], access_needs=["easy_read", "large_print"]
    )
    page = shown(owner, case)
    assert "Step 1" in page
    assert "as-plan-copy--20" in page
    assert "Who to ring" in page


@pytest.mark.parametrize("language", ["en", "tr", "bn", "pl", "so", "he"])
def test_it_is_a_pdf_in_each_language_we_speak(owner, case, language):
    answer = owner.get(
        reverse("connector:plan-pdf", args=[case.pk]), {"language": language, "layout": "easy_read"}
    )
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_a_draft_is_said_to_be_one(owner, case):
    assert "has checked our words yet" in shown(owner, case, language="so")
    assert "has checked our words yet" not in shown(owner, case, language="en")
