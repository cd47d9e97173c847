"""Which of our own schemes are open to somebody who asks, and why: the directory's rules, its facts and its words."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.directory import asking
from alongside.directory.enums import Relation
from alongside.directory.finder import way_of
from alongside.directory.models import Eligibility
from alongside.directory.rules import NOWHERE, Facts, ServiceRule, decide
from alongside.directory.service_facts import who_it_is_for
from alongside.directory.wording import Words, areas_mentioned
from alongside.places.models import Area
from alongside.referrals.models import OwnScheme

MOST = 30
CARER = "carer"
YES, NO = "yes", "no"
ASKED = {
    Relation.WORKS: gettext_lazy("Do you work in %(area)s?"),
    Relation.STUDIES: gettext_lazy("Do you study in %(area)s?"),
    Relation.VOLUNTEERS: gettext_lazy("Do you volunteer in %(area)s?"),
    Relation.GP: gettext_lazy("Are you registered with a GP in %(area)s?"),
    Relation.CARES_FOR: gettext_lazy("Do you look after someone in %(area)s?"),
}


@dataclass(frozen=True)
class Question:
    """A yes-or-no question that a rule of ours depends on. `name`: a relation, or "carer"."""

    name: str
    label: str


@dataclass(frozen=True)
class Judged:
    """A scheme and whether it is open to somebody: "yes", "ask" or "no", and why, in sentences."""

    scheme: OwnScheme
    open: str
    why: list[str]


def schemes() -> list[OwnScheme]:
    """The schemes people can ask for now."""
    return list(OwnScheme.objects.filter(ended_at__isnull=True).order_by("name", "id")[:MOST])


def rule_of(scheme: OwnScheme) -> Eligibility:
    """The scheme's rule as the directory writes rules; never saved there."""
    return Eligibility(
        minimum_age=scheme.minimum_age,
        maximum_age=scheme.maximum_age,
        area_codes=scheme.area_codes,
        area_relations=scheme.area_relations,
        carers_only=scheme.carers_only,
        other_conditions=scheme.conditions,
    )


def for_whom(found: Iterable[OwnScheme]) -> list[tuple[OwnScheme, list[str]]]:
    """Each scheme with its conditions in words; none: open to everyone."""
    return [(scheme, [line for way in who_it_is_for([rule_of(scheme)]) for line in way]) for scheme in found]


def asks_age(found: Iterable[OwnScheme]) -> bool:
    """Whether any of them depends on how old somebody is."""
    return any(scheme.minimum_age or scheme.maximum_age for scheme in found)


def questions(found: Iterable[OwnScheme]) -> list[Question]:
    """What must be asked beside age and postcode, once each, in the order of the relations."""
    asked: dict[str, set[str]] = {}
    by_carer = False
    for scheme in found:
        by_carer = by_carer or scheme.carers_only
        for relation in scheme.area_relations:
            asked.setdefault(relation, set()).update(scheme.area_codes)
    words = Words(_names({code for codes in asked.values() for code in codes}))
    lines = [
        Question(relation.value, str(label) % {"area": _joined(words, asked[relation.value])})
        for relation, label in ASKED.items()
        if relation.value in asked
    ]
    return [*lines, Question(CARER, _("Do you look after someone?"))] if by_carer else lines


def facts(
    found: Iterable[OwnScheme], *, age: int | None, postcode: str, answers: Mapping[str, str]
) -> tuple[Facts, Facts]:
    """What was answered: for judging our schemes, and for finding something else.

    A "no" about our areas settles our rules; of areas elsewhere it says nothing, so the finder is not told.
    """
    yes: set[tuple[str, str]] = set()
    no: set[tuple[str, str]] = set()
    for scheme in found:
        for relation in scheme.area_relations:
            if answers.get(relation) == YES:
                yes |= {(relation, code) for code in scheme.area_codes}
            elif answers.get(relation) == NO:
                no.add((relation, NOWHERE))
    here = None
    with contextlib.suppress(
        asking.NotUnderstood
    ):  # half a postcode says too little: it becomes something to ask
        here = asking.find_here(postcode) if postcode else None
    lives = asking.belonging("lives", here.areas.known()) if here else frozenset()
    judging = Facts(
        age=age, carer={YES: True, NO: False}.get(answers.get(CARER, "")), relations=lives | yes | no
    )
    finding = replace(
        judging,
        relations=lives | yes,
        easting=round(here.start.easting) if here and here.start else None,
        northing=round(here.start.northing) if here and here.start else None,
        within_m=asking.USUAL_REACH_M,
    )
    return judging, finding


def judge(found: Iterable[OwnScheme], about: Facts) -> list[Judged]:
    """Judge each scheme, with why: why not where it is closed to them, what is still to ask where it may be open."""
    decided = [(scheme, decide(ServiceRule(ways=(way_of(rule_of(scheme)),)), about)) for scheme in found]
    said = [reason for _scheme, one in decided for reason in (*one.reasons, *one.obstacles)]
    words = Words(_names(areas_mentioned(said)))
    return [
        Judged(
            scheme,
            one.open,
            [words.say(reason) for reason in (one.reasons if one.open != "ask" else one.obstacles)],
        )
        for scheme, one in decided
    ]


def _names(codes: Iterable[str]) -> dict[str, str]:
    wanted = set(codes)
    return dict(Area.objects.filter(code__in=wanted).values_list("code", "name")) if wanted else {}


def _joined(words: Words, codes: set[str]) -> str:
    names = sorted(words.area(code) for code in codes)
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {_('or')} {names[-1]}"
