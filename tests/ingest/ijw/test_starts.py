"""Starts and stops by the rules: sent twice, without stop, without start, codes and days."""

from datetime import date
from pathlib import Path

import pytest

from proeftuin.ingest.load import LoadReport
from tests.ingest.test_ijw import ANDER, BSN, JEUGDIGE, codes, load, rows
from tests.ingest.test_ijw_retour import afgekeurd
from tests.lib.berichten import bericht, client, prestatie, product, start, stop, toewijzing
from tests.lib.leveringen import GOED

TRAJECT = "select begin_datum, eind_datum, reden_einde_code from traject order by 1"
BEGIN = date(2022, 1, 12)


def load_help(folder: Path, *toegewezen: str, **andere: bytes) -> LoadReport:
    """Toewijzingen of one client, and a message of a later day by which a stop should be there."""
    files = {"t.xml": bericht("JW301", [client(BSN, *toegewezen)], "2022-01-03")}
    laatste = bericht("JW301", [client(ANDER, toewijzing("99", "2023-06-01", "2023-06-01"))],
                      "2023-06-01")  # fmt: skip
    files |= {f"{naam}.xml": inhoud for naam, inhoud in andere.items()}
    return load(folder, files | {"z.xml": laatste})


def toegewezen(nummer: str, van: str, tot: str | None, **meer: str | None) -> str:
    return toewijzing(nummer, "2022-01-03", van, Einddatum=tot, **meer)


def starts(*rijen: str, dag: str = "2022-02-01", **header: str) -> bytes:
    return bericht("JW305", [client(BSN, *rijen)], dag, **header)


def test_sent_twice_is_one_fact_and_named_unless_the_first_was_turned_down(tmp_path: Path) -> None:
    rij = start("7", "2022-01-12")
    een, twee = starts(rij, Identificatie="1"), starts(rij, dag="2022-02-08", Identificatie="2")
    report = load(tmp_path / "dubbel", {"a.xml": een, "b.xml": twee})
    assert rows(tmp_path / "dubbel", TRAJECT) == [(BEGIN, None, None)]
    assert codes(report)["AANLEVERING_DUBBEL", "JW305"] == 1
    terug = starts(afgekeurd(rij, "9063"), Identificatie="1", BerichtCode="439")
    report = load(tmp_path / "afgekeurd", {"a.xml": een, "b.xml": twee, "c.xml": terug})
    assert rows(tmp_path / "afgekeurd", TRAJECT) == [(BEGIN, None, None)]
    assert ("AANLEVERING_DUBBEL", "JW305") not in codes(report)


@pytest.mark.parametrize(
    ("toegewezen", "einde"),
    [
        ([("7", "2022-01-10", "2022-12-31")], date(2022, 12, 31)),
        ([("7", "2022-01-10", None)], None),
        ([("7", "2022-01-10", "2023-12-31")], None),
        ([("7", "2022-01-10", "2022-12-31"), ("8", "2023-01-01", "2023-03-31")], date(2023, 3, 31)),
        ([("7", "2022-01-10", "2022-12-31"), ("8", "2023-01-02", None)], date(2022, 12, 31)),
        ([("7", "2022-01-10", "2022-12-31"), ("8", "2023-01-01", None)], None),
    ],
    ids=["ended", "open end", "still to come", "new number", "a day between", "goes on"],
)
def test_without_stop_help_ends_with_its_toewijzing(
    toegewezen: list[tuple[str, str, str | None]], einde: date | None, tmp_path: Path
) -> None:
    rijen = [toewijzing(nr, "2022-01-03", van, Einddatum=tot) for nr, van, tot in toegewezen]
    report = load_help(tmp_path, *rijen, start=starts(start("7", "2022-01-12")))
    assert rows(tmp_path, TRAJECT) == [(BEGIN, einde, "99" if einde else None)]
    assert (("STOP_ONTBREEKT", "JW305") in codes(report)) == (einde is not None)


def test_a_new_number_that_goes_on_is_no_new_help(tmp_path: Path) -> None:
    """Renewal as before 3.2: stop on 31 December, a new number and a start on 1 January."""
    load_help(
        tmp_path,
        toegewezen("7", "2022-01-10", "2022-12-31"),
        toegewezen("8", "2023-01-01", None),
        a=starts(start("7", "2022-01-12")),
        b=bericht("JW307", [client(BSN, stop("7", "2022-01-12", "2022-12-31"))], "2023-01-03"),
        c=starts(start("8", "2023-01-01"), dag="2023-01-03"),
    )
    assert rows(tmp_path, TRAJECT) == [(BEGIN, None, None)]


