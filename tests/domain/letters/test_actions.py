"""Writing, printing, taking back, looking in: what each does and what each refuses."""

import datetime as dt
import threading

import pytest
from django.db import connections

from alongside.casework.actions import contacts
from alongside.casework.enums import ClosingReason, Outcome, Result
from alongside.casework.models import Contact
from alongside.casework.queries import unanswered
from alongside.core import tenancy
from alongside.journeys.close_case import close_case, reopen_case
from alongside.letters import actions, queries
from alongside.letters.actions import CannotWrite
from alongside.letters.enums import Layout, LetterKind, LookInOutcome, Size, State, Way
from alongside.letters.models import Letter, LetterTemplate, LookIn
from alongside.letters.wording import Words
from alongside.messaging import actions as messaging
from alongside.messaging.models import Message
from alongside.partnerships.viewer import viewer_of
from alongside.people.models import Person, TimelineEvent
from tests import given
from tests.factories.casework import AT
from tests.factories.letters import (
    a_case_with_a_home,
    a_draft,
    a_letter,
    a_printed_letter,
    looks_in,
)

LATER = AT + dt.timedelta(hours=3)


def told(case):
    return list(TimelineEvent.objects.filter(person=case.person).values_list("sentence", flat=True))


def changed(case, **details):
    Person.objects.filter(pk=case.person_id).update(**details)


def test_a_letter_to_post_waits_as_it_was_written_and_is_held_in_the_outbox(cast):
    case = a_case_with_a_home(cast.owner)
    letter = a_letter(cast.owner, case=case, size=Size.LARGER)
    assert letter.state == State.WAITING
    assert letter.to_lines == ["Ayten Aydın", "Flat 31, Lamb House", "E8 3NR"]
    assert letter.top_lines[:2] == ["Alongside in Hackney", "Wellbeing Team"]
    assert letter.signed_lines == ["Ayse Demir", "Wellbeing Team"]
    assert (letter.message.channel, letter.message.status) == ("letter", "held")
    assert "Hello." in letter.message.body
    assert not Contact.objects.exists(), "it is no contact before it is posted"
    assert any("waits to be printed" in sentence for sentence in told(case))


def test_printed_it_becomes_a_contact_and_left_the_outbox_and_undone_it_waits_again(cast):
    letter = a_printed_letter(cast.owner)
    assert letter.state == State.LEFT
    assert letter.contact.channel == "letter"
    assert Message.objects.get(pk=letter.message_id).status == "sent"
    assert unanswered(letter.case) == 0, "a letter is no try at ringing"
    undone = actions.undo_printed(letters=[letter], by=cast.colleague, at=LATER)[0]
    assert undone.state == State.WAITING
    assert not Contact.objects.exists()
    message = Message.objects.get(pk=letter.message_id)
    assert (message.status, message.sent_at, message.trouble) == ("held", None, "To print and post.")


def test_marked_twice_it_is_one_contact(cast):
    letter = a_printed_letter(cast.owner)
    assert actions.mark_printed(letters=[letter], by=cast.colleague, at=LATER) == []
    assert Contact.objects.count() == 1


@pytest.mark.parametrize("details", [{"deceased_on": AT.date()}, {"do_not_contact": True}])
def test_a_letter_that_waits_is_not_posted_to_somebody_who_died_or_said_no_meanwhile(cast, details):
    letter = a_letter(cast.owner)
    changed(letter.case, **details)
    assert actions.mark_printed(letters=[letter], by=cast.owner, at=LATER) == []
    row = queries.waiting(viewer_of(cast.owner))[0]
    assert row.why_not is not None
    assert Message.objects.get().status == "held"


@pytest.mark.parametrize(
    ("details", "says"),
    [({"deceased_on": AT.date()}, "They have died"), ({"do_not_contact": True}, "not to be contacted")],
)
@pytest.mark.parametrize("way", Way)
def test_nobody_who_has_died_or_said_no_is_written_to(cast, details, says, way):
    case = a_case_with_a_home(cast.owner, email="a@example.org", leave_message=True)
    changed(case, **details)
    with pytest.raises(CannotWrite, match=says):
        a_letter(cast.owner, case=case, way=way, agreed=True)
    assert not Letter.objects.exists()
    assert not Message.objects.exists()


