"""The supervisor's pages of befriending: join, run, decide, answer by phone, each step of a match, care."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from alongside.befriending.actions import queue
from alongside.befriending.enums import PairKind, SaidBy
from alongside.befriending.models import Match, Wish
from tests import given as cases
from tests import given_befriending as given
from tests.factories.befriending import AT, a_scheme, a_volunteer
from tests.factories.people import a_person

NOW = AT + dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _the_clock():
    with time_machine.travel(NOW, tick=False):
        yield


def page(client, name, *args):
    return client.get(reverse(f"connector:{name}", args=args)).content.decode()


def test_a_person_joins_the_list_with_an_honest_word(cast, client_as):
    scheme, case = a_scheme(cast.owner), cases.open_case(cast.owner)
    client = client_as(cast.owner)
    shown = page(client, "befriending-join", case.pk)
    assert "0 people are waiting." in shown
    assert "lunch club" in shown
    told = {
        "scheme": scheme.pk,
        "times": ["1-afternoon", "1-evening"],
        "minutes": "60",
        "channels": ["visit"],
        "age_gap": "any",
        "talks": "listener",
        "interests": ["reading"],
        "skills": ["dementia"],
    }
    answered = client.post(reverse("connector:befriending-join", args=[case.pk]), told, follow=True)
    wish = Wish.objects.get()
    assert wish.times == [[1, 720, 1200]]
    assert wish.skills == {"dementia": 2}
    assert "is on the list" in answered.content.decode()
    assert "Would like somebody who listens." in wish.summary


def test_no_way_of_meeting_is_asked_for(cast, client_as):
    scheme, case = a_scheme(cast.owner), cases.open_case(cast.owner)
    told = {"scheme": scheme.pk, "minutes": "60", "age_gap": "any", "talks": "any"}
    answered = client_as(cast.owner).post(reverse("connector:befriending-join", args=[case.pk]), told)
    assert "Tick at least one way of meeting." in answered.content.decode()
    assert not Wish.objects.exists()


def test_a_round_is_run_explained_and_decided_in_the_browser(cast, client_as):
    scene = given.scene(cast)
    client = client_as(cast.owner)
    answered = client.post(reverse("connector:befriending-queue", args=[scene.scheme.pk]), follow=True)
    text = answered.content.decode()
    assert "1 proposal for 1 people" in text
    assert "Both speak Turkish." in text
    proposal = scene.wish.proposals.get()
    text = page(client, "befriending-proposal", proposal.pk)
    assert "Why these two" in text
    assert "Nobody for now" in text
    answered = client.post(
        reverse("connector:befriending-proposal", args=[proposal.pk]), {"decision": "accept"}, follow=True
    )
    assert "Both are being asked" in answered.content.decode()
    proposal.refresh_from_db()
    assert proposal.decided_by == cast.owner
    assert Match.objects.get().status == "proposed"


def test_the_second_supervisor_is_told_who_decided(cast, client_as):
    proposal = given.a_proposal(cast)
    address = reverse("connector:befriending-proposal", args=[proposal.pk])
    client_as(cast.owner).post(address, {"decision": "accept"})
    answered = client_as(cast.colleague).post(
        address, {"decision": "reject", "reason": "knows_better"}, follow=True
    )
    assert "Ayse Demir decided this already" in answered.content.decode()


def test_an_override_without_a_reason_is_asked_for_one(cast, client_as):
    proposal = given.a_proposal(cast)
    address = reverse("connector:befriending-proposal", args=[proposal.pk])
    answered = client_as(cast.owner).post(address, {"decision": "reject"})
    assert "Choose why, so that the next round can be better." in answered.content.decode()
    proposal.refresh_from_db()
    assert proposal.decision == "pending"


def test_a_round_over_data_that_changed_says_so(cast, client_as):
    scene = given.scene(cast)
    made = given.a_round(cast, on=scene)
    client = client_as(cast.owner)
    assert "The data has changed" not in page(client, "befriending-round", made.pk)
    scene.volunteer.availability.all().delete()
    assert "The data has changed" in page(client, "befriending-round", made.pk)


def test_an_answer_by_phone_is_written_down(cast, client_as):
    match = given.a_proposed_match(cast)
    client = client_as(cast.owner)
    for answer in match.answers.all():
        address = reverse("connector:befriending-answer", args=[answer.pk])
        assert answer.shown in client.get(address).content.decode()
        client.post(address, {"said": "yes", "via": "phone"})
    match.refresh_from_db()
    assert match.status == "agreed"


def step(client, match, name, **told):
    return client.post(reverse("connector:befriending-match-move", args=[match.pk, name]), told, follow=True)


def day(name, value):
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


def test_a_match_is_walked_from_agreed_to_a_planned_ending(cast, client_as):
    match, client = given.an_agreed_match(cast), client_as(cast.owner)
    step(client, match, "introduce", **day("on", dt.date(2026, 11, 5)), time="2pm")
    assert match.visits.get().during.lower == dt.datetime(2026, 11, 5, 14, tzinfo=dt.UTC)
    step(client, match, "begin", **day("first_on", dt.date(2026, 11, 10)), weekday="1", time="14:00")
    step(client, match, "activate")
    match.refresh_from_db()
    assert (match.status, match.activated_by) == ("active", cast.owner)
    text = page(client, "befriending-match", match.pk)
    assert "Made active by Ayse Demir" in text
    step(client, match, "plan-ending", **day("on", dt.date(2026, 12, 1)), words="The lunch club.")
    text = page(client, "befriending-match", match.pk)
    assert "The last visit is on Tuesday 1 December" in text
    assert "The lunch club." in text
    step(client, match, "end", reason="planned")
    match.refresh_from_db()
    assert match.status == "ended"


def test_a_step_out_of_turn_is_refused_in_words(cast, client_as):
    match = given.an_agreed_match(cast)
    answered = step(client_as(cast.owner), match, "activate")
    assert "This match is now: both said yes" in answered.content.decode()


def test_cover_pause_and_breakdown_by_their_pages(cast, client_as):
    match, client = given.an_active_match(cast), client_as(cast.owner)
    other = a_volunteer(cast.owner, cast.team_lead, name="Hal Other", email="hal@example.org")
    answered = step(
        client,
        match,
        "cover",
        volunteer=other.pk,
        agreed="on",
        **day("first_on", dt.date(2026, 11, 9)),
        **day("last_on", dt.date(2026, 11, 15)),
    )
    assert "Hal Other covers" in answered.content.decode()
    assert "Paused." in step(client, match, "pause").content.decode()
    answered = step(client, match, "break-down", said_by="volunteer", note="")
    assert "are not proposed to each other again" in answered.content.decode()


def test_visits_are_booked_moved_called_off_and_never_twice(cast, client_as):
    match, client = given.an_active_match(cast), client_as(cast.owner)
    address = reverse("connector:befriending-visit-book", args=[match.pk])
    told = {**day("on", dt.date(2026, 11, 12)), "time": "11am", "repeats": "once"}
    assert "Booked." in client.post(address, told, follow=True).content.decode()
    assert "has another visit or call at that time" in client.post(address, told).content.decode()
    visit = match.visits.get(during__startswith=dt.datetime(2026, 11, 12, 11, tzinfo=dt.UTC))
    here = reverse("connector:befriending-visit", args=[visit.pk])
    client.post(here, {"do": "move", **day("move-on", dt.date(2026, 11, 13)), "move-time": "3pm"})
    visit.refresh_from_db()
    assert visit.during.lower == dt.datetime(2026, 11, 13, 15, tzinfo=dt.UTC)
    client.post(here, {"do": "off", "off-note": "Hospital"})
    visit.refresh_from_db()
    assert visit.status == "cancelled"


def test_a_review_leads_to_what_follows(cast, client_as):
    review = given.a_review(cast)
    told = {
        "feedback_by": "card",
        "person_felt": "good",
        "person_said": "She listens.",
        "result": "plan_ending",
    }
    answered = client_as(cast.owner).post(reverse("connector:befriending-review", args=[review.pk]), told)
    assert answered.url.endswith("/plan-ending/")
    review.refresh_from_db()
    assert review.person_said == "She listens."


def test_care_lists_what_is_stopped_and_late(cast, client_as):
    match = given.an_active_match(cast)
    match.volunteer.checks.filter(kind="dbs").update(expires_on=dt.date(2026, 11, 9))
    match.reviews.filter(kind="six_weeks").update(due_on=dt.date(2026, 11, 1))
    text = page(client_as(cast.owner), "befriending-care")
    assert "Booked, but the volunteer may not go" in text
    assert "A review is late" in text


def test_exclusions_are_seen_by_staff_of_the_scheme_and_by_nobody_else(cast, client_as):
    """Not in the words of a page, a message or a link – and not by what is missing: the count says the same."""
    scene = given.scene(cast)
    second = a_person(by=cast.owner, given_name="Bea", phone="07700 900111", contact_by="text")
    queue.exclude(
        person=scene.wish.person,
        volunteer=scene.volunteer,
        kind=PairKind.EXCLUSION,
        said_by=SaidBy.VOLUNTEER,
        reason="CANARY of an exclusion",
        by=cast.owner,
        at=AT,
    )
    wish = queue.join(
        scheme=scene.scheme, person=second, wished={"times": scene.wish.times}, by=cast.owner, at=AT
    )
    made = given.a_round(cast, on=scene)
    assert made.proposals.get().wish == wish
    staff = page(client_as(cast.owner), "befriending-wish", scene.wish.pk)
    assert "CANARY" in staff
    for name, thing in (("befriending-wish", scene.wish.pk), ("befriending-round", made.pk)):
        for other in (cast.stranger, cast.safeguarding_lead, cast.volunteer, cast.steward):
            missing = client_as(other).get(reverse(f"connector:{name}", args=[thing]))
            assert missing.status_code == 404
    from alongside.messaging.models import Message
    from alongside.people.models import TimelineEvent

    assert "CANARY" not in "".join(Message.objects.values_list("body", flat=True))
    assert "CANARY" not in "".join(TimelineEvent.objects.values_list("sentence", flat=True))
    grace = client_as(scene.member)
    for address in (reverse("volunteer:home"), reverse("volunteer:visits")):
        text = grace.get(address).content.decode()
        assert "CANARY" not in text
        assert "Ayten" not in text


def test_a_scheme_is_opened_by_a_team_lead_with_a_named_parameter(cast, client_as):
    told = {
        "name": "Phone friends",
        "channel": "phone",
        "eligibility": "For tenants over 60.",
        "minimum_age": 60,
        "minutes": 30,
        "every_weeks": 1,
        "answer_days": 5,
        "introduction_days": 14,
        "meanwhile": "Coffee on Fridays",
    }
    answered = client_as(cast.team_lead).post(reverse("connector:befriending-scheme-new"), told, follow=True)
    text = answered.content.decode()
    assert "Phone friends" in text
    assert "set by Tess Lead" in text
