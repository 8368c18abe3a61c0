"""What is counted per aanbieder and product: the worked example, and plain loops on random rows."""

from datetime import date
from pathlib import Path
from random import Random

import pytest

from proeftuin.ingest.load import load_levering
from proeftuin.measure import Aanbiedermeting, measure_aanbieders, prepare_facts
from proeftuin.settings.model import Settings
from proeftuin.settings.read import read_settings
from proeftuin.store import open_store
from tests.lib.aanvaller.aanbieder import as_telling
from tests.lib.compare import load, make_regels
from tests.lib.random_levering import make_levering
from tests.lib.reference import Reference
from tests.lib.reference.aanbieder import Aanbiedertelling, count_aanbieders
from tests.lib.reference.personen import Levering
from tests.lib.spectables import read_spec, read_tables, write_levering
from tests.measure.test_reference import small_settings

VOORBEELD = Path(__file__).resolve().parents[1] / "lib" / "reference" / "aanbieder.md"
Tellingen = tuple[Aanbiedertelling, Aanbiedertelling]


def both(
    levering: Levering, datastand: date, settings: Settings, folder: Path, venster: str
) -> Tellingen:
    """What the product counts in this window, and what plain loops count."""
    with open_store(folder) as store:
        prepare_facts(store, settings)
        measured: Aanbiedermeting = measure_aanbieders(store, settings)
    van, tot = next((van, tot) for naam, van, tot in make_regels(settings).vensters
                    if naam == venster)  # fmt: skip
    wereld = Reference(levering, datastand, make_regels(settings)).wereld
    return as_telling(measured, venster), count_aanbieders(wereld, van, tot)


@pytest.fixture(scope="module")
def voorbeeld(tmp_path_factory: pytest.TempPathFactory) -> Tellingen:
    spec, folder = read_spec(VOORBEELD), tmp_path_factory.mktemp("aanbieder")
    delivered = write_levering(spec.levering, spec.datastand, folder / "levering")
    load_levering(delivered, folder / "data", read_settings())
    return both(spec.levering, spec.datastand, read_settings(), folder / "data", "nulmeting")


@pytest.mark.parametrize("plaats", [0, 1], ids=["product", "reference"])
def test_the_worked_example(plaats: int, voorbeeld: Tellingen) -> None:
    telling, checked = voorbeeld[plaats], 0
    for kop, rows in read_tables(VOORBEELD.read_text(encoding="utf-8")):
        for row in rows:
            for naam, tekst in row.items():
                if naam not in ("A1", "A2", "totaal") or kop.startswith("Rijen"):
                    continue
                checked += 1
                if kop == "Aantallen":
                    found = str(telling.aantal.get((row["maat"], row["product"], naam), 0))
                elif kop == "Terugval":
                    found = "/".join(map(str, telling.aandeel[row["maat"], naam][:2]))
                else:
                    found = f"{sum(telling.euro.get((row['product'], naam), {}).values()):.0f}"
                assert found == tekst, (kop, row, naam)
    assert checked == 45


def test_plain_loops_count_the_same(tmp_path: Path) -> None:
    settings, datastand = small_settings(), date(2023, 2, 28)
    levering = make_levering(Random(21), 90, datastand, settings.wijk_ids)
    folder = load(levering, datastand, settings, tmp_path)
    for venster in ("nulmeting", "effectjaar"):
        here, there = both(levering, datastand, settings, folder, venster)
        assert {key: aantal for key, aantal in there.aantal.items() if aantal} == here.aantal
        assert dict(there.aandeel) == here.aandeel
        sums = {key: sum(own.values()) for key, own in there.euro.items()}
        assert sums.keys() >= here.euro.keys() and len(sums) > 2
        for key, euro in sums.items():
            assert sum(here.euro.get(key, {}).values()) == pytest.approx(euro, abs=1e-5)
        assert there.duur.keys() == here.duur.keys()
        for pair, (days, ends, units) in there.duur.items():
            assert here.duur[pair] == (pytest.approx(days), ends, units), pair
        assert there.besteed.keys() == here.besteed.keys()
        for naam, spent in there.besteed.items():
            pairs = sorted(here.besteed[naam].values())
            assert sorted(spent.values()) == [pytest.approx(pair) for pair in pairs]
        people = {
            key: {naam for naam, euro in own.items() if euro} for key, own in there.euro.items()
        }
        assert all(len(people[key]) == len(own) for key, own in here.euro.items())
