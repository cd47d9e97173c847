"""The four questions over a small made-up place."""

from datetime import date, timedelta

import pytest

from alongside.casework.models import Case
from alongside.insight import words
from alongside.insight.report import NoSuchPeriod, Row, report
from alongside.numerics.change import paired_change
from tests.domain.insight.place import JULY, NOW, a_case, a_step_done, a_talk, an_answer, answers

pytestmark = pytest.mark.usefixtures("partnership")
APRIL = date(2026, 4, 7)


def told(partnership, period="2026-q3"):
    return {q.key: q for q in report(partnership=partnership, period=period, at=NOW).questions}


def counts(question, key):
    table = next(table for table in question.tables if table.key == key)
    return {row.label: row.count for row in table.rows}


def test_an_empty_place_says_so_and_hides_nothing(partnership):
    found = report(partnership=partnership, period=None, at=NOW)
    assert found.period.key == "year-to-2026-q3"
    assert not found.has_hidden
    who, wait, connected, lonely, *_work = found.questions
    assert who.sentences == ("Nobody began to be supported in this time.",)
    assert "Nobody is waiting for a first talk today." in wait.sentences
    assert connected.sentences[0] == "No onward referral was settled in this time."
    assert lonely.sentences == ("Nobody has answered the questions a second time in this period.",)
    assert lonely.figures == ()


def test_a_period_that_is_not_offered_is_refused(partnership):
    for wrong in ("2026-q4", "1066-q1", "x"):
        with pytest.raises(NoSuchPeriod):
            report(partnership=partnership, period=wrong, at=NOW)


def test_people_are_counted_once_by_their_first_case(partnership, cast):
    cases = [a_case(cast.owner) for _ in range(7)]
    for case in cases:
        case.status, case.closed_at, case.closed_by = "closed", NOW, cast.owner
        case.outcome, case.closing_reason = "better", "plan_done"
        case.save()
        Case.objects.create(
            person=case.person, organisation=case.organisation, opened_at=NOW, opened_by=cast.owner
        )
    who = told(partnership)["who"]
    assert who.sentences[0] == "We began to support 7 people."


def test_a_few_young_people_are_hidden_with_somebody_to_hide_behind(partnership, cast):
    for _ in range(3):
        a_case(cast.owner, birth_year=2004)
    for _ in range(12):
        a_case(cast.owner, birth_year=1940)
    for _ in range(20):
        a_case(cast.owner, birth_year=1958)
    ages = counts(told(partnership)["who"], "age")
    assert ages["Under 25"] is None
    assert ages["80 and over"] is None
    assert ages["65 to 79"] == 20
    assert ages["25 to 44"] == 0


def test_the_year_less_its_other_quarters_gives_nobody_away(partnership, cast):
    for _ in range(20):
        a_case(cast.owner, APRIL)
    for _ in range(2):
        a_case(cast.owner, JULY)
    year = told(partnership, "year-to-2026-q3")["who"].tables[0].total.count
    spring = told(partnership, "2026-q2")["who"].tables[0].total.count
    summer = told(partnership, "2026-q3")["who"].tables[0].total.count
    assert summer is None
    assert None in (year, spring)


def test_wards_come_with_a_whole_year_and_add_up_within_their_authority(partnership, cast):
    for _ in range(9):
        a_case(cast.owner, date(2025, 12, 1), ward="E05009377")
    for _ in range(8):
        a_case(cast.owner)
    assert "ward" not in [table.key for table in told(partnership, "year-to-2026-q2")["who"].tables]
    who = told(partnership, "year-to-2026-q3")["who"]
    wards = counts(who, "ward")
    assert sorted(wards.values()) == [8, 9]
    assert any("ward not known" in label for label in wards)
    assert [table.key for table in told(partnership)["who"].tables] == ["source", "age", "authority"]


def test_the_wait_is_counted_in_working_days_from_being_told(partnership, cast):
    for _ in range(12):
        a_talk(a_case(cast.owner, date(2026, 7, 3)), date(2026, 7, 8))  # Friday to Wednesday: 3 working days
    for _ in range(8):
        a_talk(a_case(cast.owner, date(2026, 7, 3)), date(2026, 7, 9))
    wait = told(partnership)["wait"]
    assert counts(wait, "wait") == {"Within 3": 12, "4 to 10": 8, "More than 10": 0}
    assert "60% of them within the 3 working days we promise." in wait.sentences
    assert "Half of them waited 3 working days or less." in wait.sentences


