"""Dutch numbers, dates and states as people read them. Text in, text out; no streamlit here.

A number is never printed alone: show_value gives it its unit, show_figure also its state.

The budget of the proeftuin in words; page and report say the same.
"""

from datetime import date

from proeftuin.indicators import Indicator, Soort, decimals_of, is_share, short_unit
from proeftuin.results import BudgetRegel, Figure
from proeftuin.vocabulary import (
    AFGESCHERMD,
    GEMEENTE,
    NIET_GELEVERD,
    NOG_NIET_RIJP,
    OK,
    OVERIGE,
    TE_KLEIN,
    VOORLOPIG,
)

STATUS_TEKST = {
    OK: "",
    TE_KLEIN: "klein aantal",
    VOORLOPIG: "voorlopig",
    NOG_NIET_RIJP: "nog niet rijp",
    NIET_GELEVERD: "niet geleverd",
    AFGESCHERMD: "afgeschermd",
}
STATUS_UITLEG = {
    TE_KLEIN: "Tussen haakjes: het cijfer rust op een klein aantal en kan sterk schommelen.",
    VOORLOPIG: "Grijs: voorlopig. Late gegevens kunnen het cijfer nog veranderen.",
    NOG_NIET_RIJP: "Open punt: nog niet rijp. Een deel is nog niet oud genoeg om te tellen.",
    NIET_GELEVERD: "Leeg vak: niet geleverd. Het bestand of de periode zit niet in de levering.",
    AFGESCHERMD: (
        "Gearceerd: afgeschermd, zodat niemand te herkennen is. Waar <10 staat, gaat het om minder "
        "dan 10."
    ),
}
_GETELD = (Soort.AANDEEL, Soort.PER_1000, Soort.VERHOUDING, Soort.GEMIDDELDE)
MAANDEN = (
    *("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus"),
    *("september", "oktober", "november", "december"),
)
MIN = "\u2212"
EURO = "€\u00a0"
_DAGEN_PER_MAAND = 30.4375


def show_number(value: float, decimals: int = 0) -> str:
    """'1.234,5': decimal comma, thousands point, a real minus sign; never '-0'."""
    text = f"{abs(value):,.{decimals}f}".translate(str.maketrans(",.", ".,"))
    is_zero = not text.strip("0.,")
    return text if value >= 0 or is_zero else MIN + text


def show_date(day: date) -> str:
    """'31 december 2023'."""
    return f"{day.day} {MAANDEN[day.month - 1]} {day.year}"


def show_quarter(day: date) -> str:
    """'2023 K4', the calendar quarter that holds day."""
    return f"{day.year} K{(day.month - 1) // 3 + 1}"


def show_period(van: date, tot: date) -> str:
    """'2023 K4' for a quarter, '2021' for a calendar year, else '2022 K4 tot en met 2023 K3'."""
    if show_quarter(van) == show_quarter(tot):
        return show_quarter(tot)
    if van.year == tot.year and (van.month, tot.month) == (1, 12):
        return str(van.year)
    return f"{show_quarter(van)} tot en met {show_quarter(tot)}"


def show_months(dagen: float) -> str:
    """'8,3 maanden' for a number of days."""
    return f"{show_number(dagen / _DAGEN_PER_MAAND, 1)} maanden"


def show_bare(indicator: Indicator, value: float) -> str:
    """The value as short as a chart axis or a table cell wants it: '15,1%', '252', '€ 1.234'."""
    if is_share(indicator):
        return f"{show_number(100 * value, 1)}%"
    text = show_number(value, decimals_of(indicator))
    if indicator.soort in (Soort.EURO, Soort.EURO_PER_1000):
        return f"{MIN if text.startswith(MIN) else ''}{EURO}{text.lstrip(MIN)}"
    return text


def show_value(indicator: Indicator, value: float | None) -> str:
    """The value with its unit: '15,1%', '252 dagen', '61,3 per 1000'; a dash when there is none."""
    if value is None:
        return "–"
    unit = short_unit(indicator)
    return f"{show_bare(indicator, value)}\u00a0{unit}".rstrip()


