"""The two partnerships of the demo: their organisations, members and frontline links."""

from dataclasses import dataclass, field

from alongside.core import tenancy
from alongside.demo import signins
from alongside.demo.directory.written import CAMDEN, CITY, HACKNEY
from alongside.partnerships import actions
from alongside.partnerships.enums import OrganisationKind, Role
from alongside.partnerships.models import FrontlineLink, Member, Organisation, Partnership

BANNER = "This is a demo. Everybody in it is invented, and messages do not leave this machine."
HACKNEY_SLUG, CAMDEN_SLUG = "hackney-city", "camden"


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


def found_hackney() -> Partnership:
    """Hackney and the City: the partnership people meet first."""
    return actions.found_partnership(
        name="Alongside in Hackney and the City",
        slug=HACKNEY_SLUG,
        is_default=not Partnership.objects.filter(is_default=True).exists(),
        place="Hackney and the City",
        phone="020 7946 0100",
        opening_hours="Monday to Friday, 9am to 5pm",
        email="hello@alongside-hackney.example.org",
        area_codes=[HACKNEY, CITY],
        banner=BANNER,
    )


def found_camden() -> Partnership:
    """Camden: on the same installation, behind its own wall."""
    return actions.found_partnership(
        name="Alongside in Camden",
        slug=CAMDEN_SLUG,
        place="Camden",
        phone="020 7946 0900",
        opening_hours="Monday to Friday, 10am to 4pm",
        email="hello@alongside-camden.example.org",
        area_codes=[CAMDEN],
        banner=BANNER,
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


def staff_hackney(partnership: Partnership) -> Team:
    """Bring organisations, members and links into Hackney and the City."""
    return _staff(partnership, _HACKNEY_ORGANISATIONS, _HACKNEY_LINKS, signins.HACKNEY)


def staff_camden(partnership: Partnership) -> Team:
    """Bring organisations, members and links into Camden."""
    return _staff(partnership, _CAMDEN_ORGANISATIONS, _CAMDEN_LINKS, signins.CAMDEN)


def _staff(
    partnership: Partnership,
    organisations: tuple[tuple[str, str, OrganisationKind, bool], ...],
    links: tuple[tuple[str, str, str], ...],
    people: tuple[signins.SignIn, ...],
) -> Team:
    team = Team(partnership)
    with tenancy.within(partnership.pk, actor="system:demo"):
        for number, (key, name, kind, supports) in enumerate(organisations):
            team.organisations[key] = Organisation.objects.create(
                name=name,
                kind=kind,
                supports_people=supports,
                phone=f"020 7946 0{200 + number}",
                email=f"{key}@partners.example.org",
            )
        for key, code, label in links:
            team.links[key] = actions.make_frontline_link(
                organisation=team.organisations[key], code=code, label=label
            )
        for who in people:
            team.members[who.login] = actions.add_member(
                organisation=team.organisations[who.org],
                email=who.email,
                name=who.name,
                role=who.role,
                password=signins.PASSWORD,
            )
    return team
