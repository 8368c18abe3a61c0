"""What to talk about and the budget, for the overview."""

from datetime import date
from html import escape

import streamlit as st

from proeftuin.indicators import INDICATORS, KERN
from proeftuin.results import TOTAAL, Comparison, read_tabel, summarise_budget
from proeftuin.sentences import (
    EURO,
    change_word,
    join_words,
    nulmeting_name,
    show_date,
    show_figure,
    show_number,
    show_quarter,
    signal_question,
    state_notes,
)
from proeftuin.ui.parts import read_wijk_signalen
from proeftuin.ui.rows import compare_slug
from proeftuin.ui.shell import Context
from proeftuin.vocabulary import OK

_PLAATS = {item.slug: place for item in INDICATORS if (place := item.bespreking.overzicht)}
_VERDER = tuple(sorted(_PLAATS, key=_PLAATS.__getitem__))
_AANTAL = 3
_SIGNALEN = 2


def show_agenda(context: Context, kern: list[Comparison], wijk: str) -> None:
    """'Om te bespreken': quarters that stand out, the largest changes, then what is not ripe."""
    naam = context.settings.wijk_naam(wijk)
    signalen = read_wijk_signalen(context, wijk)
    newest = {item.slug: item for item in sorted(signalen, key=lambda item: item.tot)}
    marked = sorted(newest, key=lambda slug: newest[slug].tot, reverse=True)[:_SIGNALEN]
    questions = [signal_question(newest[slug], context.settings) for slug in marked]
    changes = [compare_slug(context, slug, wijk) for slug in _VERDER]
    others = [item for item in [*kern, *changes] if item.indicator.slug not in marked]
    questions += [_question(item, naam) for item in largest_changes(others)]
    waiting = grouped_notes(kern)
    st.header("Om te bespreken", anchor=False)
    items = "".join(f"<li>{escape(text)}</li>" for text in questions)
    if not items:
        items = "<li>Er is nog niets om te vergelijken met de nulmeting.</li>"
    st.html(
        f'<ol class="bespreken">{items}</ol><p class="noot">Vragen voor het gesprek, geen bewijs. '
        f"Gekozen: kwartalen die opvallen, en waar {escape(naam)} het meest anders veranderde dan "
        "de andere wijken.</p>"
        f"{_waiting_html(waiting)}"
    )


def _waiting_html(lines: list[str]) -> str:
    if not lines:
        return ""
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f'<h3 class="klein">Nog niet te beoordelen</h3><ul class="bespreken noot">{items}</ul>'


def grouped_notes(comparisons: list[Comparison]) -> list[str]:
    """The state notes with the indicators they hold for: 'Verblijf en stapeling: ...'."""
    found: dict[str, list[str]] = {}
    for item in comparisons:
        for line in state_notes(item):
            found.setdefault(line, []).append(item.indicator.naam.lower())
    return [f"{join_words(names).capitalize()}: {line}" for line, names in found.items()]


def largest_changes(comparisons: list[Comparison], count: int = _AANTAL) -> list[Comparison]:
    """The comparisons whose change differs most from that of the other wijken, relatively.

    First those whose nulmeting lies outside the margin of now; small numbers never.
    """

    def size(item: Comparison) -> float:
        before = item.pilot.nulmeting
        if item.verschil is None or before is None or not before.waarde:
            return 0.0
        return abs(item.verschil / before.waarde)

    usable = [
        item
        for item in comparisons
        if item.pilot.woord in ("lager", "hoger")
        and item.pilot.now is not None
        and item.pilot.now.status == OK
    ]
    return sorted(usable, key=lambda item: (item.pilot.in_marge, -size(item)))[:count]


def _question(comparison: Comparison, naam: str) -> str:
    indicator, pilot, overige = comparison.indicator, comparison.pilot, comparison.overige
    when = show_quarter(pilot.now.tot) if pilot.now else ""
    marge = ", binnen de marge door toeval" if pilot.in_marge else ""
    others = "is het niet te vergelijken"
    if overige.woord == "gelijk":
        others = "bleef het ongeveer gelijk"
    elif overige.woord:
        same = "ook " if overige.woord == pilot.woord else ""
        others = f"werd het {same}{change_word(indicator, overige)}"
    return (
        f"{indicator.naam} in {naam} is {change_word(indicator, pilot)} dan in de "
        f"{nulmeting_name(indicator)}: {show_figure(indicator, pilot.now)} in {when}, "
        f"was {show_figure(indicator, pilot.nulmeting)}{marge}. In de andere wijken {others}. "
        "Herkent u dit?"
    )


def show_budget_bar(context: Context) -> None:
    """Spent of the total as a bar, with the part of the looptijd passed, and the lines in words."""
    budget = read_tabel(context.editie, "budget")
    lines = summarise_budget(budget, context.editie.datastand)
    st.header(f"Budget {_years(context)}", anchor=False)
    if not lines:
        st.html('<p class="noot">Niet geleverd: er zijn geen uitgaven in de levering.</p>')
        return
    total = next(line for line in lines if line.post == TOTAAL)
    spent = total.besteed_eur / total.begroot_eur if total.begroot_eur else 0.0
    elapsed = elapsed_looptijd(context)
    posts = "".join(
        f"<li>{escape(line.post)}: {EURO}{show_number(line.besteed_eur)} van "
        f"{EURO}{show_number(line.begroot_eur)}</li>"
        for line in lines
        if line.post != TOTAAL
    )
    st.html(
        f'<p class="budget-tekst">besteed <b>{EURO}{show_number(total.besteed_eur)}</b> van '
        f"{EURO}{show_number(total.begroot_eur)} ({show_number(100 * spent)}%)</p>"
        f"{_bar_html(spent, elapsed)}"
        f'<p class="noot">Het streepje: {show_number(100 * elapsed)}% van de looptijd is voorbij '
        f"op {show_date(context.editie.datastand)}. De looptijd begint bij de start van de "
        "proeftuin en eindigt met het laatste jaar van de begroting.</p>"
        f'<ul class="bespreken noot">{posts}</ul>'
        '<p><a class="verder" href="/evaluatie" data-pagina>Meer over het budget →</a></p>'
    )


def _years(context: Context) -> str:
    years = sorted({jaar for post in context.settings.budget.post for jaar in post.bedragen_eur})
    return f"{years[0]}-{years[-1]}" if len(years) > 1 else "".join(map(str, years))


def elapsed_looptijd(context: Context) -> float:
    """Share (0..1) of the time from the start of the pilot to the end of the budget years."""
    years = [int(jaar) for post in context.settings.budget.post for jaar in post.bedragen_eur]
    start = context.settings.pilot.start
    if not years or date(max(years), 12, 31) <= start:
        return 1.0
    whole = (date(max(years), 12, 31) - start).days + 1
    passed = (context.editie.datastand - start).days + 1
    return min(max(passed / whole, 0.0), 1.0)


def _bar_html(spent: float, elapsed: float) -> str:
    words = (
        f"{show_number(100 * spent)}% besteed, "
        f"{show_number(100 * elapsed)}% van de looptijd voorbij"
    )
    return (
        f'<div class="budgetbalk" role="img" aria-label="{words}">'
        f'<div class="deel" style="width:{min(spent, 1.0) * 100:.1f}%"></div>'
        f'<div class="tijd" style="left:{elapsed * 100:.1f}%"></div></div>'
    )


def core_comparisons(context: Context, wijk: str) -> list[Comparison]:
    """The five core indicators, in their fixed order."""
    return [compare_slug(context, slug, wijk) for slug in KERN]
