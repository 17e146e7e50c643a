# Every target makes its own virtual environment in .venv from the locked requirements.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CONFIG ?= config
WORKERS ?= 3

.PHONY: run demo test lint train bench bench-model bench-watches bench-stories bench-crash bench-laws lock clean

run: $(VENV)/.run
	$(BIN)/monitor run --config $(CONFIG)

demo: $(VENV)/.dev
	$(BIN)/python -m demo

# Tests that run daemons mostly wait, so that three processes fill two cores. The order is random;
# `.venv/bin/python -m pytest --randomly-seed=last` repeats it, in one process.
test: $(VENV)/.dev
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist worksteal

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# OPTIONS=--bf16 where the processor multiplies bf16. What it makes replaces the shipped weights and figures.
train: $(VENV)/.train
	$(BIN)/python -m training.whole $(OPTIONS)

bench: bench-model bench-watches bench-stories

# Looks for counter-examples to the laws for half an hour or more.
bench-laws: $(VENV)/.dev
	MONITOR_LAWS=thorough $(BIN)/python -m pytest --timeout 7200 \
	  tests/alerts tests/delivery/test_laws.py tests/system/test_alerting_laws.py

bench-model: $(VENV)/.train
	$(BIN)/python -m benchmarks.model

bench-watches: $(VENV)/.train
	$(BIN)/python -m benchmarks.watches

bench-stories: $(VENV)/.train
	$(BIN)/python -m benchmarks.stories

bench-crash: $(VENV)/.dev
	$(BIN)/python -m benchmarks.crash

$(VENV)/bin/pip:
	$(PYTHON) scripts/make_venv.py $(VENV)

$(VENV)/.run: requirements/run.txt pyproject.toml | $(VENV)/bin/pip
	$(BIN)/pip install --quiet --require-hashes --requirement requirements/run.txt
	$(BIN)/pip install --quiet --no-deps --editable .
	touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	$(BIN)/pip install --quiet --require-hashes --requirement requirements/dev.txt
	touch $@

$(VENV)/.train: $(VENV)/.dev
	$(BIN)/pip install --quiet torch==2.13.0
	$(BIN)/pip install --quiet --editable '.[train]'
	touch $@

lock:
	$(PYTHON) -m pip install --quiet uv
	uv pip compile --universal --python-version 3.11 --generate-hashes --quiet \
	  --extra postgres --extra apprise pyproject.toml --output-file requirements/run.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --quiet \
	  --extra postgres --extra apprise --extra dev pyproject.toml --output-file requirements/dev.txt

clean:
	rm -rf $(VENV) build dist
