"""The body of an indicator page: sentence, lines by quarter, numbers, table, downloads.

'Voor en na vergelijken' puts nulmeting beside effectjaar for all wijken, with the same verdict.
Wachttijd gets the numbers beside it without which it can mislead.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from html import escape

import streamlit as st

from proeftuin.charts import (
    Grafiek,
    alt_text,
    line_chart,
    slope_chart,
    usable_wijken,
    voorparen_chart,
)
from proeftuin.indicators import INDICATOR, Indicator, is_share, slugs_on
from proeftuin.results import (
    Comparison,
    Figure,
    Uitkomst,
    WijkWaarden,
    find_uitkomst,
    needs_average_quarter,
    read_window,
    select,
)
from proeftuin.sentences import (
    KANS_UITLEG,
    STATUS_TEKST,
    ZONDER_PROEFTUIN,
    Cell,
    Table,
    effect_sentence,
    join_words,
    page_sentence,
    pilot_name,
    quarter_table,
    short_sentence,
    show_bare,
    show_difference,
    show_figure,
    show_margin,
    show_now,
    show_number,
    show_period,
    show_quarter,
    show_size,
    state_notes,
    strip_alt,
    strip_sentence,
    text_of,
)
from proeftuin.settings import Settings
from proeftuin.ui.address import pick_wijk, switch
from proeftuin.ui.gesprek.tafel import visible_duidingen
from proeftuin.ui.gesprek.texts import marks_of, show_mark_list
from proeftuin.ui.nulmeting import show_nulmeting
from proeftuin.ui.parts import (
    Number,
    show_copy_link,
    show_downloads,
    show_events,
    show_folded,
    show_numbers,
    show_states,
    table_html,
)
from proeftuin.ui.rows import compare_slug
from proeftuin.ui.shell import (
    Context,
    chart_of,
    cijfers,
    note,
    sentence,
    show_chart,
    text_html,
)
from proeftuin.vocabulary import (
    AFGESCHERMD,
    EFFECTJAAR,
    KWARTAAL,
    NIET_GELEVERD,
    NULMETING,
    OK,
    TE_KLEIN,
)

_JAREN = (NULMETING, EFFECTJAAR)
_GROOT = 360  # from this height the sentence is that of the page, below it that of a small chart


def show_before_after(
    context: Context, slug: str, wijk: str, *, tabel: bool, hoogte: int = 400
) -> None:
    """The verdict, the slopes of all wijken, the same figures as a table, and downloads."""
    settings, indicator = context.settings, INDICATOR[slug]
    outcome = find_uitkomst(context.editie, slug)
    text = effect_sentence(outcome, indicator, settings)
    if hoogte >= _GROOT:
        sentence(text)
    else:
        st.html(f'<p class="bij">{text_html(text)}</p>')
    build = None
    if usable_wijken(outcome):
        build = partial(slope_chart, outcome, settings, indicator, wijk=wijk, hoogte=hoogte)
        spec = chart_of(context, ("voor_na", slug, wijk, hoogte), build)
        show_chart(spec, slope_text(indicator, text), f"{slug}_voor_na")
    show_earlier(context, outcome)
    for line in explain_comparison(context, outcome, wijk, is_main=hoogte >= _GROOT):
        note(line)
    show_nulmeting(context, (slug,))
    titel = f"{indicator.naam}, nulmeting en effectjaar"
    with st.container(gap="xxsmall"):
        show_folded(table_html(wijk_table(outcome, indicator, settings)), is_open=tabel)
        shown = select(cijfers(context, slug), _JAREN, settings.wijk_ids)
        show_downloads(context, f"{slug}_voor_na", titel, shown, build)


def show_earlier(context: Context, outcome: Uitkomst) -> None:
    """How much wijken differed in earlier, equally long periods, with the pilot of now."""
    settings, indicator = context.settings, INDICATOR[outcome.slug]
    if not outcome.stippen:
        return
    spec = chart_of(
        context,
        ("strook", outcome.slug),
        lambda: voorparen_chart(outcome, indicator, settings),
    )
    st.html(f'<p class="onderkop">{escape(ZONDER_PROEFTUIN)}</p>')
    show_chart(spec, strip_alt(outcome, indicator, settings), f"{outcome.slug}_strook")
    note(strip_sentence(outcome, indicator, settings))


def slope_text(indicator: Indicator, text: str) -> str:
    """What a screen reader says of the slopes."""
    return (
        f"Lijngrafiek van {indicator.naam.lower()} per wijk, van nulmeting naar effectjaar. "
        f"{text} De cijfers staan in de tabel eronder."
    )


def explain_comparison(
    context: Context, outcome: Uitkomst, wijk: str, *, is_main: bool
) -> list[str]:
    """Which years these are, which wijken are missing, and what the limits mean."""
    settings = context.settings
    lines = []
    if is_main:
        nulmeting, effectjaar = settings.vensters.nulmeting, settings.vensters.effectjaar
        lines.append(
            f"Nulmeting: {show_period(*nulmeting)}. Effectjaar: {show_period(*effectjaar)}. Elk "
            "jaar is over het hele jaar gemeten, dus een cijfer kan anders zijn dan per kwartaal."
        )
        if wijk not in settings.pilot.wijken:
            lines.append(
                f"Het oordeel gaat altijd over {pilot_name(settings)}. "
                f"{settings.wijk_naam(wijk)} is zwart getekend."
            )
    lines += missing_wijken(outcome, settings)
    if is_main and outcome.onder is not None:
        lines.append(KANS_UITLEG)
    return lines


def missing_wijken(outcome: Uitkomst, settings: Settings) -> list[str]:
    """'Niet te vergelijken: Zuid (nog te vroeg).'; nothing when every wijk is drawn."""
    shown = {item.wijk for item in usable_wijken(outcome)}
    missing: dict[str, list[str]] = {}
    for item in outcome.wijken:
        if item.wijk not in shown:
            state = STATUS_TEKST.get(item.status) or "geen waarde"
            missing.setdefault(state, []).append(settings.wijk_naam(item.wijk))
    parts = [f"{join_words(names)} ({state})" for state, names in missing.items()]
    return [f"Niet te vergelijken: {'; '.join(parts)}."] if parts else []


def wijk_table(outcome: Uitkomst, indicator: Indicator, settings: Settings) -> Table:
    """Every wijk with its years and its change, the pilot first."""
    order = sorted(outcome.wijken, key=lambda item: not item.is_pilot)
    rows = []
    for item in order:
        change = "–" if item.d is None else show_difference(indicator, item.d)
        klasse = "pilot" if item.is_pilot else ""
        cells = [_year_cell(item, year, indicator) for year in _JAREN]
        rows.append((Cell(settings.wijk_naam(item.wijk)), *cells, Cell(change, klasse)))
    heads = ("Wijk", *(year.capitalize() for year in _JAREN), "Verandering")
    return Table(f"{indicator.naam} per wijk en jaar, {indicator.eenheid}", heads, tuple(rows))


def _year_cell(item: WijkWaarden, year: str, indicator: Indicator) -> Cell:
    value, status = getattr(item, year), getattr(item, f"status_{year}")
    klasse = {AFGESCHERMD: "arcering", NIET_GELEVERD: "leeg"}.get(status, "")
    if value is None:
        return Cell(STATUS_TEKST.get(status) or "–", klasse or "grijs")
    text = show_bare(indicator, value)
    if status == TE_KLEIN:
        return Cell(f"({text})")
    if status != OK:
        return Cell(f"{text} {STATUS_TEKST.get(status, '')}", "grijs")
    return Cell(text, "pilot" if item.is_pilot else "")


@dataclass(frozen=True)
class Selectie:
    """What the reader chose at the top of a page, all of it in the address.

    voor_na: nulmeting beside effectjaar with the verdict, instead of the lines by quarter.
    """

    wijk: str
    onzekerheid: bool = False
    tabel: bool = False
    voor_na: bool = False


def pick_selectie(context: Context, *, met_voor_na: bool = True) -> Selectie:
    """The selection line of a page; met_voor_na: with the switch to the years."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom", key="keuze"):
        wijk = pick_wijk(context)
        voor_na = switch("Voor en na vergelijken", "voor_na") if met_voor_na else False
        onzekerheid = switch("Onzekerheid tonen", "onzekerheid")
        tabel = switch("Tabellen tonen", "tabel")
        show_copy_link()
    return Selectie(wijk, onzekerheid, tabel, voor_na)


