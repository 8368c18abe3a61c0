"""Second implementation, part 2c: units of aanmeldingen, in plain loops."""

from datetime import date

from tests.lib.reference.eenheden import Unit, Wereld, quarter_ends, who
from tests.lib.reference.personen import Row


def outcome(row: Row, datastand: date) -> tuple[str, date]:
    """What happened to an aanmelding up to datastand, and when: start, afgemeld or wacht."""
    start, afmeld = row["start_datum"], row["afmeld_datum"]
    if start is not None and start > datastand:
        start = None
    if afmeld is not None and afmeld > datastand:
        afmeld = None
    if start is not None and (afmeld is None or start <= afmeld):
        return "start", start
    if afmeld is not None:
        return "afgemeld", afmeld
    return "wacht", datastand


def aangemeld(wereld: Wereld, van: date, tot: date) -> list[Unit]:
    units = []
    norm = wereld.regels.norm
    for row in wereld.levering.get("aanmelding", []):
        aanmeld = row["aanmeld_datum"]
        if not van <= aanmeld <= tot:
            continue
        wat, wanneer = outcome(row, wereld.datastand)
        dagen = max(0, (wanneer - aanmeld).days)
        rijp = (wereld.datastand - aanmeld).days >= norm
        start, afmeld = row["start_datum"], row["afmeld_datum"]
        gestart = start is not None and start <= wereld.datastand
        weg = not gestart and afmeld is not None and (afmeld - aanmeld).days <= norm
        units.append(
            {
                **who(wereld.personen[row["jeugdige_id"]], aanmeld),
                "hulpvorm": row["hulpvorm_code"] or "99",
                "aanbieder": row["aanbieder_id"] or "onbekend",
                "een": 1,
                "leven": (-1, dagen, wat == "start"),
                "terugwerkend": int(wat == "start" and wanneer < aanmeld),
                "rijp": int(rijp),
                "telt": int(rijp and not weg),
                "binnen": int(rijp and gestart and (start - aanmeld).days <= norm),
            }
        )
    return units


def wachtend(wereld: Wereld, van: date, tot: date) -> list[Unit]:
    units = []
    for peildatum in quarter_ends(van, tot):
        for row in wereld.levering.get("aanmelding", []):
            begonnen_of_weg = any(
                row[kolom] is not None and row[kolom] <= peildatum
                for kolom in ("start_datum", "afmeld_datum")
            )
            if row["aanmeld_datum"] > peildatum or begonnen_of_weg:
                continue
            brug_van, brug_tot = row["overbrugging_van_datum"], row["overbrugging_tot_datum"]
            brug = (
                brug_van is not None
                and brug_van <= peildatum
                and (brug_tot is None or brug_tot >= peildatum)
            )
            units.append(
                {
                    **who(wereld.personen[row["jeugdige_id"]], peildatum),
                    "hulpvorm": row["hulpvorm_code"] or "99",
                    "aanbieder": row["aanbieder_id"] or "onbekend",
                    "een": 1,
                    "met_brug": int(brug),
                    "zonder_brug": int(not brug),
                    "dagen": (peildatum - row["aanmeld_datum"]).days,
                }
            )
    return units
