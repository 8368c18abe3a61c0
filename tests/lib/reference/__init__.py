"""Second implementation, part 4: every cell of every indicator, in plain loops.

`Reference(levering, datastand, regels).cell(slug, indeling, categorie, wijk, venster)` gives one
cell as a dict with the names of the product's results. Standard library only; written from the
definitions, never from the SQL. Euro intervals (a seeded bootstrap) are not given here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from statistics import median
from typing import Any

from tests.lib.reference import eenheden, geld, statistiek, wachten
from tests.lib.reference.personen import Levering, Regels, keep_begun, read_personen

Unit = dict[str, Any]
Cell = dict[str, Any]
Venster = tuple[str, date, date]
VROEGER = "vroeger"  # a year of a voorpaar: one value per wijk, told only by files that reach it
BEGIN = {
    "traject": "begin_datum",
    "toewijzing": "ingang_datum",
    "declaratie": "van_datum",
    "aanmelding": "aanmeld_datum",
}


@dataclass(frozen=True)
class Figuur:
    """How one indicator is made: its units, what is counted, and what must be delivered."""

    units: Callable[[eenheden.Wereld, date, date], list[Unit]]
    teller: str
    noemer: str | None  # None: the population
    soort: str
    bestanden: tuple[str, ...] = ("traject",)
    rijp: str = ""
    wacht_dagen: int = 0  # nog_niet_rijp while D < tot + this many days
    peildatum: bool = False
    klein: str | None = None  # what te_klein counts when that is not the noemer


def _waiting(teller: str, noemer: str | None, soort: str) -> Figuur:
    return Figuur(wachten.wachtend, teller, noemer, soort, ("aanmelding",), peildatum=True)


def _outcome(teller: str, noemer: str, soort: str) -> Figuur:
    return Figuur(eenheden.uitkomst, teller, noemer, soort, ("uitkomst",))


FIGUREN: dict[str, Figuur] = {
    "gebruik": Figuur(eenheden.in_zorg, "in_zorg", None, "rate"),
    "trajectduur": Figuur(eenheden.actief, "einde", "een", "leven"),
    "trajectduur_cohort": Figuur(
        eenheden.begonnen, "einde", "een", "leven", rijp="rijp", wacht_dagen=365
    ),
    "trajectduur_beeindigd": Figuur(eenheden.beeindigd, "duur", "een", "mean"),
    "verblijf": Figuur(eenheden.in_zorg, "heeft_verblijf", "in_zorg", "share"),
    "gezinsgericht": Figuur(eenheden.in_zorg, "gezinsgericht", "heeft_verblijf", "share"),
    "stapeling": Figuur(eenheden.op_peildatum, "gestapeld", "in_zorg", "share", peildatum=True),
    "stapeling_aantal": Figuur(eenheden.op_peildatum, "aantal", "in_zorg", "count", peildatum=True),
    "eigen_inzet": Figuur(eenheden.in_zorg, "eigen_inzet", "in_zorg", "share"),
    "wachttijd": Figuur(wachten.aangemeld, "einde", "een", "leven", ("aanmelding",)),
    "wachtlijst_bruto": _waiting("een", None, "rate"),
    "wachtlijst_netto": _waiting("zonder_brug", None, "rate"),
    "overbrugging": _waiting("met_brug", "een", "share"),
    "binnen_norm": Figuur(
        wachten.aangemeld, "binnen", "telt", "share", ("aanmelding",), rijp="rijp"
    ),
    "terugval": Figuur(eenheden.zorg_beeindigd, "terug_365", "oud_365", "share", rijp="oud_365"),
    "terugval_180": Figuur(
        eenheden.zorg_beeindigd, "terug_180", "oud_180", "share", rijp="oud_180"
    ),
    "terugval_90": Figuur(eenheden.zorg_beeindigd, "terug_90", "oud_90", "share", rijp="oud_90"),
    "herhaald_beroep": Figuur(eenheden.begonnen, "herhaald", "een", "share"),
    "instroom": Figuur(eenheden.zorg_begonnen, "een", None, "rate"),
    "uitstroom": Figuur(eenheden.zorg_beeindigd, "een", None, "rate"),
    "doorstroom": Figuur(eenheden.beeindigd, "doorstroom", "een", "share"),
    "volgens_plan": Figuur(eenheden.beeindigd, "volgens_plan", "uitkomst", "share"),
    "uitval": Figuur(eenheden.beeindigd, "uitval", "uitkomst", "share"),
    "medisch_verwezen": Figuur(eenheden.begonnen, "medisch", "bekend", "share"),
    "trajecten_begonnen": Figuur(eenheden.begonnen, "een", None, "rate"),
    "trajecten_beeindigd": Figuur(eenheden.beeindigd, "een", None, "rate"),
    "licht_midden": Figuur(geld.ingegaan, "licht_midden", "segment", "share", ("toewijzing",)),
    "zonder_einddatum": Figuur(geld.ingegaan, "zonder_eind", "een", "share", ("toewijzing",)),
    "kosten_per_jeugdige": Figuur(geld.kosten, "euro", "in_zorg", "euro", ("declaratie",)),
    "kosten_per_1000": Figuur(geld.kosten, "euro", None, "euro", ("declaratie",)),
    "verzilvering": Figuur(
        geld.geeindigd,
        "gedeclareerd",
        "bedrag",
        "euro",
        ("toewijzing", "declaratie"),
        rijp="rijp",
        wacht_dagen=90,
        klein="een",
    ),
    "ervaring": Figuur(geld.antwoord, "som", "aantal", "mean", ("ervaring",)),
    "tevredenheid": _outcome("nut", "heeft_nut", "mean"),
    "zonder_hulp": _outcome("zonder_hulp", "heeft_vervolg", "share"),
    "antwoord": _outcome("antwoord", "een", "share"),
    "vermeden_inzet": Figuur(geld.casus, "vermeden", "een", "euro", ("casus",)),
}


class Reference:
    """All cells of one levering; units are made once per indicator and window."""

    def __init__(
        self,
        levering: Levering,
        datastand: date,
        regels: Regels,
        definitief: dict[str, date] | None = None,
    ) -> None:
        levering = keep_begun(levering, datastand)
        personen = read_personen(levering, datastand, regels)
        self.wereld = eenheden.Wereld(levering, personen, datastand, regels)
        self.definitief = definitief or {}  # by slug: the last day that is definite
        self._units: dict[tuple[object, Venster], list[Unit]] = {}
        self._population: dict[tuple[str, date, str | None], int | None] = {}

    def vensters(self) -> list[Venster]:
        """Quarters from the first traject or aanmelding, and the named windows, up to D."""
        wereld = self.wereld
        dagen = [row["begin_datum"] for row in wereld.levering["traject"]]
        dagen += [row["aanmeld_datum"] for row in wereld.levering.get("aanmelding", [])]
        if not dagen:
            return []
        eerste = max(min(dagen), wereld.regels.vroegste_kwartaal)
        vensters = []
        for tot in eenheden.quarter_ends(eerste, wereld.datastand):
            vensters.append(("kwartaal", date(tot.year, tot.month - 2, 1), tot))
        for naam, van, tot in wereld.regels.vensters:
            if eerste <= tot <= wereld.datastand:
                vensters.append((naam, van, tot))
        begin = date(eerste.year, 3 * ((eerste.month - 1) // 3) + 1, 1)
        for paar in wereld.regels.voorparen:
            if begin <= paar[0][1] and paar[1][2] <= wereld.datastand:
                vensters += [jaar for jaar in paar if jaar[0] == VROEGER and jaar not in vensters]
        return vensters

    def units(self, slug: str, venster: Venster) -> list[Unit]:
        functie = FIGUREN[slug].units
        sleutel = (functie, venster)
        if sleutel not in self._units:
            self._units[sleutel] = functie(self.wereld, venster[1], venster[2])
        return self._units[sleutel]

    def wijken_of(self, wijk: str) -> list[str]:
        """The wijken a row adds up; gemeente also counts onbekend."""
        regels = self.wereld.regels
        if wijk == "gemeente":
            return [*regels.wijken, "onbekend"]
        if wijk == "overige":
            return [naam for naam in regels.wijken if naam not in regels.pilot]
        return [wijk]

    def population(self, wijk: str, dag: date, groep: str | None) -> int | None:
        """bevolking 0-22 (of one leeftijdsgroep) in the year of dag or the nearest earlier."""
        sleutel = (wijk, dag, groep)
        if sleutel not in self._population:
            self._population[sleutel] = self._count_people(wijk, dag, groep)
        return self._population[sleutel]

    def _count_people(self, wijk: str, dag: date, groep: str | None) -> int | None:
        totaal = 0
        for naam in self.wijken_of(wijk):
            if naam == "onbekend" and wijk == "gemeente":
                continue
            rows = [
                row
                for row in self.wereld.levering.get("bevolking", [])
                if self.wereld.regels.wijk(row["gebied"]) == naam and naam != "onbekend"
            ]
            jaren = {row["jaar"] for row in rows if row["leeftijd"] <= 22}
            jaren = {jaar for jaar in jaren if jaar <= dag.year}
            if not jaren or groep == "onbekend":
                return None
            low, high = {
                None: (0, 22), "0-3": (0, 3), "4-11": (4, 11), "12-17": (12, 17), "18-22": (18, 22)
            }[groep]  # fmt: skip
            aantallen = [
                row["aantal"]
                for row in rows
                if row["jaar"] == max(jaren) and low <= row["leeftijd"] <= high
            ]
            if not aantallen:
                return None  # nothing of this group was delivered: that is no zero
            totaal += sum(aantallen)
        return totaal

    def is_delivered(self, slug: str, venster: Venster) -> bool:
        levering = self.wereld.levering
        if any(bestand not in levering for bestand in FIGUREN[slug].bestanden):
            return False
        if FIGUREN[slug].noemer is None and "bevolking" not in levering:
            return False
        if slug == "herhaald_beroep":
            eerste = min(row["begin_datum"] for row in levering["traject"])
            terug = eenheden.add_years(venster[1], -self.wereld.regels.herhaald_jaren)
            if eerste > terug:
                return False
        if "uitkomst" in FIGUREN[slug].bestanden:  # before the first answer nobody asked
            dagen = [row["eind_datum"] for row in levering["uitkomst"]]
            return not dagen or venster[1] >= date(
                min(dagen).year, 3 * ((min(dagen).month - 1) // 3) + 1, 1
            )
        return venster[0] != VROEGER or self._tells_of(slug, venster[1])

    def _tells_of(self, slug: str, van: date) -> bool:
        """Whether every file has rows from the quarter that begins on this day, or before."""
        maand = date(van.year, van.month + 2, 28)  # within the last month of the quarter
        for bestand in FIGUREN[slug].bestanden:
            dagen = [row[BEGIN[bestand]] for row in self.wereld.levering[bestand]]
            dagen = [date(dag.year, dag.month, 1) for dag in dagen if dag is not None]
            if dagen and min(dagen) > maand:
                return False
        return True

    def selected(
        self, slug: str, indeling: str, categorie: str | None, wijk: str, venster: Venster
    ) -> list[Unit]:
        """The units of one cell."""
        wijken = self.wijken_of(wijk)
        return [
            unit
            for unit in self.units(slug, venster)
            if unit["wijk"] in wijken and (indeling == "geen" or unit.get(indeling) == categorie)
        ]

    def cell(
        self, slug: str, indeling: str, categorie: str | None, wijk: str, venster: Venster
    ) -> Cell:
        """One cell; keys that do not apply are None."""
        figuur, (_, van, tot) = FIGUREN[slug], venster
        units = self.selected(slug, indeling, categorie, wijk, venster)
        cell: Cell = dict.fromkeys(
            "teller noemer waarde onder boven mediaan mediaan_onder mediaan_boven p80"
            " wacht_tot_nu terugwerkend rijp totaal".split()
        )
        noemer: float | None
        if figuur.noemer is None:
            groep = categorie if indeling == "leeftijdsgroep" else None
            dagen = eenheden.quarter_ends(van, tot) if figuur.peildatum else [tot]
            delen = [self.population(wijk, dag, groep) for dag in dagen]
            noemer = None if None in delen else sum(deel for deel in delen if deel is not None)
        else:
            noemer = sum(unit[figuur.noemer] for unit in units)
        if noemer is None or not self.is_delivered(slug, venster):
            return {**cell, "status": "niet_geleverd"}
        aantal = sum(unit[figuur.klein] for unit in units) if figuur.klein else noemer
        te_klein = aantal < self.wereld.regels.minimum_noemer
        if figuur.soort == "leven":
            te_klein |= self._survival(slug, units, wijk, indeling, categorie, venster, cell)
        else:
            cell["teller"] = sum(unit[figuur.teller] for unit in units)
            self._ratio(figuur, units, cell, noemer)
        cell["noemer"] = noemer
        status = self._status(slug, units, tot, te_klein, cell)
        return {**cell, "status": status}

    def _ratio(self, figuur: Figuur, units: list[Unit], cell: Cell, noemer: float) -> None:
        if noemer == 0:
            return
        teller, factor = cell["teller"], 1 if figuur.noemer else 1000
        cell["waarde"] = teller / noemer * factor
        if figuur.soort == "share":
            cell["onder"], cell["boven"] = statistiek.wilson(teller, noemer)
        elif figuur.soort in ("rate", "count"):
            grenzen = statistiek.byar(teller)
            cell["onder"], cell["boven"] = (grens / noemer * factor for grens in grenzen)
        elif figuur.soort == "mean":
            waarden = [
                (unit[figuur.teller] / unit[str(figuur.noemer)], unit[str(figuur.noemer)])
                for unit in units
                if unit[str(figuur.noemer)]
            ]
            cell["onder"], cell["boven"] = statistiek.mean_interval(waarden)

    def _survival(
        self,
        slug: str,
        units: list[Unit],
        wijk: str,
        indeling: str,
        categorie: str | None,
        venster: Venster,
        cell: Cell,
    ) -> bool:
        """Fill the survival columns; True when there is too little for a figure."""
        regels = self.wereld.regels
        horizon = {
            "trajectduur": regels.horizon_trajectduur,
            "trajectduur_cohort": regels.horizon_cohort,
            "wachttijd": regels.horizon_wachttijd,
        }[slug]
        tafel = statistiek.Tafel([unit["leven"] for unit in units])
        cell["teller"] = sum(1 for unit in units if unit["leven"][2])
        if units:
            cell["waarde"], cell["onder"], cell["boven"] = tafel.rmst(horizon)
            punten = tafel.quantile(Fraction(1, 2))
            if slug == "trajectduur":
                punten = tafel.quantile(Fraction(1, 2), horizon)
            cell["mediaan"], cell["mediaan_onder"], cell["mediaan_boven"] = punten
        if slug == "wachttijd":
            cell["p80"] = tafel.quantile(Fraction(1, 5))[0]
            cell["terugwerkend"] = sum(unit["terugwerkend"] for unit in units)
            wachtend = self.selected("wachtlijst_bruto", indeling, categorie, wijk, venster)
            if wachtend:
                cell["wacht_tot_nu"] = median(unit["dagen"] for unit in wachtend)
        dun = slug == "trajectduur" and tafel.smallest_risk(horizon) < regels.minimum_risico
        return dun or cell["teller"] < regels.minimum_gebeurtenissen

    def _status(self, slug: str, units: list[Unit], tot: date, te_klein: bool, cell: Cell) -> str:
        figuur, ouder = FIGUREN[slug], (self.wereld.datastand - tot).days
        if figuur.rijp:
            rijp, totaal = sum(unit[figuur.rijp] for unit in units), len(units)
            te_jong = ouder < figuur.wacht_dagen if figuur.wacht_dagen else rijp < totaal
            if te_jong:
                cell["rijp"], cell["totaal"] = rijp, totaal
                return "nog_niet_rijp"
        if te_klein:
            return "te_klein"
        if slug in self.definitief:
            return "voorlopig" if tot > self.definitief[slug] else "ok"
        return "voorlopig" if ouder < self.wereld.regels.voorlopig else "ok"
