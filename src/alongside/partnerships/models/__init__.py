"""Models of the partnerships capability."""

from alongside.partnerships.models.member import FrontlineLink, Member
from alongside.partnerships.models.organisation import Organisation
from alongside.partnerships.models.partnership import Partnership, PartnershipModel
from alongside.partnerships.models.submission import Submission
from alongside.partnerships.models.user import User

__all__ = ["FrontlineLink", "Member", "Organisation", "Partnership", "PartnershipModel", "Submission", "User"]
