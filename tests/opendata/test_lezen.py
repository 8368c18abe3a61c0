"""What `haal` wrote is judged when it is loaded: a value that cannot be refuses the levering."""

import shutil
from pathlib import Path

import pytest

from proeftuin.errors import LeveringRejected
from proeftuin.ingest import load_levering
from proeftuin.opendata import read_cbs, read_herkomst
from proeftuin.opendata.herkomst import Herkomst, write_fetched
from proeftuin.settings import read_settings
from proeftuin.settings.read import DEFAULT_FILE
from proeftuin.store import open_store
from proeftuin.tijd import in_dutch_time
from tests.opendata.openbare_dienst import CBS_KOP, list_cbs

VOORBEELD = DEFAULT_FILE.parent / "data" / "voorbeeld"
GOED = "2021;WK019320;jeugdhulp;35;nee;85075NED;2024-03-01"


def write(folder: Path, *rows: str, kop: str = CBS_KOP) -> Path:
    file = folder / "cbs_jeugdzorg.csv"
    file.write_text("\r\n".join([kop, *rows]), encoding="utf-8-sig")
    return file


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("21;WK019320;jeugdhulp;35;nee;T;2024-03-01", "jaar"),
        ("2021;WK019320;iets;35;nee;T;2024-03-01", "vorm"),
        ("2021;WK019320;jeugdhulp;1.830;nee;T;2024-03-01", "aantal"),
        ("2021;WK019320;jeugdhulp;-5;nee;T;2024-03-01", "aantal"),
        ("2021;WK019320;jeugdhulp;35;misschien;T;2024-03-01", "is_voorlopig"),
        ("2021;WK019320;jeugdhulp;35;nee;T;1 maart", "opgehaald_datum"),
    ],
)
def test_a_value_that_cannot_be_has_its_line(tmp_path: Path, row: str, column: str) -> None:
    rows, problems = read_cbs(write(tmp_path, GOED, row))
    assert len(rows) == 1
    assert [(code, line, kolom) for code, line, kolom, _ in problems] == [("TYPE_FOUT", 3, column)]


def test_a_hidden_count_a_double_and_a_lost_column(tmp_path: Path) -> None:
    rows, problems = read_cbs(write(tmp_path, GOED.replace("35", ""), GOED))
    assert [problem[:2] for problem in problems] == [("SLEUTEL_DUBBEL", 3)]
    assert len(rows) == 1
    rows, problems = read_cbs(write(tmp_path, kop=CBS_KOP.replace("vorm", "soort")))
    assert rows == [] and problems == [("KOLOM_ONTBREEKT", 1, "vorm", "")]


def test_a_file_changed_after_it_was_fetched_says_so(tmp_path: Path) -> None:
    target = tmp_path / "bevolking.csv"
    moment = in_dutch_time("2024-03-01T12:00:00+00:00")
    origin = Herkomst("CBS", "CC BY 4.0", "https://x", moment, "Schatting")
    write_fetched(target, origin, lambda file: file.write_text("a", encoding="utf-8") and None)
    beside = tmp_path / "bevolking.csv.herkomst.json"
    found = read_herkomst(beside)
    assert found is not None and not found.is_gewijzigd and found.bron == "CBS"
    target.write_text("b", encoding="utf-8")
    changed = read_herkomst(beside)
    assert changed is not None and changed.is_gewijzigd
    target.unlink()
    assert read_herkomst(beside) is None
    beside.write_text("{", encoding="utf-8")
    assert read_herkomst(beside) is None


def test_counts_are_added_up_per_wijk_or_refuse_the_levering(tmp_path: Path) -> None:
    levering, settings = tmp_path / "levering", read_settings()
    shutil.copytree(VOORBEELD, levering)
    write(levering, *(";".join(row) for row in list_cbs()), GOED.replace("WK019320", "WK051300"))
    (levering / "uitgave.csv.herkomst.json").write_text("[]", encoding="utf-8")
    loaded = load_levering(levering, tmp_path / "var", settings)
    assert "BESTAND_ONBEKEND" in {finding.code for finding in loaded.waarschuwingen}
    with open_store(tmp_path / "var") as store:
        found = {
            (jaar, wijk, vorm): (aantal, bekend, gebieden)
            for jaar, wijk, vorm, aantal, bekend, gebieden in store.frame(
                "select jaar, wijk_id, vorm, aantal, aantal_bekend, aantal_gebieden"
                " from cbs_jeugdzorg"
            ).itertuples(index=False)
        }
        assert not len(store.frame("select * from herkomst"))
    expected: dict[tuple[int, str, str], list[int]] = {}
    for wijk in settings.wijk:
        for jaar, gebied, vorm, aantal, *_ in list_cbs():
            if gebied in wijk.gebieden:
                counts = expected.setdefault((int(jaar), wijk.id, vorm), [0, 0, len(wijk.gebieden)])
                counts[0] += int(aantal or 0)
                counts[1] += bool(aantal)
    assert found == {key: tuple(counts) for key, counts in expected.items()}
    write(levering, GOED.replace("35", "x"))
    with pytest.raises(LeveringRejected) as rejected:
        load_levering(levering, tmp_path / "var", settings, replace=True)
    assert [item.bestand for item in rejected.value.findings if item.code == "TYPE_FOUT"] == [
        "cbs_jeugdzorg.csv"
    ]
