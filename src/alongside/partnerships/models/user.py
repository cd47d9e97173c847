"""A user account: an e-mail address that can sign in. What it may do is said by its memberships."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from alongside.core import ids
from alongside.core.records import Records


class UserManager(BaseUserManager["User"]):
    """Makes accounts; there is no all-powerful kind."""

    def create_user(self, email: str, password: str | None = None, **more: Any) -> "User":
        """Make an account; without a password it can only be opened by the reset link."""
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=self.normalize_email(email), **more)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """An account of somebody who works or volunteers in a partnership."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    records: ClassVar = Records(
        wall="installation",
        audited=False,
        why="an account of staff or volunteers, spread over no partnership",
        keep_for="2 years after the last membership ends",
        purpose="signing in",
        basis="art 6(1)(b)",
        personal={"email": "email", "password": "secret"},
        plain={"last_login"},
    )

    class Meta:
        ordering = ("email",)
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.email
