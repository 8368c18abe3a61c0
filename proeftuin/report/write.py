"""The report of one edition in five file formats, as bytes: what the command line and a button ask.

Everything comes from results of the edition's own audience, so a report of the openbaar edition
holds nothing that this edition does not hold. No file is read outside the edition but the
template, and nothing is fetched.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from proeftuin.errors import ProeftuinError
from proeftuin.results import Editie
from proeftuin.settings import Settings

_OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class Formaat:
    """A file format: its name on a button, its extension and its media type."""

    naam: str
    extensie: str
    mime: str


FORMATEN: dict[str, Formaat] = {
    item.extensie: item
    for item in (
        Formaat("PDF", "pdf", "application/pdf"),
        Formaat("Word", "docx", f"{_OFFICE}.wordprocessingml.document"),
        Formaat("Dia's", "pptx", f"{_OFFICE}.presentationml.presentation"),
        Formaat("Excel", "xlsx", f"{_OFFICE}.spreadsheetml.sheet"),
        Formaat("HTML", "html", "text/html"),
    )
}


def make_report(editie: Editie, settings: Settings, formaat: str) -> bytes:
    """The report as the bytes of a file; formaat is a key of FORMATEN.

    The same edition and settings give the same bytes. ProeftuinError (Dutch) for another formaat;
    NoEdition when the edition is older than the comparison of wijken.
    """
    if formaat not in FORMATEN:
        raise ProeftuinError(
            f"Een rapport als '{formaat}' kan niet. Kies uit: {', '.join(FORMATEN)}."
        )
    # what makes the charts and each writer is imported only when asked for: a page, which names
    # the formats, must start in a blink
    from proeftuin.report.content import make_raadsrapport

    rapport = make_raadsrapport(editie, settings)
    if formaat == "pdf":
        from proeftuin.report.writers.pdf import write_pdf

        return write_pdf(rapport)
    if formaat == "docx":
        from proeftuin.report.writers.docx import write_docx

        return write_docx(rapport)
    if formaat == "pptx":
        from proeftuin.report.slides import make_slides
        from proeftuin.report.writers.pptx import write_pptx

        return write_pptx(rapport, make_slides(editie, settings))
    if formaat == "xlsx":
        from proeftuin.report.writers.xlsx import write_xlsx

        return write_xlsx(rapport, editie, settings)
    from proeftuin.report.writers.html import write_html

    return write_html(rapport)


def report_name(editie: Editie, settings: Settings, formaat: str) -> str:
    """A file name without spaces: proeftuin-jeugd-zwolle-2023-12-31.1-openbaar.pdf."""
    words = f"{settings.gemeente.proeftuin} {settings.gemeente.naam} {editie.id} {editie.audience}"
    name = re.sub(r"[^\w.]+", "-", words.lower()).strip("-")
    return f"{name}.{formaat}"


def format_of(file: Path) -> str:
    """The formaat that belongs to a file name; ProeftuinError (Dutch) for another extension."""
    formaat = file.suffix.lower().removeprefix(".")
    if formaat not in FORMATEN:
        endings = ", ".join(f".{item}" for item in FORMATEN)
        raise ProeftuinError(
            f"Aan '{file.name}' is niet te zien welk soort rapport u wilt. Eindig op: {endings}."
        )
    return formaat
