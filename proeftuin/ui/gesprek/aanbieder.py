"""The page for the conversation with one of the largest aanbieders; intern only.

Counts, shares and products come from the table `aanbieders`, in which disclosure hid what is small
with the wholes that would give it away; the rest from the split by aanbieder, of which a value on
too few is not shown: someone of the aanbieder reads along.
"""

from collections.abc import Iterator
from typing import NamedTuple

import streamlit as st

from proeftuin.codelists import product_name
from proeftuin.indicators import AANBIEDER, INDICATOR, INDICATORS, Indicator, Soort, teller_unit
from proeftuin.report import LINKS, Tabelkolom
from proeftuin.results import (
    AANBIEDERS,
    Aanbiedercijfer,
    Aanbiedercijfers,
    Figure,
    Published,
    has_tabel,
    read_aanbiedercijfers,
    read_window,
    select,
)
from proeftuin.sentences import (
    STANDAARD,
    show_euro,
    show_figure,
    show_number,
    show_period,
)
from proeftuin.settings import Settings
from proeftuin.ui.address import link_html, pick
from proeftuin.ui.opmaak import item_list, show_html
from proeftuin.ui.shell import Context, cijfers, note, sentence
from proeftuin.ui.tables import load_styles, section, show_rows
from proeftuin.vocabulary import (
    EFFECTJAAR,
    GEMEENTE,
    INTERN,
    JEUGDIGEN,
    KOSTEN,
    NOG_NIET_RIJP,
    NULMETING,
    TE_KLEIN,
    TOEWIJZINGEN,
    TOTAAL,
)

GROOTSTE = 5
_EURO = "kosten_per_1000"  # its teller: declared euros
_TOEGEWEZEN = "verzilvering"  # its noemer: assigned euros
_WEINIG, _DICHT = "te weinig gevallen", "afgeschermd"


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
    if not has_tabel(context.editie, AANBIEDERS):
        note("Deze editie is gemaakt voordat er per aanbieder werd geteld: publiceer haar opnieuw.")
        return
    counted = read_aanbiedercijfers(context.editie)
    rows = [
        (item.naam, item.zelf, item.samen)
        for item in measure_rows(context, counted, venster, chosen)
    ]
    values = (Tabelkolom(kop, is_breed=True) for kop in (chosen, "Alle aanbieders"))
    load_styles()
    show_rows(
        (Tabelkolom("Cijfer", LINKS), *values),
        rows,
        onderschrift=f"{chosen} naast alle aanbieders, {period}",
    )
    if context.editie.vensters[venster][1] > context.editie.voorlopig_na:
        note("Deze periode is nog voorlopig: er kunnen rijen bijkomen.")
    drempel = context.settings.onthulling.drempel
    note(
        f"Een aantal onder de {drempel} staat er als <{drempel}. Rust een cijfer op te weinig "
        "gevallen, dan is het niet te zien. Een totaal staat er niet als daaruit zo'n klein aantal "
        "van een ander te berekenen is."
    )
    note(
        "Instroom: de hulp bij deze aanbieder begint. Uitstroom: zij stopt, en gaat niet binnen "
        f"{context.settings.perioden.zorgperiode_gat_dagen} dagen verder. Wie overstapt naar een "
        "ander, is hier uitstroom en daar instroom; bij alle aanbieders samen niet. Terugval hoort "
        "bij de aanbieder waar de laatste hulp stopte, ook als de nieuwe hulp van een ander is. "
        "Toegewezen: van toewijzingen die in deze periode eindigden."
    )
    note(
        "Het verschil met anderen zegt niet wie het beter doet: de een krijgt andere jeugdigen dan "
        "de ander."
    )
    _show_products(context, counted, venster, chosen)
    _show_agenda()


def declared_by(published: Published, venster: str) -> list[tuple[str, float]]:
    """(aanbieder, declared euros) in the gemeente in a window, largest first; only above 0."""
    frame = select(published, venster=venster, wijken=GEMEENTE).frame
    known = frame[frame["teller"].notna() & (frame["teller"] > 0)]
    pairs = [(str(row.categorie), float(str(row.teller))) for row in known.itertuples()]
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))


def measure_rows(
    context: Context, counted: Aanbiedercijfers, venster: str, aanbieder: str
) -> Iterator[Meting]:
    """The rows of the table: counts, then values, then euros; of the gemeente in one window."""
    settings = context.settings

    def pair(slug: str) -> tuple[Figure | None, Figure | None]:
        own = read_window(cijfers(context, slug, AANBIEDER), GEMEENTE, venster, aanbieder)
        return own, read_window(cijfers(context, slug), GEMEENTE, venster)

    shown = [item for item in INDICATORS if item.bij_aanbieder or item.aanbieder_feit]
    for item in sorted(shown, key=lambda item: item.soort is not Soort.PER_1000):
        if item.aanbieder_feit:
            own_cel, every_cel = (
                counted.read_cel(venster, item.slug, naam) for naam in (aanbieder, TOTAAL)
            )
            zelf = _counted(item, own_cel, settings)
            samen = _counted(item, every_cel, settings, is_whole=True)
            yield Meting(item.naam, zelf, samen)
        else:
            yield Meting(item.naam, *(_value(item.slug, cel, settings) for cel in pair(item.slug)))
    own, every = pair(_EURO)
    yield Meting("Gedeclareerd", _euro(own, "teller"), _euro(every, "teller"))
    own, every = pair(_TOEGEWEZEN)
    yield Meting("Toegewezen, geëindigd", _euro(own, "noemer"), _euro(every, "noemer"))
    naam = "Daarvan gedeclareerd"
    yield Meting(naam, _value(_TOEGEWEZEN, own, settings), _value(_TOEGEWEZEN, every, settings))


