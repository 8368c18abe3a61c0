"""What crosses the wire to a reader of the openbaar edition holds nothing only intern knows.

Every page is opened on a real server, its toggles and lists are used, its files taken along, by a
session that speaks Streamlit's protocol and draws nothing (tests/lib/browser/lijn.py). Everything
that crosses is recorded and searched for the exact values of the intern edition. A real browser
does the same on one page, with its tooltips: what it received is what that session received, and
what it made of it is searched as well. The same search on a server that shows the intern edition
must find them in every kind of channel.
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
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from proeftuin.access.rules import may_see_page
from proeftuin.edition.files import EDITIES, read_index
from proeftuin.ui.shell import PAGINAS
from proeftuin.vocabulary import ROL_OPENBAAR
from tests.lib.browser.bureau import sit_at_desk
from tests.lib.browser.draad import Hit, Zoeker, header_text, list_kinds, unpack
from tests.lib.browser.draad_bezoek import Bezoek
from tests.lib.browser.lijn import Lijn, cookies_of
from tests.lib.browser.server import serve

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


Opgenomen = list[tuple[str, bytes | str]]
PAGINA_MET_ALLES = "verblijf"  # toggles, lists, charts with tooltips, every file of a chart


def search(opgenomen: Opgenomen, zoeker: Zoeker) -> list[Hit]:
    """Everything recorded, searched: frames and files as bytes, the rest as text."""
    hits: list[Hit] = []
    for content, waar in {content: waar for waar, content in opgenomen}.items():
        hits += zoeker.find(waar, content)
        if waar.endswith(".csv") and isinstance(content, bytes):
            hits += zoeker.find_csv(waar, content)
    return hits


def list_channels(hits: list[Hit]) -> set[str]:
    """The kinds of place, whatever the page, with what was found there."""
    return {f"{hit.waar.split(' ', 1)[1]}: {hit.soort}" for hit in hits}


def take_along(lijn: Lijn, *, pictures: int) -> set[str]:
    """Take every file of the page along and record its parts; the names of the files."""
    found = lijn.download_all(pictures=pictures)
    for file in found:
        for part, piece in unpack(file.naam, file.inhoud):
            lijn.opgenomen.append((f"{lijn.naam} bestand {part}", piece))
    return {file.naam for file in found}


def elements_in(opgenomen: Opgenomen) -> set[bytes]:
    """Every element that came over the websocket; where a file will stand is another each time."""
    found = set()
    for waar, content in opgenomen:
        if waar.endswith("websocket in") and isinstance(content, bytes):
            element = ForwardMsg.FromString(content).delta.new_element
            if element.HasField("download_button"):
                element.download_button.ClearField("deferred_file_id")
            found.add(element.SerializeToString(deterministic=True))
    return found


def test_no_exact_value_crosses_to_openbaar(openbaar: str, zoeker: Zoeker) -> None:
    toggles = lists = 0
    files: set[str] = set()
    seen = [slug for slug in SLUGS if may_see_page(ROL_OPENBAAR, slug)]
    with Lijn(openbaar) as lijn:
        for slug in SLUGS:  # the first one by its address, on a server that nobody asked before
            blad = lijn.choose_page(slug)
            assert blad.menu_slugs() == seen
            assert ("openbare editie" in blad.header()) == (slug in seen), blad.header()
            toggles += lijn.switch_all()
            lists += lijn.choose_last()
            files |= {Path(name).suffix for name in take_along(lijn, pictures=1)}
        hits = search(lijn.opgenomen, zoeker)
    assert hits == [], list_kinds(hits)
    assert toggles > 15 and lists > 10
    assert files == {".csv", ".svg", ".png", ".pdf", ".docx", ".pptx", ".xlsx"}


def test_a_browser_receives_the_same_and_shows_no_more(
    browser: Browser, openbaar: str, zoeker: Zoeker
) -> None:
    bezoek = Bezoek(browser, openbaar)
    bezoek.open(PAGINA_MET_ALLES)
    assert "openbare editie" in bezoek.page.locator(".kop").first.inner_text()
    toggles = bezoek.switch_all()
    assert bezoek.hover_charts()
    bezoek.note_document()
    lists = bezoek.choose_last()
    files = set(bezoek.download_all(pictures=1))
    bezoek.note_document()
    bezoek.close()
    hits = search(bezoek.opgenomen, zoeker)
    assert hits == [], list_kinds(hits)
    with Lijn(openbaar) as lijn:
        lijn.open(PAGINA_MET_ALLES)
        assert (lijn.switch_all(), lijn.choose_last()) == (toggles, lists)
        assert take_along(lijn, pictures=1) == files
    received = elements_in(bezoek.opgenomen)
    assert len(received) > 50 and received == elements_in(lijn.opgenomen)


def test_the_same_search_finds_a_leak(browser: Browser, address: str, zoeker: Zoeker) -> None:
    bezoek = Bezoek(browser, address)
    sit_at_desk(bezoek.context, address)
    bezoek.open(PAGINA_MET_ALLES)
    bezoek.note_document()
    bezoek.page.get_by_text("Onzekerheid tonen").click()  # what is drawn is sent, and no more
    bezoek.runs.wait_for_drawing()
    cookies = cookies_of(bezoek.context.cookies(address))
    bezoek.close()
    sent = {"websocket in: tekst", "websocket in: weergave"}
    channels = list_channels(search(bezoek.opgenomen, zoeker))
    assert sent | {"document: weergave"} <= channels, channels
    with Lijn(address, cookies) as lijn:
        lijn.open(PAGINA_MET_ALLES)
        files = take_along(lijn, pictures=0)
        assert {"verblijf.csv", "verblijf.xlsx"} <= files, files
        lijn.switch_all()
    channels = list_channels(search(lijn.opgenomen, zoeker))
    assert sent | {"bestand verblijf.csv: aantal noemer"} <= channels, channels


def test_the_search_knows_every_rendering(zoeker: Zoeker, editie_dir: Path) -> None:
    middle, amount = zoeker.lang[len(zoeker.lang) // 2 :], max(zoeker.bedragen)
    # One of which no digit falls away when it is written with 14: 92,868925035 is too short.
    value = next(float(item) for item in middle if len(f"{item:.14g}") >= 15)
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


def test_the_length_of_a_file_is_no_amount_and_any_other_length_is_searched(
    zoeker: Zoeker,
) -> None:
    amount = int(min(value for value in zoeker.bedragen if value.is_integer()))
    headers = [("Content-Length", str(amount)), ("x-bedrag", "geen")]
    assert zoeker.find("kop", header_text(headers, bytes(amount))) == []
    assert header_text(headers, bytes(amount)) == "x-bedrag: geen"
    for other in (bytes(amount - 1), b""):
        assert [hit.soort for hit in zoeker.find("kop", header_text(headers, other))] == ["bedrag"]
    assert zoeker.find("kop", header_text([("x-bedrag", str(amount))], bytes(amount)))