def show_difference(indicator: Indicator, difference: float) -> str:
    """A difference with sign and unit: '−1,4 procentpunt', '+14 dagen'."""
    if is_share(indicator):
        text = f"{show_number(100 * difference, 1)}\u00a0procentpunt"
    else:
        text = show_value(indicator, difference)
    return f"+{text}" if difference > 0 and any(c in text for c in "123456789") else text


def show_ripeness(figure: Figure) -> str:
    """'35 van 120 oud genoeg', or 'nog niet rijp' when the counts are not published."""
    if figure.rijp is None or figure.totaal is None:
        return "nog niet rijp"
    return f"{show_number(figure.rijp)} van {show_number(figure.totaal)} oud genoeg"


def say_unripe(figure: Figure) -> str:
    """'nog niet rijp: 35 van 120 oud genoeg', or 'nog niet rijp' without published counts."""
    if figure.rijp is None or figure.totaal is None:
        return "nog niet rijp"
    return f"nog niet rijp: {show_ripeness(figure)}"


def is_below_ten(indicator: Indicator, figure: Figure) -> bool:
    """Whether a hidden figure is hidden for a count of 1..9 in one wijk.

    A total hides because of its parts, a duration for few units, an amount for a dominant one.
    """
    return figure.wijk not in (GEMEENTE, OVERIGE) and indicator.soort in _GETELD


def show_hidden(indicator: Indicator, figure: Figure) -> str:
    """'<10' where that is why a figure is hidden, else 'afgeschermd'."""
    return "<10" if is_below_ten(indicator, figure) else STATUS_TEKST[AFGESCHERMD]


def say_hidden(indicator: Indicator, figure: Figure) -> str:
    """'afgeschermd: het gaat om minder dan 10', or why else a figure is hidden."""
    reason = (
        "het gaat om minder dan 10" if is_below_ten(indicator, figure) else "te weinig gegevens"
    )
    return f"afgeschermd: {reason}"


def show_figure(indicator: Indicator, figure: Figure | None, *, unit: bool = True) -> str:
    """The figure with its state: '15,1%', '(15,1%)', '<10', 'niet geleverd', '15,1% voorlopig'."""
    if figure is None:
        return "–"
    if figure.status == AFGESCHERMD:
        return show_hidden(indicator, figure)
    if figure.status == NIET_GELEVERD:
        return "niet geleverd"
    if figure.waarde is None:
        return show_ripeness(figure) if figure.status == NOG_NIET_RIJP else "geen gevallen"
    render = show_value if unit else show_bare
    text = render(indicator, figure.waarde)
    if figure.ongeveer:
        text = f"ongeveer {text}"
    if figure.status == TE_KLEIN:
        return f"({text})"
    if figure.status == VOORLOPIG:
        return f"{text} voorlopig"
    if figure.status == NOG_NIET_RIJP:
        return f"{text}, {show_ripeness(figure)}"
    return text


def show_margin(indicator: Indicator, figure: Figure | None) -> str:
    """'13,2% tot 17,1%', the 95% interval; empty when there is none."""
    if figure is None or figure.onder is None or figure.boven is None:
        return ""
    unit = short_unit(indicator)
    low, high = show_bare(indicator, figure.onder), show_bare(indicator, figure.boven)
    return f"{low} tot {high}\u00a0{unit}".rstrip()


def show_direction(indicator: Indicator) -> str:
    """'lager is gewenst', 'hoger is gewenst' or 'geen gewenste richting'."""
    return indicator.richting.value


def show_euro(value: float, decimals: int = 0) -> str:
    """'€ 1.234', with a real minus sign before the euro sign."""
    text = show_number(value, decimals)
    return f"{MIN if text.startswith(MIN) else ''}{EURO}{text.lstrip(MIN)}"


def budget_sentence(total: BudgetRegel, elapsed: float) -> str:
    """What is spent of what was planned, beside the share (0..1) of the budget years passed."""
    part = show_number(100 * (total.uitputting or 0))
    return (
        f"Besteed: {show_euro(total.besteed_eur)} van {show_euro(total.begroot_eur)}, dat is "
        f"{part}%. Van de jaren in de begroting is {show_number(100 * elapsed)}% voorbij. Nog "
        f"{show_euro(total.toegezegd_eur)} is toegezegd."
    )
