"""What iJw messages may look like, and what is said of those that are wrong or not read."""

from datetime import date
from pathlib import Path

import pytest

from proeftuin.cli.laden import BESTANDEN_GENOEMD, say_findings
from proeftuin.errors import LeveringRejected
from proeftuin.ingest import findings as findings_module
from tests.ingest.test_ijw import BSN, JEUGDIGE, codes, load, rows
from tests.lib.berichten import bericht, client, prestatie, start, stop, toewijzing
from tests.lib.leveringen import GOED


@pytest.mark.parametrize("subversie", ["0", "1", "2"])
def test_versions_read_by_local_name(subversie: str, tmp_path: Path) -> None:
    clienten = [client(BSN, start("7", "2022-01-12"))]
    load(tmp_path, {"a.xml": bericht("JW305", clienten, subversie=subversie)})
    assert rows(tmp_path, "select begin_datum from traject") == [(date(2022, 1, 12),)]


def test_what_is_not_read_is_said(tmp_path: Path) -> None:
    inhoud = bericht("JW305", [client(BSN, start("7", "2022-01-12"))])
    report = load(
        tmp_path,
        {
            "a.xml": inhoud,
            "kopie/a.xml": inhoud,
            "antwoord.xml": bericht("JW318", [client(BSN)], BerichtCode="487"),
            "vraag.xml": bericht("JW317", [], BerichtCode="486"),
            "oud.xml": bericht("JW303", [client(BSN)], BerichtCode="434"),
            f"bericht-{BSN}.xml": b"<iets><anders/></iets>",
            "jeugdige.csv": JEUGDIGE,
        },
    )
    assert codes(report) == {
        ("BERICHT_DUBBEL", "a.xml"): 1,
        ("BERICHT_TELLING", "JW305"): 1,
        ("BERICHT_NIET_GELEZEN", "JW317"): 1,
        ("BERICHT_NIET_GELEZEN", "JW318"): 1,
        ("BERICHT_NIET_GELEZEN", "JW303"): 1,
        ("BERICHT_ONBEKEND", "bericht-....xml"): 1,
        ("TOEWIJZING_NIET_GELEVERD", "JW305"): 1,
    }
    assert rows(tmp_path, "select count(*) from traject") == [(1,)]
    assert any("De kosten" in f.melding for f in report.waarschuwingen)


def test_a_toewijzing_in_file_and_message_is_the_files(tmp_path: Path) -> None:
    inhoud = GOED["toewijzing.csv"].replace("w1,p1", "7,10000008").encode()
    toegewezen = client(BSN, toewijzing("7", "2022-01-03", "2022-01-10"))
    report = load(
        tmp_path,
        {
            "jeugdige.csv": JEUGDIGE,
            "toewijzing.csv": inhoud,
            "a.xml": bericht("JW301", [toegewezen]),
            "b.xml": bericht("JW305", [client(BSN, start("8", "2022-01-12"))]),
        },
    )
    assert codes(report)["BERICHT_EN_BESTAND", "JW301"] == 1
    assert codes(report)["TOEWIJZING_BUITEN_LEVERING", "JW305"] == 1
    assert rows(tmp_path, "select segment from toewijzing") == [("midden",)]


def test_a_wrong_amount_shows_what_stands_there_and_the_cure(tmp_path: Path) -> None:
    rows = {"10.50": "D", "-900": "D", "12,5": "C", "": "D", "1050": "X", "tien": "D"}
    clients = [
        client(BSN, prestatie(f"R{nr}", "7", centen, soort))
        for nr, (centen, soort) in enumerate(rows.items())
    ]
    budget = client(BSN, toewijzing("7", "2022-01-03", "2022-01-10", Budget="1.500"))
    inhoud = {
        "geld.xml": bericht("JW323", clients, Totaal="12,00"),
        "budget.xml": bericht("JW301", [budget]),
    }
    with pytest.raises(LeveringRejected) as error:
        load(tmp_path, inhoud)
    found = [f for f in error.value.findings if f.code == "BEDRAG_IN_BERICHT"]
    assert [(f.bestand, f.kolom, f.waarde) for f in found] == [
        ("budget.xml", "bedrag_eur", "1.500 eurocent"),
        ("geld.xml", "TotaalIngediendBedrag", "12,00 eurocent"),
        *(
            ("geld.xml", "bedrag_eur", waarde)
            for waarde in (
                *("10.50 eurocent, D", "-900 eurocent, D", "12,5 eurocent, C", "leeg eurocent, D"),
                *("1050 eurocent, geen D of C", ""),
            )
        ),
    ]
    assert all(f.regel for f in found)
    assert "hele eurocenten" in found[0].melding and "10,50 euro 1050" in found[0].oplossing


