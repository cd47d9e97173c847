"""The lead's downloads: one table or all, CSV or workbook, the same safe numbers, nothing a spreadsheet runs."""

import csv
import io
import json
import re
from datetime import date

import pytest
from django.db import connection
from openpyxl import load_workbook

from alongside.casework.models import Contact
from alongside.insight.minimum_dataset import FIELDS
from alongside.people.models import Person
from alongside.web.spreadsheet import xlsx_response
from tests import given
from tests.domain.insight.place import JULY, NOW, a_case, noon
from tests.factories.casework import AT

pytestmark = pytest.mark.usefixtures("partnership")
PERIOD = {"period": "2026-q3"}


@pytest.fixture(autouse=True)
def _in_november(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def lead(client_as, cast):
    for number in range(20):
        case = a_case(cast.owner)
        Contact.objects.create(
            case=case,
            at=noon(JULY),
            by=cast.owner,
            channel="visit" if number < 3 else "call",
            result="reached",
        )
    return client_as(cast.programme_lead)


def book(response):
    return load_workbook(io.BytesIO(response.content))


def test_one_table_alone(lead):
    response = lead.get("/lead/numbers.csv", {**PERIOD, "table": "contacts.channel"})
    assert 'filename="alongside-contacts-channel-2026-q3.csv"' in response["Content-Disposition"]
    lines = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert {line["Table"] for line in lines} == {"Contacts by how"}
    by_row = {line["Row"]: line for line in lines}
    assert by_row["Visit"]["Note"] == "hidden to protect people"
    assert by_row["Everybody"]["Number"] == "20"


def test_a_table_that_is_not_there_is_not_found(lead):
    for wrong in ("contacts", "contacts.x", "x.channel", "=1", "."):
        for kind in ("csv", "xlsx"):
            assert lead.get(f"/lead/numbers.{kind}", {**PERIOD, "table": wrong}).status_code == 404


def test_the_workbook_holds_what_the_csv_holds(lead):
    lines = list(csv.reader(io.StringIO(lead.get("/lead/numbers.csv", PERIOD).content.decode("utf-8-sig"))))
    sheets = book(lead.get("/lead/numbers.xlsx", PERIOD)).worksheets
    held = [
        ["" if cell is None else str(cell) for cell in row]
        for sheet in sheets
        for row in sheet.iter_rows(min_row=2, values_only=True)
    ]
    assert held == lines[1:]
    assert len(sheets) == 8


def test_every_table_of_the_page_has_its_downloads_and_every_new_question_its_picture(lead):
    page = lead.get("/lead/", PERIOD).content.decode()
    tables = re.findall(r"numbers\.csv\?period=2026-q3&amp;table=([\w.]+)", page)
    assert len(tables) == len(set(tables)) >= 15
    for table in tables:
        assert lead.get("/lead/numbers.xlsx", {**PERIOD, "table": table}).status_code == 200
    assert page.count("as-trend") == 4


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "=HYPERLINK(1)", "＝1"])
def test_a_text_stays_a_text_in_a_workbook(text):
    sheet = book(
        xlsx_response("x.xlsx", [("a[b]:c*?/\\" + "x" * 40, ["Head"], [[text], [7], [None]])])
    ).worksheets[0]
    cell = sheet.cell(2, 1)
    assert cell.data_type == "s"
    assert str(cell.value).startswith("'")
    assert sheet.cell(3, 1).value == 7
    assert len(sheet.title) <= 31


# The minimum dataset ----------------------------------------------------------------------------------


DAY = AT.date()


def ask(client, kind="csv", first=DAY, last=DAY):
    return client.post(
        "/lead/minimum-dataset/",
        {
            "first_day": first.day, "first_month": first.month, "first_year": first.year,
            "last_day": last.day, "last_month": last.month, "last_year": last.year, "kind": kind,
        },
    )  # fmt: skip


def test_the_minimum_dataset_comes_in_three_forms_and_each_person_is_recorded_as_read(cast, client_as):
    case = given.open_case(cast.owner)
    Person.objects.filter(pk=case.person_id).update(gp_practice="=cmd|' /C calc'!A1")
    lead = client_as(cast.team_lead)
    lines = list(csv.DictReader(io.StringIO(ask(lead).content.decode("utf-8-sig"))))
    assert list(lines[0]) == [field.name for field in FIELDS]
    assert lines[0]["gp_practice"].startswith("'=")
    assert book(ask(lead, "xlsx")).worksheets[0].cell(2, 1).value == str(case.pk)
    assert json.loads(ask(lead, "json").content)["episodes"][0]["episode_id"] == str(case.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit.reading WHERE person_id = %s", [case.person_id])
        assert cursor.fetchone()[0] == 3


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 11, 3), date(2026, 11, 2), "on or after the first one"),
        (date(2024, 1, 1), date(2026, 1, 2), "Choose a year at most"),
    ],
)
def test_a_period_that_cannot_be_is_refused_in_words(cast, client_as, first, last, said):
    answer = ask(client_as(cast.team_lead), first=first, last=last)
    assert answer.status_code == 200
    assert said in answer.content.decode()
