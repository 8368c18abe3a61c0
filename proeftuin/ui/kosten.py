"""What was assigned and declared on screen, and the largest aanbieders (intern)."""

import streamlit as st

from proeftuin.charts import Paar, pair_chart, pairs_of, shown_quarters
from proeftuin.indicators import AANBIEDER
from proeftuin.report import LINKS, Tabelkolom, Vak, bar_cell
from proeftuin.results import Published, select
from proeftuin.sentences import short_quarter, show_euro, show_number, show_period, show_quarter
from proeftuin.sentences.gesprek import quarter_code
from proeftuin.ui.address import link_html, pick
from proeftuin.ui.opmaak import item_list
from proeftuin.ui.parts import beside, show_downloads
from proeftuin.ui.shell import (
    Context,
    chart_of,
    cijfers,
    note,
    once,
    sentence,
    show_chart,
    show_kept,
)
from proeftuin.ui.tables import Inhoud, section, show_rows
from proeftuin.vocabulary import (
    AFGESCHERMD,
    EFFECTJAAR,
    GEMEENTE,
    INTERN,
    KWARTAAL,
    NULMETING,
    OK,
    VOORLOPIG,
)

MAXIMUM = 15
ONVOLLEDIG = (
    "Aanbieders declareren ook na afloop van een periode. Een kwartaal waar nog veel bij komt is "
    "voorlopig: dat cijfer is grijs en wordt niet vergeleken."
)
_TOEGEWEZEN, _GEDECLAREERD = "Toegewezen", "Gedeclareerd"


def show_assigned(context: Context, wijk: str) -> None:
    """Euros assigned and declared on toewijzingen that ended, per quarter, as bars and table."""
    show_kept(context, ("paren", wijk), lambda: _draw_assigned(context, wijk))


def _draw_assigned(context: Context, wijk: str) -> None:
    settings, published = context.settings, cijfers(context, "verzilvering")
    pairs = pairs_of(shown_quarters(published, settings, wijk))
    naam = settings.wijk_naam(wijk)
    section(
        "Toegewezen en gedeclareerd",
        f"Toewijzingen die in een kwartaal eindigden, {naam}. Grijs is toegewezen, blauw is "
        "gedeclareerd. Lichter: nog niet alles kan zijn gedeclareerd.",
    )
    if all(pair.is_dicht for pair in pairs):
        note("In deze editie staan geen bedragen per kwartaal; alleen het aandeel hierboven.")
        return
    spec = chart_of(
        context, ("paren", wijk), lambda: pair_chart(pairs, (_TOEGEWEZEN, _GEDECLAREERD))
    )
    last = pairs[-1]
    alt = f"Staafgrafiek van toegewezen en gedeclareerde euro's per kwartaal in {naam}. "
    show_chart(spec, f"{alt} De bedragen staan in de tabel eronder.", "paren")
    with st.expander("De bedragen als tabel"):
        show_rows(
            [
                Tabelkolom("Kwartaal", LINKS),
                Tabelkolom(_TOEGEWEZEN),
                Tabelkolom(_GEDECLAREERD),
                Tabelkolom("Verschil"),
            ],
            [_pair_row(pair) for pair in reversed(pairs)],
            onderschrift=f"Toegewezen en gedeclareerd, {naam}, tot en met {show_quarter(last.tot)}",
        )


def _pair_row(pair: Paar) -> list[Inhoud]:
    if pair.is_dicht:
        return [short_quarter(pair.tot), *[Vak("afgeschermd", AFGESCHERMD)] * 3]
    first, second = pair.eerste or 0.0, pair.tweede or 0.0
    staat = VOORLOPIG if pair.is_voorlopig else OK
    return [
        short_quarter(pair.tot),
        Vak(show_euro(first), staat),
        Vak(show_euro(second), staat),
        Vak(show_euro(first - second), staat),
    ]


def show_cost_links(context: Context) -> None:
    """Where the rest of the money stands, as far as this reader may see it."""
    pages = {"evaluatie": "Het budget van de proeftuin"}
    if context.audience == INTERN:
        pages |= {"prognose": "Prognose van het jaar", "aanbieders": "Grootste aanbieders"}
    links = [
        link_html(f"{naam} →", slug, "budget" if slug == "evaluatie" else "")
        for slug, naam in pages.items()
    ]
    st.html(item_list(links, "inhoud"))


