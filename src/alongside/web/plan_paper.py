"""The person's own copy of the plan: labels in their language, own words as they are; large, or in easy read.

One set of sections is drawn by the page (`connector/plan_print.html`) and on paper (`sheet_of`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from alongside.casework.enums import GoalStatus, Owner
from alongside.casework.models import Step
from alongside.casework.queries import CasePage
from alongside.letters.enums import Layout, Size
from alongside.messaging.writing import ENGLISH
from alongside.partnerships.models import Partnership
from alongside.people import rules as people
from alongside.web.components import words
from alongside.web.paper import Block, Heading, Paragraph, Points, Sheet, Space, letterhead_of


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it. `own` lines are somebody's own words, untranslated; several are a list."""

    heading: str
    lines: tuple[str, ...]
    own: bool = False
    is_list: bool = False


@dataclass(frozen=True)
class Plan:
    """The plan in one language, layout and size."""

    title: str
    day: str
    sections: tuple[Section, ...]
    note: str
    language: str
    layout: Layout
    size: Size

    @property
    def is_easy(self) -> bool:
        """Whether it is set out in easy read."""
        return self.layout == Layout.EASY_READ


def plan_of(
    page: CasePage, *, partnership: Partnership, today: dt.date, language: str, layout: Layout, size: Size
) -> Plan:
    """What was agreed, who does it and by when, when we talk next and who to ring."""
    with translation.override(language):
        name = page.case.person.called
        return Plan(
            title=_("%(name)s: my plan") % {"name": name},
            day=words.day(today, today=today),
            sections=tuple(_sections(page, partnership, today, easy=layout == Layout.EASY_READ)),
            note=_note(language),
            language=language,
            layout=layout,
            size=size,
        )


def _note(language: str) -> str:
    if language == ENGLISH:
        return ""
    return _("Your own words and the names of groups are as they were written down, in English.")


def _sections(page: CasePage, partnership: Partnership, today: dt.date, *, easy: bool) -> Iterator[Section]:
    case = page.case
    said = [page.conversation.what_matters] if page.conversation and page.conversation.what_matters else []
    goals = (
        case.goals.filter(status=GoalStatus.OPEN).order_by("added_at", "id").values_list("words", flat=True)
    )
    if said or goals:
        yield Section(_("What matters to me"), (*said, *goals), own=True)
    what = _("What happens now") if easy else _("What we will do")
    if page.open_steps and easy:
        for number, step in enumerate(page.open_steps, 1):
            yield Section(
                _("Step %(number)s") % {"number": number}, tuple(_easy_step(step, page, today)), is_list=True
            )
    elif page.open_steps:
        yield Section(what, tuple(_step(step, page, today) for step in page.open_steps), is_list=True)
    else:
        yield Section(what, (_("Nothing yet. We will plan together."),))
    if page.standing_barriers:
        lines = tuple(
            f"{barrier.get_kind_display()}: {barrier.description}"
            if barrier.description
            else str(barrier.get_kind_display())
            for barrier in page.standing_barriers
        )
        yield Section(_("What we will sort out"), lines, is_list=True)
    if page.follow_ups:
        due = page.follow_ups[0]
        when = words.day(due.due_on, today=today)
        yield Section(
            _("When we talk next"),
            (f"{when}, {words.time_of_day(due.due_time)}" if due.due_time else when,),
        )
    phone = people.spoken_phone(case.organisation.phone or partnership.phone)
    who = f"{case.connector.name}, {case.organisation.name}" if case.connector else case.organisation.name
    yield Section(_("Who to ring"), (who, f"{phone} ({partnership.opening_hours})"))


def _who(step: Step, page: CasePage) -> str:
    if step.owner == Owner.PERSON:
        return _("I will do this")
    name = step.owner_name or (page.case.connector.name if page.case.connector else "")
    return _("%(name)s will do this") % {"name": name} if name else _("We will do this")


def _what(step: Step) -> str:
    return f"{step.title}, {step.service.organization.name}" if step.service else step.title


def _step(step: Step, page: CasePage, today: dt.date) -> str:
    by = (
        " " + _("by %(day)s") % {"day": words.day(step.due_on, today=today)}
        if step.due_on is not None
        else ""
    )
    return f"{_what(step)}. {_who(step, page)}{by}."


def _easy_step(step: Step, page: CasePage, today: dt.date) -> Iterator[str]:
    yield _what(step)
    yield f"{_who(step, page)}."
    if step.due_on is not None:
        yield _("On or before %(day)s.") % {"day": words.day(step.due_on, today=today)}


def sheet_of(plan: Plan, partnership: Partnership) -> Sheet:
    """The plan on paper."""
    blocks: list[Block] = [Heading(plan.title)]
    for section in plan.sections:
        blocks.append(Heading(section.heading, level=2))
        if section.is_list:
            blocks.append(Points(list(section.lines)))
        else:
            blocks += [Paragraph(line) for line in section.lines]
        if plan.is_easy:
            blocks.append(Space(4))
    if plan.note:
        blocks += [Space(6), Paragraph(plan.note)]
    return Sheet(
        title=plan.title,
        letterhead=letterhead_of(partnership),
        date=plan.day,
        blocks=blocks,
        lang=plan.language,
        size=float(plan.size),
    )
