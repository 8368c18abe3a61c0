"""Reads the facts: which there are, in the order in which they build on each other.

The facts of one unit stand beside this file; those that lay out stretches of time in perioden/,
those per calendar month in maanden/, those per aanbieder and product in aanbieder/, the functions
each engine supplies in functies/. Each file is
one select over the tables of store_tabellen.sql, the caller's tables constante, venster,
venster_peildatum and maand, and the facts that stand before it in FACTS.
"""

from functools import cache
from pathlib import Path

FACTS: tuple[str, ...] = (
    "adres_periode",
    "verblijf_periode",
    "wijk_periode",
    "zorgperiode",
    "in_zorg",
    "op_peildatum",
    "traject_actief",
    "traject_begonnen",
    "traject_beeindigd",
    "uitkomst_gemeten",
    "zorgperiode_begonnen",
    "zorgperiode_beeindigd",
    "aanmelding_gemaakt",
    "aanmelding_wachtend",
    "toewijzing_ingegaan",
    "toewijzing_geeindigd",
    "kosten",
    "declaratie_maand",
    "traject_maand",
    "toewijzing_periode",
    "toewijzing_maand",
    "ervaring_antwoord",
    "casus_afgerond",
    "bevolking_venster",
    "in_zorg_aanbieder",
    "aanbieder_periode",
    "aanbieder_stroom",
    "terugval_aanbieder",
    "product_toegewezen",
    "product_kosten",
)
# Read by a query or two: each lays them out anew, and their many rows are kept nowhere.
NIET_BEWAARD = frozenset({"toewijzing_maand"})
MAP = Path(__file__).resolve().parent


@cache
def read_fact(naam: str) -> str:
    """The select of one fact of FACTS; Store.keep makes a table of it, Store.define a view."""
    (file,) = (*MAP.glob(f"{naam}.sql"), *MAP.glob(f"*/{naam}.sql"))
    return file.read_text(encoding="utf-8").strip()


@cache
def read_functies(motor: str) -> str:
    """The script that makes the named functions; motor is 'duckdb', 'postgres' or 'spark'."""
    return (MAP / "functies" / f"{motor}.sql").read_text(encoding="utf-8")
