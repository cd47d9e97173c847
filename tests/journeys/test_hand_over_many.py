"""Many people go to other connectors at once: proposed, previewed, held, confirmed, told, and undone exactly."""

import datetime as dt

import pytest

from alongside.appointments import queries
from alongside.appointments.models import Appointment
from alongside.casework import team
from alongside.casework.actions import cases, contacts, moves
from alongside.casework.actions.cover import be_away
from alongside.casework.enums import AwayWhy, Because, MoveStatus, NoteBy
from alongside.casework.models import FollowUp
from alongside.journeys import hand_over_many
from alongside.messaging.enums import MessageStatus
from alongside.messaging.models import Message
from tests import given
from tests.factories.appointments import an_appointment
from tests.factories.casework import AT
from tests.factories.people import a_person

HOUR = dt.timedelta(hours=1)
LIKES = {
    "Ann": {"contact_by": "email", "email": "ann@example.org"},
    "Bob": {"contact_by": "letter", "address": "1 Lime Street"},
    "Cy": {"contact_by": "phone"},
    "Dee": {"contact_by": "email", "email": "dee@example.org", "do_not_contact": True},
}


@pytest.fixture
def people(cast):
    """Four people of the owner, each with something due: three with the owner, one with the team lead."""
    found = {}
    for name, likes in LIKES.items():
        person = a_person(by=cast.owner, given_name=name, known_as="", **likes)
        case = given.open_case(cast.owner, person=person)
        owner = cast.team_lead if name == "Cy" else cast.owner
        contacts.arrange(case=case, due_on=AT.date(), owner=owner, by=cast.owner, at=AT)
        found[name] = case
    return found


def prepared(cast, people):
    takers = {case.pk: cast.colleague for case in people.values()}
    return hand_over_many.prepare(
        giver=cast.owner, takers=takers, words="Ayse has a new job.", by=cast.team_lead, at=AT
    )


def owners(case):
    return set(
        FollowUp.objects.filter(case=case, done_at=None, because=Because.ARRANGED).values_list(
            "owner__name", flat=True
        )
    )


def test_who_has_room_is_proposed_and_nobody_who_is_away(cast, people):
    for n in range(2):
        given.open_case(cast.colleague, person=a_person(by=cast.owner, given_name=f"Old {n}"))
    # by the formula of the team's page: 2 for a person, 2 while nobody has spoken with them, 1 for what is overdue
    carried = {row.member: row.weight for row in team.team(cast.owner.organisation_id, AT.date())}
    assert carried[cast.colleague] == 2 * (2 + 2)
    weighs = team.weights_of_cases(list(people.values()), cast.owner.organisation_id, AT.date())
    assert sum(weighs.values()) == carried[cast.owner] + carried[cast.team_lead]
    shared = hand_over_many.proposal(giver=cast.owner, cases=list(people.values()), at=AT)
    assert set(shared) == {case.pk for case in people.values()}
    taken = [member.name for member in shared.values()]
    assert taken.count("Tess Lead") == 3  # carries nobody: two weights each until they are level
    assert taken.count("Colin Colleague") == 1
    be_away(
        member=cast.team_lead, why=AwayWhy.LEAVE, starts_on=AT.date(), ends_on=None, covered_by=None,
        by=cast.team_lead, at=AT,
    )  # fmt: skip
    shared = hand_over_many.proposal(giver=cast.owner, cases=list(people.values()), at=AT)
    assert set(shared.values()) == {cast.colleague}


def test_nothing_happens_until_it_is_confirmed(cast, people):
    move = prepared(cast, people)
    assert move.status == MoveStatus.HELD
    assert not Message.objects.exists()
    for case in people.values():
        case.refresh_from_db()
        assert case.connector == cast.owner


def test_what_is_previewed_is_what_is_sent(cast, people):
    move = prepared(cast, people)
    lines = {line.case.person.given_name: line for line in hand_over_many.lines_of(move)}
    note = hand_over_many.note_for(lines["Ann"], cast.partnership)
    subject, body = note.subject, note.body
    assert "Hello Ann," in body
    assert "Ayse has a new job." in body
    assert "Colin Colleague" in body
    hand_over_many.confirm(move=move, by=cast.team_lead, at=AT + HOUR)
    sent = Message.objects.get(to="ann@example.org")
    assert (sent.subject, sent.body) == (subject, body)


def test_everybody_moves_and_hears_by_the_way_they_like(cast, people):
    move = prepared(cast, people)
    assert hand_over_many.confirm(move=move, by=cast.team_lead, at=AT + HOUR) == (4, 0)
    assert hand_over_many.confirm(move=move, by=cast.team_lead, at=AT + HOUR) == (0, 0)  # twice is once
    for case in people.values():
        case.refresh_from_db()
        assert case.connector == cast.colleague
        assert owners(case) == {"Colin Colleague"}
    lines = {line.case.person.given_name: line for line in hand_over_many.lines_of(move)}
    assert {name: line.note_by for name, line in lines.items()} == {
        "Ann": NoteBy.EMAIL, "Bob": NoteBy.LETTER, "Cy": NoteBy.CALL, "Dee": NoteBy.NOTHING,
    }  # fmt: skip
    assert (lines["Bob"].message.status, lines["Bob"].message.to) == (
        MessageStatus.HELD,
        "Bob Aydın\n1 Lime Street\nE8 1EA",
    )
    call = FollowUp.objects.get(because=Because.HANDED_OVER)
    assert (call.case, call.owner) == (people["Cy"], cast.colleague)
    assert not Message.objects.filter(to="dee@example.org").exists()


