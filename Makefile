# The entrance for everything one does with the sources; each target sets up what it needs first (.ci/setup).
PYTHON := .venv/bin/python
NODE := .venv/bin/node
BIOME := node_modules/@biomejs/biome/bin/biome
SOURCES := desktop server tests .ci
LINTED := $(SOURCES) build.spec tests/bench/bare_window.spec

.DEFAULT_GOAL := help
.PHONY: help run test quick package test-package mutants fuzz bench check screenshots format assets licences messages lock clean

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1	\2/p' Makefile | expand -t 16

# Chromium, and so Qt's web view, does not run as root with its sandbox. Nobody should use the program as root, but
# containers do; the switch is theirs and no part of the program.
ifeq ($(shell id -u),0)
run: export QTWEBENGINE_CHROMIUM_FLAGS ?= --no-sandbox
endif
run: ## Start the program: make run ARGS="--demo"
	@.ci/setup run
	@.venv/bin/atelier $(ARGS)

# Compiled once for all the processes that run tests, and for the next time.
test quick: export PYTHONDONTWRITEBYTECODE :=
test: ## Run the tests: make test ARGS="tests/paintings/test_store.py -k crash"
	@.ci/setup test
	@$(PYTHON) -m pytest $(ARGS)

quick: ## Run what takes minutes only: no browsers, no windows, nothing slow
	@.ci/setup test
	@$(PYTHON) -m pytest -m "not real_screen and not slow" $(ARGS)

PACKAGE := PYTHONPATH=.ci $(PYTHON) -m package

package: ## Build the program people download, into dist/
	@.ci/setup package
	@$(PACKAGE)

test-package: ## Build it where that is due, and drive what was built: make test-package ARGS="-k story"
	@.ci/setup package
	@.ci/setup test
	@$(PACKAGE) --if-changed
	@$(PYTHON) -m pytest tests/packaged $(ARGS)

mutants: ## Change a room's sources in many small ways and see which no test notices: make mutants ARGS="server.studio.queue.*"
	@.ci/setup test
	@.venv/bin/mutmut run $(ARGS)
	@.venv/bin/mutmut results | grep -v ': not checked' || true

fuzz: ## Send 200,000 requests that nobody meant over every route, some ten minutes: make fuzz ARGS="20000 7"
	@.ci/setup test
	@$(PYTHON) -m tests.fuzz $(ARGS)

bench: ## Measure speed and size, each against its floor
	@.ci/setup test
	@.ci/setup package
	@$(PYTHON) -m tests.bench $(ARGS)

screenshots: ## Photograph the program for the READMEs, with its sample painter
	@.ci/setup test
	@$(PYTHON) .ci/screenshots.py

check: ## Check format, lint, types, built assets, catalogues and workflows
	@.ci/setup tools
	$(PYTHON) -m ruff format --check $(LINTED)
	$(PYTHON) -m ruff check $(LINTED)
	$(PYTHON) -m mypy $(SOURCES)
	$(NODE) $(BIOME) check --error-on-warnings
	$(NODE) node_modules/typescript/bin/tsc --project .
	$(PYTHON) .ci/lines.py
	$(PYTHON) .ci/catalogues.py check
	$(PYTHON) .ci/assets.py check
	$(NODE) .ci/workflows.mjs

format: ## Put the sources into shape
	@.ci/setup tools
	$(PYTHON) -m ruff check --fix-only $(LINTED)
	$(PYTHON) -m ruff format $(LINTED)
	$(NODE) $(BIOME) check --write

assets: ## Rebuild the scripts, stylesheet, icons, catalogues and vendored files
	@.ci/setup tools
	$(PYTHON) .ci/assets.py build

licences: ## Gather the licences of all that ships into build/licences
	@.ci/setup tools
	$(PYTHON) -m server.web.credits build/licences

messages: ## Bring the catalogues' messages up to date with the sources
	@.ci/setup tools
	$(PYTHON) .ci/catalogues.py update

LOCK := .venv/bin/uv pip compile pyproject.toml --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url

lock: ## Pin the newest Python packages that pyproject.toml allows
	@.ci/setup tools
	$(LOCK) --group install --output-file requirements.txt
	$(LOCK) --group dev --constraint requirements.txt --output-file requirements-dev.txt

clean: ## Remove what was built and installed
	rm -rf .venv node_modules build dist mutants *.egg-info .mypy_cache .pytest_cache .ruff_cache
	find $(SOURCES) -name __pycache__ -type d -prune -exec rm -rf {} +
