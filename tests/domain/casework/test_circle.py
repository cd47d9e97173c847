"""The circle of support: nothing is overwritten, others' numbers need their word, the picture has its list."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from alongside.casework import circle as circles
from alongside.casework.actions import cases, circle
from alongside.casework.enums import ClosingReason, Outcome, Ring
from alongside.casework.models import CircleTie
from alongside.core.ids import new_id
from alongside.people import queries as people
from tests import given
from tests.factories.casework import AT, a_case
from tests.factories.circle import FATMA, a_tie
from tests.factories.people import a_person

DAY = dt.timedelta(days=1)
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def case(cast):
    return given.open_case(cast.owner)


def change(case, tie, by, at=AT + DAY, **told):
    return circle.change(case=case, tie=tie, told={**FATMA, **told}, by=by, at=at)


def test_then_and_now_are_both_kept(cast, case):
    fatma = a_tie(case, cast.owner, ring="outer", how_often="rarely")
    sister = a_tie(case, cast.owner, who="Gül", tie="sibling", ring="inner")
    change(case, fatma, cast.owner, ring="inner", how_often="weekly")
    circle.take_out(case=case, tie=sister, by=cast.owner, at=AT + DAY)
    a_tie(case, cast.owner, who="Lunch club", kind="group", tie="club", ring="middle", at=AT + DAY)
    rows = circles.everything(case.person)
    then, now = circles.on(rows, AT + SECOND), circles.on(rows, AT + DAY + SECOND)
    assert [tie.who for tie in then] == ["Gül", "Fatma"]
    assert [tie.who for tie in now] == ["Fatma", "Lunch club"]
    assert {(one.who, one.says) for one in circles.compare(then, now)} == {
        ("Lunch club", "new in the circle"),
        ("Gül", "no longer in it"),
        ("Fatma", "closer than before"),
        ("Fatma", "in touch more often"),
    }
    assert circles.compare(now, now) == []
    assert {(one.who, one.nearer) for one in circles.compare(now, then)} >= {("Fatma", False)}


def test_a_change_that_changes_nothing_writes_nothing(cast, case):
    fatma = a_tie(case, cast.owner)
    assert change(case, fatma, cast.owner).pk == fatma.pk
    assert CircleTie.objects.count() == 1


def test_a_second_editor_is_told(cast, case):
    fatma = a_tie(case, cast.owner)
    change(case, fatma, cast.colleague, ring="outer")
    with pytest.raises(circle.CannotDraw, match="colleague"):
        change(case, fatma, cast.owner, ring="middle", at=AT + 2 * DAY)
    assert CircleTie.objects.get(until_at=None).ring == "outer"


def test_the_last_change_is_taken_back_step_by_step(cast, case):
    fatma = a_tie(case, cast.owner)
    nearer = change(case, fatma, cast.owner, ring="outer")
    circle.take_out(case=case, tie=nearer, by=cast.owner, at=AT + 2 * DAY)

    def back():
        return circle.undo(case=case, thread=fatma.thread, by=cast.owner, at=AT + 3 * DAY)

    assert back().ring == "outer", "in it again"
    assert back().ring == "inner", "as it was before"
    assert back() is None, "and gone, as if never added"
    with pytest.raises(circle.CannotDraw):
        back()


def test_a_number_stands_there_only_with_their_own_word(cast, case):
    with pytest.raises(circle.CannotDraw) as refused:
        a_tie(case, cast.owner, phone="07700 900777")
    assert refused.value.field == "phone"
    assert a_tie(case, cast.owner, phone="07700 900777", phone_agreed=True).phone == "+447700900777"
    with pytest.raises(circle.CannotDraw):
        a_tie(case, cast.owner, phone="soon", phone_agreed=True)
    assert not a_tie(case, cast.owner, phone_agreed=True).phone_agreed, "no number, no word about one"


def test_the_timeline_names_nobody_of_the_circle(cast, case):
    a_tie(case, cast.owner)
    said = people.timeline(case.person)[0].sentence
    assert "Fatma" not in said
    assert "neighbour" in said


def test_a_closed_case_and_another_persons_tie_are_not_touched(cast, case):
    other = a_case(cast.owner, person=a_person(by=cast.owner, given_name="Bea"))
    theirs = a_tie(other, cast.owner)
    with pytest.raises(circle.CannotDraw):
        change(case, theirs, cast.owner, ring="outer")
    cases.close(
        case=case, outcome=Outcome.SAME, reason=ClosingReason.OTHER, note="", by=cast.owner, at=AT + DAY
    )
    case.refresh_from_db()
    with pytest.raises(circle.CannotDraw):
        a_tie(case, cast.owner)


def test_a_name_of_nothing_is_refused(cast, case):
    with pytest.raises(circle.CannotDraw) as refused:
        a_tie(case, cast.owner, who=" \u200b ")
    assert refused.value.field == "who"


def test_there_is_an_end_to_a_circle(cast, case):
    rows = [
        CircleTie(person=case.person, from_at=AT, from_by=cast.owner, **{**FATMA, "who": f"n{n}"})
        for n in range(circles.MOST)
    ]
    CircleTie.objects.bulk_create(rows)
    with pytest.raises(circle.CannotDraw, match="60"):
        a_tie(case, cast.owner)
    marks = circles.layout(circles.standing(case.person))
    assert len(marks) == circles.MOST
    assert all(not mark.name for mark in marks), "many: numbers only, the names stand in the list"


def ties(n, ring="inner"):
    wall = new_id()
    return [
        CircleTie(**{**FATMA, "who": f"Somebody {i}", "ring": ring, "partnership_id": wall}) for i in range(n)
    ]


@pytest.mark.parametrize("n", [1, 2, 5, 8])
@pytest.mark.parametrize("ring", Ring.values)
def test_the_picture_stays_in_its_frame_and_nobody_stands_on_another(n, ring):
    marks = circles.layout(ties(n, ring))
    for mark in marks:
        assert 16 <= mark.x <= circles.SIZE - 16
        assert 16 <= mark.y <= circles.SIZE - 16
        assert 8 <= mark.name_y <= circles.SIZE - 2
        assert 0 <= mark.name_x <= circles.SIZE
    for one in marks:
        for other in marks:
            if one.number < other.number:
                assert (one.x - other.x) ** 2 + (one.y - other.y) ** 2 >= 32**2


def test_every_mark_says_in_words_what_it_shows():
    (mark,) = circles.layout(ties(1))
    assert mark.title == "1, Somebody 0: neighbour, very close, every day, or nearly"
    assert circles.describe(ties(2)).startswith("2 in the circle: 2 very close")
    assert circles.describe([]) == "Nobody stands in the circle yet."


BROKEN = {
    "casework_tie_kind_is_known": {"kind": "dragon"},
    "casework_tie_is_known": {"tie": "butler"},
    "casework_tie_ring_is_known": {"ring": "saturn"},
    "casework_tie_how_often_is_known": {"how_often": "always"},
    "casework_tie_says_who": {"who": ""},
    "casework_tie_phone_is_agreed": {"phone": "+447700900777"},
    "casework_tie_end_is_whole": {"until_at": AT + DAY},
    "casework_tie_begins_before_it_ends": {"until_at": AT - DAY, "until_by": "me"},
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses(cast, case, name):
    tie = a_tie(case, cast.owner)
    wrong = {field: cast.owner if value == "me" else value for field, value in BROKEN[name].items()}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        CircleTie.objects.filter(pk=tie.pk).update(**wrong)


def test_the_database_refuses_two_that_stand_for_one(cast, case):
    tie = a_tie(case, cast.owner)
    with pytest.raises(IntegrityError, match="casework_tie_stands_once"), transaction.atomic():
        CircleTie.objects.create(
            person=case.person, thread=tie.thread, from_at=AT, from_by=cast.owner, **FATMA
        )


def test_no_constraint_of_the_circle_goes_untried():
    assert {one.name for one in CircleTie._meta.constraints} == {*BROKEN, "casework_tie_stands_once"}
