"""The report as a workbook: every figure with its state and definition, numbers as numbers."""

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from math import ceil
from tempfile import TemporaryDirectory
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from proeftuin.charts import INKT, LABEL, LICHT, PILOT_KLEUR
from proeftuin.files import fix_zip, safe_cell
from proeftuin.indicators import GEEN, INDICATORS
from proeftuin.report.blocks import (
    AANDEEL,
    AANTAL,
    ARCERING,
    DAG,
    DAGEN,
    EURO,
    GETAL,
    GRIJS,
    LEEG,
    OPEN_STIP,
    STAAT_BEELD,
    TEKST,
    VERHOUDING,
    Rapport,
    Tabelkolom,
    Vak,
)
from proeftuin.report.writers.xlsx_aanbieders import aanbieder_sheets
from proeftuin.report.writers.xlsx_rows import VELDEN, GrootBlad, Kolomwaarden, cijfer_columns
from proeftuin.report.writers.xlsx_sheets import Blad, explanation, first_sheets, last_sheets
from proeftuin.results import Editie, read_cijfers
from proeftuin.sentences import INDELING_NAAM
from proeftuin.settings import Settings

FORMATEN = {
    TEKST: "General",
    AANDEEL: "0.0%",
    EURO: "€ #,##0",
    VERHOUDING: "0.00",
    DAGEN: "0",
    GETAL: "0.0",
    AANTAL: "#,##0",
    DAG: "yyyy-mm-dd",
}
_KOP = 3  # the row of the heads, counted from 0


def write_xlsx(rapport: Rapport, editie: Editie, settings: Settings) -> bytes:
    """The workbook; the same edition gives the same bytes."""
    stream = BytesIO()
    with TemporaryDirectory() as folder:
        options = {"tmpdir": folder}
        _fill(xlsxwriter.Workbook(stream, options), rapport, editie, settings)
    return fix_zip(stream.getvalue(), rapport.gemaakt_op)


def _fill(book: xlsxwriter.Workbook, rapport: Rapport, editie: Editie, settings: Settings) -> None:
    writer = _Writer(book, rapport)
    splits = _splits(editie)
    sheets = [
        explanation(rapport, editie, settings, tuple(name for name, _, _ in splits)),
        *first_sheets(editie, settings),
    ]
    for sheet in sheets:
        writer.add(sheet)
    for name, indeling, slugs in splits:
        size = sum(len(read_cijfers(editie, slug, indeling)) for slug in slugs)
        writer.add_figures(name, cijfer_columns(editie, settings, slugs, indeling), size)
    for sheet in (*aanbieder_sheets(editie), *last_sheets(editie, settings)):
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


def _lines(cel: Vak, kolom: Tabelkolom) -> int:
    """How many lines a text takes in its column; a row has to be told."""
    return ceil(len(cel.tekst) * 0.88 / kolom.breedte) if cel.waarde is None else 1


class _Writer:
    """Sheets with the same head: title, edition, column heads, filter."""

    def __init__(self, book: xlsxwriter.Workbook, rapport: Rapport) -> None:
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
        grey = {**base, "text_wrap": True, "font_color": LABEL}
        hatch = {"pattern": 14, "fg_color": LICHT, "bg_color": "#FFFFFF"}
        self._states = {
            ARCERING: book.add_format({**grey, **hatch}),
            LEEG: book.add_format({**grey, "border": 1, "border_color": LICHT}),
            OPEN_STIP: book.add_format({**grey, "num_format": '"○ "@'}),
            GRIJS: book.add_format(grey),
        }
        self._formats = {
            name: book.add_format({**base, "num_format": pattern})
            for name, pattern in FORMATEN.items()
        }

    def _sheet(self, name: str, title: str, soort: type = Worksheet) -> Any:
        """A sheet with its title and the line of the edition; the mark is on every sheet."""
        rapport = self._rapport
        sheet = self._book.add_worksheet(name, soort)
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

    def _heads(self, sheet: Worksheet, heads: Sequence[str], widths: Sequence[float]) -> None:
        for place, (head, width) in enumerate(zip(heads, widths, strict=True)):
            sheet.set_column(place, place, width, self._plain)
            sheet.write_string(_KOP, place, safe_cell(head), self._head)
        sheet.freeze_panes(_KOP + 1, 1)
        sheet.repeat_rows(_KOP)

    def add(self, blad: Blad) -> None:
        """A sheet of a table, cell by cell: text, numbers with their format, days."""
        tabel = blad.tabel
        sheet = self._sheet(blad.naam, tabel.bijschrift)
        kolommen = tabel.kolommen
        self._heads(sheet, [item.kop for item in kolommen], [item.breedte for item in kolommen])
        for place, rij in enumerate(tabel.rijen, start=_KOP + 1):
            lines = max(map(_lines, rij.cellen, kolommen))
            if lines > 1:
                sheet.set_row(place, 15 * lines + 1)
            for column, cel in enumerate(rij.cellen):
                self._write(sheet, place, column, cel)
        if tabel.rijen and blad.heeft_filter:
            sheet.autofilter(_KOP, 0, _KOP + len(tabel.rijen), len(kolommen) - 1)

    def _write(self, sheet: Worksheet, row: int, column: int, cel: Vak) -> None:
        """A number or a day in its format; else the text, drawn as its state."""
        if isinstance(cel.waarde, date):
            sheet.write_datetime(row, column, cel.waarde, self._formats[cel.maat])
        elif cel.waarde is not None:
            sheet.write_number(row, column, cel.waarde, self._formats[cel.maat])
        elif cel.tekst:
            style = self._states.get(STAAT_BEELD.get(cel.staat, ""), self._wrap)
            style = self._bold if cel.soort == "kop" else style
            sheet.write_string(row, column, safe_cell(cel.zin), style)

    def add_figures(self, name: str, parts: Iterable[Sequence[Kolomwaarden]], size: int) -> None:
        """A large sheet: every figure of a split, a row each, size rows."""
        sheet = self._sheet(name, f"{name}: alle periodes en wijken", GrootBlad)
        self._heads(sheet, [veld.kop for veld in VELDEN], [veld.breedte for veld in VELDEN])
        styles = {maat: style._get_xf_index() for maat, style in self._formats.items()}
        sheet.fill(parts, size, styles)
        sheet.autofilter(_KOP, 0, _KOP + size, len(VELDEN) - 1)
