"""A list kept in a spreadsheet comes in cell by cell: every problem at its cell, nothing lost, nothing run."""

import datetime as dt
import io
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook

from alongside.core.clock import now
from alongside.directory.actions import sheets
from alongside.directory.actions.import_feed import Importing, import_feed
from alongside.directory.feeds.read_v3 import read_service
from alongside.directory.feeds.sheet import COLUMNS, CannotReadSheet, Line, read_lines, table
from alongside.directory.models import Service, Sheet
from tests.factories.directory import a_service

AT = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)
HEAD = "Name,Organisation,Days and times,Postcode,Phone,E-mail,Website,Cost,Ages,Languages,Getting in,How"
GOOD = (
    'Lunch club,Green House,"Tue 12:30-14:30; Thu 2pm-4pm",e81ea,020 7946 0123,a@b.org,www.b.org,£3,55+,'
    '"English, Turkish",step-free,in person'
)


def lines(*rows: str, head: str = HEAD) -> list[Line]:
    return read_lines(table("\n".join([head, *rows]).encode()))


def test_our_own_example_comes_in_without_a_word() -> None:
    (line,) = lines(
        ",".join(f'"{column.example}"' for column in COLUMNS),
        head=",".join(f'"{column.heading}"' for column in COLUMNS),
    )
    assert line.problems == []
    assert line.record is not None


def test_a_good_line_becomes_a_service_with_all_it_says(partnership: Any, cast: Any) -> None:
    sheet = sheets.look(
        name="Our list", file_name="x.csv", content=f"{HEAD}\n{GOOD}".encode(), by=cast.steward, at=AT
    )
    feed = sheets.take_over(sheet=sheet, at=AT)
    run = import_feed(Importing.again(feed), at=now())
    assert (run.new, run.rejected, run.saw_whole) == (1, 0, True)
    service = Service.objects.get()
    assert (service.name, service.organization.name) == ("Lunch club", "Green House")
    assert [phone.number for phone in service.phones.all()] == ["020 7946 0123"]
    assert sorted(service.schedules.values_list("byday", "opens_at")) == [
        (["TH"], dt.time(14)),
        (["TU"], dt.time(12, 30)),
    ]
    assert service.eligibilities.get().minimum_age == 55
    assert sorted(service.languages.values_list("code", flat=True)) == ["en", "tr"]
    location = service.service_at_locations.get().location
    assert (location.postcode, location.access_features) == ("E8 1EA", ["step_free"])
    assert service.delivery_modes == ["in_person"]
    assert not Sheet.objects.exists()
    with pytest.raises(CannotReadSheet, match="already"):
        sheets.take_over(sheet=sheet, at=AT)


