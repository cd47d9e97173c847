"""Every minute: what nobody has acknowledged in time goes to the deputy, then to both again. Harmless run twice."""

from __future__ import annotations

from procrastinate.contrib.django import app

from alongside.core import clock, tenancy
from alongside.partnerships.models import Partnership
from alongside.safeguarding import queries
from alongside.safeguarding.actions import concerns

ACTOR = "system:safeguarding"
"""Named in the database's own rule of who reads: no other background job finds a concern."""


@app.periodic(cron="* * * * *")
@app.task(
    queue="safeguarding",
    name="safeguarding.tell_next_everywhere",
    queueing_lock="safeguarding.tell_next_everywhere",
    pass_context=False,
)
def tell_next_everywhere(timestamp: int) -> None:
    """Look at every partnership in turn."""
    for partnership in Partnership.objects.order_by("slug"):
        with tenancy.within(partnership.pk, actor=ACTOR):
            tell_next()


def tell_next() -> int:
    """Tell whoever is next of each concern nobody has; return how many alerts went out."""
    at = clock.now()
    return sum(concerns.tell_next(concern=concern, at=at) for concern in queries.unacknowledged())
