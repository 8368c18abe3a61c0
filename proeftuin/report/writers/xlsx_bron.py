"""The sheets behind the figures: money, voorveld, quality, definitions, nulmeting and origin."""

from typing import Any

import pandas as pd

from proeftuin.codelists_doelen import maatstaf_name
from proeftuin.indicators import INDICATOR, INDICATORS
from proeftuin.report.appendix_nulmeting import nulmeting_words
from proeftuin.report.origin import origin_rows
from proeftuin.report.writers.xlsx_rows import Veld, format_name
from proeftuin.report.writers.xlsx_sheets import Blad
from proeftuin.results.editie import Editie, read_nulmeting, read_tabel
from proeftuin.results.effect import read_ontleding, read_signalen
from proeftuin.sentences.effect_deel import FACTOR_NAAM, FACTOR_UITLEG, pilot_name, signal_question
from proeftuin.sentences.numbers import to_date
from proeftuin.settings.model import Settings


def last_sheets(editie: Editie, settings: Settings) -> list[Blad]:
    """Money, voorveld, quality, definitions, nulmeting and origin."""
    sheets = [
        _decomposition(editie, settings),
        _signals(editie, settings),
        _budget(editie),
        _voorveld(editie, settings),
        _quality(editie),
        _definitions(),
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
    names = {"pilot": pilot_name(settings), "overige": "andere wijken"}
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
    return Blad("Ontleding", "Waardoor de kosten per 1000 jeugdigen veranderden", fields, rows)


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


def _definitions() -> Blad:
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
        for item in INDICATORS
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
