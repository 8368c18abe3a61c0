"""A declaratie counts once when it is there again, and is a fout when it says something else."""

from pathlib import Path

import pytest

from proeftuin.errors import LeveringRejected
from tests.ingest.test_ijw import ANDER, BSN, JEUGDIGE, codes, load, rows
from tests.lib.berichten import bericht, client, prestatie

KOP = b"declaratie_id,toewijzing_id,jeugdige_id,aanbieder_id,van_datum,tot_datum,bedrag_eur\n"


def declaratie(*rijen: str, dag: str = "2022-02-01", nummer: str = "DN1", bsn: str = BSN) -> bytes:
    """A JW323 of one client."""
    return bericht("JW323", [client(bsn, *rijen)], dag=dag, DeclaratieNummer=nummer)


def total(folder: Path) -> tuple[int, float]:
    """How many declaraties are loaded, and their euros."""
    query = "select count(*), cast(sum(bedrag_eur) as double) from declaratie"
    aantal, euro = rows(folder, query)[0]
    return aantal, euro


def differs(folder: Path, files: dict[str, bytes]) -> list[tuple[str, int | None, str]]:
    """(file, line, text) of each DECLARATIE_VERSCHILT that refuses these files."""
    with pytest.raises(LeveringRejected) as error:
        load(folder, files)
    findings = error.value.findings
    assert BSN.lstrip("0") not in repr(findings)
    return [(f.bestand, f.regel, f.melding) for f in findings if f.code == "DECLARATIE_VERSCHILT"]


@pytest.mark.parametrize("nummer", ["DN1", "DN2"], ids=["same number", "new DeclaratieNummer"])
def test_submitted_again_counts_once(nummer: str, tmp_path: Path) -> None:
    rijen = [prestatie("R1", "7", "50000"), prestatie("R2", "7", "10000", maand="2022-03")]
    report = load(
        tmp_path,
        {
            "b.xml": declaratie(*rijen),
            "a.xml": declaratie(*rijen[::-1], dag="2022-02-08", nummer=nummer),
        },
    )
    assert total(tmp_path) == (2, 600)
    assert codes(report)["DECLARATIE_OPNIEUW", "JW323"] == 2
    [telling] = [f for f in report.waarschuwingen if f.code == "BERICHT_TELLING"]
    assert telling.melding == "Gelezen: 4, geladen: 2, weggelaten: 2 (opnieuw ingediend 2)."


def test_the_same_number_with_another_amount_is_a_fout(tmp_path: Path) -> None:
    first = declaratie(prestatie("R1", "7", "50000"))
    again = declaratie(prestatie("R1", "7", "45000"), dag="2022-02-08")
    found = differs(tmp_path, {"a.xml": first, "b.xml": again})
    lines = [line.strip() for line in again.decode().split("\n")]
    line = next(nr for nr, tekst in enumerate(lines, start=1) if "Prestatie>" in tekst)
    melding = "Deze declaratie staat met hetzelfde nummer en een andere inhoud ook in "
    assert found == [("b.xml", line, f"{melding}a.xml, regel {line}.")]


@pytest.mark.parametrize(
    "ander",
    [
        prestatie("R1", "7", "50000", maand="2022-02"),
        prestatie("R1", "8", "50000"),
        prestatie("R1", "7", "50000", "C", vorige="R0"),
    ],
    ids=["period", "toewijzing", "credit"],
)
def test_the_same_number_for_something_else_is_a_fout(ander: str, tmp_path: Path) -> None:
    files = {"a.xml": declaratie(prestatie("R1", "7", "50000")), "b.xml": declaratie(ander)}
    assert len(differs(tmp_path, files)) == 1


def test_in_one_message_two_amounts_clash_and_two_periods_are_named(tmp_path: Path) -> None:
    twice = declaratie(prestatie("R1", "7", "50000"), prestatie("R1", "7", "45000"))
    assert len(differs(tmp_path / "bedrag", {"a.xml": twice})) == 1
    maanden = declaratie(
        prestatie("R1", "7", "50000"),
        prestatie("R1", "7", "45000", maand="2022-03"),
        prestatie("R1", "7", "45000", maand="2022-03"),
    )
    report = load(tmp_path / "maand", {"a.xml": maanden})
    assert total(tmp_path / "maand") == (2, 950)
    assert codes(report)["REFERENTIE_HERGEBRUIKT", "JW323"] == 1
    assert codes(report)["DECLARATIE_OPNIEUW", "JW323"] == 1


