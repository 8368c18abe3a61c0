"""What messages say goes before the order in which they lie: versions, removals, addresses."""

import random
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from proeftuin.errors import LeveringRejected
from proeftuin.ingest.ijw import vullen as ijw_vullen
from proeftuin.ingest.load import load_levering
from proeftuin.settings import Settings
from proeftuin.settings.read import read_settings
from tests.ingest.test_ijw import ANDER, BSN, JEUGDIGE, codes, load, rows
from tests.lib.berichten import (
    bericht,
    client,
    contact,
    prestatie,
    product,
    start,
    stop,
    toewijzing,
    verzoek,
)
from tests.lib.leveringen import GOED

GEVALLEN = Path(__file__).resolve().parent / "gevallen"
WEG: dict[str, str | None] = {"StatusAanlevering": "3"}
TRAJECT = "select begin_datum, eind_datum, reden_einde_code from traject order by 1, 2"
BEGIN, EIND = date(2022, 1, 12), date(2022, 6, 30)


def read_with_postcodes() -> Settings:
    """The configuration of this repository, with the postcodes of case 02."""
    settings = read_settings()
    postcodes = str(GEVALLEN / "02-adressoort-jw301" / "postcodes.csv")
    return replace(settings, gemeente=replace(settings.gemeente, concordantie=postcodes))


def load_geval(folder: Path, naam: str, levering: str = "levering") -> None:
    """Load a case."""
    load_levering(GEVALLEN / naam / levering, folder / "data", read_with_postcodes())


def test_geval_01_declaratie_opnieuw(tmp_path: Path) -> None:
    load_geval(tmp_path, "01-declaratie-opnieuw")
    query = "select count(*), cast(sum(bedrag_eur) as double) from declaratie"
    assert rows(tmp_path, query) == [(1, 500.0)]


def test_geval_02_adressoort(tmp_path: Path) -> None:
    load_geval(tmp_path, "02-adressoort-jw301")
    query = (
        "select toewijzing_id, wijk_id from adres join toewijzing using (jeugdige_id) order by 1"
    )
    assert [wijk for _, wijk in rows(tmp_path, query)] == ["west", "west", "west"]


@pytest.mark.parametrize("levering", ["levering", "levering-herzonden"])
def test_geval_03_referentie_blijft(levering: str, tmp_path: Path) -> None:
    load_geval(tmp_path, "03-verlenging-referentie", levering)
    query = "select aanmeld_datum, start_datum from aanmelding"
    assert rows(tmp_path, query) == [(date(2022, 1, 10), date(2022, 2, 7))]
    assert rows(tmp_path, "select verwijzer_code from traject") == [("02",)]


def test_geval_15_productcode(tmp_path: Path) -> None:
    load_geval(tmp_path, "15-productcode-schrijfwijze")
    assert rows(tmp_path, TRAJECT) == [(date(2021, 2, 5), date(2021, 6, 30), "31")]


def load_as(folder: Path, berichten: list[bytes], namen: list[str]) -> list[list[tuple[Any, ...]]]:
    """What the store holds when these messages have these names."""
    load(folder, dict(zip(namen, berichten, strict=True)))
    tabellen = ("toewijzing", "traject", "aanmelding", "declaratie", "adres")
    return [rows(folder, f"select * from {tabel} order by all") for tabel in tabellen]


