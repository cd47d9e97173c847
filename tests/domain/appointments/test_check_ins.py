"""Going out alone: told in rounds and never twice, a tap from where there was no signal, and what a colleague does."""

import datetime as dt
import uuid

import pytest

from alongside.appointments import access, jobs, watching
from alongside.appointments.actions import check_ins
from alongside.appointments.actions.errors import CannotDo
from alongside.appointments.enums import Found, Kind, Via
from alongside.appointments.models import Alert, CheckInEvent, GoingOut
from alongside.core import tenancy
from alongside.messaging.enums import Channel, MessageStatus
from alongside.messaging.models import Message
from alongside.partnerships.models import Member
from alongside.partnerships.viewer import viewer_of
from tests import given
from tests.factories.appointments import HOUR, a_check_in, an_arrangement
from tests.factories.casework import AT

MINUTE = dt.timedelta(minutes=1)
DUE = AT + HOUR
WHERE = "Flat 31, Lamb House"


@pytest.fixture(autouse=True)
def _messages_wait(settings):
    settings.MESSAGES_MODE = "send"


@pytest.fixture
def out(cast):
    an_arrangement(cast.steward, deputy=cast.safeguarding_lead)
    return a_check_in(cast.owner, cast.colleague)


def watch(cast, time_machine, at):
    time_machine.move_to(at, tick=False)
    jobs.watch(cast.partnership.pk)
    return told()


def told():
    return [(alert.round, alert.to.name) for alert in Alert.objects.order_by("at", "round", "to__name")]


def kinds(check_in):
    return [line.kind for line in watching.lines(check_in)]


def tap(check_in, at, **more):
    return check_ins.safe(check_in=check_in, via=Via.LINK, by=check_in.member, at=at, **more)


def milliseconds(moment):
    return int(moment.timestamp() * 1000)


SELF = (0, "Ayse Demir")
BUDDY = (1, "Colin Colleague")
BEHIND = [(2, "Sol Safeguard"), (2, "Tess Lead")]


def test_on_setting_out_the_link_goes_to_who_goes_and_the_buddy_hears_of_it(cast, out):
    sent = {(m.template, m.channel): m for m in Message.objects.all()}
    assert set(sent) == {
        ("check_in_link", Channel.EMAIL),
        ("check_in_link", Channel.SMS),
        ("check_in_buddy", Channel.EMAIL),
    }
    assert f"/check-in/{watching.secret_of(out)}/" in sent["check_in_link", Channel.SMS].body
    assert sent["check_in_link", Channel.SMS].conceal
    assert watching.by_secret(watching.secret_of(out)) == out
    assert GoingOut.objects.get(member=cast.owner).phone == "+447700900111", "asked for once"


def test_who_says_in_time_that_they_are_safe_alarms_nobody(cast, out, time_machine):
    tap(out, DUE - 10 * MINUTE)
    assert watch(cast, time_machine, DUE + HOUR) == []
    out.refresh_from_db()
    assert out.ended_at == DUE - 10 * MINUTE


def test_late_the_buddy_is_told_then_deputy_and_team_lead_then_all_and_never_twice(cast, out, time_machine):
    assert watch(cast, time_machine, DUE - 6 * MINUTE) == []
    assert watch(cast, time_machine, DUE - 5 * MINUTE) == [SELF]
    for _ in range(3):
        assert watch(cast, time_machine, DUE) == [SELF, BUDDY]
    assert watch(cast, time_machine, DUE + 14 * MINUTE) == [SELF, BUDDY]
    for _ in range(3):
        assert watch(cast, time_machine, DUE + 15 * MINUTE) == [SELF, BUDDY, *BEHIND]
    everybody = watch(cast, time_machine, DUE + 30 * MINUTE)[4:]
    assert everybody == [(3, "Colin Colleague"), (3, "Sol Safeguard"), (3, "Tess Lead")]


def test_an_alert_names_who_is_out_and_never_where_they_went(cast, out, time_machine):
    GoingOut.objects.create(member=cast.colleague, phone="+447700900222", told_at=AT)
    watch(cast, time_machine, DUE)
    sent = Message.objects.filter(template="check_in_alert")
    assert {(m.channel, m.to) for m in sent} == {
        (Channel.EMAIL, cast.colleague.user.email),
        (Channel.SMS, "+447700900222"),
    }
    for message in sent:
        assert "Ayse Demir" in message.body
        assert "07700 900111" in message.body
        assert WHERE not in message.body + message.subject


def test_after_an_outage_the_rounds_that_matter_go_out_together_and_no_flood(cast, out, time_machine):
    assert watch(cast, time_machine, DUE + 5 * HOUR) == [BUDDY, *BEHIND]


