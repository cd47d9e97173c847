"""The conversation in depth: drafts without and with JavaScript, two editors, needs, questions nobody has to answer;
and support for a time."""

import datetime as dt

import pytest
from django.urls import reverse

from alongside.casework.actions import conversations, drafts, periods
from alongside.casework.enums import PeriodKind
from alongside.casework.models import CaseReview, Conversation, Draft, NeedNote, SupportPeriod
from tests import given
from tests.factories.casework import AT

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(AT)


@pytest.fixture
def case(cast):
    return given.consented_case(cast.owner)


@pytest.fixture
def connector(cast, client_as):
    return client_as(cast.owner)


def add(case):
    return reverse("connector:conversation-add", args=[case.pk])


def draft(case):
    return reverse("connector:conversation-draft", args=[case.pk])


SAID = {
    "held_on_day": "3", "held_on_month": "11", "held_on_year": "2026", "what_matters": "I miss cooking",
    "needs": ["housing", "company"], "channel": "phone", "csrfmiddlewaretoken": "x", "once": "y",
}  # fmt: skip


def test_without_javascript_a_button_keeps_the_draft_and_it_comes_back(case, connector):
    page = connector.post(draft(case), SAID, follow=True).content.decode()
    assert "Kept as draft. Only you see it" in page
    kept = Draft.objects.get()
    assert set(kept.said) == {
        "held_on_day",
        "held_on_month",
        "held_on_year",
        "what_matters",
        "needs",
        "channel",
    }
    page = connector.get(add(case)).content.decode()
    assert "This is your draft" in page
    assert "I miss cooking" in page
    assert "Problem:" not in page
    assert not Conversation.objects.exists()


def test_the_page_keeps_it_by_itself_and_says_when(case, connector):
    answer = connector.post(draft(case), SAID, headers={"X-Draft": "1"})
    assert answer.json() == {"kept": "Draft kept at 10am. Only you see it."}
    too_much = connector.post(draft(case), {"notes": "x" * 100_001}, headers={"X-Draft": "1"})
    assert too_much.status_code == 400
    assert "too long" in too_much.json()["trouble"]
    assert Draft.objects.get().said["what_matters"] == ["I miss cooking"]


def test_half_a_day_in_a_draft_comes_back_as_it_was_typed(case, connector):
    connector.post(draft(case), {**SAID, "held_on_month": "", "notes": "half a sent"})
    page = connector.get(add(case)).content.decode()
    assert "half a sent" in page
    assert "Problem:" not in page


def test_a_draft_is_seen_by_nobody_else_but_that_there_is_one(case, connector, cast, client_as):
    connector.post(draft(case), SAID)
    page = client_as(cast.colleague).get(add(case)).content.decode()
    assert "Ayse Demir is writing here too" in page
    assert "I miss cooking" not in page


def test_saving_takes_the_draft_away_and_asks_what_happens_next(case, connector):
    connector.post(draft(case), SAID)
    answer = connector.post(
        add(case), {k: v for k, v in SAID.items() if k not in {"once", "csrfmiddlewaretoken"}}
    )
    talk = Conversation.objects.get()
    assert answer.url == reverse("connector:conversation-needs", args=[talk.pk])
    assert not Draft.objects.exists()


def test_a_draft_is_thrown_away(case, connector):
    connector.post(draft(case), SAID)
    connector.post(draft(case), {"do": "discard"})
    assert not Draft.objects.exists()


def test_a_draft_of_a_change_meets_a_colleagues_text_in_the_merge_view(case, connector, cast):
    talk = given.held_conversation(cast.owner, case=case)
    here = reverse("connector:conversation-change", args=[talk.pk])
    typed = {"what_matters": "Mine", "strengths": "", "notes": "", "version": "1"}
    connector.post(reverse("connector:conversation-change-draft", args=[talk.pk]), typed)
    conversations.change(
        conversation=talk, version=1, words={"what_matters": "Theirs"}, by=cast.colleague, at=AT
    )
    page = connector.get(here).content.decode()
    assert "Mine" in page
    page = connector.post(here, typed).content.decode()  # as the draft had it: read at version 1
    assert "Two of you wrote here" in page
    assert "Theirs" in page
    assert Draft.objects.filter(conversation=talk).exists()
    connector.post(here, {**typed, "version": "2", "what_matters": "Both"})
    assert not Draft.objects.exists()
    talk.refresh_from_db()
    assert talk.what_matters == "Both"


