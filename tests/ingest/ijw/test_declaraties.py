"""Declaraties by the rules: credits, periods and totals; numbers of more than one gemeente."""

from dataclasses import replace
from pathlib import Path

import pytest

from proeftuin.errors import LeveringRejected
from tests.ingest.test_ijw import BSN, SETTINGS, codes, load, rows
from tests.ingest.test_ijw_declaratie import declaratie, total
from tests.ingest.test_ijw_retour import antwoord_325
from tests.lib.berichten import bericht, client, prestatie, tag, toewijzing


def test_a_pair_is_in_no_count(tmp_path: Path) -> None:
    """A credit that says something else than its debet is no pair, and is named."""
    files = {
        "a.xml": declaratie(prestatie("R1", "7", "50000"), prestatie("R2", "8", "50000")),
        "b.xml": declaratie(
            prestatie("R3", "7", "50000", "C", vorige="R1"),
            prestatie("R4", "8", "20000", "C", vorige="R2"),
            dag="2022-03-01",
            nummer="DN2",
        ),
    }
    report = load(tmp_path, files)
    assert total(tmp_path) == (2, 300)
    assert codes(report)["CREDIT_WIJKT_AF", "JW323"] == 1
    [telling] = [f for f in report.waarschuwingen if f.code == "BERICHT_TELLING"]
    assert "debet met haar creditering 2" in telling.melding


def prestatie_over(referentie: str, van: str, tot: str) -> str:
    """A prestatie over these days."""
    return prestatie(referentie, "7", "100").replace("2022-01-10", van).replace("2022-01-28", tot)


def test_periods_that_the_rules_do_not_allow_are_named(tmp_path: Path) -> None:
    rijen = [
        prestatie_over("R1", "2022-01-20", "2022-02-10"),
        prestatie_over("R2", "2022-03-01", "2022-03-31"),
        prestatie_over("R3", "2020-12-01", "2020-12-31"),
        prestatie_over("R4", "2022-02-01", "2022-02-28"),
    ]
    toegewezen = toewijzing("7", "2022-01-03", "2022-01-10", Einddatum="2022-12-31")
    files = {
        "a.xml": bericht("JW323", [client(BSN, *rijen)], "2022-04-05", Tot="2022-02-28"),
        "b.xml": bericht("JW301", [client(BSN, toegewezen)]),
    }
    found = codes(load(tmp_path, files))
    for code in ("NIET_IN_MAAND", "NA_DECLARATIE", "TE_VROEG", "BUITEN_TOEWIJZING"):
        assert found[f"PERIODE_{code}", "JW323"] == 1
    assert total(tmp_path) == (4, 4), "they all count"


def test_a_total_is_the_sum_of_its_prestaties(tmp_path: Path) -> None:
    rijen = [prestatie("R1", "7", "50000"), prestatie("R2", "8", "10000", "C")]

    def message(totaal: str) -> bytes:
        return bericht("JW323", [client(BSN, *rijen)], Totaal=totaal, Identificatie="21")

    load(tmp_path / "goed", {"a.xml": message("40000")})
    with pytest.raises(LeveringRejected) as error:
        load(tmp_path / "fout", {"a.xml": message("60000")})
    [finding] = [f for f in error.value.findings if f.ernst == "fout"]
    assert (finding.code, finding.bestand) == ("DECLARATIE_TOTAAL", "a.xml")
    assert "600,00 euro in het totaal, 400,00 euro in de prestaties" in finding.melding
    weg = antwoord_325("21", "0", code="9333")
    load(tmp_path / "afgekeurd", {"a.xml": message("60000"), "b.xml": weg})
    assert total(tmp_path / "afgekeurd")[0] == 0, "turned down whole, it was never sent"


def test_an_old_code_of_this_gemeente_is_its_own(tmp_path: Path) -> None:
    gemeente = replace(SETTINGS.gemeente, eerdere_codes=("GM0150",))
    rij = toewijzing("7", "2022-01-03", "2022-01-10")
    later = toewijzing("7", "2022-03-03", "2022-01-10", Einddatum="2022-06-30")
    files = {
        "a.xml": bericht("JW301", [client(BSN, rij)], Afzender="0150"),
        "b.xml": bericht("JW301", [client(BSN, later)], Afzender="0193"),
    }
    report = load(tmp_path, files, replace(SETTINGS, gemeente=gemeente))
    assert rows(tmp_path, "select toewijzing_id from toewijzing") == [("7",)]
    assert not [code for code in codes(report) if code[0] == "BERICHT_ANDERE_GEMEENTE"]


def test_an_amount_is_read_as_it_was_declared(tmp_path: Path) -> None:
    """Cents, whatever the unit; an amount of nothing is an amount; a volume is never read."""
    rij = prestatie("R1", "7", "0")
    geld = rij.replace("<b:IngediendBedrag>", tag("GeleverdVolume", "999") + "<b:IngediendBedrag>")
    geld = geld.replace("<b:IngediendBedrag>", tag("Eenheid", "83") + "<b:IngediendBedrag>")
    ander = prestatie("R2", "7", "1")
    load(tmp_path, {"a.xml": declaratie(geld, ander)})
    assert total(tmp_path) == (2, 0.01)
