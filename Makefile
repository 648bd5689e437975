# Everything that a fresh machine with Python 3.11 or newer and make needs: `make run` and `make test` set themselves up.

.DEFAULT_GOAL := help
.PHONY: help run test test-live test-night screenshots lint licences format bench evals setup setup-dev lock clean
.DELETE_ON_ERROR:

VENV := .venv
ifeq ($(OS),Windows_NT)
  PY := $(VENV)/Scripts/python.exe
else
  PY := $(VENV)/bin/python
endif
PACKAGES := assistant corpus prompts ui evals

# The first interpreter that is new enough; `make run PYTHON=/path/to/python` chooses another.
PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3,$(shell command -v $(name) >/dev/null 2>&1 && \
  $(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name))))

# Compiled modules make every start three times faster, so they are written here whatever the environment says.
unexport PYTHONDONTWRITEBYTECODE
PIP = $(PY) -m pip install --disable-pip-version-check -qq
COMPILE = $(PY) -m compileall -q -j 0

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

run: setup ## open the chat in the browser (more options: make run ARGS="--port 8000")
	@$(PY) -m assistant serve --open $(ARGS)

test: setup-dev ## run all tests (some of them: make test ARGS="tests/corpus -k damage")
	@$(PY) -m pytest $(ARGS)

test-live: setup-dev ## run the tests that ask a real model on this machine, some minutes
	@$(PY) -m pytest -m live tests/live $(ARGS)

test-night: setup-dev ## throw a thousand new examples at every property, some minutes
	@HYPOTHESIS_PROFILE=night $(PY) -m pytest -n auto -m "hypothesis and not live" $(ARGS)

screenshots: setup-dev ## take the pictures of docs/screens.md anew with Chromium (some: make screenshots ARGS="--only reader,chat")
	@$(PY) -m tests.screenshots $(ARGS)

lint: setup-dev ## ruff, the formatter's check, mypy
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy

licences: setup-dev ## list the licence of every locked package; fails on one that has none or does not fit
	@$(PY) -m tests.licences

format: setup-dev ## let ruff mend what it can
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

bench: setup ## measure times and memory on this machine (make bench ARGS=--json)
	@$(PY) -m evals bench $(ARGS)

evals: setup ## ask the gold and hold the answers against floors and baseline (make evals ARGS="--suite core")
	@$(PY) -m evals nightly $(ARGS)

setup: $(VENV)/.ready ## only set up what running needs
	@$(COMPILE) $(PACKAGES)

setup-dev: $(VENV)/.ready-dev ## only set up what the tests need
	@$(PY) -m tests.axe
	@$(COMPILE) $(PACKAGES)

$(VENV)/.ready: requirements.lock pyproject.toml
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Python 3.11 or newer is needed and was not found. Install it, or name it: make PYTHON=/path/to/python3.11 …" >&2; exit 3; }
	@$(PY) -c '' 2>/dev/null || "$(PYTHON)" -m venv --clear $(VENV) || { rm -rf $(VENV); \
	  echo "No virtual environment could be made: Debian and Ubuntu have it in the package python3-venv." >&2; exit 3; }
	@echo "Installing the pinned packages into $(VENV) (once, a minute or two) …"
	@$(PIP) --no-compile --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@-$(COMPILE) -q $(VENV)
	@touch $@

$(VENV)/.ready-dev: requirements-dev.lock $(VENV)/.ready
	@echo "Installing what the tests need …"
	@$(PIP) --no-compile --require-hashes -r requirements-dev.lock
	@-$(COMPILE) -q $(VENV)
	@touch $@

lock: ## pin the newest packages that pyproject.toml allows (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: https://docs.astral.sh/uv" >&2; exit 3; }
	@uv pip compile $(LOCK) pyproject.toml --group build -o requirements.lock
	@uv pip compile $(LOCK) pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock

LOCK := --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
  --custom-compile-command "make lock"

clean: ## remove the environment and what was built
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find $(PACKAGES) tests -name __pycache__ -type d -prune -exec rm -rf {} +