def show_main(context: Context, slug: str, keuze: Selectie) -> Comparison:
    """The main indicator of a page, large; returns its comparison for the page to build on."""
    comparison = compare_slug(context, slug, keuze.wijk)
    if keuze.voor_na:
        show_before_after(context, slug, keuze.wijk, tabel=keuze.tabel)
    else:
        _show_quarters(context, slug, keuze, comparison)
    return comparison


def _show_quarters(context: Context, slug: str, keuze: Selectie, comparison: Comparison) -> None:
    published, onzekerheid = cijfers(context, slug), keuze.onzekerheid
    text = page_sentence(comparison, context.settings)
    sentence(text)
    for line in state_notes(comparison):
        note(line)
    show_lines(context, slug, keuze.wijk, text, onzekerheid=onzekerheid)
    show_events(context, published)
    if onzekerheid:
        note(
            "De band is de marge door toeval binnen een wijk (95%). Zij zegt niets over het effect "
            "van de proeftuin."
        )
    show_numbers(numbers_of(context, comparison))
    show_states(context, published)
    show_nulmeting(context, (slug,))
    if comparison.pilot.woord is not None:
        note(_year_text(context, comparison))
    _show_take_along(context, slug, keuze)


def show_small(
    context: Context, slug: str, keuze: Selectie, *, toelichting: str = ""
) -> Comparison:
    """A companion indicator, smaller: heading, question, sentence, lines, table, downloads."""
    indicator = INDICATOR[slug]
    comparison = compare_slug(context, slug, keuze.wijk)
    st.header(indicator.naam, anchor=False)
    note(f"{text_of(indicator.vraag, context.settings)} {indicator.richting.value.capitalize()}.")
    if keuze.voor_na:
        show_before_after(context, slug, keuze.wijk, tabel=keuze.tabel, hoogte=300)
        return comparison
    text = short_sentence(comparison, context.settings)
    show_lines(context, slug, keuze.wijk, text, onzekerheid=keuze.onzekerheid, hoogte=280)
    st.html(f'<p class="bij">{text_html(text)}</p>')
    for line in (text_of(toelichting, context.settings), *state_notes(comparison)):
        if line:
            note(line)
    show_nulmeting(context, (slug,))
    _show_take_along(context, slug, keuze)
    return comparison


