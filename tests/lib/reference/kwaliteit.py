"""Second implementation, part 5: how complete fields are and what figures miss, in plain loops."""

from collections.abc import Callable
from datetime import date

from tests.lib.reference import FIGUREN, Reference, Unit
from tests.lib.reference.eenheden import Wereld, beeindigd, begonnen, each_traject
from tests.lib.reference.geld import ingegaan
from tests.lib.reference.wachten import aangemeld

Punt = tuple[str, str, str]  # file, field, slug
EURO = ("kosten_per_jeugdige", "kosten_per_1000")


def with_bedrag(wereld: Wereld, van: date, tot: date) -> list[Unit]:
    """The toewijzingen that begin, each with its amount."""
    rows = wereld.levering.get("toewijzing", [])
    begun = [row for row in rows if van <= row["ingang_datum"] <= tot]
    pairs = zip(ingegaan(wereld, van, tot), begun, strict=True)
    return [{**unit, "bedrag": row["bedrag_eur"]} for unit, row in pairs]


# Per file and field: its units, and whether one has the field.
GEVULD: dict[tuple[str, str], tuple[Callable[..., list[Unit]], Callable[[Unit], bool]]] = {
    ("traject", "hulpvorm_code"): (begonnen, lambda unit: unit["hulpvorm"] != "99"),
    ("traject", "verwijzer_code"): (begonnen, lambda unit: unit["verwijzer"] != "99"),
    ("traject", "reden_einde_code"): (beeindigd, lambda unit: unit["reden"] != "99"),
    ("toewijzing", "segment"): (ingegaan, lambda unit: unit["segment"] == 1),
    ("toewijzing", "eind_datum"): (ingegaan, lambda unit: unit["zonder_eind"] == 0),
    ("toewijzing", "bedrag_eur"): (with_bedrag, lambda unit: unit["bedrag"] is not None),
    ("aanmelding", "hulpvorm_code"): (aangemeld, lambda unit: unit["hulpvorm"] != "99"),
}


def count_gevuld(
    reference: Reference, van: date, tot: date
) -> dict[tuple[str, str, str, str], tuple[int, int]]:
    """(rows, filled) by file, field, 'wijk' or 'aanbieder', and its name, of one quarter."""
    found: dict[tuple[str, str, str, str], tuple[int, int]] = {}
    for (bestand, kolom), (units, is_filled) in GEVULD.items():
        for unit in units(reference.wereld, van, tot):
            for deel in ("wijk", "aanbieder"):
                key = (bestand, kolom, deel, unit[deel])
                rows, filled = found.get(key, (0, 0))
                found[key] = (rows + 1, filled + int(is_filled(unit)))
    return found


def count_gemist(reference: Reference, van: date, tot: date) -> dict[Punt, tuple[int, int]]:
    """(missing, all) per file, field and figure in one window; only where something is missing."""
    wereld = reference.wereld
    found: dict[Punt, tuple[int, int]] = {}

    def note(bestand: str, kolom: str, slug: str, missing: int, everything: int) -> None:
        if missing:
            found[bestand, kolom, slug] = (missing, everything)

    for slug, figuur in FIGUREN.items():
        if slug in ("ervaring", "vermeden_inzet"):
            continue
        units = figuur.units(wereld, van, tot)
        if slug in EURO:
            units = _euro_units(units, slug)
        counted = [unit for unit in units if unit[figuur.noemer or figuur.teller]]
        keys = [unit.get("jeugdige") if slug in EURO else nr for nr, unit in enumerate(counted)]
        nowhere = {
            key for key, unit in zip(keys, counted, strict=True) if unit["wijk"] == "onbekend"
        }
        note("jeugdige", "gebied", slug, len(nowhere), len(set(keys)))
    begun, ended = begonnen(wereld, van, tot), beeindigd(wereld, van, tot)
    note(
        *("traject", "verwijzer_code", "medisch_verwezen"),
        sum(1 for unit in begun if unit["verwijzer"] == "99"),
        len(begun),
    )
    for slug in ("volgens_plan", "uitval"):
        none = sum(1 for unit in ended if unit["reden"] == "99")
        note("traject", "reden_einde_code", slug, none, len(ended))
    note(
        *("traject", "hulpvorm_code", "doorstroom"),
        sum(1 for unit in ended if unit["hulpvorm"] == "99"),
        len(ended),
    )
    active = [
        (naam, traject.hulpvorm)
        for naam, _, traject in each_traject(wereld)
        if traject.begin <= tot and (traject.eind is None or traject.eind >= van)
    ]
    for slug in ("verblijf", "eigen_inzet"):
        unknown = {naam for naam, code in active if code == "99"}
        note("traject", "hulpvorm_code", slug, len(unknown), len({naam for naam, _ in active}))
    rows = wereld.levering.get("toewijzing", [])
    closed = [row for row in rows if row["eind_datum"] and van <= row["eind_datum"] <= tot]
    opened = [row for row in rows if van <= row["ingang_datum"] <= tot]
    lines = [r for r in wereld.levering.get("declaratie", []) if van <= r["van_datum"] <= tot]
    for bestand, kolom, slug, asked, missing in (
        ("toewijzing", "bedrag_eur", "verzilvering", closed, "bedrag_eur"),
        ("toewijzing", "eind_datum", "verzilvering", opened, "eind_datum"),
        ("toewijzing", "segment", "licht_midden", opened, "segment"),
        ("declaratie", "toewijzing_id", "verzilvering", lines, "toewijzing_id"),
    ):
        none = sum(1 for row in asked if row[missing] is None)
        note(bestand, kolom, slug, none, len(asked))
    return found


def _euro_units(units: list[Unit], slug: str) -> list[Unit]:
    """Who is in zorg, or the euros per jeugdige, aanbieder, wijk and age that are not 0."""
    if slug == "kosten_per_jeugdige":
        return [unit for unit in units if unit["in_zorg"]]
    sums: dict[tuple[object, ...], float] = {}
    for unit in units:
        key = (unit["jeugdige"], unit["aanbieder"], unit["wijk"], unit["leeftijdsgroep"])
        sums[key] = sums.get(key, 0.0) + unit["euro"]
    return [
        {"jeugdige": key[0], "wijk": key[2], "euro": euro} for key, euro in sums.items() if euro
    ]
