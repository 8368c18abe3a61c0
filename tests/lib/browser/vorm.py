"""The shape of a page: which parts stand on it, in which order, how wide and in which look.

No pictures: a line per part of the page, without text, height or anything that letters decide,
so it is the same on every machine. tests/browser/vormen-1280.txt and -320.txt keep them; `make
vormen` writes them anew (VORMEN=schrijf, one process), and git shows the difference.
"""

import os
from difflib import unified_diff
from itertools import groupby
from pathlib import Path

from playwright.sync_api import Page

MAP = Path(__file__).resolve().parents[2] / "browser"
# Parts whose width the window and the grid decide, never the words in them.
_PARTS = """() => {
  const kinds = ['h1', 'h2', 'h3', '.zin', '.noot', '.tabel', '[data-testid=stVegaLiteChart]',
    '[data-testid=stDeckGlJsonChart]', '[data-testid=stSelectbox]', '[data-testid=stTextInput]',
    '[data-testid=stTextArea]', '[data-testid=stExpander]', 'details', 'dl', 'ol', 'ul',
    '.effect', '.budgetbalk', '.melding'];
  const main = document.querySelector('.stMain'), found = [];
  for (const item of main.querySelectorAll(kinds.join(','))) {
    if (!item.checkVisibility({ visibilityProperty: true }) || item.closest('svg')) continue;
    const box = item.getBoundingClientRect(), style = getComputedStyle(item);
    if (box.width < 2 || box.height < 2) continue;
    const kind = kinds.find(name => item.matches(name)).replace(/.*testid=(\\w+).*/, '$1');
    const back = style.backgroundColor === 'rgba(0, 0, 0, 0)' ? '' : ' on ' + style.backgroundColor;
    const width = /^h\\d$/.test(kind) ? '' : `+${Math.round(box.width)}`;  // a button beside it
    found.push(`${kind} ${Math.round(box.left)}${width}`
      + ` ${parseFloat(style.fontSize).toFixed(1)}px/${style.fontWeight} ${style.color}${back}`);
  }
  return found }"""


def shape_of(page: Page) -> str:
    """A line per part; parts alike after one another are one line, whatever their number."""
    lines: list[str] = page.evaluate(_PARTS)
    return "".join(f"{line}\n" for line, _ in groupby(lines))


def read_shapes(width: int) -> dict[str, str]:
    """Slug -> the shape of that page in a window of this width, as it is kept."""
    file = MAP / f"vormen-{width}.txt"
    parts = file.read_text(encoding="utf-8").split("== ")[1:] if file.is_file() else []
    return {slug: shape for slug, _, shape in (part.partition("\n") for part in parts)}


def compare_shape(page: Page, slug: str, width: int) -> list[str]:
    """What differs from the shape that is kept of this page: [] or one fault of many lines."""
    kept, now = read_shapes(width), shape_of(page)
    if os.environ.get("VORMEN") == "schrijf":
        found = sorted({**kept, slug: now}.items())
        text = "".join(f"== {naam}\n{shape}" for naam, shape in found)
        (MAP / f"vormen-{width}.txt").write_text(text, encoding="utf-8")
        return []
    if kept.get(slug, "") == now:
        return []
    lines = unified_diff(
        kept.get(slug, "").splitlines(), now.splitlines(), "kept", "now", lineterm="", n=1
    )
    return ["other shape; when it is meant: make vormen\n" + "\n".join(lines)]
