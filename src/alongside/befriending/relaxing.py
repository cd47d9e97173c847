"""How relaxations and the profile of somebody to look for are said in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alongside.befriending import words
from alongside.befriending.enums import Channel
from alongside.people.enums import Gender, Language
from alongside.volunteering.enums import Communication, Condition, Skill

if TYPE_CHECKING:
    from alongside.befriending.unlocking import Profile, Way

#: What to do, by the kernel's code.
CHANGES = {
    "ask_person_times": gettext_lazy("ask them when they are free"),
    "ask_volunteer_times": gettext_lazy("ask the volunteer when they are free"),
    "renew_checks": gettext_lazy("renew the volunteer’s checks"),
    "phone": gettext_lazy("offer phone or video calls instead"),
    "shorter": gettext_lazy("offer an hour instead of longer"),
    "evening": gettext_lazy("ask if a weekday evening would do, 6pm to 9pm"),
    "weekend": gettext_lazy("ask if a weekend would do, 10am to 5pm"),
    "radius_1km": gettext_lazy("ask the volunteer to travel up to 1 km further"),
    "radius_2km": gettext_lazy("ask the volunteer to travel up to 2 km further"),
    "another_person": gettext_lazy("ask the volunteer to take one more person"),
    "training": gettext_lazy("offer the volunteer some training"),
    "home": gettext_lazy("arrange something at home: the dog in another room, no smoking during the visit"),
    "gender": gettext_lazy("ask if it must be a woman, or must be a man"),
}
DOES = {
    Channel.VISIT: gettext_lazy("Visit somebody at home"),
    Channel.WALK: gettext_lazy("Go for walks with somebody"),
    Channel.PHONE: gettext_lazy("Ring somebody for a chat"),
    Channel.VIDEO: gettext_lazy("Have a chat by video call"),
    Channel.LETTERS: gettext_lazy("Write letters to somebody"),
}
GOOD_WITH = {
    Skill.DEMENTIA: gettext_lazy("You are at ease with somebody who has dementia"),
    Skill.HEARING: gettext_lazy("You are at ease with somebody who does not hear well"),
    Skill.SIGHT: gettext_lazy("You are at ease with somebody who does not see well"),
    Skill.BEREAVEMENT: gettext_lazy("You are at ease with somebody who has lost someone"),
    Skill.LOW_MOOD: gettext_lazy("You are at ease with somebody who feels low or worries"),
    Skill.SELF_NEGLECT: gettext_lazy("You are at ease in a home that is hard to keep"),
    Skill.LEARNING: gettext_lazy("You are at ease with somebody who has a learning disability"),
}
MEETS = {
    Condition.DOG: gettext_lazy("You do not mind a dog"),
    Condition.CAT: gettext_lazy("You do not mind a cat"),
    Condition.SMOKING: gettext_lazy("You do not mind that somebody smokes"),
    Condition.STAIRS: gettext_lazy("You can climb stairs"),
    Condition.WHEELCHAIR_IN_CAR: gettext_lazy("You can lift a wheelchair into a car"),
    Condition.INFECTION: gettext_lazy("You stay away when you have a cold"),
}
WOMAN_OR_MAN = {
    Gender.WOMAN: gettext_lazy("You are a woman"),
    Gender.MAN: gettext_lazy("You are a man"),
    Gender.NON_BINARY: gettext_lazy("You are non-binary"),
}


def changes(codes: Iterable[str]) -> str:
    """`Ask them when they are free, and renew the volunteer’s checks`."""
    told = [str(CHANGES[code]) for code in codes]
    if not told:
        return _("A volunteer fits as things are: run a round")
    sentence = _(", and ").join(told)
    return sentence[0].upper() + sentence[1:]


def way(one: Way) -> str:
    """A change, and whom it would make possible."""
    who = one.example.called if one.example else ""
    if one.volunteers == 1:
        return _("%(change)s. Then %(name)s could be the one.") % {"change": changes(one.codes), "name": who}
    return ngettext(
        "%(change)s. Then %(name)s or %(n)s other could be the one.",
        "%(change)s. Then %(name)s or %(n)s others could be the one.",
        one.volunteers - 1,
    ) % {"change": changes(one.codes), "name": who, "n": one.volunteers - 1}


def does(profile: Profile) -> list[str]:
    """What they would do, a line for each way of meeting."""
    return [str(DOES[Channel(code)]) for code in profile.channels if code in Channel.values]


def where(profile: Profile) -> str:
    """`In Hackney or near it`, or that it is done from home."""
    if not profile.radius_m:
        return _("From your own home, wherever you live")
    if not profile.areas:
        return _("Near where you live")
    return _("In %(places)s, not far from where you live") % {"places": _(" and ").join(profile.areas)}


def times(profile: Profile) -> list[str]:
    """`Tuesday 1pm to 5pm`."""
    return [words.span_in_words(*span) for span in profile.times]


def it_helps_if(profile: Profile) -> list[str]:
    """What the role asks for, a sentence each."""
    languages = [str(Language(code).label) for code in profile.languages if code in Language.values]
    return [
        *([_("You speak %(languages)s") % {"languages": _(" or ").join(languages)}] if languages else []),
        *(_("You know %(what)s") % {"what": Communication(code).label} for code in profile.signs),
        *(str(WOMAN_OR_MAN[Gender(code)]) for code in profile.genders),
        *(str(GOOD_WITH[Skill(code)]) for code in profile.skills),
        *(str(MEETS[Condition(code)]) for code in profile.conditions),
    ]
