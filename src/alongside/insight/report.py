"""The lead's page as data: four questions, each with sentences, safe tables and figures, for one period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.insight import counted as counted_facts
from alongside.insight import facts, periods, report_work, words
from alongside.insight.cube import ALL, Breakdown, Fact
from alongside.insight.shapes import About, ChangePicture, Question, Row, Table, table_of
from alongside.numerics.change import PairedChange, paired_change
from alongside.numerics.disclosure import Sum, protect
from alongside.referrals.enums import ReferralKind

if TYPE_CHECKING:
    from datetime import date, datetime

    from alongside.insight.counted import Changed
    from alongside.insight.facts import Waited
    from alongside.insight.periods import Period
    from alongside.partnerships.models import Partnership


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
    found = counted_facts.counted(partnership, at)
    days = found.days
    quarters = periods.over(min(days, default=None), today)
    offered = periods.offered(quarters)
    chosen = next((one for one in offered if one.key == (period or offered[0].key)), None)
    if chosen is None:
        raise NoSuchPeriod(period)
    began = periods.Quarter.of(min(days)) if days else quarters[0]
    about = About(chosen, quarters, began, threshold)
    promised = partnership.first_contact_working_days
    return Report(
        period=chosen,
        offered=tuple(offered),
        questions=(
            _who(about, found.reached),
            _wait(about, found.waited, found.waiting, promised),
            _connected(about, found.answers, found.steps),
            _lonely(about, found.company, found.directly),
            *report_work.questions(about, found),
        ),
        threshold=threshold,
        next_on=periods.Quarter.of(today).shifted(1).first,
    )


# Who reaches us? --------------------------------------------------------------------------------------


def _who(about: About, found: Sequence[Fact]) -> Question:
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
        table_of(
            about,
            counted,
            "source",
            _("How people came to us"),
            head=_("Through"),
            labels=sources,
            leave_out_empty=(facts.NOT_KNOWN,),
        ),
        table_of(
            about,
            counted,
            "age",
            _("How old people are"),
            head=_("Age"),
            labels=ages,
            leave_out_empty=(facts.NOT_KNOWN,),
        ),
        table_of(
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
            table_of(
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


def _wait(about: About, found: Sequence[Waited], now: facts.Waiting, promised: int) -> Question:
    labels = words.waits(promised, facts.TWO_WEEKS)
    counted = about.cube(
        (
            Fact(one.on, {"wait": words.wait_band(one.working_days, promised, facts.TWO_WEEKS)}, one.times)
            for one in found
        ),
        Breakdown("wait", tuple(labels)),
    )
    here = [one.working_days for one in found if about.inside(one.on) for _each in range(one.times)]
    half = median(here) if about.may_average((one.on, one.times) for one in found) else None
    today = protect(
        {"all": now.within + now.longer, "within": now.within, "longer": now.longer},
        [Sum("all", ("within", "longer"))],
        threshold=about.threshold,
    )
    table = table_of(
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


def _connected(about: About, answers: Sequence[Fact], steps: Sequence[Fact]) -> Question:
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
            table_of(
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


def _lonely(about: About, company: Sequence[Changed], directly: Sequence[Changed]) -> Question:
    went = about.cube(
        (Fact(pair.after_on, {"went": words.went(pair.before, pair.after)}, pair.times) for pair in company),
        Breakdown("went", tuple(words.changes())),
    )
    often = about.cube(
        (
            Fact(
                pair.after_on,
                {"before": words.how_often(pair.before), "after": words.how_often(pair.after)},
                pair.times,
            )
            for pair in directly
        ),
        Breakdown("before", tuple(words.often())),
        Breakdown("after", tuple(words.often())),
    )
    found: PairedChange | None = None
    if about.may_average((pair.after_on, pair.times) for pair in company):
        here = [pair for pair in company if about.inside(pair.after_on) for _each in range(pair.times)]
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
            table_of(
                about,
                went,
                "went",
                _("The three questions about company, at the start and some months on"),
                head=_("Change"),
                labels=words.changes(),
                with_intervals=True,
            ),
            table_of(
                about,
                often,
                "before",
                _("How often people felt lonely at the start"),
                head=head,
                labels=words.often(),
                with_intervals=True,
            ),
            table_of(
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
