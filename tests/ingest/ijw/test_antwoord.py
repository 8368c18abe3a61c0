"""JW319, the answer to a request: who was turned down waits no longer."""

from datetime import date
from pathlib import Path

import pytest

from tests.ingest.test_ijw import ANDER, BSN, codes, load, rows
from tests.lib.berichten import antwoord, bericht, client, retour, start, tag, toewijzing, verzoek

GEVRAAGD = date(2022, 1, 10)
WACHT = "select aanmeld_datum, start_datum, afmeld_datum from aanmelding order by 1, 3"
AFGEWEZEN = antwoord("R1", "1", RedenAfwijzingVerzoek="7")
ONDERZOEK = antwoord("R1", "2")


def request(referentie: str = "R1", bsn: str = BSN, dag: str = "2022-01-10") -> bytes:
    """A JW315 of one client."""
    return bericht("JW315", [client(bsn, verzoek(referentie, "02"))], dag)


@pytest.mark.parametrize(
    ("antwoorden", "afgemeld"),
    [
        ([(AFGEWEZEN, "2022-01-20")], date(2022, 1, 20)),
        ([(ONDERZOEK, "2022-01-17")], None),
        ([(AFGEWEZEN, "2022-03-01"), (ONDERZOEK, "2022-01-17")], date(2022, 3, 1)),
        ([(AFGEWEZEN, "2022-01-01")], None),
        ([(antwoord("R9", "1"), "2022-01-20")], None),
        ([(antwoord("R1", "5"), "2022-01-20")], None),
    ],
    ids=["down", "looked into", "in the end down", "before it", "another request", "no answer"],
)
def test_who_is_turned_down_waits_no_longer(
    antwoorden: list[tuple[str, str]], afgemeld: date | None, tmp_path: Path
) -> None:
    files = {"a.xml": request()}
    for nr, (inhoud, dag) in enumerate(antwoorden):
        files[f"{nr}.xml"] = bericht("JW319", [inhoud], dag)
    report = load(tmp_path, files)
    assert rows(tmp_path, WACHT) == [(GEVRAAGD, None, afgemeld)]
    left_out = len(antwoorden) - (afgemeld is not None)
    tellingen = [f for f in report.waarschuwingen if f.code == "BERICHT_TELLING"]
    assert sum(f.aantal for f in tellingen) == left_out


def test_another_gemeente_is_responsible(tmp_path: Path) -> None:
    """Reden 8: the request is in no figure of this gemeente."""
    weg = antwoord("R1", "1", RedenAfwijzingVerzoek="8", Woonplaatsbeginsel=tag("Gemeente", "0150"))
    files = {"a.xml": request(), "b.xml": request("R2", ANDER, "2022-02-01")}
    load(tmp_path, files | {"c.xml": bericht("JW319", [weg], "2022-01-20")})
    assert rows(tmp_path, WACHT) == [(date(2022, 2, 1), None, None)]


def test_an_answer_that_fits_two_requests_or_help_changes_nothing(tmp_path: Path) -> None:
    files = {
        "a.xml": request(),
        "b.xml": request(bsn=ANDER),
        "c.xml": bericht("JW319", [AFGEWEZEN], "2022-01-20"),
        "d.xml": request("R2", dag="2022-02-01"),
        "e.xml": bericht("JW319", [antwoord("R2", "1")], "2022-02-10"),
        "f.xml": bericht(
            "JW301",
            [client(BSN, toewijzing("7", "2022-02-20", "2022-02-20", ReferentieAanbieder="R2"))],
        ),
        "g.xml": bericht("JW305", [client(BSN, start("7", "2022-02-21"))]),
    }
    report = load(tmp_path, files)
    assert rows(tmp_path, WACHT) == [
        (GEVRAAGD, None, None),
        (GEVRAAGD, None, None),
        (date(2022, 2, 1), date(2022, 2, 21), None),
    ]
    found = codes(report)
    assert found["ANTWOORD_ONZEKER", "JW319"] == 1
    assert found["AFWIJZING_MET_START", "JW319"] == 1


def test_an_answer_that_was_itself_turned_down_was_never_given(tmp_path: Path) -> None:
    fout = AFGEWEZEN.replace("</b:Antwoord>", tag("RetourCodes", retour("9360")) + "</b:Antwoord>")
    files = {
        "a.xml": request(),
        "b.xml": bericht("JW319", [AFGEWEZEN], "2022-01-20", Identificatie="3"),
        "c.xml": bericht("JW319", [fout], "2022-01-20", Identificatie="3", BerichtCode="489"),
    }
    load(tmp_path, files)
    assert rows(tmp_path, WACHT) == [(GEVRAAGD, None, None)]


def test_a_reference_is_of_one_aanbieder(tmp_path: Path) -> None:
    """Two may use the same ReferentieAanbieder (TR347, OP361): an answer is to one of them."""
    ander = client(ANDER, verzoek("R1", "02"))
    files = {
        "a.xml": request(),
        "b.xml": bericht("JW315", [ander], "2022-02-01", Afzender="00999999"),
        "c.xml": bericht("JW319", [AFGEWEZEN], "2022-02-10", Ontvanger="00999999"),
    }
    load(tmp_path, files)
    afgemeld = date(2022, 2, 10)
    assert rows(tmp_path, WACHT) == [
        (GEVRAAGD, None, None),
        (date(2022, 2, 1), None, afgemeld),
    ]
