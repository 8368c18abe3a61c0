"""iJw messages fill the same tables: rules of the standard, mixing with files, and findings."""

from datetime import date
from pathlib import Path
from typing import Any

from proeftuin.ingest.load import LoadReport, load_levering
from proeftuin.settings import Settings
from proeftuin.settings.read import read_settings
from proeftuin.store import open_store
from tests.lib.berichten import (
    TOML,
    bericht,
    client,
    prestatie,
    product,
    start,
    stop,
    toewijzing,
    verzoek,
)
from tests.lib.leveringen import GOED

SETTINGS = read_settings()
BSN, ANDER = "010000008", "999900006"
JEUGDIGE = (
    b"jeugdige_id,geboortedatum,gebied,van_datum,tot_datum\n10000008,2010-02-01,west,2010-02-01,\n"
)


def load(folder: Path, files: dict[str, bytes], settings: Settings = SETTINGS) -> LoadReport:
    """Load messages and files, with levering.toml beside them."""
    source = folder / "levering"
    for naam, inhoud in {"levering.toml": TOML.encode(), **files}.items():
        path = source / naam
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(inhoud)
    return load_levering(source, folder / "data", settings, replace=True)


def rows(folder: Path, query: str) -> list[tuple[Any, ...]]:
    with open_store(folder / "data") as store:
        parts = store.batches(query, lambda part: part.to_pylist())
    return [tuple(row.values()) for part in parts for row in part]


def codes(report: LoadReport) -> dict[tuple[str, str], int]:
    """Warnings as {(code, file): rows}, without the one that depends on today."""
    return {
        (f.code, f.bestand): f.aantal
        for f in report.waarschuwingen
        if f.code != "DATASTAND_TOEKOMST"
    }


def test_every_message_type_becomes_rows(tmp_path: Path) -> None:
    files = {
        "in/301.xml": bericht(
            "JW301",
            [client(BSN, toewijzing("7", "2022-01-03", "2022-01-10", Einddatum="2022-12-31",
                                    ReferentieAanbieder="R1", Budget="123456"),
                    postcode="8011AB")],
            dag="2022-01-03",
            Ontvanger="00123456",
        ),
        "in/305.xml": bericht("JW305", [client(BSN, start("7", "2022-01-12"))]),
        "in/307.xml": bericht("JW307", [client(BSN, stop("7", "2022-01-12", "2022-08-31", "34"))]),
        "315.xml": bericht("JW315", [client(BSN, verzoek("R1", "02"))], dag="2021-12-20"),
        "323.xml": bericht(
            "JW323",
            [client(BSN, prestatie("N1", "7", "5005"),
                    prestatie("N2", "7", "105", "C", vorige="N1"))],
        ),
    }  # fmt: skip
    report = load(tmp_path, files)
    assert codes(report) == {("GEBIED_ONBEKEND", "JW301"): 1, ("CREDIT_WIJKT_AF", "JW323"): 1}
    assert rows(
        tmp_path,
        "select toewijzing_id, aanbieder_id, productcategorie_code, product_code,"
        " toewijzing_datum, ingang_datum, eind_datum, cast(bedrag_eur as double) from toewijzing",
    ) == [
        ("7", "00123456", "45", "45A04", date(2022, 1, 3), date(2022, 1, 10), date(2022, 12, 31),
         1234.56)
    ]  # fmt: skip
    assert rows(
        tmp_path,
        "select toewijzing_id, aanbieder_id, hulpvorm_code, verwijzer_code, begin_datum,"
        " eind_datum, reden_einde_code from traject",
    ) == [("7", "00123456", "02", "02", date(2022, 1, 12), date(2022, 8, 31), "34")]
    assert rows(
        tmp_path, "select cast(bedrag_eur as double) as b from declaratie order by declaratie_id"
    ) == [(50.05,), (-1.05,)]
    assert rows(
        tmp_path, "select hulpvorm_code, aanmeld_datum, start_datum, afmeld_datum from aanmelding"
    ) == [("02", date(2021, 12, 20), date(2022, 1, 12), None)]
    assert rows(tmp_path, "select geboortemaand_datum from jeugdige") == [(date(2010, 2, 1),)]
    assert rows(tmp_path, "select wijk_id, van_datum, tot_datum from adres") == [
        ("onbekend", date(2022, 1, 3), None)
    ]
    assert sorted(rows(tmp_path, "select bestand, aantal_rijen from geleverd")) == [
        *(("aanmelding", 1), ("declaratie", 2), ("jeugdige", 1)),
        *(("toewijzing", 1), ("traject", 1)),
    ]
    assert BSN.encode() not in (tmp_path / "data" / "store.duckdb").read_bytes()