@pytest.mark.parametrize("naam", ["Begindatum", "Product"])
def test_an_element_with_two_contents_is_a_fout(naam: str, tmp_path: Path) -> None:
    inhoud = bericht("JW305", [client(BSN, start("7", "2022-02-01"))]).decode()
    begin, end = inhoud.index(f"<b:{naam}>"), inhoud.index(f"</b:{naam}>") + len(f"</b:{naam}>")
    element = inhoud[begin:end]
    other = element.replace("2022-02-01", "2022-05-01").replace("45A04", "46A01")
    load(tmp_path / "gelijk", {"a.xml": f"{inhoud[:end]}{element}{inhoud[end:]}".encode()})
    with pytest.raises(LeveringRejected) as error:
        load(tmp_path / "anders", {"a.xml": f"{inhoud[:end]}\n{other}{inhoud[end:]}".encode()})
    [found] = [f for f in error.value.findings if f.ernst == "fout"]
    line = inhoud[:end].count("\n") + 2
    assert (found.code, found.bestand, found.regel, found.kolom) == (
        *("ELEMENT_DUBBEL", "a.xml", line, naam),
    )


def test_faults_in_messages_have_file_and_line(tmp_path: Path) -> None:
    clienten = [client(BSN, start("7", "2022-02-30")), client(BSN, start("7", ""))]
    inhoud = bericht("JW305", clienten)
    stops = bericht("JW307", [client(BSN, stop("7", "2022-01-12", "2022-01-11", "77"))])
    diep = b"<Bericht>" + 60 * b"<a>" + 60 * b"</a>" + b"</Bericht>"
    geld = bericht("JW323", [client(BSN, prestatie("N", "7", "10.50"))])
    with pytest.raises(LeveringRejected) as error:
        load(tmp_path, {"start.xml": inhoud, "stop.xml": stops, "geld.xml": geld, "diep.xml": diep})
    lines = [nr for nr, line in enumerate(inhoud.split(b"\n"), start=1) if b"StartProduct>" in line]
    found = {(f.code, f.bestand, f.kolom): f.regel for f in error.value.findings}
    assert found["DATUM_ONMOGELIJK", "start.xml", "begin_datum"] == lines[0]
    assert found["VELD_LEEG", "start.xml", "begin_datum"] == lines[2]
    assert ("EIND_VOOR_BEGIN", "stop.xml", "eind_datum") in found
    assert ("CODE_ONBEKEND", "stop.xml", "reden_einde_code") in found
    assert ("BEDRAG_IN_BERICHT", "geld.xml", "bedrag_eur") in found
    assert ("XML_ONLEESBAAR", "diep.xml", None) in found
    assert BSN not in repr(error.value.findings)


def test_a_finding_in_many_messages_is_said_for_the_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backlog that is delivered twice gives no screens full; no finding goes uncounted."""
    monkeypatch.setattr(findings_module, "GROEPEN", 7)
    inhoud = bericht("JW305", [client(BSN, start("7", "2022-01-12"))])
    report = load(tmp_path, {f"{nr}.xml": inhoud for nr in range(20)} | {"jeugdige.csv": JEUGDIGE})
    dubbel = [found for found in report.waarschuwingen if found.code == "BERICHT_DUBBEL"]
    assert sum(found.aantal for found in dubbel) == 19 and len(dubbel) == 8
    assert [found.aantal for found in dubbel if found.bestand == "andere bestanden"] == [12]
    say_findings(report.groepen)
    said = capsys.readouterr().out
    assert said.count("WAARSCHUWING BERICHT_DUBBEL") == BESTANDEN_GENOEMD == 5
    assert "BERICHT_DUBBEL: ook in nog 3 bestanden." in said
