"""Workbooks of other makers for tests: an old .xls, and the .xlsx that LibreOffice writes.

There is no LibreOffice on a test machine, so its habits are made by hand: more namespaces, texts in
the cells, styles for days by their own number, repeated columns, and empty styled rows far below.
"""

import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import xlwt
from openpyxl.utils import get_column_letter

from tests.lib.aanlevering.werkmappen import Change, Rows

DAG = "dd\\-mm\\-yyyy"


def write_xls(path: Path, sheets: Mapping[str, Rows], **changes: Change) -> Path:
    """An old workbook of these sheets, each changed by the function of its name."""
    book = xlwt.Workbook(encoding="utf-8")
    day = xlwt.easyxf(num_format_str="DD-MM-YYYY")
    for naam, rows in sheets.items():
        sheet = book.add_sheet(naam, cell_overwrite_ok=True)
        for nr, row in enumerate(rows):
            for kolom, waarde in enumerate(row):
                if isinstance(waarde, date):
                    sheet.write(nr, kolom, waarde, day)
                elif waarde is not None:
                    sheet.write(nr, kolom, waarde)
        if naam in changes:
            changes[naam](sheet, book)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(str(path))
    return path


NAMEN = (
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
    ' xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
KOP = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
STIJLEN = f"""{KOP}<styleSheet {NAMEN}><numFmts count="2"><numFmt numFmtId="164"
 formatCode="General"/><numFmt numFmtId="165" formatCode="{DAG}"/></numFmts><fonts count="1"><font>
<sz val="10"/><name val="Liberation Sans"/></font></fonts><fills count="1"><fill><patternFill
 patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs
 count="1"><xf numFmtId="164" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs
 count="2"><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="165"
 fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="true"/></cellXfs></styleSheet>"""


def _cel(plaats: str, waarde: Any) -> str:
    if waarde is None:
        return f'<c r="{plaats}" s="0"/>'
    if isinstance(waarde, date):
        dagen = (waarde - date(1899, 12, 30)).days
        return f'<c r="{plaats}" s="1" t="n"><v>{dagen}</v></c>'
    if isinstance(waarde, (int, float)):
        return f'<c r="{plaats}" s="0" t="n"><v>{waarde}</v></c>'
    tekst = escape(str(waarde))
    return f'<c r="{plaats}" s="0" t="inlineStr"><is><t xml:space="preserve">{tekst}</t></is></c>'


def _blad(rows: Rows) -> str:
    breed = max(map(len, rows))
    rijen = []
    for nr, row in enumerate(rows, start=1):
        cellen = [*row, *[None] * (breed - len(row) + 3)]  # styled cells beside the table
        binnen = "".join(
            _cel(f"{get_column_letter(kolom)}{nr}", waarde)
            for kolom, waarde in enumerate(cellen, start=1)
        )
        rijen.append(
            f'<row r="{nr}" customFormat="false" ht="12.8" hidden="false"'
            f' customHeight="false" outlineLevel="0" collapsed="false">{binnen}</row>'
        )
    leeg = f'<row r="1048576" customFormat="false" ht="12.8">{_cel("A1048576", None)}</row>'
    return (
        f'{KOP}<worksheet {NAMEN}><sheetPr filterMode="false"/><dimension ref="A1:G1048576"/>'
        '<cols><col collapsed="false" customWidth="false" hidden="false" min="1" max="16384"'
        f' style="0" width="11.53"/></cols><sheetData>{"".join(rijen)}{leeg}</sheetData>'
        "</worksheet>"
    )


def write_as_libreoffice(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """The .xlsx of these sheets with the habits of LibreOffice."""
    basis = "http://schemas.openxmlformats.org/"
    soort = f"{basis}officeDocument/2006/relationships"
    inhoud = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    nummers = list(enumerate(sheets, start=1))
    delen = {
        "_rels/.rels": f'{KOP}<Relationships xmlns="{basis}package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{soort}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'{KOP}<workbook {NAMEN}><fileVersion appName="Calc"/><sheets>'
        + "".join(
            f'<sheet name="{naam}" sheetId="{nr}" state="visible" r:id="rId{nr + 1}"/>'
            for nr, naam in nummers
        )
        + '</sheets><calcPr iterateCount="100" refMode="A1"/></workbook>',
        "xl/_rels/workbook.xml.rels": f"{KOP}<Relationships"
        f' xmlns="{basis}package/2006/relationships">'
        + f'<Relationship Id="rId1" Type="{soort}/styles" Target="styles.xml"/>'
        + "".join(
            f'<Relationship Id="rId{nr + 1}" Type="{soort}/worksheet"'
            f' Target="worksheets/sheet{nr}.xml"/>'
            for nr, _ in nummers
        )
        + "</Relationships>",
        "xl/styles.xml": STIJLEN,
        "[Content_Types].xml": f'{KOP}<Types xmlns="{basis}package/2006/content-types"><Default'
        ' Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Override'
        f' PartName="/xl/workbook.xml" ContentType="{inhoud}.sheet.main+xml"/><Override'
        f' PartName="/xl/styles.xml" ContentType="{inhoud}.styles+xml"/>'
        + "".join(
            f'<Override PartName="/xl/worksheets/sheet{nr}.xml"'
            f' ContentType="{inhoud}.worksheet+xml"/>'
            for nr, _ in nummers
        )
        + "</Types>",
    }
    delen |= {f"xl/worksheets/sheet{nr}.xml": _blad(sheets[naam]) for nr, naam in nummers}
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for naam, tekst in delen.items():
            archive.writestr(naam, tekst)
    return path
