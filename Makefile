# Taalmaatje. `make run` starts everything on this machine; `make test` checks everything.
# Needed: make, and Python 3.11 or newer with venv. Another Python: make run PYTHON=python3.12

PYTHON ?= python3
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup run test lint reset lock python bench-matching bench-messages chaos

help:
	@echo "make run     start everything (PORT=8000), stop it with Ctrl-C; the data stay"
	@echo "make test    lint and all tests, on servers of their own (ARGS=\"-k reminder\" for some of them)"
	@echo "make lint    style, types, import contracts, templates, migrations, sizes"
	@echo "make setup   only prepare: Python packages, front-end assets, message catalogues"
	@echo "make reset   stop, and forget everything the demo kept"
	@echo "make bench-matching  how fast the matching engine is, against named baselines (ARGS=\"--scale 0.1\")"
	@echo "make chaos   send messages while workers, Redis and PostgreSQL are killed (ARGS=\"--messages 5000 --kills 20\")"
	@echo "make bench-messages  how fast messages are planned, claimed and marked, against a plain loop"
	@echo "make lock    choose the versions in requirements/ anew (needs uv)"

setup run reset lint: python
	@$(PYTHON) -m local $@

test: python
	@$(PYTHON) -m local test $(ARGS)

python:
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON) here: install Python 3.11 or newer, or name one: make run PYTHON=python3.12"; exit 1; }

# What Python compiles is kept, as for everything that we start (local/folders.py).
MEASURE = PYTHONDONTWRITEBYTECODE= PYTHONPYCACHEPREFIX="$(CURDIR)/.venv/bytecode" .venv/bin/python

# OR-Tools is one of the baselines; without it that line is left out.
bench-matching: setup
	@.venv/bin/python -m pip install --quiet "ortools>=9.12" || true
	@$(MEASURE) -m benchmarks.matching $(ARGS)

chaos: setup
	@$(MEASURE) -m benchmarks.messages.chaos $(ARGS)

bench-messages: setup
	@$(MEASURE) -m benchmarks.messages $(ARGS)

# pyproject.toml says which versions may be; requirements/ says which are.
lock:
	@command -v uv >/dev/null || { echo "make lock needs uv: install it with \`pip install uv\`."; exit 1; }
	uv pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate --no-emit-index-url --upgrade --extra fast pyproject.toml -o requirements/production.txt
	uv pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate --no-emit-index-url --upgrade --extra fast --extra demo pyproject.toml -o requirements/demo.txt
	uv pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate --no-emit-index-url --upgrade --extra fast --extra demo --extra development pyproject.toml -o requirements/development.txt
