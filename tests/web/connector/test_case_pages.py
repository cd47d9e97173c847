"""The pages about a case: each opens, does its one thing, and shows a stranger nothing."""

import datetime as dt

import pytest
from django.urls import reverse

from alongside.casework.enums import Because, FollowUpKind, OnwardStatus, Result
from alongside.casework.models import Barrier, Case, Contact, Conversation, FollowUp, OnwardReferral, Step
from alongside.core.models import Reading
from alongside.people.enums import ConsentPurpose
from alongside.people.models import Consent, Person
from alongside.places.geo import Point
from alongside.places.models import Stop
from tests import given
from tests.factories.casework import AT
from tests.factories.directory import a_service


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(AT + dt.timedelta(hours=2))


@pytest.fixture
def owner(cast, client_as):
    return client_as(cast.owner)


def url(name, *args):
    return reverse(f"connector:{name}", args=args)


PAGES = [
    "case", "contact-log", "conversation-add", "three-months", "step-add", "barrier-add", "follow-up-add", "agreement",
    "refer-onward", "shortlist", "shortlist-print", "plan-print", "case-close",
]  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_each_page_of_a_case_opens_and_says_who_it_is_about(cast, owner, name):
    case = given.agreed_plan(cast.owner)
    page = owner.get(url(name, case.pk))
    assert page.status_code == 200
    assert "Aydın" in page.content.decode() or "Mrs A" in page.content.decode()
    assert Reading.objects.filter(person_id=case.person_id, page=f"connector:{name}").exists()


@pytest.mark.parametrize("name", PAGES)
def test_to_anybody_else_the_case_does_not_exist(cast, client_as, name):
    case = given.agreed_plan(cast.owner)
    for member in (cast.stranger, cast.other_partnership, cast.volunteer, cast.steward, cast.organiser):
        assert client_as(member).get(url(name, case.pk)).status_code == 404


def test_a_case_shows_the_words_the_plan_and_what_happened(cast, owner):
    case = given.agreed_plan(cast.owner)
    given.sent_onward_referral(cast.owner, case=case)
    page = owner.get(url("case", case.pk)).content.decode()
    for words in (
        "I miss cooking for people.",
        "Visit the lunch club together",
        "needs a walking frame",
        "The Green House",
    ):
        assert words in page
    assert "tel:+447700900123" in page


def test_a_conversation_keeps_everything_at_once(cast, owner):
    case = given.accepted_referral(cast.partnership, cast.owner)
    page = owner.get(url("conversation-add", case.pk))
    form = page.context["form"]
    sent = {
        "held_on_day": "3", "held_on_month": "11", "held_on_year": "2026",
        "what_matters": "Someone to speak Turkish with", "needs": ["company", "bereavement"], "agrees": "on",
        "channel": "phone", "asked_how": "with her daughter", "share_with": [str(cast.other_organisation.pk)],
        "barriers": ["mobility"], "barrier_note": "the stairs", "contact_by": "phone", "contact_times": ["morning"],
        "languages": ["tr"], "interpreter_needed": "on", "access_needs": ["step_free"], "lives_alone": "yes",
        "ucla3_0": "3", "ucla3_2": "2", "direct1_0": "5", "ons4_0": "4", "asked_by": "phone",
        "person_version": str(case.person.version), "once": str(form["once"].value()),
    }  # fmt: skip
    assert owner.post(url("conversation-add", case.pk), sent).status_code == 302
    conversation = Conversation.objects.get()
    assert conversation.what_matters == "Someone to speak Turkish with"
    assert Barrier.objects.get().description == "the stairs"
    agreed = Consent.objects.get(purpose=ConsentPurpose.SUPPORT)
    assert (agreed.asked_how, agreed.wording.version) == ("with her daughter", 1)
    person = Person.objects.get(pk=case.person_id)
    assert (person.languages, person.lives_alone, person.interpreter_needed) == (["tr"], True, True)
    scores = {r.instrument_code: r.score for r in person.responses.all()}
    assert scores["direct1"] == 5
    assert scores["ucla3"] is None
    owner.post(url("conversation-add", case.pk), sent)
    assert Conversation.objects.count() == 1


def test_a_half_filled_conversation_comes_back_filled(cast, owner):
    case = given.open_case(cast.owner)
    page = owner.post(
        url("conversation-add", case.pk),
        {
            "what_matters": "Dominoes",
            "held_on_day": "31",
            "held_on_month": "2",
            "held_on_year": "2026",
            "channel": "phone",
        },
    )
    assert page.status_code == 200
    assert "Dominoes" in page.content.decode()
    assert "not in the calendar" in page.content.decode()


