"""How befriending is said in plain words: the wait, why these two, what stood in the way, and nameless summaries.

A summary that one side sees of the other holds no name, no address, no day of birth and nothing of health; age is a
decade, place is how far.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alongside.befriending.enums import Channel, Talks
from alongside.befriending.wait_words import weeks
from alongside.directory.matters import MATTERS
from alongside.numerics.matching.outcome import PRIVATE_RULES
from alongside.people.enums import Gender, Language
from alongside.volunteering.enums import Communication, Culture, Experience

if TYPE_CHECKING:
    from alongside.befriending.models import Match, Proposal, Wish
    from alongside.volunteering.models import Volunteer

#: Why a volunteer could not be, by the kernel's rule.
REMOVED = {
    "already_matched": gettext_lazy("has a match already"),
    "two_volunteers": gettext_lazy("two volunteers are needed; that is arranged by hand"),
    "no_room": gettext_lazy("the volunteer has no place left"),
    "channel": gettext_lazy("they have no way of meeting in common"),
    "checks": gettext_lazy("the volunteer’s checks do not count through the first review"),
    "language": gettext_lazy("no language in common"),
    "communication": gettext_lazy("signing or Makaton is needed"),
    "gender": gettext_lazy("asked for a woman or a man"),
    "conditions": gettext_lazy("something at the home does not suit the volunteer: pets, smoke, stairs"),
    "skill": gettext_lazy("more experience is needed"),
    "place_unknown": gettext_lazy("we do not know where one of them lives"),
    "distance": gettext_lazy("too far to travel"),
    "no_times_recorded": gettext_lazy("no free times are recorded"),
    "no_shared_time": gettext_lazy("no time of the week suits both"),
    "hours": gettext_lazy("the volunteer has fewer hours left than this takes"),
    "worse_than_waiting": gettext_lazy("it would be worse than to wait for somebody better"),
    "not_waiting": gettext_lazy("the person is not waiting now"),
    "not_ready": gettext_lazy("the volunteer is not ready now"),
}
PRIVATE = gettext_lazy("there is a reason on record")
WHY = {
    "no_candidate": gettext_lazy("No volunteer fits yet"),
    "all_taken": gettext_lazy("The volunteers who fit were needed more elsewhere"),
    "no_free_hour": gettext_lazy("A volunteer fits, but has no free hour left"),
}
PARTS = {
    "reliability": gettext_lazy("keeps to what was arranged"),
    "language": gettext_lazy("speaks a language they would be glad of"),
    "nearness": gettext_lazy("lives near, or need not travel"),
    "skill": gettext_lazy("knows more than is needed about what they live with"),
    "gender": gettext_lazy("the gender they would rather have"),
    "channel": gettext_lazy("the way of meeting they would rather have"),
    "culture": gettext_lazy("shares their faith or culture"),
    "experience": gettext_lazy("has lived through the same"),
    "interests": gettext_lazy("likes the same things"),
    "age_gap": gettext_lazy("is of the age they would rather have"),
    "talk": gettext_lazy("listens or talks as they would like"),
}
STOPPED = {
    "infeasible": gettext_lazy("The solver found the queue contradictory."),
    "unbalanced": gettext_lazy("The solver found the queue contradictory."),
    "too_large_numbers": gettext_lazy("The points are too large to add up safely. Use a smaller parameter."),
    "too_long": gettext_lazy("The solver took too long and was stopped. Try again, or with a shorter list."),
    "failed": gettext_lazy("The solver failed. Nothing was changed."),
}


def removed_in_words(rules: Iterable[str]) -> str:
    """Why not, in one line. What is private is not told, and not counted either: it takes the place of everything."""
    found = list(rules)
    if any(rule in PRIVATE_RULES for rule in found):
        return str(PRIVATE)
    return "; ".join(str(REMOVED[rule]) for rule in found if rule in REMOVED)


def removed_counts(removed: Mapping[str, int]) -> list[tuple[str, int]]:
    """How many volunteers each rule removed, most first, for the staff of the scheme; private ones in one line."""
    counts = {rule: n for rule, n in removed.items() if rule not in PRIVATE_RULES}
    lines = sorted(
        ((str(REMOVED[rule]), n) for rule, n in counts.items() if rule in REMOVED), key=lambda x: -x[1]
    )
    private = sum(n for rule, n in removed.items() if rule in PRIVATE_RULES)
    return [*lines, (str(PRIVATE), private)] if private else lines


def parts_in_words(parts: Mapping[str, int]) -> list[tuple[str, int]]:
    """What each part of a score gave, most first, without the parts that gave nothing."""
    return sorted(
        ((str(PARTS[name]), n) for name, n in parts.items() if n and name in PARTS), key=lambda x: -x[1]
    )


# Why these two ---------------------------------------------------------------------------------------------------


def why_these_two(proposal: Proposal) -> list[str]:
    """Sentences a supervisor can read out, most telling first."""
    wish, volunteer = proposal.wish, proposal.volunteer
    found = [
        _shared(
            _("Both speak %(what)s."),
            _languages(_both([*wish.languages_must, *wish.languages_wish], volunteer.languages)),
        ),
        _shared(_("Both like %(what)s."), _matters(_both(wish.interests, volunteer.interests))),
        _shared(
            _("Both know: %(what)s."), _labels(Experience, _both(wish.experiences, volunteer.experiences))
        ),
        _shared(_("Both share: %(what)s."), _labels(Culture, _both(wish.cultures, volunteer.cultures))),
    ]
    if proposal.travel_minutes:
        found.append(
            ngettext("%(n)s minute to travel.", "%(n)s minutes to travel.", proposal.travel_minutes)
            % {"n": proposal.travel_minutes}
        )
    if when(proposal.weekday, proposal.minute):
        found.append(_("Both are free on %(when)s.") % {"when": when(proposal.weekday, proposal.minute)})
    if proposal.parts.get("reliability", 0) >= 18:
        found.append(_("%(name)s has kept almost every visit.") % {"name": volunteer.called})
    if wish.talks == Talks.LISTENER and volunteer.talk == "listener":
        found.append(_("%(name)s likes to listen.") % {"name": volunteer.called})
    found.append(_("Has waited %(weeks)s.") % {"weeks": weeks(proposal.weeks_waited)})
    return [sentence for sentence in found if sentence]


def _both(left: Collection[str], right: Collection[str]) -> list[str]:
    return [code for code in dict.fromkeys(left) if code in set(right)]


def _shared(sentence: str, what: str) -> str:
    return sentence % {"what": what} if what else ""


def _languages(codes: Iterable[str]) -> str:
    return ", ".join(str(Language(code).label) for code in codes if code in Language.values)


def _matters(codes: Iterable[str]) -> str:
    return ", ".join(str(MATTERS[code].name).lower() for code in codes if code in MATTERS)


def _labels(kind: type[Experience] | type[Culture], codes: Iterable[str]) -> str:
    return ", ".join(str(kind(code).label).lower() for code in codes if code in kind.values)


def when(weekday: int | None, minute: int | None) -> str:
    """`Tuesdays at 2pm`, or "" where no time is set."""
    if weekday is None or minute is None:
        return ""
    return _("%(weekday)ss at %(time)s") % {"weekday": WEEKDAYS[weekday], "time": clock_words(minute)}


# Nameless summaries ----------------------------------------------------------------------------------------------


def summary_of_person(wish: Wish, *, on: dt.date) -> str:
    """What a volunteer may know of a person before both said yes."""
    person = wish.person
    return _sentences(
        _who(person.gender or "", person.age(on)),
        _shared(_("Speaks %(what)s."), _languages(person.languages)),
        _shared(_("Uses %(what)s."), ", ".join(str(Communication(c).label) for c in wish.signs_must)),
        _shared(_("Likes %(what)s."), _matters(wish.interests)),
        _talks(wish.talks),
    )


def summary_for_volunteer(match: Match, *, on: dt.date) -> str:
    """The same with how they would meet."""
    return _sentences(summary_of_person(match.wish, on=on), _meeting(match))


def summary_of_volunteer(match: Match, *, on: dt.date) -> str:
    """What a person may know of a volunteer before both said yes."""
    from alongside.people.rules import age

    volunteer: Volunteer = match.volunteer
    return _sentences(
        _who(volunteer.gender, age(volunteer.born_on, None, on), kind=_("volunteer")),
        _shared(_("Speaks %(what)s."), _languages(volunteer.languages)),
        _shared(_("Likes %(what)s."), _matters(volunteer.interests)),
        _("Likes to listen.") if volunteer.talk == "listener" else "",
        _meeting(match),
    )


def _who(gender: str, age: int | None, kind: str = "") -> str:
    who = {Gender.WOMAN: _("A woman"), Gender.MAN: _("A man")}.get(gender, _("Somebody"))  # type: ignore[call-overload]
    if kind:
        who = _("%(who)s who volunteers") % {"who": who}
    if age is None:
        return who + "."
    decade = age // 10 * 10
    return _("%(who)s in their %(decade)ss.") % {"who": who, "decade": decade}


def _talks(talks: str) -> str:
    if talks == Talks.LISTENER:
        return _("Would like somebody who listens.")
    return _("Would like somebody who talks.") if talks == Talks.TALKER else ""


def _meeting(match: Match) -> str:
    how = {
        Channel.VISIT: _("You would meet at home"),
        Channel.WALK: _("You would go for walks"),
        Channel.PHONE: _("You would talk by phone"),
        Channel.VIDEO: _("You would talk by video call"),
        Channel.LETTERS: _("You would write letters"),
    }[Channel(match.channel)]
    time = when(match.weekday, match.minute)
    return _("%(how)s, %(time)s.") % {"how": how, "time": time} if time else how + "."


def _sentences(*parts: str) -> str:
    return " ".join(part for part in parts if part)


# A wish, for the staff of its scheme -----------------------------------------------------------------------------


def wish_in_words(wish: Wish) -> list[tuple[str, str]]:
    """What a person wants, in pairs of a heading and words; what was not said is left out."""
    from alongside.volunteering.enums import Condition, Skill

    must = [
        _languages(wish.languages_must),
        ", ".join(str(Communication(c).label) for c in wish.signs_must),
        ", ".join(str(Gender(g).label) for g in wish.gender_must if g in Gender.values),
        ", ".join(str(Skill(s).label) for s, level in wish.skills.items() if level and s in Skill.values),
    ]
    rather = [
        _languages(wish.languages_wish),
        ", ".join(str(Gender(g).label) for g in wish.gender_wish if g in Gender.values),
        _labels(Experience, wish.experiences),
        _labels(Culture, wish.cultures),
    ]
    facts = [
        (
            _("When"),
            ", ".join(span_in_words(*span) for span in wish.times)
            or _("No times recorded: cannot be matched"),
        ),
        (_("How"), ", ".join(str(Channel(c).label) for c in wish.channels)),
        (_("Must"), "; ".join(part for part in must if part)),
        (_("Would rather"), "; ".join(part for part in rather if part)),
        (_("Likes"), _matters(wish.interests)),
        (_("At the home"), ", ".join(str(Condition(c).label) for c in wish.conditions)),
        (_("Cannot have near"), ", ".join(str(Condition(c).label) for c in wish.cannot_meet)),
        (_("A befriender knows"), wish.what_to_know),
        (_("How to get in"), wish.how_to_get_in),
        (_("Meanwhile"), wish.meanwhile),
    ]
    return [(str(heading), str(told)) for heading, told in facts if told]


def span_in_words(weekday: int, start: int, end: int) -> str:
    """`Tuesday 1pm to 5pm`."""
    return _("%(weekday)s %(start)s to %(end)s") % {
        "weekday": WEEKDAYS[weekday],
        "start": clock_words(start),
        "end": clock_words(end),
    }


def clock_words(minute: int) -> str:
    """`2.30pm`."""
    hour, rest = divmod(minute, 60)
    half = _("am") if hour < 12 or hour == 24 else _("pm")
    return f"{hour % 12 or 12}{f'.{rest:02d}' if rest else ''}{half}"
