"""`/connector/volunteers/<id>/`: one volunteer or applicant – what comes next, what counts, what is given."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.core import clock
from alongside.directory.matters import MATTERS
from alongside.people.enums import Language
from alongside.people.rules import age
from alongside.volunteering import access, queries, rules
from alongside.volunteering.enums import (
    Channel,
    Condition,
    Experience,
    RoleKind,
    Skill,
    SkillLevel,
    Stage,
    Task,
)
from alongside.volunteering.models import Application, Volunteer
from alongside.web.connector.volunteer_lookup import MANAGES, volunteer_or_404
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest
from alongside.web.volunteering import in_words


@page("connector", "volunteers/<uuid:volunteer_id>/", roles=MANAGES, methods=("GET",))
def volunteer(request: MemberRequest, volunteer_id: UUID) -> HttpResponse:
    """Show them."""
    found = volunteer_or_404(request, volunteer_id)
    on = clock.today()
    application = found.applications.select_related("owner", "interviewed_by", "ended_by").first()
    needs = queries.needs_of(found, on)
    return render(
        request,
        "connector/volunteer.html",
        {
            "volunteer": found,
            "application": application,
            "way_in": way_in(application, on) if application is not None and application.is_open else None,
            "is_applicant": application is not None and application.is_open,
            "facts": facts(found, on),
            "comfort": comfort(found),
            "lacks": queries.lacks_of(found, on) if found.is_active else [],
            "checks": [(check, check.counts_on(on)) for check in found.checks.all()],
            "allowed": rules.justified(
                needs.tasks, is_regular=needs.is_regular, people_receive_care=needs.people_receive_care
            ).label,
            "asked": rules.needed_level(needs).label,
            "tasks": [Task(task).label for task in found.tasks],
            "times": in_words(found.availability.values_list("weekday", "from_minute", "to_minute")),
            "away": found.away.filter(ends_on__gte=on),
            "training": found.training.all(),
            "supervisions": found.supervisions.select_related("held_by"),
            "tributes": found.tributes.select_related("given_by"),
            "hours": found.hours.all()[:8],
            "hours_given": f"{queries.minutes_given(found) / 60:.1f}".removesuffix(".0"),
            "claims": found.expenses.all()[:5],
            "behind": queries.stands_behind(found),
            "worries": access.worries_visible_to(request.viewer).filter(volunteer=found)[:5],
            "references": application.references.all() if application is not None else [],
        },
    )


def way_in(application: Application, on: date) -> dict[str, object]:
    """Where they stand on the way in, and what the next step needs."""
    wanted = rules.next_stage(application.stage)
    since = clock.local(application.since_at).date()
    by = rules.should_move_by(application.stage, since)
    missing = rules.missing_for(wanted, queries.progress_of(application, on)) if wanted else []
    return {
        "stages": [
            (
                stage,
                rules.ORDER.index(stage) < rules.ORDER.index(Stage(application.stage)),
                stage == application.stage,
            )
            for stage in rules.ORDER
        ],
        "next": wanted,
        "missing": missing,
        "days": (on - since).days,
        "move_by": by,
        "is_late": by < on,
    }


def facts(found: Volunteer, on: date) -> list[tuple[str, str]]:
    """What they offer, in words; only what was told."""
    years = age(found.born_on, None, on)
    languages = dict(Language.choices)
    told = [
        (_("Would like to"), ", ".join(str(RoleKind(role).label) for role in found.roles)),
        (_("How often"), str(found.get_pattern_display())),
        (_("Age"), str(years) if years is not None else ""),
        (_("Meets by"), ", ".join(str(Channel(channel).label) for channel in found.channels)),
        (
            _("Gets about"),
            _("%(how)s, up to %(far)s km")
            % {"how": str(found.get_travel_display()).lower(), "far": f"{found.radius_m / 1000:g}"},
        ),
        (
            _("How much"),
            ngettext("%(people)s person", "%(people)s people", found.people_at_most)
            % {"people": found.people_at_most}
            + ", "
            + ngettext("%(hours)s hour a week", "%(hours)s hours a week", found.hours_per_week)
            % {"hours": found.hours_per_week},
        ),
        (_("Languages"), "; ".join(str(languages.get(code, code)) for code in found.languages)),
        (_("Likes"), ", ".join(str(MATTERS[key].name) for key in found.interests if key in MATTERS)),
        (_("Has lived through"), ", ".join(str(Experience(code).label) for code in found.experiences)),
        (_("What makes it work"), found.adjustments),
        (_("Volunteers in work time"), found.employer or (_("Yes") if found.in_work_time else "")),
        (_("In an emergency"), found.emergency_contact),
    ]
    return [(label, value) for label, value in told if value]


def comfort(found: Volunteer) -> list[tuple[str, str]]:
    """What they are comfortable with, and what they cannot be with."""
    levels = [
        (str(skill.label), str(SkillLevel(found.skills[skill.value]).label))
        for skill in Skill
        if found.skills.get(skill.value)
    ]
    cannot = ", ".join(str(Condition(code).label) for code in found.cannot_meet)
    brings = ", ".join(str(Condition(code).label) for code in found.brings)
    return [
        *levels,
        *([(_("Cannot be with"), cannot)] if cannot else []),
        *([(_("Brings along"), brings)] if brings else []),
    ]
