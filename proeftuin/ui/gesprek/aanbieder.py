"""The page for the conversation with one of the largest aanbieders; intern only.

Everything comes from the split by aanbieder that the intern edition holds. A value on too few is
not shown, and a count below the threshold only as '<10': someone of the aanbieder reads along. What
the edition does not hold per aanbieder is named, and not made up.
"""

from collections.abc import Iterator
from html import escape
from typing import NamedTuple

import streamlit as st

from proeftuin.indicators import AANBIEDER, INDICATOR, INDICATORS, Soort
from proeftuin.report import LINKS, Tabelkolom
from proeftuin.results import Figure, Published, read_window, select
from proeftuin.sentences import (
    STANDAARD,
    join_words,
    show_euro,
    show_figure,
    show_number,
    show_period,
)
from proeftuin.settings import Settings
from proeftuin.ui.address import link_html, pick
from proeftuin.ui.shell import Context, cijfers, note, sentence
from proeftuin.ui.tables import load_styles, show_rows
from proeftuin.vocabulary import EFFECTJAAR, GEMEENTE, INTERN, NULMETING, TE_KLEIN

GROOTSTE = 5
_EURO = "kosten_per_1000"  # its teller: declared euros
_TOEGEWEZEN = "verzilvering"  # its noemer: assigned euros
_ONTBREEKT = (
    "aantal jeugdigen",
    "instroom en uitstroom van jeugdigen",
    "terugval",
    "gebruik en kosten per zorgproduct",
)


class Meting(NamedTuple):
    """One row: its name, what is shown of this aanbieder and of all together."""

    naam: str
    zelf: str
    samen: str


def show_aanbieder(context: Context) -> None:
    """The whole page below its title."""
    if context.audience != INTERN:
        note("Cijfers per aanbieder staan alleen in de interne editie.")
        return
    windows = [item for item in (EFFECTJAAR, NULMETING) if item in context.editie.vensters]
    if not windows:
        note("In deze editie is nog geen heel jaar om te laten zien.")
        return
    names = {item: item.capitalize() for item in windows}
    venster = pick("Periode", windows, "periode", names.__getitem__)
    amounts = declared_by(cijfers(context, _EURO, AANBIEDER), venster)
    if not amounts:
        note("Niet geleverd: er zijn geen declaraties per aanbieder.")
        return
    known = [naam for naam, _ in amounts[:GROOTSTE]]
    chosen = pick("Aanbieder", known, "aanbieder")
    total, own = sum(euro for _, euro in amounts), dict(amounts)[chosen]
    period = show_period(*context.editie.vensters[venster])
    sentence(
        f"{chosen} declareerde {show_euro(own)} over {period}: {show_number(100 * own / total)}% "
        "van alle declaraties in de gemeente."
    )
    rows = [(item.naam, item.zelf, item.samen) for item in measure_rows(context, venster, chosen)]
    values = (Tabelkolom(kop, is_breed=True) for kop in (chosen, "Alle aanbieders"))
    load_styles()
    show_rows(
        (Tabelkolom("Cijfer", LINKS), *values),
        rows,
        onderschrift=f"{chosen} naast alle aanbieders, {period}",
    )
    drempel = context.settings.onthulling.drempel
    note(
        f"Een aantal onder de {drempel} staat er als <{drempel}. Rust een cijfer op te weinig "
        "gevallen, dan is het niet te zien. Toegewezen: van toewijzingen die in deze periode "
        "eindigden, met daaronder welk deel ervan is gedeclareerd."
    )
    note(
        "Het verschil met anderen zegt niet wie het beter doet: de een krijgt andere jeugdigen dan "
        "de ander."
    )
    note(
        f"Niet per aanbieder in deze editie: {join_words(list(_ONTBREEKT))}. Van een traject is "
        "wel bekend bij welke aanbieder het begon en stopte; dat staat hierboven."
    )
    _show_agenda()


def declared_by(published: Published, venster: str) -> list[tuple[str, float]]:
    """(aanbieder, declared euros) in the gemeente in a window, largest first; only above 0."""
    frame = select(published, venster=venster, wijken=GEMEENTE).frame
    known = frame[frame["teller"].notna() & (frame["teller"] > 0)]
    pairs = [(str(row.categorie), float(str(row.teller))) for row in known.itertuples()]
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))


def measure_rows(context: Context, venster: str, aanbieder: str) -> Iterator[Meting]:
    """The rows of the table: counts, then values, then euros; of the gemeente in one window."""
    settings = context.settings

    def pair(slug: str) -> tuple[Figure | None, Figure | None]:
        own = read_window(cijfers(context, slug, AANBIEDER), GEMEENTE, venster, aanbieder)
        return own, read_window(cijfers(context, slug), GEMEENTE, venster)

    shown = [item for item in INDICATORS if item.bij_aanbieder]
    for item in sorted(shown, key=lambda item: item.soort is not Soort.PER_1000):
        both = pair(item.slug)
        if item.soort is Soort.PER_1000:  # no population of an aanbieder: how many
            yield Meting(item.naam, *(_count(figure, settings) for figure in both))
        else:
            yield Meting(item.naam, *(_value(item.slug, figure, settings) for figure in both))
    own, every = pair(_EURO)
    yield Meting("Gedeclareerd", _euro(own, "teller"), _euro(every, "teller"))
    own, every = pair(_TOEGEWEZEN)
    yield Meting("Toegewezen, geëindigd", _euro(own, "noemer"), _euro(every, "noemer"))
    naam = "Daarvan gedeclareerd"
    yield Meting(naam, _value(_TOEGEWEZEN, own, settings), _value(_TOEGEWEZEN, every, settings))


def _count(figure: Figure | None, settings: Settings) -> str:
    """How many; '<10' below the threshold."""
    if figure is None or figure.teller is None:
        return "–"
    if _is_few(figure.teller, settings):
        return f"<{settings.onthulling.drempel}"
    return show_number(figure.teller)


def _value(slug: str, figure: Figure | None, settings: Settings) -> str:
    """The value with its state, unless it rests on too few; a share also by its teller."""
    indicator = INDICATOR[slug]
    if figure is not None:
        is_few = indicator.soort is Soort.AANDEEL and _is_few(figure.teller, settings)
        if figure.status == TE_KLEIN or is_few:
            return "te weinig gevallen"
    return show_figure(indicator, figure)


def _is_few(count: float | None, settings: Settings) -> bool:
    """Whether there are some, and fewer than the threshold."""
    return count is not None and 0 < count < settings.onthulling.drempel


def _euro(figure: Figure | None, veld: str) -> str:
    """The teller or noemer of a figure, which are euros."""
    amount = getattr(figure, veld, None)
    return "–" if amount is None else show_euro(amount)


def _show_agenda() -> None:
    st.header("Agenda van het gesprek", anchor=False)
    points = "".join(f"<li>{escape(punt.titel)}</li>" for punt in STANDAARD["aanbieder"])
    st.html(f'<ol class="bespreken">{points}</ol>')
    note("Deze punten komen vanzelf in het voorstel als u een gesprek met een aanbieder plant.")
    st.html(f"<p>{link_html('Naar de gesprekken', 'gesprekken')}</p>")
