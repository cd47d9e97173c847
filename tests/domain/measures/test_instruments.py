"""Scoring of every instrument: by hand, by its own facts, by property, and from the command line."""

import csv
import json
from decimal import Decimal

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from alongside.cli import measure
from alongside.cli.frame import Problem
from alongside.measures.instruments import (
    CODES,
    ONS_LONELINESS,
    UnknownInstrument,
    WrongAnswers,
    all_instruments,
    instrument,
    score,
)
from alongside.measures.instruments.catalogue import SWEMWBS_METRIC


def scored(code, answers):
    return score(instrument(code), answers.split(","))


@pytest.mark.parametrize(
    ("code", "answers", "total", "band", "missing"),
    [
        ("ucla3", "1,2,3", 6, "lonely (research)", ()),
        ("ucla3", "1,1,1", 3, "not lonely (research)", ()),
        ("ucla3", "2,2,1", 5, "not lonely (research)", ()),
        ("ucla3", "3,3,3", 9, "lonely (research)", ()),
        ("ucla3", "1,,3", None, None, (2,)),
        ("ucla3", ",,", None, None, (1, 2, 3)),
        ("ucla3", "1", None, None, (2, 3)),
        ("ucla3", " 1 , 2,3 ", 6, "lonely (research)", ()),
        ("ucla3_child", "1,2,3", 6, None, ()),
        ("ucla3_child", "1,2,", None, None, (3,)),
        ("direct1", "5", 5, "often/always", ()),
        ("direct1", "1", 1, "never", ()),
        ("direct1", "", None, None, (1,)),
        ("djg6", "no,yes,yes,no,yes,no", 0, "not lonely", ()),
        ("djg6", "yes,no,no,yes,no,yes", 6, "severe", ()),
        ("djg6", "more,more,more,more,more,more", 6, "severe", ()),
        ("djg6", "more,yes,yes,no,yes,no", 1, "not lonely", ()),
        ("djg6", "yes,yes,yes,yes,yes,no", 2, "moderate", ()),
        ("djg6", "YES,no,yes,yes,no,no", 4, "moderate", ()),
        ("djg6", "yes,more,no,,no,yes", 5, "severe", (4,)),
        ("djg6", ",yes,yes,no,yes,no", 0, "not lonely", (1,)),
        ("djg6", "yes,,no,,no,yes", None, None, (2, 4)),
        ("lsns6", "0,1,2,3,4,5", 15, "not at risk", ()),
        ("lsns6", "2,2,2,2,2,1", 11, "at risk", ()),
        ("lsns6", "2,2,2,2,2,2", 12, "not at risk", ()),
        ("lsns6", "2,2,2,2,2,", None, None, (6,)),
        ("swemwbs", "7", Decimal("7.00"), "low", ()),
        ("swemwbs", "21", Decimal("19.25"), "low", ()),
        ("swemwbs", "22", Decimal("19.98"), "medium", ()),
        ("swemwbs", "24", Decimal("21.54"), "medium", ()),
        ("swemwbs", "30", Decimal("27.03"), "medium", ()),
        ("swemwbs", "31", Decimal("28.13"), "high", ()),
        ("swemwbs", "35", Decimal("35.00"), "high", ()),
        ("swemwbs", "", None, None, (1,)),
        ("ons4", "7,8,6,2", None, None, ()),
    ],
)
def test_answers_come_to(code, answers, total, band, missing):
    result = scored(code, answers)
    assert (result.score, result.band, result.missing) == (total, band, missing)


def test_ons4_has_four_values_and_no_total():
    items = scored("ons4", "4,5,7,9").items
    assert [(i.item, i.value, i.band) for i in items] == [
        (1, 4, "low"),
        (2, 5, "medium"),
        (3, 7, "high"),
        (4, 9, "high"),
    ]
    edges = {n: scored("ons4", f"{n},,,{n}").items for n in range(11)}
    assert [edges[n][0].band for n in range(11)] == (
        ["low"] * 5 + ["medium"] * 2 + ["high"] * 2 + ["very high"] * 2
    )
    assert [edges[n][3].band for n in range(11)] == (
        ["very low"] * 2 + ["low"] * 2 + ["medium"] * 2 + ["high"] * 5
    )
    assert edges[0][1].value is None


def test_subscales_need_all_their_items():
    emotional, social = scored("djg6", "yes,more,no,,no,yes").scales
    assert (emotional.score, emotional.band) == (None, None)
    assert (social.score, social.band) == (3, "lonely")
    family, friends = scored("lsns6", "1,2,2,2,2,2").scales
    assert (family.score, family.band, friends.score, friends.band) == (5, "marginal", 6, "not marginal")


@pytest.mark.parametrize(
    ("code", "answers", "said"),
    [
        ("ucla3", "1,2,4", "item 3: '4' is not an answer. Use 1, 2 or 3."),
        ("ucla3", "0,2,3", "item 1"),
        ("ucla3", "-1,2,3", "item 1"),
        ("ucla3", "1.0,2,3", "item 1"),
        ("ucla3", "²,2,3", "item 1"),
        ("ucla3", "1,2,3,1", "3 items, but there are 4 answers"),
        ("djg6", "1,2,3,1,2,3", "Use yes, more or no."),
        ("swemwbs", "36", "Use 7 to 35."),
        ("swemwbs", "1,2,3,4,5,1,2", "1 item, but"),
        ("direct1", "often", "item 1"),
    ],
)
def test_what_is_no_answer_is_refused_with_the_item(code, answers, said):
    with pytest.raises(WrongAnswers, match=said.replace(".", r"\.")):
        scored(code, answers)


