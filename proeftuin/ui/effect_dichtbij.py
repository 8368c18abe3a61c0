"""One promised indicator from close by: the lines of all wijken, the checks, the years."""

from collections.abc import Sequence

import streamlit as st

from proeftuin.indicators import INDICATOR
from proeftuin.sentences.effect_deel import short_effect_sentence
from proeftuin.ui.effect import Belofte, checks_html
from proeftuin.ui.indicator import show_lines
from proeftuin.ui.parts import show_events, show_folded, show_states, table_html
from proeftuin.ui.shell import Context, cijfers, note, pick, text_html
from proeftuin.ui.voor_na import missing_wijken, wijk_table


def show_close(context: Context, promised: Sequence[Belofte]) -> None:
    """The chosen indicator (?cijfer= in the address), the primary one unless chosen otherwise."""
    if not promised:
        return
    st.header("Van dichtbij", anchor="van-dichtbij")
    ordered = sorted(promised, key=lambda item: not item.uitkomst.is_primair)
    outcomes = {item.uitkomst.slug: item.uitkomst for item in ordered}
    slug = pick("Cijfer", tuple(outcomes), "cijfer", lambda item: INDICATOR[item].naam)
    outcome, settings, indicator = outcomes[slug], context.settings, INDICATOR[slug]
    text = short_effect_sentence(outcome, indicator, settings)
    st.html(f'<p class="bij">{text_html(text)}</p>')
    show_lines(context, slug, settings.pilot.wijken[0], text, hoogte=340)
    published = cijfers(context, slug)
    show_events(context, published)
    show_states(context, published)
    if checks := checks_html(context, outcome):
        st.html(checks)
    for line in missing_wijken(outcome, settings):
        note(line)
    show_folded(
        table_html(wijk_table(outcome, indicator, settings)),
        titel="De wijken per jaar als tabel",
    )
