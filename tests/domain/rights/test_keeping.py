"""Retention: what is over and what is not, seen before anything goes, and let go in batches that survive a kill."""

import datetime as dt
import json
import os
import subprocess
import sys
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from alongside.casework.actions import cases
from alongside.core import tenancy
from alongside.core.models import Change
from alongside.messaging.models import Message
from alongside.people.models import Person
from alongside.referrals import actions as referrals
from alongside.referrals.enums import DeclineReason
from alongside.referrals.models import Referral
from alongside.rights import jobs, keeping, registry
from alongside.rights.actions import complaints, erasures
from alongside.rights.actions import keeping as actions
from alongside.rights.actions.errors import CannotDo
from alongside.rights.enums import How, Outcome, RunState
from alongside.rights.models import Complaint, Erasure, Run, RunItem
from tests import given
from tests.factories.casework import AT, a_case
from tests.factories.people import a_person
from tests.factories.referrals import a_referral
from tests.factories.rights import a_complaint, an_access_request

CLOSED = AT + dt.timedelta(days=90)  # what given.closed_case says: 1 February 2027
OVER = dt.date(2030, 2, 1)
OVER_AT = dt.datetime(2030, 2, 1, 12, tzinfo=dt.UTC)


def due(today=OVER, label="people.Person"):
    return {one.row for one in keeping.due(today) if one.subject == label}


@pytest.fixture
def closed(cast):
    return given.closed_case(cast.owner)


def test_a_person_is_over_three_years_after_support_ended_to_the_day(closed):
    assert due(OVER - dt.timedelta(days=1)) == set()
    assert due(OVER) == {closed.person_id}


def test_the_list_says_since_when_and_how_much_goes(closed):
    one = next(one for one in keeping.due(OVER) if one.subject == "people.Person")
    assert one.ended_on == CLOSED.date()
    mine = sum(table.rows_of(closed.person_id).count() for table in registry.erased())
    assert one.rows == mine > 10


def test_nobody_is_over_whose_support_goes_on_or_began_again(cast, closed):
    a_case(cast.owner, person=closed.person, at=CLOSED + dt.timedelta(days=1))
    assert due() == set()


def test_nobody_is_over_under_a_hold_or_with_an_open_request_or_complaint(cast, closed):
    hold = erasures.hold(person=closed.person, reason="A claim", by=cast.team_lead, at=AT)
    assert due() == set()
    erasures.lift(hold=hold, by=cast.team_lead, at=AT)
    assert due() == {closed.person_id}
    asked = an_access_request(cast.owner, person=closed.person)
    assert due() == set()
    type(asked).objects.all().update(ended_at=AT, ended_by=cast.owner, ending="withdrawn")
    complaint = a_complaint(cast.steward, person=closed.person)
    assert due() == set()
    Complaint.objects.filter(pk=complaint.pk).delete()
    assert due() == {closed.person_id}


def test_nobody_is_over_about_whom_safeguarding_holds_a_record_and_the_steward_is_not_told(cast, closed):
    from tests.factories.safeguarding import a_concern, eyes_of, named

    named(cast)
    a_concern(cast.owner, person=closed.person)
    with eyes_of(cast.steward):
        assert due() == set()


def test_a_befriending_match_keeps_a_person_until_it_ended(cast):
    from tests import given_befriending

    match = given_befriending.an_active_match(cast)
    assert match.person_id not in due(dt.date(2040, 1, 1))


def test_somebody_erased_already_is_on_no_list(cast, closed, settings, tmp_path):
    settings.ALONGSIDE_VAR = tmp_path
    Erasure.objects.create(person=closed.person, cause="restored", state="done", asked_at=AT, done_at=AT)
    assert due() == set()


def test_a_referral_nobody_took_on_is_over_after_a_year_and_an_accepted_one_is_not(cast):
    declined = a_referral(cast.partnership)
    referrals.decline(referral=declined, reason=DeclineReason.NO_AGREEMENT, note="", by=cast.owner, at=AT)
    given.accepted_referral(cast.partnership, cast.owner)
    assert due(dt.date(2027, 11, 2), "referrals.Referral") == set()
    assert due(dt.date(2027, 11, 3), "referrals.Referral") == {declined.pk}


