"""The vocabulary of joining."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class JoinStatus(TextChoices):
    PROPOSED = "proposed", _("Waits for a second colleague")
    JOINED = "joined", _("Joined")
    REFUSED = "refused", _("They are two people")
    TAKEN_BACK = "taken_back", _("Taken back")
    UNDONE = "undone", _("Taken apart again")


class Side(TextChoices):
    """Whose value stands: of the record that goes on, or of the other."""

    KEPT = "kept", _("The record that goes on")
    GONE = "gone", _("The other record")


class Way(TextChoices):
    """How two values of one detail become one."""

    CHOSEN = "chosen", _("Somebody chooses")
    EITHER = "either", _("Yes, if one says so")
    BOTH = "both", _("Yes, only if both say so")
    ALL = "all", _("All of both")
    NARROWER = "narrower", _("What fits both")
    TEXTS = "texts", _("Both texts")
    EARLIER = "earlier", _("The earlier day that is known")
    WITH = "with", _("Goes with another detail")
    OURS = "ours", _("Not a detail of the person")
