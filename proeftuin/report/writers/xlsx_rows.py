"""The large sheets of the workbook: the columns of every figure, an indicator at a time."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from proeftuin.files import safe_cell
from proeftuin.indicators import INDICATOR, Indicator
from proeftuin.report.blocks import AANDEEL, AANTAL, DAG, DAGEN, EURO, TEKST, maat_of
from proeftuin.results import NOEMERSTAND, Editie, read_cijfers
from proeftuin.sentences import STATUS_TEKST, category_name, short_period
from proeftuin.settings import Settings

BRUIKBAAR = "bruikbaar"
_LEEG = "<c/>"
_DAG_NUL = date(1899, 12, 30)  # day 0 of a spreadsheet


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


def unit_name(indicator: Indicator) -> str:
    """The unit of its values in a sheet, where a share is a number from 0 to 1."""
    return AANDEEL if maat_of(indicator) == AANDEEL else indicator.eenheid


def status_word(status: str) -> str:
    """A state in words; 'bruikbaar' for ok."""
    return STATUS_TEKST.get(status) or BRUIKBAAR


@dataclass(frozen=True)
class Kolomwaarden:
    """The values of a column, None where there is none, in one number format (of blocks.py)."""

    maat: str
    waarden: Sequence[str | float | date | None]


def cijfer_columns(
    editie: Editie, settings: Settings, slugs: Sequence[str], indeling: str
) -> Iterator[list[Kolomwaarden]]:
    """The columns VELDEN of these indicators in one split, an indicator at a time."""
    for slug in slugs:
        frame = read_cijfers(editie, slug, indeling).frame
        if len(frame):
            yield _columns(INDICATOR[slug], frame, indeling, settings)


def _columns(
    indicator: Indicator, frame: pd.DataFrame, indeling: str, settings: Settings
) -> list[Kolomwaarden]:
    def named(column: str, name: Callable[[str], str]) -> Kolomwaarden:
        """Texts of a column with few different values."""
        values = frame[column].tolist()
        texts = {value: name(value) for value in set(values)}
        return Kolomwaarden(TEKST, [texts[value] for value in values])

    def numbers(column: str, kind: str) -> Kolomwaarden:
        return Kolomwaarden(
            kind, [None if value != value else value for value in frame[column].tolist()]
        )

    periods = list(zip(frame["van"].tolist(), frame["tot"].tolist(), strict=True))
    texts = {pair: short_period(*pair) for pair in set(periods)}
    kind, size = maat_of(indicator), len(frame)
    count = EURO if kind == EURO and indicator.teller.endswith("_eur") else AANTAL
    return [
        Kolomwaarden(TEKST, [indicator.naam] * size),
        named("categorie", lambda code: category_name(indeling, code) if code else ""),
        named("wijk", settings.wijk_naam),
        named("venster", str),
        Kolomwaarden(TEKST, [texts[pair] for pair in periods]),
        *(Kolomwaarden(DAG, frame[column].tolist()) for column in ("van", "tot")),
        numbers("teller", count),
        numbers("noemer", AANTAL),
        numbers("waarde", kind),
        Kolomwaarden(TEKST, [unit_name(indicator)] * size),
        numbers("onder", kind),
        numbers("boven", kind),
        *(numbers(column, DAGEN) for column in _DAGEN),
        *(numbers(column, AANTAL) for column in _AANTALLEN),
        named("status", status_word),
        Kolomwaarden(TEKST, ["ja" if value else None for value in frame["ongeveer"].tolist()]),
        *(numbers(column, AANTAL) for column in NOEMERSTAND),
    ]


class GrootBlad(Worksheet):  # type: ignore[misc]  # the library tells no types
    """A sheet of the library whose rows are written by column.

    A cell at a time through the library takes most of a minute for the intern edition, in which
    one sheet has 180,000 rows; this takes seconds. The library asks a sheet for its rows when it
    writes the file, and makes all the rest.
    """

    dim_rowmax: int  # the last row, counted from 0

    def fill(
        self, parts: Iterable[Sequence[Kolomwaarden]], size: int, styles: Mapping[str, int]
    ) -> None:
        """Rows under the heads: parts one under the other, size rows in all.

        styles: the number of the style of each number format.
        """
        self._parts, self._style = parts, styles
        self._heads = self.dim_rowmax
        self.dim_rowmax += size

    def _write_rows(self) -> None:
        last, self.dim_rowmax = self.dim_rowmax, self._heads
        super()._write_rows()
        self.dim_rowmax = last
        texts: dict[str | None, str] = {}
        for columns in self._parts:
            cells = [self._cells(kolom, texts) for kolom in columns]
            rows = (f"<row>{''.join(row)}</row>" for row in zip(*cells, strict=True))
            self.fh.write("".join(rows))

    def _cells(self, kolom: Kolomwaarden, texts: dict[str | None, str]) -> list[str]:
        """Every cell of a column as it stands in the file; texts are made once."""
        start = f'<c s="{self._style[kolom.maat]}"'
        values: Sequence[Any] = kolom.waarden
        if kolom.maat == TEKST:
            for text in set(values) - texts.keys():
                safe = _CONTROL.sub("", escape(safe_cell(text or "")))
                made = f'{start} t="inlineStr"><is><t>{safe}</t></is></c>'
                texts[text] = made if text else _LEEG
            return [texts[text] for text in values]
        if kolom.maat == DAG:
            days = {day: f"{start}><v>{(day - _DAG_NUL).days}</v></c>" for day in set(values)}
            return [days[day] for day in values]
        return [
            _LEEG if value is None else f"{start}><v>{_plain(value)}</v></c>" for value in values
        ]


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def _plain(value: float) -> str:
    return str(int(value)) if value.is_integer() else repr(value)
