"""Where the page of a person leads whose record was joined with another: old addresses and bookmarks go on working."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from alongside.joining import queries
from alongside.people import access
from alongside.people.models import Person


def leads_on(request: HttpRequest, kwargs: Mapping[str, Any]) -> str:
    """The same page of the record that goes on, when the one asked for was joined and the viewer sees it; or ""."""
    asked = kwargs.get("person_id")
    viewer = getattr(request, "viewer", None)
    match = request.resolver_match
    if (
        not isinstance(asked, UUID)
        or viewer is None
        or match is None
        or request.method not in {"GET", "HEAD"}
    ):
        return ""
    onward = queries.leads_to(asked)
    if onward is None or not access.can_see(viewer, Person(pk=onward)):
        return ""
    return reverse(match.view_name, kwargs={**kwargs, "person_id": onward})
