"""The pages of letters: written from the record, seen first, printed together, taken back, looked in on."""

import datetime as dt

import pytest
from django.urls import reverse

from alongside.casework.actions import contacts
from alongside.casework.enums import Because, FollowUpKind, Result
from alongside.casework.models import Contact, FollowUp
from alongside.letters import queries
from alongside.letters.enums import Size
from alongside.letters.models import Letter, LookIn
from alongside.messaging.models import Message
from alongside.people.models import Person
from tests import given
from tests.factories.casework import AT
from tests.factories.letters import a_case_with_a_home, a_letter, a_printed_letter


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(AT + dt.timedelta(hours=2))


@pytest.fixture
def owner(cast, client_as):
    return client_as(cast.owner)


@pytest.fixture
def case(cast):
    return a_case_with_a_home(cast.owner)


def url(name, *args):
    return reverse(f"connector:{name}", args=args)


def text(answer):
    return answer.content.decode()


def boxes(answer, **more):
    """What the form holds, as the browser would send it."""
    form = answer.context["form"]
    held = {name: form[name].value() for name in ("way", "size", "subject", "body", "short", "once")}
    if form["plain_top"].value():
        held["plain_top"] = "on"
    return {**held, **more}


def test_it_begins_with_the_record_and_names_what_is_missing(owner, case):
    page = owner.get(url("letter-write", case.pk, "appointment"))
    assert "3 things are missing" in text(page)
    assert "the day you meet" in text(page)
    assert "Dear Mrs A" in page.context["form"]["body"].value()
    assert "{meeting_day}" in page.context["form"]["body"].value()


def test_what_is_missing_is_refused_by_name_and_nothing_typed_is_lost(owner, case):
    page = owner.get(url("letter-write", case.pk, "appointment"))
    answer = owner.post(url("letter-write", case.pk, "appointment"), boxes(page, subject="Our own heading"))
    assert answer.status_code == 200
    assert "Still missing: the day you meet" in text(answer)
    assert "Our own heading" in text(answer)
    assert not Letter.objects.exists()


def test_it_is_seen_first_and_kept_only_when_it_is_sent(owner, case):
    page = owner.get(url("letter-write", case.pk, "no_answer"))
    look = owner.post(url("letter-write", case.pk, "no_answer"), boxes(page, do="look", size="20"))
    assert "This is how it looks" in text(look)
    assert "as-letter--20" in text(look)
    assert "Flat 31, Lamb House" in text(look)
    assert "Alongside in Hackney" in text(look)
    assert not Letter.objects.exists()
    sent = owner.post(url("letter-write", case.pk, "no_answer"), boxes(page, size="20"), follow=True)
    letter = Letter.objects.get()
    assert (letter.size, letter.written_by.name) == ("20", "Ayse Demir")
    assert "waits to be printed" in text(sent)
    assert "[?" not in letter.body


def test_sent_twice_it_is_one_letter(owner, case):
    page = owner.get(url("letter-write", case.pk, "no_answer"))
    for _time in range(2):
        owner.post(url("letter-write", case.pk, "no_answer"), boxes(page))
    assert Letter.objects.count() == 1


@pytest.mark.parametrize(
    ("details", "says"),
    [({"deceased_on": AT.date()}, "They have died"), ({"do_not_contact": True}, "asked not to be contacted")],
)
def test_the_page_is_closed_for_somebody_who_has_died_or_said_no(owner, case, details, says):
    Person.objects.filter(pk=case.person_id).update(**details)
    page = owner.get(url("letter-write", case.pk, "free"))
    assert says in text(page)
    assert "<textarea" not in text(page)
    answer = owner.post(
        url("letter-write", case.pk, "free"), {"way": "post", "size": "16", "subject": "x", "body": "y"}
    )
    assert answer.status_code == 200
    assert not Letter.objects.exists()
    assert "Write" not in text(owner.get(url("case-letters", case.pk))).split("<h1")[1].split("Written")[0]


