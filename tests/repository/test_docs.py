"""Documents say what the code does: states are generated, links lead somewhere, decisions are numbered."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAPERS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def test_the_diagrams_of_states_are_those_of_the_code() -> None:
    import sys

    sys.path.insert(0, str(ROOT / "scripts"))
    import write_states

    assert write_states.FILE.read_text() == write_states.page(), "run python scripts/write_states.py"


@pytest.mark.parametrize("paper", PAPERS, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_in_a_document_leads_somewhere(paper: Path) -> None:
    for target in LINK.findall(paper.read_text()):
        if not re.match(r"https?:|mailto:|#", target):
            assert (paper.parent / target.split("#")[0]).exists(), f"{paper.name} links to {target}"


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(int(p.name[:4]) for p in (ROOT / "docs" / "adr").glob("[0-9]*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
