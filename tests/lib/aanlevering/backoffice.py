"""Two invented back offices, each as it exports and as the CSV of the contract that says the same.

Nobody in them exists. The first has one row per toewijzing with product and status, Dutch labels
and another encoding; the second a workbook with a sheet per subject and numbers for days.
"""

from datetime import date
from pathlib import Path
from typing import Any

from tests.lib.aanlevering.werkmappen import write_with_xlsxwriter
from tests.lib.leveringen import TOML

KOP = (
    "Cliëntnummer;Geboortedatum;Wijk;Toewijzingnummer;Productcategorie;Productcode;Hulpvorm;"
    "AGB-code;Soort verwijzer;Toewijzingsdatum;Ingangsdatum;Einddatum;Datum start levering;"
    "Datum stop levering;Reden beëindiging;Budget;Status;Medewerker"
)
# fmt: off
RIJEN = [
    "900101;15/05/2010;West;5001;45;45A04;Ambulante jeugdhulp;1234567;Huisarts;04/01/2021;"
    "10/01/2021;30/06/2021;10/01/2021;18/06/2021;Volgens plan beëindigd;€ 5.000,00;Toegewezen;J",
    "900101;15/05/2010;West;5002;44;44A03;Pleegzorg;1234567;Gemeente;01/02/2022;"
    "01/03/2022;;05/03/2022;;;12.345,50;Toegewezen;J",
    "900102;16/08/2012;Noord;5003;45;45A04;Ambulante jeugdhulp;7654321;Jeugdarts;01/03/2022;"
    "01/04/2022;31/12/2023;;;;800,00;Toegewezen;K",
    "900103;01/01/2011;Zuid;5004;45;45A04;Ambulante jeugdhulp;7654321;Huisarts;01/03/2022;"
    "01/04/2022;31/12/2023;02/04/2022;;;900,00;Afgewezen;K",
]
# fmt: on
VOET = ";;;Totaal;;;;;;;;;;;;19.045,50;;"
SUITE: dict[str, str] = {
    "levering.toml": TOML,
    "jeugdige.csv": """jeugdige_id,geboortedatum,gebied,van_datum,tot_datum
900101,2010-05-15,west,2010-05-15,
900102,2012-08-16,noord,2012-08-16,
""",
    "toewijzing.csv": """toewijzing_id,jeugdige_id,aanbieder_id,productcategorie_code,\
product_code,segment,toewijzing_datum,ingang_datum,eind_datum,bedrag_eur
5001,900101,01234567,45,45A04,,2021-01-04,2021-01-10,2021-06-30,5000.00
5002,900101,01234567,44,44A03,,2022-02-01,2022-03-01,,12345.50
5003,900102,07654321,45,45A04,,2022-03-01,2022-04-01,2023-12-31,800.00
""",
    "traject.csv": """traject_id,jeugdige_id,toewijzing_id,aanbieder_id,hulpvorm_code,\
verwijzer_code,begin_datum,eind_datum,reden_einde_code
5001,900101,5001,01234567,02,02,2021-01-10,2021-06-18,31
5002,900101,5002,01234567,11,01,2022-03-05,,
""",
}


def write_suite(folder: Path) -> Path:
    """The first back office: levering.toml and one CSV with a title, a total and cp1252."""
    folder.mkdir(parents=True)
    (folder / "levering.toml").write_text(TOML, encoding="utf-8")
    lines = ["Overzicht toewijzingen jeugd", "", KOP, *RIJEN, VOET]
    (folder / "Toewijzingen 2023.csv").write_bytes("\r\n".join(lines).encode("windows-1252"))
    return folder


