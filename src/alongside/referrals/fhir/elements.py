"""Elements of a resource, read by name: each knows where it stands, and what is wrong is collected, not guessed."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any

from alongside.referrals.fhir.problems import IssueType, Problem

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)\Z", re.ASCII)
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?\Z", re.ASCII)
EXTENSION_MUST_BE_KNOWN = (
    "It may change the meaning of everything beside it, and we do not know it. Leave it out."
)


@dataclass(frozen=True)
class Element:
    """An object somewhere in what was sent."""

    value: dict[str, Any]
    path: str
    problems: list[Problem] = field(default_factory=list, compare=False)

    def complain(self, code: IssueType, name: str, what: str, do: str) -> None:
        """Note what is wrong with the element `name` of this one."""
        element = f"{self.path}.{name}" if name else self.path
        self.problems.append(Problem(code, what, do, element))

    @property
    def kind(self) -> str:
        """The type of a resource."""
        found = self.value.get("resourceType")
        return found if isinstance(found, str) else ""

    def has(self, name: str) -> bool:
        """Whether the element is there at all."""
        return self.value.get(name) is not None

    def text(self, name: str, longest: int = 1000) -> str:
        """A text without outer spaces, "" where there is none."""
        found = self.value.get(name)
        if found is None:
            return ""
        if not isinstance(found, str):
            self.complain("structure", name, "This must be text.", "Send it as a JSON string.")
            return ""
        if len(found) > longest:
            self.complain(
                "value", name, f"This is longer than {longest} characters.", "Send the part we need to help."
            )
            return ""
        return found.strip()

    def flag(self, name: str) -> bool:
        """A boolean, False where there is none."""
        found = self.value.get(name)
        if found is not None and not isinstance(found, bool):
            self.complain("structure", name, "This must be true or false.", "Send it as a JSON boolean.")
            return True  # what we cannot read may be the dangerous answer
        return bool(found)

    def child(self, name: str) -> Element | None:
        """An object, None where there is none."""
        found = self.value.get(name)
        if found is None:
            return None
        if not isinstance(found, dict):
            self.complain("structure", name, "This must be an object.", "Send it as FHIR R4 defines it.")
            return None
        return Element(found, f"{self.path}.{name}", self.problems)

    def children(self, name: str) -> list[Element]:
        """A list of objects, empty where there is none."""
        return [
            Element(one, f"{self.path}.{name}[{number}]", self.problems)
            for number, one in self._listed(name)
            if self._fits(one, dict, name, number, "an object")
        ]

    def texts(self, name: str) -> list[str]:
        """A list of texts, empty where there is none."""
        return [
            one.strip()
            for number, one in self._listed(name)
            if self._fits(one, str, name, number, "text") and one.strip()
        ]

    def _listed(self, name: str) -> list[tuple[int, Any]]:
        found = self.value.get(name)
        if found is None:
            return []
        if not isinstance(found, list):
            self.complain("structure", name, "This must be a list.", "Send it as a JSON array, also for one.")
            return []
        return [(number, one) for number, one in enumerate(found) if one is not None]

    def _fits(self, value: Any, kind: type, name: str, number: int, said: str) -> bool:
        if isinstance(value, kind):
            return True
        self.complain("structure", f"{name}[{number}]", f"This must be {said}.", "See FHIR R4.")
        return False

    def instant(self, name: str) -> dt.datetime | None:
        """A moment with its time zone."""
        said = self.text(name, 40)
        if not said:
            return None
        try:
            if not _INSTANT.match(said):
                raise ValueError
            whole, _, rest = said.partition(".")
            digits = re.match(r"\d*", rest)
            fraction = digits.group(0) if digits else ""
            zone = rest[len(fraction) :] if rest else ""
            cut = f"{whole}.{fraction[:6].ljust(6, '0')}{zone}" if rest else whole
            return dt.datetime.fromisoformat(cut).astimezone(dt.UTC)
        except (ValueError, OverflowError):
            self.complain(
                "value",
                name,
                "This is not a moment.",
                "Write it like 2026-11-29T09:30:00Z, with a time zone.",
            )
            return None

    def day(self, name: str) -> tuple[int, dt.date | None] | None:
        """A date that may be only a year or a month: the year, and the day where it is whole."""
        said = self.text(name, 40)
        if not said:
            return None
        found = _DAY.match(said)
        try:
            if found is None:
                raise ValueError
            year, month, day = (int(part) if part else 0 for part in found.groups())
            whole = dt.date(year, month or 1, day or 1)
        except ValueError:
            self.complain("value", name, "This is not a date.", "Write it like 1948-03-21, or 1948.")
            return None
        return year, whole if day else None

    def refuse_unknown_modifiers(self) -> None:
        """FHIR: who does not know a modifier must not go on."""
        for name in ("modifierExtension", "implicitRules"):
            if self.has(name):
                self.complain("not-supported", name, "We cannot read this.", EXTENSION_MUST_BE_KNOWN)
