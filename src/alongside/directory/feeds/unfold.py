"""Records that carry services inside them, unfolded into services. Pure.

`/service_at_locations` rows hold a service and a location, full organisations hold their services.
"""

from collections.abc import Iterator
from typing import Any


def services_in(record: Any) -> Iterator[Any]:
    """The services of one record of a feed; a service is itself."""
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
