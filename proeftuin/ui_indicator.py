"""The body of an indicator page: sentence, lines, numbers, split, table, downloads, definition."""

import streamlit as st

from proeftuin.charts import alt_text, line_chart
from proeftuin.charts_split import Bar, category_chart, read_bars
from proeftuin.indicators import INDICATOR, Indicator
from proeftuin.results import select
from proeftuin.sentences import (
    Figure,
    is_share,
    show_difference,
    show_figure,
    show_margin,
    show_period,
    show_quarter,
)
from proeftuin.sentences_compare import Comparison, compare, needs_average_quarter
from proeftuin.sentences_tables import (
    INDELING_NAAM,
    Cell,
    Table,
    cell_of,
    quarter_table,
)
from proeftuin.sentences_text import page_sentence, state_notes
from proeftuin.settings import KWARTAAL
from proeftuin.ui import (
    Context,
    chart_of,
    cijfers,
    note,
    pick,
    pick_wijk,
    sentence,
    show_chart,
    switch,
)
from proeftuin.ui_parts import (
    Number,
    show_downloads,
    show_events,
    show_folded_table,
    show_numbers,
    show_states,
)


def choose(context: Context) -> tuple[str, bool, bool]:
    """The selection line of a page: (wijk, onzekerheid tonen, tabellen tonen), all in the URL."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom", key="keuze"):
        wijk = pick_wijk(context)
        onzekerheid = switch("Onzekerheid tonen", "onzekerheid")
        tabel = switch("Tabellen tonen", "tabel")
    return wijk, onzekerheid, tabel


def show_main(context: Context, slug: str, wijk: str, onzekerheid: bool, tabel: bool) -> Comparison:
    """The main indicator of a page, large; returns its comparison for the page to build on."""
    indicator, published = INDICATOR[slug], cijfers(context, slug)
    comparison = compare(published, context.settings, indicator, wijk)
    text = page_sentence(comparison, context.settings)
    sentence(text)
    for line in state_notes(comparison):
        note(line)
    _show_lines(context, slug, wijk, text, onzekerheid, 400)
    show_events(context, published)
    show_numbers(numbers_of(context, comparison))
    show_states(published)
    _show_take_along(context, slug, wijk, onzekerheid, tabel)
    return comparison


def show_small(
    context: Context,
    slug: str,
    wijk: str,
    onzekerheid: bool,
    tabel: bool,
    *,
    toelichting: str = "",
) -> Comparison:
    """A companion indicator, smaller: heading, question, sentence, lines, table, downloads."""
    indicator, published = INDICATOR[slug], cijfers(context, slug)
    comparison = compare(published, context.settings, indicator, wijk)
    text = page_sentence(comparison, context.settings)
    st.header(indicator.naam, anchor=False)
    note(f"{indicator.vraag} {indicator.richting.value.capitalize()}.")
    if toelichting:
        note(toelichting)
    sentence(text)
    _show_lines(context, slug, wijk, text, onzekerheid, 280)
    _show_take_along(context, slug, wijk, onzekerheid, tabel)
    return comparison


def _lines_spec(context: Context, slug: str, wijk: str, onzekerheid: bool, hoogte: int) -> dict:  # type: ignore[type-arg]
    published = cijfers(context, slug)
    return chart_of(
        context,
        ("lijnen", slug, wijk, onzekerheid, hoogte),
        lambda: line_chart(
            published,
            context.settings,
            INDICATOR[slug],
            wijk=wijk,
            onzekerheid=onzekerheid,
            hoogte=hoogte,
        ),
    )


def _show_lines(
    context: Context, slug: str, wijk: str, text: str, onzekerheid: bool, hoogte: int
) -> None:
    spec = _lines_spec(context, slug, wijk, onzekerheid, hoogte)
    alt = alt_text(cijfers(context, slug), context.settings, INDICATOR[slug], wijk, text)
    show_chart(spec, alt, slug)


def _show_take_along(
    context: Context, slug: str, wijk: str, onzekerheid: bool, tabel: bool
) -> None:
    indicator, published = INDICATOR[slug], cijfers(context, slug)
    show_folded_table(quarter_table(published, context.settings, indicator), is_open=tabel)
    shown = select(published, venster=KWARTAAL, vanaf=context.settings.perioden.grafiek_vanaf)
    spec = _lines_spec(context, slug, wijk, onzekerheid, 400)
    show_downloads(context, slug, f"{indicator.naam} per kwartaal", shown, spec)


def numbers_of(context: Context, comparison: Comparison) -> list[Number]:
    """Now, nulmeting, other wijken, and the difference between the two changes."""
    indicator, settings = comparison.indicator, context.settings
    pilot, overige = comparison.pilot, comparison.overige
    naam = settings.wijk_naam(comparison.wijk)
    before = "gemiddeld kwartaal" if needs_average_quarter(indicator) else "het hele jaar"
    window = show_period(*settings.vensters.nulmeting)
    when = show_quarter(pilot.now.tot) if pilot.now else ""
    return [
        Number(
            f"{naam} nu",
            show_figure(indicator, pilot.now),
            _basis(indicator, pilot.now, when),
            comparison.wijk in settings.pilot.wijken,
        ),
        Number(f"Nulmeting {naam}", show_figure(indicator, pilot.nulmeting), f"{window}, {before}"),
        Number(
            "Andere wijken nu",
            show_figure(indicator, overige.now),
            f"in de nulmeting {show_figure(indicator, overige.nulmeting)}",
        ),
        Number(
            "Verschil in verandering",
            show_difference(indicator, comparison.verschil)
            if comparison.verschil is not None
            else "–",
            _difference_note(comparison, naam),
        ),
    ]


def _basis(indicator: Indicator, figure: Figure | None, when: str) -> str:
    if figure is None:
        return ""
    parts = [when]
    if figure.noemer is not None and is_share(indicator):
        parts.append(f"van {figure.noemer:,.0f}".replace(",", "."))
    margin = show_margin(indicator, figure)
    if margin:
        parts.append(f"marge {margin}")
    return ", ".join(parts)


def _difference_note(comparison: Comparison, naam: str) -> str:
    indicator = comparison.indicator
    if comparison.pilot.verschil is None or comparison.overige.verschil is None:
        return "nog niet te vergelijken"
    own = show_difference(indicator, comparison.pilot.verschil)
    others = show_difference(indicator, comparison.overige.verschil)
    return f"{naam} {own}, andere wijken {others}; beschrijving, geen toets"


def show_split(context: Context, slugs: tuple[str, ...], wijk: str, tabel: bool) -> None:
    """Bars per category for one of these indicators: what, split by and window are in the URL."""
    st.header("Per groep", anchor=False)
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom", key="indeling_"):
        slug = slugs[0]
        if len(slugs) > 1:
            slug = pick("Cijfer", slugs, "cijfer", lambda item: INDICATOR[item].naam)
        options = available_splits(context, slug)
        if not options:
            note("Voor dit cijfer is er geen indeling in groepen.")
            return
        indeling = pick("Indeling", options, "indeling", lambda item: INDELING_NAAM[item])
        venster = pick(
            "Periode", windows(context), "venster", lambda item: _window_name(context, item)
        )
    show_split_of(context, slug, indeling, venster, wijk, tabel)


def available_splits(context: Context, slug: str) -> tuple[str, ...]:
    """The splits of an indicator that this edition holds figures for."""
    return tuple(
        item for item in INDICATOR[slug].indelingen if len(cijfers(context, slug, item)) > 0
    )


def windows(context: Context) -> tuple[str, ...]:
    """Windows a split can be shown for: the years first, then the newest quarter."""
    years = [item for item in ("effectjaar", "nulmeting") if item in context.editie.vensters]
    return (*years, KWARTAAL)


def pick_window(context: Context) -> str:
    """The window of a split, ?venster= in the address."""
    return pick("Periode", windows(context), "venster", lambda item: _window_name(context, item))


def _window_name(context: Context, venster: str) -> str:
    if venster == KWARTAAL:
        return "Laatste bruikbare kwartaal"
    van, tot = context.editie.vensters[venster]
    return f"{venster.capitalize()} ({show_period(van, tot)})"


def show_split_of(
    context: Context, slug: str, indeling: str, venster: str, wijk: str, tabel: bool
) -> None:
    """The bars of one indicator, split and window, with their table and downloads."""
    indicator, published = INDICATOR[slug], cijfers(context, slug, indeling)
    tot = None
    if venster == KWARTAAL:
        whole = compare(cijfers(context, slug), context.settings, indicator, wijk)
        tot = whole.pilot.now.tot if whole.pilot.now else None
    compared = venster == "effectjaar"
    bars = read_bars(published, indeling, wijk, venster, tot, met_nulmeting=compared)
    if not bars:
        note("Er zijn geen cijfers voor deze keuze.")
        return
    spec = chart_of(
        context,
        ("groepen", slug, indeling, venster, wijk),
        lambda: category_chart(bars, context.settings, indicator, wijk),
    )
    when = show_quarter(tot) if tot else _window_name(context, venster)
    titel = f"{indicator.naam} per {INDELING_NAAM[indeling].lower()}, {when}"
    st.subheader(titel, anchor=False)
    if compared:
        note("Het streepje is de nulmeting van de wijk, ook over een heel jaar.")
    show_chart(
        spec, f"Staafgrafiek: {titel}. De cijfers staan in de tabel eronder.", f"{slug}_deel"
    )
    table = split_table(bars, context, indicator, wijk, titel, compared)
    show_folded_table(table, is_open=tabel)
    shown = select(published, venster=venster, tot=tot)
    show_downloads(context, f"{slug}_{indeling}", titel, shown, spec)


def split_table(
    bars: list[Bar],
    context: Context,
    indicator: Indicator,
    wijk: str,
    titel: str,
    met_nulmeting: bool,
) -> Table:
    """The same figures as the bars."""
    naam = context.settings.wijk_naam(wijk)
    head = ["Groep", naam, "Andere wijken", *([f"Nulmeting {naam}"] if met_nulmeting else [])]
    rows = []
    for bar in bars:
        row = [Cell(bar.naam), cell_of(indicator, bar.focus, pilot=True)]
        row.append(cell_of(indicator, bar.overige))
        if met_nulmeting:
            row.append(cell_of(indicator, bar.nulmeting))
        rows.append(tuple(row))
    return Table(titel, tuple(head), tuple(rows))
