"""One referral as we hold it: read, changed, taken back; never another system's."""

from __future__ import annotations

import uuid

from alongside.referrals.models import Referral, SystemReferral
from tests.factories.systems import Caller, a_bundle, a_practice, a_request, a_system
from tests.web.fhir.independent import read

LATER = {"lastUpdated": "2026-11-03T09:00:00Z"}


def held(gp) -> str:
    gp.send(a_request(), "ServiceRequest")
    return f"ServiceRequest/{SystemReferral.objects.get().pk}"


def test_a_referral_is_read_as_we_hold_it(gp):
    path = held(gp)
    answer = gp.get(path)
    assert read(answer.json())["identifier"][0]["value"] == "R-1001"
    assert answer["ETag"] == 'W/"1"'


def test_a_referral_is_changed_in_its_place(gp):
    path = held(gp)
    changed = a_request(id=path.split("/")[1], priority="stat", meta=LATER)
    answer = gp.send(changed, path, verb="PUT")
    assert (answer.status_code, answer["ETag"]) == (200, 'W/"2"')
    assert Referral.objects.get().urgency == "urgent"


def test_a_change_of_what_was_changed_meanwhile_is_refused(gp):
    path = held(gp)
    changed = a_request(id=path.split("/")[1], priority="stat", meta=LATER)
    assert gp.send(changed, path, verb="PUT", **{"If-Match": 'W/"7"'}).status_code == 412
    assert gp.send(changed, path, verb="PUT", **{"If-Match": 'W/"1"'}).status_code == 200


def test_a_referral_keeps_its_identifier_and_its_id(gp):
    path = held(gp)
    key = path.split("/")[1]
    assert gp.send(a_request(id=key, number="R-2"), path, verb="PUT").status_code == 422
    assert gp.send(a_request(id=str(uuid.uuid4())), path, verb="PUT").status_code == 400
    assert Referral.objects.count() == 1


def test_nothing_is_created_by_a_change(gp):
    nowhere = str(uuid.uuid4())
    assert gp.send(a_request(id=nowhere), f"ServiceRequest/{nowhere}", verb="PUT").status_code == 404
    assert not Referral.objects.exists()


def test_another_systems_referral_is_not_there(gp, cast):
    path = held(gp)
    other = Caller(*a_system(cast.steward, organisation=a_practice("Other Practice")))
    key = path.split("/")[1]
    for where in (path, f"Task/{key}"):
        theirs, nowhere = other.get(where), other.get(where.replace(key, str(uuid.uuid4())))
        assert (theirs.status_code, theirs.content) == (404, nowhere.content)
    assert other.send(a_request(id=key), path, verb="PUT").status_code == 404
    assert other.get("ServiceRequest", identifier="R-1001").json().get("entry") is None
    assert other.get("Task").json().get("entry") is None


def test_two_systems_may_use_the_same_number(gp, cast):
    other = Caller(*a_system(cast.steward, organisation=a_practice("Other Practice")))
    gp.send(a_bundle())
    other.send(a_bundle())
    assert Referral.objects.count() == 2
