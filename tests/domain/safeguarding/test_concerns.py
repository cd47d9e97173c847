"""Raise, acknowledge, escalate; what the lead is told and when, the mail server up or down."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from alongside.core import clock, tenancy
from alongside.messaging import access as messaging_access
from alongside.messaging import actions as messaging
from alongside.messaging.models import Message
from alongside.partnerships.viewer import viewer_of
from alongside.people.models import TimelineEvent
from alongside.safeguarding import jobs, queries
from alongside.safeguarding.actions import concerns, duty, glass, record
from alongside.safeguarding.actions.errors import AlreadyAcknowledged, CannotDo
from alongside.safeguarding.enums import Duty, EntryKind, State
from alongside.safeguarding.models import Alert, Concern, Entry, SafeguardingRole
from tests.domain.messaging.conftest import free_port
from tests.factories.people import a_person
from tests.factories.safeguarding import AT, SAID, SEEN, a_concern, eyes_of, named

HOUR = dt.timedelta(minutes=60)


@pytest.fixture(autouse=True)
def _named(cast):
    named(cast)


def lookout(cast, at, monkeypatch) -> int:
    """The worker's job at a moment."""
    monkeypatch.setattr(clock, "now", lambda: at)
    with tenancy.within(cast.partnership.pk, actor=jobs.ACTOR):
        return jobs.tell_next()


def told(cast) -> list[tuple[int, str]]:
    with eyes_of(cast.team_lead):
        return [(a.round, a.to.name) for a in Alert.objects.order_by("at", "id")]


def test_the_lead_is_told_at_once_and_the_message_names_nobody_and_says_nothing(cast):
    concern = a_concern(cast.owner)
    assert told(cast) == [(1, cast.safeguarding_lead.name)]
    letter = Message.objects.get()
    assert letter.to == cast.safeguarding_lead.user.email
    assert concern.reference in letter.subject
    for secret in (SEEN, SAID, "Ayten", "Mrs A", cast.owner.name):
        assert secret not in letter.subject + letter.body
    assert letter.about is None
    assert not messaging_access.visible_to(viewer_of(cast.owner)).exists(), "colleagues would see it listed"


def test_nothing_of_it_stands_on_the_persons_timeline(cast):
    before = TimelineEvent.objects.count()
    a_concern(cast.owner, person=a_person(by=cast.owner))
    assert TimelineEvent.objects.filter(sentence__icontains="concern").count() == 0
    assert TimelineEvent.objects.count() >= before


def test_no_words_are_needed(cast):
    concern = a_concern(cast.owner, seen="", said="", knows="")
    with eyes_of(cast.safeguarding_lead):
        assert queries.record(concern).state == State.NEW


def test_one_key_is_one_concern_and_one_alert(cast):
    key, person = uuid.uuid4(), a_person(by=cast.owner)
    with eyes_of(cast.owner):
        first, second = (a_concern(cast.owner, person=person, key=key) for _ in range(2))
    assert first == second
    assert len(told(cast)) == 1


def test_a_concern_about_the_lead_goes_to_the_deputy_and_never_to_the_lead(cast, monkeypatch):
    concern = a_concern(cast.owner, involves=cast.safeguarding_lead)
    for hours in (1, 2, 3):
        lookout(cast, AT + hours * HOUR, monkeypatch)
    with eyes_of(cast.team_lead):
        assert {a.to_id for a in Alert.objects.filter(concern=concern)} == {cast.team_lead.pk}
    assert not Message.objects.filter(to=cast.safeguarding_lead.user.email).exists()


def test_nobody_raises_one_about_themselves_by_mistake(cast):
    with pytest.raises(CannotDo):
        a_concern(cast.owner, involves=cast.owner)


def test_with_the_lead_gone_the_deputy_is_told_at_once(cast):
    cast.safeguarding_lead.left_at = AT
    cast.safeguarding_lead.save()
    a_concern(cast.owner)
    assert told(cast) == [(1, cast.team_lead.name)]


