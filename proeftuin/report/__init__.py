"""The report: the content of the evaluation for the council, and the files it is written to."""

from typing import TYPE_CHECKING

from proeftuin.lazy import hand_on

if TYPE_CHECKING:
    from proeftuin.report.blocks import (
        LINKS,
        Alinea,
        Blok,
        Kop,
        Lijst,
        Plaat,
        Rapport,
        Rij,
        Tabel,
        Tabelkolom,
    )
    from proeftuin.report.content import SYNTHETISCH
    from proeftuin.report.dia import make_figure_sheet, make_figure_slide
    from proeftuin.report.write import FORMATEN, Formaat, format_of, make_report, report_name
    from proeftuin.report.writers.docx import write_docx
    from proeftuin.report.writers.pdf import write_pdf

__all__ = [
    "FORMATEN",
    "LINKS",
    "SYNTHETISCH",
    "Alinea",
    "Blok",
    "Formaat",
    "Tabelkolom",
    "Kop",
    "Lijst",
    "Plaat",
    "Rapport",
    "Rij",
    "Tabel",
    "format_of",
    "make_figure_sheet",
    "make_figure_slide",
    "make_report",
    "report_name",
    "write_docx",
    "write_pdf",
]
__getattr__ = hand_on(__name__)
