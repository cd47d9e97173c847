#!/bin/sh
# Everything that must hold: checks, then all tests on real PostgreSQL and in a real browser.
# Arguments go to pytest. The last line on standard output is pytest's closing line.
set -u
cd "$(dirname "$0")/.."

CHROMIUM_PATH="$(.venv/bin/python scripts/find_browser.py --install)" || exit 1
export CHROMIUM_PATH

sh scripts/lint.sh
checks=$?
.venv/bin/python -m alongside.core.postgres lend -- .venv/bin/python -m pytest -n auto --maxprocesses 4 "$@"
tests=$?

[ "$tests" -eq 0 ] || exit "$tests"
if [ "$checks" -ne 0 ]; then
    echo "The tests passed; the checks before them did not (see above)." >&2
fi
exit "$checks"
