"""How the wait for a befriender is said, to staff and – in their language – to the person who waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from alongside.befriending.rules import HonestWait


def wait_in_words(wait: HonestWait) -> str:
    """What a person who joins is told about the wait. Never a promise."""
    people = ngettext("%(n)s person is waiting.", "%(n)s people are waiting.", wait.waiting) % {
        "n": wait.waiting
    }
    if wait.usual_weeks is None or wait.slow_weeks is None:
        return people + " " + _("We cannot say yet how long it takes. We ring you every month.")
    return (
        people
        + " "
        + _(
            "Of those who found a befriender lately, half waited up to %(usual)s and nine in ten up to %(slow)s."
        )
        % {"usual": weeks(wait.usual_weeks), "slow": weeks(wait.slow_weeks)}
    )


def weeks(number: int) -> str:
    """`6 weeks`, `1 week`, `less than a week`."""
    if number == 0:
        return _("less than a week")
    return ngettext("%(n)s week", "%(n)s weeks", number) % {"n": number}
