"""What these verbs refuse, in words for a person."""


class CannotDo(ValueError):
    """It cannot be done as told; the message says why, `field` names the part that is wrong ("" where it is all)."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class ChangedMeanwhile(CannotDo):
    """A colleague changed it since it was read."""
