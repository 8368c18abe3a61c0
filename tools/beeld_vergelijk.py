"""Two pictures of the same page compared, and an HTML page with those that differ.

Pixels are compared one by one (Pillow): a page that moved down by a line differs everywhere below
it. What a renderer rounds is no difference: GELIJK of 255 per colour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from PIL import Image, ImageChops

GELIJK = 12  # of 255 per colour: rounding of letters and curves
RAND = 40  # pixels shown above and below what differs
_ROOD, _WIT = (200, 0, 60), (255, 255, 255)
_STIJL = (
    "body{font:1rem/1.5 sans-serif;margin:1.5rem;color:#1F2933}h2{font-size:1.1rem;margin:2rem 0 0}"
    ".drie{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:1rem}figure{margin:0}"
    "img{max-width:100%;border:1px solid #56616C}figcaption{color:#56616C}"
)


@dataclass(frozen=True)
class Beeldpaar:
    """One page or state: its name, and the file of its picture before and now; None for none."""

    naam: str
    oud: Path | None
    nu: Path | None


@dataclass(frozen=True)
class Beeldverschil:
    """What differs of a pair: how many pixels, and the rows from boven to onder where they are."""

    pixels: int
    boven: int
    onder: int
    beeld: Image.Image


def compare_pictures(oud: Image.Image, nu: Image.Image) -> Beeldverschil | None:
    """The pixels that differ, red on a pale picture of now; None when the two are the same.

    A picture that is shorter or narrower is filled with white.
    """
    size = (max(oud.width, nu.width), max(oud.height, nu.height))
    before, now = _fill(oud, size), _fill(nu, size)
    bands = ImageChops.difference(before, now).split()
    strongest = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    mask = strongest.point(lambda value: 255 if value > GELIJK else 0)
    place = mask.getbbox()
    if place is None and oud.size == nu.size:
        return None
    _, top, _, bottom = place or (0, 0, *size)
    pale = Image.blend(now, Image.new("RGB", size, _WIT), 0.75)
    pale.paste(_ROOD, mask=mask)
    return Beeldverschil(mask.histogram()[255], top, bottom, pale)


def write_page(pairs: Sequence[Beeldpaar], folder: Path, oud: str, nu: str) -> int:
    """Write folder/index.html with the pairs that differ, and its pictures; how many differ.

    oud, nu: the names of the two versions. A page that only one of them has differs.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shown = [part for nr, pair in enumerate(pairs) if (part := _show(pair, folder, nr))]
    text = (
        f'<!doctype html><html lang="nl"><meta charset="utf-8"><title>Beelden vergeleken</title>'
        f"<style>{_STIJL}</style><h1>Beelden vergeleken</h1><p>{len(shown)} van {len(pairs)} "
        f"beelden zijn anders. Oud: {escape(oud)}. Nu: {escape(nu)}.</p>{''.join(shown)}</html>"
    )
    (folder / "index.html").write_text(text, encoding="utf-8")
    return len(shown)


def _fill(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    filled = Image.new("RGB", size, _WIT)
    filled.paste(picture.convert("RGB"))
    return filled


def _show(pair: Beeldpaar, folder: Path, nr: int) -> str:
    """The part of the page about one pair; '' when its pictures are the same."""
    if pair.oud is None and pair.nu is None:
        return f"<h2>{escape(pair.naam)}</h2><p>Er is oud noch nu een beeld.</p>"
    if pair.oud is None or pair.nu is None:
        only = "nu" if pair.oud is None else "oud"
        return f"<h2>{escape(pair.naam)}</h2><p>Alleen {only} is er een beeld.</p>"
    with Image.open(pair.oud) as before, Image.open(pair.nu) as now:
        found = compare_pictures(before, now)
        if found is None:
            return ""
        rows = (max(0, found.boven - RAND), found.onder + RAND)
        pictures = {"oud": before, "nu": now, "verschil": found.beeld}
        figures = ""
        for naam, picture in pictures.items():
            file = f"{nr:03d}-{naam}.png"
            _cut(picture, rows).save(folder / file)
            figures += (
                f'<figure><img src="{file}" alt="{escape(pair.naam)}, {naam}" loading="lazy">'
                f"<figcaption>{naam}</figcaption></figure>"
            )
    return (
        f"<h2>{escape(pair.naam)}</h2><p>{found.pixels} punten zijn anders, van {found.boven} tot "
        f'{found.onder} punten onder de bovenkant.</p><div class="drie">{figures}</div>'
    )


def _cut(picture: Image.Image, rows: tuple[int, int]) -> Image.Image:
    top = min(rows[0], picture.height - 1)
    return picture.crop((0, top, picture.width, max(top + 1, min(rows[1], picture.height))))
