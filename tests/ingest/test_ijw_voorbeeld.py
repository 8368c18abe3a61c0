"""The official iJw 3.2 sample messages, read where they lie beside the project (never copied)."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from proeftuin.ingest.load import load_levering
from proeftuin.settings.read import read_settings
from tests.ingest.test_ijw import codes, load, rows

MAP = Path(__file__).resolve().parents[3] / "shared" / "ijw" / "voorbeeld"
TOML = b'datastand = 2026-12-31\nbron = "iStandaarden"\n'
SETTINGS = read_settings()
DAG = date(2026, 4, 1)


def sample(*namen: str) -> dict[str, bytes]:
    """levering.toml and these messages."""
    files = {f"{naam}.xml": (MAP / f"{naam}.xml").read_bytes() for naam in namen}
    return {"levering.toml": TOML, **files}


# The samples belong to the standard and stand outside this repository: a checkout without them
# cannot read them, and then there is nothing here to test.
if MAP.is_dir():
    ALLE = ("JW301", "JW305", "JW307", "JW315", "JW323")

    @pytest.mark.parametrize("naam", ALLE)
    def test_each_sample_loads_alone(naam: str, tmp_path: Path) -> None:
        report = load(tmp_path, sample(naam))
        assert sum(report.aantallen.values()) > 0

    def test_samples_together(tmp_path: Path) -> None:
        report = load(tmp_path, sample(*ALLE))
        assert codes(report) == {
            **{("BERICHT_ANDERE_GEMEENTE", soort): 5 if soort == "JW323" else 2 for soort in ALLE},
            ("ADRES_ZONDER_BRP", "JW301"): 1,
            ("GEBIED_ONBEKEND", "JW301"): 1,
            ("REFERENTIE_HERGEBRUIKT", "JW323"): 1,
            ("HULPVORM_ONBEKEND", "JW305"): 2,
            ("START_UIT_DECLARATIE", "JW323"): 4,
            ("JEUGDIGE_BUITEN_LEVERING", "JW305"): 2,
            ("JEUGDIGE_BUITEN_LEVERING", "JW323"): 3,
            ("TOEWIJZING_BUITEN_LEVERING", "JW305"): 4,
            ("TOEWIJZING_BUITEN_LEVERING", "JW323"): 5,
        }
        query = (
            "select toewijzing_id, aanbieder_id, productcategorie_code, product_code,"
            " toewijzing_datum, ingang_datum, eind_datum, bedrag_eur from toewijzing order by 1"
        )
        assert rows(tmp_path, query) == [
            ("300201", "42420001", "55", "55A11", DAG, DAG, date(2026, 7, 14), None),
            ("300202", "42420001", "55", "55A12", DAG, DAG, date(2026, 7, 19), None),
        ]
        query = (
            "select toewijzing_id, hulpvorm_code, verwijzer_code, begin_datum, eind_datum,"
            " reden_einde_code from traject where traject_id like 'jw305%'"
        )
        assert rows(tmp_path, query) == [
            ("300201", "99", "01", date(2026, 4, 3), date(2026, 7, 17), "31")
        ], "two products of one aanbieder without a known hulpvorm, at once: one traject"
        query = (
            "select toewijzing_id, van_datum, tot_datum, cast(bedrag_eur as double) as bedrag"
            " from declaratie order by declaratie_id"
        )
        april = (DAG, date(2026, 4, 30))
        assert rows(tmp_path, query) == [
            ("10072", *april, 50.0),
            ("10073", *april, 240.0),
            ("10074", *april, 50.0),
            ("10073", *april, 240.0),
            ("10073", date(2026, 3, 1), date(2026, 3, 31), 210.0),
        ]
        query = "select hulpvorm_code, aanmeld_datum, start_datum from aanmelding order by 3"
        assert rows(tmp_path, query) == [
            ("99", DAG, date(2026, 4, 3)),
            ("99", DAG, date(2026, 4, 15)),
        ]
        assert b"999900006" not in (tmp_path / "data" / "store.duckdb").read_bytes()

    def test_samples_as_a_zip_with_own_addresses(tmp_path: Path) -> None:
        folder = tmp_path / "berichten"
        folder.mkdir()
        for naam, inhoud in sample(*ALLE).items():
            (folder / naam).write_bytes(inhoud)
        (folder / "jeugdige.csv").write_text(
            "jeugdige_id,geboortedatum,gebied,van_datum,tot_datum\n"
            "999900006,2010-02-14,west,2010-02-14,\n999900018,2011-02-14,zuid,2011-02-14,\n"
        )
        source = Path(shutil.make_archive(str(tmp_path / "levering"), "zip", folder))
        report = load_levering(source, tmp_path / "data", SETTINGS)
        assert ("JEUGDIGE_BUITEN_LEVERING", "JW323") not in codes(report)
        assert rows(tmp_path, "select wijk_id from adres order by 1") == [("west",), ("zuid",)]
