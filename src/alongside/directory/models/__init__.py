"""Directory records in Open Referral UK's words, and where each of them came from."""

from alongside.directory.models.closure import Closure
from alongside.directory.models.correction import Correction
from alongside.directory.models.eligibility import Eligibility
from alongside.directory.models.feed import Feed, FeedRecord, FeedRun, RejectedRecord
from alongside.directory.models.location import Accessibility, Location, ServiceAtLocation
from alongside.directory.models.offer import Offer
from alongside.directory.models.organization import Organization
from alongside.directory.models.schedule import Schedule
from alongside.directory.models.service import Contact, CostOption, Language, Phone, Service, ServiceArea
from alongside.directory.models.taxonomy import ServiceTerm, Taxonomy, TaxonomyTerm
from alongside.directory.models.upkeep import (
    FeedDecision,
    OrganiserLink,
    ProblemReport,
    ProposedChange,
    Upkeep,
)
from alongside.directory.models.word import DirectoryWord

__all__ = [
    "Accessibility",
    "Closure",
    "Contact",
    "Correction",
    "CostOption",
    "DirectoryWord",
    "Eligibility",
    "Feed",
    "FeedDecision",
    "FeedRecord",
    "FeedRun",
    "Language",
    "Location",
    "Offer",
    "OrganiserLink",
    "Organization",
    "Phone",
    "ProblemReport",
    "ProposedChange",
    "RejectedRecord",
    "Schedule",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceTerm",
    "Taxonomy",
    "TaxonomyTerm",
    "Upkeep",
]
