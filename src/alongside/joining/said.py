"""What goes over to the other record, in the words of who confirms it; by the table it stands in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

#: A table without words here is named by its model; a test sees to it that there is none.
OF_TABLES: Mapping[str, Any] = {
    "befriending.Exclusion": _("Who is not to be introduced to them"),
    "befriending.Match": _("Befriending"),
    "befriending.Wish": _("Wishes for company"),
    "caring.Caring": _("Looking after someone"),
    "casework.Case": _("Times of support, with everything in them"),
    "casework.CircleTie": _("The circle of support"),
    "measures.Response": _("Answers to the questions"),
    "messaging.Message": _("Messages"),
    "people.AreaRelation": _("Places they belong to"),
    "people.Consent": _("What they agreed to"),
    "people.ConsentLink": _("Links to what they agreed to"),
    "people.KnownTo": _("Organisations that know them"),
    "people.Representative": _("Who speaks or decides for them"),
    "people.Stopping": _("Times when everything was stopped"),
    "people.TimelineEvent": _("Lines of the timeline"),
    "referrals.Referral": _("Referrals"),
    "rights.AccessRequest": _("Requests for a copy"),
    "rights.Complaint": _("Complaints"),
    "rights.Correction": _("Corrections that were passed on"),
    "rights.Hold": _("Legal holds"),
    "signposting.LifeEvent": _("Life events"),
    "volunteering.Worry": _("Worries of volunteers"),
}