def test_declared_help_without_start_has_begun(tmp_path: Path) -> None:
    """Never left out; and a day of a declaratie never moves a begin that a start gives."""
    daghulp = {"Product": product("41", "41A01")}
    gedeclareerd = [
        prestatie("N1", "7", "100", maand="2022-02"),
        prestatie("N2", "8", "100", maand="2022-03"),
        prestatie("N3", "8", "100", maand="2022-04"),
    ]
    report = load_help(
        tmp_path,
        toegewezen("7", "2022-01-10", None),
        toegewezen("8", "2022-03-15", "2022-12-31"),
        toegewezen("9", "2022-01-10", None, **daghulp),
        a=bericht("JW305", [client(BSN, start("9", "2022-01-12", **daghulp))], "2022-02-01"),
        b=bericht("JW323", [client(BSN, *gedeclareerd)], "2022-05-01"),
    )
    query = "select hulpvorm_code, begin_datum, eind_datum from traject order by 1, 2"
    found = rows(tmp_path, query)
    assert found == [("02", date(2022, 2, 10), None), ("03", BEGIN, None)]
    assert codes(report)["START_UIT_DECLARATIE", "JW323"] == 2
    report = load_help(
        tmp_path / "met start",
        toegewezen("7", "2022-01-10", None),
        toegewezen("8", "2022-03-15", "2022-12-31"),
        a=starts(start("7", "2022-03-20"), dag="2022-04-01"),
        b=bericht("JW323", [client(BSN, *gedeclareerd)], "2022-05-01"),
    )
    assert rows(tmp_path / "met start", TRAJECT) == [(date(2022, 3, 20), None, None)]
    assert codes(report)["DECLARATIE_ZONDER_START", "JW323"] == 1


def test_a_reden_before_it_existed_is_named(tmp_path: Path) -> None:
    rijen = [stop("7", "2022-01-12", "2022-02-28", "39"), stop("8", "2022-01-12", "2022-02-28")]
    report = load(tmp_path, {"a.xml": bericht("JW307", [client(BSN, *rijen)], "2022-03-01")})
    assert codes(report)["REDEN_BUITEN_GELDIGHEID", "JW307"] == 1
    later = bericht("JW307", [client(BSN, rijen[0])], "2022-04-01")
    report = load(tmp_path / "later", {"a.xml": later})
    assert ("REDEN_BUITEN_GELDIGHEID", "JW307") not in codes(report)


def test_two_toewijzingen_at_once_are_named_and_their_help_is_one(tmp_path: Path) -> None:
    report = load_help(
        tmp_path,
        toegewezen("7", "2022-01-10", "2022-12-31"),
        toegewezen("8", "2022-06-01", None),
        toegewezen("9", "2022-06-01", None, Product=product("46", "46A01")),
        a=starts(start("7", "2022-01-12")),
        b=starts(start("8", "2022-06-01"), dag="2022-06-02"),
    )
    assert codes(report)["TOEWIJZING_OVERLAPT", "JW301"] == 1
    assert rows(tmp_path, TRAJECT) == [(BEGIN, None, None)]
    alles = load_help(
        tmp_path / "generiek",
        toegewezen("7", "2022-01-10", "2022-12-31"),
        toegewezen("9", "2022-06-01", None, Product=None),
    )
    assert codes(alles)["TOEWIJZING_OVERLAPT", "JW301"] == 1, "without categorie it is any product"


def test_how_a_message_is_written_down_is_counted(tmp_path: Path) -> None:
    """A BOM, empty elements, and one that holds nothing that is read."""
    leeg = start("7", "2022-01-12", ToewijzingIngangsdatum="")
    files = {
        "a.xml": b"\xef\xbb\xbf" + starts(start("8", "2022-01-12")),
        "b.xml": starts(leeg, dag="2022-02-02"),
        "c.xml": bericht("JW305", [client(BSN)], "2022-02-03"),
    }
    report = load(tmp_path, files)
    assert rows(tmp_path, "select count(*) from traject") == [(1,)]
    found = codes(report)
    assert found["BERICHT_ZONDER_RIJ", "c.xml"] == 1
    assert found["BERICHT_VORM", "berichten"] == 3


def test_a_stop_of_help_in_the_file_has_its_start_there(tmp_path: Path) -> None:
    """Named once, as help in both; the end of a toewijzing never ends what the file leaves open."""
    kop = GOED["traject.csv"].splitlines()[0]
    regels = [f"t{nr},10000008,{nr},00123456,02,01,2022-01-12,," for nr in (7, 8)]
    acht = toegewezen("8", "2022-01-10", "2022-03-31")
    gestopt = stop("7", "2022-01-12", "2022-06-30")
    files = {
        "jeugdige.csv": JEUGDIGE,
        "traject.csv": "\n".join((kop, *regels, "")).encode(),
        "a.xml": bericht("JW301", [client(BSN, acht)], "2022-01-03"),
        "b.xml": bericht("JW305", [client(BSN, start("8", "2022-01-12"))]),
        "c.xml": bericht("JW307", [client(BSN, gestopt)], "2022-08-01"),
    }
    found = codes(load(tmp_path, files))
    assert found["TRAJECT_EN_BESTAND", "JW305"] == 2
    assert not {code for code, _ in found} & {
        *("STOP_BIJ_START", "STOP_ZONDER_START", "STOP_ONTBREEKT"),
    }
    assert rows(tmp_path, "select max(eind_datum), count(*) from traject") == [(None, 1)]