def test_messages_and_files_add_up_and_share_persons(tmp_path: Path) -> None:
    traject = (
        GOED["traject.csv"].splitlines()[0]
        + "\nt1,10000008,7,A1,14,,2022-02-01,,\nt2,10000008,,A1,04,,2022-02-01,,\n"
    )
    extra = "aanmelding_id,jeugdige_id,aanbieder_id,hulpvorm_code,aanmeld_datum,start_datum,"
    extra += (
        "afmeld_datum,overbrugging_van_datum,overbrugging_tot_datum\nm1,10000008,,,2022-01-01,,,,\n"
    )
    toegewezen = toewijzing("7", "2022-01-03", "2022-01-10", ReferentieAanbieder="R1")
    report = load(
        tmp_path,
        {
            "jeugdige.csv": JEUGDIGE,
            "traject.csv": traject.encode(),
            "aanmelding.csv": extra.encode(),
            "a.xml": bericht("JW301", [client(BSN, toegewezen, postcode="8011AB")]),
            "b.xml": bericht("JW305", [client(BSN, start("7", "2022-01-12"))]),
            "c.xml": bericht("JW315", [client(BSN, verzoek("R1", "05"))]),
        },
    )
    assert codes(report) == {("GEBIED_ONBEKEND", "JW301"): 1, ("BERICHT_TELLING", "JW315"): 1}
    assert rows(tmp_path, "select wijk_id from adres") == [("west",)], "the file wins"
    assert rows(tmp_path, "select count(*) from jeugdige") == [(1,)]
    assert rows(
        tmp_path, "select hulpvorm_code, verwijzer_code from traject order by hulpvorm_code"
    ) == [("02", "05"), ("04", "99"), ("14", "05")], "a traject of the file gets its verwijzer too"
    assert rows(tmp_path, "select aanmelding_id from aanmelding") == [("m1",)]


def test_versions_of_a_toewijzing(tmp_path: Path) -> None:
    def version(nummer: str, dag: str, tijd: str, ingang: str, reden: str | None) -> str:
        return toewijzing(nummer, dag, ingang, Toewijzingstijd=tijd, RedenWijziging=reden)

    versions = [
        version("1", "2022-03-01", "10:00:00", "2022-03-05", "04"),
        version("1", "2022-03-01", "11:00:00", "2022-03-06", "04"),
        version("1", "2022-01-01", "23:00:00", "2022-01-05", None),
        version("2", "2022-01-01", "09:00:00", "2022-01-05", None),
        version("2", "2022-02-01", "09:00:00", "2022-01-05", "13"),
    ]
    load(tmp_path, {"a.xml": bericht("JW301", [client(BSN, *versions)])})
    query = "select toewijzing_id, toewijzing_datum, ingang_datum from toewijzing"
    assert rows(tmp_path, query) == [("1", date(2022, 1, 1), date(2022, 3, 6))]


