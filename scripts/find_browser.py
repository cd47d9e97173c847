"""Finds the Chromium that browser tests drive, or installs one; prints its path.

Looked at in order: CHROMIUM_PATH, the programs on PATH, macOS applications, Playwright's own. With --install,
a missing one is installed: by apt as root on Debian, else by Playwright into its cache.

    python scripts/find_browser.py [--install]
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ON_PATH = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC_APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "~/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def works(path: str) -> bool:
    """Whether this program starts (Ubuntu's stub of Chromium only says how to install it)."""
    try:
        said = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.SubprocessError):
        return False
    return said.returncode == 0


def playwright_path() -> str:
    """Where Playwright keeps, or would keep, its own Chromium."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return ""
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def find() -> str:
    """The path of a Chromium that starts, or nothing."""
    given = os.environ.get("CHROMIUM_PATH", "")
    if given:
        if not works(given):
            raise SystemExit(f"CHROMIUM_PATH names {given}, and that does not start.")
        return given
    found = [shutil.which(name) for name in ON_PATH]
    found += [str(Path(path).expanduser()) for path in MAC_APPLICATIONS] if sys.platform == "darwin" else []
    for path in found:
        if path and works(path):
            return path
    own = playwright_path()
    return own if own and Path(own).exists() and works(own) else ""


def install() -> None:
    """Install Chromium in the way that suits this machine; what the installer says goes to standard error."""
    print("Installing Chromium for the browser tests …", file=sys.stderr)
    if os.geteuid() == 0 and shutil.which("apt-get"):
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update", "-q"], ["apt-get", "install", "-y", "-q", "chromium"]):
            subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
        if find():
            return
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    subprocess.run(command, stdout=sys.stderr, check=False)


def main() -> None:
    """Print the path of a Chromium, or say what to do."""
    path = find()
    if not path and "--install" in sys.argv[1:]:
        install()
        path = find()
    if not path:
        raise SystemExit("No Chromium here. Install chromium or Google Chrome, or set CHROMIUM_PATH to one.")
    print(path)


if __name__ == "__main__":
    main()
