"""What the actions of befriending refuse, in words that can be shown to staff. None says that an exclusion exists."""

from __future__ import annotations


class CannotDo(Exception):
    """What was asked cannot be done now; the message says why and what to do instead."""


class CannotJoin(CannotDo):
    """A person cannot join this queue, or a wish cannot be changed."""


class CannotRun(CannotDo):
    """A round cannot be run."""


class CannotDecide(CannotDo):
    """A proposal cannot be decided: it was decided a moment ago, or the two may not be matched any more."""


class CannotMove(CannotDo):
    """A match cannot become what was asked."""


class CannotAnswer(CannotDo):
    """A side's answer cannot be taken any more."""


class CannotBook(CannotDo):
    """A visit cannot be booked, moved or logged."""
