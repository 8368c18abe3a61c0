"""The prognose of the year on screen; intern edition only. Used by Kosten and by Gesprekken."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from proeftuin.charts import month_chart, range_chart
from proeftuin.errors import NoEdition
from proeftuin.report import LINKS, Tabelkolom
from proeftuin.results import DECLARATIES, TOEWIJZINGEN, Prognose, Raming, Terugblik, read_prognose
from proeftuin.sentences import (
    DEEL_NAAM,
    DEFINITIE,
    GEEN_PROGNOSE,
    ROUTE_NAAM,
    basis_sentence,
    difference_sentence,
    list_oorzaken,
    prognose_sentence,
    show_date,
    show_error,
    show_interval,
    show_thousands,
    terugblik_sentence,
)
from proeftuin.ui.address import pick
from proeftuin.ui.shell import Context, chart_of, note, sentence, show_chart
from proeftuin.ui.tables import Inhoud, section, show_groups, show_rows
from proeftuin.vocabulary import GEMEENTE, INTERN

_GEEN = "–"
_AFGEROND = ", afgerond op duizend euro"
_ROUTES = (DECLARATIES, TOEWIJZINGEN)


def show_prognose(context: Context, gebied: str | None = None) -> None:
    """The whole block: sentence, pictures, why the routes differ, how earlier ones did.

    Nothing at all for another edition than intern. gebied: GEMEENTE or a wijk; None gives the
    reader a choice, kept in the address as ?raming=. Needs load_styles.
    """
    if context.audience != INTERN:
        return
    try:
        whole = read_prognose(context.editie)
    except NoEdition as error:
        section("Prognose van het jaar")
        note(str(error))
        return
    if whole is None:
        section("Prognose van het jaar")
        note(GEEN_PROGNOSE)
        return
    section(f"Prognose {whole.ramingen[0].jaar}", "Alleen in de interne editie.", "prognose")
    if gebied is None:
        names = context.settings.wijk_naam
        order = [
            item
            for item in (GEMEENTE, *context.settings.wijk_ids)
            if read_prognose(context.editie, item) is not None
        ]
        gebied = pick("Gebied van de prognose", order, "raming", names)
    prognose = read_prognose(context.editie, gebied)
    if prognose is None:
        note(GEEN_PROGNOSE)
        return
    _show_one(context, prognose)


def _show_one(context: Context, prognose: Prognose) -> None:
    text = prognose_sentence(prognose, context.settings)
    sentence(text)
    key = ("prognose", prognose.wijk)
    show_chart(
        chart_of(context, (*key, "marge"), lambda: range_chart(prognose)),
        f"Raming per route met marge. {text} De bedragen staan in de tabel eronder.",
        "prognose_marge",
    )
    if prognose.declaraties is not None:
        note(basis_sentence(prognose.declaraties))
    show_chart(
        chart_of(context, (*key, "maanden"), lambda: month_chart(prognose)),
        "Lijngrafiek van het jaar, opgeteld per maand, voor beide routes. De bedragen staan in "
        "de tabel eronder.",
        "prognose_maanden",
    )
    note(
        "Opgeteld per maand. Vlak: al gedeclareerd. Lijn: raming, gestreept na de stand van de "
        "gegevens. Staafje rechts: de marge."
    )
    _show_parts(context, prognose)
    _show_difference(prognose)
    _show_past(prognose)
    with st.expander("Zo is de prognose berekend"):
        st.markdown(DEFINITIE)


def _show_parts(context: Context, prognose: Prognose) -> None:
    """What each route is made of, up to the peildatum and after it; adds up to the total."""
    first = prognose.ramingen[0]
    groups: list[tuple[str, list[list[Inhoud]]]] = []
    for later, name in (
        (False, f"Tot en met {show_date(first.peil)}"),
        (True, f"Daarna, tot en met 31 december {first.jaar}"),
    ):
        if later and first.maanden_bekend == 12 or not later and first.maanden_bekend == 0:
            continue
        rows: list[list[Inhoud]] = [
            [naam, *_cells(prognose, partial(_part, deel=deel, later=later))]
            for deel, naam in DEEL_NAAM.items()
            if any(_part(item, deel, later) != _GEEN for item in prognose.ramingen)
        ]
        groups.append((name, rows))
    total: list[list[Inhoud]] = [
        ["Totaal", *_cells(prognose, lambda item: show_thousands(item.raming_eur))],
        ["Marge", *_cells(prognose, show_interval)],
    ]
    groups.append((f"Heel {first.jaar}", total))
    with st.expander("De opbouw als tabel"):
        show_groups(
            [Tabelkolom("Onderdeel", LINKS), *(Tabelkolom(ROUTE_NAAM[route]) for route in _ROUTES)],
            groups,
            onderschrift=f"Opbouw van de prognose, {context.settings.wijk_naam(prognose.wijk)}"
            f"{_AFGEROND}",
        )


def _part(item: Raming, deel: str, later: bool) -> str:
    """The euros of a part in a table; a dash where the route has none of it."""
    amount = item.bedrag(deel, later=later)
    return show_thousands(amount) if abs(amount) >= 500 else _GEEN


def _cells(prognose: Prognose, render: Callable[[Raming], str]) -> list[Inhoud]:
    """One cell per route, a dash for a route that is not there."""
    return [
        _GEEN if item is None else render(item)
        for item in (prognose.declaraties, prognose.toewijzingen)
    ]


def _show_difference(prognose: Prognose) -> None:
    text = difference_sentence(prognose)
    if not text:
        return
    st.html('<h3 class="deel">Waarom verschillen de twee?</h3>')
    sentence(text)
    show_rows(
        [
            Tabelkolom("Wat speelt mee", LINKS),
            Tabelkolom("Bedrag"),
            Tabelkolom("Uitleg", LINKS, is_breed=True),
        ],
        [
            [item.naam, show_thousands(item.bedrag_eur), item.zin]
            for item in list_oorzaken(prognose)
        ],
        onderschrift=f"Onderdelen die in de ene route wel zitten en in de andere niet{_AFGEROND}",
    )


def _show_past(prognose: Prognose) -> None:
    """The same method on earlier peildatums: a sentence per route, and every error."""
    st.html('<h3 class="deel">Hoe goed was deze rekenwijze eerder?</h3>')
    for item in prognose.ramingen:
        note(terugblik_sentence(prognose, item.route))
    if not prognose.terugblik:
        return
    columns = [
        Tabelkolom("Peildatum", LINKS),
        Tabelkolom("Raming"),
        Tabelkolom("Werd"),
        Tabelkolom("Verschil"),
    ]
    groups = [
        (ROUTE_NAAM[route], [_past_row(item) for item in reversed(past)])
        for route in _ROUTES
        if (past := prognose.terugblik_van(route))
    ]
    with st.expander("Alle eerdere ramingen als tabel"):
        show_groups(
            [*columns, Tabelkolom("In procent")],
            groups,
            onderschrift=f"Wat eerder werd geraamd, en wat het jaar werd{_AFGEROND}",
        )


def _past_row(item: Terugblik) -> list[Inhoud]:
    mark = " (stand van toen)" if item.is_vastgelegd else ""
    return [
        f"{show_date(item.peil)}{mark}",
        show_thousands(item.raming_eur),
        show_thousands(item.werkelijk_eur),
        show_thousands(item.fout_eur, sign=True),
        show_error(item),
    ]
