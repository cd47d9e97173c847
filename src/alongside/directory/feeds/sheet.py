"""A table of services – CSV or XLSX, one on each line – read cell by cell into Open Referral UK records. Pure.

For the three-person charity that keeps a list in a spreadsheet. Every problem names its cell, what stands there, and
what would do; a line with an error is left out, one with a note comes in without what could not be read.
"""

import csv
import datetime as dt
import hashlib
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from dateutil.parser import parse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.directory.enums import AccessFeature, DeliveryMode, OnBankHolidays, Weekday
from alongside.directory.feeds import clean_facts, clean_text, holiday_words
from alongside.directory.languages import LANGUAGES

LARGEST: Final = 5_000_000
MOST_LINES: Final = 5_000
MOST_UNPACKED: Final = 100_000_000
LONGEST_CELL: Final = 8_000


class CannotReadSheet(Exception):
    """It is no table we can read. One sentence for a person."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, its heading, an example, and other headings it is known by (small letters)."""

    key: str
    heading: str | Promise
    example: str
    also: tuple[str, ...] = ()
    needed: bool = False


COLUMNS: Final = (
    Column("name", gettext_lazy("Name"), "Tuesday lunch club", ("service", "service name", "title"), needed=True),
    Column(
        "organisation", gettext_lazy("Organisation"), "The Green House", ("organization", "provider", "run by"),
        needed=True,
    ),
    Column("description", gettext_lazy("What it is"), "A hot meal and a chat.", ("description", "about")),
    Column("times", gettext_lazy("Days and times"), "Tue 12:30-14:30; Thu 2pm-4pm", ("times", "when", "day", "days")),
    Column(
        "bank_holidays", gettext_lazy("Bank holidays"), "no", ("on bank holidays", "public holidays", "bank holiday")
    ),
    Column("place", gettext_lazy("Place"), "St John’s Hall", ("venue", "location")),
    Column("address", gettext_lazy("Address"), "1 High Street", ("street", "address 1", "address line 1")),
    Column("town", gettext_lazy("Town"), "London", ("city",)),
    Column("postcode", gettext_lazy("Postcode"), "E8 1EA", ("post code", "postal code", "postal_code")),
    Column("phone", gettext_lazy("Phone"), "020 7946 0123", ("telephone", "tel", "phone number")),
    Column("email", gettext_lazy("E-mail"), "lunch@green-house.example", ("email", "e mail", "email address")),
    Column("website", gettext_lazy("Website"), "www.green-house.example/lunch", ("url", "web", "web address")),
    Column("cost", gettext_lazy("Cost"), "£3", ("price", "fees", "fee")),
    Column("ages", gettext_lazy("Ages"), "55+", ("age", "age range")),
    Column("languages", gettext_lazy("Languages"), "English, Turkish", ("language",)),
    Column("access", gettext_lazy("Getting in"), "step-free, hearing loop", ("access", "accessibility")),
    Column("how", gettext_lazy("How one takes part"), "in person", ("how", "mode", "delivery")),
    Column("for", gettext_lazy("Who it is for"), "anyone who lives alone", ("eligibility", "who", "audience")),
    Column("confirmed", gettext_lazy("Confirmed on"), "1 November 2026", ("confirmed", "checked", "last checked")),
    Column("id", gettext_lazy("Your own number"), "", ("id", "reference", "ref")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at one cell. `is_error`: its line does not come in."""

    line: int
    column: str
    said: str
    what: str
    is_error: bool


@dataclass(slots=True)
class Line:
    """One line of the table: its number as a spreadsheet counts, its cells, and what is wrong with them."""

    number: int
    cells: dict[str, str]
    problems: list[Problem] = field(default_factory=list)
    record: dict[str, Any] | None = None
    """The service in Open Referral UK's words; None when it does not come in."""

    def complain(self, column: str, what: str, *, is_error: bool = False) -> None:
        """Note what is wrong at a cell."""
        self.problems.append(Problem(self.number, column, self.cells.get(column, ""), what, is_error))


def table(content: bytes) -> list[dict[str, Any]]:
    """Return the lines of a file as [{"line": 2, "cells": {key: text}}]. Raises `CannotReadSheet`."""
    if len(content) > LARGEST:
        raise CannotReadSheet(_("This file is larger than 5 MB. Send us the list in parts."))
    rows = list(_xlsx(content) if content[:4] == b"PK\x03\x04" else _csv(content))
    while rows and not any(rows[0][1]):
        rows.pop(0)
    if not rows:
        raise CannotReadSheet(_("This file is empty."))
    keys = _keys(rows[0][1])
    lines = [
        {"line": number, "cells": {key: cell for key, cell in zip(keys, cells, strict=False) if key and cell}}
        for number, cells in rows[1:]
    ]
    lines = [line for line in lines if line["cells"]]
    if not lines:
        raise CannotReadSheet(_("There is a heading, but no service below it."))
    if len(lines) > MOST_LINES:
        raise CannotReadSheet(_("There are more than 5,000 lines. Send us the list in parts."))
    return lines


def _keys(headings: list[str]) -> list[str]:
    """Return the key of each heading, "" for those we do not know. Raises when a needed one is missing."""
    known = {
        name: column.key
        for column in COLUMNS
        for name in (column.key, str(column.heading).lower(), *column.also)
    }
    found = [known.get(" ".join(re.sub(r"[*:]", " ", heading.lower()).split()), "") for heading in headings]
    for column in COLUMNS:
        if column.needed and column.key not in found:
            raise CannotReadSheet(
                _(
                    "There is no column “%(heading)s”. The first line must name the columns, as in our example."
                )
                % {"heading": column.heading}
            )
    return [key if key not in found[:n] else "" for n, key in enumerate(found)]


def _csv(content: bytes) -> Iterator[tuple[int, list[str]]]:
    if b"\x00" in content[:1000] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise CannotReadSheet(_("This is no table. Save it as CSV or as an Excel workbook (.xlsx)."))
    text = _decoded(content)
    first = text.split("\n", 1)[0]
    delimiter = max((",", ";", "\t"), key=first.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
        for cells in reader:
            yield reader.line_num, [_cell(cell) for cell in cells]
    except csv.Error:
        raise CannotReadSheet(
            _("This is no table. Save it as CSV or as an Excel workbook (.xlsx).")
        ) from None


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _xlsx(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """The first sheet of a workbook; formulas by the values they had when it was saved."""
    from openpyxl import load_workbook

    broken = CannotReadSheet(_("This workbook cannot be opened. Save it again as .xlsx, or as CSV."))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                raise CannotReadSheet(_("This workbook is too large. Save the one sheet as CSV."))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            for number, cells in enumerate(book.worksheets[0].iter_rows(values_only=True, max_col=60), 1):
                if number > MOST_LINES * 2:
                    break
                yield number, [_cell(cell) for cell in cells]
    except CannotReadSheet:
        raise
    except Exception as problem:  # a broken archive or hostile XML ends in many ways
        raise broken from problem


def _cell(value: Any) -> str:
    """Return a cell as text: a whole number without its point, a date as one writes it."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, dt.datetime):
        value = value.date() if value.time() == dt.time() else value
    if isinstance(value, dt.time):
        value = value.strftime("%H:%M")
    return clean_text.words(str(value), LONGEST_CELL).strip()


def read_lines(lines: Iterable[dict[str, Any]]) -> list[Line]:
    """Read every line; the same service twice is said at the second."""
    found: list[Line] = []
    ids: dict[str, int] = {}
    for raw in lines:
        line = Line(int(raw["line"]), {str(key): str(cell) for key, cell in raw["cells"].items()})
        record = _record(line)
        if record is not None and record["id"] in ids:
            line.complain(
                "id" if line.cells.get("id") else "name",
                _("The same service stands on line %(line)d already.") % {"line": ids[record["id"]]},
                is_error=True,
            )
            record = None
        elif record is not None:
            ids[record["id"]] = line.number
        line.record = record
        found.append(line)
    return found


def _record(line: Line) -> dict[str, Any] | None:
    cells = line.cells
    for column in COLUMNS:
        if column.needed and not clean_text.line(cells.get(column.key)):
            line.complain(
                column.key, _("Write something here: without it nobody can find the service."), is_error=True
            )
    if any(problem.is_error for problem in line.problems):
        return None
    name, organisation = clean_text.line(cells["name"]), clean_text.line(cells["organisation"])
    record: dict[str, Any] = {
        "id": clean_text.line(cells.get("id"), 100) or _own_id(name, organisation, cells.get("postcode", "")),
        "name": name,
        "status": "active",
        "description": cells.get("description", ""),
        "organization": {"id": _slug(organisation), "name": organisation},
        "fees": cells.get("cost", ""),
    }
    record |= _contact(line) | _where(line) | _when(line) | _who(line)
    return record


def _own_id(*parts: str) -> str:
    plain = "|".join(" ".join(part.lower().split()) for part in parts)
    return hashlib.blake2b(plain.encode(), digest_size=10).hexdigest()


def _slug(name: str) -> str:
    return _own_id(name)


def _contact(line: Line) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if said := line.cells.get("phone"):
        numbers = clean_text.phones(said)
        if not numbers:
            line.complain("phone", _("This is no phone number. Write it like 020 7946 0123."))
        found["phones"] = [
            {"id": f"phone-{n}", "number": number} for n, (number, _more) in enumerate(numbers)
        ]
    if said := line.cells.get("email"):
        found["email"] = clean_text.email(said)
        if not found["email"]:
            line.complain("email", _("This is no e-mail address. Write it like name@example.org."))
    if said := line.cells.get("website"):
        found["url"] = clean_text.url(said)
        if not found["url"]:
            line.complain("website", _("This is no web address. Write it like www.example.org."))
    return found


def _where(line: Line) -> dict[str, Any]:
    cells = line.cells
    modes = _known(line, "how", {str(mode.label).lower(): mode.value for mode in DeliveryMode} | _HOW)
    postcode = clean_facts.postcode(cells.get("postcode"))
    if cells.get("postcode") and not postcode:
        line.complain("postcode", _("This is no postcode. Write it like E8 1EA."))
    features = _known(line, "access", {str(one.label).lower(): one.value for one in AccessFeature} | _ACCESS)
    found: dict[str, Any] = {}
    has_place = any(cells.get(key) for key in ("place", "address", "town", "postcode"))
    if has_place:
        said = [str(AccessFeature(feature).label) for feature in features]
        found["service_at_locations"] = [
            {
                "id": "at-1",
                "location": {
                    "id": f"place-{_own_id(cells.get('place', ''), cells.get('address', ''), postcode)}",
                    "name": cells.get("place", ""),
                    "location_type": "physical",
                    "addresses": [
                        {
                            "id": "address-1",
                            "address_1": cells.get("address", ""),
                            "city": cells.get("town", ""),
                            "postal_code": postcode,
                        }
                    ],
                    "accessibility": [
                        {"id": f"access-{n}", "description": one} for n, one in enumerate(said)
                    ],
                },
            }
        ]
    elif not modes or DeliveryMode.IN_PERSON.value in modes:
        line.complain(
            "postcode", _("Say where it is, or that it is by phone or online: nobody can see how far it is.")
        )
    if modes:
        found["delivery_modes"] = modes
    return found


def _when(line: Line) -> dict[str, Any]:
    schedules: list[dict[str, str]] = []
    for part in filter(None, (piece.strip() for piece in re.split(r"[;\n]", line.cells.get("times", "")))):
        day = re.match(r"[A-Za-z]+", part)
        days = clean_facts.days(day.group()) if day else []
        hours = re.split(r"\s*(?:-|–|to|until)\s*", part[day.end() :].strip(" ,:at")) if day else []
        opens, closes = clean_facts.hours(hours[0] if hours else None, hours[1] if len(hours) > 1 else None)
        if not days or (hours and hours[0] and opens is None):
            line.complain(
                "times",
                _("“%(said)s” is no weekly time. Write it like Tue 12:30-14:30.") % {"said": part[:60]},
            )
            continue
        schedules.append(
            {
                "id": f"time-{len(schedules)}",
                "freq": "WEEKLY",
                "byday": days[0],
                "opens_at": opens.strftime("%H:%M") if opens else "",
                "closes_at": closes.strftime("%H:%M") if closes else "",
            }
        )
    if says := _on_bank_holidays(line):
        for schedule in schedules:
            schedule["description"] = holiday_words.SAYING[says]
    found: dict[str, Any] = {"schedules": schedules} if schedules else {}
    if says and not schedules:  # nobody must think that it was not read
        found["description"] = f"{line.cells.get('description', '')}\n{holiday_words.SAYING[says]}".strip()
    if said := line.cells.get("confirmed"):
        day_confirmed = clean_facts.date(said) or _written_day(said)
        if day_confirmed is None:
            line.complain("confirmed", _("This is no day. Write it like 1 November 2026."))
        else:
            found["assured_date"] = day_confirmed.isoformat()
    return found


def _on_bank_holidays(line: Line) -> str:
    """Return an `OnBankHolidays` value, "" when nothing is said."""
    said = line.cells.get("bank_holidays", "").lower().strip(" .")
    value = _HOLIDAYS.get(said, "") or holiday_words.on_bank_holidays([said])
    if said and not value:
        line.complain(
            "bank_holidays", _("Write yes when it is on then, no when it is not, or leave it empty.")
        )
    return value


def _written_day(said: str) -> dt.date | None:
    """Return a day written with its month in words, as people do: 1 November 2026, 1st Nov 26."""
    if not re.search(r"[A-Za-z]{3}", said) or len(said) > 40:
        return None
    try:
        return parse(said, dayfirst=True).date()
    except (ValueError, OverflowError):
        return None


def _who(line: Line) -> dict[str, Any]:
    found: dict[str, Any] = {}
    rule: dict[str, Any] = {}
    if said := line.cells.get("ages"):
        low, high = _ages(said)
        if low is None and high is None:
            line.complain("ages", _("These are no ages. Write them like 55+, under 25, or 18-25."))
        rule |= {"minimum_age": low, "maximum_age": high}
    if said := line.cells.get("for"):
        rule["eligibility_description"] = said
    if rule:
        found["eligibilities"] = [{"id": "who-1", **rule}]
    names = {str(name).lower(): code for code, name in LANGUAGES.items()} | {code: code for code in LANGUAGES}
    if codes := _known(line, "languages", names):
        found["languages"] = [{"id": f"language-{code}", "code": code} for code in codes]
    return found


def _ages(said: str) -> tuple[int | None, int | None]:
    numbers = [int(number) for number in re.findall(r"\d{1,3}", said)]
    if len(numbers) == 2 and numbers[0] <= numbers[1] <= 120:
        return numbers[0], numbers[1]
    if len(numbers) != 1 or numbers[0] > 120:
        return None, None
    (age,) = numbers
    if re.search(r"under|below|up to|younger|<", said, re.IGNORECASE):
        return None, age if "up to" in said.lower() else age - 1
    return age, None


_HOLIDAYS = dict.fromkeys(("no", "closed", "off", "not on"), OnBankHolidays.CLOSED.value)
_HOLIDAYS |= dict.fromkeys(("yes", "open", "on"), OnBankHolidays.MEETS.value)
_HOW = {
    "phone": "phone",
    "telephone": "phone",
    "zoom": "online",
    "virtual": "online",
    "home": "home",
    "post": "post",
}
_HOW |= {"in-person": "in_person", "face to face": "in_person", "at home": "home", "letter": "post"}
_ACCESS = {
    "step free": "step_free",
    "wheelchair": "wheelchair",
    "wheelchair access": "wheelchair",
    "loop": "hearing_loop",
}
_ACCESS |= {"accessible toilet": "accessible_toilet", "parking": "parking", "lift": "lift", "bsl": "bsl"}


def _known(line: Line, column: str, table: dict[str, str]) -> list[str]:
    """Return the values of a cell with several, parted by commas; what we do not know is said."""
    found = []
    for part in filter(None, (piece.strip() for piece in re.split(r"[,;/\n]", line.cells.get(column, "")))):
        value = table.get(part.lower()) or table.get(part.lower().replace("-", " "))
        if value is None:
            line.complain(
                column,
                _("We do not know “%(said)s”. Look at the list of words we know.") % {"said": part[:40]},
            )
        elif value not in found:
            found.append(value)
    return found


def words_known() -> list[tuple[str | Promise, list[str]]]:
    """Return what may stand in the columns that know only certain words, for the help beside the template."""
    return [
        (gettext_lazy("Days"), [str(day.label)[:3] for day in Weekday]),
        (gettext_lazy("How one takes part"), [str(mode.label) for mode in DeliveryMode]),
        (gettext_lazy("Getting in"), [str(one.label) for one in AccessFeature]),
        (gettext_lazy("Languages"), [str(name) for name in LANGUAGES.values()]),
    ]
