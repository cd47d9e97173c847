"""How numbers are written to somebody: in words up to ten, in figures after that."""

from django.utils.translation import gettext as _


def in_words(value: int) -> int | str:
    """`three`, `ten`, `11`."""
    small = (
        _("none"), _("one"), _("two"), _("three"), _("four"), _("five"),
        _("six"), _("seven"), _("eight"), _("nine"), _("ten"),
    )  # fmt: skip
    return small[value] if 0 <= value < len(small) else value