def test_details_changed_meanwhile_are_shown_beside_what_was_written(cast, owner):
    case = given.open_case(cast.owner)
    old = case.person.version
    Person.objects.filter(pk=case.person_id).update(version=old + 1, contact_note="Ring twice")
    sent = {
        "held_on_day": "3", "held_on_month": "11", "held_on_year": "2026", "channel": "phone",
        "contact_note": "Let it ring", "person_version": str(old), "languages": ["tr", "en"],
        "access_needs": ["step_free"], "contact_times": ["morning"], "contact_by": "phone", "known_as": "Mrs A",
        "lives_alone": "yes",
    }  # fmt: skip
    page = owner.post(url("conversation-add", case.pk), sent)
    text = page.content.decode()
    assert "A colleague changed these details" in text
    assert "Ring twice" in text
    assert "Let it ring" in text
    assert not Conversation.objects.exists()
    again = {**sent, "person_version": str(page.context["form"]["person_version"].value())}
    assert owner.post(url("conversation-add", case.pk), again).status_code == 302
    assert Person.objects.get(pk=case.person_id).contact_note == "Let it ring"


def test_the_second_editor_of_a_conversation_gets_a_merge_view(cast, owner, client_as):
    conversation = given.held_conversation(cast.owner)
    words = {"what_matters": "Cooking together", "strengths": "", "notes": "", "version": "1"}
    client_as(cast.colleague).post(url("conversation-change", conversation.pk), words)
    page = owner.post(url("conversation-change", conversation.pk), {**words, "what_matters": "Her sister"})
    text = page.content.decode()
    assert "Two of you wrote here" in text
    assert "Cooking together" in text
    assert "Her sister" in text
    assert "Colin Colleague" in text
    merged = {
        **words,
        "what_matters": "Cooking with her sister",
        "version": str(page.context["form"]["version"].value()),
    }
    assert owner.post(url("conversation-change", conversation.pk), merged).status_code == 302
    conversation.refresh_from_db()
    assert (conversation.what_matters, conversation.version) == ("Cooking with her sister", 3)


def test_the_questions_are_asked_again_and_the_change_is_shown(cast, client_as, time_machine):
    case = given.consented_case(cast.owner)
    given.first_answers(case, cast.owner, answers=("3", "2", "3"))
    time_machine.move_to(AT + dt.timedelta(days=91))
    owner = client_as(cast.owner)
    sent = {
        "held_on_day": "2", "held_on_month": "2", "held_on_year": "2027", "stage": "three_months",
        "ucla3_0": "2", "ucla3_1": "1", "ucla3_2": "2",
    }  # fmt: skip
    assert owner.post(url("three-months", case.pk), sent).status_code == 302
    page = owner.get(url("case", case.pk)).content.decode()
    assert "<svg" in page
    assert "Less lonely than" in page
    assert "from 8 to 5" in page


def test_a_step_is_added_changed_done_and_undone(cast, owner):
    case = given.consented_case(cast.owner)
    owner.post(url("step-add", case.pk), {"title": "Library card", "owner": "person"})
    step = Step.objects.get()
    owner.post(
        url("step-change", step.pk),
        {"title": "Library card", "owner": "organisation", "owner_name": "The library",
         "due_on_day": "9", "due_on_month": "11", "due_on_year": "2026"},
    )  # fmt: skip
    step.refresh_from_db()
    assert (step.owner_name, step.due_on) == ("The library", dt.date(2026, 11, 9))
    page = owner.post(url("step-settle", step.pk), {"as": "done"}, follow=True).content.decode()
    assert "Undo" in page
    owner.post(url("step-settle", step.pk), {"undo": "1"})
    step.refresh_from_db()
    assert step.is_open


def test_an_organisation_that_owns_a_step_has_a_name(cast, owner):
    case = given.consented_case(cast.owner)
    page = owner.post(url("step-add", case.pk), {"title": "Lift", "owner": "organisation"})
    assert "Say who it is" in page.content.decode()


def test_a_barrier_is_added_and_removed(cast, owner):
    case = given.consented_case(cast.owner)
    owner.post(
        url("barrier-add", case.pk), {"kind": "transport", "description": "no bus", "owner": "connector"}
    )
    barrier = Barrier.objects.get()
    owner.post(url("barrier-settle", barrier.pk))
    barrier.refresh_from_db()
    assert barrier.is_removed


def test_agreement_is_recorded_with_its_wording_and_taken_back(cast, owner):
    case = given.open_case(cast.owner)
    owner.post(url("agreement", case.pk), {"agrees": "on", "channel": "phone"})
    consent = Consent.objects.get()
    assert consent.wording.version == 1
    owner.post(url("agreement", case.pk), {"take_back": str(consent.pk)})
    consent.refresh_from_db()
    assert not consent.is_live


