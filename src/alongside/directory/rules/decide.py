"""`decide`: is this service open to this person, does it meet their wishes, and why.

Two kinds of question are kept apart. **Rules** are the service's: age, belonging to an area, caring, new parents,
women or men. A rule that says nothing is open to all; a rule that depends on something we do not know never
excludes – it becomes "ask". **Wishes** are the person's: time, language, access, cost, way, distance. A wish the
service is known not to meet takes it off the list (and a relaxation offers it back); a wish it may meet, we do not
know, stays on the list with an obstacle.
"""

from collections.abc import Callable, Iterable
from math import hypot

from alongside.directory.rules.decision import Decision, Openness, Reason
from alongside.directory.rules.facts import DAY, RELATIONS, Facts, relation_levels
from alongside.directory.rules.service_rule import PLACELESS, ServiceRule, Way

Answer = tuple[Openness, Reason]
Wish = tuple[Openness, Reason | None]


def decide(rule: ServiceRule, facts: Facts) -> Decision:
    """Return whether the service is open to the person, with reasons and obstacles in the order people read them."""
    way, openness, answers = _best_way(rule, facts)
    wishes = {name: wish for name, check in WISHES.items() if (wish := check(rule, facts))}
    reasons = [reason for answer, reason in answers if answer == ("no" if openness == "no" else "yes")]
    if openness == "yes" and not answers:
        reasons.append(Reason.of("open_to_all"))
    reasons += [reason for answer, reason in wishes.values() if answer == "yes" and reason]
    obstacles = [reason for answer, reason in answers if answer == "ask"] if openness != "no" else []
    obstacles += [reason for answer, reason in wishes.values() if answer != "yes" and reason]
    return Decision(
        open=openness,
        reasons=tuple(reasons),
        obstacles=(*obstacles, *_standing_obstacles(rule, way, facts)),
        unmet=tuple(name for name, (answer, _) in wishes.items() if answer == "no"),
    )


def _best_way(rule: ServiceRule, facts: Facts) -> tuple[Way, Openness, list[Answer]]:
    """Return the way of being eligible that fits best: open before ask before no, then the fewest things in the way.

    Who would not be referred is given a way they can ask for themselves before any other.
    """
    judged = []
    for way in rule.ways or (Way(),):
        answers = [answer for check in RULES if (answer := check(way, facts))]
        judged.append((way, _weakest(answer for answer, _ in answers), answers))
    return min(
        judged,
        key=lambda judgement: (
            facts.without_referral and _must_be_referred(rule, judgement[0]),
            _ORDER[judgement[1]],
            sum(a != "yes" for a, _ in judgement[2]),
        ),
    )


def _must_be_referred(rule: ServiceRule, way: Way) -> bool:
    """Whether one cannot ask for this way in oneself."""
    return rule.attending == "referral" or bool(way.referral_routes and "self" not in way.referral_routes)


_ORDER: dict[Openness, int] = {"yes": 0, "ask": 1, "no": 2}


def _weakest(answers: Iterable[Openness]) -> Openness:
    return max(answers, key=_ORDER.__getitem__, default="yes")


# --- rules: the service's ---------------------------------------------------------------------------------------


def _belonging(way: Way, facts: Facts) -> Answer | None:
    if not way.open_to:
        return None
    shared = sorted(way.open_to & facts.relation_tokens, key=_by_relation)
    if shared:
        relation, _, area = shared[0].partition(":")
        return "yes", Reason.of("belongs.fits", relation=relation, area=area)
    asked = tuple(sorted(way.open_to, key=_by_relation))
    unsettled = tuple(token for token in asked if _unsettled(token, facts))
    if unsettled:
        return "ask", Reason.of("belongs.ask", open_to=unsettled)
    return "no", Reason.of("belongs.elsewhere", open_to=asked)


def _by_relation(token: str) -> tuple[int, str]:
    relation, _, area = token.partition(":")
    return (RELATIONS.index(relation) if relation in RELATIONS else len(RELATIONS)), area


def _unsettled(token: str, facts: Facts) -> bool:
    relation, _, area = token.partition(":")
    return not facts.known_relations.issuperset(relation_levels(relation, area))


def _age(way: Way, facts: Facts) -> Answer | None:
    low, high = way.minimum_age, way.maximum_age
    if low is None and high is None:
        return None
    if facts.age is None:
        return "ask", Reason.of("age.ask", low=low, high=high)
    if low is not None and facts.age < low:
        return "no", Reason.of("age.too_young", low=low, high=high, years=low - facts.age)
    if high is not None and facts.age > high:
        return "no", Reason.of("age.too_old", low=low, high=high)
    return "yes", Reason.of("age.fits", low=low, high=high, age=facts.age)


def _carers(way: Way, facts: Facts) -> Answer | None:
    return _yes_no("carer", facts.carer) if way.carers_only else None


def _parents(way: Way, facts: Facts) -> Answer | None:
    return _yes_no("parent", facts.is_parent) if way.parents_only else None


def _new_parents(way: Way, facts: Facts) -> Answer | None:
    return _yes_no("new_parent", facts.new_parent) if way.new_parents_only else None


def _yes_no(key: str, fact: bool | None) -> Answer:
    if fact is None:
        return "ask", Reason.of(f"{key}.ask")
    return ("yes", Reason.of(f"{key}.fits")) if fact else ("no", Reason.of(f"{key}.only"))


