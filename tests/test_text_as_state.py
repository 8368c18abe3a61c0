"""No text as state: a room that makes sentences or pictures never reads them back.

What a sentence says travels as a field beside it (a status, a Punt, Grenzen). Listed below is what
takes a text apart that came from outside, or that says nothing about a figure.
"""

import ast
import re
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "proeftuin"
ROOMS = ("sentences", "charts", "maps", "report", "gesprek", "ui", "cli")
TAKES_APART = {
    *("removeprefix", "removesuffix", "partition", "rpartition", "split", "rsplit", "splitlines"),
    *("startswith", "endswith", "find", "rfind", "isdigit"),
}
CODE = re.compile(r"\w*")  # a key or a code; a text to read holds more than this
# Why it is no text of our own: the places, each with what is taken apart there.
ALLOWED_BY_REASON = {
    "a key, a column or a set of names, not a text": {
        ("maps/outlines.py", "'buurtcode' in areas.columns"),
        ("report/writers/docx.py", "properties.find"),
        ("report/writers/xlsx_rows.py", "indicator.teller.endswith"),
        ("sentences/effect.py", "'breuk' in reasons"),
        ("ui/door.py", "'auth' in st.secrets"),
        ("ui/login.py", "'is_logged_in' in st.user"),
    },
    "a code of a levering or the journal: 'vraag/groep', '4-11', '2024-Q1'": {
        ("report/kosten.py", "code.partition"),
        ("report/kosten.py", "item.partition"),
        ("sentences/gesprek/woorden.py", "code.removeprefix"),
        ("sentences/tables.py", "'-' in categorie"),
        ("sentences/tables.py", "categorie.split"),
    },
    "from outside: a request, an address, what a user or the configuration wrote": {
        ("gesprek/verslag.py", "punt.aanleiding.splitlines"),
        ("report/write.py", "file.suffix.lower().removeprefix"),
        ("ui/door.py", "'@' not in host"),
        ("ui/door.py", "Headers(scope=scope).get('x-forwarded-proto', '').split"),
        ("ui/door.py", "item.startswith"),
        ("ui/door.py", "message['type'] == 'http.response.start'"),
        ("ui/door.py", "name.endswith"),
        ("ui/door.py", "re.compile"),
        ("ui/gesprek/list.py", "genodigden.splitlines"),
        ("ui/hulp/verklaring.py", "' ' not in contact"),
        ("ui/hulp/verklaring.py", "'@' in contact"),
        ("ui/hulp/verklaring.py", "contact.startswith"),
        ("ui/hulp/zoeken.py", "_plain(query).split"),
        ("ui/hulp/zoeken.py", "naam.startswith"),
        (
            "ui/gesprek/tafel.py",
            "text.replace('/', '-').replace('.', '-').replace(' ', '-').split",
        ),
    },
    "a document of docs/ or data/ shown as it is": {
        ("sentences/begrippen.py", "DOCUMENT.read_text(encoding='utf-8').split"),
        ("sentences/begrippen.py", "part.removeprefix"),
        ("sentences/begrippen.py", "part.startswith"),
        ("sentences/begrippen.py", "re.compile"),
        ("sentences/begrippen.py", "re.sub"),
        ("sentences/verantwoording.py", "_read().split"),
        ("sentences/verantwoording.py", "found.split"),
        ("sentences/verantwoording.py", "line.splitlines"),
        ("sentences/verantwoording.py", "DEFINITIES.read_text(encoding='utf-8').partition"),
        ("sentences/verantwoording.py", "re.sub"),
        ("sentences/verantwoording.py", "line.startswith"),
        ("sentences/verantwoording.py", "line.strip('|').split"),
        ("sentences/verantwoording.py", "part.startswith"),
        ("sentences/voorbeeld.py", "body.split"),
        ("sentences/voorbeeld.py", "line.startswith"),
        ("sentences/voorbeeld.py", "line.strip('|').split"),
        ("sentences/voorbeeld.py", "re.compile"),
        ("ui/hulp/verklaring.py", "DOCUMENT.read_text(encoding='utf-8').partition"),
        ("ui/parts.py", "re.sub"),
    },
    "finds a row of the journal, no text": {
        ("cli/voorbeelden.py", "journal.agenda.find"),
        ("cli/voorbeelden.py", "journal.gesprekken.find"),
        ("gesprek/freeze.py", "journal.gesprekken.find"),
        ("gesprek/verslag.py", "journal.gesprekken.find"),
        ("ui/gesprek/actions.py", "tafel.journal.gesprekken.find"),
        ("ui/gesprek/page.py", "tafel.journal.gesprekken.find"),
        ("ui/gesprek/questions.py", "tafel.journal.agenda.find"),
    },
    "made by a library that hands on no field: SVG, a style of Word": {
        ("report/writers/docx.py", "'List' in style.name"),
        ("report/writers/html.py", "re.sub"),
    },
    "writing, not reading: a file name, a colour without its #, one line for a screen reader": {
        ("gesprek/verslag.py", "re.sub"),
        ("report/write.py", "re.sub"),
        ("report/writers/docx.py", "LICHT.removeprefix"),
        ("report/writers/docx.py", "colour.removeprefix"),
        ("report/writers/pptx.py", "colour.removeprefix"),
        ("report/writers/xlsx_rows.py", "re.compile"),
        ("ui/kaart.py", "cell.tekst.split"),
    },
}
ALLOWED = {place for places in ALLOWED_BY_REASON.values() for place in places}


def reads_text(node: ast.AST) -> str | None:
    """What is taken apart, when this node takes a text apart or compares with a whole text."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        name = node.func.attr
        if name in TAKES_APART or ast.unparse(node.func.value) == "re":
            return ast.unparse(node.func)
    if isinstance(node, ast.Compare):
        operators = {type(item) for item in node.ops}
        texts = [
            item.value
            for item in (node.left, *node.comparators)
            if isinstance(item, ast.Constant) and isinstance(item.value, str)
        ]
        if operators & {ast.Eq, ast.NotEq} and any(not CODE.fullmatch(text) for text in texts):
            return ast.unparse(node)
        is_part = operators & {ast.In, ast.NotIn} and isinstance(node.left, ast.Constant)
        if is_part and texts and not isinstance(node.comparators[0], ast.Tuple):
            return ast.unparse(node)
    return None


def found() -> set[tuple[str, str]]:
    places = set()
    for room in ROOMS:
        for file in sorted((PACKAGE / room).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if text := reads_text(node):
                    places.add((file.relative_to(PACKAGE).as_posix(), text))
    return places


def test_no_room_reads_its_own_texts() -> None:
    assert found() - ALLOWED == set(), "let the fact travel as a field"


def test_what_is_allowed_is_still_there() -> None:
    assert ALLOWED - found() == set()


def test_the_rule_sees_what_it_forbids() -> None:
    for text in (
        "zin.removeprefix('Maar ')",
        "zin.partition('. ')",
        "punt['cijfer'] == '<10'",
        "'geleverd' not in rij['tekst']",
        "re.search('synthetisch', svg)",
        "tekst != '0,0%'",
    ):
        assert any(reads_text(node) for node in ast.walk(ast.parse(text))), text
    for text in ("status == 'ok'", "status in ('ok', 'klein')", "deel in delen"):
        assert not any(reads_text(node) for node in ast.walk(ast.parse(text))), text
