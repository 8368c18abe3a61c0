"""A message is read as a stream, and of each one only a few bytes are remembered."""

import os
from pathlib import Path
from random import Random
from xml.etree import ElementTree

import pytest
from defusedxml import DTDForbidden

from proeftuin.ingest.findings import Findings
from proeftuin.ingest.ijw import boom as boom_module
from proeftuin.ingest.ijw.berichten import MERK, Merken
from proeftuin.ingest.ijw.boom import DIEPTE, Boom, Node, Onleesbaar, Wortel
from proeftuin.ingest.source import Berichtpaden, open_source


def read(folder: Path, inhoud: str | bytes) -> tuple[Boom, list[str], bytes]:
    """The reader of this content, the Bsn of each Client as it came by, and the hash."""
    path = folder / "b.xml"
    path.write_bytes(inhoud if isinstance(inhoud, bytes) else inhoud.encode())
    found: list[str] = []

    def take(root: Wortel, client: Node) -> None:
        assert root.find("Header") is not None
        found.append(client.text("Bsn") or "")

    boom = Boom(take)
    return boom, found, boom.read(path)


def clients(aantal: int, tussen: str = "") -> str:
    """A message with so many clients, names with a letter of two bytes."""
    rijen = tussen.join(
        f"<a:Client><a:Bsn>{nr}</a:Bsn><a:Naam>Zoë &amp; Ö{nr}</a:Naam></a:Client>"
        for nr in range(aantal)
    )
    return f"<a:Bericht xmlns:a='x'><a:Header><a:K>1</a:K></a:Header>{tussen}{rijen}</a:Bericht>"


@pytest.mark.parametrize("blok", [1, 7, 1 << 16])
def test_every_client_comes_by_whole_wherever_a_block_ends(
    blok: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boom_module, "BLOK_BYTES", blok)
    boom, found, digest = read(tmp_path, clients(50))
    assert found == [str(nr) for nr in range(50)] and not boom.is_afwijkend
    assert digest == read(tmp_path, clients(50, "\r\n  "))[2], "layout says nothing"
    assert digest != read(tmp_path, clients(49))[2]
    assert boom.root is not None and boom.root.ruimte == "x"


def random_xml(rnd: Random, diepte: int = 0) -> str:
    """An element with texts and elements, some empty, some on lines of their own."""
    naam = rnd.choice(("a", "b:c", "Client", "d"))
    inner = ""
    for _ in range(rnd.randrange(4) if diepte < 4 else 0):
        inner += rnd.choice(("", "\n", " x ", "&lt;ü")) + random_xml(rnd, diepte + 1)
    if not inner:
        inner = rnd.choice(("", " ", "tekst", "<![CDATA[ 5 ]]>", "<!-- c -->7"))
    return f"<{naam} k='1'>{inner}</{naam}>"


@pytest.mark.parametrize("zaad", range(40))
def test_it_reads_what_another_reader_reads(zaad: int, tmp_path: Path) -> None:
    """Of every Client the names and texts below it, as ElementTree has them."""
    text = f"<w xmlns:b='y'>{''.join(random_xml(Random(zaad * 9 + nr)) for nr in range(9))}</w>"
    found: list[tuple[object, ...]] = []
    path = tmp_path / "b.xml"
    path.write_text(text, encoding="utf-8")
    Boom(lambda _root, client: found.append(client.content())).read(path)

    def content(item: ElementTree.Element) -> tuple[object, ...]:
        own = (item.text or "") + "".join(kind.tail or "" for kind in item)
        kinds = [kind for kind in item if kind.tag != "Client"]
        return item.tag.rpartition("}")[2], own.strip(), *map(content, kinds)

    def walk(item: ElementTree.Element) -> list[tuple[object, ...]]:
        below = [one for kind in item for one in walk(kind)]
        return below + ([content(item)] if item.tag == "Client" else [])

    assert found == walk(ElementTree.fromstring(text))


@pytest.mark.parametrize(
    ("inhoud", "regel"),
    [
        ("<a>\n<b>\n</a>", 3),
        ("", 1),
        ("geen xml", 1),
        ("<a>\n" + "<b>" * DIEPTE + "</b>" * DIEPTE + "</a>", 2),
        ("<a>&onbekend;</a>", 1),
    ],
)
def test_what_is_no_xml_says_where(inhoud: str, regel: int, tmp_path: Path) -> None:
    with pytest.raises(Onleesbaar) as error:
        read(tmp_path, inhoud)
    assert error.value.regel == regel


def test_a_dtd_is_refused_before_anything_in_it(tmp_path: Path) -> None:
    bom = "<!DOCTYPE a [<!ENTITY x 'ha'><!ENTITY y SYSTEM 'file:///etc/passwd'>]><a>&x;&y;</a>"
    with pytest.raises(DTDForbidden):
        read(tmp_path, bom)


@pytest.mark.parametrize(
    "inhoud", [b"\xef\xbb\xbf<a><b>1</b></a>", b"<a><b/></a>", b"<a><b> </b></a>", b"<a></a>"]
)
def test_a_form_that_is_not_that_of_ijw_is_seen(inhoud: bytes, tmp_path: Path) -> None:
    assert read(tmp_path, inhoud)[0].is_afwijkend


def test_marks_are_a_set() -> None:
    """Of few different bytes, so that many a mark also stands across two others."""
    rnd, marks, known = Random(1), Merken(), set[bytes]()
    for _ in range(20_000):
        mark = bytes(rnd.choices(b"ab", k=2)) + bytes(rnd.choices(b"xy", weights=(9, 1), k=14))
        assert marks.add(mark) is (mark not in known)
        known.add(mark)
    assert len(mark) == MERK and 100 < len(known) < 20_000


def test_paths_come_back_in_order_whatever_they_are_called(tmp_path: Path) -> None:
    paths = Berichtpaden()
    assert not paths and not list(paths)
    names = ["a.xml", "é b.xml", os.fsdecode(b"\xff.xml")]
    for folder in ("x", "y"):
        for name in names:
            paths.add(folder, name)
    assert list(paths) == [(os.path.join(f, name), name) for f in "xy" for name in names]
    assert len(paths) == 6


def test_messages_are_found_in_every_folder_that_is_not_hidden(tmp_path: Path) -> None:
    for name in ("b.XML", "a.xml", ".c.xml", "~$d.xml", "m/e.xml", ".g/f.xml", "__MACOSX/h.xml"):
        path = tmp_path / "levering" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("<a/>")
    (tmp_path / "levering" / "levering.toml").write_text("")
    (tmp_path / "levering" / "m" / "weg.xml").symlink_to(tmp_path / "nergens")
    found = open_source(tmp_path / "levering", tmp_path, Findings())
    assert [naam for _, naam in found.berichten] == ["a.xml", "b.XML", "e.xml"]
