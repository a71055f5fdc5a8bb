# Every target sets up what it needs: a machine with Python 3.11+ and pip is enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEMO ?= demo-output
JOBS ?= 2

.PHONY: demo test lint audit bench lock clean help

help:
	@echo "make demo   a fictional case from files to a verified submission, and what to open"
	@echo "make test   the whole suite"
	@echo "make lint   ruff, mypy --strict, the import-direction test, licences and known faults of packages"
	@echo "make audit  asks for new advisories on packages (needs a network)"
	@echo "make bench  the measurements behind the claims (long)"
	@echo "make lock   renew requirements.lock"

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Set PYTHON=/path/to/python3.11")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "Could not make a virtual environment. On Debian: apt-get install python3-venv"; exit 3; }
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $(READY)

demo: $(READY)
	$(BIN)/dalil demo $(DEMO)

test: $(READY)
	$(BIN)/python -m pytest -q -n $(JOBS) --dist worksteal

lint: $(READY)
	$(BIN)/ruff format --check src tests bench supply
	$(BIN)/ruff check src tests bench supply
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_layers.py
	$(BIN)/python supply/check.py

audit: $(READY)
	$(BIN)/python -m pip install --quiet pip-audit
	$(BIN)/python supply/check.py --online

bench: $(READY)
	$(BIN)/python bench/run.py

lock: $(READY)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
		--extra analysis --extra media --extra sign --extra dev pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) $(DEMO) build dist .pytest_cache .mypy_cache .ruff_cache
