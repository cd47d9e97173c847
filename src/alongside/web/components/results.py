"""Results of the finder as they stand on a page: one place that draws them, for every page that lists some.

A page has ten of them and each a dozen small parts, so that they are put together here, as `renderer` does with boxes,
instead of by a template each; what all of them share is worked out once for the page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from html import escape
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.directory.languages import language_name
from alongside.web.components import words
from alongside.web.components.icons import icon

if TYPE_CHECKING:
    from alongside.directory.finder import Result

_ANY = "00000000-0000-0000-0000-000000000000"
Drawing = Callable[[str, str], str]
"""From a service's id and name to what can be done with it."""


class Cards:
    """Draws results in the language and on the day of the moment, under headings of one level."""

    def __init__(self, level: str) -> None:
        self._level = escape(level)
        self._today = clock.today()
        self._service = reverse("public:service", args=[_ANY])
        self._fits = f'<li><span class="govuk-visually-hidden">{_("Fits:")} </span>'
        self._to_know = f'<li class="is-obstacle"><span class="govuk-visually-hidden">{_("To know:")} </span>'
        self._modes = {"phone": _("By phone"), "online": _("Online"), "home": _("At your home")}
        self._about, self._next, self._confirmed = _("about"), _("Next: %(moment)s"), _("Confirmed %(ago)s")
        self._next_day = _("Next: %(day)s")
        self._near = _("Stops near it:")  # how far it is itself stands above, in the same words
        self._ago: dict[dt.date, str] = {}

    def card(self, one: Result) -> str:
        """One result, still open at its end for what can be done with it."""
        level, key = self._level, escape(one.service_id)
        foreign = text_language(one.text_language)
        href = self._service.replace(_ANY, key)
        return (
            f'\n<article class="as-result" aria-labelledby="service-{key}">\n'
            f'<h{level} class="as-result__title" id="service-{key}"{foreign}>'
            f'<a href="{href}">{escape(one.service)}</a></h{level}>\n'
            f'<p class="as-result__when">{self._when(one)}</p>\n'
            f'<div class="as-result__body"><div>\n{self._who(one)}</div>\n{self._why(one)}\n</div>\n'
            f"{self._foot(one)}\n"
        )

    def _when(self, one: Result) -> str:
        parts = ["; ".join(escape(when) for when in one.when[:3])] if one.when else []
        parts += [escape(one.cost)] if one.cost else []
        if one.distance_m is not None:
            about = f"{self._about} " if one.approximate else ""
            parts.append(f"{about}{escape(words.distance(one.distance_m))}")
        elif one.mode in self._modes:
            parts.append(self._modes[one.mode])
        return " · ".join(parts)

    def _who(self, one: Result) -> str:
        place = f"<br>{escape(one.place)}" if one.place and one.place != one.organisation else ""
        note = text_language_note(one.text_language)
        told = f'<p class="as-quiet as-small">{escape(note)}</p>' if note else ""
        stops = "<br>".join(escape(str(stop)) for stop in one.stops)
        near = f'<p class="as-small"><span class="as-quiet">{self._near}</span> {stops}</p>' if stops else ""
        tags = " · ".join(map(escape, one.tags))
        tagged = f'<p class="as-quiet as-small">{tags}</p>' if one.tags else ""
        return f"<p>{escape(one.organisation)}{place}</p>\n{near}\n{told}\n{tagged}\n"

    def _why(self, one: Result) -> str:
        if not (one.reasons or one.obstacles):
            return ""
        reasons = "".join(f"{self._fits}{escape(reason)}</li>" for reason in one.reasons)
        obstacles = "".join(f"{self._to_know}{escape(obstacle)}</li>" for obstacle in one.obstacles)
        return f'<ul class="as-reasons">\n{reasons}\n{obstacles}\n</ul>'

    def _foot(self, one: Result) -> str:
        parts = []
        if one.next:
            first = one.next[0]
            if first.starts:
                moment = words.moment(clock.local(first.starts), today=self._today)
                parts.append(self._next % {"moment": escape(moment)})
            else:
                parts.append(self._next_day % {"day": escape(words.day(first.day, today=self._today))})
        if one.confirmed_on:
            parts.append(self._confirmed % {"ago": self._since(one.confirmed_on)})
        return f'<p class="as-result__foot">{" · ".join(parts)}</p>' if parts else ""

    def _since(self, day: dt.date) -> str:
        if day not in self._ago:
            self._ago[day] = escape(words.days_from(day, today=self._today))
        return self._ago[day]


def listed(results: Iterable[Result], level: str, actions: Drawing | None = None) -> SafeString:
    """Results as the items of a list."""
    cards = Cards(level)
    drawn = (
        f"<li>{cards.card(one)}{actions(one.service_id, one.service) if actions else ''}\n</article>\n</li>"
        for one in results
    )
    return mark_safe("".join(drawn))  # noqa: S308 – all parts are escaped


def saving(kept: Collection[str], token: str, here: str) -> Drawing:
    """What puts a service on one's own list, and says so when it is there; `here` is the page one comes back to."""
    mine, save = reverse("public:shortlist"), reverse("public:shortlist-save")
    saved = f'{icon("tick")}{_("On your list")}</span> <a href="{mine}">{_("See your list")}</a>'
    form = f'<form method="post" action="{save}">{token}<input type="hidden"'
    hidden = '<span class="govuk-visually-hidden">'
    button = f'<button type="submit" class="as-link-button">{icon("save")}{_("Save")}{hidden}'
    back = escape(here)

    def draw(service_id: str, name: str) -> str:
        key = escape(service_id)
        if service_id in kept:
            inside = f'<span class="as-saved">{saved}'
        else:
            inside = (
                f'{form} name="service" value="{key}"><input type="hidden" name="next" value="{back}#service-{key}">'
                f"{button} {escape(name)}</span></button></form>"
            )
        return f'<div class="as-save no-print">{inside}</div>\n'

    return draw


def text_language(code: str) -> str:
    """` lang="tr" dir="ltr"` for text that somebody else wrote in another language than the page's; else nothing."""
    if not words.is_foreign(code):
        return ""
    return f' lang="{escape(code)}" dir="{"rtl" if code in words.RIGHT_TO_LEFT else "ltr"}"'


def text_language_note(code: str) -> str:
    """`This text is in English.` beside such text; else nothing."""
    if not words.is_foreign(code):
        return ""
    return _("This text is in %(language)s.") % {"language": language_name(code)}
