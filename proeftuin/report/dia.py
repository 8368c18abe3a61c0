"""One figure to take along: its slide, and its rows as a workbook; each built on the click.

The slide is one of the deck of the report, with the chart as it stands on the page. Both carry the
source, the edition and the day of the data.
"""

from io import BytesIO
from typing import Any

import xlsxwriter

from proeftuin.charts import Grafiek
from proeftuin.files import safe_cell
from proeftuin.indicators import INDICATOR
from proeftuin.report.blocks import Figuur, Rapport
from proeftuin.report.content import SYNTHETISCH, footer_text, made_at, overline_text
from proeftuin.report.slides import VIER_VRAGEN, Dia
from proeftuin.report.writers.pptx import write_pptx
from proeftuin.results import Editie, Published
from proeftuin.sentences import csv_rows, describe_source, fill_texts, show_direction
from proeftuin.settings import Settings

_BREEDTE = 620


def make_figure_slide(
    editie: Editie, settings: Settings, slug: str, chart: Grafiek, zin: str, notitie: str
) -> bytes:
    """A deck of one slide: the question, this chart, one sentence and the four questions.

    notitie: what the speaker reads, with nothing left out.
    """
    indicator = fill_texts(INDICATOR[slug], settings)
    dia = Dia(
        titel=indicator.vraag,
        overlijn=f"{indicator.naam} · {show_direction(indicator)}",
        figuur=Figuur(slug, lambda: chart, zin, breedte_px=_BREEDTE),
        hoogte=4.05,
        zin=zin,
        slot=VIER_VRAGEN,
        notitie=f"{notitie} {indicator.opmerking}".strip(),
    )
    rapport = Rapport(
        titel=indicator.vraag,
        ondertitel=indicator.naam,
        onderwerp=overline_text(settings),
        overlijn=overline_text(settings),
        bijlage=(),
        bijlagen=(),
        merk=SYNTHETISCH if editie.synthetisch else "",
        voet=footer_text(editie, settings),
        gemaakt_op=made_at(editie),
    )
    return write_pptx(rapport, [dia])


def make_figure_sheet(published: Published, editie: Editie, settings: Settings) -> bytes:
    """The published rows of one figure as a workbook of one sheet, the source above them."""
    stream = BytesIO()
    options: dict[str, Any] = {"in_memory": True, "strings_to_formulas": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"created": made_at(editie).replace(tzinfo=None)})
        sheet, bold = book.add_worksheet("Cijfers"), book.add_format({"bold": True})
        lines = describe_source(editie, settings)
        for place, line in enumerate(lines):
            sheet.write_string(place, 0, safe_cell(line))
        heads, *rows = csv_rows(published)
        first = len(lines) + 1
        for column, head in enumerate(heads):
            sheet.write_string(first, column, safe_cell(str(head)), bold)
        for place, row in enumerate(rows, start=first + 1):
            for column, value in enumerate(row):
                if isinstance(value, bool):
                    sheet.write_string(place, column, safe_cell("ja" if value else ""))
                elif isinstance(value, int | float) and value == value:
                    sheet.write_number(place, column, value)
                elif value is not None and value == value:
                    sheet.write_string(place, column, safe_cell(str(value)))
        sheet.freeze_panes(first + 1, 0)
        sheet.set_column(0, len(heads) - 1, 14)
    return stream.getvalue()
