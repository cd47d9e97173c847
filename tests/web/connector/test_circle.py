"""The circle of support on its page: drawn, listed, changed, taken back, compared."""

import datetime as dt

import pytest
from django.urls import reverse

from alongside.casework.models import CircleTie
from tests import given
from tests.factories.casework import AT, a_case
from tests.factories.circle import a_tie
from tests.factories.people import a_person

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(AT + dt.timedelta(hours=2), tick=False)


@pytest.fixture
def owner(cast, client_as):
    return client_as(cast.owner)


@pytest.fixture
def case(cast):
    return given.open_case(cast.owner)


def url(name, *args):
    return reverse(f"connector:{name}", args=args)


def told(**more):
    return {
        "kind": "person", "who": "Fatma", "tie": "neighbour", "ring": "inner", "how_often": "daily",
        "could_help": "yes", "can_help": "a lift on Tuesdays", **more,
    }  # fmt: skip


def test_somebody_is_added_and_stands_in_the_picture_and_in_the_list(owner, case):
    assert "Who is in their life?" in owner.get(url("circle", case.pk)).content.decode()
    assert owner.post(url("circle-add", case.pk), told()).url == url("circle", case.pk)
    page = owner.get(url("circle", case.pk)).content.decode()
    assert "<svg" in page
    assert "<desc" in page
    assert page.count("Fatma") >= 3
    assert "Could help: a lift on Tuesdays" in " ".join(page.split())


def test_written_down_and_another_is_asked_for_at_once(owner, case):
    answer = owner.post(url("circle-add", case.pk), told(another="1"))
    assert answer.url == url("circle-add", case.pk)


def test_sent_twice_is_one_in_the_circle(owner, case):
    form = owner.get(url("circle-add", case.pk)).context["form"]
    for _ in range(2):
        owner.post(url("circle-add", case.pk), told(once=str(form["once"].value())))
    assert CircleTie.objects.count() == 1


def test_a_number_without_their_word_is_refused_and_nothing_typed_is_lost(owner, case):
    page = owner.post(url("circle-add", case.pk), told(phone="07700 900777"))
    assert page.status_code == 200
    assert "only if they agreed" in page.content.decode()
    assert "a lift on Tuesdays" in page.content.decode()
    assert not CircleTie.objects.exists()


def test_a_change_is_kept_beside_what_was_and_compared(cast, client_as, case, time_machine):
    tie = a_tie(case, cast.owner, ring="outer")
    time_machine.move_to(AT + 30 * DAY, tick=False)
    owner = client_as(cast.owner)
    here = url("circle-change", case.pk, tie.pk)
    assert owner.get(here).context["form"]["could_help"].value() == "yes"
    assert owner.post(here, told(ring="inner")).status_code == 302
    page = owner.get(url("circle", case.pk), {"then": AT.date().isoformat()}).content.decode()
    assert "closer than before" in page
    assert page.count("<svg") >= 2
    assert "not why" in page


@pytest.mark.parametrize("then", ["", "x", "1999-01-01", "²"])
def test_a_day_on_which_nothing_changed_is_no_comparison(cast, owner, case, then):
    a_tie(case, cast.owner)
    assert "What is different" not in owner.get(url("circle", case.pk), {"then": then}).content.decode()


def test_taken_out_and_taken_back(cast, owner, case):
    tie = a_tie(case, cast.owner)
    out = url("circle-out", case.pk, tie.pk)
    owner.post(out)
    assert not CircleTie.objects.filter(until_at=None).exists()
    owner.post(out, {"undo": "1"})
    assert CircleTie.objects.filter(until_at=None).exists()


def test_a_colleague_who_was_first_is_not_overwritten(cast, owner, client_as, case):
    tie = a_tie(case, cast.owner)
    here = url("circle-change", case.pk, tie.pk)
    client_as(cast.colleague).post(here, told(ring="outer"))
    page = owner.post(here, told(ring="middle", can_help="company"))
    assert "A colleague changed this meanwhile" in page.content.decode()
    assert "company" in page.content.decode()
    assert CircleTie.objects.get(until_at=None).ring == "outer"


def test_the_tie_of_another_person_is_not_found_under_this_case(cast, owner, case):
    other = a_case(cast.owner, person=a_person(by=cast.owner, given_name="Bea"))
    tie = a_tie(other, cast.owner)
    assert owner.get(url("circle-change", case.pk, tie.pk)).status_code == 404
    assert owner.post(url("circle-out", case.pk, tie.pk)).status_code == 404


def test_names_cannot_break_out_of_the_picture(cast, owner, case):
    a_tie(case, cast.owner, who="<script>alert(1)</script>")
    a_tie(case, cast.owner, who="\u202eמרים Ünal-Ørsted")
    page = owner.get(url("circle", case.pk)).content.decode()
    assert "<script>alert" not in page


def test_many_are_as_many_queries_as_one(cast, owner, case, django_assert_max_num_queries):
    for n in range(12):
        a_tie(case, cast.owner, who=f"N{n}", ring=["inner", "middle", "outer"][n % 3])
    with django_assert_max_num_queries(25):
        owner.get(url("circle", case.pk))
