# Set-up and daily commands. `make app` and `make test` each do everything on a fresh Debian.
PYTHON ?= python3
DATA ?= var
PY := .venv/bin/python
PORT ?= 8501
export PROEFTUIN_DATA := $(DATA)

.PHONY: help app demo laad publiceer test audit check lint types bench last lezers simulatie schoon
help:
	@echo "make app         start de app (maakt eerst een demogemeente als er nog geen editie is)"
	@echo "make test        alle tests"
	@echo "make audit       pakketten: vastgezet, onveranderd, zonder bekende fouten"
	@echo "make check       opmaak, lint, types en tests"
	@echo "make bench       snelheid, als verhoudingen binnen een run"
	@echo "make last        vijftig schrijvers een minuut tegelijk in de gesprekken, op twee databases"
	@echo "make lezers      dertig lezers tien minuten tegelijk in de app, met het geheugen per minuut"
	@echo "make simulatie   hoe vaak methoden een effect zien dat er niet is (docs/simulatie.md)"
	@echo "make aanval      valt 20 verzonnen steden aan, elk met drie edities"
	@echo "make demo        maakt, laadt en publiceert de demogemeente opnieuw"
	@echo "make laad LEVERING=map-of-zip    laadt een eigen levering"
	@echo "make publiceer   maakt een editie van de geladen levering"

.venv/app: requirements.txt tools/venv.sh
	@PYTHON=$(PYTHON) sh tools/venv.sh requirements.txt
	@touch $@

.venv/dev: .venv/app requirements-dev.txt
	@PYTHON=$(PYTHON) sh tools/venv.sh requirements-dev.txt
	@touch $@

$(DATA)/edities/huidig.json: | .venv/app
	@echo "Er is nog geen editie: we maken de demogemeente (synthetische gegevens)."
	@$(MAKE) --no-print-directory demo

app: .venv/app $(DATA)/edities/huidig.json
	@echo "De app staat op http://localhost:$(PORT) (stoppen met Ctrl+C)"
	@$(PY) -m streamlit run app.py --server.port $(PORT)

demo: .venv/app
	@$(PY) -m proeftuin demo $(DATA)/demo-levering
	@$(PY) -m proeftuin laad $(DATA)/demo-levering --vervang
	@$(PY) -m proeftuin publiceer

laad: .venv/app
	@test -n "$(LEVERING)" || { echo "Noem de levering: make laad LEVERING=map-of-zip"; exit 2; }
	@$(PY) -m proeftuin laad "$(LEVERING)"

publiceer: .venv/app
	@$(PY) -m proeftuin publiceer

test: .venv/dev
	@sh tools/browser.sh
	@sh tools/inlogproef.sh
	@$(PY) -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

lint: .venv/dev
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .

types: .venv/dev
	@$(PY) -m mypy

audit: .venv/dev
	@$(PY) -m tools.audit --bekend

check: lint types test

bench: .venv/dev
	@$(PY) -m tools.bench

last: .venv/dev
	@$(PY) -m tools.last

lezers: .venv/app $(DATA)/edities/huidig.json
	@$(PY) -m tools.lezers

simulatie: .venv/app
	@$(PY) -m tools.simulatie

aanval: .venv/dev
	@$(PY) -m tools.aanval

schoon:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis
