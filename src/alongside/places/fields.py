"""A position as PostgreSQL's built-in ``point``: British National Grid metres, with distance and circle
look-ups.

``PointField`` holds a ``Point(easting, northing)``. Nearest first, and within a radius, both answered
by one GiST index::

    Location.objects.filter(loc__within=(here, 2_000)).order_by(Distance("loc", here))
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Combinable
from django.db.models.sql.compiler import SQLCompiler
from django.utils.translation import gettext_lazy as _

from alongside.places.geo import Point, read_point

__all__ = ["Distance", "Point", "PointField", "PointValue", "read_point"]


class PointField(models.Field):
    """A nullable-or-not position. Give it a ``GistIndex`` where nearest-first matters."""

    description = _("A position on the British National Grid")

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "point"

    def get_internal_type(self) -> str:
        return "PointField"

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Point | None:
        return read_point(value)

    def to_python(self, value: Any) -> Point | None:
        try:
            return read_point(value)
        except (TypeError, ValueError) as error:
            raise ValidationError(_("This is not a position."), code="invalid") from error

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        if isinstance(value, Combinable):
            return value
        point = read_point(value)
        return None if point is None else str(point)

    def get_placeholder(self, value: Any, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> str:
        return "%s::point"

    def value_to_string(self, obj: models.Model) -> str:
        value = self.value_from_object(obj)
        return "" if value is None else str(read_point(value))


@PointField.register_lookup
class Within(models.Lookup):
    """``loc__within=(point, metres)``: inside or on the circle. Uses the GiST index."""

    lookup_name = "within"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        centre, metres = self.rhs
        return f"{column} <@ circle(%s::point, %s)", (*params, str(read_point(centre)), float(metres))

    def get_db_prep_lookup(self, value: Any, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        return "%s", (value,)


@PointField.register_lookup
class SamePoint(models.Lookup):
    """``loc=point``: PostgreSQL's ``~=``, as ``point`` has no plain equals."""

    lookup_name = "exact"

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} ~= %s::point", (*params, str(read_point(self.rhs)))


class Distance(models.Func):
    """Metres as the crow flies between a point column and a point; ordering by it uses the GiST index."""

    template = "(%(expressions)s)"
    arg_joiner = " <-> "
    output_field = models.FloatField()

    def __init__(self, column: str | Combinable, point: "Point | Combinable", **extra: Any) -> None:
        other = point if isinstance(point, Combinable) else PointValue(point)
        super().__init__(models.F(column) if isinstance(column, str) else column, other, **extra)


class PointValue(models.Value):
    """A fixed point inside an expression."""

    def __init__(self, point: Point) -> None:
        super().__init__(point, output_field=PointField())

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        return "%s::point", (str(read_point(self.value)),)
