"""What a volunteer can do, in plain words, and what follows from it: tasks, channels, the youngest age."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alongside.volunteering.enums import Channel, Pattern, RoleKind, Task

ADULT = 18
YOUNGEST = 16


@dataclass(frozen=True)
class RoleDescription:
    """One role as the public reads it."""

    kind: RoleKind
    what: str | Promise
    time: str | Promise
    good_at: str | Promise
    tasks: tuple[Task, ...]
    channel: Channel | None = None
    youngest: int = ADULT
    patterns: tuple[Pattern, ...] = (Pattern.REGULAR,)

    @property
    def name(self) -> str | Promise:
        """What the role is called."""
        return self.kind.label

    @property
    def for_sixteen(self) -> bool:
        """Whether somebody of 16 or 17 can do it."""
        return self.youngest < ADULT

    @property
    def is_flexible(self) -> bool:
        """Whether it can be done now and then."""
        return Pattern.FLEXIBLE in self.patterns or Pattern.ONE_OFF in self.patterns


_REGULAR_OR_FLEXIBLE = (Pattern.REGULAR, Pattern.FLEXIBLE)
_ANY = (Pattern.REGULAR, Pattern.FLEXIBLE, Pattern.ONE_OFF)

_ALL = (
    RoleDescription(
        RoleKind.PHONE,
        _("You ring one person every week and chat. You do it from home."),
        _("Half an hour a week"),
        _("You like listening, and you ring when you said you would."),
        (Task.TALK_AFAR,),
        Channel.PHONE,
    ),
    RoleDescription(
        RoleKind.VISIT,
        _(
            "You visit one person at home for a cup of tea and a chat. The first time, one of us comes with you."
        ),
        _("An hour a week"),
        _("You are patient and reliable."),
        (Task.VISIT_HOME,),
        Channel.VISIT,
    ),
    RoleDescription(
        RoleKind.WALK,
        _("You go for a walk with somebody who does not like to go out alone."),
        _("An hour every week or two"),
        _("You like being outdoors and can go slowly."),
        (Task.WALK,),
        Channel.WALK,
        patterns=_REGULAR_OR_FLEXIBLE,
    ),
    RoleDescription(
        RoleKind.VIDEO,
        _("You talk with one person by video call."),
        _("Half an hour a week"),
        _("You have a phone, tablet or computer that can do it."),
        (Task.TALK_AFAR,),
        Channel.VIDEO,
    ),
    RoleDescription(
        RoleKind.LETTERS,
        _("You write letters or cards to somebody. They come and go through our office."),
        _("A letter a month"),
        _("You like writing."),
        (Task.TALK_AFAR,),
        Channel.LETTERS,
        youngest=YOUNGEST,
        patterns=_REGULAR_OR_FLEXIBLE,
    ),
    RoleDescription(
        RoleKind.DRIVER,
        _("You drive people to a club, to the shops or to friends, and home again."),
        _("When you can"),
        _("You have a car, a licence and insurance. We pay for your miles."),
        (Task.DRIVE,),
        patterns=_ANY,
    ),
    RoleDescription(
        RoleKind.BOOKS,
        _("You bring library books to somebody's door, and say hello."),
        _("An hour a month"),
        _("You like books, and you can carry a few."),
        (Task.DOORSTEP,),
        youngest=YOUNGEST,
        patterns=_ANY,
    ),
    RoleDescription(
        RoleKind.GROUP,
        _("You help at a lunch club or another group: you put out chairs, make tea and welcome people."),
        _("Two hours, as often as you like"),
        _("You like being among people. Staff are always there."),
        (Task.GROUP,),
        Channel.GROUP,
        youngest=YOUNGEST,
        patterns=_ANY,
    ),
    RoleDescription(
        RoleKind.LANGUAGE,
        _("You talk with somebody in a language you both speak, or help them to practise English."),
        _("An hour a week"),
        _("You speak another language, or you are patient with learners."),
        (Task.TALK_AFAR,),
        Channel.PHONE,
        patterns=_REGULAR_OR_FLEXIBLE,
    ),
)

ROLES: Mapping[str, RoleDescription] = {str(role.kind.value): role for role in _ALL}

CHANNEL_TASKS: Mapping[str, Task] = {
    Channel.VISIT: Task.VISIT_HOME,
    Channel.PHONE: Task.TALK_AFAR,
    Channel.VIDEO: Task.TALK_AFAR,
    Channel.LETTERS: Task.TALK_AFAR,
    Channel.WALK: Task.WALK,
    Channel.GROUP: Task.GROUP,
}


def tasks_of(roles: Iterable[str]) -> list[str]:
    """The tasks that come with these roles, in the order of the enum."""
    found = {task for role in roles if role in ROLES for task in ROLES[role].tasks}
    return [str(task.value) for task in Task if task in found]


def channels_of(roles: Iterable[str]) -> list[str]:
    """How people meet in these roles, in the order of the enum."""
    found = {ROLES[role].channel for role in roles if role in ROLES}
    return [str(channel.value) for channel in Channel if channel in found]


def too_young_for(roles: Iterable[str], age: int) -> list[RoleDescription]:
    """The roles among these that somebody of this age cannot do."""
    return [ROLES[role] for role in roles if role in ROLES and age < ROLES[role].youngest]
