"""A version of iJw is the one before plus changes: what a row means, by the version it is in."""

from datetime import date
from pathlib import Path

import pytest

from proeftuin.ingest.ijw.versies import IJW_30, IJW_31, IJW_32, VERSIES
from tests.ingest.test_ijw import BSN, codes, load, rows
from tests.ingest.test_ijw_retour import antwoord_325
from tests.lib.berichten import bericht, client, prestatie, start, stop, toewijzing

OP_DAG = {"Einddatum": "2022-01-10"}
TOEWIJZINGEN = "select toewijzing_id from toewijzing order by 1"


def test_versions_are_data_in_order() -> None:
    assert list(VERSIES) == [("3", "0"), ("3", "1"), ("3", "2")]
    assert IJW_30.redenen ^ IJW_31.redenen == {"01", "13", "14"}
    assert IJW_32.redenen == IJW_31.redenen
    assert [versie.reden_in_stop for versie in VERSIES.values()] == [False, False, True]


@pytest.mark.parametrize(
    ("versie", "reden", "telt", "genoemd"),
    [
        ("0", "01", False, False),
        ("1", "13", False, False),
        ("2", "13", False, False),
        ("0", "13", False, True),  # the word is clear, though 3.0 does not know it
        ("1", "01", False, True),
        ("1", "14", True, False),
        ("0", "14", True, True),
    ],
)
def test_a_reden_outside_its_version_is_read_and_named(
    versie: str, reden: str, telt: bool, genoemd: bool, tmp_path: Path
) -> None:
    rij = toewijzing("7", "2022-01-03", "2022-01-10", RedenWijziging=reden, **OP_DAG)
    ander = toewijzing("8", "2022-01-03", "2022-01-10")
    files = {"a.xml": bericht("JW301", [client(BSN, rij, ander)], subversie=versie)}
    report = load(tmp_path, files)
    assert rows(tmp_path, TOEWIJZINGEN) == ([("7",), ("8",)] if telt else [("8",)])
    assert (("REDEN_BUITEN_VERSIE", "JW301") in codes(report)) == genoemd


def test_the_same_care_renewed_under_3_1_and_extended_under_3_2(tmp_path: Path) -> None:
    """OP380: a new number with a stop and a start on New Year's Day, or one number that goes on."""
    begin, eind = "2022-02-01", "2023-05-31"
    oud = {
        "301.xml": bericht(
            "JW301",
            [client(BSN, toewijzing("7", "2022-01-20", begin, Einddatum="2022-12-31"),
                    toewijzing("8", "2022-12-01", "2023-01-01", Einddatum=eind))],
            subversie="1",
        ),
        "305.xml": bericht(
            "JW305", [client(BSN, start("7", begin), start("8", "2023-01-01"))], subversie="1"
        ),
        "307.xml": bericht(
            "JW307",
            [client(BSN, stop("7", begin, "2022-12-31", "36"), stop("8", "2023-01-01", eind))],
            dag="2023-06-02",
            subversie="1",
        ),
    }  # fmt: skip
    nieuw = {
        "301.xml": bericht(
            "JW301", [client(BSN, toewijzing("7", "2022-01-20", begin, Einddatum="2022-12-31"))]
        ),
        "301b.xml": bericht(
            "JW301",
            [client(BSN, toewijzing("7", "2022-12-01", begin, Einddatum=eind,
                                    RedenWijziging="04"))],
        ),
        "305.xml": bericht("JW305", [client(BSN, start("7", begin))]),
        "307.xml": bericht("JW307", [client(BSN, stop("7", begin, eind))], dag="2023-06-02"),
    }  # fmt: skip
    query = "select toewijzing_id, hulpvorm_code, begin_datum, eind_datum, reden_einde_code"
    found = []
    for naam, files in (("oud", oud), ("nieuw", nieuw)):
        load(tmp_path / naam, files)
        found.append(rows(tmp_path / naam, f"{query} from traject"))
    assert found[0] == found[1]
    assert found[0] == [("7", "02", date(2022, 2, 1), date(2023, 5, 31), "31")]


@pytest.mark.parametrize(("toegekend", "genoemd"), [("10000", True), ("60000", False)])
def test_what_an_answer_grants_is_what_it_did_not_turn_down(
    toegekend: str, genoemd: bool, tmp_path: Path
) -> None:
    """A JW325 that turns nothing down and grants less: both stay, and it is named."""
    rijen = [prestatie("R1", "7", "50000"), prestatie("R2", "8", "10000")]
    files = {
        "a.xml": bericht("JW323", [client(BSN, *rijen)], "2022-02-01", Identificatie="21"),
        "b.xml": antwoord_325("21", toegekend),
    }
    report = load(tmp_path, files)
    assert (("TOEGEKEND_VERSCHILT", "JW325") in codes(report)) == genoemd
    assert rows(tmp_path, "select count(*) from declaratie") == [(2,)]
