"""A call or visit logged in place: the form that opens in a row of a worklist.

A list holds dozens of them, each with every result and what would follow from it, so it is put together here instead of
by a template each time (see `renderer` for the same about boxes). `{% log_in_place … %}` draws it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from alongside.web.addresses import address
from alongside.web.components import words
from alongside.web.components.renderer import escape


def drawn(
    *,
    case: UUID,
    row: UUID,
    person: Any,
    proposals: Iterable[tuple[str, str, Any]],
    once: UUID,
    channel: str,
    follow_up: UUID | None,
    back: str,
    csrf: str,
    today: dt.date,
) -> SafeString:
    """The form of one row.

    `row` is what ids on the page end in; `proposals` are (result, its label, the next step it leads to); `back` is the
    path to return to; `csrf` the hidden field that guards the form, already safe.
    """
    visit = channel == "visit"
    called, to = escape(person.called), address("connector:contact-log", case)
    asked = _("How did the visit to %(name)s go?") if visit else _("How did the call to %(name)s go?")
    done = f'<input type="hidden" name="follow_up" value="{follow_up}">' if follow_up else ""
    other = f"follow_up={follow_up}&amp;back=" if follow_up else "back="
    choices = "".join(
        _choice(number, row, *proposal, today=today) for number, proposal in enumerate(proposals, start=1)
    )
    return mark_safe(  # noqa: S308 - all parts are escaped
        f'<details class="as-inline-details no-print"><summary>{escape(_("Log visit") if visit else _("Log call"))}'
        f'<span class="govuk-visually-hidden"> <bdi>{escape(person.name)}</bdi></span></summary>\n'
        f'<form method="post" action="{to}" novalidate>{csrf}\n'
        f'<input type="hidden" name="once" value="{once}">{done}'
        f'<input type="hidden" name="channel" value="{escape(channel)}">'
        f'<input type="hidden" name="back" value="{escape(back)}">\n'
        f'<fieldset class="govuk-fieldset"><legend class="govuk-fieldset__legend">{asked % {"name": called}}</legend>\n'
        f'<div class="govuk-radios">{choices}</div></fieldset>\n'
        f'<div class="govuk-form-group"><label class="govuk-label" for="n-{row}">{escape(_("One line"))}'
        f' <span class="as-quiet">{escape(_("(optional)"))}</span></label>'
        f'<input class="govuk-input" type="text" name="note" id="n-{row}" maxlength="1000" autocomplete="off"></div>\n'
        f'<div class="govuk-button-group"><button class="govuk-button" type="submit">{escape(_("Save"))}</button>'
        f'<a class="govuk-link" href="{to}?{other}{escape(quote(back))}">'
        f"{escape(_('Another day or another way'))}</a></div>\n"
        "</form></details>"
    )


def _choice(number: int, row: UUID, value: str, label: str, following: Any, *, today: dt.date) -> str:
    ends = f"{number}-{row}"
    said = _("Next: %(what)s, %(day)s") % {
        "what": escape(following.kind.label),
        "day": escape(words.day(following.due_on, today=today)),
    }
    at = f", {escape(words.time_of_day(following.due_time))}" if following.due_time else ""
    return (
        f'<div class="govuk-radios__item"><input class="govuk-radios__input" type="radio" name="result"'
        f' value="{escape(value)}" id="r{ends}" aria-describedby="h{ends}">'
        f'<label class="govuk-label govuk-radios__label" for="r{ends}">{escape(label)}</label>'
        f'<div class="govuk-hint govuk-radios__hint" id="h{ends}">{said}{at}</div></div>'
    )
