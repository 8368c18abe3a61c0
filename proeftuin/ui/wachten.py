"""The numbers beside wachttijd, without which it can mislead."""

import streamlit as st

from proeftuin.disclosure.published import Published
from proeftuin.results.compare import Comparison, quarters_of
from proeftuin.sentences.numbers import Figure, show_number, show_quarter
from proeftuin.settings.model import OVERIGE
from proeftuin.ui.parts import Number, show_numbers
from proeftuin.ui.shell import Context, cijfers, note


def show_waiting(context: Context, comparison: Comparison) -> None:
    """Median, P80, time waited so far by who still waits, and starts before the aanmelding."""
    st.header("Wie lang wacht, telt hier mee", anchor=False)
    wijk, now = comparison.wijk, comparison.pilot.now
    published, others = cijfers(context, comparison.indicator.slug), comparison.overige.now
    waiting, other_waiting = _newest(published, wijk), _newest(published, OVERIGE)
    naam = context.settings.wijk_naam(wijk)
    is_pilot = wijk in context.settings.pilot.wijken
    when = show_quarter(now.tot) if now else ""
    show_numbers(
        [
            Number(
                f"De helft in {naam} start binnen",
                _days(now, "mediaan"),
                f"{when}, andere wijken {_days(others, 'mediaan')}",
                is_pilot,
            ),
            Number(
                "Acht van de tien starten binnen",
                _days(now, "p80"),
                f"{when}, andere wijken {_days(others, 'p80')}",
                is_pilot,
            ),
            Number(
                "Wie nog wacht, wacht al",
                _days(waiting, "wacht_tot_nu"),
                f"de helft langer, op {_day(waiting)}; andere wijken "
                f"{_days(other_waiting, 'wacht_tot_nu')}",
                is_pilot,
            ),
            Number(
                "Met terugwerkende kracht",
                show_number(now.terugwerkend) if now and now.terugwerkend is not None else "–",
                f"starts voor de aanmelding in {when}; zij tellen als 0 dagen",
                is_pilot,
            ),
        ]
    )
    note(
        "Als de langste wachters nooit starten, kan de wachttijd dalen terwijl de rij niet korter "
        "wordt. Kijk daarom ook naar wie nog wacht."
    )


def _newest(published: Published, wijk: str) -> Figure | None:
    quarters = quarters_of(published, wijk)
    return quarters[-1] if quarters else None


def _days(figure: Figure | None, field: str) -> str:
    value = getattr(figure, field, None)
    return "–" if value is None else f"{show_number(value)} dagen"


def _day(figure: Figure | None) -> str:
    return f"de laatste dag van {show_quarter(figure.tot)}" if figure else "de peildatum"
