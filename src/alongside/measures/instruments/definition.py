"""What an instrument is: items, options with their points, scales, bands, and where each rule comes from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from alongside.numerics.scoring import Band

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

#: Words a person reads: translated when they are shown.
Text: TypeAlias = "str | _StrPromise"


class UnknownInstrument(ValueError):
    """There is no instrument of that code."""


class WrongAnswers(ValueError):
    """Answers that are not options of the items, or too many of them."""


@dataclass(frozen=True, slots=True)
class Option:
    """One way to answer: the value that is stored, the words that are read, the points it scores."""

    value: str
    label: Text
    points: int


@dataclass(frozen=True, slots=True)
class Item:
    """One question or statement.

    `scale` names the subscale it counts for; `bands` are for items scored alone.
    """

    text: Text
    options: tuple[Option, ...]
    scale: str = ""
    bands: tuple[Band, ...] = ()

    def option(self, value: str) -> Option | None:
        """The option with this value."""
        return next((option for option in self.options if option.value == value), None)


@dataclass(frozen=True, slots=True)
class Scale:
    """A subscale: the items that name it, all of them needed."""

    code: str
    name: Text
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A set of questions.

    lower_is_better  which way is good for the person; None where items point different ways
    may_miss         how many answers may be missing before there is no score (nothing is ever imputed)
    has_total        False where only the items have values (ONS4)
    conversion       raw total to published score, where the authors publish one
    bands            ranges of the score; `bands_from` says who drew them and how sure we are
    notes            what whoever asks must know
    """

    code: str
    name: Text
    items: tuple[Item, ...]
    lower_is_better: bool | None
    lowest: int
    highest: int
    attribution: str
    evidence: str
    missing_rule: str
    may_miss: int = 0
    has_total: bool = True
    bands: tuple[Band, ...] = ()
    bands_from: str = ""
    scales: tuple[Scale, ...] = ()
    conversion: Mapping[int, Decimal] = field(default_factory=lambda: MappingProxyType({}))
    ages: tuple[int, int | None] = (16, None)
    notes: tuple[Text, ...] = ()

    @property
    def options(self) -> tuple[Option, ...]:
        """The options of the first item: all our instruments offer the same words on each item."""
        return self.items[0].options

    def suits(self, age: int | None) -> bool:
        """Whether the instrument was made for this age; an unknown age suits all."""
        low, high = self.ages
        return age is None or (age >= low and (high is None or age <= high))