def test_names_of_files_change_nothing(tmp_path: Path) -> None:
    """Every message of one day: versions, corrections, removals, addresses, requests."""
    dag = "2022-03-01"

    def versie(tijd: str, ingang: str, **meer: str | None) -> str:
        return toewijzing("7", "2022-01-03", ingang, Toewijzingstijd=tijd, **meer)

    berichten = [
        bericht("JW301", [client(BSN, versie("10:00:00", "2022-01-10"), postcode="8011AB")], dag),
        bericht("JW301", [client(BSN, versie("10:00:00", "2022-01-12", RedenWijziging="14"),
                                 postcode="8021AA")], dag),
        bericht("JW305", [client(BSN, start("7", "2022-01-12"), start("8", "2022-02-01"))], dag),
        bericht("JW305", [client(BSN, start("8", "2022-02-01", **WEG))], dag),
        bericht("JW307", [client(BSN, stop("7", "2022-01-12", "2022-02-01", "20"))], dag),
        bericht("JW307", [client(BSN, stop("7", "2022-01-12", "2022-02-01", "31"))], dag),
        bericht("JW307", [client(BSN, stop("7", "2022-01-12", "2022-03-01", "32"))], dag),
        bericht("JW315", [client(BSN, verzoek("R1", "02"))], dag),
        bericht("JW315", [client(BSN, verzoek("R1", "03"))], dag),
        bericht("JW323", [client(BSN, prestatie("N1", "7", "100"))], dag),
        bericht("JW323", [client(BSN, prestatie("N1", "7", "100"))], dag),
    ]  # fmt: skip
    namen = [f"{nr:02}.xml" for nr in range(len(berichten))]
    eerst = load_as(tmp_path / "0", berichten, namen)
    assert [len(tabel) for tabel in eerst] == [1, 1, 1, 1, 1]
    for seed in range(1, 4):
        random.Random(seed).shuffle(namen)
        assert load_as(tmp_path / str(seed), berichten, namen) == eerst


@pytest.mark.parametrize("files", [("a.xml", "b.xml"), ("b.xml", "a.xml")])
def test_taken_back_on_the_day_it_was_sent(files: tuple[str, str], tmp_path: Path) -> None:
    nieuw = bericht("JW305", [client(BSN, start("7", "2022-01-12"))], "2022-02-01")
    terug = bericht("JW305", [client(BSN, start("7", "2022-01-12", **WEG))], "2022-02-01")
    extra = bericht("JW305", [client(ANDER, start("8", "2022-01-01"))], "2022-01-01")
    report = load(tmp_path, {files[0]: nieuw, files[1]: terug, "c.xml": extra})
    assert rows(tmp_path, "select toewijzing_id from traject") == [("8",)]
    assert codes(report)["INTREKKING_ZELFDE_DAG", "JW305"] == 1
    [telling] = [f for f in report.waarschuwingen if f.code == "BERICHT_TELLING"]
    assert telling.melding == (
        "Gelezen: 3, geladen: 1, weggelaten: 2 (ingetrokken 1; trekt een eerdere aanlevering in 1)."
    )


def test_sent_anew_after_it_was_taken_back(tmp_path: Path) -> None:
    een, weg = start("7", "2022-01-12"), start("7", "2022-01-12", **WEG)
    inhoud = [(een, "2022-02-01"), (weg, "2022-02-02"), (een, "2022-02-03")]
    files = {
        f"{9 - nr}.xml": bericht("JW305", [client(BSN, rij)], dag)
        for nr, (rij, dag) in enumerate(inhoud)
    }
    load(tmp_path / "later", files)
    assert rows(tmp_path / "later", TRAJECT) == [(BEGIN, None, None)]
    # and in one message, where a 3 goes first
    load(tmp_path / "samen", {"a.xml": bericht("JW305", [client(BSN, een, weg)])})
    assert rows(tmp_path / "samen", TRAJECT) == [(BEGIN, None, None)]


def test_status_of_a_row(tmp_path: Path) -> None:
    los = [start("7", "2022-01-12", StatusAanlevering="9"), start("8", "2022-03-01", **WEG)]
    report = load(tmp_path, {"a.xml": bericht("JW305", [client(BSN, *los)])})
    assert rows(tmp_path, TRAJECT) == [(BEGIN, None, None)]
    assert codes(report)["STATUS_VERVALLEN", "JW305"] == 1
    assert codes(report)["INTREKKING_ZONDER_EERDER", "JW305"] == 1
    fout = bericht("JW305", [client(BSN, start("7", "2022-01-12", StatusAanlevering="4"))])
    with pytest.raises(LeveringRejected) as error:
        load(tmp_path, {"fout.xml": fout})
    [finding] = [f for f in error.value.findings if f.code == "STATUS_ONBEKEND"]
    assert (finding.bestand, finding.kolom) == ("fout.xml", "status_aanlevering")
    assert finding.regel


