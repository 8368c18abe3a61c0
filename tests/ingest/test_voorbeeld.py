"""The example levering documents the contract: every file and column, and it loads."""

import csv
import re
from pathlib import Path

from proeftuin.errors import FOUT, WAARSCHUWING
from proeftuin.ingest.findings import MELDINGEN
from proeftuin.ingest.load import load_levering
from proeftuin.schema import BESTANDEN
from proeftuin.settings.read import read_settings
from proeftuin.store import open_store

DATA = Path(__file__).resolve().parents[2] / "data"


def test_example_shows_every_file_and_column_and_loads(tmp_path: Path) -> None:
    for bestand in BESTANDEN:
        path = DATA / "voorbeeld" / f"{bestand.naam}.csv"
        with path.open(encoding="utf-8", newline="") as stream:
            assert next(csv.reader(stream, delimiter=";")) == [k.naam for k in bestand.kolommen]
    report = load_levering(DATA / "voorbeeld", tmp_path, read_settings())
    assert [f.code for f in report.waarschuwingen] == ["GEBIED_ONBEKEND"]
    assert report.aantallen["jeugdige"] == 20
    assert all(report.aantallen[bestand.naam] for bestand in BESTANDEN)
    with open_store(tmp_path) as store:
        assert store.frame("select is_synthetisch from levering").is_synthetisch.tolist() == [True]
        merged = store.frame(
            "select traject_id, cast(eind_datum as varchar) as eind_datum, reden_einde_code"
            " from traject where traject_id in ('T-101', 'T-102', 'T-301', 'T-302', 'T-303')"
            " order by 1"
        )
        assert merged.to_numpy().tolist() == [
            ["T-101", "2021-05-01", "31"],
            ["T-301", "2021-08-31", "31"],
            ["T-303", "2021-02-10", "99"],
        ], "worked examples 1 and 3"


def test_readme_lists_every_column_and_finding() -> None:
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    for bestand in BESTANDEN:
        line = next(
            line for line in readme.splitlines() if line.startswith(f"| `{bestand.naam}` |")
        )
        for kolom in bestand.kolommen:
            assert kolom.naam + ("?" if kolom.mag_leeg else "") in line
    fouten, warnings = readme.split("Warnings:")
    for code, (ernst, melding, oplossing) in MELDINGEN.items():
        assert ernst in (FOUT, WAARSCHUWING)
        place = fouten if ernst == FOUT else warnings
        assert re.search(rf"\b{code}\b", place), f"{code} is not in data/README.md"
        assert melding and oplossing.endswith(".")


def test_readme_names_every_file() -> None:
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    for path in [*(DATA / "codelijsten").iterdir(), *(DATA / "geo").iterdir()]:
        assert path.name in readme, f"{path.name} has no source in data/README.md"


def test_products_have_known_forms_of_help() -> None:
    def read(naam: str) -> list[dict[str, str]]:
        with (DATA / "codelijsten" / f"{naam}.csv").open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream, delimiter=";"))

    rows = read("product_hulpvorm")
    keys = [(row["categorie"], row["code"]) for row in rows]
    assert len(set(keys)) == len(keys)
    assert {row["hulpvorm_code"] for row in rows} <= {row["code"] for row in read("hulpvorm")}
    per = {h: sum(r["hulpvorm_code"] == h and r["code"][:2] == "43" for r in rows) for h in
           ("11", "12", "13", "99")}  # fmt: skip
    assert per == {"11": 15, "12": 14, "13": 8, "99": 3}, "standard product list, counts per form"