def _counted(
    item: Indicator, cel: Aanbiedercijfer | None, settings: Settings, *, is_whole: bool = False
) -> str:
    """'568 jeugdigen', or '17,1% van 1.243'; what is hidden in words."""
    if item.soort is not Soort.AANDEEL:
        unit = teller_unit(item)
        is_shut = is_whole and cel is not None and cel.waarde is None
        return _DICHT if is_shut else f"{_count(cel, settings)} {unit}"
    if cel is None:
        return "–"
    if cel.waarde is None or cel.noemer is None:
        return "nog te vroeg" if cel.status == NOG_NIET_RIJP else _WEINIG
    return f"{show_number(100 * cel.waarde, 1)}% van {show_number(cel.noemer)}"


def _count(cel: Aanbiedercijfer | None, settings: Settings, *, is_whole: bool = False) -> str:
    """How many; '<10' for what is hidden, for a whole of all aanbieders _DICHT."""
    if cel is None:
        return "0"
    if cel.waarde is None:
        return _DICHT if is_whole else f"<{settings.onthulling.drempel}"
    return show_number(cel.waarde)


def _value(slug: str, figure: Figure | None, settings: Settings) -> str:
    """The value with its state, unless it rests on too few; a share also by its teller."""
    indicator = INDICATOR[slug]
    if figure is not None:
        is_few = indicator.soort is Soort.AANDEEL and _is_few(figure.teller, settings)
        if figure.status == TE_KLEIN or is_few:
            return _WEINIG
    return show_figure(indicator, figure)


def _is_few(count: float | None, settings: Settings) -> bool:
    """Whether there are some, and fewer than the threshold."""
    return count is not None and 0 < count < settings.onthulling.drempel


def _euro(figure: Figure | None, veld: str) -> str:
    """The teller or noemer of a figure, which are euros."""
    amount = getattr(figure, veld, None)
    return "–" if amount is None else show_euro(amount)


def _show_products(
    context: Context, counted: Aanbiedercijfers, venster: str, aanbieder: str
) -> None:
    """Per zorgproduct who has it and what it costs, of this aanbieder and of all."""
    section("Per zorgproduct", "Jeugdigen met een toewijzing die in deze periode liep.")
    producten = counted.list_producten(venster, aanbieder)
    if not producten:
        note("Er zijn geen toewijzingen van deze aanbieder geleverd.")
        return
    settings, rows = context.settings, []
    for product in producten:
        own, every = (
            [counted.read_cel(venster, maat, naam, product) for maat in (JEUGDIGEN, TOEWIJZINGEN)]
            for naam in (aanbieder, TOTAAL)
        )
        means = [counted.read_cel(venster, KOSTEN, naam, product) for naam in (aanbieder, TOTAAL)]
        rows.append(
            (
                product_name(product),
                *(_count(cel, settings) for cel in own),
                _count(every[0], settings, is_whole=True),
                *(_mean(cel) for cel in means),
            )
        )
    show_rows(
        (
            Tabelkolom("Zorgproduct", LINKS, is_breed=True),
            *(Tabelkolom(kop) for kop in ("Jeugdigen", "Toewijzingen", "Jeugdigen, alle")),
            *(Tabelkolom(kop) for kop in ("Kosten per jeugdige", "Kosten, alle")),
        ),
        rows,
        onderschrift=f"Zorgproducten van {aanbieder}, naast alle aanbieders",
    )
    drempel = settings.onthulling.euro_bijdragers
    note(
        "Een zorgproduct is een productcategorie van de landelijke lijst. Kosten per jeugdige: wat "
        "in deze periode op het product is gedeclareerd, gedeeld door de jeugdigen met een "
        f"toewijzing ervoor. Zij staan er bij minstens {drempel} jeugdigen, als geen van hen meer "
        "dan de helft kost en er niets kleins uit te berekenen is. Wie twee producten heeft, telt "
        "bij elk."
    )


def _mean(cel: Aanbiedercijfer | None) -> str:
    """Euros per jeugdige; words where nothing was declared or it is hidden."""
    if cel is None:
        return "–"
    return _WEINIG if cel.waarde is None else show_euro(cel.waarde)


def _show_agenda() -> None:
    st.header("Agenda van het gesprek", anchor=False)
    st.html(item_list([punt.titel for punt in STANDAARD["aanbieder"]], "bespreken", "ol"))
    note("Deze punten komen vanzelf in het voorstel als u een gesprek met een aanbieder plant.")
    show_html("<p>{{ link }}</p>", link=link_html("Naar de gesprekken", "gesprekken"))
