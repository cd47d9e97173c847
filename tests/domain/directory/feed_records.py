"""Raw records as feeds send them, for tests: a plain good one, to be spoiled as needed."""

from typing import Any


def service(own_id: str, **more: Any) -> dict[str, Any]:
    """A service of Open Referral UK 3.0."""
    return {
        "id": own_id,
        "name": f"Tea at {own_id}",
        "description": "A cup of tea and a chat.",
        "status": "active",
        "organization": {"id": "org", "name": "Neighbours", "description": "Neighbours together"},
        **more,
    }


def weekly(byday: str, opens_at: str = "14:00", closes_at: str = "16:00", **more: Any) -> dict[str, Any]:
    """A weekly schedule."""
    return {
        "id": f"s-{byday}",
        "freq": "WEEKLY",
        "byday": byday,
        "opens_at": opens_at,
        "closes_at": closes_at,
        **more,
    }


def location(own_id: str, postal_code: str = "", **more: Any) -> dict[str, Any]:
    """A physical location."""
    address = {
        "id": f"a-{own_id}",
        "address_1": "1 High Street",
        "city": "London",
        "postal_code": postal_code,
    }
    return {"id": own_id, "name": own_id, "location_type": "physical", "addresses": [address], **more}


def at(place: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A service at that location."""
    return {"id": f"at-{place['id']}", "location": place, **more}
