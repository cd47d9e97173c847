"""The thank-you page tells nobody whether a reference exists."""

from __future__ import annotations

import pytest

from tests.factories.referrals import a_referral


def test_a_reference_that_exists_and_one_that_does_not_look_alike(cast, client):
    real = a_referral(cast.partnership).reference
    other = "AAA-777" if real != "AAA-777" else "AAA-779"
    pages = [client.get(f"/thank-you/frontline/{r}/").content.decode().replace(r, "") for r in (real, other)]
    assert pages[0] == pages[1]


@pytest.mark.parametrize("path", ["frontline/O0O-111", "nobody/AAA-777", "self/x"])
def test_what_is_no_reference_is_not_there(cast, client, path):
    assert client.get(f"/thank-you/{path}/").status_code == 404
