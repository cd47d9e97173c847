"""The pages about rights: the worklist, a request from first word to letter, erasure, corrections."""

import datetime as dt
import json

import pytest
from django.urls import reverse

from alongside.core.models import Reading
from alongside.people import actions as people
from alongside.people.models import Person
from alongside.rights.actions import erasures, requests
from alongside.rights.enums import Decision, PauseWhy
from alongside.rights.models import AccessRequest, Correction, Erasure, Hold, Opening, Redaction
from tests import given
from tests.factories.casework import AT, a_case
from tests.factories.people import a_person
from tests.factories.rights import (
    DAY,
    a_copy_to_review,
    a_correction,
    a_given_copy,
    an_access_request,
    an_erasure,
)


@pytest.fixture(autouse=True)
def _now(time_machine, settings, tmp_path):
    settings.ALONGSIDE_VAR = tmp_path
    time_machine.move_to(AT + dt.timedelta(hours=3))


@pytest.fixture
def owner(cast, client_as):
    return client_as(cast.owner)


@pytest.fixture
def lead(cast, client_as):
    return client_as(cast.team_lead)


@pytest.fixture
def person(cast):
    return a_person(by=cast.owner)


def url(name, *args):
    return reverse(f"connector:{name}", args=args)


def text(answer):
    return " ".join(answer.content.decode().split())


def day(name, when):
    return {f"{name}_day": when.day, f"{name}_month": when.month, f"{name}_year": when.year}


def test_from_the_page_of_a_person_their_rights_are_one_link_away(cast, owner):
    case = a_case(cast.owner)
    page = text(owner.get(url("case", case.pk)))
    assert url("person-rights", case.person_id) in page
    assert url("shared", case.person_id) in page


def test_what_was_shared_is_read_out_in_sentences_and_the_look_is_recorded(cast, owner):
    sent = given.accepted_onward_referral(cast.owner)[0]
    page = text(owner.get(url("shared", sent.case.person_id)))
    assert "We asked The Green House to welcome you. We told them: what they like to be called" in page
    assert "The Green House said yes." in page
    assert "Who looked at your record" in page
    assert Reading.objects.filter(person_id=sent.case.person_id, page="connector:shared").exists()


def test_with_nothing_shared_it_says_so(owner, person):
    assert "We have shared nothing about you with anybody." in text(owner.get(url("shared", person.pk)))


def test_a_person_who_asked_not_to_be_rung_shows_no_number(cast, owner, person):
    Person.objects.filter(pk=person.pk).update(do_not_contact=True)
    for name in ("shared", "person-rights", "access-request-new"):
        assert "900123" not in owner.get(url(name, person.pk)).content.decode()


# A request -------------------------------------------------------------------------------------------------------


def asking(**more):
    return {
        "asked_by": "person", "asked_how": "phone", "words": "Everything.", "identity": "known", "asker_name": "",
        **day("received_on", DAY), **more,
    }  # fmt: skip


def test_a_request_is_written_down_and_stands_on_the_worklist_with_its_days(cast, owner, person):
    answer = owner.post(url("access-request-new", person.pk), asking())
    assert answer.url == url("access-request", AccessRequest.objects.get().pk)
    assert "30 days left" in text(owner.get(answer.url))
    worklist = text(owner.get(url("rights")))
    assert "Ayten Aydın" in worklist
    assert "30 days" in worklist


def test_sent_twice_is_written_once(owner, person):
    form = owner.get(url("access-request-new", person.pk)).context["form"]
    for _ in range(2):
        owner.post(url("access-request-new", person.pk), asking(once=str(form["once"].value())))
    assert AccessRequest.objects.count() == 1


