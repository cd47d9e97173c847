"""The poster itself."""

from __future__ import annotations


def test_the_address_is_the_partnerships_own_when_it_has_one(cast, client_as):
    cast.partnership.hostname = "alongside.hackney.example.org"
    cast.partnership.save()
    page = client_as(cast.steward).get(f"/steward/links/{cast.frontline_link.pk}/").content.decode()
    assert "https://alongside.hackney.example.org/tell-us/hx4-k7m/" in page
    assert "020 7946 0100" in page
