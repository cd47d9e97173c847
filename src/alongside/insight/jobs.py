"""Each night: count what the lead's page shows, so that it opens at once. Running it again is harmless."""

from __future__ import annotations

from procrastinate.contrib.django import app

from alongside.core import clock, tenancy
from alongside.insight.counted import count
from alongside.insight.models import Figures
from alongside.partnerships.models import Partnership


@app.periodic(cron="20 2 * * *")
@app.task(queue="daily", name="insight.count_everywhere", pass_context=False)
def count_everywhere(timestamp: int) -> None:
    """Look at every partnership in turn."""
    for partnership in Partnership.objects.order_by("slug"):
        with tenancy.within(partnership.pk, actor="system:insight"):
            keep_figures(partnership)


def keep_figures(partnership: Partnership) -> Figures:
    """Count a partnership's work and keep the counts in place of yesterday's."""
    at = clock.now()
    kept, _new = Figures.objects.update_or_create(
        defaults={"counted_on": clock.local(at).date(), "counts": count(partnership, at).written()}
    )
    return kept
