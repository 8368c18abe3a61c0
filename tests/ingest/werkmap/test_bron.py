"""Files of other programs, by blocks [bron.NAAM]: the store of the CSV that says the same."""

import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from proeftuin.cli import make_parser
from proeftuin.errors import FOUT, Finding, LeveringRejected, ProeftuinError, SettingsError
from proeftuin.ingest import check_bronnen, load_levering, propose_bron
from proeftuin.ingest.werkmap.vormen import Datumvorm, read_getal
from proeftuin.settings import Settings, read_bronnen, read_settings
from proeftuin.store import open_store
from tests.ingest.test_read import contents
from tests.lib.aanlevering.backoffice import (
    GWS,
    GWS_BLADEN,
    GWS_BLOKKEN,
    SUITE,
    write_contract,
    write_gws,
    write_suite,
)
from tests.lib.aanlevering.werkmappen import list_sheets, write_werkmap
from tests.lib.leveringen import TOML

SETTINGS = read_settings()


@pytest.fixture(autouse=True)
def same_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROEFTUIN_SLEUTEL", "een sleutel voor deze test alleen")


def with_blocks(folder: Path, text: str) -> Settings:
    path = folder / "blok.toml"
    path.write_text(text, encoding="utf-8")
    found = read_bronnen(path)
    check_bronnen(found)
    return replace(SETTINGS, bron=found)


def same(one: Path, other: Path) -> bool:
    """Whether two stores hold the same; by text, as an empty amount is not equal to itself."""
    return repr(contents(one)) == repr(contents(other))


def rejected(source: Path, data: Path, settings: Settings) -> list[Finding]:
    with pytest.raises(LeveringRejected) as error:
        load_levering(source, data, settings)
    return [finding for finding in error.value.findings if finding.ernst == FOUT]


def test_one_row_per_toewijzing_by_what_herken_proposes(tmp_path: Path) -> None:
    source = write_suite(tmp_path / "suite")
    text = propose_bron(source / "Toewijzingen 2023.csv", SETTINGS)
    assert "900101" not in text and "ONZEKER" in text
    report = load_levering(source, tmp_path / "data", with_blocks(tmp_path, text))
    load_levering(write_contract(tmp_path / "csv", SUITE), tmp_path / "gelijk", SETTINGS)
    assert same(tmp_path / "data", tmp_path / "gelijk")
    telling = dict(report.aansluiting)
    assert telling["toewijzing"].gelezen == 5
    assert telling["toewijzing"].weggelaten == {"totaalregel": 1, "koppeling": 1}
    assert telling["traject"].weggelaten == {"totaalregel": 1, "koppeling": 2}
    assert telling["jeugdige"].weggelaten == {"totaalregel": 1, "koppeling": 1, "dubbel": 1}


