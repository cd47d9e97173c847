"""Paper: letters, plans, posters and reports as PDF – tagged for screen readers, in any script we have letters for.

    sheet = Sheet(
        title="Your plan", letterhead=letterhead_of(partnership), address=["Ayten Aydin", "3 Mare Street"],
        blocks=[Heading("Your plan"), Paragraph("Lunch club on Tuesdays"), Points(["Bring your glasses"])],
    )
    return pdf_response(sheet, "plan.pdf")

Words go in as words: nothing a person typed is read as markup. Layout stands in paper.typ.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import typst
from django.http import HttpResponse

from alongside.core import clock

if TYPE_CHECKING:
    from alongside.partnerships.models import Partnership

ORDINARY, LARGE, VERY_LARGE = 12, 16, 20
"""Sizes in points. Whatever goes to a person is LARGE or more."""

HERE = Path(__file__).parent
FONTS = HERE / "static" / "built" / "fonts" / "paper"
#: In the order in which a letter is looked for.
ALPHABETS = (
    "latin", "latin-ext", "hebrew", "arabic", "bengali", "devanagari", "greek", "cyrillic", "cyrillic-ext",
    "vietnamese", "more-latin", "signs",
)  # fmt: skip


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 3."""

    text: str
    level: int = 1
    lang: str = ""
    kind: ClassVar = "heading"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; its line breaks are kept. `lang` (ISO 639-1) where it is not that of the sheet."""

    text: str
    lang: str = ""
    strong: bool = False
    kind: ClassVar = "paragraph"


@dataclass(frozen=True)
class Points:
    """A list with dots, or with numbers."""

    texts: Sequence[str]
    numbered: bool = False
    lang: str = ""
    kind: ClassVar = "points"

    @property
    def items(self) -> list[dict[str, str]]:
        """Each point as paper.typ wants it."""
        return [{"text": text} for text in self.texts]


@dataclass(frozen=True)
class Facts:
    """Names with their values, side by side: ("When", "Tuesday, 2pm")."""

    pairs: Sequence[tuple[str, str]]
    lang: str = ""
    kind: ClassVar = "facts"

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each pair as paper.typ wants it."""
        return [{"name": name, "value": {"text": value}} for name, value in self.pairs]


@dataclass(frozen=True)
class Table:
    """A table with its header. `widths` are shares of the width; `numbers` the columns set to the right, from 0."""

    header: Sequence[str]
    lines: Sequence[Sequence[object]]
    caption: str = ""
    shares: Sequence[float] = ()
    numbers: Sequence[int] = ()
    kind: ClassVar = "table"

    @property
    def widths(self) -> list[float]:
        """Shares of the width, equal where none are given."""
        return list(self.shares) or [1.0] * len(self.header)

    @property
    def rows(self) -> list[list[str]]:
        """The cells as words; short lines are filled up, so that no cell slips into another column."""
        width = len(self.header)
        return [
            ["" if cell is None else str(cell) for cell in [*line, *[""] * width][:width]]
            for line in self.lines
        ]


@dataclass(frozen=True)
class Picture:
    """A drawing of our own as SVG. `alt` says in words what it shows."""

    svg: str
    alt: str
    width: float = 160.0
    centred: bool = False
    kind: ClassVar = "picture"


@dataclass(frozen=True)
class Space:
    """Empty room, for instance for a signature."""

    millimetres: float = 6.0
    kind: ClassVar = "space"


@dataclass(frozen=True)
class NewPage:
    """What follows begins on a new page."""

    kind: ClassVar = "new-page"


Block = Heading | Paragraph | Points | Facts | Table | Picture | Space | NewPage


@dataclass(frozen=True)
class Letterhead:
    """Who writes: the name, and lines such as the telephone number and when it is answered."""

    name: str
    lines: Sequence[str] = ()


