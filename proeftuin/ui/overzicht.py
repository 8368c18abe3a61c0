"""What to talk about and the budget, for the overview."""

from html import escape

import streamlit as st

from proeftuin.indicators import INDICATORS, KERN
from proeftuin.results import (
    TOTAAL,
    Comparison,
    elapsed_budget_years,
    is_spending_delivered,
    read_tabel,
    summarise_budget,
)
from proeftuin.sentences import (
    EURO,
    budget_sentence,
    change_question,
    join_words,
    show_date,
    show_euro,
    show_number,
    signal_question,
    state_notes,
)
from proeftuin.ui.address import link_html
from proeftuin.ui.parts import read_wijk_signalen
from proeftuin.ui.rows import compare_slug
from proeftuin.ui.shell import Context

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
    questions += [change_question(item, naam) for item in largest_changes(others)]
    waiting = grouped_notes(kern)
    st.header("Om te bespreken", anchor=False)
    items = "".join(f"<li>{escape(text)}</li>" for text in questions)
    if not items:
        items = "<li>Er is geen recent cijfer om met de nulmeting te vergelijken.</li>"
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

    First those whose nulmeting lies outside the margin of now. What may not be compared has no
    word and is never among them.
    """

    def size(item: Comparison) -> float:
        before = item.pilot.nulmeting
        if item.verschil is None or before is None or not before.waarde:
            return 0.0
        return abs(item.verschil / before.waarde)

    usable = [item for item in comparisons if item.pilot.woord in ("lager", "hoger")]
    return sorted(usable, key=lambda item: (item.pilot.in_marge, -size(item)))[:count]


def show_budget_bar(context: Context) -> None:
    """Spent of the total as a bar, with the part of the looptijd passed, and the lines in words."""
    budget = read_tabel(context.editie, "budget")
    lines = summarise_budget(
        budget, context.editie.datastand, is_delivered=is_spending_delivered(context.editie)
    )
    st.header(f"Budget {_years(context)}", anchor=False)
    if not lines:
        st.html('<p class="noot">Niet geleverd: er zijn geen uitgaven in de levering.</p>')
        return
    total = next(line for line in lines if line.post == TOTAAL)
    if total.besteed_eur is None:
        st.html(f'<p class="budget-tekst">{escape(budget_sentence(total, 0.0))}</p>')
        return
    spent = total.besteed_eur / total.begroot_eur if total.begroot_eur else 0.0
    elapsed = elapsed_budget_years(budget, context.editie.datastand)
    posts = "".join(
        f"<li>{escape(line.post)}: {show_euro(line.besteed_eur)} van "
        f"{EURO}{show_number(line.begroot_eur)}</li>"
        for line in lines
        if line.post != TOTAAL
    )
    st.html(
        f'<p class="budget-tekst">besteed <b>{EURO}{show_number(total.besteed_eur)}</b> van '
        f"{EURO}{show_number(total.begroot_eur)} ({show_number(100 * spent)}%)</p>"
        f"{_bar_html(spent, elapsed)}"
        f'<p class="noot">Het streepje: {show_number(100 * elapsed)}% van de jaren in de begroting '
        f"is voorbij op {show_date(context.editie.datastand)}.</p>"
        f'<ul class="bespreken noot">{posts}</ul>'
        f"<p>{link_html('Meer over het budget →', 'evaluatie', 'budget')}</p>"
    )


def _years(context: Context) -> str:
    years = sorted({jaar for post in context.settings.budget.post for jaar in post.bedragen_eur})
    return f"{years[0]}-{years[-1]}" if len(years) > 1 else "".join(map(str, years))


def _bar_html(spent: float, elapsed: float) -> str:
    words = (
        f"{show_number(100 * spent)}% besteed, "
        f"{show_number(100 * elapsed)}% van de jaren in de begroting voorbij"
    )
    return (
        f'<div class="budgetbalk" role="img" aria-label="{words}">'
        f'<div class="deel" style="width:{min(spent, 1.0) * 100:.1f}%"></div>'
        f'<div class="tijd" style="left:{elapsed * 100:.1f}%"></div></div>'
    )


def core_comparisons(context: Context, wijk: str) -> list[Comparison]:
    """The five core indicators, in their fixed order."""
    return [compare_slug(context, slug, wijk) for slug in KERN]
