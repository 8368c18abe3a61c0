"""Do the costs weigh up: the change taken apart, the estimate per casus, and what would pay."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from proeftuin.charts.kosten import show_euro
from proeftuin.charts.waterfall import waterfall_chart, waterfall_reach
from proeftuin.indicators import INDICATOR
from proeftuin.results.budget import spent_between
from proeftuin.results.compare import read_window
from proeftuin.results.editie import read_tabel
from proeftuin.results.effect import PILOT, TOTAAL, Factor, find_uitkomst, read_ontleding
from proeftuin.sentences.effect_deel import (
    FACTOR_NAAM,
    FACTOR_UITLEG,
    break_even,
    ontleding_sentence,
    pilot_name,
)
from proeftuin.sentences.numbers import Figure, show_number, show_period
from proeftuin.ui.parts import Number, show_folded, show_numbers
from proeftuin.ui.shell import Context, chart_of, cijfers, note, sentence, show_chart
from proeftuin.ui.tables import Inhoud, Kolom, figure_cell, section, show_rows, table_html

SCHATTING = (
    "Dit is een schatting van professionals, geen gemeten besparing. Zij vergelijken per casus "
    "wat zij hadden verwacht met wat er is ingezet."
)
NIET_AFTREKKEN = (
    "Trek deze bedragen niet van elkaar af: het ene is een schatting, het andere is betaald geld."
)


def show_decomposition(context: Context) -> None:
    """Why the cost per 1000 changed: two waterfalls on one scale, and the factors as a table."""
    section(
        "Kosten en baten",
        "Waardoor veranderden de kosten per 1000 jeugdigen van 0 tot en met 22 jaar? Meer instroom "
        "is geen mislukking en een lagere prijs geen succes; daarom staan zij apart.",
        "kosten",
    )
    factors = read_ontleding(context.editie)
    if not factors:
        note("Dat is niet te berekenen: een van de cijfers ontbreekt.")
        return
    sentence(ontleding_sentence(factors, context.settings))
    reach = waterfall_reach(factors)
    groups = list(dict.fromkeys(item.groep for item in factors))
    for column, groep in zip(st.columns(len(groups), gap="large"), groups, strict=True):
        own = [item for item in factors if item.groep == groep]
        with column:
            _show_waterfall(context, groep, own, reach)
    note(
        "Elke staaf begint waar de vorige ophoudt; de staande lijn is de nulmeting. Duur is hier "
        "het aantal dagen hulp per begonnen zorgperiode."
    )
    show_folded(_factors_html(context, factors), titel="De onderdelen als tabel")


def _show_waterfall(
    context: Context, groep: str, own: Sequence[Factor], reach: tuple[float, float]
) -> None:
    name = pilot_name(context.settings) if groep == PILOT else "de andere wijken"
    st.html(f'<h3 class="tussenkop">In {escape(name)}</h3>')
    spec = chart_of(context, ("waterval", groep), lambda: waterfall_chart(own, reach))
    amounts = ", ".join(f"{FACTOR_NAAM[item.factor]} {_signed(item)}" for item in own)
    alt = f"Watervalgrafiek van de kosten per 1000 inwoners in {name}: {amounts}."
    show_chart(spec, f"{alt} De cijfers staan in de tabel eronder.", f"waterval_{groep}")


def _signed(item: Factor) -> str:
    text = show_euro(item.bijdrage_eur)
    return f"+{text}" if item.bijdrage_eur > 0 else text


def _factors_html(context: Context, factors: Sequence[Factor]) -> str:
    rows: list[list[Inhoud]] = []
    for item in factors:
        name = pilot_name(context.settings) if item.groep == PILOT else "Andere wijken"
        decimals = 0 if item.factor == TOTAAL else 2
        rows.append(
            [
                f"{name[:1].upper()}{name[1:]}, {FACTOR_NAAM[item.factor]}",
                FACTOR_UITLEG[item.factor],
                show_number(item.voor, decimals),
                show_number(item.na, decimals),
                _signed(item),
            ]
        )
    return table_html(
        (
            Kolom("Onderdeel", is_tekst=True),
            Kolom("Wat het is", is_tekst=True),
            Kolom("Nulmeting"),
            Kolom("Effectjaar"),
            Kolom("Euro per 1000"),
        ),
        rows,
        onderschrift="Wat elk onderdeel bijdroeg aan de kosten per 1000 inwoners",
        stapel=True,
    )


def show_casus(context: Context) -> None:
    """The estimate of professionals per closed casus, marked as such, beside the money spent."""
    indicator, settings = INDICATOR["vermeden_inzet"], context.settings
    st.html(f'<h3 class="tussenkop">{escape(indicator.naam)}</h3>')
    st.html(f'<p class="voorbehoud">{escape(SCHATTING)}</p>')
    published = cijfers(context, "vermeden_inzet")
    figures = [read_window(published, wijk, "effectjaar") for wijk in settings.pilot.wijken]
    rows: list[list[Inhoud]] = [
        [
            settings.wijk_naam(wijk),
            _count(figure),
            figure_cell(indicator, figure),
            show_euro(figure.teller) if figure and figure.teller is not None else "–",
        ]
        for wijk, figure in zip(settings.pilot.wijken, figures, strict=True)
    ]
    show_rows(
        (
            Kolom("Wijk", is_tekst=True),
            Kolom("Afgeronde casussen"),
            Kolom("Geschat per casus"),
            Kolom("Geschat samen"),
        ),
        rows,
        onderschrift="Schatting van professionals over het effectjaar, geen gemeten besparing",
    )
    _show_beside_budget(context, figures)


def _count(figure: Figure | None) -> str:
    return show_number(figure.noemer) if figure and figure.noemer is not None else "–"


def _show_beside_budget(context: Context, figures: Sequence[Figure | None]) -> None:
    """The total of the estimates beside what was spent in the same months."""
    van, tot = context.settings.vensters.effectjaar
    period = show_period(van, tot)
    spent = "–"
    if van <= context.editie.datastand:
        spent = show_euro(spent_between(read_tabel(context.editie, "budget"), van, tot))
    known = [figure.teller for figure in figures if figure and figure.teller is not None]
    total = show_euro(sum(known)) if known and len(known) == len(figures) else "–"
    show_numbers(
        [
            Number("Geschat door professionals", total, f"samen, {period}"),
            Number("Besteed aan de proeftuin", spent, f"geboekt, {period}"),
        ]
    )
    note(NIET_AFTREKKEN)


def show_break_even(context: Context) -> None:
    """What change in cost per jeugdige would pay for the proeftuin, beside the one found."""
    st.html('<h3 class="tussenkop">Wat zou de proeftuin betalen?</h3>')
    sentence(break_even(find_uitkomst(context.editie, "kosten_per_jeugdige"), context.settings))
