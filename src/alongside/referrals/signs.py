"""What to notice and how to ask: the prompts of the frontline form, in our own words.

The facts behind them are published by Warwickshire County Council (signs someone might be feeling lonely),
Windrush Care and Bluebird Care (how to spot loneliness) and the Campaign to End Loneliness (recognising
loneliness). None of them is a validated screen: they open a conversation. Nothing counts them, nothing adds
them up, and no page shows a total.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alongside.referrals.enums import Sign


@dataclass(frozen=True)
class Prompt:
    """Something one may notice and a kind question to ask about it."""

    sign: Sign
    ask: str | Promise


#: The eight shown on the one-page form, the everyday ones first; the rest are in the guide and the staff form.
SHORT = (
    Sign.ALONE,
    Sign.LOSS,
    Sign.QUIET,
    Sign.LOW,
    Sign.KEEPS_ME,
    Sign.CARE,
    Sign.GETTING_OUT,
    Sign.LANGUAGE,
)

PROMPTS: tuple[Prompt, ...] = (
    Prompt(Sign.ALONE, _("Who do you see in a usual week?")),
    Prompt(Sign.LOSS, _("How have you been since then?")),
    Prompt(Sign.QUIET, _("I have missed seeing you. How are things?")),
    Prompt(Sign.LOW, _("That sounds hard. Would you like to tell me more?")),
    Prompt(Sign.KEEPS_ME, _("I like our talks. Who else do you get to talk to?")),
    Prompt(Sign.NOT_EATING, _("What did you have for dinner? Do you eat with anyone?")),
    Prompt(Sign.SLEEP, _("How are you sleeping?")),
    Prompt(Sign.CARE, _("Is there anything at home that has become too much?")),
    Prompt(Sign.ILL, _("Who looks in when you are not well?")),
    Prompt(Sign.GETTING_OUT, _("When did you last get out? What would make it easier?")),
    Prompt(Sign.HEARING, _("What would make it easier to hear or see people?")),
    Prompt(Sign.LANGUAGE, _("Would you like to meet people who speak your language?")),
    Prompt(Sign.HOARDING, _("You have a lot here. What does it mean to you?")),
    Prompt(Sign.ANGRY, _("I do not want to push. May I ask again another day?")),
    Prompt(Sign.NEW_HERE, _("Have you found your way around yet? Who have you met?")),
    Prompt(Sign.CARING, _("Who looks after you?")),
)


def short_choices() -> list[tuple[str, str | Promise]]:
    """The prompts of the one-page form, as form choices."""
    return [(sign.value, sign.label) for sign in SHORT]


def labels(codes: list[str]) -> list[str]:
    """What was noticed, in words; codes no longer known are left out."""
    return [str(Sign(code).label) for code in codes if code in Sign.values]
