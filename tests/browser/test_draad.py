"""What crosses the wire to a reader of the openbaar edition holds nothing only intern knows.

Every page is driven in a real browser: its toggles, lists, tooltips and downloads. Everything
that crosses is recorded and searched for the exact values of the intern edition. The same search
on a server that shows the intern edition must find them in every kind of channel.
"""

import struct
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Browser

from proeftuin.access.rules import may_see_page
from proeftuin.edition.files import EDITIES, read_index
from proeftuin.ui.shell import PAGINAS
from proeftuin.vocabulary import ROL_OPENBAAR
from tests.browser.test_app import browser, serve  # noqa: F401
from tests.lib.browser.bureau import sit_at_desk
from tests.lib.browser.draad import Hit, Zoeker, list_kinds, unpack
from tests.lib.browser.draad_bezoek import Bezoek

pytest_plugins = ("tests.lib.editie_fixture",)
pytestmark = [pytest.mark.browser, pytest.mark.langzaam]
FOR_ALL = ("--server.address", "0.0.0.0")
SLUGS = [pagina.slug for pagina in PAGINAS]


@pytest.fixture(scope="module")
def zoeker(editie_dir: Path) -> Zoeker:
    current, _ = read_index(editie_dir)
    assert current is not None
    found = Zoeker(editie_dir / EDITIES / current)
    assert len(found.lang) > 10_000 and len(found.bedragen) > 100
    return found


@pytest.fixture(scope="module")
def openbaar(editie_dir: Path) -> Iterator[str]:
    with serve(editie_dir, options=FOR_ALL) as found:
        yield found


def search(bezoek: Bezoek, zoeker: Zoeker) -> list[Hit]:
    """Everything recorded, searched: frames and files as bytes, the rest as text."""
    hits: list[Hit] = []
    for content, waar in {content: waar for waar, content in bezoek.opgenomen}.items():
        hits += zoeker.find(waar, content)
        if waar.endswith(".csv") and isinstance(content, bytes):
            hits += zoeker.find_csv(waar, content)
    return hits


def test_no_exact_value_crosses_to_openbaar(
    browser: Browser,  # noqa: F811
    openbaar: str,
    zoeker: Zoeker,
) -> None:
    bezoek = Bezoek(browser, openbaar)
    toggles = lists = tooltips = 0
    files: set[str] = set()
    for slug in SLUGS:
        bezoek.open(slug)
        if may_see_page(ROL_OPENBAAR, slug):
            header = bezoek.page.locator(".kop").first.inner_text()
            assert "openbare editie" in header, (slug, header)
        toggles += bezoek.switch_all()
        if slug == "verblijf":
            tooltips += bezoek.hover_charts()
        bezoek.note_document()
        lists += bezoek.choose_last()
        files |= {Path(name).suffix for name in bezoek.download_all(pictures=1)}
        bezoek.note_document()
    bezoek.close()
    hits = search(bezoek, zoeker)
    assert hits == [], list_kinds(hits)
    assert toggles > 15 and lists > 10 and tooltips
    assert files == {".csv", ".svg", ".png", ".pdf", ".docx", ".pptx", ".xlsx"}


def test_the_same_search_finds_a_leak(
    browser: Browser,  # noqa: F811
    editie_dir: Path,
    zoeker: Zoeker,
) -> None:
    with serve(editie_dir) as intern:
        bezoek = Bezoek(browser, intern)
        sit_at_desk(bezoek.context, intern)
        bezoek.open("verblijf")
        bezoek.note_document()
        files = bezoek.download_all(pictures=0)
        assert {"verblijf.csv", "verblijf.xlsx"} <= set(files), files
        bezoek.page.get_by_text("Onzekerheid tonen").click()  # what is drawn is sent, and no more
        bezoek.runs.wait_for_drawing()
        bezoek.close()
    kinds = {hit.waar.split(" ", 1)[1] + ": " + hit.soort for hit in search(bezoek, zoeker)}
    assert {
        "websocket in: tekst",
        "websocket in: weergave",
        "document: weergave",
        "bestand verblijf.csv: aantal noemer",
    } <= kinds, kinds


def test_the_search_knows_every_rendering(zoeker: Zoeker, editie_dir: Path) -> None:
    value, amount = float(zoeker.lang[len(zoeker.lang) // 2]), max(zoeker.bedragen)
    whole = int(max(item for item in zoeker.bedragen if item == int(item)))
    whole_text = f"{whole:,}".replace(",", ".")
    for content in (
        f'{{"waarde":{value!r}}}',
        f"{value:.12e}",
        f"x;{value:.14g};".replace(".", ","),
        f"€ {whole_text} in totaal",
        f"<v>{amount}</v>",
        b"\x00\x01\x02" + struct.pack("<d", value) + b"\x07",
        b"\x01" + struct.pack("<q", whole),
        '{"noemer": 1234567}',
        "<small>2023 K3, van 1.237.651, marge</small>",
    ):
        assert zoeker.find("x", content), content
    assert not zoeker.find("x", '{"waarde": 0.125, "teller": 10}, 12.5%, € 1.250')
    current, _ = read_index(editie_dir)
    for audience, is_found in (("intern", True), ("openbaar", False)):
        editie = editie_dir / EDITIES / str(current) / audience
        table = pq.read_table(editie / "cijfers" / "verblijf.parquet")
        stream = pa.BufferOutputStream()
        with pa.ipc.new_stream(stream, table.schema) as writer:
            writer.write_table(table)
        arrow = stream.getvalue().to_pybytes()
        buffer = BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("bladen/een.arrow", arrow)
        parts = list(unpack("x.xlsx", buffer.getvalue()))
        hits = [hit for name, part in parts for hit in zoeker.find(name, part)]
        assert bool(hits) == is_found, audience
        assert not hits or hits[0] == Hit("x.xlsx/bladen/een.arrow", hits[0].soort, hits[0].waarde)