def test_when_nothing_can_reach_the_buddy_the_next_are_told_without_waiting(cast, out, time_machine):
    watch(cast, time_machine, DUE)
    Message.objects.filter(template="check_in_alert").update(
        status=MessageStatus.FAILED, trouble="The mail server answered 550."
    )
    assert watch(cast, time_machine, DUE + MINUTE) == [BUDDY, *BEHIND]
    viewer = viewer_of(cast.team_lead)
    assert watching.out_now(viewer, DUE + MINUTE)[0].in_trouble, "the failure is on the page"


def test_when_the_buddy_has_left_those_behind_are_told_at_once(cast, out, time_machine):
    Member.objects.filter(pk=cast.colleague.pk).update(left_at=AT)
    assert watch(cast, time_machine, DUE) == BEHIND


def test_where_there_is_nobody_behind_the_buddy_is_told_again(cast, time_machine):
    a_check_in(cast.stranger, cast.colleague)  # their organisation has no team lead, and no deputy is named
    watch(cast, time_machine, DUE)
    assert watch(cast, time_machine, DUE + 15 * MINUTE) == [BUDDY, (3, "Colin Colleague")]


def test_with_the_mail_down_it_stands_on_the_page_of_the_buddy_and_then_of_the_others(cast, out):
    def late(member, at):
        return [one.pk for one in watching.late_for(viewer_of(member), at)]

    assert late(cast.colleague, DUE - MINUTE) == []
    assert late(cast.colleague, DUE) == [out.pk]
    assert late(cast.team_lead, DUE + 14 * MINUTE) == []
    for member in (cast.team_lead, cast.safeguarding_lead):
        assert late(member, DUE + 15 * MINUTE) == [out.pk]
    assert late(cast.owner, DUE + HOUR) == []
    assert late(cast.stranger, DUE + HOUR) == []


def test_longer_moves_the_end_and_those_who_were_alarmed_hear_of_it(cast, out, time_machine):
    watch(cast, time_machine, DUE)
    check_ins.extend(check_in=out, minutes=30, via=Via.LINK, by=cast.owner, at=DUE + 5 * MINUTE)
    out.refresh_from_db()
    assert out.due_at == DUE + 35 * MINUTE
    assert watch(cast, time_machine, DUE + 20 * MINUTE) == [BUDDY]
    news = Message.objects.get(template="check_in_news")
    assert news.to == cast.colleague.user.email
    assert "until 11.35am" in news.body
    assert watch(cast, time_machine, DUE + 35 * MINUTE)[-1] == BUDDY, "told anew of the new end"


@pytest.mark.parametrize("minutes", [0, 7, 600, -15])
def test_only_what_is_offered_can_be_added(cast, out, minutes):
    with pytest.raises(CannotDo):
        check_ins.extend(check_in=out, minutes=minutes, via=Via.LINK, by=cast.owner, at=AT)


def test_a_tap_made_without_signal_counts_from_when_it_was_made_and_all_who_were_told_hear_it(
    cast, out, time_machine
):
    watch(cast, time_machine, DUE + 15 * MINUTE)
    tap(out, DUE + 20 * MINUTE, claimed_ms=milliseconds(DUE - MINUTE))
    line = watching.lines(out)[-1]
    assert (line.kind, line.tapped_at, line.at) == (Kind.SAFE, DUE - MINUTE, DUE + 20 * MINUTE)
    news = Message.objects.filter(template="check_in_news")
    assert {m.to for m in news} == {
        m.user.email for m in (cast.colleague, cast.team_lead, cast.safeguarding_lead)
    }
    assert all("10.59am: I am safe" in m.body for m in news)
    stopped = Message.objects.filter(template="check_in_alert")
    assert {m.status for m in stopped} == {MessageStatus.HELD}, "an alarm that had not left stays here"


def test_sent_twice_it_is_one_line_whether_by_key_or_without(out):
    key = uuid.uuid4()
    for _ in range(3):
        tap(out, DUE, key=key)
    tap(out, DUE + MINUTE)
    assert kinds(out) == [Kind.STARTED, Kind.SAFE]


def test_pressed_by_mistake_it_watches_on_and_the_old_tap_sent_again_ends_nothing(cast, out, time_machine):
    key = uuid.uuid4()
    tap(out, DUE - 30 * MINUTE, key=key)
    check_ins.resume(check_in=out, via=Via.LINK, by=cast.owner, at=DUE - 29 * MINUTE)
    tap(out, DUE - 20 * MINUTE, key=key)
    tap(out, DUE - 20 * MINUTE, key=uuid.uuid4(), claimed_ms=milliseconds(DUE - 30 * MINUTE))
    out.refresh_from_db()
    assert out.is_out
    assert out.due_at == DUE + 15 * MINUTE
    assert watch(cast, time_machine, DUE + 15 * MINUTE)[-1] == BUDDY
    tap(out, DUE + 16 * MINUTE)
    assert kinds(out) == [Kind.STARTED, Kind.SAFE, Kind.RESUMED, Kind.SAFE]


