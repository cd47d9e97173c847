"""Everything we know of one service, in words, for its page and for print. Reads only."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.core.clock import local
from alongside.directory import days_off, wording
from alongside.directory.ages import ages
from alongside.directory.closures import closed_of
from alongside.directory.enums import (
    AccessFeature,
    DeliveryMode,
    Gender,
    LocationType,
    Precision,
    ReferralRoute,
)
from alongside.directory.feeds import holiday_words
from alongside.directory.feeds.clean_facts import access
from alongside.directory.feeds.clean_text import rich
from alongside.directory.finder import CAPACITY_WEEKS, recurrence_of
from alongside.directory.languages import LANGUAGES, language_name
from alongside.directory.models import CostOption, Eligibility, Location, Phone, Schedule, Service
from alongside.directory.rules.freshness import Freshness, freshness
from alongside.directory.rules.text_language import language_of
from alongside.directory.schedule_words import in_words
from alongside.directory.schedules import Closed, occurrences
from alongside.places.enums import Relation
from alongside.places.geo import Point
from alongside.places.models import Area
from alongside.places.stops import NearStop, nearest

DATES_SHOWN = 3


A_FEATURE_IN_WORDS = 3
"""A line this short that names a known feature only repeats it."""


@dataclass(frozen=True, slots=True)
class Site:
    """A place where it happens: its lines of address, how to get in, and when it happens there."""

    name: str
    address: list[str]
    transport: str
    access: list[str]
    lacking: list[str]
    access_words: list[str]
    approximate: bool
    when: list[str]
    stops: tuple[NearStop, ...] = ()
    """Stops of public transport within a walk; none where we know only roughly where it is."""


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """A service as its page shows it."""

    service: Service
    description: SafeString
    """Safe whoever wrote it: cleaned when it comes in, and once more here."""
    closed: list[Closed]
    """Days to come on which it is closed."""
    state: Freshness
    says_how_busy: bool
    """Whether the organiser has said so lately enough to be told."""
    text_language: str
    """In which language the description is written; "" when nobody can tell."""
    ways: list[str]
    sites: list[Site]
    when: list[str]
    next: list[dt.datetime]
    holidays: frozenset[dt.date]
    """Which of the next days are bank holidays."""
    on_holidays: str
    """What is said of bank holidays, in a sentence; "" when nothing is known, or there are no times."""
    open_to: list[list[str]]
    """Ways of being eligible, each with its conditions; empty: open to everyone."""
    meant_for: list[str]
    """Audiences in the provider's words; they shut nobody out."""
    how_to_join: list[str]
    costs: list[str]
    languages: list[str]
    areas: list[str]
    phones: list[Phone] = field(default_factory=list)
    contacts: list[str] = field(default_factory=list)


def facts_of(service_id: uuid.UUID, *, at: dt.datetime) -> ServiceFacts | None:
    """The facts of a service, withdrawn or not; None when there is no such service."""
    return facts_of_all([service_id], at=at).get(service_id)


def facts_of_all(service_ids: Sequence[uuid.UUID], *, at: dt.datetime) -> dict[uuid.UUID, ServiceFacts]:
    """The facts of several services, in a constant number of queries; those that do not exist are left out."""
    services = list(
        Service.objects.select_related("organization")
        .prefetch_related(
            "eligibilities",
            "cost_options",
            "languages",
            "service_areas",
            "phones",
            "contacts",
            "schedules",
            "service_at_locations__location__accessibilities",
        )
        .filter(pk__in=service_ids)
        .order_by("pk")
    )
    closed = closed_of(service_ids, since=local(at).date())
    links = (link for service in services for link in service.service_at_locations.all())
    near = nearest(point for link in links if (point := _exactly(link.location)))
    return {service.pk: _facts(service, closed.get(service.pk, []), near, at) for service in services}


def _exactly(location: Location) -> Point | None:
    """Where it is; None where it is nowhere, or known only roughly."""
    return location.point if location.precision == Precision.EXACT else None


def _facts(
    service: Service, closed: list[Closed], near: dict[Point, tuple[NearStop, ...]], at: dt.datetime
) -> ServiceFacts:
    schedules = list(service.schedules.all())
    sites = [
        _site(link.location, [s for s in schedules if s.service_at_location_id == link.pk], near)
        for link in service.service_at_locations.all()
        if link.location.location_type != LocationType.VIRTUAL
    ]
    rules = [recurrence_of(schedule, days_off.of_schedule(service, schedule)) for schedule in schedules]
    today = local(at).date()
    soon = (
        [o.starts for o in occurrences(rules, at=at, closed=closed) if o.starts and o.starts > at]
        if _is_on(service)
        else []
    )
    return ServiceFacts(
        service=service,
        description=mark_safe(rich(service.description_html or service.description)),  # noqa: S308
        closed=closed,
        state=freshness(
            confirmed_on=service.confirmed_on, came_on=local(service.created_at).date(), on=today, ages=ages()
        ),
        says_how_busy=service.capacity_on is not None
        and (today - service.capacity_on).days <= CAPACITY_WEEKS * 7,
        text_language=language_of(f"{service.name}. {service.description}"),
        ways=[str(DeliveryMode(mode).label) for mode in service.delivery_modes],
        sites=sites,
        when=_when([s for s in schedules if s.service_at_location_id is None]),
        next=list(dict.fromkeys(soon))[:DATES_SHOWN],
        holidays=days_off.holidays_in(days_off.where_of(service)) & {local(moment).date() for moment in soon},
        on_holidays=wording.on_bank_holidays(service.bank_holidays) if schedules else "",
        open_to=_open_to(list(service.eligibilities.all())),
        meant_for=list(
            dict.fromkeys(word for rule in service.eligibilities.all() for word in rule.meant_for)
        ),
        how_to_join=_how_to_join(service),
        costs=_costs(service, local(at).date()),
        languages=[
            language_name(spoken.code) if spoken.code in LANGUAGES else spoken.name or spoken.code
            for spoken in service.languages.all()
        ],
        areas=[area.name for area in service.service_areas.all() if area.name],
        phones=list(service.phones.all()),
        contacts=[
            line for c in service.contacts.all() if (line := ", ".join(filter(None, (c.name, c.title))))
        ],
    )