@pytest.mark.parametrize(
    ("column", "cell", "what"),
    [
        ("Days and times", "sometimes", "Write it like Tue 12:30-14:30"),
        ("Days and times", "Tue noonish", "Write it like Tue 12:30-14:30"),
        ("Postcode", "somewhere", "Write it like E8 1EA"),
        ("Phone", "ask Jo", "Write it like 020 7946 0123"),
        ("E-mail", "jo at home", "Write it like name@example.org"),
        ("Website", "not a site", "Write it like www.example.org"),
        ("Ages", "all", "Write them like 55+"),
        ("Languages", "Martian", "We do not know “Martian”"),
        ("Bank holidays", "sometimes", "Write yes when it is on then"),
        ("Getting in", "trampoline", "We do not know “trampoline”"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_cell_and_the_rest_comes_in(
    column: str, cell: str, what: str
) -> None:
    (line,) = lines(
        f'Tea,Green House,E8 1EA,"{cell}"',
        head=f"Name,Organisation,Post code,{column}".replace("Post code,Postcode", "Town,Postcode"),
    )
    assert any(what in problem.what and problem.said == cell for problem in line.problems), line.problems
    assert line.record is not None


@pytest.mark.parametrize(
    ("cell", "says"),
    [("no", "closed"), ("Closed", "closed"), ("yes", "meets"), ("not on bank holidays", "closed")],
)
@pytest.mark.parametrize("times", ["Tue 2pm", ""])
def test_a_column_says_whether_it_is_on_on_bank_holidays(cell: str, says: str, times: str) -> None:
    (line,) = lines(
        f"Tea,Green House,E8 1EA,{times},{cell}", head="Name,Organisation,Postcode,Times,Bank holidays"
    )
    assert line.problems == []
    assert read_service(line.record).bank_holidays == says


def test_a_line_without_a_name_is_left_out_and_says_where() -> None:
    found = lines(GOOD, ",Green House", "Tea,")
    assert [(line.number, line.record is not None) for line in found] == [(2, True), (3, False), (4, False)]
    assert [(p.line, p.column) for line in found for p in line.problems] == [(3, "name"), (4, "organisation")]


def test_the_same_service_twice_is_said_at_the_second() -> None:
    first, second = lines(GOOD, GOOD)
    assert first.record
    assert not second.record
    assert "line 2 already" in second.problems[-1].what


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        ("55+", 55, None),
        ("over 55", 55, None),
        ("18-25", 18, 25),
        ("under 25", None, 24),
        ("up to 25", None, 25),
    ],
)
def test_ages_are_read_as_people_write_them(said: str, low: int | None, high: int | None) -> None:
    (line,) = lines(f"Tea,G,{said},by phone", head="Name,Organisation,Ages,How")
    assert line.record
    (rule,) = line.record["eligibilities"]
    assert (rule["minimum_age"], rule["maximum_age"]) == (low, high)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_whatever_program_saved_it(encoding: str, delimiter: str) -> None:
    text = f"Name{delimiter}Organisation\nCafé – tea{delimiter}G\n"
    (line,) = read_lines(table(text.encode(encoding)))
    assert line.cells["name"] == "Café – tea"


def workbook(*rows: list[Any]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(out)
    return out.getvalue()


def test_a_workbook_is_read_with_its_numbers_dates_and_empty_lines() -> None:
    content = workbook(
        ["Name", "Organisation", "Phone", "Confirmed on", "How"],
        [],
        ["Tea", "G", 2079460123, dt.date(2026, 11, 1), "phone"],
    )
    (line,) = read_lines(table(content))
    assert (line.number, line.problems) == (3, [])
    assert line.record
    assert line.record["assured_date"] == "2026-11-01"


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * 120_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "empty"),
        (b"Name,Organisation\n", "no service below"),
        (b"Colour,Size\nred,4", "no column"),
        (b"PK\x03\x04 and then nothing", "cannot be opened"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "no table"),
        (bomb(), "too large"),
        (b"Name,Organisation\n" + b"a,b\n" * 5_001, "more than 5,000"),
        (b"x" * 5_000_001, "larger than 5 MB"),
    ],
    ids=["empty", "heading", "columns", "zip", "picture", "bomb", "lines", "size"],
)
def test_what_is_no_table_is_refused_in_one_sentence(content: bytes, what: str) -> None:
    with pytest.raises(CannotReadSheet, match=what):
        table(content)


def test_a_shorter_list_of_the_same_name_withdraws_what_left_it_and_nothing_else(
    partnership: Any, cast: Any
) -> None:
    a_service("Somebody else’s")

    def send(*names: str) -> None:
        rows = "\n".join(f"{name},G,phone" for name in names)
        content = f"Name,Organisation,How\n{rows}".encode()
        sheet = sheets.look(name="Ours", file_name="x.csv", content=content, by=cast.steward, at=AT)
        import_feed(Importing.again(sheets.take_over(sheet=sheet, at=AT)), at=now())

    send("A", "B")
    send("A", "C")
    assert {service.name for service in Service.objects.listed()} == {"A", "C", "Somebody else’s"}


def test_tables_nobody_came_back_to_are_forgotten(cast: Any) -> None:
    sheets.look(name="Ours", file_name="x.csv", content=f"{HEAD}\n{GOOD}".encode(), by=cast.steward, at=AT)
    assert sheets.forget(at=AT + dt.timedelta(days=6)) == 0
    assert sheets.forget(at=AT + dt.timedelta(days=8)) == 1
