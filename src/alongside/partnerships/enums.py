"""Words of a partnership: roles and kinds of organisation."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a member does in their organisation; decides which doors open."""

    CONNECTOR = "connector", _("Connector")
    TEAM_LEAD = "team_lead", _("Team lead")
    ORGANISER = "organiser", _("Organiser")
    VOLUNTEER = "volunteer", _("Volunteer")
    PROGRAMME_LEAD = "programme_lead", _("Programme lead")
    SAFEGUARDING_LEAD = "safeguarding_lead", _("Safeguarding lead")
    STEWARD = "steward", _("Steward")


class OrganisationKind(models.TextChoices):
    """What sort of organisation a member of the partnership is."""

    COUNCIL = "council", _("Council")
    CHARITY = "charity", _("Charity or community group")
    HOUSING = "housing", _("Housing association")
    HEALTH = "health", _("Health service")
    LIBRARY = "library", _("Library service")
    OTHER = "other", _("Other")