def test_two_aanbieders_may_use_one_number(tmp_path: Path) -> None:
    ander = bericht("JW323", [client(BSN, prestatie("R1", "8", "70000"))], Afzender="00654321")
    report = load(tmp_path, {"a.xml": declaratie(prestatie("R1", "7", "50000")), "b.xml": ander})
    assert total(tmp_path) == (2, 1200)
    assert ("DECLARATIE_OPNIEUW", "JW323") not in codes(report)


@pytest.mark.parametrize("sleutel", ["R1", "DN1/R1", "DN1-R1", "rij 1"])
@pytest.mark.parametrize("nummer", ["7", ""], ids=["toewijzing", "without"])
def test_a_file_beside_messages_counts_once(sleutel: str, nummer: str, tmp_path: Path) -> None:
    rij = f"{sleutel},{nummer},10000008,00123456,2022-01-10,2022-01-28,500.00\n"
    ander = "x,,10000008,00123456,2022-01-10,2022-01-28,500.01\n"
    report = load(
        tmp_path,
        {
            "jeugdige.csv": JEUGDIGE,
            "declaratie.csv": KOP + rij.encode() + ander.encode(),
            "a.xml": declaratie(prestatie("R1", "7", "50000")),
        },
    )
    assert total(tmp_path) == (2, 1000.01), "the file's own rows, and the other one"
    assert codes(report)["DECLARATIE_OPNIEUW", "JW323"] == 1


def test_a_file_pairs_one_for_one(tmp_path: Path) -> None:
    """Two prestaties that look alike in a file of one row: the second is not in the file."""
    rij = b"rij 1,7,10000008,00123456,2022-01-10,2022-01-28,500.00\n"
    rijen = [prestatie("R1", "7", "50000"), prestatie("R2", "7", "50000")]
    files = {"jeugdige.csv": JEUGDIGE, "declaratie.csv": KOP + rij, "a.xml": declaratie(*rijen)}
    report = load(tmp_path, files)
    assert total(tmp_path) == (2, 1000)
    assert codes(report)["DECLARATIE_OPNIEUW", "JW323"] == 1


def test_a_file_that_says_something_else_is_a_fout(tmp_path: Path) -> None:
    rij = b"DN1/R1,7,10000008,00123456,2022-01-10,2022-01-28,400.00\n"
    files = {"jeugdige.csv": JEUGDIGE, "declaratie.csv": KOP + rij}
    files["a.xml"] = declaratie(prestatie("R1", "7", "50000"))
    [(bestand, regel, melding)] = differs(tmp_path, files)
    assert (bestand, regel) == ("declaratie.csv", 2)
    assert "a.xml, regel" in melding


def test_a_debet_is_credited_once_and_may_then_be_declared_anew(tmp_path: Path) -> None:
    report = load(
        tmp_path,
        {
            "a.xml": declaratie(prestatie("R1", "7", "50000")),
            "b.xml": declaratie(
                prestatie("R2", "7", "50000", "C", vorige="R1"),
                prestatie("R3", "7", "45000"),
                dag="2022-03-01",
                nummer="DN2",
            ),
            "c.xml": declaratie(
                prestatie("R4", "7", "50000", "C", vorige="R1"), dag="2022-04-01", nummer="DN3"
            ),
            "d.xml": declaratie(
                prestatie("R5", "7", "9900", "C", vorige="R0"), nummer="DN4", bsn=ANDER
            ),
        },
    )
    assert total(tmp_path) == (2, 351), "a pair goes, a credit without its debet is kept"
    assert codes(report)["CREDIT_TWEE_KEER", "JW323"] == 1
    assert ("DECLARATIE_TWEE_KEER", "JW323") not in codes(report)


def test_a_file_about_the_same_days_in_another_way_is_named(tmp_path: Path) -> None:
    rijen = (
        b"rij 1,7,10000008,00123456,2022-01-01,2022-01-31,500.00\n"
        b"rij 2,7,10000008,00123456,2022-02-01,2022-02-28,500.00\n"
    )
    files = {"jeugdige.csv": JEUGDIGE, "declaratie.csv": KOP + rijen}
    files["a.xml"] = declaratie(prestatie("R1", "7", "50000"))
    report = load(tmp_path, files)
    assert total(tmp_path) == (3, 1500)
    assert codes(report)["DECLARATIE_NAAST_BESTAND", "JW323"] == 1


