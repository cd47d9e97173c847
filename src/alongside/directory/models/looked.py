"""What people look for, counted, and the words a place adds to the thesaurus. Neither says who looked."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from alongside.core.records import Records
from alongside.directory.enums import LookedFor
from alongside.directory.models.base import one_of
from alongside.partnerships.models import PartnershipModel

LONGEST_SAYING = 60
RARE = 5
"""What was looked for less often than this is shown to nobody, and forgotten in time: it may be a name."""


class Looked(PartnershipModel):
    """How often something was looked for on a day, and how often there was nothing. No person, no place, no hour."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=False,
        erase="keep",
        why="counts of words, days apart; nothing tells who looked",
        keep_for="two years; what was hardly looked for thirteen weeks",
        purpose="to see what people look for and do not find",
        basis="legitimate interests: a directory that holds what is missed",
        plain={"kind", "what", "day", "times", "in_vain"},
    )

    kind = models.CharField(max_length=10, choices=LookedFor)
    what = models.CharField(max_length=LONGEST_SAYING)
    """Words in small letters, or the key of a language, a need, a matter, a way of taking part."""
    day = models.DateField()
    times = models.IntegerField(default=0)
    in_vain = models.IntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-day", "kind", "what"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "day", "kind", "what"], name="looked_once_a_day"),
            models.CheckConstraint(
                condition=one_of("kind", LookedFor.values, blank=False), name="looked_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(times__gte=1, in_vain__gte=0, in_vain__lte=models.F("times")),
                name="looked_counts_make_sense",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.what}"


class Saying(PartnershipModel):
    """What people of a place say → what services write. It goes before the thesaurus that comes with the software."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        erase="keep",
        why="words; nothing about a person",
        keep_for="as long as the partnership",
        purpose="to find what people mean",
        basis="legitimate interests: a directory people can search in their own words",
        plain={"said", "means", "made_at"},
    )

    said = models.CharField(max_length=LONGEST_SAYING)
    """In small letters, single spaces."""
    means = ArrayField(models.CharField(max_length=LONGEST_SAYING), default=list, blank=True)
    """Words and phrases to look for; empty: the words themselves and nothing else."""
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["said"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "said"], name="saying_once"),
            models.CheckConstraint(
                condition=Q(said__regex=r"^[a-z0-9'’-]+( [a-z0-9'’-]+)*$"), name="saying_is_plain_words"
            ),
        ]

    def __str__(self) -> str:
        return self.said
