"""'Voor en na vergelijken': nulmeting beside effectjaar for all wijken, with the same verdict."""

import streamlit as st

from proeftuin.charts.slope import slope_chart, usable_wijken
from proeftuin.indicators import INDICATOR, Indicator
from proeftuin.results.editie import select
from proeftuin.results.effect import Uitkomst, WijkWaarden, find_uitkomst
from proeftuin.sentences.effect_deel import KANS_UITLEG, effect_sentence, pilot_name
from proeftuin.sentences.indicator import join_words
from proeftuin.sentences.numbers import STATUS_TEKST, show_bare, show_difference, show_period
from proeftuin.sentences.tables import Cell, Table
from proeftuin.settings.model import Settings
from proeftuin.ui.nulmeting import show_nulmeting
from proeftuin.ui.parts import show_downloads, show_folded, table_html
from proeftuin.ui.shell import Context, chart_of, cijfers, note, sentence, show_chart, text_html

_JAREN = ("placebojaar", "nulmeting", "effectjaar")
_GROOT = 360  # from this height the sentence is that of the page, below it that of a small chart


def show_before_after(
    context: Context, slug: str, wijk: str, *, tabel: bool, hoogte: int = 400
) -> None:
    """The verdict, the slopes of all wijken, the same figures as a table, and downloads."""
    settings, indicator = context.settings, INDICATOR[slug]
    outcome = find_uitkomst(context.editie, slug)
    text = effect_sentence(outcome, indicator, settings)
    if hoogte >= _GROOT:
        sentence(text)
    else:
        st.html(f'<p class="bij">{text_html(text)}</p>')
    spec = None
    if usable_wijken(outcome):
        spec = chart_of(
            context,
            ("voor_na", slug, wijk, hoogte),
            lambda: slope_chart(outcome, settings, indicator, wijk=wijk, hoogte=hoogte),
        )
        show_chart(spec, alt_text(indicator, text), f"{slug}_voor_na")
    for line in explain(context, outcome, wijk, is_main=hoogte >= _GROOT):
        note(line)
    show_nulmeting(context, (slug,))
    titel = f"{indicator.naam}, nulmeting en effectjaar"
    with st.container(gap="xxsmall"):
        show_folded(table_html(wijk_table(outcome, indicator, settings)), is_open=tabel)
        shown = select(cijfers(context, slug), _JAREN, settings.wijk_ids)
        show_downloads(context, f"{slug}_voor_na", titel, shown, spec)


def alt_text(indicator: Indicator, text: str) -> str:
    """What a screen reader says of the slopes."""
    return (
        f"Lijngrafiek van {indicator.naam.lower()} per wijk, van nulmeting naar effectjaar. "
        f"{text} De cijfers staan in de tabel eronder."
    )


def explain(context: Context, outcome: Uitkomst, wijk: str, *, is_main: bool) -> list[str]:
    """Which years these are, which wijken are missing, and what the limits mean."""
    settings = context.settings
    lines = []
    if is_main:
        nulmeting, effectjaar = settings.vensters.nulmeting, settings.vensters.effectjaar
        lines.append(
            f"Nulmeting: {show_period(*nulmeting)}. Effectjaar: {show_period(*effectjaar)}. Elk "
            "jaar is over het hele jaar gemeten, dus een cijfer kan anders zijn dan per kwartaal."
        )
        if wijk not in settings.pilot.wijken:
            lines.append(
                f"Het oordeel gaat altijd over {pilot_name(settings)}. "
                f"{settings.wijk_naam(wijk)} is zwart getekend."
            )
    lines += missing_wijken(outcome, settings)
    if is_main and outcome.onder is not None:
        lines.append(KANS_UITLEG)
    return lines


def missing_wijken(outcome: Uitkomst, settings: Settings) -> list[str]:
    """'Niet te vergelijken: Zuid (nog niet rijp).'; nothing when every wijk is drawn."""
    shown = {item.wijk for item in usable_wijken(outcome)}
    missing: dict[str, list[str]] = {}
    for item in outcome.wijken:
        if item.wijk not in shown:
            state = STATUS_TEKST.get(item.status) or "geen waarde"
            missing.setdefault(state, []).append(settings.wijk_naam(item.wijk))
    parts = [f"{join_words(names)} ({state})" for state, names in missing.items()]
    return [f"Niet te vergelijken: {'; '.join(parts)}."] if parts else []


def wijk_table(outcome: Uitkomst, indicator: Indicator, settings: Settings) -> Table:
    """Every wijk with its years and its change, the pilot first."""
    has_placebo = settings.vensters.placebojaar is not None
    years = [*(["placebojaar"] if has_placebo else []), "nulmeting", "effectjaar"]
    order = sorted(outcome.wijken, key=lambda item: not item.is_pilot)
    rows = []
    for item in order:
        change = "–" if item.d is None else show_difference(indicator, item.d)
        klasse = "pilot" if item.is_pilot else ""
        cells = [_year_cell(item, year, indicator) for year in years]
        rows.append((Cell(settings.wijk_naam(item.wijk)), *cells, Cell(change, klasse)))
    heads = ("Wijk", *(year.capitalize() for year in years), "Verandering")
    return Table(f"{indicator.naam} per wijk en jaar, {indicator.eenheid}", heads, tuple(rows))


def _year_cell(item: WijkWaarden, year: str, indicator: Indicator) -> Cell:
    value, status = getattr(item, year), getattr(item, f"status_{year}")
    klasse = {"afgeschermd": "arcering", "niet_geleverd": "leeg"}.get(status, "")
    if value is None:
        return Cell(STATUS_TEKST.get(status) or "–", klasse or "grijs")
    text = show_bare(indicator, value)
    if status == "te_klein":
        return Cell(f"({text})")
    if status != "ok":
        return Cell(f"{text} {STATUS_TEKST.get(status, '')}", "grijs")
    return Cell(text, "pilot" if item.is_pilot else "")
