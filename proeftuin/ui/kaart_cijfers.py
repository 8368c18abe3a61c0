"""The figures beside and under the map: one wijk in words, all wijken as a table."""

from html import escape

import streamlit as st

from proeftuin.disclosure.published import Published
from proeftuin.indicators import Indicator
from proeftuin.maps.cells import Keuze, read_before, read_choice
from proeftuin.results.compare import Change, describe_change
from proeftuin.sentences.indicator import change_word
from proeftuin.sentences.numbers import (
    AFGESCHERMD,
    NIET_GELEVERD,
    NOG_NIET_RIJP,
    Figure,
    say_hidden,
    say_unripe,
    show_difference,
    show_figure,
    show_margin,
    show_number,
    show_period,
)
from proeftuin.settings.model import GEMEENTE, OVERIGE, Settings
from proeftuin.ui.shell import Context, sentence
from proeftuin.ui.tables import Inhoud, Kolom, figure_cell, show_rows


def read_change(
    published: Published, settings: Settings, indicator: Indicator, keuze: Keuze, wijk: str
) -> Change:
    """The chosen window of a wijk against what it is compared with in the nulmeting."""
    return describe_change(
        indicator,
        read_choice(published, wijk, keuze),
        read_before(published, settings, indicator, keuze, wijk),
    )


def period_name(context: Context, keuze: Keuze) -> str:
    """'2023 K3', or '2022 K4 tot en met 2023 K3' for a named window."""
    if keuze.tot is not None:
        return show_period(keuze.tot.replace(day=1), keuze.tot)
    return show_period(*context.editie.vensters[keuze.venster])


def show_wijk(
    context: Context, published: Published, indicator: Indicator, keuze: Keuze, wijk: str
) -> None:
    """The chosen wijk: a sentence and its figures."""
    settings = context.settings
    change = read_change(published, settings, indicator, keuze, wijk)
    others = read_change(published, settings, indicator, keuze, OVERIGE)
    city = read_choice(published, GEMEENTE, keuze)
    naam = settings.wijk_naam(wijk)
    sentence(wijk_sentence(indicator, naam, change, others, keuze))
    facts = [
        (f"{naam}, {period_name(context, keuze)}", show_figure(indicator, change.now), True),
        ("Marge door toeval", show_margin(indicator, change.now) or "–", False),
    ]
    if keuze.venster != "nulmeting":
        facts.append(("Nulmeting", show_figure(indicator, change.nulmeting), False))
        facts.append(("Verschil met de nulmeting", show_gap(indicator, change), False))
    facts.append(("Andere wijken", show_figure(indicator, others.now), False))
    facts.append((settings.gemeente.naam, show_figure(indicator, city), False))
    is_pilot = wijk in settings.pilot.wijken
    rows = "".join(
        f"<div{' class=pilot' if first and is_pilot else ''}><dt>{escape(name)}</dt>"
        f"<dd>{escape(value)}</dd></div>"
        for name, value, first in facts
    )
    st.html(f'<dl class="feiten">{rows}</dl>')


def show_gap(indicator: Indicator, change: Change) -> str:
    """The difference with its sign, or a dash."""
    return show_difference(indicator, change.verschil) if change.verschil is not None else "–"


def wijk_sentence(
    indicator: Indicator, naam: str, change: Change, others: Change, keuze: Keuze
) -> str:
    """What the map says of one wijk, in one or two sentences."""
    figure = change.now
    if figure is None or figure.waarde is None:
        return _without_value(indicator, naam, figure)
    text = f"{indicator.naam} in {naam}: {show_figure(indicator, figure)}."
    if keuze.venster in ("nulmeting", "placebojaar"):
        return text
    if change.woord is None:
        return f"{text} Een vergelijking met de nulmeting is hier niet mogelijk."
    text += f" Dat is {_than(indicator, change)} de nulmeting ({show_gap(indicator, change)})."
    if others.woord is not None:
        word = change_word(indicator, others)
        text += f" In de andere wijken: {word} ({show_gap(indicator, others)})."
    return text


def _without_value(indicator: Indicator, naam: str, figure: Figure | None) -> str:
    subject = f"{indicator.naam} in {naam}"
    if figure is None or figure.status == NIET_GELEVERD:
        return f"{subject} is niet geleverd."
    if figure.status == AFGESCHERMD:
        return f"{subject} is {say_hidden(indicator, figure)}."
    if figure.status == NOG_NIET_RIJP:
        return f"{subject} is {say_unripe(figure)}."
    return f"{subject}: er zijn geen gevallen in deze periode."


def _than(indicator: Indicator, change: Change) -> str:
    word = change_word(indicator, change)
    if change.woord != "gelijk":
        return f"{word} dan in"
    return f"{word} als in" if indicator.eenheid == "dagen" else f"{word} aan"


def show_table(context: Context, published: Published, indicator: Indicator, keuze: Keuze) -> None:
    """Every wijk, the other wijken together and the gemeente: the map as a table."""
    settings = context.settings
    wijken = (*settings.wijk_ids, OVERIGE, GEMEENTE)
    has_before = keuze.venster not in ("nulmeting", "placebojaar")
    period = period_name(context, keuze)
    kolommen = [Kolom("Wijk", True), Kolom(period if keuze.tot else keuze.venster.capitalize())]
    kolommen += [Kolom("Nulmeting"), Kolom("Verschil")] if has_before else []
    kolommen += [Kolom("Marge door toeval"), Kolom("Teller"), Kolom("Noemer")]
    rows = []
    for wijk in wijken:
        change = read_change(published, settings, indicator, keuze, wijk)
        row: list[Inhoud] = [
            settings.wijk_naam(wijk),
            figure_cell(indicator, change.now),
        ]
        if has_before:
            row += [figure_cell(indicator, change.nulmeting), show_gap(indicator, change)]
        row.append(show_margin(indicator, change.now) or "–")
        rows.append([*row, _count(change.now, "teller"), _count(change.now, "noemer")])
    pilots = [place for place, wijk in enumerate(wijken) if wijk in settings.pilot.wijken]
    show_rows(kolommen, rows, onderschrift=f"{indicator.naam}, {period}", pilot_rows=pilots)


def _count(figure: Figure | None, field: str) -> str:
    value = getattr(figure, field) if figure else None
    return show_number(value) if value is not None else "–"
