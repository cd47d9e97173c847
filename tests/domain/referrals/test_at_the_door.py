"""Our own schemes at the door: judged by the directory's rules, in its words, and never just refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from alongside.core import tenancy
from alongside.referrals import at_the_door
from alongside.referrals.actions import own_schemes
from alongside.referrals.models import OwnScheme
from tests.factories.referrals import AT

HACKNEY, CITY, CAMDEN = "E09000012", "E09000001", "E09000007"
RULE: dict[str, Any] = {
    "name": "Wellbeing Practitioners",
    "minimum_age": 18,
    "area_codes": [HACKNEY, CITY],
    "area_relations": ["gp"],
}


def scheme(cast, **said):
    return own_schemes.add(said={**RULE, **said}, by=cast.steward, at=AT)


def judged(age=None, postcode="", **answers):
    found = at_the_door.schemes()
    judging, _finding = at_the_door.facts(found, age=age, postcode=postcode, answers=answers)
    return [(one.open, one.why) for one in at_the_door.judge(found, judging)]


def test_over_18_with_a_gp_in_hackney_or_the_city(cast):
    scheme(cast)
    ((openness, why),) = judged(age=18, gp="yes")
    assert openness == "yes"
    assert any("GP" in line for line in why)
    ((openness, why),) = judged(age=17, gp="yes")
    assert openness == "no"
    assert why
    ((openness, why),) = judged(age=40, gp="no")
    assert openness == "no"
    assert "Hackney" in why[0]
    assert "City of London" in why[0]


def test_what_we_do_not_know_never_excludes(cast):
    scheme(cast)
    assert judged()[0][0] == "ask"
    assert judged(age=40)[0][0] == "ask"
    assert judged(gp="yes")[0][0] == "ask"


def test_where_they_live_comes_from_the_postcode_and_half_of_one_is_not_enough(cast):
    scheme(cast, area_relations=["lives"], minimum_age=None)
    assert judged(postcode="E8 1EA")[0][0] == "yes"
    assert judged(postcode="NW1 8QL")[0][0] == "no"
    assert judged(postcode="E8")[0][0] == "ask"
    assert judged(postcode="ZZ99 9ZZ")[0][0] == "ask"


def test_living_there_or_a_gp_there_is_one_enough(cast):
    scheme(cast, area_relations=["lives", "gp"], minimum_age=None)
    assert judged(postcode="NW1 8QL", gp="yes")[0][0] == "yes"
    assert judged(postcode="NW1 8QL", gp="no")[0][0] == "no"


def test_only_what_a_rule_depends_on_is_asked_once_and_in_words(cast):
    assert at_the_door.questions(at_the_door.schemes()) == []
    scheme(cast)
    scheme(cast, name="Carers' tea", area_codes=[], area_relations=[], carers_only=True, minimum_age=None)
    scheme(cast, name="Study mates", area_codes=[CITY], area_relations=["studies", "gp"], minimum_age=None)
    asked = at_the_door.questions(at_the_door.schemes())
    assert [question.name for question in asked] == ["studies", "gp", "carer"]
    assert asked[1].label == "Are you registered with a GP in Hackney or the City of London?"
    assert at_the_door.asks_age(at_the_door.schemes())


def test_a_no_about_our_areas_says_nothing_about_others(cast):
    scheme(cast)
    found = at_the_door.schemes()
    judging, finding = at_the_door.facts(found, age=30, postcode="NW1 8QL", answers={"gp": "no"})
    assert ("gp", "none") in judging.relations
    assert not any(relation == "gp" for relation, _code in finding.relations)
    assert ("lives", CAMDEN) in finding.relations


def test_it_is_asked_in_a_constant_number_of_queries(cast, django_assert_num_queries):
    for number in range(5):
        scheme(cast, name=f"Scheme {number}")
        found = at_the_door.schemes()
        judging, _finding = at_the_door.facts(found, age=30, postcode="", answers={"gp": "no"})
        with django_assert_num_queries(1):
            at_the_door.judge(found, judging)
        with django_assert_num_queries(1):
            at_the_door.questions(found)


def test_a_change_by_two_and_an_ending(cast):
    one = scheme(cast)
    changed = own_schemes.change(scheme=one, said={"minimum_age": 16}, seen=1, by=cast.steward, at=AT)
    assert changed.version == 2
    with pytest.raises(own_schemes.CannotKeep, match="meantime"):
        own_schemes.change(scheme=one, said={"minimum_age": 21}, seen=1, by=cast.steward, at=AT)
    assert (
        own_schemes.change(scheme=one, said={"minimum_age": 16}, seen=1, by=cast.steward, at=AT).version == 2
    )
    for _time in range(2):
        own_schemes.end(scheme=one, by=cast.steward, at=AT)
    assert at_the_door.schemes() == []
    with pytest.raises(own_schemes.CannotKeep, match="ended"):
        own_schemes.change(scheme=one, said={"minimum_age": 21}, seen=2, by=cast.steward, at=AT)
    scheme(cast)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"minimum_age": 60, "maximum_age": 50}, "above the oldest"),
        ({"area_relations": []}, "Say both"),
        ({"name": " "}, "blank"),
        ({"minimum_age": 10**12}, "less than"),
        ({"owner": "me"}, "Not part"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(cast, said, words):
    with pytest.raises(own_schemes.CannotKeep, match=words), transaction.atomic():
        scheme(cast, **said)


def test_two_of_one_name_are_refused_and_another_partnership_has_its_own(cast):
    scheme(cast)
    with pytest.raises(own_schemes.CannotKeep, match="already"):
        scheme(cast)
    with tenancy.within(cast.other_partnership.partnership_id, actor="test"):
        assert at_the_door.schemes() == []


@pytest.mark.parametrize(
    ("constraint", "wrong"),
    [
        ("referrals_scheme_has_a_name", {"name": ""}),
        ("referrals_scheme_ages_make_sense", {"minimum_age": 60, "maximum_age": 50}),
        ("referrals_scheme_ages_make_sense", {"minimum_age": -1}),
        ("referrals_scheme_areas_and_how", {"area_codes": []}),
        ("referrals_scheme_relations_are_known", {"area_relations": ["owns"]}),
        ("referrals_scheme_version_counts", {"version": 0}),
    ],
)
def test_what_cannot_be_true_of_a_scheme_cannot_be_stored(cast, constraint, wrong):
    one = scheme(cast)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        OwnScheme.objects.filter(pk=one.pk).update(**wrong)


def test_one_name_once_holds_in_the_database(cast):
    one, two = scheme(cast), scheme(cast, name="Another")
    with pytest.raises(IntegrityError, match="referrals_scheme_name_once"), transaction.atomic():
        OwnScheme.objects.filter(pk=two.pk).update(name=one.name)
