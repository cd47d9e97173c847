"""A steward lets a practice's system in: its secret is shown once, changed at once, and ended at once."""

from __future__ import annotations

import re
import uuid

from alongside.core import clock
from alongside.referrals import systems
from alongside.referrals.models import ReferringSystem
from tests.factories.systems import Caller, a_bundle, a_practice, a_system


def shown_secret(answer):
    found = re.search(r"Secret\s*</dt>\s*<dd[^>]*>\s*([\w-]{32})\s*</dd>", answer.content.decode())
    return found.group(1) if found else ""


def works(system, secret):
    return systems.token_for(client_id=str(system.pk), secret=secret, at=clock.now()) is not None


def test_a_steward_adds_a_system_and_sees_its_secret_once(cast, client_as):
    client = client_as(cast.steward)
    data = {"organisation": str(a_practice().pk), "name": "Record system", "once": str(uuid.uuid4())}
    first = client.post("/steward/systems/", data)
    made = ReferringSystem.objects.get()
    secret = shown_secret(first)
    assert works(made, secret)
    assert str(made.pk) in first.content.decode()
    assert "no-store" in first["Cache-Control"]

    again = client.post("/steward/systems/", data)
    assert (again.status_code, again.url) == (302, f"/steward/systems/{made.pk}/")
    for page in ("/steward/systems/", f"/steward/systems/{made.pk}/", f"/steward/systems/{made.pk}/secret/"):
        assert secret not in client.get(page).content.decode()
    assert ReferringSystem.objects.count() == 1


def test_a_name_is_used_once_in_an_organisation_and_the_form_says_so(cast, client_as):
    a_system(cast.steward)
    answer = client_as(cast.steward).post(
        "/steward/systems/", {"organisation": str(a_practice().pk), "name": "Record system"}
    )
    assert "Lawson Practice has a system of this name." in answer.content.decode()


def test_the_page_of_a_system_tells_a_supplier_where_to_go(cast, client_as):
    system, secret = a_system(cast.steward)
    Caller(system, secret).send(a_bundle())
    page = client_as(cast.steward).get(f"/steward/systems/{system.pk}/").content.decode()
    assert "http://testserver/fhir/R4/token" in page
    assert re.search(r"Referrals sent\s*</dt>\s*<dd[^>]*>\s*1,", page)


def test_a_new_secret_is_asked_for_first_and_voids_the_old_one(cast, client_as):
    system, secret = a_system(cast.steward)
    client = client_as(cast.steward)
    assert "void at once" in client.get(f"/steward/systems/{system.pk}/secret/").content.decode()
    assert works(system, secret)
    newer = shown_secret(client.post(f"/steward/systems/{system.pk}/secret/"))
    assert works(system, newer)
    assert not works(system, secret)


def test_an_ended_system_gets_no_new_secret(cast, client_as):
    system, secret = a_system(cast.steward)
    client = client_as(cast.steward)
    assert works(system, secret)
    client.post(f"/steward/systems/{system.pk}/end/")
    assert not works(system, secret)
    assert "Ended by Stu Steward" in client.get(f"/steward/systems/{system.pk}/").content.decode()
    answer = client.post(f"/steward/systems/{system.pk}/secret/", follow=True)
    assert shown_secret(answer) == ""
    assert "has been ended" in answer.content.decode()