def test_a_typical_wait_of_few_people_is_not_told(partnership, cast):
    for _ in range(9):
        a_talk(a_case(cast.owner, date(2026, 7, 3)), date(2026, 7, 8))
    assert not any("Half" in sentence for sentence in told(partnership)["wait"].sentences)


def test_who_waits_today_is_told_without_telling_of_one(partnership, cast):
    for _ in range(6):
        a_case(cast.owner, date(2026, 11, 20))
    a_case(cast.owner, date(2026, 10, 1))
    waiting = next(t for t in told(partnership)["wait"].tables if t.key == "waiting")
    assert [row.count for row in waiting.rows] == [None, None]
    assert waiting.total.count == 7


def test_what_organisers_answered_and_first_steps(partnership, cast):
    cases = [a_case(cast.owner) for _ in range(21)]
    for place, case in enumerate(cases):
        an_answer(case, JULY, ["accepted", "declined", "expired"][place % 3])
        a_step_done(case, JULY)
        a_step_done(case, JULY + timedelta(days=100))
    connected = told(partnership)["connected"]
    assert set(counts(connected, "answer").values()) == {7}
    assert connected.sentences == (
        "21 onward referrals were settled.",
        "In 7 of them an organiser welcomed the person.",
        "21 people took a first step of their plan.",
    )


def test_change_in_loneliness_with_its_interval(partnership, cast):
    for place in range(20):
        case = a_case(cast.owner)
        answers(case, "3,3,3", "2,2,2" if place < 12 else "3,3,3")
        answers(case, "5" if place < 10 else "3", "5" if place < 5 else "3", code="direct1")
    lonely = told(partnership)["lonely"]
    assert counts(lonely, "went") == {"Less lonely": 12, "The same": 8, "Lonelier": 0}
    assert "12 are less lonely, 8 the same, 0 lonelier." in lonely.sentences
    expected = paired_change([9.0] * 20, [6.0] * 12 + [9.0] * 8, lower_is_better=True)
    assert words.mean_change(expected) in lonely.sentences
    assert lonely.picture.high < lonely.picture.zero
    assert "50% felt lonely often or always at the start, and 25% of them some months on." in lonely.sentences
    assert "not proof" in lonely.caution


def test_no_average_of_fewer_than_twice_the_threshold(partnership, cast):
    for _ in range(9):
        answers(a_case(cast.owner), "3,3,3", "2,2,2")
    lonely = told(partnership)["lonely"]
    assert counts(lonely, "went")["Less lonely"] == 9
    assert lonely.figures == ()
    assert lonely.picture is None


def test_the_number_of_queries_does_not_grow_with_the_people(partnership, cast, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    answers(a_case(cast.owner), "3,3,3", "2,2,2")
    with CaptureQueriesContext(connection) as few:
        told(partnership)
    for _ in range(5):
        answers(a_case(cast.owner), "3,3,3", "2,2,2")
    with django_assert_num_queries(len(few)):
        told(partnership)


# ---------------------------------------------------------------- words


def test_the_largest_row_is_named_only_when_no_hidden_one_can_be_larger():
    rows = [Row("GP", 12), Row("Self", 6), Row("Fire", None), Row("Library", None)]
    assert words.most(30, rows) is None  # the hidden ones make 12 together
    assert words.most(29, rows).label == "GP"
    assert words.most(None, rows) is None


def test_an_interval_across_nought_may_be_no_change():
    said = words.mean_change(paired_change([5, 6, 7], [4, 6, 8], lower_is_better=True))
    assert said.endswith("So it may be no change at all.")
    assert "a change of 0.0" in said
    alike = words.mean_change(paired_change([5, 6], [4, 5], lower_is_better=True))
    assert alike == "The average score went from 5.5 to 4.5: a change of −1.0."


def test_a_promise_longer_than_two_weeks_leaves_no_gap_in_the_bands():
    assert list(words.waits(12, 10)) == ["promised", "very_late"]
    assert [words.wait_band(days, 12, 10) for days in (10, 12, 13)] == ["promised", "promised", "very_late"]
    assert [words.wait_band(days, 3, 10) for days in (3, 4, 10, 11)] == [
        "promised",
        "late",
        "late",
        "very_late",
    ]
