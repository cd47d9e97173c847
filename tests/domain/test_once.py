"""A form sent twice has one effect, even when both arrive at the same moment."""

import threading
import uuid
from collections.abc import Callable

import pytest
from django.db import connection

from alongside.core import tenancy
from alongside.partnerships.models import Organisation, Partnership
from alongside.partnerships.once import once
from tests.cast import found_partnership


def test_the_second_sending_is_led_to_where_the_first_went(partnership: Partnership) -> None:
    key = uuid.uuid4()
    went: list[str] = []

    def act() -> str:
        went.append("done")
        return f"/thanks/{len(went)}/"

    assert [once(key, act), once(key, act)] == ["/thanks/1/", "/thanks/1/"]
    assert went == ["done"]


def test_without_a_key_each_sending_counts(partnership: Partnership) -> None:
    assert once(None, lambda: "/a/") == "/a/"


def test_a_failed_first_sending_leaves_the_second_its_chance(partnership: Partnership) -> None:
    from django.db import transaction

    key = uuid.uuid4()

    def fail() -> str:
        raise ValueError

    with pytest.raises(ValueError), transaction.atomic():
        once(key, fail)
    assert once(key, lambda: "/second/") == "/second/"


def race(partnership_id: uuid.UUID, send: Callable[[], None]) -> None:
    gate = threading.Barrier(4)

    def run() -> None:
        try:
            gate.wait()
            with tenancy.within(partnership_id, actor="test"):
                send()
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.parametrize(("guarded", "effects"), [(True, 1), (False, 4)])
def test_four_at_once_have_one_effect_and_four_without_the_guard(
    committing_db: None, guarded: bool, effects: int
) -> None:
    partnership = found_partnership("race")
    key = uuid.uuid4() if guarded else None

    def send() -> None:
        def act() -> str:
            Organisation.objects.create(name=str(uuid.uuid4()), kind="other")
            return "/done/"

        once(key, act)

    race(partnership.pk, send)
    with tenancy.within(partnership.pk, actor="test"):
        assert Organisation.objects.count() == effects
