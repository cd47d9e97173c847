"""The lead's page as data: four questions, each with sentences, safe tables and figures, for one period."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.insight import facts, periods, words
from alongside.insight.cube import ALL, Breakdown, Cube, Fact, cube
from alongside.numerics.change import PairedChange, paired_change
from alongside.numerics.disclosure import Sum, means_to_show, protect
from alongside.numerics.proportions import wilson
from alongside.referrals.enums import ReferralKind

if TYPE_CHECKING:
    from datetime import date, datetime

    from alongside.insight.facts import Waited
    from alongside.insight.periods import Period, Quarter
    from alongside.measures.queries import Pair
    from alongside.partnerships.models import Partnership


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table. `count` and `share` (whole per cent) are None where hidden; `low`, `high` its interval."""

    label: str
    count: int | None
    share: int | None = None
    low: int | None = None
    high: int | None = None

    @property
    def is_hidden(self) -> bool:
        """Whether the number is hidden to protect people."""
        return self.count is None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of counts. `is_detail` tables are folded away at first."""

    key: str
    caption: str
    head: str
    rows: tuple[Row, ...]
    total: Row | None = None
    is_detail: bool = False

    @property
    def has_hidden(self) -> bool:
        """Whether any number of it is hidden."""
        return any(row.is_hidden for row in self.rows) or bool(self.total and self.total.is_hidden)

    @property
    def has_shares(self) -> bool:
        """Whether it has a column of shares."""
        return self.key not in {"waiting", "steps"}

    @property
    def has_intervals(self) -> bool:
        """Whether its shares carry intervals."""
        return any(row.low is not None for row in self.rows)


@dataclass(frozen=True, slots=True)
class ChangePicture:
    """Where the mean change and its interval are drawn, in whole units from 0 to 1000."""

    zero: int
    mean: int
    low: int | None
    high: int | None
    said: str


@dataclass(frozen=True, slots=True)
class Question:
    """One of the four questions, answered."""

    key: str
    title: str
    sentences: tuple[str, ...]
    tables: tuple[Table, ...]
    figures: tuple[tuple[str, str], ...] = ()
    picture: ChangePicture | None = None
    caution: str = ""

    @property
    def has_hidden(self) -> bool:
        """Whether any number under it is hidden."""
        return any(table.has_hidden for table in self.tables)


@dataclass(frozen=True, slots=True)
class Report:
    """The answers for one period, and the periods there are."""

    period: Period
    offered: tuple[Period, ...]
    questions: tuple[Question, ...]
    threshold: int
    next_on: date

    @property
    def has_hidden(self) -> bool:
        """Whether any number on the page is hidden."""
        return any(question.has_hidden for question in self.questions)


class NoSuchPeriod(ValueError):
    """The period asked for is not one that is offered."""


def report(*, partnership: Partnership, period: str | None, at: datetime) -> Report:
    """Answer the four questions for the period of that key; None takes the newest year.

    Raises NoSuchPeriod for any other key. A constant number of queries.
    """
    today = clock.local(at).date()
    threshold = partnership.disclosure_threshold
    reached = facts.reached(partnership.area_codes)
    waited, answers, steps = facts.waited(), facts.answers(), facts.first_steps()
    company, directly = facts.changes("ucla3"), facts.changes("direct1")
    days = [
        *(fact.on for fact in (*reached, *answers, *steps)),
        *(one.on for one in waited),
        *(pair.after_on for pair in (*company, *directly)),
    ]
    quarters = periods.over(min(days, default=None), today)
    offered = periods.offered(quarters)
    chosen = next((one for one in offered if one.key == (period or offered[0].key)), None)
    if chosen is None:
        raise NoSuchPeriod(period)
    began = periods.Quarter.of(min(days)) if days else quarters[0]
    about = _About(chosen, quarters, began, threshold)
    promised = partnership.first_contact_working_days
    return Report(
        period=chosen,
        offered=tuple(offered),
        questions=(
            _who(about, reached),
            _wait(about, waited, facts.waiting(at, promised), promised),
            _connected(about, answers, steps),
            _lonely(about, company, directly),
        ),
        threshold=threshold,
        next_on=periods.Quarter.of(today).shifted(1).first,
    )


@dataclass(frozen=True, slots=True)
class _About:
    """What every question needs: the period, all quarters (they are protected together), the threshold."""

    period: Period
    quarters: tuple[Quarter, ...]
    began: Quarter
    threshold: int

    def cube(self, found: Iterable[Fact], *breakdowns: Breakdown) -> Cube:
        return cube(found, breakdowns, self.quarters, threshold=self.threshold, began=self.began)

    def inside(self, on: date) -> bool:
        return self.period.first <= on <= self.period.last

    def may_average(self, days: Sequence[date]) -> bool:
        """Whether a mean over the people of this period is safe, beside those of all other periods."""
        people: dict[Hashable, int] = {}
        sums, stages = [], []
        for one in self.quarters:
            year = periods.year_to(one)
            people[one.key] = sum(periods.Quarter.of(day) == one for day in days)
            parts = tuple(part.key for part in year.quarters if part >= self.quarters[0])
            people[year.key] = sum(people[part] for part in parts)
            sums.append(Sum(year.key, parts))
            stages.append([one.key, year.key])
        return self.period.key in means_to_show(people, sums, stages, threshold=self.threshold)


def _table(
    about: _About,
    counted: Cube,
    key: str,
    caption: str,
    *,
    head: str,
    labels: Mapping[str, str],
    is_detail: bool = False,
    with_intervals: bool = False,
    leave_out_empty: Iterable[str] = (),
) -> Table:
    total = counted.total(about.period)
    rows = []
    for category, label in labels.items():
        count = counted.count(key, category, about.period)
        if count == 0 and category in leave_out_empty:
            continue
        low = high = None
        if with_intervals and count is not None and total:
            interval = wilson(count, total)
            low, high = words.per_cent(interval.low), words.per_cent(interval.high)
        rows.append(Row(label, count, counted.share(key, category, about.period), low, high))
    return Table(key, caption, head, tuple(rows), Row(_("Everybody"), total), is_detail=is_detail)


# Who reaches us? --------------------------------------------------------------------------------------


def _who(about: _About, found: Sequence[Fact]) -> Question:
    authorities = sorted(
        {fact.categories["authority"] for fact in found} - {facts.ELSEWHERE, facts.NOT_KNOWN}
    )
    within = {fact.categories["ward"]: fact.categories["authority"] for fact in found}
    names = facts.area_names([*authorities, *within])
    places = dict.fromkeys(authorities) | dict.fromkeys((facts.ELSEWHERE, facts.NOT_KNOWN))
    sources, ages = words.sources(ReferralKind), words.ages()
    wards = sorted(within, key=lambda ward: (ward not in names, names.get(ward, ""), ward))
    counted = about.cube(
        found,
        Breakdown("source", tuple(sources)),
        Breakdown("age", tuple(ages)),
        Breakdown("authority", tuple(places)),
        Breakdown("ward", tuple(wards), of="authority", within=within, yearly=True),
    )
    areas = {code: names.get(code, words.PLACES.get(code, code)) for code in places}
    tables = [
        _table(
            about,
            counted,
            "source",
            _("How people came to us"),
            head=_("Through"),
            labels=sources,
            leave_out_empty=(facts.NOT_KNOWN,),
        ),
        _table(
            about,
            counted,
            "age",
            _("How old people are"),
            head=_("Age"),
            labels=ages,
            leave_out_empty=(facts.NOT_KNOWN,),
        ),
        _table(
            about,
            counted,
            "authority",
            _("Where people live"),
            head=_("Area"),
            labels={code: str(label) for code, label in areas.items()},
            leave_out_empty=(facts.ELSEWHERE, facts.NOT_KNOWN),
        ),
    ]
    if wards and counted.tells("ward", wards[0], about.period):
        labels = {
            ward: names.get(ward) or words.rest_of(str(areas[within[ward]]), within[ward]) for ward in wards
        }
        tables.append(
            _table(
                about,
                counted,
                "ward",
                _("By ward"),
                head=_("Ward"),
                labels=labels,
                is_detail=True,
                leave_out_empty=wards,
            )
        )
    return Question(
        "who", _("Who reaches us?"), words.who(counted.total(about.period), tables[0].rows), tuple(tables)
    )


# How long do they wait? -------------------------------------------------------------------------------


def _wait(about: _About, found: Sequence[Waited], now: facts.Waiting, promised: int) -> Question:
    labels = words.waits(promised, facts.TWO_WEEKS)
    counted = about.cube(
        (
            Fact(one.on, {"wait": words.wait_band(one.working_days, promised, facts.TWO_WEEKS)})
            for one in found
        ),
        Breakdown("wait", tuple(labels)),
    )
    here = [one.working_days for one in found if about.inside(one.on)]
    half = median(here) if about.may_average([one.on for one in found]) else None
    today = protect(
        {"all": now.within + now.longer, "within": now.within, "longer": now.longer},
        [Sum("all", ("within", "longer"))],
        threshold=about.threshold,
    )
    table = _table(
        about,
        counted,
        "wait",
        _("From being told to the first talk"),
        head=_("Working days"),
        labels=labels,
        with_intervals=True,
    )
    snapshot = Table(
        "waiting",
        _("Waiting for a first talk today"),
        _("Waiting"),
        (
            Row(_("As long as we promise, or less"), today.shown("within")),
            Row(_("Longer than we promise"), today.shown("longer")),
        ),
        Row(_("Everybody"), today.shown("all")),
    )
    return Question(
        "wait",
        _("How long do they wait?"),
        words.wait(
            total=counted.total(about.period),
            share=counted.share("wait", "promised", about.period),
            promised=promised,
            half=half,
            waiting=today.shown("all"),
        ),
        (table, snapshot),
    )


# Are they connected? ----------------------------------------------------------------------------------


def _connected(about: _About, answers: Sequence[Fact], steps: Sequence[Fact]) -> Question:
    labels = words.answers()
    counted = about.cube(answers, Breakdown("answer", tuple(labels)))
    stepped = about.cube(steps).total(about.period)
    return Question(
        "connected",
        _("Are they connected?"),
        words.connected(
            counted.total(about.period), counted.count("answer", "accepted", about.period), stepped
        ),
        (
            _table(
                about,
                counted,
                "answer",
                _("What came of our onward referrals"),
                head=_("Answer"),
                labels=labels,
                with_intervals=True,
            ),
            Table(
                "steps",
                _("People who took a first step of their plan"),
                _("Steps"),
                (Row(_("Did a first step"), stepped),),
            ),
        ),
    )


# Are they less lonely? --------------------------------------------------------------------------------


def _lonely(about: _About, company: Sequence[Pair], directly: Sequence[Pair]) -> Question:
    went = about.cube(
        (Fact(pair.after_on, {"went": words.went(pair.before, pair.after)}) for pair in company),
        Breakdown("went", tuple(words.changes())),
    )
    often = about.cube(
        (
            Fact(
                pair.after_on, {"before": words.how_often(pair.before), "after": words.how_often(pair.after)}
            )
            for pair in directly
        ),
        Breakdown("before", tuple(words.often())),
        Breakdown("after", tuple(words.often())),
    )
    found: PairedChange | None = None
    if about.may_average([pair.after_on for pair in company]):
        here = [pair for pair in company if about.inside(pair.after_on)]
        found = paired_change(
            [float(pair.before) for pair in here],
            [float(pair.after) for pair in here],
            lower_is_better=True,
        )
    head = _("Answer")
    return Question(
        "lonely",
        _("Are they less lonely?"),
        words.lonely(
            went.total(about.period),
            {name: went.count("went", name, about.period) for name in words.changes()},
            found,
            started_often=often.share("before", "often", about.period),
            now_often=often.share("after", "often", about.period),
        ),
        (
            _table(
                about,
                went,
                "went",
                _("The three questions about company, at the start and some months on"),
                head=_("Change"),
                labels=words.changes(),
                with_intervals=True,
            ),
            _table(
                about,
                often,
                "before",
                _("How often people felt lonely at the start"),
                head=head,
                labels=words.often(),
                with_intervals=True,
            ),
            _table(
                about,
                often,
                "after",
                _("How often the same people felt lonely some months on"),
                head=head,
                labels=words.often(),
                with_intervals=True,
            ),
        ),
        figures=words.figures(found),
        picture=_picture(found),
        caution=words.caution(),
    )


def _picture(found: PairedChange | None) -> ChangePicture | None:
    if found is None or found.mean_change is None:
        return None
    ends = [found.mean_change, found.low or 0.0, found.high or 0.0]
    reach = max(2.0, *(abs(end) * 1.1 for end in ends))

    def place(value: float) -> int:
        return round(500 + 500 * value / reach)

    return ChangePicture(
        zero=place(0),
        mean=place(found.mean_change),
        low=None if found.low is None else place(found.low),
        high=None if found.high is None else place(found.high),
        said=words.mean_change(found),
    )


__all__ = ["ALL", "ChangePicture", "NoSuchPeriod", "Question", "Report", "Row", "Table", "report"]
