"""The budget of the proeftuin on screen: lines, forecast in words, and the picture over time."""

from html import escape

import streamlit as st

from proeftuin.charts.kosten import budget_chart
from proeftuin.results.budget import (
    VERPLICHT_TEKST,
    VERWACHTING_TEKST,
    BudgetRegel,
    accumulate_budget,
    summarise_budget,
    time_elapsed,
    years,
)
from proeftuin.results.editie import read_tabel
from proeftuin.sentences.budget import budget_sentence, show_euro
from proeftuin.sentences.numbers import show_date, show_number
from proeftuin.ui.shell import Context, chart_of, note, pick, sentence, show_chart
from proeftuin.ui.tables import Inhoud, Kolom, bar_cell, section, show_rows

_KOLOMMEN = (
    Kolom("Post", is_tekst=True),
    Kolom("Begroot"),
    Kolom("Verplicht"),
    Kolom("Gerealiseerd"),
    Kolom("Rest"),
    Kolom("Uitputting"),
    Kolom("Verwacht einde jaar"),
)


def show_budget(context: Context) -> None:
    """Table per line for a year or all years, the running totals, and how the forecast is made."""
    budget, editie = read_tabel(context.editie, "budget"), context.editie
    planned = years(budget)
    if not planned:
        section("Budget", anker="budget")
        note("Niet geleverd: er zijn geen uitgaven en er is geen begroting.")
        return
    span = f"{planned[0]}–{planned[-1]}" if len(planned) > 1 else str(planned[0])
    section(f"Budget {span}", f"Dekking: {context.settings.budget.dekking}.", "budget")
    whole = summarise_budget(budget, editie.datastand)[-1]
    if "uitgave" not in editie.geleverd:
        note(f"Begroot: {show_euro(whole.begroot_eur)}. Wat is besteed, is niet geleverd.")
        return
    sentence(budget_sentence(whole, time_elapsed(budget, editie.datastand)))
    stand = editie.datastand
    spec = chart_of(
        context, ("budget",), lambda: budget_chart(accumulate_budget(budget, stand), stand)
    )
    alt = (
        f"Lijngrafiek van het budget {span}: begroot {show_euro(whole.begroot_eur)}, besteed "
        f"{show_euro(whole.gerealiseerd_eur)} tot en met {show_date(editie.datastand)}."
    )
    show_chart(spec, alt, "budget")
    note(
        "De begroting is hier gelijk over de maanden van een jaar verdeeld. Zo is te zien of het "
        "geld sneller of langzamer gaat dan de tijd."
    )
    columns = st.columns([1, 3])
    with columns[0]:
        choices = [f"{span} samen", *map(str, planned)] if len(planned) > 1 else [span]
        chosen = pick("Jaar", choices, "jaar")
    year = int(chosen) if chosen.isdigit() else None
    lines = summarise_budget(budget, editie.datastand, year)
    show_rows(
        _KOLOMMEN,
        [_row(line) for line in lines],
        onderschrift=f"Budget {chosen}, stand {show_date(editie.datastand)}",
        totaal=True,
        stapel=True,
    )
    note(VERPLICHT_TEKST)
    with st.expander("Hoe is de verwachting berekend?"):
        st.html(f'<p class="noot">{escape(VERWACHTING_TEKST)}</p>')


def _row(line: BudgetRegel) -> list[Inhoud]:
    part = line.uitputting
    return [
        line.post,
        show_euro(line.begroot_eur),
        show_euro(line.verplicht_eur),
        show_euro(line.gerealiseerd_eur),
        show_euro(line.rest_eur),
        bar_cell(part, f"{show_number(100 * part)}%") if part is not None else "–",
        show_euro(line.verwachting_eur) if line.verwachting_eur is not None else "–",
    ]