@pytest.mark.parametrize(
    ("stops", "einde"),
    [
        ([("2022-06-30", "20"), ("2022-06-30", "34")], (EIND, "34")),
        ([("2022-06-30", "34"), ("2022-07-31", "20")], (EIND, "34")),
        ([("2022-05-31", "32"), ("2022-06-30", "31")], (EIND, "31")),
    ],
    ids=["equal end", "temporary later", "two definitive"],
)
def test_which_stop_holds(
    stops: list[tuple[str, str]], einde: tuple[date, str], tmp_path: Path
) -> None:
    files = {"a.xml": bericht("JW305", [client(BSN, start("7", "2022-01-12"))])}
    for nr, (eind, reden) in enumerate(stops):
        inhoud = [client(BSN, stop("7", "2022-01-12", eind, reden))]
        files[f"{nr}.xml"] = bericht("JW307", inhoud, f"2023-01-0{nr + 1}")
    report = load(tmp_path, files)
    assert rows(tmp_path, TRAJECT) == [(BEGIN, *einde)]
    strijdig = all(reden != "20" for _, reden in stops)
    assert (("STOP_STRIJDIG", "JW307") in codes(report)) == strijdig


def test_stop_meets_its_start(tmp_path: Path) -> None:
    """By ToewijzingNummer whatever its product says; a stop of a start taken back goes along."""
    ander = {"Product": product("45")}
    files = {
        "a.xml": bericht(
            "JW305",
            [client(BSN, start("7", "2022-01-12"), start("8", "2022-02-01"))],
            "2022-03-01",
        ),
        "b.xml": bericht("JW305", [client(BSN, start("8", "2022-02-01", **WEG))], "2022-03-02"),
        "c.xml": bericht(
            "JW307",
            [
                client(
                    BSN,
                    stop("7", "2022-01-12", "2022-06-30", **ander),
                    stop("8", "2022-02-01", "2022-07-31"),
                ),
                client(ANDER, stop("9", "2021-01-01", "2021-12-31", Product=product("46"))),
            ],
            "2022-08-01",
        ),
    }
    report = load(tmp_path, files)
    assert rows(tmp_path, TRAJECT) == [
        (date(2021, 1, 1), date(2021, 12, 31), "31"),
        (BEGIN, EIND, "31"),
    ]
    found = codes(report)
    assert found["PRODUCT_VERSCHILT", "JW307"] == 1
    assert found["INTREKKING_MET_STOP", "JW305"] == 1
    assert found["STOP_ZONDER_START", "JW307"] == 1


@pytest.mark.parametrize(
    ("starts", "stops", "eind"),
    [
        ([("7", "2022-01-12")], [("0007", "2022-01-12")], EIND),
        ([("7", "2022-01-12")], [("7", "2022-01-13")], EIND),
        ([("7", "2022-01-12")], [("8", "2022-01-12")], EIND),
        ([(None, "2022-01-12")], [("8", "2022-01-12")], EIND),
        ([("7", "2022-01-12")], [("8", "2022-01-13")], None),
        ([("7", "2022-07-12")], [("7", "2022-01-12")], None),
        ([("7", "2022-01-12"), ("8", "2022-01-12")], [("9", "2022-01-12")], None),
    ],
)
def test_a_stop_finds_the_only_start_it_can_be_about(
    starts: list[tuple[str | None, str]],
    stops: list[tuple[str, str]],
    eind: date | None,
    tmp_path: Path,
) -> None:
    """Else the start would run for ever beside its own end; what fits two starts is left alone."""
    gestart = [start(nummer, begin) for nummer, begin in starts]
    gestopt = [stop(nummer, begin, "2022-06-30") for nummer, begin in stops]
    files = {
        "a.xml": bericht("JW305", [client(BSN, *gestart)], "2022-08-01"),
        "b.xml": bericht("JW307", [client(BSN, *gestopt)], "2022-08-01"),
    }
    report = load(tmp_path, files)
    assert rows(tmp_path, TRAJECT)[-1][1] == eind
    exact = stops[0][0].lstrip("0") == starts[0][0] and stops[0][1] == starts[0][1]
    assert (("STOP_BIJ_START", "JW307") in codes(report)) == (eind is not None and not exact)
    assert (("STOP_ZONDER_START", "JW307") in codes(report)) == (eind is None)


