"""Daily work that crosses capabilities. Running it again is harmless."""

from __future__ import annotations

from procrastinate.contrib.django import app

from alongside.core import clock, tenancy
from alongside.directory.actions.words import forget_rare
from alongside.journeys.keep_directory_true import ask_organisers, tell_stewards
from alongside.journeys.tell_it_helped import tell_it_helped
from alongside.partnerships.models import Partnership


@app.periodic(cron="30 9 * * 1-5", periodic_id="journeys.ask_organisers")
@app.task(queue="daily", name="journeys.ask_organisers", queueing_lock="journeys.ask_organisers")
def ask_organisers_everywhere(timestamp: int) -> None:
    """On working mornings. The directory is shared by all partnerships of the installation: the first of them asks."""
    partnership = Partnership.objects.order_by("-is_default", "slug").first()
    if partnership is not None:
        with tenancy.within(partnership.pk, actor="system:directory"):
            ask_organisers(partnership=partnership, at=clock.now())


@app.periodic(cron="0 7 * * *", periodic_id="journeys.tell_stewards")
@app.task(queue="daily", name="journeys.tell_stewards", queueing_lock="journeys.tell_stewards")
def tell_stewards_everywhere(timestamp: int) -> None:
    """Each morning: feeds that are held or fail, to the stewards of every partnership, once each."""
    for partnership in Partnership.objects.order_by("slug"):
        with tenancy.within(partnership.pk, actor="system:directory"):
            tell_stewards(partnership=partnership, at=clock.now())


@app.periodic(cron="50 3 * * *", periodic_id="journeys.forget_rare_words")
@app.task(queue="daily", name="journeys.forget_rare_words", queueing_lock="journeys.forget_rare_words")
def forget_rare_words_everywhere(timestamp: int) -> None:
    """Each night: what hardly anybody looked for is forgotten; it may have been a name."""
    for partnership in Partnership.objects.order_by("slug"):
        with tenancy.within(partnership.pk, actor="system:directory"):
            forget_rare(at=clock.now())


@app.periodic(cron="15 10 * * *", periodic_id="journeys.tell_it_helped")
@app.task(queue="daily", name="journeys.tell_it_helped", queueing_lock="journeys.tell_it_helped")
def tell_it_helped_everywhere(timestamp: int) -> None:
    """Each day by daylight: who noticed somebody and asked to hear is told, once, that it helped."""
    for partnership in Partnership.objects.order_by("slug"):
        with tenancy.within(partnership.pk, actor="system:thanks"):
            tell_it_helped(partnership=partnership, at=clock.now())
