"""The frozen nulmeting on every page that uses it: since when, and what a newer one changes."""

from collections.abc import Sequence

from proeftuin.indicators import INDICATOR, Indicator
from proeftuin.results import NulmetingStatus, Wijziging, read_nulmeting
from proeftuin.sentences import (
    Cell,
    Table,
    join_words,
    lower_first,
    nulmeting_note,
    show_difference,
    show_value,
)
from proeftuin.settings import Settings
from proeftuin.ui.parts import show_folded, table_html
from proeftuin.ui.shell import Context, note
from proeftuin.vocabulary import INTERN

_VEEL = 4  # a longer row of names reads as 'the others'


def show_nulmeting(context: Context, slugs: Sequence[str]) -> None:
    """One line per different state of these indicators, then the newer values beside the shown."""
    for line in nulmeting_texts(context, slugs):
        note(line)
    show_nulmeting_changes(context, slugs)


def nulmeting_texts(context: Context, slugs: Sequence[str]) -> list[str]:
    """The lines alone, to stand in one line of small print with others."""
    return nulmeting_lines({slug: read_nulmeting(context.editie, slug) for slug in slugs})


def show_nulmeting_changes(context: Context, slugs: Sequence[str]) -> None:
    """The newer values beside the shown, of the indicators that have them."""
    states = {slug: read_nulmeting(context.editie, slug) for slug in dict.fromkeys(slugs)}
    for slug, status in states.items():
        if status.nieuwere_versie is not None:
            _show_changes(context, INDICATOR[slug], status)


def nulmeting_lines(states: dict[str, NulmetingStatus]) -> list[str]:
    """The state of each nulmeting in words; one line without names when all are the same."""
    found: dict[str, list[str]] = {}
    for slug, status in states.items():
        found.setdefault(nulmeting_note(status), []).append(INDICATOR[slug].naam.lower())
    if len(found) == 1:
        return list(found)
    ordered = sorted(found.items(), key=lambda pair: len(pair[1]))
    lines = [f"{join_words(names).capitalize()}: {lower_first(line)}" for line, names in ordered]
    last, names = ordered[-1]
    if len(names) > _VEEL:
        lines[-1] = f"De andere cijfers: {lower_first(last)}"
    return lines


def _show_changes(context: Context, indicator: Indicator, status: NulmetingStatus) -> None:
    name = indicator.naam.lower()
    if context.audience != INTERN:
        note(f"Wat er veranderde in de nulmeting van {name}, staat in de interne editie.")
        return
    if status.wijzigingen:
        table = changes_table(indicator, status, context.settings)
        show_folded(table_html(table), titel=f"Wat er veranderde in de nulmeting van {name}")
    if status.andere_cellen:
        where = "Ook" if status.wijzigingen else "Alleen"
        note(
            f"{where} {status.andere_cellen} onderliggende aantallen van {name} zijn anders, "
            "bijvoorbeeld in een groep."
        )


def changes_table(indicator: Indicator, status: NulmetingStatus, settings: Settings) -> Table:
    """The year value per wijk in both versions and the difference."""
    rows = tuple(
        (
            Cell(settings.wijk_naam(item.wijk)),
            Cell(show_value(indicator, item.oud)),
            Cell(show_value(indicator, item.nieuw)),
            Cell(_gap(indicator, item)),
        )
        for item in status.wijzigingen
    )
    heads = (
        "Wijk",
        f"Versie {status.versie}, hier getoond",
        f"Versie {status.nieuwere_versie}",
        "Verschil",
    )
    return Table(f"Nulmeting van {indicator.naam.lower()}, twee versies", heads, rows)


def _gap(indicator: Indicator, item: Wijziging) -> str:
    if item.oud is None or item.nieuw is None:
        return "–"
    return show_difference(indicator, item.nieuw - item.oud)
