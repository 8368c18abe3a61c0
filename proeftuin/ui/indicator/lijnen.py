"""The lines of an indicator by quarter, and what makes them for a file."""

from collections.abc import Callable
from datetime import date
from functools import partial

from proeftuin.charts import (
    Grafiek,
    alt_text,
    apart_chart,
    line_chart,
)
from proeftuin.indicators import INDICATOR
from proeftuin.ui.gesprek.tafel import visible_duidingen
from proeftuin.ui.gesprek.texts import marks_of, show_mark_list
from proeftuin.ui.shell import (
    Context,
    chart_of,
    cijfers,
    show_chart,
    show_kept,
)


def lines_of(
    context: Context,
    slug: str,
    wijk: str,
    onzekerheid: bool,
    hoogte: int = 400,
    duidingen: tuple[tuple[date, str], ...] = (),
) -> Callable[[], Grafiek]:
    """What makes the chart of an indicator by quarter."""
    return partial(
        line_chart,
        cijfers(context, slug),
        context.settings,
        INDICATOR[slug],
        wijk=wijk,
        onzekerheid=onzekerheid,
        hoogte=hoogte,
        duidingen=duidingen,
    )


def show_lines(
    context: Context,
    slug: str,
    wijk: str,
    text: str,
    *,
    onzekerheid: bool = False,
    hoogte: int = 400,
) -> None:
    """All wijken by quarter; text is the sentence a screen reader gets."""
    duidingen = marks_of(visible_duidingen(context, slug, wijk))
    look = (slug, wijk, onzekerheid, hoogte, duidingen)

    def draw() -> None:
        spec = chart_of(context, ("lijnen", *look), lines_of(context, *look))
        alt = alt_text(cijfers(context, slug), context.settings, INDICATOR[slug], wijk, text)
        show_chart(spec, alt, slug)
        show_mark_list(context, slug, wijk, duidingen)

    show_kept(context, ("lijnen", *look, text), draw)


def apart_of(context: Context, slug: str) -> Callable[[], Grafiek]:
    """What makes the chart per wijk."""
    return partial(apart_chart, cijfers(context, slug), context.settings, INDICATOR[slug])


def show_apart(context: Context, slug: str, wijk: str, text: str) -> None:
    """A small chart per wijk, all on one scale; text is the sentence a screen reader gets."""
    published, settings = cijfers(context, slug), context.settings
    spec = chart_of(context, ("apart", slug), apart_of(context, slug))
    alt = alt_text(published, settings, INDICATOR[slug], wijk, text)
    show_chart(spec, f"Een kleine grafiek per wijk. {alt}", f"{slug}_apart")
