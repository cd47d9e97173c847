"""What the actions of volunteering refuse, in words that can be shown."""

from __future__ import annotations


class CannotDo(Exception):
    """What was asked cannot be done now; the message says why and what to do instead."""


class CannotApply(CannotDo):
    """An enquiry or application cannot be taken as it is."""


class CannotMove(CannotDo):
    """An application cannot go to this stage; `missing` says what must be there first."""

    def __init__(self, words: str, missing: list[str] | None = None) -> None:
        super().__init__(words)
        self.missing = missing or []


class CannotAnswer(CannotDo):
    """A referee cannot answer here any more."""


class CannotRecord(CannotDo):
    """A check, a session, hours or an expense cannot be recorded as it is."""


class LevelNotJustified(CannotRecord):
    """The tasks do not allow this level of DBS check."""
