"""The sheets of the workbook: first what it says, then what the figures rest on.

First explanation, conclusion, outcomes and wijken; behind them money, voorveld, quality,
definitions, nulmeting and origin.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from proeftuin.codelists import maatstaf_name
from proeftuin.indicators import INDICATOR, INDICATORS
from proeftuin.report.annex import conclusion_parts
from proeftuin.report.blocks import Rapport
from proeftuin.report.origin import nulmeting_words, origin_rows
from proeftuin.report.writers.xlsx_rows import VELDEN, Veld, format_name, status_word
from proeftuin.results import (
    Editie,
    Uitkomst,
    read_effect,
    read_nulmeting,
    read_ontleding,
    read_signalen,
    read_tabel,
    to_date,
)
from proeftuin.sentences import (
    FACTOR_NAAM,
    FACTOR_UITLEG,
    STATUS_PUNT,
    STATUS_TEKST,
    effect_sentence,
    fill_texts,
    pilot_name,
    short_period,
    signal_question,
    text_of,
)
from proeftuin.settings import Settings
from proeftuin.vocabulary import INTERN, OK, OVERIGE, PILOT


@dataclass(frozen=True)
class Blad:
    """A small sheet. A cell is text, None, or (value, format name); 'kop' marks a text as head."""

    naam: str
    titel: str
    velden: tuple[Veld, ...]
    rijen: tuple[tuple[Any, ...], ...]
    heeft_filter: bool = True


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
    rows: list[tuple[Any, ...]] = [
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
    rows.append((("Bladen", "kop"), None))
    rows += [(name, "Alle cijfers in deze indeling, per periode en wijk.") for name in grote_bladen]
    rows += list(_BLADEN)
    rows.append((("Kolommen van de cijfers", "kop"), None))
    rows += [(veld.kop, veld.uitleg) for veld in VELDEN]
    rows.append((("Toestand van een cijfer", "kop"), None))
    rows.append((status_word(OK).capitalize(), "Een gewoon cijfer. Een echte nul staat als 0."))
    rows += [
        (
            STATUS_TEKST[status].capitalize(),
            text_of(f"{punt.tekst[:1].upper()}{punt.tekst[1:]}", settings),
        )
        for status, punt in STATUS_PUNT.items()
    ]
    rows.append(("Leeg vak", "Er is geen cijfer; de kolom Toestand zegt waarom. Dat is geen nul."))
    fields = (Veld("Wat", "", 50), Veld("Uitleg", "", 110))
    return Blad("Uitleg", rapport.titel, fields, tuple(rows), heeft_filter=False)


def first_sheets(editie: Editie, settings: Settings) -> list[Blad]:
    """Conclusion, outcomes, the values per wijk, what wijken did before, and what is ahead."""
    makers = (_conclusion, _outcomes, _wijken, _earlier)
    return [*(make(editie, settings) for make in makers), _ahead(editie)]


def _conclusion(editie: Editie, settings: Settings) -> Blad:
    rows = [
        (kop, punt.zin) for kop, punten in conclusion_parts(editie, settings) for punt in punten
    ]
    fields = (Veld("Deel", "", 24), Veld("Zin", "", 120))
    return Blad("Conclusie", "Conclusie in vier delen", fields, tuple(rows), heeft_filter=False)


def _outcomes(editie: Editie, settings: Settings) -> Blad:
    name = pilot_name(settings)
    fields = (
        Veld("Cijfer", "", 34),
        Veld("Hoofdcijfer", "", 11),
        Veld("Eenheid", "", 30),
        Veld("Oordeel", "", 30),
        *(Veld(f"Verandering {who}", "", 12) for who in (name, "anderen")),
        *(Veld(head, "", 12) for head in ("Verschil", "Onder", "Boven", "Zichtbaar vanaf")),
        Veld("Met een jaar proeftuin erbij", "", 12),
        Veld("Met een vroeger jaar erbij", "", 12),
        Veld("Plaats", "", 8),
        Veld("Van wijken", "", 8),
        *(Veld(f"Vroeger {head}", "", 12) for head in ("verschil", "onder", "boven")),
        *(Veld(f"Als pilot meer schommelt {head}", "", 14) for head in ("onder", "boven")),
        Veld("Lang genoeg gevolgd", "", 10),
        Veld("Van totaal", "", 10),
        Veld("Zin", "", 120),
    )
    rows = tuple(_outcome_row(item, settings) for item in read_effect(editie))
    title = "Uitkomsten: veranderde de pilot anders dan de andere wijken?"
    return Blad("Uitkomsten", title, fields, rows)


def _outcome_row(item: Uitkomst, settings: Settings) -> tuple[Any, ...]:
    indicator = INDICATOR[item.slug]
    kind = format_name(indicator)
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
        "ja" if item.is_primair else None,
        "aandeel" if kind == "aandeel" else indicator.eenheid,
        item.verdict,
        *((value, kind) for value in numbers),
        (item.rang or None, "aantal"),
        (item.rang_van or None, "aantal"),
        *((value, kind) for value in checks),
        (item.rijp, "aantal"),
        (item.totaal, "aantal"),
        effect_sentence(item, indicator, settings),
    )


def _wijken(editie: Editie, settings: Settings) -> Blad:
    windows = ("Nulmeting", "Effectjaar")
    fields = (
        Veld("Cijfer", "", 34),
        Veld("Wijk", "", 15),
        Veld("Pilot", "", 7),
        Veld("Eenheid", "", 30),
        *(Veld(naam, "", 13) for naam in windows),
        Veld("Verandering", "", 13),
        Veld("Noemer effectjaar", "", 11),
        *(Veld(f"Toestand {naam.lower()}", "", 15) for naam in windows),
    )
    rows = []
    for item in read_effect(editie):
        indicator = INDICATOR[item.slug]
        kind = format_name(indicator)
        for wijk in item.wijken:
            values = (wijk.nulmeting, wijk.effectjaar, wijk.d)
            states = (wijk.status_nulmeting, wijk.status_effectjaar)
            rows.append(
                (
                    indicator.naam,
                    settings.wijk_naam(wijk.wijk),
                    "ja" if wijk.is_pilot else None,
                    "aandeel" if kind == "aandeel" else indicator.eenheid,
                    *((value, kind) for value in values),
                    (wijk.noemer_effectjaar, "aantal"),
                    *(status_word(status) if status else None for status in states),
                )
            )
    return Blad("Wijken", "De jaren per wijk", fields, tuple(rows))


def _earlier(editie: Editie, settings: Settings) -> Blad:
    """Every wijk in every voorpaar, nearest first."""
    fields = (
        Veld("Cijfer", "", 34),
        Veld("Wijk", "", 15),
        Veld("Pilot", "", 7),
        Veld("Eenheid", "", 30),
        Veld("Jaren terug", "", 8),
        *(Veld(f"{naam} periode", "", 26) for naam in ("Eerste", "Tweede")),
        *(Veld(f"{naam} waarde", "", 13) for naam in ("Eerste", "Tweede")),
        Veld("Verandering", "", 13),
        Veld("Telt mee", "", 9),
        *(Veld(f"Toestand {naam}", "", 15) for naam in ("eerste", "tweede")),
    )
    rows = []
    for item in read_effect(editie):
        indicator = INDICATOR[item.slug]
        kind = format_name(indicator)
        for paar in item.voorparen:
            for wijk in paar.wijken:
                rows.append(
                    (
                        indicator.naam,
                        settings.wijk_naam(wijk.wijk),
                        "ja" if wijk.is_pilot else None,
                        "aandeel" if kind == "aandeel" else indicator.eenheid,
                        (paar.jaren, "aantal"),
                        *(short_period(*period) for period in (paar.vroeger, paar.later)),
                        *((value, kind) for value in (wijk.vroeger, wijk.later, wijk.d)),
                        "ja" if wijk.d is not None else None,
                        *(
                            status_word(status)
                            for status in (wijk.status_vroeger, wijk.status_later)
                        ),
                    )
                )
    title = "Hoe wijken veranderden toen er nog geen proeftuin was"
    return Blad("Vroeger", title, fields, tuple(rows))


def _ahead(editie: Editie) -> Blad:
    """From which difference it would be seen, by number of pilot wijken and years."""
    fields = (
        Veld("Cijfer", "", 34),
        Veld("Eenheid", "", 30),
        Veld("Pilotwijken", "", 11),
        Veld("Jaren effect", "", 11),
        Veld("Zichtbaar vanaf", "", 13),
    )
    rows = []
    for item in read_effect(editie):
        indicator = INDICATOR[item.slug]
        kind = format_name(indicator)
        unit = "aandeel" if kind == "aandeel" else indicator.eenheid
        rows += [
            (indicator.naam, unit, (cel.pilots, "aantal"), (cel.jaren, "aantal"), (cel.mdc, kind))
            for cel in item.vooruit
        ]
    return Blad("Vooruit", "Vanaf welk verschil zouden wij het zien?", fields, tuple(rows))


def last_sheets(editie: Editie, settings: Settings) -> list[Blad]:
    """Money, voorveld, quality, definitions, nulmeting and origin."""
    sheets = [
        _decomposition(editie, settings),
        _signals(editie, settings),
        _budget(editie),
        _voorveld(editie, settings),
        _quality(editie),
        _definitions(settings),
        _nulmeting(editie),
        Blad(
            "Herkomst",
            "Kenmerken van deze editie",
            (Veld("Wat", "", 30), Veld("Waarde", "", 80)),
            origin_rows(editie),
            heeft_filter=False,
        ),
    ]
    return sheets


def _decomposition(editie: Editie, settings: Settings) -> Blad:
    names = {PILOT: pilot_name(settings), OVERIGE: "andere wijken samen"}
    rows = tuple(
        (
            names[item.groep],
            FACTOR_NAAM[item.factor],
            FACTOR_UITLEG[item.factor],
            (item.voor, "verhouding"),
            (item.na, "verhouding"),
            (item.bijdrage_eur, "euro"),
        )
        for item in read_ontleding(editie)
    )
    fields = (
        Veld("Groep", "", 18),
        Veld("Onderdeel", "", 22),
        Veld("Wat het is", "", 44),
        Veld("Nulmeting", "", 14),
        Veld("Effectjaar", "", 14),
        Veld("Bijdrage", "", 14),
    )
    return Blad(
        "Ontleding",
        "Waardoor de kosten per 1000 kinderen en jongeren (0-22) veranderden",
        fields,
        rows,
    )


def _signals(editie: Editie, settings: Settings) -> Blad:
    rows = tuple(
        (
            INDICATOR[item.slug].naam,
            settings.wijk_naam(item.wijk),
            (item.van, "dag"),
            (item.tot, "dag"),
            (item.waarde, format_name(INDICATOR[item.slug])),
            signal_question(item, settings),
        )
        for item in read_signalen(editie)
    )
    fields = (
        Veld("Cijfer", "", 30),
        Veld("Wijk", "", 14),
        Veld("Van", "", 12),
        Veld("Tot en met", "", 12),
        Veld("Waarde", "", 12),
        Veld("Vraag", "", 120),
    )
    return Blad("Vragen", "Kwartalen die opvallen: vragen, geen bewijs", fields, rows)


def _budget(editie: Editie) -> Blad:
    words = {"begroot": "begroot", "verplichting": "toegezegd", "realisatie": "besteed"}
    rows = tuple(
        (
            (int(row["jaar"]), "dagen"),
            (to_date(row["maand_datum"]), "dag"),
            str(row["post"]),
            words.get(str(row["soort"]), str(row["soort"])),
            (float(row["bedrag_eur"]), "euro"),
        )
        for row in read_tabel(editie, "budget").to_dict("records")
    )
    fields = (
        Veld("Jaar", "", 8),
        Veld("Maand", "", 12),
        Veld("Post", "", 34),
        Veld("Soort", "", 14),
        Veld("Bedrag", "", 14),
    )
    return Blad("Budget", "Budget van de proeftuin", fields, rows)


def _voorveld(editie: Editie, settings: Settings) -> Blad:
    rows = tuple(
        (
            maatstaf_name(str(row["maatstaf_code"])),
            (to_date(row["peil_datum"]), "dag"),
            settings.wijk_naam(str(row["wijk"])),
            (_number(row["teller"]), "aantal"),
            (_number(row["noemer"]), "aantal"),
        )
        for row in read_tabel(editie, "voorveld").to_dict("records")
    )
    fields = (
        Veld("Maatstaf", "", 40),
        Veld("Gemeten op", "", 12),
        Veld("Wijk", "", 15),
        Veld("Teller", "", 10),
        Veld("Noemer", "", 10),
    )
    return Blad("Voorveld", "Metingen in het voorveld; leeg is afgeschermd", fields, rows)


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _quality(editie: Editie) -> Blad:
    rows = tuple(
        (
            str(row["bestand"]),
            str(row["kolom"]),
            (_number(row["leeg_aandeel"]), "aandeel"),
            (_number(row["onbekend_aandeel"]), "aandeel"),
        )
        for row in read_tabel(editie, "veldkwaliteit").to_dict("records")
    )
    fields = (
        Veld("Bestand", "", 16),
        Veld("Veld", "", 28),
        Veld("Leeg", "", 10),
        Veld("Onbekend", "", 10),
    )
    return Blad("Veldkwaliteit", "Welk deel van elk veld leeg of onbekend is", fields, rows)


def _definitions(settings: Settings) -> Blad:
    fields = (
        Veld("Cijfer", "", 34),
        Veld("Vraag", "", 60),
        Veld("Boven de streep", "", 60),
        Veld("Onder de streep", "", 60),
        Veld("Eenheid", "", 30),
        Veld("Richting", "", 24),
        Veld("Waarom", "", 60),
        Veld("Bron", "", 60),
        Veld("Opmerking", "", 60),
        Veld("Beheerder", "", 28),
    )
    rows = tuple(
        (
            *(item.naam, item.vraag, item.teller_tekst, item.noemer_tekst, item.eenheid),
            *(item.richting.value, item.waarom, item.bron, item.opmerking, item.beheerder),
        )
        for item in (fill_texts(known, settings) for known in INDICATORS)
    )
    return Blad("Definities", "Wat elk cijfer betekent", fields, rows)


def _nulmeting(editie: Editie) -> Blad:
    fields = (
        Veld("Cijfer", "", 40),
        Veld("Getoond", "", 20),
        Veld("Vastgelegd op", "", 22),
        Veld("Ongewijzigd", "", 28),
    )
    rows = tuple(
        (item.naam, *nulmeting_words(read_nulmeting(editie, item.slug))) for item in INDICATORS
    )
    return Blad("Nulmeting", "Stand van de nulmeting per cijfer", fields, rows)
