# What to do with this project: `make run` and open the address it prints; `make test` to check everything.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
WORKERS ?= 4

BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo -n)

.DEFAULT_GOAL := help
.PHONY: help run test lint format bench clean

help:  ## Say what can be done
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' $(MAKEFILE_LIST) | expand -t 16

run: .venv/run.stamp  ## Serve the playground (HOST, PORT, DATABASE_URL, REDIS_URL)
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py collectstatic --noinput --verbosity 0
	@exec $(BIN)/python manage.py serve --host $(HOST) --port $(PORT)

# Tests run after a failed lint as well: whoever broke a line length still wants to know whether the thing works.
# Twice as many workers as the two cores of a small machine, for half of the time tests wait for clocks and pages.
test: .venv/test.stamp .venv/chromium.stamp  ## Lint, then run all tests (WORKERS)
	@status=0; $(MAKE) --no-print-directory lint || status=1; \
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS) || status=1; exit $$status

lint: .venv/test.stamp  ## Check style, types and who imports whom
	@status=0; \
	$(BIN)/python -m ruff check --quiet . || status=1; \
	$(BIN)/python -m ruff format --check --output-format concise . || { echo 'Some files are not formatted: run `make format`.'; status=1; }; \
	$(BIN)/python -m mypy --no-error-summary || status=1; \
	$(BIN)/python $(BIN)/lint-imports --no-logo || status=1; \
	exit $$status

format: .venv/test.stamp  ## Put the code into its usual form
	@$(BIN)/python -m ruff check --quiet --fix . ; $(BIN)/python -m ruff format .

bench: .venv/test.stamp  ## Measure what rollouts and sandboxes cost
	@$(BIN)/python -m benchmarks $(ARGS)

clean:  ## Remove what make and the tools made, but not your data in var/
	@rm -rf .venv .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

has_venv = $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'Python 3.11 or newer is needed; $(PYTHON) is older or missing. Try `make PYTHON=python3.12`.'; exit 1; }
	@$(has_venv) || { $(call debian,python3-venv) && $(has_venv); } || \
	  { echo 'Python cannot make virtual environments here: install python3-venv (Debian: `apt install python3-venv`).'; exit 1; }
	@$(PYTHON) -m venv .venv

# The project is run from where it lies, so only what it needs is installed, each package in the pinned version.
define needed
$(BIN)/python -c 'import sys, tomllib; p = tomllib.load(open("pyproject.toml", "rb"))["project"]; \
  print(*p["dependencies"], *(d for e in sys.argv[1:] for d in p["optional-dependencies"][e]), sep="\n")'
endef

.venv/run.stamp: pyproject.toml constraints.txt | .venv/bin/python
	@echo 'Installing what the playground needs into .venv ...'
	@$(needed) > .venv/run.txt && $(PIP) --requirement .venv/run.txt && touch $@

.venv/test.stamp: pyproject.toml constraints.txt | .venv/bin/python
	@echo 'Installing what the tests need into .venv ...'
	@$(needed) test > .venv/test.txt && $(PIP) --requirement .venv/test.txt && touch .venv/run.stamp $@

.venv/chromium.stamp: | .venv/bin/python
	@command -v chromium >/dev/null || $(call debian,chromium) || \
	  { echo 'The browser tests need Chromium: install it (Debian: `apt install chromium`), then run make again.'; exit 1; }
	@touch $@

# Installs Debian packages where that can be done without asking anybody.
debian = { command -v apt-get >/dev/null && $(SUDO) true 2>/dev/null && echo 'Installing $(1) ...' && \
  $(SUDO) apt-get update -qq && \
  $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $(1) >/dev/null; }
