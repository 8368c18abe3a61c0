"""A new indicator is a declaration: no other room names one, and one more needs nothing else."""

import ast
import inspect
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from proeftuin import ui
from proeftuin.indicators import INDICATOR, INDICATORS, Indicator, Rekenrol, Soort, indicator_with
from proeftuin.indicators.types import Bespreking, Overleving
from proeftuin.sentences.gesprek import STANDAARD
from proeftuin.settings.model import Perioden
from proeftuin.ui.shell import PAGINA
from proeftuin.vocabulary import OK
from tests.lib import extra_indicator
from tests.lib.gedeeld import shared

ROOT = Path(__file__).resolve().parents[2]
ROOMS = (
    *("measure", "disclosure", "edition", "results", "sentences", "charts", "maps", "gesprek"),
    *("report", "cli", "ui"),
)
# Where a word that is also a slug stands for something else, or a part of a page or report is
# about that one indicator.
ALLOWED = {
    "sentences/gesprek/woorden.py": {"ervaring"},  # a kind of verhaal in the journal
    "edition/tabellen.py": {"ervaring"},  # a file of the levering
    "cli/prognose.py": {"verzilvering"},  # a column of the prognose
    "ui/shell.py": {"trajectduur", "verblijf", "stapeling", "terugval"},  # names of pages
    "ui/volledigheid.py": {"ervaring"},  # a file of the levering
    "ui/datakwaliteit.py": {"trajecten_begonnen"},  # which of them have no verwijzer
    "ui/kosten.py": {"verzilvering", "kosten_per_1000"},
    "report/kosten.py": {"vermeden_inzet", "ervaring"},
}


def named_slugs(file: Path) -> Iterator[tuple[str, int]]:
    """Every slug that stands as a text of its own in a source file, with its line."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if node.value in INDICATOR:
                yield node.value, node.lineno


@pytest.mark.parametrize("room", ROOMS)
def test_no_room_names_an_indicator(room: str) -> None:
    files = sorted((ROOT / "proeftuin" / room).rglob("*.py"))
    assert files
    for file in files:
        place = file.relative_to(ROOT / "proeftuin").as_posix()
        found = dict(named_slugs(file))
        wrong = {slug: line for slug, line in found.items() if slug not in ALLOWED.get(place, ())}
        assert not wrong, f"{place}: make it a field of the declaration: {wrong}"
        assert ALLOWED.get(place, set()) <= set(found), f"{place}: needs no exception any more"


def test_exceptions_are_files() -> None:
    assert all((ROOT / "proeftuin" / place).is_file() for place in ALLOWED)


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.slug)
def test_declaration_names_what_exists(indicator: Indicator) -> None:
    settings = {item.name for item in fields(Perioden)}
    assert {indicator.rijp_na, indicator.terugblik} - {None} <= settings
    if indicator.overleving is not None:
        assert indicator.overleving.horizon in settings
        assert {indicator.overleving.wachtenden} - {None} <= set(INDICATOR)
    assert {punt.gesprek for punt in indicator.bespreking.vast} <= set(STANDAARD)
    source = (ROOT / PAGINA[indicator.pagina].bestand).read_text(encoding="utf-8")
    drawn = re.findall(r"(\w+)\(context, [(A-Z]", source)  # gets what is named
    source += "".join(inspect.getsource(getattr(ui, name)) for name in drawn if hasattr(ui, name))
    assert "slugs_on(" in source or "show_others(" in source, "the page shows only what it names"


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.slug)
def test_who_counts_once_a_year_is_compared_with_an_average_quarter(indicator: Indicator) -> None:
    per_jeugdige = indicator.feit in ("in_zorg", "kosten")
    if indicator.soort not in (Soort.PER_1000, Soort.EURO_PER_1000):
        assert indicator.telt_per_periode == per_jeugdige
        assert indicator.needs_average_quarter == per_jeugdige


def test_places_and_roles_are_given_once() -> None:
    talks = [item.bespreking for item in INDICATORS]
    for name in ("overzicht", "signaal"):
        places = [place for talk in talks if (place := getattr(talk, name)) is not None]
        assert sorted(places) == list(range(1, len(places) + 1)), name
    points = Counter((punt.gesprek, punt.plaats) for talk in talks for punt in talk.vast)
    assert set(points.values()) == {1}
    for rol in Rekenrol:
        assert indicator_with(rol).rekenrol is rol


@pytest.mark.parametrize(
    ("slug", "wrong"),
    [
        ("verblijf", {"overleving": Overleving("horizon_cohort_dagen")}),
        ("wachttijd", {"overleving": None}),
        ("terugval", {"totaal": None}),
        ("verblijf", {"rijp_na": "verzilvering_rijp_dagen"}),
        ("verzilvering", {"rijp_na": None}),
        ("verzilvering", {"rijp": None, "totaal": None, "rijp_na": None}),
        ("stapeling", {"bespreking": Bespreking(signaal=9)}),
    ],
)
def test_a_contradiction_is_refused(slug: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=slug):
        replace(INDICATOR[slug], **wrong)


def _make(folder: Path) -> None:
    folder.mkdir()
    found = extra_indicator.publish_and_look(folder)
    (folder / "gevonden.json").write_text(json.dumps(found), encoding="utf-8")


@pytest.fixture(scope="session")
def found_texts() -> dict[str, str]:
    """Text by place, of a product with one more declaration and its published small city."""
    file = shared("extra_indicator", _make) / "gevonden.json"
    texts: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return texts


@pytest.mark.langzaam
@pytest.mark.parametrize("plek", [item for item in extra_indicator.PLEKKEN if item != "toon"])
def test_one_more_declaration_shows_everywhere(plek: str, found_texts: dict[str, str]) -> None:
    assert extra_indicator.NAAM in found_texts[plek]


@pytest.mark.langzaam
def test_one_more_declaration_is_measured(found_texts: dict[str, str]) -> None:
    header, *rows = found_texts["toon"].splitlines()
    columns = header.split(",")
    cells = [dict(zip(columns, row.split(","), strict=True)) for row in rows]
    usable = [cell for cell in cells if cell["status"] == OK]
    assert usable
    for cell in usable:
        share = int(cell["teller"]) / int(cell["noemer"])
        assert float(cell["waarde"]) == pytest.approx(share)
