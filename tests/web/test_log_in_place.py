"""The form in a row of a worklist is put together by hand for speed; what people typed stays text."""

import datetime as dt
import uuid
from types import SimpleNamespace

from alongside.casework.enums import Because, FollowUpKind, Result
from alongside.casework.rules import Proposal
from alongside.web.components import log_in_place

HOSTILE = '"><script>alert(1)</script>'
CASE, ROW, ONCE = uuid.UUID(int=1), uuid.UUID(int=2), uuid.UUID(int=3)


def drawn(**changed: object) -> str:
    given: dict[str, object] = {
        "case": CASE,
        "row": ROW,
        "person": SimpleNamespace(name=f"Ada {HOSTILE}", called=HOSTILE),
        "proposals": [
            (
                Result.NO_ANSWER.value,
                "No answer",
                Proposal(dt.date(2026, 12, 1), dt.time(14, 30), FollowUpKind.CALL, Because.NO_ANSWER),
            )
        ],
        "once": ONCE,
        "channel": "call",
        "follow_up": ROW,
        "back": f"/connector/?q={HOSTILE}",
        "csrf": "<input name=guard>",
        "today": dt.date(2026, 11, 29),
    }
    return log_in_place.drawn(**(given | changed))  # type: ignore[arg-type]


def test_what_people_typed_stays_text() -> None:
    html = drawn()
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 3
    assert "%3Cscript%3E" in html


def test_each_result_says_what_follows_from_it() -> None:
    html = drawn()
    assert f'value="no_answer" id="r1-{ROW}" aria-describedby="h1-{ROW}"' in html
    assert f'id="h1-{ROW}">Next: call, Tuesday 1 December, 2.30pm</div>' in html.replace("Call", "call")
    assert "<input name=guard>" in html
    assert f'name="follow_up" value="{ROW}"' in html


def test_a_visit_is_logged_as_one_and_a_case_without_anything_due_names_nothing_due() -> None:
    html = drawn(channel="visit", follow_up=None)
    assert "Log visit" in html
    assert "How did the visit to" in html
    assert "follow_up" not in html
