# The commands of this project. `make due` and `make test` do all their own set-up in .venv: they
# need Python 3.11 or newer with pip 22.3 or newer, and nothing else.

PYTHON ?= python3
ARGS ?= --month 10 --as-of 2022-10-01
UV ?= uv

PIP = PIP_USER=0 $(PYTHON) -m pip --disable-pip-version-check --python .venv
LOCK = $(UV) pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --python-version 3.11

.PHONY: due test format lint types pytest bench wheel messages schema \
	sessions spark lock clean

# What falls due in October, from the lists of 2022.
due: .venv/run.stamp
	.venv/bin/dutylist due $(ARGS)

# All that must hold before a commit; `make --keep-going test` goes on after the first failure.
test: format lint types pytest

format: .venv/dev.stamp
	.venv/bin/ruff format --check .

lint: .venv/dev.stamp
	.venv/bin/ruff check .

types: .venv/dev.stamp
	.venv/bin/mypy

pytest: .venv/dev.stamp
	.venv/bin/python -m pytest --numprocesses=auto

# The ratios of docs/performance.md, measured here and now.
bench: .venv/dev.stamp
	.venv/bin/python benchmarks/run.py

# The wheel, into dist/.
wheel: .venv/run.stamp
	$(PIP) wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

# Bring the Chinese catalogue up to date with the messages in the code.
messages: .venv/dev.stamp
	.venv/bin/python tools/catalogue.py update

# Write the JSON Schemas anew from the models, and that of exports from its tables.
schema: .venv/run.stamp
	mkdir -p data/schema
	.venv/bin/dutylist schema list > data/schema/duty-list.json
	.venv/bin/dutylist schema units > data/schema/units.json
	.venv/bin/dutylist schema export > docs/export.schema.json

# Run the commands that the documents show, and write their output into the documents anew.
sessions: .venv/dev.stamp
	.venv/bin/python tests/documents.py

# Ask the questions of docs/scaling.md on Spark: two workers of their own. Needs Java 17.
spark: .venv/dev.stamp .venv/spark/stamp
	PYTHONPATH=tests .venv/spark/bin/python tools/spark.py .venv/bin/dutylist

# Pin what pyproject.toml asks for, with hashes and without hosts. Pins that still fit are kept;
# delete the files to get the newest. Needs uv.
lock:
	$(LOCK) pyproject.toml --extra office --group build --output-file requirements/run.txt
	$(LOCK) pyproject.toml --extra all --group dev --constraint requirements/run.txt \
		--output-file requirements/dev.txt
	$(LOCK) pyproject.toml --group spark --output-file requirements/spark.txt

clean:
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

# Debian has Python without venv's pip, and lets nobody install beside the system's packages: so
# the environment is made without pip, and the pip outside installs into it.
.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "dutylist needs Python 3.11 or newer; name one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m pip --version > /dev/null || { \
		echo "$(PYTHON) has no pip; install it (Debian: apt install python3-pip)" >&2; exit 1; }
	$(PYTHON) -m venv --clear --without-pip .venv
	@$(PIP) --version > /dev/null || { rm -rf .venv; \
		echo "dutylist needs pip 22.3 or newer; name a Python that has it: make PYTHON=…" >&2; \
		exit 1; }

.venv/run.stamp: .venv/bin/python requirements/run.txt pyproject.toml
	$(PIP) install --quiet --require-hashes --requirement requirements/run.txt
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev.stamp: .venv/run.stamp requirements/dev.txt
	$(PIP) install --quiet --require-hashes --requirement requirements/dev.txt
	@touch $@

# Spark brings half a gigabyte, and pins of its own: it has an environment of its own.
.venv/spark/stamp: .venv/bin/python requirements/spark.txt
	$(PYTHON) -m venv --clear --without-pip .venv/spark
	PIP_USER=0 $(PYTHON) -m pip --disable-pip-version-check --python .venv/spark install --quiet \
		--require-hashes --requirement requirements/spark.txt
	@touch $@
