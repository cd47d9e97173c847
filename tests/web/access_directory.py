"""What the access matrix needs of the directory: the arguments of its URLs, made in a `World`."""

from collections.abc import Callable
from typing import Any


def service(world: Any) -> dict[str, Any]:
    from tests.factories.directory import a_service

    return {"service_id": a_service("Lunch club").pk}


def published(kind: str) -> Callable[[Any], dict[str, Any]]:
    """The id of a record of the open directory."""

    def make(world: Any) -> dict[str, Any]:
        from alongside.directory.models import Taxonomy, TaxonomyTerm
        from tests.factories.directory import a_service

        service = a_service("Lunch club", at=[(534870, 184694)])
        site = service.service_at_locations.select_related("location").order_by("pk").first()
        taxonomy, _ = Taxonomy.objects.get_or_create(code="needs", defaults={"name": "Needs"})
        term, _ = TaxonomyTerm.objects.get_or_create(
            taxonomy=taxonomy, code="company", defaults={"name": "Company"}
        )
        records = {"service": service, "site": site, "organization": service.organization}
        records |= {"location": site.location, "term": term, "taxonomy": taxonomy}
        return {"record_id": str(records[kind].pk)} if kind in records else {}

    return make


def kept(**more: str) -> Callable[[Any], dict[str, Any]]:
    """The secret of an organiser's link, and what was done with it when that is asked for."""

    def make(world: Any) -> dict[str, Any]:
        from alongside.core.clock import now
        from alongside.directory.actions import upkeep
        from tests.factories.directory import a_service

        service = a_service("Lunch club", email="lunch@example.org")
        link, secret = upkeep.make_link(service=service, at=now())
        args: dict[str, Any] = {"secret": secret}
        if "upkeep_id" in more:
            args["upkeep_id"] = upkeep.confirm(
                service=service, by=upkeep.By(link=link, name="Jo"), at=now()
            ).pk
        if "service_id" in more:
            args["service_id"] = a_service("Tea dance", email="lunch@example.org").pk
        return args

    return make


def proposed(world: Any) -> dict[str, Any]:
    from alongside.core.clock import now
    from alongside.directory.actions import changes, upkeep
    from tests.factories.directory import a_service

    service = a_service("Lunch club", email="lunch@example.org")
    link, _secret = upkeep.make_link(service=service, at=now())
    after = {"fees": "£2"}
    change = changes.propose(service=service, link=link, by_name="Jo", after=after, note="", at=now())
    return {"change_id": change.pk}


def problem(world: Any) -> dict[str, Any]:
    from alongside.core.clock import now
    from alongside.directory.actions.problems import report
    from alongside.directory.enums import ProblemKind
    from tests.factories.directory import a_service

    service = a_service("Lunch club")
    return {
        "problem_id": report(
            service=service, kind=ProblemKind.TIME, words="", answer_to="", address="1.2.3.4", at=now()
        ).pk
    }


def vouched(world: Any) -> dict[str, Any]:
    from alongside.core.clock import now
    from alongside.directory.actions.upkeep import By, note_not_reached
    from tests.factories.directory import a_service

    service = a_service("Lunch club")
    said = note_not_reached(service=service, by=By(member=world.cast.owner), at=now())
    return {"service_id": service.pk, "upkeep_id": said.pk}


def pair(world: Any) -> dict[str, Any]:
    from alongside.core.clock import now
    from alongside.directory.models import Duplicate
    from tests.factories.directory import a_service

    first, second = sorted((a_service("Lunch club"), a_service("Lunch")), key=lambda service: str(service.pk))
    return {"pair_id": Duplicate.objects.create(first=first, second=second, found_at=now()).pk}


def saying(world: Any) -> dict[str, Any]:
    from alongside.core.clock import now
    from alongside.directory.actions.words import say

    return {"saying_id": say(said="cuppa", means=["tea"], at=now()).pk}


def claim(world: Any) -> dict[str, Any]:
    from alongside.core.clock import now
    from alongside.directory.actions import claims, upkeep
    from tests.factories.directory import a_service

    link, _secret = upkeep.make_link(service=a_service("Lunch club", email="lunch@example.org"), at=now())
    return {"claim_id": claims.claim(link=link, by_name="Jo", words="I lead it", at=now()).pk}


def sheet(world: Any) -> dict[str, Any]:
    from alongside.core.clock import now
    from alongside.directory.actions.sheets import look

    content = b"Name,Organisation\nTea,Green House\n"
    made = look(name="Ours", file_name="x.csv", content=content, by=world.cast.steward, at=now())
    return {"sheet_id": made.pk}


def correction(world: Any) -> dict[str, Any]:
    from alongside.core.clock import now
    from alongside.directory.models import Correction
    from tests.factories.directory import a_service

    made = Correction.objects.create(
        service=a_service("Lunch club"), field="fees", theirs="£1", ours="£2", since_at=now()
    )
    return {"correction_id": made.pk}


def feed(world: Any) -> dict[str, Any]:
    from alongside.core.clock import now
    from alongside.directory.actions.import_feed import register

    feed = register(name="City directory", source="https://feeds.example.org/services", at=now())
    return {"feed_id": feed.pk}


def shared_list(world: Any) -> dict[str, Any]:
    from alongside.directory.kept_list import share
    from tests.factories.directory import a_service

    return {"text": share([a_service("Lunch club").pk])}


def organisation(world: Any) -> dict[str, Any]:
    from tests.factories.directory import a_service

    return {"organisation_id": a_service("Lunch club").organization_id}


def read_feed(world: Any) -> dict[str, Any]:
    from alongside.core.clock import now
    from alongside.directory.models import FeedRun

    args = feed(world)
    FeedRun.objects.create(feed_id=args["feed_id"], state="finished", started_at=now(), finished_at=now())
    return args
