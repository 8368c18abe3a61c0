"""What came in is what came out: every row of a file is loaded, or left out by name."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow.csv
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proeftuin.errors import FOUT, LeveringRejected
from proeftuin.ingest import load as load_module
from proeftuin.ingest.aanhaling import check_aanhaling
from proeftuin.ingest.aansluiting import STORE_TABEL
from proeftuin.ingest.csv_levering import read_csv
from proeftuin.ingest.door import RawBatch
from proeftuin.ingest.load import LoadReport, load_levering
from proeftuin.schema import BESTAND
from proeftuin.settings.read import read_settings
from proeftuin.store import open_store
from tests.lib.leveringen import GOED, add, write

GEVALLEN = Path(__file__).parent / "gevallen"
SETTINGS = read_settings()
UITGAVE = ["boek_datum", "post", "bedrag_eur", "soort", "omschrijving"]


def load(source: Path, data_dir: Path) -> LoadReport:
    return load_levering(source, data_dir, SETTINGS, replace=True)


@pytest.mark.parametrize(
    ("levering", "bestand", "places"),
    [
        ("levering", "uitgave.csv", [(3, "regel 3 tot en met 5"), (5, "regel 5 tot en met 6")]),
        ("levering-een", "uitgave.csv", [(3, "regel 3 tot en met 5")]),
        (
            "levering-traject",
            "traject.csv",
            [(3, "regel 3 tot en met 8"), (8, "regel 8 tot en met 9")],
        ),
    ],
)
def test_a_stray_quote_takes_no_rows_in_silence(
    levering: str, bestand: str, places: list[tuple[int, str]], tmp_path: Path
) -> None:
    with pytest.raises(LeveringRejected) as error:
        load(GEVALLEN / "05-los-aanhalingsteken" / levering, tmp_path)
    fouten = [f for f in error.value.findings if f.ernst == FOUT]
    found = [(f.code, f.bestand, f.regel, f.waarde) for f in fouten]
    assert found == [("AANHALING_LOS", bestand, regel, waarde) for regel, waarde in places]


def check(tmp_path: Path, *lines: str) -> tuple[int, list[tuple[int, int]], list[tuple[int, int]]]:
    """Rows and places of a uitgave.csv with these lines, as the strict reading sees them."""
    path = tmp_path / "uitgave.csv"
    path.write_text("\n".join([";".join(UITGAVE), *lines]) + "\n", encoding="utf-8")
    found = check_aanhaling(path, UITGAVE, ";", 1, BESTAND["uitgave"])
    return found.aantal_rijen, found.los, found.regeleinde


def test_quotes_that_are_in_order(tmp_path: Path) -> None:
    lines = (
        '2022-01-01;"a ""b"" c";1,00;realisatie;"tekst; met teken"',
        '2022-01-02;a;1,00;realisatie;"twee\nregels, en; een teken\nen drie"',
        '"2022-01-03";"a";"1,00";"realisatie";""',
        '2022-01-04;a;1,00;realisatie;zaal "t Hoekje"',
        '2022-01-05;a;1,00;realisatie;"t Hoekje" op de hoek',
    )
    assert check(tmp_path, *lines) == (5, [], [])


def test_a_field_that_takes_a_row_along_is_found(tmp_path: Path) -> None:
    row = "2022-01-0{0};a;1,00;realisatie;{1}"
    lines = (row.format(1, '"t Hoekje'), row.format(2, "x"), row.format(3, 'de Brug"'))
    assert check(tmp_path, *lines)[2] == [(2, 4)]
    lines = (row.format(1, '"t Hoekje'), row.format(2, 'x"'), row.format(3, "y"))
    assert check(tmp_path, *lines)[2] == [(2, 3)]
    assert check(tmp_path, '2022-01-01;"a\nb";1,00;realisatie;')[2] == [(2, 3)]
    assert check(tmp_path, row.format(1, '"nooit dicht'))[1] == [(2, 2)]


@given(
    st.lists(
        st.tuples(*[st.text(st.sampled_from('ab";, \n'), max_size=6)] * 2).filter(
            lambda pair: "\n" not in pair[0]
        ),
        min_size=1,
        max_size=8,
    )
)
def test_what_a_careful_writer_writes_is_counted_as_arrow_counts_it(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("csv") / "uitgave.csv"
    body = [
        ";".join(["2022-01-01", quoted(post), "1", "realisatie", quoted(tekst)])
        for post, tekst in rows
    ]
    path.write_text("\n".join([";".join(UITGAVE), *body]), encoding="utf-8")
    found = check_aanhaling(path, UITGAVE, ";", 1, BESTAND["uitgave"])
    table = pyarrow.csv.read_csv(
        path, parse_options=pyarrow.csv.ParseOptions(delimiter=";", newlines_in_values=True)
    )
    assert (found.aantal_rijen, found.los, found.regeleinde) == (table.num_rows, [], [])


def quoted(tekst: str) -> str:
    return '"' + tekst.replace('"', '""') + '"'


def test_every_row_is_loaded_or_left_out_by_name(tmp_path: Path) -> None:
    changes: dict[str, str | bytes | None] = {
        **add(
            "traject.csv", ",,,,,,,,\n\nt3,p2,,A2,14,04,2022-05-01,,\nt4,p1,,A1,02,01,2024-02-01,,"
        ),
        **add("uitgave.csv", '2022-11-01,x,5.00,realisatie,"twee\nregels"'),
    }
    report = load(write(tmp_path / "levering", changes), tmp_path / "data")
    found = {naam: telling for naam, telling in report.aansluiting}
    assert {naam: (t.gelezen, t.geladen) for naam, t in found.items()} == {
        **{"jeugdige": (3, 3), "traject": (5, 3), "toewijzing": (1, 1), "declaratie": (2, 2)},
        **{"aanmelding": (2, 2), "bevolking": (116, 115), "uitgave": (3, 3), "ervaring": (1, 1)},
        **{"voorveld": (2, 2), "casus": (1, 1)},
    }
    assert found["traject"].weggelaten == {"lege_rij": 1, "na_datastand": 1}
    assert found["bevolking"].weggelaten == {"buiten_leeftijd": 1}
    assert report.samengevoegd == 1
    with open_store(tmp_path / "data") as store:
        kept = store.frame("select soort, aantal_rijen from aansluiting where bestand = 'traject'")
        assert dict(kept.itertuples(index=False)) == {
            **{"gelezen": 5, "geladen": 3, "lege_rij": 1, "na_datastand": 1, "samengevoegd": 1}
        }


def test_rows_that_get_lost_on_the_way_reject_the_levering(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose(*arguments: object) -> Iterator[RawBatch]:
        for raw in read_csv(*arguments):  # type: ignore[arg-type]
            columns = {naam: kolom[1:] for naam, kolom in raw.kolommen.items()}
            yield RawBatch(columns, raw.regels[1:], raw.namen, raw.is_komma)

    monkeypatch.setattr(load_module, "read_csv", lose)
    with pytest.raises(LeveringRejected) as error:
        load(
            write(tmp_path / "levering", {"casus.csv": None, "ervaring.csv": None}), tmp_path / "d"
        )
    codes = {f.code for f in error.value.findings}
    assert codes & {"AANSLUITING", "TOEWIJZING_ONBEKEND", "BESTAND_LEEG"}
    monkeypatch.setattr(load_module, "read_csv", read_csv)
    monkeypatch.setattr(
        "proeftuin.ingest.aansluiting.STORE_TABEL",
        {**STORE_TABEL, "uitgave": "(select * from uitgave limit 1)"},
    )
    with pytest.raises(LeveringRejected) as error:
        load(write(tmp_path / "nog", {}), tmp_path / "d")
    assert [(f.code, f.bestand) for f in error.value.findings] == [("AANSLUITING", "uitgave.csv")]
    assert not (tmp_path / "d" / "store.duckdb").exists()


@pytest.mark.parametrize("einde", ["\r\n", "\r"])
def test_line_ends_and_a_separator_line_change_nothing(einde: str, tmp_path: Path) -> None:
    changes: dict[str, str | bytes | None] = {
        naam: ("sep=,\n" + tekst).replace("\n", einde) if naam.endswith(".csv") else tekst
        for naam, tekst in GOED.items()
    }
    report = load(write(tmp_path / "levering", changes), tmp_path / "data")
    assert report.waarschuwingen == []
    assert {naam: t.gelezen for naam, t in report.aansluiting}["jeugdige"] == 3
    broken = {
        **changes,
        "uitgave.csv": str(changes["uitgave.csv"]).replace("2022-10-01", "2022-10-32"),
    }
    with pytest.raises(LeveringRejected) as error:
        load(write(tmp_path / "fout", broken), tmp_path / "data")
    assert [(f.code, f.regel) for f in error.value.findings] == [("DATUM_ONMOGELIJK", 4)]
