"""The map on screen: choices in the address, the map itself, its legend, and its figures.

The figures are those of one wijk in words and of all wijken as a table.
"""

from datetime import timedelta

import streamlit as st
from markupsafe import Markup

from proeftuin.indicators import INDICATORS, KERN, Indicator
from proeftuin.maps import (
    LAAG,
    Cel,
    Keuze,
    Schaal,
    build_map,
    map_height,
    read_before,
    read_cells,
    read_choice,
    read_scale,
    read_vormen,
    states_of,
)
from proeftuin.report import LINKS, Tabelkolom, figure_cell
from proeftuin.results import (
    AFGEROND,
    Change,
    Figure,
    Published,
    claims_of_change,
    describe_change,
    describe_quarter,
    find_uitkomst,
    is_overgang,
)
from proeftuin.sentences import (
    KWARTAAL_TEGENOVER,
    STATUS_UITLEG,
    Statement,
    change_word,
    rounding_words,
    say_hidden,
    say_unripe,
    show_bare,
    show_difference,
    show_figure,
    show_margin,
    show_number,
    show_period,
    show_quarter,
    text_of,
    than_words,
    year_sentence,
)
from proeftuin.sentences.gesprek import quarter_code
from proeftuin.settings import Settings
from proeftuin.ui.address import pick, pick_wijk
from proeftuin.ui.door import app_settings
from proeftuin.ui.nulmeting import nulmeting_texts, show_nulmeting_changes
from proeftuin.ui.opmaak import html, show_html
from proeftuin.ui.shell import (
    Context,
    cijfers,
    indicator_of,
    note,
    once,
    sentence,
    show_kept,
    show_title,
)
from proeftuin.ui.tables import Inhoud, show_rows
from proeftuin.vocabulary import (
    AFGESCHERMD,
    EFFECTJAAR,
    GEMEENTE,
    KWARTAAL,
    NIET_GELEVERD,
    NOG_NIET_RIJP,
    NULMETING,
    OK,
    OVERIGE,
    TE_KLEIN,
    VOORLOPIG,
)

GEMIDDELD_ANDERE = "Gemiddeld in de andere wijken"
_WAARDE, _VERANDERING = "waarde", "verandering"
_TOON = {_WAARDE: "Het cijfer zelf", _VERANDERING: "Verandering sinds de nulmeting"}
_LEGENDA = {
    TE_KLEIN: "klein",
    VOORLOPIG: "voorlopig",
    NOG_NIET_RIJP: "stippen",
    AFGESCHERMD: "arcering",
    NIET_GELEVERD: "leeg",
}


def show_kaart(context: Context) -> None:
    """The whole page: choices, title, the map with its words beside it, and the table."""
    kop = st.container()
    columns = st.columns([3, 3, 2, 2])
    with columns[0]:
        indicator = _pick_indicator()
    with columns[1]:
        is_verandering = _pick_mode()
    with columns[2]:
        keuze = _pick_periode(context, is_verandering=is_verandering)
    with columns[3]:
        wijk = pick_wijk(context)
    with kop:
        show_title(context, indicator.vraag, indicator)
    published = cijfers(context, indicator.slug)
    beeld, ernaast = st.columns([3, 2], gap="large")
    sleutel = ("kaart", indicator.slug, keuze)
    with beeld:
        _show_map(context, published, indicator, keuze, wijk)
    with ernaast:
        show_kept(
            context,
            (*sleutel, wijk),
            lambda: _show_wijk(context, published, indicator, keuze, wijk),
        )
    show_kept(context, sleutel, lambda: _show_below(context, published, indicator, keuze))


def _pick_indicator() -> Indicator:
    """A choice of any indicator, ?cijfer= in the address; the core indicators come first."""
    slugs = [*KERN, *(item.slug for item in INDICATORS if item.slug not in KERN)]
    names = {slug: indicator_of(slug).naam for slug in slugs}
    return indicator_of(pick("Cijfer", slugs, "cijfer", names.__getitem__, old=["indicator"]))


