"""docs/privacy.md says what the code does: terms, places, commands, and a picture with words."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

from proeftuin.cli.parser import make_parser
from proeftuin.edition.bewaren import ONTHULLING
from proeftuin.edition.nulmeting import FOLDER
from proeftuin.settings.read import read_settings
from proeftuin.store import STORE

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")


def test_terms_and_places_are_those_of_the_code() -> None:
    bewaren = read_settings().bewaren
    for term in (
        f"| {bewaren.microdata_maanden} maanden na het laden |",
        f"| {bewaren.intern_maanden} maanden; de editie in gebruik blijft |",
        f"| {bewaren.openbaar_maanden} maanden; de editie in gebruik blijft |",
        f"| {bewaren.gesprekken_maanden} maanden na de dag van het gesprek |",
        f"| {bewaren.logboek_maanden} maanden; geen naam",
    ):
        assert term in TEXT, term
    for place in (STORE, FOLDER, ONTHULLING, "PROEFTUIN_SLEUTELBESTAND"):
        assert f"`{place}" in TEXT, place
    parser = make_parser()
    for command in re.findall(r"python -m proeftuin ([\w-]+(?: --\w+)?)", TEXT):
        parser.parse_args(command.split())


def test_picture_has_a_title_and_a_description() -> None:
    picture = re.search(r"!\[([^\]]+)\]\(([^)]+)\)", TEXT)
    assert picture and len(picture[1]) > 80
    root = ET.parse(ROOT / "docs" / picture[2]).getroot()
    texts = {child.tag.rsplit("}")[-1]: child.text or "" for child in root}
    assert texts["title"] and len(texts["desc"]) > 100
