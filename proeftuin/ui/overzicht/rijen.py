"""The rows of the overview: one period per row, the same in every row, and each row one link.

Nulmeting and effectjaar with the difference as a dot and a line; before there is an effectjaar the
nulmeting and one quarter. The hoofdcijfer leads, what cannot be judged yet comes last.
"""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from proeftuin.charts import interval_mark, sparkline
from proeftuin.indicators import INDICATOR, KERN, Indicator
from proeftuin.results import Comparison, Uitkomst, read_effect
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
from proeftuin.ui.address import WEGWIJZER, link_html, page_link
from proeftuin.ui.opmaak import html, show_html, text_html
from proeftuin.ui.rows import compare_slug
from proeftuin.ui.shell import Context, cijfers, once


def core_outcomes(context: Context) -> list[Uitkomst]:
    """The outcomes of the rows: the hoofdcijfer, the core, and last what is too early."""
    found = {item.slug: item for item in read_effect(context.editie)}
    slugs = dict.fromkeys([context.settings.evaluatie.primair, *KERN])
    shown = [found[slug] for slug in slugs if slug in found]
    return sorted(shown, key=lambda item: not say_chance(item))


def show_overview_rows(context: Context, wijk: str) -> None:
    """The rows of one pilot wijk."""
    st.html(once(context, ("overzicht", wijk), lambda: _rows_html(context, wijk)))


def _rows_html(context: Context, wijk: str) -> Markup:
    outcomes = core_outcomes(context)
    if context.editie.datastand < first_day_of_verdict(context.settings, context.editie):
        return _quarter_rows(context, [INDICATOR[item.slug] for item in outcomes], wijk)
    others = "Verschil met andere wijken"
    if len(context.settings.pilot.wijken) > 1:
        others = f"Verschil van {pilot_name(context.settings)} met andere wijken"
    reach = max([1.0, *(abs(x) for item in outcomes for x in item.in_mdc or ())])
    rows = [_year_row(context, item, wijk, reach) for item in outcomes]
    return _table(("", "Nulmeting", "Effectjaar", others, "Afgelopen 3 jaar"), rows)


def show_lines_of_overview(lines: Sequence[Punt], vragen: int) -> None:
    """Veranderd, Onzeker and Te bespreken, with the way to the questions (vragen: how many)."""
    show_html(
        '<dl class="drie-regels">{% for naam, tekst in regels %}<div><dt>{{ naam }}</dt>'
        "<dd>{{ tekst }}{% if loop.last %} {{ meer }}{% endif %}</dd></div>{% endfor %}</dl>",
        regels=[(item.naam, text_html(item.tekst)) for item in lines],
        meer=link_html(f"{vragen} vragen", "overzicht", "te-bespreken", WEGWIJZER)
        if vragen > 1
        else "",
    )


def _table(heads: Sequence[str], rows: Sequence[Markup]) -> Markup:
    return html(
        '<div class="rijen-kop overzicht" aria-hidden="true">{% for kop in koppen %}'
        '<span>{{ kop }}</span>{% endfor %}</div><ul class="rijen">'
        "{% for rij in rijen %}{{ rij }}{% endfor %}</ul>",
        koppen=heads,
        rijen=rows,
    )


def _year_row(context: Context, outcome: Uitkomst, wijk: str, reach: float) -> Markup:
    indicator = INDICATOR[outcome.slug]
    own = next((item for item in outcome.wijken if item.wijk == wijk), None)
    said = year_row_sentence(outcome, own, indicator, context.settings.wijk_naam(wijk))
    words = difference_words(outcome)
    if not say_chance(outcome):
        cells = html('<span class="te-vroeg">{{ woorden }}</span>', woorden=words)
        return _row(context, indicator, wijk, said, cells)
    before, after = year_values(own, indicator)
    difference = html(
        '<span class="cel verschil"><span class="cel-naam">Verschil met andere wijken</span>'
        "{{ streep }}<small>{{ woorden }}</small></span>",
        streep=interval_mark(outcome, reach),
        woorden=words,
    )
    cells = _cell("Nulmeting", before) + _cell("Effectjaar", after, "nu") + difference
    return _row(context, indicator, wijk, said, cells)


def _quarter_rows(context: Context, indicators: Sequence[Indicator], wijk: str) -> Markup:
    compared = [compare_slug(context, item.slug, wijk) for item in indicators]
    quarters = [item.pilot.now.tot for item in compared if item.pilot.now]
    tot = max(quarters, default=None)
    when = show_quarter(tot).capitalize() if tot else "Laatste kwartaal"
    name = context.settings.wijk_naam(wijk)

    def row(item: Comparison) -> Markup:
        before = show_figure(item.indicator, item.pilot.nulmeting)
        value = quarter_value(item, tot)
        cells = _cell("Nulmeting", before) + _cell(when, value, "nu") + Markup("<span></span>")
        said = quarter_row_sentence(item, name, tot)
        return _row(context, item.indicator, wijk, said, cells)

    heads = ("", "Nulmeting", when, "", "Afgelopen 3 jaar")
    return _table(heads, list(map(row, compared)))


def _row(context: Context, indicator: Indicator, wijk: str, said: str, cells: Markup) -> Markup:
    """One link: its sentence for a screen reader, and the same to look at."""
    settings = context.settings
    is_primary = indicator.slug == settings.evaluatie.primair
    return html(
        '<li><a class="rij overzicht" href="{{ link }}" data-pagina>'
        '<span class="voorlezen">{{ zin }}</span><span class="zien" aria-hidden="true">'
        '<span class="naam">{{ naam }}<small>{{ onder }}</small></span>{{ cellen }}'
        '<span class="vonkvak">{{ vonk }}</span></span></a></li>',
        link=page_link(indicator.pagina, wijk=wijk),
        zin=said,
        naam=indicator.naam,
        onder=f"{'hoofdcijfer, ' * is_primary}{indicator.richting.value}",
        cellen=cells,
        vonk=sparkline(cijfers(context, indicator.slug), settings, indicator, wijk),
    )


def _cell(label: str, value: str, klasse: str = "") -> Markup:
    return html(
        '<span class="cel {{ klasse }}"><span class="cel-naam">{{ naam }}</span>'
        "<b>{{ waarde }}</b></span>",
        klasse=klasse,
        naam=label,
        waarde=value,
    )
