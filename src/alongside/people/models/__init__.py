"""What is kept about people, one file per aggregate."""

from alongside.people.models.consent import Consent, ConsentWording
from alongside.people.models.known_to import KnownTo
from alongside.people.models.person import AreaRelation, Person
from alongside.people.models.timeline import TimelineEvent
from alongside.people.models.tokens import PersonTokens

__all__ = ["AreaRelation", "Consent", "ConsentWording", "KnownTo", "Person", "PersonTokens", "TimelineEvent"]
