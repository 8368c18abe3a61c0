"""The numbers under the lines, and those without which a waiting time can mislead."""

import streamlit as st

from proeftuin.indicators import Indicator, is_share
from proeftuin.results import (
    Comparison,
    Figure,
    read_window,
)
from proeftuin.sentences import (
    capital_first,
    difference_note,
    others_of,
    show_difference,
    show_figure,
    show_margin,
    show_now,
    show_number,
    show_period,
    show_quarter,
)
from proeftuin.ui.parts import (
    Number,
    show_numbers,
)
from proeftuin.ui.shell import (
    Context,
    cijfers,
    note,
)
from proeftuin.vocabulary import (
    NULMETING,
    OPENBAAR,
)

_NIETS = "niet te zeggen"


def numbers_of(context: Context, comparison: Comparison) -> list[Number]:
    """Now, nulmeting, other wijken, and the difference between the two changes."""
    indicator, settings = comparison.indicator, context.settings
    pilot, overige = comparison.pilot, comparison.overige
    naam = settings.wijk_naam(comparison.wijk)
    window = show_period(*settings.vensters.nulmeting)
    when = show_quarter(pilot.now.tot) if pilot.now else ""
    is_pilot = comparison.wijk in settings.pilot.wijken
    numbers = [
        Number(
            f"{naam} nu",
            show_now(indicator, pilot.now),
            _basis(indicator, pilot.now, when),
            is_pilot,
        ),
        Number(
            f"Nulmeting {naam}",
            show_figure(indicator, pilot.nulmeting),
            f"{window}, gemiddeld kwartaal",
        ),
        Number(
            f"{capital_first(others_of(comparison, settings))} nu",
            show_now(indicator, overige.now),
            f"in de nulmeting {show_figure(indicator, overige.nulmeting)}",
        ),
    ]
    if is_pilot:  # another wijk is one of the others itself
        difference = comparison.verschil
        shown = _NIETS
        if difference is not None and not comparison.is_afgerond:
            shown = show_difference(indicator, difference)
        found = difference_note(comparison, naam)
        numbers.append(Number("Vergeleken met de andere wijken", shown, found))
    if indicator.overleving and indicator.overleving.kap_mediaan:
        horizon = getattr(settings.perioden, indicator.overleving.horizon)
        half = f"De helft is {indicator.overleving.werkwoord} na"
        published = cijfers(context, indicator.slug)
        before_half = _half(read_window(published, comparison.wijk, NULMETING), horizon)
        numbers.insert(
            2,
            Number(half, _half(pilot.now, horizon), f"over de hele nulmeting {before_half}"),
        )
    return numbers


def _half(figure: Figure | None, horizon: int) -> str:
    """The median in days; '> 730 dagen' when half was not reached within the horizon."""
    if figure is None or figure.waarde is None:
        return _NIETS
    if figure.mediaan is None:
        return f"> {horizon} dagen"
    return f"{figure.mediaan:.0f} dagen"


def _basis(indicator: Indicator, figure: Figure | None, when: str) -> str:
    if figure is None:
        return ""
    parts = [when]
    if figure.noemer is not None and is_share(indicator):
        parts.append(f"van {show_number(figure.noemer)}")
    margin = show_margin(indicator, figure)
    if margin:
        parts.append(f"marge {margin}")
    return ", ".join(parts)


def show_waiting(context: Context, comparison: Comparison) -> None:
    """Median, P80, time waited so far by who still waits, and starts before the aanmelding.

    All of one quarter, the one that may be called now; nothing without it.
    """
    if comparison.pilot.now is None:
        return
    st.header("Wie lang wacht, telt hier mee", anchor=False)
    wijk, now = comparison.wijk, comparison.pilot.now
    others, name = comparison.overige.now, others_of(comparison, context.settings)
    naam = context.settings.wijk_naam(wijk)
    is_pilot = wijk in context.settings.pilot.wijken
    when = show_quarter(now.tot) if now else ""
    show_numbers(
        [
            Number(
                f"De helft in {naam} start binnen",
                _days(now, "mediaan"),
                f"{when}, {name} {_days(others, 'mediaan')}",
                is_pilot,
            ),
            Number(
                "Acht van de tien starten binnen",
                _days(now, "p80"),
                f"{when}, {name} {_days(others, 'p80')}",
                is_pilot,
            ),
            Number(
                "Wie nog wacht, wacht al",
                _days(now, "wacht_tot_nu"),
                f"de helft langer, op {_day(now)}; {name} {_days(others, 'wacht_tot_nu')}",
                is_pilot,
            ),
            Number(
                "Hulp begon al voor de aanmelding",
                _times(now, is_hidden=context.audience == OPENBAAR),
                f"in {when}; zij tellen als 0 dagen",
                is_pilot,
            ),
        ]
    )
    note(
        "Als de langste wachters nooit starten, kan de wachttijd dalen terwijl de rij niet korter "
        "wordt. Kijk daarom ook naar wie nog wacht."
    )


def _times(figure: Figure, *, is_hidden: bool) -> str:
    if figure.terugwerkend is None:
        return "afgeschermd" if is_hidden else _NIETS
    return f"{show_number(figure.terugwerkend)} keer"


def _days(figure: Figure | None, field: str) -> str:
    value = getattr(figure, field, None)
    return _NIETS if value is None else f"{show_number(value)} dagen"


def _day(figure: Figure | None) -> str:
    return f"de laatste dag van {show_quarter(figure.tot)}" if figure else "de peildatum"
