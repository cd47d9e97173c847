"""Directory records in Open Referral UK's words, and where each of them came from."""

from alongside.directory.models.eligibility import Eligibility
from alongside.directory.models.feed import Feed, FeedRecord, FeedRun, RejectedRecord
from alongside.directory.models.location import Accessibility, Location, ServiceAtLocation
from alongside.directory.models.offer import Offer
from alongside.directory.models.organization import Organization
from alongside.directory.models.schedule import Schedule
from alongside.directory.models.service import Contact, CostOption, Language, Phone, Service, ServiceArea
from alongside.directory.models.taxonomy import ServiceTerm, Taxonomy, TaxonomyTerm

__all__ = [
    "Accessibility",
    "Contact",
    "CostOption",
    "Eligibility",
    "Feed",
    "FeedRecord",
    "FeedRun",
    "Language",
    "Location",
    "Offer",
    "Organization",
    "Phone",
    "RejectedRecord",
    "Schedule",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceTerm",
    "Taxonomy",
    "TaxonomyTerm",
]
