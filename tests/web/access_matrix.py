"""Who may open which page: one declaration for every URL, checked one by one in test_access_matrix.py.

`args` builds the URL's arguments from a `World` (the cast plus the states given.py can reach); `allow` names
the roles that get the page; every other role gets 404, and so does everyone of another partnership where
the page is about a thing of ours. `anonymous` is what somebody gets who has not signed in.
"""

from collections.abc import Callable
from typing import Any, Literal

from alongside.partnerships.enums import Role
from tests.web import access_appointments as appointments
from tests.web import access_caring as caring
from tests.web import access_casedepth as casedepth
from tests.web import access_consent as consent
from tests.web import access_letters as letters
from tests.web import access_triage as triage
from tests.web import access_ways_in as ways_in
from tests.web import access_work as work
from tests.web.access_declared import (
    CONCERNED,
    CONNECTORS,
    READERS_OF_FIGURES,
    SAFEGUARDS,
    STEWARDS,
    Declared,
)
from tests.web.access_directory_pages import DIRECTORY_PAGES
from tests.web.access_rights import RIGHTS

__all__ = ["CONNECTORS", "MATRIX", "TOLD", "Declared"]


def _referral(world: Any) -> dict[str, Any]:
    from tests.factories.referrals import a_referral

    return {"referral_id": a_referral(world.cast.partnership).pk}


def _person(world: Any) -> dict[str, Any]:
    from tests.factories.people import a_person

    return {"person_id": a_person(by=world.cast.owner).pk}


def _case(world: Any) -> dict[str, Any]:
    from tests import given

    return {"case_id": given.open_case(world.cast.owner).pk}


def _closed_case(world: Any) -> dict[str, Any]:
    from tests import given

    return {"case_id": given.closed_case(world.cast.owner).pk}


def _step(world: Any) -> dict[str, Any]:
    from tests import given

    return {"step_id": given.agreed_plan(world.cast.owner).steps.first().pk}


def _barrier(world: Any) -> dict[str, Any]:
    from tests import given

    return {"barrier_id": given.agreed_plan(world.cast.owner).barriers.first().pk}


def _conversation(world: Any) -> dict[str, Any]:
    from tests import given

    return {"conversation_id": given.held_conversation(world.cast.owner).pk}


def _contact(world: Any) -> dict[str, Any]:
    from tests import given

    return {"contact_id": given.logged_contact(world.cast.owner).pk}


def _follow_up(world: Any) -> dict[str, Any]:
    from tests import given

    return {"follow_up_id": given.logged_contact(world.cast.owner).led_to.get().pk}


def _onward(world: Any) -> dict[str, Any]:
    from tests import given

    return {"onward_id": given.sent_onward_referral(world.cast.owner)[0].pk}


def _onward_link(world: Any) -> dict[str, Any]:
    from tests import given

    return {"secret": given.sent_onward_referral(world.cast.owner)[1]}


def _concern(world: Any) -> dict[str, Any]:
    from tests.factories.safeguarding import a_concern

    return {"concern_id": a_concern(world.cast.owner).pk}


def _of_a_concern(**more: str) -> Declared:
    return Declared(allow=SAFEGUARDS, args=lambda world: {**_concern(world), **more}, about_ours=True)


def _of_a_case(args: Callable[[Any], dict[str, Any]] = _case) -> Declared:
    return Declared(allow=CONNECTORS, args=args, about_ours=True)


def _done_to_a_case(args: Callable[[Any], dict[str, Any]]) -> Declared:
    return Declared(allow=CONNECTORS, args=args, about_ours=True, method="post", ok=frozenset({302}))


def _volunteer(world: Any) -> dict[str, Any]:
    from tests import given

    return {"volunteer_id": given.ready_volunteer(world.cast.owner, world.cast.colleague).pk}


def _volunteer_check(world: Any) -> dict[str, Any]:
    from tests import given

    grace = given.ready_volunteer(world.cast.owner, world.cast.colleague)
    return {"check_id": grace.checks.first().pk}


def _volunteer_reference(world: Any) -> dict[str, Any]:
    from tests.factories.volunteering import an_application, moved

    application = moved(an_application(world.cast.owner), world.cast.owner)
    return {"reference_id": application.references.first().pk}


