"""How long we keep: the steward sees the list before anything goes, without names, and confirms it once."""

import datetime as dt

import pytest
from django.urls import reverse

from alongside.people.models import Person
from alongside.rights import jobs
from alongside.rights.models import Run, Term
from tests import given

OVER = dt.datetime(2030, 2, 1, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _now(time_machine, settings, tmp_path):
    settings.ALONGSIDE_VAR = tmp_path
    time_machine.move_to(OVER)


@pytest.fixture
def steward(cast, client_as):
    return client_as(cast.steward)


def text(answer):
    return " ".join(answer.content.decode().split())


def test_the_list_is_made_seen_confirmed_and_gone_through(cast, steward):
    closed = given.closed_case(cast.owner)
    answer = steward.post(reverse("steward:keeping"), {"do": "propose"})
    page = text(steward.get(answer.url))
    assert "People" in page
    assert "Aydın" not in page, "a steward sees no names"
    assert str(closed.person_id)[:13] in page
    steward.post(answer.url, {"do": "confirm"})
    assert Run.objects.get().state == "proposed", "nobody said that they had seen it"
    steward.post(answer.url, {"do": "confirm", "sure": "yes"})
    steward.post(answer.url, {"do": "confirm", "sure": "yes"})
    run = Run.objects.get()
    assert run.state == "confirmed"
    jobs.let_go(str(cast.partnership.pk), str(run.pk))
    assert "gone" in text(steward.get(answer.url))
    assert Person.objects.get(pk=closed.person_id).name == "Erased"
    assert "Done" in text(steward.get(reverse("steward:keeping")))


def test_a_list_is_dropped_and_nothing_goes(cast, steward):
    closed = given.closed_case(cast.owner)
    page = steward.post(reverse("steward:keeping"), {"do": "propose"}).url
    steward.post(page, {"do": "drop"})
    assert "decided on already" in text(steward.post(page, {"do": "confirm", "sure": "yes"}, follow=True))
    assert Person.objects.get(pk=closed.person_id).name == "Ayten Aydın"


def test_where_nothing_is_over_it_is_said(steward):
    assert "Nothing is over its time now." in text(
        steward.post(reverse("steward:keeping"), {"do": "propose"}, follow=True)
    )


def test_another_time_is_set_with_a_reason(steward):
    page = reverse("steward:keeping")
    bad = steward.post(page, {"do": "term", "subject": "people.Person", "months": "0", "why": "The insurer."})
    assert "The insurer." in text(bad)
    assert not Term.objects.exists()
    steward.post(page, {"do": "term", "subject": "people.Person", "months": "60", "why": "The insurer."})
    assert Term.objects.get().months == 60
    assert "set here" in text(steward.get(page))


def test_every_kind_of_record_is_listed_with_how_it_ends(steward):
    page = text(steward.get(reverse("steward:keeping")))
    assert "Every kind of record, and how it comes to its end" in page
    assert "three years after the last case closed" in page
    assert "never by the program" in page
