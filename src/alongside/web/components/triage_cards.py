"""The cards of the triage board, put together by hand: up to sixty stand on it (see `log_in_place` for the same).

`{% triage_cards … %}` draws those of a column, `{% who_looks … %}` who looks at one, on its own page.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.core import clock
from alongside.web.addresses import address
from alongside.web.components import words
from alongside.web.components.renderer import escape
from alongside.web.components.work_rows import tag


def drawn(cards: Iterable[Any], *, back: str, csrf: str) -> SafeString:
    """A card for each (`referrals.board.Card`); `back` is the path to return to, `csrf` guards the forms."""
    return mark_safe("".join(_card(card, back, csrf) for card in cards))  # noqa: S308 - all parts are escaped


def _card(card: Any, back: str, csrf: str) -> str:
    referral, today = card.referral, clock.today()
    late = " as-card--late" if card.late_days else ""
    waited = escape(_("Has waited %(waited)s.")) % {"waited": escape(card.waited)}
    asked = ""
    if referral.status == "waiting_for_information":
        when = (
            words.days_from(clock.local(referral.asked_at).date(), today=today) if referral.asked_at else ""
        )
        asked = f'<p class="as-card__line">{escape(_("Asked %(when)s.")) % {"when": escape(when)}}</p>'
    to = address("connector:referral", referral.pk)
    return (
        f'\n<li class="as-card{late}">\n<h3 class="as-card__name"><a href="{to}"><bdi>{escape(referral.name)}</bdi></a>'
        f'</h3>\n<p class="as-card__line">{waited} {_ring(card, today)}</p>\n'
        f'<p class="as-card__line as-quiet">{_came(referral)}</p>\n'
        f'<p class="as-card__tags">{_tags(card)}</p>\n{asked}\n'
        f"{who_looks(referral, card.looking, mine=card.mine, back=back, csrf=csrf)}\n</li>\n"
    )


def _ring(card: Any, today: Any) -> str:
    if not card.late_days:
        return escape(_("Ring by %(day)s.")) % {"day": escape(words.day(card.ring_by, today=today))}
    said = ngettext("Late by one day: ring now.", "Late by %(days)s days: ring now.", card.late_days) % {
        "days": card.late_days
    }
    return f'<strong class="as-late">{escape(said)}</strong>'


def _came(referral: Any) -> str:
    source = f", {referral.source.name}" if referral.source else ""
    postcode = f" · {referral.postcode}" if referral.postcode else ""
    return escape(f"{referral.get_kind_display()}{source}{postcode}")


def _tags(card: Any) -> str:
    referral, said = card.referral, []
    if referral.urgency in {"urgent", "soon"}:
        kind = "urgent" if referral.urgency == "urgent" else "careful"
        said.append((referral.get_urgency_display(), kind))
    if referral.agreed == "no":
        said.append((_("Did not agree"), "careful"))
    elif referral.agreed == "not_asked":
        said.append((_("Ask first"), "quiet"))
    if referral.risks:
        said.append((_("Risk to staff"), "careful"))
    if card.may_be_known:
        said.append((_("We may know them"), "quiet"))
    if card.told_twice:
        said.append((_("Perhaps told twice"), "quiet"))
    if card.together:
        more = ngettext("and one more telling", "and %(more)s more tellings", card.together)
        said.append((more % {"more": card.together}, "quiet"))
    if card.files:
        said.append((ngettext("one file", "%(files)s files", card.files) % {"files": card.files}, "quiet"))
    return " ".join(tag(escape(one), kind) for one, kind in said)


def who_looks(referral: Any, looking: Any, *, mine: bool, back: str, csrf: str) -> SafeString:
    """Who looks at it (`referrals.models.Looking`, or None), and the button to do so, to take over or to let go."""
    until = words.time_of_day(clock.local(looking.until_at).time()) if looking else ""
    if mine:
        told = escape(_("You are looking at this, until %(time)s.")) % {"time": escape(until)}
        hidden, does = "undo", _("Let go")
    elif looking:
        told = _("<strong>%(name)s</strong> is looking at this, until %(time)s.") % {
            "name": escape(looking.by.name),
            "time": escape(until),
        }
        hidden, does = "instead", _("Take over")
    else:
        told, hidden, does = "", "", _("I am looking at this")
    said = f'<span>{told}</span> <input type="hidden" name="{hidden}" value="1">' if told else ""
    to = address("connector:referral-look", referral.pk)
    return mark_safe(  # noqa: S308 - all parts are escaped
        f'<form class="as-card__claim no-print" method="post" action="{to}">'
        f'{csrf}<input type="hidden" name="back" value="{escape(back)}">\n{said}'
        f'<button class="as-link-button" type="submit">{escape(does)}'
        f'<span class="govuk-visually-hidden">: {escape(referral.name)}</span></button></form>\n'
    )
