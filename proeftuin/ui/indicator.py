"""The body of an indicator page: sentence, lines by quarter, numbers, table, downloads."""

from dataclasses import dataclass
from datetime import date

import streamlit as st

from proeftuin.charts.lines import alt_text, line_chart
from proeftuin.charts.style import Spec
from proeftuin.indicators import INDICATOR, Indicator
from proeftuin.results.compare import Comparison, needs_average_quarter, read_window
from proeftuin.results.editie import select
from proeftuin.sentences.indicator import page_sentence, short_sentence, state_notes
from proeftuin.sentences.numbers import (
    Figure,
    is_share,
    show_difference,
    show_figure,
    show_margin,
    show_period,
    show_quarter,
)
from proeftuin.sentences.tables import quarter_table
from proeftuin.settings.model import KWARTAAL
from proeftuin.ui.gesprek.marks import marks_of, show_mark_list
from proeftuin.ui.gesprek.tafel import visible_duidingen
from proeftuin.ui.nulmeting import show_nulmeting
from proeftuin.ui.parts import (
    Number,
    show_copy_link,
    show_downloads,
    show_events,
    show_folded,
    show_numbers,
    show_states,
    table_html,
)
from proeftuin.ui.rows import compare_slug
from proeftuin.ui.shell import (
    Context,
    chart_of,
    cijfers,
    note,
    pick_wijk,
    sentence,
    show_chart,
    switch,
    text_html,
)
from proeftuin.ui.voor_na import show_before_after


@dataclass(frozen=True)
class Selectie:
    """What the reader chose at the top of a page, all of it in the address.

    voor_na: nulmeting beside effectjaar with the verdict, instead of the lines by quarter.
    """

    wijk: str
    onzekerheid: bool
    tabel: bool
    voor_na: bool = False


