"""The work list of the back office: the right rows, their own numbers, and nobody else's eyes."""

import csv
from datetime import date
from pathlib import Path
from random import Random

import pytest

from proeftuin.__main__ import main
from proeftuin.ingest.findings import BEVINDINGEN
from proeftuin.settings.read import read_settings
from proeftuin.store import STORE
from tests.lib.compare import make_regels
from tests.lib.leveringen import add, replace, write
from tests.lib.random_levering import make_levering
from tests.lib.reference.personen import BEGIN, Levering, Regels, Row
from tests.lib.spectables import write_levering

Line = tuple[str, int, str, str]  # file, line, own number, field


def run(capsys: pytest.CaptureFixture[str], data: Path, *arguments: object) -> tuple[int, str, str]:
    """(exit code, stdout, stderr) of werklijst with this data folder."""
    code = main(["--data", str(data), "werklijst", *map(str, arguments)])
    return code, *capsys.readouterr()


def read(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def months_between(born: date, day: date) -> int:
    return (day.year - born.year) * 12 + day.month - born.month


def asked(naam: str, row: Row, born: date | None, datastand: date, regels: Regels) -> list[str]:
    """The fields of one row that the back office is asked about, read from the definitions."""
    fields = []
    if "gebied" in row and not (naam == "voorveld" and row["gebied"] is None):
        fields += ["gebied"] if regels.wijk(row["gebied"]) == "onbekend" else []
    if naam == "traject":
        eind = row["eind_datum"]
        last = datastand if eind is None or eind > datastand else eind
        known_reason = row["reden_einde_code"] not in (None, "99")
        fields += ["verwijzer_code"] if row["verwijzer_code"] in (None, "99") else []
        fields += ["hulpvorm_code"] if row["hulpvorm_code"] == "99" else []
        if eind is not None and eind <= datastand and not known_reason:
            fields.append("reden_einde_code")
        if eind is None and known_reason:
            fields.append("eind_datum")
        if born and row["begin_datum"] < born.replace(day=1):
            fields.append("begin_datum")
        if born and months_between(born, last) >= 23 * 12:
            fields.append("eind_datum")
    if naam == "toewijzing":
        fields += [f for f in ("eind_datum", "bedrag_eur", "segment") if row[f] is None]
    if naam == "declaratie" and row["toewijzing_id"] is None:
        fields.append("toewijzing_id")
    if naam == "aanmelding" and row["hulpvorm_code"] in (None, "99"):
        fields.append("hulpvorm_code")
    return fields


def expected(levering: Levering, datastand: date, regels: Regels) -> list[Line]:
    """Every line that must be there, in plain loops over what was delivered."""
    born: dict[str, tuple[date, date]] = {}
    for row in levering["jeugdige"]:
        found = (row["van_datum"], row["geboortedatum"])
        born[row["jeugdige_id"]] = min(born.get(row["jeugdige_id"], found), found)
    lines = []
    for naam, rows in levering.items():
        for place, row in enumerate(rows, start=2):
            begin = BEGIN.get(naam)
            if begin and row[begin] > datastand:
                continue
            key = "jeugdige_id" if naam == "jeugdige" else f"{naam}_id"
            pair = born.get(str(row.get("jeugdige_id")))
            for field in asked(naam, row, pair[1] if pair else None, datastand, regels):
                lines.append((f"{naam}.csv", place, str(row.get(key) or ""), field))
    return sorted(lines)


@pytest.mark.parametrize("zaad", [3, 11])
def test_every_row_to_mend_is_there_with_its_own_number(
    zaad: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings, datastand = read_settings(), date(2023, 12, 31)
    levering = make_levering(Random(zaad), 60, datastand, settings.wijk_ids)
    source = write_levering(levering, datastand, tmp_path / "levering")
    target = tmp_path / "werk.csv"
    code, _, err = run(capsys, tmp_path / "data", target, source)
    assert code == 0, err
    found = sorted(
        (line["bestand"], int(line["regel"]), line["eigen_nummer"], line["veld"])
        for line in read(target)
        if "Dit is de eerste van" not in line["wat_is_er_mis"]
    )
    own = expected(levering, datastand, make_regels(settings))
    assert len(own) > 30 and found == own


def test_it_is_for_its_owner_alone_and_replaces_nothing_unasked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = write(tmp_path / "levering", replace("jeugdige.csv", "noord,2021", "WK999999,2021"))
    data, target = tmp_path / "data", tmp_path / "werk.csv"
    code, out, _ = run(capsys, data, target, source, "--stil")
    assert code == 0 and "Stuur het niet per e-mail" in out
    assert target.stat().st_mode & 0o777 == 0o600
    [line] = [line for line in read(target) if line["veld"] == "gebied"]
    assert (line["regel"], line["eigen_nummer"], line["waarde"]) == ("3", "p1", "WK999999")
    assert "p1" not in out, "the screen may be seen by others"
    assert not (data / STORE).exists() and not (data / BEVINDINGEN).exists()
    before = target.read_bytes()
    code, _, err = run(capsys, data, target, source)
    assert code == 1 and "--vervang" in err and target.read_bytes() == before
    target.chmod(0o644)
    assert run(capsys, data, target, source, "--vervang")[0] == 0
    assert target.stat().st_mode & 0o777 == 0o600
    for other in (source / "traject.csv", source / "nieuw.csv", tmp_path / "iets.txt"):
        (tmp_path / "iets.txt").write_text("bestand;regel\n", encoding="utf-8")
        before = other.read_bytes() if other.exists() else b""
        code, _, err = run(capsys, data, other, source, "--vervang")
        assert code == 1 and ("in de levering zelf" in err or "geen werklijst" in err)
        assert (other.read_bytes() if other.exists() else b"") == before
    code, _, err = run(capsys, data, tmp_path / "nergens" / "werk.csv", source)
    assert code == 1 and "bestaat niet" in err


def test_a_levering_that_is_refused_has_a_work_list_of_its_faults(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changes = {
        **add("traject.csv", "=t9,p9,,A2,77,04,2022-05-01,,"),
        **add("toewijzing.csv", "w2,p2,A1,45,,,2022-01-04,2022-01-10,,"),
    }
    source, target = write(tmp_path / "levering", dict(changes)), tmp_path / "werk.csv"
    assert run(capsys, tmp_path / "data", target, source)[0] == 0
    lines = {(line["bestand"], line["veld"]): line for line in read(target)}
    unknown = lines["traject.csv", "jeugdige_id"]
    assert (unknown["regel"], unknown["eigen_nummer"]) == ("4", "'=t9"), "no formula in a cell"
    assert "staat niet in het bestand jeugdige" in unknown["wat_is_er_mis"]
    assert lines["traject.csv", "hulpvorm_code"]["waarde"] == "77"
    assert lines["toewijzing.csv", "bedrag_eur"]["eigen_nummer"] == "w2"
