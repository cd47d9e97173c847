"""What the linters cannot see: foreign keys point down, rules are pure, files stay readable."""

import ast
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "alongside"
LONGEST_FILE = 500
CHOICES = {"TextChoices", "IntegerChoices"}
DJANGO_FOR_RULES = {"django.utils.translation"}


def layers() -> dict[str, int]:
    """How high each capability stands in the house."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    order = next(c for c in contracts if c["id"] == "layers")["layers"]
    return {
        name.strip(" ()"): height for height, layer in enumerate(reversed(order)) for name in layer.split("|")
    }


def is_downhill(source: str, target: str, heights: dict[str, int]) -> bool:
    return source == target or heights[target] < heights[source]


def capability(model: type) -> str:
    return model.__module__.split(".")[1]


def foreign_keys_uphill() -> list[str]:
    heights, found = layers(), []
    for model in apps.get_models(include_auto_created=True):
        if not model.__module__.startswith("alongside."):
            continue
        for field in model._meta.get_fields():
            if not isinstance(field, ForeignKey | ManyToManyField):
                continue
            target = field.related_model
            if target.__module__.startswith("alongside.") and not is_downhill(
                capability(model), capability(target), heights
            ):
                found.append(f"{model._meta.label}.{field.name} -> {target._meta.label}")
    return found


def test_foreign_keys_point_down_the_house():
    assert foreign_keys_uphill() == []


def test_a_foreign_key_up_the_house_would_be_seen():
    heights = layers()
    assert not is_downhill("people", "casework", heights)
    assert not is_downhill("people", "directory", heights), "siblings do not point at each other"
    assert is_downhill("casework", "people", heights)


def impurities(source: str) -> list[str]:
    """What a file of rules or enums takes from Django beyond choices and translations, or asks of the clock."""
    tree, found = ast.parse(source), []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [name.name for name in node.names if name.name.split(".")[0] == "django"]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "django":
            names = {name.name for name in node.names}
            if node.module in DJANGO_FOR_RULES or (node.module == "django.db.models" and names <= CHOICES):
                continue
            if node.module == "django.db" and names == {"models"} and attributes(tree, "models") <= CHOICES:
                continue
            found.append(f"{node.module}: {', '.join(sorted(names))}")
        elif isinstance(node, ast.Attribute) and node.attr in {"now", "today", "utcnow"}:
            found.append(f"reads the clock: {ast.unparse(node)}")
    return found


def attributes(tree: ast.AST, of: str) -> set[str]:
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == of
    }


def pure_files() -> list[Path]:
    return sorted(
        path
        for path in SRC.rglob("*.py")
        if path.stem in {"rules", "enums"} or path.parent.name in {"rules", "enums"}
    )


@pytest.mark.parametrize("path", pure_files(), ids=lambda path: path.relative_to(SRC).as_posix())
def test_rules_and_enums_know_no_orm_and_no_clock(path: Path):
    assert impurities(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "from django.db import models\nx = models.Q()",
        "from django.db.models import Q",
        "import django.db",
        "from datetime import date\nx = date.today()",
    ],
)
def test_a_rule_with_the_orm_or_the_clock_would_be_seen(source: str):
    assert impurities(source)


def test_no_file_is_too_long_to_read_in_one_sitting():
    def length(path: Path) -> int:
        return len(path.read_text(encoding="utf-8").splitlines())

    written = [
        p for p in [*SRC.rglob("*.py"), *(ROOT / "tests").rglob("*.py")] if "migrations" not in p.parts
    ]
    too_long = {str(p.relative_to(ROOT)): length(p) for p in written if length(p) > LONGEST_FILE}
    assert too_long == {}