GWS_BLADEN: dict[str, list[list[Any]]] = {
    "Clienten": [
        ["clientnr", "geboortedatum", "postcode", "dd_vanaf"],
        [900201, 20100501, "West", date(2010, 5, 1)],
        [900202, 20120815, "WK019310", date(2012, 8, 15)],
    ],
    "Voorzieningen": [
        ["besluitnr", "clientnr", "kode_instan", "kode_product", "omschryving", "dd_besluit",
         "dd_begin", "dd_eind", "kode_reden_einde_voorz", "status_indicatie"],
        [7001, 900201, 1111111, "45A04", "ambulant", 1609718400000, 1610236800000, 1625011200000,
         "VOLG", "GESLOTEN"],
        [7002, 900202, 2222222, "44A11", "residentieel", 1643673600000, 1646092800000, None,
         None, "ACTIEF"],
        [7003, 900202, 2222222, "44A11", "residentieel", 1643673600000, 1646092800000, None,
         None, "CONCEPT"],
    ],
    "Betalingen": [
        ["verslagnr", "besluitnr", "clientnr", "kode_instan", "van", "tot", "bedrag"],
        [1, 7001, 900201, 1111111, date(2021, 1, 10), date(2021, 1, 31), 1200.5],
        [2, 7001, 900201, 1111111, date(2021, 2, 1), date(2021, 2, 28), "-200.00"],
    ],
}  # fmt: skip
GWS: dict[str, str] = {
    "levering.toml": TOML,
    "jeugdige.csv": """jeugdige_id,geboortedatum,gebied,van_datum,tot_datum
900201,2010-05-01,west,2010-05-01,
900202,2012-08-15,WK019310,2012-08-15,
""",
    "toewijzing.csv": """toewijzing_id,jeugdige_id,aanbieder_id,productcategorie_code,\
product_code,segment,toewijzing_datum,ingang_datum,eind_datum,bedrag_eur
7001,900201,1111111,,45A04,,2021-01-04,2021-01-10,2021-06-30,
7002,900202,2222222,,44A11,,2022-02-01,2022-03-01,,
""",
    "traject.csv": """traject_id,jeugdige_id,toewijzing_id,aanbieder_id,hulpvorm_code,\
verwijzer_code,begin_datum,eind_datum,reden_einde_code
7001,900201,7001,1111111,02,99,2021-01-10,2021-06-30,31
7002,900202,7002,2222222,14,99,2022-03-01,,
""",
    "declaratie.csv": """declaratie_id,toewijzing_id,jeugdige_id,aanbieder_id,van_datum,\
tot_datum,bedrag_eur
1,7001,900201,1111111,2021-01-10,2021-01-31,1200.50
2,7001,900201,1111111,2021-02-01,2021-02-28,-200.00
""",
}
GWS_BLOKKEN = """
[bron.clienten]
bestand = "gws*.xlsx"
blad = "clienten"
tabel = "jeugdige"
[bron.clienten.kolommen]
clientnr = "jeugdige_id"
geboortedatum = "geboortedatum"
postcode = "gebied"
dd_vanaf = "van_datum"

[bron.besluiten]
bestand = "gws*.xlsx"
blad = "voorzieningen"
tabel = "toewijzing"
datumvorm = "milliseconden"
behalve = { status_indicatie = ["concept"] }
[bron.besluiten.kolommen]
besluitnr = "toewijzing_id"
clientnr = "jeugdige_id"
kode_instan = "aanbieder_id"
kode_product = "product_code"
dd_besluit = "toewijzing_datum"
dd_begin = "ingang_datum"
dd_eind = "eind_datum"

[bron.uitvoering]
bestand = "gws*.xlsx"
blad = "voorzieningen"
tabel = "traject"
datumvorm = "milliseconden"
alleen = { status_indicatie = ["ACTIEF", "GESLOTEN"] }
vast = { verwijzer_code = "99" }
[bron.uitvoering.kolommen]
besluitnr = ["traject_id", "toewijzing_id"]
clientnr = "jeugdige_id"
kode_instan = "aanbieder_id"
omschryving = "hulpvorm_code"
dd_begin = "begin_datum"
dd_eind = "eind_datum"
kode_reden_einde_voorz = "reden_einde_code"
[bron.uitvoering.codes.hulpvorm_code]
ambulant = "02"
residentieel = "14"
[bron.uitvoering.codes.reden_einde_code]
VOLG = "31"

[bron.betalingen]
bestand = "gws*.xlsx"
blad = "betalingen"
tabel = "declaratie"
decimaal = "."
[bron.betalingen.kolommen]
verslagnr = "declaratie_id"
besluitnr = "toewijzing_id"
clientnr = "jeugdige_id"
kode_instan = "aanbieder_id"
van = "van_datum"
tot = "tot_datum"
bedrag = "bedrag_eur"
"""


def write_gws(folder: Path) -> Path:
    """The second back office: levering.toml and one workbook."""
    write_with_xlsxwriter(_made(folder) / "GWS uitvoer.xlsx", GWS_BLADEN)
    (folder / "levering.toml").write_text(TOML, encoding="utf-8")
    return folder


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


def write_contract(folder: Path, files: dict[str, str]) -> Path:
    """The same as the files of the contract."""
    for naam, text in files.items():
        (folder if folder.is_dir() else _made(folder)).joinpath(naam).write_text(text)
    return folder
