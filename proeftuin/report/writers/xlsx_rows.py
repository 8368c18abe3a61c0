"""The large sheets of the workbook: every figure as a row, written as text for speed.

A cell at a time through a library takes a minute for the intern edition; here a sheet is made by
column and joined by row, in seconds. The library still makes the workbook and its styles.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

from proeftuin.files import safe_cell
from proeftuin.indicators import INDICATOR, Indicator, Soort, is_share
from proeftuin.results import NOEMERSTAND, Editie, read_cijfers
from proeftuin.sentences import STATUS_TEKST, category_name, short_period
from proeftuin.settings import Settings

BRUIKBAAR = "bruikbaar"
LEEG = "<c/>"
_DAG_NUL = date(1899, 12, 30)  # day 0 of a spreadsheet
AANTAL, DAG, TEKST = "aantal", "dag", "tekst"


@dataclass(frozen=True)
class Veld:
    """A column: its head, what it means, its width in characters."""

    kop: str
    uitleg: str
    breedte: float = 11


VELDEN: tuple[Veld, ...] = (
    Veld("Cijfer", "Naam van het cijfer; zie het blad Definities.", 34),
    Veld("Categorie", "Waarnaar is gesplitst, bijvoorbeeld een leeftijd of een hulpvorm.", 30),
    Veld("Wijk", "De wijk, 'Andere wijken' (zonder pilot), de gemeente of 'Onbekend'.", 15),
    Veld(
        "Soort periode",
        "Kwartaal, een vast jaar (nulmeting, effectjaar) of een vroeger jaar.",
        13,
    ),
    Veld("Periode", "De periode in woorden.", 26),
    Veld("Van", "Eerste dag, telt mee."),
    Veld("Tot en met", "Laatste dag, telt mee."),
    Veld("Teller", "Wat boven de streep staat."),
    Veld("Noemer", "Wat onder de streep staat."),
    Veld("Waarde", "Het cijfer, in de eenheid die ernaast staat.", 13),
    Veld("Eenheid", "Eenheid van waarde, onder en boven.", 30),
    Veld("Onder", "Ondergrens van de marge door toeval.", 13),
    Veld("Boven", "Bovengrens van de marge door toeval.", 13),
    Veld("Mediaan", "Alleen bij een duur: na zoveel dagen is de helft gestopt of gestart."),
    Veld("P80", "Alleen bij de wachttijd: na zoveel dagen is 80% gestart."),
    Veld("Wacht tot nu", "Alleen bij de wachttijd: mediaan van wie op de peildatum nog wacht.", 12),
    Veld("Terugwerkend", "Alleen bij de wachttijd: starts van voor de aanmelding.", 13),
    Veld("Lang genoeg gevolgd", "Bij nog te vroeg: zoveel zijn er al lang genoeg gevolgd."),
    Veld("Van totaal", "Bij nog te vroeg: van zoveel."),
    Veld("Toestand", "Of het cijfer te gebruiken is; zie het blad Uitleg.", 15),
    Veld("Ongeveer", "Ja: in dit totaal is een afgeschermd deel geschat.", 10),
    Veld(
        "Leeftijden ontbreken",
        "Per 1000: bij zoveel leeftijden mist de bevolking iets; dan te hoog.",
        13,
    ),
    Veld("Bevolking ouder", "Per 1000: de bevolking is van zoveel jaar eerder.", 13),
)
_AANTALLEN = ("terugwerkend", "rijp", "totaal")
_DAGEN = ("mediaan", "p80", "wacht_tot_nu")


def format_name(indicator: Indicator) -> str:
    """The name of the number format of its values: a key of xlsx.FORMATEN."""
    if is_share(indicator):
        return "aandeel"
    if indicator.soort in (Soort.EURO, Soort.EURO_PER_1000):
        return "euro"
    if indicator.soort is Soort.VERHOUDING:
        return "verhouding"
    return "dagen" if indicator.is_duur else "getal"


def status_word(status: str) -> str:
    """A state in words; 'bruikbaar' for ok."""
    return STATUS_TEKST.get(status) or BRUIKBAAR


def cijfer_rows(
    editie: Editie,
    settings: Settings,
    slugs: Sequence[str],
    indeling: str,
    style: Callable[[str], str],
) -> Iterator[bytes]:
    """Every row of these indicators in one split, as XML, one piece per indicator.

    style gives the style number of a format name.
    """
    texts: dict[str, str] = {"": LEEG}
    plain = style(TEKST)

    def text(value: str) -> str:
        found = texts.get(value)
        if found is None:
            safe = _CONTROL.sub("", escape(safe_cell(value)))
            found = texts[value] = f'<c s="{plain}" t="inlineStr"><is><t>{safe}</t></is></c>'
        return found

    for slug in slugs:
        frame = read_cijfers(editie, slug, indeling).frame
        if not len(frame):
            continue
        yield _rows(INDICATOR[slug], frame, indeling, settings, text, style).encode()


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def _rows(
    indicator: Indicator,
    frame: Any,
    indeling: str,
    settings: Settings,
    text: Callable[[str], str],
    style: Callable[[str], str],
) -> str:
    def named(column: str, name: Callable[[Any], str]) -> list[str]:
        """Text cells of a column with few different values."""
        values = frame[column].tolist()
        cells = {value: text(name(value)) for value in set(values)}
        return [cells[value] for value in values]

    def numbers(column: str, kind: str) -> list[str]:
        start = f'<c s="{style(kind)}"><v>'
        return [
            LEEG if value != value else f"{start}{_plain(value)}</v></c>"
            for value in frame[column].tolist()
        ]

    def days(column: str) -> list[str]:
        start = f'<c s="{style(DAG)}"><v>'
        values = frame[column].tolist()
        cells = {day: f"{start}{(day - _DAG_NUL).days}</v></c>" for day in set(values)}
        return [cells[day] for day in values]

    periods = list(zip(frame["van"].tolist(), frame["tot"].tolist(), strict=True))
    period_cells = {pair: text(short_period(*pair)) for pair in set(periods)}
    kind = format_name(indicator)
    count = "euro" if kind == "euro" and indicator.teller.endswith("_eur") else AANTAL
    unit = text("aandeel" if kind == "aandeel" else indicator.eenheid)
    size = len(frame)
    columns = [
        [text(indicator.naam)] * size,
        named("categorie", lambda code: category_name(indeling, code) if code else ""),
        named("wijk", settings.wijk_naam),
        named("venster", str),
        [period_cells[pair] for pair in periods],
        days("van"),
        days("tot"),
        numbers("teller", count),
        numbers("noemer", AANTAL),
        numbers("waarde", kind),
        [unit] * size,
        numbers("onder", kind),
        numbers("boven", kind),
        *(numbers(column, "dagen") for column in _DAGEN),
        *(numbers(column, AANTAL) for column in _AANTALLEN),
        named("status", status_word),
        [text("ja") if value else LEEG for value in frame["ongeveer"].tolist()],
        *(numbers(column, AANTAL) for column in NOEMERSTAND),
    ]
    return "".join(f"<row>{''.join(cells)}</row>" for cells in zip(*columns, strict=True))


def _plain(value: float) -> str:
    return str(int(value)) if value.is_integer() else repr(value)
