"""Complaints: written down by anybody who is told, read by stewards and team leads, taken step by step."""

import datetime as dt

import pytest
from django.urls import reverse

from alongside.rights.models import Complaint
from tests.factories.casework import AT
from tests.factories.people import a_person
from tests.factories.rights import DAY, a_complaint


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(AT + dt.timedelta(hours=1))


@pytest.fixture
def steward(cast, client_as):
    return client_as(cast.steward)


def text(answer):
    return " ".join(answer.content.decode().split())


def day(name, when):
    return {f"{name}_day": when.day, f"{name}_month": when.month, f"{name}_year": when.year}


def written(**more):
    return {
        "complainant": "Kemal Aydın", "reach": "020 7946 0123", "came_how": "phone", "words": "It went astray.",
        **day("received_on", DAY), **more,
    }  # fmt: skip


def test_a_connector_writes_one_down_from_the_page_of_a_person_and_cannot_read_it(cast, client_as):
    owner, person = client_as(cast.owner), a_person(by=cast.owner)
    page = f"{reverse('steward:complaint-new')}?person={person.pk}"
    assert "Ayten Aydın" in text(owner.get(page))
    answer = owner.post(page, written(), follow=True)
    complaint = Complaint.objects.get()
    assert complaint.person == person
    assert complaint.reference in text(answer)
    assert owner.get(reverse("steward:complaint", args=[complaint.pk])).status_code == 404


def test_nobody_one_may_not_see_is_written_into_one(cast, client_as):
    hidden = a_person(by=cast.stranger)
    page = f"{reverse('steward:complaint-new')}?person={hidden.pk}"
    client_as(cast.owner).post(page, written())
    assert Complaint.objects.get().person is None


def test_it_is_acknowledged_decided_told_and_each_step_undone(steward, cast):
    complaint = a_complaint(cast.owner)
    page = reverse("steward:complaint", args=[complaint.pk])
    assert "29 days left" in text(steward.get(page))
    steward.post(page, {"step": "acknowledge", "how": "letter", **day("on", DAY)})
    assert "govuk-error-message" in text(
        steward.post(page, {"step": "decide", "outcome": "upheld", "findings": ""})
    )
    steward.post(page, {"step": "decide", "outcome": "upheld", "findings": "A wrong label."})
    steward.post(page, {"step": "tell", "how": "letter", **day("on", DAY)})
    kept = Complaint.objects.get()
    assert (kept.outcome, kept.told_how) == ("upheld", "letter")
    assert "They were right" in text(steward.get(reverse("steward:complaints")))
    steward.post(page, {"undo": "told"})
    assert Complaint.objects.get().is_open


def test_a_page_left_open_does_not_take_the_wrong_step(steward, cast):
    complaint = a_complaint(cast.owner)
    page = reverse("steward:complaint", args=[complaint.pk])
    steward.post(page, {"step": "acknowledge", "how": "letter", **day("on", DAY)})
    assert steward.post(page, {"step": "acknowledge", "how": "phone", **day("on", DAY)}).status_code == 302
    assert Complaint.objects.get().acknowledged_how == "letter"


def test_what_is_late_is_said_so(client_as, cast, time_machine):
    a_complaint(cast.owner)
    time_machine.move_to(AT + dt.timedelta(days=31))
    steward = client_as(cast.steward)
    assert "acknowledge: late" in text(steward.get(reverse("steward:complaints")))
