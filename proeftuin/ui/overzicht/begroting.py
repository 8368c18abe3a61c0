"""The budget on the overview, small: one sentence, a bar and the way to the lines of it."""

import streamlit as st

from proeftuin.results import (
    TOTAAL,
    elapsed_budget_years,
    is_spending_delivered,
    read_tabel,
    summarise_budget,
)
from proeftuin.sentences import budget_sentence, show_number
from proeftuin.ui.address import WEGWIJZER, link_html
from proeftuin.ui.opmaak import show_html
from proeftuin.ui.shell import Context, note, show_kept


def show_budget_bar(context: Context) -> None:
    """Spent of the total beside the part of the looptijd passed, in words and as a bar."""
    show_kept(context, ("begroting",), lambda: _draw_budget_bar(context))


def _draw_budget_bar(context: Context) -> None:
    budget = read_tabel(context.editie, "budget")
    lines = summarise_budget(
        budget, context.editie.datastand, is_delivered=is_spending_delivered(context.editie)
    )
    st.header(f"Budget {_years(context)}", anchor=False)
    if not lines:
        note("Niet geleverd: er zijn geen uitgaven in de levering.")
        return
    total = next(line for line in lines if line.post == TOTAAL)
    if total.besteed_eur is None:
        note(budget_sentence(total, 0.0))
        return
    spent = total.besteed_eur / total.begroot_eur if total.begroot_eur else 0.0
    elapsed = elapsed_budget_years(budget, context.editie.datastand)
    passed = f"{show_number(100 * elapsed)}% van de looptijd voorbij"
    show_html(
        '<p class="budget-tekst">{{ zin }}</p>'
        '<div class="budgetbalk" role="img" aria-label="{{ balk }}">'
        '<div class="deel" style="width:{{ besteed }}%"></div>'
        '<div class="tijd" style="left:{{ verstreken }}%"></div></div><p>{{ link }}</p>',
        zin=budget_sentence(total, elapsed),
        balk=f"{show_number(100 * spent)}% besteed, {passed}",
        besteed=f"{min(spent, 1.0) * 100:.1f}",
        verstreken=f"{elapsed * 100:.1f}",
        link=link_html("Per post, en op koers of niet", "evaluatie", "budget", WEGWIJZER),
    )


def _years(context: Context) -> str:
    years = sorted({jaar for post in context.settings.budget.post for jaar in post.bedragen_eur})
    return f"{years[0]}–{years[-1]}" if len(years) > 1 else "".join(map(str, years))
