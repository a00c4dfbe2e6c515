# Two commands: `make rjdb` builds a dataset, `make test` runs the tests. Both set up .venv by themselves.
# `make test-slow` runs the tests that `make test` leaves out, each of which takes more than 20 seconds.
# `make demo` opens the Space on what `make rjdb` built, or on what it brings.
PYTHON ?= python3
BIN := .venv/bin
TRIPLES ?= 2000

.PHONY: rjdb demo test test-slow browser compat lint bench clean

rjdb: .venv/base
	$(BIN)/python -m dataset_builder build --triples $(TRIPLES) --out rjdb

demo: .venv/demo
	cd spaces/demo && $(if $(wildcard rjdb/build.json),RJDB_HOME=$(CURDIR)/rjdb) ../../$(BIN)/python app.py --open

test: .venv/dev browser
	$(BIN)/python -m pytest -n auto --dist loadfile -m "not slow" --durations 10

test-slow: .venv/dev
	$(BIN)/python -m pytest -m slow --durations 0

browser:  # Debian's Chromium, for the tests of the Space; without it they skip and say so
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get -qq update \
		&& apt-get -qq install --yes --no-install-recommends chromium >/dev/null; } \
		|| echo "no Chromium, and it cannot be installed: the browser tests are skipped"

compat: .venv/dev  # datasets 2.x and 3.x, installed from the package registry
	RJDB_COMPAT=1 $(BIN)/python -m pytest tests/test_old_datasets.py

lint: .venv/dev
	$(BIN)/ruff check . && $(BIN)/ruff format --check .

bench: .venv/dev
	$(BIN)/python -m benchmarks.graph
	$(BIN)/python -m benchmarks.build
	$(BIN)/python -m benchmarks.demo

clean:
	rm -rf .venv rjdb .rjdb.building

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/base: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	touch $@

.venv/demo: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[demo]'
	touch $@ .venv/base

.venv/dev: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@ .venv/base .venv/demo
