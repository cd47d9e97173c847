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
from alongside.directory.rules.facts import Facts, relation_levels
from alongside.directory.rules.service_rule import ServiceRule

Answer = tuple[Openness, Reason]
Wish = tuple[Openness, Reason | None]


def decide(rule: ServiceRule, facts: Facts) -> Decision:
    """Return whether the service is open to the person, with reasons and obstacles in the order people read them."""
    answers = [answer for check in RULES if (answer := check(rule, facts))]
    openness = _weakest(answer for answer, _ in answers)
    wishes = {name: wish for name, check in WISHES.items() if (wish := check(rule, facts))}
    reasons = [reason for answer, reason in answers if answer == ("no" if openness == "no" else "yes")]
    reasons += [reason for answer, reason in wishes.values() if answer == "yes" and reason]
    obstacles = [reason for answer, reason in answers if answer == "ask"] if openness != "no" else []
    obstacles += [reason for answer, reason in wishes.values() if answer != "yes" and reason]
    if openness == "yes" and not answers:
        reasons.insert(0, Reason.of("open_to_all"))
    return Decision(
        open=openness,
        reasons=tuple(reasons),
        obstacles=(*obstacles, *_standing_obstacles(rule, facts)),
        unmet=tuple(name for name, (answer, _) in wishes.items() if answer == "no"),
    )


def _weakest(answers: Iterable[Openness]) -> Openness:
    found = set(answers)
    return "no" if "no" in found else "ask" if "ask" in found else "yes"


# --- rules: the service's ---------------------------------------------------------------------------------------


def _age(rule: ServiceRule, facts: Facts) -> Answer | None:
    low, high = rule.minimum_age, rule.maximum_age
    if low is None and high is None:
        return None
    if facts.age is None:
        return "ask", Reason.of("age.ask", low=low, high=high)
    if low is not None and facts.age < low:
        return "no", Reason.of("age.too_young", low=low, high=high, years=low - facts.age)
    if high is not None and facts.age > high:
        return "no", Reason.of("age.too_old", low=low, high=high)
    return "yes", Reason.of("age.fits", low=low, high=high, age=facts.age)


def _belonging(rule: ServiceRule, facts: Facts) -> Answer | None:
    if not rule.open_to:
        return None
    shared = sorted(rule.open_to & facts.relation_tokens, key=_by_relation)
    if shared:
        relation, _, area = shared[0].partition(":")
        return "yes", Reason.of("belongs", relation=relation, area=area)
    asked = tuple(sorted(rule.open_to, key=_by_relation))
    open_questions = tuple(token for token in asked if _unsettled(token, facts))
    if open_questions:
        return "ask", Reason.of("belongs.ask", open_to=open_questions)
    return "no", Reason.of("belongs.elsewhere", open_to=asked)


def _by_relation(token: str) -> tuple[int, str]:
    relation, _, area = token.partition(":")
    order = ("lives", "works", "studies", "volunteers", "gp", "cares_for")
    return (order.index(relation) if relation in order else len(order)), area


def _unsettled(token: str, facts: Facts) -> bool:
    relation, _, area = token.partition(":")
    return not facts.known_relations.issuperset(relation_levels(relation, area))


def _carers(rule: ServiceRule, facts: Facts) -> Answer | None:
    return _yes_no("carer", facts.carer) if rule.for_carers else None


def _new_parents(rule: ServiceRule, facts: Facts) -> Answer | None:
    return _yes_no("new_parent", facts.new_parent) if rule.for_new_parents else None


def _yes_no(key: str, fact: bool | None) -> Answer:
    if fact is None:
        return "ask", Reason.of(f"{key}.ask")
    return ("yes", Reason.of(f"{key}.fits")) if fact else ("no", Reason.of(f"{key}.only"))


def _gender(rule: ServiceRule, facts: Facts) -> Answer | None:
    if not rule.gender:
        return None
    # Someone who told us neither is not turned away by a program: the group and they decide.
    if facts.gender not in ("woman", "man"):
        return "ask", Reason.of("gender.ask", gender=rule.gender)
    fits = (rule.gender, facts.gender) in {("women", "woman"), ("men", "man")}
    return (
        ("yes", Reason.of("gender.fits", gender=rule.gender))
        if fits
        else ("no", Reason.of("gender.only", gender=rule.gender))
    )


RULES: tuple[Callable[[ServiceRule, Facts], Answer | None], ...] = (
    _belonging,
    _age,
    _carers,
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
    meets = any(start < to and begin < end for start, end in rule.times for begin, to in facts.free_in_week)
    return ("yes", Reason.of("when.fits")) if meets else ("no", Reason.of("when.other"))


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
    if not facts.needs or rule.mode in ("phone", "online", "home"):
        return None
    lacking = facts.needs & rule.access_lacking
    if lacking:
        return "no", Reason.of("needs.lacking", needs=tuple(sorted(lacking)))
    unknown = facts.needs - rule.access
    if unknown:
        return "ask", Reason.of("needs.ask", needs=tuple(sorted(unknown)))
    return "yes", Reason.of("needs.fits", needs=tuple(sorted(facts.needs)))


def _cost(rule: ServiceRule, facts: Facts) -> Wish | None:
    if rule.cost_pence is None:
        return None if facts.max_cost_pence is None else ("ask", Reason.of("cost.ask"))
    if facts.max_cost_pence is not None and rule.cost_pence > facts.max_cost_pence:
        return "no", Reason.of("cost.more", pence=rule.cost_pence)
    return ("yes", Reason.of("cost.free")) if rule.cost_pence == 0 else None


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
    "mode": _mode,
}


def _standing_obstacles(rule: ServiceRule, facts: Facts) -> tuple[Reason, ...]:
    """Return what is in anyone's way: a referral, a price, the provider's own words, an address we lack."""
    found = []
    if rule.referral == "needed":
        found.append(Reason.of("referral.needed"))
    if rule.cost_pence and (facts.max_cost_pence is None or rule.cost_pence <= facts.max_cost_pence):
        found.append(Reason.of("cost.price", pence=rule.cost_pence))
    if rule.note:
        found.append(Reason.of("note", text=rule.note))
    if rule.mode == "in_person" and not rule.has_place:
        found.append(Reason.of("place.ask"))
    return tuple(found)
