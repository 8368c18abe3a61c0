"""The appendices on figures: every promised indicator on its own, and the other figures."""

from collections.abc import Iterator
from datetime import date

from proeftuin.charts import (
    BREEDTE,
    Regel,
    alt_text,
    effect_picture,
    line_chart,
    shown_events,
    shown_quarters,
    voorparen_chart,
)
from proeftuin.indicators import INDICATOR, Indicator
from proeftuin.report.blocks import (
    LINKS,
    Alinea,
    Blok,
    Figuur,
    Kop,
    Lijst,
    Rij,
    Tabel,
    Tabelkolom,
    figure_cell,
)
from proeftuin.report.outcomes import (
    ahead_section,
    checks_of,
    outcome_table,
    outcomes_of,
    picture_alt,
    read_others,
)
from proeftuin.results import (
    Belofte,
    Editie,
    Figure,
    Published,
    Uitkomst,
    WijkWaarden,
    read_cijfers,
    read_nulmeting,
    read_promised,
    read_window,
)
from proeftuin.sentences import (
    ZONDER_PROEFTUIN,
    capital_first,
    effect_sentence,
    join_words,
    nulmeting_note,
    pilot_name,
    reason_steps,
    short_period,
    show_bare,
    show_date,
    show_difference,
    show_direction,
    strip_alt,
    strip_sentence,
    text_of,
    wijk_order,
)
from proeftuin.settings import Settings
from proeftuin.vocabulary import EFFECTJAAR, NULMETING

_VENSTERS = (NULMETING, EFFECTJAAR)
_HOOGTE = 174


def figures_appendix(editie: Editie, settings: Settings) -> tuple[Blok, ...]:
    """Per promised indicator: its question, its chart, the sentence, the wijken and the checks."""
    blocks: list[Blok] = [
        Kop("Bijlage A. De beloofde cijfers, elk apart"),
        Alinea(
            "De grafieken gaan per kwartaal; de tabellen over hele jaren. Elk jaar is over dat "
            "hele jaar gemeten en is dus geen optelling of gemiddelde van kwartalen."
        ),
        Alinea(events_text(editie, settings), "noot"),
    ]
    for item in read_promised(editie, settings):
        blocks += _indicator_part(item, editie, settings)
    return (*blocks, *ahead_section(read_promised(editie, settings), settings))


def events_text(editie: Editie, settings: Settings) -> str:
    """What the line and the numbers on the axis of the charts stand for."""
    published = read_cijfers(editie, settings.evaluatie.primair)
    texts: dict[str, list[str]] = {}
    for number, event in shown_events(published, settings):
        texts.setdefault(number, []).append(f"{event.tekst} ({show_date(event.datum)})")
    marks = "; ".join(f"{number}: {join_words(lines)}" for number, lines in texts.items())
    start = f"Bij 'start' begon de proeftuin ({show_date(settings.pilot.start)})."
    return f"{start} De cijfers onder de lijnen: {marks}." if marks else start


def _indicator_part(item: Belofte, editie: Editie, settings: Settings) -> Iterator[Blok]:
    outcome, indicator = item.uitkomst, INDICATOR[item.uitkomst.slug]
    published = read_cijfers(editie, indicator.slug)
    star = ", het hoofdcijfer" if outcome.is_primair else ""
    yield Kop(f"{indicator.naam}{star}", 2, blijft_heel=True)
    yield Alinea(
        f"{text_of(indicator.vraag, settings)} {capital_first(show_direction(indicator))}.", "noot"
    )
    yield indicator_figure(published, settings, indicator, _HOOGTE)
    yield Alinea(effect_sentence(outcome, indicator, settings))
    if outcome.is_primair:
        yield Alinea("Hoe wij tot dit oordeel komen, in vijf stappen:")
        yield Lijst(reason_steps(outcome, indicator, settings), is_stappen=True)
    if outcome.stippen:
        yield strip_figure(outcome, indicator, settings)
        yield Alinea(strip_sentence(outcome, indicator, settings), "noot")
    yield wijken_table(outcome, published, indicator, settings)
    yield Alinea(
        " ".join(
            part
            for part in (
                *checks_of(outcome, indicator, settings),
                nulmeting_note(read_nulmeting(editie, indicator.slug)),
            )
            if part
        ),
        "noot",
    )


def strip_figure(outcome: Uitkomst, indicator: Indicator, settings: Settings) -> Figuur:
    """How much wijken differed in earlier, equally long periods, with the pilot of now."""
    return Figuur(
        f"vroeger_{outcome.slug}",
        lambda: voorparen_chart(outcome, indicator, settings),
        strip_alt(outcome, indicator, settings),
        ZONDER_PROEFTUIN,
    )


