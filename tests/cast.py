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


def members(*wanted: tuple[Organisation, Role, str]) -> list[Member]:
    """Make accounts and their memberships, all of one partnership, in two statements."""
    accounts = User.objects.bulk_create(
        User(
            email=f"{name.lower().replace(' ', '.')}.{organisation.partnership_id.hex[-6:]}@example.org",
            password="!",
        )
        for organisation, _, name in wanted
    )
    return Member.objects.bulk_create(
        Member(organisation=organisation, user=user, role=role, name=name)
        for user, (organisation, role, name) in zip(accounts, wanted, strict=True)
    )


def member(organisation: Organisation, role: Role, name: str) -> Member:
    """Make an account and its membership."""
    return members((organisation, role, name))[0]


def assemble(partnership: Partnership) -> Cast:
    """Bring the cast on stage; called inside the partnership's wall."""
    ours, theirs = Organisation.objects.bulk_create(
        Organisation(name=name, kind=kind, supports_people=True)
        for name, kind in (
            ("Wellbeing Team", OrganisationKind.COUNCIL),
            ("Age Well", OrganisationKind.CHARITY),
        )
    )
    link = FrontlineLink.objects.create(organisation=theirs, code="hx4-k7m", label="Repairs vans")
    elsewhere = found_partnership("elsewhere", area_codes=["E09000007"])
    with tenancy.within(elsewhere.pk, actor="test"):
        far = Organisation.objects.create(
            name="Far Team", kind=OrganisationKind.COUNCIL, supports_people=True
        )
        outsider = member(far, Role.CONNECTOR, "Olu Outside")
    owner, colleague, stranger, lead, organiser, volunteer, programme, safeguard, steward = members(
        (ours, Role.CONNECTOR, "Ayse Demir"),
        (ours, Role.CONNECTOR, "Colin Colleague"),
        (theirs, Role.CONNECTOR, "Sara Stranger"),
        (ours, Role.TEAM_LEAD, "Tess Lead"),
        (theirs, Role.ORGANISER, "Omar Organiser"),
        (theirs, Role.VOLUNTEER, "Vera Volunteer"),
        (ours, Role.PROGRAMME_LEAD, "Priya Programme"),
        (ours, Role.SAFEGUARDING_LEAD, "Sol Safeguard"),
        (ours, Role.STEWARD, "Stu Steward"),
    )
    return Cast(
        partnership=partnership,
        organisation=ours,
        other_organisation=theirs,
        frontline_link=link,
        owner=owner,
        colleague=colleague,
        stranger=stranger,
        team_lead=lead,
        organiser=organiser,
        volunteer=volunteer,
        programme_lead=programme,
        safeguarding_lead=safeguard,
        steward=steward,
        other_partnership=outsider,
    )
