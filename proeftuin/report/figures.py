"""The appendices on figures: every promised indicator on its own, and the other figures."""

from collections.abc import Iterator

from proeftuin.charts import (
    BREEDTE,
    Regel,
    alt_text,
    effect_picture,
    line_chart,
    margin_text,
    shown_events,
    voorparen_chart,
)
from proeftuin.indicators import INDICATOR, Indicator, Soort, is_share, short_unit
from proeftuin.report.annex import (
    picture_alt,
    read_others,
)
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
)
from proeftuin.results import (
    Belofte,
    Editie,
    Published,
    Uitkomst,
    WijkWaarden,
    read_cijfers,
    read_nulmeting,
    read_promised,
    read_window,
)
from proeftuin.sentences import (
    AANNAME,
    EURO,
    ZONDER_PROEFTUIN,
    ahead_lines,
    effect_sentence,
    join_words,
    nulmeting_note,
    order_ahead,
    pilot_name,
    placebo_text,
    reason_steps,
    say_extra_wijk,
    show_bare,
    show_bare_difference,
    show_date,
    show_difference,
    show_direction,
    show_figure,
    stress_text,
    strip_alt,
    strip_sentence,
    text_of,
    verdict_words,
)
from proeftuin.settings import Settings
from proeftuin.vocabulary import EFFECTJAAR, JAREN_VOORUIT, NULMETING

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
    return (*blocks, *ahead_appendix(editie, settings))


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
        f"{text_of(indicator.vraag, settings)} {_capital(show_direction(indicator))}.", "noot"
    )
    yield indicator_figure(published, settings, indicator, _HOOGTE)
    yield Alinea(effect_sentence(outcome, indicator, settings))
    if outcome.is_primair:
        yield Alinea("Hoe wij tot dit oordeel komen, in vijf stappen:")
        yield Lijst(reason_steps(outcome, indicator, settings))
    if outcome.stippen:
        yield strip_figure(outcome, indicator, settings)
        yield Alinea(strip_sentence(outcome, indicator, settings), "noot")
    yield wijken_table(outcome, published, indicator, settings)
    yield Alinea(
        " ".join(
            part
            for part in (
                *_checks(outcome, indicator, settings),
                nulmeting_note(read_nulmeting(editie, indicator.slug)),
            )
            if part
        ),
        "noot",
    )


def _checks(outcome: Uitkomst, indicator: Indicator, settings: Settings) -> tuple[str, ...]:
    """The check on an earlier period and the stress limits, where there is a verdict to check."""
    if outcome.mdc is None or outcome.reden:
        return ()
    return (
        placebo_text(outcome, indicator, settings),
        stress_text(outcome, indicator, settings),
    )


def strip_figure(outcome: Uitkomst, indicator: Indicator, settings: Settings) -> Figuur:
    """How much wijken differed in earlier, equally long periods, with the pilot of now."""
    spec = voorparen_chart(outcome, indicator, settings)
    return Figuur(spec, strip_alt(outcome, indicator, settings), ZONDER_PROEFTUIN)


def ahead_appendix(editie: Editie, settings: Settings) -> tuple[Blok, ...]:
    """From which difference it would be seen with more wijken or years; empty when unknown."""
    outcomes = order_ahead(read_promised(editie, settings))
    if not outcomes:
        return ()
    rows = []
    for item in outcomes:
        for place, line in enumerate(ahead_lines(item, settings)):
            number = f"{line.pilots}, zoals nu" if line.is_nu else str(line.pilots)
            soort = "pilot" if line.is_nu else ""
            rows.append(
                Rij((INDICATOR[item.slug].naam, number, *line.vanaf), soort, is_vervolg=place > 0)
            )
    return (
        Kop("Een volgende stap: wat zouden wij dan zien?", 2),
        Alinea(say_extra_wijk(outcomes[0], settings)),
        Tabel(
            "Vanaf welk verschil wij het meestal zouden zien",
            (
                Tabelkolom("Cijfer", LINKS, 2),
                Tabelkolom("Wijken die meedoen", LINKS, 1.3),
                *(Tabelkolom(f"{jaren} jaar") for jaren in JAREN_VOORUIT),
            ),
            tuple(rows),
        ),
        Alinea(AANNAME, "noot"),
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
    chart = line_chart(published, settings, indicator, hoogte=hoogte, aanwijzen=False)
    alt = alt_text(published, settings, indicator, wijk, text_of(indicator.vraag, settings))
    return Figuur(chart, alt, "", breedte_px)


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
                    *(show_figure(indicator, figure, unit=False) for figure in figures),
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
            effect_picture(lines, pilot_name(settings)),
            picture_alt(outcomes, settings),
            "",
            BREEDTE,
        ),
        outcome_table(
            [*(item.uitkomst for item in read_promised(editie, settings)), *outcomes], settings
        ),
    )


def outcome_table(outcomes: list[Uitkomst], settings: Settings) -> Tabel:
    """One row per indicator: change in the pilot, in the others, difference, margin, verdict."""
    rows = []
    for item in outcomes:
        indicator = INDICATOR[item.slug]
        rows.append(
            Rij(
                (
                    f"{indicator.naam} (hoofdcijfer)" if item.is_primair else indicator.naam,
                    unit_word(indicator),
                    *(_bare(indicator, v) for v in (item.d_pilot, item.d_controle, item.est)),
                    margin_text(item) or "–",
                    f"{item.rang} van {item.rang_van}" if item.rang else "–",
                    verdict_words(item),
                ),
                "pilot" if item.is_primair else "",
            )
        )
    return Tabel(
        "Alle vergeleken cijfers: de verandering van nulmeting naar effectjaar",
        (
            Tabelkolom("Cijfer", LINKS, 2),
            Tabelkolom("In", LINKS, 0.95),
            Tabelkolom(_capital(pilot_name(settings)), breedte=0.75),
            Tabelkolom("Anderen", breedte=0.75),
            Tabelkolom("Verschil", breedte=0.75),
            Tabelkolom("Marge", breedte=1.15),
            Tabelkolom("Plaats", breedte=0.65),
            Tabelkolom("Oordeel", LINKS, 2.2),
        ),
        tuple(rows),
    )


def unit_word(indicator: Indicator) -> str:
    """The unit of a difference as a word: 'procentpunt', 'dagen', 'euro', 'euro per 1000'."""
    if is_share(indicator):
        return "procentpunt"
    euro = "euro" if indicator.soort in (Soort.EURO, Soort.EURO_PER_1000) else ""
    return f"{euro} {short_unit(indicator)}".strip()


def _bare(indicator: Indicator, value: float | None) -> str:
    """A difference with its sign and without its unit."""
    if value is None:
        return "–"
    return show_bare_difference(indicator, value).replace(EURO, "")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
