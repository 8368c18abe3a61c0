"""The reports of one small edition, each made once per test run."""

from functools import cache
from io import BytesIO
from typing import Any

import openpyxl
import pypdf
from docx import Document
from pptx import Presentation

from proeftuin.edition.files import Editie
from proeftuin.report.blocks import Rapport
from proeftuin.report.content import make_raadsrapport
from proeftuin.report.write import make_report
from proeftuin.results.editie import open_editie
from proeftuin.vocabulary import ROL_BEHEERDER
from tests.lib import edities

AUDIENCES = ("intern", "openbaar")


@cache
def editie(audience: str) -> Editie:
    return open_editie(edities.published(), audience, rol=ROL_BEHEERDER)


@cache
def content(audience: str) -> Rapport:
    return make_raadsrapport(editie(audience), edities.small_settings())


@cache
def report(audience: str, formaat: str) -> bytes:
    return make_report(editie(audience), edities.small_settings(), formaat)


@cache
def pages(audience: str) -> tuple[str, ...]:
    """The text of every page of the PDF."""
    reader = pypdf.PdfReader(BytesIO(report(audience, "pdf")))
    return tuple(page.extract_text() for page in reader.pages)


@cache
def word(audience: str) -> Any:
    return Document(BytesIO(report(audience, "docx")))


@cache
def slides(audience: str) -> Any:
    return Presentation(BytesIO(report(audience, "pptx")))


@cache
def workbook(audience: str) -> Any:
    return openpyxl.load_workbook(BytesIO(report(audience, "xlsx")), read_only=True)


@cache
def rows(audience: str, sheet: str) -> list[tuple[Any, ...]]:
    """The rows of a sheet under its heads."""
    return list(workbook(audience)[sheet].iter_rows(min_row=5, values_only=True))


def html(audience: str) -> str:
    return report(audience, "html").decode()
