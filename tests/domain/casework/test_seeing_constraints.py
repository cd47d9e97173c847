"""Each constraint of kept views, of a team's rules and of the tokens, violated: the database has the last word."""

import pytest
from django.db import IntegrityError, connection, models, transaction

from alongside.casework.actions import seeing
from alongside.casework.actions.errors import CannotDo
from alongside.casework.enums import WorkList
from alongside.casework.models import CaseTokens, SavedView, TeamRules
from alongside.people.models import PersonTokens
from tests.factories.casework import AT
from tests.factories.work import a_case_of, a_view

BROKEN: dict[str, tuple[type[models.Model], dict[str, object]]] = {
    "casework_saved_view_list_is_known": (SavedView, {"which": "everything"}),
    "casework_saved_view_has_a_name": (SavedView, {"name": ""}),
    "casework_team_rules_weights_are_small": (TeamRules, {"urgent": 21}),
    "casework_team_rules_reminders_are_plausible": (TeamRules, {"quiet_days": 1}),
}
TWICE = {
    "casework_saved_view_name_once", "casework_saved_view_first_once", "casework_team_rules_once",
    "casework_tokens_once", "people_tokens_once",
}  # fmt: skip
VALUES = {
    "person": 1,
    "unspoken": 1,
    "urgent": 1,
    "visit": 1,
    "overdue": 1,
    "quiet_days": 30,
    "consent_months": 12,
}


@pytest.fixture
def everything(cast):
    a_view(cast.owner, is_first=True)
    seeing.change_team_rules(by=cast.team_lead, values=VALUES, at=AT)
    a_case_of(cast.owner)
    return cast


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses(everything, name):
    model, wrong = BROKEN[name]
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model.objects.update(**wrong)


@pytest.mark.parametrize("name", sorted(TWICE))
def test_the_database_refuses_a_second_one(everything, name):
    view, rules = SavedView.objects.get(), TeamRules.objects.get()
    again: models.Model
    if name == "casework_saved_view_name_once":
        again = SavedView(member=view.member, name=view.name, which="today", made_at=AT)
    elif name == "casework_saved_view_first_once":
        again = SavedView(member=view.member, name="Another", which="today", made_at=AT, is_first=True)
    elif name == "casework_team_rules_once":
        again = TeamRules(organisation=rules.organisation, changed_at=AT, changed_by=rules.changed_by)
    else:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('alongside.sought', 'z', true)")
        standing = (CaseTokens if name.startswith("casework") else PersonTokens).objects.get()
        standing.pk = None
        standing.id = None
        again = type(standing)(
            **{
                f.attname: getattr(standing, f.attname)
                for f in standing._meta.concrete_fields
                if f.name != "id"
            }
        )
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        again.save(force_insert=True)


def test_no_constraint_goes_untried():
    ours = {
        constraint.name
        for model in (SavedView, TeamRules, CaseTokens, PersonTokens)
        for constraint in model._meta.constraints
    }
    assert ours == set(BROKEN) | TWICE


def test_a_member_keeps_no_more_views_than_can_be_read(cast):
    for number in range(seeing.MOST_KEPT):
        a_view(cast.owner, name=f"View {number}")
    with pytest.raises(CannotDo, match="30 views"):
        a_view(cast.owner, name="One more")
    assert a_view(cast.owner, name="view 3", which=WorkList.TODAY).which == WorkList.TODAY
