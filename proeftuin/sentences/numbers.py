"""Dutch numbers, dates, states and the budget as people read them. Text out; no streamlit here.

A number is never printed alone: show_value gives it its unit, show_figure also its state.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from proeftuin.indicators import (
    DAGEN,
    Indicator,
    Richting,
    Soort,
    counted_unit,
    decimals_of,
    is_share,
    short_unit,
)
from proeftuin.results import BudgetRegel, Claim, Figure
from proeftuin.tijd import MAANDEN, MAANDEN_KORT
from proeftuin.vocabulary import (
    AFGESCHERMD,
    GEMEENTE,
    NIET_GELEVERD,
    NOG_NIET_RIJP,
    OK,
    ONVOLLEDIG,
    OPENBAAR,
    OVERIGE,
    TE_KLEIN,
    VOORLOPIG,
)

GEEN_RECENT = "geen recent cijfer"
TE_VROEG = "nog te vroeg"
NIET_IN_LEVERING = "Niet geleverd: de gegevens hiervoor zitten niet in de levering."
DAG = "dag"  # one of DAGEN
GEEN = "geen"  # there were none to count
STATUS_TEKST = {
    OK: "",
    TE_KLEIN: "klein aantal",
    VOORLOPIG: "voorlopig",
    NOG_NIET_RIJP: TE_VROEG,
    NIET_GELEVERD: "niet geleverd",
    AFGESCHERMD: "afgeschermd",
    ONVOLLEDIG: "bevolking niet compleet",
}


@dataclass(frozen=True)
class Punt:
    """A point of a list: the name that stands out, '' for none, what is said, what it claims.

    teken: the sign behind the name; '' behind a question.
    """

    naam: str
    tekst: str
    claims: tuple[Claim, ...] = ()
    teken: str = ":"

    @property
    def kop(self) -> str:
        """The name as it stands before the text; '' for none."""
        return f"{self.naam}{self.teken}" if self.naam else ""

    @property
    def zin(self) -> str:
        """The whole point as one text, the name before it."""
        return f"{self.kop} {self.tekst}" if self.naam else self.tekst


class Statement(str):
    """A sentence, with what it claims for a machine; a plain str to every reader.

    claims: what the words say of the direction of a figure or of a verdict; empty for none.
    """

    claims: tuple[Claim, ...]

    def __new__(cls, text: str, claims: Iterable[Claim] = ()) -> "Statement":
        """The text with its claims."""
        made = super().__new__(cls, text)
        made.claims = tuple(claims)
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        """Copied and kept with its claims."""
        return Statement, (str(self), self.claims)


# How a chart draws each state (naam) and what that state means (tekst); for text_of.
STATUS_PUNT = {
    TE_KLEIN: Punt(
        "Tussen haakjes", "het cijfer rust op een klein aantal en kan sterk schommelen."
    ),
    VOORLOPIG: Punt(
        "Grijs", f"{STATUS_TEKST[VOORLOPIG]}. Late gegevens kunnen het cijfer nog veranderen."
    ),
    NOG_NIET_RIJP: Punt("Open punt", f"{TE_VROEG}. Een deel is nog niet lang genoeg gevolgd."),
    NIET_GELEVERD: Punt(
        "Leeg vak", "niet geleverd. Het bestand of de periode zit niet in de levering."
    ),
    AFGESCHERMD: Punt(
        "Gearceerd",
        "afgeschermd, zodat niemand te herkennen is. Waar <{drempel} staat, gaat het om minder "
        "dan {drempel}.",
    ),
    ONVOLLEDIG: Punt(
        "Bevolking niet compleet",
        "er ontbreekt een leeftijd of een deel van een wijk. Het cijfer per 1000 is te hoog en "
        "wordt niet vergeleken.",
    ),
}
STATUS_UITLEG = {status: punt.zin for status, punt in STATUS_PUNT.items()}
_WENS = {Richting.LAGER: "lager", Richting.HOGER: "hoger", Richting.NEUTRAAL: "–"}
_GETELD = (Soort.AANDEEL, Soort.PER_1000, Soort.VERHOUDING, Soort.GEMIDDELDE)
MIN = "\u2212"
EURO = "€\u00a0"


def show_number(value: float, decimals: int = 0) -> str:
    """'1.234,5': decimal comma, thousands point, a real minus sign; never '-0'."""
    text = f"{abs(value):,.{decimals}f}".translate(str.maketrans(",.", ".,"))
    return f"{_minus(value, decimals)}{text}"


def is_shown_as_zero(value: float, decimals: int = 0) -> bool:
    """Whether show_number prints nothing but zeros for the value."""
    return round(abs(float(value)), decimals) == 0


def _minus(value: float, decimals: int) -> str:
    return "" if value >= 0 or is_shown_as_zero(value, decimals) else MIN


def show_quarter(day: date) -> str:
    """'oktober–december 2023', the calendar quarter that holds day; for running text."""
    first = (day.month - 1) // 3 * 3
    return f"{MAANDEN[first]}–{MAANDEN[first + 2]} {day.year}"


def short_quarter(day: date) -> str:
    """'okt–dec 2023', the same for a table or an axis."""
    first = (day.month - 1) // 3 * 3
    return f"{MAANDEN_KORT[first]}–{MAANDEN_KORT[first + 2]} {day.year}"


def show_period(van: date, tot: date) -> str:
    """'oktober–december 2023', '2021' for a year, else 'oktober 2022 tot en met juni 2023'."""
    if short_quarter(van) == short_quarter(tot):
        return show_quarter(tot)
    if _is_year(van, tot):
        return str(van.year)
    first, last = (f"{MAANDEN[day.month - 1]} {day.year}" for day in (van, tot))
    return f"{first} tot en met {last}"


def short_period(van: date, tot: date) -> str:
    """'okt–dec 2023', '2021' or 'okt 2022 tot en met sep 2023': the same for a table."""
    if short_quarter(van) == short_quarter(tot):
        return short_quarter(tot)
    if _is_year(van, tot):
        return str(van.year)
    first, last = (f"{MAANDEN_KORT[day.month - 1]} {day.year}" for day in (van, tot))
    return f"{first} tot en met {last}"


def _is_year(van: date, tot: date) -> bool:
    return van.year == tot.year and (van.month, tot.month) == (1, 12)


def show_bare(indicator: Indicator, value: float) -> str:
    """The value as short as a chart axis or a table cell wants it: '15,1%', '252', '€ 1.234'."""
    if is_share(indicator):
        return f"{show_number(100 * value, 1)}%"
    show = show_euro if indicator.soort in (Soort.EURO, Soort.EURO_PER_1000) else show_number
    return show(value, decimals_of(indicator))


def show_value(indicator: Indicator, value: float | None) -> str:
    """The value with its unit: '15,1%', '252 dagen', '61,3 per 1000'; a dash when there is none."""
    if value is None:
        return "–"
    return with_unit(show_bare(indicator, value), short_unit(indicator))


def with_unit(text: str, unit: str) -> str:
    """A number and its unit, kept on one line; the number alone where there is no unit."""
    if unit == DAGEN and text.lstrip("+\u2212") == "1":
        unit = DAG
    return f"{text}\u00a0{unit}" if unit else text


def show_difference(indicator: Indicator, difference: float) -> str:
    """A difference with sign and unit: '−1,4 procentpunt', '+14 dagen'."""
    return with_unit(show_bare_difference(indicator, difference), difference_unit(indicator))


def show_bare_difference(indicator: Indicator, difference: float) -> str:
    """A difference with its sign and without its unit: '−1,4', '+14', '+€ 120'."""
    plus = "+" if difference > 0 and not is_rounded_away(indicator, difference) else ""
    return f"{plus}{_plain_difference(indicator, difference)}"


def show_size(indicator: Indicator, value: float) -> str:
    """A difference without its sign: '1,8 procentpunt', '76 dagen'."""
    return with_unit(_plain_difference(indicator, abs(value)), difference_unit(indicator))


def _plain_difference(indicator: Indicator, value: float) -> str:
    return show_number(100 * value, 1) if is_share(indicator) else show_bare(indicator, value)


def difference_unit(indicator: Indicator) -> str:
    """The unit of a difference: 'procentpunt' between shares, else that of the value."""
    return "procentpunt" if is_share(indicator) else short_unit(indicator)


def is_rounded_away(indicator: Indicator, difference: float) -> bool:
    """Whether a difference is printed as 0; a rate per 1000 always keeps its sign."""
    if indicator.soort in (Soort.PER_1000, Soort.EURO_PER_1000):
        return False
    if is_share(indicator):
        return is_shown_as_zero(100 * difference, 1)
    return is_shown_as_zero(difference, decimals_of(indicator))


def show_ripeness(figure: Figure, tussen: str = " ") -> str:
    """'35 van 120 lang genoeg gevolgd', or 'nog te vroeg' when the counts are not published.

    tussen: what stands between the counts and the words, a line break on the map.
    """
    return count_ripe(figure.rijp, figure.totaal, tussen) or TE_VROEG


def count_ripe(rijp: float | None, totaal: float | None, tussen: str = " ") -> str:
    """'35 van 120 lang genoeg gevolgd', of nobody 'nog geen van 120 ...'; '' without counts."""
    if rijp is None or totaal is None:
        return ""
    old_enough = show_number(rijp) if rijp else "nog geen"
    return f"{old_enough} van {show_number(totaal)}{tussen}lang genoeg gevolgd"


def say_unripe(figure: Figure) -> str:
    """'nog te vroeg: 35 van 120 lang genoeg gevolgd', or 'nog te vroeg' without counts."""
    counts = count_ripe(figure.rijp, figure.totaal)
    return f"{TE_VROEG}: {counts}" if counts else TE_VROEG


def is_below_ten(indicator: Indicator, figure: Figure) -> bool:
    """Whether a hidden figure is hidden for a count below the threshold in one wijk.

    A total hides because of its parts, a duration for few units, an amount for a dominant one, and
    any count because it would tell what another one is.
    """
    is_wijk = figure.wijk not in (GEMEENTE, OVERIGE)
    return figure.drempel is not None and is_wijk and indicator.soort in _GETELD


def show_hidden(indicator: Indicator, figure: Figure) -> str:
    """'<10' (of its threshold) where that is why a figure is hidden, else 'afgeschermd'."""
    return f"<{figure.drempel}" if is_below_ten(indicator, figure) else STATUS_TEKST[AFGESCHERMD]


def say_hidden(indicator: Indicator, figure: Figure) -> str:
    """'afgeschermd: het gaat om minder dan 10', or why else a figure is hidden."""
    if is_below_ten(indicator, figure):
        return f"afgeschermd: het gaat om minder dan {figure.drempel}"
    if indicator.soort in _GETELD:
        return "afgeschermd, zodat niemand te herkennen is"
    return "afgeschermd: te weinig gegevens"


def show_figure(indicator: Indicator, figure: Figure | None, *, unit: bool = True) -> str:
    """The figure with its state: '15,1%', '<10', 'niet geleverd', '15,1% voorlopig'.

    On few units '15,1%, op weinig jeugdigen'; without unit, for a table, '(15,1%)'.
    """
    if figure is None:
        return "–"
    if figure.status == AFGESCHERMD:
        return show_hidden(indicator, figure)
    if figure.status == NIET_GELEVERD:
        return "niet geleverd"
    if figure.waarde is None:
        return show_ripeness(figure) if figure.status == NOG_NIET_RIJP else GEEN
    render = show_value if unit else show_bare
    text = render(indicator, figure.waarde)
    if figure.ongeveer:
        text = f"ongeveer {text}"
    if figure.noemer_mist:
        text = f"{text}, {STATUS_TEKST[ONVOLLEDIG]}"
    if figure.status == TE_KLEIN:
        few = f"{text}, op weinig {counted_unit(indicator)}" if unit else f"({text})"
        return f"{few}{',' * unit} voorlopig" if figure.is_voorlopig else few
    if figure.status == VOORLOPIG:
        return f"{text} voorlopig"
    if figure.status == NOG_NIET_RIJP:
        return f"{text}, {show_ripeness(figure)}"
    return text


def say_population(figure: Figure) -> str:
    """'bevolking niet compleet (3 leeftijden)', 'bevolking van 2021'; '' when it is whole."""
    parts = []
    if figure.noemer_mist:
        ages = "1 leeftijd" if figure.noemer_mist == 1 else f"{figure.noemer_mist} leeftijden"
        parts.append(f"bevolking niet compleet ({ages})")
    if figure.noemer_ouder:
        parts.append(f"bevolking van {figure.tot.year - figure.noemer_ouder}")
    return ", ".join(parts)


def population_notes(figures: Iterable[Figure], names: Mapping[str, str]) -> list[str]:
    """What the population under these figures lacks: per year in which wijken; [] when nothing.

    names: what each wijk to be named is called; figures of others are passed over.
    """
    lacks: dict[int, list[str]] = {}
    older: dict[int, list[str]] = {}
    for figure in figures:
        for found, value in ((lacks, figure.noemer_mist), (older, figure.noemer_ouder)):
            if value and figure.wijk in names:
                wijken = found.setdefault(figure.tot.year, [])
                if names[figure.wijk] not in wijken:
                    wijken.append(names[figure.wijk])
    notes = [
        f"De bevolking voor {jaar} is niet compleet ({', '.join(wijken)}). Cijfers per 1000 zijn "
        "daar te hoog en worden niet vergeleken."
        for jaar, wijken in sorted(lacks.items())
    ]
    if older:
        jaren = ", ".join(str(jaar) for jaar in sorted(older))
        wijken = list(dict.fromkeys(naam for namen in older.values() for naam in namen))
        where = "" if len(wijken) == len(names) else f" in {', '.join(wijken)}"
        notes.append(
            f"Voor {jaren} is{where} de bevolking van een eerder jaar gebruikt; die van het jaar "
            "zelf is niet geleverd."
        )
    return notes


def show_now(indicator: Indicator, figure: Figure | None) -> str:
    """The figure of now, or 'geen recent cijfer' where no recent quarter may lead."""
    return GEEN_RECENT if figure is None else show_figure(indicator, figure)


def show_margin(indicator: Indicator, figure: Figure | None) -> str:
    """'13,2% tot 17,1%', the 95% interval; empty when there is none."""
    if figure is None or figure.onder is None or figure.boven is None:
        return ""
    low, high = show_bare(indicator, figure.onder), show_bare(indicator, figure.boven)
    return with_unit(f"{low} tot {high}", short_unit(indicator))


def audience_words(audience: str) -> str:
    """'openbaar, afgerond' or 'intern': the two differ by design, and this says why."""
    return f"{audience}, afgerond" if audience == OPENBAAR else audience


def rounding_words(audience: str) -> str:
    """Why a difference need not be that of the two figures a reader sees."""
    if audience == OPENBAAR:
        return "Openbare cijfers zijn afgerond. Een klein verschil kan door de afronding komen."
    return (
        "Een verschil is berekend voor het afronden. Het laatste cijfer kan daardoor anders zijn "
        "dan wanneer u zelf aftrekt."
    )


def show_direction(indicator: Indicator) -> str:
    """'lager is gewenst', 'hoger is gewenst' or 'geen gewenste richting'."""
    return indicator.richting.value


def show_wish(indicator: Indicator) -> str:
    """'lager', 'hoger', or a dash where no way is wished for: a cell under the head 'Gewenst'."""
    return _WENS[indicator.richting]


def lower_first(text: str) -> str:
    """The text with a small first letter, to follow a colon."""
    return text[:1].lower() + text[1:]


def capital_first(text: str) -> str:
    """The text with a capital, to begin a sentence or a column head."""
    return text[:1].upper() + text[1:]


def show_euro(value: float | None, decimals: int = 0) -> str:
    """'€ 1.234', with a real minus sign before the euro sign; a dash for what is not known."""
    if value is None:
        return "–"
    return f"{_minus(value, decimals)}{EURO}{show_number(abs(value), decimals)}"


def show_signed_euro(value: float) -> str:
    """'+€ 1.234' or '−€ 1.234'; without a sign where it is printed as 0."""
    return f"{'+' if value > 0 and not is_shown_as_zero(value) else ''}{show_euro(value)}"


def budget_sentence(total: BudgetRegel, elapsed: float) -> str:
    """What is spent of what was planned, beside the share (0..1) of the budget years passed.

    Without delivered expenses only what was planned, and that the rest is not known.
    """
    if total.besteed_eur is None:
        return f"Begroot: {show_euro(total.begroot_eur)}. Wat is besteed, is niet geleverd."
    part = f"{show_number(100 * (total.uitputting or 0))}% is besteed"
    time = f"Van de looptijd is {show_number(100 * elapsed)}% voorbij; {part}."
    if elapsed >= 1:
        time = f"De looptijd is voorbij; {part}."
    return (
        f"{time} Dat is {show_euro(total.besteed_eur)} van {show_euro(total.begroot_eur)}. Nog "
        f"{show_euro(total.toegezegd_eur)} is toegezegd."
    )
