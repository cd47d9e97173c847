"""A GP's system at the door."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories.systems import Caller, a_system


@pytest.fixture
def gp(cast: Any) -> Caller:
    """The record system of Lawson Practice, with a token."""
    return Caller(*a_system(cast.steward))