@dataclass(frozen=True)
class Sheet:
    """One document. `lang` is ISO 639-1 and decides the direction; `size` is in points."""

    title: str
    blocks: Sequence[Block]
    letterhead: Letterhead | None = None
    address: Sequence[str] = ()
    date: str = ""
    footer: str = ""
    author: str = ""
    lang: str = "en"
    size: float = LARGE
    made_at: datetime = field(default_factory=clock.now)

    def as_data(self) -> dict[str, Any]:
        """What paper.typ is filled with."""
        return {
            "title": self.title,
            "author": self.author or (self.letterhead.name if self.letterhead else ""),
            "lang": self.lang,
            "size": self.size,
            "fonts": [f"Paper {alphabet}" for alphabet in ALPHABETS],
            "letterhead": asdict(self.letterhead) if self.letterhead else None,
            "address": [line for line in self.address if line.strip()],
            "date": self.date,
            "footer": self.footer,
            "blocks": [_as_data(block) for block in self.blocks],
        }


def _as_data(block: Block) -> dict[str, Any]:
    extra = {name: getattr(block, name) for name in ("items", "rows", "widths") if hasattr(block, name)}
    return {"kind": block.kind, **asdict(block), **extra}


def letterhead_of(partnership: Partnership) -> Letterhead:
    """The letterhead of a partnership: its name, telephone and e-mail."""
    reach = " · ".join(
        part for part in (partnership.phone, partnership.opening_hours, partnership.email) if part
    )
    return Letterhead(partnership.name, [reach] if reach else [])


def pdf(sheet: Sheet) -> bytes:
    """The sheet as a tagged PDF (PDF/UA-1)."""
    made: Any = _compiler().compile(
        format="pdf",
        sys_inputs={"sheet": json.dumps(_with_letters_we_have(sheet.as_data()))},
        pdf_standards=["ua-1"],
        timestamp=int(sheet.made_at.timestamp()),
    )
    return bytes(made)


def pdf_response(sheet: Sheet, name: str, *, as_download: bool = False) -> HttpResponse:
    """The sheet to look at and print, or to keep; never kept by what lies between us and the reader."""
    response = HttpResponse(pdf(sheet), content_type="application/pdf")
    how = "attachment" if as_download else "inline"
    response["Content-Disposition"] = f'{how}; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def letters_we_lack(texts: Iterable[str]) -> str:
    """The letters no font of ours has, each once. On paper each becomes a `?`, so whoever prints must be told."""
    return "".join(dict.fromkeys(sign for text in texts for sign in text if _as_set(sign) == "?" != sign))


def _as_set(sign: str) -> str:
    """The sign as it is set: itself, `?` where no font has it, nothing where it is no sign at all.

    Marks that steer the text (joiners, directions; category Cf) need no letter; PDF/UA forbids the byte order mark.
    """
    kind = unicodedata.category(sign)
    if kind == "Cc" or sign == "\ufeff":
        return sign if sign in "\n\t" else ""
    return sign if kind == "Cf" or ord(sign) in _letters() else "?"


def _with_letters_we_have(data: Any) -> Any:
    if isinstance(data, str):
        return "".join(_as_set(sign) for sign in data)
    if isinstance(data, dict):
        return {name: _with_letters_we_have(value) for name, value in data.items()}
    if isinstance(data, list | tuple):
        return [_with_letters_we_have(value) for value in data]
    return data


def _compiler() -> typst.Compiler:
    """One each time: a compiler remembers what it was given, and that may be about a person."""
    return typst.Compiler((HERE / "paper.typ").read_bytes(), font_paths=_fonts(), ignore_system_fonts=True)


@cache
def _fonts() -> typst.Fonts:
    if not FONTS.is_dir():
        raise RuntimeError(f"The fonts of paper are not in {FONTS}. Run: make assets")
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


@cache
def _letters() -> frozenset[int]:
    return frozenset(json.loads((FONTS / "letters.json").read_text()))
