"""The vocabulary of rights."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Asker(TextChoices):
    """Who asks."""

    PERSON = "person", _("The person")
    FAMILY = "family", _("Somebody of their family or a friend, for them")
    ATTORNEY = "attorney", _("Somebody with power of attorney")
    SOLICITOR = "solicitor", _("A solicitor or adviser, for them")


class How(TextChoices):
    """By which way words came or went."""

    PHONE = "phone", _("By phone")
    IN_PERSON = "in_person", _("Face to face")
    LETTER = "letter", _("By letter")
    EMAIL = "email", _("By e-mail")
    ONLINE = "online", _("On the website")


class Identity(TextChoices):
    """How we made sure that who asks is who they say."""

    KNOWN = "known", _("We know them and rang them on the number we hold")
    QUESTIONS = "questions", _("They answered questions only they could answer")
    DOCUMENT = "document", _("We saw a document")
    AUTHORITY = "authority", _("We saw a document, and the person’s word that this one may act for them")


class PauseWhy(TextChoices):
    """What we wait for."""

    IDENTITY = "identity", _("To know that it is really them")
    CLARIFICATION = "clarification", _("To know what they mean")


class Ending(TextChoices):
    """How a request ended without a copy."""

    WITHDRAWN = "withdrawn", _("They no longer want it")
    REFUSED = "refused", _("Refused: it is manifestly unfounded or excessive")


class AccessState(TextChoices):
    """Where a request for a copy stands; read from its facts, never stored."""

    IDENTITY = "identity", _("To check who asks")
    PAUSED = "paused", _("Waiting for an answer, the clock stands")
    TO_PREPARE = "to_prepare", _("To put together")
    TO_REVIEW = "to_review", _("To read through")
    TO_RELEASE = "to_release", _("Ready to be given")
    ANSWERED = "answered", _("Answered")
    ENDED = "ended", _("Ended")


class TermKind(TextChoices):
    """What a proposal to leave something out is about."""

    PHONE = "phone", _("A phone number")
    EMAIL = "email", _("An e-mail address")
    NAME = "name", _("Perhaps a name")
    REFERRER = "referrer", _("Somebody named in the record")
    ADDED = "added", _("Added by hand")


class Decision(TextChoices):
    """What a person decided about a proposal."""

    OUT = "out", _("Leave it out")
    IN = "in", _("Keep it in")


class Form(TextChoices):
    """In which form a copy was opened."""

    PAGE = "page", _("To read or print")
    JSON = "json", _("As a file for another program")
    PDF = "pdf", _("As a PDF")


class Cause(TextChoices):
    """Why somebody is erased."""

    REQUEST = "request", _("They asked for it")
    RETENTION = "retention", _("Their time was over")
    RESTORED = "restored", _("A backup brought them back")


class ErasureState(TextChoices):
    """Where an erasure stands."""

    ASKED = "asked", _("Waiting for the second person")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Taken back")
    RUNNING = "running", _("Under way")
    DONE = "done", _("Done")


class RunState(TextChoices):
    """Where a run of retention stands."""

    PROPOSED = "proposed", _("Waiting for a steward")
    CONFIRMED = "confirmed", _("Under way")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Not done")


class Outcome(TextChoices):
    """What came of a complaint."""

    UPHELD = "upheld", _("They were right")
    PARTLY = "partly", _("They were partly right")
    NOT_UPHELD = "not_upheld", _("We found nothing wrong")
    WITHDRAWN = "withdrawn", _("They took it back")


class RecipientKind(TextChoices):
    """To whom something about a person was given."""

    ORGANISATION = "organisation", _("An organisation")
    SYSTEM = "system", _("Another organisation’s computer system")
    VOLUNTEER = "volunteer", _("A volunteer")


class Settled(TextChoices):
    """What was done about telling a recipient that a fact was corrected."""

    TOLD = "told", _("They were told")
    NOT_NEEDED = "not_needed", _("It does not concern what they were given")
    IMPOSSIBLE = "impossible", _("It cannot be done, or not without more effort than it is worth")