def test_taking_back_and_pausing(tmp_path: Path) -> None:
    weg: dict[str, str | None] = {"StatusAanlevering": "3"}
    files = {
        "a.xml": bericht(
            "JW305",
            [
                client(BSN, *(start(f"{maand}", f"2022-0{maand}-01") for maand in (1, 2, 3))),
                client(ANDER, start("4", "2022-01-01"), start("4", "2022-06-01")),
            ],
            dag="2022-06-01",
        ),
        "b.xml": bericht("JW305", [client(BSN, start("1", "2022-01-01", **weg))], dag="2022-06-02"),
        "c.xml": bericht("JW305", [client(BSN, start("2", "2022-02-01", **weg))], dag="2022-05-31"),
        "d.xml": bericht(
            "JW307",
            [
                client(
                    BSN,
                    stop("1", "2022-01-01", "2022-04-01"),
                    stop("2", "2022-02-01", "2022-04-01", "32"),
                    stop("3", "2022-03-01", "2022-04-01", "33"),
                ),
                client(
                    ANDER,
                    stop("4", "2022-01-01", "2022-03-01", "20"),
                    stop("4", "2022-06-01", "2022-09-01"),
                ),
            ],
            dag="2022-10-01",
        ),
        "e.xml": bericht(
            "JW307",
            [client(BSN, stop("3", "2022-03-01", "2022-04-01", "33", **weg))],
            dag="2022-10-02",
        ),
    }  # fmt: skip
    load(tmp_path, files)
    query = "select begin_datum, eind_datum, reden_einde_code from traject order by 1, 2"
    assert rows(tmp_path, query) == [
        (date(2022, 1, 1), date(2022, 9, 1), "31"),
        (date(2022, 2, 1), None, None),
    ], "1 was taken back, 2 sent again and runs on in 3, whose stop was taken back; 4 paused"


PRODUCTEN = [
    (product("43", "43A03"), "11"),
    (product("43", "43a29"), "12"),
    (product("43", "43A58"), "99"),
    (product("43", "43Z99"), "14"),
    (product("44"), "14"),
    (product("45", "45B02"), "01"),
    (product("40", "40A01"), "04"),
    (product("48", "11"), "99"),
    (product("37", "37001"), "13"),
    (product("55", "55A11"), "99"),
    (None, "02"),
]


def test_hulpvorm_follows_from_categorie_and_code(tmp_path: Path) -> None:
    clienten = [
        client(
            f"{100000000 + nr}",
            start("7" if inhoud is None else None, "2022-01-12", Product=inhoud),
        )
        for nr, (inhoud, _) in enumerate(PRODUCTEN)
    ]
    last = f"{100000000 + len(PRODUCTEN) - 1}"
    toegewezen = client(last, toewijzing("7", "2022-01-03", "2022-01-10"))
    report = load(
        tmp_path,
        {"a.xml": bericht("JW305", clienten), "b.xml": bericht("JW301", [toegewezen])},
    )
    found = rows(tmp_path, "select hulpvorm_code, count(*) from traject group by 1 order by 1")
    expected = [hulpvorm for _, hulpvorm in PRODUCTEN]
    assert dict(found) == {code: expected.count(code) for code in expected}
    assert codes(report)["HULPVORM_ONBEKEND", "JW305"] == 3
    assert codes(report)["JEUGDIGE_BUITEN_LEVERING", "JW305"] == len(PRODUCTEN) - 1


def test_verwijzer_by_product_when_there_is_no_reference(tmp_path: Path) -> None:
    ingang: dict[str, str | None] = {"ToewijzingIngangsdatum": "2022-01-10"}
    files = {
        "a.xml": bericht("JW305", [client(BSN, start(None, "2022-01-12", **ingang))]),
        "b.xml": bericht(
            "JW315",
            [
                client(BSN, verzoek("R1", "03"), verzoek("R2", "08", Product=product("46"))),
                client(ANDER, verzoek("R1", "04")),
            ],
        ),
        "c.xml": bericht("JW315", [client(BSN, verzoek("R1", "02"))], dag="2023-02-01"),
    }
    load(tmp_path, files)
    assert rows(tmp_path, "select verwijzer_code from traject") == [("02",)], "the newest request"
    query = "select aanmeld_datum, start_datum from aanmelding order by start_datum nulls last"
    assert rows(tmp_path, query) == [
        (date(2023, 1, 2), date(2022, 1, 12)),
        (date(2023, 1, 2), None),
        (date(2023, 1, 2), None),
    ], "sent again is the same request"
