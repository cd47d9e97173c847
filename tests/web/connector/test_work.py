"""The worklists: true counts, a reason on each row, something to do in place, filters in the address, kept views."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alongside.casework.actions import cases, contacts
from alongside.casework.enums import Because, FollowUpKind, Result, WorkList
from alongside.casework.models import Case, Contact, SavedView
from alongside.journeys.accept_referral import accept_referral
from alongside.people.models import Consent
from tests import given
from tests.factories.casework import AT
from tests.factories.people import a_consent, a_person
from tests.factories.referrals import a_referral
from tests.factories.work import a_case_of, a_view

TODAY = AT.date()
LONG_AGO = AT - dt.timedelta(days=400)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(AT)


@pytest.fixture
def owner(cast, client_as):
    return client_as(cast.owner)


def text_of(response):
    return " ".join(re.sub("<[^>]+>", " ", response.content.decode()).split())


def page_of(client, which, **query):
    return client.get(reverse("connector:work", args=[which]), query)


def total(response):
    return response.context["total"]


def names(response):
    return [
        (
            row.follow_up.case
            if hasattr(row, "follow_up")
            else row.onward.case
            if hasattr(row, "onward")
            else row.case
        ).person.given_name
        for row in response.context["rows"]
    ]


def due(case, by, days, **more):
    return contacts.arrange(case=case, due_on=TODAY + dt.timedelta(days=days), by=by, at=AT, **more)


def test_what_is_due_stands_on_todays_list_or_the_overdue_one(cast, owner):
    due(a_case_of(cast.owner, given="Tilda"), cast.owner, 0)
    due(a_case_of(cast.owner, given="Otto"), cast.owner, -3)
    due(a_case_of(cast.owner, given="Later"), cast.owner, 2)
    assert names(page_of(owner, "today")) == ["Tilda"]
    late = page_of(owner, "overdue")
    assert names(late) == ["Otto"]
    assert "Overdue 3 days" in text_of(late)


def test_urgent_is_a_referral_nobody_rang_and_somebody_who_never_answers(cast, owner):
    urgent = accept_referral(
        referral=a_referral(cast.partnership, told={"urgency": "urgent"}), by=cast.owner, at=AT
    )
    silent = a_case_of(cast.owner, given="Silent")
    due(silent, cast.owner, 1, kind=FollowUpKind.DECIDE, because=Because.NO_ANSWER_THREE)
    a_case_of(cast.owner, given="Calm")
    page = page_of(owner, "urgent")
    assert total(page) == 2
    assert {row.case.pk for row in page.context["rows"]} == {urgent.pk, silent.pk}
    assert "Referred as urgent, and nobody has spoken with them yet" in text_of(page)
    assert "No answer three times" in text_of(page)
    contacts.log(case=urgent, result=Result.REACHED, by=cast.owner, at=AT)
    assert total(page_of(owner, "urgent")) == 1


def test_waiting_on_a_provider_says_since_when(cast, owner):
    given.sent_onward_referral(cast.owner)
    page = page_of(owner, "waiting")
    assert total(page) == 1
    assert "The Green House" in text_of(page)


def test_an_old_agreement_is_to_be_renewed_and_a_fresh_one_is_not(cast, owner):
    old = given.consented_case(cast.owner, at=AT)
    Consent.objects.filter(person=old.person).update(given_at=LONG_AGO)
    given.consented_case(cast.owner, person=a_person(by=cast.owner, given_name="Fresh"))
    page = page_of(owner, "consent")
    assert [row.case.pk for row in page.context["rows"]] == [old.pk]
    assert "Ask whether that still stands" in text_of(page)
    assert reverse("connector:agreement", args=[old.pk]) in page.content.decode()
    Consent.objects.filter(person=old.person).update(given_at=AT, expires_on=TODAY + dt.timedelta(days=20))
    assert "What they agreed to runs out on 23 November 2026" in text_of(page_of(owner, "consent"))
    Consent.objects.filter(person=old.person).update(expires_on=TODAY + dt.timedelta(days=40))
    assert total(page_of(owner, "consent")) == 0


def test_questions_are_due_three_months_after_the_start_and_when_arranged(cast, owner):
    asked = a_case_of(cast.owner, given="Asked")
    given.first_answers(asked, cast.owner, at=AT - dt.timedelta(days=120))
    arranged = a_case_of(cast.owner, given="Arranged")
    due(arranged, cast.owner, 0, kind=FollowUpKind.THREE_MONTHS)
    a_case_of(cast.owner, given="New")
    page = page_of(owner, "questions")
    assert sorted(names(page)) == ["Arranged", "Asked"]
    assert "Three months have passed" in text_of(page)


def test_no_plan_is_open_support_without_an_open_step(cast, owner):
    given.agreed_plan(cast.owner)
    bare = a_case_of(cast.owner, given="Bare")
    page = page_of(owner, "no-plan")
    assert [row.case.pk for row in page.context["rows"]] == [bare.pk]
    assert "no step is agreed yet" in text_of(page)


def test_quiet_is_open_support_without_contact_for_thirty_days(cast, owner):
    quiet = a_case_of(cast.owner, given="Quiet", at=LONG_AGO)
    contacts.log(case=quiet, result=Result.REACHED, by=cast.owner, at=AT - dt.timedelta(days=31))
    never = a_case_of(cast.owner, given="Never", at=LONG_AGO)
    spoken = a_case_of(cast.owner, given="Spoken", at=LONG_AGO)
    contacts.log(case=spoken, result=Result.NO_ANSWER, by=cast.owner, at=AT - dt.timedelta(days=29))
    a_case_of(cast.owner, given="New")
    a_case_of(cast.owner, given="Asked not to be rung", at=LONG_AGO, do_not_contact=True)
    page = page_of(owner, "quiet")
    assert [row.case.pk for row in page.context["rows"]] == [never.pk, quiet.pk]
    assert "Last contact 31 days ago." in text_of(page)
    assert total(page) == 2


def test_a_call_is_logged_in_place_and_the_row_is_gone_with_the_filters_kept(cast, owner):
    case = a_case_of(cast.owner, at=LONG_AGO)
    page = page_of(owner, "quiet", language="tr")
    back = re.search(r'name="back" value="([^"]+)"', page.content.decode())[1].replace("&amp;", "&")
    sent = {"result": "reached", "channel": "call", "back": back, "note": "All well"}
    answer = owner.post(reverse("connector:contact-log", args=[case.pk]), sent)
    assert answer["Location"] == "/connector/work/quiet/?language=tr"
    assert Contact.objects.get(case=case).note == "All well"
    assert total(page_of(owner, "quiet", language="tr")) == 0


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Mine"]),
        ({"owner": "team"}, ["Colleagues", "Mine", "Nobodys"]),
        ({"owner": "nobody"}, ["Nobodys"]),
        ({"language": "pl"}, []),
        ({"owner": "team", "language": "pl"}, ["Colleagues"]),
        ({"owner": "team", "ward": "E05009374"}, ["Nobodys"]),
        ({"owner": "rubbish", "language": "klingon", "ward": "'; drop", "kind": "x"}, ["Mine"]),
    ],
)
def test_filters_stand_in_the_address(cast, owner, query, found):
    a_case_of(cast.owner, given="Mine", at=LONG_AGO)
    a_case_of(cast.colleague, given="Colleagues", at=LONG_AGO, languages=["pl"])
    ward = a_person(by=cast.owner, given_name="Nobodys", languages=["en"])
    type(ward).objects.filter(pk=ward.pk).update(ward="E05009374")
    cases.open_case(person=ward, organisation=cast.organisation, by=cast.owner, at=LONG_AGO)
    page = page_of(owner, "quiet", **query)
    assert sorted(names(page)) == found
    assert total(page) == len(found)


def test_a_colleagues_list_is_seen_by_their_key_and_another_organisations_never(cast, owner):
    a_case_of(cast.colleague, given="Colleagues", at=LONG_AGO)
    a_case_of(cast.stranger, given="Strangers", at=LONG_AGO)
    assert names(page_of(owner, "quiet", owner=str(cast.colleague.pk))) == ["Colleagues"]
    assert names(page_of(owner, "quiet", owner=str(cast.stranger.pk))) == []


def test_what_is_due_can_be_narrowed_by_its_kind(cast, owner):
    due(a_case_of(cast.owner, given="Visit"), cast.owner, 0, kind=FollowUpKind.VISIT)
    due(a_case_of(cast.owner, given="Call"), cast.owner, 0)
    assert names(page_of(owner, "today", kind="visit")) == ["Visit"]


def test_every_list_counts_to_the_end_and_pages(cast, owner):
    for _each in range(27):
        a_case_of(cast.owner, at=LONG_AGO)
    page = page_of(owner, "quiet")
    assert total(page) == 27
    assert len(page.context["rows"]) == 25
    assert len(page_of(owner, "quiet", page="2").context["rows"]) == 2


@pytest.mark.parametrize("which", WorkList.values)
def test_the_number_of_queries_does_not_grow_with_the_work(cast, owner, which):
    def fill(count):
        for _each in range(count):
            case = a_case_of(cast.owner, at=LONG_AGO)
            due(case, cast.owner, 0, kind=FollowUpKind.THREE_MONTHS, because=Because.NO_ANSWER_THREE)
            due(case, cast.owner, -2)
            if which == WorkList.WAITING:  # asking somebody is a step of the plan
                given.sent_onward_referral(cast.owner, case=case)
            a_consent(case.person, by=cast.owner)
            Consent.objects.filter(person=case.person).update(given_at=LONG_AGO)

    fill(2)
    page_of(owner, which)
    with CaptureQueriesContext(connection) as few:
        shown = page_of(owner, which)
    assert len(shown.context["rows"]) == 2
    fill(6)
    with CaptureQueriesContext(connection) as many:
        shown = page_of(owner, which)
    assert len(shown.context["rows"]) == 8
    assert len(many) == len(few)


def test_an_unknown_list_is_not_there(owner):
    assert page_of(owner, "everything").status_code == 404


# Kept views -------------------------------------------------------------------------------------------


def keep(client, which="quiet", **more):
    return client.post(reverse("connector:work-keep", args=[which]), {"keep_as": "Turkish speakers", **more})


def test_a_view_is_kept_under_a_name_and_leads_back(cast, owner):
    answer = keep(owner, query="owner=team&language=tr&nonsense=1")
    assert answer["Location"] == "/connector/work/quiet/?owner=team&language=tr"
    page = owner.get(answer["Location"])
    assert "Turkish speakers" in text_of(page)
    keep(owner, which="today", query="")
    assert [(view.which, view.query) for view in SavedView.objects.all()] == [("today", "")]


def test_a_name_is_needed_and_what_was_chosen_is_not_lost(cast, owner):
    answer = keep(owner, keep_as=" ", is_shared="on", query="language=tr")
    assert answer.status_code == 422
    assert "language=tr" in answer.content.decode()
    assert not SavedView.objects.exists()


def test_a_shared_view_is_seen_by_the_team_and_by_nobody_else(cast, client_as, owner):
    a_view(cast.owner, name="For all of us", is_shared=True)
    a_view(cast.owner, name="For me alone")
    seen = text_of(page_of(client_as(cast.colleague), "today"))
    assert "For all of us" in seen
    assert "For me alone" not in seen
    assert "For all of us" not in text_of(page_of(client_as(cast.stranger), "today"))


def test_one_view_opens_first(cast, owner):
    assert owner.get("/connector/work/")["Location"] == "/connector/work/today/"
    first = a_view(cast.owner, name="One", is_first=True)
    second = a_view(cast.owner, name="Two")
    assert owner.get("/connector/work/")["Location"] == "/connector/work/overdue/?language=tr"
    owner.post(reverse("connector:work-kept", args=[second.pk]), {"do": "first"})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.is_first, second.is_first) == (False, True)


def test_a_view_is_shared_kept_back_and_removed_by_its_owner_alone(cast, client_as, owner):
    view = a_view(cast.owner)
    where = reverse("connector:work-kept", args=[view.pk])
    for do, shared in (("share", True), ("unshare", False)):
        owner.post(where, {"do": do})
        view.refresh_from_db()
        assert view.is_shared is shared
    assert client_as(cast.colleague).post(where, {"do": "remove"}).status_code == 404
    assert owner.post(where, {"do": "nonsense"}).status_code == 404
    owner.post(where, {"do": "remove"})
    assert not SavedView.objects.exists()


def test_the_morning_leads_to_the_worklists(cast, owner):
    assert reverse("connector:work-first") in owner.get("/connector/").content.decode()
    assert Case.objects.count() == 0
