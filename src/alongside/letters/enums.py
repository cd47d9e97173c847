"""The vocabulary of letters."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LetterKind(TextChoices):
    """What a letter is for. Those after FREE answer a life event."""

    FIRST_CONTACT = "first_contact", _("First contact")
    NO_ANSWER = "no_answer", _("We could not reach you")
    APPOINTMENT = "appointment", _("Appointment")
    CLOSING = "closing", _("Summary when support ends")
    THREE_MONTHS = "three_months", _("Three months later")
    SIX_MONTHS = "six_months", _("Six months later")
    HANDOVER = "handover", _("A new connector")
    FREE = "free", _("Free letter")
    BEREAVEMENT = "bereavement", _("After a loss")
    BIRTH = "birth", _("A new baby")
    LEFT_FORCES = "left_forces", _("Leaving the forces")
    LEFT_CARE = "left_care", _("Leaving care")
    MOVED = "moved", _("A new home")
    NEW_CARER = "new_carer", _("Caring for someone")
    RETIREMENT = "retirement", _("Retiring")


class Layout(TextChoices):
    """How the words are set out."""

    STANDARD = "standard", _("Letter")
    EASY_READ = "easy_read", _("Easy read")


class Size(TextChoices):
    """Size of the print, in points."""

    NORMAL = "12", _("Usual print, 12 point")
    LARGE = "16", _("Large print, 16 point")
    LARGER = "20", _("Very large print, 20 point")


class Way(TextChoices):
    """How a letter reaches the person."""

    POST = "post", _("Print and post it")
    EMAIL = "email", _("Send it by e-mail")
    TEXT = "text", _("Send the short words as a text message")


class State(TextChoices):
    """Where a letter stands. Read from its moments, never stored."""

    WAITING = "waiting", _("Waiting to be printed")
    LEFT = "left", _("Printed or sent")
    TAKEN_BACK = "taken_back", _("Taken back")


class LookInOutcome(TextChoices):
    """What came of looking in on somebody after support has ended."""

    REACHED = "reached", _("Spoke with them")
    NO_ANSWER = "no_answer", _("No answer")
    WRITTEN = "written", _("Wrote to them")
    LEFT_OUT = "left_out", _("Left out")
