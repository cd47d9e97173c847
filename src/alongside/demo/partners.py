"""The two partnerships of the demo: their organisations, members and frontline links."""

from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password
from django.db import transaction

from alongside.core import tenancy
from alongside.demo import signins
from alongside.demo.directory.written import CAMDEN, CITY, HACKNEY
from alongside.partnerships import actions
from alongside.partnerships.enums import OrganisationKind, Role
from alongside.partnerships.models import FrontlineLink, Member, Organisation, Partnership, User

BANNER = "This is a demo. Everybody in it is invented, and messages do not leave this machine."
HACKNEY_SLUG, CAMDEN_SLUG = "hackney-city", "camden"
UNFINISHED = "-unfinished"
"""Ends the slug of a partnership while people are still coming in."""


@dataclass
class Team:
    """A founded partnership with everybody in it."""

    partnership: Partnership
    organisations: dict[str, Organisation] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    links: dict[str, FrontlineLink] = field(default_factory=dict)

    def connectors(self, organisation: Organisation) -> list[Member]:
        """Those of an organisation who support people, by name."""
        return sorted(
            (
                member
                for member in self.members.values()
                if member.role == Role.CONNECTOR and member.organisation_id == organisation.pk
            ),
            key=lambda member: member.name,
        )


_HACKNEY_ORGANISATIONS = (
    ("wellbeing", "Hackney Wellbeing Team", OrganisationKind.COUNCIL, True),
    ("age", "Silver Lea Age Charity", OrganisationKind.CHARITY, True),
    ("homes", "Lea Valley Homes", OrganisationKind.HOUSING, False),
    ("libraries", "Hackney and City Libraries", OrganisationKind.LIBRARY, False),
    ("gp", "London Fields Practice", OrganisationKind.HEALTH, False),
    ("green-house", "The Green House", OrganisationKind.CHARITY, False),
)
_HACKNEY_LINKS = (
    ("homes", "repairs", "Repairs vans of Lea Valley Homes"),
    ("libraries", "libraries", "Library desks"),
    ("gp", "practice", "Reception of London Fields Practice"),
)
_CAMDEN_ORGANISATIONS = (
    ("camden", "Camden Connectors", OrganisationKind.COUNCIL, True),
    ("homes", "Heath Side Homes", OrganisationKind.HOUSING, False),
)
_CAMDEN_LINKS = (("homes", "caretakers", "Caretakers of Heath Side Homes"),)


@dataclass(frozen=True)
class Place:
    """A partnership as it is written down here."""

    slug: str
    name: str
    sentence: str
    phone: str
    opening_hours: str
    email: str
    area_codes: tuple[str, ...]
    organisations: tuple[tuple[str, str, OrganisationKind, bool], ...]
    links: tuple[tuple[str, str, str], ...]
    people: tuple[signins.SignIn, ...]


PLACES = (
    Place(
        slug=HACKNEY_SLUG,
        name="Alongside in Hackney and the City",
        sentence="Hackney and the City",
        phone="020 7946 0100",
        opening_hours="Monday to Friday, 9am to 5pm",
        email="hello@alongside-hackney.example.org",
        area_codes=(HACKNEY, CITY),
        organisations=_HACKNEY_ORGANISATIONS,
        links=_HACKNEY_LINKS,
        people=signins.HACKNEY,
    ),
    Place(
        slug=CAMDEN_SLUG,
        name="Alongside in Camden",
        sentence="Camden",
        phone="020 7946 0900",
        opening_hours="Monday to Friday, 10am to 4pm",
        email="hello@alongside-camden.example.org",
        area_codes=(CAMDEN,),
        organisations=_CAMDEN_ORGANISATIONS,
        links=_CAMDEN_LINKS,
        people=signins.CAMDEN,
    ),
)


@transaction.atomic
def found(place: Place) -> Partnership:
    """Found a partnership and bring everybody in. Its slug says that it is unfinished until `finish`."""
    partnership = actions.found_partnership(
        name=place.name,
        slug=place.slug + UNFINISHED,
        is_default=place.slug == HACKNEY_SLUG and not Partnership.objects.filter(is_default=True).exists(),
        place=place.sentence,
        phone=place.phone,
        opening_hours=place.opening_hours,
        email=place.email,
        area_codes=list(place.area_codes),
        banner=BANNER,
    )
    with tenancy.within(partnership.pk, actor="system:demo"):
        made: dict[str, Organisation] = {}
        for number, (key, name, kind, supports) in enumerate(place.organisations):
            made[key] = Organisation.objects.create(
                name=name,
                kind=kind,
                supports_people=supports,
                phone=f"020 7946 0{200 + number}",
                email=f"{key}@partners.example.org",
            )
        for key, code, label in place.links:
            actions.make_frontline_link(organisation=made[key], code=code, label=label)
        hashed = make_password(signins.PASSWORD)  # once: each hash takes a good part of a second
        for who in place.people:
            member = actions.add_member(
                organisation=made[who.org], email=who.email, name=who.name, role=who.role
            )
            User.objects.filter(pk=member.user_id).update(password=hashed)
    return partnership


def finish(partnership: Partnership) -> None:
    """Everybody has come in: give the partnership its slug."""
    partnership.slug = partnership.slug.removesuffix(UNFINISHED)
    partnership.save(update_fields=["slug"])


def team_of(partnership: Partnership) -> Team:
    """Everybody in a founded partnership, by the keys they have here. Call it within the wall."""
    place = next(place for place in PLACES if partnership.slug.removesuffix(UNFINISHED) == place.slug)
    organisations = {organisation.name: organisation for organisation in Organisation.objects.order_by("id")}
    links = {link.code: link for link in FrontlineLink.objects.order_by("id")}
    members = {
        member.user.email: member
        for member in Member.objects.select_related("organisation", "user").order_by("id")
    }
    return Team(
        partnership,
        {key: organisations[name] for key, name, _kind, _supports in place.organisations},
        {who.login: members[who.email] for who in place.people},
        {key: links[code] for key, code, _label in place.links},
    )
