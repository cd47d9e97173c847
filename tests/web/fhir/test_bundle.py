"""A GP's referral arrives as a Bundle: once, whatever is repeated, changed or overtaken on the way."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection

from alongside.journeys.accept_referral import accept_referral
from alongside.referrals import actions
from alongside.referrals.enums import Agreed, DeclineReason, ReferralKind, ReferralStatus
from alongside.referrals.models import Referral, SystemReferral
from tests.factories.referrals import AT
from tests.factories.systems import NHS_NUMBER, a_bundle
from tests.web.fhir.independent import read

LATER = {"lastUpdated": "2026-11-03T09:00:00Z", "versionId": "2"}
EARLIER = {"lastUpdated": "2026-11-01T09:00:00Z", "versionId": "0"}
MOVED = {"address": [{"line": ["7 Well Street"], "postalCode": "E8 1EA"}]}


def issue_of(answer: Any) -> dict[str, Any]:
    found = read(answer.json())
    assert found["resourceType"] == "OperationOutcome"
    return found["issue"][0]


def elements_of(answer: Any) -> set[str]:
    return {element for issue in read(answer.json())["issue"] for element in issue.get("expression", [])}


def test_a_referral_is_kept_as_every_other_way_in_keeps_it(gp, cast):
    answer = gp.send(a_bundle())
    assert answer.status_code == 200
    kept = Referral.objects.get()
    assert (kept.name, kept.nhs_number, kept.phone) == ("Ayten Aydın", NHS_NUMBER, "+447700900123")
    assert (kept.address, kept.postcode, kept.language) == ("12 Mare Street, London", "E8 1EA", "tr")
    assert kept.born_on == dt.date(1948, 3, 21)
    assert kept.reasons == ["267076002"]
    assert kept.note == "Husband died in spring\n\nShe used to cook for the whole street."
    assert (kept.kind, kept.status, kept.urgency) == (ReferralKind.PROFESSIONAL, ReferralStatus.NEW, "soon")
    assert (kept.agreed, kept.basis) == (Agreed.YES, "consent")
    assert (kept.source.name, kept.given_to, kept.system) == ("Lawson Practice", cast.organisation, gp.system)
    assert (kept.referrer_name, kept.referrer_role) == ("Nita Patel", "General practitioner, Lawson Practice")
    assert kept.referrer_email == "nita.patel@lawson.example.org"
    assert kept.referrer_phone == "+442079460199"


def test_each_entry_of_a_transaction_is_answered_in_its_place(gp):
    sent = a_bundle()
    answer = read(gp.send(sent).json())
    assert answer["type"] == "transaction-response"
    assert len(answer["entry"]) == len(sent["entry"])
    ours = answer["entry"][0]["response"]
    assert ours["status"] == "201 Created"
    key = SystemReferral.objects.get().pk
    assert ours["location"] == f"ServiceRequest/{key}/_history/1"
    assert {entry["response"]["status"] for entry in answer["entry"][1:]} == {"200 OK"}


def test_a_message_is_answered_with_a_message_that_holds_the_task(gp):
    sent = a_bundle(kind="message")
    answer = read(gp.send(sent).json())
    header, task, words = (entry["resource"] for entry in answer["entry"])
    assert header["response"]["identifier"] == sent["entry"][0]["resource"]["id"]
    assert header["response"]["code"] == "ok"
    assert (task["resourceType"], task["status"]) == ("Task", "requested")
    assert Referral.objects.get().reference in words["issue"][0]["details"]["text"]


@pytest.mark.parametrize("slash", ["", "/"])
def test_the_base_is_one_page_with_a_slash_or_without(gp, slash):
    import json

    answer = gp.client.generic(
        "POST",
        f"/fhir/R4{slash}",
        json.dumps(a_bundle()),
        content_type="application/json",
        headers=gp.headers,
    )
    assert answer.status_code == 200


def test_the_same_again_is_one_referral_and_says_so(gp):
    first = gp.send(a_bundle()).json()
    second = gp.send(a_bundle(kind="message"))  # a new envelope with new ids around the same referral
    again = gp.send(a_bundle()).json()
    assert second.status_code == 200
    assert Referral.objects.count() == 1
    assert again["entry"][0]["response"]["status"] == "200 OK"
    assert again["entry"][0]["resource"] == first["entry"][0]["resource"], "the same answer"
    assert "already" in again["entry"][0]["response"]["outcome"]["issue"][0]["details"]["text"]


def test_another_identifier_is_another_referral(gp):
    gp.send(a_bundle())
    gp.send(a_bundle(number="R-1002"))
    assert Referral.objects.count() == 2


def test_a_change_reaches_the_connector_while_nobody_has_decided(gp):
    gp.send(a_bundle())
    actions.add_information(
        referral=Referral.objects.get(), text="She rang us.", by=_owner(), at=AT + dt.timedelta(hours=1)
    )
    changed = gp.send(
        a_bundle(request={"meta": LATER, "note": [{"text": "She has a fall alarm now."}]}, patient=MOVED)
    )
    kept = Referral.objects.get()
    assert changed.json()["entry"][0]["response"]["status"] == "200 OK"
    assert kept.address == "7 Well Street"
    assert "She rang us." in kept.note, "what the connector wrote stays"
    assert "She has a fall alarm now." in kept.note
    assert SystemReferral.objects.get().version == 2


def _owner() -> Any:
    from alongside.partnerships.models import Member

    return Member.objects.get(name="Ayse Demir")


def test_what_was_taken_out_of_a_change_is_gone(gp):
    gp.send(a_bundle())
    gp.send(
        a_bundle(
            request={"meta": LATER},
            patient={"birthDate": None, "telecom": [{"system": "phone", "value": "020 7946 0123"}]},
        )
    )
    kept = Referral.objects.get()
    assert (kept.born_on, kept.email, kept.phone) == (None, "", "+442079460123")


def test_a_change_answers_the_question_we_asked(gp, partnership):
    gp.send(a_bundle())
    actions.ask_for_information(
        referral=Referral.objects.get(), question="Which floor?", partnership=partnership, by=_owner(), at=AT
    )
    assert gp.task()["statusReason"]["text"] == "Which floor?"
    gp.send(a_bundle(request={"meta": LATER, "note": [{"text": "Second floor."}]}))
    assert Referral.objects.get().status == ReferralStatus.NEW


def test_a_change_after_the_decision_is_a_conflict_that_says_what_to_do(gp, cast):
    gp.send(a_bundle())
    accept_referral(referral=Referral.objects.get(), by=cast.owner, at=AT)
    answer = gp.send(a_bundle(request={"meta": LATER}, patient=MOVED))
    assert answer.status_code == 409
    said = issue_of(answer)
    assert said["code"] == "conflict"
    assert "accepted" in said["details"]["text"]
    assert "new identifier" in said["diagnostics"]
    assert Referral.objects.get().address == "12 Mare Street, London"
    assert gp.send(a_bundle()).status_code == 200, "a repeat of what we hold is still only a repeat"


def test_what_is_older_is_ignored_and_told_so(gp):
    gp.send(a_bundle(request={"meta": LATER}, patient=MOVED))
    answer = gp.send(a_bundle(request={"meta": EARLIER}))
    entry = answer.json()["entry"][0]["response"]
    assert entry["status"] == "200 OK"
    assert "newer" in entry["outcome"]["issue"][0]["details"]["text"]
    assert Referral.objects.get().address == "7 Well Street"


def test_a_late_copy_of_a_repeat_does_not_bring_back_what_was_changed(gp):
    gp.send(a_bundle())
    gp.send(a_bundle(request={"meta": {"lastUpdated": "2026-11-05T09:00:00Z"}}))  # the same, saved again
    gp.send(a_bundle(request={"meta": LATER}, patient=MOVED))  # older than that
    assert Referral.objects.get().address == "12 Mare Street, London"


@pytest.mark.parametrize("status", ["revoked", "entered-in-error"])
def test_a_referral_is_taken_back(gp, status):
    gp.send(a_bundle())
    answer = gp.send(a_bundle(request={"meta": LATER, "status": status}))
    kept = Referral.objects.get()
    assert answer.status_code == 200
    assert (kept.status, kept.decided_by, kept.decided_by_name) == (
        ReferralStatus.WITHDRAWN,
        None,
        "Record system",
    )
    assert gp.task()["status"] == "cancelled"
    again = gp.send(a_bundle(request={"meta": {"lastUpdated": "2026-11-09T09:00:00Z"}}))
    assert again.status_code == 409, "what was taken back stays so"


def test_a_withdrawal_that_overtakes_its_referral_wins(gp):
    first = gp.send(a_bundle(request={"meta": LATER, "status": "revoked"}, patient=None, consent=None))
    assert first.status_code == 200
    assert gp.send(a_bundle()).json()["entry"][0]["response"]["status"] == "200 OK"
    assert not Referral.objects.exists()
    assert gp.task()["status"] == "cancelled"


def test_a_withdrawal_after_support_began_reaches_the_connector_and_changes_nothing(gp, cast):
    gp.send(a_bundle())
    case = accept_referral(referral=Referral.objects.get(), by=cast.owner, at=AT)
    taken_back = a_bundle(request={"meta": LATER, "status": "entered-in-error"})
    answers = [gp.send(taken_back) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [409, 409]
    lines = [event.sentence for event in case.person.timeline.all() if "take back" in event.sentence]
    assert len(lines) == 1, "told once"
    assert Referral.objects.get().status == ReferralStatus.ACCEPTED


def test_a_person_who_no_longer_agrees_is_not_rung(gp):
    gp.send(a_bundle())
    gp.send(a_bundle(request={"meta": LATER}, consent={"provision": {"type": "deny"}}))
    kept = Referral.objects.get()
    assert kept.status == ReferralStatus.WITHDRAWN
    assert "no longer agrees" in kept.decline_note


def test_a_referral_against_a_no_is_not_taken(gp):
    answer = gp.send(a_bundle(consent={"provision": {"type": "deny"}}))
    assert answer.status_code == 422
    assert "said no" in issue_of(answer)["details"]["text"]
    assert not SystemReferral.objects.exists()


def test_without_a_consent_we_ask_first(gp):
    gp.send(a_bundle(consent=None))
    kept = Referral.objects.get()
    assert (kept.agreed, kept.basis) == (Agreed.NOT_ASKED, "ask_first")


def test_a_consent_to_research_is_no_consent_to_this(gp):
    gp.send(a_bundle(consent={"scope": {"coding": [{"code": "research"}]}}))
    assert Referral.objects.get().agreed == Agreed.NOT_ASKED


def test_a_declined_referral_is_rejected_with_its_reason(gp, cast):
    gp.send(a_bundle())
    actions.decline(
        referral=Referral.objects.get(),
        reason=DeclineReason.OUTSIDE_AREA,
        by=cast.owner,
        at=AT,
        note="private words",
    )
    task = read(gp.task())
    assert (task["status"], task["statusReason"]["coding"][0]["code"]) == ("rejected", "outside_area")
    assert "private words" not in str(task)


@pytest.mark.parametrize(
    ("change", "element"),
    [
        ({"request": {"identifier": None}}, "Bundle.entry[0].resource.identifier"),
        ({"request": {"status": "draft"}}, "Bundle.entry[0].resource.status"),
        ({"request": {"intent": None}}, "Bundle.entry[0].resource.intent"),
        ({"request": {"priority": "yesterday"}}, "Bundle.entry[0].resource.priority"),
        ({"request": {"doNotPerform": True}}, "Bundle.entry[0].resource.doNotPerform"),
        ({"request": {"modifierExtension": [{"url": "x"}]}}, "Bundle.entry[0].resource.modifierExtension"),
        ({"request": {"subject": {"reference": "Patient/nowhere"}}}, "Bundle.entry[0].resource.subject"),
        ({"request": {"subject": {"reference": "urn:uuid:practice"}}}, "Bundle.entry[0].resource.subject"),
        ({"request": {"meta": {"lastUpdated": "yesterday"}}}, "Bundle.entry[0].resource.meta.lastUpdated"),
        (
            {"request": {"code": {"coding": [{"system": "http://snomed.info/sct", "code": "871711000000103"}]}}},
            "Bundle.entry[0].resource.code.coding",
        ),
        ({"patient": {"name": None}}, "Bundle.entry[1].resource.name"),
        ({"patient": {"name": "Ayten"}}, "Bundle.entry[1].resource.name"),
        ({"patient": {"birthDate": "21/03/1948"}}, "Bundle.entry[1].resource.birthDate"),
        ({"patient": {"birthDate": "2999-01-01"}}, "Bundle.entry[1].resource.birthDate"),
        ({"patient": {"deceasedBoolean": True}}, "Bundle.entry[1].resource.deceasedBoolean"),
        ({"patient": {"deceasedDateTime": "2026-10-01"}}, "Bundle.entry[1].resource.deceasedDateTime"),
        ({"patient": {"telecom": None, "address": None}}, "Bundle.entry[1].resource.telecom"),
        (
            {"patient": {"identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9434765918"}]}},
            "Bundle.entry[1].resource.identifier[0].value",
        ),
        (
            {"patient": {"telecom": [{"system": "phone", "value": "ask at the desk"}]}},
            "Bundle.entry[1].resource.telecom[0].value",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_what_to_do_and_nothing_is_kept(gp, change, element):
    answer = gp.send(a_bundle(**change))
    assert answer.status_code == 422
    assert element in elements_of(answer)
    assert all(issue["diagnostics"] for issue in answer.json()["issue"])
    assert not Referral.objects.exists()


def test_everything_that_is_wrong_is_told_at_once(gp):
    answer = gp.send(a_bundle(request={"status": "draft"}, patient={"name": None, "birthDate": "x"}))
    assert len(elements_of(answer)) == 3


@pytest.mark.parametrize("kind", ["collection", "batch", "searchset", ""])
def test_another_type_of_bundle_is_refused(gp, kind):
    answer = gp.send({**a_bundle(), "type": kind})
    assert (answer.status_code, elements_of(answer)) == (422, {"Bundle.type"})


def test_one_bundle_holds_one_referral(gp):
    both = a_bundle()
    both["entry"].append(a_bundle(number="R-1002")["entry"][0])
    assert gp.send(both).status_code == 422
    assert not Referral.objects.exists()


def test_every_write_is_audited_in_the_name_of_the_system(gp):
    gp.send(a_bundle())
    gp.send(a_bundle(request={"meta": LATER}, patient=MOVED))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT verb, table_name FROM audit.change WHERE actor = %s ORDER BY id", [gp.system.actor]
        )
        written = cursor.fetchall()
    assert ("insert", "referrals_referral") in written
    assert ("update", "referrals_referral") in written
    assert ("insert", "referrals_systemreferral") in written
