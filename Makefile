# Set-up and daily commands. `make app` and `make test` each do everything on a fresh Debian.
PYTHON ?= python3
# Where the data and the configuration are, the same for make, the command line and the app.
DATA ?= $(or $(PROEFTUIN_DATA),var)
CONFIG ?= $(PROEFTUIN_CONFIG)
PY := .venv/bin/python
PORT ?= 8501
export PROEFTUIN_DATA := $(DATA)
export PROEFTUIN_CONFIG := $(CONFIG)
# Without it every process compiles pandas, streamlit and all else anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help app demo controleer status laad publiceer test spark snel dekking audit check lint types fuzz bench last lezers simulatie aanval toegankelijk beeld vormen schoon
help:
	@echo "make app         start de app en toon haar link (maakt eerst een demogemeente als er nog geen editie is)"
	@echo "make test        alle tests, en welk deel van de regels ze uitvoeren"
	@echo "make snel        onder het schrijven, ongeveer een minuut: opmaak, lint, types, losse tests, één kleine stad"
	@echo "make spark       dezelfde feiten, cijfers en editie op Spark als op deze computer (PySpark, 450 MB, en Java)"
	@echo "make dekking     per bestand welke regels geen test van de laatste make test uitvoerde (zonder trage tests,"
	@echo "                 elk geval van een test na het eerste, en de apps en opdrachten die tests in een"
	@echo "                 eigen proces starten: dat zou te veel vertragen)"
	@echo "make audit       pakketten: vastgezet, onveranderd, zonder bekende fouten"
	@echo "make check       opmaak, lint, types en tests"
	@echo "make fuzz        10.000 bedorven leveringen: geen ervan valt om, blijft hangen of laat een sleutel zien"
	@echo "make bench       snelheid, als verhoudingen binnen een run (lang; het laatst een stad van 315.000)"
	@echo "make last        vijftig schrijvers een minuut tegelijk in de gesprekken, op twee databases"
	@echo "make lezers      dertig lezers tien minuten tegelijk in de app, met het geheugen per minuut"
	@echo "make simulatie   hoe vaak methoden een effect zien dat er niet is (docs/simulatie.md)"
	@echo "make toegankelijk   bekijkt elke bladzijde met axe en schrijft docs/toegankelijkheid.md"
	@echo "make beeld TEGEN=commit   beelden van elke bladzijde, naast die van een andere commit (build/beeld)"
	@echo "make vormen      legt vast hoe elke bladzijde is opgebouwd: de tests vergelijken ermee"
	@echo "make aanval      valt 24 verzonnen steden aan, elk met drie edities"
	@echo "make demo        maakt, laadt en publiceert de demogemeente opnieuw, met voorbeeldgesprekken"
	@echo "make controleer [LEVERING=map]   klopt de configuratie, en past de levering erbij"
	@echo "make status      welke configuratie, gegevens, edities en nulmeting in gebruik zijn"
	@echo "make laad LEVERING=map-of-zip [VERVANG=ja] [TOCH=reden]   laadt een eigen levering, of zonder LEVERING de database"
	@echo "make publiceer   maakt een editie van de geladen levering"

.venv/app: requirements.txt tools/venv.sh
	@PYTHON=$(PYTHON) sh tools/venv.sh requirements.txt
	@touch $@

.venv/dev: .venv/app requirements-dev.txt
	@PYTHON=$(PYTHON) sh tools/venv.sh requirements-dev.txt
	@touch $@

$(DATA)/edities/huidig.json: | .venv/app
	@if [ -n "$$(ls -d "$(DATA)"/edities/*/intern "$(DATA)"/edities/*/openbaar 2>/dev/null)" ]; then \
		echo "Er staan edities, maar huidig.json ontbreekt: make status zegt wat u kunt doen."; \
	elif [ -e "$(DATA)/store.duckdb" ]; then \
		echo "Er is een levering geladen en nog geen editie: make publiceer"; \
	else \
		echo "Er is nog geen editie: we maken de demogemeente (synthetische gegevens)."; \
		$(MAKE) --no-print-directory demo; \
	fi

app: .venv/app $(DATA)/edities/huidig.json
	@$(PY) -m proeftuin app --poort $(PORT)

