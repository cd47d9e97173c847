"""Records that carry services inside them, unfolded into services. Pure.

`/service_at_locations` rows hold a service and a location, full organisations hold their services. What a platform
makes anew at every reading is left out, or every reading would find every service changed.
"""

from collections.abc import Iterator
from typing import Any


def services_in(record: Any) -> Iterator[Any]:
    """The services of one record of a feed; a service is itself."""
    for service in _unfolded(record):
        yield _steady(service)


_UNSTEADY = "pc_"
"""What The Place Cube adds to a service: lists whose items have another id each time."""


def _steady(service: Any) -> Any:
    if not isinstance(service, dict) or not any(key.startswith(_UNSTEADY) for key in service):
        return service
    return {
        key: _without_ids(value) if key.startswith(_UNSTEADY) else value for key, value in service.items()
    }


def _without_ids(value: Any) -> Any:
    """The same list, its items without their ids; an object's own id stays."""
    if not isinstance(value, list):
        return value
    return [
        {key: inner for key, inner in item.items() if key != "id"} if isinstance(item, dict) else item
        for item in value
    ]


def _unfolded(record: Any) -> Iterator[Any]:
    if not isinstance(record, dict):
        yield record
        return
    service = record.get("service")
    if isinstance(service, dict) and "location" in record:
        yield {
            **service,
            "service_at_locations": [
                *(service.get("service_at_locations") or []),
                {key: value for key, value in record.items() if key != "service"},
            ],
        }
        return
    services = record.get("services")
    if isinstance(services, list) and "organization" not in record and "status" not in record:
        organization = {key: value for key, value in record.items() if key != "services"}
        for one in services:
            yield {"organization": organization, **one} if isinstance(one, dict) else one
        if services:
            return
    yield record
