"""The rows of the overview: one period per row, the same in every row, and each row one link.

Nulmeting and effectjaar with the difference as a dot and a line; before there is an effectjaar the
nulmeting and one quarter. The hoofdcijfer leads, what cannot be judged yet comes last.
"""

from collections.abc import Sequence
from html import escape

import streamlit as st

from proeftuin.charts import interval_mark, sparkline
from proeftuin.indicators import INDICATOR, KERN, Indicator
from proeftuin.results import Comparison, Uitkomst, WijkWaarden, read_effect
from proeftuin.sentences import (
    Punt,
    difference_words,
    first_day_of_verdict,
    pilot_name,
    quarter_row_sentence,
    quarter_value,
    say_chance,
    show_figure,
    show_quarter,
    year_row_sentence,
    year_values,
)
from proeftuin.ui.address import link_html, page_link
from proeftuin.ui.rows import compare_slug
from proeftuin.ui.shell import Context, cijfers, text_html


def core_outcomes(context: Context) -> list[Uitkomst]:
    """The outcomes of the rows: the hoofdcijfer, the core, and last what is too early."""
    found = {item.slug: item for item in read_effect(context.editie)}
    slugs = dict.fromkeys([context.settings.evaluatie.primair, *KERN])
    shown = [found[slug] for slug in slugs if slug in found]
    return sorted(shown, key=lambda item: not say_chance(item))


def show_overview_rows(context: Context, wijk: str) -> None:
    """The rows of one pilot wijk."""
    st.html(_rows_html(context.sleutel, wijk, context))


@st.cache_resource(show_spinner=False, max_entries=64)
def _rows_html(sleutel: tuple[str, ...], wijk: str, _context: Context) -> str:
    context, outcomes = _context, core_outcomes(_context)
    if context.editie.datastand < first_day_of_verdict(context.settings):
        return _quarter_rows(context, [INDICATOR[item.slug] for item in outcomes], wijk)
    others = "Verschil met andere wijken"
    if len(context.settings.pilot.wijken) > 1:
        others = f"Verschil van {pilot_name(context.settings)} met andere wijken"
    reach = max([1.0, *(abs(x) for item in outcomes for x in item.in_mdc or ())])
    body = "".join(_year_row(context, item, wijk, reach) for item in outcomes)
    return _table(("", "Nulmeting", "Effectjaar", others, "Afgelopen 3 jaar"), body)


def show_lines_of_overview(lines: Sequence[Punt], vragen: int) -> None:
    """Veranderd, Onzeker and Te bespreken, with the way to the questions (vragen: how many)."""
    more = link_html(f"{vragen} vragen", "overzicht", "te-bespreken") if vragen > 1 else ""
    rows = "".join(
        f"<div><dt>{escape(item.naam)}</dt><dd>{text_html(item.tekst)}"
        f"{f' {more}' if item is lines[-1] else ''}</dd></div>"
        for item in lines
    )
    st.html(f'<dl class="drie-regels">{rows}</dl>')


def _table(heads: Sequence[str], body: str) -> str:
    head = "".join(f"<span>{escape(text)}</span>" for text in heads)
    return (
        f'<div class="rijen-kop overzicht" aria-hidden="true">{head}</div>'
        f'<ul class="rijen">{body}</ul>'
    )


def _year_row(context: Context, outcome: Uitkomst, wijk: str, reach: float) -> str:
    indicator = INDICATOR[outcome.slug]
    own = next((item for item in outcome.wijken if item.wijk == wijk), None)
    said = year_row_sentence(outcome, own, indicator, context.settings.wijk_naam(wijk))
    words = escape(difference_words(outcome))
    if not say_chance(outcome):
        return _row(context, indicator, wijk, said, f'<span class="te-vroeg">{words}</span>')
    return _row(context, indicator, wijk, said, _year_cells(outcome, own, words, reach))


def _year_cells(outcome: Uitkomst, own: WijkWaarden | None, words: str, reach: float) -> str:
    before, after = year_values(own, INDICATOR[outcome.slug])
    mark = interval_mark(outcome, reach)
    return (
        f"{_cell('Nulmeting', before)}{_cell('Effectjaar', after, 'nu')}"
        f'<span class="cel verschil"><span class="cel-naam">Verschil met andere wijken</span>'
        f"{mark}<small>{words}</small></span>"
    )


def _quarter_rows(context: Context, indicators: Sequence[Indicator], wijk: str) -> str:
    compared = [compare_slug(context, item.slug, wijk) for item in indicators]
    quarters = [item.pilot.now.tot for item in compared if item.pilot.now]
    tot = max(quarters, default=None)
    when = show_quarter(tot).capitalize() if tot else "Laatste kwartaal"
    name = context.settings.wijk_naam(wijk)

    def row(item: Comparison) -> str:
        before = show_figure(item.indicator, item.pilot.nulmeting)
        value = quarter_value(item, tot)
        cells = f"{_cell('Nulmeting', before)}{_cell(when, value, 'nu')}<span></span>"
        said = quarter_row_sentence(item, name, tot)
        return _row(context, item.indicator, wijk, said, cells)

    heads = ("", "Nulmeting", when, "", "Afgelopen 3 jaar")
    return _table(heads, "".join(map(row, compared)))


def _row(context: Context, indicator: Indicator, wijk: str, said: str, cells: str) -> str:
    """One link: its sentence for a screen reader, and the same to look at."""
    settings = context.settings
    link = page_link(indicator.pagina, wijk=wijk)
    spark = sparkline(cijfers(context, indicator.slug), settings, indicator, wijk)
    is_primary = indicator.slug == settings.evaluatie.primair
    small = f"{'hoofdcijfer, ' * is_primary}{indicator.richting.value}"
    return (
        f'<li><a class="rij overzicht" href="{escape(link)}" data-pagina>'
        f'<span class="voorlezen">{escape(said)}</span><span class="zien" aria-hidden="true">'
        f'<span class="naam">{escape(indicator.naam)}<small>{escape(small)}</small></span>'
        f'{cells}<span class="vonkvak">{spark}</span></span></a></li>'
    )


def _cell(label: str, value: str, klasse: str = "") -> str:
    return (
        f'<span class="cel {klasse}"><span class="cel-naam">{escape(label)}</span>'
        f"<b>{escape(value)}</b></span>"
    )
