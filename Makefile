# make run   sets everything up and serves the dashboard (PORT=8501, HOST=127.0.0.1)
# make desk  opens the page for updates in the browser of this computer
# make serve the same behind nginx with several processes (N=2, PORT=8501)
# make test  sets everything up and runs all tests
# make site  writes the static edition into a folder (OUT=site, ADDRESS=https://…)
# make bench measures the dashboard beside its peers (BENCH=--quick to try it)
# Only Python 3.11 to 3.13 with pip, and make, are taken as given.

PYTHON ?= python3
VENV ?= .venv
PORT ?= 8501
HOST ?= 127.0.0.1
N ?= 2
OUT ?= site
ADDRESS ?=
BIN = $(VENV)/bin

.PHONY: run desk slide-template serve site test test-all browser lint pictures rooms boundaries bench bench-rows bench-update soak \
	git-diff fuzz sbom audit lock clean

# What is made beforehand is made for one address: here for that of this machine alone.
run: export SITE_ADDRESS ?= $(if $(filter 127.0.0.1 localhost,$(HOST)),http://$(HOST):$(PORT))
run: $(VENV)/ready
	$(BIN)/streamlit run app.py --server.port $(PORT) --server.address $(HOST)

# Files handed in, looked at and published in a browser (docs/update.md).
desk: $(VENV)/ready
	$(BIN)/kzdata desk

# What the public service is, on loopback: nginx in front of N processes, watched.
serve: $(VENV)/ready
	$(BIN)/python -m deploy.serve --processes $(N) --port $(PORT)

# All pages, figures and data as files; SITE="--packed --pictures usual" passes options on.
site: $(VENV)/ready
	$(BIN)/python -m dashboard.edition "$(OUT)" --address "$(ADDRESS)" $(SITE)

test: $(VENV)/ready browser lint
	$(BIN)/python -m pytest -rs --numprocesses 2 --dist loadfile --no-loadscope-reorder

# The tests on every Python that the machine has, each in an environment of its own.
test-all: test
	@for version in 3.11 3.12 3.13; do \
		if python$$version -c "" 2>/dev/null; then \
			echo "== Python $$version"; \
			$(MAKE) --no-print-directory test PYTHON=python$$version VENV=.venv-$$version || exit 1; \
		else \
			echo "== Python $$version: not on this machine, left out"; \
		fi; \
	done

lint: $(VENV)/ready
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-cache > $(VENV)/imports.txt || { cat $(VENV)/imports.txt; exit 1; }

$(VENV)/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { \
		echo "Python 3.11 to 3.13 is needed; $(PYTHON) is not. Name another: make PYTHON=python3.12"; \
		exit 1; }
	$(PYTHON) -m venv --without-pip --clear $(VENV)
	$(PYTHON) -m pip --python $(BIN)/python install --quiet --require-hashes -r requirements.lock
	$(PYTHON) -m pip --python $(BIN)/python install --quiet --no-deps --no-build-isolation -e .
	$(BIN)/python -m dashboard.http.compress_assets # what pages need of Streamlit, as small as it gets
	touch $@

# A Chromium, the Nu checker, LibreOffice and nginx for the tests: those that are there, else fetched
# where that may be.
browser:
	@sh tests/browser.sh
	@sh tests/nu.sh $(VENV)
	@sh tests/office.sh
	@sh tests/nginx.sh

# The pictures of the README, taken from the running dashboard.
pictures: $(VENV)/ready browser
	$(BIN)/python docs/pictures.py

# The picture of rooms and arrows in docs/architecture.md, drawn from the imports.
rooms: $(VENV)/ready
	$(BIN)/python docs/rooms.py

# The layouts of the slides for PowerPoint; writes dashboard/slides/template.pptx.
slide-template: $(VENV)/ready
	$(BIN)/python docs/slide_template.py

# The outlines and towns of the map, drawn anew; writes dashboard/figures/boundaries.json.
boundaries: .venv-maps/ready
	.venv-maps/bin/python docs/boundaries.py

.venv-maps/ready: docs/requirements.lock
	$(PYTHON) -m venv --without-pip --clear .venv-maps
	$(PYTHON) -m pip --python .venv-maps/bin/python install --quiet --no-deps --require-hashes -r docs/requirements.lock
	touch $@

# The dashboard beside its peers; writes docs/performance.md.
bench: $(VENV)/ready .venv-bench/ready browser
	$(BIN)/python bench/run.py $(BENCH)

# How cost grows with rows, beside pandas, DuckDB and Polars; writes a section of docs/performance.md.
bench-rows: $(VENV)/ready .venv-bench/ready
	$(BIN)/python bench/rows.py

# What an update of a million rows costs; writes a section of docs/performance.md.
bench-update: $(VENV)/ready
	$(BIN)/python bench/update.py

# Whether the service holds under load, twenty minutes long; writes a section of docs/performance.md.
soak: $(VENV)/ready browser
	$(BIN)/python bench/soak.py $(SOAK)

# The peers live in an environment of their own: with Plotly beside it, Streamlit is slower.
.venv-bench/ready: bench/requirements.lock
	$(PYTHON) -m venv --without-pip --clear .venv-bench
	$(PYTHON) -m pip --python .venv-bench/bin/python install --quiet --require-hashes -r bench/requirements.lock
	touch $@

# `git diff` shows the rows of Parquet files; what .gitattributes names, each checkout must allow.
git-diff: $(VENV)/ready
	git config diff.parquet.textconv '"$(abspath $(BIN))/python" -I "$(CURDIR)/publishing/git_textconv.py"'

# Ten thousand addresses that nobody would think of, asked of the running dashboard.
fuzz: $(VENV)/ready
	ADDRESSES=10000 $(BIN)/python -m pytest -q tests/test_addresses.py

# What the service is made of (CycloneDX, with hashes and licences): bill-of-materials.json.
sbom: $(VENV)/ready .venv-audit/ready
	.venv-audit/bin/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml \
		--output-reproducible --of JSON -o .venv-audit/listed.json
	$(BIN)/python .ci/bill.py .venv-audit/listed.json bill-of-materials.json

# Known faults of what is pinned, as far as the registry in use tells them; what it does not know
# of is a failure, and not a good sign.
audit: .venv-audit/ready
	.venv-audit/bin/pip-audit --strict --require-hashes --disable-pip --progress-spinner off -r requirements.lock

.venv-audit/ready: .ci/requirements.lock
	$(PYTHON) -m venv --without-pip --clear .venv-audit
	$(PYTHON) -m pip --python .venv-audit/bin/python install --quiet --require-hashes -r .ci/requirements.lock
	touch $@

# Pin the newest versions that pyproject.toml allows, with hashes, for all Pythons named there.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --extra test \
		--no-emit-index-url --no-emit-find-links --no-header --upgrade -o requirements.lock pyproject.toml
	uv pip compile --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header --upgrade \
		-o bench/requirements.lock bench/requirements.in
	uv pip compile --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header --upgrade \
		-o .ci/requirements.lock .ci/requirements.in
	uv pip compile --universal --python-version 3.11 --generate-hashes --override docs/overrides.txt \
		--no-emit-index-url --no-emit-find-links --no-header --upgrade \
		-o docs/requirements.lock docs/requirements.in

clean:
	rm -rf .venv .venv-bench .venv-audit .venv-maps .venv-3.*