def choose(context: Context, *, met_voor_na: bool = True) -> Selectie:
    """The selection line of a page; met_voor_na: with the switch to the years."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom", key="keuze"):
        wijk = pick_wijk(context)
        voor_na = switch("Voor en na vergelijken", "voor_na") if met_voor_na else False
        onzekerheid = switch("Onzekerheid tonen", "onzekerheid")
        tabel = switch("Tabellen tonen", "tabel")
        show_copy_link()
    return Selectie(wijk, onzekerheid, tabel, voor_na)


def show_main(context: Context, slug: str, keuze: Selectie) -> Comparison:
    """The main indicator of a page, large; returns its comparison for the page to build on."""
    comparison = compare_slug(context, slug, keuze.wijk)
    if keuze.voor_na:
        show_before_after(context, slug, keuze.wijk, tabel=keuze.tabel)
    else:
        _show_quarters(context, slug, keuze, comparison)
    return comparison


def _show_quarters(context: Context, slug: str, keuze: Selectie, comparison: Comparison) -> None:
    published, onzekerheid = cijfers(context, slug), keuze.onzekerheid
    text = page_sentence(comparison, context.settings)
    sentence(text)
    for line in state_notes(comparison):
        note(line)
    show_lines(context, slug, keuze.wijk, text, onzekerheid=onzekerheid)
    show_events(context, published)
    if onzekerheid:
        note(
            "De band is de marge door toeval binnen een wijk (95%). Zij zegt niets over het effect "
            "van de proeftuin."
        )
    show_numbers(numbers_of(context, comparison))
    show_states(context, published)
    show_nulmeting(context, (slug,))
    if needs_average_quarter(comparison.indicator):
        note(_year_text(context, comparison))
    _show_take_along(context, slug, keuze)


def show_small(
    context: Context, slug: str, keuze: Selectie, *, toelichting: str = ""
) -> Comparison:
    """A companion indicator, smaller: heading, question, sentence, lines, table, downloads."""
    indicator = INDICATOR[slug]
    comparison = compare_slug(context, slug, keuze.wijk)
    st.header(indicator.naam, anchor=False)
    note(f"{indicator.vraag} {indicator.richting.value.capitalize()}.")
    if keuze.voor_na:
        show_before_after(context, slug, keuze.wijk, tabel=keuze.tabel, hoogte=300)
        return comparison
    text = short_sentence(comparison, context.settings)
    show_lines(context, slug, keuze.wijk, text, onzekerheid=keuze.onzekerheid, hoogte=280)
    st.html(f'<p class="bij">{text_html(text)}</p>')
    for line in (toelichting, *state_notes(comparison)):
        if line:
            note(line)
    show_nulmeting(context, (slug,))
    _show_take_along(context, slug, keuze)
    return comparison


def _year_text(context: Context, comparison: Comparison) -> str:
    """The year value, where a quarter is compared with a quarter."""
    indicator = comparison.indicator
    year = read_window(cijfers(context, indicator.slug), comparison.wijk, "nulmeting")
    naam = context.settings.wijk_naam(comparison.wijk)
    return (
        f"Over het hele jaar is de nulmeting van {naam} {show_figure(indicator, year)}. "
        "Een jaar telt meer mensen dan een kwartaal; daarom vergelijken we een kwartaal met een "
        "gemiddeld kwartaal."
    )


def _lines_spec(
    context: Context,
    slug: str,
    wijk: str,
    onzekerheid: bool,
    hoogte: int,
    duidingen: tuple[tuple[date, str], ...] = (),
) -> Spec:
    published = cijfers(context, slug)
    return chart_of(
        context,
        ("lijnen", slug, wijk, onzekerheid, hoogte, duidingen),
        lambda: line_chart(
            published,
            context.settings,
            INDICATOR[slug],
            wijk=wijk,
            onzekerheid=onzekerheid,
            hoogte=hoogte,
            duidingen=duidingen,
        ),
    )


def show_lines(
    context: Context,
    slug: str,
    wijk: str,
    text: str,
    *,
    onzekerheid: bool = False,
    hoogte: int = 400,
) -> None:
    """All wijken by quarter; text is the sentence a screen reader gets."""
    duidingen = marks_of(visible_duidingen(context, slug, wijk))
    spec = _lines_spec(context, slug, wijk, onzekerheid, hoogte, duidingen)
    alt = alt_text(cijfers(context, slug), context.settings, INDICATOR[slug], wijk, text)
    show_chart(spec, alt, slug)
    show_mark_list(context, slug, wijk, duidingen)


def _show_take_along(context: Context, slug: str, keuze: Selectie) -> None:
    indicator, published = INDICATOR[slug], cijfers(context, slug)
    shown = select(published, venster=KWARTAAL, vanaf=context.settings.perioden.grafiek_vanaf)
    spec = _lines_spec(context, slug, keuze.wijk, keuze.onzekerheid, 400)
    with st.container(gap="xxsmall"):
        show_folded(_quarter_table_html(context.sleutel, slug, context), is_open=keuze.tabel)
        show_downloads(context, slug, f"{indicator.naam} per kwartaal", shown, spec)


@st.cache_resource(show_spinner=False, max_entries=256)
def _quarter_table_html(sleutel: tuple[str, ...], slug: str, _context: Context) -> str:
    return table_html(quarter_table(cijfers(_context, slug), _context.settings, INDICATOR[slug]))


def numbers_of(context: Context, comparison: Comparison) -> list[Number]:
    """Now, nulmeting, other wijken, and the difference between the two changes."""
    indicator, settings = comparison.indicator, context.settings
    pilot, overige = comparison.pilot, comparison.overige
    naam = settings.wijk_naam(comparison.wijk)
    before = "gemiddeld kwartaal" if needs_average_quarter(indicator) else "het hele jaar"
    window = show_period(*settings.vensters.nulmeting)
    when = show_quarter(pilot.now.tot) if pilot.now else ""
    numbers = [
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
    if indicator.slug == "trajectduur":
        horizon = settings.perioden.horizon_trajectduur_dagen
        before_half = _half(pilot.nulmeting, horizon)
        numbers.insert(
            2,
            Number("De helft is gestopt na", _half(pilot.now, horizon), f"nulmeting {before_half}"),
        )
    return numbers


def _half(figure: Figure | None, horizon: int) -> str:
    """The median in days; '> 730 dagen' when half was not reached within the horizon."""
    if figure is None or figure.waarde is None:
        return "–"
    if figure.mediaan is None:
        return f"> {horizon} dagen"
    return f"{figure.mediaan:.0f} dagen"


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