@pytest.mark.parametrize(
    ("in_bestand", "in_bericht"),
    [("2022-06-30,31", None), (",", "2022-06-30"), ("2022-06-30,31", "2022-05-31")],
)
def test_help_in_file_and_message_is_the_files(
    in_bestand: str, in_bericht: str | None, tmp_path: Path
) -> None:
    kop = GOED["traject.csv"].splitlines()[0]
    files = {
        "jeugdige.csv": JEUGDIGE,
        "traject.csv": f"{kop}\nt1,10000008,7,00123456,02,01,2022-01-12,{in_bestand}\n".encode(),
        "a.xml": bericht("JW305", [client(BSN, start("7", "2022-01-12"))]),
    }
    if in_bericht:
        gestopt = [client(BSN, stop("7", "2022-01-12", in_bericht))]
        files["b.xml"] = bericht("JW307", gestopt, "2022-08-01")
    report = load(tmp_path, files)
    assert rows(tmp_path, TRAJECT) == [(BEGIN, EIND, "31")]
    assert codes(report)["TRAJECT_EN_BESTAND", "JW305"] == 1


def test_before_3_2_a_stop_is_taken_back_whatever_its_reden(tmp_path: Path) -> None:
    gestopt = stop("7", "2022-01-12", "2022-06-30", "31")
    terug = stop("7", "2022-01-12", "2022-06-30", "32", **WEG)
    for subversie, einde in (("1", None), ("2", EIND)):
        folder = tmp_path / subversie
        files = {
            "a.xml": bericht("JW305", [client(BSN, start("7", "2022-01-12"))]),
            "b.xml": bericht("JW307", [client(BSN, gestopt)], "2022-07-01", subversie),
            "c.xml": bericht("JW307", [client(BSN, terug)], "2022-07-02", subversie),
        }
        load(folder, files)
        assert [rij[1] for rij in rows(folder, TRAJECT)] == [einde]


def test_a_removed_toewijzing_never_was_unless_it_was_used(tmp_path: Path) -> None:
    def weg(nummer: str, reden: str, eind: str) -> str:
        return toewijzing(nummer, "2022-03-01", "2022-01-10", RedenWijziging=reden, Einddatum=eind)

    nummers = "123456"
    eerst = [toewijzing(nr, "2022-01-03", "2022-01-10", Einddatum="2022-12-31") for nr in nummers]
    later = [
        *(weg("1", "13", "2022-01-10"), weg("2", "01", "2022-01-10"), weg("3", "1", "2022-02-28")),
        *(weg("4", "13", "2022-01-10"), weg("5", "13", "2022-01-10"), weg("6", "13", "2022-01-10")),
    ]
    gedeclareerd = [
        prestatie("N5", "5", "100"),
        prestatie("N6", "6", "100"),
        prestatie("N7", "6", "100", "C", vorige="N6"),
    ]
    report = load(
        tmp_path,
        {
            "a.xml": bericht("JW301", [client(BSN, *later)]),
            "b.xml": bericht("JW301", [client(BSN, *eerst)]),
            "c.xml": bericht("JW305", [client(BSN, start("4", "2022-01-12"))]),
            "d.xml": bericht("JW323", [client(BSN, *gedeclareerd)]),
        },
    )
    query = "select toewijzing_id, eind_datum from toewijzing order by 1"
    assert rows(tmp_path, query) == [
        ("3", date(2022, 2, 28)),
        ("4", date(2022, 12, 31)),
        ("5", date(2022, 12, 31)),
    ], "1, 2 and the credited 6 never were; 01 with another end is a correction; 4 and 5 were used"
    assert codes(report)["VERWIJDERD_MAAR_GEBRUIKT", "JW301"] == 2
    [telling] = [
        f for f in report.waarschuwingen if (f.code, f.bestand) == ("BERICHT_TELLING", "JW301")
    ]
    assert telling.melding.startswith("Gelezen: 12, geladen: 3, weggelaten: 9 (")


