"""The rows of people a search found: fifty of them, so they are put together here (see `log_in_place` for the same).

`{% found_rows … %}` draws them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from alongside.web.addresses import address
from alongside.web.components.renderer import escape


def drawn(rows: Iterable[tuple[Any, list[str], int | None]]) -> SafeString:
    """A row of the table for each (`casework.finding.Found`, which parts answered, age in years or None)."""
    return mark_safe("".join(_row(found, met, age) for found, met, age in rows))  # noqa: S308 - all parts are escaped


def _row(found: Any, met: list[str], age: int | None) -> str:
    person, case = found.person, found.case
    to = address("connector:case", case.pk) if case else address("connector:person-details", person.pk)
    known = f' <span class="as-quiet">{escape(person.known_as)}</span>' if person.known_as else ""
    old = f' <span class="as-quiet">{age}</span>' if age is not None else ""
    line = f'<br><span class="as-small as-quiet" dir="auto">{escape(found.line)}</span>' if found.line else ""
    return (
        f'<tr><th scope="row"><a class="govuk-link" href="{to}"><bdi>{escape(person.name)}</bdi></a>{known}{old}</th>'
        f"<td>{escape(' · '.join(met))}{line}</td><td>{escape(person.postcode)}</td><td>{_support(case)}</td></tr>"
    )


def _support(case: Any) -> str:
    if case is None:
        return f'<span class="as-quiet">{escape(_("Not supported by us"))}</span>'
    if not case.is_open:
        return escape(_("Ended"))
    return escape(case.connector or _("Nobody yet"))
