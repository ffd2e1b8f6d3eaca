# Everything here makes its own virtual environment in .venv first; nothing is installed elsewhere.
#   make demo    run pgdialer with sample data on an embedded PostgreSQL
#   make bench   measure the engine                (ARGS="--quick")
#   make test    run the tests                       (ARGS="-k deploy" for some of them)
#   make lint    check style and types
#   make check   both
#   make docs    write docs/reference and the shown outputs anew
#   make schema  write tests/deploy/schema.sql anew, after a migration or a function changed
#   make pictures  draw the pictures of docs/guides anew, after a page changed its looks
#   make texts   collect the texts of the pages and of the database for their translations, compile these

PYTHON ?= python3
BIN := .venv/bin
ARGS ?=

.PHONY: demo bench test lint check schema docs pictures texts clean

demo: .venv/installed
	$(BIN)/pgdialer demo $(ARGS)

bench: .venv/installed
	$(BIN)/pgdialer bench $(ARGS)

# Bytecode is kept even where the environment says not to: each worker and each program would compile all of it again.
test: .venv/installed-test
	PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -q -n 3 --dist worksteal $(ARGS)

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	mkdir -p .mypy_tree/pgdialer
	ln -sfn ../../pgdialer/__init__.py ../../runner ../../web ../../bench .mypy_tree/pgdialer
	$(BIN)/mypy --strict
	$(BIN)/sqlfluff lint --processes 0 --disable-progress-bar migrations sql

check: lint test

schema: .venv/installed-test
	$(BIN)/python scripts/dump_schema.py

docs: .venv/installed-test
	$(BIN)/python -m scripts.generate_reference
	$(BIN)/python -m tests.docs.examples

pictures: .venv/installed-test
	PGDIALER_PICTURES=docs/guides/pictures $(BIN)/pytest -q tests/pages/test_pictures.py -k made

texts: .venv/installed-test
	$(BIN)/python -m scripts.generate_texts
	$(BIN)/pybabel -q extract -F web/translations/babel.cfg --no-wrap --sort-by-file --add-location=file \
		-k _ -k lazy_gettext -k lazy_pgettext:1c,2 -o web/translations/messages.pot web
	$(BIN)/pybabel -q update -i web/translations/messages.pot -d web/translations --no-wrap \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	rm web/translations/messages.pot
	$(BIN)/pybabel -q compile -d web/translations

clean:
	rm -rf .venv .mypy_tree .pytest_cache .mypy_cache .ruff_cache .hypothesis

# One stamp for each set of packages, newer than pyproject.toml.
.venv/installed: .venv/bin/python pyproject.toml
	$(BIN)/python -m pip install -q --disable-pip-version-check -e .
	@touch $@

.venv/installed-test: .venv/bin/python pyproject.toml
	$(BIN)/python -m pip install -q --disable-pip-version-check -e '.[test]'
	@touch $@ .venv/installed

.venv/installed-dev: .venv/bin/python pyproject.toml
	$(BIN)/python -m pip install -q --disable-pip-version-check -e '.[test,dev]'
	@touch $@ .venv/installed-test .venv/installed

.venv/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed: $(PYTHON) was not found." \
		"Debian and Ubuntu: apt install python3 python3-venv. macOS: brew install python." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed," \
		"this is $$($(PYTHON) --version). If you have another: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing." \
		"Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv .venv
