"""What services mean, as numbers, so that a search can put what it found in order."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from alongside.directory.models.base import DERIVED
from alongside.numerics.sentences import SIZE


class RealField(models.FloatField):
    """A number in four bytes instead of eight."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "real"


class ServiceMeaning(models.Model):
    """One service's name and description as the 384 numbers of `numerics.sentences`. Derived.

    An ordinary array, so that a PostgreSQL without pgvector has the same tables; where it is, it compares them.
    """

    service = models.OneToOneField(
        "directory.Service", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    made_of = models.CharField(max_length=32)
    """A sum over the words it was made of and the model: another one now means that it is made anew."""
    numbers = ArrayField(RealField(), null=True)
    """None for words that the model does not understand: it reads English."""

    records = DERIVED

    class Meta:
        ordering = ["service"]
        constraints = [
            models.CheckConstraint(condition=models.Q(numbers__len=SIZE), name="meaning_has_all_its_numbers")
        ]

    def __str__(self) -> str:
        return str(self.service_id)
