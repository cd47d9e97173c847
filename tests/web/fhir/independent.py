"""An independent reading of what we answer: the models of fhir.resources, which know FHIR and nothing of us.

They are of R4B, which has the resources we answer with as R4 has them.
"""

from __future__ import annotations

from typing import Any

from fhir.resources.R4B import get_fhir_model_class


def read(resource: dict[str, Any]) -> dict[str, Any]:
    """The resource; fails where it is none by the standard, inside a Bundle too."""
    get_fhir_model_class(resource["resourceType"]).model_validate(resource)
    for entry in resource.get("entry", []):
        if "resource" in entry:
            read(entry["resource"])
    return resource
