.DEFAULT_GOAL := help
.PHONY: help run seed test check audit attacks format bench bench-history bench-data merge-pairs screenshots messages lock clean
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
ARGS ?=
DB ?=
PAGES ?= 10000
FOLDER ?= .cache/bench-data
EVERY ?= 1

# The environment that docs/deploy.md recommends, for `manage.py check --deploy`.
PRODUCTION := SITE_URL=https://wiki.example.org TRUSTED_PROXIES=127.0.0.1 DATA_DIR=.cache/check-data

run: $(VENV)/run.stamp ## Serve the wiki on http://127.0.0.1:8000 (HOST and PORT choose others)
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py seed
	@exec $(BIN)/python manage.py serve

seed: $(VENV)/run.stamp ## Load the seed articles into the wiki; those already there stay as they are
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py seed $(ARGS)

test: $(VENV)/dev.stamp ## Run all tests on SQLite and on PostgreSQL (DB=sqlite for one, ARGS="-k history" for some)
	@$(BIN)/python tests/run.py $(if $(DB),--db $(DB)) $(ARGS)

check: $(VENV)/dev.stamp ## Format, lint, types, import order, templates, migrations, deployment settings
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	DATA_DIR=.cache/check-data $(BIN)/mypy
	$(BIN)/lint-imports
	git ls-files -z --cached --others --exclude-standard 'templates/*.html' | xargs -0 -r $(BIN)/djade --check --target-version 5.2
	DATA_DIR=.cache/check-data $(BIN)/python manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING

audit: $(VENV)/dev.stamp ## Ask whether a locked dependency has a known vulnerability
	@$(BIN)/python tests/audit.py

attacks: $(VENV)/dev.stamp ## Open every attack of tests/data in Chromium, in each place that takes texts (hours; EVERY=100 tries a share)
	@EVERY=$(EVERY) $(BIN)/pytest -q -s tests/web/browser/every_attack_everywhere.py $(ARGS)

format: $(VENV)/dev.stamp ## Put code and templates into the house format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix-only --quiet .
	git ls-files -z --cached --others --exclude-standard 'templates/*.html' | xargs -0 -r $(BIN)/djade --target-version 5.2

bench: $(VENV)/dev.stamp ## Measure reading, history, diff and saving, side by side with nginx where it is installed
	@$(BIN)/python tests/bench.py $(ARGS)

bench-history: $(VENV)/dev.stamp ## Measure a page of 10,000 revisions beside one of 10 (DB=postgres: on PostgreSQL)
	@$(BIN)/python tests/bench_history.py $(ARGS)

bench-data: $(VENV)/dev.stamp ## Fill a wiki of its own with pages to look at and to measure (PAGES=10000, FOLDER=.cache/bench-data)
	@$(BIN)/python tests/bench_data.py --pages $(PAGES) --folder $(FOLDER)

merge-pairs: $(VENV)/dev.stamp ## Merge real concurrent edits from a dump's history, beside git merge-file (ARGS="FILE … --show=ours")
	@$(BIN)/python tests/merge_pairs.py $(ARGS)

screenshots: $(VENV)/dev.stamp ## Take the pictures of docs/ anew with Chromium
	@$(BIN)/python tests/screenshots.py $(ARGS)

messages: $(VENV)/dev.stamp ## Collect what has to be translated into wiki/locale and compile it (needs GNU gettext)
	@$(BIN)/python tests/messages.py

lock: ## Choose the newest allowed versions of all dependencies (needs uv)
	uv pip compile pyproject.toml $(LOCK) -o requirements.lock
	uv pip compile pyproject.toml --extra dev -c requirements.lock $(LOCK) -o requirements-dev.lock
LOCK := --upgrade --universal --generate-hashes --no-emit-index-url --no-emit-find-links --python-version 3.11 --no-header -q

clean: ## Remove the virtual environment and all caches; the wiki's data stay
	rm -rf $(VENV) .cache
	find . -name __pycache__ -not -path './data/*' -prune -exec rm -rf {} +

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' 2>/dev/null || { \
	  echo "Stemma needs Python 3.11 to 3.14; '$(PYTHON)' is $$($(PYTHON) --version 2>&1). Name another: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "Stemma needs Python's venv module, which '$(PYTHON)' lacks (Debian and Ubuntu: apt install python3-venv)." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

# requirements-dev.lock holds all of requirements.lock, in the same versions.
$(VENV)/run.stamp: requirements.lock | $(BIN)/python
	@echo "Installing the dependencies into $(VENV) …"
	@$(call install,requirements.lock)
	@touch $@

$(VENV)/dev.stamp: requirements.lock requirements-dev.lock | $(BIN)/python
	@echo "Installing the dependencies into $(VENV) …"
	@$(call install,requirements-dev.lock)
	@touch $(VENV)/run.stamp $@

install = $(if $(UV),uv pip install --quiet --python $(BIN)/python --require-hashes -r $(1),$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1))
