"""What is kept about people, one file per aggregate."""

from alongside.people.models.consent import Consent, ConsentLink, ConsentTerm, ConsentWording
from alongside.people.models.known_to import KnownTo
from alongside.people.models.person import AreaRelation, Person
from alongside.people.models.representative import Representative
from alongside.people.models.stopping import Stopping
from alongside.people.models.timeline import TimelineEvent
from alongside.people.models.tokens import PersonTokens

__all__ = [
    "AreaRelation",
    "Consent",
    "ConsentLink",
    "ConsentTerm",
    "ConsentWording",
    "KnownTo",
    "Person",
    "PersonTokens",
    "Representative",
    "Stopping",
    "TimelineEvent",
]
