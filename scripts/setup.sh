#!/bin/sh
# Makes .venv with exactly the packages of uv.lock. Needs Python 3.11 or newer, nothing else; quick when nothing
# has changed. Works without pip, without python3-venv, as root or not, on Debian and macOS.
set -eu
cd "$(dirname "$0")/.."

UV_VERSION=0.13.9

fail() {
    echo "Setup: $1" >&2
    exit 1
}

state() {
    cat uv.lock pyproject.toml scripts/setup.sh | cksum
}

if [ -x .venv/bin/python ] && [ "$(cat .venv/.ready 2>/dev/null)" = "$(state)" ] &&
    .venv/bin/python -c 'import alongside' 2>/dev/null; then
    exit 0
fi

find_python() {
    for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
}

echo "Preparing .venv (the first time takes a minute or two) …" >&2
if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    python="$(find_python)"
    [ -n "$python" ] || fail "Python 3.11 or newer is not here. Install it, or say where it is: PYTHON=/path/to/python3 make"
    rm -rf .venv
    # Debian keeps ensurepip in a package of its own, so do without it.
    "$python" -m venv .venv >/dev/null 2>&1 || {
        rm -rf .venv
        "$python" -m venv --without-pip .venv || fail "$python cannot make a virtual environment in $(pwd)/.venv"
    }
fi

uv=.venv/bin/uv
if [ "$("$uv" --version 2>/dev/null | cut -d' ' -f2)" != "$UV_VERSION" ]; then
    .venv/bin/python -m pip install --quiet --disable-pip-version-check "uv==$UV_VERSION" 2>/dev/null ||
        .venv/bin/python scripts/fetch_uv.py "$UV_VERSION" .venv/bin ||
        fail "uv $UV_VERSION could not be fetched from PyPI. Is the network there?"
fi

UV_PROJECT_ENVIRONMENT=.venv UV_PYTHON_DOWNLOADS=never "$uv" sync --locked --all-groups --quiet ||
    fail "the packages of uv.lock could not be installed (see above)."
state >.venv/.ready
