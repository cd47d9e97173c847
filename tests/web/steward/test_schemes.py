"""Stewards say what our own schemes are and for whom."""

from __future__ import annotations

import uuid

import pytest

from alongside.referrals.models import OwnScheme

SAID = {
    "name": "Wellbeing Practitioners",
    "about": "Up to six talks",
    "minimum_age": "18",
    "area_codes": "hackney, City of London",
    "area_relations": ["gp"],
}


@pytest.fixture
def steward(cast, client_as):
    return client_as(cast.steward)


def test_a_scheme_is_added_once_with_its_areas_by_name_and_shown_in_words(steward):
    told = {**SAID, "once": str(uuid.uuid4())}
    for _time in range(2):
        assert steward.post("/steward/schemes/", told).status_code == 302
    scheme = OwnScheme.objects.get()
    assert scheme.area_codes == ["E09000012", "E09000001"]
    page = steward.get("/steward/schemes/").content.decode()
    assert "are registered with a GP in Hackney, City of London" in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"area_codes": "Atlantis"}, "We do not know the area “Atlantis”"),
        ({"area_relations": []}, "Say both"),
        ({"minimum_age": "60", "maximum_age": "50"}, "The youngest age is above the oldest."),
        ({"name": ""}, "Write what the scheme is called."),
    ],
)
def test_a_mistake_is_named_and_nothing_typed_is_lost(steward, wrong, words):
    page = steward.post("/steward/schemes/", {**SAID, **wrong}).content.decode()
    assert words in page
    assert "Up to six talks" in page
    assert not OwnScheme.objects.exists()


def test_it_is_changed_by_one_at_a_time_and_ended(steward):
    steward.post("/steward/schemes/", SAID)
    scheme = OwnScheme.objects.get()
    path = f"/steward/schemes/{scheme.pk}/"
    page = steward.get(path).content.decode()
    assert 'value="Hackney, City of London"' in page
    assert steward.post(path, {**SAID, "minimum_age": "16", "seen": "1"}).status_code == 302
    late = steward.post(path, {**SAID, "minimum_age": "21", "seen": "1"}).content.decode()
    assert "Somebody changed it in the meantime" in late
    assert 'value="21"' in late
    assert OwnScheme.objects.get().minimum_age == 16
    assert steward.post(path, {"end": "yes"}).status_code == 302
    assert steward.get(path).status_code == 404