def test_message_key_is_checked(tmp_path: Path) -> None:
    een = bericht("JW305", [client(BSN, start("7", "2022-01-12"))], Identificatie="5")
    zelfde = een.replace(b"\n", b"\r\n  ")
    ander = bericht("JW305", [client(BSN, start("7", "2022-01-13"))], Identificatie="5")
    andere_afzender = bericht(
        "JW305", [client(BSN, start("8", "2022-02-13"))], Identificatie="5", Afzender="00654321"
    )
    files = {"a.xml": een, "in/a.xml": zelfde, "c.xml": andere_afzender}
    report = load(tmp_path, files)
    assert codes(report)["BERICHT_DUBBEL", "a.xml"] == 1
    assert rows(tmp_path, "select count(*) from traject") == [(2,)]
    with pytest.raises(LeveringRejected) as error:
        load(tmp_path, files | {"d.xml": ander})
    [finding] = [f for f in error.value.findings if f.ernst == "fout"]
    assert (finding.code, finding.bestand) == ("BERICHT_BOTST", "d.xml")
    assert "a.xml" in finding.melding


WEST, NOORD, INSTELLING = "8021AA", "8031AB", {"Organisatie": "Huis"}
ADRESSEN = [
    ([contact("02", NOORD), contact("01", WEST)], "west", None),
    ([contact("03", NOORD), contact("01", WEST), contact("04", NOORD)], "west", None),
    ([contact("01", NOORD, **INSTELLING), contact("01", WEST)], "west", None),
    ([contact("04", NOORD), contact("03", WEST), contact("02", NOORD)], "west",
     "een verblijfadres"),
    ([contact("02", NOORD), contact("04", WEST)], "west", "een tijdelijk verblijfadres"),
    ([contact("02", WEST)], "west", "een correspondentieadres"),
    ([contact("01", WEST, **INSTELLING), contact("03", NOORD)], "west",
     "een BRP-adres bij een instelling"),
    ([contact("01", None), contact("03", NOORD)], "onbekend", None),
]  # fmt: skip


@pytest.mark.parametrize(("contacten", "wijk", "bron"), ADRESSEN)
def test_which_address_decides(
    contacten: list[str], wijk: str, bron: str | None, tmp_path: Path
) -> None:
    inhoud = client(BSN, toewijzing("7", "2022-01-03", "2022-01-10"), contacten=contacten)
    settings = read_with_postcodes()
    report = load(tmp_path, {"a.xml": bericht("JW301", [inhoud])}, settings)
    assert rows(tmp_path, "select wijk_id from adres") == [(wijk,)]
    meldingen = [f.melding for f in report.waarschuwingen if f.code == "ADRES_ZONDER_BRP"]
    expected = f"Jeugdigen zonder gewoon BRP-adres; de wijk komt uit {bron}: 1."
    assert meldingen == ([expected] if bron else [])


