#!/bin/sh
# Every check that needs no running program: style, types, the house's walls, missing migrations.
# All of them run; the exit code says whether one failed.
set -u
cd "$(dirname "$0")/.."
failed=""

check() {
    name=$1
    shift
    if output=$("$@" 2>&1); then
        echo "$name: fine"
    else
        printf '%s\n%s: FAILED\n' "$output" "$name"
        failed="$failed $name"
    fi
}

check style .venv/bin/ruff check .
check format .venv/bin/ruff format --check .
check walls .venv/bin/lint-imports
check types .venv/bin/mypy
DJANGO_SETTINGS_MODULE=alongside.settings check migrations .venv/bin/python -W ignore::RuntimeWarning -m django makemigrations --check --dry-run

if [ -n "$failed" ]; then
    echo "Checks that failed:$failed" >&2
    exit 1
fi