def test_what_is_still_missing_is_named_and_nothing_leaves(cast):
    with pytest.raises(CannotWrite, match="Still missing: the day you meet") as refusal:
        a_letter(cast.owner, body="We meet on {meeting_day}.")
    assert refusal.value.field == "body"
    with pytest.raises(CannotWrite, match=r"Write in place of \{weather\}"):
        a_letter(cast.owner, subject="{weather}")
    with pytest.raises(CannotWrite, match="in place of the dots"):
        a_letter(cast.owner, body="Dear Mrs A\n\n…\n\nBye")
    assert not Letter.objects.exists()


def test_a_way_that_is_not_theirs_needs_their_word(cast):
    case = a_case_with_a_home(cast.owner, contact_by="someone_else")
    with pytest.raises(CannotWrite, match="Ask them first") as refusal:
        a_letter(cast.owner, case=case)
    assert refusal.value.field == "agreed"
    assert a_letter(cast.owner, case=case, agreed=True).is_waiting


def test_with_our_name_left_off_nothing_on_the_letter_names_us(cast):
    with pytest.raises(CannotWrite, match="still name us"):
        a_letter(cast.owner, plain_top=True, body="Hello from the wellbeing TEAM.")
    letter = a_letter(cast.owner, plain_top=True)
    assert letter.top_lines == []
    assert letter.signed_lines == ["Ayse Demir"]
    everything = "\n".join([letter.to, letter.top, letter.signed, letter.subject, letter.body])
    assert "Wellbeing" not in everything
    assert "Alongside" not in everything


def test_by_email_it_leaves_at_once_with_its_signature(cast):
    case = a_case_with_a_home(cast.owner, email="ayten@example.org", contact_by="email")
    letter = a_letter(cast.owner, case=case, way=Way.EMAIL)
    message = Message.objects.get()
    assert letter.state == State.LEFT
    assert (message.to, message.channel, message.subject) == ("ayten@example.org", "email", "A few lines")
    assert message.body.rstrip().endswith("Wellbeing Team")
    assert letter.contact.channel == "email"


def test_a_text_message_is_short_safe_and_without_a_heading(cast):
    case = a_case_with_a_home(cast.owner, contact_by="text")
    letter = a_letter(cast.owner, case=case, way=Way.TEXT, body="Hello, this is Ayse.")
    message = Message.objects.get()
    assert (message.channel, message.subject, message.body.strip()) == ("sms", "", "Hello, this is Ayse.")
    assert letter.subject == ""
    with pytest.raises(CannotWrite, match="too long"):
        a_letter(cast.owner, case=case, way=Way.TEXT, body="x" * 460)
    silent = a_case_with_a_home(cast.owner)
    with pytest.raises(CannotWrite, match="safe to leave a message"):
        a_letter(cast.owner, case=silent, way=Way.TEXT, agreed=True)


def test_a_heading_that_would_break_out_of_its_header_is_refused(cast):
    case = a_case_with_a_home(cast.owner, email="ayten@example.org", contact_by="email")
    with pytest.raises(CannotWrite):
        a_letter(cast.owner, case=case, way=Way.EMAIL, subject="Hello\nBcc: x@example.org")
    assert not Letter.objects.exists()


def test_an_address_that_fits_no_envelope_is_said(cast):
    case = a_case_with_a_home(cast.owner)
    changed(case, address="Lamb House, " * 40)
    with pytest.raises(CannotWrite, match="too long for an envelope"):
        a_letter(cast.owner, case=case)