def test_undone_everything_is_with_whom_it_was(cast, people):
    move = prepared(cast, people)
    hand_over_many.confirm(move=move, by=cast.team_lead, at=AT + HOUR)
    Message.objects.filter(to="ann@example.org").update(status=MessageStatus.SENT, sent_at=AT + HOUR)
    undone = hand_over_many.undo(move=move, by=cast.team_lead, at=AT + 2 * HOUR)
    assert (undone.back, undone.stayed) == (4, 0)
    assert [line.case.person.given_name for line in undone.told_already] == ["Ann"]
    for name, case in people.items():
        case.refresh_from_db()
        assert case.connector == cast.owner
        assert owners(case) == {"Tess Lead" if name == "Cy" else "Ayse Demir"}
    letter = Message.objects.get(channel="letter")
    assert (letter.status, "do not send or post" in letter.trouble) == (MessageStatus.HELD, True)
    assert not FollowUp.objects.filter(because=Because.HANDED_OVER).exists()
    assert hand_over_many.undo(move=move, by=cast.team_lead, at=AT + 2 * HOUR) is None


def test_what_is_booked_goes_along_where_they_are_free_and_comes_back(cast, people):
    tuesday, friday = AT + dt.timedelta(days=1), AT + dt.timedelta(days=4)
    goes = an_appointment(people["Ann"], cast.owner, starts=tuesday)
    stays = an_appointment(people["Bob"], cast.owner, starts=friday)
    leads = an_appointment(people["Cy"], cast.owner, member=cast.team_lead, starts=friday)
    past = an_appointment(people["Ann"], cast.owner, starts=AT + dt.timedelta(minutes=10))
    busy = given.open_case(cast.colleague, person=a_person(by=cast.owner, given_name="Otto"))
    an_appointment(busy, cast.colleague, starts=friday + dt.timedelta(minutes=30))

    def who_goes():
        rows = Appointment.objects.filter(pk__in=[one.pk for one in (goes, stays, leads, past)])
        return {row.pk: (row.member, row.follow_up.owner) for row in rows.select_related("follow_up__owner")}

    before = who_goes()
    takers = dict.fromkeys((case.pk for case in people.values()), cast.colleague.pk)
    said = queries.would_go_along(cast.owner.pk, takers, at=AT + HOUR)
    assert (said[people["Ann"].pk].goes, said[people["Bob"].pk].stays) == ([goes], [stays])
    move = prepared(cast, people)
    hand_over_many.confirm(move=move, by=cast.team_lead, at=AT + HOUR)
    after = who_goes()
    assert after[goes.pk] == (cast.colleague, cast.colleague)
    assert after[stays.pk] == (cast.owner, cast.owner)
    assert after[leads.pk] == (cast.team_lead, cast.team_lead)
    assert after[past.pk][0] == cast.owner
    own = an_appointment(people["Ann"], cast.colleague, at=AT + HOUR, starts=AT + dt.timedelta(days=3))
    hand_over_many.undo(move=move, by=cast.team_lead, at=AT + 2 * HOUR)
    assert who_goes() == before
    own.refresh_from_db()
    assert own.member == cast.colleague  # booked since, by who still means to go


def test_who_went_further_since_stays_there(cast, people):
    move = prepared(cast, people)
    hand_over_many.confirm(move=move, by=cast.team_lead, at=AT + HOUR)
    cases.hand_over(case=people["Ann"], to=cast.team_lead, by=cast.team_lead, at=AT + 2 * HOUR)
    undone = hand_over_many.undo(move=move, by=cast.team_lead, at=AT + 3 * HOUR)
    assert (undone.back, undone.stayed) == (3, 1)
    people["Ann"].refresh_from_db()
    assert people["Ann"].connector == cast.team_lead


def test_who_no_longer_fits_stays_with_the_reason(cast, people):
    move = prepared(cast, people)
    cases.hand_over(case=people["Ann"], to=cast.team_lead, by=cast.team_lead, at=AT)
    assert hand_over_many.confirm(move=move, by=cast.team_lead, at=AT + HOUR) == (3, 1)
    skipped = [line.skipped for line in hand_over_many.lines_of(move) if line.skipped]
    assert skipped == ["They are with somebody else meanwhile."]


def test_a_settled_move_is_not_changed(cast, people):
    move = prepared(cast, people)
    line = hand_over_many.lines_of(move)[0]
    moves.end(move=move, status=MoveStatus.DROPPED, by=cast.team_lead, at=AT)
    for act in (
        lambda: moves.change_taker(line=line, to=cast.team_lead),
        lambda: moves.leave_out(line=line),
    ):
        with pytest.raises(moves.CannotMove):
            act()
    assert hand_over_many.confirm(move=move, by=cast.team_lead, at=AT) == (0, 0)