def test_a_credit_of_a_declaratie_in_the_file_is_no_finding(tmp_path: Path) -> None:
    files = {
        "jeugdige.csv": JEUGDIGE,
        "declaratie.csv": KOP + b"rij 1,7,10000008,00123456,2022-01-01,2022-01-31,500.00\n",
        "a.xml": declaratie(prestatie("R2", "7", "50000", "C", vorige="R1")),
    }
    found = codes(load(tmp_path, files))
    assert total(tmp_path) == (2, 0)
    assert not {code for code, _ in found} & {"CREDIT_LOS", "DECLARATIE_NAAST_BESTAND"}


def test_a_credit_without_its_debet_and_a_period_of_months_are_named(tmp_path: Path) -> None:
    lang = prestatie("r1", "7", "50000").replace("2022-01-28", "2022-03-31")
    files = {
        "a.xml": declaratie(lang),
        "b.xml": declaratie(lang.replace("r1", "R1"), dag="2022-02-08", nummer="DN2"),
        "c.xml": declaratie(
            prestatie("R2", "7", "40000", "C", vorige="R1"), dag="2022-03-01", nummer="DN3"
        ),
        "d.xml": declaratie(
            prestatie("R3", "7", "3000", "C", vorige="R9"), dag="2022-03-02", nummer="DN4"
        ),
    }
    report = load(tmp_path, files)
    assert total(tmp_path) == (3, 70), "r1 and R1 are one reference"
    assert codes(report)["CREDIT_WIJKT_AF", "JW323"] == 1, "R2 has a debet, of another amount"
    assert codes(report)["CREDIT_LOS", "JW323"] == 1, "R3 has none, and each is named once"
    assert codes(report)["PERIODE_NIET_IN_MAAND", "JW323"] == 1


def test_a_second_open_debet_is_named(tmp_path: Path) -> None:
    files = {
        "a.xml": declaratie(prestatie("R1", "7", "50000")),
        "b.xml": declaratie(prestatie("R2", "7", "50000"), nummer="DN2"),
    }
    report = load(tmp_path, files)
    assert total(tmp_path) == (2, 1000)
    assert codes(report)["DECLARATIE_TWEE_KEER", "JW323"] == 1


def test_a_reference_is_text_but_the_same_amount_never_counts_twice(tmp_path: Path) -> None:
    """0001 and 1 are two references (xs:string); all else equal they are one declaratie."""
    first = declaratie(
        prestatie("0001", "7", "50000"), prestatie("0002", "7", "100", maand="2022-03")
    )
    again = declaratie(prestatie("1", "7", "50000"), dag="2022-02-08", nummer="DN2")
    other = declaratie(prestatie("2", "7", "900", maand="2022-05"), dag="2022-02-09")
    report = load(tmp_path / "een", {"a.xml": first, "b.xml": again, "c.xml": other})
    assert total(tmp_path / "een") == (3, 510), "0002 and 2 say something else: both count"
    assert codes(report)["DECLARATIE_OPNIEUW", "JW323"] == 1
    assert ("DECLARATIE_TWEE_KEER", "JW323") not in codes(report)
    credit = declaratie(prestatie("9", "7", "50000", "C", vorige="1"), dag="2022-03-08")
    twice = declaratie(prestatie("10", "7", "50000", "C", vorige="0001"), dag="2022-03-09")
    report = load(tmp_path / "credit", {"a.xml": first, "b.xml": credit, "c.xml": twice})
    assert total(tmp_path / "credit") == (1, 1), "the debet goes with its credit"
    assert codes(report)["CREDIT_TWEE_KEER", "JW323"] == 1
    assert ("CREDIT_LOS", "JW323") not in codes(report)


def test_a_second_open_debet_without_toewijzing_is_named(tmp_path: Path) -> None:
    rijen = [prestatie("R1", None, "50000"), prestatie("R2", None, "50000")]
    report = load(tmp_path, {"a.xml": declaratie(*rijen)})
    assert total(tmp_path) == (2, 1000)
    assert codes(report)["DECLARATIE_TWEE_KEER", "JW323"] == 1