def show_others(context: Context, shown: Sequence[str], keuze: Selectie) -> None:
    """Every indicator that names this page and has no place of its own (shown) on it."""
    for slug in slugs_on(context.slug):
        if slug not in shown:
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


def _lines_of(
    context: Context,
    slug: str,
    wijk: str,
    onzekerheid: bool,
    hoogte: int = 400,
    duidingen: tuple[tuple[date, str], ...] = (),
) -> Callable[[], Grafiek]:
    """What makes the chart of an indicator by quarter."""
    return partial(
        line_chart,
        cijfers(context, slug),
        context.settings,
        INDICATOR[slug],
        wijk=wijk,
        onzekerheid=onzekerheid,
        hoogte=hoogte,
        duidingen=duidingen,
    )


def show_lines(
    context: Context,
    slug: str,
    wijk: str,
    text: str,
    *,
    onzekerheid: bool = False,
    hoogte: int = 400,
) -> None:
    """All wijken by quarter; text is the sentence a screen reader gets."""
    duidingen = marks_of(visible_duidingen(context, slug, wijk))
    look = (slug, wijk, onzekerheid, hoogte, duidingen)
    spec = chart_of(context, ("lijnen", *look), _lines_of(context, *look))
    alt = alt_text(cijfers(context, slug), context.settings, INDICATOR[slug], wijk, text)
    show_chart(spec, alt, slug)
    show_mark_list(context, slug, wijk, duidingen)


def _show_take_along(context: Context, slug: str, keuze: Selectie) -> None:
    indicator, published = INDICATOR[slug], cijfers(context, slug)
    shown = select(published, venster=KWARTAAL, vanaf=context.settings.perioden.grafiek_vanaf)
    build = _lines_of(context, slug, keuze.wijk, keuze.onzekerheid)
    with st.container(gap="xxsmall"):
        show_folded(_quarter_table_html(context.sleutel, slug, context), is_open=keuze.tabel)
        show_downloads(context, slug, f"{indicator.naam} per kwartaal", shown, build)


@st.cache_resource(show_spinner=False, max_entries=256)
def _quarter_table_html(sleutel: tuple[str, ...], slug: str, _context: Context) -> str:
    return table_html(quarter_table(cijfers(_context, slug), _context.settings, INDICATOR[slug]))


