"""What a levering may look like: separators, dates, numbers, codes, quotes, Parquet, zips."""

import stat
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from proeftuin.errors import LeveringRejected, ProeftuinError
from proeftuin.ingest.findings import Findings
from proeftuin.ingest.gebieden import Gebieden
from proeftuin.ingest.load import LoadReport, load_levering
from proeftuin.ingest.source import open_source
from proeftuin.schema import BESTANDEN, Kolomsoort
from proeftuin.settings.model import Settings
from proeftuin.settings.read import DEFAULT_FILE, read_settings
from proeftuin.store import open_store
from tests.lib.leveringen import GOED, add, write, write_zip

SETTINGS = read_settings()
TABELLEN = [bestand.naam for bestand in BESTANDEN]


def contents(data_dir: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every table of facts in the store, rows sorted."""
    with open_store(data_dir) as store:
        return {
            naam: sorted(store.frame(f"select * from {naam}").itertuples(index=False), key=repr)
            for naam in [*TABELLEN, "adres", "veldkwaliteit", "rijen_per_kwartaal"]
        }


def load(source: Path, data_dir: Path, settings: Settings = SETTINGS) -> LoadReport:
    return load_levering(source, data_dir, settings, replace=True)


@pytest.fixture(scope="module")
def goed(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """Hash and data folder of the good levering."""
    folder = tmp_path_factory.mktemp("goed")
    return load(write(folder / "levering"), folder / "data").hash, folder / "data"


def use_same_key(goed: tuple[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROEFTUIN_SLEUTELBESTAND", str(goed[1] / "sleutel"))


def dutch(inhoud: str) -> str:
    """The same file as a Dutch spreadsheet saves it: BOM, `;`, decimal comma, other dates."""
    lines = []
    for line in inhoud.splitlines():
        values = []
        for value in line.split(","):
            if len(value) == 10 and value[4] == "-":
                value = f"{value[8:]}-{value[5:7]}-{value[:4]}"
            elif value.replace(".", "").replace("-", "").isdigit() and "." in value:
                value = value.replace(".", ",")
            elif value in ("01", "02", "04"):
                value = value[1]
            values.append(f'" {value} "' if value == "west" else value)
        lines.append(";".join(values))
    lines[0] = lines[0].replace("_", " ").upper().replace("JEUGDIGE ID", "  Jeugdige_ID ")
    return "\ufeff" + "\r\n".join(lines) + "\r\n\r\n"


def test_a_dutch_spreadsheet_gives_the_same_store(
    goed: tuple[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_same_key(goed, monkeypatch)
    changes = {naam: dutch(tekst) for naam, tekst in GOED.items() if naam.endswith(".csv")}
    changes["levering.toml"] = 'datastand = "31-12-2023"\nbron = "test"\nopmerking = ""\n'
    load(write(tmp_path / "levering", {**changes}), tmp_path / "data")
    assert contents(tmp_path / "data") == contents(goed[1])


def test_parquet_gives_the_same_store(
    goed: tuple[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_same_key(goed, monkeypatch)
    folder = write(tmp_path / "levering")
    for bestand in BESTANDEN:
        path = folder / f"{bestand.naam}.csv"
        if not path.exists():
            continue
        frame = pd.read_csv(path, dtype="str")
        for kolom in bestand.kolommen:
            if kolom.soort is Kolomsoort.DATUM:
                frame[kolom.naam] = pd.to_datetime(frame[kolom.naam])
            elif kolom.soort in (Kolomsoort.GETAL, Kolomsoort.SCORE, Kolomsoort.GELD):
                frame[kolom.naam] = frame[kolom.naam].astype(float)
            elif kolom.naam in ("hulpvorm_code", "productcategorie_code"):
                frame[kolom.naam] = frame[kolom.naam].astype(float)
        frame.to_parquet(folder / f"{bestand.naam}.parquet")
        path.unlink()
    load(folder, tmp_path / "data")
    assert contents(tmp_path / "data") == contents(goed[1])


def test_zip_and_order_of_rows_do_not_matter(
    goed: tuple[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_same_key(goed, monkeypatch)
    changes: dict[str, str | bytes | None] = {}
    for naam, tekst in GOED.items():
        if naam.endswith(".csv"):
            head, *rows = tekst.splitlines()
            changes[naam] = "\n".join([head, *reversed(rows)])
    source = write_zip(tmp_path / "levering.zip", changes)
    assert load(source, tmp_path / "data").hash == goed[0]
    inside = {f"levering/{naam}": tekst for naam, tekst in GOED.items()}
    source = write_zip(tmp_path / "map.zip", {**dict.fromkeys(GOED), **inside})
    assert load(source, tmp_path / "data").hash == goed[0]
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == [
        *(".laad.lock", "bevindingen.csv", "store.duckdb")
    ]


def test_lines_of_findings_count_quoted_newlines_and_blank_lines(tmp_path: Path) -> None:
    inhoud = GOED["uitgave.csv"].replace("stoelen", '"stoelen\nen ""tafels"", groot"\n')
    inhoud = inhoud.replace("2022-10-01", "2022-10-32")
    with pytest.raises(LeveringRejected) as error:
        load(write(tmp_path / "levering", {"uitgave.csv": inhoud}), tmp_path / "data")
    found = [(f.code, f.regel, f.aantal) for f in error.value.findings]
    assert found == [("DATUM_ONMOGELIJK", 5, 1), ("TEKST_LOOPT_DOOR", 2, 1)]
    assert not (tmp_path / "data" / "store.duckdb").exists()


def test_warnings_are_counted_and_kept(tmp_path: Path) -> None:
    changes = {
        **add("jeugdige.csv", "p3,1995-02-01,8011AB,1995-02-01,"),
        **add("traject.csv", "t3,p3,,A1,02,,2023-01-01,,\nt4,p3,,A1,02,,2024-01-01,,"),
        "toewijzing.csv": None,
        "uitgave.csv": "boek_datum,post,bedrag_eur,soort,omschrijving,naam\n"
        "2022-09-01,x,1,realisatie,,y\n",
        "anders.csv": "a\n1\n",
    }
    source = write(tmp_path / "levering", changes)
    report = load_levering(source, tmp_path / "data", SETTINGS, toch="proef")
    found = {(f.code, f.bestand): f.aantal for f in report.waarschuwingen}
    assert found == {
        ("TOCH_GELADEN", "jeugdige.csv"): 1,
        ("GEBIED_ONBEKEND", "jeugdige.csv"): 1,
        ("NA_DATASTAND", "traject.csv"): 1,
        ("OUDER_DAN_22", "traject.csv"): 1,
        ("TOEWIJZING_NIET_GELEVERD", "traject.csv"): 1,
        ("TOEWIJZING_NIET_GELEVERD", "declaratie.csv"): 2,
        ("KOLOM_ONBEKEND", "uitgave.csv"): 1,
        ("POST_ONBEKEND", "uitgave.csv"): 1,
        ("BESTAND_ONBEKEND", "anders.csv"): 1,
    }
    assert (report.aantal_na_datastand, report.aantal_buiten_leeftijd) == (1, 1)
    with open_store(tmp_path / "data") as store:
        kept = store.frame("select code, aantal from bevinding")
        assert len(kept) == len(report.waarschuwingen)
        wijken = store.frame("select wijk_id from adres").wijk_id
        assert list(wijken.sort_values()) == ["midden", "noord", "onbekend", "west"]
        frame = store.frame("select * from veldkwaliteit where kolom = 'verwijzer_code'")
        assert frame.iloc[0].tolist() == ["traject", "verwijzer_code", 4, 2, 0]
        assert store.frame("select sum(aantal) as n from bevolking")["n"][0] == 250
        voorveld = store.frame("select wijk_id from voorveld order by 1").wijk_id
        assert list(voorveld) == ["gemeente", "west"]


def test_fewer_rows_than_before_is_a_warning(tmp_path: Path) -> None:
    many = GOED["aanmelding.csv"] + "".join(f"x{nr},p1,,,2023-05-0{nr},,,,\n" for nr in range(1, 9))
    load(write(tmp_path / "eerst", {"aanmelding.csv": many}), tmp_path / "data")
    fewer = GOED["aanmelding.csv"] + "".join(
        f"x{nr},p1,,,2023-05-0{nr},,,,\n" for nr in range(1, 6)
    )
    toml = GOED["levering.toml"].replace("2023-12-31", "2024-03-31")
    changes = {"aanmelding.csv": fewer, "casus.csv": None, "levering.toml": toml}
    report = load_levering(write(tmp_path / "dan", changes), tmp_path / "data", SETTINGS)
    assert [(f.code, f.bestand, f.aantal) for f in report.waarschuwingen] == [
        ("RIJEN_MINDER", "aanmelding.csv", 1),
        ("BESTAND_WEG", "casus.csv", 1),
    ]
    assert report.waarschuwingen[0].waarde == "kwartaal 2 van 2023: 5, was 8"


def test_gebieden(tmp_path: Path) -> None:
    (tmp_path / "postcodes.csv").write_text("postcode;wijk\n8011;midden\n8011 AB;WK019320\n")
    tekst = DEFAULT_FILE.read_text(encoding="utf-8")
    tekst = tekst.replace('concordantie = ""', 'concordantie = "postcodes.csv"')
    tekst = tekst.replace('"WK019350", ', '"WK019350", "BU01939099", ')
    (tmp_path / "proeftuin.toml").write_text(tekst, encoding="utf-8")
    gebieden = Gebieden(read_settings(tmp_path / "proeftuin.toml"))
    expected = {
        **{"west": "west", " West ": "west", "WK019320": "west", "wk019310": "midden"},
        **{"BU01932001": "west", "BU01939099": "zuid", "8011AB": "west", "8011 ab": "west"},
        **{"8011AC": "midden", "8011": "midden", "9999XX": "onbekend", "BU01939098": "onbekend"},
        **{"BU05990101": "onbekend"},
        **{"": "onbekend", "Utrecht": "onbekend"},
    }
    assert {gebied: gebieden.find_wijk(gebied) for gebied in expected} == expected


def bomb() -> bytes:
    return b"0" * (300 << 20)


@pytest.mark.parametrize(
    ("naam", "inhoud"),
    [
        ("../buiten.csv", b"x"),
        ("/buiten.csv", b"x"),
        ("map\\..\\..\\buiten.csv", b"x"),
        ("C:/buiten.csv", b"x"),
        ("traject.csv", bomb()),
    ],
    ids=["up", "absolute", "backslash", "drive", "bomb"],
)
def test_unsafe_zip_is_rejected(naam: str, inhoud: bytes, tmp_path: Path) -> None:
    changes = {**dict.fromkeys(GOED), "levering.toml": GOED["levering.toml"], naam: inhoud}
    source = write_zip(tmp_path / "slecht.zip", changes)
    with pytest.raises(LeveringRejected) as error:
        load(source, tmp_path / "data")
    assert [f.code for f in error.value.findings] == ["ZIP_ONVEILIG"]
    assert not list(tmp_path.rglob("buiten*")) and not list(tmp_path.rglob("uitgepakt"))


def test_zip_with_a_link_is_rejected(tmp_path: Path) -> None:
    source = write_zip(tmp_path / "link.zip")
    with zipfile.ZipFile(source, "a") as archive:
        member = zipfile.ZipInfo("geheim.csv")
        member.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(member, "/etc/passwd")
    with pytest.raises(LeveringRejected) as error:
        load(source, tmp_path / "data")
    assert [f.code for f in error.value.findings] == ["ZIP_ONVEILIG"]


def test_zip_that_lies_about_its_size_stops(tmp_path: Path) -> None:
    source = write_zip(tmp_path / "lieg.zip", {**dict.fromkeys(GOED), "traject.csv": bomb()})
    raw = source.read_bytes()
    real = (300 << 20).to_bytes(4, "little")
    assert raw.count(real) >= 2
    source.write_bytes(raw.replace(real, (1000).to_bytes(4, "little")))
    findings = Findings()
    (tmp_path / "werk").mkdir()
    open_source(source, tmp_path / "werk", findings)
    assert findings.has_fout
    assert sum(p.stat().st_size for p in tmp_path.rglob("traject.csv")) < 20 << 20


def test_what_is_no_levering_says_so(tmp_path: Path) -> None:
    (tmp_path / "tekst").write_text("x")
    for source in (tmp_path / "tekst", tmp_path / "nergens"):
        with pytest.raises(ProeftuinError):
            load(source, tmp_path / "data")


def test_odd_parquet_is_a_finding_not_a_crash(tmp_path: Path) -> None:
    changes: dict[str, str | bytes | None] = {"bevolking.csv": None, "casus.csv": None}
    folder = write(tmp_path / "levering", changes)
    bevolking = {"jaar": [2021.0], "gebied": [["west"]], "leeftijd": [True], "aantal": [2**62]}
    pd.DataFrame(bevolking).to_parquet(folder / "bevolking.parquet")
    casus = {naam: [float("inf")] for naam in GOED["casus.csv"].splitlines()[0].split(",")}
    pd.DataFrame(casus).to_parquet(folder / "casus.parquet")
    with pytest.raises(LeveringRejected) as error:
        load(folder, tmp_path / "data")
    assert {(f.code, f.bestand, f.kolom) for f in error.value.findings} == {
        ("TYPE_FOUT", "bevolking.parquet", "gebied"),
        ("TYPE_FOUT", "bevolking.parquet", "leeftijd"),
        ("GETAL_ONMOGELIJK", "bevolking.parquet", "aantal"),
        ("GEBIED_ONBEKEND", "casus.parquet", "gebied"),
        ("ONBEKEND_TE_VEEL", "casus.parquet", "gebied"),
        ("TYPE_FOUT", "casus.parquet", "afgerond_datum"),
        *(
            ("BEDRAG_ONMOGELIJK", "casus.parquet", f"{soort}_inzet_eur")
            for soort in ("verwachte", "werkelijke", "eigen")
        ),
    }