def _pick_periode(context: Context, *, is_verandering: bool) -> Keuze:
    """A year window or a quarter, ?periode= in the address; the effectjaar comes first."""
    editie, settings = context.editie, context.settings
    quarters = {
        quarter_code(tot): tot
        for van, tot in editie.kwartalen
        if not (is_verandering and is_overgang(van, tot, settings))
    }
    since = settings.perioden.grafiek_vanaf
    names: tuple[str, ...] = (EFFECTJAAR, NULMETING)
    if is_verandering:
        since, names = settings.vensters.nulmeting[1] + timedelta(days=1), names[:1]
    shown = [name for name, tot in reversed(quarters.items()) if tot >= since]
    years = [name for name in names if name in editie.vensters]
    texts = {naam: naam.capitalize() for naam in years}
    texts |= {code: show_quarter(quarters[code]) for code in shown}
    chosen = pick("Periode", list(texts), "periode", texts.__getitem__)
    if chosen in quarters:
        return Keuze(KWARTAAL, quarters[chosen], is_verandering)
    return Keuze(chosen, None, is_verandering)


def _pick_mode() -> bool:
    """True for the change since the nulmeting, ?toon= in the address."""
    return pick("Toon", list(_TOON), "toon", _TOON.__getitem__) == _VERANDERING


def _show_map(
    context: Context, published: Published, indicator: Indicator, keuze: Keuze, wijk: str
) -> None:
    """The map; a click puts the wijk in the address. Its legend and table are drawn apart."""
    cells = read_cells(published, context.settings, indicator, keuze)
    schaal = read_scale(published, context.settings, indicator, keuze)
    vormen = read_vormen(context.settings)
    achtergrond = context.settings.geo.achtergrond
    deck = once(
        context,
        ("kaart", indicator.slug, keuze, wijk),
        lambda: build_map(vormen, cells, schaal, gekozen=wijk, achtergrond=achtergrond),
    )
    key = f"kaartbeeld_{wijk}"  # a new key per wijk lets the same wijk be clicked again

    def remember() -> None:
        """Put the wijk that was clicked in the address."""
        objects = st.session_state[key].selection.objects.get(LAAG, [])
        if objects:
            st.session_state["wijk"] = objects[0]["wijk"]

    st.pydeck_chart(
        deck,
        height=map_height(vormen),
        on_select=remember,
        selection_mode="single-object",
        key=key,
        alt=describe_map(context, indicator, keuze, cells),
    )
    st.html(
        '<p class="noot bediening">Klik op een wijk om die te kiezen. Ziet u geen kaart? Dan kan '
        "uw browser haar niet tekenen. De tabel hieronder zegt hetzelfde.</p>"
    )


def describe_map(
    context: Context, indicator: Indicator, keuze: Keuze, cells: tuple[Cel, ...]
) -> str:
    """What a screen reader says of the map: every wijk with its words."""
    what = "verandering sinds de nulmeting" if keuze.is_verandering else "cijfer"
    values = "; ".join(f"{cell.naam} {' '.join(cell.tekst.split())}" for cell in cells)
    return (
        f"Kaart van {context.settings.gemeente.naam}, {indicator.naam.lower()}, {what}: {values}."
    )


def legend(indicator: Indicator, cells: tuple[Cel, ...], schaal: Schaal) -> Markup:
    """The colours and the states on the map in words, as HTML."""
    scale = ""
    coloured = any(cell.waarde is not None and cell.status in (OK, TE_KLEIN) for cell in cells)
    if coloured and schaal.low < schaal.high:
        scale = _scale_row(indicator, schaal)
    states = states_of(cells)
    return html(
        '<ul class="kaart-legenda">{{ schaal }}<li><i class="vak pilot"></i>Blauwe rand: wijk van '
        'de proeftuin</li>{% for soort, tekst in toestanden %}<li><i class="vak {{ soort }}"></i>'
        "{{ tekst }}</li>{% endfor %}</ul>",
        schaal=scale,
        toestanden=[(_LEGENDA[x], text_of(STATUS_UITLEG[x], app_settings())) for x in states],
    )


