"""Everything the report is made from, counted: from the rows themselves, or as it was counted this morning.

Counting reads every case and every contact of the partnership. A job does that each night and keeps the counts
(`models.Figures`); the page takes them where they are of today and counts anew where they are not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from alongside.core import clock
from alongside.insight import facts, work_facts
from alongside.insight.cube import Fact
from alongside.insight.facts import Waited, Waiting
from alongside.insight.models import Figures
from alongside.insight.periods import Quarter

if TYPE_CHECKING:
    from alongside.measures.queries import Pair
    from alongside.partnerships.models import Partnership


@dataclass(frozen=True, slots=True)
class Changed:
    """So many people whose score went from `before` to `after`, in the quarter they answered again."""

    after_on: date
    before: Decimal
    after: Decimal
    times: int = 1


@dataclass(frozen=True, slots=True)
class Counted:
    """Counts by quarter. Days are first days of quarters."""

    waiting: Waiting
    waited: tuple[Waited, ...]
    company: tuple[Changed, ...]
    directly: tuple[Changed, ...]
    reached: tuple[Fact, ...]
    answers: tuple[Fact, ...]
    steps: tuple[Fact, ...]
    referrals_in: tuple[Fact, ...]
    declined: tuple[Fact, ...]
    barriers: tuple[Fact, ...]
    removed: tuple[Fact, ...]
    refused_onward: tuple[Fact, ...]
    contacts: tuple[Fact, ...]
    ended: tuple[Fact, ...]

    @property
    def days(self) -> list[date]:
        """The days of everything that says when a place began."""
        return [
            *(fact.on for fact in (*self.reached, *self.answers, *self.steps)),
            *(one.on for one in self.waited),
            *(one.after_on for one in (*self.company, *self.directly)),
        ]

    def written(self) -> dict[str, Any]:
        """As JSON keeps it; `read` is its inverse."""
        lists = {
            one.name: [_fact(fact) for fact in getattr(self, one.name)]
            for one in fields(self)
            if one.name not in _OTHERWISE
        }
        return {
            **lists,
            "waiting": [self.waiting.within, self.waiting.longer],
            "waited": [[one.on.isoformat(), one.working_days, one.times] for one in self.waited],
            "company": [_changed(one) for one in self.company],
            "directly": [_changed(one) for one in self.directly],
        }

    @classmethod
    def read(cls, kept: dict[str, Any]) -> Counted:
        """The counts as `written` wrote them."""
        lists = {
            one.name: tuple(Fact(date.fromisoformat(on), said, times) for on, said, times in kept[one.name])
            for one in fields(cls)
            if one.name not in _OTHERWISE
        }
        return cls(
            waiting=Waiting(*kept["waiting"]),
            waited=tuple(Waited(date.fromisoformat(on), days, n) for on, days, n in kept["waited"]),
            company=tuple(_read_changed(one) for one in kept["company"]),
            directly=tuple(_read_changed(one) for one in kept["directly"]),
            **lists,
        )


_OTHERWISE = frozenset({"waiting", "waited", "company", "directly"})


def _fact(fact: Fact) -> list[Any]:
    return [fact.on.isoformat(), dict(fact.categories), fact.times]


def _changed(one: Changed) -> list[Any]:
    return [one.after_on.isoformat(), str(one.before), str(one.after), one.times]


def _read_changed(kept: Sequence[Any]) -> Changed:
    on, before, after, times = kept
    return Changed(date.fromisoformat(on), Decimal(before), Decimal(after), times)


def counted(partnership: Partnership, at: datetime) -> Counted:
    """The counts of this morning where there are any, else of this moment."""
    kept = Figures.objects.filter(counted_on=clock.local(at).date()).first()
    return Counted.read(kept.counts) if kept else count(partnership, at)


def count(partnership: Partnership, at: datetime) -> Counted:
    """Count everything anew. A constant number of queries; each reads all there is."""
    return Counted(
        waiting=facts.waiting(at, partnership.first_contact_working_days),
        waited=_gathered_waits(facts.waited()),
        company=_gathered_changes(facts.changes("ucla3")),
        directly=_gathered_changes(facts.changes("direct1")),
        reached=_gathered(facts.reached(partnership.area_codes)),
        answers=_gathered(facts.answers()),
        steps=_gathered(facts.first_steps()),
        referrals_in=_gathered(work_facts.referrals_in()),
        declined=_gathered(work_facts.declined()),
        barriers=_gathered(work_facts.barriers()),
        removed=_gathered(work_facts.removed()),
        refused_onward=_gathered(work_facts.refused_onward()),
        contacts=_gathered(work_facts.contacts()),
        ended=_gathered(work_facts.ended()),
    )


def _gathered(found: Iterable[Fact]) -> tuple[Fact, ...]:
    """The same facts, those of one quarter and the same categories as one."""
    many: Counter[tuple[date, tuple[tuple[str, str], ...]]] = Counter()
    for fact in found:
        many[Quarter.of(fact.on).first, tuple(fact.categories.items())] += fact.times
    return tuple(Fact(on, dict(said), times) for (on, said), times in sorted(many.items()))


def _gathered_waits(found: Iterable[Waited]) -> tuple[Waited, ...]:
    many = Counter((Quarter.of(one.on).first, one.working_days) for one in found)
    return tuple(Waited(on, days, times) for (on, days), times in sorted(many.items()))


def _gathered_changes(found: Iterable[Pair]) -> tuple[Changed, ...]:
    many = Counter((Quarter.of(one.after_on).first, one.before, one.after) for one in found)
    return tuple(Changed(*told, times) for told, times in sorted(many.items()))