def test_a_household_is_thought_of(cast, owner):
    case = a_case_with_a_home(cast.owner, contact_by="someone_else", contact_note="Her son opens the post.")
    page = owner.get(url("letter-write", case.pk, "first_contact"))
    assert "Her son opens the post." in text(page)
    assert page.context["form"]["plain_top"].value() is True
    refused = owner.post(url("letter-write", case.pk, "first_contact"), boxes(page))
    assert "Ask them first" in text(refused)
    owner.post(url("letter-write", case.pk, "first_contact"), boxes(page, agreed="on"))
    letter = Letter.objects.get()
    assert letter.top == ""
    sheet = text(owner.get(url("letter", letter.pk))).split('class="as-letter ')[1].split("</main>")[0]
    assert "Wellbeing Team" not in sheet.split("as-worried")[0]


def test_a_text_needs_its_own_words_and_leaves_at_once(cast, owner):
    case = a_case_with_a_home(cast.owner, contact_by="text")
    page = owner.get(url("letter-write", case.pk, "no_answer"))
    assert page.context["form"]["way"].value() == "text"
    refused = owner.post(url("letter-write", case.pk, "no_answer"), boxes(page, short=""))
    assert "Write what the text message says." in text(refused)
    owner.post(url("letter-write", case.pk, "no_answer"), boxes(page))
    assert Message.objects.get().channel == "sms"
    assert Contact.objects.get().channel == "text"


def test_other_words_can_be_chosen(cast, owner, case):
    page = owner.get(url("letter-write", case.pk, "closing"), {"words": "en-easy_read"})
    assert "Our talks stop now." in page.context["form"]["body"].value()
    assert owner.get(url("letter-write", case.pk, "closing"), {"words": "xx"}).status_code == 200
    assert owner.get(url("letter-write", case.pk, "ransom")).status_code == 404


def test_a_letter_answers_what_is_due_and_says_when_we_are_in_touch_next(cast, owner, case):
    due = contacts.arrange(
        case=case,
        due_on=AT.date(),
        kind=FollowUpKind.DECIDE,
        because=Because.NO_ANSWER_THREE,
        by=cast.owner,
        at=AT,
    )
    today = text(owner.get(reverse("connector:worklist")))
    where = url("letter-write", case.pk, "no_answer") + f"?follow_up={due.pk}"
    assert where in today
    page = owner.get(where)
    day = {"next_on_day": "24", "next_on_month": "11", "next_on_year": "2026"}
    owner.post(where, boxes(page, **day))
    assert not FollowUp.objects.get(pk=due.pk).is_open
    assert case.follow_ups.get(done_at=None).due_on == dt.date(2026, 11, 24)
    past = owner.post(where, boxes(page, once="", **{**day, "next_on_year": "2025"}))
    assert "still to come" in text(past)


def test_letters_are_printed_together_marked_and_unmarked(cast, client_as, owner, case):
    first, second = a_letter(cast.owner, case=case), a_letter(cast.owner, case=case, size=Size.LARGER)
    colleague = client_as(cast.colleague)
    board = text(colleague.get(url("letters")))
    assert "Usual print, 12 point" in board
    assert "Very large print" in board
    pdf = colleague.get(url("letters-print"), {"size": "12"})
    assert pdf.content.startswith(b"%PDF")
    assert Letter.objects.filter(left_at=None).count() == 2, "looking marks nothing"
    marked = colleague.post(url("letters"), {"letter": [str(first.pk), str(second.pk)]}, follow=True)
    assert "2 letters are marked as printed." in text(marked)
    assert Contact.objects.count() == 2
    undo = text(marked).split('action="')
    where = next(part.split('"')[0] for part in undo if "not-printed/?at=" in part)
    undone = colleague.post(where, {"undo": "1"}, follow=True)
    assert "wait to be printed again" in text(undone)
    assert not Contact.objects.exists()
    colleague.post(url("letters"), {"letter": [str(first.pk)]})
    colleague.post(url("letters-not-printed"), {"letter": str(first.pk)})
    assert Letter.objects.filter(left_at=None).count() == 2
    assert "Nothing was marked" in text(colleague.post(url("letters"), {"letter": "x"}, follow=True))


