"""Statements that are written once: a read whose SQL Django puts together the first time and that is only asked after.

    @statement
    def steps_of(case_id: UUID) -> QuerySet[Step]:
        return Step.objects.filter(case_id=case_id).select_related("done_by").order_by("due_on", "id")

    steps_of(case.pk)        # a list of Step

For a page of two dozen reads, putting the statements together takes longer than asking them. Kept is the text, with
marks where the arguments stand, and how rows become objects; never a row, never an argument. Keys, days, moments and
words are marked; enums, numbers, truth, None and an empty word may shape the statement, so each of their values has a
text of its own; a dataclass (a `Viewer`) or a tuple is taken apart.

What is kept was checked with the arguments of the first call: written anew with them, text and parameters are the same.
A statement that does anything else with an argument than to hand it over, or that reads the clock, is `Unsuitable`:
tests fail at it; for people it is written anew each time, and the log says so.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import functools
import logging
import uuid
from collections.abc import Callable, Sequence
from typing import Any, Generic, ParamSpec, TypeVar

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from alongside.core import counting

logger = logging.getLogger(__name__)

P = ParamSpec("P")
M = TypeVar("M", bound=Model)
Written = tuple[str, tuple[Any, ...]]
NOTHING: Written = ("", ())
"""For a list that Django knows to be empty: it has no statement."""
#: A moment up to then stands for “long ago”; a later one in a statement was read from a clock.
LONG_AGO = 1900
#: Texts of one statement; far more than its enums and numbers ever make.
MOST = 200


class Unsuitable(RuntimeError):
    """A statement cannot be remembered: it makes something of an argument, or of the clock."""


def _tell(why: Unsuitable) -> None:
    """Nobody is left without their page because a statement cannot be remembered; who builds the house is told."""
    if settings.MODE == "test":
        raise why
    logger.error("%s", why)


def _asks(*_how: Any) -> Any:
    raise Unsuitable("A remembered statement asks something else first: hand the answer to it.")


class _Marks:
    """Takes arguments apart: what is handed over (`given`, in order), what shapes the statement (`key`)."""

    def __init__(self) -> None:
        self.given: list[Any] = []
        self.key: list[Any] = []

    def take(self, value: Any) -> Any:
        """Return the mark that stands for a value, or the value where it shapes the statement."""
        if value is None or value == "" or isinstance(value, (enum.Enum, bool, int)):
            self.key.append(value)
            return value
        mark = _mark(value, len(self.given))
        if mark is not None:
            self.key.append(type(value))
            self.given.append(value)
            return mark
        if isinstance(value, tuple):
            self.key.append(len(value))
            return tuple(self.take(one) for one in value)
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            self.key.append(type(value))
            taken = {one.name: self.take(getattr(value, one.name)) for one in dataclasses.fields(value)}
            return dataclasses.replace(value, **taken)
        raise Unsuitable(
            f"A {type(value).__name__} cannot be handed to a remembered statement: pass its key."
        )


def _mark(value: Any, number: int) -> Any:
    """What stands for the value of this number; nothing real looks like it."""
    if isinstance(value, uuid.UUID):
        return uuid.UUID(int=(0xA11D5 << 100) + number)
    if isinstance(value, dt.datetime):
        return dt.datetime(2, 1, 1, microsecond=number, tzinfo=dt.UTC)
    if isinstance(value, dt.date):
        return dt.date(1, 1, 1) + dt.timedelta(days=number)
    if isinstance(value, str):
        return f"\u241f mark {number} \u241f"
    return None


class _Text:
    """A statement with slots: which of the parameters is which of the values that are given."""

    def __init__(self, sql: str, params: Sequence[Any], marks: Sequence[Any]) -> None:
        at = {(type(mark), mark): number for number, mark in enumerate(marks)}
        self.sql = sql
        self.params = list(params)
        self.slots = [
            (place, at[type(param), param])
            for place, param in enumerate(params)
            if isinstance(param, (uuid.UUID, dt.date, str)) and (type(param), param) in at
        ]
        held = set(range(len(self.params))) - {place for place, _number in self.slots}
        if any(_of_its_time(self.params[place]) for place in held):
            raise Unsuitable("A remembered statement holds a key or a moment that was not handed to it.")

    def with_(self, given: Sequence[Any]) -> Written:
        """The statement with values where the marks stand."""
        params = self.params.copy()
        for place, number in self.slots:
            params[place] = given[number]
        return self.sql, tuple(params)


def _of_its_time(param: Any) -> bool:
    """Whether a parameter must not be kept: a key, or a day of our time."""
    if isinstance(param, (list, tuple)):
        return any(_of_its_time(one) for one in param)
    if hasattr(param, "lower_inc"):  # a range of days or moments
        return _of_its_time(param.lower) or _of_its_time(param.upper)
    return isinstance(param, uuid.UUID) or (isinstance(param, dt.date) and param.year > LONG_AGO)


class _Once:
    """What reading and counting share: the texts of a statement by what shapes it."""

    def __init__(self, build: Callable[..., Any]) -> None:
        functools.update_wrapper(self, build)  # type: ignore[arg-type]
        self.build = build
        self.kept: dict[Any, Any] = {}

    def text(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, list[Any]]:
        """What is kept for these arguments, written now if need be, and the values to put in."""
        marks = _Marks()
        taken = [marks.take(one) for one in args], {name: marks.take(one) for name, one in kwargs.items()}
        key = (tuple(kwargs), *((type(one), one) for one in marks.key))
        kept = self.kept.get(key)
        if kept is None:
            whole = [_mark(value, number) for number, value in enumerate(marks.given)]
            with connections[DEFAULT_DB_ALIAS].execute_wrapper(_asks):
                kept = self.write(self.build(*taken[0], **taken[1]), whole)
                anew = self.plain(self.build(*args, **kwargs))
            if anew != (kept.text.with_(marks.given) if kept.text else NOTHING):
                raise Unsuitable(f"{self.build.__qualname__} makes something of its arguments.")
            if len(self.kept) >= MOST:
                self.kept.clear()
            self.kept[key] = kept
        return kept, marks.given

    def write(self, built: Any, marks: list[Any]) -> Any:
        """What is kept of a statement that was built with marks."""
        raise NotImplementedError

    def plain(self, built: Any) -> Written:
        """The statement as Django writes it."""
        raise NotImplementedError


class _Compiler(SQLCompiler):
    """Asks what was written before; how rows become objects is copied from the compiler that wrote it."""

    written: Written
    converters: dict[int, Any]

    def as_sql(self, with_limits: bool = True, with_col_aliases: bool = False) -> Any:
        """The statement with the present values."""
        return self.written

    def get_converters(self, expressions: Any) -> dict[int, Any]:
        """They are the same for the same columns."""
        return self.converters


class _Kept:
    def __init__(self, built: QuerySet[Any], marks: list[Any]) -> None:
        self.list, self.query = built, built.query
        self.compiler = built.query.get_compiler(built.db)
        self.text: _Text | None = None
        try:
            sql, params = self.compiler.as_sql()
        except EmptyResultSet:
            return
        self.text = _Text(sql, params, marks)
        columns = [one[0] for one in self.compiler.select[: self.compiler.col_count]]
        self.converters = self.compiler.get_converters(columns)

    def rows(self, given: list[Any]) -> list[Any]:
        if self.text is None:  # nothing can be found, whatever there is: not asked, as Django does not
            return []
        compiler = _copied(self.compiler, _Compiler)
        compiler.connection = connections[self.list.db]
        compiler.written, compiler.converters = self.text.with_(given), self.converters
        query = _copied(self.query)
        query.get_compiler = lambda *_args, **_kwargs: compiler
        found = _copied(self.list)
        found._query, found._result_cache, found._prefetch_done = query, None, False
        return list(found)


def _copied(thing: Any, kind: type[Any] | None = None) -> Any:
    """A new object with the same attributes; nothing is asked, nothing is copied deeply."""
    copy = object.__new__(kind or type(thing))
    copy.__dict__.update(thing.__dict__)
    return copy


class statement(_Once, Generic[P, M]):
    """See the module: the list of what `build` finds; `first` is its first row or None."""

    def __init__(self, build: Callable[P, QuerySet[M, Any]]) -> None:
        super().__init__(build)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> list[Any]:
        """Ask the database; return what it found."""
        try:
            kept, given = self.text(args, kwargs)
        except Unsuitable as why:
            _tell(why)
            return list(self.build(*args, **kwargs))
        return kept.rows(given)

    def first(self, *args: P.args, **kwargs: P.kwargs) -> Any:
        """The first row, or None. `build` says how many rows are read (`[:1]`)."""
        return next(iter(self(*args, **kwargs)), None)

    def write(self, built: Any, marks: list[Any]) -> _Kept:
        return _Kept(built, marks)

    def plain(self, built: Any) -> Written:
        try:
            sql, params = built.query.get_compiler(built.db).as_sql()
        except EmptyResultSet:
            return NOTHING
        return sql, tuple(params)


@dataclasses.dataclass(frozen=True)
class _Counted:
    text: _Text


R = TypeVar("R")


def knowing(rows: list[R], **known: Any) -> list[R]:
    """The rows, each holding what it belongs to and was read for, so that nobody asks for that again."""
    for row in rows:
        for name, value in known.items():
            setattr(row, name, value)
    return rows


def counted(
    *, up_to: int | None = None
) -> Callable[[Callable[P, Sequence[QuerySet[Any, Any]]]], _Numbers[P]]:
    """As `statement`, for numbers: what is decorated returns lists; the answer is how many rows each of them has, in
    their order, counted in one statement; with `up_to`, none further than that."""
    return lambda build: _Numbers(build, up_to)


class _Numbers(_Once, Generic[P]):
    def __init__(self, build: Callable[P, Sequence[QuerySet[Any, Any]]], up_to: int | None) -> None:
        super().__init__(build)
        self.up_to = up_to

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> list[int]:
        """Ask the database; return the numbers in the order of the lists."""
        try:
            kept, given = self.text(args, kwargs)
        except Unsuitable as why:
            _tell(why)
            return counting.how_many(*self.build(*args, **kwargs), up_to=self.up_to)
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(*kept.text.with_(given))
            return list(cursor.fetchone())

    def write(self, built: Any, marks: list[Any]) -> _Counted:
        return _Counted(_Text(*counting.written(*built, up_to=self.up_to), marks))

    def plain(self, built: Any) -> Written:
        sql, params = counting.written(*built, up_to=self.up_to)
        return sql, tuple(params)
