# The two commands of the README (make demo, make test) need python3 (>= 3.11) and make, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CARTELLA_DEMO ?= demo-studio
PROVE ?= -n 2 --dist loadscope

.PHONY: demo test test-all lint format bench pictures clean

demo: $(VENV)/pronto
	$(BIN)/parcella demo --cartella $(CARTELLA_DEMO)

test: $(VENV)/pronto
	$(BIN)/python -m pytest $(PROVE) -m "not slow"

test-all: $(VENV)/pronto
	$(BIN)/python -m pytest $(PROVE)

lint: $(VENV)/pronto
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/pronto
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/pronto
	$(BIN)/python -m benchmarks

$(VENV)/pronto: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "parcella richiede Python 3.11 o successivo")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

pictures: $(VENV)/pronto
	$(BIN)/python docs/figure/disegna.py > /dev/null
