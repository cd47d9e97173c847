"""Each constraint of appointments and check-ins, violated: the database has the last word."""

import datetime as dt

import pytest
from django.db import IntegrityError, models, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from alongside.appointments.actions import going_out
from alongside.appointments.models import (
    Alert,
    Appointment,
    Arrangement,
    CalendarFeed,
    CheckIn,
    CheckInEvent,
    GoingOut,
    Reminder,
)
from alongside.core import ids
from tests import given
from tests.factories.appointments import STARTS, a_check_in, an_appointment, an_arrangement
from tests.factories.casework import AT
from tests.factories.people import a_person

HOUR = dt.timedelta(hours=1)
MODELS = (Appointment, Reminder, GoingOut, CalendarFeed, Arrangement, CheckIn, CheckInEvent, Alert)
#: What is laid on a row of each table to break the rule; "another" stands for what the test brings.
BROKEN = {
    Appointment: {
        "appointments_has_a_length": {"during": DateTimeTZRange(AT, None)},
        "appointments_place_is_known": {"place": "moon"},
        "appointments_elsewhere_is_named": {"place": "elsewhere", "where": ""},
        "appointments_status_is_known": {"status": "maybe", "ended_at": AT, "ended_by": "owner"},
        "appointments_mode_is_known": {"travel_mode": "horse"},
        "appointments_way_is_plausible": {"travel_minutes": 241},
        "appointments_reminder_is_whole": {"remind_by": "text", "remind_when": ""},
        "appointments_version_counts": {"version": 0},
        "appointments_end_is_whole": {"status": "happened", "ended_at": AT},
        "appointments_booked_until_ended": {"ended_at": AT, "ended_by": "owner"},
        "appointments_cancelled_says_why": {"status": "cancelled", "ended_at": AT, "ended_by": "owner"},
        "appointments_says_why_not": {"status": "did_not_happen", "ended_at": AT, "ended_by": "owner"},
    },
    Reminder: {
        "appointments_reminder_way_is_known": {"channel": "drum"},
        "appointments_reminder_says_what_became": {"status": "withdrawn", "settled_at": AT},
    },
    GoingOut: {
        "appointments_phone_is_e164": {"phone": "07700 900111"},
        "appointments_usual_mode_is_known": {"travel_mode": "horse"},
        "appointments_buddy_is_another": {"buddy": "owner"},
    },
    CalendarFeed: {},
    Arrangement: {"appointments_grace_is_sane": {"grace_minutes": 4}},
    CheckIn: {
        "appointments_watched_by_another": {"buddy": "owner"},
        "appointments_check_in_says_where": {"where": ""},
        "appointments_check_in_phone_is_e164": {"phone": "1"},
        "appointments_out_for_a_while": {"due_at": AT},
        "appointments_back_after_leaving": {"ended_at": AT - HOUR},
        "appointments_check_in_grace_is_sane": {"grace_minutes": 121},
    },
}
#: Lines and alerts are only added, so each is tried as a new one.
BROKEN_LINES = {
    "appointments_line_numbered_once": {"number": 1},
    "appointments_line_once": {"key": "the same"},
    "appointments_line_counts": {"number": 0},
    "appointments_line_is_known": {"kind": "sang"},
    "appointments_line_door_is_known": {"via": "window"},
    "appointments_line_says_until_when": {"kind": "extended"},
    "appointments_closed_says_what_was_found": {"kind": "closed"},
}
ONCE = {
    "appointments_time_once", "appointments_one_reminder_waits", "appointments_going_out_once",
    "appointments_feed_once", "appointments_one_feed", "appointments_one_arrangement", "appointments_out_once",
    "appointments_check_in_link_once", "appointments_alert_once", "appointments_alert_round_counts",
}  # fmt: skip


@pytest.fixture
def rows(cast):
    case = given.open_case(cast.owner, person=a_person(by=cast.owner, leave_message=True, contact_times=[]))
    made = an_appointment(case, cast.owner, remind_by="text", remind_when="two_hours")
    an_arrangement(cast.steward)
    going_out.make_feed(member=cast.owner, at=AT)
    out = a_check_in(cast.owner, cast.colleague)
    return {Appointment: made, CheckIn: out, "owner": cast.owner, "case": case}


def refused(name):
    return pytest.raises(IntegrityError, match=name)


