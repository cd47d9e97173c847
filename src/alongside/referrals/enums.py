"""The vocabulary of referrals."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReferralKind(TextChoices):
    """Through which door it came."""

    FRONTLINE = "frontline", _("A worker noticed")
    SELF = "self", _("For themselves")
    SOMEONE_I_KNOW = "someone_i_know", _("From someone who knows them")
    PROFESSIONAL = "professional", _("From a professional")


class ReferralStatus(TextChoices):
    NEW = "new", _("New")
    WAITING = "waiting_for_information", _("Waiting for information")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Urgency(TextChoices):
    ROUTINE = "routine", _("In the usual time")
    SOON = "soon", _("As soon as you can")
    URGENT = "urgent", _("Ring today")


class Agreed(TextChoices):
    """Whether the person knows of the referral and wants it."""

    YES = "yes", _("Yes, they agreed")
    NOT_ASKED = "not_asked", _("I have not asked yet")
    NO = "no", _("They said no")


class Basis(TextChoices):
    """Why we may hold what we were told (UK GDPR article 6)."""

    CONSENT = "consent", _("The person agreed")
    ASK_FIRST = "ask_first", _("Legitimate interests: to ring once and ask")
    SAFEGUARDING = "safeguarding", _("Recognised legitimate interest: to protect someone at risk")
    VITAL = "vital", _("Vital interests: a life may be at risk")


class AcknowledgeBy(TextChoices):
    """How the referrer wants to hear from us."""

    NOT = "", _("No, thank you")
    EMAIL = "email", _("By e-mail")
    SMS = "sms", _("By text message")


class DeclineReason(TextChoices):
    """Why we cannot help, in words that reach the referrer."""

    OUTSIDE_AREA = "outside_area", _("They live outside the area we cover")
    NOT_WANTED = "not_wanted", _("They do not want support at the moment")
    ALREADY_SUPPORTED = "already_supported", _("They already have support")
    OTHER_SERVICE = "other_service", _("Another service fits better")
    NOT_REACHED = "not_reached", _("We could not reach them")
    TOO_LITTLE = "too_little", _("We did not have enough to go on")
    NO_AGREEMENT = "no_agreement", _("They did not agree, and there was no reason to act without them")


class Sign(TextChoices):
    """What somebody may notice. Prompts to ask kindly, never a score: see `signs`."""

    ALONE = "alone", _("Alone most days")
    LOSS = "loss", _("Has lost someone close")
    QUIET = "quiet", _("Has gone quiet, or cancels plans")
    LOW = "low", _("Speaks badly of themselves or the future")
    KEEPS_ME = "keeps_me", _("Keeps you talking, rings often")
    NOT_EATING = "not_eating", _("Is eating much less or more")
    SLEEP = "sleep", _("Sleeps badly, or at odd times")
    CARE = "care", _("Takes less care of themselves or their home")
    ILL = "ill", _("Is often ill")
    GETTING_OUT = "getting_out", _("Finds it hard to get out")
    HEARING = "hearing", _("Finds it hard to hear or see")
    LANGUAGE = "language", _("Has few people who speak their language")
    HOARDING = "hoarding", _("Holds on to things, or buys a lot")
    ANGRY = "angry", _("Gets cross when offered help")
    NEW_HERE = "new_here", _("Is new here, or has just moved")
    CARING = "caring", _("Looks after someone and has no time")


class AttachmentKind(TextChoices):
    """What a file is, by its bytes."""

    PDF = "pdf", _("PDF")
    PNG = "png", _("picture (PNG)")
    JPEG = "jpeg", _("picture (JPEG)")
    TEXT = "text", _("plain text")


class AttachmentState(TextChoices):
    UNSCANNED = "unscanned", _("No virus scanner is set up here")
    CLEAN = "clean", _("Scanned, nothing found")
    QUARANTINED = "quarantined", _("Waits for the virus scanner")
    INFECTED = "infected", _("The virus scanner found something")