def test_a_message_is_over_after_a_year_unless_it_still_waits_to_leave(cast):
    given.sent_onward_referral(cast.owner)
    message = Message.objects.get()
    Message.objects.update(status="held")
    assert due(dt.date(2027, 11, 3), "messaging.Message") == {message.pk}
    Message.objects.update(status="queued")
    assert due(dt.date(2027, 11, 3), "messaging.Message") == set()


def test_a_partnership_sets_another_time_and_a_list_that_waits_is_thrown_away(cast, closed):
    actions.propose(today=OVER, at=OVER_AT)
    actions.set_term(subject="people.Person", months=60, why="Our insurer.", by=cast.steward, at=AT)
    assert not Run.objects.exists()
    assert due() == set()
    assert due(dt.date(2032, 2, 1)) == {closed.person_id}


@pytest.mark.parametrize(
    "told, field",
    [
        ({"subject": "audit.Change"}, "subject"),
        ({"months": 0}, "months"),
        ({"months": 999}, "months"),
        ({"why": " "}, "why"),
    ],
)
def test_a_time_that_makes_no_sense_is_refused(cast, told, field):
    with pytest.raises(CannotDo) as refusal:
        actions.set_term(
            **{"subject": "people.Person", "months": 12, "why": "x", **told}, by=cast.steward, at=AT
        )
    assert refusal.value.field == field


def test_every_table_about_people_says_how_it_comes_to_its_end(cast):
    modes = {model._meta.label: keeping.mode_of(model) for model in registry.walled()}
    assert modes["casework.Contact"] == keeping.Mode.PERSON
    assert modes["safeguarding.Concern"] == keeping.Mode.OWNER
    assert modes["partnerships.Organisation"] == keeping.Mode.STAYS
    assert modes["people.Person"] == keeping.Mode.LIST


# A run -----------------------------------------------------------------------------------------------------------


def worked_through(run):
    while actions.work(run_id=run.pk, at=OVER_AT):
        pass
    run.refresh_from_db()
    return run


@pytest.fixture
def run(cast, closed, settings, tmp_path):
    settings.ALONGSIDE_VAR = tmp_path
    return actions.propose(today=OVER, at=OVER_AT)


def test_nothing_goes_before_a_steward_confirms(cast, closed, run):
    assert actions.work(run_id=run.pk, at=OVER_AT) == 0
    assert Person.objects.get(pk=closed.person_id).name == "Ayten Aydın"
    actions.drop(run=run, by=cast.steward, at=OVER_AT)
    with pytest.raises(CannotDo, match="decided on already"):
        actions.confirm(run=run, by=cast.steward, at=OVER_AT)


def test_confirmed_everything_on_the_list_goes_on_the_stewards_word(cast, closed, run):
    actions.confirm(run=run, by=cast.steward, at=OVER_AT)
    assert worked_through(run).state == RunState.DONE
    assert Person.objects.get(pk=closed.person_id).name == "Erased"
    erased = Erasure.objects.get()
    assert (erased.cause, erased.decided_by) == ("retention", cast.steward)
    assert keeping.due(OVER) == []


def test_what_stands_in_the_way_by_then_is_kept_and_counted(cast, closed, run):
    actions.confirm(run=run, by=cast.steward, at=OVER_AT)
    erasures.hold(person=closed.person, reason="A claim", by=cast.team_lead, at=OVER_AT)
    worked_through(run)
    assert Person.objects.get(pk=closed.person_id).name == "Ayten Aydın"
    assert RunItem.objects.get(subject="people.Person").kept == "held"


def test_support_that_began_again_in_between_keeps_the_person(cast, closed, run):
    actions.confirm(run=run, by=cast.steward, at=OVER_AT)
    cases.reopen(case=closed, by=cast.owner, at=OVER_AT)
    worked_through(run)
    assert Person.objects.get(pk=closed.person_id).name == "Ayten Aydın"


