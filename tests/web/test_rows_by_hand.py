"""Rows that are put together by hand for speed: what people typed stays text, and nobody is dialled who must not be."""

from __future__ import annotations

import datetime as dt
import uuid
from types import SimpleNamespace

import pytest

from alongside.casework.finding import Found, Held
from alongside.insight.shapes import Row, Table
from alongside.people.finding import Hit, Seen
from alongside.web.components import found_rows, number_rows, triage_cards, work_rows
from alongside.web.components.reach import Reach

HOSTILE = '"><script>alert(1)</script>'
KEY = uuid.UUID(int=7)
DAY = dt.date(2026, 11, 29)
AT = dt.datetime(2026, 11, 29, 10, 0, tzinfo=dt.UTC)


def dial(number: str) -> str:
    return f"<dial {number}>"


def how(reach: Reach) -> work_rows.Drawing:
    return work_rows.Drawing(
        dial=dial,
        reach=lambda _who: reach,
        log=lambda _row, **_how: "<log>",
        line=lambda _person: HOSTILE,
        back=f"/connector/?q={HOSTILE}",
        csrf="<guard>",
        me=KEY,
    )


FREELY = Reach("+447700900123", True, "", [HOSTILE], interpreter=HOSTILE)
NOT_NOW = Reach("+447700900123", False, HOSTILE, [])
STOPPED = Reach("", False, "", [], stopped="Asked us not to get in touch.")


def person(**changed):
    known = {
        "name": HOSTILE,
        "may_be_contacted": True,
        "address": f"1 {HOSTILE}\nLondon,",
        "postcode": HOSTILE,
    }
    return SimpleNamespace(**(known | changed))


def due(who=None, **changed):
    case = SimpleNamespace(person=who or person())
    item = SimpleNamespace(pk=KEY, case_id=KEY, case=case, due_time=None)
    row = {
        "follow_up": item, "late": 0, "start": "connector:three-months", "ticks": True, "writes": True,
        "is_visit": True, "for_whom": HOSTILE, "why": HOSTILE, "channel": "visit",
    }  # fmt: skip
    return SimpleNamespace(**(row | changed))


def card(**changed):
    referral = SimpleNamespace(
        pk=KEY, name=HOSTILE, source=SimpleNamespace(name=HOSTILE), postcode=HOSTILE, urgency="urgent", agreed="no",
        risks="dog", status="waiting_for_information", asked_at=AT,
        get_kind_display=lambda: HOSTILE, get_urgency_display=lambda: HOSTILE,
    )  # fmt: skip
    looking = SimpleNamespace(until_at=AT, by=SimpleNamespace(name=HOSTILE))
    known = {
        "referral": referral, "late_days": 0, "waited": HOSTILE, "ring_by": DAY, "looking": looking, "mine": False,
        "may_be_known": True, "told_twice": True, "together": 2, "files": 1,
    }  # fmt: skip
    return SimpleNamespace(**(known | changed))


def test_what_people_typed_stays_text():
    seen = Seen(KEY, HOSTILE, HOSTILE, HOSTILE, None, 1940, HOSTILE)
    case = SimpleNamespace(
        pk=KEY, connector_id=uuid.UUID(int=9), connector=SimpleNamespace(name=HOSTILE), person=person()
    )
    drawn = [
        work_rows.due_rows([due(), due(late=3)], how(FREELY)),
        work_rows.due_rows([due()], how(NOT_NOW)),
        work_rows.case_rows([SimpleNamespace(case=case, why=HOSTILE, act=("/x/", HOSTILE))], how(NOT_NOW)),
        triage_cards.drawn(
            [card(), card(mine=True), card(looking=None, late_days=2)], back=HOSTILE, csrf="<guard>"
        ),
        found_rows.drawn(
            [
                (Found(Hit(seen, []), Held(KEY, True, HOSTILE), HOSTILE), [HOSTILE], 86),
                (Found(Hit(seen, []), None), [], None),
            ]
        ),
    ]
    for html in drawn:
        assert "<script" not in html
        assert "&quot;&gt;&lt;script&gt;" in html


def test_nobody_is_dialled_past_what_they_asked_for():
    assert "<dial +447700900123>" in work_rows.reach_brief(FREELY, dial)
    not_now = work_rows.reach_brief(NOT_NOW, dial)
    assert "<dial" not in not_now
    assert "Not now. Safe to ring:" in not_now
    assert "07700 900123" in not_now
    stopped = work_rows.reach_brief(STOPPED, dial)
    assert "Do not contact" in stopped
    assert "<dial" not in stopped


def test_who_must_not_be_contacted_has_no_call_no_letter_and_no_way_to_their_door():
    row = due(person(may_be_contacted=False))
    html = work_rows.due_rows([row], how(STOPPED))
    assert "<log>" not in html
    assert "London" not in html
    assert f"/letters/{KEY}" not in html
    assert "no_answer" not in html
    assert "Done" in html
    assert "Move" in html


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"late": 1}, 'Overdue <span class="as-row__late">1 day</span>'),
        ({"late": 12}, "12 days"),
        ({"late": 0}, '<span class="as-row__when">today</span>'),
    ],
)
def test_when_it_is_due(changed, said):
    assert said in work_rows.due_rows([due(**changed)], how(FREELY))


def test_a_case_says_whose_it_is():
    def of(connector_id, connector):
        case = SimpleNamespace(pk=KEY, connector_id=connector_id, connector=connector, person=person())
        return work_rows.case_rows([SimpleNamespace(case=case, why="", act=("/x/", "Do"))], how(FREELY))

    assert ">mine<" in of(KEY, SimpleNamespace(name="Ada"))
    assert ">Ada<" in of(uuid.UUID(int=9), SimpleNamespace(name="Ada"))
    assert ">nobody yet<" in of(None, None)


def test_a_card_says_what_there_is_to_know():
    html = triage_cards.drawn([card()], back="/connector/referrals/", csrf="<guard>")
    for said in (
        "Did not agree", "Risk to staff", "We may know them", "Perhaps told twice", "and 2 more tellings", "one file",
        "Asked ", "Ring by ", "is looking at this, until 10am", 'name="instead"', "Take over",
    ):  # fmt: skip
        assert said in html
    late = triage_cards.drawn([card(late_days=1, mine=True)], back="/", csrf="")
    assert "as-card--late" in late
    assert "Late by one day: ring now." in late
    assert 'name="undo"' in late
    assert "Let go" in late


def test_a_hidden_number_is_said_to_be_hidden_and_its_share_is_not_drawn():
    table = Table(
        "source", "How", "Through", (Row(HOSTILE, None), Row("Library", 12, 40, 20, 61), Row("None", 0))
    )
    html = number_rows.drawn(table)
    assert "<script" not in html
    assert '<th scope="row">Library</th><td class="is-number">12</td>' in html
    assert '<rect width="40"' in html
    assert "40%</td>" in html
    assert "20% to 61%" in html
    first, _second, third = html.splitlines()
    assert first.endswith(
        '<td class="is-number">hidden</td><td class="is-number"></td><td class="is-number"></td></tr>'
    )
    assert '<td class="is-number">0</td>' in third
