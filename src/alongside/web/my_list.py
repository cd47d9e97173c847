"""The shortlist of whoever looks, kept in their session while the browser is open. See `public/shortlist*.py`.

A session holds {"ids": [service id, …], "notes": {service id: words}, "gone": the last one taken off}. It ends with the
browser or after twelve hours; nothing else of the visitor is kept.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from alongside.directory.kept_list import MOST
from alongside.directory.service_facts import ServiceFacts, facts_of_all

KEY = "shortlist"
LONGEST_NOTE = 300


@dataclass(frozen=True, slots=True)
class Entry:
    """One service of the list with the visitor's note."""

    facts: ServiceFacts
    note: str


class MyList:
    """The list in a session; `save` writes it back."""

    def __init__(self, request: HttpRequest) -> None:
        self._session = request.session
        kept: dict[str, Any] = request.session.get(KEY) or {}
        self.ids = [uuid.UUID(text) for text in kept.get("ids", [])]
        self.notes: dict[str, str] = dict(kept.get("notes", {}))
        self.gone: list[Any] = list(kept.get("gone", []))

    def add(self, service_id: uuid.UUID) -> bool:
        """Put a service at the end; False when the list is full."""
        if service_id in self.ids:
            return True
        if len(self.ids) >= MOST:
            return False
        self.ids.append(service_id)
        return True

    def take_off(self, service_id: uuid.UUID) -> None:
        """Take a service off, remembering where it stood and what was noted."""
        if service_id in self.ids:
            place = self.ids.index(service_id)
            self.ids.pop(place)
            self.gone = [str(service_id), place, self.notes.pop(str(service_id), "")]

    def put_back(self) -> None:
        """Put the last one taken off back where it stood."""
        if self.gone and len(self.ids) < MOST:
            service_id, place, note = self.gone
            if uuid.UUID(service_id) not in self.ids:
                self.ids.insert(place, uuid.UUID(service_id))
            if note:
                self.notes[service_id] = note
            self.gone = []

    def note(self, service_id: uuid.UUID, words: str) -> None:
        """Keep a note for a service on the list."""
        if service_id in self.ids:
            self.notes[str(service_id)] = " ".join(words.split())[:LONGEST_NOTE]

    def save(self) -> None:
        """Write it into the session."""
        ids = [str(one) for one in self.ids]
        self._session[KEY] = {"ids": ids, "notes": self.notes, "gone": self.gone}

    def entries(self, *, at: dt.datetime) -> list[Entry]:
        """The services with their facts, in order; what has vanished altogether is left out."""
        facts = facts_of_all(self.ids, at=at)
        return [Entry(facts[one], self.notes.get(str(one), "")) for one in self.ids if one in facts]


def context(request: HttpRequest) -> dict[str, object]:
    """Which services are on the list, for pages that can save them; nothing is read for who has no session."""
    session = getattr(request, "session", None)
    kept = session.get(KEY) if session is not None and session.session_key else None
    return {"on_my_list": frozenset((kept or {}).get("ids", ()))}
