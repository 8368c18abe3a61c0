"""The report as a workbook: every figure with its state and definition, numbers as numbers."""

import re
import zipfile
from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import chain
from math import ceil
from typing import Any

import xlsxwriter

from proeftuin.charts import INKT, LABEL, PILOT_KLEUR
from proeftuin.files import fix_zip, safe_cell
from proeftuin.indicators import GEEN, INDICATORS
from proeftuin.report.blocks import Rapport
from proeftuin.report.writers.xlsx_rows import VELDEN, Veld, cijfer_rows
from proeftuin.report.writers.xlsx_sheets import Blad, explanation, first_sheets, last_sheets
from proeftuin.results import Editie, read_cijfers
from proeftuin.sentences import INDELING_NAAM
from proeftuin.settings import Settings

FORMATEN = {
    "tekst": "General",
    "aandeel": "0.0%",
    "euro": "€ #,##0",
    "verhouding": "0.00",
    "dagen": "0",
    "getal": "0.0",
    "aantal": "#,##0",
    "dag": "yyyy-mm-dd",
}
_KOP = 3  # the row of the heads, counted from 0


def write_xlsx(rapport: Rapport, editie: Editie, settings: Settings) -> bytes:
    """The workbook; the same edition gives the same bytes."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    writer = _Writer(book, rapport)
    splits = _splits(editie)
    sheets = [
        explanation(rapport, editie, settings, tuple(name for name, _, _ in splits)),
        *first_sheets(editie, settings),
    ]
    for sheet in sheets:
        writer.add(sheet)
    large: dict[str, tuple[str, list[str]]] = {}
    for name, indeling, slugs in splits:
        large[f"xl/worksheets/sheet{len(book.worksheets()) + 1}.xml"] = (indeling, slugs)
        writer.add_frame(name, _count(editie, slugs, indeling))
    for sheet in last_sheets(editie, settings):
        writer.add(sheet)
    book.set_properties(
        {
            "title": rapport.titel,
            "author": rapport.overlijn,
            "subject": rapport.onderwerp,
            "keywords": rapport.merk,
            "created": rapport.gemaakt_op.replace(tzinfo=None),
        }
    )
    book.close()
    made = stream.getvalue()
    return fix_zip(made, rapport.gemaakt_op, _fill(made, large, editie, settings))


def _splits(editie: Editie) -> list[tuple[str, str, list[str]]]:
    """(sheet name, split, indicators that carry it in this edition)."""
    order = [GEEN, *(name for name in INDELING_NAAM if name != GEEN)]
    found = []
    for indeling in order:
        slugs = [
            item.slug
            for item in INDICATORS
            if indeling in (GEEN, *item.indelingen)
            and len(read_cijfers(editie, item.slug, indeling))
        ]
        if slugs:
            name = "Cijfers" if indeling == GEEN else f"Per {INDELING_NAAM[indeling].lower()}"
            found.append((name[:31], indeling, slugs))
    return found


def _fill(
    made: bytes, large: dict[str, tuple[str, list[str]]], editie: Editie, settings: Settings
) -> dict[str, Iterable[bytes]]:
    """The large sheets with their rows; read from the sheet are the styles it has ready."""
    filled: dict[str, Iterable[bytes]] = {}
    with zipfile.ZipFile(BytesIO(made)) as archive:
        for entry, (indeling, slugs) in large.items():
            sheet = archive.read(entry).decode()
            samples = re.search(rf'<row r="{_KOP + 2}".*?</row>', sheet)
            if samples is None:
                raise ValueError("sheet without its sample row")
            numbers = re.findall(r'<c r="[A-Z]+\d+" s="(\d+)"', samples.group())
            styles = dict(zip(FORMATEN, numbers, strict=True))
            before, after = sheet[: samples.start()], sheet[samples.end() :]
            size = _KOP + 1 + _count(editie, slugs, indeling)
            before = re.sub(r'(<dimension ref="A1:[A-Z]+)\d+"', rf'\g<1>{size}"', before)
            rows = cijfer_rows(editie, settings, slugs, indeling, styles.__getitem__)
            filled[entry] = chain([before.encode()], rows, [after.encode()])
    return filled


def _count(editie: Editie, slugs: Sequence[str], indeling: str) -> int:
    """Rows of a large sheet."""
    return sum(len(read_cijfers(editie, slug, indeling)) for slug in slugs)


def _lines(cell: Any, veld: Veld) -> int:
    """How many lines a text takes in its column; a row has to be told."""
    text = cell[0] if isinstance(cell, tuple) else cell
    return ceil(len(text) * 0.88 / veld.breedte) if isinstance(text, str) else 1


class _Writer:
    """Sheets with the same head: title, edition, column heads, filter."""

    def __init__(self, book: Any, rapport: Rapport) -> None:
        self._book, self._rapport = book, rapport
        base = {"font_name": "Calibri", "font_size": 11, "font_color": INKT, "valign": "top"}
        self._plain = book.add_format(base)
        self._wrap = book.add_format({**base, "text_wrap": True})
        self._title = book.add_format({**base, "font_size": 16, "bold": True})
        self._small = book.add_format({**base, "font_color": LABEL})
        self._head = book.add_format(
            {**base, "bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"}
        )
        self._bold = book.add_format({**base, "bold": True, "font_color": PILOT_KLEUR})
        self._formats = {
            name: book.add_format({**base, "num_format": pattern})
            for name, pattern in FORMATEN.items()
        }

    def _sheet(self, name: str, title: str) -> Any:
        """A sheet with its title and the line of the edition; the mark is on every sheet."""
        rapport = self._rapport
        sheet = self._book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.write_string(0, 0, safe_cell(title), self._title)
        line = f"{rapport.merk} · {rapport.voet}" if rapport.merk else rapport.voet
        sheet.write_string(1, 0, safe_cell(line), self._small)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_header(f"&R&8{rapport.merk.replace('&', '&&')}")
        sheet.set_footer(f"&L&8{rapport.voet.replace('&', '&&')}&R&8&P van &N")
        return sheet

    def _heads(self, sheet: Any, heads: Sequence[str], widths: Sequence[float]) -> None:
        for place, (head, width) in enumerate(zip(heads, widths, strict=True)):
            sheet.set_column(place, place, width, self._plain)
            sheet.write_string(_KOP, place, safe_cell(head), self._head)
        sheet.freeze_panes(_KOP + 1, 1)
        sheet.repeat_rows(_KOP)

    def add(self, blad: Blad) -> None:
        """A small sheet, cell by cell: text, numbers with their format, dates."""
        sheet = self._sheet(blad.naam, blad.titel)
        self._heads(sheet, [kolom.kop for kolom in blad.velden], [k.breedte for k in blad.velden])
        for place, row in enumerate(blad.rijen, start=_KOP + 1):
            lines = max(_lines(cell, veld) for cell, veld in zip(row, blad.velden, strict=True))
            if lines > 1:
                sheet.set_row(place, 15 * lines + 1)
            for column, cell in enumerate(row):
                self._write(sheet, place, column, cell)
        if blad.rijen and blad.heeft_filter:
            sheet.autofilter(_KOP, 0, _KOP + len(blad.rijen), len(blad.velden) - 1)

    def _write(self, sheet: Any, row: int, column: int, cell: Any) -> None:
        value, kind = cell if isinstance(cell, tuple) else (cell, "")
        if value is None or value != value:
            return
        if isinstance(value, str):
            style = self._bold if kind == "kop" else self._wrap
            sheet.write_string(row, column, safe_cell(value), style)
        elif kind == "dag":
            sheet.write_datetime(row, column, value, self._formats["dag"])
        else:
            sheet.write_number(row, column, value, self._formats[kind or "aantal"])

    def add_frame(self, name: str, size: int) -> None:
        """A large sheet with its heads and one row that holds every style; size rows come later."""
        sheet = self._sheet(name, f"{name}: alle periodes en wijken")
        self._heads(sheet, [veld.kop for veld in VELDEN], [veld.breedte for veld in VELDEN])
        for place, style in enumerate(self._formats.values()):
            sheet.write_blank(_KOP + 1, place, None, style)
        sheet.autofilter(_KOP, 0, _KOP + size, len(VELDEN) - 1)
