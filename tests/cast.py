"""The cast of every access test: who they are to the person or thing at the centre of the scene.

The owner is a connector of the organisation that supports the person; everybody else is placed around them.
"""

from dataclasses import dataclass

from alongside.core import tenancy
from alongside.partnerships.enums import OrganisationKind, Role
from alongside.partnerships.models import FrontlineLink, Member, Organisation, Partnership, User


@dataclass(frozen=True)
class Cast:
    """Members by their place in the scene; `other_partnership` is a connector behind another wall."""

    partnership: Partnership
    organisation: Organisation
    other_organisation: Organisation
    frontline_link: FrontlineLink
    owner: Member
    colleague: Member
    stranger: Member
    team_lead: Member
    organiser: Member
    volunteer: Member
    programme_lead: Member
    safeguarding_lead: Member
    steward: Member
    other_partnership: Member

    def by_role(self, role: Role) -> Member:
        """Return the member of our own partnership with that role (the owner, for connectors)."""
        return self.owner if role == Role.CONNECTOR else getattr(self, role.value)


def found_partnership(slug: str, **more: object) -> Partnership:
    """Make a partnership with plausible public facts."""
    fields: dict[str, object] = {
        "name": f"Alongside in {slug.title()}",
        "place": slug.title(),
        "phone": "020 7946 0100",
        "opening_hours": "Monday to Friday, 9am to 5pm",
        "email": f"hello@{slug}.example.org",
        "area_codes": ["E09000001", "E09000012"],
    }
    return Partnership.objects.create(slug=slug, **(fields | more))


def member(organisation: Organisation, role: Role, name: str) -> Member:
    """Make an account and its membership."""
    address = f"{name.lower().replace(' ', '.')}.{organisation.partnership_id.hex[-6:]}@example.org"
    user = User.objects.create(email=address, password="!")
    return Member.objects.create(organisation=organisation, user=user, role=role, name=name)


def assemble(partnership: Partnership) -> Cast:
    """Bring the cast on stage; called inside the partnership's wall."""
    ours = Organisation.objects.create(
        name="Wellbeing Team", kind=OrganisationKind.COUNCIL, supports_people=True
    )
    theirs = Organisation.objects.create(name="Age Well", kind=OrganisationKind.CHARITY, supports_people=True)
    link = FrontlineLink.objects.create(organisation=theirs, code="hx4-k7m", label="Repairs vans")
    elsewhere = found_partnership("elsewhere", area_codes=["E09000007"])
    with tenancy.within(elsewhere.pk, actor="test"):
        far = Organisation.objects.create(
            name="Far Team", kind=OrganisationKind.COUNCIL, supports_people=True
        )
        outsider = member(far, Role.CONNECTOR, "Olu Outside")
    return Cast(
        partnership=partnership,
        organisation=ours,
        other_organisation=theirs,
        frontline_link=link,
        owner=member(ours, Role.CONNECTOR, "Ayse Demir"),
        colleague=member(ours, Role.CONNECTOR, "Colin Colleague"),
        stranger=member(theirs, Role.CONNECTOR, "Sara Stranger"),
        team_lead=member(ours, Role.TEAM_LEAD, "Tess Lead"),
        organiser=member(theirs, Role.ORGANISER, "Omar Organiser"),
        volunteer=member(theirs, Role.VOLUNTEER, "Vera Volunteer"),
        programme_lead=member(ours, Role.PROGRAMME_LEAD, "Priya Programme"),
        safeguarding_lead=member(ours, Role.SAFEGUARDING_LEAD, "Sol Safeguard"),
        steward=member(ours, Role.STEWARD, "Stu Steward"),
        other_partnership=outsider,
    )
