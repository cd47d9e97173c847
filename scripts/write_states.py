"""Writes docs/domain/states.md from the transition tables in the code: python scripts/write_states.py

tests/repository/test_docs.py fails while the file and the code say different things.
"""

import os
from collections.abc import Collection, Mapping
from enum import Enum
from pathlib import Path

import django

FILE = Path(__file__).resolve().parent.parent / "docs" / "domain" / "states.md"
HEAD = """# States

What may follow what, for everything that has a state. Written by `scripts/write_states.py` from the tables in each
capability's `rules`; do not edit by hand.
"""


def tables() -> dict[str, Mapping[Enum, Collection[Enum]]]:
    """Return every transition table under the name of what it is about."""
    from alongside.appointments import rules as appointments
    from alongside.befriending import rules as befriending
    from alongside.caring import rules as caring
    from alongside.casework import rules as casework
    from alongside.joining import rules as joining
    from alongside.letters import rules as letters
    from alongside.messaging import rules as messaging
    from alongside.referrals import rules as referrals
    from alongside.rights import rules as rights
    from alongside.safeguarding import rules as safeguarding
    from alongside.signposting import rules as signposting
    from alongside.volunteering import rules as volunteering

    return {
        "Referral (to us)": referrals.TRANSITIONS,  # type: ignore[dict-item]
        "Case": casework.CASE_TRANSITIONS,
        "Step of a plan": casework.STEP_TRANSITIONS,
        "Onward referral (from us)": casework.ONWARD_TRANSITIONS,
        "Carer's Assessment": caring.TRANSITIONS,
        "Appointment": appointments.TRANSITIONS,
        "Application of a volunteer": volunteering.TRANSITIONS,  # type: ignore[dict-item]
        "Wish for company": befriending.WISH_TRANSITIONS,  # type: ignore[dict-item]
        "Proposal of a round": befriending.DECISIONS,  # type: ignore[dict-item]
        "Befriending match": befriending.TRANSITIONS,  # type: ignore[dict-item]
        "Visit or call": befriending.VISIT_TRANSITIONS,  # type: ignore[dict-item]
        "Safeguarding concern": safeguarding.TRANSITIONS,  # type: ignore[dict-item]
        "Erasure": rights.ERASURES,
        "Run of retention": rights.RUNS,
        "Letter to post": letters.TRANSITIONS,
        "Proposal after a life event": signposting.TRANSITIONS,
        "Joining of two records": joining.TRANSITIONS,  # type: ignore[dict-item]
        "Message": messaging.TRANSITIONS,  # type: ignore[dict-item]
    }


def page() -> str:
    """Return the whole document."""
    parts = [HEAD]
    for title, table in tables().items():
        lines = [
            f"    {a.value} --> {b.value}"
            for a, after in table.items()
            for b in sorted(after, key=lambda s: s.value)
        ]
        ends = [f"    {a.value} --> [*]" for a, after in table.items() if not after]
        first = next(iter(table)).value
        parts.append(
            "\n".join(
                [
                    f"## {title}",
                    "",
                    "```mermaid",
                    "stateDiagram-v2",
                    f"    [*] --> {first}",
                    *lines,
                    *ends,
                    "```",
                    "",
                ]
            )
        )
    return "\n".join(parts)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.settings")
    django.setup()
    FILE.write_text(page())