def test_help_tells_all_at_once_and_pressed_again_alarms_nobody_again(cast, out, time_machine):
    for n in range(2):
        check_ins.ask_for_help(
            check_in=out, via=Via.LINK, by=cast.owner, at=AT + n * MINUTE, key=uuid.uuid4()
        )
    assert told() == [BUDDY, *BEHIND]
    assert kinds(out) == [Kind.STARTED, Kind.HELP, Kind.HELP]
    body = Message.objects.filter(template="check_in_alert").order_by("id").first().body
    assert "I need help" in body
    assert [one.pk for one in watching.late_for(viewer_of(cast.team_lead), AT + MINUTE)] == [out.pk]
    assert watch(cast, time_machine, AT + 20 * MINUTE)[3:] == [
        (3, "Colin Colleague"),
        (3, "Sol Safeguard"),
        (3, "Tess Lead"),
    ]


def test_whoever_sees_to_it_holds_the_alarms_for_an_hour_and_not_for_ever(cast, out, time_machine):
    watch(cast, time_machine, DUE)
    for _ in range(2):
        check_ins.see_to_it(check_in=out, by=cast.colleague, at=DUE + MINUTE)
    assert kinds(out).count(Kind.ACKNOWLEDGED) == 1
    assert watch(cast, time_machine, DUE + 60 * MINUTE) == [BUDDY]
    assert watch(cast, time_machine, DUE + 61 * MINUTE) == [BUDDY, *BEHIND]


def test_where_they_went_is_shown_after_an_alarm_alone_and_each_look_is_a_line(cast, out, time_machine):
    with pytest.raises(CannotDo, match="once they are late"):
        check_ins.look(check_in=out, by=cast.colleague, at=DUE - MINUTE)
    watch(cast, time_machine, DUE)
    for _ in range(2):
        assert WHERE in check_ins.look(check_in=out, by=cast.colleague, at=DUE + MINUTE)
    looks = CheckInEvent.objects.filter(kind=Kind.LOOKED)
    assert [line.by for line in looks] == [cast.colleague] * 2
    assert WHERE in check_ins.look(check_in=out, by=cast.owner, at=DUE)
    assert looks.count() == 2, "one's own is no look"


def test_a_reminder_to_oneself_opens_the_address_to_nobody(cast, out, time_machine):
    watch(cast, time_machine, DUE - 5 * MINUTE)
    with pytest.raises(CannotDo):
        check_ins.look(check_in=out, by=cast.colleague, at=DUE - MINUTE)


def test_a_colleague_closes_it_with_what_was_found(cast, out, time_machine):
    watch(cast, time_machine, DUE + 15 * MINUTE)
    words = {"check_in": out, "found": Found.HELPED, "by": cast.team_lead, "at": DUE + 40 * MINUTE}
    with pytest.raises(CannotDo, match="few words"):
        check_ins.close(said=" ", **words)
    for _ in range(2):
        check_ins.close(said="Had fallen on the stairs. Ambulance came.", **words)
    out.refresh_from_db()
    assert out.ended_at == DUE + 40 * MINUTE
    assert kinds(out).count(Kind.CLOSED) == 1
    assert watch(cast, time_machine, DUE + 5 * HOUR)[-1][0] == 2
    told_of_it = {m.to for m in Message.objects.filter(template="check_in_news")}
    assert told_of_it == {cast.colleague.user.email, cast.safeguarding_lead.user.email}


def test_a_tap_that_arrives_after_it_was_closed_is_written_down_and_changes_nothing(cast, out, time_machine):
    watch(cast, time_machine, DUE)
    check_ins.close(check_in=out, found=Found.SAFE_NO_SIGNAL, said="", by=cast.colleague, at=DUE + MINUTE)
    tap(out, DUE + 9 * MINUTE, claimed_ms=milliseconds(DUE - MINUTE))
    out.refresh_from_db()
    assert out.ended_at == DUE + MINUTE
    assert kinds(out)[-1] == Kind.SAFE
    with pytest.raises(CannotDo, match="closed this"):
        check_ins.resume(check_in=out, via=Via.LINK, by=cast.owner, at=DUE + 10 * MINUTE)


def test_nobody_watches_over_themselves_or_closes_their_own(cast, out):
    with pytest.raises(CannotDo, match="own buddy"):
        a_check_in(cast.team_lead, cast.team_lead)
    for act in (check_ins.see_to_it, lambda **how: check_ins.close(found=Found.OTHER, said="x", **how)):
        with pytest.raises(CannotDo, match="A colleague does this"):
            act(check_in=out, by=cast.owner, at=DUE)
    with pytest.raises(CannotDo, match="Nothing was wrong"):
        tap(out, DUE - MINUTE)
        check_ins.close(check_in=out, found=Found.OTHER, said="x", by=cast.colleague, at=DUE)


