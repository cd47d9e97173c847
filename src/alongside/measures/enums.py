"""The vocabulary of measures: when a set of questions is asked, and how."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Stage(TextChoices):
    """At which point of a person's support the questions were asked."""

    START = "start", _("At the start")
    THREE_MONTHS = "three_months", _("Three months on")
    SIX_MONTHS = "six_months", _("Six months on")
    TWELVE_MONTHS = "twelve_months", _("A year on")
    CLOSING = "closing", _("When support ended")
    OTHER = "other", _("At another time")


#: The stages a first set of answers is compared with.
FOLLOW_UPS = (Stage.THREE_MONTHS, Stage.SIX_MONTHS, Stage.TWELVE_MONTHS, Stage.CLOSING)


class AskedBy(TextChoices):
    """How the questions reached the person.

    Answers on the phone and on paper are not quite alike, so it is kept.
    """

    IN_PERSON = "in_person", _("Face to face")
    PHONE = "phone", _("By phone")
    VIDEO = "video", _("By video call")
    ONLINE = "online", _("They filled it in online")
    PAPER = "paper", _("They filled it in on paper")
