"""The vocabulary of appointments and of going out alone."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Place(TextChoices):
    """Where they meet."""

    HOME = "home", _("At their home")
    PHONE = "phone", _("By phone")
    ELSEWHERE = "elsewhere", _("Somewhere else")
    VIDEO = "video", _("By video")


class Status(TextChoices):
    BOOKED = "booked", _("Booked")
    CANCELLED = "cancelled", _("Cancelled")
    HAPPENED = "happened", _("It happened")
    NOT_IN = "not_in", _("They were not in, or did not answer")
    DID_NOT_HAPPEN = "did_not_happen", _("It did not happen")


class CancelReason(TextChoices):
    """Why an appointment is cancelled beforehand."""

    PERSON_ASKED = "person_asked", _("They asked")
    PERSON_ILL = "person_ill", _("They are ill or in hospital")
    WE_CANNOT = "we_cannot", _("We cannot come")
    NOT_NEEDED = "not_needed", _("It is no longer needed")
    SUPPORT_ENDED = "support_ended", _("Support has ended")
    OTHER = "other", _("Something else")


class WhyNot(TextChoices):
    """Why an appointment did not happen although it was not cancelled."""

    THEY_CALLED_OFF = "they_called_off", _("They called it off at the last minute")
    WE_COULD_NOT = "we_could_not", _("We could not come")
    NOT_SAFE = "not_safe", _("It did not seem safe")
    INTERPRETER = "interpreter", _("The interpreter did not come")
    OTHER = "other", _("Something else")


class Mode(TextChoices):
    """How the one who goes gets there."""

    WALK = "walk", _("On foot")
    CYCLE = "cycle", _("By bicycle")
    BUS = "bus", _("By bus or train")
    CAR = "car", _("By car")


class RemindBy(TextChoices):
    """How a person wants to be reminded."""

    TEXT = "text", _("By text message")
    EMAIL = "email", _("By e-mail")
    LETTER = "letter", _("By letter")


class RemindWhen(TextChoices):
    """How long before."""

    DAY_BEFORE = "day_before", _("The day before")
    TWO_HOURS = "two_hours", _("Two hours before")


class ReminderStatus(TextChoices):
    WAITING = "waiting", _("Waiting for its time")
    WRITTEN = "written", _("Written")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class NotReminded(TextChoices):
    """Why a reminder did not go."""

    CANCELLED = "cancelled", _("The appointment was cancelled.")
    MOVED = "moved", _("The appointment was changed.")
    NOT_WANTED = "not_wanted", _("They no longer want one.")
    DO_NOT_CONTACT = "do_not_contact", _("They asked not to be contacted.")
    DIED = "died", _("They have died.")
    SUPPORT_ENDED = "support_ended", _("Support has ended.")
    NO_ADDRESS = "no_address", _("There is no number or address it could go to.")
    NO_TIME = "no_time", _("None of the times they like lies between now and the appointment.")
    TOO_LATE = "too_late", _("It could not be sent in time.")


class Kind(TextChoices):
    """What happened to a check-in. Lines are only added."""

    STARTED = "started", _("Went out")
    EXTENDED = "extended", _("Needs longer")
    SAFE = "safe", _("“I am safe”")
    RESUMED = "resumed", _("Pressed by mistake: watching goes on")
    HELP = "help", _("“I need help”")
    ACKNOWLEDGED = "acknowledged", _("“I am seeing to it”")
    LOOKED = "looked", _("Looked at where they went")
    CLOSED = "closed", _("Closed")


class Via(TextChoices):
    """Through which door a line came."""

    LINK = "link", _("by the link on the phone")
    SIGNED_IN = "signed_in", _("signed in")


class Found(TextChoices):
    """What a colleague found who saw to it."""

    SAFE_FORGOT = "safe_forgot", _("They are safe and had forgotten to say so")
    SAFE_NO_SIGNAL = "safe_no_signal", _("They are safe; the phone had no signal or no power")
    HELPED = "helped", _("They needed help and have it")
    EMERGENCY = "emergency", _("The police or an ambulance were called")
    OTHER = "other", _("Something else")
