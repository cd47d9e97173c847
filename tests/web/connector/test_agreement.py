"""The page of agreements: two taps to take back, who decided, who speaks, a link of their own, whom to ask again."""

import datetime as dt

import pytest
from django.urls import reverse

from alongside.messaging.models import Message
from alongside.people import actions
from alongside.people.actions import agreements
from alongside.people.enums import ConsentPurpose
from alongside.people.models import Consent, Person, Representative
from tests import given
from tests.factories.casework import AT, a_case
from tests.factories.people import a_consent, a_person, a_representative

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(AT + dt.timedelta(hours=2), tick=False)


@pytest.fixture
def owner(cast, client_as):
    return client_as(cast.owner)


@pytest.fixture
def case(cast):
    return given.consented_case(cast.owner)


def url(name, *args):
    return reverse(f"connector:{name}", args=args)


def test_it_is_taken_back_in_two_taps_and_how_they_said_so_is_kept(cast, owner, case):
    page = owner.get(url("case", case.pk)).content.decode()
    assert url("agreement", case.pk) in page
    consent = Consent.objects.get()
    owner.post(url("agreement", case.pk), {"take_back": str(consent.pk), "channel": "letter"})
    consent.refresh_from_db()
    assert (consent.withdrawn_channel, consent.withdrawn_by) == ("letter", cast.owner)
    assert "By letter or form" in owner.get(url("agreement", case.pk)).content.decode()


@pytest.mark.parametrize("channel", ["", "pigeon"])
def test_without_a_way_it_was_by_phone(owner, case, channel):
    owner.post(url("agreement", case.pk), {"take_back": str(Consent.objects.get().pk), "channel": channel})
    assert Consent.objects.get().withdrawn_channel == "phone"


def test_what_is_kept_back_is_written_and_shown(cast, owner, case):
    sent = {
        "share_with": [str(cast.other_organisation.pk)],
        "not_shared": ["phone"],
        "channel": "phone",
        "given_by": "self",
    }
    assert owner.post(url("agreement", case.pk), sent).status_code == 302
    assert Consent.objects.get(purpose="share").not_shared == ["phone"]
    assert "Kept back: My phone number" in " ".join(
        owner.get(url("agreement", case.pk)).content.decode().split()
    )


def test_a_decision_by_somebody_else_is_refused_beside_the_box_that_is_wrong(cast, owner):
    case = a_case(cast.owner)
    advocate = a_representative(case.person, cast.owner, kind="advocate")
    sent = {
        "agrees": "on", "channel": "phone", "given_by": "attorney", "representative": str(advocate.pk),
        "capacity_note": "Could not keep it in mind",
    }  # fmt: skip
    answer = owner.post(url("agreement", case.pk), sent)
    assert "representative" in answer.context["form"].errors
    assert "Could not keep it in mind" in answer.content.decode()
    Representative.objects.filter(pk=advocate.pk).update(kind="attorney")
    assert owner.post(url("agreement", case.pk), sent).status_code == 302
    assert "Leyla Demir" in owner.get(url("agreement", case.pk)).content.decode()


def test_what_was_typed_for_somebody_else_is_left_out_when_the_person_decided(cast, owner):
    case = a_case(cast.owner)
    sent = {
        "agrees": "on",
        "channel": "phone",
        "given_by": "self",
        "decided_by_name": "Dr Shah",
        "consulted": "x",
    }
    assert owner.post(url("agreement", case.pk), sent).status_code == 302
    assert Consent.objects.get().decided_by_name == ""


def test_a_representative_is_written_down_ended_and_stands_again(owner, case):
    sent = {
        "kind": "attorney", "name": "Leyla Demir", "scope": "care", "health_and_welfare": "on",
        "registered_seen_on_day": 1, "registered_seen_on_month": 10, "registered_seen_on_year": 2026,
    }  # fmt: skip
    assert (
        owner.post(url("representative-add", case.pk), {**sent, "registered_seen_on_year": 2036}).status_code
        == 200
    )
    assert owner.post(url("representative-add", case.pk), sent).status_code == 302
    found = Representative.objects.get()
    end = url("representative-end", case.pk, found.pk)
    owner.post(end)
    found.refresh_from_db()
    assert not found.is_present
    owner.post(end, {"undo": "1"})
    found.refresh_from_db()
    assert found.is_present


def test_a_link_is_shown_once_and_sent_by_the_way_they_like(cast, owner, case):
    page = owner.post(url("agreement-link", case.pk)).content.decode()
    assert "/agreed/" in page
    assert not Message.objects.filter(template="what_you_agreed_to").exists()
    Person.objects.filter(pk=case.person_id).update(contact_by="text")
    page = owner.post(url("agreement-link", case.pk)).content.decode()
    assert "on its way" in page
    message = Message.objects.get(template="what_you_agreed_to")
    assert (message.to, message.about) == (case.person.phone, case.person)
    assert message.conceal in message.body


def test_old_words_and_what_runs_out_are_on_the_list_of_whom_to_ask_again(cast, client_as, owner, case):
    assert "Nobody needs to be asked again" in owner.get(url("agreements-due")).content.decode()
    actions.write_wording(purpose=ConsentPurpose.SUPPORT, text="May we?", at=AT)
    assert "Nobody needs to be asked again" in owner.get(url("agreements-due")).content.decode()
    actions.write_wording(purpose=ConsentPurpose.SUPPORT, text="May we, please?", at=AT, ask_again=True)
    page = owner.get(url("agreements-due")).content.decode()
    assert "The words have changed" in page
    assert "Ask one person again" in owner.get(url("worklist")).content.decode()
    assert "Nobody needs" in client_as(cast.stranger).get(url("agreements-due")).content.decode()


def test_what_runs_out_is_listed_a_month_before_and_after_but_never_for_somebody_who_died(
    cast, client_as, time_machine
):
    agreements.set_term(purpose=ConsentPurpose.RESEARCH, months=3, by=cast.steward, at=AT)
    case = a_case(cast.owner)
    a_consent(case.person, by=cast.owner, purpose=ConsentPurpose.RESEARCH, at=AT)
    assert "Nobody needs" in client_as(cast.owner).get(url("agreements-due")).content.decode()
    time_machine.move_to(AT + 70 * DAY)
    assert "Runs out" in client_as(cast.owner).get(url("agreements-due")).content.decode()
    time_machine.move_to(AT + 100 * DAY)
    assert "Ran out" in client_as(cast.owner).get(url("agreements-due")).content.decode()
    assert "Has run out" in client_as(cast.owner).get(url("agreement", case.pk)).content.decode()
    Person.objects.filter(pk=case.person_id).update(deceased_on=AT.date())
    assert "Nobody needs" in client_as(cast.owner).get(url("agreements-due")).content.decode()


def test_the_list_asks_the_database_as_often_for_many_as_for_one(cast, owner, django_assert_max_num_queries):
    actions.write_wording(purpose=ConsentPurpose.SUPPORT, text="May we?", at=AT)
    for n in range(5):
        person = a_person(by=cast.owner, given_name=f"N{n}", phone=f"07700 90020{n}")
        a_case(cast.owner, person=person)
        a_consent(person, by=cast.owner)
    actions.write_wording(purpose=ConsentPurpose.SUPPORT, text="May we, please?", at=AT, ask_again=True)
    with django_assert_max_num_queries(25):
        assert owner.get(url("agreements-due")).content.decode().count("The words have changed") == 5
