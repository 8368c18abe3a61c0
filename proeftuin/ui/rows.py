"""Rows to compare downwards: now, nulmeting, other wijken, three years of all wijken, one sentence.

Rows, not cards; each row is one link. Used on the overview and on the page about flows.
"""

import streamlit as st
from markupsafe import Markup

from proeftuin.charts import sparkline
from proeftuin.indicators import INDICATOR
from proeftuin.results import Comparison, compare_with_nulmeting
from proeftuin.sentences import row_sentence, show_figure, show_now, show_quarter, state_notes
from proeftuin.ui.opmaak import html
from proeftuin.ui.shell import Context, cijfers, once


def show_comparison_rows(
    context: Context, comparisons: list[Comparison], links: dict[str, str]
) -> None:
    """The rows of these comparisons; links: slug -> address of the row."""
    shown = tuple((item.indicator.slug, item.wijk) for item in comparisons)
    sleutel = ("rijen", shown, tuple(links.values()))
    st.html(once(context, sleutel, lambda: _rows_html(context, comparisons, links)))


def compare_slug(context: Context, slug: str, wijk: str) -> Comparison:
    """The comparison of one indicator, kept per edition, audience, configuration and wijk."""

    def compare() -> Comparison:
        return compare_with_nulmeting(
            cijfers(context, slug), context.settings, INDICATOR[slug], wijk
        )

    return once(context, ("vergelijking", slug, wijk), compare)


def _rows_html(context: Context, comparisons: list[Comparison], links: dict[str, str]) -> Markup:
    naam = context.settings.wijk_naam(comparisons[0].wijk)
    return html(
        '<div class="rijen-kop" aria-hidden="true">{% for kop in koppen %}<span>{{ kop }}</span>'
        '{% endfor %}</div><ul class="rijen" style="margin:0;padding:0">'
        "{% for rij in rijen %}{{ rij }}{% endfor %}</ul>",
        koppen=("", f"{naam} nu", f"Nulmeting {naam}", "Andere wijken", "Afgelopen 3 jaar"),
        rijen=[_row_html(context, item, links[item.indicator.slug]) for item in comparisons],
    )


def _row_html(context: Context, comparison: Comparison, link: str) -> Markup:
    indicator, settings = comparison.indicator, context.settings
    pilot, overige = comparison.pilot, comparison.overige
    naam = settings.wijk_naam(comparison.wijk)
    spark = sparkline(cijfers(context, indicator.slug), settings, indicator, comparison.wijk)
    when = show_quarter(pilot.now.tot) if pilot.now else ""
    other_when = show_quarter(overige.now.tot) if overige.now else ""
    if overige.now and overige.nulmeting:
        other_when += f", nulmeting {show_figure(indicator, overige.nulmeting, unit=False)}"
    is_late = comparison.latest is not None and comparison.latest.is_voorlopig
    notes = "" if is_late else " ".join(state_notes(comparison))
    return html(
        '<li><a class="rij" href="{{ link }}" data-pagina><span class="naam">{{ naam }}'
        '<small>{{ richting }}</small></span><span class="vonkvak">{{ vonk }}</span>'
        "{% for naam, waarde, onder, klasse in cellen %}"
        '<span class="cel {{ klasse }}"><span class="cel-naam">{{ naam }}</span><b>{{ waarde }}</b>'
        '<small>{{ onder }}</small></span>{% endfor %}<span class="uitleg">{{ zin }} '
        '<span class="noot">{{ noten }}</span></span>'
        '<span class="bekijk" aria-hidden="true">bekijk\u00a0→</span></a></li>',
        link=link,
        naam=indicator.naam,
        richting=indicator.richting.value,
        vonk=spark,
        cellen=(
            (f"{naam} nu", show_now(indicator, pilot.now), when, "nu"),
            (
                f"Nulmeting {naam}",
                show_figure(indicator, pilot.nulmeting),
                "gemiddeld kwartaal",
                "",
            ),
            ("Andere wijken", show_now(indicator, overige.now), other_when, ""),
        ),
        zin=row_sentence(comparison),
        noten=notes,
    )
