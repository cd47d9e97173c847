"""Pure decisions about volunteers: what may follow what, which checks the tasks need and allow, when they lapse.

Days are London days. A check counts from `issued_on` up to, and not on, `expires_on`: it lapses at the midnight at
which that day begins.

The level of a DBS check in England and Wales is decided by what is done, how often and with whom – never by wish:
asking for a level the tasks do not justify is an offence (Police Act 1997 s.123; DBS code of practice). Regulated
activity with adults (Safeguarding Vulnerable Groups Act 2006, Sch. 4 as amended) counts from the first time.
Other help for adults who receive health or social care allows an enhanced check without the barred list when it is
given once a week or more, or on four days in thirty. For all else there is the basic check.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.utils.translation import gettext as _

from alongside.core.working_days import add_working_days
from alongside.volunteering.enums import CheckKind, DbsLevel, Stage, Task

ORDER: tuple[Stage, ...] = (
    Stage.ENQUIRY, Stage.APPLICATION, Stage.REFERENCES, Stage.INTERVIEW, Stage.IDENTITY, Stage.DBS,
    Stage.TRAINING, Stage.AGREEMENT, Stage.READY,
)  # fmt: skip

TRANSITIONS: dict[str, frozenset[str]] = {
    **{stage: frozenset({following, Stage.REFUSED, Stage.WITHDRAWN}) for stage, following in pairwise(ORDER)},
    Stage.READY: frozenset(),
    Stage.REFUSED: frozenset(),
    Stage.WITHDRAWN: frozenset(),
}
OPEN: tuple[Stage, ...] = ORDER[:-1]

#: Working days within which a stage should move; then somebody is asked to look.
SHOULD_TAKE: Mapping[str, int] = {
    Stage.ENQUIRY: 3,
    Stage.APPLICATION: 5,
    Stage.REFERENCES: 15,
    Stage.INTERVIEW: 10,
    Stage.IDENTITY: 5,
    Stage.DBS: 20,
    Stage.TRAINING: 20,
    Stage.AGREEMENT: 5,
}

#: What is listened for in an interview; a mark of 1–5 each.
INTERVIEW = ("listening", "reliable", "boundaries", "respect")
HIGHEST_MARK = 5
REFERENCES_NEEDED = 2

#: Days for which a check counts, where it lapses. Supervision counts until two weeks after the next one was due.
LASTS: Mapping[str, int | None] = {
    CheckKind.IDENTITY: None,
    CheckKind.REFERENCES: 3 * 365,
    CheckKind.DBS: 3 * 365,
    CheckKind.TRAINING: 2 * 365,
    CheckKind.AGREEMENT: 2 * 365,
    CheckKind.SUPERVISION: 8 * 7,
    CheckKind.DRIVING: 365,
    CheckKind.GUARDIAN: None,
}
SUPERVISION_GRACE = timedelta(days=14)
NOTICE_DAYS = (60, 30, 7)

REGULATED = frozenset({Task.PERSONAL_CARE, Task.MONEY, Task.DRIVE_TO_CARE})
HELP = frozenset({Task.VISIT_HOME, Task.WALK, Task.GROUP, Task.DRIVE, Task.TALK_AFAR})
ALONE_TOGETHER = frozenset({Task.VISIT_HOME, Task.WALK, Task.DRIVE})
DRIVES = frozenset({Task.DRIVE, Task.DRIVE_TO_CARE})
LEVELS = tuple(DbsLevel)
MINOR_UNTIL = 18
YOUNGEST_FOR_DBS = 16


@dataclass(frozen=True)
class Held:
    """A check that was seen."""

    kind: str
    issued_on: date
    expires_on: date | None = None
    level: str = ""
    is_ended: bool = False


@dataclass(frozen=True)
class Needs:
    """What decides which checks somebody needs."""

    tasks: frozenset[str]
    is_regular: bool = False
    people_receive_care: bool = False
    is_minor: bool = False


@dataclass(frozen=True)
class Lack:
    """Something that is missing or has lapsed, in words for a supervisor."""

    kind: str
    words: str
    lapsed_on: date | None = None


def may_become(stage: str, wanted: str) -> bool:
    """Whether an application at `stage` may go to `wanted`."""
    return wanted in TRANSITIONS[stage]


def next_stage(stage: str) -> Stage | None:
    """The stage after this one; None where the way has ended."""
    return ORDER[ORDER.index(Stage(stage)) + 1] if stage in OPEN else None


def should_move_by(stage: str, since_on: date, holidays: Collection[date] | None = None) -> date:
    """The day by which an application should have left its stage."""
    return add_working_days(since_on, SHOULD_TAKE[stage], holidays)


def in_force(issued_on: date, expires_on: date | None, on: date) -> bool:
    """Whether something issued and expiring on these days counts on `on`."""
    return issued_on <= on and (expires_on is None or on < expires_on)


def justified(tasks: Iterable[str], *, is_regular: bool, people_receive_care: bool) -> DbsLevel:
    """The highest level of DBS check that may be asked for."""
    done = frozenset(tasks)
    if done & REGULATED:
        return DbsLevel.ENHANCED_BARRED
    if done & HELP and is_regular and people_receive_care:
        return DbsLevel.ENHANCED
    return DbsLevel.BASIC if done else DbsLevel.NONE


def needed_level(needs: Needs) -> DbsLevel:
    """The level we ask for: never more than is justified, and none where staff are always there."""
    highest = justified(
        needs.tasks, is_regular=needs.is_regular, people_receive_care=needs.people_receive_care
    )
    if needs.tasks & (REGULATED | ALONE_TOGETHER):
        return highest
    return DbsLevel.BASIC if Task.TALK_AFAR in needs.tasks else DbsLevel.NONE


def why_not_level(level: str, needs: Needs) -> str:
    """Why this level may not be asked for, or "" where it may."""
    if level == DbsLevel.NONE:
        return _("Choose a level.")
    highest = justified(
        needs.tasks, is_regular=needs.is_regular, people_receive_care=needs.people_receive_care
    )
    if highest == DbsLevel.NONE:
        return _(
            "No tasks are recorded yet. Say first what this volunteer will do: the tasks decide the level."
        )
    if level == DbsLevel.STANDARD:
        return _("No task of a volunteer here allows a standard check. The tasks allow: %(level)s.") % {
            "level": highest.label
        }
    if LEVELS.index(DbsLevel(level)) <= LEVELS.index(highest):
        return ""
    if level == DbsLevel.ENHANCED_BARRED:
        why = _(
            "Only personal care, handling somebody’s money, or driving people to health or social care allows it."
        )
    else:
        why = _(
            "It is allowed only for help given every week, or on four days in a month, to people who receive "
            "health or social care."
        )
    return _(
        "These tasks do not allow this level: %(why)s Asking for it would be an offence. They allow: %(level)s."
    ) % {"why": why, "level": highest.label}


def is_enough(level: str, wanted: DbsLevel) -> bool:
    """Whether a check of this level covers what is wanted."""
    return bool(level) and LEVELS.index(DbsLevel(level)) >= LEVELS.index(wanted)


def needed_kinds(needs: Needs) -> tuple[CheckKind, ...]:
    """Which checks somebody with these needs must have, in the order in which they are asked for."""
    kinds = [CheckKind.IDENTITY, CheckKind.REFERENCES]
    if needed_level(needs) != DbsLevel.NONE:
        kinds.append(CheckKind.DBS)
    kinds += [CheckKind.TRAINING, CheckKind.AGREEMENT, CheckKind.SUPERVISION]
    if needs.tasks & DRIVES:
        kinds.append(CheckKind.DRIVING)
    if needs.is_minor:
        kinds.append(CheckKind.GUARDIAN)
    return tuple(kinds)


def may_volunteer(held: Iterable[Held], needs: Needs, on: date) -> tuple[Lack, ...]:
    """What stands in the way of volunteering on a day; empty where nothing does."""
    checks = [check for check in held if not check.is_ended]
    wanted = needed_level(needs)
    lacks = []
    for kind in needed_kinds(needs):
        fitting = [
            c for c in checks if c.kind == kind and (kind != CheckKind.DBS or is_enough(c.level, wanted))
        ]
        if any(in_force(c.issued_on, c.expires_on, on) for c in fitting):
            continue
        lapsed = [c.expires_on for c in fitting if c.expires_on is not None and c.expires_on <= on]
        lacks.append(_lack(kind, max(lapsed, default=None), wanted))
    return tuple(lacks)


def _lack(kind: CheckKind, lapsed_on: date | None, wanted: DbsLevel) -> Lack:
    label = f"{kind.label} ({wanted.label.lower()})" if kind == CheckKind.DBS else str(kind.label)
    if lapsed_on is not None:
        return Lack(
            kind,
            _("%(check)s: lapsed on %(day)s") % {"check": label, "day": f"{lapsed_on:%d.%m.%Y}"},
            lapsed_on,
        )
    return Lack(kind, _("%(check)s: not there yet") % {"check": label})


def expires(kind: str, issued_on: date) -> date | None:
    """The day a check of this kind lapses unless somebody says otherwise."""
    days = LASTS[kind]
    return issued_on + timedelta(days=days) if days is not None else None


def notice_due(expires_on: date, on: date, issued_on: date | None = None) -> int | None:
    """Which notice (60, 30 or 7 days) is due for something that lapses then; None where none is.

    Something that counts for six weeks only is not told as lapsing on the day it begins: a notice whose day came
    before `issued_on` is left out.
    """
    left = (expires_on - on).days
    if left <= 0:
        return None
    apt = [days for days in NOTICE_DAYS if issued_on is None or issued_on < expires_on - timedelta(days=days)]
    return min((days for days in apt if left <= days), default=None)


def is_free(
    slots: Iterable[tuple[int, int, int]],
    away: Iterable[tuple[date, date]],
    *,
    on: date,
    from_minute: int,
    to_minute: int,
) -> bool:
    """Whether somebody is free from minute to minute of a day. No slots recorded means not known, so not free."""
    if any(first <= on <= last for first, last in away):
        return False
    free = sorted((start, end) for weekday, start, end in slots if weekday == on.weekday())
    reached = from_minute
    for start, end in free:
        if start <= reached < end:
            reached = end
    return from_minute < to_minute <= reached


@dataclass(frozen=True)
class Progress:
    """What is there of an applicant, for deciding whether the next stage may begin."""

    can_be_reached: bool
    age_is_known: bool
    has_roles: bool
    referees: int
    references_accepted: int
    has_interview: bool
    kinds_in_force: frozenset[str]
    needs: Needs
    has_supervisors: bool


def missing_for(wanted: str, had: Progress) -> list[str]:
    """What must be there before an application may go to `wanted`, in words."""
    level = needed_level(had.needs)
    asked: dict[str, list[tuple[bool, str]]] = {
        Stage.APPLICATION: [
            (had.can_be_reached, _("A phone number or an e-mail address.")),
            (had.has_roles, _("What they would like to do.")),
        ],
        Stage.REFERENCES: [
            (had.has_roles, _("What they would like to do.")),
            (had.age_is_known, _("The day they were born: some roles are from 18.")),
            (
                had.referees >= REFERENCES_NEEDED,
                _("Two people who know them and can be asked for a reference."),
            ),
        ],
        Stage.INTERVIEW: [
            (had.references_accepted >= REFERENCES_NEEDED, _("Two references, read and accepted.")),
        ],
        Stage.IDENTITY: [(had.has_interview, _("The interview, with what was heard."))],
        Stage.DBS: [
            (CheckKind.IDENTITY in had.kinds_in_force, _("Identity documents, seen by one of us.")),
            (bool(had.needs.tasks), _("What they will do: the tasks decide the DBS level.")),
        ],
        Stage.TRAINING: [
            (
                level == DbsLevel.NONE or CheckKind.DBS in had.kinds_in_force,
                _("A DBS check: %(level)s.") % {"level": level.label},
            ),
        ],
        Stage.AGREEMENT: [(CheckKind.TRAINING in had.kinds_in_force, _("The core training."))],
        Stage.READY: [
            (CheckKind.AGREEMENT in had.kinds_in_force, _("The volunteer agreement, signed.")),
            (had.has_supervisors, _("A supervisor and a deputy.")),
            (
                not had.needs.is_minor or CheckKind.GUARDIAN in had.kinds_in_force,
                _("A parent’s or guardian’s agreement."),
            ),
            (
                not had.needs.tasks & DRIVES or CheckKind.DRIVING in had.kinds_in_force,
                _("Driving licence and insurance, seen by one of us."),
            ),
        ],
    }
    return [words for is_there, words in asked.get(wanted, []) if not is_there]
