"""Second implementation, part 2b: units of toewijzingen, euros, experiences and casussen."""

from datetime import date, timedelta

from tests.lib.reference.eenheden import Unit, Wereld, in_zorg, who
from tests.lib.reference.personen import DAG


def ingegaan(wereld: Wereld, van: date, tot: date) -> list[Unit]:
    units = []
    for row in wereld.levering.get("toewijzing", []):
        if van <= row["ingang_datum"] <= tot:
            units.append(
                {
                    **who(wereld.personen[row["jeugdige_id"]], row["ingang_datum"]),
                    "aanbieder": row["aanbieder_id"],
                    "een": 1,
                    "segment": int(row["segment"] is not None),
                    "licht_midden": int(row["segment"] in ("licht", "midden")),
                    "zonder_eind": int(row["eind_datum"] is None),
                }
            )
    return units


def geeindigd(wereld: Wereld, van: date, tot: date) -> list[Unit]:
    units = []
    for row in wereld.levering.get("toewijzing", []):
        eind = row["eind_datum"]
        if eind is None or row["bedrag_eur"] is None or not van <= eind <= tot:
            continue
        gedeclareerd = sum(
            float(regel["bedrag_eur"])
            for regel in wereld.levering.get("declaratie", [])
            if regel["toewijzing_id"] == row["toewijzing_id"]
        )
        wacht = timedelta(days=wereld.regels.verzilvering_rijp)
        units.append(
            {
                **who(wereld.personen[row["jeugdige_id"]], eind),
                "aanbieder": row["aanbieder_id"],
                "jeugdige": row["jeugdige_id"],
                "een": 1,
                "bedrag": float(row["bedrag_eur"]),
                "gedeclareerd": gedeclareerd,
                "rijp": int(eind + wacht <= wereld.datastand),
            }
        )
    return units


def kosten(wereld: Wereld, van: date, tot: date) -> list[Unit]:
    """Jeugdigen in zorg without euros, and a unit of euros per declared line."""
    units = [{**unit, "euro": 0.0, "aanbieder": None} for unit in in_zorg(wereld, van, tot)]
    for row in wereld.levering.get("declaratie", []):
        alle_dagen = 0
        dagen_binnen = 0
        laatste = None
        dag = row["van_datum"]
        while dag <= row["tot_datum"]:
            alle_dagen += 1
            if van <= dag <= tot:
                dagen_binnen += 1
                laatste = dag
            dag += DAG
        if laatste is not None:
            units.append(
                {
                    **who(wereld.personen[row["jeugdige_id"]], laatste),
                    "aanbieder": row["aanbieder_id"],
                    "jeugdige": row["jeugdige_id"],
                    "in_zorg": 0,
                    "euro": float(row["bedrag_eur"]) * dagen_binnen / alle_dagen,
                }
            )
    return units


def quarter_start(tekst: str) -> date:
    """First day of a quarter written as 2021-K1, 2021K1, 2021Q1 or a date in it."""
    jaar = int(tekst[:4])
    kwartaal = int(tekst[-1])
    return date(jaar, 3 * kwartaal - 2, 1)


def antwoord(wereld: Wereld, van: date, tot: date) -> list[Unit]:
    units = []
    for row in wereld.levering.get("ervaring", []):
        if van <= quarter_start(row["kwartaal"]) <= tot:
            units.append(
                {
                    "wijk": wereld.regels.wijk(row["gebied"]),
                    "vraag": f"{row['vraag_code']}/{row['groep']}",
                    "som": row["score"] * row["aantal"],
                    "aantal": row["aantal"],
                }
            )
    return units


def casus(wereld: Wereld, van: date, tot: date) -> list[Unit]:
    units = []
    for row in wereld.levering.get("casus", []):
        if van <= row["afgerond_datum"] <= tot:
            vermeden = (
                float(row["verwachte_inzet_eur"])
                - float(row["werkelijke_inzet_eur"])
                - float(row["eigen_inzet_eur"])
            )
            wijk = wereld.regels.wijk(row["gebied"])
            units.append({"wijk": wijk, "een": 1, "vermeden": vermeden})
    return units
