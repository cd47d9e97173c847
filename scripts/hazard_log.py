#!/usr/bin/env python3
"""The clinical safety hazard log: docs/safety/hazards.toml, its rules, and the page written from it.

    python scripts/hazard_log.py          # write docs/safety/hazard-log.md
    python scripts/hazard_log.py check    # say what is wrong; exit code 1 when anything is

Risk is read off the matrix of DCB0129: 1 (acceptable) to 5 (unacceptable). A control counts only while the test that
proves it is there.
"""

from __future__ import annotations

import ast
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOG = ROOT / "docs" / "safety" / "hazards.toml"
PAGE = LOG.with_name("hazard-log.md")
TOLERABLE = 3
SEVERITIES = ("minor", "significant", "considerable", "major", "catastrophic")
LIKELIHOODS = ("very low", "low", "medium", "high", "very high")
MATRIX = (
    (1, 1, 2, 3, 4),  # very low: minor … catastrophic
    (1, 2, 2, 3, 4),
    (2, 2, 3, 3, 4),
    (2, 3, 3, 4, 5),
    (3, 4, 4, 5, 5),
)
"""Likelihood × severity → risk, as NHS England publishes it for DCB0129."""


def hazards(path: Path = LOG) -> list[dict[str, Any]]:
    """Return the hazards of the log."""
    found: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["hazard"]
    return found


def risk(rated: list[str]) -> int:
    """Return the risk, 1 to 5, of [severity, likelihood]. Raises ValueError for a word the matrix does not know."""
    severity, likelihood = rated
    return MATRIX[LIKELIHOODS.index(likelihood)][SEVERITIES.index(severity)]


def proofs(root: Path = ROOT / "tests") -> dict[str, str]:
    """Return every test function → its file."""
    found = {}
    for path in sorted(root.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                found[node.name] = str(path.relative_to(ROOT))
    return found


def problems(log: list[dict[str, Any]], there: dict[str, str]) -> list[str]:
    """Return what is wrong with the log, a sentence each."""
    found = []
    ids = [hazard["id"] for hazard in log]
    found += [f"{one} is there twice." for one in sorted({one for one in ids if ids.count(one) > 1})]
    missing = {f"H{n:02}" for n in range(1, len(log) + 1)} - set(ids)
    found += [f"{one} is missing: numbers go up without a gap." for one in sorted(missing)]
    for hazard in log:
        name = hazard["id"]
        controls = hazard.get("control", [])
        # a [[hazard]] line that is forgotten hides the next hazard in a control of this one
        found += [
            f"{name}: a control is more than what it is and its test: {', '.join(sorted(control))}."
            for control in controls
            if set(control) != {"what", "test"}
        ]
        if not controls:
            found.append(f"{name} has no control.")
        found += [
            f"{name}: no test is called {control['test']}."
            for control in controls
            if control["test"] not in there
        ]
        before, after = risk(hazard["before"]), risk(hazard["after"])
        if after > before:
            found.append(f"{name}: its controls make it worse.")
        if after > TOLERABLE and not hazard.get("accepted"):
            found.append(f"{name}: a remaining risk of {after} needs a reason to accept it.")
    return found


def without_a_hazard(log: list[dict[str, Any]], there: dict[str, str]) -> list[str]:
    """Capabilities (a folder of tests/domain each) none of whose tests proves a control: who thought of them?"""
    proved = {there.get(control["test"], "") for hazard in log for control in hazard.get("control", [])}
    capabilities = {path.parent.name for path in (ROOT / "src" / "alongside").glob("*/models*")}
    capabilities |= {
        path.parent.parent.name for path in (ROOT / "src" / "alongside").glob("*/models/__init__.py")
    }
    tested = {path.name for path in (ROOT / "tests" / "domain").iterdir() if path.is_dir()} & capabilities
    thought_of = {file.split("/")[2] for file in proved if file.startswith("tests/domain/")}
    thought_of |= {name for name in tested if any(f"/test_{name}" in file for file in proved)}
    return [
        f"{name}: no control of any hazard is proved by its tests." for name in sorted(tested - thought_of)
    ]


def page(log: list[dict[str, Any]], there: dict[str, str]) -> str:
    """Return the log as people read it."""
    lines = [
        "# Clinical safety hazard log",
        "",
        "Written by `python scripts/hazard_log.py` from [hazards.toml](hazards.toml); the build fails when a",
        "control's test is not there. Risk is 1 (acceptable) to 5 (unacceptable) by the matrix of DCB0129.",
        "Whoever deploys Alongside in health or care reads this with their clinical safety officer and adds",
        "the hazards of their own place.",
        "",
    ]
    for hazard in log:
        lines += [
            f"## {hazard['id']} {hazard['name']}",
            "",
            f"* Cause: {hazard['cause']}",
            f"* Effect: {hazard['effect']}",
            f"* Before: {hazard['before'][0]}, {hazard['before'][1]} – risk {risk(hazard['before'])}. "
            f"With the controls: {hazard['after'][0]}, {hazard['after'][1]} – risk {risk(hazard['after'])}.",
        ]
        if hazard.get("accepted"):
            lines.append(f"* Accepted: {hazard['accepted']}")
        lines += ["", "| Control | Proved by |", "|---|---|"]
        lines += [
            f"| {c['what']} | `{c['test']}` in `{there.get(c['test'], '?')}` |" for c in hazard["control"]
        ]
        lines.append("")
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Write the page, or check the log."""
    log, there = hazards(), proofs()
    wrong = [*problems(log, there), *without_a_hazard(log, there)]
    for problem in wrong:
        print(problem, file=sys.stderr)
    if arguments != ["check"] and not wrong:
        PAGE.write_text(page(log, there), encoding="utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
