"""The questions the council was promised an answer to, with what the figures describe."""

from collections.abc import Iterator

from proeftuin.indicators import INDICATOR, Indicator
from proeftuin.results import read_nulmeting
from proeftuin.sentences import (
    NOG_NIET_RIJP,
    Figure,
    show_date,
    show_difference,
    show_direction,
    show_figure,
    show_period,
    show_ripeness,
    to_date,
)
from proeftuin.sentences_compare import Change, describe_change, read_window
from proeftuin.sentences_text import change_word, join_words
from proeftuin.settings import OVERIGE
from proeftuin.ui import Context, cijfers, note
from proeftuin.ui_tabellen import (
    Cell,
    Inhoud,
    Kolom,
    figure_cell,
    named_cell,
    pilot_heading,
    section,
    show_groups,
    show_rows,
)

VOORBEHOUD = "Dit beschrijft. Of het verschil door de proeftuin komt, is hiermee niet gezegd."
INHOUD = (
    ("vragen", "De beloofde vragen"),
    ("onbekend", "Nog niet te weten"),
    ("budget", "Budget"),
    ("ervaringen", "Ervaringen"),
    ("voorveld", "Voorveld"),
    ("schatting", "Schatting per casus"),
)
_NULMETING, _EFFECTJAAR = "nulmeting", "effectjaar"


def read_year_change(context: Context, slug: str, wijk: str) -> Change:
    """Effectjaar against nulmeting of a wijk (or overige), year against year."""
    published = cijfers(context, slug)
    return describe_change(
        INDICATOR[slug],
        read_window(published, wijk, _EFFECTJAAR),
        read_window(published, wijk, _NULMETING),
    )


def show_questions(context: Context) -> None:
    """One table: every question, its indicators, both years, pilot and others."""
    settings = context.settings
    nulmeting = show_period(*settings.vensters.nulmeting)
    effectjaar = show_period(*settings.vensters.effectjaar)
    section(
        "Wat is beloofd te bekijken, en wat zien we?",
        f"Nulmeting: {nulmeting}. Effectjaar: {effectjaar}. Elk jaar is over dat hele jaar "
        "gemeten. De vragen staan in de volgorde waarin zij zijn beloofd.",
        "vragen",
    )
    name = pilot_heading(settings)
    kolommen = (
        Kolom("Cijfer", is_tekst=True, is_breed=True),
        Kolom(f"{name} nulmeting"),
        Kolom(f"{name} effectjaar"),
        Kolom("Anderen nulmeting"),
        Kolom("Anderen effectjaar"),
        Kolom("Verschil in verandering"),
        Kolom("In woorden", is_tekst=True, is_breed=True),
    )
    groups = [
        (
            f"{number}. {vraag.tekst}",
            [row for slug in vraag.indicatoren for row in _rows(context, slug)],
        )
        for number, vraag in enumerate(settings.evaluatie.vraag, start=1)
    ]
    show_groups(kolommen, groups, onderschrift="De vragen, met pilot en andere wijken")
    primary = INDICATOR[settings.evaluatie.primair].naam.lower()
    note(
        f"* Hoofdcijfer: {primary}. Die keuze is vastgelegd op "
        f"{show_date(settings.evaluatie.vastgelegd_op)}, voor de start, en verandert niet meer."
    )


def _rows(context: Context, slug: str) -> Iterator[list[Inhoud]]:
    """One row per pilot wijk of an indicator."""
    settings, indicator = context.settings, INDICATOR[slug]
    others = read_year_change(context, slug, OVERIGE)
    for wijk in settings.pilot.wijken:
        pilot = read_year_change(context, slug, wijk)
        star = " *" if slug == settings.evaluatie.primair else ""
        many = f", {settings.wijk_naam(wijk)}" if len(settings.pilot.wijken) > 1 else ""
        gap = "–"
        if pilot.verschil is not None and others.verschil is not None:
            gap = show_difference(indicator, pilot.verschil - others.verschil)
        yield [
            named_cell(f"{indicator.naam}{many}{star}", indicator.eenheid),
            figure_cell(indicator, pilot.nulmeting, unit=False),
            _pilot_cell(indicator, pilot.now),
            figure_cell(indicator, others.nulmeting, unit=False),
            figure_cell(indicator, others.now, unit=False),
            gap,
            in_words(indicator, settings.wijk_naam(wijk), pilot, others),
        ]


def _pilot_cell(indicator: Indicator, figure: Figure | None) -> Cell:
    cell = figure_cell(indicator, figure, unit=False)
    return Cell(cell.tekst, cell.klasse or "pilot")


def in_words(indicator: Indicator, naam: str, pilot: Change, others: Change) -> str:
    """'West korter, andere wijken langer; lager is gewenst', or why nothing can be said."""
    if pilot.woord is None:
        return "Nog niet te vergelijken."
    words = f"{naam}: {change_word(indicator, pilot)}"
    if others.woord is not None:
        words += f", andere wijken: {change_word(indicator, others)}"
    return f"{words}; {show_direction(indicator)}."


def show_unknown(context: Context) -> None:
    """What cannot be known yet: the promised figures that are not ripe, with x of y."""
    slugs = [slug for vraag in context.settings.evaluatie.vraag for slug in vraag.indicatoren]
    rows: list[list[Inhoud]] = []
    for slug in dict.fromkeys(slugs):
        for wijk in context.settings.pilot.wijken:
            figure = read_window(cijfers(context, slug), wijk, _EFFECTJAAR)
            if figure is not None and figure.status == NOG_NIET_RIJP:
                naam = f"{INDICATOR[slug].naam}, {context.settings.wijk_naam(wijk)}"
                rows.append([naam, show_ripeness(figure), INDICATOR[slug].noemer_tekst])
            elif figure is None or figure.waarde is None:
                naam = f"{INDICATOR[slug].naam}, {context.settings.wijk_naam(wijk)}"
                rows.append([naam, show_figure(INDICATOR[slug], figure), "geen cijfer"])
    section("Wat kunnen we nog niet weten?", anker="onbekend")
    if not rows:
        note("Alle beloofde cijfers hebben een waarde over het effectjaar.")
        return
    show_rows(
        [Kolom("Cijfer", True), Kolom("Hoe ver"), Kolom("Wat telt mee", True, True)],
        rows,
        onderschrift="Cijfers over het effectjaar die nog niet klaar zijn",
        stapel=True,
    )


def show_frozen(context: Context) -> None:
    """Which nulmetingen are frozen, and where a newer calculation gives another value."""
    states = {slug: read_nulmeting(context.editie, slug) for slug in _promised(context)}
    frozen = [item for item in states.values() if item.versie is not None]
    changed = [slug for slug, item in states.items() if not item.ongewijzigd]
    text = f"Van {len(frozen)} van de {len(states)} beloofde cijfers is de nulmeting vastgelegd"
    days = sorted({to_date(item.vastgelegd_op) for item in frozen if item.vastgelegd_op})
    text += f", op {join_words([show_date(day) for day in days])}." if days else "."
    if changed:
        names = join_words([INDICATOR[slug].naam.lower() for slug in changed])
        text += (
            f" Een nieuwe berekening geeft een andere nulmeting voor {names}. "
            "Hier staat de eerste, vastgelegde versie."
        )
    note(text)


def _promised(context: Context) -> list[str]:
    slugs = [slug for vraag in context.settings.evaluatie.vraag for slug in vraag.indicatoren]
    return list(dict.fromkeys(slugs))
