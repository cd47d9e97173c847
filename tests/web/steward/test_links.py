"""Links and posters for frontline workers."""

from __future__ import annotations

import uuid

from alongside.partnerships.models import FrontlineLink


def test_a_steward_makes_a_link_and_gets_its_poster(cast, client_as):
    client = client_as(cast.steward)
    data = {"organisation": str(cast.organisation.pk), "label": "Library desk", "once": str(uuid.uuid4())}
    answer = client.post("/steward/links/", data)
    client.post("/steward/links/", data)
    link = FrontlineLink.objects.get(label="Library desk")
    poster = client.get(answer.url).content.decode()
    assert f"/tell-us/{link.code}/" in poster
    assert "data:image/svg+xml" in poster


def test_a_team_lead_keeps_the_links_of_their_own_organisation_only(cast, client_as):
    client = client_as(cast.team_lead)
    assert cast.frontline_link.label not in client.get("/steward/links/").content.decode()
    assert client.get(f"/steward/links/{cast.frontline_link.pk}/").status_code == 404
    page = client.post("/steward/links/", {"organisation": str(cast.other_organisation.pk), "label": "Vans"})
    assert page.status_code == 200
    assert FrontlineLink.objects.count() == 1


def test_a_link_is_taken_out_of_use(cast, client_as):
    client = client_as(cast.steward)
    client.post("/steward/links/", {"close": str(cast.frontline_link.pk)})
    cast.frontline_link.refresh_from_db()
    assert not cast.frontline_link.is_active
    assert client.post("/steward/links/", {"close": "x"}).status_code == 404
    poster = client.get(f"/steward/links/{cast.frontline_link.pk}/").content.decode()
    assert "Do not hang this poster" in poster