def test_a_refused_referral_is_emptied_in_the_trail_too_and_only_from_a_confirmed_list(
    cast, settings, tmp_path
):
    settings.ALONGSIDE_VAR = tmp_path
    declined = a_referral(cast.partnership, told={"name": "Zqname", "note": "Zqnote"})
    referrals.decline(referral=declined, reason=DeclineReason.NO_AGREEMENT, note="", by=cast.owner, at=AT)
    run = actions.propose(today=OVER, at=OVER_AT)

    def scrub():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT audit.scrub_listed(%s, %s, %s)",
                [run.pk, str(declined.pk), json.dumps({"referrals_referral": [str(declined.pk)]})],
            )

    with pytest.raises(DatabaseError, match="only for a row on a confirmed list"):
        scrub()
    actions.confirm(run=run, by=cast.steward, at=OVER_AT)
    worked_through(run)
    kept = Referral.objects.get(pk=declined.pk)
    assert (kept.name, kept.note, kept.phone) == ("Erased", "Erased", "")
    said = str(list(Change.objects.filter(row_id=str(declined.pk)).values_list("before", "after")))
    assert "Zqname" not in said
    assert "Zqnote" not in said
    with pytest.raises(DatabaseError, match="only for a row on a confirmed list"):
        scrub()


def test_an_old_complaint_goes(cast, settings, tmp_path):
    settings.ALONGSIDE_VAR = tmp_path
    complaint = a_complaint(cast.steward)
    who = {"by": cast.steward, "at": AT}
    complaints.acknowledge(complaint=complaint, on=AT.date(), how=How.PHONE, **who)
    complaints.decide(complaint=complaint, outcome=Outcome.UPHELD, findings="It went astray.", **who)
    complaints.tell(complaint=complaint, on=AT.date(), how=How.LETTER, **who)
    run = actions.propose(today=OVER, at=OVER_AT)
    actions.confirm(run=run, by=cast.steward, at=OVER_AT)
    worked_through(run)
    assert not Complaint.objects.exists()


def test_a_list_is_made_each_night_and_one_that_is_under_way_stays(cast, closed, run):
    assert actions.propose(today=OVER, at=OVER_AT).pk != run.pk, "made anew"
    assert Run.objects.count() == 1
    actions.confirm(run=Run.objects.get(), by=cast.steward, at=OVER_AT)
    assert actions.propose(today=OVER, at=OVER_AT) is None


def test_where_nothing_is_over_there_is_no_list(cast):
    assert actions.propose(today=AT.date(), at=AT) is None
    assert not Run.objects.exists()


def test_the_nightly_job_makes_a_list_in_each_partnership(cast, closed, time_machine):
    time_machine.move_to(OVER_AT)
    jobs.propose_everywhere(0)
    assert Run.objects.get().counts["people.Person"]["things"] == 1


WORKER = """
import sys, time
import django
django.setup()
from tests.database import point_connections_at
database, partnership, run = sys.argv[1:]
point_connections_at(database)
from alongside.rights import jobs
from alongside.rights.actions import erasures, keeping
keeping.BATCH = 2
let_go, seen = erasures.let_go, []
def slow(**what):
    seen.append(what)
    done = let_go(**what)
    if len(seen) == 4:  # the second of the second batch: done, and not committed
        print("half-way", flush=True)
        time.sleep(60)
    return done
erasures.let_go = slow
jobs.let_go(partnership, run)
"""


def test_killed_half_way_it_goes_on_where_it_was_and_lets_nobody_go_twice(committing_db, settings, tmp_path):
    from tests.cast import assemble, found_partnership

    settings.ALONGSIDE_VAR = tmp_path
    place = found_partnership(f"killed-{uuid4().hex[:6]}")
    with tenancy.within(place.pk, actor="test"):
        cast = assemble(place)
        for number in range(5):
            a_person(by=cast.owner, given_name=f"Zq{number}", phone=f"0770090010{number}")
        run = actions.propose(today=OVER, at=OVER_AT)
        actions.confirm(run=run, by=cast.steward, at=OVER_AT)
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, connection.settings_dict["NAME"], str(place.pk), str(run.pk)],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert worker.stdout is not None
    assert worker.stdout.readline().strip() == "half-way"
    worker.kill()
    worker.wait()
    worker.stdout.close()
    with tenancy.within(place.pk, actor="test"):
        assert RunItem.objects.filter(done_at__isnull=False).count() == 2, (
            "one batch stands, the other is undone"
        )
    jobs.let_go(str(place.pk), str(run.pk))
    with tenancy.within(place.pk, actor="test"):
        assert Run.objects.get().state == RunState.DONE
        assert Erasure.objects.filter(state="done").count() == 5
        assert set(Person.objects.values_list("given_name", flat=True)) == {"Erased"}
