"""The page for the conversation with one of the largest aanbieders; intern only.

Everything comes from the table `aanbieders`, in which disclosure hid what is small with the wholes
that would give it away: someone of the aanbieder reads along.
"""

from collections.abc import Iterator
from typing import NamedTuple

import streamlit as st
from markupsafe import Markup

from proeftuin.codelists import product_name
from proeftuin.indicators import INDICATORS, Indicator, Soort, teller_unit
from proeftuin.report import LINKS, Tabelkolom
from proeftuin.results import (
    AANBIEDERS,
    Aanbiedercijfer,
    Aanbiedercijfers,
    has_tabel,
    read_aanbiedercijfers,
)
from proeftuin.sentences import (
    STANDAARD,
    show_euro,
    show_number,
    show_period,
    show_value,
)
from proeftuin.settings import Settings
from proeftuin.ui.address import WEGWIJZER, link_html, pick
from proeftuin.ui.opmaak import item_list, paragraph, show_html
from proeftuin.ui.parts import show_folded
from proeftuin.ui.shell import Context, note, once, sentence, show_kept
from proeftuin.ui.tables import load_styles, section, show_rows
from proeftuin.vocabulary import (
    BESTEED,
    EFFECTJAAR,
    GEDECLAREERD,
    INTERN,
    JEUGDIGEN,
    KOSTEN,
    NOG_NIET_RIJP,
    NULMETING,
    TOEGEWEZEN,
    TOEWIJZINGEN,
    TOTAAL,
)

GROOTSTE = 5
_WEINIG, _DICHT, _DEELS = "te weinig gevallen", "afgeschermd", "deels nog te vroeg"
_OUD = "Deze editie is gemaakt voordat dit per aanbieder werd geteld: publiceer haar opnieuw."


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
    keuze = st.container(
        horizontal=True, gap="medium", vertical_alignment="bottom", key="keuze_aanbieder"
    )
    with keuze:
        venster = pick("Periode", windows, "periode", names.__getitem__)
    if not has_tabel(context.editie, AANBIEDERS):
        note(_OUD)
        return
    counted = once(context, (AANBIEDERS,), lambda: read_aanbiedercijfers(context.editie))
    known = counted.list_largest(venster, GEDECLAREERD)[:GROOTSTE]
    if not known and counted.has_maat(KOSTEN) and not counted.has_maat(GEDECLAREERD):
        note(_OUD)
        return
    if not known:
        note(
            "Niet geleverd: er zijn geen declaraties per aanbieder, of te weinig om te laten zien."
        )
        return
    with keuze:
        chosen = pick("Aanbieder", known, "aanbieder")
    load_styles()
    show_kept(context, (venster, chosen), lambda: _draw(context, counted, venster, chosen))


def _draw(context: Context, counted: Aanbiedercijfers, venster: str, chosen: str) -> None:
    """Everything of one aanbieder in one window, below the choices."""
    period = show_period(*context.editie.vensters[venster])
    own, total = (_value_of(counted, venster, naam) for naam in (chosen, TOTAAL))
    part = (
        f": {show_number(100 * own / total)}% van alle declaraties in de gemeente" if total else ""
    )
    sentence(f"{chosen} declareerde {show_euro(own)} over {period}{part}.")
    rows = [
        (item.naam, item.zelf, item.samen)
        for item in measure_rows(context.settings, counted, venster, chosen)
    ]
    values = (Tabelkolom(kop, is_breed=True) for kop in (chosen, "Alle aanbieders"))
    show_rows(
        (Tabelkolom("Cijfer", LINKS), *values),
        rows,
        onderschrift=f"{chosen} naast alle aanbieders, {period}",
    )
    if context.editie.vensters[venster][1] > context.editie.voorlopig_na:
        note("Deze periode is voorlopig: late gegevens kunnen de cijfers nog veranderen.")
    note(
        "Het verschil met anderen zegt niet wie het beter doet: de een krijgt andere jeugdigen dan "
        "de ander."
    )
    show_folded(
        Markup().join(paragraph(regel) for regel in _explain(context.settings)),
        titel="Wat staat er in deze tabel?",
    )
    _show_products(context, counted, venster, chosen)
    _show_agenda()