def _scale_row(indicator: Indicator, schaal: Schaal) -> Markup:
    def css(value: float) -> str:
        red, green, blue = schaal.rgb(value)
        return f"rgb({red},{green},{blue})"

    if schaal.is_verandering:
        reach = max(abs(schaal.low), abs(schaal.high))
        ends = (f"{show_difference(indicator, -reach)}", f"{show_difference(indicator, reach)}")
        stops = f"{css(-reach)}, #fff, {css(reach)}"
        words = "Blauw is lager, wit is gelijk, oranje is hoger dan in de nulmeting."
    else:
        ends = (show_bare(indicator, schaal.low), show_bare(indicator, schaal.high))
        stops = f"{css(schaal.low)}, {css(schaal.high)}"
        words = "Van de laagste naar de hoogste waarde van alle wijken en perioden."
    return html(
        '<li class="schaal"><span>{{ van }}</span>'
        '<i style="background:linear-gradient(to right,{{ kleuren }})"></i>'
        "<span>{{ tot }}</span><small>{{ uitleg }}</small></li>",
        van=ends[0],
        tot=ends[1],
        kleuren=stops,
        uitleg=words,
    )


def read_change(
    published: Published, settings: Settings, indicator: Indicator, keuze: Keuze, wijk: str
) -> Change:
    """The chosen window of a wijk against what it is compared with in the nulmeting."""
    now = read_choice(published, wijk, keuze)
    before = read_before(published, settings, indicator, keuze, wijk)
    if keuze.venster == KWARTAAL:
        return describe_quarter(indicator, now, before, settings)
    return describe_change(indicator, now, before, settings)


def period_name(context: Context, keuze: Keuze) -> str:
    """'juli–september 2023', or 'oktober 2022 tot en met ...' for a named window."""
    if keuze.tot is not None:
        return show_period(keuze.tot.replace(day=1), keuze.tot)
    return show_period(*context.editie.vensters[keuze.venster])


def _show_wijk(
    context: Context, published: Published, indicator: Indicator, keuze: Keuze, wijk: str
) -> None:
    """The chosen wijk, a sentence and its figures, and what the colours and states mean."""
    settings = context.settings
    change = read_change(published, settings, indicator, keuze, wijk)
    others = read_change(published, settings, indicator, keuze, OVERIGE)
    city = read_choice(published, GEMEENTE, keuze)
    naam = settings.wijk_naam(wijk)
    if keuze.venster == EFFECTJAAR and indicator.heeft_wijkwaarde:
        outcome = find_uitkomst(context.editie, indicator.slug)
        rounded = change.woord == AFGEROND
        sentence(year_sentence(outcome, indicator, settings, wijk, is_afgerond=rounded))
    else:
        sentence(wijk_sentence(indicator, naam, change, others, keuze))
    facts = [
        (f"{naam}, {period_name(context, keuze)}", show_figure(indicator, change.now)),
        ("Marge door toeval", show_margin(indicator, change.now) or "–"),
    ]
    if keuze.venster != NULMETING:
        facts.append((_before_name(keuze), show_figure(indicator, change.nulmeting)))
        facts.append(("Verschil met de nulmeting", show_gap(indicator, change)))
    facts.append(("Andere wijken", show_figure(indicator, others.now)))
    facts.append((settings.gemeente.naam, show_figure(indicator, city)))
    show_html(
        '<dl class="feiten">{% for naam, waarde in feiten %}'
        "<div{% if loop.first and is_pilot %} class=pilot{% endif %}><dt>{{ naam }}</dt>"
        "<dd>{{ waarde }}</dd></div>{% endfor %}</dl>",
        feiten=facts,
        is_pilot=wijk in settings.pilot.wijken,
    )
    cells = read_cells(published, settings, indicator, keuze)
    st.html(legend(indicator, cells, read_scale(published, settings, indicator, keuze)))


def _show_below(context: Context, published: Published, indicator: Indicator, keuze: Keuze) -> None:
    """The map as a table, and what to know of its figures."""
    _show_map_table(context, published, indicator, keuze)
    lines = nulmeting_texts(context, (indicator.slug,))
    if keuze.venster != NULMETING:
        lines.append(rounding_words(context.editie.audience))
    lines.append("Wat Geteld en Van zijn, staat bij ‘Wat telt mee?’.")
    lines.append(f"Wijkgrenzen: {context.settings.geo.bron}. Eenheid: {indicator.eenheid}.")
    note(" ".join(lines))
    show_nulmeting_changes(context, (indicator.slug,))


