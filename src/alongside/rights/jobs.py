"""In the night the list of what may go is made; a confirmed list is worked through in batches, each committed alone."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from alongside.core import clock, tenancy
from alongside.partnerships.models import Partnership
from alongside.rights.actions import keeping

ACTOR = "system:retention"


@app.periodic(cron="40 2 * * *")
@app.task(queue="rights", name="rights.propose_everywhere", queueing_lock="rights.propose_everywhere")
def propose_everywhere(timestamp: int) -> None:
    """Make the list of each partnership anew. Nothing goes before a steward confirms it."""
    for partnership in Partnership.objects.order_by("slug"):
        with tenancy.within(partnership.pk, actor=ACTOR, reason="retention"):
            keeping.tidy(at=clock.now())
            keeping.propose(today=clock.today(), at=clock.now())


@app.task(queue="rights", name="rights.let_go")
def let_go(partnership_id: str, run_id: str) -> None:
    """Work through a confirmed list. Killed half-way, it goes on where it was: each batch is committed on its own."""
    while True:
        with tenancy.within(UUID(partnership_id), actor=ACTOR, reason="retention"):
            if not keeping.work(run_id=UUID(run_id), at=clock.now()):
                return