def _is_on(service: Service) -> bool:
    return service.withdrawn_at is None and service.status == "active"


def _site(location: Location, schedules: list[Schedule], near: dict[Point, tuple[NearStop, ...]]) -> Site:
    place = [location.name, location.address_1, location.city, location.region, location.postcode]
    name, *address = list(dict.fromkeys(part for part in place if part)) or [""]
    point = _exactly(location)
    return Site(
        name=name,
        address=address,
        transport=location.transport,
        access=[str(AccessFeature(feature).label) for feature in location.access_features],
        lacking=[str(AccessFeature(feature).label) for feature in location.access_lacking],
        access_words=[
            a.description for a in location.accessibilities.all() if _says_more(a.description, location)
        ],
        approximate=location.precision == Precision.APPROXIMATE,
        when=_when(schedules),
        stops=near.get(point, ()) if point else (),
    )


def _says_more(words: str, location: Location) -> bool:
    """Whether words about getting in say more than the features already listed; "Step-free entrance." does not."""
    has, lacks = access([words])
    known = set(has) <= set(location.access_features) and set(lacks) <= set(location.access_lacking)
    return not (known and (has or lacks) and len(words.split()) <= A_FEATURE_IN_WORDS)


def _when(schedules: list[Schedule]) -> list[str]:
    """Each schedule once, in words, with what the organiser adds."""
    lines = []
    for schedule in schedules:
        added = holiday_words.without_ours(schedule.description)
        words = in_words(recurrence_of(schedule, frozenset()), added)
        if added not in words:
            words = f"{words}. {added}"
        if words:
            lines.append(words)
    return list(dict.fromkeys(lines))


def who_it_is_for(rules: list[Eligibility]) -> list[list[str]]:
    """Ways of being eligible, each with its conditions in words; empty: open to everyone."""
    return _open_to(rules)


def _open_to(rules: list[Eligibility]) -> list[list[str]]:
    codes = {code for rule in rules for code in rule.area_codes}
    names = (
        dict(Area.objects.filter(code__in=codes).order_by("code").values_list("code", "name"))
        if codes
        else {}
    )
    found = [_conditions(rule, names) for rule in rules]
    return found if all(found) else []  # one way in without conditions is open to everyone


_BELONGING = {
    Relation.LIVES: gettext_lazy("live"),
    Relation.WORKS: gettext_lazy("work"),
    Relation.STUDIES: gettext_lazy("study"),
    Relation.VOLUNTEERS: gettext_lazy("volunteer"),
    Relation.GP: gettext_lazy("are registered with a GP"),
    Relation.CARES_FOR: gettext_lazy("care for someone"),
}


def _conditions(rule: Eligibility, names: dict[str, str]) -> list[str]:
    lines = [_ages(rule)]
    if rule.area_codes:
        here = ", ".join(dict.fromkeys(names.get(code, code) for code in rule.area_codes))
        how = _(" or ").join(str(_BELONGING[Relation(r)]) for r in rule.area_relations)
        lines.append(_("People who %(how)s in %(area)s") % {"how": how, "area": here})
    if rule.carers_only:
        lines.append(_("People who look after someone"))
    if rule.parents_only:
        lines.append(_("Parents, and people who are expecting"))
    if rule.new_parents_only:
        lines.append(_("People who are expecting, or have a child under two"))
    if rule.genders:
        lines.append(_("For %(people)s") % {"people": ", ".join(str(Gender(g).label) for g in rule.genders)})
    lines.append(rule.other_conditions)
    return [line for line in lines if line]


def _ages(rule: Eligibility) -> str:
    low, high = rule.minimum_age, rule.maximum_age
    if low and high:
        return _("Aged %(low)s to %(high)s") % {"low": low, "high": high}
    if low:
        return _("Aged %(low)s and over") % {"low": low}
    return _("Up to the age of %(high)s") % {"high": high} if high else ""


def _how_to_join(service: Service) -> list[str]:
    routes = {route for rule in service.eligibilities.all() for route in rule.referral_routes}
    lines = [str(service.get_attending_access_display())] if service.attending_access else []
    if not (service.attending_access == "referral" and ReferralRoute.PROFESSIONAL in routes):
        lines += [str(ReferralRoute(route).label) for route in ReferralRoute.values if route in routes]
    return lines


def _costs(service: Service, on: dt.date) -> list[str]:
    lines = [_("Free")] if service.is_free else []
    if service.fees:
        lines.append(service.fees)
    current = [c for c in service.cost_options.all() if (c.valid_to is None or c.valid_to >= on)]
    return lines + [line for cost in current if (line := _cost(cost)) and line not in lines]


def _cost(cost: CostOption) -> str:
    amount = ""
    if cost.amount is not None:
        amount = _("Free") if cost.amount == 0 else f"£{cost.amount:.2f}".removesuffix(".00")
    parts = {part.lower(): part for part in (cost.option, amount, cost.amount_description) if part}
    option, *price = list(parts.values()) or [""]  # a feed may say “Free” three times
    return ": ".join(part for part in (option, " ".join(price)) if part)
