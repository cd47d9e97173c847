"""What the parts and fields of a copy are called when a person reads it: their own words for our tables.

The copy as a file keeps the names it has; only what is read or printed is put into these words and this order.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from alongside.joining import said as joining
from alongside.people.enums import AccessNeed, ContactTime, Language

#: Titles of parts, by model; those that `joining.said` has words for are told in these.
TITLES: Mapping[str, Any] = {
    "people.Person": _("You"),
    "joining.Join": _("Two records that became one"),
    "joining.JoinedRow": _("What went over when two records became one"),
    "rights.Erasure": _("Requests to be erased"),
    "appointments.CheckIn": _("When a colleague went out to you"),
    "appointments.CheckInEvent": _("What happened when a colleague was out"),
    "appointments.Alert": _("When a colleague was looked for"),
    "befriending.Cover": _("Who comes when your volunteer cannot"),
    "befriending.Review": _("How befriending goes"),
    "befriending.Series": _("When your volunteer comes"),
    "befriending.Visit": _("Visits of your volunteer"),
    "befriending.VisitLog": _("How a visit went"),
    "caring.CarersAssessment": _("Carer’s Assessments"),
    "caring.AssessmentMove": _("Steps of a Carer’s Assessment"),
    "casework.CaseReview": _("When we looked back together"),
    "casework.FollowUp": _("What was due"),
    "casework.GoalAnswer": _("How close you said you were"),
    "casework.MovedCase": _("When you got another connector"),
    "casework.OnwardNews": _("What organisations told us"),
    "casework.OnwardReferral": _("Whom we asked for you"),
    "casework.PeriodExtension": _("When support was made longer"),
    "casework.SupportPeriod": _("How long support was to last"),
    "letters.LookIn": _("When we look in after support has ended"),
    "referrals.Attachment": _("Files that came with a referral"),
    "referrals.AttachmentContent": _("What is in these files"),
    "referrals.AttachmentReading": _("Who opened these files"),
    "referrals.SystemReferral": _("What a practice’s system sent"),
    "rights.Notice": _("Who was told of a correction"),
    "rights.Opening": _("Who opened a copy"),
    "rights.Pause": _("When we waited for an answer to a request"),
    "safeguarding.BreakGlass": _("When a restricted record was opened"),
    "safeguarding.ConcernReading": _("Who read a concern"),
    "signposting.Proposal": _("What was proposed after a life event"),
    "signposting.ReferralReason": _("Why a referral was made"),
}
#: Names of fields, where the name we have is one for programmers.
NAMES: Mapping[str, Any] = {
    "Is carer": _("Looks after someone"),
    "New parent": _("Has a new baby"),
    "Contact by": _("How you like to be reached"),
    "Contact times": _("When you like to be reached"),
    "Contact note": _("What to know before we ring or write"),
    "Leave message": _("A message may be left"),
    "Do not contact": _("We must not contact you"),
    "Access needs": _("What makes it easier to come"),
    "Access note": _("More about that"),
    "Deceased on": _("Died on"),
    "Created at": _("First written down"),
    "Updated at": _("Last changed"),
    "Version": _("How many times it was changed"),
    "Easting": _("Place on the map, metres east"),
    "Northing": _("Place on the map, metres north"),
    "Lsoa21": _("Small area of the census (its code)"),
    "Ward": _("Ward (its code)"),
    "Local authority": _("Council (its code)"),
    "Area code": _("Area (its code)"),
    "Key": _("Our mark, so that it is not done twice"),
    "Template": _("Which of our letters it was"),
    "Digest": _("Fingerprint of the content"),
}
#: Fields that hold codes, and what the codes stand for.
CODES: Mapping[str, Any] = {
    "Languages": Language.choices,
    "Language": Language.choices,
    "Contact times": ContactTime.choices,
    "Access needs": AccessNeed.choices,
}
#: Fields that say something about the program more than about the person: they stand at the end.
LAST = (
    "Ward", "Lsoa21", "Local authority", "Area code", "Easting", "Northing", "Version", "Key", "Digest", "Created at",
    "Updated at",
)  # fmt: skip


def title(label: str, otherwise: str) -> str:
    """What a part is called."""
    return str(TITLES.get(label) or joining.OF_TABLES.get(label) or otherwise)


def name(field: str) -> str:
    """What a field is called."""
    return str(NAMES.get(field, field))


def in_order(label: str, row: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The fields of a row in the order of the record, what concerns the program last: JSON here keeps none."""
    try:
        fields = apps.get_model(label)._meta.concrete_fields
    except LookupError:  # a copy that was given before a table went
        fields = ()
    place = {str(capfirst(str(field.verbose_name))): number for number, field in enumerate(fields)}
    return sorted(row.items(), key=lambda one: (_from_the_end(one[0]), place.get(one[0], len(place)), one[0]))


def _from_the_end(field: str) -> int:
    return LAST.index(field) + 1 if field in LAST else 0


def value(field: str, found: Any) -> Any:
    """Codes as the words they stand for; anything else as it is."""
    known = {str(code): str(words) for code, words in CODES.get(field, ())}
    if isinstance(found, list):
        return [known.get(one, one) if isinstance(one, str) else one for one in found]
    return known.get(found, found) if isinstance(found, str) else found