def test_held_back_letters_are_neither_printed_nor_marked(cast, owner, case):
    letter = a_letter(cast.owner, case=case)
    Person.objects.filter(pk=case.person_id).update(deceased_on=AT.date())
    board = text(owner.get(url("letters")))
    assert "These must not be posted" in board
    assert f'value="{letter.pk}"' not in board
    assert owner.get(url("letters-print")).status_code == 302
    owner.post(url("letters"), {"letter": str(letter.pk)})
    assert Letter.objects.get().is_waiting
    page = text(owner.get(url("letter", letter.pk)))
    assert "Do not post this letter" in page
    assert "Open for printing" not in page


def test_another_organisations_letters_are_neither_seen_nor_marked(cast, client_as, case):
    letter = a_letter(cast.owner, case=case)
    stranger = client_as(cast.stranger)
    assert "Aydın" not in text(stranger.get(url("letters")))
    stranger.post(url("letters"), {"letter": str(letter.pk)})
    assert Letter.objects.get().is_waiting
    assert stranger.get(url("letter-pdf", letter.pk)).status_code == 404


def test_a_letter_is_printed_again_as_it_was(cast, owner, case):
    letter = a_printed_letter(cast.owner, case=case)
    Person.objects.filter(pk=case.person_id).update(address="Elsewhere", given_name="Other")
    page = text(owner.get(url("letter", letter.pk)))
    assert "Print it again" in page
    assert "Flat 31, Lamb House" in page.split('class="as-letter ')[1]
    assert owner.get(url("letter-pdf", letter.pk)).content.startswith(b"%PDF")


def test_a_letter_in_hebrew_is_set_as_hebrew(cast, owner, case):
    letter = a_letter(cast.owner, case=case, language="he", subject="שלום", body="# כותרת\n\n- אחת\n\nשלום")
    page = text(owner.get(url("letter", letter.pk)))
    assert 'lang="he" dir="rtl"' in page
    assert "Some letters cannot be printed" not in page
    assert owner.get(url("letter-pdf", letter.pk)).content.startswith(b"%PDF")


def test_whoever_prints_is_told_of_letters_we_cannot_print(cast, owner, case):
    letter = a_letter(cast.owner, case=case, body="Dear 陳")
    assert "陳" in text(owner.get(url("letter", letter.pk))).split("question mark")[1]
    assert "Open these one by one" in text(owner.get(url("letters")))


def test_taken_back_and_sent_after_all(cast, owner, case):
    letter = a_letter(cast.owner, case=case)
    taken = owner.post(url("letter-take-back", letter.pk), follow=True)
    assert "It will not be sent." in text(taken)
    owner.post(url("letter-take-back", letter.pk), {"undo": "1"})
    assert Letter.objects.get().is_waiting
    owner.post(url("letters"), {"letter": str(letter.pk)})
    assert "has left already" in text(owner.post(url("letter-take-back", letter.pk), follow=True))


def test_ending_support_leads_to_the_summary_from_the_record(cast, owner):
    case = given.agreed_plan(cast.owner)
    Person.objects.filter(pk=case.person_id).update(address="Flat 31, Lamb House")
    from alongside.casework.actions import plan

    plan.finish_step(step=case.steps.order_by("added_at").first(), by=cast.owner, at=AT)
    ended = owner.post(
        url("case-close", case.pk), {"outcome": "better", "reason": "plan_done", "note": "", "look_in": "on"}
    )
    assert ended["Location"] == url("letter-write", case.pk, "closing")
    page = owner.get(ended["Location"])
    body = page.context["form"]["body"].value()
    assert "- Visit the lunch club together" in body
    assert "- Ring her sister on Sundays" in body
    assert "You can come back at any time" in body
    assert "Nobody has written to say what you did together" in text(owner.get(url("case", case.pk)))
    owner.post(ended["Location"], boxes(page))
    shown = text(owner.get(url("case", case.pk)))
    assert "The summary letter" in shown
    assert "After 3 months" in shown
    assert "After 6 months" in shown


