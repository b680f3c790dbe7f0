# The whole interface for people. `make` alone lists it.
PYTHON ?= python3
PORT ?= 8000
VENV = .venv/bin
unexport PYTHONDONTWRITEBYTECODE  # without byte code every start of Python costs seconds

.PHONY: help demo setup test services check format bench chaos load upgrade audit docs docs-check lock clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo:  ## install, load the demonstration, serve it on 127.0.0.1 (PORT=8000)
	@$(PYTHON) -m tools.install demo $(PORT)

setup:  ## install everything that work on the project and its tests need
	@$(PYTHON) -m tools.install setup

test: setup  ## the whole suite on both databases, with real services (ARGS="tests/reviews -k quorum")
	@$(VENV)/python -m tools.suite $(ARGS)

services: setup  ## start PostgreSQL, Redis, Elasticsearch, S3 and a mail server until Ctrl-C (ONLY="postgres redis")
	@$(VENV)/python -m tools.services $(ONLY)

check: setup  ## format, lint, types, imports, migrations, translations, settings, locks (ONLY="types imports")
	@$(VENV)/python -m tools.checks $(ONLY)

format:  ## put the code into the house's form
	@$(VENV)/ruff format . && $(VENV)/ruff check --fix .

bench: setup  ## medians of the main pages and calls against the raw floor (WORKS=10000)
	@$(VENV)/python -m tests.bench $(WORKS)

chaos: setup  ## let every part fail under work, then check the laws (ROUNDS=1 SEED=… SHORT=1 QUICK=1)
	@$(VENV)/python -m tests.chaos $(or $(ROUNDS),1) $(if $(SEED),--seed $(SEED)) $(if $(SHORT),--short) $(if $(QUICK),--quick)

load: setup  ## 500 people at the last hour of a round (ARGS="--minutes 10")
	@$(VENV)/python -m tests.chaos.load $(ARGS)

upgrade: setup  ## the previous release beside the schema of this one, then both side by side
	@$(VENV)/python -m tests.chaos.upgrade

docs: setup  ## write the generated parts of the documentation anew
	@$(VENV)/python -m tools.checks.documents --write

docs-check: setup  ## say whether the generated parts of the documentation are stale
	@$(VENV)/python -m tools.checks.documents

audit: setup  ## ask the package index whether a locked version is known to be vulnerable (no network: says so)
	@$(VENV)/python -m tools.audit

lock:  ## resolve the dependencies of pyproject.toml anew into requirements/ (UPGRADE=1 takes newer versions)
	@$(VENV)/python -m tools.lock $(if $(UPGRADE),--upgrade)

clean:  ## remove what can be made again; var/, with the data, stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage* node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} + -o -name '*.mo' -type f -delete
