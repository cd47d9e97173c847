"""Whatever is sent as a body: an answer in FHIR, never a fault, and nothing kept that was not read."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.referrals.fhir.body import LONGEST, parse
from alongside.referrals.fhir.bundle import alone, opened
from alongside.referrals.fhir.problems import Refused
from alongside.referrals.fhir.reading import read as reading
from alongside.referrals.models import Referral
from tests.factories.referrals import AT
from tests.factories.systems import a_bundle, a_request
from tests.web import hostile

BODIES: dict[str, bytes] = {
    "nothing": b"",
    "not JSON": b"<Bundle xmlns='http://hl7.org/fhir'/>",
    "not UTF-8": b'{"resourceType": "\xff"}',
    "UTF-16": '{"resourceType": "Bundle"}'.encode("utf-16"),
    "a list": b"[]",
    "a number": b"1",
    "null": b"null",
    "NaN": b'{"a": NaN}',
    "deep list": b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "deep object": b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
    "huge number": b'{"a": ' + b"9" * 10_000 + b"}",
    "huge exponent": b'{"a": 1e999999}',
    "twice": b'{"resourceType": "Bundle", "resourceType": "Patient"}',
    "wide": b'{"a": [' + b"1," * 50_000 + b"1]}",
    "too long": b'{"a": "' + b"x" * LONGEST + b'"}',
    "far too long": b'{"a": "' + b"x" * 3_000_000 + b'"}',
    "proto": b'{"__proto__": {"resourceType": "Bundle"}, "resourceType": {"$gt": ""}}',
}


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("path", ["", "ServiceRequest"])
def test_a_body_that_is_no_resource_is_refused_in_fhir(gp, name, path):
    answer = gp.send(BODIES[name], path)
    assert 400 <= answer.status_code < 500, name
    assert answer.json()["issue"][0]["diagnostics"]


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/fhir+xml",
        "x" * 300,
    ],
)
def test_another_content_type_is_refused_in_fhir(gp, kind):
    answer = gp.client.generic(
        "POST", "/fhir/R4", json.dumps(a_bundle()), content_type=kind, headers=gp.headers
    )
    assert (answer.status_code, answer.json()["resourceType"]) == (415, "OperationOutcome")


def test_a_form_with_files_is_refused(gp):
    answer = gp.client.post("/fhir/R4", {"file": "x"}, headers=gp.headers)
    assert answer.status_code == 415
    broken = gp.client.generic("POST", "/fhir/R4", "x" * 9000, content_type="multipart/form-data; boundary=x")
    assert broken.status_code == 400


def _refusal(read_it: Any) -> tuple[Any, ...]:
    """What is wrong, as a refusal tells it; empty where it was read."""
    try:
        read_it()
    except Refused as refusal:
        return refusal.problems or ("refused without a word",)
    return ()


def test_words_nobody_can_type_are_taken_out_and_attacks_are_kept_as_words(gp, cast, client_as):
    odd = "Ay\x00ten \udced\u202e" + hostile.SCRIPT
    gp.send(
        json.dumps(a_bundle(patient={"name": [{"text": odd}]}, request={"note": [{"text": odd}]})).encode()
    )
    kept = Referral.objects.get()
    assert "\x00" not in kept.name + kept.note
    page = client_as(cast.owner).get(f"/connector/referrals/{kept.pk}/").content
    assert b"<script>alert" not in page


ODD: list[Any] = [
    None,
    True,
    0,
    -1,
    1e308,
    "",
    "x" * 5000,
    "\x00",
    "\ud800",
    [],
    {},
    [[]],
    [None],
    [1],
    ["x"],
    [{}],
    {"a": {}},
]


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every place in a body: what holds it, and under which name or number."""
    found: list[tuple[Any, Any]] = []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else []
    for name, one in list(items):
        found.append((value, name))
        found += _places(one)
    return found


def test_every_element_may_be_anything_and_is_read_or_refused():
    """Each place of a good Bundle, with each odd value: a reading, or a refusal that says why – nothing else."""
    how_many = len(_places(a_bundle(kind="message")))
    refusals = 0
    for place in range(how_many):
        for odd in ODD:
            body = a_bundle(kind="message")
            holder, name = _places(body)[place]
            holder[name] = copy.deepcopy(odd)
            text = json.dumps(body).encode()
            problems = _refusal(lambda text=text: reading(opened(parse(text)), on=AT.date()))
            refusals += bool(problems)
            assert all(problem.what and problem.do for problem in problems)
    assert refusals > how_many


def test_odd_bodies_on_the_wire_never_break_the_door(gp):
    dice = random.Random(7)
    for turn in range(150):
        body = a_request(number=f"R-{turn}") if turn % 2 else a_bundle(number=f"R-{turn}")
        for _ in range(dice.randint(1, 3)):
            holder, name = dice.choice(_places(body))
            holder[name] = copy.deepcopy(dice.choice(ODD))
        answer = gp.send(json.dumps(body).encode(), "ServiceRequest" if turn % 2 else "")
        assert answer.status_code in {200, 201, 400, 409, 413, 422}, (answer.status_code, body)
        answer.json()


JSONISH = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=15,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(
        st.sampled_from(
            [
                "identifier",
                "status",
                "subject",
                "contained",
                "note",
                "meta",
                "requester",
                "reasonCode",
                "code",
                "priority",
            ]
        ),
        JSONISH,
    )
)
def test_any_json_in_a_request_is_read_or_refused(change):
    text = json.dumps(a_request() | change).encode()
    problems = _refusal(lambda: reading(alone(parse(text)), on=AT.date()))
    assert all(problem.what and problem.do for problem in problems)


def test_references_that_turn_in_circles_are_followed_once():
    role = {"reference": "#r"}
    circle = {"resourceType": "PractitionerRole", "id": "r", "practitioner": role, "organization": role}
    body = a_request(requester=role)
    body["contained"].append(circle)
    assert reading(alone(body), on=AT.date()).told["referrer_name"] == ""
