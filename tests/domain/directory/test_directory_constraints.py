"""The database is the last word: each constraint of the directory, violated once."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from alongside.directory import models as d
from tests.domain.directory.test_duplicates import VIOLATED as DUPLICATES_VIOLATED
from tests.domain.directory.test_feed_holds import VIOLATED as FEEDS_VIOLATED
from tests.domain.directory.test_likeness import VIOLATED as LIKENESS_VIOLATED
from tests.domain.directory.test_own_words import VIOLATED as WORDS_VIOLATED
from tests.domain.directory.test_set_aside import VIOLATED as SET_ASIDE_VIOLATED
from tests.domain.directory.test_upkeep import VIOLATED
from tests.factories.directory import MOMENT, a_location, a_service, an_organization
from tests.web.steward.test_entries import VIOLATED as CLAIMS_VIOLATED

pytestmark = pytest.mark.django_db


def _feed() -> d.Feed:
    return d.Feed.objects.create(key=str(uuid.uuid4()), name="F", source="f", created_at=MOMENT)


def _run(**more: Any) -> d.FeedRun:
    return d.FeedRun.objects.create(feed=more.pop("feed", None) or _feed(), started_at=MOMENT, **more)


def _record(**more: Any) -> d.FeedRecord:
    fields = {"entity": "service", "source_id": "1", "record_id": uuid.uuid4(), "source_hash": "x"} | more
    feed = fields.pop("feed", None) or _feed()
    return d.FeedRecord.objects.create(feed=feed, first_seen_at=MOMENT, last_seen_at=MOMENT, **fields)


def _eligibility(**fields: Any) -> Callable[[], object]:
    return lambda: d.Eligibility.objects.create(service=a_service(), **fields)


def _schedule(**fields: Any) -> Callable[[], object]:
    return lambda: d.Schedule.objects.create(service=a_service(), **fields)


def _service(**fields: Any) -> Callable[[], object]:
    return lambda: d.Service.objects.filter(pk=a_service().pk).update(**fields)


def _location(**fields: Any) -> Callable[[], object]:
    return lambda: d.Location.objects.filter(pk=a_location(534_000, 184_000).pk).update(**fields)


def _twice(make: Callable[[], Callable[[], object]]) -> Callable[[], object]:
    def go() -> None:
        create = make()
        create()
        create()

    return go


def _same_term() -> Callable[[], object]:
    taxonomy = d.Taxonomy.objects.create(code="t", name="T")
    return lambda: d.TaxonomyTerm.objects.create(taxonomy=taxonomy, code="a", name="A")


def _same_link() -> Callable[[], object]:
    term, service = _same_term()(), a_service()
    return lambda: d.ServiceTerm.objects.create(service=service, term=term)


def _same_place() -> Callable[[], object]:
    service, location = a_service(), a_location(534_000, 184_000)
    return lambda: d.ServiceAtLocation.objects.create(service=service, location=location)


def _same_record() -> Callable[[], object]:
    feed = _feed()
    return lambda: _record(feed=feed)


def _same_run() -> Callable[[], object]:
    feed = _feed()
    return lambda: _run(feed=feed)


def _same_offer() -> Callable[[], object]:
    service = a_service()
    d.Offer.objects.filter(service=service).delete()
    return lambda: d.Offer.objects.create(service=service, name="x", search="")


def _own_parent() -> object:
    organization = an_organization()
    return d.Organization.objects.filter(pk=organization.pk).update(parent=organization)


VIOLATIONS: dict[str, Callable[[], object]] = {
    "organization_has_a_name": lambda: an_organization(""),
    "organization_is_not_its_own_parent": _own_parent,
    "taxonomy_has_a_name": lambda: d.Taxonomy.objects.create(code="x", name=""),
    "term_has_a_name": lambda: d.TaxonomyTerm.objects.create(
        taxonomy=d.Taxonomy.objects.create(code="x", name="X"), code="a", name=""
    ),
    "term_code_once_per_taxonomy": _twice(_same_term),
    "term_once_per_service": _twice(_same_link),
    "minimum_age_is_an_age": _eligibility(minimum_age=131),
    "maximum_age_is_an_age": _eligibility(maximum_age=-1),
    "ages_in_order": _eligibility(minimum_age=60, maximum_age=18),
    "areas_and_relations_together": _eligibility(area_codes=["E09000012"]),
    "area_relations_are_known": _eligibility(area_codes=["E09000012"], area_relations=["likes"]),
    "genders_are_known": _eligibility(genders=["x"], gender_basis="Schedule 3"),
    "gender_limit_has_a_basis": _eligibility(genders=["woman"]),
    "referral_routes_are_known": _eligibility(referral_routes=["pigeon"]),
    "freq_is_known": _schedule(freq="YEARLY"),
    "interval_is_sensible": _schedule(interval=0),
    "byday_is_known": _schedule(byday=["XX"]),
    "bymonthday_is_a_day": _schedule(bymonthday=[32]),
    "closes_after_it_opens": _schedule(opens_at=dt.time(10), closes_at=dt.time(9)),
    "schedule_dates_in_order": _schedule(valid_from=dt.date(2026, 2, 1), valid_to=dt.date(2026, 1, 1)),
    "location_type_is_known": _location(location_type="moon"),
    "point_and_precision_together": _location(precision=""),
    "access_features_are_known": _location(access_features=["wings"]),
    "access_lacking_is_known": _location(access_lacking=["wings"]),
    "service_once_per_location": _twice(_same_place),
    "service_has_a_name": _service(name=""),
    "service_status_is_known": _service(status="maybe"),
    "delivery_modes_are_known": _service(delivery_modes=["pigeon"]),
    "attending_access_is_known": _service(attending_access="knock"),
    "on_bank_holidays_is_known": _service(bank_holidays="maybe"),
    "cost_is_not_negative": lambda: d.CostOption.objects.create(service=a_service(), amount=-1),
    "language_says_something": lambda: d.Language.objects.create(service=a_service()),
    "phone_has_a_number": lambda: d.Phone.objects.create(service=a_service(), number=""),
    "feed_has_a_name": lambda: d.Feed.objects.create(key="k", name="", source="f", created_at=MOMENT),
    "feed_version_is_known": lambda: d.Feed.objects.filter(pk=_feed().pk).update(version="9"),
    "run_state_is_known": lambda: _run(state="odd", finished_at=MOMENT),
    "run_finished_or_running": lambda: _run(state="finished"),
    "one_run_at_a_time": _twice(_same_run),
    "source_id_once_per_feed": _twice(_same_record),
    "feed_record_entity_is_known": lambda: _record(entity="pigeon"),
    "rejection_has_a_reason": lambda: d.RejectedRecord.objects.create(run=_run(), record="1", reason=""),
    "offer_once": _twice(_same_offer),
}


@pytest.mark.parametrize("name", sorted(VIOLATIONS))
def test_the_database_refuses(name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        VIOLATIONS[name]()


def test_every_constraint_of_the_directory_is_violated_here() -> None:
    found: set[str] = set()
    for model in apps.get_app_config("directory").get_models():
        kinds = (models.CheckConstraint, models.UniqueConstraint)
        found |= {constraint.name for constraint in model._meta.constraints if isinstance(constraint, kinds)}
    assert (
        found
        == set(VIOLATIONS)
        | VIOLATED
        | FEEDS_VIOLATED
        | SET_ASIDE_VIOLATED
        | DUPLICATES_VIOLATED
        | LIKENESS_VIOLATED
        | WORDS_VIOLATED
        | CLAIMS_VIOLATED
    )
