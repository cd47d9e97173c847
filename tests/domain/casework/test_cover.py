"""Who is away and who covers: access and worklist follow the cover, and end with it."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from alongside.casework import access, cover, handover_rules, queries
from alongside.casework.actions import contacts
from alongside.casework.actions.cover import CannotCover, be_away, change_cover, come_back
from alongside.casework.enums import AwayWhy, NoteBy
from alongside.casework.models import Absence
from alongside.journeys import answer_onward
from alongside.messaging.models import Message
from alongside.partnerships.viewer import viewer_of
from tests import given
from tests.factories.casework import AT
from tests.factories.people import a_person

DAY = dt.timedelta(days=1)
TODAY = AT.date()


def away(cast, **more):
    said = {
        "member": cast.owner, "why": AwayWhy.SICKNESS, "starts_on": TODAY, "ends_on": TODAY + 7 * DAY,
        "covered_by": cast.colleague, "by": cast.team_lead, "at": AT,
    }  # fmt: skip
    return be_away(**{**said, **more})


def on_the_list(member, day):
    viewer = viewer_of(member)
    return list(queries.due(viewer, day, cover.lists_of(viewer, day)))


def test_the_colleagues_list_shows_the_covered_people_while_they_cover(cast):
    case = given.open_case(cast.owner)
    due = contacts.arrange(case=case, due_on=TODAY, by=cast.owner, at=AT)
    assert on_the_list(cast.colleague, TODAY) == []
    away(cast)
    assert on_the_list(cast.colleague, TODAY) == [due]
    assert on_the_list(cast.colleague, TODAY + 7 * DAY) == [due]
    assert on_the_list(cast.colleague, TODAY + 8 * DAY) == []
    assert on_the_list(cast.owner, TODAY) == [due]  # nothing moved: it is still theirs
    case.refresh_from_db()
    assert case.connector == cast.owner


def test_access_follows_cover_and_ends_with_it(cast):
    case, covering = given.open_case(cast.owner), viewer_of(cast.colleague)
    assert not access.can_hand_over(covering, case, today=TODAY)
    absence = away(cast)
    assert access.can_hand_over(covering, case, today=TODAY)
    assert not access.can_hand_over(covering, case, today=TODAY + 8 * DAY)
    assert not access.can_hand_over(viewer_of(cast.stranger), case, today=TODAY)
    come_back(absence=absence, by=cast.owner, at=AT + 2 * DAY)
    assert not access.can_hand_over(covering, case, today=TODAY + 2 * DAY)


def test_cover_ends_when_the_one_who_covers_has_left(cast):
    away(cast)
    cast.colleague.left_at = AT
    cast.colleague.save()
    assert cover.covered(cast.colleague.pk, TODAY) == []
    assert cover.stand_in_for(cast.owner, TODAY) is None


def test_what_they_do_in_cover_comes_back_to_the_connector(cast):
    case = given.open_case(cast.owner)
    due = contacts.arrange(case=case, due_on=TODAY, by=cast.owner, at=AT)
    away(cast)
    contact = contacts.log(case=case, result="reached", follow_up=due, by=cast.colleague, at=AT)
    assert contact.by == cast.colleague  # who did it stays true
    assert contact.led_to.get().owner == cast.owner


def test_an_organisers_answer_is_told_to_who_covers(cast):
    sent, _secret = given.sent_onward_referral(cast.owner)
    away(cast)
    answer_onward.accept(onward=sent, name="Gill", at=AT + dt.timedelta(hours=1))
    assert Message.objects.get(template="onward_answered").to == cast.colleague.user.email


def test_who_is_away_without_a_last_day_is_away_until_they_are_back(cast):
    absence = away(cast, ends_on=None)
    assert cover.stand_in_for(cast.owner, TODAY + 400 * DAY) == cast.colleague
    come_back(absence=absence, by=cast.owner, at=AT + 5 * DAY)
    assert cover.stand_in_for(cast.owner, TODAY + 5 * DAY) is None
    assert cover.stand_in_for(cast.owner, TODAY + 4 * DAY) == cast.colleague
    later = away(cast, starts_on=TODAY + 20 * DAY, ends_on=None)
    assert come_back(absence=later, by=cast.owner, at=AT + 6 * DAY).called_off_at is not None


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"covered_by": "owner"}, "Somebody else"),
        ({"covered_by": "stranger"}, "does not support people at this organisation"),
        ({"covered_by": "programme_lead"}, "does not support people"),
        ({"ends_on": TODAY - DAY}, "before the first"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(cast, more, why):
    said = {key: getattr(cast, value) if isinstance(value, str) else value for key, value in more.items()}
    with pytest.raises(CannotCover, match=why):
        away(cast, **said)


def test_nobody_covers_while_away_themselves_and_nobody_is_away_twice(cast):
    away(cast, member=cast.colleague, covered_by=None)
    with pytest.raises(CannotCover, match="away too"):
        away(cast)
    own = away(cast, covered_by=cast.team_lead)
    with pytest.raises(CannotCover, match="already"):
        away(cast, covered_by=None, starts_on=TODAY + 3 * DAY)
    with pytest.raises(CannotCover, match="away too"):
        change_cover(absence=own, covered_by=cast.colleague, by=cast.team_lead, at=AT)
    assert change_cover(absence=own, covered_by=None, by=cast.team_lead, at=AT).covered_by is None


def test_the_database_lets_nobody_be_away_twice(cast):
    away(cast)
    with pytest.raises(IntegrityError, match="casework_absence_once_at_a_time"), transaction.atomic():
        Absence.objects.create(member=cast.owner, starts_on=TODAY + 7 * DAY, made_at=AT, made_by=cast.owner)


# Pure rules ----------------------------------------------------------------------------------------------------------


def test_the_heaviest_go_to_whoever_carries_least():
    shared = handover_rules.share_out([("a", 1), ("b", 2), ("c", 1), ("d", 1)], {"Colin": 3, "Tess": 0})
    assert shared == {"b": "Tess", "a": "Tess", "c": "Colin", "d": "Tess"}
    assert handover_rules.share_out([("a", 1)], {}) == {}


@pytest.mark.parametrize(
    ("facts", "by"),
    [
        ({"contact_by": "email", "email": "a@example.org"}, NoteBy.EMAIL),
        ({"contact_by": "text", "phone": "07700 900123"}, NoteBy.TEXT),
        ({"contact_by": "letter", "address": "1 Lime Street"}, NoteBy.LETTER),
        ({"contact_by": "letter", "address": ""}, NoteBy.CALL),
        ({"contact_by": "phone"}, NoteBy.CALL),
        ({"contact_by": "email", "email": "a@example.org", "do_not_contact": True}, NoteBy.NOTHING),
    ],
)
def test_people_hear_by_the_way_they_like_else_by_a_call(cast, facts, by):
    assert handover_rules.note_by(a_person(by=cast.owner, **facts)) == by
