# Two commands: `make rjdb` builds a dataset, `make test` runs all tests. Both set up .venv by themselves.
PYTHON ?= python3
BIN := .venv/bin
TRIPLES ?= 2000

.PHONY: rjdb test compat lint bench clean

rjdb: .venv/base
	$(BIN)/python -m dataset_builder build --triples $(TRIPLES) --out rjdb

test: .venv/dev
	$(BIN)/python -m pytest -n auto --dist loadfile

compat: .venv/dev  # datasets 2.x and 3.x, installed from the package registry
	RJDB_COMPAT=1 $(BIN)/python -m pytest tests/test_old_datasets.py

lint: .venv/dev
	$(BIN)/ruff check . && $(BIN)/ruff format --check .

bench: .venv/dev
	$(BIN)/python -m benchmarks.graph
	$(BIN)/python -m benchmarks.build

clean:
	rm -rf .venv rjdb .rjdb.building

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/base: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	touch $@

.venv/dev: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@ .venv/base
