"""What the database itself refuses about systems and what they send; what a reading takes for the same."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from alongside.core import tenancy
from alongside.partnerships.viewer import viewer_of
from alongside.referrals import actions, from_systems, queries, systems
from alongside.referrals.enums import ReferralStatus
from alongside.referrals.fhir.bundle import alone, opened
from alongside.referrals.fhir.problems import Refused
from alongside.referrals.fhir.reading import read
from alongside.referrals.from_systems import What
from alongside.referrals.models import Referral, ReferringSystem, SystemReferral, SystemToken
from tests.factories.referrals import AT, a_referral
from tests.factories.systems import a_bundle, a_practice, a_request, a_system

ON = AT.date()


@pytest.fixture
def system(cast):
    return a_system(cast.steward)[0]


def take(system, body=None, at=AT):
    sent = opened(body or a_bundle())
    return from_systems.take(system=system, partnership=system.partnership, reading=read(sent, on=ON), at=at)


def refused_by(name):
    return pytest.raises(IntegrityError, match=name)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"name": ""}, "referrals_system_has_a_name"),
        ({"secret_hash": "in the clear"}, "referrals_system_secret_is_hashed"),
        ({"ended_at": AT}, "referrals_system_ending_is_whole"),
    ],
)
def test_a_system_has_a_name_and_a_hashed_secret_and_a_whole_ending(system, change, constraint):
    with refused_by(constraint), transaction.atomic():
        ReferringSystem.objects.update(**change)


def test_an_organisation_has_one_system_of_a_name(system, cast):
    with pytest.raises(systems.CannotAddSystem, match="has a system"):
        a_system(cast.steward)
    with refused_by("referrals_system_name_once"), transaction.atomic():
        made, _secret = a_system(cast.steward, name="Another")
        ReferringSystem.objects.filter(pk=made.pk).update(name="Record system")


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"referral": None}, "referrals_sent_is_a_referral_or_cancelled"),
        ({"identifier_value": ""}, "referrals_sent_has_a_number"),
        ({"version": 0}, "referrals_sent_version_counts"),
        ({"changed_at": AT - dt.timedelta(days=1)}, "referrals_sent_before_changed"),
    ],
)
def test_what_was_sent_is_whole(system, change, constraint):
    take(system)
    with refused_by(constraint), transaction.atomic():
        SystemReferral.objects.update(**change)


def test_a_number_of_a_system_is_one_referral_and_a_referral_has_one_number(system):
    first, second = take(system).sent, take(system, a_bundle(number="R-2")).sent
    with refused_by("referrals_sent_once"), transaction.atomic():
        SystemReferral.objects.filter(pk=second.pk).update(identifier_value="R-1001")
    with refused_by("referrals_sent_as_one"), transaction.atomic():
        SystemReferral.objects.filter(pk=second.pk).update(referral=first.referral)


def test_a_token_is_one_and_ends_after_it_began(system):
    row = {"system": system, "issued_at": AT, "expires_at": AT + dt.timedelta(minutes=1)}
    SystemToken.objects.create(token_hash="a", **row)
    with refused_by("referrals_token_once"), transaction.atomic():
        SystemToken.objects.create(token_hash="a", **row)
    with refused_by("referrals_token_ends_after_it_began"), transaction.atomic():
        SystemToken.objects.create(token_hash="b", **(row | {"expires_at": AT}))


@pytest.mark.parametrize("said", ["943476591", "943 476 5919", "abcdefghij"])
def test_an_nhs_number_is_kept_as_ten_digits(partnership, cast, said):
    referral = a_referral(partnership)
    with refused_by("referrals_nhs_number_is_ten_digits"), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(nhs_number=said[:10])


def test_only_the_system_that_sent_it_may_take_a_referral_back_in_nobodys_name(partnership, cast):
    referral = a_referral(partnership)
    with pytest.raises(actions.CannotDecide):
        actions.withdraw(referral=referral, by=None, at=AT)
    with refused_by("referrals_decision_is_whole"), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(status=ReferralStatus.WITHDRAWN, decided_at=AT)


def test_a_decision_but_a_withdrawal_needs_somebody(system):
    take(system)
    with refused_by("referrals_decision_is_whole"), transaction.atomic():
        Referral.objects.update(status=ReferralStatus.DECLINED, decline_reason="outside_area", decided_at=AT)


def test_a_new_envelope_and_a_new_day_make_no_new_content(system):
    request = {"contained": None}
    one = read(opened(a_bundle(request=request)), on=ON)
    two = read(opened(a_bundle(kind="message", request=request)), on=ON + dt.timedelta(days=40))
    assert one.digest == two.digest


def test_a_year_of_birth_stays_the_same_year_next_year(system):
    born = {"birthDate": "1948"}
    one = read(opened(a_bundle(patient=born)), on=dt.date(2026, 12, 31))
    two = read(opened(a_bundle(patient=born)), on=dt.date(2027, 1, 1))
    assert (one.told["age_told"], two.told["age_told"]) == (78, 79)
    assert one.digest == two.digest


def test_what_we_do_not_read_changes_nothing_here(system):
    take(system)
    assert take(system, a_bundle(patient={"maritalStatus": {"text": "Widowed"}})).what == What.REPEAT


@pytest.mark.parametrize(
    ("orders", "what"),
    [
        (("new", "cancel", "change"), "withdrawn"),
        (("new", "change", "cancel"), "withdrawn"),
        (("change", "new", "cancel"), "withdrawn"),
        (("change", "cancel", "new"), "withdrawn"),
        (("cancel", "new", "change"), None),
        (("cancel", "change", "new"), None),
    ],
)
def test_in_whatever_order_they_arrive_the_end_is_the_same_for_the_person(system, orders, what):
    """Nobody is rung who was taken back: the referral is withdrawn, or was never made."""
    bodies = {
        "new": a_bundle(request={"meta": {"lastUpdated": "2026-11-01T09:00:00Z"}}),
        "change": a_bundle(
            request={"meta": {"lastUpdated": "2026-11-02T09:00:00Z"}, "note": [{"text": "Second floor."}]}
        ),
        "cancel": a_bundle(request={"meta": {"lastUpdated": "2026-11-03T09:00:00Z"}, "status": "revoked"}),
    }
    for _twice in range(2):
        for name in orders:
            take(system, bodies[name])
    assert [one.status for one in Referral.objects.all()] == ([what] if what else [])
    assert SystemReferral.objects.get().cancelled_at is not None


def test_a_best_way_to_reach_somebody_is_kept(system):
    preference = {
        "url": "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-ContactPreference",
        "extension": [{"url": "PreferredContactMethod", "valueCodeableConcept": {"coding": [{"code": "8"}]}}],
    }
    told = read(opened(a_bundle(patient={"extension": [preference]})), on=ON).told
    assert (told["contact_by"], told["contact_note"]) == ("letter", "No phone calls, says the practice.")


def test_an_old_number_is_not_rung(system):
    points = [
        {"system": "phone", "value": "07700 900555", "use": "old"},
        {"system": "phone", "value": "07700 900666", "period": {"end": "2025-12-31"}},
        {"system": "phone", "value": "020 7946 0123"},
    ]
    assert read(opened(a_bundle(patient={"telecom": points})), on=ON).told["phone"] == "+442079460123"


def test_a_consent_of_somebody_else_is_refused(system):
    body = a_request(
        contained=[
            {**a_bundle()["entry"][1]["resource"], "id": "p"},
            {"resourceType": "Patient", "id": "q", "name": [{"text": "Q"}]},
            {"resourceType": "Consent", "status": "active", "patient": {"reference": "#q"}},
        ]
    )
    with pytest.raises(Refused, match="somebody else"):
        read(alone(body), on=ON)


def test_another_partnership_sees_none_of_it(system, cast):
    take(system)
    with tenancy.within(cast.other_partnership.partnership_id, actor="test"):
        assert not ReferringSystem.objects.exists()
        assert not SystemReferral.objects.exists()
        assert not SystemToken.objects.exists()


def test_the_organisation_that_supports_people_takes_what_a_practice_sends(system, cast):
    assert take(system).sent.referral.given_to == cast.organisation
    assert a_practice().supports_people is False


def test_somebody_with_the_same_nhs_number_is_suggested_first_whatever_the_name(system, cast):
    first = take(system).sent.referral
    person = actions.accept(referral=first, by=cast.owner, at=AT).person
    renamed = {"name": [{"text": "Aileen Other"}], "telecom": [{"system": "phone", "value": "020 7946 0777"}]}
    again = take(system, a_bundle(number="R-2", patient=renamed)).sent.referral
    found = queries.may_already_be(viewer_of(cast.owner), again)
    assert (found[0].person, found[0].alike[0]) == (person, "same NHS number")
    assert [one.pk for one in queries.told_twice(viewer_of(cast.owner), again)] == []
    third = take(system, a_bundle(number="R-3", patient=renamed)).sent.referral
    assert [one.pk for one in queries.told_twice(viewer_of(cast.owner), again)] == [third.pk]
    stranger = queries.may_already_be(viewer_of(cast.stranger), again)
    assert stranger == [], "nobody is suggested whom one may not see"
