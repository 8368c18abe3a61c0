"""The report as one HTML file: nothing is fetched, so it opens anywhere and stays as it is."""

import re
from collections.abc import Iterable
from pathlib import Path

from markupsafe import Markup

from proeftuin.charts import palette_css, picture_svg
from proeftuin.report.blocks import Blok, Figuur, Kop, Plaat, Rapport
from proeftuin.report.writers.markup import block_html, templates

STYLE = Path(__file__).with_name("report.css")
# no script, no outside address: the reader's browser enforces it
_CSP = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_FIGUUR = Markup('<figure><div role="img" aria-label="{alt}">{svg}</div></figure>')
_TITEL = Markup('<p class="bijschrift">{titel}</p>')


def write_html(rapport: Rapport) -> bytes:
    """The page as UTF-8; the same Rapport gives the same bytes."""
    body = _Body()
    parts = [body.section(part) for part in (rapport.bijlage, *rapport.bijlagen)]
    page = templates().get_template("page.jinja")
    return page.render(
        rapport=rapport,
        csp=Markup(_CSP),
        stijl=Markup(palette_css() + STYLE.read_text(encoding="utf-8")),
        koppen=body.heads,
        delen=parts,
    ).encode()


class _Body:
    """Writes blocks and remembers the headings for the contents."""

    def __init__(self) -> None:
        self.heads: list[tuple[str, str]] = []
        self._figures = 0

    def section(self, blocks: Iterable[Blok]) -> list[Markup]:
        """The pieces of a part of the report, in order."""
        return [self._write(item) for item in blocks]

    def _write(self, blok: Blok) -> Markup:
        if isinstance(blok, Figuur | Plaat):
            return self._figure(blok)
        if isinstance(blok, Kop) and blok.niveau == 1:
            anchor = f"deel-{len(self.heads) + 1}"
            self.heads.append((anchor, blok.tekst))
            return block_html(Kop(blok.tekst, anker=anchor))
        return block_html(blok)

    def _figure(self, figuur: Figuur | Plaat) -> Markup:
        """The chart inside the page; its names are made unique, for they live in one document."""
        self._figures += 1
        if isinstance(figuur, Plaat):
            svg = figuur.svg
        else:
            svg = picture_svg(figuur.bouw(), figuur.breedte_px)
        prefix = f"f{self._figures}-"
        svg = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}\1"', svg)
        svg = re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}\1)", svg)
        svg = re.sub(r' font-family="[^"]*"', "", svg)
        svg = svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
        titel = "" if isinstance(figuur, Plaat) else figuur.titel
        head = _TITEL.format(titel=titel) if titel else Markup("")
        return head + _FIGUUR.format(alt=figuur.alt, svg=Markup(svg))