def test_a_brp_address_wins_over_every_message(tmp_path: Path) -> None:
    """Someone with a BRP address anywhere stays there, also while staying in an institution."""
    toegewezen = toewijzing("7", "2022-01-03", "2022-01-10")
    settings = read_with_postcodes()
    dagen = [("2022-02-01", "03", NOORD), ("2022-03-01", "01", WEST), ("2022-04-01", "03", NOORD)]
    files = {
        f"{dag}.xml": bericht(
            "JW301", [client(BSN, toegewezen, contacten=[contact(soort, postcode)])], dag
        )
        for dag, soort, postcode in dagen
    }
    report = load(tmp_path, files, settings)
    assert rows(tmp_path, "select wijk_id, tot_datum from adres") == [("west", None)]
    assert ("ADRES_ZONDER_BRP", "JW301") not in codes(report)


def test_every_reference_a_toewijzing_had_stays_known(tmp_path: Path) -> None:
    """Of one aanbieder only: another that uses the same reference still waits."""

    def versie(dag: str, **meer: str | None) -> str:
        return toewijzing("7", dag, "2022-02-01", **meer)

    files = {
        "a.xml": bericht("JW301", [client(BSN, versie("2022-01-20", ReferentieAanbieder="R1"))]),
        "b.xml": bericht("JW301", [client(BSN, versie("2022-06-01", Ingangsdatum="2022-02-05"))]),
        "c.xml": bericht("JW301", [client(BSN, versie("2022-09-01", ReferentieAanbieder="R9"))]),
        "d.xml": bericht("JW305", [client(BSN, start("7", "2022-02-07"))]),
        "e.xml": bericht("JW315", [client(BSN, verzoek("R1", "02"))], "2022-01-10"),
        "f.xml": bericht("JW315", [client(BSN, verzoek("R9", "04"))], "2022-08-10"),
        "g.xml": bericht(
            "JW315", [client(BSN, verzoek("R1", "05"))], "2022-01-11", Afzender="00654321"
        ),
    }  # fmt: skip
    load(tmp_path, files)
    query = "select aanmeld_datum, start_datum from aanmelding order by 1"
    gestart = date(2022, 2, 7)
    assert rows(tmp_path, query) == [
        (date(2022, 1, 10), gestart), (date(2022, 1, 11), None), (date(2022, 8, 10), gestart),
    ]  # fmt: skip
    assert rows(tmp_path, "select verwijzer_code from traject") == [("02",)]


def test_an_earlier_begin_of_a_toewijzing_finds_the_request(tmp_path: Path) -> None:
    """Without references: the request asked for the begin that the first version had."""
    files = {
        "a.xml": bericht("JW301", [client(BSN, toewijzing("7", "2022-01-03", "2022-01-10"))]),
        "b.xml": bericht("JW301", [client(BSN, toewijzing("7", "2022-02-03", "2022-02-10"))]),
        "c.xml": bericht("JW305", [client(BSN, start("7", "2022-02-12"))]),
        "d.xml": bericht(
            "JW315", [client(BSN, verzoek("R1", "03", Product=product("45", "45a04")))]
        ),
    }
    load(tmp_path, files)
    assert rows(tmp_path, "select verwijzer_code from traject") == [("03",)]


def test_help_of_a_toewijzing_without_product_follows_what_was_declared(tmp_path: Path) -> None:
    leeg: dict[str, str | None] = {"Product": None}
    files = {
        "a.xml": bericht(
            "JW301", [client(BSN, toewijzing("7", "2022-01-03", "2022-01-10", **leeg))]
        ),
        "b.xml": bericht("JW305", [client(BSN, start("7", "2022-01-12", **leeg))]),
        "c.xml": bericht(
            "JW323", [client(BSN, prestatie("N1", "7", "100"), prestatie("N2", "9", "100"))]
        ),
    }  # fmt: skip
    report = load(tmp_path, files)
    assert rows(tmp_path, "select hulpvorm_code from traject") == [("02",)]
    assert codes(report)["DECLARATIE_ZONDER_START", "JW323"] == 1


