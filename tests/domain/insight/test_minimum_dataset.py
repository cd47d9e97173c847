"""The minimum dataset: a row an episode, every column in the docs, nobody named, our own organisation alone."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.insight.minimum_dataset import ACCEPTED, FIELDS, dataset
from alongside.partnerships.viewer import viewer_of
from tests import given
from tests.factories.casework import AT

DAY = AT.date()
DOCS = Path(__file__).resolve().parents[3] / "docs" / "domain" / "minimum-dataset.md"


def test_every_column_is_documented_and_nothing_else_is():
    told = re.findall(r"^\| `(\w+)` \| ([\w ]+) \|", DOCS.read_text(), re.MULTILINE)
    assert told == [(field.name, field.part) for field in FIELDS]


def test_a_row_tells_an_episode_without_naming_anybody(cast):
    case = given.accepted_referral(cast.partnership, cast.owner)
    given.held_conversation(cast.owner, case=case)
    given.first_answers(case, cast.owner)
    given.logged_contact(cast.owner, case=case)
    given.sent_onward_referral(cast.owner, case=case)
    found = dataset(viewer_of(cast.team_lead), DAY, DAY)
    (row,) = found.rows
    assert row["referral_source"] == "frontline"
    assert row["referral_snomed_ct"] == ACCEPTED
    assert row["needs"] == "bereavement company"
    assert (row["contacts"], row["referred_on"], row["referred_on_accepted"]) == (1, 1, 0)
    assert (row["ucla3_start"], row["ucla3_latest"]) == ("8", None)
    assert [person.pk for person in found.people] == [case.person_id]
    said = " ".join(str(value) for value in row.values())
    for secret in (case.person.given_name, case.person.phone, "900123", "E8 1EA", "Rob Repairs"):
        assert secret not in said


@pytest.mark.parametrize("who", ["owner", "programme_lead", "steward", "stranger", "safeguarding_lead"])
def test_nobody_but_a_team_lead_gets_a_row(cast, who):
    given.open_case(cast.owner)
    assert dataset(viewer_of(getattr(cast, who)), DAY, DAY).rows == ()


def test_days_outside_and_other_organisations_are_left_out(cast):
    given.open_case(cast.owner)
    given.open_case(cast.stranger)
    assert len(dataset(viewer_of(cast.team_lead), DAY, DAY).rows) == 1
    assert dataset(viewer_of(cast.team_lead), date(2026, 1, 1), date(2026, 1, 31)).rows == ()


def test_the_number_of_queries_does_not_grow(cast):
    viewer = viewer_of(cast.team_lead)
    given.held_conversation(cast.owner)
    with CaptureQueriesContext(connection) as few:
        dataset(viewer, DAY, DAY)
    for _each in range(5):
        given.held_conversation(cast.owner)
    with CaptureQueriesContext(connection) as many:
        assert len(dataset(viewer, DAY, DAY).rows) == 6
    assert len(few) == len(many)
