"""Directory records in Open Referral UK's words, and where each of them came from."""

from alongside.directory.models.closure import Closure
from alongside.directory.models.correction import Correction
from alongside.directory.models.duplicate import Duplicate
from alongside.directory.models.eligibility import Eligibility
from alongside.directory.models.feed import Feed, FeedRecord, FeedRun, RejectedRecord, SetAside
from alongside.directory.models.location import Accessibility, Location, ServiceAtLocation
from alongside.directory.models.looked import Looked, Saying
from alongside.directory.models.meaning import ServiceMeaning
from alongside.directory.models.offer import Offer
from alongside.directory.models.organization import Organization
from alongside.directory.models.schedule import Schedule
from alongside.directory.models.service import Contact, CostOption, Language, Phone, Service, ServiceArea
from alongside.directory.models.service_words import ServiceWords
from alongside.directory.models.sheet import Sheet
from alongside.directory.models.taxonomy import ServiceTerm, Taxonomy, TaxonomyTerm
from alongside.directory.models.upkeep import (
    Claim,
    FeedDecision,
    OrganiserLink,
    ProblemReport,
    ProposedChange,
    Upkeep,
)
from alongside.directory.models.word import DirectoryWord

__all__ = [
    "Accessibility",
    "Claim",
    "Closure",
    "Contact",
    "Correction",
    "CostOption",
    "DirectoryWord",
    "Duplicate",
    "Eligibility",
    "Feed",
    "FeedDecision",
    "FeedRecord",
    "FeedRun",
    "Language",
    "Location",
    "Looked",
    "Offer",
    "OrganiserLink",
    "Organization",
    "Phone",
    "ProblemReport",
    "ProposedChange",
    "RejectedRecord",
    "Saying",
    "Schedule",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceMeaning",
    "ServiceTerm",
    "ServiceWords",
    "SetAside",
    "Sheet",
    "Taxonomy",
    "TaxonomyTerm",
    "Upkeep",
]