def test_taken_back_it_stays_in_the_record_and_can_be_sent_after_all(cast):
    letter = a_letter(cast.owner)
    taken = actions.take_back(letter=letter, by=cast.owner, at=LATER)
    assert taken.state == State.TAKEN_BACK
    assert actions.mark_printed(letters=[letter], by=cast.owner, at=LATER) == []
    assert queries.waiting(viewer_of(cast.owner)) == []
    assert actions.put_back(letter=letter, by=cast.owner, at=LATER).is_waiting
    printed = actions.mark_printed(letters=[letter], by=cast.owner, at=LATER)[0]
    with pytest.raises(CannotWrite, match="has left already"):
        actions.take_back(letter=printed, by=cast.owner, at=LATER)


def test_the_messages_of_letters_are_posted_as_letters_only(cast):
    case = a_case_with_a_home(cast.owner, email="ayten@example.org", contact_by="email")
    mail = a_letter(cast.owner, case=case, way=Way.EMAIL).message
    before = mail.status
    assert messaging.post(message=mail, at=LATER).status == before
    assert messaging.unpost(message=mail).status == before


def test_the_words_are_those_of_the_record(cast):
    case = given.agreed_plan(cast.owner)
    step = case.steps.order_by("added_at").first()
    from alongside.casework.actions import plan

    plan.finish_step(step=step, by=cast.owner, at=LATER)
    values = queries.values_for(case, language="en", partnership=cast.partnership, by=cast.owner)
    assert values["called"] == "Mrs A"
    assert values["what_we_did"] == "- Visit the lunch club together"
    assert values["where_things_stand"] == "- Ring her sister on Sundays"
    assert values["what_matters"] == "I miss cooking for people."
    assert values["since"] == "Tuesday 3 November 2026"
    assert values["meeting_day"] == ""
    contacts.arrange(
        case=case,
        due_on=dt.date(2026, 11, 12),
        due_time=dt.time(14, 30),
        kind="visit",
        by=cast.owner,
        at=LATER,
    )
    values = queries.values_for(case, language="tr", partnership=cast.partnership, by=cast.owner)
    assert (values["meeting_day"], values["meeting_time"]) == ("Perşembe 12 Kasım 2026", "14:30")


def test_own_words_replace_ours_and_the_language_of_the_person_comes_first(cast):
    kind = LetterKind.NO_ANSWER
    ours = queries.template(kind, "en", Layout.STANDARD)
    assert ours.version == 0
    actions.keep_words(
        words=Words(kind, "tr", Layout.STANDARD, "Merhaba", "Sayın {called}"), seen=0, by=cast.steward, at=AT
    )
    found = queries.words_of(kind)
    assert [(one.language, one.layout) for one in found] == [
        ("en", "standard"), ("tr", "standard"), ("en", "easy_read"),
    ]  # fmt: skip
    assert queries.choose_words(found, languages=["tr", "en"], layout=Layout.EASY_READ).language == "tr"
    assert queries.choose_words(found, languages=["pl"], layout=Layout.EASY_READ).layout == Layout.EASY_READ
    assert queries.template(kind, "pl", Layout.STANDARD) is None
    actions.drop_words(kind=kind, language="tr", layout=Layout.STANDARD)
    assert queries.template(kind, "tr", Layout.STANDARD) is None


def test_words_with_a_name_that_stands_for_nothing_are_refused_and_two_stewards_see_each_other(cast):
    words = Words(LetterKind.FREE, "en", Layout.STANDARD, "Hello", "Dear {caled}")
    with pytest.raises(CannotWrite, match=r"\{caled\} stands for nothing"):
        actions.keep_words(words=words, seen=0, by=cast.steward, at=AT)
    good = Words(LetterKind.FREE, "en", Layout.STANDARD, "Hello", "Dear {called}")
    actions.keep_words(words=good, seen=0, by=cast.steward, at=AT)
    with pytest.raises(CannotWrite, match="colleague changed"):
        actions.keep_words(words=good, seen=0, by=cast.steward, at=AT)
    assert actions.keep_words(words=good, seen=1, by=cast.steward, at=AT).version == 2
    assert LetterTemplate.objects.count() == 1


