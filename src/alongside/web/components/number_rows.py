"""The rows of the lead's tables of counts, put together by hand: a page holds two hundred (see `log_in_place`).

`{% number_rows … %}` draws them; what is hidden was decided before (`insight.shapes.Row`), here it is only said.
"""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from alongside.web.components.renderer import escape

BAR = (
    '<svg class="as-bar" aria-hidden="true" focusable="false" viewBox="0 0 100 12" width="160" height="12"'
    ' preserveAspectRatio="none" fill="currentColor"><rect width="100" height="12" fill-opacity="0.15" />'
    '<rect width="{0}" height="12" /></svg> {0}%'
)


def drawn(table: Any) -> SafeString:
    """A row for each of an `insight.shapes.Table`, with its columns of shares and intervals where it has them."""
    shares, intervals, hidden = table.has_shares, table.has_intervals, escape(_("hidden"))
    between = escape(_("%(low)s%% to %(high)s%%")) if intervals else ""
    rows = []
    for row in table.rows:
        cells = f'<tr><th scope="row">{escape(row.label)}</th>{_cell(hidden if row.is_hidden else str(row.count))}'
        if shares:
            cells += _cell("" if row.share is None else BAR.format(row.share))
        if intervals:
            cells += _cell("" if row.low is None else between % {"low": row.low, "high": row.high})
        rows.append(f"{cells}</tr>\n")
    return mark_safe("".join(rows))  # noqa: S308 - all parts are escaped or numbers


def _cell(said: str) -> str:
    return f'<td class="is-number">{said}</td>'
