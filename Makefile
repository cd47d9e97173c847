# Two commands for a person: `make demo` and `make test`. Both prepare everything they need.

.DEFAULT_GOAL := help
.PHONY: help setup assets demo test lint bench clean

help:
	@echo "make demo    start Alongside here with an invented place (PORT=8001 make demo for another port)"
	@echo "make test    run every check and test"
	@echo "make lint    run the checks that need no database"
	@echo "make bench   measure, and print ratios"
	@echo "make assets  build styles and scripts"
	@echo "make clean   remove what was built (data in var/ stays)"

setup:
	@sh scripts/setup.sh

assets: setup
	@.venv/bin/python scripts/build_assets.py --quiet
	@.venv/bin/python scripts/translations.py compile

demo: assets
	@ALONGSIDE_UNDER_MAKE=1 exec .venv/bin/alongside demo start

test: assets
	@exec sh scripts/test.sh

lint: setup
	@exec sh scripts/lint.sh

bench: assets
	@exec .venv/bin/python -m alongside.core.postgres lend -- .venv/bin/python -m benchmarks

clean:
	@rm -rf src/alongside/web/static/built node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache test-results
	@find src tests scripts benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