def test_an_unknown_instrument_is_refused_with_the_known_ones():
    with pytest.raises(UnknownInstrument, match="ucla3_child"):
        instrument("phq9")


def answers_to(one):
    return st.lists(
        st.sampled_from([None, *(option.value for option in one.options)]),
        min_size=len(one.items),
        max_size=len(one.items),
    )


@pytest.mark.parametrize("code", CODES)
def test_any_answers_give_a_score_in_range_or_none(code):
    one = instrument(code)

    @given(answers_to(one))
    def holds(answers):
        result = score(one, answers)
        assert result.missing == tuple(n for n, a in enumerate(answers, start=1) if a is None)
        if result.score is None:
            assert result.band is None
            assert not one.has_total or len(result.missing) > one.may_miss
        else:
            assert one.lowest <= result.score <= one.highest
            assert len(result.missing) <= one.may_miss
            assert not one.bands or result.band is not None

    holds()


def test_each_option_is_found_by_its_value_and_each_instrument_says_where_it_is_from():
    for one in all_instruments():
        assert one.attribution
        assert one.evidence
        assert one.missing_rule
        for item in one.items:
            assert len({option.value for option in item.options}) == len(item.options)


def test_the_four_ons_questions_are_asked_in_order():
    assert [one.code for one in ONS_LONELINESS] == ["ucla3", "direct1"]


def test_ages_decide_which_questions_suit():
    assert instrument("ucla3").suits(16)
    assert not instrument("ucla3").suits(15)
    assert instrument("ucla3_child").suits(15)
    assert not instrument("ucla3_child").suits(16)
    assert instrument("ucla3").suits(None)


# ---------------------------------------------------------------- against the facts beside the project


@pytest.fixture(scope="module")
def facts(shared_data):
    return json.loads((shared_data / "measures" / "instruments.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("code", ["ucla3", "ucla3_child", "direct1", "djg6", "ons4", "lsns6"])
def test_wording_is_exactly_the_published_one(facts, code):
    published = [item if isinstance(item, str) else item[0] for item in facts[code]["items"]]
    assert [str(item.text) for item in instrument(code).items] == published


@pytest.mark.parametrize("code", ["ucla3", "ucla3_child", "direct1", "lsns6"])
def test_options_and_points_are_the_published_ones(facts, code):
    published = [(label.replace("/", " or "), points) for label, points in facts[code]["options"]]
    ours = [(str(option.label), option.points) for option in instrument(code).options]
    assert ours == published


def test_bands_are_the_published_ones(facts):
    djg6 = instrument("djg6")
    assert {b.name: [b.low, b.high] for b in djg6.bands} == facts["djg6"]["bands"]["total"]
    for scale in djg6.scales:
        assert {b.name: [b.low, b.high] for b in scale.bands} == facts["djg6"]["bands"][scale.code]
    well, *_same, anxious = instrument("ons4").items
    published = facts["ons4"]["bands"]
    assert {b.name: [b.low, b.high] for b in well.bands} == published["satisfied_worthwhile_happy"]
    assert {b.name: [b.low, b.high] for b in anxious.bands} == published["anxious"]


def test_swemwbs_metric_scores_are_the_published_table(shared_data):
    with (shared_data / "measures" / "swemwbs_metric.csv").open(encoding="utf-8") as table:
        published = {int(row["raw"]): Decimal(row["metric"]) for row in csv.DictReader(table)}
    assert dict(SWEMWBS_METRIC) == published


def test_the_statements_of_swemwbs_are_not_shipped(facts):
    assert facts["swemwbs"]["items"].startswith("NOT SHIPPED")
    assert len(instrument("swemwbs").items) == 1


# ---------------------------------------------------------------- the command


def run(*arguments):
    return CliRunner().invoke(measure.command, ["score", *arguments])


def test_the_command_prints_the_agreed_json():
    found = json.loads(run("ucla3", "--answers", "1,2,3", "--json").stdout)
    assert {key: found[key] for key in ("instrument", "score", "band", "missing")} == {
        "instrument": "ucla3",
        "score": 6,
        "band": "lonely (research)",
        "missing": [],
    }
    assert "no accepted cut-off" in found["band_from"]


def test_swemwbs_takes_its_raw_total_either_way():
    by_raw, by_answers = run("swemwbs", "--raw", "24", "--json"), run("swemwbs", "--answers", "24", "--json")
    assert by_raw.stdout == by_answers.stdout
    assert json.loads(by_raw.stdout)["score"] == 21.54


def test_the_command_speaks_plainly_without_json():
    said = run("djg6", "--answers", "yes,more,no,,no,yes").stdout
    assert "Score 5: severe" in said
    assert "Missing: item 4" in said
    assert "No score: all three answers are needed" in run("ucla3_child", "--answers", "1").stdout
    assert "No total" in run("ons4", "--answers", "1,2,3,4").stdout


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["ucla3"],
        ["phq9", "--answers", "1"],
        ["ucla3", "--answers", "1,2,4"],
        ["ucla3", "--answers", "1,2,3,4"],
        ["ucla3", "--raw", "5"],
        ["swemwbs", "--raw", "24", "--answers", "24"],
        ["swemwbs", "--raw", "x"],
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(arguments):
    problem = run(*arguments).exception
    assert isinstance(problem, Problem)
    assert problem.exit_code == 2
    assert "\n" not in str(problem)
