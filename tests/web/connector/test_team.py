"""The team's page: what each carries, the formula that weighs it, and people handed over in place."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alongside.casework.actions import contacts
from alongside.casework.enums import Because, FollowUpKind, Result
from alongside.casework.models import TeamRules
from alongside.casework.rules import Carried, Weights, weight_of
from tests.factories.casework import AT
from tests.factories.work import a_case_of

TODAY = AT.date()


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(AT)


@pytest.fixture
def lead(cast, client_as):
    return client_as(cast.team_lead)


def text_of(response):
    return " ".join(re.sub("<[^>]+>", " ", response.content.decode()).split())


def test_the_weight_is_each_count_times_its_points():
    carried = Carried(people=3, unspoken=2, urgent=1, visits=4, overdue=5)
    assert (
        weight_of(carried, Weights(person=2, unspoken=3, urgent=5, visit=7, overdue=11))
        == 6 + 6 + 5 + 28 + 55
    )
    assert weight_of(Carried(), Weights(20, 20, 20, 20, 20)) == 0


def test_the_page_counts_what_each_carries_and_states_the_formula(cast, lead):
    spoken = a_case_of(cast.owner)
    contacts.log(case=spoken, result=Result.REACHED, by=cast.owner, at=AT)
    contacts.arrange(
        case=spoken, due_on=TODAY + dt.timedelta(days=3), kind=FollowUpKind.VISIT, by=cast.owner, at=AT
    )
    contacts.arrange(
        case=spoken, due_on=TODAY + dt.timedelta(days=20), kind=FollowUpKind.VISIT, by=cast.owner, at=AT
    )
    silent = a_case_of(cast.owner, given="Silent")
    contacts.arrange(
        case=silent,
        due_on=TODAY - dt.timedelta(days=1),
        because=Because.NO_ANSWER_THREE,
        by=cast.owner,
        at=AT,
    )
    page = lead.get("/connector/team/")
    row = next(row for row in page.context["rows"] if row.member == cast.owner)
    assert row.carried == Carried(people=2, unspoken=1, urgent=1, visits=1, overdue=1)
    assert row.weight == 2 * 2 + 1 * 2 + 1 * 3 + 1 * 1 + 1 * 1
    assert "Weight = people × 2 + not spoken with yet × 2 + urgent × 3 + visits × 1 + overdue × 1" in text_of(
        page
    )
    assert "never a person" in text_of(page)


def test_the_number_of_queries_does_not_grow(cast, lead):
    a_case_of(cast.owner)
    lead.get("/connector/team/")
    with CaptureQueriesContext(connection) as few:
        lead.get("/connector/team/")
    for _each in range(6):
        a_case_of(cast.owner)
        a_case_of(cast.colleague)
    with CaptureQueriesContext(connection) as many:
        lead.get("/connector/team/")
    assert len(few) == len(many)


def test_people_are_handed_over_with_what_is_due_and_each_is_told(cast, lead):
    moved, stays = a_case_of(cast.owner, given="Moved"), a_case_of(cast.owner, given="Stays")
    due = contacts.arrange(case=moved, due_on=TODAY, by=cast.owner, at=AT)
    where = reverse("connector:team-member", args=[cast.owner.pk])
    assert "2 people" in text_of(lead.get(where))
    answer = lead.post(where, {"cases": [str(moved.pk)], "to": str(cast.colleague.pk)}, follow=True)
    assert "Held until you confirm" in text_of(answer)
    moved.refresh_from_db()
    assert moved.connector == cast.owner
    answer = lead.post(answer.request["PATH_INFO"], {"do": "confirm"}, follow=True)
    assert "1 person has moved." in text_of(answer)
    moved.refresh_from_db()
    stays.refresh_from_db()
    due.refresh_from_db()
    assert moved.connector == due.owner == cast.colleague
    assert stays.connector == cast.owner


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("stranger", "Select a valid choice"),
        ("", "Choose who takes over"),
        ("owner", "Select a valid choice"),
    ],
)
def test_people_go_to_a_colleague_and_to_nobody_else(cast, lead, to, said):
    case = a_case_of(cast.owner)
    taker = str(getattr(cast, to).pk) if to else ""
    answer = lead.post(
        reverse("connector:team-member", args=[cast.owner.pk]), {"cases": [str(case.pk)], "to": taker}
    )
    assert said in text_of(answer)
    assert "checked" in answer.content.decode()
    case.refresh_from_db()
    assert case.connector == cast.owner


def test_a_case_of_somebody_else_is_not_moved(cast, lead):
    other = a_case_of(cast.stranger)
    answer = lead.post(
        reverse("connector:team-member", args=[cast.owner.pk]),
        {"cases": [str(other.pk)], "to": str(cast.colleague.pk)},
    )
    assert "not on this list any more" in text_of(answer)
    other.refresh_from_db()
    assert other.connector == cast.stranger


def test_somebody_of_another_organisation_has_no_page_here(cast, lead):
    assert lead.get(reverse("connector:team-member", args=[cast.stranger.pk])).status_code == 404


RULES = {
    "person": "1", "unspoken": "0", "urgent": "9", "visit": "2", "overdue": "3",
    "quiet_days": "21", "consent_months": "6",
}  # fmt: skip


@pytest.mark.parametrize("who", ["team_lead", "steward"])
def test_a_lead_and_a_steward_change_the_weights(cast, client_as, who):
    client = client_as(getattr(cast, who))
    answer = client.post("/connector/team/rules/", RULES)
    assert answer.status_code == 302
    standing = TeamRules.objects.get(organisation=getattr(cast, who).organisation)
    assert (standing.urgent, standing.quiet_days, standing.changed_by) == (9, 21, getattr(cast, who))
    client.post("/connector/team/rules/", {**RULES, "urgent": "4"})
    standing.refresh_from_db()
    assert standing.urgent == 4


@pytest.mark.parametrize(
    ("field", "value"), [("urgent", "21"), ("urgent", "-1"), ("quiet_days", "2"), ("visit", "x")]
)
def test_weights_beyond_reason_are_refused_in_words(cast, lead, field, value):
    answer = lead.post("/connector/team/rules/", {**RULES, field: value})
    assert answer.status_code == 200
    assert answer.context["form"].errors[field]
    assert not TeamRules.objects.exists()


def test_the_lists_follow_the_rules_of_the_team(cast, client_as, lead):
    case = a_case_of(cast.owner, at=AT - dt.timedelta(days=60))
    contacts.log(case=case, result=Result.REACHED, by=cast.owner, at=AT - dt.timedelta(days=25))
    quiet = reverse("connector:work", args=["quiet"])
    assert client_as(cast.owner).get(quiet).context["total"] == 0
    lead.post("/connector/team/rules/", RULES)
    page = client_as(cast.owner).get(quiet)
    assert page.context["total"] == 1
    assert "in the last 21 days" in text_of(page)
