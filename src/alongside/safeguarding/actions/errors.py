"""What safeguarding refuses, in words that can be shown."""

from __future__ import annotations


class CannotDo(Exception):
    """What was asked cannot be done now; the message says why and what to do instead."""


class AlreadyAcknowledged(CannotDo):
    """Somebody else has it."""
