"""The vocabulary of who decides and who speaks for a person, in the words of the Mental Capacity Act 2005."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class GivenBy(TextChoices):
    """Who decided. The law presumes the person; anybody else only where it says so."""

    SELF = "self", _("They decided themselves")
    ATTORNEY = "attorney", _("An attorney for health and welfare decided")
    DEPUTY = "deputy", _("A deputy of the Court of Protection decided")
    BEST_INTERESTS = "best_interests", _("A best-interests decision was made")
    PARENT = "parent", _("A parent decided for a child under 16")


class RepresentativeKind(TextChoices):
    """How somebody stands beside a person."""

    ADVOCATE = "advocate", _("Advocate")
    IMCA = "imca", _("Independent mental capacity advocate")
    ATTORNEY = "attorney", _("Attorney (lasting power of attorney)")
    DEPUTY = "deputy", _("Deputy of the Court of Protection")
    APPOINTEE = "appointee", _("Appointee for benefits")
