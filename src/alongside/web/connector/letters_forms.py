"""The forms of letters: one to write, words and size to choose."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.letters import rules
from alongside.letters.actions import Draft
from alongside.letters.enums import Layout, LetterKind, Size, Way
from alongside.letters.wording import Words
from alongside.people.models import Person
from alongside.web.components.fields import DayField, HintedRadios
from alongside.web.forms import OnceForm

LONGEST = 8000


def words_key(words: Words) -> str:
    """One set of words among those of a kind: "tr-easy_read"."""
    return f"{words.language}-{words.layout}"


def words_label(words: Words) -> str:
    """The same in words: "Turkish, easy read"."""
    return f"{words.language_name}, {str(words.layout.label).lower()}"


class WordsForm(forms.Form):
    """Which words to begin with. Choosing others begins anew."""

    marks_optional = False
    words = forms.ChoiceField(label=_("Begin with the words in"), choices=(), required=False)

    def __init__(self, *args: Any, found: list[Words], chosen: Words, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].choices = [(words_key(one), words_label(one)) for one in found]  # type: ignore[attr-defined]
        self.fields["words"].initial = words_key(chosen)


class LetterForm(OnceForm):
    """A letter: how it goes, how large, and its words. What is missing is refused by name."""

    way = forms.ChoiceField(label=_("How does it reach them?"), choices=Way.choices, widget=HintedRadios)
    agreed = forms.BooleanField(
        label=_("They said that this way is all right"),
        help_text=_("Only where it is not how they like to be reached."),
        required=False,
    )
    size = forms.ChoiceField(label=_("Size of the print"), choices=Size.choices, widget=forms.RadioSelect)
    plain_top = forms.BooleanField(
        label=_("Leave our name off the letter"),
        help_text=_("Where somebody else may open it. Then only your name stands at the end."),
        required=False,
    )
    subject = forms.CharField(label=_("Heading"), max_length=150)
    body = forms.CharField(
        label=_("The letter"),
        help_text=_("An empty line begins a new paragraph, “- ” a line of a list, “# ” a heading."),
        widget=forms.Textarea(attrs={"rows": 18, "dir": "auto"}),
        max_length=LONGEST,
    )
    short = forms.CharField(
        label=_("Words for a text message"),
        help_text=_("Only these are sent when it goes as a text message."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        max_length=LONGEST,
        required=False,
    )
    next_on = DayField(label=_("When will you be in touch next?"), required=False)

    def __init__(self, *args: Any, person: Person, kind: LetterKind, is_open: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.kind = person, kind
        hints = {}
        for way in Way:
            hindered = rules.hindrance(way, person)
            if hindered is not None:
                hints[way.value] = hindered.label
            elif not rules.is_wished(way, person.contact_by):
                hints[way.value] = _("Ask them first: they like to be reached in another way.")
        self.fields["way"].widget.hints = hints
        if not is_open:
            del self.fields["next_on"]
        if all(rules.is_wished(way, person.contact_by) for way in Way):
            del self.fields["agreed"]

    def clean_next_on(self) -> Any:
        """A day that is still to come."""
        day = self.cleaned_data["next_on"]
        if day is not None and day < clock.today():
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return day

    def clean(self) -> dict[str, Any]:
        """A text message needs its own words."""
        data = super().clean() or self.cleaned_data
        if data.get("way") == Way.TEXT and not data.get("short", "").strip():
            self.add_error("short", _("Write what the text message says."))
        return data

    def draft(self, words: Words) -> Draft:
        """The letter as the actions take it."""
        data = self.cleaned_data
        way = Way(data["way"])
        return Draft(
            kind=self.kind,
            way=way,
            subject=" ".join(data["subject"].split()),
            body=(data["short"] if way == Way.TEXT else data["body"]).replace("\r\n", "\n").strip(),
            language=words.language,
            layout=Layout(words.layout),
            size=Size(data["size"]),
            plain_top=data["plain_top"],
            agreed=data.get("agreed", False),
            template_version=words.version,
        )
