"""The vocabulary of caring."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Relationship(TextChoices):
    """Who the person cared for is to the carer: "looks after their mother"."""

    PARTNER = "partner", _("Husband, wife or partner")
    PARENT = "parent", _("Mother or father")
    CHILD = "child", _("Son or daughter")
    SIBLING = "sibling", _("Brother or sister")
    GRANDPARENT = "grandparent", _("Grandmother or grandfather")
    RELATIVE = "relative", _("Another relative")
    FRIEND = "friend", _("Friend")
    NEIGHBOUR = "neighbour", _("Neighbour")
    OTHER = "other", _("Someone else")


class Task(TextChoices):
    """What the carer does."""

    PERSONAL = "personal", _("Washing, dressing, eating")
    MEDICINES = "medicines", _("Medicines and treatment")
    LIFTING = "lifting", _("Lifting and moving")
    HOME = "home", _("Cooking, cleaning, shopping")
    MONEY = "money", _("Money, letters and forms")
    APPOINTMENTS = "appointments", _("Appointments and getting about")
    WATCHING = "watching", _("Keeping them safe, by day or night")
    COMPANY = "company", _("Company and comfort")
    INTERPRETING = "interpreting", _("Interpreting or signing")


class Hours(TextChoices):
    """Roughly how many hours in a week, in the bands of the Census 2021 (England and Wales) question on unpaid care."""

    UNDER_10 = "0-9", _("9 hours or less")
    UNDER_20 = "10-19", _("10 to 19 hours")
    UNDER_35 = "20-34", _("20 to 34 hours")
    UNDER_50 = "35-49", _("35 to 49 hours")
    FROM_50 = "50+", _("50 hours or more")


class Law(TextChoices):
    """Which assessment the law gives this carer."""

    ADULT = "adult", _("Carer’s Assessment (Care Act 2014, section 10)")
    PARENT = "parent", _("Parent carer’s needs assessment (Children Act 1989, section 17ZD)")
    YOUNG = "young", _("Young carer’s needs assessment (Children and Families Act 2014, section 96)")


class Stage(TextChoices):
    """Where a Carer's Assessment stands."""

    OFFERED = "offered", _("Offered")
    REQUESTED = "requested", _("Asked for at the council")
    REFUSED = "refused", _("They do not want one now")
    DONE = "done", _("Assessment done, waiting for the outcome")
    OUTCOME = "outcome", _("Outcome known")
    REVIEWED = "reviewed", _("Looked at again")


class Result(TextChoices):
    """What came of an assessment."""

    SUPPORT = "support", _("Support for the carer was agreed")
    PERSON_SUPPORTED = "person_supported", _("More support for the person they look after")
    ADVICE = "advice", _("Advice and information only")
    NOT_ELIGIBLE = "not_eligible", _("Found not eligible")


class Break(TextChoices):
    """A break from caring that may be proposed as a step of the plan."""

    SITTING = "sitting", _("Someone sits with the person they look after for two hours a week")
    GROUP = "group", _("Go to a carers’ group")
    OWN_HOUR = "own_hour", _("An hour a week for something of their own")
    DAY_OUT = "day_out", _("A day out, with care arranged")
    SHORT_STAY = "short_stay", _("A short stay somewhere else for the person they look after")
    PLAN_B = "plan_b", _("Write an emergency plan: who steps in when the carer cannot")


class KnownFrom(TextChoices):
    """Where we know from that somebody looks after someone, so that nobody asks it again."""

    RECORD = "record", _("It is in their details.")
    CONVERSATION = "conversation", _("They said so when you talked.")
    BARRIER = "barrier", _("It is written down as something in the way.")
    REFERRAL = "referral", _("Whoever referred them told us.")
