"""The page Evaluatie: the conclusion first, then the proof, in the sections of the report."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

import streamlit as st
from markupsafe import Markup

from proeftuin.indicators import INDICATOR
from proeftuin.report import (
    Alinea,
    Blok,
    Kop,
    ahead_section,
    break_even_text,
    budget_figure,
    budget_span,
    budget_table,
    budget_text,
    case_section,
    checks_of,
    conclusion_section,
    decomposition_proof,
    decomposition_text,
    experience_section,
    is_judged,
    outcome_table,
    outcomes_of,
    promised_section,
    reasoning,
    result_section,
    unknown_section,
    visible_section,
    voorveld_section,
    wijken_table,
)
from proeftuin.results import (
    TOEGEZEGD_TEKST,
    VERWACHTING_TEKST,
    Belofte,
    Editie,
    is_spending_delivered,
    read_ontleding,
    read_promised,
    read_tabel,
    years,
)
from proeftuin.sentences import short_effect_sentence
from proeftuin.settings import Settings
from proeftuin.ui.address import pick
from proeftuin.ui.blocks import show_section
from proeftuin.ui.effect import DICHTBIJ
from proeftuin.ui.indicator import Selectie, missing_wijken, show_lines, show_others
from proeftuin.ui.nulmeting import show_nulmeting
from proeftuin.ui.opmaak import paragraph, show_paragraph, text_html
from proeftuin.ui.parts import (
    list_events,
    open_behind,
    show_events,
    show_folded,
    show_report_row,
    show_states,
)
from proeftuin.ui.shell import Context, cijfers, note, once, show_kept
from proeftuin.ui.tables import show_contents

_INHOUD = (
    ("beloofd", "Beloofd en te zien"),
    ("uitkomst", "Wat zien we?"),
    ("van-dichtbij", "Van dichtbij"),
    ("onbekend", "Nog niet te weten"),
    ("kosten", "Kosten en baten"),
    ("ervaringen", "Ervaringen"),
    ("voorveld", "Voorveld"),
    ("vooruit", "Een volgende stap"),
)
SAMEN = "samen"
_VAN_DICHTBIJ = "Van dichtbij: de lijnen, de controles en alle wijken van één cijfer"
_GEVRAAGD = "van_dichtbij_gevraagd"  # the indicator that the address named at the last run


def show_evaluatie(context: Context, eigen: Sequence[str]) -> None:
    """The whole page below its title; eigen: the indicators that its parts show."""
    promised = once(context, ("beloofd",), lambda: read_promised(context.editie, context.settings))
    _show(context, "conclusie", conclusion_section)
    show_report_row(context)
    show_contents(_contents_of(promised))
    _show_proof(context, promised)
    _show_from_close_by(context, promised)
    _show_unknown(context, promised)
    _show_costs(context)
    _show_people(context)
    show_others(context, eigen, Selectie(context.settings.pilot.wijken[0]))
    _show_ahead(context, promised)


def _contents_of(promised: Sequence[Belofte]) -> tuple[tuple[str, str], ...]:
    """The parts of the page there are: (anker, title)."""
    missing = () if is_judged(promised) else ("uitkomst",)
    return tuple(item for item in _INHOUD if item[0] not in missing)


def _show(
    context: Context, sleutel: str, build: Callable[[Editie, Settings], Iterable[Blok]]
) -> None:
    """A section made of the edition and the settings."""
    show_section(context, (sleutel,), partial(build, context.editie, context.settings))


def _show_proof(context: Context, promised: Sequence[Belofte]) -> None:
    """What was promised, what could be seen, and then what is seen."""
    settings = context.settings
    show_section(context, ("beloofd",), partial(promised_section, promised, settings))
    show_nulmeting(
        context, [slug for vraag in settings.evaluatie.vraag for slug in vraag.indicatoren]
    )
    show_section(context, ("te_zien",), partial(visible_section, promised, settings))
    show_section(context, ("uitkomst",), lambda: _results(context, promised))


def _results(context: Context, promised: Sequence[Belofte]) -> Iterator[Blok]:
    yield from result_section(promised, context.settings)
    if is_judged(promised):
        yield from reasoning(promised, context.settings)
        yield outcome_table(outcomes_of(promised), context.settings)


def _show_from_close_by(context: Context, promised: Sequence[Belofte]) -> None:
    """The chosen indicator (?cijfer= in the address), the primary one unless chosen otherwise.

    It opens behind a line, and at once for an address that names an indicator.
    """
    if not promised:
        return
    st.html(f'<span id="{DICHTBIJ}" class="deel"></span>')
    asked = st.query_params.get("cijfer")
    if asked and st.session_state.get(_GEVRAAGD) != asked:
        st.session_state[f"vouw-{DICHTBIJ}"] = True
    st.session_state[_GEVRAAGD] = asked
    with open_behind(_VAN_DICHTBIJ, DICHTBIJ) as part:
        if part.open:
            _show_one(context, promised)


def _show_one(context: Context, promised: Sequence[Belofte]) -> None:
    """Lines, events, checks and all wijken of the chosen indicator."""
    ordered = sorted(promised, key=lambda item: not item.uitkomst.is_primair)
    outcomes = {item.uitkomst.slug: item.uitkomst for item in ordered}
    slug = pick("Cijfer", tuple(outcomes), "cijfer", lambda item: INDICATOR[item].naam)
    outcome, settings, indicator = outcomes[slug], context.settings, INDICATOR[slug]
    text = short_effect_sentence(outcome, indicator, settings)
    show_paragraph(text_html(text), "bij")
    show_lines(context, slug, settings.pilot.wijken[0], text, hoogte=340)
    published = cijfers(context, slug)

    def draw() -> None:
        show_events(list_events(context, slug))
        show_states(context, published)
        for line in missing_wijken(outcome, settings):
            note(line)
        if checks := list(checks_of(outcome, indicator, settings)):
            show_folded(Markup().join(map(paragraph, checks)), titel="Hoe is dit gecontroleerd?")

    show_kept(context, (DICHTBIJ, slug), draw)
    show_section(
        context,
        ("wijken", slug),
        lambda: [wijken_table(outcome, published, indicator, settings)],
    )


def _show_unknown(context: Context, promised: Sequence[Belofte]) -> None:
    """What cannot be judged, and why."""
    show_section(context, ("onbekend",), partial(unknown_section, promised, context.settings))


def _show_costs(context: Context) -> None:
    """The budget per line, the cost per 1000 taken apart, what would pay, the casus estimate."""
    show_budget(context)
    _show(context, "ontleding", decomposition_text)
    if read_ontleding(context.editie):
        with open_behind("Elk onderdeel in beeld en als tabel", "ontleding") as part:
            if part.open:
                _show(context, "ontleding_bewijs", decomposition_proof)
    show_section(context, ("terugverdienen",), lambda: _break_even(context))
    _show(context, "casus", case_section)


def _break_even(context: Context) -> Iterator[Blok]:
    yield Kop("Wanneer verdient de proeftuin zich terug?", 2)
    yield from break_even_text(context.editie, context.settings)


def show_budget(context: Context) -> None:
    """The sentence, a table per line for a year or all years, and the running totals."""
    editie, settings = context.editie, context.settings

    def first() -> Iterator[Blok]:
        yield Kop("Kosten en baten", anker="kosten")
        yield Kop(f"Budget {budget_span(editie)}".strip(), 2, anker="budget")
        yield from budget_text(editie)
        yield Alinea(f"Dekking: {settings.budget.dekking}.", "noot")

    planned = years(read_tabel(editie, "budget"))
    if not planned or not is_spending_delivered(editie):
        show_section(context, ("budget",), first)
        return
    links, rechts = st.columns([4, 1], vertical_alignment="bottom")
    with links:
        show_section(context, ("budget",), first)
    names = {SAMEN: f"{budget_span(editie)} samen"} if len(planned) > 1 else {}
    names |= {str(item): str(item) for item in planned}
    with rechts:
        chosen = pick("Jaar", list(names), "jaar", names.__getitem__)
    year = None if chosen == SAMEN else int(chosen)

    def second() -> Iterator[Blok]:
        yield from budget_table(editie, year)

    show_section(context, ("budget", chosen), second)
    uitleg = Markup().join(paragraph(text, "noot") for text in (TOEGEZEGD_TEKST, VERWACHTING_TEKST))
    show_folded(uitleg, titel="Wat betekenen de kolommen?")
    with open_behind("Hoe de uitgaven opliepen", "uitgaven") as part:
        if part.open:
            show_section(context, ("uitgaven",), partial(budget_figure, editie))


def _show_people(context: Context) -> None:
    """What those who get help say of it, and the voorveld."""

    def blocks() -> Iterator[Blok]:
        yield Kop("Ervaringen en voorveld")
        yield from experience_section(context.editie, context.settings)
        yield from voorveld_section(context.editie, context.settings)

    show_section(context, ("mensen",), blocks)


def _show_ahead(context: Context, promised: Sequence[Belofte]) -> None:
    """From which difference we would see it with more wijken or years."""
    show_section(context, ("vooruit",), partial(ahead_section, promised, context.settings))
