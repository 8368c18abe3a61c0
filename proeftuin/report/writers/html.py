"""The report as one HTML file: nothing is fetched, so it opens anywhere and stays as it is."""

import re
from collections.abc import Iterable
from html import escape
from pathlib import Path

from proeftuin.charts import picture_svg
from proeftuin.report.blocks import (
    RECHTS,
    Alinea,
    Blok,
    Figuur,
    Kop,
    Lijst,
    Plaat,
    Rapport,
    Rij,
    Tabel,
    Vakken,
    join_signs,
)
from proeftuin.sentences import Punt

STYLE = Path(__file__).with_name("report.css")
# no script, no outside address: the reader's browser enforces it
_CSP = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def write_html(rapport: Rapport) -> bytes:
    """The page as UTF-8; the same Rapport gives the same bytes."""
    parts = [rapport.bijlage, *rapport.bijlagen]
    body = _Body()
    sections = [body.section(part) for part in parts]
    mark = escape(rapport.merk)
    band = f'<aside class="band" aria-label="Let op">{mark}</aside>' if mark else ""
    page = f"""<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{_CSP}">
<meta name="description" content="{escape(rapport.onderwerp, quote=True)}">
<title>{escape(rapport.titel)} · {escape(rapport.overlijn)}</title>
<style>
{STYLE.read_text(encoding="utf-8")}</style>
</head>
<body>
<a class="spring" href="#inhoud">Naar de inhoud</a>
{band}
<header>
<p class="overlijn">{escape(rapport.overlijn)}</p>
<h1>{escape(rapport.titel)}</h1>
<p class="onder">{escape(rapport.ondertitel)}</p>
</header>
<nav aria-label="Inhoud"><ol>
{body.contents()}
</ol></nav>
<main id="inhoud">
{chr(10).join(sections)}
</main>
<footer><p>{escape(rapport.voet)}{f" · {escape(rapport.merk)}" if rapport.merk else ""}</p></footer>
</body>
</html>
"""
    return join_signs(page).encode()


class _Body:
    """Writes blocks and remembers the headings for the contents."""

    def __init__(self) -> None:
        self._heads: list[tuple[str, str]] = []
        self._figures = 0

    def contents(self) -> str:
        """One link per part."""
        return "\n".join(
            f'<li><a href="#{anchor}">{escape(text)}</a></li>' for anchor, text in self._heads
        )

    def section(self, blocks: Iterable[Blok]) -> str:
        """A part of the report."""
        return f"<section>\n{chr(10).join(self._write(item) for item in blocks)}\n</section>"

    def _write(self, blok: Blok) -> str:
        if isinstance(blok, Kop):
            return self._heading(blok)
        if isinstance(blok, Alinea):
            name = f' class="{blok.soort}"' if blok.soort else ""
            return f"<p{name}>{escape(blok.tekst)}</p>"
        if isinstance(blok, Lijst):
            return _list(blok.punten)
        if isinstance(blok, Vakken):
            return "\n".join(
                f'<div class="vak"><h3>{escape(kop)}</h3>{_list(punten)}</div>'
                for kop, punten in blok.vakken
            )
        if isinstance(blok, Tabel):
            return _table(blok)
        return self._figure(blok)

    def _heading(self, kop: Kop) -> str:
        level = kop.niveau + 1
        if kop.niveau > 1:
            return f"<h{level}>{escape(kop.tekst)}</h{level}>"
        anchor = f"deel-{len(self._heads) + 1}"
        self._heads.append((anchor, kop.tekst))
        return f'<h{level} id="{anchor}">{escape(kop.tekst)}</h{level}>'

    def _figure(self, figuur: Figuur | Plaat) -> str:
        """The chart inside the page; its names are made unique, for they live in one document."""
        self._figures += 1
        if isinstance(figuur, Plaat):
            svg = figuur.svg
        else:
            svg = picture_svg(figuur.grafiek, figuur.breedte_px)
        prefix = f"f{self._figures}-"
        svg = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}\1"', svg)
        svg = re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}\1)", svg)
        svg = re.sub(r' font-family="[^"]*"', "", svg)
        alt = escape(figuur.alt, quote=True)
        svg = svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
        return f'<figure><div role="img" aria-label="{alt}">{svg}</div></figure>'


def _list(punten: Iterable[str | Punt]) -> str:
    return f"<ul>{''.join(f'<li>{_point(punt)}</li>' for punt in punten)}</ul>"


def _point(punt: str | Punt) -> str:
    if isinstance(punt, str):
        return escape(punt)
    name = f"<strong>{escape(punt.naam)}</strong>: " if punt.naam else ""
    return f"{name}{escape(punt.tekst)}"


def _table(tabel: Tabel) -> str:
    """A table with a caption and heads; a first cell that goes on spans its rows."""
    sides = [' class="getal"' if kolom.kant == RECHTS else "" for kolom in tabel.kolommen]
    head = "".join(
        f'<th scope="col"{side}>{escape(kolom.kop)}</th>'
        for kolom, side in zip(tabel.kolommen, sides, strict=True)
    )
    rows = "\n".join(
        _row(rij, sides, _span(tabel.rijen, place)) for place, rij in enumerate(tabel.rijen)
    )
    caption = escape(tabel.bijschrift)
    return (
        f'<div class="tabel" role="region" tabindex="0" aria-label="{caption}"><table>'
        f"<caption>{caption}</caption><thead><tr>{head}</tr></thead>\n"
        f"<tbody>{rows}</tbody></table></div>"
    )


def _span(rows: tuple[Rij, ...], place: int) -> int:
    """How many rows the first cell of this row covers."""
    count = 1
    while place + count < len(rows) and rows[place + count].is_vervolg:
        count += 1
    return count


def _row(rij: Rij, sides: list[str], span: int) -> str:
    """Span over 1: the head covers rows of its own kind and keeps the plain look."""
    cells = []
    if not rij.is_vervolg:
        scope = f'scope="rowgroup" rowspan="{span}"' if span > 1 else 'scope="row"'
        cells.append(f"<th {scope}>{escape(rij.cellen[0])}</th>")
    cells += [
        f"<td{side}>{escape(text)}</td>"
        for side, text in zip(sides[1:], rij.cellen[1:], strict=True)
    ]
    name = f' class="{rij.soort}"' if rij.soort else ""
    return f"<tr{name}>{''.join(cells)}</tr>"
