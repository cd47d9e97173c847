"""The colours hold their contrast in light and dark, and what pages load exists."""

import re
from pathlib import Path

import pytest

import alongside.web

WEB = Path(alongside.web.__path__[0])
TOKENS = (WEB / "assets" / "_tokens.scss").read_text()
#: (text, ground, ratio): 7 where text is read at length, 4.5 for all text, 3 for what is only a shape.
PAIRS = [
    ("ink", "paper", 7), ("ink", "card", 7), ("ink", "sage", 7), ("ink", "sand", 7), ("ink", "teal-wash", 7),
    ("ink", "marigold-wash", 7), ("ink", "brick-wash", 7), ("ink-soft", "paper", 7), ("ink-soft", "card", 7),
    ("ink-soft", "sage", 4.5), ("ink-soft", "sand", 4.5), ("ink-soft", "teal-wash", 4.5), ("teal", "paper", 7),
    ("teal", "card", 7), ("teal", "sage", 4.5), ("teal", "sand", 4.5), ("teal", "teal-wash", 4.5),
    ("teal", "brick-wash", 4.5), ("teal-deep", "teal-wash", 7), ("on-teal", "teal", 7), ("on-teal", "teal-deep", 7),
    ("brick", "paper", 4.5), ("brick", "card", 4.5), ("brick-deep", "brick-wash", 4.5), ("on-brick", "brick", 4.5),
    ("on-brick", "brick-deep", 4.5), ("on-marigold", "marigold", 7), ("visited", "paper", 4.5),
    ("input-line", "paper", 3), ("input-line", "input", 3), ("input-line", "teal-wash", 3), ("ink", "input", 7),
]  # fmt: skip


def theme(name: str) -> dict[str, str]:
    block = re.search(rf"@mixin {name} \{{(.*?)\n\}}", TOKENS, re.S)
    assert block
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block.group(1)))


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_text_can_be_read_on_its_ground(name: str) -> None:
    colours = theme(name)
    weak = [
        f"{text} on {ground}: {contrast(colours[text], colours[ground]):.2f} < {wanted}"
        for text, ground, wanted in PAIRS
        if contrast(colours[text], colours[ground]) < wanted
    ]
    assert weak == []


def test_a_pair_that_cannot_be_read_would_be_seen() -> None:
    assert contrast("#f2b233", "#fffdf8") < 3


def test_both_themes_name_the_same_colours() -> None:
    assert set(theme("light")) == set(theme("dark"))


def test_the_typeface_is_free_and_our_own() -> None:
    styles = "".join(path.read_text() for path in (WEB / "assets").glob("*.scss"))
    assert "GDS Transport" not in re.sub(r"//.*", "", styles)
    assert not re.findall(r"url\([\"']?https?:", styles)
    assert "Atkinson Hyperlegible" in styles
