"""The vocabulary of life events."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LifeEventKind(TextChoices):
    """What happened. The letters that answer them have the same keys (`letters.enums.LetterKind`)."""

    BEREAVEMENT = "bereavement", _("Someone close has died")
    BIRTH = "birth", _("A baby was born")
    LEFT_FORCES = "left_forces", _("Left the armed forces")
    LEFT_CARE = "left_care", _("Left care")
    MOVED = "moved", _("Moved home")
    NEW_CARER = "new_carer", _("Began to look after someone")
    RETIREMENT = "retirement", _("Stopped work")


class ToldBy(TextChoices):
    """Who told us."""

    PERSON = "person", _("They told us themselves")
    FAMILY = "family", _("Family, a friend or a neighbour")
    PROFESSIONAL = "professional", _("Somebody who works with them")
    REGISTRAR = "registrar", _("The registrar, or Tell Us Once")


class Who(TextChoices):
    """Who is offered the letter and the list."""

    CONNECTOR = "connector", _("Their connector")
    TEAM_LEAD = "team_lead", _("The team leads")


class Answer(TextChoices):
    """What became of a proposal."""

    OPEN = "open", _("Not answered yet")
    ACCEPTED = "accepted", _("Taken up")
    DECLINED = "declined", _("Not taken up")