@pytest.mark.parametrize(
    ("model", "name"), [(model, name) for model, broken in BROKEN.items() for name in broken]
)
def test_the_database_refuses(rows, model, name):
    wrong = {f: rows["owner"] if value == "owner" else value for f, value in BROKEN[model][name].items()}
    with refused(name), transaction.atomic():
        assert model.objects.update(**wrong), f"no row of {model.__name__} to break"


def a_line(rows, **more):
    words = {
        "check_in": rows[CheckIn],
        "number": 2,
        "kind": "safe",
        "via": "link",
        "at": AT,
        "by": rows["owner"],
    }
    return CheckInEvent.objects.create(**{**words, **more})


@pytest.mark.parametrize("name", BROKEN_LINES)
def test_the_database_refuses_a_line(rows, name):
    wrong = dict(BROKEN_LINES[name])
    if "key" in wrong:
        wrong["key"] = ids.new_id()
        a_line(rows, number=3, key=wrong["key"])
    with refused(name), transaction.atomic():
        a_line(rows, **wrong)


def an_alert(rows, **more):
    words = {"check_in": rows[CheckIn], "to": rows["owner"], "round": 1, "about_due_at": AT, "at": AT}
    return Alert.objects.create(**{**words, **more})


def test_a_line_and_an_alert_are_never_edited(rows):
    an_alert(rows)
    for edit in (
        lambda: CheckInEvent.objects.update(words="nothing happened"),
        lambda: CheckInEvent.objects.update(at=AT - HOUR),
        lambda: Alert.objects.update(at=AT - HOUR),
        lambda: Alert.objects.update(round=2),
    ):
        with refused("never edited"), transaction.atomic():
            edit()


def test_the_rest_is_there_once(cast, rows):
    tries = {
        "appointments_alert_once": lambda: [an_alert(rows), an_alert(rows)],
        "appointments_alert_round_counts": lambda: an_alert(rows, round=13),
        "appointments_time_once": lambda: Appointment.objects.create(
            case=rows["case"],
            member=cast.owner,
            during=DateTimeTZRange(STARTS, STARTS + HOUR),
            place="phone",
            booked_at=AT,
            booked_by=cast.owner,
        ),
        "appointments_one_reminder_waits": lambda: Reminder.objects.create(
            appointment=rows[Appointment], channel="text", due_at=AT, made_at=AT
        ),
        "appointments_going_out_once": lambda: GoingOut.objects.create(member=cast.owner, told_at=AT),
        "appointments_feed_once": lambda: CalendarFeed.objects.create(
            member=cast.colleague, token_hash=CalendarFeed.objects.get().token_hash, made_at=AT
        ),
        "appointments_one_feed": lambda: CalendarFeed.objects.create(
            member=cast.owner, token_hash="x", made_at=AT
        ),
        "appointments_one_arrangement": lambda: Arrangement.objects.create(
            arranged_at=AT, arranged_by=cast.steward
        ),
        "appointments_out_once": lambda: out_again(cast, member=cast.owner, token_hash="x"),
        "appointments_check_in_link_once": lambda: out_again(
            cast, member=cast.stranger, token_hash=rows[CheckIn].token_hash
        ),
    }
    assert set(tries) == ONCE
    for name, act in tries.items():
        with refused(name), transaction.atomic():
            act()


def out_again(cast, **more):
    return CheckIn.objects.create(
        buddy=cast.colleague, where="x", grace_minutes=15, started_at=AT, due_at=AT + HOUR, **more
    )


def test_who_is_erased_takes_appointment_reminder_check_in_and_lines_along(cast):
    case = given.open_case(cast.owner, person=a_person(by=cast.owner, leave_message=True, contact_times=[]))
    made = an_appointment(case, cast.owner, remind_by="text", remind_when="two_hours")
    out = a_check_in(cast.owner, cast.colleague, case=case, appointment=made)
    an_alert({CheckIn: out, "owner": cast.colleague})
    case.person.delete()
    for model in (Appointment, Reminder, CheckIn, CheckInEvent, Alert):
        assert not model.objects.exists(), model


def test_no_constraint_goes_untried():
    ours = {
        constraint.name
        for model in MODELS
        for constraint in model._meta.constraints
        if isinstance(constraint, models.BaseConstraint)
    }
    assert ours == {name for broken in BROKEN.values() for name in broken} | set(BROKEN_LINES) | ONCE