@pytest.mark.parametrize("buddy", ["volunteer", "steward", "other_partnership"])
def test_a_buddy_is_a_colleague_who_can_read_the_alarm(cast, buddy):
    with pytest.raises(CannotDo) as refused:
        a_check_in(cast.owner, getattr(cast, buddy))
    assert refused.value.field == "buddy"


def test_one_is_out_once(cast, out):
    with pytest.raises(CannotDo, match="out already"):
        a_check_in(cast.owner, cast.colleague, at=AT + MINUTE)
    tap(out, AT + MINUTE)
    a_check_in(cast.owner, cast.colleague, at=AT + 2 * MINUTE)
    with pytest.raises(CannotDo, match="out already"):
        check_ins.resume(check_in=out, via=Via.LINK, by=cast.owner, at=AT + 3 * MINUTE)


@pytest.mark.parametrize(
    ("more", "field"),
    [({"where": " "}, "where"), ({"phone": "12"}, "phone"), ({"length": 13 * HOUR}, "minutes")],
)
def test_what_would_not_find_them_is_refused(cast, more, field):
    with pytest.raises(CannotDo) as refused:
        a_check_in(cast.owner, cast.colleague, **more)
    assert refused.value.field == field


def test_the_night_the_clocks_change_is_as_long_as_it_is(cast, time_machine):
    before = dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)  # 1.30am, and in an hour it is 1.30am again
    a_check_in(cast.owner, cast.colleague, at=before, length=HOUR)
    assert watch(cast, time_machine, before + 54 * MINUTE) == []
    assert watch(cast, time_machine, before + 60 * MINUTE) == [BUDDY]


def test_one_that_cannot_be_told_of_keeps_no_other_waiting(cast, out, time_machine, monkeypatch):
    a_check_in(cast.stranger, cast.team_lead)
    raise_due = check_ins.raise_due

    def fails_first(*, check_in_id, at):
        if check_in_id == out.pk:
            raise RuntimeError("the disk is full")
        return raise_due(check_in_id=check_in_id, at=at)

    monkeypatch.setattr(check_ins, "raise_due", fails_first)
    with pytest.raises(RuntimeError, match="disk"):
        watch(cast, time_machine, DUE)
    assert told() == [(1, "Tess Lead")]


def test_killed_between_message_and_alert_nothing_is_half_done(cast, out, time_machine, monkeypatch):
    """The worker dies as it writes the alert: the message it queued goes with it, and the next minute does both."""
    create = Alert.objects.create

    def dies(**fields):
        raise SystemExit

    monkeypatch.setattr(Alert.objects, "create", dies)
    with pytest.raises(SystemExit):
        watch(cast, time_machine, DUE)
    assert not Message.objects.filter(template="check_in_alert").exists()
    monkeypatch.setattr(Alert.objects, "create", create)
    assert watch(cast, time_machine, DUE + MINUTE) == [BUDDY]
    assert Message.objects.filter(template="check_in_alert").count() == 1


def test_who_sees_a_check_in(cast, out):
    def sees(member):
        return access.check_ins_visible_to(viewer_of(member)).filter(pk=out.pk).exists()

    for member in (cast.owner, cast.colleague, cast.team_lead, cast.safeguarding_lead):
        assert sees(member), member
    for member in (cast.stranger, cast.volunteer, cast.programme_lead, cast.steward):
        assert not sees(member), member
    with tenancy.within(cast.other_partnership.partnership_id, actor="test"):
        assert not sees(cast.other_partnership)
        assert watching.by_secret(watching.secret_for(out.pk)) is None


def test_the_link_of_who_has_left_opens_nothing(cast, out):
    Member.objects.filter(pk=cast.owner.pk).update(left_at=AT)
    assert watching.by_secret(watching.secret_for(out.pk)) is None


def test_a_link_made_with_an_older_key_still_opens_but_is_not_shown(cast, out, settings):
    secret = watching.secret_of(out)
    settings.SECRET_KEY = "another"
    assert watching.by_secret(secret) == out
    assert watching.secret_of(out) == ""


def test_the_person_visited_is_never_named_to_a_buddy_elsewhere(cast, time_machine):
    case = given.open_case(cast.owner)
    a_check_in(cast.owner, cast.stranger, case=case)
    watch(cast, time_machine, DUE)
    for message in Message.objects.filter(to=cast.stranger.user.email):
        assert case.person.family_name not in message.body + message.subject
