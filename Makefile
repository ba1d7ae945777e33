# Each target sets up what it needs in .venv first; `make PYTHON=/path/to/python ...` chooses the Python.
BIN := .venv/bin
WORKERS ?= 2
# Who is done takes over what another has not begun; neighbours share what they set up.
TEST := $(BIN)/python -m pytest -n auto --maxprocesses $(WORKERS) --dist worksteal

# Tests keep bytecode, whatever the surroundings say: else every process they start makes it anew.
check test: export PYTHONPYCACHEPREFIX := $(CURDIR)/.cache/bytecode
unexport PYTHONDONTWRITEBYTECODE

.NOTPARALLEL:
.PHONY: help demo check test lint bench docs lock clean run-env dev-env

help: ## say what there is to make
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile

demo: run-env ## play the demonstration
	$(BIN)/cocreation demo

check: lint ## the quick round of every day: lint, then test the rules, their laws and whole runs
	$(TEST) tests/rules tests/laws tests/test_golden.py

test: lint ## lint, then run all tests (WORKERS=2 at most, never more than there are cores)
	$(TEST)

lint: dev-env ## check style, format, types and layers
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache --no-logo

bench: dev-env ## measure the engines and the experiments; BASE=COMMIT holds the commands against it
ifdef BASE
	$(BIN)/python tools/bench-against $(BASE)
else
	$(BIN)/python benchmarks/engines.py
	$(BIN)/python -m benchmarks.experiments
	$(BIN)/python benchmarks/common_luck.py
	$(BIN)/python -m benchmarks.optimising --seeds 10
	$(BIN)/python -m benchmarks.dashboard
endif

docs: dev-env ## build the documentation site into site/ and check its links
	$(BIN)/python tools/docs

lock: ## renew the pinned versions in requirements/
	tools/lock --upgrade

clean: ## remove what was made here: .venv, caches, builds
	rm -rf .venv .cache .hypothesis build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

run-env:
	@tools/set-up run

dev-env:
	@tools/set-up dev
