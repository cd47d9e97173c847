"""The demo directory comes in by the door every feed uses: the importer of Open Referral UK 3.0."""

import datetime as dt
import json
import tempfile
from pathlib import Path

from django.db import transaction

from alongside.demo import directory
from alongside.demo.directory.written import Offer
from alongside.directory import offers
from alongside.directory.actions.import_feed import Importing, import_feed
from alongside.directory.matters import MATTERS
from alongside.directory.models import Eligibility, FeedRecord, Service, ServiceTerm, Taxonomy, TaxonomyTerm


def bring_in_directory(today: dt.date, *, at: dt.datetime) -> int:
    """Import the feed as it stands on a day; say how many services came in."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo-directory.json"
        path.write_text(json.dumps(directory.build(today), ensure_ascii=False), encoding="utf-8")
        _import(path, at)
    return _say_what_the_standard_cannot(today)


def services_on_offer() -> list[tuple[Offer, Service]]:
    """What is written in the demo directory beside the services it became."""
    source_ids = {directory.service_id(offer): offer for offer in directory.offers()}
    records = FeedRecord.objects.filter(
        feed__key=directory.FEED_KEY, entity="service", source_id__in=source_ids
    ).values_list("record_id", "source_id")
    ours = {record_id: source_ids[source_id] for record_id, source_id in records}
    services = (
        Service.objects.listed().filter(pk__in=ours).select_related("organization").order_by("name", "id")
    )
    return [(ours[service.pk], service) for service in services]


def _import(path: Path, at: dt.datetime) -> None:
    run = import_feed(Importing(str(path), directory.FEED_NAME), at=at)
    if run.rejected:
        raise ValueError(f"The demo directory is not what the importer takes: {run.rejections.first()}")


@transaction.atomic
def _say_what_the_standard_cannot(today: dt.date) -> int:
    """Modes, what matters, and eligibility by a tie to an area: Open Referral UK has no word for them."""
    pairs = services_on_offer()
    terms = _terms()
    Eligibility.objects.filter(service__in=[service for _, service in pairs]).delete()
    rules: list[Eligibility] = []
    carried: list[ServiceTerm] = []
    for offer, service in pairs:
        service.delivery_modes = list(offer.modes)
        service.attending_access = offer.attend
        service.keywords = " ".join(
            [service.organization.name, *(str(MATTERS[matter].name) for matter in offer.matters)]
        )
        rules += [Eligibility(service=service, **who.as_fields()) for who in offer.who]
        carried += [ServiceTerm(service=service, term=terms[matter]) for matter in offer.matters]
    Service.objects.bulk_update(
        [service for _, service in pairs], ["delivery_modes", "attending_access", "keywords"]
    )
    Eligibility.objects.bulk_create(rules)
    ServiceTerm.objects.bulk_create(carried, ignore_conflicts=True)
    offers.refresh([service.pk for _, service in pairs], on=today)
    return len(pairs)


def _terms() -> dict[str, TaxonomyTerm]:
    """The taxonomy of what matters to people, made where it is missing."""
    taxonomy, _ = Taxonomy.objects.get_or_create(code="matters", defaults={"name": "What matters to people"})
    return {
        key: TaxonomyTerm.objects.get_or_create(
            taxonomy=taxonomy, code=key, defaults={"name": str(matter.name)}
        )[0]
        for key, matter in MATTERS.items()
    }