def indicator_figure(
    published: Published,
    settings: Settings,
    indicator: Indicator,
    hoogte: int,
    breedte_px: int = 640,
) -> Figuur:
    """The lines of all wijken by quarter, with the alt text that belongs to it."""
    wijk = settings.pilot.wijken[0]
    alt = alt_text(published, settings, indicator, wijk, text_of(indicator.vraag, settings))
    return Figuur(
        f"lijnen_{indicator.slug}",
        lambda: line_chart(published, settings, indicator, hoogte=hoogte, aanwijzen=False),
        alt,
        breedte_px=breedte_px,
    )


def quarter_table(published: Published, settings: Settings, indicator: Indicator) -> Tabel:
    """One row per quarter, newest first, one column per wijk."""
    wijken, pilots = wijk_order(published, settings), settings.pilot.wijken
    quarters: dict[tuple[date, date], dict[str, Figure]] = {}
    for wijk in wijken:
        for figure in shown_quarters(published, settings, wijk):
            quarters.setdefault((figure.van, figure.tot), {})[wijk] = figure
    return Tabel(
        f"{indicator.naam} per kwartaal, {indicator.eenheid}",
        (Tabelkolom("Kwartaal", LINKS), *(Tabelkolom(settings.wijk_naam(item)) for item in wijken)),
        tuple(
            Rij(
                (
                    short_period(*days),
                    *(
                        figure_cell(indicator, found.get(wijk), unit=False, is_pilot=wijk in pilots)
                        for wijk in wijken
                    ),
                )
            )
            for days, found in sorted(quarters.items(), reverse=True)
        ),
    )


def wijken_table(
    outcome: Uitkomst, published: Published, indicator: Indicator, settings: Settings
) -> Tabel:
    """Every wijk with its years and the change between them, and the mean of the others.

    That mean is of the wijken that are compared, as in the verdict; a total of everyone together
    would give a second answer to the same question.
    """
    pilots = settings.pilot.wijken
    change = {item.wijk: item for item in outcome.wijken}
    rows = []
    for wijk in (*pilots, *settings.overige_wijken):
        figures = [read_window(published, wijk, naam) for naam in _VENSTERS]
        rows.append(
            Rij(
                (
                    settings.wijk_naam(wijk),
                    *(figure_cell(indicator, figure, unit=False) for figure in figures),
                    _change(indicator, change.get(wijk)),
                ),
                "pilot" if wijk in pilots else "",
            )
        )
    rows.append(_mean_row(outcome, indicator))
    heads = [Tabelkolom(naam.capitalize()) for naam in _VENSTERS]
    return Tabel(
        f"{indicator.naam} per wijk en jaar, {indicator.eenheid}",
        (Tabelkolom("Wijk", LINKS, 1.1), *heads, Tabelkolom("Verandering")),
        tuple(rows),
        vouw="De wijken per jaar als tabel",
    )


def _change(indicator: Indicator, wijk: WijkWaarden | None) -> str:
    """Effectjaar less nulmeting of one wijk, as compared; a dash where it cannot be."""
    return "–" if wijk is None or wijk.d is None else show_difference(indicator, wijk.d)


def _mean_row(outcome: Uitkomst, indicator: Indicator) -> Rij:
    """Nulmeting, effectjaar and change of the compared other wijken, each wijk counting once."""
    compared = [item for item in outcome.wijken if not item.is_pilot and item.d is not None]

    def mean(naam: str) -> str:
        found = [getattr(item, naam) for item in compared]
        known = [value for value in found if value is not None]
        if not known or len(known) < len(compared):
            return "–"
        return show_bare(indicator, sum(known) / len(known))

    change = "–"
    if outcome.d_controle is not None:
        change = show_difference(indicator, outcome.d_controle)
    return Rij(("Andere, gemiddeld", *(mean(naam) for naam in _VENSTERS), change), "totaal")


def others_appendix(editie: Editie, settings: Settings) -> tuple[Blok, ...]:
    """The figures that were not promised: the same picture, and every outcome in a table."""
    outcomes = read_others(editie, settings)
    lines = [Regel("", INDICATOR[item.slug].naam, item) for item in outcomes]
    return (
        Kop("Bijlage B. De andere cijfers"),
        Alinea(
            "Deze cijfers zijn niet beloofd. Zij staan er om het verhaal achter de beloofde "
            "cijfers te lezen. Bij het oordeel telt mee dat wij naar veel cijfers tegelijk kijken."
        ),
        Figuur(
            "andere_oordelen",
            lambda: effect_picture(lines, pilot_name(settings)),
            picture_alt(outcomes, settings),
            breedte_px=BREEDTE,
        ),
        outcome_table([*outcomes_of(read_promised(editie, settings)), *outcomes], settings),
    )