def test_birth_of_which_only_the_year_is_known(tmp_path: Path) -> None:
    clienten = [
        client(BSN, start("7", "2022-01-12"), geboren="2010-01-01", gebruik="2"),
        client(ANDER, start("8", "2022-01-12"), geboren="1900-01-01", gebruik="3"),
    ]
    report = load(tmp_path, {"a.xml": bericht("JW305", clienten)})
    query = "select geboortemaand_datum from jeugdige order by 1 nulls last"
    assert rows(tmp_path, query) == [(date(2010, 1, 1),), (None,)]
    assert codes(report)["GEBOORTE_DEELS", "JW301"] == 1


def test_one_number_of_two_gemeenten_is_named(tmp_path: Path) -> None:
    files = {
        "a.xml": bericht("JW301", [client(BSN, toewijzing("7", "2022-01-03", "2022-01-10"))]),
        "b.xml": bericht(
            "JW301", [client(ANDER, toewijzing("7", "2022-01-04", "2022-01-10"))], Afzender="0150"
        ),
    }
    found = codes(load(tmp_path, files))
    assert ("TOEWIJZING_TWEE_PERSONEN", "JW301") not in found
    assert found["BERICHT_ANDERE_GEMEENTE", "JW301"] == 1
    query = "select toewijzing_id from toewijzing order by 1"
    assert rows(tmp_path, query) == [("0150/7",), ("7",)], "a number is one of its gemeente"


def test_a_record_that_is_lost_without_reason_is_a_fout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ijw_vullen.GELADEN, "JW305", "werk.traject where false")
    inhoud = bericht("JW305", [client(BSN, start("7", "2022-01-12"))])
    with pytest.raises(LeveringRejected) as error:
        load(tmp_path, {"a.xml": inhoud})
    [finding] = [f for f in error.value.findings if f.ernst == "fout"]
    assert finding.code == "BERICHT_TELLING_FOUT"
    assert finding.melding == "Gelezen: 1, geladen: 0, weggelaten: 0."


def test_a_begin_after_the_message_is_a_fout_unless_it_was_taken_back(tmp_path: Path) -> None:
    inhoud = bericht("JW305", [client(BSN, start("7", "2022-01-12"))], "2022-01-11")
    terug = bericht("JW305", [client(BSN, start("7", "2022-01-12", **WEG))], "2022-01-13")
    load(tmp_path, {"a.xml": inhoud, "b.xml": terug, "jeugdige.csv": JEUGDIGE})
    with pytest.raises(LeveringRejected) as error:
        load(tmp_path / "fout", {"a.xml": inhoud})
    [finding] = [f for f in error.value.findings if f.ernst == "fout"]
    assert (finding.code, finding.bestand) == ("BEGIN_NA_DAGTEKENING", "a.xml")
    assert (finding.kolom, finding.waarde) == ("begin_datum", "12-01-2022")
    assert finding.regel


def test_no_finding_holds_a_person_key(tmp_path: Path) -> None:
    """Also not when someone put it in a number or in the name of a file."""
    eerst = bericht("JW323", [client(BSN, prestatie(BSN, "7", "100"))], Identificatie=BSN)
    files = {
        f"{BSN}.xml": eerst,
        f"in/{BSN}.xml": bericht("JW323", [client(BSN, prestatie(BSN, "7", "200"))]),
        f"uit/{BSN}.xml": bericht(
            "JW323", [client(BSN, prestatie(BSN, "7", "300"))], Identificatie=BSN
        ),
        "s.xml": bericht("JW305", [client(BSN, start(BSN, "2022-01-12", StatusAanlevering="7"))]),
    }
    with pytest.raises(LeveringRejected) as error:
        load(tmp_path, files)
    found = error.value.findings
    assert {f.code for f in found} >= {"BERICHT_BOTST", "DECLARATIE_VERSCHILT", "STATUS_ONBEKEND"}
    assert BSN.lstrip("0") not in repr(found)
