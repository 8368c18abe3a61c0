"""The body of an indicator page: two lines, the chart, numbers, table, what to keep."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from markupsafe import Markup

from proeftuin.indicators import INDICATOR, INDICATORS, KERN, slugs_on
from proeftuin.report import quarter_table, tabel_html
from proeftuin.results import (
    Comparison,
    Published,
    has_cijfers,
    needs_average_quarter,
    read_window,
    select,
)
from proeftuin.sentences import (
    page_lines,
    page_sentence,
    rounding_words,
    short_sentence,
    show_figure,
    state_notes,
    text_of,
)
from proeftuin.ui.address import link_html, pick, pick_wijk, switch
from proeftuin.ui.indicator.getallen import numbers_of
from proeftuin.ui.indicator.jaren import show_before_after
from proeftuin.ui.indicator.lijnen import apart_of, lines_of, show_apart, show_lines
from proeftuin.ui.indicator.vergelijk import show_why_link
from proeftuin.ui.nulmeting import nulmeting_texts, show_nulmeting_changes
from proeftuin.ui.opmaak import paragraph, show_html, show_paragraph, text_html
from proeftuin.ui.parts import (
    DIA_HOOG,
    Figuurdia,
    Merkuitleg,
    beside,
    list_events,
    show_downloads,
    show_events,
    show_folded,
    show_numbers,
    state_texts,
    unsaid,
)
from proeftuin.ui.rows import compare_slug
from proeftuin.ui.shell import (
    Context,
    cijfers,
    note,
    sentence,
    show_kept,
)
from proeftuin.vocabulary import (
    KWARTAAL,
    NULMETING,
)

GEEN_ANDER = "geen"
_UITLEG = "Uitleg bij de grafiek en de cijfers"
ERNAAST = 5  # figures one click away
_HERSCHIKT = ("naast", "apart", "voor_na")  # keys of the address that say what the chart shows
_HOOG, _NAAST = 400, 300  # pixels of the chart alone, and of two side by side


@dataclass(frozen=True)
class Selectie:
    """What the reader chose at the top of a page, all of it in the address.

    voor_na: nulmeting beside effectjaar with the verdict, instead of the lines by quarter. apart:
    a small chart per wijk. naast: the slug of a second figure beside the first, or GEEN_ANDER.
    """

    wijk: str
    onzekerheid: bool = False
    tabel: bool = False
    voor_na: bool = False
    apart: bool = False
    naast: str = GEEN_ANDER


def pick_selectie(
    context: Context, *, met_voor_na: bool = True, met_hoofdcijfer: bool = True
) -> Selectie:
    """The selection line of a page; met_voor_na: with the switch to the years.

    met_hoofdcijfer: the page has one large figure, which can stand beside another or per wijk.
    """
    others = [item.slug for item in INDICATORS if item.heeft_wijkwaarde]
    names = {slug: INDICATOR[slug].naam for slug in others} | {GEEN_ANDER: "geen"}
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom", key="keuze"):
        wijk = pick_wijk(context)
        naast = GEEN_ANDER
        if met_hoofdcijfer:
            choices = (GEEN_ANDER, *others)
            naast = pick("Naast een ander cijfer", choices, "naast", names.__getitem__)
        voor_na = switch("Voor en na vergelijken", "voor_na") if met_voor_na else False
        apart = switch("Elke wijk apart", "apart") if met_hoofdcijfer else False
        onzekerheid = switch("Onzekerheid tonen", "onzekerheid")
        tabel = switch("Tabellen tonen", "tabel")
    return Selectie(wijk, onzekerheid, tabel, voor_na, apart, naast)


def show_main(context: Context, slug: str, keuze: Selectie, *, uitleg: str = "") -> Comparison:
    """The main indicator of a page, large; returns its comparison for the page to build on.

    uitleg: what the page adds to the folded explanation of the chart.
    """
    comparison = compare_slug(context, slug, keuze.wijk)
    if keuze.voor_na:
        show_before_after(context, slug, keuze.wijk, tabel=keuze.tabel)
        show_why_link(context, slug, keuze.wijk)
    else:
        _show_quarters(context, slug, keuze, comparison, uitleg)
    return comparison


def _show_quarters(
    context: Context, slug: str, keuze: Selectie, comparison: Comparison, uitleg: str
) -> None:
    seen, sure = page_lines(comparison, context.settings)
    with beside(f"kop_{slug}"):
        sentence(seen)
        _show_menu(context, slug, keuze, seen, is_main=True)
    if sure:
        show_paragraph(text_html(sure), "bij")
    _show_companions(context, slug, keuze)
    _show_charts(context, slug, keuze, seen)
    shown = slug if keuze.apart or keuze.naast == GEEN_ANDER else keuze.naast
    events = list_events(context, slug) + list_events(context, shown)
    rounded = [rounding_words(context.editie.audience)] if comparison.verschil is not None else []
    said = _Gezegd(
        () if keuze.apart else unsaid(context, events),
        unsaid(context, (*state_notes(comparison), *nulmeting_texts(context, (slug,)), *rounded)),
        uitleg,
    )
    show_kept(
        context,
        ("eronder", slug, keuze.wijk, keuze.onzekerheid, keuze.tabel, said),
        lambda: _draw_below(context, slug, keuze, comparison, said),
    )


@dataclass(frozen=True)
class _Gezegd:
    """What is said under a chart and nowhere above it: marks on the axis, small print, and what
    the page adds to the folded explanation.
    """

    merken: tuple[Merkuitleg, ...]
    noten: tuple[str, ...]
    uitleg: str = ""


def _draw_below(
    context: Context, slug: str, keuze: Selectie, comparison: Comparison, said: _Gezegd
) -> None:
    """What stands under the lines: events, numbers, small print and the table."""
    published = cijfers(context, slug)
    show_events(said.merken)
    show_numbers(numbers_of(context, comparison))
    band = "De band is de marge door toeval binnen een wijk (95%)." if keuze.onzekerheid else ""
    note(" ".join(filter(None, (*said.noten, band))))
    show_why_link(context, slug, keuze.wijk)
    show_nulmeting_changes(context, (slug,))
    more = [*state_texts(context, published), *filter(None, [said.uitleg])]
    if comparison.pilot.woord is not None:
        more.append(_year_text(context, comparison))
    if more:
        show_folded(paragraph(text_html(" ".join(more))), titel=_UITLEG)
    _show_table(context, slug, keuze)


def list_companions(slug: str) -> tuple[str, ...]:
    """Figures offered beside this one: the core ones, then those of its own page; at most ERNAAST.

    The list at the top has all others.
    """
    own = slugs_on(INDICATOR[slug].pagina)
    found = (item for item in dict.fromkeys((*KERN, *own)) if INDICATOR[item].heeft_wijkwaarde)
    return tuple(item for item in found if item != slug)[:ERNAAST]


def _show_companions(context: Context, slug: str, keuze: Selectie) -> None:
    """One click lays another figure beside this one; a link keeps what else was chosen."""
    kept = {naam: st.query_params[naam] for naam in st.query_params if naam not in _HERSCHIKT}
    kept["wijk"] = keuze.wijk
    there = [item for item in list_companions(slug) if has_cijfers(context.editie, item)]
    items: list[tuple[str, Markup | None]] = [
        (
            INDICATOR[item].naam,
            None
            if item == keuze.naast
            else link_html(INDICATOR[item].naam, context.slug, naast=item, **kept),
        )
        for item in there
    ]
    if keuze.naast != GEEN_ANDER:
        items.append(("", link_html("alleen dit cijfer", context.slug, **kept)))
    show_html(
        '<nav aria-label="Leg ernaast"><ul class="ernaast"><li aria-hidden="true">Leg ernaast:</li>'
        "{% for naam, link in items %}{% if link %}<li>{{ link }}</li>{% else %}"
        '<li aria-current="true"><b>{{ naam }}</b></li>{% endif %}{% endfor %}</ul></nav>',
        items=items,
    )


def _show_charts(context: Context, slug: str, keuze: Selectie, text: str) -> None:
    """The lines, one chart per wijk, or two figures side by side."""
    if keuze.apart:
        show_apart(context, slug, keuze.wijk, text)
        return
    if keuze.naast in (GEEN_ANDER, slug):
        show_lines(context, slug, keuze.wijk, text, onzekerheid=keuze.onzekerheid)
        return
    other = short_sentence(compare_slug(context, keuze.naast, keuze.wijk), context.settings)
    pair = ((slug, text), (keuze.naast, other))
    for column, (item, words) in zip(st.columns(2, gap="medium"), pair, strict=True):
        with column:
            show_paragraph(text_html(INDICATOR[item].naam), "onderkop")
            show_lines(
                context, item, keuze.wijk, words, onzekerheid=keuze.onzekerheid, hoogte=_NAAST
            )
            if item != slug:
                note(words)
    note("Dat twee lijnen samen bewegen, zegt niet dat de een door de ander komt.")


def show_small(
    context: Context, slug: str, keuze: Selectie, *, toelichting: str = ""
) -> Comparison:
    """A companion indicator, smaller: heading, question, sentence, lines, table, downloads."""
    indicator = INDICATOR[slug]
    comparison = compare_slug(context, slug, keuze.wijk)
    text = short_sentence(comparison, context.settings)
    with beside(f"kop_{slug}"):
        st.header(indicator.naam, anchor=False)
        if not keuze.voor_na:
            _show_menu(context, slug, keuze, text)
    asked = text_of(indicator.vraag, context.settings)
    show_paragraph(f"{asked} {indicator.richting.value.capitalize()}.", "noot gevraagd")
    if keuze.voor_na:
        show_before_after(context, slug, keuze.wijk, tabel=keuze.tabel, hoogte=300)
        show_why_link(context, slug, keuze.wijk)
        return comparison
    show_lines(context, slug, keuze.wijk, text, onzekerheid=keuze.onzekerheid, hoogte=280)
    notes = (text_of(toelichting, context.settings), *state_notes(comparison))
    said = _Gezegd(
        unsaid(context, list_events(context, slug)),
        unsaid(context, (*notes, *nulmeting_texts(context, (slug,)))),
    )
    show_kept(
        context,
        ("eronder", slug, keuze.wijk, keuze.tabel, said),
        lambda: _draw_below_small(context, slug, keuze, text, said),
    )
    return comparison


def _draw_below_small(
    context: Context, slug: str, keuze: Selectie, text: str, said: _Gezegd
) -> None:
    show_events(said.merken)
    show_paragraph(text_html(text), "bij")
    if said.noten:
        note(" ".join(said.noten))
    show_why_link(context, slug, keuze.wijk)
    show_nulmeting_changes(context, (slug,))
    _show_table(context, slug, keuze)


def show_others(context: Context, shown: Sequence[str], keuze: Selectie) -> None:
    """Every indicator that names this page and has no place of its own (shown) on it."""
    for slug in slugs_on(context.slug):
        if slug not in shown and has_cijfers(context.editie, slug):
            show_small(context, slug, keuze)


def _year_text(context: Context, comparison: Comparison) -> str:
    """The year value beside the mean quarter that the sentence compares with."""
    indicator = comparison.indicator
    year = read_window(cijfers(context, indicator.slug), comparison.wijk, NULMETING)
    naam = context.settings.wijk_naam(comparison.wijk)
    why = "Hier staat een kwartaal naast een gemiddeld kwartaal."
    if needs_average_quarter(indicator):
        why = (
            "Een jaar telt meer mensen dan een kwartaal; daarom vergelijken we een kwartaal met "
            "een gemiddeld kwartaal."
        )
    whole = ""
    if year is not None and year.waarde is not None:
        value = show_figure(indicator, year)
        whole = f"Over het hele jaar is de nulmeting van {naam} {value}. "
    return (
        f"{whole}{why} "
        "Met 'Voor en na vergelijken' staat het hele effectjaar naast de hele nulmeting."
    )


def _show_menu(
    context: Context, slug: str, keuze: Selectie, zin: str, *, is_main: bool = False
) -> None:
    indicator = INDICATOR[slug]

    def shown() -> Published:
        since = context.settings.perioden.grafiek_vanaf
        return select(cijfers(context, slug), venster=KWARTAAL, vanaf=since)

    build = lines_of(context, slug, keuze.wijk, keuze.onzekerheid)
    flat = lines_of(context, slug, keuze.wijk, keuze.onzekerheid, DIA_HOOG)
    if is_main and keuze.apart:
        build = flat = apart_of(context, slug)

    def whole() -> str:
        return page_sentence(compare_slug(context, slug, keuze.wijk), context.settings)

    dia = Figuurdia(slug, zin, whole, flat)
    show_downloads(context, slug, f"{indicator.naam} per kwartaal", shown, build, dia)


def _show_table(context: Context, slug: str, keuze: Selectie) -> None:
    table = quarter_table(cijfers(context, slug), context.settings, INDICATOR[slug])
    show_folded(tabel_html(table), is_open=keuze.tabel)
