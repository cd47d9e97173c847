"""What a model's rows are, declared beside its fields, and read by every registry.

One declaration answers what the wall, the audit, the subject-access export, erasure, retention, the backup
and the scrubbing of demo copies must know. A model without one fails the build (tests/repository).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

Wall = Literal["partnership", "public", "installation"]
Erase = Literal["delete", "blank", "keep"]
Scrub = Literal[
    "name", "phone", "email", "address", "postcode", "date", "text", "number", "json", "code", "secret"
]

ERASED = "Erased"
"""What stands where something personal stood that cannot be empty."""


@dataclass(frozen=True, kw_only=True)
class Records:
    """Declaration of a table.

    wall      partnership (about people; row-level security), public (the open directory and places) or
              installation (accounts, queues)
    audited   whether the database records every change of a row
    export    how a row hangs on a person: an ORM path ("person", "case__person"), "self", or "" (none: say `why`)
    erase     what erasing a person does to the row: delete it, blank its personal fields, or keep it (say `why`)
    keep_for  how long rows are kept, in words the retention rules read
    backup    "full", or "none" for rows that are made anew
    purpose, basis   why we hold it and the lawful basis (UK GDPR art. 6, and art. 9 where it needs one)
    personal  field → how it is scrubbed in a demo copy
    plain     fields that say nothing about a person
    """

    wall: Wall
    audited: bool
    export: str = ""
    erase: Erase = "keep"
    why: str = ""
    keep_for: str = "as long as the installation"
    backup: Literal["full", "none"] = "full"
    purpose: str = ""
    basis: str = ""
    personal: Mapping[str, Scrub] = field(default_factory=lambda: MappingProxyType({}))
    plain: frozenset[str] | set[str] = frozenset()
