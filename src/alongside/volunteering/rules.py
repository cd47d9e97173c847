"""Pure decisions about volunteers: what may follow what, which checks the tasks need and allow, when they lapse.

Days are London days. A check counts from `issued_on` up to, and not on, `expires_on`: it lapses at the midnight at
which that day begins.
"""

from __future__ import annotations

from datetime import date


def in_force(issued_on: date, expires_on: date | None, on: date) -> bool:
    """Whether something issued and expiring on these days counts on `on`."""
    return issued_on <= on and (expires_on is None or on < expires_on)
