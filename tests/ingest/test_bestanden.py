"""Every file that is delivered is read or named; what a computer wrote in its own way is read."""

import shutil
import zipfile
from pathlib import Path

import pytest

from proeftuin.__main__ import main
from proeftuin.errors import LeveringRejected
from proeftuin.ingest.herkenning import count_gebieden
from proeftuin.ingest.load import load_levering
from proeftuin.settings.read import read_settings
from tests.lib.leveringen import GOED, write, write_zip

GEVAL = Path(__file__).parent / "gevallen" / "18-stil-genegeerd" / "levering"
SETTINGS = read_settings()
NIET_GELEZEN = {
    ("BESTAND_REKENBLAD", "declaratie.xlsx"),
    ("BESTAND_EXTENSIE", "aanmelding.csv.txt"),
    ("BESTAND_SUBMAP", "sub/uitgave.csv"),
}


def test_files_that_are_not_read_are_named(tmp_path: Path) -> None:
    report = load_levering(GEVAL, tmp_path / "map", SETTINGS)
    assert {(f.code, f.bestand) for f in report.waarschuwingen} == NIET_GELEZEN
    source = tmp_path / "levering.zip"
    with zipfile.ZipFile(source, "w") as archive:
        for path in GEVAL.rglob("*"):
            if path.is_file():
                archive.write(path, f"levering/{path.relative_to(GEVAL)}")
        archive.writestr("__MACOSX/._a.csv", "x")
        archive.writestr("levering/Thumbs.db", "x")
        archive.writestr("leesmij 999900006.docx", "x")
        archive.writestr("levering/eerder.zip", "x")
    report = load_levering(source, tmp_path / "zip", SETTINGS)
    found = {(f.code, f.bestand) for f in report.waarschuwingen}
    assert found == NIET_GELEZEN | {
        ("BESTAND_ONBEKEND", "leesmij ....docx"),
        ("BESTAND_INGEPAKT", "eerder.zip"),
    }


def test_a_key_of_levering_toml_that_is_not_read_is_said_by_its_line(tmp_path: Path) -> None:
    """And by the key that it looks like; never by its own name, which can be a person's."""
    toml = GOED["levering.toml"] + "Datastant = 2024-03-31\nQadir-Vuurtoren = 1\n"
    report = load_levering(write(tmp_path / "een", {"levering.toml": toml}), tmp_path, SETTINGS)
    near, far = report.waarschuwingen
    assert (near.code, near.regel, far.code, far.regel) == ("TOML_SLEUTEL", 4, "TOML_SLEUTEL", 5)
    assert near.melding.endswith("lezen; hij lijkt op 'datastand'.")
    assert far.melding.endswith("lezen.")
    assert "Qadir" not in repr(report) and "Datastant" not in repr(report)


def test_a_datastand_long_after_the_last_begin_is_said(tmp_path: Path) -> None:
    lines = [f"x{nr},w1,p1,A1,2023-{nr % 8 + 1:02}-02,2023-09-01,{nr}.00" for nr in range(100)]
    changes = {"declaratie.csv": GOED["declaratie.csv"] + "\n".join(lines) + "\n"}
    report = load_levering(write(tmp_path / "een", {**changes}), tmp_path / "data", SETTINGS)
    assert [(f.code, f.waarde) for f in report.waarschuwingen] == [
        ("DATASTAND_LAAT", "laatste begin 02-08-2023")
    ]
    centen = changes["declaratie.csv"].replace(".00\n", "00.00\n")
    toml = GOED["levering.toml"].replace("2023-12-31", "2024-03-31")
    later = {"declaratie.csv": centen, "levering.toml": toml}
    report = load_levering(write(tmp_path / "twee", {**later}), tmp_path / "data", SETTINGS)
    assert "BEDRAG_GROEI" in {f.code for f in report.waarschuwingen}


def test_a_windows_zip_with_backslashes_is_read(tmp_path: Path) -> None:
    inside = {f"levering\\{naam}": tekst for naam, tekst in GOED.items()}
    source = write_zip(tmp_path / "levering.zip", {**dict.fromkeys(GOED), **inside})
    report = load_levering(source, tmp_path / "data", SETTINGS)
    assert report.waarschuwingen == [] and report.aantallen["traject"] == 2


