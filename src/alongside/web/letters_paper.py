"""Letters on paper: one with its letterhead and address, or many of one size in one file, each on its own page."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format

from alongside.letters.enums import Layout
from alongside.letters.models import Letter
from alongside.web.paper import (
    Block,
    Heading,
    Letterhead,
    NewPage,
    Paragraph,
    Points,
    Sheet,
    Space,
    letters_we_lack,
)


def day_of(letter: Letter) -> str:
    """The day it was written, in its language."""
    shown = letter.language if letter.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(shown):
        return date_format(letter.dated, "j F Y", use_l10n=False)


def sheet_of(letter: Letter) -> Sheet:
    """One letter, as it was sent."""
    top = letter.top_lines
    return Sheet(
        title=letter.subject or str(letter.get_kind_display()),
        letterhead=Letterhead(top[0], top[1:]) if top else None,
        address=letter.to_lines,
        date=day_of(letter),
        author=letter.signed_lines[0] if letter.signed_lines else "",
        blocks=words_of(letter),
        lang=letter.language,
        size=float(letter.size),
    )


def lacks(letter: Letter) -> str:
    """The letters of the alphabet that would be a question mark on paper; whoever prints must be told."""
    return letters_we_lack([letter.to, letter.top, letter.subject, letter.body, letter.signed])


def words_of(letter: Letter) -> list[Block]:
    """Heading, words and signature. Easy read has room round each sentence."""
    easy = letter.layout == Layout.EASY_READ
    lang = letter.language
    found: list[Block] = [Heading(letter.subject, lang=lang)] if letter.subject else []
    for block in letter.blocks:
        if block.kind == "heading":
            found.append(Heading(" ".join(block.lines), level=2 if letter.subject else 1, lang=lang))
        elif block.kind == "list":
            found.append(Points(list(block.lines), lang=lang))
        else:
            found.append(Paragraph("\n".join(block.lines), lang=lang))
        if easy:
            found.append(Space(3))
    return [*found, Space(10), Paragraph(letter.signed, lang=lang)]


def sheet_of_many(letters: Sequence[Letter]) -> Sheet:
    """Letters of one size in one file. Each has its own top, so that a page taken out of the tray is whole."""
    blocks: list[Block] = []
    for number, letter in enumerate(letters):
        top = letter.top_lines
        if number:
            blocks.append(NewPage())
        if top:
            blocks += [Paragraph(top[0], strong=True), Paragraph("\n".join(top[1:])), Space(6)]
        blocks += [Paragraph(letter.to), Space(6), Paragraph(day_of(letter), lang=letter.language)]
        blocks += words_of(letter)
    return Sheet(
        title="Letters to post",
        author=letters[0].signed_lines[0],
        blocks=blocks,
        size=float(letters[0].size),
    )
