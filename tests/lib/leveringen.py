"""Small leveringen for tests: a good one as text, and ways to spoil it."""

import zipfile
from pathlib import Path

DATASTAND = "2023-12-31"
TOML = f'datastand = {DATASTAND}\nbron = "test"\nopmerking = "gemaakt voor een test"\n'
JEUGDIGE = """jeugdige_id,geboortedatum,gebied,van_datum,tot_datum
p1,2010-05-01,west,2010-05-01,2021-06-30
p1,2010-05-01,noord,2021-07-01,
p2,2012-08-15,WK019310,2012-08-15,
"""
TRAJECT = """traject_id,jeugdige_id,toewijzing_id,aanbieder_id,hulpvorm_code,\
verwijzer_code,begin_datum,eind_datum,reden_einde_code
t1,p1,w1,A1,02,01,2021-01-10,2021-06-30,31
t2,p2,,A2,14,04,2022-03-01,,
"""
TOEWIJZING = """toewijzing_id,jeugdige_id,aanbieder_id,productcategorie_code,product_code,segment,\
toewijzing_datum,ingang_datum,eind_datum,bedrag_eur
w1,p1,A1,45,45A04,midden,2021-01-04,2021-01-10,2021-06-30,5000.00
"""
DECLARATIE = """declaratie_id,toewijzing_id,jeugdige_id,aanbieder_id,van_datum,tot_datum,bedrag_eur
d1,w1,p1,A1,2021-01-10,2021-01-31,1200.50
d2,w1,p1,A1,2021-02-01,2021-02-28,-200.00
"""
AANMELDING = """aanmelding_id,jeugdige_id,aanbieder_id,hulpvorm_code,aanmeld_datum,\
start_datum,afmeld_datum,overbrugging_van_datum,overbrugging_tot_datum
m1,p1,A1,02,2020-12-01,2021-01-10,,,
m2,p2,,,2022-02-01,2022-01-15,,2022-02-02,2022-02-20
"""
BEVOLKING = """jaar,gebied,leeftijd,aantal
2021,west,10,120
2021,noord,10,130
2021,west,40,500
""" + "".join(
    f"2021,{wijk},{leeftijd},0\n"
    for wijk in ("midden", "oost", "noord", "west", "zuid")
    for leeftijd in range(23)
    if (wijk, leeftijd) not in (("west", 10), ("noord", 10))
)
UITGAVE = """boek_datum,post,bedrag_eur,soort,omschrijving
2022-09-01,Inrichting proeftuin,1000.00,realisatie,stoelen
2022-10-01,Inrichting proeftuin,-50.00,realisatie,retour
"""
ERVARING = """kwartaal,gebied,groep,vraag_code,score,aantal
2022K4,west,ouder,hulp_past,7.5,12
"""
VOORVELD = """peil_datum,gebied,maatstaf_code,teller,noemer
2022-12-31,west,ouders_weten_weg,40,100
2022-12-31,,ouders_weten_weg,300,1000
"""
CASUS = """casus_id,gebied,afgerond_datum,verwachte_inzet_eur,werkelijke_inzet_eur,eigen_inzet_eur
c1,west,2023-01-20,9000.00,2500.00,800.00
"""
GOED: dict[str, str] = {
    "levering.toml": TOML,
    "jeugdige.csv": JEUGDIGE,
    "traject.csv": TRAJECT,
    "toewijzing.csv": TOEWIJZING,
    "declaratie.csv": DECLARATIE,
    "aanmelding.csv": AANMELDING,
    "bevolking.csv": BEVOLKING,
    "uitgave.csv": UITGAVE,
    "ervaring.csv": ERVARING,
    "voorveld.csv": VOORVELD,
    "casus.csv": CASUS,
}


def replace(bestand: str, old: str, new: str) -> dict[str, str | bytes]:
    """The change that puts `new` for `old` in one file; `old` must be there."""
    assert old in GOED[bestand], f"{old!r} is not in {bestand}"
    return {bestand: GOED[bestand].replace(old, new, 1)}


def add(bestand: str, line: str) -> dict[str, str | bytes]:
    """The change that puts one more line under a file."""
    return {bestand: GOED[bestand] + line + "\n"}


def write(folder: Path, changes: dict[str, str | bytes | None] | None = None) -> Path:
    """The good levering with these files changed; None leaves a file out."""
    folder.mkdir(parents=True, exist_ok=True)
    for naam, inhoud in {**GOED, **(changes or {})}.items():
        if inhoud is None:
            continue
        path = folder / naam
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(inhoud if isinstance(inhoud, bytes) else inhoud.encode())
    return folder


def write_zip(path: Path, changes: dict[str, str | bytes | None] | None = None) -> Path:
    """The same as one zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for naam, inhoud in {**GOED, **(changes or {})}.items():
            if inhoud is not None:
                archive.writestr(naam, inhoud)
    return path
