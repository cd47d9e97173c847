"""A token for a client id and its secret, as RFC 6749 has it; and nothing for anybody else."""

from __future__ import annotations

import base64
import datetime as dt

import pytest
import time_machine
from django.db import connection

from alongside.core import clock, tenancy
from alongside.referrals import systems
from alongside.referrals.models import ReferringSystem, SystemToken
from alongside.web.fhir import token as page
from tests.factories.systems import Caller, a_bundle, a_system

GRANT = {"grant_type": "client_credentials"}


def ask(client, system, secret, **more):
    basic = base64.b64encode(f"{system.pk}:{secret}".encode()).decode()
    return client.post("/fhir/R4/token", GRANT | more, headers={"Authorization": f"Basic {basic}"})


def test_a_system_gets_a_token_by_basic_or_by_form(cast, client):
    system, secret = a_system(cast.steward)
    by_form = client.post("/fhir/R4/token", {**GRANT, "client_id": str(system.pk), "client_secret": secret})
    for answer in (ask(client, system, secret), by_form):
        said = answer.json()
        assert (answer.status_code, said["token_type"], said["expires_in"]) == (200, "Bearer", 900)
        assert answer["Cache-Control"] == "no-store"
        found = client.get("/fhir/R4/Task", headers={"Authorization": f"Bearer {said['access_token']}"})
        assert found.status_code == 200


def test_neither_secret_nor_token_is_kept(cast, client):
    system, secret = a_system(cast.steward)
    token = ask(client, system, secret).json()["access_token"]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(string_agg(r::text, ' '), '') FROM ("
            "SELECT to_jsonb(s) AS r FROM referrals_referringsystem s UNION ALL "
            "SELECT to_jsonb(t) FROM referrals_systemtoken t UNION ALL "
            "SELECT after FROM audit.change) rows"
        )
        kept = cursor.fetchone()[0]
    assert str(system.pk) in kept
    assert secret not in kept
    assert token not in kept


def test_a_wrong_secret_gets_nothing(cast, client):
    system, secret = a_system(cast.steward)
    for wrong in ("", "x", secret + "x", secret[:-1], "\x00", "x" * 5000):
        answer = ask(client, system, wrong)
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
        assert answer["WWW-Authenticate"].startswith("Basic")
    for nobody in ("", "x", "0190a7c2-0000-7000-8000-000000000000"):
        answer = client.post("/fhir/R4/token", {**GRANT, "client_id": nobody, "client_secret": secret})
        assert answer.status_code == 401
    assert not SystemToken.objects.exists()


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({}, "invalid_request"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": ["client_credentials", "client_credentials"]}, "invalid_request"),
    ],
)
def test_another_question_is_answered_as_the_rfc_says(cast, client, sent, error):
    answer = client.post("/fhir/R4/token", sent)
    assert (answer.status_code, answer.json()["error"]) == (400, error)


def test_a_token_ends_after_a_quarter_of_an_hour(cast):
    gp = Caller(*a_system(cast.steward))
    assert gp.get("Task").status_code == 200
    with time_machine.travel(clock.now() + systems.TOKEN_LASTS + dt.timedelta(seconds=1)):
        assert gp.get("Task").status_code == 401


def test_a_new_secret_ends_the_old_one_and_every_token(cast, client):
    system, secret = a_system(cast.steward)
    gp = Caller(system, secret)
    newer = systems.change_secret(system=system, at=clock.now())
    assert gp.get("Task").status_code == 401
    assert ask(client, system, secret).status_code == 401
    assert ask(client, system, newer).status_code == 200


def test_an_ended_system_gets_in_no_more(cast, client):
    system, secret = a_system(cast.steward)
    gp = Caller(system, secret)
    systems.end(system=system, by=cast.steward, at=clock.now())
    assert gp.send(a_bundle()).status_code == 401
    assert ask(client, system, secret).status_code == 401


def test_guessing_is_slowed(cast, client, monkeypatch):
    monkeypatch.setattr(page, "AN_HOUR", 3)
    system, secret = a_system(cast.steward)
    got = [ask(client, system, "wrong").status_code for _ in range(3)] + [
        ask(client, system, secret).status_code
    ]
    assert got == [401, 401, 401, 429]
    assert ask(client, system, secret)["Retry-After"]


def test_a_system_of_another_partnership_is_nobody_here(cast, client):
    far = cast.other_partnership
    with tenancy.within(far.partnership_id, actor="test"):
        system, secret = a_system(far, organisation=far.organisation)
        token = systems.token_for(client_id=str(system.pk), secret=secret, at=clock.now())
    assert ask(client, system, secret).status_code == 401
    answer = client.get("/fhir/R4/Task", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401
    there = client.get(
        "/fhir/R4/Task", headers={"Authorization": f"Bearer {token}", "Host": "elsewhere.localhost"}
    )
    assert there.status_code == 200
    assert not ReferringSystem.objects.exists()


@pytest.mark.parametrize(
    "said", ["", "Bearer", "Bearer ", "Basic eHg6eA==", "Bearer x\x00y", "Bearer " + "x" * 9000]
)
def test_without_a_token_nothing_is_answered(cast, client, said):
    answer = client.get("/fhir/R4/Task", headers={"Authorization": said})
    assert (answer.status_code, answer.json()["resourceType"]) == (401, "OperationOutcome")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_old_tokens_are_forgotten(cast):
    Caller(*a_system(cast.steward))
    assert systems.forget_tokens(at=clock.now()) == 0
    assert systems.forget_tokens(at=clock.now() + dt.timedelta(days=1)) > 0
    assert not SystemToken.objects.exists()
