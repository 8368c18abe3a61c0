"""The sheets of the workbook: first what it says, then what the figures rest on.

First explanation, conclusion, outcomes and wijken; behind them money, voorveld, quality,
definitions, nulmeting and origin.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from proeftuin.codelists import maatstaf_name
from proeftuin.indicators import INDICATOR, INDICATORS, Indicator
from proeftuin.records import VoorWijk, WijkWaarden
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


@dataclass(frozen=True)
class Blad:
    """A small sheet: its name and its table, whose widths are in characters."""

    naam: str
    tabel: Tabel
    heeft_filter: bool = True


def make_blad(
    naam: str,
    titel: str,
    kolommen: Sequence[Tabelkolom],
    rijen: Iterable[Sequence[str | Vak]],
    *,
    heeft_filter: bool = True,
) -> Blad:
    """A sheet of these columns and rows of cells."""
    rows = tuple(Rij(tuple(rij)) for rij in rijen)
    return Blad(naam, Tabel(titel, tuple(kolommen), rows), heeft_filter)


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
    rows: list[tuple[str | Vak, ...]] = [
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
    fields = (Tabelkolom("Wat", breedte=50), Tabelkolom("Uitleg", breedte=110))
    return make_blad("Uitleg", rapport.titel, fields, tuple(rows), heeft_filter=False)


def _head(text: str) -> Vak:
    return Vak(text, soort="kop")


def first_sheets(editie: Editie, settings: Settings) -> list[Blad]:
    """Conclusion, outcomes, the values per wijk, what wijken did before, and what is ahead."""
    makers = (_conclusion, _outcomes, _wijken, _earlier)
    return [*(make(editie, settings) for make in makers), _ahead(editie)]


def _conclusion(editie: Editie, settings: Settings) -> Blad:
    """The lines and the table of the conclusion, and every sentence of it."""
    rows: list[tuple[str | Vak, ...]] = []
    for blok in conclusion_section(editie, settings):
        if isinstance(blok, Lijst):
            rows += [(p.naam, p.tekst) for p in blok.punten if isinstance(p, Punt)]
        elif isinstance(blok, Alinea):
            rows.append(("", blok.tekst))
    rows.append((_head("Per cijfer"), ""))
    rows += [
        (kop, punt.zin) for kop, punten in conclusion_parts(editie, settings) for punt in punten
    ]
    fields = (Tabelkolom("Deel", breedte=24), Tabelkolom("Zin", breedte=120))
    return make_blad("Conclusie", "Conclusie", fields, rows, heeft_filter=False)


def _outcomes(editie: Editie, settings: Settings) -> Blad:
    name = pilot_name(settings)
    fields = (
        Tabelkolom("Cijfer", breedte=34),
        Tabelkolom("Hoofdcijfer", breedte=11),
        Tabelkolom("Eenheid", breedte=30),
        Tabelkolom("Oordeel", breedte=30),
        *(Tabelkolom(f"Verandering {who}", breedte=12) for who in (name, "anderen")),
        *(
            Tabelkolom(head, breedte=12)
            for head in ("Verschil", "Onder", "Boven", "Zichtbaar vanaf")
        ),
        Tabelkolom("Met een jaar proeftuin erbij", breedte=12),
        Tabelkolom("Met een vroeger jaar erbij", breedte=12),
        Tabelkolom("Plaats", breedte=8),
        Tabelkolom("Van wijken", breedte=8),
        *(Tabelkolom(f"Vroeger {head}", breedte=12) for head in ("verschil", "onder", "boven")),
        *(
            Tabelkolom(f"Als pilot meer schommelt {head}", breedte=14)
            for head in ("onder", "boven")
        ),
        Tabelkolom("Lang genoeg gevolgd", breedte=10),
        Tabelkolom("Van totaal", breedte=10),
        Tabelkolom("Zin", breedte=120),
    )
    rows = tuple(_outcome_row(item, settings) for item in read_effect(editie))
    title = "Uitkomsten: veranderde de pilot anders dan de andere wijken?"
    return make_blad("Uitkomsten", title, fields, rows)


def _outcome_row(item: Uitkomst, settings: Settings) -> tuple[str | Vak, ...]:
    indicator = INDICATOR[item.slug]
    kind = maat_of(indicator)
    numbers = (
        *(item.d_pilot, item.d_controle, item.est, item.onder, item.boven),
        *(item.mdc, item.mdc_extra_jaar, item.mdc_extra_voorpaar),
    )
    checks = (
        *(item.placebo_est, item.placebo_onder, item.placebo_boven),
        *(item.stress_onder, item.stress_boven),
    )
    return (
        indicator.naam,
        _yes(item.is_primair),
        unit_name(indicator),
        item.verdict,
        *(number(value, kind) for value in numbers),
        number(item.rang or None, AANTAL),
        number(item.rang_van or None, AANTAL),
        *(number(value, kind) for value in checks),
        number(item.rijp, AANTAL),
        number(item.totaal, AANTAL),
        effect_sentence(item, indicator, settings),
    )


_WIJK = (
    Tabelkolom("Cijfer", breedte=34),
    Tabelkolom("Wijk", breedte=15),
    Tabelkolom("Pilot", breedte=7),
    Tabelkolom("Eenheid", breedte=30),
)


def _wijk_cells(
    indicator: Indicator, wijk: WijkWaarden | VoorWijk, settings: Settings
) -> tuple[str, str, str, str]:
    naam = settings.wijk_naam(wijk.wijk)
    return indicator.naam, naam, _yes(wijk.is_pilot), unit_name(indicator)


def _wijken(editie: Editie, settings: Settings) -> Blad:
    windows = ("Nulmeting", "Effectjaar")
    fields = (
        *_WIJK,
        *(Tabelkolom(naam, breedte=13) for naam in windows),
        Tabelkolom("Verandering", breedte=13),
        Tabelkolom("Noemer effectjaar", breedte=11),
        *(Tabelkolom(f"Toestand {naam.lower()}", breedte=15) for naam in windows),
    )
    rows: list[tuple[str | Vak, ...]] = []
    for item in read_effect(editie):
        indicator = INDICATOR[item.slug]
        kind = maat_of(indicator)
        for wijk in item.wijken:
            values = (wijk.nulmeting, wijk.effectjaar, wijk.d)
            states = (wijk.status_nulmeting, wijk.status_effectjaar)
            rows.append(
                (
                    *_wijk_cells(indicator, wijk, settings),
                    *(number(value, kind) for value in values),
                    number(wijk.noemer_effectjaar, AANTAL),
                    *(_state(status) for status in states),
                )
            )
    return make_blad("Wijken", "De jaren per wijk", fields, tuple(rows))


def _state(status: str) -> Vak:
    """A state in words, drawn as that state."""
    return Vak(status_word(status) if status else "", status or OK)


def _earlier(editie: Editie, settings: Settings) -> Blad:
    """Every wijk in every voorpaar, nearest first."""
    fields = (
        *_WIJK,
        Tabelkolom("Jaren terug", breedte=8),
        *(Tabelkolom(f"{naam} periode", breedte=26) for naam in ("Eerste", "Tweede")),
        *(Tabelkolom(f"{naam} waarde", breedte=13) for naam in ("Eerste", "Tweede")),
        Tabelkolom("Verandering", breedte=13),
        Tabelkolom("Telt mee", breedte=9),
        *(Tabelkolom(f"Toestand {naam}", breedte=15) for naam in ("eerste", "tweede")),
    )
    rows: list[tuple[str | Vak, ...]] = []
    for item in read_effect(editie):
        indicator = INDICATOR[item.slug]
        kind = maat_of(indicator)
        for paar in item.voorparen:
            for wijk in paar.wijken:
                rows.append(
                    (
                        *_wijk_cells(indicator, wijk, settings),
                        number(paar.jaren, AANTAL),
                        *(short_period(*period) for period in (paar.vroeger, paar.later)),
                        *(number(value, kind) for value in (wijk.vroeger, wijk.later, wijk.d)),
                        _yes(wijk.d is not None),
                        *map(_state, (wijk.status_vroeger, wijk.status_later)),
                    )
                )
    title = "Hoe wijken veranderden toen er nog geen proeftuin was"
    return make_blad("Vroeger", title, fields, tuple(rows))


def _ahead(editie: Editie) -> Blad:
    """From which difference it would be seen, by number of pilot wijken and years."""
    fields = (
        Tabelkolom("Cijfer", breedte=34),
        Tabelkolom("Eenheid", breedte=30),
        Tabelkolom("Pilotwijken", breedte=11),
        Tabelkolom("Jaren effect", breedte=11),
        Tabelkolom("Zichtbaar vanaf", breedte=13),
    )
    rows: list[tuple[str | Vak, ...]] = []
    for item in read_effect(editie):
        indicator = INDICATOR[item.slug]
        kind = maat_of(indicator)
        unit = unit_name(indicator)
        rows += [
            (
                indicator.naam,
                unit,
                number(cel.pilots, AANTAL),
                number(cel.jaren, AANTAL),
                number(cel.mdc, kind),
            )
            for cel in item.vooruit
        ]
    return make_blad("Vooruit", "Vanaf welk verschil zouden wij het zien?", fields, tuple(rows))


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
    rows = tuple(
        (
            INDICATOR[item.slug].naam,
            settings.wijk_naam(item.wijk),
            number(item.van, DAG),
            number(item.tot, DAG),
            number(item.waarde, maat_of(INDICATOR[item.slug])),
            signal_question(item, settings),
        )
        for item in read_signalen(editie)
    )
    fields = (
        Tabelkolom("Cijfer", breedte=30),
        Tabelkolom("Wijk", breedte=14),
        Tabelkolom("Van", breedte=12),
        Tabelkolom("Tot en met", breedte=12),
        Tabelkolom("Waarde", breedte=12),
        Tabelkolom("Vraag", breedte=120),
    )
    return make_blad("Vragen", "Kwartalen die opvallen: vragen, geen bewijs", fields, rows)


def _budget(editie: Editie) -> Blad:
    words = {"begroot": "begroot", "verplichting": "toegezegd", "realisatie": "besteed"}
    rows = tuple(
        (
            number(int(row["jaar"]), DAGEN),
            number(to_date(row["maand_datum"]), DAG),
            str(row["post"]),
            words.get(str(row["soort"]), str(row["soort"])),
            number(float(row["bedrag_eur"]), EURO),
        )
        for row in read_tabel(editie, "budget").to_dict("records")
    )
    fields = (
        Tabelkolom("Jaar", breedte=8),
        Tabelkolom("Maand", breedte=12),
        Tabelkolom("Post", breedte=34),
        Tabelkolom("Soort", breedte=14),
        Tabelkolom("Bedrag", breedte=14),
    )
    return make_blad("Budget", "Budget van de proeftuin", fields, rows)


def _voorveld(editie: Editie, settings: Settings) -> Blad:
    rows = tuple(
        (
            maatstaf_name(str(row["maatstaf_code"])),
            number(to_date(row["peil_datum"]), DAG),
            settings.wijk_naam(str(row["wijk"])),
            number(_number(row["teller"]), AANTAL),
            number(_number(row["noemer"]), AANTAL),
        )
        for row in read_tabel(editie, "voorveld").to_dict("records")
    )
    fields = (
        Tabelkolom("Maatstaf", breedte=40),
        Tabelkolom("Gemeten op", breedte=12),
        Tabelkolom("Wijk", breedte=15),
        Tabelkolom("Teller", breedte=10),
        Tabelkolom("Noemer", breedte=10),
    )
    return make_blad("Voorveld", "Metingen in het voorveld; leeg is afgeschermd", fields, rows)


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _quality(editie: Editie) -> Blad:
    rows = tuple(
        (
            str(row["bestand"]),
            str(row["kolom"]),
            number(_number(row["leeg_aandeel"]), AANDEEL),
            number(_number(row["onbekend_aandeel"]), AANDEEL),
        )
        for row in read_tabel(editie, "veldkwaliteit").to_dict("records")
    )
    fields = (
        Tabelkolom("Bestand", breedte=16),
        Tabelkolom("Veld", breedte=28),
        Tabelkolom("Leeg", breedte=10),
        Tabelkolom("Onbekend", breedte=10),
    )
    return make_blad("Veldkwaliteit", "Welk deel van elk veld leeg of onbekend is", fields, rows)


def _definitions(settings: Settings) -> Blad:
    fields = (
        Tabelkolom("Cijfer", breedte=34),
        Tabelkolom("Vraag", breedte=60),
        Tabelkolom("Boven de streep", breedte=60),
        Tabelkolom("Onder de streep", breedte=60),
        Tabelkolom("Eenheid", breedte=30),
        Tabelkolom("Richting", breedte=24),
        Tabelkolom("Waarom", breedte=60),
        Tabelkolom("Bron", breedte=60),
        Tabelkolom("Opmerking", breedte=60),
        Tabelkolom("Beheerder", breedte=28),
    )
    rows = tuple(
        (
            *(item.naam, item.vraag, item.teller_tekst, item.noemer_tekst, item.eenheid),
            *(item.richting.value, item.waarom, item.bron, item.opmerking, item.beheerder),
        )
        for item in (fill_texts(known, settings) for known in INDICATORS)
    )
    return make_blad("Definities", "Wat elk cijfer betekent", fields, rows)
