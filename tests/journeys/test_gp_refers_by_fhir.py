"""A GP's referral becomes a case, and the GP's system learns the outcome – as much of it as the person shares."""

from __future__ import annotations

import datetime as dt

from django.db import connection

from alongside.casework.actions import contacts
from alongside.casework.enums import ClosingReason, Outcome, Result
from alongside.core import clock
from alongside.journeys import agree, close_case
from alongside.people.enums import ConsentChannel, ConsentPurpose
from alongside.people.models import Person
from alongside.referrals.models import Referral
from tests.factories.systems import Caller, a_bundle, a_practice, a_system
from tests.web.fhir.independent import read


def learned(gp):
    """The Task, read alone and in the search, where both must say the same."""
    found = read(gp.task())
    assert read(gp.get(f"Task/{found['id']}").json()) == found
    return found


def accept(cast, client_as):
    """The connector accepts on the page, as in life."""
    referral = Referral.objects.get()
    page = f"/connector/referrals/{referral.pk}/accept/"
    client = client_as(cast.owner)
    assert "943 476 5919" in client.get(f"/connector/referrals/{referral.pk}/").content.decode()
    assert client.get(page).status_code == 200
    answer = client.post(page, {"who": "new", "given_name": "Ayten", "family_name": "Aydın"})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    referral.refresh_from_db()
    return referral.cases.get()


def close(case, by):
    return close_case.close_case(
        case=case,
        outcome=Outcome.BETTER,
        reason=ClosingReason.PLAN_DONE,
        note="Zqnote",
        by=by,
        at=clock.now(),
    )


def share(case, by):
    return agree.agree(
        person=case.person,
        purpose=ConsentPurpose.SHARE,
        shared_with=a_practice(),
        channel=ConsentChannel.PHONE,
        by=by,
        at=clock.now(),
    )


def test_from_the_practice_to_the_outcome_and_back(cast, client_as):
    gp = Caller(*a_system(cast.steward))
    gp.send(a_bundle())
    assert learned(gp)["status"] == "requested"

    case = accept(cast, client_as)
    task = learned(gp)
    assert (task["status"], task["owner"]["display"]) == ("accepted", "Wellbeing Team")
    assert "output" not in task, "the code is for the record once the person was reached"

    contacts.log(case=case, result=Result.REACHED, by=cast.owner, at=clock.now())
    task = learned(gp)
    assert task["status"] == "in-progress"
    assert task["output"][0]["valueCodeableConcept"]["coding"][0]["code"] == "871731000000106"

    share(case, cast.owner)
    close(case, cast.owner)
    task = learned(gp)
    assert task["status"] == "completed"
    assert task["executionPeriod"]["end"] == clock.today().isoformat()
    assert [one["valueCodeableConcept"]["coding"][0]["code"] for one in task["output"]] == [
        "871731000000106",
        "better",
    ]
    assert "Zqnote" not in str(task)


def test_without_agreement_to_share_only_the_end_is_told_and_taking_it_back_counts_at_once(cast, client_as):
    gp = Caller(*a_system(cast.steward))
    gp.send(a_bundle())
    case = accept(cast, client_as)
    close(case, cast.owner)
    task = learned(gp)
    assert (task["status"], "output" in task) == ("completed", False)
    before = task["lastModified"]

    consent = share(case, cast.owner)
    assert learned(gp)["output"][0]["valueCodeableConcept"]["coding"][0]["code"] == "better"
    agree.take_back(consent=consent, by=cast.owner, at=clock.now() + dt.timedelta(seconds=1))
    task = learned(gp)
    assert "output" not in task
    assert task["lastModified"] > before, "a system that asks what changed is told that it may not keep it"


def test_that_the_system_was_told_of_the_person_is_in_their_audit(cast, client_as):
    gp = Caller(*a_system(cast.steward))
    gp.send(a_bundle())
    accept(cast, client_as)
    learned(gp)
    with connection.cursor() as cursor:
        cursor.execute("SELECT person_id, page FROM audit.reading WHERE actor = %s", [gp.system.actor])
        assert set(cursor.fetchall()) == {
            (Person.objects.get().pk, "fhir:tasks"),
            (Person.objects.get().pk, "fhir:task"),
        }


def test_a_second_referral_for_somebody_we_support_follows_the_case_that_runs(cast, client_as):
    gp = Caller(*a_system(cast.steward))
    gp.send(a_bundle())
    case = accept(cast, client_as)
    contacts.log(case=case, result=Result.REACHED, by=cast.owner, at=clock.now())
    gp.send(a_bundle(number="R-1002"))
    from alongside.journeys.accept_referral import accept_referral

    second = Referral.objects.get(status="new")
    assert accept_referral(referral=second, person=case.person, by=cast.owner, at=clock.now()) == case
    statuses = {one["resource"]["status"] for one in gp.get("Task").json()["entry"]}
    assert statuses == {"in-progress"}