demo: .venv/app
	@$(PY) -m proeftuin demo

controleer: .venv/app
	@$(PY) -m proeftuin controleer $(if $(LEVERING),"$(LEVERING)")

status: .venv/app
	@$(PY) -m proeftuin status

laad: .venv/app
	@$(PY) -m proeftuin laad $(if $(LEVERING),"$(LEVERING)") $(if $(VERVANG),--vervang) $(if $(TOCH),--toch "$$TOCH")

publiceer: .venv/app
	@$(PY) -m proeftuin publiceer

# Two processes more than there are cores: a browser test waits more than it computes.
# In a fresh clone Python compiles what the tests import: once, not in each process.
test: .venv/dev
	@test -d tests/__pycache__ || $(PY) -m pytest --collect-only >/dev/null & \
		sh tools/browser.sh && sh tools/inlogproef.sh && wait
	@rm -f .coverage .coverage.*
	@DEKKING=1 $(PY) -m pytest -n $$(($$(nproc) + 2)) --maxprocesses 6 --dist loadfile --no-loadscope-reorder
	@$(PY) -m coverage combine --quiet
	@echo "Uitgevoerd door de tests: $$($(PY) -m coverage report --format=total)% van de regels (make dekking)"

# What needs no edition, browser or server, the spec tables, and one small city from levering to figures.
SNEL := tests/cli/test_commands.py::test_a_levering_of_two_jeugdigen_gives_what_one_counts_by_hand \
	tests/charts tests/indicators tests/maps tests/sentences tests/settings tests/stats \
	tests/ingest/test_kolommen.py tests/ingest/test_voorbeeld.py \
	tests/test_architecture.py tests/test_dependencies.py

snel: .venv/dev lint types
	@$(PY) -m pytest -n 2 --dist worksteal -m "not langzaam and not browser and not postgres" $(SNEL)

# Beside .venv, which holds nothing but what is pinned for the product and its tests.
build/spark/klaar: requirements-spark.txt | .venv/dev
	@$(PY) -m pip install --quiet --disable-pip-version-check --upgrade --target build/spark -r $<
	@touch $@

spark: build/spark/klaar .venv/dev
	@SPARK=1 PYTHONPATH=build/spark $(PY) -m pytest --durations 3 tests/measure/test_spark.py

dekking: .venv/dev
	@$(PY) -m coverage report --show-missing --skip-covered

lint: .venv/dev
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .

types: .venv/dev
	@$(PY) -m mypy

fuzz: .venv/dev
	@export FUZZ=$${FUZZ:-2000}; $(PY) -m pytest --collect-only tests/ingest/fuzz | \
		sed -n '/::/p' | xargs -P $$(nproc) -I{} $(PY) -m pytest -s {}
	@$(PY) -m tools.fuzz

audit: .venv/dev
	@$(PY) -m tools.audit --bekend

check: lint types test

# The largest city last: on a machine that is too small for it the rest has been printed.
bench: .venv/dev $(DATA)/edities/huidig.json
	@$(PY) -m tools.bench berichten
	@$(PY) -m tools.bench paginas
	@$(PY) -m tools.bench

last: .venv/dev
	@$(PY) -m tools.last

lezers: .venv/app $(DATA)/edities/huidig.json
	@$(PY) -m tools.lezers

simulatie: .venv/app
	@$(PY) -m tools.simulatie

toegankelijk: .venv/dev $(DATA)/edities/huidig.json
	@$(PY) -m tools.toegankelijk "$(DATA)"

vormen: .venv/dev
	@rm -f tests/browser/vormen-*.txt
	@VORMEN=schrijf $(PY) -m pytest -q -p no:xdist -k test_page_is_dutch \
	tests/browser/test_app.py tests/browser/test_smal.py

beeld: .venv/dev $(DATA)/edities/huidig.json
	@$(PY) -m tools.beeld --data "$(DATA)" $(if $(TEGEN),--tegen "$(TEGEN)") $(if $(ALLEEN),--alleen "$(ALLEEN)")

aanval: .venv/dev
	@$(PY) -m tools.aanval

schoon:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis
