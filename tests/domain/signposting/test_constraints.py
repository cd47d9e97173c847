"""Each constraint of life events, violated: the database has the last word."""

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from alongside.signposting import actions, rules
from alongside.signposting.enums import LifeEventKind, ToldBy
from alongside.signposting.models import LifeEvent, LifeEventRule, Proposal, ReferralReason
from tests import given
from tests.factories.casework import AT
from tests.factories.letters import a_life_event
from tests.factories.referrals import a_referral

BROKEN = {
    "signposting_event_kind_is_known": (LifeEvent, {"kind": "lottery"}),
    "signposting_event_told_by_is_known": (LifeEvent, {"told_by": "a bird"}),
    "signposting_event_taking_back_is_whole": (LifeEvent, {"taken_back_at": AT}),
    "signposting_proposal_letter_is_known": (Proposal, {"letter_kind": "ransom"}),
    "signposting_proposal_who_is_known": (Proposal, {"who": "anybody"}),
    "signposting_proposal_answer_says_when": (Proposal, {"answer": "accepted"}),
    "signposting_proposal_answering_is_whole": (Proposal, {"answer": "accepted", "answered_at": AT}),
    "signposting_rule_kind_is_known": (LifeEventRule, {"kind": "lottery"}),
    "signposting_rule_letter_is_known": (LifeEventRule, {"letter": "ransom"}),
    "signposting_rule_who_is_known": (LifeEventRule, {"who": "anybody"}),
    "signposting_rule_weeks_are_plausible": (LifeEventRule, {"after_weeks": 53}),
    "signposting_rule_version_counts": (LifeEventRule, {"version": 0}),
    "signposting_reason_kind_is_known": (ReferralReason, {"kind": "lottery"}),
    "signposting_reason_told_by_is_known": (ReferralReason, {"told_by": "a bird"}),
}
ONCE = {
    "signposting_event_noted_once": LifeEvent,
    "signposting_rule_once": LifeEventRule,
    "signposting_reason_once": ReferralReason,
    "signposting_proposal_once": Proposal,
}


@pytest.fixture
def _one_of_each(cast):
    a_life_event(given.open_case(cast.owner), cast.owner)
    actions.keep_rule(rule=rules.FIRST_RULES[LifeEventKind.MOVED], by=cast.steward, at=AT)
    actions.give_reason(
        referral=a_referral(cast.partnership),
        kind=LifeEventKind.MOVED,
        told_by=ToldBy.FAMILY,
        by=cast.owner,
        at=AT,
    )


@pytest.mark.usefixtures("_one_of_each")
@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses(name):
    model, wrong = BROKEN[name]
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        assert model.objects.update(**wrong)


@pytest.mark.usefixtures("_one_of_each")
@pytest.mark.parametrize("name", ONCE)
def test_what_stands_once_stands_once(name):
    model = ONCE[name]
    one = model.objects.get()
    fields = {
        field.name: getattr(one, field.name) for field in model._meta.concrete_fields if field.name != "id"
    }
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model.objects.create(**fields)


def test_each_constraint_is_seen_violated():
    ours = {
        constraint.name
        for model in apps.get_app_config("signposting").get_models()
        for constraint in model._meta.constraints
    }
    assert ours == {*BROKEN, *ONCE}
