# The entrance for everything one does with the sources; each target sets up what it needs first (.ci/setup).
PYTHON := .venv/bin/python
SOURCES := desktop server tests .ci

.DEFAULT_GOAL := help
.PHONY: help run test bench check format assets licences messages lock clean

help: ## List the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1	\2/p' Makefile | expand -t 12

# Chromium, and so Qt's web view, does not run as root with its sandbox. Nobody should use the program as root, but
# containers do; the switch is theirs and no part of the program.
ifeq ($(shell id -u),0)
run: export QTWEBENGINE_CHROMIUM_FLAGS ?= --no-sandbox
endif
run: ## Start the program: make run ARGS="--demo"
	@.ci/setup run
	@.venv/bin/atelier $(ARGS)

test: ## Run the tests: make test ARGS="tests/test_store.py -k crash"
	@.ci/setup test
	@$(PYTHON) -m pytest $(ARGS)

bench: ## Measure speed and size, each against its floor
	@.ci/setup test
	@$(PYTHON) -m tests.bench $(ARGS)

check: ## Check format, lint, types, built assets, catalogues and workflows
	@.ci/setup tools
	$(PYTHON) -m ruff format --check $(SOURCES)
	$(PYTHON) -m ruff check $(SOURCES)
	$(PYTHON) -m mypy $(SOURCES)
	$(PYTHON) .ci/catalogues.py check
	$(PYTHON) .ci/assets.py check
	.venv/bin/node .ci/workflows.mjs

format: ## Put the sources into shape
	@.ci/setup tools
	$(PYTHON) -m ruff check --fix-only $(SOURCES)
	$(PYTHON) -m ruff format $(SOURCES)

assets: ## Rebuild the stylesheet, icons, catalogues and vendored files
	@.ci/setup tools
	$(PYTHON) .ci/assets.py build

licences: ## Gather the licences of all that ships into build/licences
	@.ci/setup tools
	$(PYTHON) -m server.credits build/licences

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
	rm -rf .venv node_modules build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache
	find $(SOURCES) -name __pycache__ -type d -prune -exec rm -rf {} +
