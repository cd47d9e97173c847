"""How far it is on foot, in words: the same minutes on results, stops and maps."""

from math import ceil

from django.utils.translation import ngettext

from alongside.places.geo import UNHURRIED_METRES_A_MINUTE


def walk(metres: float) -> str:
    """`12 minutes’ walk` from metres in a straight line, unhurried; never less than a minute."""
    minutes = max(1, ceil(metres / UNHURRIED_METRES_A_MINUTE))
    return ngettext("%(n)d minute’s walk", "%(n)d minutes’ walk", minutes) % {"n": minutes}
