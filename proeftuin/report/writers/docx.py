"""The report as a Word document: the same annex and appendices, editable."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.table import _Cell

from proeftuin.charts import INKT, LABEL, LICHT, PILOT_KLEUR, picture_png, svg_png
from proeftuin.files import fix_zip
from proeftuin.report.blocks import (
    ARCERING,
    LEEG,
    OPEN_STIP,
    RECHTS,
    STAAT_BEELD,
    Alinea,
    Blok,
    Figuur,
    Kop,
    Lijst,
    Plaat,
    Rapport,
    Rij,
    Tabel,
    Vak,
    join_signs,
)
from proeftuin.report.writers.signs import for_word
from proeftuin.sentences import Punt

LETTER = "Calibri"  # on every machine with Word; Source Sans Pro often is not
_BREEDTE = Mm(172)


def write_docx(rapport: Rapport) -> bytes:
    """The Word file; the same Rapport gives the same bytes.

    A sign XML cannot hold is replaced, and a note at the end says so.
    """
    rapport = for_word(rapport)
    document = docx.Document()
    _prepare(document, rapport)
    _paragraph(document, rapport.overlijn, "Subtitle", PILOT_KLEUR)
    document.add_paragraph(rapport.titel, "Title")
    _paragraph(document, rapport.ondertitel, "Normal", LABEL)
    if rapport.merk:
        document.add_paragraph().add_run(f"{rapport.merk}.").bold = True
    _write(document, rapport.bijlage)
    for part in rapport.bijlagen:
        heads = len(document.paragraphs)
        _write(document, part)
        document.paragraphs[heads].paragraph_format.page_break_before = True
    stream = BytesIO()
    document.save(stream)
    return fix_zip(stream.getvalue(), rapport.gemaakt_op)


def _write(document: Document, blocks: Iterable[Blok]) -> None:
    """Every block in order; a section that stays whole is kept on one page."""
    together: int | None = None
    for blok in blocks:
        if isinstance(blok, Kop):
            _keep(document, together)
            together = len(document.element.body) if blok.blijft_heel else None
        _write_block(document, blok)
    _keep(document, together)


def _keep(document: Document, start: int | None) -> None:
    """Tie every paragraph since element number start of the body to the next, but the last."""
    if start is None:
        return
    body = document.element.body
    for element in [*body][start - 1 : len(body) - 2]:
        for paragraph in element.iter(qn("w:p")):
            properties = paragraph.get_or_add_pPr()
            properties.get_or_add_keepNext()


def _write_block(document: Document, blok: Blok) -> None:
    if isinstance(blok, Kop):
        document.add_heading(blok.tekst, blok.niveau)
    elif isinstance(blok, Alinea):
        style = {"noot": "Body Text 3", "kern": "Quote", "voorbehoud": "Quote"}.get(
            blok.soort, "Normal"
        )
        _paragraph(document, blok.tekst, style, LABEL if blok.soort == "noot" else INKT)
    elif isinstance(blok, Lijst):
        style = "List Number" if blok.is_stappen else "List Bullet"
        for punt in blok.punten:
            _point(document, punt, style)
    elif isinstance(blok, Tabel):
        _table(document, blok)
    elif isinstance(blok, Figuur):
        _picture(document, picture_png(blok.bouw(), blok.breedte_px, 2.5), blok.alt, blok.titel)
    elif isinstance(blok, Plaat):
        _picture(document, svg_png(blok.svg, 2.5), blok.alt, "")


def _paragraph(document: Document, text: str, style: str, colour: str) -> None:
    run = document.add_paragraph(style=style).add_run(join_signs(text))
    run.font.color.rgb = _rgb(colour)


def _point(document: Document, punt: str | Punt, style: str) -> None:
    """A point of a list; its name stands out."""
    paragraph = document.add_paragraph(style=style)
    if isinstance(punt, str):
        punt = Punt("", punt)
    if punt.naam:
        paragraph.add_run(f"{punt.kop} ").bold = True
    paragraph.add_run(join_signs(punt.tekst))


def _table(document: Document, tabel: Tabel) -> None:
    """A real table with a caption before it and a head that repeats on every page."""
    caption = document.add_paragraph(tabel.bijschrift, "Caption")
    caption.paragraph_format.keep_with_next = True
    table = document.add_table(1, len(tabel.kolommen))
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    table.autofit = False
    total = sum(kolom.breedte for kolom in tabel.kolommen)
    widths = [Emu(int(_BREEDTE * kolom.breedte / total)) for kolom in tabel.kolommen]
    _fill(table.rows[0].cells, [Vak(kolom.kop) for kolom in tabel.kolommen], tabel, LABEL)
    _mark(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader")
    first: _Cell | None = None
    for rij in tabel.rijen:
        row = table.add_row()
        _mark(row._tr.get_or_add_trPr(), "w:cantSplit")
        colour = {"pilot": PILOT_KLEUR, "totaal": LABEL}.get(rij.soort, INKT)
        _fill(row.cells, _shown(rij), tabel, colour, bold=rij.soort == "pilot")
        if rij.is_vervolg and first is not None:
            first.merge(row.cells[0])
        else:
            first = row.cells[0]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width
    _rules(table._tbl.tblPr)
    gap = document.add_paragraph()
    gap.paragraph_format.space_after = Pt(0)
    gap.paragraph_format.line_spacing = Pt(6)


def _shown(rij: Rij) -> list[Vak]:
    return [Vak(""), *rij.cellen[1:]] if rij.is_vervolg else list(rij.cellen)


def _fill(
    places: Iterable[_Cell], cells: Iterable[Vak], tabel: Tabel, colour: str, *, bold: bool = False
) -> None:
    for place, cel, kolom in zip(places, cells, tabel.kolommen, strict=True):
        paragraph = place.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(1)
        if kolom.kant == RECHTS:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if not cel.tekst:
            continue
        beeld = STAAT_BEELD.get(cel.staat, "")
        text = f"○ {cel.zin}" if beeld == OPEN_STIP else cel.zin
        run = paragraph.add_run(join_signs(text))
        run.font.size, run.bold = Pt(8.5), bold
        run.font.color.rgb = _rgb(LABEL if beeld else colour)
        _draw_state(place, beeld)


def _draw_state(place: _Cell, beeld: str) -> None:
    """The state of a cell: hatched or framed; an open dot and grey are in its text."""
    properties = place._tc.get_or_add_tcPr()
    if beeld == ARCERING:
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "thinDiagStripe")
        shade.set(qn("w:color"), LICHT.removeprefix("#"))
        properties.append(shade)
    elif beeld == LEEG:
        properties.append(_borders("w:tcBorders", dict.fromkeys(_KANTEN, "4")))


def _picture(document: Document, png: bytes, alt: str, titel: str) -> None:
    paragraph = document.add_paragraph()
    shape = paragraph.add_run().add_picture(BytesIO(png), width=_BREEDTE)
    for side in ("distT", "distB", "distL", "distR"):
        shape._inline.set(side, "0")  # without these some readers add a margin of their own
    properties = shape._inline.docPr
    properties.set("descr", alt)
    properties.set("title", titel)


def _prepare(document: Document, rapport: Rapport) -> None:
    """Page, letter, language, properties, header and footer."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(19)
    section.top_margin, section.bottom_margin = Mm(16), Mm(15)
    section.header_distance = section.footer_distance = Mm(8)
    if rapport.merk:
        paragraph = section.header.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _small(paragraph.add_run(rapport.merk))
    foot = section.footer.paragraphs[0]
    _small(foot.add_run(f"{rapport.voet} · bladzijde "))
    _page_number(foot)
    for name, size, colour, before in (
        ("Normal", 9.5, INKT, 0),
        ("Subtitle", 10, PILOT_KLEUR, 0),
        ("Title", 21, INKT, 0),
        ("Heading 1", 13, INKT, 10),
        ("Heading 2", 11, INKT, 5),
        ("Caption", 8.5, LABEL, 4),
        ("List Bullet", 9, INKT, 0),
        ("List Number", 9, INKT, 0),
        ("Body Text 3", 8.5, LABEL, 0),
        ("Quote", 9.5, INKT, 4),
    ):
        _style(document.styles[name], size, colour, before)
    document.styles["Title"].element.get_or_add_pPr().remove_all("w:pBdr")
    core = document.core_properties
    core.title, core.author, core.language = rapport.titel, rapport.overlijn, "nl-NL"
    core.subject, core.comments = rapport.onderwerp, ""
    core.keywords = rapport.merk
    core.created = core.modified = rapport.gemaakt_op.replace(tzinfo=None)
    core.last_modified_by = rapport.overlijn