def test_without_the_tick_nobody_looks_in(cast, owner, case):
    owner.post(url("case-close", case.pk), {"outcome": "better", "reason": "plan_done", "note": ""})
    assert not LookIn.objects.exists()


def test_after_a_death_support_ends_without_a_letter(owner, case):
    ended = owner.post(
        url("case-close", case.pk), {"outcome": "same", "reason": "died", "note": "", "look_in": "on"}
    )
    assert ended["Location"] == url("case", case.pk)
    assert "A last letter" not in text(owner.get(url("case", case.pk)))
    assert not LookIn.objects.exists()


def closed_and_due(owner, case, time_machine, months=3):
    owner.post(
        url("case-close", case.pk), {"outcome": "better", "reason": "plan_done", "note": "", "look_in": "on"}
    )
    time_machine.move_to(AT + dt.timedelta(days=92 if months == 3 else 183))
    return LookIn.objects.get(months=months)


def test_a_look_in_stands_on_its_day_and_is_settled_by_a_call(cast, client_as, owner, case, time_machine):
    look_in = closed_and_due(owner, case, time_machine)
    owner = client_as(cast.owner)
    assert "Letters and looking in" in text(owner.get(reverse("connector:worklist")))
    board = text(owner.get(url("letters")))
    assert "3 months after support ended" in board
    assert "07700 900123" in board
    said = owner.post(url("look-in-settle", look_in.pk), {"outcome": "reached", "note": "Sings"}, follow=True)
    assert "Noted." in text(said)
    assert Contact.objects.get().result == Result.REACHED
    assert "3 months after support ended" not in text(said)
    owner.post(url("look-in-settle", look_in.pk), {"undo": "1"})
    assert LookIn.objects.get(pk=look_in.pk).is_due
    wrong = owner.post(url("look-in-settle", look_in.pk), {"outcome": "written"}, follow=True)
    assert "Choose what came of it." in text(wrong)


def test_a_look_in_by_letter_goes_the_persons_way(cast, client_as, owner, time_machine):
    case = a_case_with_a_home(cast.owner, email="ayten@example.org", contact_by="email")
    look_in = closed_and_due(owner, case, time_machine, months=6)
    owner = client_as(cast.owner)
    where = url("letter-write", case.pk, "six_months") + f"?look_in={look_in.pk}"
    assert where in text(owner.get(url("letters")))
    page = owner.get(where)
    assert page.context["form"]["way"].value() == "email"
    assert "next_on" not in page.context["form"].fields
    owner.post(where, boxes(page))
    settled = LookIn.objects.get(pk=look_in.pk)
    assert (settled.outcome, settled.letter.way) == ("written", "email")
    assert Message.objects.get(to="ayten@example.org").subject == "Half a year later"


def test_the_number_is_not_shown_to_ring_somebody_who_said_no(cast, client_as, owner, case, time_machine):
    closed_and_due(owner, case, time_machine)
    owner = client_as(cast.owner)
    assert "07700" in text(owner.get(url("letters")))
    Person.objects.filter(pk=case.person_id).update(do_not_contact=True)
    assert "07700" not in text(owner.get(url("letters")))


def test_the_board_takes_as_many_queries_for_many_as_for_one(cast, owner, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def counted():
        with CaptureQueriesContext(connection) as captured:
            assert owner.get(url("letters")).status_code == 200
        return len([q for q in captured if "people_person" in q["sql"] or "letters_" in q["sql"]])

    a_letter(cast.owner)
    one = counted()
    for _more in range(5):
        a_letter(cast.owner)
    assert counted() == one


def test_what_is_due_after_support_is_counted(cast):
    from alongside.partnerships.viewer import viewer_of

    assert queries.how_many_looks_in(viewer_of(cast.owner), AT.date()) == 0
