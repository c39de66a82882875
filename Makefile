# Everything runs in .venv, which the first target makes. "make" is the main job, "make test" passes the tests.
PYTHON ?= python3
BIN := .venv/bin
WORKERS ?= 2

.PHONY: all test statistical kernel mutate mutate-quick figures lint types imports check-style bench clean

all: .venv/ready
	$(BIN)/relucidate -n $(WORKERS)

test: .venv/ready
	$(BIN)/pytest -n $(WORKERS) --durations=15

# Proofs that rest on random runs. A file's proofs share their runs, so one process takes all of them.
statistical: .venv/ready
	$(BIN)/pytest proofs_check -m statistical --no-challenge -n $(WORKERS) --dist loadfile

# Stored proofs, checked by Rocq; where it is missing (exit code 2), what is missing is said.
kernel: .venv/ready
	$(BIN)/relucidate kernel -n $(WORKERS) || test $$? -eq 2

mutate: .venv/ready
	$(BIN)/relucidate mutate -n $(WORKERS)

mutate-quick: .venv/ready
	$(BIN)/relucidate mutate --quick -n $(WORKERS)

figures: .venv/ready
	$(BIN)/relucidate figures

check-style: lint types imports

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/dev
	$(BIN)/mypy

imports: .venv/dev
	$(BIN)/lint-imports

# One table, benchmarks/README.md, which a loaded machine does not write; PyTorch and JAX where they can be had.
bench: .venv/ready
	$(BIN)/python -m pip install --quiet -e '.[bench]' || true
	$(BIN)/python benchmarks/table.py

.venv/ready: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet -e '.[test]'
	touch $@

.venv/dev: .venv/ready
	$(BIN)/python -m pip install --quiet -e '.[dev]'
	touch $@

clean:
	rm -rf build .venv .pytest_cache .hypothesis .mypy_cache .ruff_cache .import_linter_cache