def _style(style: Any, size: float, colour: str, before: float) -> None:
    style.font.name, style.font.size = LETTER, Pt(size)
    style.font.color.rgb, style.font.italic = _rgb(colour), False
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(0 if "List" in style.name else 3)
    style.paragraph_format.line_spacing = 1.0
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    for key in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(key), None)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "nl-NL")
    properties.append(language)


def _small(run: Any) -> None:
    run.font.size, run.font.color.rgb = Pt(8), _rgb(LABEL)


def _page_number(paragraph: Any) -> None:
    """The number of the page, as a field that Word fills in."""
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        _small(run)
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def _mark(properties: Any, name: str) -> None:
    properties.append(OxmlElement(name))


_KANTEN = ("top", "left", "bottom", "right")


def _rules(properties: Any) -> None:
    """Hairlines between the rows, none between the columns."""
    properties.append(_borders("w:tblBorders", {"top": "0", "bottom": "4", "insideH": "4"}))


def _borders(name: str, sizes: dict[str, str]) -> Any:
    borders = OxmlElement(name)
    for side, size in sizes.items():
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "single" if size != "0" else "nil")
        line.set(qn("w:sz"), size)
        line.set(qn("w:color"), LICHT.removeprefix("#"))
        borders.append(line)
    return borders


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.removeprefix("#"))
