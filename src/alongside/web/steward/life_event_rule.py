"""`/steward/life-events/<kind>/`: whether, when and to whom a letter and a list are proposed."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.directory.matters import MATTERS
from alongside.letters.enums import LetterKind
from alongside.letters.rules import OF_LIFE_EVENTS
from alongside.partnerships.enums import Role
from alongside.signposting import queries, rules
from alongside.signposting.actions import CannotNote, keep_rule
from alongside.signposting.enums import LifeEventKind, Who
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


class RuleForm(forms.Form):
    """A rule, as a steward sets it."""

    is_on = forms.BooleanField(label=_("Propose something when this is written down"), required=False)
    after_weeks = forms.IntegerField(
        label=_("How many weeks after it happened?"), min_value=0, max_value=rules.MOST_WEEKS
    )
    who = forms.ChoiceField(label=_("To whom?"), choices=Who.choices, widget=forms.RadioSelect)
    letter = forms.ChoiceField(
        label=_("Which letter?"),
        choices=[("", _("None")), *[(k.value, k.label) for k in LetterKind if k in OF_LIFE_EVENTS]],
        required=False,
    )
    matters = forms.MultipleChoiceField(
        label=_("What does the list of what there is ask for?"),
        choices=[(key, matter.name) for key, matter in MATTERS.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def rule(self, kind: LifeEventKind) -> rules.Rule:
        """The rule, read at the version it was seen at."""
        data = self.cleaned_data
        return rules.Rule(
            kind=kind,
            is_on=data["is_on"],
            letter=data["letter"],
            matters=tuple(data["matters"]),
            after_weeks=data["after_weeks"],
            who=Who(data["who"]),
            version=data["seen"] or 0,
        )


@page("steward", "life-events/<slug:kind>/", roles={Role.STEWARD})
def life_event_rule(request: MemberRequest, kind: str) -> HttpResponse:
    """Set it. What was proposed before stays as it was."""
    try:
        what = LifeEventKind(kind)
    except ValueError:
        raise Http404 from None
    now = queries.rules_now()[what]
    form = RuleForm(
        typed(request),
        initial={
            "is_on": now.is_on,
            "after_weeks": now.after_weeks,
            "who": now.who,
            "letter": now.letter,
            "matters": list(now.matters),
            "seen": now.version,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            keep_rule(rule=form.rule(what), by=request.member, at=clock.now())
        except CannotNote as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _t("Kept. It holds for what is written down from now on."))
            return redirect("steward:life-event-rules")
    return render(
        request,
        "steward/life_event_rule.html",
        {"form": form, "kind": what, "is_sensitive": what in rules.SENSITIVE},
    )