def _gender(way: Way, facts: Facts) -> Answer | None:
    if not way.genders:
        return None
    genders = tuple(sorted(way.genders, reverse=True))
    if not facts.gender:
        return "ask", Reason.of("gender.ask", genders=genders)
    if facts.gender in way.genders:
        return "yes", Reason.of("gender.fits", genders=genders)
    return "no", Reason.of("gender.only", genders=genders)


RULES: tuple[Callable[[Way, Facts], Answer | None], ...] = (
    _belonging,
    _age,
    _carers,
    _parents,
    _new_parents,
    _gender,
)


# --- wishes: the person's ---------------------------------------------------------------------------------------


def distance_m(rule: ServiceRule, facts: Facts) -> float | None:
    """Return metres in a straight line, None when either end is not known."""
    if rule.easting is None or rule.northing is None or facts.easting is None or facts.northing is None:
        return None
    return hypot(rule.easting - facts.easting, rule.northing - facts.northing)


def _distance(rule: ServiceRule, facts: Facts) -> Wish | None:
    metres = distance_m(rule, facts)
    if metres is None or facts.within_m is None:
        return None
    return (
        ("yes", None)
        if metres <= facts.within_m
        else ("no", Reason.of("distance.far", within_m=facts.within_m))
    )


def _when(rule: ServiceRule, facts: Facts) -> Wish | None:
    if not facts.free:
        return None
    if rule.times is None:
        return "ask", Reason.of("when.ask")
    shared = [
        time
        for time in rule.times
        if any(time[0] < to and begin < time[1] for begin, to in facts.free_in_week)
    ]
    if not shared:
        return "no", Reason.of("when.other")
    # A whole day stands for "on Tuesdays", without an hour.
    return (
        ("ask", Reason.of("when.ask"))
        if all(end - start >= DAY for start, end in shared)
        else ("yes", Reason.of("when.fits"))
    )


def _language(rule: ServiceRule, facts: Facts) -> Wish | None:
    if not facts.languages:
        return None
    shared = rule.languages & facts.languages
    if shared:
        # That English is spoken goes without saying.
        told = tuple(sorted(shared - {"en"}))
        return "yes", Reason.of("language.fits", languages=told) if told else None
    if rule.languages:
        return "no", Reason.of("language.other", languages=tuple(sorted(rule.languages)))
    if "en" in facts.languages:
        return "yes", None
    return "ask", Reason.of("language.ask", languages=tuple(sorted(facts.languages)))


def _needs(rule: ServiceRule, facts: Facts) -> Wish | None:
    if not facts.needs or rule.mode in PLACELESS:
        return None
    lacking = facts.needs & rule.access_lacking
    if lacking:
        return "no", Reason.of("needs.lacking", needs=tuple(sorted(lacking)))
    unknown = facts.needs - rule.access
    if unknown:
        return "ask", Reason.of("needs.ask", needs=tuple(sorted(unknown)))
    return "yes", Reason.of("needs.fits", needs=tuple(sorted(facts.needs)))


def _cost(rule: ServiceRule, facts: Facts) -> Wish | None:
    if rule.cost_pence is None and rule.paid:
        return ("no" if facts.free_only else "ask"), Reason.of("cost.some")
    if rule.cost_pence is None:
        return None if facts.max_cost_pence is None else ("ask", Reason.of("cost.ask"))
    if facts.max_cost_pence is not None and rule.cost_pence > facts.max_cost_pence:
        return "no", Reason.of("cost.more", pence=rule.cost_pence)
    return ("yes", Reason.of("cost.free")) if rule.cost_pence == 0 else None


def _referral(rule: ServiceRule, facts: Facts) -> Wish | None:
    if not facts.without_referral:
        return None
    # That somebody must refer them stands among what is in anyone's way.
    return ("no" if _must_be_referred(rule, _best_way(rule, facts)[0]) else "yes"), None


def _mode(rule: ServiceRule, facts: Facts) -> Wish | None:
    if not facts.modes:
        return None
    if not rule.mode:
        return "ask", Reason.of("mode.ask")
    return ("yes", None) if rule.mode in facts.modes else ("no", Reason.of("mode.other", mode=rule.mode))


WISHES: dict[str, Callable[[ServiceRule, Facts], Wish | None]] = {
    "distance": _distance,
    "when": _when,
    "language": _language,
    "needs": _needs,
    "cost": _cost,
    "referral": _referral,
    "mode": _mode,
}


def _standing_obstacles(rule: ServiceRule, way: Way, facts: Facts) -> tuple[Reason, ...]:
    """Return what is in anyone's way: a referral, booking, a price, the provider's own words, an address we lack."""
    found = []
    if way.referral_routes and "self" not in way.referral_routes:
        found.append(Reason.of("referral.needed", routes=tuple(sorted(way.referral_routes))))
    elif rule.attending == "referral":
        found.append(Reason.of("referral.needed", routes=()))
    if rule.attending in ("appointment", "membership"):
        found.append(Reason.of(f"attending.{rule.attending}"))
    if rule.cost_pence and (facts.max_cost_pence is None or rule.cost_pence <= facts.max_cost_pence):
        found.append(Reason.of("cost.price", pence=rule.cost_pence))
    if way.meant_for:
        found.append(Reason.of("meant_for", audiences=way.meant_for))
    if way.note:
        found.append(Reason.of("note", text=way.note))
    if rule.mode == "in_person" and not rule.has_place:
        found.append(Reason.of("place.unplaced" if rule.has_address else "place.ask"))
    if rule.alert:
        found.append(Reason.of("alert", text=rule.alert))
    return tuple(found)
