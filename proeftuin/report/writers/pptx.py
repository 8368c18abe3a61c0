"""The report as slides: one indicator a slide, readable at four metres, ending in questions."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Emu, Inches, Pt

from proeftuin.charts import INKT, LABEL, PILOT_KLEUR, picture_png
from proeftuin.files import fix_zip
from proeftuin.report.blocks import Figuur, Rapport, join_signs
from proeftuin.report.slides import Dia

LETTER = "Calibri"
BREEDTE, HOOGTE = Inches(13.333), Inches(7.5)
_RAND = Inches(0.55)
_VLAK = BREEDTE - 2 * _RAND
_VOET_Y, _SLOT_Y = Inches(7.06), Inches(6.42)


def write_pptx(rapport: Rapport, dias: Sequence[Dia]) -> bytes:
    """The slides; the same content gives the same bytes."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = BREEDTE, HOOGTE
    for number, dia in enumerate(dias, start=1):
        _slide(deck, dia, rapport, number)
    core = deck.core_properties
    core.title, core.author, core.language = rapport.titel, rapport.overlijn, "nl-NL"
    core.subject, core.keywords = rapport.onderwerp, rapport.merk
    core.created = core.modified = rapport.gemaakt_op.replace(tzinfo=None)
    core.last_modified_by = rapport.overlijn
    stream = BytesIO()
    deck.save(stream)
    return fix_zip(stream.getvalue(), rapport.gemaakt_op)


def _slide(deck: Any, dia: Dia, rapport: Rapport, number: int) -> None:
    """Title first, then what is read in order: overline, picture, points, sentence, questions."""
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    title = slide.shapes.title
    big = not dia.figuur and not dia.punten
    top = Inches(2.3) if big else Inches(0.72)
    _place(title, _RAND, top, _VLAK, Inches(1.5 if big else 0.85))
    size = 44 if big else 30 if len(dia.titel) < 62 else 26
    _fill(title.text_frame, [dia.titel], size, INKT, bold=True)
    title.text_frame.vertical_anchor = MSO_ANCHOR.TOP
    if dia.overlijn:
        _text(slide, [dia.overlijn], (top - Inches(0.42), Inches(0.4)), 18, PILOT_KLEUR, bold=True)
    place = top + title.height
    if dia.figuur:
        place = _picture(slide, dia.figuur, place, dia.hoogte)
    if dia.punten:
        height = _VOET_Y - place - Inches(0.1)
        _points(slide, dia.punten, place, height, dia.maat)
    if dia.zin:
        under = Inches(3.95) if big else place + Inches(0.05)
        size = 26 if big else 22 if len(dia.zin) < 240 else 19
        _text(slide, [dia.zin], (under, Inches(1.0)), size, INKT)
    if dia.slot:
        _text(slide, [dia.slot], (_SLOT_Y, Inches(0.45)), 17, PILOT_KLEUR, bold=True)
    foot = f"{rapport.voet} · {number}"
    if rapport.merk:
        foot = f"{rapport.merk} · {foot}"
    _text(slide, [foot], (_VOET_Y, Inches(0.32)), 12, LABEL)
    if dia.notitie:
        notes = slide.notes_slide.notes_text_frame
        notes.text = dia.notitie
        _speak_dutch(notes)


def _picture(slide: Any, figuur: Figuur, top: int, hoogte: float) -> int:
    """The chart at full width, or as high as fits; the place under it."""
    png = picture_png(figuur.bouw(), figuur.breedte_px, 3)
    shape = slide.shapes.add_picture(BytesIO(png), _RAND, top, height=Inches(hoogte))
    if shape.width > _VLAK:
        shape.height = Emu(int(shape.height * _VLAK / shape.width))
        shape.width = Emu(_VLAK)
    shape._element.nvPicPr.cNvPr.set("descr", figuur.alt)
    return int(top + shape.height)


def _points(
    slide: Any, punten: Sequence[tuple[str, str]], top: int, height: int, maat: float
) -> None:
    """(name, text) pairs: the name stands out; one paragraph each."""
    box = slide.shapes.add_textbox(_RAND, top, _VLAK, height)
    frame = box.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = 0
    for place, (name, text) in enumerate(punten):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(maat * 0.45)
        if name:
            _run(paragraph, f"{name}  " if text else name, maat, INKT, bold=True)
        if text:
            _run(paragraph, text, maat, INKT)
    _speak_dutch(frame)


def _text(
    slide: Any,
    lines: Sequence[str],
    span: tuple[int, int],
    size: float,
    colour: str,
    *,
    bold: bool = False,
) -> None:
    """A text box over the whole width; span: top and height."""
    box = slide.shapes.add_textbox(_RAND, span[0], _VLAK, span[1])
    _fill(box.text_frame, lines, size, colour, bold=bold)


def _fill(
    frame: Any, lines: Sequence[str], size: float, colour: str, *, bold: bool = False
) -> None:
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = 0
    for place, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.alignment = 1  # left, as the reader reads
        _run(paragraph, line, size, colour, bold=bold)
    _speak_dutch(frame)


def _run(paragraph: Any, text: str, size: float, colour: str, *, bold: bool = False) -> None:
    run = paragraph.add_run()
    run.text = join_signs(text)
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, LETTER
    colour_of: Any = RGBColor.from_string
    run.font.color.rgb = colour_of(colour.removeprefix("#"))


def _speak_dutch(frame: Any) -> None:
    """The language of every run, for a screen reader and the spelling check."""
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run._r.get_or_add_rPr().set("lang", "nl-NL")


def _place(shape: Any, left: int, top: int, width: int, height: int) -> None:
    shape.left, shape.top, shape.width, shape.height = left, top, width, height
