"""Reasons and obstacles as sentences. The rules deal in keys; the words, and their translation, live here.

`Words` is made once for a list, with the names of the areas that its reasons mention (one query, or none).
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from alongside.directory.enums import AccessFeature, DeliveryMode, OnBankHolidays
from alongside.directory.languages import language_name
from alongside.directory.matters import MATTERS
from alongside.directory.rules import Reason

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True, slots=True)
class Words:
    """Says reasons in the language of the moment. `areas`: area code → name."""

    areas: Mapping[str, str] = field(default_factory=dict)

    def say(self, reason: Reason) -> str:
        """Return the sentence, without a full stop. Raises KeyError for a reason without words: a test walks all."""
        return _SENTENCES[reason.key](self, dict(reason.params))

    def area(self, code: str) -> str:
        """Return the area's name, or its code when we do not hold it."""
        name = self.areas.get(code, code)
        return _("the %(area)s") % {"area": name} if name.startswith(_WITH_ARTICLE) else name


_WITH_ARTICLE = ("City of ", "London Borough of ", "Royal Borough of ", "Isle of ", "Vale of ")


def areas_mentioned(reasons: Iterable[Reason]) -> set[str]:
    """Return the codes of the areas that reasons speak of."""
    found = set()
    for reason in reasons:
        params = dict(reason.params)
        found |= {token.partition(":")[2] for token in params.get("open_to", ())}
        found |= {params["area"]} if "area" in params else set()
    return found


def number(count: int) -> str:
    """Return a small number in words, a larger one in figures."""
    return str(_(_NUMBERS[count])) if 0 < count < len(_NUMBERS) else str(count)


def price(pence: int) -> str:
    """Return an amount of money: £3, £3.50, 50p."""
    if pence < 100:
        return f"{pence}p"
    pounds = Decimal(pence) / 100
    return f"£{pounds:.0f}" if pence % 100 == 0 else f"£{pounds:.2f}"


