"""What to notice and how to ask: the prompts of the frontline form, in our own words.

The facts behind them are published by Warwickshire County Council (signs someone might be feeling lonely),
Windrush Care and Bluebird Care (how to spot loneliness) and the Campaign to End Loneliness (recognising
loneliness). None of them is a validated screen: they open a conversation. Nothing counts them, nothing adds
them up, and no page shows a total. A partnership may put them into words of its own (`prompts`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alongside.referrals.enums import Sign
from alongside.referrals.models import PromptOrder, PromptWords


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


BUILT_IN: dict[str, Prompt] = {prompt.sign.value: prompt for prompt in PROMPTS}
MOST_SHOWN = 12


@dataclass(frozen=True)
class Asked:
    """A prompt as a partnership asks it. `number` 0 are the words that come with the software."""

    code: str
    number: int
    label: str
    ask: str

    @property
    def value(self) -> str:
        """What a tick is kept as: it names the wording, so that the words that were ticked can be shown later."""
        return f"{self.code}:{self.number}" if self.number else self.code

    @property
    def is_ours(self) -> bool:
        """Whether the partnership made it up."""
        return self.code not in BUILT_IN


def built_in(code: str) -> Asked:
    """A prompt in the words that come with the software."""
    prompt = BUILT_IN[code]
    return Asked(code, 0, str(prompt.sign.label), str(prompt.ask))


def _of(row: PromptWords) -> Asked:
    return Asked(row.code, row.number, row.label, row.ask)


def in_their_words() -> dict[str, Asked]:
    """Every prompt there is here, by code, in its newest words: those of the software first, then our own."""
    found = {code: built_in(code) for code in BUILT_IN}
    found.update((row.code, _of(row)) for row in PromptWords.objects.order_by("code", "number"))
    return found


def order() -> PromptOrder | None:
    """What this partnership chose to show, if it ever did."""
    return PromptOrder.objects.order_by("id").first()


def shown_codes() -> list[str]:
    """The codes the form shows, in order."""
    chosen = order()
    return list(chosen.codes) if chosen else [sign.value for sign in SHORT]


def shown() -> list[Asked]:
    """The prompts the form shows, in order."""
    words = in_their_words()
    return [words[code] for code in shown_codes() if code in words]


def short_choices(also: Iterable[str] = ()) -> list[tuple[str, str]]:
    """The prompts of the one-page form, as form choices.

    `also` are ticks made on an older form, one that waited on a phone: if we ever asked that, they stand.
    """
    current = [(prompt.value, prompt.label) for prompt in shown()]
    older = [value for value in dict.fromkeys(also) if value not in dict(current)]
    return current + [(value, said) for value in older if (said := "".join(labels([value])))]


def all_choices() -> list[tuple[str, str]]:
    """Every prompt there is here, for the staff form."""
    return [(prompt.value, prompt.label) for prompt in in_their_words().values()]


def history(code: str) -> list[PromptWords]:
    """The wordings a prompt has had here, newest first."""
    return list(PromptWords.objects.filter(code=code).select_related("written_by").order_by("-number"))


def labels(values: list[str]) -> list[str]:
    """What was noticed, in the words that were ticked; what is no longer known is left out."""
    codes = {value.partition(":")[0] for value in values if ":" in value}
    words = {str(row): row.label for row in PromptWords.objects.filter(code__in=codes)} if codes else {}
    known = {**{code: str(prompt.sign.label) for code, prompt in BUILT_IN.items()}, **words}
    return [known[value] for value in values if value in known]
