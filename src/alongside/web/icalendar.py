"""iCalendar (RFC 5545): a calendar of events as text. Moments are written in UTC, so no clock change can move them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST_LINE = 75  # octets, RFC 5545 §3.1


@dataclass(frozen=True)
class Event:
    """Something with a beginning and an end."""

    uid: str
    starts: dt.datetime
    ends: dt.datetime
    title: str
    url: str = ""
    location: str = ""
    sequence: int = 0
    cancelled: bool = False


def calendar(events: Iterable[Event], *, name: str, stamp: dt.datetime) -> str:
    """The text of a calendar; lines end with CR LF and none is longer than 75 octets."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Alongside//Visits//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
    ]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{escaped(event.uid)}",
            f"DTSTAMP:{utc(stamp)}",
            f"DTSTART:{utc(event.starts)}",
            f"DTEND:{utc(event.ends)}",
            f"SUMMARY:{escaped(event.title)}",
            *([f"LOCATION:{escaped(event.location)}"] if event.location else []),
            *([f"URL:{event.url}"] if event.url else []),
            *([f"SEQUENCE:{event.sequence}"] if event.sequence else []),
            *(["STATUS:CANCELLED"] if event.cancelled else []),
            "CLASS:PRIVATE",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(folded(line) + "\r\n" for line in lines)


def utc(moment: dt.datetime) -> str:
    """`20261201T140000Z`."""
    return moment.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")


def escaped(text: str) -> str:
    """Text as a property value (§3.3.11)."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def folded(line: str) -> str:
    """The line, folded so that no piece is longer than 75 octets and no character is cut."""
    pieces, piece, length = [], "", 0
    for letter in line:
        size = len(letter.encode())
        if length + size > LONGEST_LINE:
            pieces.append(piece)
            piece, length = " ", 1
        piece, length = piece + letter, length + size
    return "\r\n".join([*pieces, piece])
