"""The frozen nulmeting on every page that uses it: since when, and what a newer one changes."""

from collections.abc import Sequence

from proeftuin.indicators import INDICATOR
from proeftuin.report import changes_part
from proeftuin.results import NulmetingStatus, read_nulmeting
from proeftuin.sentences import join_words, lower_first, nulmeting_note
from proeftuin.ui.blocks import show_blocks
from proeftuin.ui.parts import unsaid
from proeftuin.ui.shell import Context, note

_VEEL = 4  # a longer row of names reads as 'the others'


def show_nulmeting(context: Context, slugs: Sequence[str]) -> None:
    """One line per different state of these indicators, then the newer values beside the shown."""
    if lines := unsaid(context, nulmeting_texts(context, slugs)):
        note(" ".join(lines))
    show_nulmeting_changes(context, slugs)


def nulmeting_texts(context: Context, slugs: Sequence[str]) -> list[str]:
    """The lines alone, to stand in one line of small print with others."""
    return nulmeting_lines({slug: read_nulmeting(context.editie, slug) for slug in slugs})


def show_nulmeting_changes(context: Context, slugs: Sequence[str]) -> None:
    """The newer values beside the shown, of the indicators that have them."""
    states = {slug: read_nulmeting(context.editie, slug) for slug in dict.fromkeys(slugs)}
    for slug, status in states.items():
        if status.nieuwere_versie is not None:
            indicator = INDICATOR[slug]
            show_blocks(
                context, changes_part(indicator, status, context.audience, context.settings)
            )


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
