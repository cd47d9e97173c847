"""Counts kept overnight give the same report as counting anew, and only for the day they were made on."""

import json
from datetime import date, timedelta

import pytest

from alongside.casework.models import Barrier, Case, Contact
from alongside.core import tenancy
from alongside.insight.counted import Counted, count, counted
from alongside.insight.jobs import count_everywhere, keep_figures
from alongside.insight.models import Figures
from alongside.insight.report import report
from alongside.referrals.models import Referral
from tests.domain.insight.place import JULY, NOW, a_case, a_step_done, a_talk, an_answer, answers, noon
from tests.factories.referrals import a_referral

pytestmark = pytest.mark.usefixtures("partnership")


@pytest.fixture(autouse=True)
def _in_november(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def a_place(partnership, cast):
    """Twenty people with all that can happen to somebody."""
    for number in range(20):
        case = a_case(cast.owner, JULY + timedelta(days=number), birth_year=1940 + number)
        a_talk(case, JULY + timedelta(days=number + 3))
        a_step_done(case, JULY + timedelta(days=number + 9))
        an_answer(case, JULY + timedelta(days=number), "declined" if number % 3 == 0 else "accepted")
        answers(case, "3,3,3", "2,2,2" if number % 2 else "3,3,3")
        Contact.objects.create(
            case=case,
            at=noon(JULY),
            by=cast.owner,
            channel="visit" if number % 4 else "text",
            result="no_answer",
        )
        Barrier.objects.create(
            case=case, kind="money" if number % 2 else "mobility", added_at=noon(JULY), added_by=cast.owner,
            removed_at=noon(JULY) if number < 8 else None, removed_by=cast.owner if number < 8 else None,
        )  # fmt: skip
        if number < 12:
            Case.objects.filter(pk=case.pk).update(
                status="closed", closed_at=noon(JULY + timedelta(days=30)), closed_by=cast.owner,
                outcome="better", closing_reason="plan_done",
            )  # fmt: skip
    for number in range(9):
        referral = a_referral(partnership, at=noon(JULY))
        if number < 6:
            Referral.objects.filter(pk=referral.pk).update(
                status="declined", decided_at=noon(JULY), decided_by=cast.owner, decline_reason="too_little"
            )
    return partnership


def told(partnership, period="2026-q3"):
    return {
        question.key: question
        for question in report(partnership=partnership, period=period, at=NOW).questions
    }


def rows(question, key):
    table = next(table for table in question.tables if table.key == key)
    return {row.label: row.count for row in table.rows if row.count != 0}


def test_counts_are_written_and_read_back_the_same(a_place):
    now = count(a_place, NOW)
    assert Counted.read(json.loads(json.dumps(now.written()))) == now
    assert sum(fact.times for fact in now.contacts) == 40


def test_the_report_from_kept_counts_is_the_report_from_the_rows(a_place):
    anew = report(partnership=a_place, period=None, at=NOW)
    keep_figures(a_place)
    assert counted(a_place, NOW) == count(a_place, NOW)
    assert report(partnership=a_place, period=None, at=NOW) == anew


def test_kept_counts_serve_their_own_day_alone(a_place, cast):
    keep_figures(a_place)
    a_case(cast.owner, date(2026, 8, 1))
    assert sum(fact.times for fact in counted(a_place, NOW).reached) == 20
    assert sum(fact.times for fact in counted(a_place, NOW + timedelta(days=1)).reached) == 21
    keep_figures(a_place)
    assert Figures.objects.count() == 1
    assert sum(fact.times for fact in counted(a_place, NOW).reached) == 21


def test_the_job_counts_every_partnership_inside_its_own_wall(a_place, cast):
    count_everywhere(0)
    assert sum(fact.times for fact in counted(a_place, NOW).reached) == 20
    with tenancy.within(cast.other_partnership.partnership_id, actor="test"):
        assert Figures.objects.get().counts["reached"] == []


def test_what_comes_in_and_what_we_declined(a_place):
    question = told(a_place)["referrals"]
    assert question.sentences == ("9 referrals came in.", "We declined 6.")
    assert rows(question, "door") == {"A worker noticed": 9}
    assert rows(question, "why") == {"We did not have enough to go on": 6}


def test_what_stands_in_the_way_and_what_was_taken_out_of_it(a_place):
    question = told(a_place)["barriers"]
    assert rows(question, "barrier") == {"Money": 10, "Getting about": 10}
    assert sum(count or 0 for count in rows(question, "removed").values()) in {0, 8}
    assert rows(question, "why") == {"We are full at the moment": 7}


def test_contacts_by_how_and_by_what_came_of_them(a_place):
    question = told(a_place)["contacts"]
    assert question.sentences == ("40 contacts, tries without an answer included.",)
    assert rows(question, "channel") == {"Call": 20, "Text message": 5, "Visit": 15}
    assert rows(question, "result") == {"Reached": 20, "No answer": 20}


def test_how_support_ended(a_place):
    question = told(a_place)["outcomes"]
    assert rows(question, "outcome") == {"What mattered most is now in place": 12}
    assert rows(question, "reason") == {"We did what we planned": 12}


def test_a_trend_hides_what_its_quarter_hides(partnership, cast):
    for day, times in ((date(2026, 2, 3), 12), (date(2026, 5, 3), 2), (JULY, 14)):
        case = a_case(cast.owner, day)
        for _each in range(times):
            Contact.objects.create(case=case, at=noon(day), by=cast.owner, channel="call", result="reached")
    for period in ("2026-q2", None):
        trend = {q.key: q for q in report(partnership=partnership, period=period, at=NOW).questions}[
            "contacts"
        ].trend
        by_quarter = {column.label: column.count for column in trend.columns}
        assert by_quarter["2026 Q2"] is None
        assert list(by_quarter.values()).count(None) >= 2, "one hidden number alone is found by subtraction"


def test_no_small_number_is_found_by_subtracting_downloads_from_each_other(partnership, cast):
    for quarter, day in enumerate((date(2026, 2, 3), date(2026, 5, 3), JULY)):
        case = a_case(cast.owner, day)
        for channel, times in (("call", 20), ("visit", 9), ("letter", 2 + quarter % 2)):
            for _each in range(times):
                Contact.objects.create(
                    case=case, at=noon(day), by=cast.owner, channel=channel, result="reached"
                )
    for period in ("2026-q1", "2026-q2", "2026-q3", "year-to-2026-q3"):
        question = told(partnership, period)["contacts"]
        table = next(table for table in question.tables if table.key == "channel")
        hidden = [row for row in table.rows if row.is_hidden]
        assert len(hidden) + (table.total.is_hidden if table.total else 0) != 1
        assert all(row.count is None or row.count == 0 or row.count >= 5 for row in table.rows)
