"""Who can sign in to the demo place: one invented member for each role, and the table that says so."""

from dataclasses import dataclass

from alongside.partnerships.enums import Role

PASSWORD = "lunch-at-the-green-house"  # noqa: S105 – printed for everybody; the demo holds nobody real
DOMAIN = "demo.example.org"


@dataclass(frozen=True, slots=True)
class SignIn:
    """An invented member. `org` is a key of `partners`."""

    role: Role
    name: str
    login: str
    org: str
    shown: bool = True

    @property
    def email(self) -> str:
        """The address to sign in with."""
        return f"{self.login}@{DOMAIN}"


HACKNEY = (
    SignIn(Role.CONNECTOR, "Ayşe Demir", "ayse", "wellbeing"),
    SignIn(Role.TEAM_LEAD, "Grace Okafor", "grace", "wellbeing"),
    SignIn(Role.ORGANISER, "Dave Lennox", "dave", "green-house"),
    SignIn(Role.VOLUNTEER, "Rosa Mendes", "rosa", "wellbeing"),
    SignIn(Role.PROGRAMME_LEAD, "Imran Chowdhury", "imran", "wellbeing"),
    SignIn(Role.SAFEGUARDING_LEAD, "Helen Marsh", "helen", "wellbeing"),
    SignIn(Role.STEWARD, "Sam Whitby", "sam", "wellbeing"),
    SignIn(Role.CONNECTOR, "Tom Bright", "tom", "wellbeing", shown=False),
    SignIn(Role.CONNECTOR, "Nadia Rahman", "nadia", "wellbeing", shown=False),
    SignIn(Role.CONNECTOR, "Joan Pettifer", "joan", "age", shown=False),
    SignIn(Role.CONNECTOR, "Kwame Mensah", "kwame", "age", shown=False),
)
CAMDEN = (
    SignIn(Role.CONNECTOR, "Orla Keane", "orla", "camden"),
    SignIn(Role.TEAM_LEAD, "Piotr Zając", "piotr", "camden", shown=False),
)


def table() -> str:
    """The sign-ins as a table for a terminal."""
    rows = [("Role", "Name", "E-mail", "Password")]
    rows += [(str(who.role.label), who.name, who.email, PASSWORD) for who in HACKNEY if who.shown]
    rows += [(f"{who.role.label}, in Camden", who.name, who.email, PASSWORD) for who in CAMDEN if who.shown]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])
