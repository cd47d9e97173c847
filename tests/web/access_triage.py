"""Who may open the pages of triage, joining and professionals; put into the matrix by access_matrix.py."""

from collections.abc import Callable, Mapping
from typing import Any

from alongside.partnerships.enums import Role


def _referral(world: Any) -> dict[str, Any]:
    from tests.factories.referrals import a_referral

    return {"referral_id": a_referral(world.cast.partnership).pk}


def _a_file(world: Any) -> dict[str, Any]:
    from alongside.referrals.actions import attachments
    from tests.factories.referrals import AT, a_referral

    referral = a_referral(world.cast.partnership)
    looked = [attachments.look_at("letter.txt", b"Dear colleague")]
    (file,) = attachments.attach(referral=referral, looked=looked, by=None, at=AT)
    return {"referral_id": referral.pk, "file_id": file.pk}


def _link(world: Any) -> dict[str, Any]:
    return {"code": world.cast.frontline_link.code}


def _person(world: Any) -> dict[str, Any]:
    from tests.factories.people import a_person

    return {"person_id": a_person(by=world.cast.owner).pk}


def _both(world: Any) -> dict[str, Any]:
    from tests.factories.joining import two_records

    one, other = two_records(world.cast.owner)
    return {"person_id": one.pk, "other_id": other.pk}


def _proposal(world: Any) -> dict[str, Any]:
    from tests.factories.joining import a_proposal

    return {"join_id": a_proposal(world.cast.owner).pk}


def _joined(world: Any) -> dict[str, Any]:
    from tests.factories.joining import joined

    return {"join_id": joined(world.cast.owner, world.cast.colleague).pk}


def declared(declare: Callable[..., Any], connectors: Any) -> Mapping[str, Any]:
    """The outcomes, in the words of the matrix."""
    done = {"allow": connectors, "about_ours": True, "method": "post", "ok": frozenset({302})}
    return {
        "connector:referral-look": declare(args=_referral, **done),
        "connector:referral-together": declare(args=_referral, **done),
        "connector:referral-file": declare(
            allow=connectors | {Role.SAFEGUARDING_LEAD}, args=_a_file, about_ours=True
        ),
        "public:refer": declare(anonymous="ok", args=_link),
        "connector:joins": declare(allow=connectors),
        "connector:join-find": declare(allow=connectors, args=_person, about_ours=True),
        "connector:join-propose": declare(allow=connectors, args=_both, about_ours=True),
        "connector:join": declare(allow=connectors, args=_proposal, about_ours=True),
        "connector:join-apart": declare(allow=connectors, args=_joined, about_ours=True),
        "connector:join-refuse": declare(args=_proposal, **done),
    }