def _explain(settings: Settings) -> tuple[str, ...]:
    """What the words and the hidden numbers of the table mean."""
    drempel = settings.onthulling.drempel
    return (
        f"Een aantal onder de {drempel} staat er als <{drempel}. Rust een cijfer op te weinig "
        "gevallen, dan is het niet te zien. Een totaal staat er niet als daaruit zo'n klein aantal "
        f"van een ander te berekenen is. Staat er {_DEELS}, dan is het voor een deel van de groep "
        "nog te vroeg om het te weten; dat deel telt niet mee.",
        "Instroom: de hulp bij deze aanbieder begint. Uitstroom: zij stopt, en gaat niet binnen "
        f"{settings.perioden.zorgperiode_gat_dagen} dagen verder. Wie overstapt naar een "
        "ander, is hier uitstroom en daar instroom; bij alle aanbieders samen niet. Terugval hoort "
        "bij de aanbieder waar de laatste hulp stopte, ook als de nieuwe hulp van een ander is. "
        "Toegewezen: van toewijzingen die in deze periode eindigden.",
    )


def _value_of(counted: Aanbiedercijfers, venster: str, aanbieder: str) -> float:
    """Declared euros; 0 where they are hidden."""
    cel = counted.read_cel(venster, GEDECLAREERD, aanbieder)
    return cel.waarde or 0.0 if cel else 0.0


def measure_rows(
    settings: Settings, counted: Aanbiedercijfers, venster: str, aanbieder: str
) -> Iterator[Meting]:
    """The rows of the table: counts, then values, then euros; of the gemeente in one window."""
    order = (Soort.PER_1000, Soort.AANDEEL, Soort.OVERLEVING)
    shown = [item for item in INDICATORS if item.aanbieder_feit and item.soort in order]
    for item in sorted(shown, key=lambda item: item.soort is not Soort.PER_1000):
        own, every = (counted.read_cel(venster, item.slug, naam) for naam in (aanbieder, TOTAAL))
        samen = _counted(item, every, settings, is_whole=True)
        yield Meting(item.naam, _counted(item, own, settings), samen)
    for naam, maat, words in (
        ("Gedeclareerd", GEDECLAREERD, _mean),
        ("Toegewezen, geëindigd", TOEGEWEZEN, _mean),
        ("Daarvan gedeclareerd", BESTEED, _share),
    ):
        own, every = (counted.read_cel(venster, maat, naam) for naam in (aanbieder, TOTAAL))
        yield Meting(naam, words(own), words(every))


def _counted(
    item: Indicator, cel: Aanbiedercijfer | None, settings: Settings, *, is_whole: bool = False
) -> str:
    """'568 jeugdigen', '17,1% van 1.243' or '342 dagen'; what is hidden in words."""
    if item.soort is Soort.AANDEEL:
        return _share(cel)
    if item.soort is Soort.OVERLEVING:
        return show_value(item, cel.waarde) if cel and cel.waarde is not None else _words(cel)
    is_shut = is_whole and cel is not None and cel.waarde is None
    return _DICHT if is_shut else f"{_count(cel, settings)} {teller_unit(item)}"


def _words(cel: Aanbiedercijfer | None) -> str:
    """What stands where there is no value; '' where there is one."""
    if cel is None:
        return "–"
    if cel.waarde is None:
        return "nog te vroeg" if cel.status == NOG_NIET_RIJP else _WEINIG
    return ""


def _share(cel: Aanbiedercijfer | None) -> str:
    """'17,1% van 1.243', with 'deels nog te vroeg' when it is of those who are ripe."""
    if cel is None or cel.waarde is None:
        return _words(cel)
    text = f"{show_number(100 * cel.waarde, 1)}%"
    if cel.noemer is not None:
        text += f" van {show_number(cel.noemer)}"
    return f"{text}, {_DEELS}" if cel.status == NOG_NIET_RIJP else text


def _count(cel: Aanbiedercijfer | None, settings: Settings, *, is_whole: bool = False) -> str:
    """How many; '<10' for what is hidden, for a whole of all aanbieders _DICHT."""
    if cel is None:
        return "0"
    if cel.waarde is None:
        return _DICHT if is_whole else f"<{settings.onthulling.drempel}"
    return show_number(cel.waarde)


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
    """Euros; words where nothing was declared or it is hidden."""
    return show_euro(cel.waarde) if cel and cel.waarde is not None else _words(cel)


def _show_agenda() -> None:
    st.header("Agenda van het gesprek", anchor=False)
    st.html(item_list([punt.titel for punt in STANDAARD["aanbieder"]], "bespreken", "ol"))
    note("Deze punten komen vanzelf in het voorstel als u een gesprek met een aanbieder plant.")
    show_html(
        "<p>{{ link }}</p>", link=link_html("Naar de gesprekken", "gesprekken", klasse=WEGWIJZER)
    )
