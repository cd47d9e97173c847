"""The rows of the worklists, put together by hand: a page holds fifty of them (see `log_in_place` for the same).

`{% due_rows … %}` draws what is due, `{% case_rows … %}` the cases on a list, `{% reach_brief … %}` how to reach
somebody in a row – the last one for `staff/reach.html`, which stays the one place that says it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.web.addresses import address
from alongside.web.components import words
from alongside.web.components.reach import Reach
from alongside.web.components.renderer import escape

SECONDARY = "govuk-button govuk-button--secondary"


@dataclass(frozen=True)
class Drawing:
    """What the rows of a page share: how a number becomes a link, how somebody is reached, the form in a row, who
    somebody is in a line, the page's own path, the hidden field that guards its forms, and who looks."""

    dial: Callable[[str], str]
    reach: Callable[[Any], Reach]
    log: Callable[..., str]
    line: Callable[[Any], str]
    back: str
    csrf: str
    me: UUID | None = None


def tag(words_: str, kind: str = "") -> str:
    """A short word about a state, as `<c-tag>` draws it; `words_` are safe already."""
    return f'<strong class="as-tag{f" as-tag--{kind}" if kind else ""}">{words_}</strong>'


def reach_brief(to: Reach, dial: Callable[[str], str]) -> SafeString:
    """How to reach somebody, in a row: a number is no link outside of the times they named."""
    if to.stopped:
        said = tag(escape(_("Do not contact")), "urgent")
    else:
        said = _number(to, dial) + f'<span class="as-quiet">{escape(" · ".join(to.sentences))}'
        said += f" · <strong>{escape(to.interpreter)}</strong>" if to.interpreter else ""
        said += "</span>"
    return mark_safe(f'<span class="as-small as-reach">{said}</span>')  # noqa: S308 - all parts are escaped


def _number(to: Reach, dial: Callable[[str], str]) -> str:
    if not to.number:
        return ""
    if to.is_time:
        return f"{dial(to.number)} "
    not_now = escape(_("Not now. Safe to ring: %(when)s")) % {"when": escape(to.when)}
    read = escape(words.phone(to.number)[0])
    return f'{tag(not_now, "careful")} <span class="as-nowrap" dir="ltr">{read}</span> '


# What is due ---------------------------------------------------------------------------------------------------------


def due_rows(rows: Iterable[Any], how: Drawing) -> SafeString:
    """A row for each thing that is due (`connector.worklist.Row`), with the call logged in place."""
    return mark_safe("".join(_due(row, how) for row in rows))  # noqa: S308 - all parts are escaped


def _due(row: Any, how: Drawing) -> str:
    item, person = row.follow_up, row.follow_up.case.person
    late = " as-row__when--overdue" if row.late > 0 else ""
    return (
        f'\n<li class="as-row as-row--due" id="due-{item.pk}">\n<span class="as-row__when{late}">{_when(row)}</span>\n'
        f"{_who(item.case_id, person)}"
        f'<span class="as-row__why">{_why(row, person, how)}<br>\n{reach_brief(how.reach(person), how.dial)}\n</span>\n'
        f'<div class="as-row__do">{_do(row, person, how)}</div>\n</li>\n'
    )


def _who(case: UUID, person: Any) -> str:
    return (
        f'<span class="as-row__who"><a class="govuk-link" href="{address("connector:case", case)}">'
        f"<bdi>{escape(person.name)}</bdi></a></span>\n"
    )


def _when(row: Any) -> str:
    if row.late > 0:
        days = ngettext("%(days)s day", "%(days)s days", row.late) % {"days": row.late}
        return f'{escape(_("Overdue"))} <span class="as-row__late">{escape(days)}</span>'
    at = row.follow_up.due_time
    return escape(words.time_of_day(at) if at else _("today"))


def _why(row: Any, person: Any, how: Drawing) -> str:
    said = escape(row.why)
    if row.for_whom:
        said = tag(escape(_("for %(name)s")) % {"name": escape(row.for_whom)}) + " " + said
    if not (row.is_visit and person.may_be_contacted):
        return said
    lines = (part.strip(" ,") for part in person.address.splitlines())
    where = ", ".join(part for part in (", ".join(line for line in lines if line), person.postcode) if part)
    if where:
        said += f'<br><span class="as-small">{escape(where)}</span>'
    if line := how.line(person):
        said += f'<br><span class="as-small as-quiet">{escape(line)}</span>'
    return said


def _do(row: Any, person: Any, how: Drawing) -> str:
    item, reachable = row.follow_up, person.may_be_contacted
    does = ""
    if reachable:
        does += how.log(
            row, case=item.case_id, key=item.pk, follow_up=item.pk, person=person, channel=row.channel
        )
    if row.start:
        does += _link(address(row.start, item.case_id), _("Start"), person)
    if row.writes and reachable:
        to = f"{address('connector:letter-write', item.case_id, words=('no_answer',))}?follow_up={item.pk}"
        does += _link(to, _("Write"), person)
    if row.ticks:
        does += (
            f'<form method="post" action="{address("connector:follow-up-done", item.pk)}">{how.csrf}'
            f'<input type="hidden" name="back" value="{escape(how.back)}">'
            f'<button class="{SECONDARY}" type="submit">{escape(_("Done"))}{_whom(person)}</button></form>'
        )
    move = f"{address('connector:follow-up-move', item.pk)}?back={escape(quote(how.back))}"
    return does + _link(move, _("Move"), person)


def _link(to: str, said: str, person: Any) -> str:
    return f'<a class="{SECONDARY}" href="{to}">{escape(said)}{_whom(person)}</a>'


def _whom(person: Any) -> str:
    return f'<span class="govuk-visually-hidden"> <bdi>{escape(person.name)}</bdi></span>'


# Cases on a list -----------------------------------------------------------------------------------------------------


def case_rows(rows: Iterable[Any], how: Drawing) -> SafeString:
    """A row for each case (`connector.work_rows.CaseRow`): why it is there, a call logged in place, the one thing to
    do about it."""
    return mark_safe("".join(_case(row, how) for row in rows))  # noqa: S308 - all parts are escaped


def _case(row: Any, how: Drawing) -> str:
    case, person = row.case, row.case.person
    if case.connector_id is not None and case.connector_id == how.me:
        whose = _("mine")
    else:
        whose = case.connector.name if case.connector else _("nobody yet")
    does = ""
    if person.may_be_contacted:
        to, said = row.act
        does = how.log(row, case=case.pk, key=case.pk, person=person, channel="call")
        does += _link(escape(to), said, person)
    return (
        f'\n<li class="as-row as-row--due" id="case-{case.pk}">\n'
        f'<span class="as-row__when">{escape(whose)}</span>\n{_who(case.pk, person)}'
        f'<span class="as-row__why">{escape(row.why)}<br>\n{reach_brief(how.reach(person), how.dial)}\n</span>\n'
        f'<div class="as-row__do">{does}</div>\n</li>\n'
    )