@pytest.mark.parametrize("nonsense", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_taking_back_what_is_not_there_is_no_fault_of_ours(cast, owner, nonsense):
    case = given.open_case(cast.owner)
    assert owner.post(url("agreement", case.pk), {"take_back": nonsense}).status_code in {200, 404}


def test_referring_on_needs_agreement_and_shares_what_was_ticked(cast, owner):
    case = given.consented_case(cast.owner)
    sent = {
        "to_name": "The Green House", "to_email": "hello@greenhouse.example.org", "at_once": ["called", "access"],
        "once_accepted": ["full_name"], "channel": "phone",
    }  # fmt: skip
    page = owner.post(url("refer-onward", case.pk), sent)
    assert "has not agreed" in page.content.decode()
    assert not OnwardReferral.objects.exists()
    assert owner.post(url("refer-onward", case.pk), {**sent, "agreed": "on"}).status_code == 302
    onward = OnwardReferral.objects.get()
    assert set(onward.shared) == {"called", "access", "full_name"}
    assert Consent.objects.filter(purpose=ConsentPurpose.SHARE).count() == 1


def test_the_page_shows_exactly_what_will_be_shared(cast, owner):
    case = given.held_conversation(cast.owner).case
    service = a_service("Lunch club", email="hello@greenhouse.example.org")
    step = Step.objects.create(
        case=case, title="Lunch club", service=service, added_at=AT, added_by=cast.owner
    )
    page = owner.get(url("refer-onward", case.pk) + f"?step={step.pk}").content.decode()
    for words in (
        "Turkish, English",
        "Step-free way in",
        "I miss cooking for people.",
        "07700 900123",
        "The Green House",
    ):
        assert words in page
    assert "1948" not in page


def test_a_question_is_answered_from_the_onward_page(cast, owner):
    asked, _secret = given.questioned_onward_referral(cast.owner)
    page = owner.get(url("onward", asked.pk)).content.decode()
    assert "Can she manage three steps?" in page
    owner.post(url("onward", asked.pk), {"do": "reply", "words": "Yes, with a rail."})
    asked.refresh_from_db()
    assert (asked.status, asked.reply) == (OnwardStatus.SENT, "Yes, with a rail.")
    page = owner.post(url("onward", asked.pk), {"do": "reply", "words": "Again"}, follow=True)
    assert "no question" in page.content.decode()


def test_an_onward_referral_is_nudged_and_called_off(cast, owner):
    sent, _secret = given.sent_onward_referral(cast.owner)
    owner.post(url("onward", sent.pk), {"do": "nudge"})
    owner.post(url("onward", sent.pk), {"do": "call_off"})
    sent.refresh_from_db()
    assert sent.nudged_at is not None
    assert sent.status == OnwardStatus.WITHDRAWN


def test_the_shortlist_has_her_facts_and_adds_to_the_plan(cast, owner):
    case = given.held_conversation(cast.owner).case
    person = case.person
    near = (person.easting or 534800, person.northing or 184600)
    lunch = a_service("Lunch club", at=[near], ways=[{"minimum_age": 55}], languages=["tr"])
    a_service("Youth club", at=[near], ways=[{"maximum_age": 19}])
    Stop.objects.create(code="1", kind="bus", name="Lamb Lane", loc=Point(near[0] + 90.0, near[1]))
    page = owner.get(url("shortlist", case.pk)).content.decode()
    assert "Lunch club" in page
    assert "I miss cooking for people." in page
    assert "Bus stop Lamb Lane, 2 minutes’ walk" in page
    owner.post(url("shortlist", case.pk), {"service": str(lunch.pk)})
    owner.post(url("shortlist", case.pk), {"service": str(lunch.pk)})
    assert Step.objects.get().service == lunch
    printed = owner.get(url("shortlist-print", case.pk)).content.decode()
    assert "is-large-print" in printed
    assert "Lunch club" in printed
    assert "Bus stop Lamb Lane, 2 minutes’ walk" in printed


@pytest.mark.parametrize(
    "wishes", ["?q=%00x", "?within=zzz", "?matters=nothing", "?day=mon&time=morning", "?how=phone"]
)
def test_odd_wishes_are_answered_with_a_page(cast, owner, wishes):
    case = given.open_case(cast.owner)
    assert owner.get(url("shortlist", case.pk) + wishes).status_code == 200


def test_support_ends_with_outcome_and_reason_and_starts_again(cast, owner):
    case = given.agreed_plan(cast.owner)
    page = owner.post(url("case-close", case.pk), {"outcome": "better"})
    assert "Choose why" in page.content.decode()
    owner.post(
        url("case-close", case.pk), {"outcome": "better", "reason": "plan_done", "note": "Goes every week"}
    )
    case.refresh_from_db()
    assert not case.is_open
    page = owner.get(url("case", case.pk)).content.decode()
    assert "Goes every week" in page
    assert "Log a contact" not in page
    owner.post(url("case-reopen", case.pk))
    case.refresh_from_db()
    assert case.is_open


def test_a_team_lead_hands_a_case_to_a_colleague(cast, client_as):
    case = given.open_case(cast.owner)
    lead = client_as(cast.team_lead)
    assert "Colin Colleague" in lead.get(url("case-hand-over", case.pk)).content.decode()
    lead.post(url("case-hand-over", case.pk), {"to": str(cast.colleague.pk)})
    case.refresh_from_db()
    assert case.connector == cast.colleague
    assert client_as(cast.owner).get(url("case-hand-over", case.pk)).status_code == 404


def test_a_case_is_not_handed_to_a_stranger(cast, owner):
    case = given.open_case(cast.owner)
    assert owner.post(url("case-hand-over", case.pk), {"to": str(cast.stranger.pk)}).status_code == 200
    case.refresh_from_db()
    assert case.connector == cast.owner


def test_the_team_page_counts_what_each_carries(cast, client_as):
    given.open_case(cast.owner)
    page = client_as(cast.team_lead).get(url("team")).content.decode()
    assert "Ayse Demir" in page
    assert client_as(cast.owner).get(url("team")).status_code == 404


def test_a_contact_by_letter_on_another_day(cast, owner):
    case = given.open_case(cast.owner)
    sent = {"channel": "letter", "result": "left_message", "note": "Wrote to her",
            "next_on_day": "20", "next_on_month": "11", "next_on_year": "2026", "next_time": "10:30"}  # fmt: skip
    owner.post(url("contact-log", case.pk), sent)
    contact = Contact.objects.get()
    assert (contact.channel, contact.result) == ("letter", Result.LEFT_MESSAGE)
    due = FollowUp.objects.get()
    assert (due.due_on, due.due_time) == (dt.date(2026, 11, 20), dt.time(10, 30))


def test_a_next_contact_cannot_lie_in_the_past(cast, owner):
    case = given.open_case(cast.owner)
    sent = {"result": "reached", "next_on_day": "1", "next_on_month": "1", "next_on_year": "2026"}
    assert "today or a later day" in owner.post(url("contact-log", case.pk), sent).content.decode()


def test_a_visit_is_arranged(cast, owner):
    case = given.open_case(cast.owner)
    sent = {"kind": "visit", "due_on_day": "5", "due_on_month": "11", "due_on_year": "2026", "due_time": "10:00",
            "note": "step-free, dog"}  # fmt: skip
    owner.post(url("follow-up-add", case.pk), sent)
    due = FollowUp.objects.get()
    assert (due.kind, due.note, due.because) == (FollowUpKind.VISIT, "step-free, dog", Because.ARRANGED)


def test_people_of_my_team_are_found_by_what_one_remembers(cast, owner, client_as):
    case = given.open_case(cast.owner)
    for words in ("aydin", "Mrs A", "900123", "E8 1EA"):
        assert "Aydın" in owner.get(url("people"), {"q": words}).content.decode(), words
    assert "Nobody found" in owner.get(url("people"), {"q": "zebra"}).content.decode()
    assert "Aydın" not in client_as(cast.stranger).get(url("people"), {"q": "aydin"}).content.decode()
    assert "Aydın" not in client_as(cast.colleague).get(url("people")).content.decode()
    assert "Aydın" in client_as(cast.colleague).get(url("people"), {"whose": "team"}).content.decode()
    assert Case.objects.get() == case


def test_the_list_of_people_goes_on_page_by_page_without_a_gap(cast, owner):
    from tests.factories.people import a_person

    for number in range(30):
        person = a_person(
            by=cast.owner, given_name=f"N{number:02}", family_name="Same", known_as="", phone=""
        )
        given.open_case(cast.owner, person=person)
    first = owner.get(url("people"))
    second = owner.get(url("people") + first.context["following"])
    seen = [row.pk for page in (first, second) for row in page.context["rows"]]
    assert len(seen) == len(set(seen)) == 30


@pytest.mark.parametrize(
    "odd", ["?i=x", "?i=00000000-0000-0000-0000-000000000000&f=%00", "?status=odd&whose=odd", "?q=%00"]
)
def test_odd_addresses_of_the_list_are_answered_with_a_page(owner, odd):
    assert owner.get(url("people") + odd).status_code == 200
