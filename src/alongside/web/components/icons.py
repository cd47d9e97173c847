"""The line icons: drawn beside words, so hidden from screen readers. `<c-icon name="phone" />` draws one."""

from __future__ import annotations

from functools import cache

from django.utils.safestring import SafeString, mark_safe

#: Those that point somewhere point the other way in languages that are written from right to left.
TURNS = frozenset({"back", "on"})
LINES = {
    "phone": (
        '<path d="M6.5 3.5h2.6l1.6 4.4-2 1.5a12 12 0 0 0 5.9 5.9l1.5-2 4.4 1.6v2.6a2 2 0 0 1-2.2 '
        '2A16.8 16.8 0 0 1 4.5 5.7a2 2 0 0 1 2-2.2z"/>'
    ),
    "find": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "heart": (
        '<path d="M12 20s-7.5-4.6-7.5-10.2A4.3 4.3 0 0 1 12 7.2a4.3 4.3 0 0 1 7.5 2.6C19.5 15.4 12 '
        '20 12 20z"/>'
    ),
    "people": (
        '<circle cx="8.5" cy="8" r="3.5"/>'
        '<path d="M2.5 19.5c0-3.6 2.7-5.5 6-5.5s6 1.9 6 5.5"/>'
        '<path d="M15.5 4.900a3.3 3.3 0 0 1 0 6.300M17.5 14.300c2.4.6 4 2.3 4 5.2"/>'
    ),
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c0-4.2 3.3-6.5 7.5-6.5s7.5 2.3 7.5 6.5"/>',
    "calendar": (
        '<rect x="3.5" y="5" width="17" height="15.5" rx="2"/><path d="M3.5 10h17M8 2.800v4M16 2.800v4"/>'
    ),
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.300l3.5 2"/>',
    "walk": (
        '<circle cx="13" cy="4.2" r="1.7"/>'
        '<path d="m9 21 2.5-6.5L9.5 12l1-4.5 3 .5 1.5 3 2.5 1M11.5 14.5 14 17l1 4M10.5 7.5 7.5 9.5 '
        '7 12.5"/>'
    ),
    "place": (
        '<path d="M12 21.200s-6.5-5.7-6.5-11a6.5 6.5 0 0 1 13 0c0 5.3-6.5 11-6.5 11z"/>'
        '<circle cx="12" cy="10" r="2.4"/>'
    ),
    "home": '<path d="m3.5 11.5 8.5-7.5 8.5 7.5M6 9.5v10.5h12V9.5M10 20v-5.5h4V20"/>',
    "letter": '<rect x="3" y="5.5" width="18" height="13.5" rx="2"/><path d="m3.5 7.5 8.5 6.5 8.5-6.5"/>',
    "tick": '<circle cx="12" cy="12" r="8.7"/><path d="m8 12.3 2.8 2.800L16 9.5"/>',
    "careful": '<path d="M12 3.8 21.2 20H2.800z"/><path d="M12 10v4.5M12 17.200v.1"/>',
    "info": '<circle cx="12" cy="12" r="8.7"/><path d="M12 11v5.5M12 7.700v.1"/>',
    "back": '<path d="M19.5 12H5M11 6l-6 6 6 6"/>',
    "on": '<path d="M4.5 12H19M13 6l6 6-6 6"/>',
    "close": '<path d="m6 6 12 12M18 6 6 18"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "print": '<path d="M7 8V3.5h10V8M7 17H3.5V8h17v9H17"/><path d="M7 13.5h10v7H7z"/>',
    "chat": '<path d="M4 5h16v11H11l-4.5 4v-4H4z"/>',
    "globe": (
        '<circle cx="12" cy="12" r="8.7"/>'
        '<path d="M3.3 12h17.400M12 3.300c5 5.3 5 12.1 0 17.4-5-5.3-5-12.1 0-17.400z"/>'
    ),
    "text-size": '<path d="M3 19 8.5 5 14 19M5 14.5h7M15 19l3.2-8L21.4 19M16.2 16.400h4"/>',
    "shield": (
        '<path d="M12 3.2 19.5 6v5.5c0 4.7-3.2 7.9-7.5 9.3-4.3-1.4-7.5-4.6-7.5-9.300V6z"/>'
        '<path d="M12 8.5v4M12 15.700v.1"/>'
    ),
    "list": '<path d="M9 6h11.5M9 12h11.5M9 18h11.5M4 6h.5M4 12h.5M4 18h.5"/>',
    "chart": '<path d="M4 4v16h16.5M8 16.5v-5M12.5 16.5V8M17 16.5v-6.5"/>',
    "edit": '<path d="m4 20 1-4.5L16 4.5l3.5 3.5-11 11z"/>',
    "lock": '<rect x="5" y="11" width="14" height="9.5" rx="2"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>',
    "save": '<path d="M6.5 3.5h11v17L12 16.300l-5.5 4.200z"/>',
    "hand": (
        '<path d="M3 13.5c2.5-2 4.5-1.5 6.5 0h4a1.7 1.7 0 0 1 0 3.300H10M15 14.5l4-2.5a1.7 1.7 0 0 '
        '1 2 2.700l-6 4.800H8l-5-1.5"/>'
        '<path d="M13.5 9.5S9.5 7 9.5 4.900a2.1 2.1 0 0 1 4-.9 2.1 2.1 0 0 1 4 .9c0 2.1-4 4.6-4 '
        '4.600z"/>'
    ),
}


@cache
def icon(name: str) -> SafeString:
    """The icon of this name; a name there is no icon for draws nothing in its place."""
    turns = " as-icon--turns" if name in TURNS else ""
    lines = LINES.get(name, "")
    return mark_safe(f'<svg class="as-icon{turns}" viewBox="0 0 24 24" aria-hidden="true">{lines}</svg>')  # noqa: S308