def test_unacknowledged_it_goes_to_the_deputy_then_to_both_and_never_twice_in_a_round(cast, monkeypatch):
    a_concern(cast.owner)
    assert lookout(cast, AT + HOUR - dt.timedelta(seconds=1), monkeypatch) == 0
    assert lookout(cast, AT + HOUR, monkeypatch) == 1
    assert lookout(cast, AT + HOUR, monkeypatch) == 0
    assert lookout(cast, AT + 2 * HOUR, monkeypatch) == 2
    lead, deputy = cast.safeguarding_lead.name, cast.team_lead.name
    assert told(cast) == [(1, lead), (2, deputy), (3, lead), (3, deputy)]
    assert Message.objects.filter(subject__startswith="Nobody has answered yet").count() == 3


def test_an_acknowledged_concern_goes_no_further(cast, monkeypatch):
    concern = a_concern(cast.owner)
    with eyes_of(cast.safeguarding_lead):
        concerns.acknowledge(concern=concern, by=cast.safeguarding_lead, at=AT)
    assert lookout(cast, AT + 9 * HOUR, monkeypatch) == 0


def test_the_minutes_are_the_partnerships_own(cast, monkeypatch):
    duty.arrange(alert_minutes=10)
    a_concern(cast.owner)
    assert lookout(cast, AT + dt.timedelta(minutes=9), monkeypatch) == 0
    assert lookout(cast, AT + dt.timedelta(minutes=10), monkeypatch) == 1


def test_raised_while_there_is_nobody_it_is_told_as_soon_as_somebody_is_named(cast, monkeypatch):
    SafeguardingRole.objects.all().delete()
    for member in (cast.safeguarding_lead, cast.team_lead):
        member.left_at = AT
        member.save()
    a_concern(cast.owner)
    assert Message.objects.count() == 0
    duty.name(lead=cast.colleague, deputy=None, by=cast.steward, at=AT)
    assert lookout(cast, AT + dt.timedelta(minutes=1), monkeypatch) == 1
    assert Message.objects.get().to == cast.colleague.user.email


