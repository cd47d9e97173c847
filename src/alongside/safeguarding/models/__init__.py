"""What is kept for safeguarding, one file per aggregate."""

from alongside.safeguarding.models.alert import Alert, BreakGlass, ConcernReading
from alongside.safeguarding.models.concern import Acknowledgement, Concern, Entry
from alongside.safeguarding.models.duty import Arrangement, SafeguardingRole

__all__ = [
    "Acknowledgement",
    "Alert",
    "Arrangement",
    "BreakGlass",
    "Concern",
    "ConcernReading",
    "Entry",
    "SafeguardingRole",
]
