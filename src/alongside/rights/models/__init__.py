"""What is kept about rights, one file per aggregate."""

from alongside.rights.models.access import AccessRequest, Opening, Pause, Redaction
from alongside.rights.models.complaint import Complaint
from alongside.rights.models.correction import Correction, Notice
from alongside.rights.models.erasure import Erasure, Hold, Tombstone
from alongside.rights.models.keeping import Run, RunItem, Term

__all__ = [
    "AccessRequest",
    "Complaint",
    "Correction",
    "Erasure",
    "Hold",
    "Notice",
    "Opening",
    "Pause",
    "Redaction",
    "Run",
    "RunItem",
    "Term",
    "Tombstone",
]