def test_with_the_mail_server_down_it_stands_on_the_leads_board_and_the_trouble_is_told(cast, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.MESSAGES_MODE = "127.0.0.1", free_port(), "send"
    concern = a_concern(cast.owner)
    messaging.deliver(message_id=Message.objects.get().pk, at=AT)
    with eyes_of(cast.safeguarding_lead):
        viewer = viewer_of(cast.safeguarding_lead)
        assert queries.waiting_for(viewer) == 1
        new = next(column for column in queries.board(viewer) if column.state == State.NEW)
        assert [row.concern for row in new.rows] == [concern]
        assert new.rows[0].troubled[0].message.trouble
    with eyes_of(cast.owner):
        assert queries.receipt(concern).has_trouble


def test_when_the_leads_message_has_failed_for_good_the_deputy_is_told_without_waiting(cast, monkeypatch):
    a_concern(cast.owner)
    Message.objects.update(status="failed", trouble="The mail server answered 550.")
    assert lookout(cast, AT + dt.timedelta(minutes=1), monkeypatch) == 1
    assert told(cast)[-1] == (2, cast.team_lead.name)


def test_an_address_no_message_can_go_to_leaves_the_alert_standing(cast):
    type(cast.safeguarding_lead.user).objects.filter(pk=cast.safeguarding_lead.user_id).update(
        email="nowhere"
    )
    concern = a_concern(cast.owner)
    with eyes_of(cast.team_lead):
        alert = Alert.objects.get(concern=concern)
        assert alert.message is None
        assert alert.cannot_arrive


def test_the_first_to_acknowledge_has_it_and_the_second_is_told_who(cast):
    concern = a_concern(cast.owner)
    with eyes_of(cast.safeguarding_lead):
        concerns.acknowledge(concern=concern, by=cast.safeguarding_lead, at=AT)
    with eyes_of(cast.team_lead), pytest.raises(AlreadyAcknowledged, match=cast.safeguarding_lead.name):
        concerns.acknowledge(concern=concern, by=cast.team_lead, at=AT)


@pytest.mark.parametrize("who", ["owner", "colleague", "stranger", "steward", "programme_lead"])
def test_nobody_without_the_duty_acknowledges_or_writes(cast, who):
    concern, member = a_concern(cast.owner), getattr(cast, who)
    with eyes_of(member):
        with pytest.raises(CannotDo):
            concerns.acknowledge(concern=concern, by=member, at=AT)
        with pytest.raises(CannotDo):
            record.add(concern=concern, kind=EntryKind.NOTE, answers={"words": "x"}, by=member, at=AT)
    assert Entry.objects.count() == 0  # as `test`, nothing is to be seen


def test_more_words_reach_lead_and_deputy_and_open_a_closed_concern_again(cast):
    concern, lead = a_concern(cast.owner), cast.safeguarding_lead
    with eyes_of(lead):
        record.add(
            concern=concern,
            kind=EntryKind.DECISION,
            answers={"decision": "support", "words": "y"},
            by=lead,
            at=AT,
        )
        record.add(concern=concern, kind=EntryKind.CLOSED, answers={"words": "Safe."}, by=lead, at=AT)
        assert queries.state_of(concern) == State.CLOSED
    with eyes_of(cast.owner):
        concerns.say_more(concern=concern, seen="It happened again.", said="", by=cast.owner, at=AT + HOUR)
        assert concerns.say_more(concern=concern, seen=" ", said="", by=cast.owner, at=AT + HOUR) is None
    with eyes_of(lead):
        assert queries.state_of(concern) == State.OPEN
    letters = Message.objects.filter(template="concern_more")
    assert {m.to for m in letters} == {lead.user.email, cast.team_lead.user.email}
    assert not any("again." in m.body for m in letters)


def test_breaking_the_glass_needs_a_reason_and_tells_lead_and_deputy_who_but_not_why(cast):
    person = a_person(by=cast.owner)
    with pytest.raises(CannotDo):
        glass.break_glass(person=person, reason="  ", by=cast.owner, at=AT)
    glass.break_glass(person=person, reason="She rang in tears.", by=cast.owner, at=AT)
    letters = Message.objects.filter(template="glass_broken")
    assert {m.to for m in letters} == {cast.safeguarding_lead.user.email, cast.team_lead.user.email}
    assert all(cast.owner.name in m.body and "tears" not in m.body for m in letters)


def test_naming_another_lead_ends_the_duty_of_the_first_and_two_people_are_needed(cast):
    duty.name(lead=cast.colleague, deputy=cast.team_lead, by=cast.steward, at=AT + HOUR)
    ended = SafeguardingRole.objects.get(member=cast.safeguarding_lead)
    assert (ended.ended_at, ended.ended_by) == (AT + HOUR, cast.steward)
    assert SafeguardingRole.objects.get(member=cast.team_lead).ended_at is None
    duty.name(lead=cast.team_lead, deputy=cast.colleague, by=cast.steward, at=AT + 2 * HOUR)  # they swap
    assert dict(SafeguardingRole.objects.filter(ended_at=None).values_list("duty", "member")) == {
        Duty.LEAD: cast.team_lead.pk,
        Duty.DEPUTY: cast.colleague.pk,
    }
    for lead, deputy in ((cast.owner, cast.owner), (cast.steward, None), (cast.volunteer, None)):
        with pytest.raises(CannotDo):
            duty.name(lead=lead, deputy=deputy, by=cast.steward, at=AT + HOUR)


def test_the_job_looks_at_every_partnership_and_harms_nothing_when_run_twice(cast, monkeypatch):
    a_concern(cast.owner)
    monkeypatch.setattr(clock, "now", lambda: AT + HOUR)
    for _ in range(2):
        jobs.tell_next_everywhere(timestamp=0)
    assert [number for number, _name in told(cast)] == [1, 2]
    assert Concern.objects.count() == 0, "the wall is as before"
