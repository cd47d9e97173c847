"""The words of safeguarding."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Duty(TextChoices):
    """Who is told, and who may read."""

    LEAD = "lead", _("Safeguarding lead")
    DEPUTY = "deputy", _("Deputy")


class State(TextChoices):
    """Where a concern stands. No row holds it: see `rules.state_of`."""

    NEW = "new", _("New")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    OPEN = "open", _("Being looked into")
    WITH_COUNCIL = "with_council", _("With the council")
    CLOSED = "closed", _("Closed")


class EntryKind(TextChoices):
    """What an entry of a concern's record says."""

    RAISED = "raised", _("Raised")
    MORE = "more", _("More from who raised it")
    WISHES = "wishes", _("What the adult wishes")
    CAPACITY = "capacity", _("Capacity to decide")
    CONSENT = "consent", _("Consent to share")
    SECTION_42 = "section-42", _("Section 42, Care Act 2014")
    DECISION = "decision", _("Decision")
    REFERRAL = "referral", _("Referred to the council")
    NOTE = "note", _("Note")
    CORRECTION = "correction", _("Correction")
    CLOSED = "closed", _("Closed")
    REOPENED = "reopened", _("Opened again")


class Knows(TextChoices):
    """Whether the adult knows that we are told."""

    YES = "yes", _("Yes, I told them")
    NOT_YET = "not_yet", _("Not yet")
    NOT_SAFE = "not_safe", _("No: telling them could put them at risk")


class Asked(TextChoices):
    """Whether the adult was asked what they want to happen."""

    YES = "yes", _("Yes, and this is what they said")
    THROUGH = "through", _("Through somebody who speaks for them")
    NOT_YET = "not_yet", _("Not yet")
    NOT_SAFE = "not_safe", _("No: asking could put them at risk")


class Capacity(TextChoices):
    """Mental Capacity Act 2005: about this decision, at this time."""

    HAS = "has", _("They can decide this")
    LACKS = "lacks", _("They cannot decide this now")
    UNSURE = "unsure", _("We are not sure")
    NOT_ASSESSED = "not_assessed", _("Nobody has looked at it yet")


class Agreed(TextChoices):
    """Whether the adult agrees that it is shared."""

    YES = "yes", _("They agree")
    NO = "no", _("They do not agree")
    NOT_ASKED = "not_asked", _("They were not asked")


class Override(TextChoices):
    """Why it is shared although the adult does not agree."""

    LIFE = "life", _("Danger to their life, or of serious harm")
    OTHERS = "others", _("Others are at risk, children too")
    CRIME = "crime", _("A serious crime may have been or be committed")
    CANNOT_CONSENT = "cannot_consent", _("They cannot consent, and it is in their best interests")
    COERCED = "coerced", _("Somebody may be putting pressure on them")


class Limb(TextChoices):
    """An answer to one of the three questions of section 42."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_KNOWN = "not_known", _("Not known")


class Decision(TextChoices):
    """What was decided."""

    COUNCIL = "council", _("Refer to the council")
    SUPPORT = "support", _("Support them in another way")
    EMERGENCY = "emergency", _("Police or ambulance")
    NO_ACTION = "no_action", _("Nothing more to do")
