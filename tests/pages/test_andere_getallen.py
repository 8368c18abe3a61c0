"""A city with another number for every parameter: no page and no report keeps an old one."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from zipfile import ZipFile

import pytest
from streamlit.testing.v1 import AppTest

from proeftuin.access import Toegang, may_see_page
from proeftuin.indicators import list_examples, read_example
from proeftuin.sentences import law_text, say_example, standard_note
from proeftuin.settings.read import DEFAULT_FILE, read_settings
from proeftuin.ui import shell as ui
from proeftuin.vocabulary import ROL_BEHEERDER, ROL_OPENBAAR
from tests.lib.steden.andere import NAAM, anders

pytestmark = pytest.mark.langzaam
ROOT = DEFAULT_FILE.parent
SLUGS = sorted(page.stem for page in (ROOT / "pages").glob("*.py"))
# terugval looks 90, 180 and 365 days ahead by definition, and the law is quoted as it stands.
FIXED = re.compile(r"(nieuwe binnen|binnen|minstens) (90|180|365) dagen( geleden| na het einde)?")
OLD = re.compile(
    r"<10\b|minder dan 10\b|14 weken|\b98 dagen|\b730\b(?!\.)|\b365 dagen|vijf jaar|\b5 jaar"
    r"|drie maanden zijn|veelvoud van 5\b|\b28 dagen|\b90 dagen|\b180 dagen|\bminstens 30 traject"
    r"|minstens 10 jeugdigen|tot en met 9 is|Treeknorm|\{[a-z_]+\}"
)


@pytest.fixture
def stad() -> Path:
    """A folder with anders.toml, a published small city in var, and its reports."""
    return anders()


def plain(html: str) -> str:
    html = re.sub(r"(?s)<(script|style)\b.*?</\1>", " ", html)
    return unescape(re.sub(r"</?[a-z][^>]*>", " ", html)).replace("\u00a0", " ")


def is_of_the_law(text: str) -> bool:
    """A worked example or the definitions in full, which stand there with a note above them."""
    bodies = [say_example(read_example(naam)[1]).strip() for naam in list_examples()]
    return text == law_text() or any(body[:40] in text for body in bodies)


def old_numbers(text: str) -> Iterator[str]:
    """Each old number in the text, with the words around it."""
    text = FIXED.sub(" ", text)
    for found in OLD.finditer(text):
        yield text[max(0, found.start() - 60) : found.end() + 30]


@pytest.mark.parametrize("rol", [ROL_BEHEERDER, ROL_OPENBAAR])
@pytest.mark.parametrize("slug", SLUGS)
def test_no_page_keeps_an_old_number(
    slug: str, rol: str, stad: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not may_see_page(rol, slug):
        pytest.skip("this role does not see this page")
    monkeypatch.setenv("PROEFTUIN_DATA", str(stad / "var"))
    monkeypatch.setenv("PROEFTUIN_CONFIG", str(stad / "anders.toml"))
    monkeypatch.setattr(ui, "reader", lambda: Toegang(rol))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=180).run()
    app.switch_page(f"pages/{slug}.py").run()
    assert not app.exception and not app.error
    parts = [item.proto.body for item in app.get("html")]
    parts += [item.value for kind in (app.title, app.header, app.caption) for item in kind]
    written = [item.value for item in app.markdown if not is_of_the_law(item.value)]
    if len(written) < len(app.markdown):
        assert any(standard_note(read_settings()) in part for part in parts)
    parts += written
    assert len("".join(parts)) > 500 and "Zwolle" not in "".join(parts)
    assert list(old_numbers("\n".join(map(plain, parts)))) == []


@pytest.mark.parametrize("editie", ["intern", "openbaar"])
def test_no_report_keeps_an_old_number(editie: str, stad: Path) -> None:
    html = plain((stad / f"{editie}.html").read_text(encoding="utf-8"))
    with ZipFile(stad / f"{editie}.xlsx") as book:
        cells = plain(book.read("xl/sharedStrings.xml").decode())
    assert list(old_numbers(html)) == [] == list(old_numbers(cells))
    assert "Zwolle" not in html + cells and NAAM in html
    if editie == "openbaar":
        assert "<13" in html and "aantallen onder 13" in html
    assert "start binnen 10 weken" in cells and "512 dagen" in html
