"""The conclusion, and the council annex made of the sections of the evaluation.

The page Evaluatie begins with the conclusion. In the annex what could have been seen comes before
what is seen, and the conclusion closes it.
"""

from collections.abc import Iterator, Sequence

from proeftuin.indicators import INDICATOR
from proeftuin.report.blocks import (
    LINKS,
    Alinea,
    Blok,
    Kop,
    Lijst,
    Rij,
    Tabel,
    Tabelkolom,
    Vak,
)
from proeftuin.report.kosten import break_even_text, budget_table, budget_text
from proeftuin.report.outcomes import (
    difference_cell,
    find_primary,
    is_judged,
    margin_cell,
    name_cell,
    outcomes_of,
    promised_section,
    read_others,
    result_section,
    size_cell,
    visible_section,
)
from proeftuin.results import (
    TOEGEZEGD_TEKST,
    Belofte,
    Editie,
    read_effect,
    read_ontleding,
    read_promised,
)
from proeftuin.sentences import (
    Punt,
    conclude,
    effect_sentence,
    more_history,
    ontleding_sentence,
    pilot_name,
    show_date,
    summary_sentences,
    verdict_words,
)
from proeftuin.settings import Settings
from proeftuin.vocabulary import AANTOONBAAR

_NAMEN = 4  # a longer line names no figure: the table under it does


def title_text(settings: Settings) -> str:
    """The question the report answers."""
    verb = "Veranderde" if len(settings.pilot.wijken) == 1 else "Veranderden"
    return f"{verb} {pilot_name(settings)} anders dan de andere wijken?"


def make_annex(editie: Editie, settings: Settings) -> tuple[Blok, ...]:
    """The annex of two pages, as blocks in reading order."""
    promised = read_promised(editie, settings)
    return (
        *promised_section(promised, settings),
        *visible_section(promised, settings),
        *result_section(promised, settings),
        *_primary_part(promised, settings),
        *_money_part(editie, settings),
        *conclusion_section(editie, settings),
    )


def _primary_part(promised: Sequence[Belofte], settings: Settings) -> Iterator[Blok]:
    """The whole verdict on the primary figure; on screen it stands in its row of the picture."""
    primary = find_primary(promised)
    if primary is not None and is_judged(promised):
        yield Alinea(effect_sentence(primary, INDICATOR[primary.slug], settings), "kern")


def _money_part(editie: Editie, settings: Settings) -> Iterator[Blok]:
    """What the annex says of money; what is behind it stands in appendix C."""
    yield Kop("Wat kost het, en weegt dat op?")
    yield from budget_text(editie)
    if table := list(budget_table(editie)):
        yield from (*table, Alinea(TOEGEZEGD_TEKST, "noot"))
    yield from break_even_text(editie, settings)
    split = ontleding_sentence(read_ontleding(editie), settings)
    if split:
        yield Alinea(split)


def conclusion_section(editie: Editie, settings: Settings) -> Iterator[Blok]:
    """Three lines (shown, not shown, not known yet) and one table with what more time brings.

    While nothing can be judged: one sentence and when it can.
    """
    promised = read_promised(editie, settings)
    yield Kop("Conclusie", anker="conclusie")
    if not is_judged(promised):
        yield Alinea(not_yet_text(editie, settings, len(promised)), "kern")
        return
    yield Lijst(conclusion_lines(promised, settings))
    yield conclusion_table(editie, settings)
    history = more_history(outcomes_of(promised))
    yield Alinea(
        "Wat meer tijd brengt, staat in de tabel: vanaf welk verschil wij het dan meestal "
        f"zien. {history}".strip(),
        "noot",
    )


def conclusion_lines(
    promised: Sequence[Belofte], settings: Settings, meeste: int | None = _NAMEN
) -> tuple[Punt, ...]:
    """What was shown, what was not and what is not known, each in one line of at most so many."""
    found = summary_sentences(outcomes_of(promised), settings, meeste)
    return tuple(Punt(naam, rest) for naam, rest in found)


def conclusion_parts(
    editie: Editie, settings: Settings
) -> tuple[tuple[str, tuple[Punt, ...]], ...]:
    """The whole conclusion in sentences, for who reads it aloud: four headings, their points."""
    found = conclude(read_effect(editie), settings)
    return (
        ("Aangetoond", found.aangetoond),
        ("Niet aangetoond", found.niet_aangetoond),
        ("Nog niet te weten", found.nog_niet_te_weten),
        ("Wat meer tijd brengt", found.meer_tijd),
    )


def not_yet_text(editie: Editie, settings: Settings, count: int) -> str:
    """That none of the promised figures can be judged yet, and when the year is whole."""
    _, tot = settings.vensters.effectjaar
    text = f"Nog geen van de {count} beloofde cijfers is te beoordelen."
    if editie.datastand < tot:
        when = show_date(tot)
        return f"{text} Dat kan op zijn vroegst na {when}: dan is het effectjaar compleet."
    return f"{text} Waarom, staat hieronder per cijfer."


def conclusion_table(editie: Editie, settings: Settings) -> Tabel:
    """The promised figures, the primary one first, and any other that was shown to differ."""
    promised = outcomes_of(read_promised(editie, settings))
    kept = sorted(promised, key=lambda item: not item.is_primair)
    shown = [item for item in read_others(editie, settings) if item.verdict == AANTOONBAAR]
    has_earlier = any(item.mdc_extra_voorpaar is not None for item in kept)
    rows = []
    for item in (*kept, *shown):
        is_compared = item.onder is not None and item.boven is not None
        cells: list[str | Vak] = [
            name_cell(item),
            verdict_words(item),
            difference_cell(item, item.est if is_compared else None),
            margin_cell(item),
            size_cell(item, item.mdc_extra_jaar),
        ]
        if has_earlier:
            cells.append(size_cell(item, item.mdc_extra_voorpaar))
        rows.append(Rij(tuple(cells), "pilot" if item.is_primair else ""))
    return Tabel(
        "Per cijfer het oordeel, het verschil met de andere wijken en wat meer tijd laat zien",
        (
            Tabelkolom("Cijfer", LINKS, 2.4),
            Tabelkolom("Oordeel", LINKS, 2.1, is_breed=True),
            Tabelkolom("Verschil", breedte=1.4),
            Tabelkolom("Marge", breedte=1.4),
            Tabelkolom("Te zien met een jaar erbij", breedte=1.3),
            *([Tabelkolom("Te zien met een vroeger jaar", breedte=1.2)] if has_earlier else []),
        ),
        tuple(rows),
        vouw="Per cijfer het oordeel, het verschil en wat meer tijd brengt",
    )