@pytest.mark.parametrize("codering", ["utf-16", "utf-16-be"])
def test_utf_16_is_read(codering: str, tmp_path: Path) -> None:
    merk = "\ufeff" if codering != "utf-16" else ""
    changes = {naam: (merk + tekst).encode(codering) for naam, tekst in GOED.items()}
    source = write(tmp_path / "levering", {**changes})
    report = load_levering(source, tmp_path / "data", SETTINGS)
    assert report.waarschuwingen == []
    found, findings = count_gebieden(source, tmp_path / "data", SETTINGS)
    assert not findings and found and not any(file.telling.onbekend for file in found)
    assert {naam: telling.gelezen for naam, telling in report.aansluiting}["traject"] == 2
    assert sorted(path.name for path in (tmp_path / "data").glob(".bouw*")) == []


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"levering.toml": None}, {"BESTAND_ONTBREEKT"}),
        ({"levering.toml": "datastand = 31-12-2023\n"}, {"BESTAND_ONLEESBAAR"}),
        ({"levering.toml": 'bron = "x"\n'}, {"KOLOM_ONTBREEKT"}),
        ({"levering.toml": f'bron = "{"x" * 70_000}"\n'}, {"BESTAND_ONLEESBAAR"}),
        ({"levering.toml": f"x = {'[' * 3000}{']' * 3000}\n"}, {"BESTAND_ONLEESBAAR"}),
        ({"levering.toml": f"{'a.' * 3000}b = 1\n"}, {"BESTAND_ONLEESBAAR"}),
        (
            {"levering.toml": None, "levering.toml.txt": GOED["levering.toml"]},
            {"BESTAND_ONTBREEKT", "BESTAND_EXTENSIE"},
        ),
    ],
)
def test_a_broken_or_missing_toml_shows_what_to_write(
    changes: dict[str, str | bytes | None], codes: set[str], tmp_path: Path
) -> None:
    with pytest.raises(LeveringRejected) as error:
        load_levering(write(tmp_path / "levering", changes), tmp_path / "data", SETTINGS)
    assert {f.code for f in error.value.findings} == codes
    [raad] = [f.oplossing for f in error.value.findings if f.bestand == "levering.toml"]
    assert all(f"{naam} = " in raad for naam in ("datastand", "bron", "opmerking"))


def test_a_file_name_cannot_write_on_the_screen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "los\x1b[2J\nFOUT alles is goed\u202e.csv"
    source = write(tmp_path / "levering", {name: "a;b\n", "levering.toml": None})
    assert main(["laad", str(source), "--data", str(tmp_path / "data")]) == 1
    said = capsys.readouterr()
    assert r"los\x1b[2J\x0aFOUT alles is goed\x202e.csv" in said.out
    for sign in ("\x1b", "\u202e", "\nFOUT alles"):
        assert sign not in said.out + said.err
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
    assert main(["laad", str(tmp_path / "er\x1bis\rniet"), "--data", str(tmp_path / "data")]) == 1
    assert "\x1b" not in (said := capsys.readouterr().err) and "\r" not in said


def test_the_screen_has_one_finding_per_cause_and_the_file_every_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = GOED["declaratie.csv"].split("\n")[0]
    lines = [f"d{nr},,p1,A1,2021-01-01,2021-01-31,€ {nr}.00" for nr in range(1500)]
    changes: dict[str, str | bytes | None] = {"declaratie.csv": "\n".join([head, *lines])}
    source = write(tmp_path / "levering", changes)
    assert main(["laad", str(source), "--data", str(tmp_path / "data")]) == 1
    out = capsys.readouterr().out
    assert "declaratie.csv, regel 2, kolom bedrag_eur" in out
    assert "Ook op regel 3 en 4; in totaal 1.500 keer." in out
    assert "'€ 0.00', '€ 1.00' en '€ 2.00' en meer" in out and "zonder euroteken" in out
    assert len(out.splitlines()) < 10
    written = (tmp_path / "data" / "bevindingen.csv").read_text(encoding="utf-8-sig")
    assert len(written.splitlines()) == 1502 and ";€ 1499.00" in written
    assert main(["laad", str(write(tmp_path / "goed")), "--data", str(tmp_path / "data")]) == 0
    out = capsys.readouterr().out
    [line] = [line for line in out.splitlines() if line.strip().startswith("bevolking")]
    assert line.split()[:4] == ["bevolking", "116", "115", "1"] and "leeftijd" in line


@pytest.mark.parametrize("changed", ["utf-16", "zip"])
def test_lines_of_what_a_load_made_itself_are_known_when_it_is_gone(
    changed: str, tmp_path: Path
) -> None:
    """An empty line makes records differ from lines; a zip or UTF-16 is read from a copy."""
    text = GOED["declaratie.csv"].replace("\nd1", "\n\nd1").replace("2021-02-28", "2021-02-31")
    source = write(tmp_path / "levering")
    coding = "utf-16" if changed == "utf-16" else "utf-8"
    (source / "declaratie.csv").write_bytes(text.encode(coding))
    if changed == "zip":
        source = Path(shutil.make_archive(str(tmp_path / "levering"), "zip", source))
    with pytest.raises(LeveringRejected) as error:
        load_levering(source, tmp_path / "data", SETTINGS)
    found = {(item.code, item.bestand, item.regel) for item in error.value.findings}
    assert ("DATUM_ONMOGELIJK", "declaratie.csv", 4) in found
    listed = (tmp_path / "data" / "bevindingen.csv").read_text(encoding="utf-8-sig")
    assert any("DATUM_ONMOGELIJK" in line and ";4;" in line for line in listed.splitlines()), listed
    counted, _ = count_gebieden(source, tmp_path / "tel", SETTINGS)
    assert counted