@pytest.mark.parametrize(
    "wrong, told",
    [
        ({"asked_by": "solicitor"}, "Say who asks for them."),
        (day("received_on", DAY + dt.timedelta(days=2)), "This day lies ahead."),
        ({"asked_how": ""}, "govuk-error-message"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(owner, person, wrong, told):
    page = owner.post(url("access-request-new", person.pk), asking(words="What about 2019?", **wrong))
    assert page.status_code == 200
    assert told in page.content.decode()
    assert "What about 2019?" in page.content.decode()
    assert not AccessRequest.objects.exists()


def test_the_clock_is_stopped_and_goes_on(cast, owner):
    asked = an_access_request(cast.owner)
    sent = {"why": "clarification", "asked": "Which years?", **day("from_on", DAY)}
    owner.post(url("access-request-move", asked.pk, "wait"), sent)
    assert "The clock stands until they answer." in text(owner.get(url("access-request", asked.pk)))
    assert "the clock stands" in text(owner.get(url("rights")))
    owner.post(url("access-request-move", asked.pk, "go-on"), day("on", DAY))
    assert "Answer by" in text(owner.get(url("access-request", asked.pk)))
    assert asked.pauses.get().why == PauseWhy.CLARIFICATION


def test_it_is_extended_with_a_reason_they_were_told(cast, owner):
    asked = an_access_request(cast.owner)
    owner.post(url("access-request-move", asked.pk, "extend"), {"reason": "Eleven years.", "told": "letter"})
    page = text(owner.get(url("access-request", asked.pk)))
    assert "Eleven years." in page
    assert "two more months" not in page.lower().replace("two more months</dt>", "")


def test_late_is_said_first(cast, client_as, time_machine):
    asked = an_access_request(cast.owner)
    time_machine.move_to(AT + dt.timedelta(days=40))
    owner = client_as(cast.owner)
    assert "It was due on" in text(owner.get(url("access-request", asked.pk)))
    assert "late" in text(owner.get(url("rights")))


def test_an_unknown_move_is_not_there(cast, owner):
    asked = an_access_request(cast.owner)
    assert owner.get(url("access-request-move", asked.pk, "burn")).status_code == 404


def test_ended_by_mistake_it_is_taken_up_again(cast, owner):
    asked = an_access_request(cast.owner)
    owner.post(url("access-request-move", asked.pk, "end"), {"ending": "withdrawn", "reason": ""})
    assert "take it up again" in text(owner.get(url("access-request", asked.pk)))
    owner.post(url("access-request-move", asked.pk, "again"))
    assert AccessRequest.objects.get().is_open


def test_a_request_that_is_over_takes_no_more_moves_and_says_so(cast, owner):
    asked = a_given_copy(cast.owner, cast.team_lead)
    page = owner.post(url("access-request-move", asked.pk, "end"), {"ending": "withdrawn", "reason": ""})
    assert "This request is over" in text(page)


# The copy --------------------------------------------------------------------------------------------------------


def test_a_team_lead_reads_through_decides_and_gives(cast, lead):
    case = given.held_conversation(cast.owner).case
    people.remember(person=case.person, sentence="Her friend Quincy rang.", by=cast.owner, at=AT)
    asked = an_access_request(cast.owner, person=case.person)
    review = url("access-copy-review", asked.pk)
    assert "Put the copy together" in text(lead.get(review))
    lead.post(review, {"do": "prepare"})
    page = text(lead.get(review))
    assert "Quincy" in page
    assert "Her friend Quincy rang." in page
    assert "I have read it" not in page, "nothing is given while a word is undecided"
    lead.post(review, {"do": "give", "how": "letter"})
    assert AccessRequest.objects.get().is_open
    lead.post(review, {"do": "decide", **{f"word-{row.pk}": "out" for row in Redaction.objects.all()}})
    assert "I have read it" in text(lead.get(review))
    answer = lead.post(review, {"do": "give", "how": "letter"})
    page = text(lead.get(answer.url))
    assert "gave the copy on" in page
    copy = text(lead.get(url("access-copy", asked.pk)))
    assert "I miss cooking for people." in copy
    assert "[left out]" in copy
    assert "Quincy" not in copy
    assert "Information Commissioner" in copy


def test_a_word_is_added_by_hand_and_one_that_is_not_there_is_told(cast, lead):
    case = given.held_conversation(cast.owner).case
    asked = a_copy_to_review(cast.owner, cast.team_lead, person=case.person)
    review = url("access-copy-review", asked.pk)
    assert "does not say this" in text(lead.post(review, {"do": "add", "term": "Quetzal"}))
    assert lead.post(review, {"do": "add", "term": "cooking"}).status_code == 302
    assert Redaction.objects.get(term="cooking").decision == Decision.OUT


@pytest.mark.parametrize("sent", [{"word-x": "out"}, {"word-": "out"}, {"word-0": "gone"}, {}])
def test_odd_decisions_are_none(cast, lead, sent):
    asked = a_copy_to_review(cast.owner, cast.team_lead)
    assert lead.post(url("access-copy-review", asked.pk), {"do": "decide", **sent}).status_code == 302
    assert not Redaction.objects.exclude(decision="").exists()


def test_before_who_asks_is_known_nothing_is_put_together_and_it_is_said(cast, lead):
    asked = an_access_request(cast.owner, identity=None)
    answer = lead.post(url("access-copy-review", asked.pk), {"do": "prepare"})
    assert "First make sure that it is really them" in text(lead.get(answer.url))


def test_each_form_of_the_copy_is_opened_by_a_team_lead_and_each_opening_is_written_down(cast, lead):
    asked = a_given_copy(cast.owner, cast.team_lead)
    answer = lead.get(url("access-copy-json", asked.pk))
    assert answer["Content-Disposition"].startswith("attachment")
    assert json.loads(answer.content)["format"] == "alongside-copy/1"
    paper = lead.get(url("access-copy-pdf", asked.pk))
    assert paper.content.startswith(b"%PDF")
    assert b"no-store" in paper["Cache-Control"].encode()
    lead.get(url("access-copy", asked.pk))
    assert list(Opening.objects.values_list("form", "by__name")) == [
        ("json", "Tess Lead"),
        ("pdf", "Tess Lead"),
        ("page", "Tess Lead"),
    ]
    assert "Tess Lead, as a pdf" in text(lead.get(url("access-request", asked.pk)))


@pytest.mark.parametrize("name", ["access-copy-json", "access-copy-pdf"])
def test_a_copy_that_was_not_given_is_no_file(cast, lead, name):
    asked = a_copy_to_review(cast.owner, cast.team_lead)
    assert lead.get(url(name, asked.pk)).status_code == 404
    assert not Opening.objects.exists()


def test_a_team_lead_of_another_organisation_finds_nothing(cast, client_as):
    from alongside.partnerships.enums import Role
    from tests.cast import member

    asked = a_given_copy(cast.owner, cast.team_lead)
    other = client_as(member(cast.other_organisation, Role.TEAM_LEAD, "Olga Other"))
    for name in ("access-request", "access-copy", "access-copy-json", "access-copy-review"):
        assert other.get(url(name, asked.pk)).status_code == 404


# Erasure, holds, corrections -------------------------------------------------------------------------------------


def test_an_erasure_waits_for_the_safeguarding_lead_who_says_they_are_sure(cast, owner, client_as, person):
    asked = {"asked_how": "phone", "words": "All of it.", **day("received_on", DAY)}
    page = owner.post(url("erasure-ask", person.pk), asked).url
    assert "confirms or refuses it" in text(owner.get(page))
    assert owner.post(page, {"do": "confirm", "sure": "yes"}).status_code == 404
    sol = client_as(cast.safeguarding_lead)
    assert "Erasures that wait for you" in text(sol.get(url("rights")))
    sol.post(page, {"do": "confirm"})
    assert Person.objects.get().name == "Ayten Aydın", "nobody said they were sure"
    assert sol.post(page, {"do": "confirm", "sure": "yes"}).status_code == 302
    assert Person.objects.get().name == "Erased"
    assert owner.get(url("person-rights", person.pk)).status_code == 404


def test_an_erasure_is_refused_with_a_reason_taken_back_and_asked_again(cast, owner, client_as):
    asked = an_erasure(cast.owner)
    page, sol = url("erasure", asked.pk), client_as(cast.safeguarding_lead)
    assert "govuk-error-message" in text(sol.post(page, {"do": "refuse", "reason": ""}))
    sol.post(page, {"do": "refuse", "reason": "A claim is made."})
    assert "A claim is made." in text(owner.get(page))
    owner.post(page, {"do": "again"})
    assert Erasure.objects.get().state == "asked"
    owner.post(page, {"do": "take-back"})
    assert Erasure.objects.get().state == "withdrawn"


def test_a_hold_is_placed_shown_and_lifted(cast, lead, owner, client_as, person):
    lead.post(url("hold", person.pk), {"reason": "The coroner asked."})
    lead.post(url("hold", person.pk), {"reason": "Again."})
    assert Hold.objects.get().reason == "The coroner asked."
    assert "A legal hold stands" in text(owner.get(url("person-rights", person.pk)))
    asked = an_erasure(cast.owner, person=person)
    page = text(client_as(cast.safeguarding_lead).get(url("erasure", asked.pk)))
    assert "It cannot be erased now" in page
    assert "Erase them now" not in page
    lead.post(url("hold", person.pk), {"lift": str(Hold.objects.get().pk)})
    assert Hold.objects.get().lifted_at is not None


@pytest.mark.parametrize("lift", ["", "x", "0190a7c2-0000-7000-8000-000000000000"])
def test_only_the_hold_that_was_seen_is_lifted(cast, lead, person, lift):
    erasures.hold(person=person, reason="A claim", by=cast.team_lead, at=AT)
    lead.post(url("hold", person.pk), {"lift": lift})
    assert Hold.objects.get().lifted_at is None


def test_a_correction_proposes_who_to_tell_and_each_is_told(cast, owner):
    sent = given.sent_onward_referral(cast.owner)[0]
    page = url("correction-new", sent.case.person_id)
    assert "The Green House" in text(owner.get(page))
    wrong = {"fact": "phone number", "was": "1", "now": ""}
    assert "govuk-error-message" in text(owner.post(page, wrong))
    answer = owner.post(page, {"fact": "phone number", "was": "1", "now": "2", "tell": ["0"]})
    correction = Correction.objects.get()
    notice = correction.notices.get()
    assert notice.name == "The Green House"
    assert "1 to tell" in text(owner.get(url("rights")))
    told = {"notice": str(notice.pk), "settled": "told", "how": "", **day("on", DAY)}
    assert "Say how they were told." in text(owner.post(answer.url, told))
    owner.post(answer.url, told | {"how": "phone"})
    notice.refresh_from_db()
    assert notice.settled == "told"
    assert "1 to tell" not in text(owner.get(url("rights")))
    owner.post(answer.url, {"notice": str(notice.pk), "undo": "1"})
    notice.refresh_from_db()
    assert notice.settled == ""


def test_who_carries_no_cases_reads_a_correction_and_changes_nothing(cast, client_as, owner):
    one = a_correction(cast.owner)
    helen, here = client_as(cast.safeguarding_lead), url("correction", one.pk)
    assert here in text(helen.get(url("rights")))
    assert "to be told" in text(helen.get(here))
    assert "Keep it" not in text(helen.get(here))
    sent = {"notice": str(one.notices.get().pk), "settled": "told", "how": "phone", **day("on", DAY)}
    assert helen.post(here, sent).status_code == 404
    assert "Keep it" in text(owner.get(here))


def test_a_correction_takes_no_answer_for_somebody_elses_notice(cast, owner):
    first, second = a_correction(cast.owner), a_correction(cast.owner)
    sent = {"notice": str(second.notices.get().pk), "settled": "told", "how": "phone", **day("on", DAY)}
    assert owner.post(url("correction", first.pk), sent).status_code == 404


def test_the_worklist_asks_the_database_the_same_however_many_wait(cast, owner):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def one():
        asked = an_access_request(cast.owner, person=a_person(by=cast.owner))
        requests.wait(request=asked, why=PauseWhy.CLARIFICATION, asked="?", from_on=DAY, by=cast.owner, at=AT)
        an_erasure(cast.owner, person=a_person(by=cast.owner))
        a_correction(cast.owner)

    one()
    owner.get(url("rights"))
    with CaptureQueriesContext(connection) as few:
        owner.get(url("rights"))
    for _ in range(4):
        one()
    with CaptureQueriesContext(connection) as many:
        owner.get(url("rights"))
    reads = [
        query["sql"] for query in many.captured_queries if "INSERT INTO audit.reading" not in query["sql"]
    ]
    assert len(reads) <= len(few.captured_queries)