def numbers_of(context: Context, comparison: Comparison) -> list[Number]:
    """Now, nulmeting, other wijken, and the difference between the two changes."""
    indicator, settings = comparison.indicator, context.settings
    pilot, overige = comparison.pilot, comparison.overige
    naam = settings.wijk_naam(comparison.wijk)
    window = show_period(*settings.vensters.nulmeting)
    when = show_quarter(pilot.now.tot) if pilot.now else ""
    numbers = [
        Number(
            f"{naam} nu",
            show_now(indicator, pilot.now),
            _basis(indicator, pilot.now, when),
            comparison.wijk in settings.pilot.wijken,
        ),
        Number(
            f"Nulmeting {naam}",
            show_figure(indicator, pilot.nulmeting),
            f"{window}, gemiddeld kwartaal",
        ),
        Number(
            "Andere wijken nu",
            show_now(indicator, overige.now),
            f"in de nulmeting {show_figure(indicator, overige.nulmeting)}",
        ),
        Number(
            "Vergeleken met de andere wijken",
            show_difference(indicator, comparison.verschil)
            if comparison.verschil is not None
            else "–",
            _difference_note(comparison, naam),
        ),
    ]
    if indicator.overleving and indicator.overleving.kap_mediaan:
        horizon = getattr(settings.perioden, indicator.overleving.horizon)
        half = f"De helft is {indicator.overleving.werkwoord} na"
        published = cijfers(context, indicator.slug)
        before_half = _half(read_window(published, comparison.wijk, NULMETING), horizon)
        numbers.insert(
            2,
            Number(half, _half(pilot.now, horizon), f"over de hele nulmeting {before_half}"),
        )
    return numbers


def _half(figure: Figure | None, horizon: int) -> str:
    """The median in days; '> 730 dagen' when half was not reached within the horizon."""
    if figure is None or figure.waarde is None:
        return "–"
    if figure.mediaan is None:
        return f"> {horizon} dagen"
    return f"{figure.mediaan:.0f} dagen"


def _basis(indicator: Indicator, figure: Figure | None, when: str) -> str:
    if figure is None:
        return ""
    parts = [when]
    if figure.noemer is not None and is_share(indicator):
        parts.append(f"van {show_number(figure.noemer)}")
    margin = show_margin(indicator, figure)
    if margin:
        parts.append(f"marge {margin}")
    return ", ".join(parts)


def _difference_note(comparison: Comparison, naam: str) -> str:
    indicator = comparison.indicator
    if comparison.pilot.verschil is None or comparison.overige.verschil is None:
        return "nog niet te vergelijken"
    if comparison.verschil is None:
        return "nog niet te vergelijken"
    size = show_size(indicator, comparison.verschil)
    way = "minder" if comparison.verschil < 0 else "meer"
    return f"{naam} veranderde {size} {way} dan de andere wijken; zegt niets over toeval"


def show_waiting(context: Context, comparison: Comparison) -> None:
    """Median, P80, time waited so far by who still waits, and starts before the aanmelding.

    All of one quarter, the one that may be called now; nothing without it.
    """
    if comparison.pilot.now is None:
        return
    st.header("Wie lang wacht, telt hier mee", anchor=False)
    wijk, now = comparison.wijk, comparison.pilot.now
    others = comparison.overige.now
    naam = context.settings.wijk_naam(wijk)
    is_pilot = wijk in context.settings.pilot.wijken
    when = show_quarter(now.tot) if now else ""
    show_numbers(
        [
            Number(
                f"De helft in {naam} start binnen",
                _days(now, "mediaan"),
                f"{when}, andere wijken {_days(others, 'mediaan')}",
                is_pilot,
            ),
            Number(
                "Acht van de tien starten binnen",
                _days(now, "p80"),
                f"{when}, andere wijken {_days(others, 'p80')}",
                is_pilot,
            ),
            Number(
                "Wie nog wacht, wacht al",
                _days(now, "wacht_tot_nu"),
                f"de helft langer, op {_day(now)}; andere wijken {_days(others, 'wacht_tot_nu')}",
                is_pilot,
            ),
            Number(
                "Hulp begon al voor de aanmelding",
                f"{show_number(now.terugwerkend)} keer" if now.terugwerkend is not None else "–",
                f"in {when}; zij tellen als 0 dagen",
                is_pilot,
            ),
        ]
    )
    note(
        "Als de langste wachters nooit starten, kan de wachttijd dalen terwijl de rij niet korter "
        "wordt. Kijk daarom ook naar wie nog wacht."
    )


def _days(figure: Figure | None, field: str) -> str:
    value = getattr(figure, field, None)
    return "–" if value is None else f"{show_number(value)} dagen"


def _day(figure: Figure | None) -> str:
    return f"de laatste dag van {show_quarter(figure.tot)}" if figure else "de peildatum"
