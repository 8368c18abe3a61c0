"""One bad levering for every check: rejected with its code, line and cure; the store untouched."""

import csv
from pathlib import Path

import pytest

from proeftuin.errors import FOUT, Finding, LeveringRejected
from proeftuin.ingest.findings import MELDINGEN
from proeftuin.ingest.load import load_levering
from proeftuin.settings.read import read_settings
from tests.lib.leveringen import GOED, add, replace, write

SETTINGS = read_settings()
TOML = "levering.toml"
BOM16 = GOED["jeugdige.csv"].encode("utf-16")
LATIN = GOED["uitgave.csv"].replace("retour", "één").encode("latin-1")
DUBBELE_KOLOM = (
    GOED["casus.csv"].replace("casus_id,", "casus_id,casus_id,").replace("c1,", "c1,c1,")
)
DTD = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><Bericht>&b;</Bericht>'
EXTERN = b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "http://voorbeeld.nl/x.dtd"><Bericht/>'
OUD = (
    b"<Bericht><Header><BerichtCode>436</BerichtCode><BerichtVersie>2</BerichtVersie>"
    b"<BerichtSubversie>4</BerichtSubversie></Header>\n<Client/></Bericht>"
)
# (changes, code, bestand, regel, kolom)
SLECHT = {
    "no traject": ({"traject.csv": None}, "BESTAND_ONTBREEKT", "traject.csv", None, None),
    "no jeugdige": ({"jeugdige.csv": None}, "BESTAND_ONTBREEKT", "jeugdige.csv", None, None),
    "no toml": ({TOML: None}, "BESTAND_ONTBREEKT", TOML, None, None),
    "column": (
        replace("traject.csv", "hulpvorm_code", "hulp"),
        *("KOLOM_ONTBREEKT", "traject.csv", 1, "hulpvorm_code"),
    ),
    "no datastand": ({TOML: 'bron = "x"\n'}, "KOLOM_ONTBREEKT", TOML, None, "datastand"),
    "column twice": (
        {"casus.csv": DUBBELE_KOLOM},
        *("KOLOM_DUBBEL", "casus.csv", 1, "casus_id"),
    ),
    "file twice": (
        {"Casus.csv": GOED["casus.csv"]},
        *("BESTAND_DUBBEL", "casus.csv", None, None),
    ),
    "fields": (
        replace("casus.csv", "c1,west", "c1,west,west"),
        *("RIJ_KOLOMMEN", "casus.csv", 2, None),
    ),
    "required value": (
        replace("traject.csv", "t2,p2,,A2", "t2,p2,,"),
        *("VELD_LEEG", "traject.csv", 3, "aanbieder_id"),
    ),
    "no person": (
        replace("declaratie.csv", "d2,w1,p1", "d2,w1,"),
        *("VELD_LEEG", "declaratie.csv", 3, "jeugdige_id"),
    ),
    "text for a date": (
        replace("traject.csv", "2022-03-01", "vandaag"),
        *("TYPE_FOUT", "traject.csv", 3, "begin_datum"),
    ),
    "text for an amount": (
        replace("declaratie.csv", "1200.50", "veel"),
        *("TYPE_FOUT", "declaratie.csv", 2, "bedrag_eur"),
    ),
    "half a person": (
        replace("bevolking.csv", "10,130", "10,130.5"),
        *("TYPE_FOUT", "bevolking.csv", 3, "aantal"),
    ),
    "text for datastand": ({TOML: 'datastand = "ooit"'}, "TYPE_FOUT", TOML, 1, "datastand"),
    "31 February": (
        replace("traject.csv", "2021-06-30", "2021-02-31"),
        *("DATUM_ONMOGELIJK", "traject.csv", 2, "eind_datum"),
    ),
    "far away year": (
        replace("aanmelding.csv", "2021-01-10", "9999-12-31"),
        *("DATUM_ONMOGELIJK", "aanmelding.csv", 2, "start_datum"),
    ),
    "a Dutch midnight in UTC, without saying so": (
        replace("traject.csv", "2022-03-01", "2022-02-28 23:00:00"),
        *("TIJD_ONZEKER", "traject.csv", 3, "begin_datum"),
    ),
    "month for a quarter": (
        replace("ervaring.csv", "2022K4", "2022-04"),
        *("TYPE_FOUT", "ervaring.csv", 2, "kwartaal"),
    ),
    "declaratie of ten years": (
        replace("declaratie.csv", "2021-01-31", "2031-01-31"),
        *("PERIODE_LANG", "declaratie.csv", 2, "tot_datum"),
    ),
    "two amounts": (
        replace("declaratie.csv", "1200.50", "1.234"),
        *("BEDRAG_DUBBELZINNIG", "declaratie.csv", 2, "bedrag_eur"),
    ),
    "two whole numbers": (
        replace("bevolking.csv", "10,130", "10,1.130"),
        *("GETAL_DUBBELZINNIG", "bevolking.csv", 3, "aantal"),
    ),
    "two whole numbers, English thousands": (
        {"bevolking.csv": "jaar;gebied;leeftijd;aantal\n2021;west;10;1,130\n"},
        *("GETAL_DUBBELZINNIG", "bevolking.csv", 2, "aantal"),
    ),
    "another separator": (
        {"casus.csv": GOED["casus.csv"].replace(",", "|")},
        *("KOP_ONTBREEKT", "casus.csv", 1, None),
    ),
    "a title above the header": (
        {"casus.csv": "Uitvoer van het register\n" + GOED["casus.csv"]},
        *("KOP_ONTBREEKT", "casus.csv", 1, None),
    ),
    "an inner footer": (
        add("casus.csv", "(1 rij)"),
        *("RIJ_KOLOMMEN", "casus.csv", 3, None),
    ),
    "a datastand that has not come": (
        {TOML: GOED[TOML].replace("2023", "2099")},
        *("DATASTAND_VER", TOML, None, "datastand"),
    ),
    "a datastand before the data": (
        {TOML: GOED[TOML].replace("2023", "2020")},
        *("DATASTAND_VROEG", "traject.csv", None, "begin_datum"),
    ),
    "a datastand with a time": (
        {TOML: GOED[TOML].replace("2023-12-31", "2023-12-31T23:00:00Z")},
        *("TYPE_FOUT", TOML, 1, "datastand"),
    ),
    "levering.toml twice": (
        {"LEVERING.toml": GOED[TOML]},
        *("BESTAND_DUBBEL", TOML, None, None),
    ),
    "key a spreadsheet rounded": (
        replace("declaratie.csv", "d2,w1,p1", 'd2,w1,"1,23457E+08"'),
        *("SLEUTEL_VERMINKT", "declaratie.csv", 3, "jeugdige_id"),
    ),
    "id a spreadsheet rounded": (
        replace("declaratie.csv", "d2,w1", "1.23457E+17,w1"),
        *("SLEUTEL_VERMINKT", "declaratie.csv", 3, "declaratie_id"),
    ),
    "impossible quarter": (
        replace("ervaring.csv", "2022K4", "0022K4"),
        *("DATUM_ONMOGELIJK", "ervaring.csv", 2, "kwartaal"),
    ),
    "end before begin": (
        replace("traject.csv", "2021-06-30", "2021-01-09"),
        *("EIND_VOOR_BEGIN", "traject.csv", 2, "eind_datum"),
    ),
    "overbrugging ends before it begins": (
        replace("aanmelding.csv", "2022-02-20", "2022-02-01"),
        *("EIND_VOOR_BEGIN", "aanmelding.csv", 3, "overbrugging_tot_datum"),
    ),
    "afmelding before aanmelding": (
        replace("aanmelding.csv", "2021-01-10,,", ",2020-11-30,"),
        *("EIND_VOOR_BEGIN", "aanmelding.csv", 2, "afmeld_datum"),
    ),
    "key twice": (
        add("traject.csv", "t1,p2,,A2,02,01,2023-01-01,,"),
        *("SLEUTEL_DUBBEL", "traject.csv", 4, "traject_id"),
    ),
    "address twice": (
        add("jeugdige.csv", "p2,2012-08-15,west,2012-08-15,"),
        *("SLEUTEL_DUBBEL", "jeugdige.csv", 5, "jeugdige_id"),
    ),
    "unknown hulpvorm": (
        replace("traject.csv", "A2,14", "A2,15"),
        *("CODE_ONBEKEND", "traject.csv", 3, "hulpvorm_code"),
    ),
    "unknown soort": (
        replace("uitgave.csv", "-50.00,realisatie", "-50.00,begroot"),
        *("CODE_ONBEKEND", "uitgave.csv", 3, "soort"),
    ),
    "unknown jeugdige": (
        replace("declaratie.csv", "d2,w1,p1", "d2,w1,p9"),
        *("JEUGDIGE_ONBEKEND", "declaratie.csv", 3, "jeugdige_id"),
    ),
    "unknown toewijzing": (
        replace("declaratie.csv", "d2,w1", "d2,w9"),
        *("TOEWIJZING_ONBEKEND", "declaratie.csv", 3, "toewijzing_id"),
    ),
    "addresses share a day": (
        replace("jeugdige.csv", "2021-07-01", "2021-06-30"),
        *("ADRES_OVERLAPT", "jeugdige.csv", 3, "van_datum"),
    ),
    "negative toewijzing": (
        replace("toewijzing.csv", "5000.00", "-5000.00"),
        *("BEDRAG_ONMOGELIJK", "toewijzing.csv", 2, "bedrag_eur"),
    ),
    "absurd amount": (
        replace("declaratie.csv", "-200.00", "-1000000.01"),
        *("BEDRAG_ONMOGELIJK", "declaratie.csv", 3, "bedrag_eur"),
    ),
    "negative population": (
        replace("bevolking.csv", "10,130", "10,-130"),
        *("GETAL_ONMOGELIJK", "bevolking.csv", 3, "aantal"),
    ),
    "score 11": (
        replace("ervaring.csv", "7.5", "11"),
        *("GETAL_ONMOGELIJK", "ervaring.csv", 2, "score"),
    ),
    "more than all of them": (
        replace("voorveld.csv", "40,100", "140,100"),
        *("GETAL_ONMOGELIJK", "voorveld.csv", 2, "teller"),
    ),
    "age of 500": (
        replace("bevolking.csv", "10,130", "500,130"),
        *("GETAL_ONMOGELIJK", "bevolking.csv", 3, "leeftijd"),
    ),
    "column that may be empty is missing": (
        {
            "casus.csv": None,
            "uitgave.csv": "boek_datum,post,bedrag_eur,soort\n2022-09-01,x,1,realisatie\n",
        },
        *("KOLOM_ONTBREEKT", "uitgave.csv", 1, "omschrijving"),
    ),
    "stray quote": (
        replace("uitgave.csv", "stoelen", '"t Hoekje, zaalhuur'),
        *("AANHALING_LOS", "uitgave.csv", 2, None),
    ),
    "line break in a code": (
        replace("uitgave.csv", "realisatie,stoelen", '"reali\nsatie",stoelen'),
        *("AANHALING_REGELEINDE", "uitgave.csv", 2, None),
    ),
    "wijk and buurt of one area": (
        {"bevolking.csv": "jaar,gebied,leeftijd,aantal\n2021,WK019320,9,5\n2021,BU01932001,9,2\n"},
        *("BEVOLKING_DUBBEL", "bevolking.csv", 2, "gebied"),
    ),
    "too many in no wijk": (
        replace("casus.csv", "west", "WK051301"),
        *("ONBEKEND_TE_VEEL", "casus.csv", None, "gebied"),
    ),
    "empty file": ({"casus.csv": b""}, "BESTAND_LEEG", "casus.csv", None, None),
    "only a header": (
        {"traject.csv": GOED["traject.csv"].split("\n")[0]},
        *("BESTAND_LEEG", "traject.csv", None, None),
    ),
    "Latin-1": ({"uitgave.csv": LATIN}, "CODERING_FOUT", "uitgave.csv", 3, None),
    "UTF-16 without its mark": (
        {"jeugdige.csv": BOM16[2:]},
        *("CODERING_FOUT", "jeugdige.csv", 1, None),
    ),
    "half of a UTF-16": ({"uitgave.csv": BOM16[:-1]}, "CODERING_FOUT", "uitgave.csv", None, None),
    "BSN in a description": (
        replace("uitgave.csv", "retour", "betreft 999900006"),
        *("BSN_IN_TEKST", "uitgave.csv", 3, "omschrijving"),
    ),
    "BSN with dots": (
        replace("uitgave.csv", "retour", "betreft 9999.00.006."),
        *("BSN_IN_TEKST", "uitgave.csv", 3, "omschrijving"),
    ),
    "BSN in levering.toml": (
        {TOML: GOED[TOML].replace("gemaakt", "999900006")},
        *("BSN_IN_TEKST", TOML, 3, "opmerking"),
    ),
    "XML with a DTD": ({"a.xml": DTD}, "XML_ONVEILIG", "a.xml", 1, None),
    "XML with an external entity": ({"a.xml": EXTERN}, "XML_ONVEILIG", "a.xml", 1, None),
    "broken XML": ({"a.xml": b"<Bericht>\n<Header></Bericht>"}, "XML_ONLEESBAAR", "a.xml", 2, None),
    "iJw 2.4": ({"a.xml": OUD}, "BERICHT_VERSIE", "a.xml", 1, None),
    "broken TOML": ({TOML: "datastand is nu"}, "BESTAND_ONLEESBAAR", TOML, 1, None),
    "broken Parquet": (
        {"casus.csv": None, "casus.parquet": b"PAR1 niet"},
        *("BESTAND_ONLEESBAAR", "casus.parquet", None, None),
    ),
}


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the good levering loaded."""
    folder = tmp_path_factory.mktemp("geladen")
    report = load_levering(write(folder / "levering"), folder / "data", SETTINGS)
    assert report.waarschuwingen == []
    return folder / "data"


def rejected(source: Path, data_dir: Path, is_replacing: bool = True) -> list[Finding]:
    """The findings of a levering that must be rejected, with the store byte for byte the same."""
    before = (data_dir / "store.duckdb").read_bytes()
    with pytest.raises(LeveringRejected) as error:
        load_levering(source, data_dir, SETTINGS, replace=is_replacing)
    assert (data_dir / "store.duckdb").read_bytes() == before
    assert not list(data_dir.glob(".bouw-*"))
    assert "afgekeurd" in str(error.value)
    return error.value.findings


@pytest.mark.parametrize("geval", SLECHT)
def test_bad_levering_is_rejected(geval: str, data_dir: Path, tmp_path: Path) -> None:
    changes, code, bestand, regel, kolom = SLECHT[geval]
    findings = rejected(write(tmp_path / "levering", changes), data_dir)
    fouten = [finding for finding in findings if finding.ernst == FOUT]
    places = [(f.code, f.bestand, f.regel, f.kolom) for f in fouten]
    if geval == "file twice":
        places = [(code, bestand.lower(), regel, kolom) for code, bestand, regel, kolom in places]
    assert (code, bestand, regel, kolom) in places
    assert len(fouten) == 1, "only what was spoilt is found"
    assert fouten[0].melding and fouten[0].oplossing.endswith(".")
    with (data_dir / "bevindingen.csv").open(encoding="utf-8-sig", newline="") as stream:
        written = list(csv.DictReader(stream, delimiter=";"))
    assert written[0]["code"] == code
    assert written[0]["regel"] == ("" if regel is None else str(regel))
    assert written[-1]["code"] == "TOTAAL"
    assert int(written[-1]["aantal"]) == sum(finding.aantal for finding in findings)


def test_every_fout_has_a_bad_levering() -> None:
    tested = {geval[1] for geval in SLECHT.values()}
    tested |= {"DATASTAND_NIET_NIEUWER", "ZIP_ONVEILIG", "AANSLUITING"}
    tested |= {"CONCORDANTIE_DUBBEL", "CONCORDANTIE_WIJK"}  # test_gebieden.py
    tested |= {"BERICHT_BOTST", "BERICHT_TELLING_FOUT", "DECLARATIE_VERSCHILT", "STATUS_ONBEKEND"}
    tested |= {"BEGIN_NA_DAGTEKENING", "BEDRAG_IN_BERICHT", "ELEMENT_DUBBEL", "DECLARATIE_TOTAAL"}
    tested |= {"CEL_FOUT", "FORMULE_LEEG", "CEL_DATUM", "CEL_SAMENGEVOEGD", "KOP_SAMENGEVOEGD"}
    tested |= {"BIJ_OPGAVE", "BIJ_CODE", "BIJ_DUBBEL", "BIJ_LEEG"}  # beleidsinformatie
    tested |= {"MOTOR_TABEL", "MOTOR_LEVERING", "MOTOR_KOLOM", "MOTOR_SOORT"}  # tests/ingest/motor
    tested |= {"MOTOR_EEN_RIJ", "MOTOR_RECHT", "MOTOR_LEZEN"}
    tested |= {
        "LABEL_ONBEKEND",
        "VORM_FOUT",
        "BRON_KOLOM",
        "VOORBEELD_OVER",
    }  # tests/ingest/werkmap
    assert tested == {code for code, (ernst, *_) in MELDINGEN.items() if ernst == FOUT}


def test_datastand_must_be_newer(data_dir: Path, tmp_path: Path) -> None:
    findings = rejected(write(tmp_path / "levering"), data_dir, is_replacing=False)
    assert [(f.code, f.bestand, f.kolom) for f in findings] == [
        ("DATASTAND_NIET_NIEUWER", TOML, "datastand")
    ]
    assert "--vervang" in findings[0].oplossing
    assert "31-12-2023" in findings[0].melding


def test_no_person_key_in_any_finding(data_dir: Path, tmp_path: Path) -> None:
    geheim = "999900006"
    changes = {
        naam: inhoud.replace("p1", geheim).replace("2021-01-10", "2021-13-10").replace("A1", "")
        for naam, inhoud in GOED.items()
    }
    changes["jeugdige.csv"] = changes["jeugdige.csv"].replace("west", "").replace(geheim, "x", 1)
    findings = rejected(write(tmp_path / "levering", {**changes}), data_dir)
    assert len(findings) > 5
    tekst = (data_dir / "bevindingen.csv").read_text(encoding="utf-8")
    assert geheim not in tekst and geheim not in repr(findings)


def test_many_fouten_are_listed_to_a_thousand_and_counted(data_dir: Path, tmp_path: Path) -> None:
    head = GOED["declaratie.csv"].split("\n")[0]
    lines = [f"d{nr},,p1,A1,2021-01-01,2020-01-01,niets" for nr in range(3000)]
    findings = rejected(
        write(tmp_path / "levering", {"declaratie.csv": "\n".join([head, *lines])}), data_dir
    )
    assert sum(finding.aantal for finding in findings) == 6000
    singles = [finding for finding in findings if finding.regel is not None]
    assert len(singles) == 1000
    assert {finding.code for finding in findings} == {"EIND_VOOR_BEGIN", "TYPE_FOUT"}
    assert singles[0].regel == 2
