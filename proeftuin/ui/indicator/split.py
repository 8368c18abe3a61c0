"""'Per groep': bars per category, with the choice of figure, split and window in the address."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import streamlit as st

from proeftuin.charts import Bar, category_chart, read_bars
from proeftuin.indicators import INDICATOR, Indicator, slugs_on
from proeftuin.report import LINKS, Rij, Tabel, Tabelkolom, figure_cell, tabel_html
from proeftuin.results import Published, select
from proeftuin.sentences import (
    INDELING_NAAM,
    NIET_IN_LEVERING,
    row_sentence,
    show_period,
    show_quarter,
)
from proeftuin.ui.address import pick
from proeftuin.ui.indicator import Selectie, pick_selectie, show_others
from proeftuin.ui.parts import beside, show_definition, show_downloads, show_folded
from proeftuin.ui.rows import compare_slug
from proeftuin.ui.shell import (
    Context,
    chart_of,
    cijfers,
    indicator_of,
    note,
    once,
    show_chart,
    show_kept,
    show_title,
)
from proeftuin.vocabulary import EFFECTJAAR, KWARTAAL, NIET_GELEVERD, NULMETING


@contextmanager
def figure_page(context: Context, eigen: tuple[str, ...]) -> Iterator[Selectie]:
    """A page about figures: what they all begin and end with, around what is its own.

    eigen: the figures it shows itself, the one of its question first. Gives what the reader chose.
    """
    indicator = indicator_of(eigen[0])
    show_title(context, indicator.vraag, indicator)
    keuze = pick_selectie(context)
    yield keuze
    slugs = slugs_on(context.slug, eigen)
    show_others(context, eigen, keuze)
    show_split(context, slugs, keuze)
    show_definition(slugs)


def show_split(context: Context, slugs: tuple[str, ...], keuze: Selectie) -> None:
    """Bars per category for one of these indicators: what, split by and window are in the URL."""
    st.header("Per groep", anchor=False)
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom", key="indeling_"):
        slug = slugs[0]
        if len(slugs) > 1:
            names = {item: INDICATOR[item].naam for item in slugs}
            slug = pick("Cijfer", slugs, "cijfer", names.__getitem__, old=[f"{slugs[0]}_cijfer"])
        options = available_splits(context, slug)
        if not options:
            note("Voor dit cijfer is er geen indeling in groepen.")
            return
        indeling = pick(
            "Indeling",
            options,
            "indeling",
            INDELING_NAAM.__getitem__,
            old=[f"{item}_indeling" for item in slugs],
        )
        venster = pick_venster(context)
    show_split_of(context, slug, indeling, venster, keuze)


def available_splits(context: Context, slug: str) -> tuple[str, ...]:
    """The splits of an indicator that this edition holds figures for."""
    return tuple(
        item for item in INDICATOR[slug].indelingen if len(cijfers(context, slug, item)) > 0
    )


def windows(context: Context) -> tuple[str, ...]:
    """Windows a split can be shown for: the years first, then the newest quarter."""
    years = [item for item in (EFFECTJAAR, NULMETING) if item in context.editie.vensters]
    return (*years, KWARTAAL)


def pick_venster(context: Context) -> str:
    """The window of a split, ?periode= in the address."""
    names = _WINDOW_NAME.__getitem__
    return pick("Periode", windows(context), "periode", names, old=["venster"])


_WINDOW_NAME = {
    EFFECTJAAR: "Effectjaar",
    NULMETING: "Nulmeting",
    KWARTAAL: "Laatste bruikbare kwartaal",
}


def _window_period(context: Context, venster: str) -> str:
    """'effectjaar, oktober 2022 tot en met september 2023'."""
    van, tot = context.editie.vensters[venster]
    return f"{_WINDOW_NAME[venster].lower()}, {show_period(van, tot)}"


def show_split_of(
    context: Context,
    slug: str,
    indeling: str,
    venster: str,
    keuze: Selectie,
    *,
    kop: str = "",
) -> None:
    """The bars of one indicator, split and window, with their table and downloads.

    kop: a heading of the page itself instead of the title of the chart.
    """
    indicator, published = INDICATOR[slug], cijfers(context, slug, indeling)
    wijk, tot = keuze.wijk, None
    whole = compare_slug(context, slug, wijk) if venster == KWARTAAL else None
    if whole is not None:
        shown_quarter = whole.pilot.now or whole.ouder or whole.latest
        if shown_quarter is None:
            _show_head(kop)
            note("Er is geen recent cijfer voor deze keuze.")
            return
        tot = shown_quarter.tot
    compared = venster == EFFECTJAAR
    sleutel = ("groepen", slug, indeling, venster, wijk)
    bars = once(
        context,
        ("staven", *sleutel),
        lambda: read_bars(published, indeling, wijk, venster, tot, met_nulmeting=compared),
    )
    if why := why_empty(published, bars):
        _show_head(kop)
        note(why)
        return
    build = partial(category_chart, bars, context.settings, indicator, wijk)
    when = show_quarter(tot) if tot else _window_period(context, venster)
    titel = f"{indicator.naam} per {INDELING_NAAM[indeling].lower()}, {when}"
    shown = partial(select, published, venster=venster, tot=tot)
    with beside(f"kop_{slug}_{indeling}"):
        st.subheader(kop or titel, anchor=False)
        show_downloads(context, f"{slug}_{indeling}", titel, shown, build)
    if whole is not None and whole.pilot.now is None:
        note(row_sentence(whole))

    def draw() -> None:
        if any(bar.streep is not None for bar in bars):
            note("De streep is de nulmeting van de wijk, ook over een heel jaar.")
        spec = chart_of(context, sleutel, build)
        alt = f"Staafgrafiek: {titel}. De cijfers staan in de tabel eronder."
        show_chart(spec, alt, f"{slug}_deel")
        table = split_table(bars, context, indicator, wijk, titel, compared)
        show_folded(tabel_html(table), is_open=keuze.tabel)

    show_kept(context, (*sleutel, keuze.tabel), draw)


def why_empty(published: Published, bars: list[Bar]) -> str:
    """Why there is nothing to draw; '' when there is."""
    states = {figure.status for bar in bars for figure in (bar.focus, bar.overige) if figure}
    if not bars:
        states = set(published.frame["status"])
    if states == {NIET_GELEVERD}:
        return NIET_IN_LEVERING
    return "" if bars else "Er zijn geen cijfers voor deze keuze."


def _show_head(kop: str) -> None:
    if kop:
        st.subheader(kop, anchor=False)


def split_table(
    bars: list[Bar],
    context: Context,
    indicator: Indicator,
    wijk: str,
    titel: str,
    met_nulmeting: bool,
) -> Tabel:
    """The same figures as the bars."""
    naam = context.settings.wijk_naam(wijk)
    heads = [naam, "Andere wijken", *([f"Nulmeting {naam}"] if met_nulmeting else [])]
    rows = []
    for bar in bars:
        row = [figure_cell(indicator, bar.focus, unit=False, is_pilot=True)]
        row.append(figure_cell(indicator, bar.overige, unit=False))
        if met_nulmeting:
            row.append(figure_cell(indicator, bar.nulmeting, unit=False))
        rows.append(Rij((bar.naam, *row)))
    columns = (Tabelkolom("Groep", LINKS), *(Tabelkolom(item) for item in heads))
    return Tabel(titel, columns, tuple(rows))
