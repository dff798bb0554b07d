# `make` alone says what there is. Every target sets up what it needs first; a second set-up takes a moment.

PYTHON ?= python3
BIN := .venv/bin
RUN := $(BIN)/python -m
TESTS := tests engine/tests

# Container images often set it; every test process and every program it starts would then compile each module anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup demo test check lint types imports house deadcode deps format format-check spell docs-diff \
	rego-check prove go-test go-check system-packages system bench nightly build clean

define HELP
Start
  make demo          set everything up, then judge the demo input; exit 0 when the verdict is the expected one
  make test          set everything up, then every test that needs no system package
  make check         everything: tests with coverage, lint, types, contracts, formats, docs

One part of it
  setup              make .venv with everything in it
  lint               ruff
  types              mypy, strict
  imports            import contracts
  house              the house rules (ast-grep), with their own tests
  deadcode           vulture
  deps               declared against used packages, and the lock against both
  format             write the house format (Python, Go, Rego)
  format-check       the same, only looking
  spell              codespell
  docs-diff          generated pages against the committed ones
  rego-check         policies: strict compile and format, by the embedded engine
  prove              every rule proven: no hole opens it, every document is decided
  go-test            the engine's own Go tests
  go-check           gofmt and go vet
  system             the tests that need strace, faketime, a browser, shells or nginx (installs them)

More
  bench              figures as JSON; CASE=library: those of one case (library policies start workflows)
  nightly            check with every sweep and proof in full, then set-up on a bare machine
  build              wheels in dist/
  clean              remove what set-up, tests and builds made
endef
export HELP

help:
	@echo "$$HELP"

setup:
	@command -v $(PYTHON) >/dev/null || { echo "set-up: no $(PYTHON) on PATH; Python 3.11 or newer is needed" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; v = sys.version_info; v >= (3, 11) or sys.exit("set-up: %s is Python %d.%d; 3.11 or newer is needed (for example: make PYTHON=python3.12 setup)" % (sys.executable, v[0], v[1]))'
	@$(PYTHON) -m tools.set_up

demo: setup
	@$(RUN) tools.demo

test: setup
	$(BIN)/pytest -n 2 --dist worksteal -m "not system" $(TESTS)
	$(RUN) tools.go test

check: setup system-packages
	@$(RUN) tools.check

lint: setup
	$(BIN)/ruff check

types: setup
	$(BIN)/mypy
	$(BIN)/mypy engine/hatch_build.py engine/embedded_opa engine/tests

imports: setup
	$(BIN)/lint-imports

house: setup
	$(BIN)/ast-grep test --skip-snapshot-tests
	$(BIN)/ast-grep scan --error

deadcode: setup
	$(RUN) tools.dead_code

deps: setup
	$(RUN) tools.lock_check
	$(BIN)/deptry .

format: setup
	$(BIN)/ruff format
	$(RUN) tools.go format
	$(RUN) tools.rego_check --write

format-check: setup
	$(BIN)/ruff format --check

spell: setup
	$(BIN)/codespell

docs-diff: setup
	$(RUN) tools.docs_diff

rego-check: setup
	$(RUN) tools.rego_check

prove: setup
	$(RUN) tools.prove_rules

go-test: setup
	$(RUN) tools.go test

go-check: setup
	$(RUN) tools.go check

system-packages: setup
	@$(RUN) tools.system_packages

system: system-packages
	$(BIN)/pytest -m system $(TESTS)

bench: setup
	$(RUN) tests.bench $(CASE)

nightly: export HYPOTHESIS_PROFILE = nightly
nightly: check
	$(RUN) tools.prove_rules --thorough
	$(RUN) tools.prove_bare_machine

build: setup
	$(RUN) tools.build_wheels

clean:
	if [ -d .cache ]; then chmod -R u+w .cache; fi
	rm -rf .venv .cache .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache build dist checker/_bundle \
		engine/build engine/embedded_opa/_lib
