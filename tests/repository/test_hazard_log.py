"""The hazard log is data: each control names a test that is there, and the page is the log."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def log() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hazard_log", ROOT / "scripts" / "hazard_log.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_control_is_proved_by_a_test_that_is_there(log: ModuleType) -> None:
    assert log.problems(log.hazards(), log.proofs()) == []


def test_each_capability_was_thought_of(log: ModuleType) -> None:
    assert log.without_a_hazard(log.hazards(), log.proofs()) == []
    assert any(said.startswith("casework:") for said in log.without_a_hazard([HAZARD], {"test_there": "x"}))


def test_the_page_is_written_from_the_log(log: ModuleType) -> None:
    written = log.page(log.hazards(), log.proofs())
    assert log.PAGE.read_text(encoding="utf-8") == written, "python scripts/hazard_log.py writes it"


HAZARD: dict[str, Any] = {
    "id": "H01", "name": "n", "cause": "c", "effect": "e", "before": ["major", "medium"], "after": ["minor", "low"],
    "control": [{"what": "w", "test": "test_there"}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"control": []}, "H01 has no control."),
        ({"control": [{"what": "w", "test": "test_gone"}]}, "H01: no test is called test_gone."),
        (
            {
                "control": [
                    {"what": "w", "test": "test_there", "name": "the next hazard, its first line forgotten"}
                ]
            },
            "H01: a control is more than what it is and its test: name, test, what.",
        ),
        ({"after": ["catastrophic", "high"]}, "H01: its controls make it worse."),
        (
            {"before": ["catastrophic", "low"], "after": ["catastrophic", "very low"]},
            "H01: a remaining risk of 4 needs a reason to accept it.",
        ),
    ],
)
def test_a_log_that_proves_nothing_fails_the_build(
    log: ModuleType, change: dict[str, Any], said: str
) -> None:
    assert said in log.problems([{**HAZARD, **change}], {"test_there": "x"})


def test_two_hazards_of_one_number_are_seen(log: ModuleType) -> None:
    assert log.problems([HAZARD, HAZARD], {"test_there": "x"}) == [
        "H01 is there twice.",
        "H02 is missing: numbers go up without a gap.",
    ]