def join(items: Sequence[str], *, last: str = "") -> str:
    """Return a list as people say it: a, b or c."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last or _('or')} {items[-1]}"


def age_range(low: int | None, high: int | None) -> str:
    """Return an age limit as people say it: over-55s, under-26s, people aged 16 to 25."""
    if low is not None and high is not None:
        return _("people aged %(low)d to %(high)d") % {"low": low, "high": high}
    if low is not None:
        return _("over-%(low)ds") % {"low": low}
    return _("under-%(high)ds") % {"high": (high or 0) + 1}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _because(words: Words, p: dict[str, Any]) -> str:
    sentences = {
        "lives": _("Open to you because you live in %(area)s"),
        "works": _("Open to you because you work in %(area)s"),
        "studies": _("Open to you because you study in %(area)s"),
        "volunteers": _("Open to you because you volunteer in %(area)s"),
        "gp": _("Open to you because your GP is in %(area)s"),
        "cares_for": _("Open to you because you look after someone in %(area)s"),
    }
    return sentences[p["relation"]] % {"area": words.area(p["area"])}


def belonging(words: Words, tokens: Iterable[str]) -> str:
    """Return whom a rule of belonging names: people who live, work or study in the City of London."""
    verbs = {
        "lives": pgettext("people who …", "live"),
        "works": pgettext("people who …", "work"),
        "studies": pgettext("people who …", "study"),
        "volunteers": pgettext("people who …", "volunteer"),
        "gp": pgettext("people who …", "have a GP"),
        "cares_for": pgettext("people who …", "look after someone"),
    }
    by_area: dict[str, list[str]] = {}
    for token in tokens:
        relation, _colon, area = token.partition(":")
        by_area.setdefault(area, []).append(relation)
    by_relations: dict[tuple[str, ...], list[str]] = {}
    for area, relations in by_area.items():
        by_relations.setdefault(tuple(relations), []).append(words.area(area))
    return join([
        _("people who %(relations)s in %(areas)s")
        % {"relations": join([verbs[r] for r in relations]), "areas": _few(sorted(areas))}
        for relations, areas in by_relations.items()
    ])  # fmt: skip


def _few(names: Sequence[str]) -> str:
    """Return up to three names; a list of fifty neighbourhoods helps nobody."""
    if len(names) <= 3:
        return join(names)
    more = len(names) - 2
    return ngettext("%(names)s or %(more)d other area", "%(names)s or %(more)d other areas", more) % {
        "names": ", ".join(names[:2]),
        "more": more,
    }


def _too_young(words: Words, p: dict[str, Any]) -> str:
    years = ngettext("in %(years)s year", "in %(years)s years", p["years"]) % {"years": number(p["years"])}
    if p["years"] > len(_NUMBERS):
        return _("%(who)s only") % {"who": _capital(age_range(p["low"], p["high"]))}
    return _("%(who)s only – %(years)s") % {"who": _capital(age_range(p["low"], p["high"])), "years": years}


def _ask_age(words: Words, p: dict[str, Any]) -> str:
    if p["high"] is None:
        return _("They ask that you are over %(low)d – check") % p
    if p["low"] is None:
        return _("They ask that you are under %(under)d – check") % {"under": p["high"] + 1}
    return _("They ask that you are %(low)d to %(high)d years old – check") % p


def _fits_age(words: Words, p: dict[str, Any]) -> str:
    if p["high"] is None:
        return _("Open to you because you are over %(low)d") % p
    if p["low"] is None:
        return _("Open to you because you are under %(under)d") % {"under": p["high"] + 1}
    return _("Open to you because you are between %(low)d and %(high)d") % p


def _genders(values: Iterable[str]) -> str:
    names = {"woman": _("women"), "man": _("men"), "non_binary": _("non-binary people")}
    return join([names[value] for value in values], last=_("and"))


def _languages(codes: Iterable[str], last: str = "") -> str:
    return join([language_name(code) for code in codes], last=last)


def feature_name(feature: str) -> str:
    """Return an access feature as a label: Step-free, Hearing loop."""
    return str(AccessFeature(feature).label) if feature in AccessFeature.values else feature


def _has(features: Iterable[str]) -> str:
    return join(
        [_capital(feature_name(f)) if i == 0 else feature_name(f).lower() for i, f in enumerate(features)],
        last=_("and"),
    )


def _not_known(features: Iterable[str]) -> str:
    sentences = []
    for feature in features:
        if feature == "step_free":
            sentences.append(_("not known to be step-free"))
        elif feature == "wheelchair":
            sentences.append(_("not known to suit wheelchairs"))
        else:
            sentences.append(_("not known to have: %(feature)s") % {"feature": feature_name(feature).lower()})
    return _capital(_("%(what)s – ask") % {"what": ", ".join(sentences)})


def _lacking(features: Iterable[str]) -> str:
    return join(
        [
            _("no %(feature)s") % {"feature": feature_name(f).lower()}
            if f != "step_free"
            else _("not step-free")
            for f in features
        ]
    )


def _mode(words: Words, p: dict[str, Any]) -> str:
    return str(DeliveryMode(p["mode"]).label)


def _referral(words: Words, p: dict[str, Any]) -> str:
    if tuple(p["routes"]) == ("gp",):
        return _("Your GP or GP practice must refer you")
    return _("Somebody must refer you – a link worker or your GP can")


def _matter(words: Words, p: dict[str, Any]) -> str:
    names = [str(MATTERS[key].name) if key in MATTERS else key for key in p["matters"]]
    return _("What matters to you: %(matters)s") % {
        "matters": join([names[0], *[n.lower() for n in names[1:]]], last=_("and"))
    }


def _confirmed(words: Words, p: dict[str, Any]) -> str:
    months = p["months"]
    return ngettext("Last confirmed %(n)s month ago", "Last confirmed %(n)s months ago", months) % {
        "n": months
    }


Sentence = Callable[[Words, dict[str, Any]], str]


def _date(day: dt.date) -> str:
    return date_format(day, "j E", use_l10n=False)


def _closed_soon(words: Words, p: dict[str, Any]) -> str:
    if p["first"] == p["last"]:
        return _("Not on %(day)s") % {"day": _date(p["first"])}
    return _("Closed from %(first)s to %(last)s") % {"first": _date(p["first"]), "last": _date(p["last"])}


def on_bank_holidays(says: str) -> str:
    """Return what a service says of bank holidays, as a sentence; "" when it says nothing."""
    if says == OnBankHolidays.CLOSED:
        return _("Not on bank holidays.")
    return _("Also on bank holidays.") if says == OnBankHolidays.MEETS else ""


def _waiting(words: Words, p: dict[str, Any]) -> str:
    if not p["weeks"]:
        return _("There is a waiting list")
    return ngettext(
        "There is a waiting list of about %(n)d week",
        "There is a waiting list of about %(n)d weeks",
        p["weeks"],
    ) % {"n": p["weeks"]}


_SENTENCES: dict[str, Sentence] = {
    "open_to_all": lambda w, p: _("Open to everyone"),
    "belongs.fits": _because,
    "belongs.ask": lambda w, p: _("For %(who)s – check if that is you") % {"who": belonging(w, p["open_to"])},
    "belongs.elsewhere": lambda w, p: _("Only for %(who)s") % {"who": belonging(w, p["open_to"])},
    "age.fits": _fits_age,
    "age.ask": _ask_age,
    "age.too_young": _too_young,
    "age.too_old": lambda w, p: _("%(who)s only") % {"who": _capital(age_range(p["low"], p["high"]))},
    "carer.fits": lambda w, p: _("Open to you because you look after someone"),
    "carer.ask": lambda w, p: _("For people who look after someone – check if that is you"),
    "carer.only": lambda w, p: _("Only for people who look after someone"),
    "parent.fits": lambda w, p: _("Open to you because you are a parent or soon will be"),
    "parent.ask": lambda w, p: _("For parents – check if that is you"),
    "parent.only": lambda w, p: _("Only for parents"),
    "new_parent.fits": lambda w, p: _("Open to you because you are a new parent"),
    "new_parent.ask": lambda w, p: _("For new parents – check if that is you"),
    "new_parent.only": lambda w, p: _("Only for new parents"),
    "gender.fits": lambda w, p: _("For %(genders)s") % {"genders": _genders(p["genders"])},
    "gender.ask": lambda w, p: (
        _("For %(genders)s – check if that is you") % {"genders": _genders(p["genders"])}
    ),
    "gender.only": lambda w, p: _("Only for %(genders)s") % {"genders": _genders(p["genders"])},
    "distance.far": lambda w, p: _("Further away than you asked for"),
    "when.fits": lambda w, p: _("Meets when you are free"),
    "when.ask": lambda w, p: _("Times not known – ask"),
    "when.other": lambda w, p: _("Meets at other times than you asked for"),
    "language.fits": lambda w, p: (
        _("%(languages)s spoken") % {"languages": _languages(p["languages"], last=_("and"))}
    ),
    "language.ask": lambda w, p: (
        _("Not known to speak %(languages)s – ask") % {"languages": _languages(p["languages"])}
    ),
    "language.other": lambda w, p: (
        _("Only in %(languages)s") % {"languages": _languages(p["languages"], last=_("and"))}
    ),
    "needs.fits": lambda w, p: _has(p["needs"]),
    "needs.ask": lambda w, p: _not_known(p["needs"]),
    "needs.lacking": lambda w, p: _capital(_lacking(p["needs"])),
    "cost.free": lambda w, p: _("Free"),
    "cost.price": lambda w, p: _("Costs %(price)s") % {"price": price(p["pence"])},
    "cost.more": lambda w, p: _("Costs %(price)s, more than you asked for") % {"price": price(p["pence"])},
    "cost.some": lambda w, p: _("There is something to pay – ask how much"),
    "cost.ask": lambda w, p: _("Cost not known – ask"),
    "mode.ask": lambda w, p: _("Not known how one takes part – ask"),
    "mode.other": _mode,
    "referral.needed": _referral,
    "attending.appointment": lambda w, p: _("Book first"),
    "attending.membership": lambda w, p: _("Members only – ask how to join"),
    "attending.drop-in": lambda w, p: _("Just turn up"),
    "meant_for": lambda w, p: _("Meant above all for: %(who)s") % {"who": ", ".join(p["audiences"])},
    "note": lambda w, p: _("They say: %(text)s") % {"text": p["text"]},
    "alert": lambda w, p: p["text"],
    "place.ask": lambda w, p: _("Address not given – ask where it is"),
    "place.unplaced": lambda w, p: _("Not on our map yet – see the address"),
    "place.approximate": lambda w, p: _("We know only roughly where it is"),
    "matters": _matter,
    "date.holiday.on": lambda w, p: _("On, although %(day)s is a bank holiday") % {"day": _date(p["day"])},
    "date.holiday.off": lambda w, p: _("Not on %(day)s, a bank holiday") % {"day": _date(p["day"])},
    "date.holiday.unknown": lambda w, p: (
        _("The bank holidays of %(year)s are not known yet – ask") % {"year": p["year"]}
    ),
    "date.holiday": lambda w, p: _("%(day)s is a bank holiday – ask if it is on") % {"day": _date(p["day"])},
    "dates.none": lambda w, p: _("No dates known for the next three months – ask"),
    "closed.until": lambda w, p: _("Closed until the end of %(day)s") % {"day": _date(p["last"])},
    "closed.soon": _closed_soon,
    "capacity.waiting": _waiting,
    "capacity.full": lambda w, p: _("They say they are full – ask before you go"),
    "confirmed.old": _confirmed,
    "confirmed.never": lambda w, p: _("Nobody has confirmed this yet – ring first"),
}

KEYS = frozenset(_SENTENCES)
"""Every reason there are words for."""
