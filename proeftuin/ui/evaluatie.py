"""The evaluation in an honest order: the promise, what could be seen, and only then the results."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from proeftuin.indicators import INDICATOR
from proeftuin.results import Belofte, Uitkomst, read_effect
from proeftuin.sentences import (
    AANNAME,
    GEEN_BEWIJS,
    KANS_UITLEG,
    Punt,
    ahead_lines,
    conclude,
    join_words,
    lower_first,
    order_ahead,
    pilot_name,
    placebo_text,
    promise_text,
    reason_steps,
    say_extra_wijk,
    show_difference,
    show_limits,
    show_number,
    show_size,
    summary_sentences,
    verdict_words,
    visible_sentence,
    why_not,
)
from proeftuin.settings import Settings
from proeftuin.ui.address import switch
from proeftuin.ui.effect import UITLEG, outcomes_of, show_picture
from proeftuin.ui.nulmeting import show_nulmeting
from proeftuin.ui.parts import show_folded
from proeftuin.ui.shell import Context, note, sentence, text_html
from proeftuin.ui.tables import (
    HtmlCell,
    Inhoud,
    Kolomkop,
    bar_cell,
    named_cell,
    pilot_heading,
    rows_html,
    section,
    show_rows,
)
from proeftuin.vocabulary import AANTOONBAAR, JAREN_VOORUIT, NIET_AANTOONBAAR

EVALUATIE_INHOUD = (
    ("beloofd", "Beloofd"),
    ("te-zien", "Wat konden we zien?"),
    ("uitkomst", "Wat zien we?"),
    ("redenering", "Hoe weten wij dat?"),
    ("onbekend", "Nog niet te weten"),
    ("kosten", "Kosten en baten"),
    ("ervaringen", "Ervaringen"),
    ("voorveld", "Voorveld"),
    ("budget", "Budget"),
    ("conclusie", "Conclusie"),
    ("vooruit", "Een volgende stap"),
)


def main_question(settings: Settings) -> str:
    """The question of the page."""
    verb = "Veranderde" if len(settings.pilot.wijken) == 1 else "Veranderden"
    return f"{verb} {pilot_name(settings)} anders dan de andere wijken, en hoe zeker is dat?"


def show_promises(context: Context) -> None:
    """The questions with their indicators, the primary one marked, and when that was fixed."""
    settings = context.settings
    section("Wat is beloofd te bekijken?", anker="beloofd")
    sentence(promise_text(settings))
    items = []
    for vraag in settings.evaluatie.vraag:
        names = [_promised_name(slug, settings) for slug in vraag.indicatoren]
        items.append(f"<li>{escape(vraag.tekst)}<small>{' · '.join(names)}</small></li>")
    st.html(f'<ol class="beloften">{"".join(items)}</ol>')
    show_nulmeting(
        context, [slug for vraag in settings.evaluatie.vraag for slug in vraag.indicatoren]
    )


def _promised_name(slug: str, settings: Settings) -> str:
    star = ' <b class="hoofd">hoofdcijfer</b>' if slug == settings.evaluatie.primair else ""
    return f"{escape(INDICATOR[slug].naam)}{star}"


def show_visible(context: Context, promised: Sequence[Belofte]) -> None:
    """The smallest change that can be seen, per indicator, before any result."""
    settings = context.settings
    section(
        "Wat konden we zien?",
        "Wijken schommelen ook zonder proeftuin. Een kleine verandering valt daartussen weg. Dit "
        f"hangt af van die schommelingen, niet van de uitkomst in {pilot_name(settings)}.",
        "te-zien",
    )
    outcomes = outcomes_of(promised)
    for item in outcomes:
        if item.is_primair:
            name = INDICATOR[item.slug].naam
            seen = visible_sentence(item, INDICATOR[item.slug], settings)
            sentence(f"{name}, het hoofdcijfer: {lower_first(seen)}")
    show_rows(
        [
            Kolomkop("Cijfer", is_tekst=True),
            Kolomkop("Te zien vanaf"),
            Kolomkop("Deel van nulmeting"),
        ],
        [_visible_row(item) for item in outcomes],
        onderschrift="Vanaf welk verschil wij het meestal zien",
        pilot_rows=[place for place, item in enumerate(outcomes) if item.is_primair],
    )
    for line in unseen_notes(outcomes):
        note(line)


def unseen_notes(outcomes: Sequence[Uitkomst]) -> list[str]:
    """Why some indicators have no smallest detectable change yet; one line per reason."""
    later: list[str] = []
    groups: dict[str, list[str]] = {}
    for item in outcomes:
        name = lower_first(INDICATOR[item.slug].naam)
        if item.mdc is None and item.mdc_extra_jaar is not None:
            later.append(name)
        elif item.mdc is None:
            groups.setdefault(why_not(item), []).append(name)
    lines = [
        f"{join_words(names).capitalize()}: {lower_first(reason)}"
        for reason, names in groups.items()
    ]
    if later:
        lines.insert(
            0,
            f"{join_words(later).capitalize()}: nu kan nog geen verschil worden gezien. In de "
            "tabel staat wat wij naar verwachting zien als het effectjaar compleet is.",
        )
    return lines


def _visible_row(outcome: Uitkomst) -> list[Inhoud]:
    indicator = INDICATOR[outcome.slug]
    own = [item for item in outcome.wijken if item.is_pilot]
    before = own[0].nulmeting if len(own) == 1 else None
    part = "–"
    if outcome.mdc is not None and before:
        part = f"{show_number(100 * outcome.mdc / abs(before))}%"
    return [
        named_cell(indicator.naam, "hoofdcijfer" if outcome.is_primair else ""),
        _visible_text(outcome),
        part,
    ]


def _visible_text(outcome: Uitkomst) -> str:
    indicator = INDICATOR[outcome.slug]
    if outcome.mdc is not None:
        return show_size(indicator, outcome.mdc)
    if outcome.mdc_extra_jaar is not None:
        return f"straks vanaf {show_size(indicator, outcome.mdc_extra_jaar)}"
    return "–"


def show_results(context: Context, promised: Sequence[Belofte]) -> None:
    """One minute in words, the picture, how to read it, and the same figures as a table."""
    section("Wat zien we?", anker="uitkomst")
    lines = summary_sentences(outcomes_of(promised), context.settings)
    items = "".join(f"<li><b>{escape(name)}</b> {escape(line)}</li>" for name, line in lines)
    st.html(f'<ul class="kort">{items}</ul>')
    is_open = switch("Alle zinnen tonen", "zinnen")
    show_picture(context, promised, is_open=is_open)
    note(UITLEG)
    note(KANS_UITLEG)
    show_folded(_results_html(context.settings, outcomes_of(promised)))


def _results_html(settings: Settings, outcomes: Sequence[Uitkomst]) -> str:
    name = pilot_heading(settings)
    return rows_html(
        (
            Kolomkop("Cijfer", is_tekst=True, is_breed=True),
            Kolomkop(f"Verandering {name}"),
            Kolomkop("Verandering anderen"),
            Kolomkop("Verschil"),
            Kolomkop("Marge"),
            Kolomkop("Oordeel", is_tekst=True, is_breed=True),
        ),
        [_result_row(item) for item in outcomes],
        onderschrift="Verandering van nulmeting naar effectjaar, in de beloofde volgorde",
        stapel=True,
    )


def _result_row(outcome: Uitkomst) -> list[Inhoud]:
    indicator = INDICATOR[outcome.slug]

    def show(value: float | None) -> str:
        return "–" if value is None else show_difference(indicator, value)

    limits = show_limits(indicator, outcome.onder, outcome.boven)
    return [
        named_cell(indicator.naam, "hoofdcijfer" if outcome.is_primair else ""),
        HtmlCell(show(outcome.d_pilot), "pilot"),
        show(outcome.d_controle) if limits else "–",
        show(outcome.est) if limits else "–",
        limits.zin if limits else "–",
        verdict_words(outcome),
    ]


def show_reasoning(context: Context, promised: Sequence[Belofte]) -> None:
    """The line of reasoning on the primary indicator, from what was compared to what it means."""
    primary = next((item for item in outcomes_of(promised) if item.is_primair), None)
    if primary is None:
        return
    indicator = INDICATOR[primary.slug]
    section(
        "Hoe weten wij dat?",
        f"In vijf stappen, voor het hoofdcijfer: {lower_first(indicator.naam)}. Bij elk ander "
        "cijfer gaat het net zo.",
        "redenering",
    )
    steps = reason_steps(primary, indicator, context.settings)
    items = "".join(
        f"<li><b>{escape(step.naam)}</b> {text_html(step.tekst)}</li>" for step in steps
    )
    st.html(f'<ol class="stappen">{items}</ol>')


def show_ahead(context: Context, promised: Sequence[Belofte]) -> None:
    """From which difference we would see it with more wijken or years, the primary one first."""
    settings = context.settings
    section(
        "Wat zou een volgende stap laten zien?",
        "Vanaf welk verschil wij het meestal zouden zien, met meer wijken of meer jaren.",
        "vooruit",
    )
    outcomes = order_ahead(promised)
    if not outcomes:
        note("Dit is nog niet te berekenen: er zijn te weinig bruikbare cijfers van vroeger.")
        return
    first, *others = outcomes
    sentence(say_extra_wijk(first, settings))
    st.html(_ahead_html([first], settings, INDICATOR[first.slug].naam))
    if others:
        show_folded(
            _ahead_html(others, settings, "De andere beloofde cijfers"),
            titel="De andere beloofde cijfers",
        )
    note(AANNAME)


def _ahead_html(outcomes: Sequence[Uitkomst], settings: Settings, caption: str) -> str:
    rows: list[list[Inhoud]] = []
    now = []
    for item in outcomes:
        for line in ahead_lines(item, settings):
            if line.is_nu:
                now.append(len(rows))
            wijken = "1 wijk" if line.pilots == 1 else f"{line.pilots} wijken"
            name = INDICATOR[item.slug].naam if len(outcomes) > 1 else ""
            label = wijken + (", zoals nu" if line.is_nu else "")
            rows.append([named_cell(name, label) if name else label, *line.vanaf])
    heads = [f"{jaren} jaar" for jaren in JAREN_VOORUIT]
    return rows_html(
        [Kolomkop("Wijken die meedoen", is_tekst=True), *(Kolomkop(head) for head in heads)],
        rows,
        onderschrift=f"{caption}: te zien vanaf",
        pilot_rows=now,
    )


def show_unknown(context: Context, promised: Sequence[Belofte]) -> None:
    """What cannot be judged: not ripe with x of y, or not comparable and why."""
    section("Wat kunnen we nog niet weten?", anker="onbekend")
    settings = context.settings
    rows: list[list[Inhoud]] = []
    for item in outcomes_of(promised):
        if item.verdict in (AANTOONBAAR, NIET_AANTOONBAAR):
            continue
        indicator = INDICATOR[item.slug]
        reason = why_not(item) or placebo_text(item, indicator, settings)
        rows.append([indicator.naam, _ripe_cell(item), reason])
    if not rows:
        note("Alle beloofde cijfers zijn lang genoeg gevolgd om te vergelijken.")
        return
    show_rows(
        [
            Kolomkop("Cijfer", True),
            Kolomkop("Lang genoeg gevolgd", True),
            Kolomkop("Waarom", True, True),
        ],
        rows,
        onderschrift="Beloofde cijfers zonder oordeel over het effectjaar",
        stapel=True,
    )


def _ripe_cell(outcome: Uitkomst) -> Inhoud:
    if outcome.reden != "niet_rijp":
        return "–"
    if outcome.rijp is None or not outcome.totaal:
        return "nog niet bekend"
    text = f"{show_number(outcome.rijp)} van {show_number(outcome.totaal)}"
    return bar_cell(outcome.rijp / outcome.totaal, text)


def show_conclusion(context: Context, promised: Sequence[Belofte]) -> None:
    """Shown, not shown, cannot be known yet, and what more time brings."""
    section("Conclusie", anker="conclusie")
    found = conclude(read_effect(context.editie), context.settings)
    names = [
        INDICATOR[item.slug].naam
        for item in outcomes_of(promised)
        if item.verdict == NIET_AANTOONBAAR
    ]
    short = Punt("", f"{' · '.join(names)}."), Punt("", GEEN_BEWIJS)
    first, *later = found.meer_tijd
    boxes = (
        _box("Aangetoond", found.aangetoond),
        _box("Niet aangetoond", short, found.niet_aangetoond[:-1])
        if len(found.niet_aangetoond) > _KORT
        else _box("Niet aangetoond", found.niet_aangetoond),
        _box("Nog niet te weten", found.nog_niet_te_weten),
        _box("Wat meer tijd brengt", (first,), later)
        if len(later) >= _KORT
        else _box("Wat meer tijd brengt", found.meer_tijd),
    )
    st.html(f'<div class="conclusie">{"".join(boxes)}</div>')


_KORT = 4  # a longer list opens on demand


def _box(title: str, lines: Sequence[Punt], more: Sequence[Punt] = ()) -> str:
    """One part of the conclusion: its lines, and more of them behind a line that opens."""

    def listed(items: Sequence[Punt]) -> str:
        return "<ul>" + "".join(f"<li>{text_html(item.zin)}</li>" for item in items) + "</ul>"

    folded = ""
    if more:
        folded = f'<details class="uitklap"><summary>Per cijfer</summary>{listed(more)}</details>'
    return f"<section><h3>{escape(title)}</h3>{listed(lines)}{folded}</section>"
