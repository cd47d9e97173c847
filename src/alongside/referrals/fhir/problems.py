"""What is wrong with what was sent: the element, what is wrong with it, and what to do – as an OperationOutcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

IssueType = Literal[
    "structure", "required", "value", "not-supported", "business-rule", "conflict", "not-found", "login",
    "too-costly", "throttled", "transient", "informational", "security",
]  # fmt: skip
MOST = 20


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong. `element` is a FHIRPath such as `Patient.telecom[0].value`."""

    code: IssueType
    what: str
    do: str
    element: str = ""


class Refused(Exception):
    """What was sent is not taken. Nothing of it was kept."""

    def __init__(self, status: int, *problems: Problem) -> None:
        super().__init__("; ".join(problem.what for problem in problems))
        self.status = status
        self.problems = problems[:MOST]


def outcome(*problems: Problem, severity: str = "error") -> dict[str, Any]:
    """An OperationOutcome."""
    return {"resourceType": "OperationOutcome", "issue": [_issue(one, severity) for one in problems]}


def told(what: str, do: str = "") -> dict[str, Any]:
    """An OperationOutcome that only informs."""
    return outcome(Problem("informational", what, do), severity="information")


def _issue(problem: Problem, severity: str) -> dict[str, Any]:
    issue: dict[str, Any] = {
        "severity": severity,
        "code": problem.code,
        "details": {"text": problem.what},
    }
    if problem.do:
        issue["diagnostics"] = problem.do
    if problem.element:
        issue["expression"] = [problem.element]
    return issue
