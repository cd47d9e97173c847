"""What is kept about volunteers, one file per aggregate."""

from alongside.volunteering.models.application import Application, Reference, StageMove
from alongside.volunteering.models.check import Check, Supervision, Training
from alongside.volunteering.models.given import Expense, Hours, Receipt
from alongside.volunteering.models.volunteer import Availability, AwayPeriod, Volunteer
from alongside.volunteering.models.words import Tribute, Worry

__all__ = [
    "Application",
    "Availability",
    "AwayPeriod",
    "Check",
    "Expense",
    "Hours",
    "Receipt",
    "Reference",
    "StageMove",
    "Supervision",
    "Training",
    "Tribute",
    "Volunteer",
    "Worry",
]
