"""The prompts in a partnership's own words: few, in its order, and a referral keeps the words that were ticked."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from alongside.core import tenancy
from alongside.referrals import signs
from alongside.referrals.actions import prompts
from alongside.referrals.enums import Sign
from alongside.referrals.models import PromptOrder, PromptWords
from alongside.web.telling import TellUsForm
from tests.factories.referrals import AT, a_referral


def say(cast, code="alone", label="By themselves nearly always", ask="Who came by this week?", seen=0):
    return prompts.say(code=code, label=label, ask=ask, seen=seen, by=cast.steward, at=AT)


def arrange(cast, codes, seen=0):
    return prompts.arrange(codes=codes, seen=seen, by=cast.steward, at=AT)


def test_without_a_choice_of_its_own_a_place_has_what_comes_with_the_software(cast):
    assert [prompt.code for prompt in signs.shown()] == [sign.value for sign in signs.SHORT]
    assert signs.short_choices()[0] == ("alone", "Alone most days")
    assert set(signs.BUILT_IN) == set(Sign.values)


def test_every_prompt_that_comes_with_the_software_fits_where_ours_are_kept():
    for code in signs.BUILT_IN:
        one = signs.built_in(code)
        assert len(one.label) <= 80
        assert 0 < len(one.ask) <= 150


def test_a_referral_shows_the_words_that_were_ticked_whatever_is_said_since(cast):
    before = a_referral(cast.partnership, told={"noticed": ["alone"]})
    first = say(cast)
    between = a_referral(cast.partnership, told={"noticed": [str(first), "loss"]})
    say(cast, label="On their own too much", seen=1)
    assert signs.labels(before.noticed) == ["Alone most days"]
    assert signs.labels(between.noticed) == ["By themselves nearly always", "Has lost someone close"]
    assert signs.short_choices()[0] == ("alone:2", "On their own too much")


def test_what_was_ticked_on_an_older_form_still_stands_and_what_we_never_asked_does_not(cast):
    say(cast)
    say(cast, label="On their own too much", seen=1)
    assert ("alone:1", "By themselves nearly always") in signs.short_choices(
        also=["alone:1", "alone:9", "score:3"]
    )
    assert not {"alone:9", "score:3"} & dict(signs.short_choices(also=["alone:9", "score:3"])).keys()


def test_two_stewards_do_not_write_over_each_other(cast):
    say(cast)
    with pytest.raises(prompts.ChangedMeanwhile):
        say(cast, label="Another wording")
    assert PromptWords.objects.count() == 1
    assert say(cast).number == 1, "the same words sent twice are one wording"


def test_a_prompt_of_our_own_comes_last_and_says_nothing_twice(cast):
    added = prompts.add(label="Feeds every pigeon ", ask="", by=cast.steward, at=AT)
    assert signs.shown()[-1].label == "Feeds every pigeon"
    assert signs.shown()[-1].is_ours
    with pytest.raises(prompts.CannotChange, match="already"):
        prompts.add(label="feeds EVERY pigeon", ask="", by=cast.steward, at=AT)
    with pytest.raises(prompts.CannotChange, match="Write what"):
        prompts.add(label="   ", ask="", by=cast.steward, at=AT)
    with pytest.raises(prompts.CannotChange, match="no such"):
        say(cast, code="own-nothing")
    assert say(cast, code=added.code, label="Feeds pigeons all day", seen=1).number == 2


def test_order_and_what_is_off_are_the_places_own(cast):
    arrange(cast, ["loss", "alone"])
    assert [prompt.code for prompt in signs.shown()] == ["loss", "alone"]
    with pytest.raises(prompts.ChangedMeanwhile):
        arrange(cast, ["alone"])
    assert arrange(cast, ["alone"], seen=1).version == 2
    assert arrange(cast, ["alone"], seen=1).version == 2, "what is so already is no change"


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ([], "must stay"),
        (["alone", "alone"], "no such"),
        (["alone", "never"], "no such"),
        (Sign.values, "at most"),
    ],
)
def test_an_order_that_would_not_do_is_refused(cast, codes, words):
    with pytest.raises(prompts.CannotChange, match=words):
        arrange(cast, codes)
    assert not PromptOrder.objects.exists()


def test_another_partnership_keeps_its_own(cast):
    say(cast)
    arrange(cast, ["alone"])
    with tenancy.within(cast.other_partnership.partnership_id, actor="test"):
        assert signs.short_choices()[0] == ("alone", "Alone most days")
        assert len(signs.shown()) == len(signs.SHORT)


def test_the_form_takes_a_tick_of_either_wording_and_loads_in_few_queries(cast, django_assert_num_queries):
    say(cast)
    with django_assert_num_queries(2):
        form = TellUsForm()
    assert "alone:1" in dict(form.fields["noticed"].choices)


def words(cast, **wrong):
    return PromptWords(
        **({"code": "alone", "number": 1, "label": "x", "written_at": AT, "written_by": cast.steward} | wrong)
    )


def order(cast, **wrong):
    return PromptOrder(**({"codes": ["alone"], "changed_at": AT, "changed_by": cast.steward} | wrong))


@pytest.mark.parametrize(
    ("constraint", "make"),
    [
        ("referrals_prompt_words_once", lambda cast: [words(cast), words(cast)]),
        ("referrals_prompt_words_count", lambda cast: [words(cast, number=0)]),
        ("referrals_prompt_says_something", lambda cast: [words(cast, label="")]),
        ("referrals_prompt_code_is_plain", lambda cast: [words(cast, code="a:b")]),
        ("referrals_prompt_order_once", lambda cast: [order(cast), order(cast)]),
        ("referrals_prompts_stay_few", lambda cast: [order(cast, codes=[])]),
        ("referrals_prompts_stay_few", lambda cast: [order(cast, codes=["a"] * 13)]),
        ("referrals_prompt_order_counts", lambda cast: [order(cast, version=0)]),
    ],
)
def test_what_cannot_be_true_of_a_prompt_cannot_be_stored(cast, constraint, make):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        for row in make(cast):
            row.save(force_insert=True)


def test_words_are_never_edited(cast):
    first = say(cast)
    with pytest.raises(IntegrityError, match="never edited"), transaction.atomic():
        PromptWords.objects.filter(pk=first.pk).update(written_at=AT + dt.timedelta(days=1))
