"""The sentences and labels of the figures. Numbers reach them only after disclosure control."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alongside.insight.facts import ELSEWHERE, NOT_KNOWN
from alongside.numerics.change import NoInterval, PairedChange

if TYPE_CHECKING:
    from alongside.insight.periods import Period
    from alongside.insight.report import Row

PLACES = {ELSEWHERE: gettext_lazy("Elsewhere"), NOT_KNOWN: gettext_lazy("Not known")}


def per_cent(share: float | None) -> int | None:
    """A share between 0 and 1 in whole per cent."""
    return None if share is None else int(100 * share + 0.5)


def period(one: Period) -> str:
    """ "July to September 2026", "12 months to September 2026"."""
    last = date_format(one.last, "F Y")
    if one.is_year:
        return _("12 months to %(month)s") % {"month": last}
    return _("%(first)s to %(last)s") % {"first": date_format(one.first, "F"), "last": last}


# Labels -----------------------------------------------------------------------------------------------


def sources(kinds: Any) -> dict[str, str]:
    """How people came, by kind of referral."""
    return {kind.value: str(kind.label) for kind in kinds} | {NOT_KNOWN: _("Without a referral")}


def ages() -> dict[str, str]:
    """Age bands, youngest first."""
    return {
        "under_25": _("Under 25"),
        "25_to_44": _("25 to 44"),
        "45_to_64": _("45 to 64"),
        "65_to_79": _("65 to 79"),
        "80_and_over": _("80 and over"),
        NOT_KNOWN: _("Not known"),
    }


def rest_of(area: str, code: str) -> str:
    """The people of an area whose ward is not known."""
    return area if code in PLACES else _("%(area)s, ward not known") % {"area": area}


def waits(promised: int, late: int) -> dict[str, str]:
    """Bands of the wait in working days; what is promised comes first."""
    bands = {"promised": _("Within %(days)s") % {"days": promised}}
    if promised < late:
        bands["late"] = _("%(first)s to %(last)s") % {"first": promised + 1, "last": late}
    return bands | {"very_late": _("More than %(days)s") % {"days": max(promised, late)}}


def wait_band(working_days: int, promised: int, late: int) -> str:
    """The band of one wait."""
    if working_days <= promised:
        return "promised"
    return "late" if working_days <= late else "very_late"


def answers() -> dict[str, str]:
    """What came of onward referrals."""
    return {
        "accepted": _("They welcomed the person"),
        "declined": _("They could not"),
        "expired": _("No answer in time"),
    }


def changes() -> dict[str, str]:
    """Which way scores went."""
    return {"less": _("Less lonely"), "same": _("The same"), "more": _("Lonelier")}


def went(before: Decimal, after: Decimal) -> str:
    """Which way one person's score went; lower is less lonely."""
    return "less" if after < before else "more" if after > before else "same"


def often() -> dict[str, str]:
    """The direct question, as the national figure is reported."""
    return {"often": _("Often or always lonely"), "less_often": _("Less often than that")}


def how_often(score: Decimal) -> str:
    """The category of one answer to the direct question: 5 is often or always."""
    return "often" if score == 5 else "less_often"


# Sentences --------------------------------------------------------------------------------------------


def hidden() -> str:
    """What stands where a number is hidden."""
    return _("The number is hidden, because it would say too much about too few people.")


def _count(number: int | None, one: str, many: str, nobody: str) -> str:
    if number is None:
        return hidden()
    return ngettext(one, many, number) % {"number": number} if number else nobody


def who(total: int | None, rows: Sequence[Row]) -> tuple[str, ...]:
    """How many people, and the way most of them came."""
    sentences = [
        _count(
            total,
            "We began to support %(number)s person.",
            "We began to support %(number)s people.",
            _("Nobody began to be supported in this time."),
        )
    ]
    first = most(total, rows)
    if first:
        sentences.append(
            _("The way most came: “%(label)s”, %(number)s.") % {"label": first.label, "number": first.count}
        )
    return tuple(sentences)


def most(total: int | None, rows: Sequence[Row]) -> Row | None:
    """The largest row, if it is the largest whatever the hidden ones are."""
    shown = sorted((row for row in rows if row.count), key=lambda row: -(row.count or 0))
    if not total or not shown or not shown[0].count:
        return None
    rest = total - sum(row.count or 0 for row in shown)
    runner_up = max(rest, shown[1].count or 0 if len(shown) > 1 else 0)
    return shown[0] if shown[0].count > runner_up else None


