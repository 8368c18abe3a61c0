"""Pictures compared, and the document about accessibility: that they are of this product, now."""

import re
from datetime import date
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from proeftuin.huis import product_version
from proeftuin.ui.hulp.verklaring import DOCUMENT
from proeftuin.ui.shell import PAGINA
from tests.lib.browser.toegankelijk import BREED, SMAL, STATEN, list_pages
from tools.beeld import list_scenes, main
from tools.beeld_vergelijk import GELIJK, Beeldpaar, compare_pictures, write_page
from tools.toegankelijk import DOEL, Kijkronde, write_text

MAANDEN = "januari februari maart april mei juni juli augustus september oktober november december"


def picture(file: Path, *, mark: tuple[int, int, int] | None = None, height: int = 300) -> Path:
    """A white page of 200 wide, with a mark of 10 by 20 where one is asked for."""
    page = Image.new("RGB", (200, height), "white")
    if mark:
        ImageDraw.Draw(page).rectangle((50, 100, 59, 119), fill=mark)
    page.save(file)
    return file


def test_only_pictures_that_differ_are_shown_with_old_new_and_difference(tmp_path: Path) -> None:
    plain, marked = picture(tmp_path / "a.png"), picture(tmp_path / "b.png", mark=(0, 0, 0))
    pairs = [
        Beeldpaar("gelijk", plain, plain),
        Beeldpaar("anders <b>", plain, marked),
        Beeldpaar("nieuw", None, plain),
    ]
    assert write_page(pairs, tmp_path / "uit", "v1", "v2") == 2
    page = (tmp_path / "uit" / "index.html").read_text(encoding="utf-8")
    assert "2 van 3 beelden zijn anders" in page and "gelijk<" not in page
    assert "200 punten zijn anders, van 100 tot 120" in page and "anders &lt;b&gt;" in page
    assert "Alleen nu is er een beeld" in page
    sources = re.findall(r'src="([^"]+)"', page)
    assert len(sources) == 3
    with Image.open(tmp_path / "uit" / sources[2]) as difference:
        assert difference.size == (200, 100)  # 40 above and below the mark
        assert difference.convert("RGB").getpixel((55, 50)) == (200, 0, 60)
    assert write_page(pairs[:1], tmp_path / "niets", "v1", "v2") == 0


def test_rounding_is_no_difference_and_a_longer_page_is_one(tmp_path: Path) -> None:
    plain = Image.open(picture(tmp_path / "a.png"))
    faint = Image.open(picture(tmp_path / "b.png", mark=(255 - GELIJK, 255, 255)))
    longer = Image.open(picture(tmp_path / "c.png", height=301))
    assert compare_pictures(plain, faint) is None
    assert compare_pictures(plain, longer) is not None


def test_every_page_and_state_is_in_the_pictures_at_two_widths() -> None:
    seen = {(staat.adres.partition("?")[0], staat.breedte) for staat in list_scenes()}
    assert seen >= {(slug, width) for slug in PAGINA for width in (BREED, SMAL)}
    kaart = {staat.naam for staat in STATEN if staat.adres.partition("?")[0] == "kaart"}
    assert kaart and {staat.naam for staat in list_scenes(["kaart"])} == {"", *kaart}


def test_a_commit_that_is_not_there_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["beeld", "--tegen", "bestaat-niet", "--naar", str(tmp_path)])
    assert main() == 2 and capsys.readouterr().err and not list(tmp_path.iterdir())


def test_the_document_is_of_these_pages_and_of_this_version() -> None:
    """A new page, state, version or axe asks for `make toegankelijk`; no hand edited it."""
    text = DOCUMENT.read_text(encoding="utf-8")
    assert DOEL == DOCUMENT
    words = " ".join(text.split())
    found = re.search(r"Op (\d+) (\w+) (\d{4}) is versie (\S+) getest", words)
    seen = re.search(r"bekeek (\d+) keer .*?Chromium ([\d.]+)\)", words)
    assert found and seen and found[4] == product_version()
    assert int(seen[1]) == len([*list_pages(), *STATEN])
    day = date(int(found[3]), MAANDEN.split().index(found[2]) + 1, int(found[1]))
    assert write_text(Kijkronde(day, seen[2], int(seen[1]))) == text