def test_each_need_gets_what_happens_next(case, connector, cast):
    words = {"needs": ["housing", "abuse"]}
    talk = conversations.hold(case=case, held_on=AT.date(), words=words, by=cast.owner, at=AT)
    url = reverse("connector:conversation-needs", args=[talk.pk])
    page = connector.get(url).content.decode()
    assert "They told you something hard" in page
    assert reverse("connector:concern-raise", args=[case.person_id]) in page
    assert 'name="abuse-note"' not in page
    connector.post(url, {"housing-next": "step", "housing-note": "damp", "abuse-next": "later"})
    assert NeedNote.objects.count() == 2
    page = connector.get(reverse("connector:case", args=[case.pk])).content.decode()
    assert "Housing – damp" in page
    assert "Change what happens next" in page
    page = connector.post(url, {"housing-next": "pony", "housing-note": "mould"}).content.decode()
    assert "Problem:" in page
    assert "mould" in page


def test_the_questions_are_proposed_and_may_be_declined(case, connector, cast):
    assert "They have not been asked yet" in connector.get(add(case)).content.decode()
    sent = {k: v for k, v in SAID.items() if k not in {"once", "csrfmiddlewaretoken", "needs"}}
    connector.post(add(case), {**sent, "declined": "on"})
    assert Conversation.objects.get().declined
    assert "they would rather not answer these" in connector.get(add(case)).content.decode()


@pytest.mark.parametrize(
    ("later", "words"), [(30, "no need to ask again yet"), (91, "They were first asked on")]
)
def test_they_are_proposed_again_after_three_months(case, client_as, time_machine, later, words):
    given.first_answers(case, case.connector)
    time_machine.move_to(AT + later * DAY)
    assert words in client_as(case.connector).get(add(case)).content.decode()


def test_twelve_weeks_are_agreed_extended_reviewed_and_ended(case, connector):
    home = reverse("connector:case", args=[case.pk])
    day = {"starts_on_day": "3", "starts_on_month": "11", "starts_on_year": "2026"}
    page = connector.post(
        reverse("connector:period-add", args=[case.pk]),
        {"kind": "floating", "weeks": "12", **day},
        follow=True,
    ).content.decode()
    assert "12 weeks left" in page
    agreed = SupportPeriod.objects.get()
    here = reverse("connector:period", args=[agreed.pk])
    until = {"until_day": "28", "until_month": "2", "until_year": "2027"}
    assert "Say why it goes on" in connector.post(here, until).content.decode()
    connector.post(here, {**until, "reason": "The landlord is slow"})
    assert "The landlord is slow" in connector.get(home).content.decode()
    longer = agreed.extensions.get()
    connector.post(here, {"do": "take_back", "extension": str(longer.pk)})
    assert not agreed.extensions.exists()
    held = {"held_on_day": "3", "held_on_month": "11", "held_on_year": "2026"}
    review = reverse("connector:case-review", args=[case.pk])
    assert "Write a sentence" in connector.post(review, held).content.decode()
    connector.post(review, {**held, "note": "The flat is warm"})
    assert CaseReview.objects.get().period == agreed
    assert "The flat is warm" in connector.get(home).content.decode()
    connector.post(here, {"do": "end"})
    assert "No fixed time." in connector.get(home).content.decode()


def test_a_time_that_is_over_says_so(case, cast, client_as, time_machine):
    periods.agree_on(case=case, kind=PeriodKind.FLOATING, starts_on=AT.date(), weeks=2, by=cast.owner, at=AT)
    time_machine.move_to(AT + 20 * DAY)
    assert (
        "The time is over"
        in client_as(cast.owner).get(reverse("connector:case", args=[case.pk])).content.decode()
    )


def test_a_draft_of_somebody_else_is_not_kept_over_ones_own(case, cast):
    drafts.keep(case=case, said={"notes": ["a"]}, by=cast.owner, at=AT)
    drafts.keep(case=case, said={"notes": ["b"]}, by=cast.colleague, at=AT)
    assert Draft.objects.count() == 2
