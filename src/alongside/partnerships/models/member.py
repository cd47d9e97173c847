"""A member: a user's role in an organisation; and the links an organisation's frontline workers use."""

from typing import ClassVar

from django.db import models

from alongside.core.records import Records
from alongside.partnerships.enums import Role
from alongside.partnerships.models.organisation import Organisation
from alongside.partnerships.models.partnership import PartnershipModel
from alongside.partnerships.models.user import User


class Member(PartnershipModel):
    """Somebody's role in an organisation of this partnership; ends at once when `left_at` is set."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    name = models.CharField(max_length=120, help_text="As colleagues know them")
    joined_at = models.DateTimeField(auto_now_add=True)
    left_at = models.DateTimeField(null=True, blank=True)

    # A signed-in user may read which partnerships they belong to before one is entered.
    wall_openings: ClassVar = {"own": "user_id = nullif(current_setting('alongside.user', true), '')::uuid"}

    records: ClassVar = Records(
        wall="partnership",
        audited=True,
        why="about staff and volunteers; their own export is by member",
        keep_for="6 years after leaving",
        purpose="who may act for an organisation",
        basis="art 6(1)(b)",
        personal={"name": "name"},
        plain={"role"},
    )

    class Meta:
        ordering = ("name", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "user"], name="member_once_per_partnership"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="member_role_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_present(self) -> bool:
        """Whether the member has not left."""
        return self.left_at is None


class FrontlineLink(PartnershipModel):
    """A short link and QR code by which an organisation's workers tell us about someone, without signing in."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="frontline_links")
    code = models.CharField(max_length=20)
    label = models.CharField(max_length=120, help_text="Where it hangs or who carries it")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    records: ClassVar = Records(
        wall="partnership",
        audited=True,
        why="about an organisation, not a person",
        keep_for="as long as the partnership",
        purpose="referrals without an account",
        basis="art 6(1)(e)",
        plain={"code", "label"},
    )

    class Meta:
        ordering = ("label", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "code"], name="frontlinelink_code_once"),
        ]

    def __str__(self) -> str:
        return self.label
