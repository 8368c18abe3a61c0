"""Pictures of every page and state of two commits, made on this machine and compared.

Usage: python -m tools.beeld [--data DIR] [--tegen COMMIT] [--nu COMMIT] [--alleen SLUG,SLUG]
[--naar DIR]. Both commits are checked out in a folder of their own (git worktree) and read a copy
of the same editions (default var). --tegen is the last tag when it is not given, --nu is HEAD. It
writes DIR/index.html (default build/beeld) with what differs: old, new and the difference beside
each other. Exit code 1 when something differs, 0 when nothing does, 2 when it could not look.

Pictures of two machines are never the same (letters, drivers), so none are kept: docs/besluiten.md.
An edition that the older commit refuses shows as pages that differ.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, Error, Page

from tests.lib.browser.toegankelijk import BREED, SMAL, STATEN, Kijker, Staat, list_pages
from tests.lib.browser.wachten import runs_of
from tools.beeld_vergelijk import Beeldpaar, write_page
from tools.kijken import HUIS, copy_editions, open_browser, serve_app

HOOGST = 15_000  # pixels: what chromium can put in one picture; the rest of a page is left out
KEREN = 6  # a picture is made until two in a row are the same


def list_scenes(alleen: Sequence[str] = ()) -> list[Staat]:
    """Every page and state at two widths; alleen: slugs to keep, all when empty.

    A state with buttons to press at its own width alone: on a phone they may be in a closed menu.
    """
    states = [
        replace(staat, breedte=breedte)
        for staat in STATEN
        for breedte in ((staat.breedte,) if staat.knoppen else (BREED, SMAL))
    ]
    scenes = [*list_pages(), *states]
    return [staat for staat in scenes if not alleen or _slug(staat) in alleen]


def _slug(staat: Staat) -> str:
    return staat.adres.partition("?")[0]


def _name(staat: Staat) -> str:
    return f"{staat.adres}, {staat.rol}, {staat.breedte} px {staat.naam}".strip()


def _git(*words: str) -> str:
    found = subprocess.run(
        ["git", *words], cwd=HUIS, capture_output=True, text=True, encoding="utf-8"
    )
    if found.returncode:
        raise RuntimeError(found.stderr.strip() or f"git {words[0]} lukte niet")
    return found.stdout.strip()


def last_tag() -> str:
    """The last tag before HEAD; RuntimeError (Dutch) when there is none."""
    try:
        return _git("describe", "--tags", "--abbrev=0")
    except RuntimeError as error:
        raise RuntimeError("Er is geen tag. Noem een commit: make beeld TEGEN=commit") from error


@contextmanager
def _checked_out(commit: str, folder: Path) -> Iterator[Path]:
    """The files of a commit in a folder of their own; git forgets it afterwards."""
    _git("worktree", "add", "--detach", "--force", str(folder), commit)
    try:
        yield folder
    finally:
        _git("worktree", "remove", "--force", str(folder))


def _datastand(data: Path) -> date:
    """The day that the clocks of the browser stand at: the datastand of the newest edition."""
    days = [item.name[:10] for item in (data / "edities").iterdir()]
    found = [day for day in days if re.fullmatch(r"\d{4}-\d\d-\d\d", day)]
    if not found:
        raise RuntimeError(f"In '{data}' staat geen editie. Maak er een: make demo")
    return date.fromisoformat(max(found))


def take_picture(page: Page) -> bytes:
    """The whole page as PNG, once two in a row are the same."""
    page.evaluate("document.fonts.ready.then(() => true)")
    height = page.evaluate("document.querySelector('.stMain').scrollHeight")
    width = page.evaluate("innerWidth")
    page.set_viewport_size({"width": width, "height": min(max(int(height), 900), HOOGST)})
    runs_of(page).wait_for_drawing()
    before = page.screenshot(animations="disabled", caret="hide")
    for _ in range(KEREN):
        now = page.screenshot(animations="disabled", caret="hide")
        if now == before:
            break
        before = now
    return before


def make_pictures(
    browser: Browser, root: Path, data: Path, scenes: Sequence[Staat], folder: Path
) -> list[Path | None]:
    """A picture per scene of the code in root, in this order; None for a page it does not have."""
    folder.mkdir(parents=True)
    made: list[Path | None] = []
    with serve_app(data, root) as address:
        kijker = Kijker(browser, address, _datastand(data))
        for nr, staat in enumerate(scenes):
            file = folder / f"{nr:03d}.png"
            try:
                if (root / "pages" / f"{_slug(staat)}.py").is_file():
                    file.write_bytes(take_picture(kijker.open(staat)))
            except (Error, AssertionError) as error:
                sys.stdout.write(f"Geen beeld van {_name(staat)}: {str(error)[:120]}\n")
            made.append(file if file.is_file() else None)
            sys.stdout.write(f"{folder.name}: {_name(staat)}\n")
            sys.stdout.flush()
    return made


def look(tegen: str, nu: str, data: Path, alleen: Sequence[str], target: Path) -> int:
    """Make the pictures of both commits and write the page; how many differ."""
    scenes = list_scenes(alleen)
    with tempfile.TemporaryDirectory(prefix="beeld-") as name, open_browser() as browser:
        folder = Path(name)
        made = {}
        for side, commit in (("oud", tegen), ("nu", nu)):
            copy = copy_editions(data, folder / f"data-{side}")
            with _checked_out(commit, folder / f"code-{side}") as root:
                made[side] = make_pictures(browser, root, copy, scenes, folder / side)
        pairs = [
            Beeldpaar(_name(staat), oud, now)
            for staat, oud, now in zip(scenes, made["oud"], made["nu"], strict=True)
        ]
        return write_page(pairs, target, tegen, nu)


def main() -> int:
    """0 when nothing differs, 1 when something does, 2 when it could not look."""
    parser = argparse.ArgumentParser(prog="python -m tools.beeld")
    parser.add_argument("--data", type=Path, default=HUIS / "var")
    parser.add_argument("--tegen", default="")
    parser.add_argument("--nu", default="HEAD")
    parser.add_argument("--alleen", default="")
    parser.add_argument("--naar", type=Path, default=HUIS / "build" / "beeld")
    given = parser.parse_args()
    alleen = [slug for slug in given.alleen.split(",") if slug]
    try:
        tegen, nu = (
            _git("rev-parse", "--short", it) for it in (given.tegen or last_tag(), given.nu)
        )
        count = look(tegen, nu, given.data, alleen, given.naar)
    except (RuntimeError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(f"{count} beelden zijn anders: {given.naar / 'index.html'}\n")
    return int(count > 0)


if __name__ == "__main__":
    sys.exit(main())
