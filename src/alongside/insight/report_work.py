"""The lead's further questions, about the work itself: what comes in, what stands in the way, how we keep in touch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.casework.enums import BarrierKind, Channel, ClosingReason, Outcome, Result
from alongside.casework.enums import DeclineReason as OnwardReason
from alongside.insight.cube import Breakdown
from alongside.insight.shapes import About, Question, table_of, trend_of
from alongside.insight.words import hidden
from alongside.referrals.enums import DeclineReason, ReferralKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alongside.insight.counted import Counted
    from alongside.insight.cube import Cube, Fact


def questions(about: About, found: Counted) -> tuple[Question, ...]:
    """Answer them for the period."""
    return (
        _comes_in(about, found),
        _in_the_way(about, found),
        _in_touch(about, found),
        _endings(about, found),
    )


def _labels(choices: Iterable[tuple[str, object]]) -> dict[str, str]:
    return {value: str(label) for value, label in choices}


def _said(total: int | None, one: str, many: str, none: str) -> str:
    if total is None:
        return hidden()
    return ngettext(one, many, total) % {"n": total} if total else none


def _counted(about: About, found: Iterable[Fact], *breakdowns: tuple[str, dict[str, str]]) -> Cube:
    return about.cube(found, *(Breakdown(name, tuple(labels)) for name, labels in breakdowns))


def _comes_in(about: About, found: Counted) -> Question:
    doors, why = _labels(ReferralKind.choices), _labels(DeclineReason.choices)
    came = _counted(about, found.referrals_in, ("door", doors))
    declined = _counted(about, found.declined, ("why", why))
    return Question(
        "referrals",
        _("What comes in?"),
        (
            _said(
                came.total(about.period),
                "%(n)s referral came in.",
                "%(n)s referrals came in.",
                _("No referral came in in this time."),
            ),
            _said(
                declined.total(about.period),
                "We declined %(n)s.",
                "We declined %(n)s.",
                _("We declined none."),
            ),
        ),
        (
            table_of(
                about,
                came,
                "door",
                _("Referrals by the door they came through"),
                head=_("Door"),
                labels=doors,
            ),
            table_of(
                about, declined, "why", _("Referrals we declined, and why"), head=_("Reason"), labels=why
            ),
        ),
        trend=trend_of(about, came, _("Referrals by quarter")),
    )


def _in_the_way(about: About, found: Counted) -> Question:
    kinds = _labels(BarrierKind.choices)
    told = _counted(about, found.barriers, ("barrier", kinds))
    gone = _counted(about, found.removed, ("removed", kinds))
    why = _labels(OnwardReason.choices)
    refused = _counted(about, found.refused_onward, ("why", why))
    return Question(
        "barriers",
        _("What stands in the way?"),
        (
            _said(
                told.total(about.period),
                "%(n)s thing in somebody’s way was written down.",
                "%(n)s things in somebody’s way were written down.",
                _("Nothing in anybody’s way was written down in this time."),
            ),
            _said(
                gone.total(about.period),
                "%(n)s was taken out of the way.",
                "%(n)s were taken out of the way.",
                _("None was taken out of the way."),
            ),
        ),
        (
            table_of(about, told, "barrier", _("What is in the way"), head=_("Barrier"), labels=kinds),
            table_of(
                about, gone, "removed", _("What was taken out of the way"), head=_("Barrier"), labels=kinds
            ),
            table_of(about, refused, "why", _("Why organisers said no"), head=_("Reason"), labels=why),
        ),
        trend=trend_of(about, told, _("Barriers written down by quarter")),
    )


def _in_touch(about: About, found: Counted) -> Question:
    channels, results = _labels(Channel.choices), _labels(Result.choices)
    told = _counted(about, found.contacts, ("channel", channels), ("result", results))
    return Question(
        "contacts",
        _("How do we keep in touch?"),
        (
            _said(
                told.total(about.period),
                "%(n)s contact, tries without an answer included.",
                "%(n)s contacts, tries without an answer included.",
                _("There was no contact in this time."),
            ),
        ),
        (
            table_of(about, told, "channel", _("Contacts by how"), head=_("How"), labels=channels),
            table_of(about, told, "result", _("What came of them"), head=_("Result"), labels=results),
        ),
        trend=trend_of(about, told, _("Contacts by quarter")),
    )


def _endings(about: About, found: Counted) -> Question:
    outcomes, reasons = _labels(Outcome.choices), _labels(ClosingReason.choices)
    told = _counted(about, found.ended, ("outcome", outcomes), ("reason", reasons))
    return Question(
        "outcomes",
        _("How does support end?"),
        (
            _said(
                told.total(about.period),
                "Support ended for %(n)s person.",
                "Support ended %(n)s times.",
                _("No support ended in this time."),
            ),
        ),
        (
            table_of(
                about, told, "outcome", _("What had changed by then"), head=_("Outcome"), labels=outcomes
            ),
            table_of(about, told, "reason", _("Why it ended"), head=_("Reason"), labels=reasons),
        ),
        caution=_("The connector’s view at the end, not a measurement."),
        trend=trend_of(about, told, _("Support ended by quarter")),
    )
