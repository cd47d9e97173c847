"""A member's menu: the pages of their role, those of a section behind one heading, and where they are now."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from alongside.partnerships.enums import Role
from alongside.web.page import PAGES, Page, Section, menu_for


@dataclass(frozen=True)
class Entry:
    """A link of the menu. `here` is "page" on that very page, "true" on a page below it, else empty."""

    label: Any
    url_name: str
    here: str = ""


@dataclass(frozen=True)
class Menu:
    """The first row, and the pages of the section one is in. Both are empty for who has no menu."""

    entries: list[Entry] = field(default_factory=list)
    section: Section | None = None
    within: list[Entry] = field(default_factory=list)


@lru_cache(maxsize=4096)
def menu_at(role: Role, url_name: str) -> Menu:
    """The menu of a role as it stands on the page of this name. A section with one page is that page.

    Remembered: which pages there are does not change while the program runs, and labels are said in the language of
    whoever reads them.
    """
    pages = menu_for(role)
    here = _nearest(pages, url_name)
    sections: dict[Section, list[Page]] = {}
    for page in pages:
        if page.section:
            sections.setdefault(page.section, []).append(page)
    entries, opened = [], set()
    for page in pages:
        section = page.section
        if section is None or len(sections[section]) == 1:
            entries.append(_entry(page, here, url_name))
        elif section not in opened:
            opened.add(section)
            inside = here is not None and here.section == section
            entries.append(Entry(section.value, page.url_name, "true" if inside else ""))
    section = here.section if here and here.section and len(sections[here.section]) > 1 else None
    within = [_entry(page, here, url_name) for page in sections[section]] if section else []
    return Menu(entries, section, within)


def by_section(role: Role) -> list[tuple[Any, list[Page]]]:
    """The menu of a role laid out whole: each section's heading with its pages; what has none first, without one."""
    found: dict[Section | None, list[Page]] = {None: []}
    for page in menu_for(role):
        found.setdefault(page.section, []).append(page)
    return [(section.value if section else "", pages) for section, pages in found.items() if pages]


def _entry(page: Page, here: Page | None, url_name: str) -> Entry:
    at = "page" if page.url_name == url_name else "true" if page == here else ""
    return Entry(page.nav, page.url_name, at)


def _nearest(pages: list[Page], url_name: str) -> Page | None:
    """The page of the menu one is on or below: of the same door, with the longest route that begins this one's."""
    if url_name not in PAGES:
        return None
    asked = PAGES[url_name][0]
    above = [
        page
        for page in pages
        if (page.door == asked.door and page.route and asked.route.startswith(page.route)) or page == asked
    ]
    return max(above, key=lambda page: len(page.route), default=None)