def show_gap(indicator: Indicator, change: Change) -> str:
    """The difference with its sign, or a dash."""
    return show_difference(indicator, change.verschil) if change.verschil is not None else "–"


def wijk_sentence(
    indicator: Indicator, naam: str, change: Change, others: Change, keuze: Keuze
) -> Statement:
    """What the map says of one wijk in a quarter, or in the nulmeting."""
    figure = change.now
    if figure is None or figure.waarde is None:
        return Statement(_without_value(indicator, naam, figure))
    text = f"{indicator.naam} in {naam}: {show_figure(indicator, figure)}."
    if keuze.venster == NULMETING:
        return Statement(text)
    if change.woord is None:
        return Statement(f"{text} Een vergelijking met de nulmeting is hier niet mogelijk.")
    than = than_words(indicator, change.woord, KWARTAAL_TEGENOVER)
    text += f" Dat is {than} ({show_gap(indicator, change)})."
    if others.woord is not None:
        word = change_word(indicator, others)
        text += f" In de andere wijken: {word} ({show_gap(indicator, others)})."
    return Statement(text, claims_of_change(indicator, change, others))


def _without_value(indicator: Indicator, naam: str, figure: Figure | None) -> str:
    subject = f"{indicator.naam} in {naam}"
    if figure is None or figure.status == NIET_GELEVERD:
        return f"{subject} is niet geleverd."
    if figure.status == AFGESCHERMD:
        return f"{subject} is {say_hidden(indicator, figure)}."
    if figure.status == NOG_NIET_RIJP:
        return f"{subject} is {say_unripe(figure)}."
    return f"{subject}: er waren er geen in deze periode."


def _show_map_table(
    context: Context, published: Published, indicator: Indicator, keuze: Keuze
) -> None:
    """Every wijk, the other wijken together and the gemeente: the map as a table."""
    settings = context.settings
    wijken = (*settings.wijk_ids, OVERIGE, GEMEENTE)
    has_before = keuze.venster != NULMETING
    period = period_name(context, keuze)
    kolommen = [
        Tabelkolom("Wijk", LINKS),
        Tabelkolom(period if keuze.tot else keuze.venster.capitalize()),
    ]
    kolommen += [Tabelkolom(_before_name(keuze)), Tabelkolom("Verschil")] if has_before else []
    kolommen += [Tabelkolom("Marge door toeval"), Tabelkolom("Geteld"), Tabelkolom("Van")]
    rows = []
    for wijk in wijken:
        change = read_change(published, settings, indicator, keuze, wijk)
        row: list[Inhoud] = [
            settings.wijk_naam(wijk),
            figure_cell(indicator, change.now),
        ]
        if has_before:
            is_told = keuze.venster == KWARTAAL or wijk in settings.wijk_ids
            gap = show_gap(indicator, change) if is_told else "–"
            row += [figure_cell(indicator, change.nulmeting), gap]
        row.append(show_margin(indicator, change.now) or "–")
        rows.append([*row, _count(change.now, "teller"), _count(change.now, "noemer")])
    if has_before and keuze.venster == EFFECTJAAR and indicator.heeft_wijkwaarde:
        rows.append(_mean_row(context, indicator))
    pilots = [place for place, wijk in enumerate(wijken) if wijk in settings.pilot.wijken]
    show_rows(kolommen, rows, onderschrift=f"{indicator.naam}, {period}", pilot_rows=pilots)


def _before_name(keuze: Keuze) -> str:
    return "Nulmeting, gemiddeld kwartaal" if keuze.venster == KWARTAAL else "Nulmeting"


def _mean_row(context: Context, indicator: Indicator) -> list[Inhoud]:
    """The mean change of the other wijken, as the effect table has it: what the verdict is about.

    The rows of all together say no change over years: that would be a second answer.
    """
    mean = find_uitkomst(context.editie, indicator.slug).d_controle
    change = "–" if mean is None else show_difference(indicator, mean)
    return [GEMIDDELD_ANDERE, "–", "–", change, "–", "–", "–"]


def _count(figure: Figure | None, field: str) -> str:
    value = getattr(figure, field) if figure else None
    return show_number(value) if value is not None else "–"
