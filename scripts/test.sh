#!/bin/sh
# Everything that must hold: checks, and all tests on real PostgreSQL and in a real browser.
# Arguments go to pytest. The last line on standard output is pytest's closing line.
set -u
cd "$(dirname "$0")/.."

if [ "${1:-}" != --lent ]; then
    CHROMIUM_PATH="$(.venv/bin/python scripts/find_browser.py --install)" || exit 1
    ALONGSIDE_VAR="$PWD/var/tests" # a server that waits for no disk (tests/database.py) holds nothing but tests
    export CHROMIUM_PATH ALONGSIDE_VAR
    exec .venv/bin/python -m alongside.core.postgres lend -- sh "$0" --lent "$@"
fi
shift
unset PYTHONDONTWRITEBYTECODE # many tests start a process of their own: none compiles the whole house again

# The checks use one core for minutes; the tests do not wait for them, only for their database.
said=$(mktemp)
trap 'rm -f "$said"' EXIT
{
    sh scripts/lint.sh >"$said" 2>&1
    checks=$?
    cat "$said" >&2
    exit "$checks"
} &
checking=$!
.venv/bin/python scripts/test_database.py
# One worker more than cores, at most four: a walk waits for its browser, a race for its locks.
cores=$(getconf _NPROCESSORS_ONLN)
.venv/bin/python -m pytest -n "$((cores < 4 ? cores + 1 : 4))" "$@"
tests=$?
wait "$checking"
checks=$?

[ "$tests" -eq 0 ] || exit "$tests"
if [ "$checks" -ne 0 ]; then
    echo "The tests passed; the checks beside them did not (see above)." >&2
fi
exit "$checks"
