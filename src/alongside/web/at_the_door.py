"""At the door: what our own schemes must know of who asks, and what they are told when none is open to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.directory.finder import Result, shortlist
from alongside.directory.service_facts import facts_of_all
from alongside.referrals import at_the_door
from alongside.web.telling import AskForHelpForm

ELSEWHERE = 5
PREFIX = "belongs_"


@dataclass(frozen=True)
class Outcome:
    """None of our schemes is open to them: which, why not, and what is – each with telephone numbers."""

    closed: list[at_the_door.Judged]
    elsewhere: list[tuple[Result, list[Any]]]


class AskAtTheDoorForm(AskForHelpForm):
    """For myself, with what our own schemes depend on – asked only where one does. Nothing of it must be answered."""

    age_told = forms.IntegerField(
        label=_("How old are you?"),
        required=False,
        min_value=0,
        max_value=125,
        error_messages={
            "invalid": _("Write whole years, like 67."),
            "min_value": _("Write whole years, like 67."),
            "max_value": _("Write whole years, like 67."),
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.schemes = at_the_door.schemes()
        self.questions = at_the_door.questions(self.schemes)
        if not at_the_door.asks_age(self.schemes):
            del self.fields["age_told"]
        for question in self.questions:
            self.fields[f"{PREFIX}{question.name}"] = forms.ChoiceField(
                label=question.label,
                choices=[
                    (at_the_door.YES, _("Yes")),
                    (at_the_door.NO, _("No")),
                    ("", _("I do not know, or would rather not say")),
                ],
                required=False,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": _("Choose yes or no, or leave it.")},
            )
        self.outcome: Outcome | None = None

    @property
    def at_the_door(self) -> list[forms.BoundField]:
        """The questions our own schemes ask for."""
        return [self[name] for name in self.fields if name == "age_told" or name.startswith(PREFIX)]

    @property
    def for_whom(self) -> list[tuple[Any, list[str]]]:
        """Our own schemes and for whom they are."""
        return at_the_door.for_whom(self.schemes)

    def is_open_to_them(self) -> bool:
        """Whether it may be sent: something of ours is or may be open, or they were told and send it anyway."""
        if not self.schemes or self.data.get("send_anyway") == "yes":
            return True
        judging, finding = self._facts()
        judged = at_the_door.judge(self.schemes, judging)
        if any(one.open != "no" for one in judged):
            return True
        results = shortlist(finding, at=clock.now(), limit=ELSEWHERE).results
        facts = facts_of_all([one.service_id for one in results], at=clock.now())  # type: ignore[misc]
        known = {str(key): found.phones for key, found in facts.items()}
        self.outcome = Outcome(judged, [(one, known.get(str(one.service_id), [])) for one in results])
        return False

    def told(self) -> dict[str, Any]:
        """The answers; what our schemes asked stands below the note, in English for whoever rings."""
        told = super().told()
        lines = []
        with translation.override("en-gb"):
            for question in at_the_door.questions(self.schemes):
                answer = self.cleaned_data.get(f"{PREFIX}{question.name}")
                if answer:
                    lines.append(f"{question.label} {_t('Yes') if answer == at_the_door.YES else _t('No')}.")
            if self.data.get("send_anyway") == "yes":
                lines += [
                    _t("Told at the door: not open to them: %(scheme)s. %(why)s.")
                    % {"scheme": one.scheme.name, "why": "; ".join(one.why)}
                    for one in at_the_door.judge(self.schemes, self._facts()[0])
                    if one.open == "no"
                ]
        note = "\n".join(filter(None, [told.get("note", ""), "\n".join(lines)]))
        return told | ({"note": note} if note else {})

    def _facts(self) -> Any:
        data = self.cleaned_data
        return at_the_door.facts(
            self.schemes,
            age=data.get("age_told"),
            postcode=data.get("postcode") or "",
            answers={
                question.name: data.get(f"{PREFIX}{question.name}") or "" for question in self.questions
            },
        )
