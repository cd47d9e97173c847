"""Why something about rights cannot be done."""

from __future__ import annotations


class CannotDo(Exception):
    """What was asked cannot be done; the message says why. `field` names the box of the form, if there is one."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field
