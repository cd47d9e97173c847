"""What the actions of casework refuse, in words that can be shown."""

from __future__ import annotations


class CannotDo(Exception):
    """What was asked cannot be done now; the message says why and what to do instead."""


class CannotOpen(CannotDo):
    """A case cannot be opened."""


class CannotClose(CannotDo):
    """A case cannot be closed or reopened."""


class CannotPlan(CannotDo):
    """A step or barrier cannot be changed."""


class CannotRefer(CannotDo):
    """An onward referral cannot be sent, nudged or taken back."""


class CannotAnswer(CannotDo):
    """An organiser's answer cannot be taken."""