def closed(cast, reason=ClosingReason.PLAN_DONE, case=None, **more):
    case = case or given.open_case(cast.owner)
    return close_case(
        case=case, outcome=Outcome.BETTER, reason=reason, note="", by=cast.owner, at=LATER, **more
    )


def test_when_support_ends_somebody_looks_in_after_three_and_six_months(cast):
    case = closed(cast)
    assert [(one.months, one.due_on) for one in queries.looks_in_of(case)] == [
        (3, dt.date(2027, 2, 2)), (6, dt.date(2027, 5, 4)),
    ]  # fmt: skip
    viewer = viewer_of(cast.owner)
    assert queries.looks_in_due(viewer, dt.date(2027, 2, 1)) == []
    assert len(queries.looks_in_due(viewer, dt.date(2027, 2, 2))) == 1
    assert queries.how_many_looks_in(viewer, dt.date(2027, 6, 1)) == 2
    assert queries.looks_in_due(viewer_of(cast.stranger), dt.date(2027, 6, 1)) == []


@pytest.mark.parametrize(
    "reason", [ClosingReason.DIED, ClosingReason.PERSON_CHOSE, ClosingReason.NOT_REACHED]
)
def test_nobody_looks_in_where_the_reason_speaks_against_it(cast, reason):
    assert queries.looks_in_of(closed(cast, reason)) == []


def test_after_a_death_nobody_looks_in_whatever_was_ticked(cast):
    assert queries.looks_in_of(closed(cast, ClosingReason.DIED, look_in=True)) == []
    case = closed(cast)
    changed(case, deceased_on=LATER.date())
    assert queries.looks_in_due(viewer_of(cast.owner), dt.date(2027, 6, 1)) == []


def test_somebody_who_comes_back_is_not_looked_in_on(cast):
    case = closed(cast)
    reopen_case(case=case, by=cast.owner, at=LATER)
    assert {one.outcome for one in LookIn.objects.all()} == {"left_out"}
    closed(cast, case=case)
    assert LookIn.objects.filter(outcome="").count() == 2


def test_a_call_settles_a_look_in_as_a_contact_and_can_be_undone(cast):
    case = closed(cast)
    look_in = queries.looks_in_of(case)[0]
    settled = actions.settle_look_in(
        look_in=look_in, outcome=LookInOutcome.REACHED, note="Goes every week", by=cast.owner, at=LATER
    )
    assert settled.contact.result == Result.REACHED
    again = actions.settle_look_in(
        look_in=look_in, outcome=LookInOutcome.NO_ANSWER, by=cast.colleague, at=LATER
    )
    assert again.outcome == "reached"
    actions.undo_look_in(look_in=look_in, by=cast.owner, at=LATER)
    assert LookIn.objects.get(pk=look_in.pk).is_due
    assert not Contact.objects.exists()


def test_looks_in_are_arranged_once(cast):
    case = given.open_case(cast.owner)
    assert len(looks_in(case, cast.owner)) == 2
    assert looks_in(case, cast.owner) == []


def test_two_at_the_printer_make_one_contact(committing_db):
    from tests.cast import assemble, found_partnership

    made = found_partnership("hackney", is_default=True)
    with tenancy.within(made.pk, actor="test"):
        cast = assemble(made)
        letter = a_letter(cast.owner)
    marked, ready = [], threading.Barrier(2)

    def mark(member):
        try:
            with tenancy.within(made.pk, actor="test"):
                ready.wait(10)
                marked.append(len(actions.mark_printed(letters=[letter], by=member, at=LATER)))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=mark, args=(who,)) for who in (cast.owner, cast.colleague)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    with tenancy.within(made.pk, actor="test"):
        assert sorted(marked) == [0, 1]
        assert Contact.objects.count() == 1


def test_a_draft_begins_as_a_letter_in_english():
    assert (a_draft().language, a_draft().layout, a_draft().size) == ("en", "standard", "12")
