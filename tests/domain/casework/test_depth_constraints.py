"""Each constraint of support in depth, violated: the database has the last word."""

import datetime as dt

import pytest
from django.db import IntegrityError, models, transaction

from alongside.casework.actions.onward_news import News, Teller, tell
from alongside.casework.actions.ways import change_ways
from alongside.casework.enums import NewsKind
from alongside.casework.models import OnwardNews, WayOfWorking
from tests import given
from tests.factories.casework import AT

DAY = dt.timedelta(days=1)

#: constraint → (model, what to write)
BROKEN: dict[str, tuple[type[models.Model], dict[str, object]]] = {
    "casework_news_counts": (OnwardNews, {"number": 0}),
    "casework_news_kind_is_known": (OnwardNews, {"kind": "rumour"}),
    "casework_news_says_who_wrote_it": (OnwardNews, {"via": "phone"}),
    "casework_news_waits_on_a_list": (OnwardNews, {"position": 3}),
    "casework_news_came_some_times": (OnwardNews, {"times": 3}),
    "casework_news_place_is_a_place": (OnwardNews, {"kind": "waiting_list", "position": 10_000}),
    "casework_news_no_says_why": (OnwardNews, {"reason": "full"}),
    "casework_news_end_says_how": (OnwardNews, {"how": "well"}),
    "casework_news_taking_back_is_whole": (OnwardNews, {"taken_back_at": AT}),
    "casework_way_reminds_before_it_escalates": (WayOfWorking, {"escalate_after": 6}),
}
#: Violated below, where it takes two rows.
ELSEWHERE = {
    "casework_news_numbered_once",
    "casework_news_came_once_a_day",
    "casework_way_of_working_once",
}
MODELS = (OnwardNews, WayOfWorking)


@pytest.fixture
def everything(cast):
    sent, _secret = given.sent_onward_referral(cast.owner)
    tell(onward=sent, news=News(NewsKind.ACCEPTED), teller=Teller("Gill"), at=AT + DAY)
    change_ways(remind_after=6, escalate_after=9, tell_leads=True, by=cast.steward, at=AT)
    return cast


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses(everything, name):
    model, wrong = BROKEN[name]
    wrong = {field: everything.owner if value == "me" else value for field, value in wrong.items()}
    row = model.objects.order_by("pk").first()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model.objects.filter(pk=row.pk).update(**wrong)


def again(row, **more):
    """The same row once more, with another key."""
    row.pk = row._meta.pk.get_default()
    row._state.adding = True
    for field, value in more.items():
        setattr(row, field, value)
    row.save(force_insert=True)


def test_lines_are_numbered_once(everything):
    with pytest.raises(IntegrityError, match="casework_news_numbered_once"), transaction.atomic():
        again(OnwardNews.objects.get())


def test_who_came_on_a_day_came_once_by_the_database_too(everything):
    line = OnwardNews.objects.get()
    again(line, number=2, kind="attended")
    with pytest.raises(IntegrityError, match="casework_news_came_once_a_day"), transaction.atomic():
        again(line, number=3)


def test_one_way_of_working_for_each_partnership(everything):
    with pytest.raises(IntegrityError, match="casework_way_of_working_once"), transaction.atomic():
        again(WayOfWorking.objects.get())


def test_no_constraint_goes_untried():
    ours = {constraint.name for model in MODELS for constraint in model._meta.constraints}
    assert ours == set(BROKEN) | ELSEWHERE
