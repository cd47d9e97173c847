"""Keeping answers, pairing them, and saying the change."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.template import Context, Template
from django_cotton.compiler_regex import CottonCompiler

from alongside.measures import actions, picture, queries, words
from alongside.measures.enums import AskedBy, Stage
from alongside.measures.instruments import WrongAnswers, instrument
from alongside.measures.models import Response
from alongside.partnerships.viewer import viewer_of
from alongside.people.models import Person, TimelineEvent

AT = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
AUGUST, NOVEMBER = date(2026, 8, 18), date(2026, 11, 20)
UCLA3 = instrument("ucla3")


@pytest.fixture
def person(partnership):
    return Person.objects.create(given_name="Ayten", created_at=AT, updated_at=AT)


def record(person, answers, *, code="ucla3", stage=Stage.START, held_on=AUGUST, by=None, **more):
    return actions.record(
        person=person,
        instrument=instrument(code),
        stage=stage,
        held_on=held_on,
        answers=answers.split(","),
        asked_by=AskedBy.PHONE,
        by=by,
        at=AT,
        **more,
    )


def unsaved(answers, held_on, code="ucla3", stage=Stage.START):
    response = Response(
        partnership=None,
        instrument_code=code,
        stage=stage,
        held_on=held_on,
        answers=[a or None for a in answers.split(",")],
    )
    total = response.result.score
    response.score = None if total is None else Decimal(total)
    return response


def said(before, after, code="ucla3", then=AUGUST, now=NOVEMBER):
    return words.change(unsaved(before, then, code), unsaved(after, now, code))


# ---------------------------------------------------------------- keeping


def test_answers_are_kept_with_their_score(person, cast):
    kept = record(person, "2,3,2", by=cast.owner)
    kept.refresh_from_db()
    assert (kept.score, kept.band, kept.missing, kept.answers) == (
        Decimal(7),
        "lonely (research)",
        [],
        ["2", "3", "2"],
    )
    assert TimelineEvent.objects.filter(person=person, kind="measure").count() == 1


def test_a_missing_answer_does_not_stop_anything(person):
    kept = record(person, "2,,2")
    assert (kept.score, kept.band, kept.missing) == (None, "", [2])
    assert record(person, "2", code="lsns6").missing == [2, 3, 4, 5, 6]


def test_no_answers_at_all_are_not_kept(person):
    assert record(person, ",,") is None
    assert not Response.objects.exists()


def test_the_same_answers_twice_are_kept_once_and_told_once(person):
    first, second = record(person, "2,3,2"), record(person, "2,3,2")
    assert first == second
    assert TimelineEvent.objects.filter(person=person).count() == 1


def test_answers_given_again_for_the_same_day_correct_the_first(person):
    record(person, "2,3,2")
    kept = record(person, "1,1,1")
    assert Response.objects.get() == kept
    assert kept.score == 3


def test_answers_from_tomorrow_and_answers_that_are_none_are_refused(person):
    with pytest.raises(actions.CannotRecord, match="future"):
        record(person, "1,1,1", held_on=date(2026, 11, 21))
    with pytest.raises(WrongAnswers):
        record(person, "1,1,7")


def test_the_four_questions_are_kept_together_or_not_at_all(person):
    asked = {
        "person": person,
        "stage": Stage.START,
        "held_on": AUGUST,
        "asked_by": AskedBy.IN_PERSON,
        "by": None,
        "at": AT,
    }
    kept = actions.record_together(
        answers=[(UCLA3, ["1", "2", "3"]), (instrument("direct1"), ["4"]), (instrument("ons4"), [])], **asked
    )
    assert [one.instrument_code for one in kept] == ["ucla3", "direct1"]
    with pytest.raises(WrongAnswers):
        actions.record_together(
            answers=[(UCLA3, ["1", "1", "1"]), (instrument("direct1"), ["9"])],
            **(asked | {"stage": Stage.CLOSING}),
        )
    assert not Response.objects.filter(stage=Stage.CLOSING).exists()


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"instrument_code": "phq9"}, "measures_response_instrument_is_known"),
        ({"stage": "someday"}, "measures_response_stage_is_known"),
        ({"asked_by": "fax"}, "measures_response_channel_is_known"),
        ({"score": 36}, "measures_response_score_is_plausible"),
        ({"score": None, "band": "lonely"}, "measures_response_no_band_without_score"),
        ({}, "measures_response_once_a_day"),
    ],
)
def test_the_database_has_the_last_word(person, change, constraint):
    fields = {
        "person": person,
        "instrument_code": "ucla3",
        "stage": "start",
        "held_on": AUGUST,
        "answers": ["1", "1", "1"],
        "score": 3,
        "asked_by": "phone",
        "recorded_at": AT,
    }
    Response.objects.create(**fields)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Response.objects.create(**(fields | change))


def test_only_those_who_see_the_person_see_the_answers(person, cast):
    from alongside.measures import access
    from alongside.people.actions import make_known
    from alongside.people.enums import KnownWhy

    record(person, "1,1,1")
    make_known(person=person, organisation=cast.organisation, why=KnownWhy.CASE, at=AT)
    assert access.visible_to(viewer_of(cast.owner)).count() == 1
    assert access.can_record(viewer_of(cast.owner), person)
    for outsider in (cast.stranger, cast.volunteer, cast.programme_lead, cast.steward):
        assert not access.visible_to(viewer_of(outsider)).exists()
        assert not access.can_record(viewer_of(outsider), person)


# ---------------------------------------------------------------- pairing


def test_a_pair_is_the_first_start_and_the_first_follow_up_after_it(person):
    record(person, "3,3,3", stage=Stage.THREE_MONTHS, held_on=date(2026, 8, 1))  # before any start
    record(person, "2,3,2")
    record(person, "2,2,", stage=Stage.THREE_MONTHS, held_on=date(2026, 11, 1))  # no score
    record(person, "1,2,2", stage=Stage.OTHER, held_on=date(2026, 11, 2))
    record(person, "2,2,1", stage=Stage.THREE_MONTHS, held_on=date(2026, 11, 10))
    record(person, "1,1,1", stage=Stage.CLOSING, held_on=NOVEMBER)
    (pair,) = queries.pairs(UCLA3)
    assert (pair.before, pair.after, pair.before_on, pair.after_on) == (7, 5, AUGUST, date(2026, 11, 10))
    assert queries.pairs(UCLA3, until=date(2026, 11, 9)) == []


def test_pairs_take_one_query_however_many_people(person, django_assert_num_queries):
    for place in range(5):
        other = Person.objects.create(given_name=f"P{place}", created_at=AT, updated_at=AT)
        record(other, "2,3,2")
        record(other, "2,2,2", stage=Stage.CLOSING, held_on=NOVEMBER)
    with django_assert_num_queries(1):
        assert len(queries.pairs(UCLA3)) == 5


def test_before_and_after_starts_anew_when_a_case_reopens(person):
    record(person, "3,3,3", held_on=date(2026, 1, 5))
    record(person, "1,1,1", stage=Stage.CLOSING, held_on=date(2026, 4, 5))
    again = record(person, "2,2,2")
    assert queries.before_and_after(queries.responses_of(person, UCLA3)) is None
    after = record(person, "2,2,1", stage=Stage.THREE_MONTHS, held_on=NOVEMBER)
    assert queries.before_and_after(queries.responses_of(person)) == (again, after)


# ---------------------------------------------------------------- words and picture


@pytest.mark.parametrize(
    ("code", "before", "after", "sentence"),
    [
        ("ucla3", "2,3,2", "2,2,1", "Less lonely than in August: from 7 to 5."),
        ("ucla3", "1,1,1", "3,3,3", "Lonelier than in August: from 3 to 9."),
        ("ucla3", "1,2,2", "2,2,1", "As lonely as in August: 5."),
        ("direct1", "5", "4", "Lonely less often than in August: from often or always to some of the time."),
        ("direct1", "1", "1", "Lonely as often as in August: never."),
        ("lsns6", "1,1,1,1,1,1", "2,2,2,2,2,2", "More people to turn to than in August: from 6 to 12."),
        ("lsns6", "2,2,2,2,2,2", "1,1,1,1,1,1", "Fewer people to turn to than in August: from 12 to 6."),
        ("swemwbs", "21", "24", "Feeling better than in August: from 19.25 to 21.54."),
        (
            "swemwbs",
            "15",
            "14",
            "Feeling worse than in August: from 15.84 to 15.32. A change this small may mean nothing.",
        ),
        ("djg6", "yes,no,no,yes,no,yes", "no,yes,yes,no,yes,no", "Less lonely than in August: from 6 to 0."),
    ],
)
def test_change_in_plain_words(code, before, after, sentence):
    assert said(before, after, code) == [sentence]


def test_ons4_says_each_question_that_was_answered_both_times():
    assert said("4,6,,2", "6,6,5,5", "ons4") == [
        "More satisfied with life than in August: from 4 to 6.",
        "Life feels as worthwhile as in August: 6.",
        "More anxious than in August: from 2 to 5.",
    ]


def test_without_both_scores_nothing_is_said():
    assert said("1,,1", "1,1,1") == []


def test_when_is_said_as_one_would():
    assert words.when(date(2026, 11, 3), NOVEMBER) == "on 3 November"
    assert words.when(date(2025, 12, 3), NOVEMBER) == "in December"
    assert words.when(date(2025, 11, 3), NOVEMBER) == "in November 2025"


def test_the_words_never_speak_of_impact():
    assert str(words.CAUTION) == "This shows that something changed. It cannot show why."


def test_a_picture_needs_two_scores_and_puts_them_on_the_scale():
    first, gap = unsaved("3,3,3", AUGUST), unsaved("1,,1", date(2026, 9, 1))
    last = unsaved("1,1,1", NOVEMBER, stage=Stage.THREE_MONTHS)
    assert picture.picture_of([first, gap]) is None
    drawn = picture.picture_of([first, gap, last])
    assert [dot.x for dot in drawn.dots] == [drawn.right, drawn.left]
    assert [dot.said for dot in drawn.dots] == ["9", "3"]
    assert drawn.dots[1].is_last
    assert drawn.sentences == ("Less lonely than in August: from 9 to 3.",)


def test_the_picture_is_drawn_with_its_table():
    drawn = picture.picture_of([unsaved("21", AUGUST, "swemwbs"), unsaved("24", NOVEMBER, "swemwbs")])
    component = Template(CottonCompiler().process('<c-change-picture :picture="picture" />'))
    page = component.render(Context({"picture": drawn}))
    assert page.count("<circle") == 2
    assert "style=" not in page
    assert "<caption" in page
    assert "21.54" in page
    assert not component.render(Context({"picture": None})).strip()
