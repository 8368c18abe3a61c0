"""The criteria of the budget on screen: what measures each, how it stands, what is not there."""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from proeftuin.indicators import INDICATOR, Indicator
from proeftuin.results import Comparison, has_cijfers
from proeftuin.sentences import ask_for
from proeftuin.settings import Criterium
from proeftuin.ui.address import page_link
from proeftuin.ui.hulp import term_html
from proeftuin.ui.opmaak import html, show_paragraph
from proeftuin.ui.rows import compare_slug, show_comparison_rows
from proeftuin.ui.shell import Context, note
from proeftuin.ui.tables import section
from proeftuin.vocabulary import NIET_GELEVERD

GEEN_CRITERIA = (
    "In de configuratie staan geen criteria van de begroting. Voeg ze toe als [[budget.criterium]]."
)


def show_criteria(context: Context, wijk: str) -> None:
    """Each criterium in the order of the configuration, for one wijk."""
    criteria = context.settings.budget.criterium
    if not criteria:
        note(GEEN_CRITERIA)
    for criterium in criteria:
        section(f"Criterium: {criterium.naam}", criterium.uitleg)
        there = [slug for slug in criterium.indicatoren if has_cijfers(context.editie, slug)]
        compared = [compare_slug(context, slug, wijk) for slug in there]
        delivered = [item for item in compared if not is_missing(item)]
        shown = [item.indicator.slug for item in delivered]
        lacking = [INDICATOR[slug] for slug in criterium.indicatoren if slug not in shown]
        if delivered:
            links = {
                item.indicator.slug: page_link(item.indicator.pagina, wijk=wijk)
                for item in delivered
            }
            show_comparison_rows(context, delivered, links)
            terms = [
                term_html(item.indicator.slug, item.indicator.naam.lower()) for item in delivered
            ]
            text = "Wat telt mee: {{ links|select|join(', ') }}."
            show_paragraph(html(text, links=terms), "noot bediening")
        if missing := _missing_html(criterium, lacking):
            st.html(missing)
    section("De cijfers van dichtbij", "Elk kwartaal van de cijfers die hierboven staan.")


def is_missing(comparison: Comparison) -> bool:
    """Whether the newest quarter of this figure was not delivered, or there is none at all."""
    return comparison.latest is None or comparison.latest.status == NIET_GELEVERD


def _missing_html(criterium: Criterium, missing: Sequence[Indicator]) -> Markup:
    """What is not delivered or not measured, with whom to ask for it; '' when nothing lacks."""
    items = [(item.naam, "niet geleverd", ask_for(item)) for item in missing]
    items += [(item.wat, "niet gemeten", item.vraag) for item in criterium.ontbreekt]
    return html(
        '{% if items %}<dl class="begrip-feiten ontbreekt">{% for wat, toestand, vraag in items %}'
        "<div><dt>{{ toestand }}</dt><dd><b>{{ wat }}.</b> {{ vraag }}</dd></div>{% endfor %}</dl>"
        "{% endif %}",
        items=items,
    )