def _referee_link(world: Any) -> dict[str, Any]:
    from alongside.volunteering.models import Reference
    from tests.factories.volunteering import secret_of

    return {"secret": secret_of(Reference.objects.get(pk=_volunteer_reference(world)["reference_id"]))}


def _receipt(world: Any) -> dict[str, Any]:
    from tests.factories.volunteering import a_receipt

    return {"expense_id": a_receipt(world.cast.owner, world.cast.colleague).pk}


def _worry(world: Any) -> dict[str, Any]:
    from tests.factories.volunteering import a_worry

    return {"worry_id": a_worry(world.cast.owner, world.cast.colleague).pk}


def _myself(world: Any) -> dict[str, Any]:
    """The volunteer of the cast is ready, so that their own pages have something to show."""
    from tests.factories.volunteering import the_volunteer

    the_volunteer(world.cast)
    return {}


def _my_away(world: Any) -> dict[str, Any]:
    from tests.factories.volunteering import the_volunteer, two_weeks_away

    return {"away_id": two_weeks_away(the_volunteer(world.cast)).pk}


def _my_worry(world: Any) -> dict[str, Any]:
    from alongside.volunteering.actions.worries import raise_worry
    from tests.factories.volunteering import AT, the_volunteer

    return {"worry_id": raise_worry(volunteer=the_volunteer(world.cast), words="", at=AT).pk}


def _of_a_volunteer(args: Callable[[Any], dict[str, Any]] = _volunteer) -> Declared:
    return Declared(allow=CONNECTORS, args=args, about_ours=True)


def _done_to_a_volunteer() -> Declared:
    return Declared(allow=CONNECTORS, args=_volunteer, about_ours=True, method="post", ok=frozenset({302}))


def _mine(args: Callable[[Any], dict[str, Any]] = _myself) -> Declared:
    return Declared(allow=frozenset({Role.VOLUNTEER}), args=args)


TOLD: dict[tuple[Any, str], Any] = {}


def _story(world: Any, name: str) -> Any:
    """What a story of tests/given_befriending.py leads to, told once for each world."""
    from tests import given_befriending

    key = (world.cast.partnership.pk, name)
    if key not in TOLD:
        TOLD[key] = getattr(given_befriending, name)(world.cast)
    return TOLD[key]


def _befriending(name: str, key: str) -> Callable[[Any], dict[str, Any]]:
    return lambda world: {key: _story(world, name).pk}


def _of_befriending(name: str, key: str) -> Declared:
    return Declared(allow=CONNECTORS, args=_befriending(name, key), about_ours=True)


def _link_of(name: str) -> Callable[[Any], dict[str, Any]]:
    return lambda world: {"secret": _story(world, name)}


def _own_visits(world: Any) -> dict[str, Any]:
    """The volunteer of the cast, who helps at the other organisation, has one visit."""
    _story(world, "a_visit_of_the_cast")
    return {}


def _system(world: Any) -> dict[str, Any]:
    from alongside.core.ids import new_reference
    from tests.factories.systems import a_system

    return {"system_id": a_system(world.cast.steward, name=f"System {new_reference()}")[0].pk}


def _for_systems(
    method: Literal["get", "post"] = "get",
    args: Callable[[Any], dict[str, Any]] = lambda world: {},
    ok: frozenset[int] = frozenset({401}),
) -> Declared:
    """A page that only a token opens: whoever signed in, and in whatever role, is nobody there."""
    return Declared(anonymous="ok", method=method, args=args, ok=ok)


def _key(world: Any) -> dict[str, Any]:
    return {"key": "0190a7c2-0000-7000-8000-000000000000"}


VISITOR = frozenset({Role.VOLUNTEER})
REFERRERS = CONNECTORS | {Role.SAFEGUARDING_LEAD, Role.ORGANISER}

