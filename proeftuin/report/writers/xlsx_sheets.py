"""The sheets of the workbook: first what it says, then what the figures rest on.

First explanation, conclusion, outcomes and wijken; behind them money, voorveld, quality,
definitions, nulmeting and origin.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from proeftuin.codelists import maatstaf_name
from proeftuin.indicators import INDICATOR, INDICATORS, Indicator
from proeftuin.records import Voorverandering, VoorWijk, WijkWaarden
from proeftuin.report.annex import conclusion_parts, conclusion_section
from proeftuin.report.blocks import (
    AANDEEL,
    AANTAL,
    DAG,
    DAGEN,
    EURO,
    Alinea,
    Lijst,
    Rapport,
    Rij,
    Tabel,
    Tabelkolom,
    Vak,
    maat_of,
)
from proeftuin.report.kosten import factor_table
from proeftuin.report.origin import nulmeting_table, origin_table
from proeftuin.report.writers.xlsx_rows import VELDEN, status_word, unit_name
from proeftuin.results import (
    AANBIEDERS,
    Editie,
    Uitkomst,
    has_tabel,
    read_effect,
    read_ontleding,
    read_signalen,
    read_tabel,
    to_date,
)
from proeftuin.sentences import (
    STATUS_PUNT,
    STATUS_TEKST,
    Punt,
    capital_first,
    effect_sentence,
    fill_texts,
    pilot_name,
    short_period,
    signal_question,
    text_of,
)
from proeftuin.settings import Settings
from proeftuin.vocabulary import INTERN, OK

Row = TypeVar("Row")
Cel = str | Vak
Kolom = tuple[str, float, Callable[[Row], Cel]]  # its head, its width in characters, its cells


@dataclass(frozen=True)
class Blad:
    """A small sheet: its name and its table, whose widths are in characters."""

    naam: str
    tabel: Tabel
    heeft_filter: bool = True


def make_blad(
    naam: str,
    titel: str,
    rows: Iterable[Row],
    *kolommen: Kolom[Row],
    heeft_filter: bool = True,
) -> Blad:
    """A sheet with a row for each of these, in these columns."""
    heads = tuple(Tabelkolom(kop, breedte=breedte) for kop, breedte, _ in kolommen)
    cells = tuple(Rij(tuple(cell(row) for _, _, cell in kolommen)) for row in rows)
    return Blad(naam, Tabel(titel, heads, cells), heeft_filter)


def pair_blad(
    naam: str, titel: str, rows: Iterable[tuple[Cel, Cel]], *kolommen: tuple[str, float]
) -> Blad:
    """A sheet of two columns that is read from top to bottom: nothing to filter."""
    (first, wide), (second, wider) = kolommen
    both = ((first, wide, lambda row: row[0]), (second, wider, lambda row: row[1]))
    return make_blad(naam, titel, rows, *both, heeft_filter=False)


def tabel_blad(naam: str, tabel: Tabel, breedten: Sequence[float]) -> Blad:
    """A table of the report as a sheet, its columns as wide as given in characters."""
    kolommen = tuple(
        replace(kolom, breedte=breedte)
        for kolom, breedte in zip(tabel.kolommen, breedten, strict=True)
    )
    return Blad(naam, replace(tabel, kolommen=kolommen))


def number(value: float | date | None, maat: str) -> Vak:
    """A number or a day in its format; an empty cell for None or not a number."""
    return Vak("", waarde=None if value != value else value, maat=maat)


def _yes(is_so: bool) -> str:
    return "ja" if is_so else ""


_BLADEN = (
    ("Conclusie", "Wat is aangetoond en wat niet, in zinnen."),
    ("Uitkomsten", "Per cijfer de vergelijking van de pilot met de andere wijken."),
    ("Wijken", "Per cijfer en wijk de twee jaren en de verandering."),
    ("Vroeger", "Per cijfer en wijk de veranderingen over vroegere perioden van dezelfde lengte."),
    ("Vooruit", "Vanaf welk verschil wij het zouden zien, met meer wijken of meer jaren."),
    ("Ontleding", "Waardoor de kosten per 1000 kinderen en jongeren (0-22) veranderden."),
    ("Vragen", "Kwartalen die opvallen; vragen voor het gesprek, geen bewijs."),
    ("Budget", "Begroot, toegezegd en besteed per maand."),
    ("Voorveld", "Metingen van de toegang, per wijk."),
    ("Veldkwaliteit", "Welk deel van elk veld leeg of onbekend is."),
    ("Definities", "Wat elk cijfer telt, met de bron."),
    ("Nulmeting", "Welke nulmeting er staat en of zij is veranderd."),
    ("Herkomst", "De kenmerken van deze editie."),
)


def explanation(
    rapport: Rapport, editie: Editie, settings: Settings, grote_bladen: Sequence[str]
) -> Blad:
    """The first sheet: what this is, what each sheet, column and state means."""
    rows: list[tuple[Cel, Cel]] = [
        (rapport.onderwerp, rapport.ondertitel),
        ("Editie", f"{editie.id}, {editie.audience}"),
    ]
    if rapport.merk:
        rows.append(("Let op", f"{rapport.merk}."))
    if editie.audience != INTERN:
        limit = settings.onthulling
        rows.append(
            (
                "Openbare editie",
                f"Aantallen onder {limit.drempel} zijn afgeschermd; andere zijn afgerond op een "
                f"veelvoud van {limit.basis}. Andere cijfers volgen uit die afgeronde aantallen.",
            )
        )
    rows.append((_head("Bladen"), ""))
    rows += [(name, "Alle cijfers in deze indeling, per periode en wijk.") for name in grote_bladen]
    if has_tabel(editie, AANBIEDERS):
        rows.append((capital_first(AANBIEDERS), "Wat per aanbieder en per zorgproduct is geteld."))
    rows += list(_BLADEN)
    rows.append((_head("Kolommen van de cijfers"), ""))
    rows += [(veld.kop, veld.uitleg) for veld in VELDEN]
    rows.append((_head("Toestand van een cijfer"), ""))
    rows.append((status_word(OK).capitalize(), "Een gewoon cijfer. Een echte nul staat als 0."))
    rows += [
        (
            STATUS_TEKST[status].capitalize(),
            text_of(capital_first(punt.tekst), settings),
        )
        for status, punt in STATUS_PUNT.items()
    ]
    rows.append(("Leeg vak", "Er is geen cijfer; de kolom Toestand zegt waarom. Dat is geen nul."))
    return pair_blad("Uitleg", rapport.titel, rows, ("Wat", 50), ("Uitleg", 110))


def _head(text: str) -> Vak:
    return Vak(text, soort="kop")


def first_sheets(editie: Editie, settings: Settings) -> list[Blad]:
    """Conclusion, outcomes, the values per wijk, what wijken did before, and what is ahead."""
    makers = (_conclusion, _outcomes, _wijken, _earlier)
    return [*(make(editie, settings) for make in makers), _ahead(editie)]


def _conclusion(editie: Editie, settings: Settings) -> Blad:
    """The lines and the table of the conclusion, and every sentence of it."""
    rows: list[tuple[Cel, Cel]] = []
    for blok in conclusion_section(editie, settings):
        if isinstance(blok, Lijst):
            rows += [(p.naam, p.tekst) for p in blok.punten if isinstance(p, Punt)]
        elif isinstance(blok, Alinea):
            rows.append(("", blok.tekst))
    rows.append((_head("Per cijfer"), ""))
    rows += [
        (kop, punt.zin) for kop, punten in conclusion_parts(editie, settings) for punt in punten
    ]
    return pair_blad("Conclusie", "Conclusie", rows, ("Deel", 24), ("Zin", 120))


def _value(naam: str) -> Callable[[Uitkomst], Vak]:
    """A number of the comparison, in the unit of its figure."""
    return lambda item: number(getattr(item, naam), maat_of(INDICATOR[item.slug]))


def _outcomes(editie: Editie, settings: Settings) -> Blad:
    return make_blad(
        "Uitkomsten",
        "Uitkomsten: veranderde de pilot anders dan de andere wijken?",
        read_effect(editie),
        ("Cijfer", 34, lambda item: INDICATOR[item.slug].naam),
        ("Hoofdcijfer", 11, lambda item: _yes(item.is_primair)),
        ("Eenheid", 30, lambda item: unit_name(INDICATOR[item.slug])),
        ("Oordeel", 30, lambda item: item.verdict),
        (f"Verandering {pilot_name(settings)}", 12, _value("d_pilot")),
        ("Verandering anderen", 12, _value("d_controle")),
        ("Verschil", 12, _value("est")),
        ("Onder", 12, _value("onder")),
        ("Boven", 12, _value("boven")),
        ("Zichtbaar vanaf", 12, _value("mdc")),
        ("Met een jaar proeftuin erbij", 12, _value("mdc_extra_jaar")),
        ("Met een vroeger jaar erbij", 12, _value("mdc_extra_voorpaar")),
        ("Plaats", 8, lambda item: number(item.rang or None, AANTAL)),
        ("Van wijken", 8, lambda item: number(item.rang_van or None, AANTAL)),
        ("Vroeger verschil", 12, _value("placebo_est")),
        ("Vroeger onder", 12, _value("placebo_onder")),
        ("Vroeger boven", 12, _value("placebo_boven")),
        ("Als pilot meer schommelt onder", 14, _value("stress_onder")),
        ("Als pilot meer schommelt boven", 14, _value("stress_boven")),
        ("Lang genoeg gevolgd", 10, lambda item: number(item.rijp, AANTAL)),
        ("Van totaal", 10, lambda item: number(item.totaal, AANTAL)),
        ("Zin", 120, lambda item: effect_sentence(item, INDICATOR[item.slug], settings)),
    )


@dataclass(frozen=True)
class _Wijkrij:
    """A row of a sheet about a figure in one wijk."""

    indicator: Indicator
    wijk: WijkWaarden | VoorWijk

    def value(self, naam: str, maat: str = "") -> Vak:
        """A number of the wijk by its name, in the unit of the figure unless another is given."""
        return number(getattr(self.wijk, naam), maat or maat_of(self.indicator))

    def state(self, naam: str) -> Vak:
        """A state of the wijk by its name: in words, drawn as that state."""
        status = getattr(self.wijk, naam)
        return Vak(status_word(status) if status else "", status or OK)


@dataclass(frozen=True)
class _Vroegerrij(_Wijkrij):
    """The same in a voorpaar."""

    paar: Voorverandering


def _wijk_columns(settings: Settings) -> tuple[Kolom[_Wijkrij], ...]:
    """The columns that say which figure and wijk a row is about."""
    return (
        ("Cijfer", 34, lambda row: row.indicator.naam),
        ("Wijk", 15, lambda row: settings.wijk_naam(row.wijk.wijk)),
        ("Pilot", 7, lambda row: _yes(row.wijk.is_pilot)),
        ("Eenheid", 30, lambda row: unit_name(row.indicator)),
    )


def _wijken(editie: Editie, settings: Settings) -> Blad:
    return make_blad(
        "Wijken",
        "De jaren per wijk",
        [
            _Wijkrij(INDICATOR[item.slug], wijk)
            for item in read_effect(editie)
            for wijk in item.wijken
        ],
        *_wijk_columns(settings),
        ("Nulmeting", 13, lambda row: row.value("nulmeting")),
        ("Effectjaar", 13, lambda row: row.value("effectjaar")),
        ("Verandering", 13, lambda row: row.value("d")),
        ("Noemer effectjaar", 11, lambda row: row.value("noemer_effectjaar", AANTAL)),
        ("Toestand nulmeting", 15, lambda row: row.state("status_nulmeting")),
        ("Toestand effectjaar", 15, lambda row: row.state("status_effectjaar")),
    )


def _earlier(editie: Editie, settings: Settings) -> Blad:
    """Every wijk in every voorpaar, nearest first."""
    rows = [
        _Vroegerrij(INDICATOR[item.slug], wijk, paar)
        for item in read_effect(editie)
        for paar in item.voorparen
        for wijk in paar.wijken
    ]
    return make_blad(
        "Vroeger",
        "Hoe wijken veranderden toen er nog geen proeftuin was",
        rows,
        *_wijk_columns(settings),
        ("Jaren terug", 8, lambda row: number(row.paar.jaren, AANTAL)),
        ("Eerste periode", 26, lambda row: short_period(*row.paar.vroeger)),
        ("Tweede periode", 26, lambda row: short_period(*row.paar.later)),
        ("Eerste waarde", 13, lambda row: row.value("vroeger")),
        ("Tweede waarde", 13, lambda row: row.value("later")),
        ("Verandering", 13, lambda row: row.value("d")),
        ("Telt mee", 9, lambda row: _yes(row.wijk.d is not None)),
        ("Toestand eerste", 15, lambda row: row.state("status_vroeger")),
        ("Toestand tweede", 15, lambda row: row.state("status_later")),
    )


def _ahead(editie: Editie) -> Blad:
    """From which difference it would be seen, by number of pilot wijken and years."""
    return make_blad(
        "Vooruit",
        "Vanaf welk verschil zouden wij het zien?",
        [(INDICATOR[item.slug], cel) for item in read_effect(editie) for cel in item.vooruit],
        ("Cijfer", 34, lambda row: row[0].naam),
        ("Eenheid", 30, lambda row: unit_name(row[0])),
        ("Pilotwijken", 11, lambda row: number(row[1].pilots, AANTAL)),
        ("Jaren effect", 11, lambda row: number(row[1].jaren, AANTAL)),
        ("Zichtbaar vanaf", 13, lambda row: number(row[1].mdc, maat_of(row[0]))),
    )


def last_sheets(editie: Editie, settings: Settings) -> list[Blad]:
    """Money, voorveld, quality, definitions, nulmeting and origin."""
    sheets = [
        _decomposition(editie, settings),
        _signals(editie, settings),
        _budget(editie),
        _voorveld(editie, settings),
        _quality(editie),
        _definitions(settings),
        tabel_blad("Nulmeting", nulmeting_table(editie), (40, 20, 22, 28)),
        replace(tabel_blad("Herkomst", origin_table(editie), (30, 80)), heeft_filter=False),
    ]
    return sheets


def _decomposition(editie: Editie, settings: Settings) -> Blad:
    table = factor_table(read_ontleding(editie), settings)
    return tabel_blad("Ontleding", table, (18, 22, 44, 14, 14, 14))


def _signals(editie: Editie, settings: Settings) -> Blad:
    return make_blad(
        "Vragen",
        "Kwartalen die opvallen: vragen, geen bewijs",
        read_signalen(editie),
        ("Cijfer", 30, lambda item: INDICATOR[item.slug].naam),
        ("Wijk", 14, lambda item: settings.wijk_naam(item.wijk)),
        ("Van", 12, lambda item: number(item.van, DAG)),
        ("Tot en met", 12, lambda item: number(item.tot, DAG)),
        ("Waarde", 12, lambda item: number(item.waarde, maat_of(INDICATOR[item.slug]))),
        ("Vraag", 120, lambda item: signal_question(item, settings)),
    )


def _rows(editie: Editie, naam: str) -> list[dict[Hashable, Any]]:
    return read_tabel(editie, naam).to_dict("records")


def _budget(editie: Editie) -> Blad:
    words = {"begroot": "begroot", "verplichting": "toegezegd", "realisatie": "besteed"}
    return make_blad(
        "Budget",
        "Budget van de proeftuin",
        _rows(editie, "budget"),
        ("Jaar", 8, lambda row: number(row["jaar"], DAGEN)),
        ("Maand", 12, lambda row: number(to_date(row["maand_datum"]), DAG)),
        ("Post", 34, lambda row: row["post"]),
        ("Soort", 14, lambda row: words.get(row["soort"], row["soort"])),
        ("Bedrag", 14, lambda row: number(row["bedrag_eur"], EURO)),
    )


def _voorveld(editie: Editie, settings: Settings) -> Blad:
    return make_blad(
        "Voorveld",
        "Metingen in het voorveld; leeg is afgeschermd",
        _rows(editie, "voorveld"),
        ("Maatstaf", 40, lambda row: maatstaf_name(row["maatstaf_code"])),
        ("Gemeten op", 12, lambda row: number(to_date(row["peil_datum"]), DAG)),
        ("Wijk", 15, lambda row: settings.wijk_naam(row["wijk"])),
        ("Teller", 10, lambda row: number(row["teller"], AANTAL)),
        ("Noemer", 10, lambda row: number(row["noemer"], AANTAL)),
    )


def _quality(editie: Editie) -> Blad:
    return make_blad(
        "Veldkwaliteit",
        "Welk deel van elk veld leeg of onbekend is",
        _rows(editie, "veldkwaliteit"),
        ("Bestand", 16, lambda row: row["bestand"]),
        ("Veld", 28, lambda row: row["kolom"]),
        ("Leeg", 10, lambda row: number(row["leeg_aandeel"], AANDEEL)),
        ("Onbekend", 10, lambda row: number(row["onbekend_aandeel"], AANDEEL)),
    )


def _definitions(settings: Settings) -> Blad:
    return make_blad(
        "Definities",
        "Wat elk cijfer betekent",
        (fill_texts(known, settings) for known in INDICATORS),
        ("Cijfer", 34, lambda item: item.naam),
        ("Vraag", 60, lambda item: item.vraag),
        ("Boven de streep", 60, lambda item: item.teller_tekst),
        ("Onder de streep", 60, lambda item: item.noemer_tekst),
        ("Eenheid", 30, lambda item: item.eenheid),
        ("Richting", 24, lambda item: item.richting.value),
        ("Waarom", 60, lambda item: item.waarom),
        ("Bron", 60, lambda item: item.bron),
        ("Opmerking", 60, lambda item: item.opmerking),
        ("Beheerder", 28, lambda item: item.beheerder),
    )