def show_aanbieders(context: Context) -> None:
    """The aanbieders with the most declared euros in a window; the openbaar edition has none."""
    if context.audience != INTERN:
        note("Cijfers per aanbieder staan alleen in de interne editie.")
        return
    published, settings = cijfers(context, "kosten_per_1000", AANBIEDER), context.settings
    if not len(published):
        note("Niet geleverd: er zijn geen declaraties per aanbieder.")
        return
    columns = st.columns([2, 2, 3])
    with columns[0]:
        newest = context.editie.kwartalen[:-13:-1]
        quarters = {quarter_code(tot): tot for _, tot in newest}
        years = [item for item in (EFFECTJAAR, NULMETING) if item in context.editie.vensters]
        names = {naam: naam.capitalize() for naam in years}
        names |= {code: show_quarter(tot) for code, tot in quarters.items()}
        chosen = pick("Periode", list(names), "periode", names.__getitem__)
    with columns[1]:
        order = (GEMEENTE, *settings.wijk_ids)
        gebied = pick("Gebied", order, "gebied", settings.wijk_naam)
    venster, tot = (KWARTAAL, quarters[chosen]) if chosen in quarters else (chosen, None)
    shown = once(
        context,
        (AANBIEDER, chosen, gebied),
        lambda: select(published, venster=venster, wijken=gebied, tot=tot),
    )
    rows, total = once(context, ("grootste", chosen, gebied), lambda: _largest_of_all(shown))
    if not rows:
        note("In deze periode is niets gedeclareerd.")
        return
    period = show_quarter(tot) if tot else show_period(*context.editie.vensters[chosen])
    part = sum(euro for _, euro in rows) / total if total else 0.0
    naam = settings.wijk_naam(gebied)
    with beside("kop_aanbieders"):
        sentence(
            f"In {naam} is in {period} {show_euro(total)} gedeclareerd. "
            f"De {len(rows)} grootste aanbieders zijn samen goed voor {show_number(100 * part)}%."
        )
        show_downloads(context, "aanbieders", "Gedeclareerd per aanbieder", lambda: shown)
    caption = f"Gedeclareerd per aanbieder, {naam}, {period}"
    show_kept(context, (chosen, gebied), lambda: _draw_aanbieders(rows, total, caption))


def _draw_aanbieders(rows: list[tuple[str, float]], total: float, caption: str) -> None:
    """The table of one area in one window."""
    show_rows(
        [
            Tabelkolom("Aanbieder", LINKS),
            Tabelkolom("Gedeclareerd"),
            Tabelkolom("Aandeel"),
            Tabelkolom("Opgeteld"),
        ],
        list(_aanbieder_rows(rows, total)),
        onderschrift=caption,
    )


def aanbieder_amounts(published: Published) -> list[tuple[str, float]]:
    """(aanbieder, euros) of every aanbieder with a value, largest first."""
    frame = published.frame
    known = frame[frame["teller"].notna()]
    pairs = [(str(row.categorie), float(str(row.teller))) for row in known.itertuples()]
    return sorted(pairs, key=lambda pair: -pair[1])


def largest(published: Published) -> list[tuple[str, float]]:
    """At most MAXIMUM aanbieders with declared euros, largest first."""
    return [pair for pair in aanbieder_amounts(published) if pair[1] > 0][:MAXIMUM]


def _largest_of_all(published: Published) -> tuple[list[tuple[str, float]], float]:
    """The largest aanbieders, and the euros of all together."""
    return largest(published), sum(euro for _, euro in aanbieder_amounts(published))


def _aanbieder_rows(rows: list[tuple[str, float]], total: float) -> list[list[Inhoud]]:
    running, table = 0.0, []
    for name, euro in rows:
        running += euro
        row: list[Inhoud] = [
            "Onbekend" if name == "onbekend" else name,
            show_euro(euro),
            bar_cell(euro / total, f"{show_number(100 * euro / total, 1)}%"),
            f"{show_number(100 * running / total, 1)}%",
        ]
        table.append(row)
    return table
