"""Fetches one version of uv from PyPI with nothing but Python's standard library.

Used by setup.sh where pip is missing (Debian without python3-venv). The wheel's checksum, as the index gives
it, is verified before the program is unpacked.

    python scripts/fetch_uv.py VERSION DIRECTORY
"""

import hashlib
import io
import json
import os
import platform
import re
import sys
import urllib.parse
import urllib.request
import zipfile
from pathlib import Path

INDEX = os.environ.get("UV_DEFAULT_INDEX") or os.environ.get("PIP_INDEX_URL") or "https://pypi.org/simple"
ANSWER_AS_JSON = "application/vnd.pypi.simple.v1+json"


def platform_pattern() -> str:
    """The pattern of wheel names that run on this machine."""
    machine = platform.machine().lower()
    machine = {"amd64": "x86_64", "arm64": "(arm64|aarch64)", "aarch64": "(arm64|aarch64)"}.get(
        machine, machine
    )
    if sys.platform == "darwin":
        return rf"macosx_\d+_\d+_{machine}"
    libc = "manylinux" if platform.libc_ver()[0] == "glibc" else "musllinux"
    return rf"{libc}[a-z0-9_.]*_{machine}"


def get(url: str, accept: str = "*/*") -> bytes:
    """Fetch one address of the index."""
    if not url.startswith(("https://", "http://", "file://")):
        raise SystemExit(f"Not an address that can be fetched: {url}")
    request = urllib.request.Request(url, headers={"Accept": accept})  # noqa: S310 - checked above
    with urllib.request.urlopen(request, timeout=120) as answer:  # noqa: S310
        content: bytes = answer.read()
    return content


def main(version: str, directory: str) -> None:
    """Find, verify and unpack uv."""
    listing = f"{INDEX.rstrip('/')}/uv/"
    files = json.loads(get(listing, ANSWER_AS_JSON))["files"]
    wanted = re.compile(rf"uv-{re.escape(version)}-py3-none-{platform_pattern()}\.whl")
    wheel = next((file for file in files if wanted.fullmatch(file["filename"])), None)
    if wheel is None:
        raise SystemExit(f"PyPI has no uv {version} for {sys.platform} on {platform.machine()}.")
    content = get(urllib.parse.urljoin(listing, wheel["url"]))
    if hashlib.sha256(content).hexdigest() != wheel["hashes"]["sha256"]:
        raise SystemExit(f"{wheel['filename']} does not have the checksum PyPI gives for it.")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        inside = next(name for name in archive.namelist() if name.endswith(".data/scripts/uv"))
        program = Path(directory) / "uv"
        program.write_bytes(archive.read(inside))
        program.chmod(0o755)


if __name__ == "__main__":
    main(*sys.argv[1:3])
