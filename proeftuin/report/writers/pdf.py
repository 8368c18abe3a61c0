"""The report as tagged PDF (PDF/UA-1), laid out by typst from report.typ."""

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from proeftuin.charts import DRUKLETTER, KLEUREN, picture_svg, typst_fonts
from proeftuin.report.blocks import (
    STAAT_BEELD,
    Blok,
    Figuur,
    Lijst,
    Plaat,
    Rapport,
    Rij,
    Tabel,
    join_signs,
)
from proeftuin.report.writers.signs import for_pdf
from proeftuin.sentences import Punt

TEMPLATE = Path(__file__).resolve().parent.parent / "report.typ"
ANNEX_PAGES = 2
_MATEN = (9.5, 9.2, 8.9, 8.6)  # letter of the annex in points, the first that fits


def write_pdf(rapport: Rapport, maat: float | None = None) -> bytes:
    """The PDF; the same Rapport gives the same bytes. Dated as the edition, not as today.

    A sign the letters have no form for is replaced, and a note at the end says so.

    maat: the letter of the annex in points, for a report that is no annex of two pages.
    """
    content = _content(for_pdf(rapport))
    sizes = _MATEN if maat is None else (maat,)
    inputs = next(
        (found for found in (_inputs(content, size) for size in sizes[:-1]) if _fits(found)),
        _inputs(content, sizes[-1]),
    )
    document = typst.compile(
        TEMPLATE.read_bytes(),
        font_paths=typst_fonts(),
        ignore_system_fonts=True,
        sys_inputs=inputs,
        pdf_standards=["ua-1"],
        timestamp=rapport.gemaakt_op,
    )
    return bytes(document)


def _inputs(content: dict[str, Any], maat: float) -> dict[str, str]:
    return {"rapport": join_signs(json.dumps({**content, "maat": maat}, ensure_ascii=False))}


def _fits(inputs: dict[str, str]) -> bool:
    """Whether the annex ends within its two pages with this letter."""
    page = typst.query(
        TEMPLATE.read_bytes(),
        "<einde-bijlage>",
        field="value",
        one=True,
        font_paths=typst_fonts(),
        ignore_system_fonts=True,
        sys_inputs=inputs,
    )
    return int(json.loads(page)) <= ANNEX_PAGES


def _content(rapport: Rapport) -> dict[str, Any]:
    """What report.typ reads: texts as they are, charts as SVG."""
    return {
        "overlijn": rapport.overlijn,
        "titel": rapport.titel,
        "ondertitel": rapport.ondertitel,
        "onderwerp": rapport.onderwerp,
        "merk": rapport.merk,
        "voet": rapport.voet,
        "letter": DRUKLETTER,
        "kleuren": KLEUREN,
        "datum": _parts(rapport.gemaakt_op),
        "bijlage": [_block(item) for item in rapport.bijlage],
        "bijlagen": [[_block(item) for item in part] for part in rapport.bijlagen],
    }


def _parts(moment: datetime) -> dict[str, int]:
    names = ("year", "month", "day", "hour", "minute", "second")
    return {name: int(getattr(moment, name)) for name in names}


def _block(blok: Blok) -> dict[str, Any]:
    """A block for report.typ: what it is and what to write, each state by how it is drawn."""
    if isinstance(blok, Figuur):
        svg = picture_svg(blok.bouw(), blok.breedte_px)
        return {"blok": "figuur", "svg": svg, "alt": blok.alt, "titel": blok.titel}
    if isinstance(blok, Plaat):
        return {"blok": "figuur", "svg": blok.svg, "alt": blok.alt, "titel": ""}
    kind = {"blok": type(blok).__name__.lower()}
    if isinstance(blok, Tabel):
        return {
            **kind,
            "bijschrift": blok.bijschrift,
            "kolommen": [asdict(item) for item in blok.kolommen],
            "rijen": [_row(item) for item in blok.rijen],
        }
    if isinstance(blok, Lijst):
        points = [item if isinstance(item, Punt) else Punt("", item) for item in blok.punten]
        shown = [{"kop": item.kop, "tekst": item.tekst} for item in points]
        return {**kind, "is_stappen": blok.is_stappen, "punten": shown}
    return {**kind, **asdict(blok)}


def _row(rij: Rij) -> dict[str, Any]:
    cells = [{"tekst": c.zin, "beeld": STAAT_BEELD.get(c.staat, "")} for c in rij.cellen]
    return {"cellen": cells, "soort": rij.soort, "is_vervolg": rij.is_vervolg}