MATRIX: dict[str, Declared] = {
    **DIRECTORY_PAGES,
    **RIGHTS,
    "public:home": Declared(anonymous="ok"),
    "public:about": Declared(anonymous="ok"),
    "public:accessibility": Declared(anonymous="ok"),
    "public:help-in-a-crisis": Declared(anonymous="ok"),
    "public:privacy": Declared(anonymous="ok"),
    "public:text-size": Declared(anonymous="ok", args=lambda world: {"size": "large"}, ok=frozenset({302})),
    "public:language": Declared(anonymous="ok", args=lambda world: {"code": "tr"}, ok=frozenset({302})),
    "public:shortlist": Declared(anonymous="ok"),
    "public:shortlist-print": Declared(anonymous="ok"),
    "public:shortlist-save": Declared(anonymous="ok", method="post", ok=frozenset({302})),
    "public:shortlist-send": Declared(anonymous="ok", ok=frozenset({302})),  # an empty list is not sent
    "public:sitemap": Declared(anonymous="ok"),
    "public:sitemap-services": Declared(anonymous="ok", args=lambda world: {"number": 1}),
    "public:robots": Declared(anonymous="ok"),
    "public:favicon": Declared(anonymous="ok", ok=frozenset({302})),
    "api:directory-csv": Declared(anonymous="ok"),
    "api:directory-geojson": Declared(anonymous="ok"),
    "public:healthz": Declared(anonymous="ok", ok=frozenset({503})),  # no worker runs in tests
    "public:home-of-member": Declared(ok=frozenset({302})),
    "public:tell-us": Declared(anonymous="ok", args=lambda world: {"code": world.cast.frontline_link.code}),
    "public:worried": Declared(anonymous="ok"),
    "public:find": Declared(anonymous="ok", query={"q": "walk", "postcode": "E8 1EA", "age": "53"}),
    "public:ask-for-help": Declared(anonymous="ok"),
    "public:thank-you": Declared(
        anonymous="ok", args=lambda world: {"kind": "frontline", "reference": "K7M-ADX"}
    ),
    "connector:triage": Declared(allow=CONNECTORS),
    "connector:referral": Declared(
        allow=CONNECTORS | {Role.SAFEGUARDING_LEAD}, args=_referral, about_ours=True
    ),
    "connector:referral-accept": Declared(allow=CONNECTORS, args=_referral, about_ours=True),
    "connector:referral-ask": Declared(allow=CONNECTORS, args=_referral, about_ours=True),
    "connector:referral-decline": Declared(allow=CONNECTORS, args=_referral, about_ours=True),
    "connector:referral-information": Declared(allow=CONNECTORS, args=_referral, about_ours=True),
    "connector:referral-new": Declared(allow=REFERRERS),
    "connector:person-details": Declared(allow=CONNECTORS, args=_person, about_ours=True),
    "connector:worklist": Declared(allow=CONNECTORS),
    "connector:people": Declared(allow=CONNECTORS),
    "connector:known-people": Declared(allow=frozenset({Role.SAFEGUARDING_LEAD})),
    "connector:known-person": Declared(
        allow=frozenset({Role.SAFEGUARDING_LEAD}), args=_person, about_ours=True
    ),
    "connector:team": Declared(allow=frozenset({Role.TEAM_LEAD})),
    "connector:case": _of_a_case(),
    "connector:concerns": Declared(allow=CONCERNED),
    "connector:concern-raise": Declared(allow=CONCERNED, args=_person, about_ours=True),
    "connector:concern-raise-referral": Declared(allow=CONCERNED, args=_referral, about_ours=True),
    "connector:concern-receipt": Declared(
        allow=frozenset({Role.CONNECTOR}), args=_concern, about_ours=True
    ),  # who raised it, and nobody else
    "connector:concern": _of_a_concern(),
    "connector:concern-add": _of_a_concern(kind="section-42"),
    "connector:concern-print": _of_a_concern(),
    "connector:concerns-opened": Declared(allow=SAFEGUARDS),
    "connector:break-glass": Declared(allow=CONNECTORS, args=_person, about_ours=True),
    "steward:safeguarding": Declared(allow=STEWARDS),
    "connector:agreement": _of_a_case(),
    "connector:contact-log": _of_a_case(),
    "connector:contact-undo": _done_to_a_case(_contact),
    "connector:conversation-add": _of_a_case(),
    "connector:conversation-change": _of_a_case(_conversation),
    "connector:three-months": _of_a_case(),
    "connector:follow-up-add": _of_a_case(),
    "connector:follow-up-move": _of_a_case(_follow_up),
    "connector:follow-up-done": _done_to_a_case(_follow_up),
    **casedepth.declared(_of_a_case, _done_to_a_case),
    **appointments.declared(_of_a_case, _done_to_a_case, _case),
    **letters.declared(_of_a_case, _done_to_a_case, _referral),
    **triage.declared(Declared, CONNECTORS),
    **consent.declared(_of_a_case, _done_to_a_case, _case, Declared(allow=STEWARDS)),
    **ways_in.declared(),
    **caring.declared(_of_a_case, _done_to_a_case, _case, Declared(allow=STEWARDS)),
    **work.declared(_of_a_case),
    "connector:step-add": _of_a_case(),
    "connector:step-change": _of_a_case(_step),
    "connector:step-settle": _done_to_a_case(_step),
    "connector:barrier-add": _of_a_case(),
    "connector:barrier-settle": _done_to_a_case(_barrier),
    "connector:plan-print": _of_a_case(),
    "connector:shortlist": _of_a_case(),
    "connector:shortlist-print": _of_a_case(),
    "connector:refer-onward": _of_a_case(),
    "connector:onward": _of_a_case(_onward),
    "connector:case-close": _of_a_case(),
    "connector:case-reopen": _done_to_a_case(_closed_case),
    "connector:case-hand-over": _of_a_case(),
    "public:onward-answer": Declared(anonymous="ok", args=_onward_link),
    "provider:home": Declared(allow=frozenset({Role.ORGANISER})),
    "volunteer:home": _mine(),
    "volunteer:availability": _mine(),
    "volunteer:away-remove": Declared(
        allow=frozenset({Role.VOLUNTEER}), args=_my_away, method="post", ok=frozenset({302})
    ),
    "volunteer:about-me": _mine(),
    "volunteer:hours": _mine(),
    "volunteer:expenses": _mine(),
    "volunteer:worried": _mine(),
    "volunteer:worry-told": _mine(_my_worry),
    "volunteer:leaving": _mine(),
    "public:volunteer": Declared(anonymous="ok"),
    "public:volunteer-apply": Declared(anonymous="ok"),
    "public:volunteer-thanks": Declared(
        anonymous="ok", args=lambda world: {"kind": "application", "reference": "K7M-ADX"}
    ),
    "public:volunteer-reference": Declared(anonymous="ok", args=_referee_link),
    "connector:volunteers": Declared(allow=CONNECTORS),
    "connector:volunteer-lapsing": Declared(allow=CONNECTORS),
    "connector:volunteer-funnel": Declared(allow=CONNECTORS),
    "connector:volunteer-new": Declared(allow=CONNECTORS),
    "connector:volunteer": _of_a_volunteer(),
    "connector:volunteer-move": _done_to_a_volunteer(),
    "connector:volunteer-interview": _of_a_volunteer(),
    "connector:volunteer-refuse": _of_a_volunteer(),
    "connector:volunteer-referee": _of_a_volunteer(),
    "connector:volunteer-reference-read": _of_a_volunteer(_volunteer_reference),
    "connector:volunteer-tasks": _of_a_volunteer(),
    "connector:volunteer-check": _of_a_volunteer(),
    "connector:volunteer-check-end": _of_a_volunteer(_volunteer_check),
    "connector:volunteer-training": _of_a_volunteer(),
    "connector:volunteer-supervision": _of_a_volunteer(),
    "connector:volunteer-support": _of_a_volunteer(),
    "connector:volunteer-offer": _of_a_volunteer(),
    "connector:volunteer-times": _of_a_volunteer(),
    "connector:volunteer-rest": _done_to_a_volunteer(),
    "connector:volunteer-words": _of_a_volunteer(),
    "connector:volunteer-leave": _of_a_volunteer(),
    "connector:volunteer-expenses": Declared(allow=CONNECTORS),
    "connector:volunteer-expenses-csv": Declared(allow=CONNECTORS),
    "connector:volunteer-receipt": _of_a_volunteer(_receipt),
    "connector:volunteer-worries": Declared(allow=CONNECTORS | {Role.SAFEGUARDING_LEAD}),
    "connector:volunteer-worry": Declared(
        allow=CONNECTORS | {Role.SAFEGUARDING_LEAD}, args=_worry, about_ours=True
    ),
    "connector:messages": Declared(allow=CONNECTORS),
    "steward:messages": Declared(allow=frozenset({Role.STEWARD})),
    "steward:feeds": Declared(allow=frozenset({Role.STEWARD})),
    "fhir:metadata": Declared(anonymous="ok"),
    "fhir:smart-configuration": Declared(anonymous="ok"),
    "fhir:token": _for_systems("post", ok=frozenset({400})),
    "fhir:bundle": _for_systems("post"),
    "fhir:bundle-slash": _for_systems("post"),
    "fhir:service-requests": _for_systems(),
    "fhir:service-request": _for_systems(args=_key),
    "fhir:tasks": _for_systems(),
    "fhir:task": _for_systems(args=_key),
    "steward:systems": Declared(allow=STEWARDS),
    "steward:system": Declared(allow=STEWARDS, args=_system),
    "steward:system-secret": Declared(allow=STEWARDS, args=_system),
    "steward:system-end": Declared(allow=STEWARDS, args=_system),
    "steward:links": Declared(allow=frozenset({Role.STEWARD, Role.TEAM_LEAD})),
    "steward:link-poster": Declared(
        allow=frozenset({Role.STEWARD}),  # the link is another organisation's, so a team lead finds nothing
        args=lambda world: {"link_id": world.cast.frontline_link.pk},
    ),
    "connector:befriending": Declared(allow=CONNECTORS),
    "connector:befriending-care": Declared(allow=CONNECTORS),
    "connector:befriending-scheme-new": Declared(allow=frozenset({Role.TEAM_LEAD})),
    "connector:befriending-queue": _of_befriending("an_open_scheme", "scheme_id"),
    "connector:befriending-unlock": _of_befriending("an_open_scheme", "scheme_id"),
    "connector:befriending-brief": _of_befriending("an_open_scheme", "scheme_id"),
    "connector:befriending-policy": _of_befriending("an_open_scheme", "scheme_id"),
    "connector:befriending-message": _of_befriending("an_open_scheme", "scheme_id"),
    "connector:befriending-team": Declared(allow=CONNECTORS),
    "connector:befriending-join": _of_a_case(),
    "connector:befriending-wish": _of_befriending("a_waiting_wish", "wish_id"),
    "connector:befriending-wish-change": _of_befriending("a_waiting_wish", "wish_id"),
    "connector:befriending-round": _of_befriending("a_round", "round_id"),
    "connector:befriending-proposal": _of_befriending("a_proposal", "proposal_id"),
    "connector:befriending-match": _of_befriending("an_active_match", "match_id"),
    "connector:befriending-match-move": Declared(
        allow=CONNECTORS,
        args=lambda world: {**_befriending("an_active_match", "match_id")(world), "step": "pause"},
        about_ours=True,
    ),
    "connector:befriending-answer": _of_befriending("an_open_answer", "answer_id"),
    "connector:befriending-review": _of_befriending("a_review", "review_id"),
    "connector:befriending-visit": _of_befriending("a_visit", "visit_id"),
    "connector:befriending-visit-book": _of_befriending("an_active_match", "match_id"),
    "public:befriending-answer": Declared(anonymous="ok", args=_link_of("a_link")),
    "public:visits-calendar": Declared(anonymous="ok", args=_link_of("a_calendar_link")),
    "volunteer:visits": Declared(allow=VISITOR, args=_own_visits),
    "volunteer:visit": Declared(allow=VISITOR, args=_befriending("a_visit_of_the_cast", "visit_id")),
    "volunteer:visit-log": Declared(allow=VISITOR, args=_befriending("a_visit_of_the_cast", "visit_id")),
    "volunteer:visit-change": Declared(allow=VISITOR, args=_befriending("a_visit_of_the_cast", "visit_id")),
    "steward:home": Declared(allow=STEWARDS),
    "steward:members": Declared(allow=STEWARDS),
    "steward:member-add": Declared(allow=STEWARDS),
    "steward:member-end": Declared(
        allow=STEWARDS, args=lambda world: {"member_id": world.cast.colleague.pk}, about_ours=True
    ),
    "lead:dashboard": Declared(allow=READERS_OF_FIGURES),
    "lead:numbers": Declared(allow=READERS_OF_FIGURES),
}
