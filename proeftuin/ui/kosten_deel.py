"""The money on screen: assigned against declared, and the largest aanbieders (intern)."""

import streamlit as st

from proeftuin.charts.kosten import Paar, pair_chart, pairs_of, show_euro
from proeftuin.charts.lines import shown_quarters
from proeftuin.disclosure.published import INTERN, Published
from proeftuin.indicators.types import AANBIEDER
from proeftuin.results.editie import select
from proeftuin.sentences.numbers import show_number, show_period, show_quarter
from proeftuin.settings.model import GEMEENTE, KWARTAAL
from proeftuin.ui.parts import show_downloads
from proeftuin.ui.shell import Context, chart_of, cijfers, note, pick, sentence, show_chart
from proeftuin.ui.tables import Cell, Inhoud, Kolom, bar_cell, section, show_rows

MAXIMUM = 15
ONVOLLEDIG = (
    "Aanbieders declareren ook na afloop van een periode. De laatste drie maanden zijn daarom nog "
    "niet volledig: die cijfers zijn grijs en worden niet vergeleken."
)
_TOEGEWEZEN, _GEDECLAREERD = "Toegewezen", "Gedeclareerd"


def show_assigned(context: Context, wijk: str) -> None:
    """Euros assigned and declared on toewijzingen that ended, per quarter, as bars and table."""
    settings, published = context.settings, cijfers(context, "verzilvering")
    pairs = pairs_of(shown_quarters(published, settings, wijk))
    naam = settings.wijk_naam(wijk)
    section(
        "Toegewezen en gedeclareerd",
        f"Toewijzingen die in een kwartaal eindigden, {naam}. Grijs is toegewezen, blauw is "
        "gedeclareerd. Lichter: nog niet alles kan zijn gedeclareerd.",
    )
    if not pairs:
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
            [Kolom("Kwartaal", True), Kolom(_TOEGEWEZEN), Kolom(_GEDECLAREERD), Kolom("Verschil")],
            [_pair_row(pair) for pair in reversed(pairs)],
            onderschrift=f"Toegewezen en gedeclareerd, {naam}, tot en met {show_quarter(last.tot)}",
        )


def _pair_row(pair: Paar) -> list[Inhoud]:
    first, second = pair.eerste or 0.0, pair.tweede or 0.0
    klasse = "grijs" if pair.is_voorlopig else ""
    return [
        show_quarter(pair.tot),
        Cell(show_euro(first), klasse),
        Cell(show_euro(second), klasse),
        Cell(show_euro(first - second), klasse),
    ]


def show_aanbieders(context: Context) -> None:
    """The aanbieders with the most declared euros in a window; the openbaar edition has none."""
    section("Grootste aanbieders")
    if context.audience != INTERN:
        note("Cijfers per aanbieder staan alleen in de interne editie.")
        return
    published, settings = cijfers(context, "kosten_per_1000", AANBIEDER), context.settings
    if not len(published):
        note("Niet geleverd: er zijn geen declaraties per aanbieder.")
        return
    columns = st.columns([2, 2, 3])
    with columns[0]:
        quarters = {show_quarter(tot): tot for _, tot in reversed(context.editie.kwartalen)}
        years = [
            item
            for item in ("effectjaar", "nulmeting", "placebojaar")
            if item in context.editie.vensters
        ]
        chosen = pick(
            "Periode",
            [*years, *list(quarters)[:12]],
            "periode",
            lambda item: item[0].upper() + item[1:],
        )
    with columns[1]:
        order = (GEMEENTE, *settings.wijk_ids)
        gebied = pick("Gebied", order, "gebied", settings.wijk_naam)
    venster, tot = (KWARTAAL, quarters[chosen]) if chosen in quarters else (chosen, None)
    shown = select(published, venster=venster, wijken=gebied, tot=tot)
    rows = largest(shown)
    if not rows:
        note("In deze periode is niets gedeclareerd.")
        return
    total = sum(euro for _, euro in rows_of(shown))
    part = sum(euro for _, euro in rows) / total if total else 0.0
    van, last = context.editie.vensters.get(chosen, (tot, tot))
    period = show_quarter(tot) if tot else show_period(van, last)  # type: ignore[arg-type]
    naam = settings.wijk_naam(gebied)
    sentence(
        f"In {naam} is in {period} {show_euro(total)} gedeclareerd. "
        f"De {len(rows)} grootste aanbieders zijn samen goed voor {show_number(100 * part)}%."
    )
    show_rows(
        [Kolom("Aanbieder", True), Kolom("Gedeclareerd"), Kolom("Aandeel"), Kolom("Opgeteld")],
        list(_aanbieder_rows(rows, total)),
        onderschrift=f"Gedeclareerd per aanbieder, {naam}, {period}",
    )
    show_downloads(context, "aanbieders", "Gedeclareerd per aanbieder", shown)


def rows_of(published: Published) -> list[tuple[str, float]]:
    """(aanbieder, euros) of every aanbieder with a value, largest first."""
    frame = published.frame
    known = frame[frame["teller"].notna()]
    pairs = [(str(row.categorie), float(str(row.teller))) for row in known.itertuples()]
    return sorted(pairs, key=lambda pair: -pair[1])


def largest(published: Published) -> list[tuple[str, float]]:
    """At most MAXIMUM aanbieders with declared euros, largest first."""
    return [pair for pair in rows_of(published) if pair[1] > 0][:MAXIMUM]


def _aanbieder_rows(rows: list[tuple[str, float]], total: float) -> list[list[Inhoud]]:
    running, table = 0.0, []
    for name, euro in rows:
        running += euro
        row: list[Inhoud] = [
            "Onbekend" if name == "onbekend" else name,
            show_euro(euro),
            bar_cell(euro / rows[0][1], f"{show_number(100 * euro / total, 1)}%"),
            f"{show_number(100 * running / total, 1)}%",
        ]
        table.append(row)
    return table