def wait(
    *, total: int | None, share: int | None, promised: int, half: float | None, waiting: int | None
) -> tuple[str, ...]:
    """How soon people were spoken with, and how many wait today."""
    sentences = [
        _count(
            total,
            "We spoke with %(number)s person for the first time.",
            "We spoke with %(number)s people for the first time.",
            _("There was no first talk with anybody in this time."),
        )
    ]
    if share is not None:
        sentences.append(
            _("%(share)s%% of them within the %(days)s working days we promise.")
            % {"share": share, "days": promised}
        )
    if half is not None:
        sentences.append(
            _("Half of them waited %(days)s working days or less.") % {"days": number_format(_plain(half))}
        )
    if waiting is not None:
        sentences.append(
            _count(
                waiting,
                "Today %(number)s person is waiting for a first talk.",
                "Today %(number)s people are waiting for a first talk.",
                _("Nobody is waiting for a first talk today."),
            )
        )
    return tuple(sentences)


def connected(settled: int | None, welcomed: int | None, stepped: int | None) -> tuple[str, ...]:
    """What organisers answered, and how many people took a first step."""
    sentences = [
        _count(
            settled,
            "%(number)s onward referral was settled.",
            "%(number)s onward referrals were settled.",
            _("No onward referral was settled in this time."),
        )
    ]
    if settled and welcomed is not None:
        sentences.append(
            ngettext(
                "In %(number)s of them an organiser welcomed the person.",
                "In %(number)s of them an organiser welcomed the person.",
                welcomed,
            )
            % {"number": welcomed}
        )
    if stepped is not None:
        sentences.append(
            _count(
                stepped,
                "%(number)s person took a first step of their plan.",
                "%(number)s people took a first step of their plan.",
                _("Nobody took a first step of their plan in this time."),
            )
        )
    return tuple(sentences)


def lonely(
    total: int | None,
    counts: Mapping[str, int | None],
    found: PairedChange | None,
    *,
    started_often: int | None,
    now_often: int | None,
) -> tuple[str, ...]:
    """Change in loneliness of the people who answered at both times."""
    sentences = [
        _count(
            total,
            "%(number)s person has answered the three questions at the start and again some months on.",
            "%(number)s people have answered the three questions at the start and again some months on.",
            _("Nobody has answered the questions a second time in this period."),
        )
    ]
    if total and all(count is not None for count in counts.values()):
        sentences.append(_("%(less)s are less lonely, %(same)s the same, %(more)s lonelier.") % counts)
    if found is not None:
        sentences.append(mean_change(found))
    if started_often is not None and now_often is not None:
        sentences.append(
            _(
                "%(before)s%% felt lonely often or always at the start, and %(after)s%% of them some months on."
            )
            % {"before": started_often, "after": now_often}
        )
    return tuple(sentences)


def mean_change(found: PairedChange) -> str:
    """The mean change in one sentence, with its interval and what that means."""
    said = {
        "before": _one(found.mean_before),
        "after": _one(found.mean_after),
        "change": _signed(found.mean_change),
        "low": _signed(found.low),
        "high": _signed(found.high),
    }
    sentence = _("The average score went from %(before)s to %(after)s: a change of %(change)s") % said
    if found.low is None or found.high is None:
        return sentence + "."
    sentence += _(", 95%% interval %(low)s to %(high)s.") % said
    if found.low <= 0 <= found.high:
        sentence += " " + _("So it may be no change at all.")
    return sentence


def figures(found: PairedChange | None) -> tuple[tuple[str, str], ...]:
    """The numbers behind the mean change, for the table."""
    if found is None:
        return ()
    interval = (
        _("%(low)s to %(high)s") % {"low": _signed(found.low), "high": _signed(found.high)}
        if found.no_interval is None
        else str(_NO_INTERVAL[found.no_interval])
    )
    return (
        (_("Average at the start (3 to 9)"), _one(found.mean_before)),
        (_("Average some months on"), _one(found.mean_after)),
        (_("Average change (less is better)"), _signed(found.mean_change)),
        (_("95% interval of the change"), interval),
    )


_NO_INTERVAL = {
    NoInterval.NOBODY: gettext_lazy("none: nobody answered twice"),
    NoInterval.ONE_PERSON: gettext_lazy("none: one person only"),
    NoInterval.ALL_CHANGED_ALIKE: gettext_lazy("none: everybody changed by the same amount"),
}


def caution() -> str:
    """Said under the fourth question."""
    return _(
        "This is change, not proof of what caused it: there is nobody to compare with, and people who feel better may "
        "be more willing to answer again. There is no accepted score above which a person counts as lonely."
    )


def _one(value: float | None) -> str:
    return "" if value is None else number_format(f"{value:.1f}")


def _signed(value: float | None) -> str:
    if value is None:
        return ""
    text = number_format(f"{abs(value):.1f}")
    return text if float(f"{value:.1f}") == 0 else ("−" if value < 0 else "+") + text


def _plain(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
