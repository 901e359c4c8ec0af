# Two targets matter: `make demo` and `make test`. Both build .venv from requirements.lock first.
PYTHON ?= python3
UV_VERSION := 0.13.9
# uv from the PATH, else fetched by pip into .uv/ (never into the system's Python).
UV := $(or $(shell command -v uv 2>/dev/null),.uv/bin/uv)
# The machine's own certificates, as pip and git use: behind a proxy there may be no others.
export UV_SYSTEM_CERTS := true
LOCK_FLAGS := --universal --python-version 3.11 --generate-hashes --no-annotate --no-header
EXTRAS := fast explore cluster read html pdf docx rtf excel office pool llm web

.PHONY: demo serve test fast check lint types imports format lock bench docs site screenshots clean

demo: .venv/.ready
	.venv/bin/tracktwo demo --out out

serve: .venv/.ready  ## the workbench on a copy of the worked case, in out/
	test -d out/afghanistan-2023 || .venv/bin/tracktwo example afghanistan-2023 out/afghanistan-2023
	.venv/bin/tracktwo serve out/afghanistan-2023

# A file of tests stays in one process: what its tests share is made once.
TEST := .venv/bin/python -m pytest --numprocesses auto --dist loadfile

test: .venv/.ready
	$(TEST)

fast: .venv/.ready  ## the tests but the slow ones
	$(TEST) -m "not slow"

check: lint types imports test

lint: .venv/.ready
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .

types: .venv/.ready
	.venv/bin/mypy

imports: .venv/.ready
	.venv/bin/lint-imports

format: .venv/.ready
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

bench: .venv/.ready .bench/.ready  ## every figure of docs/benchmarks.md, and attacks on files
	.venv/bin/python benchmarks/page.py --peers-python .bench/bin/python
	.venv/bin/python benchmarks/robustness.py

docs: .venv/.ready  ## renew the output that the pages show
	.venv/bin/python docs/refresh.py

site: .venv/.ready  ## the documentation as a site in out/site; runs the notebooks, checks links
	.venv/bin/python -m sphinx -q -W --keep-going -b html docs out/site

screenshots: .venv/.ready  ## every page of the workbench, light, dark, narrow and on a projector
	.venv/bin/python docs/screenshots.py out/screenshots

lock: | $(UV)  ## after a change of dependencies in pyproject.toml
	$(UV) pip compile --quiet pyproject.toml $(LOCK_FLAGS) $(EXTRAS:%=--extra %) --group dev -o requirements.lock
	$(UV) pip compile --quiet pyproject.toml $(LOCK_FLAGS) --extra bench -o requirements-bench.lock
	$(UV) pip compile --quiet pyproject.toml $(LOCK_FLAGS) --extra parse -o requirements-parse.lock

# The lock holds names, versions and hashes and no addresses, so it works behind any package index.
.venv/.ready: requirements.lock pyproject.toml | $(UV)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "tracktwo needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ...")'
	$(UV) venv --quiet --allow-existing --python $(PYTHON) .venv
	$(UV) pip sync --quiet --python .venv --require-hashes --compile-bytecode requirements.lock
	$(UV) pip install --quiet --python .venv --no-deps --no-build-isolation --editable .
	-.venv/bin/tracktwo compile
	@touch $@

# Peers for the benchmarks, apart so that they change no version of ours.
.bench/.ready: requirements-bench.lock | $(UV)
	$(UV) venv --quiet --allow-existing --python $(PYTHON) .bench
	$(UV) pip sync --quiet --python .bench --require-hashes --compile-bytecode requirements-bench.lock
	@touch $@

.uv/bin/uv:
	@echo "uv is not installed: fetching it into .uv/"
	$(PYTHON) -m venv .uv
	.uv/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

clean:
	rm -rf .venv .uv .bench out dist .mypy_cache .ruff_cache .hypothesis
