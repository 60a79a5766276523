# Everything a newcomer or a maintainer runs; `make` alone lists it.

PYTHON ?= python3
VENV ?= .venv
EMPLOYEES ?= 1000
SEED ?= 1
AIRFLOW_PORT ?= 8080
SANDBOX_PORT ?= 8090
JOBS ?= 2
UV_VERSION := 0.13.8

BIN := $(VENV)/bin
PY := $(BIN)/python
PYTEST := $(PY) -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder
UV := $(BIN)/uv
RUNTIME := $(VENV)/.runtime
DEMO := $(VENV)/.demo
TOOLS := $(VENV)/.tools

# Airflow is started again and again here, and would be compiled each time.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo up down env test check lint types contracts check-mappings unit bench lock screenshots clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- running it ---------------------------------------------------------------------------------

demo: $(DEMO) ## A year of an invented company (EMPLOYEES=1000): exports, deductions, carrier files
	@$(PY) -m scripts.demo --employees $(EMPLOYEES) --seed $(SEED)

up: $(DEMO) ## Start the sandbox and the Airflow UI (AIRFLOW_PORT=8080, SANDBOX_PORT=8090) on 127.0.0.1
	@$(PY) -m scripts.up --employees $(EMPLOYEES) --seed $(SEED) --port $(AIRFLOW_PORT) --sandbox-port $(SANDBOX_PORT)

down: ## Stop what `make up` started; its data stays in .run/up
	@if [ -x $(PY) ]; then $(PY) -m scripts.down; fi

env: $(RUNTIME) ## Write .env for docker-compose.yaml, with fresh secrets
	@$(PY) -m scripts.compose_env

# --- checking it --------------------------------------------------------------------------------

test: lint types contracts check-mappings ## Run every check and every test, real services included
	$(PYTEST)

check: lint types contracts check-mappings unit ## Run what needs no services: for every commit

lint: $(TOOLS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(TOOLS)
	$(BIN)/mypy -p benefits_sync -p sandbox -p scripts -p benchmarks -p dags

contracts: $(TOOLS)
	$(BIN)/lint-imports

check-mappings: $(TOOLS) ## Find unknown fields, unmapped values and rules that never match in the mappings
	$(BIN)/benefits check-mappings

unit: $(TOOLS)
	$(PYTEST) -m "not service and not slow"

bench: $(TOOLS) ## Measure an export against its floor; results go to benchmarks/results/
	$(PY) -m benchmarks

# --- maintaining it -----------------------------------------------------------------------------

lock: $(UV) ## Pin requirements*.txt anew from pyproject.toml
	@sh scripts/lock.sh $(UV)

screenshots: $(TOOLS) ## Take the pictures in docs/images/ anew
	$(PY) -m scripts.screenshots

clean: down ## Remove the virtual environment, the local data and all caches
	rm -rf $(VENV) .run .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage*
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- the virtual environment --------------------------------------------------------------------

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
	  { echo "Python 3.11, 3.12 or 3.13 is needed: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

$(RUNTIME): requirements.txt pyproject.toml | $(UV)
	$(UV) pip install --quiet --python $(PY) -r requirements.txt
	$(UV) pip install --quiet --python $(PY) --no-deps --editable .
	@touch $@

$(DEMO): requirements-demo.txt $(RUNTIME) | $(UV)
	$(UV) pip install --quiet --python $(PY) -r requirements-demo.txt
	@touch $@

$(TOOLS): requirements-dev.txt $(RUNTIME) | $(UV)
	$(UV) pip install --quiet --python $(PY) -r requirements-dev.txt
	@touch $@
