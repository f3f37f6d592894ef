# Press: posts/ → press/ → site/. `make` alone lists the targets.

PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
RUN := $(BIN)/python
WORKERS ?= 2
LOCK := $(BIN)/pip-compile -q --generate-hashes --strip-extras --allow-unsafe --no-header $(if $(UPGRADE),--upgrade) \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host

.DEFAULT_GOAL := help
.PHONY: help build serve verify check test fuzz bench lint types imports workflows golden words docs clean lock

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: $(VENV)/installed ## Build the portal into site/
	@$(RUN) build.py build

serve: $(VENV)/installed ## Serve the portal on 127.0.0.1 and rebuild at every save
	@$(RUN) build.py serve

verify: $(VENV)/installed ## Build, then build everything again in a temporary folder and compare
	@$(RUN) build.py build --verify

check: lint types imports workflows test ## All checks: lint, types, import contract, files of CI, tests

test: $(VENV)/testing browser ## Install what the tests need, and run all tests
	@$(RUN) -m pytest -n $(WORKERS) --dist worksteal

fuzz: $(VENV)/testing browser ## Run the property tests with 50 times as many examples: TIMES=50
	@PRESS_FUZZ=$(or $(TIMES),50) $(RUN) -m pytest -n $(WORKERS) --dist worksteal -m fuzz

bench: $(VENV)/installed ## Measure Press, Hugo, Pelican and Eleventy: SIZE=1000,10000
	@$(RUN) -m bench.run $(if $(SIZE),--size $(SIZE)) $(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(ONLY),--only $(ONLY))

lint: $(VENV)/testing ## Lint and formatting
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: $(VENV)/testing ## Types
	@$(BIN)/mypy

imports: $(VENV)/testing ## The import contract of docs/map.md
	@$(BIN)/lint-imports

workflows: $(VENV)/testing ## The files of CI and the scripts for servers
	@$(BIN)/actionlint -shellcheck $(BIN)/shellcheck
	@$(BIN)/zizmor --offline --quiet --strict-collection .github
	@$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml
	@$(BIN)/check-jsonschema --quiet --builtin-schema vendor.dependabot .github/dependabot.yml
	@$(BIN)/check-jsonschema --quiet --builtin-schema vendor.gitlab-ci --data-transform gitlab-ci .gitlab-ci.yml
	@$(BIN)/shellcheck .ci/run tools/server/update tools/ci/*

golden: $(VENV)/testing ## Rewrite the expected results of golden tests; review the diff like code
	@$(RUN) -m pytest tests/unit/test_markdown.py --golden

words: $(VENV)/testing ## Update and compile the translations in press/i18n/
	@$(RUN) -m tools.words

docs: $(VENV)/testing browser ## Generate the parts of docs/ that come from the code
	@$(RUN) -m tools.docs
	@$(RUN) -m tools.dialect

lock: $(VENV)/testing ## Lock the dependencies of pyproject.toml; UPGRADE=1 for the newest versions
	@$(RUN) -m pip install -q pip-tools
	@$(LOCK) -o requirements.txt pyproject.toml
	@$(LOCK) -c requirements.txt --extra dev -o requirements-dev.txt pyproject.toml
	@$(LOCK) -c requirements.txt -c requirements-dev.txt --extra cluster -o requirements-cluster.txt pyproject.toml
	@$(LOCK) -c requirements.txt -c requirements-dev.txt --extra s3 -o requirements-s3.txt pyproject.toml

clean: ## Delete site/, the cache and the virtual environment
	rm -rf site .press $(VENV)

.PHONY: browser
browser: $(VENV)/testing
	@$(RUN) -m tools.provision

$(VENV)/python: 
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Press needs Python 3.11 or newer: make PYTHON=python3.11 …"; exit 2; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/installed: requirements.txt | $(VENV)/python
	@$(RUN) -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/testing: requirements-dev.txt requirements-cluster.txt $(VENV)/installed
	@$(RUN) -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt -r requirements-cluster.txt
	@touch $@