def write_zorgned(path: Path, *koppen: str) -> None:
    """A workbook with a title, products and no hulpvorm, under these names of columns."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Overzicht jeugdhulp"])
    sheet.append([])
    sheet.append(list(koppen))
    sheet.append([10000008, date(2010, 2, 1), "West", 1001, "06012345", 45, "45A48",
                  date(2022, 1, 10), None, "03-01-2022", "1.234,50"])  # fmt: skip
    sheet.append([999900006, date(2012, 6, 15), "Oost", 1002, "06012345", 43, "43A03",
                  date(2023, 3, 1), None, "20-02-2023", "500,00"])  # fmt: skip
    book.save(path)


@pytest.mark.parametrize(
    "koppen",
    [
        "Beschikkingsnummer|AGB-code|Beschikkingsdatum",
        "Beschikking nr.|Zorgaanbieder|Datum besluit",
        "Indicatie-id|AGB code aanbieder|Afgiftedatum",
        "Toewijzing nummer|Agbcode|Toewijzings datum",
    ],
)
def test_one_word_in_other_spellings_and_a_hulpvorm_by_its_product(
    koppen: str, tmp_path: Path
) -> None:
    nummer, agb, besluit = koppen.split("|")
    path = tmp_path / "export" / "Export.xlsx"
    path.parent.mkdir()
    (path.parent / "levering.toml").write_text(TOML, encoding="utf-8")
    namen = ("BSN", "Geboortedatum", "Wijk", nummer, agb, "Productcategorie", "Productcode")
    write_zorgned(path, *namen, "Startdatum", "Einddatum", besluit, "Budget")
    text = propose_bron(path, SETTINGS)
    assert "wordt in geen blok gelezen" not in text and "NIET GEVONDEN" not in text
    load_levering(path.parent, tmp_path / "data", with_blocks(tmp_path, text))
    with open_store(tmp_path / "data") as store:
        [found] = store.batches(
            "select toewijzing_id, hulpvorm_code, aanbieder_id, toewijzing_datum, bedrag_eur"
            " from traject inner join toewijzing using (toewijzing_id, aanbieder_id) order by all",
            lambda part: part.to_pylist(),
        )
    assert [tuple(row.values()) for row in found] == [
        ("1001", "02", "06012345", date(2022, 1, 3), Decimal("1234.50")),
        ("1002", "11", "06012345", date(2023, 2, 20), Decimal("500.00")),
    ]


def test_an_export_that_libreoffice_opened_and_saved(tmp_path: Path) -> None:
    source = write_suite(tmp_path / "suite")
    (source / "Toewijzingen 2023.csv").unlink()
    path = shutil.copy(Path(__file__).parent / "libreoffice" / "Toewijzingen 2023.xlsx", source)
    settings = with_blocks(tmp_path, propose_bron(Path(path), SETTINGS))
    load_levering(source, tmp_path / "data", settings)
    load_levering(write_contract(tmp_path / "csv", SUITE), tmp_path / "gelijk", SETTINGS)
    assert same(tmp_path / "data", tmp_path / "gelijk")


def test_a_workbook_of_several_sheets(tmp_path: Path) -> None:
    source = write_gws(tmp_path / "gws")
    settings = with_blocks(tmp_path, GWS_BLOKKEN)
    report = load_levering(source, tmp_path / "data", settings)
    load_levering(write_contract(tmp_path / "csv", GWS), tmp_path / "gelijk", SETTINGS)
    assert same(tmp_path / "data", tmp_path / "gelijk")
    assert dict(report.aansluiting)["traject"].weggelaten == {"koppeling": 1}
    text = propose_bron(source / "GWS uitvoer.xlsx", SETTINGS)
    assert "90020" not in text
    for part in ('blad = "Clienten"', 'datumvorm = "milliseconden"', 'tabel = "declaratie"'):
        assert part in text
    with pytest.raises(SettingsError, match="label 'VOLG' heeft nog geen code"):
        with_blocks(tmp_path, text)


def test_a_value_that_is_not_as_the_block_says_names_its_place(tmp_path: Path) -> None:
    source = write_gws(tmp_path / "gws")
    changed = GWS_BLOKKEN.replace('residentieel = "14"\n', "").replace(
        'bedrag = "bedrag_eur"', 'bedrg = "bedrag_eur"'
    )
    found = rejected(source, tmp_path / "data", with_blocks(tmp_path, changed))
    assert [(f.code, f.bestand, f.regel, f.waarde) for f in found] == [
        ("BRON_KOLOM", "GWS uitvoer.xlsx, blad Betalingen", 1, ""),
        ("LABEL_ONBEKEND", "GWS uitvoer.xlsx, blad Voorzieningen", 3, "residentieel"),
    ]
    assert found[1].melding.startswith("Cel E3: ")
    comma = GWS_BLOKKEN.replace('decimaal = "."', 'decimaal = ","').replace(
        'datumvorm = "milliseconden"\nbehalve', 'datumvorm = "dd/mm/jjjj"\nbehalve'
    )
    codes = {f.code for f in rejected(source, tmp_path / "data", with_blocks(tmp_path, comma))}
    assert "VORM_FOUT" in codes


def test_files_of_one_kind_are_one_table_and_each_names_its_rows(tmp_path: Path) -> None:
    source = write_contract(tmp_path / "map", GWS)
    text = (source / "declaratie.csv").read_text()
    (source / "declaratie.csv").unlink()
    first, *rows = text.splitlines()
    (source / "decl 2021.csv").write_text("\n".join([first, rows[0]]) + "\n")
    (source / "decl 2022.csv").write_text("\n".join([first, "", rows[1]]) + "\n")
    block = '[bron.d]\nbestand = "DECL *.csv"\ntabel = "declaratie"\n[bron.d.kolommen]\n'
    block += "".join(f'{naam} = "{naam}"\n' for naam in first.split(","))
    settings = with_blocks(tmp_path, block)
    load_levering(source, tmp_path / "data", settings)
    load_levering(write_contract(tmp_path / "csv", GWS), tmp_path / "gelijk", SETTINGS)
    assert same(tmp_path / "data", tmp_path / "gelijk")
    (source / "decl 2022.csv").write_text("\n".join([first, "", rows[1] + "x"]) + "\n")
    found = rejected(source, tmp_path / "d2", settings)
    assert [(f.code, f.bestand, f.regel) for f in found] == [("VORM_FOUT", "decl 2022.csv", 3)]
    (source / "decl 2022.csv").write_text(first + '\n"los\n')
    assert {f.code for f in rejected(source, tmp_path / "d2", settings)} == {"AANHALING_LOS"}


def test_a_sheet_that_no_block_takes_is_read_by_its_own_name(tmp_path: Path) -> None:
    source = tmp_path / "map"
    write_gws(source)
    text = GWS_BLOKKEN[: GWS_BLOKKEN.index("[bron.besluiten]")].replace('blad = "clienten"\n', "")
    sheets = {naam: rows for naam, rows in list_sheets(GWS).items() if naam == "traject"}
    sheets["Uitdraai"] = [["Lijst van cliënten"], *GWS_BLADEN["Clienten"]]
    for row in sheets["traject"][1:]:
        row[2] = None
    write_werkmap(source / "GWS uitvoer.xlsx", sheets)
    report = load_levering(source, tmp_path / "data", with_blocks(tmp_path, text))
    assert report.aantallen == {"jeugdige": 2, "traject": 2}
    assert [(f.code, f.aantal) for f in report.waarschuwingen] == [("BLAD_TITEL", 1)]


def test_a_block_that_meets_no_file_is_said(tmp_path: Path) -> None:
    source = write_contract(tmp_path / "map", GWS)
    report = load_levering(source, tmp_path / "data", with_blocks(tmp_path, GWS_BLOKKEN))
    said = [f for f in report.waarschuwingen if f.code == "BRON_ZONDER_BESTAND"]
    assert len(said) == 4 and all("gws*.xlsx" == f.bestand for f in said)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('tabel = "jeugdige"', 'tabel = "kind"', "tabel 'kind' bestaat niet"),
        ('"gebied"', '"wijk"', "kolom 'wijk' bestaat niet in jeugdige"),
        ('postcode = "gebied"', 'postcode = "van_datum"', "'van_datum' is twee keer gekoppeld"),
        ('ambulant = "02"', 'ambulant = "77"', "code '77' bestaat niet"),
        ('verwijzer_code = "99"', 'verwijzer_code = "98"', "code '98' bestaat niet"),
        ('"milliseconden"', '"jj-mm"', "'jj-mm' is geen vorm"),
        ('decimaal = "."', 'decimaal = "x"', "kies ',' of '.'"),
        ('"gebied"', "3", "achter 'postcode' de naam van onze kolom"),
        ('tabel = "jeugdige"', 'tabel = "jeugdige"\ncodering = "ebcdic"', "kies uit: utf-8"),
        ('kode_instan = "aanbieder_id"\n', "", "kolom 'aanbieder_id' moet gevuld zijn"),
        ('tabel = "jeugdige"', 'tabel = "jeugdige"\nonzin = 1', "Onbekende sleutel"),
    ],
)
def test_what_makes_no_sense_in_a_block(old: str, new: str, words: str, tmp_path: Path) -> None:
    assert old in GWS_BLOKKEN
    with pytest.raises(SettingsError, match="(?s)bron") as error:
        with_blocks(tmp_path, GWS_BLOKKEN.replace(old, new, 1))
    assert words in str(error.value)


def test_a_configuration_may_hold_blocks_and_keeps_its_mark(tmp_path: Path) -> None:
    assert replace(SETTINGS, bron=with_blocks(tmp_path, GWS_BLOKKEN).bron).fingerprint() == (
        SETTINGS.fingerprint()
    )
    assert make_parser().parse_args(["laad", "x", "--met", "y.toml"]).met == Path("y.toml")


def test_herken_knows_an_aanbieder_by_two_words_and_says_what_lacks(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(
        "BSN;Geboortedatum;Postcode;Beschikkingnr;Product;Leverancier AGB;Ingangsdatum;Datum "
        "besluit;Bedrag\n999900006;01-03-2012;8021 AA;B1;45A04;42429999;01-02-2022;20-01-2022;"
        "€ 1.200,00\n999900018;15-06-2010;8031 AB;B2;44A07;42429998;01-05-2022;20-04-2022;€ 9,50\n",
        encoding="utf-8",
    )
    tekst = propose_bron(path, SETTINGS)
    assert '"Leverancier AGB" = "aanbieder_id"' in tekst and "NIET GEVONDEN" not in tekst
    assert "# ONTBREEKT: traject is niet herkend" in tekst and "jeugdige is niet" not in tekst
    assert "python -m proeftuin haal postcodes" in tekst and "kies een wijk" not in tekst
    assert "999900006" not in tekst


def test_herken_refuses_what_it_does_not_know(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("x;y\n1;2\n")
    with pytest.raises(ProeftuinError, match="geen tabel herkend"):
        propose_bron(path, SETTINGS)
    (tmp_path / "b.xlsx").write_bytes(b"PK")
    with pytest.raises(ProeftuinError, match="stuk"):
        propose_bron(tmp_path / "b.xlsx", SETTINGS)
    with pytest.raises(ProeftuinError, match="bestaat niet"):
        propose_bron(tmp_path / "c.csv", SETTINGS)


@pytest.mark.parametrize(
    ("vorm", "tekst", "dag"),
    [
        ("dd/mm/jjjj", "31/12/2023", "2023-12-31"),
        ("d/m/jjjj", "1/2/2023 10:15", "2023-02-01 10:15"),
        ("m/d/jjjj", "1/2/2023", "2023-01-02"),
        ("ddmmjjjj", "01022023", "2023-02-01"),
        ("dd-mmm-jjjj", "1-mrt-2023", "2023-03-01"),
        ("dd-mmm-jjjj", "1-maart-2023", "2023-03-01"),
        ("dd/mm/jjjj", "31-12-2023", None),
        ("dagen", "19358", "2023-01-01"),
        ("seconden", "1672531200", "2023-01-01T00:00:00Z"),
        ("seconden", "x", None),
    ],
)
def test_forms_of_days(vorm: str, tekst: str, dag: str | None) -> None:
    assert Datumvorm(vorm).read(tekst) == dag


@pytest.mark.parametrize(
    ("tekst", "teken", "getal"),
    [
        ("€ 1.234,56", ",", "1234,56"),
        ("1.234", ",", "1234"),
        ("1,234", ".", "1234"),
        ("1,234.50", ".", "1234,50"),
        ("12.345", ".", "12,3450"),
        ("1.234,56-", ",", "-1234,56"),
        ("12.5", ",", None),
        ("-1-", ",", None),
    ],
)
def test_forms_of_numbers(tekst: str, teken: str, getal: str | None) -> None:
    assert read_getal(tekst, teken) == getal
