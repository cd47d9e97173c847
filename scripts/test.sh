#!/bin/sh
# Everything that must hold: checks, then all tests on real PostgreSQL and in a real browser.
# Arguments go to pytest. The last line on standard output is pytest's closing line.
set -u
cd "$(dirname "$0")/.."

if [ "${1:-}" != --lent ]; then
    CHROMIUM_PATH="$(.venv/bin/python scripts/find_browser.py --install)" || exit 1
    export CHROMIUM_PATH
    exec .venv/bin/python -m alongside.core.postgres lend -- sh "$0" --lent "$@"
fi
shift
unset PYTHONDONTWRITEBYTECODE # many tests start a process of their own: none compiles the whole house again

.venv/bin/python scripts/test_database.py & # one core migrates the database of the tests while the other checks
sh scripts/lint.sh
checks=$?
wait
.venv/bin/python -m pytest -n auto --maxprocesses 4 "$@"
tests=$?

[ "$tests" -eq 0 ] || exit "$tests"
if [ "$checks" -ne 0 ]; then
    echo "The tests passed; the checks before them did not (see above)." >&2
fi
exit "$checks"
