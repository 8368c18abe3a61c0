"""Answers (JW302, 306, 308, 316, 325) take out by name what they turned down."""

from pathlib import Path

import pytest

from proeftuin.ingest.load import LoadReport
from tests.ingest.test_ijw import ANDER, BSN, codes, load, rows
from tests.lib.berichten import (
    bericht,
    client,
    prestatie,
    retour,
    start,
    stop,
    tag,
    toewijzing,
    velden,
    verzoek,
)

FOUT = retour("9063")
GOED = retour("0200")


def afgekeurd(rij: str, code: str) -> str:
    """The row as an answer repeats it: with a retourcode inside."""
    kop, einde = rij.rstrip("\n").rsplit("</", 1)
    return f"{kop}{tag('RetourCodes', retour(code))}</{einde}\n"


def telling(report: LoadReport, soort: str) -> list[str]:
    """What the account of a message type says."""
    found = report.waarschuwingen
    return [f.melding for f in found if (f.code, f.bestand) == ("BERICHT_TELLING", soort)]


RIJEN = {
    "JW301": ("437", toewijzing("7", "2022-01-03", "2022-01-10"),
              toewijzing("8", "2022-01-03", "2022-01-10"), "toewijzing"),
    "JW305": ("439", start("7", "2022-01-12"), start("8", "2022-02-12"), "traject"),
    "JW307": ("441", stop("7", "2022-01-12", "2022-01-31"),
              stop("8", "2022-02-12", "2022-03-31"), "traject"),
    "JW315": ("447", verzoek("R1", "02"), verzoek("R2", "02"), "aanmelding"),
}  # fmt: skip


@pytest.mark.parametrize("soort", RIJEN)
def test_a_row_turned_down_is_taken_out(soort: str, tmp_path: Path) -> None:
    """Its neighbour and the other client stay, whatever is said of them; names of files mean
    nothing."""
    code, weg, blijft, tabel = RIJEN[soort]
    heen = bericht(soort, [client(BSN, weg, blijft), client(ANDER, weg)], Identificatie="12")
    terug = [client(BSN, afgekeurd(weg, "9063"), afgekeurd(blijft, "0233"), codes=GOED)]
    antwoord = bericht(soort, terug, Identificatie="12", BerichtCode=code, RetourCodes=GOED)
    report = load(tmp_path, {"b.xml": heen, "a.xml": antwoord})
    assert rows(tmp_path, f"select count(*) from {tabel}") == [(2,)]
    reden = "afgekeurd in een retourbericht"
    assert telling(report, soort) == [f"Gelezen: 3, geladen: 2, weggelaten: 1 ({reden} 1)."]


def test_a_whole_client_or_message_can_be_turned_down(tmp_path: Path) -> None:
    rijen = [start("7", "2022-01-12"), start("8", "2022-02-12")]
    opnieuw = bericht("JW305", [client(ANDER, start("9", "2022-04-12"))], Identificatie="14")
    files = {
        "a.xml": bericht("JW305", [client(BSN, *rijen), client(ANDER, *rijen)], Identificatie="12"),
        "b.xml": bericht(
            "JW305",
            [client(BSN, *(afgekeurd(rij, "0233") for rij in rijen), codes=FOUT)],
            Identificatie="12",
            BerichtCode="439",
        ),
        "c.xml": bericht("JW305", [client(ANDER, start("9", "2022-04-11"))], Identificatie="13"),
        "d.xml": bericht(
            "JW305", [], Identificatie="13", BerichtCode="439", RetourCodes=retour("0001")
        ),
        "e.xml": opnieuw,
        "f.xml": bericht("JW305", [], Identificatie="14", BerichtCode="439"),
    }
    load(tmp_path, files)
    query = "select begin_datum from traject order by 1"
    found = [f"{dag:%m-%d}" for (dag,) in rows(tmp_path, query)]
    assert found == ["01-12"], "one aanbieder and hulpvorm: 9 joins what still runs"
    assert rows(tmp_path, "select count(*) from jeugdige") == [(2,)]


def antwoord_325(identificatie: str, toegekend: str, *clienten: str, code: str = "0200") -> bytes:
    """A JW325 on the JW323 with this Identificatie."""
    kop = bericht(
        "JW325",
        [],
        BerichtCode="491",
        Afzender="0193",
        Ontvanger="00123456",
        DeclaratieIdentificatie=velden(Identificatie=identificatie, Dagtekening="2022-02-01"),
        RetourCodes=GOED,
    )
    binnen = velden(
        DeclaratieNummer="DN1",
        TotaalToegekendBedrag=velden(TotaalBedrag=toegekend, DebetCredit="D"),
        Clienten="".join(clienten) or None,
        RetourCodes=retour(code),
    )
    return kop.replace(
        b"</b:Bericht>", tag("DeclaratieAntwoord", binnen).encode() + b"</b:Bericht>"
    )


EURO = "select count(*), cast(coalesce(sum(bedrag_eur), 0) as double) from declaratie"


def test_a_prestatie_turned_down_may_come_again(tmp_path: Path) -> None:
    """The same number with another amount: only the one that was granted counts."""
    rijen = [prestatie("R1", "7", "50000"), prestatie("R2", "8", "10000")]
    files = {
        "a.xml": bericht("JW323", [client(BSN, *rijen)], "2022-02-01", Identificatie="21"),
        "b.xml": antwoord_325("21", "10000", client(BSN, afgekeurd(rijen[0], "9301"), codes=GOED)),
        "c.xml": bericht(
            "JW323", [client(BSN, prestatie("R1", "7", "45000"))], "2022-03-01", Identificatie="22"
        ),
        "d.xml": antwoord_325("22", "45000", code="8001"),
    }
    report = load(tmp_path, files)
    assert rows(tmp_path, EURO) == [(2, 550.0)]
    assert ("RETOUR_ZONDER_BERICHT", "JW325") not in codes(report)


def test_a_declaratie_turned_down_whole_was_never_sent(tmp_path: Path) -> None:
    rij = prestatie("R1", "7", "50000")
    heen = bericht("JW323", [client(BSN, rij)], "2022-02-01", Identificatie="21")
    load(tmp_path, {"a.xml": heen, "b.xml": antwoord_325("21", "0", code="9333")})
    assert rows(tmp_path, EURO) == [(0, 0.0)]


def test_an_answer_to_what_is_not_delivered_is_named(tmp_path: Path) -> None:
    rij = prestatie("R1", "7", "50000")
    heen = bericht("JW323", [client(BSN, rij)], "2022-02-01", Identificatie="21")
    report = load(tmp_path, {"a.xml": heen, "b.xml": antwoord_325("99", "0", code="9333")})
    assert rows(tmp_path, EURO) == [(1, 500.0)]
    assert codes(report)["RETOUR_ZONDER_BERICHT", "JW325"] == 1


def test_a_row_that_the_message_does_not_hold_is_named(tmp_path: Path) -> None:
    terug = [client(BSN, afgekeurd(start("8", "2022-01-12"), "9063"), codes=GOED)]
    files = {
        "a.xml": bericht("JW305", [client(BSN, start("7", "2022-01-12"))], Identificatie="12"),
        "b.xml": bericht("JW305", terug, Identificatie="12", BerichtCode="439"),
    }
    report = load(tmp_path, files)
    assert rows(tmp_path, "select count(*) from traject") == [(1,)]
    assert codes(report)["RETOUR_ZONDER_RIJ", "JW306"] == 1
