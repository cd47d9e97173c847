"""A service as Open Referral UK 3.0 writes it, read tolerantly into plain dataclasses. Pure.

A list row or a full record, with `""` or `null` for nothing, words where codes should be, numbers as text.
Raises `NotAService` only where nothing useful can be kept: no object, no id, no name.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from alongside.directory.enums import (
    AttendingAccess,
    DeliveryMode,
    Gender,
    LocationType,
    ReferralRoute,
    Relation,
    ServiceStatus,
)
from alongside.directory.feeds import clean_facts as facts
from alongside.directory.feeds import clean_text as text
from alongside.directory.feeds import holiday_words, languages
from alongside.directory.feeds.read_place import read_location, read_schedules
from alongside.directory.feeds.read_v1 import in_snake_case, to_v3
from alongside.directory.feeds.records import (
    NotAService,
    Note,
    ReadArea,
    ReadContact,
    ReadCost,
    ReadEligibility,
    ReadLanguage,
    ReadLocation,
    ReadOrganization,
    ReadPhone,
    ReadService,
    ReadTerm,
)
from alongside.directory.feeds.vendor import unknown_keys

# Django works out the values of an enumeration, translations and all, each time they are asked for.
_ATTENDING, _ROUTES, _RELATIONS = (
    list(AttendingAccess.values),
    list(ReferralRoute.values),
    list(Relation.values),
)
_GENDERS, _MODES = list(Gender.values), list(DeliveryMode.values)
MOST_CHILDREN = 500
"""Of each kind, for one service: more is a mistake, and would let one record fill the directory."""


def source_id(raw: Any) -> str:
    """The record's own id as text; "" when it has none."""
    value = raw.get("id") if isinstance(raw, dict) else None
    if value is None:
        return ""
    return text.line(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


def read_service(raw: Any) -> ReadService:
    """Read one record of either version. Raises `NotAService`."""
    if not isinstance(raw, dict):
        raise NotAService("It is not a record: a service is an object with an id and a name.")
    raw = in_snake_case(raw)
    record = to_v3(raw)
    own_id, name = source_id(record), text.line(record.get("name"))
    if not own_id:
        raise NotAService("It has no id, so it could not be recognised again.")
    if not name:
        raise NotAService("It has no name.")
    _refuse_other_kinds(record)
    service = ReadService(source_id=own_id, name=name, organization=_organization(record, own_id, name))
    service.description_html = text.rich(record.get("description"))
    service.description = text.plain(service.description_html)
    service.url = text.url(record.get("url"))
    service.email = text.email(record.get("email")) or text.email(record.get("url"))
    service.status = _status(record.get("status"))
    service.deliverable_type = text.line(
        record.get("deliverable_type") or record.get("deliverable_words"), 120
    )
    service.accreditations = text.words(record.get("accreditations"))
    service.alert = text.words(record.get("alert"))
    service.assured_on = facts.date(record.get("assured_date"))
    service.last_modified_at = facts.moment(record.get("last_modified"))
    service.attending_access = _attending_access(record.get("attending_access"))
    service.eligibilities = _eligibilities(record, service.attending_access)
    service.locations = _locations(record, service)
    service.schedules = read_schedules(_items(record, "schedules"))
    service.costs = [_cost(item) for item in _items(record, "cost_options")]
    service.fees = text.words(record.get("fees"))
    service.is_free = _is_free(service.fees, service.costs)
    service.languages = list(_languages(record))
    service.contacts, service.phones = _contacts(record)
    service.areas = [area for item in _items(record, "service_areas") if (area := _area(item))]
    service.terms = list(_terms(record))
    service.delivery_modes = _modes(record, service)
    service.bank_holidays = _bank_holidays(service)
    service.vendor = unknown_keys(raw)
    return service


def _bank_holidays(service: ReadService) -> str:
    """What its words say of bank holidays."""
    schedules = [*service.schedules, *(one for place in service.locations for one in place.schedules)]
    return holiday_words.of_service([(one.description, one.byday) for one in schedules], service.description)


def _items(record: dict[str, Any], key: str) -> list[dict[str, Any]]:
    value = record.get(key)
    return (
        [item for item in value if isinstance(item, dict)][:MOST_CHILDREN] if isinstance(value, list) else []
    )


def _refuse_other_kinds(record: dict[str, Any]) -> None:
    if record.get("organization") or record.get("organization_id") or record.get("status"):
        return
    if "organization_identifiers" in record or ("website" in record and "url" not in record):
        raise NotAService("It is an organisation without services. Import the services themselves.")
    if "taxonomy_terms" in record or "term" in record or ("version" in record and "uri" in record):
        raise NotAService("It is a taxonomy or one of its terms, not a service.")


_ACTIVE = {"", "active", "open", "published", "live", "approved", "current", "running", "true", "yes"}
_PAUSED = {"temporarily closed", "temporarily_closed", "paused", "suspended"}
_ENDED = {"defunct", "closed", "ended", "permanently closed", "deleted", "archived"}


def _status(value: Any) -> str:
    """Unknown words count as not running: better one call too few than a shut door."""
    word = text.line(value).lower()
    if word in _ACTIVE:
        return ServiceStatus.ACTIVE.value
    if word in _PAUSED:
        return ServiceStatus.TEMPORARILY_CLOSED.value
    return ServiceStatus.DEFUNCT.value if word in _ENDED else ServiceStatus.INACTIVE.value


def _organization(record: dict[str, Any], service_id: str, service_name: str) -> ReadOrganization:
    raw = record.get("organization")
    if not isinstance(raw, dict):
        raw = {"id": record.get("organization_id"), "name": raw if isinstance(raw, str) else None}
    own_id = source_id(raw)
    out = ReadOrganization(source_id=own_id or f"of:{service_id}", name=text.line(raw.get("name")))
    out.description = text.words(raw.get("description"))
    out.url = text.url(raw.get("website")) or text.url(raw.get("url"))
    out.email = next(
        filter(None, map(text.email, (raw.get("email"), raw.get("website"), raw.get("url")))), ""
    )
    out.logo = text.url(raw.get("logo"))
    out.uri = text.line(raw.get("uri"), 500)
    if not out.name and not own_id:
        out.name = service_name  # a service that says nothing of who runs it runs itself
    for item in _items(raw, "organization_identifiers"):
        scheme = text.line(item.get("identifier_scheme") or item.get("identifier_type")).upper()
        identifier = text.line(item.get("identifier"), 20)
        if "CHC" in scheme or "CHARITY" in scheme:
            out.charity_number = identifier
        elif "COH" in scheme or "COMPANY" in scheme:
            out.company_number = identifier
    return out


_NO_REFERRAL = re.compile(r"\b(?:no|without(?: a)?) referrals?\b|referrals? (?:is |are )?not\b")


def _attending_access(value: Any) -> str:
    word = text.line(value).lower()
    if "self" in word or _NO_REFERRAL.search(word):
        return ""
    for access in _ATTENDING:
        if access.replace("-", "") in re.sub(r"[-_ ]", "", word):
            return access
    return ""


def _eligibilities(record: dict[str, Any], attending_access: str) -> list[ReadEligibility]:
    found = [_eligibility(item) for item in _items(record, "eligibilities")]
    of_record = _eligibility(record)
    ages = (of_record.minimum_age, of_record.maximum_age)
    # Ages of the service as a whole repeat those of its rules, unless no rule says anything of ages.
    said_by_rules = any((rule.minimum_age, rule.maximum_age) != (None, None) for rule in found)
    if not found or (ages != (None, None) and not said_by_rules):
        found.append(of_record)
    audiences = list(
        dict.fromkeys(
            word
            for item in _items(record, "pc_targetAudience")
            if (word := text.line(item.get("audienceType"), 120))
        )
    )
    for rule in found:
        rule.meant_for = list(
            dict.fromkeys(rule.meant_for + [name.split(">")[-1].strip() for name in audiences])
        )
        if attending_access == AttendingAccess.REFERRAL and not rule.referral_routes:
            rule.referral_routes = [ReferralRoute.PROFESSIONAL.value, ReferralRoute.GP.value]
    # One alternative that says nothing opens the door to all.
    return [] if ReadEligibility() in found else found


def _eligibility(raw: dict[str, Any]) -> ReadEligibility:
    low, high = facts.ages(raw.get("minimum_age"), raw.get("maximum_age"))
    kind = text.line(raw.get("eligibility"), 120) if isinstance(raw.get("eligibility"), str) else ""
    words = text.words(raw.get("eligibility_description"), 2000)
    rule = ReadEligibility(
        minimum_age=low,
        maximum_age=high,
        meant_for=list(dict.fromkeys(([kind] if kind else []) + _words_of(raw.get("meant_for")))),
        referral_routes=_known_of(raw.get("referral_routes"), _ROUTES),
        other_conditions=words,
    )
    if isinstance(beyond := raw.get("alongside"), dict):
        _add_conditions_of_ours(rule, beyond)
    return rule


def _add_conditions_of_ours(rule: ReadEligibility, beyond: dict[str, Any]) -> None:
    """Conditions as another Alongside publishes them; half a condition (areas without a relation) is none."""
    areas = [code for code in _words_of(beyond.get("area_codes")) if _AREA_CODE.fullmatch(code)]
    relations = _known_of(beyond.get("area_relations"), _RELATIONS)
    if areas and relations:
        rule.area_codes, rule.area_relations = areas, relations
    rule.carers_only = beyond.get("carers_only") is True
    rule.parents_only = beyond.get("parents_only") is True
    rule.new_parents_only = beyond.get("new_parents_only") is True
    basis = text.line(beyond.get("gender_basis"))
    if basis:
        rule.genders, rule.gender_basis = _known_of(beyond.get("genders"), _GENDERS), basis


_AREA_CODE = re.compile(r"[EWSNK]\d{8}")


def _words_of(value: Any) -> list[str]:
    items = value if isinstance(value, list) else []
    return [
        word for item in items[:MOST_CHILDREN] if isinstance(item, str) and (word := text.line(item, 120))
    ]


def _known_of(value: Any, known: list[str]) -> list[str]:
    return [word for word in dict.fromkeys(_words_of(value)) if word in known]


def _locations(record: dict[str, Any], service: ReadService) -> list[ReadLocation]:
    """Each location once; what is doubtful about their coordinates goes into the service's notes."""
    found: dict[str, ReadLocation] = {}
    notes: dict[Note, None] = {}
    for index, place in enumerate(_items(record, "service_at_locations")):
        raw, fallback_id = place["location"], f"of:{service.source_id}:{index}"
        if reason := facts.doubt(raw.get("latitude"), raw.get("longitude")):
            notes[Note(source_id(raw) or fallback_id, reason)] = None
        location = read_location(raw, fallback_id=fallback_id)
        if location is not None:
            location.schedules = read_schedules(_items(place, "schedules"))
            if known := found.get(location.source_id):
                known.schedules += location.schedules
            else:
                found[location.source_id] = location
    service.notes += notes
    return list(found.values())


_PRICE = re.compile(r"[£€]\s*(\d+(?:\.\d\d?)?)|(\d+(?:\.\d\d?)?)\s*(?:pounds?|p)\b", re.IGNORECASE)
_FREE = re.compile(
    r"^\W*(?:it is |this service is |the service is |all )?(?:free\b(?!.{0,40}\b(?:but|except|for|if|to members)\b)"
    r"|no (?:charge|cost|fee)s?\b|none\b|nil\b|£?0(?:\.00)?$)",
    re.IGNORECASE | re.DOTALL,
)


def _is_free(fees: str, costs: list[ReadCost]) -> bool | None:
    """True, False, or None where nobody said clearly."""
    amounts = [cost.amount for cost in costs if cost.amount is not None]
    if amounts:
        return all(amount == 0 for amount in amounts)
    prices = [float(match[1] or match[2]) for match in _PRICE.finditer(fees)]
    if any(prices):
        return False
    said = [fees] if fees else [cost.option for cost in costs]
    return True if said and all(_FREE.search(words) for words in said) else None


def _cost(raw: dict[str, Any]) -> ReadCost:
    amount = facts.number(raw.get("amount"))
    start, end = facts.date(raw.get("valid_from")), facts.date(raw.get("valid_to"))
    return ReadCost(
        option=text.line(raw.get("option")),
        amount=round(amount, 2) if amount is not None and 0 <= amount < 1_000_000 else None,
        amount_description=text.line(raw.get("amount_description")),
        valid_from=start,
        valid_to=end,
    )


def _languages(record: dict[str, Any]) -> Iterator[ReadLanguage]:
    seen = set()
    for item in _items(record, "languages"):
        name, given = text.line(item.get("name"), 100), text.line(item.get("code"), 12)
        code = languages.code_for(given) or languages.code_for(name)
        name = name or languages.NAMES.get(code, given)
        if name and (code or name) not in seen:
            seen.add(code or name)
            yield ReadLanguage(code=code, name=name, note=text.line(item.get("note")))


def _contacts(record: dict[str, Any]) -> tuple[list[ReadContact], list[ReadPhone]]:
    contacts: list[ReadContact] = []
    seen: set[str] = set()

    def new(raw: list[dict[str, Any]]) -> list[ReadPhone]:
        found = [phone for item in raw for phone in _phones(item) if phone.number not in seen]
        seen.update(phone.number for phone in found)
        return found

    for item in _items(record, "contacts"):
        contact = ReadContact(
            name=text.line(item.get("name")),
            title=text.line(item.get("title")),
            email=text.email(item.get("email")),
        )
        contact.phones = new(
            _items(item, "phones") + ([item] if item.get("number") or item.get("phone") else [])
        )
        if contact != ReadContact():
            contacts.append(contact)
    own = _items(record, "phones")
    own += [{"number": record[key]} for key in ("phone", "telephone") if record.get(key)]
    return contacts, new(own)


def _phones(raw: dict[str, Any]) -> Iterator[ReadPhone]:
    written = raw.get("number") or raw.get("phone")
    description = text.line(raw.get("description"))
    for number, extension in text.phones(written):
        if not description and isinstance(written, str) and re.search(r"[A-Za-z]{3}", written):
            description = text.line(written)
        yield ReadPhone(number[:30], extension[:10] or text.line(raw.get("extension"), 10), description)


def _area(raw: dict[str, Any]) -> ReadArea | None:
    name = text.line(raw.get("name"), 500) or text.line(raw.get("service_area"), 500)
    uri = text.line(raw.get("uri"), 500)
    code = re.search(r"\b[EWSNK]\d{8}\b", f"{uri} {raw.get('extent') or ''} {name}")
    if not name and not code:
        return None
    extent = raw.get("extent")
    if isinstance(extent, str) and extent.lstrip().startswith("{"):
        extent = _unfolded(extent)
    return ReadArea(
        name=name,
        area_code=code[0] if code else "",
        extent=text.storable(extent) if isinstance(extent, dict | str) and extent else None,
        extent_type=text.line(raw.get("extent_type"), 50),
        uri=uri,
    )


def _unfolded(written: str) -> Any:
    """A shape that the standard has us write as text: what it was, if it is one."""
    try:
        return json.loads(written)
    except (ValueError, RecursionError):
        return written


def _terms(record: dict[str, Any]) -> Iterator[ReadTerm]:
    seen = set()
    for item in _items(record, "attributes"):
        term = item.get("taxonomy_term")
        raw = term if isinstance(term, dict) else {}
        name = text.line(raw.get("name"))
        taxonomy = raw.get("taxonomy")
        if isinstance(taxonomy, dict):
            taxonomy = taxonomy.get("name")
        code = text.line(raw.get("code"), 120) or source_id(raw)[:120] or name.lower()[:120]
        key = (text.line(taxonomy, 100), code)
        if name and key not in seen:
            seen.add(key)
            yield ReadTerm(
                taxonomy=key[0],
                code=code,
                name=name,
                description=text.words(raw.get("description"), 2000),
                term_uri=text.url(raw.get("term_uri")),
                link_type=text.line(item.get("link_type"), 100),
            )


_MODE_WORDS = (
    (DeliveryMode.PHONE, re.compile(r"\b(?:tele)?phone|helpline|by call", re.IGNORECASE)),
    (DeliveryMode.ONLINE, re.compile(r"\bonline|virtual|video|zoom|remote|\bweb", re.IGNORECASE)),
    (
        DeliveryMode.HOME,
        re.compile(r"\bhome[- ]?visit|at home|in your (?:own )?home|\bhome\b", re.IGNORECASE),
    ),
    (
        DeliveryMode.IN_PERSON,
        re.compile(r"\bvenue|in[- ]person|face[- ]to[- ]face|drop[- ]?in|\bvisit us", re.IGNORECASE),
    ),
)


def _modes(record: dict[str, Any], service: ReadService) -> list[str]:
    """How it is offered: in the feed's words, and what its locations show. Empty when nobody said."""
    if told := _known_of(record.get("delivery_modes"), _MODES):
        return told
    said = " ".join(
        text.line(value, 500)
        for value in (
            record.get("attending_type"),
            record.get("pc_attendingAccess_additionalInfo"),
            *(item.get("attending_type") for item in _items(record, "schedules")),
        )
    )
    found = {mode.value for mode, pattern in _MODE_WORDS if pattern.search(said)}
    kinds = {location.location_type for location in service.locations}
    if LocationType.VIRTUAL in kinds:
        found.add(DeliveryMode.ONLINE.value)
    if LocationType.PHYSICAL in kinds:
        found.add(DeliveryMode.IN_PERSON.value)
    return [mode for mode in _MODES if mode in found]
