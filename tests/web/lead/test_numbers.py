"""`/lead/numbers.csv`: the page's numbers for a spreadsheet, as safe as the page and never a formula."""

import csv
import io
from datetime import date

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from alongside.places.models import Area
from alongside.web.spreadsheet import csv_response, safe
from tests.domain.insight.place import NOW, a_case, answers


@pytest.fixture
def _in_november():
    with time_machine.travel(NOW, tick=False):
        yield


def lines(response):
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


@pytest.mark.usefixtures("partnership", "_in_november")
def test_the_download_holds_what_the_page_shows_and_says_what_is_hidden(client_as, cast):
    for place in range(20):
        answers(a_case(cast.owner, birth_year=1950 if place else 2004), "3,3,3", "2,2,2")
    response = client_as(cast.programme_lead).get("/lead/numbers.csv", {"period": "2026-q3"})
    assert response["Content-Type"].startswith("text/csv")
    assert 'filename="alongside-2026-q3.csv"' in response["Content-Disposition"]
    rows = lines(response)
    by_label = {(row["Table"], row["Row"]): row for row in rows}
    young, old = (by_label["How old people are", age] for age in ("Under 25", "65 to 79"))
    assert young["Number"] == old["Number"] == ""
    assert young["Note"] == "hidden to protect people"
    total = by_label["How old people are", "Everybody"]
    assert (total["Number"], total["From"], total["To"]) == ("20", "2026-07-01", "2026-09-30")
    assert by_label["Averages", "Average change (less is better)"]["Number"] == "−3.0"
    assert by_label["Waiting for a first talk today", "Everybody"]["From"] == ""


@pytest.mark.usefixtures("partnership", "_in_november")
def test_a_period_that_is_not_offered_is_not_found(client_as, cast):
    assert client_as(cast.programme_lead).get("/lead/numbers.csv", {"period": "x"}).status_code == 404


@pytest.mark.usefixtures("partnership", "_in_november")
def test_an_area_called_like_a_formula_stays_a_name(client_as, cast):
    Area.objects.create(
        code="E05999999", kind="ward", name="=HYPERLINK(1)", search_name="x", centroid=(0, 0),
        west=0, south=0, east=1, north=1,
    )  # fmt: skip
    for _ in range(9):
        a_case(cast.owner, date(2025, 12, 1), ward="E05999999")
    rows = lines(client_as(cast.programme_lead).get("/lead/numbers.csv"))
    assert "'=HYPERLINK(1)" in {row["Row"] for row in rows}


@given(st.text())
def test_no_cell_is_ever_a_formula(text):
    kept = safe(text)
    assert not str(kept).lstrip().startswith(("=", "+", "-", "@", "\t", "\r", "|"))
    assert safe(None) == ""
    assert safe(-3) == -3


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_cells_come_back_as_they_went_in(rows):
    response = csv_response("x.csv", ["a", "b"], rows)
    back = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))
    assert len(back) == len(rows) + 1
    for sent, received in zip(rows, back[1:], strict=True):
        for one, other in zip(sent, received, strict=True):
            assert other.removeprefix("'") in (one.replace("\0", ""), one.replace("\0", "").removeprefix("'"))
