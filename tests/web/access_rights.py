"""Who may open the pages about rights; put into the matrix by access_matrix.py."""

from collections.abc import Mapping
from typing import Any

from alongside.partnerships.enums import Role
from tests.web.access_declared import CONCERNED, CONNECTORS, STEWARDS, Declared

LEADS = frozenset({Role.TEAM_LEAD})
HEARS = STEWARDS | LEADS


def _person(world: Any) -> dict[str, Any]:
    from tests.factories.people import a_person

    return {"person_id": a_person(by=world.cast.owner).pk}


def _asked(world: Any) -> dict[str, Any]:
    from tests.factories.rights import an_access_request

    return {"request_id": an_access_request(world.cast.owner).pk}


def _to_review(world: Any) -> dict[str, Any]:
    from tests.factories.rights import a_copy_to_review

    return {"request_id": a_copy_to_review(world.cast.owner, world.cast.team_lead).pk}


def _given(world: Any) -> dict[str, Any]:
    from tests.factories.rights import a_given_copy

    return {"request_id": a_given_copy(world.cast.owner, world.cast.team_lead).pk}


def _erasure(world: Any) -> dict[str, Any]:
    from tests.factories.rights import an_erasure

    return {"erasure_id": an_erasure(world.cast.owner).pk}


def _correction(world: Any) -> dict[str, Any]:
    from tests.factories.rights import a_correction

    return {"correction_id": a_correction(world.cast.owner).pk}


def _complaint(world: Any) -> dict[str, Any]:
    from tests.factories.rights import a_complaint

    return {"complaint_id": a_complaint(world.cast.owner).pk}


def _run(world: Any) -> dict[str, Any]:
    from alongside.rights.models import Run, RunItem
    from tests.factories.casework import AT
    from tests.factories.people import a_person

    run = Run.objects.filter(state="proposed").first() or Run.objects.create(
        as_of=AT.date(), counts={"people.Person": {"things": 1, "rows": 3}}, proposed_at=AT
    )
    RunItem.objects.get_or_create(
        run=run, subject="people.Person", row=a_person(by=world.cast.owner).pk, ended_on=AT.date()
    )
    return {"run_id": run.pk}


def _ours(args: Any, allow: frozenset[Role] = CONNECTORS) -> Declared:
    return Declared(allow=allow, args=args, about_ours=True)


RIGHTS: Mapping[str, Declared] = {
    "connector:rights": Declared(allow=CONCERNED),
    "connector:person-rights": _ours(_person, CONCERNED),
    "connector:shared": _ours(_person, CONCERNED),
    "connector:access-request-new": _ours(_person),
    "connector:access-request": _ours(_asked, CONCERNED),
    "connector:access-request-move": _ours(lambda world: {**_asked(world), "move": "wait"}),
    "connector:access-copy-review": _ours(_to_review, LEADS),
    "connector:access-copy": _ours(_given, LEADS),
    "connector:access-copy-json": _ours(_given, LEADS),
    "connector:access-copy-pdf": _ours(_given, LEADS),
    "connector:erasure-ask": _ours(_person),
    "connector:erasure": _ours(_erasure, CONCERNED),
    "connector:hold": _ours(_person, CONCERNED - {Role.CONNECTOR}),
    "connector:correction-new": _ours(_person),
    "connector:correction": _ours(_correction, CONCERNED),
    "steward:keeping": Declared(allow=STEWARDS),
    "steward:keeping-run": _ours(_run, STEWARDS),
    "steward:complaints": Declared(allow=HEARS),
    "steward:complaint-new": Declared(allow=HEARS | {Role.CONNECTOR}),
    "steward:complaint": _ours(_complaint, HEARS),
}
