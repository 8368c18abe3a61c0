"""A worked example as people read it: its tables are written with the names that data have."""

import re
from datetime import date

from proeftuin.indicators import INDICATOR
from proeftuin.sentences.numbers import STATUS_TEKST
from proeftuin.tijd import show_date

_KOPPEN = {
    "slug": "cijfer",
    "van": "vanaf",
    "teller": "geteld",
    "noemer": "van hoeveel",
    "status": "toestand",
    "p80": "80%",
}
_ACHTER = re.compile(r"_(id|code|datum)$")
_KOMMA = re.compile(r"(?<=\d)\.(?=\d)")
_DAG = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def say_example(body: str) -> str:
    """The text of an example (indicators/voorbeelden/): words for names, days in words.

    A day in a table stays on one line.
    """
    lines: list[str] = []
    heads: list[str] = []
    for line in body.split("\n"):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|"):
            heads = []
            lines.append(line)
        elif not heads:
            heads = cells
            lines.append(_row([_head(cell) for cell in cells]))
        else:
            lines.append(_row([_cell(*pair) for pair in zip(heads, cells, strict=True)]))
    return _say_days("\n".join(lines))


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _head(name: str) -> str:
    words = _ACHTER.sub("", name.replace("_eur", " in euro's")).replace("_", " ")
    return _KOPPEN.get(name, words)


def _cell(name: str, text: str) -> str:
    if name == "slug" and text in INDICATOR:
        return INDICATOR[text].naam
    if name == "status":
        return STATUS_TEKST.get(text, text)
    return _say_days(_KOMMA.sub(",", text)).replace(" ", "\u00a0" if _DAG.search(text) else " ")


def _say_days(text: str) -> str:
    return _DAG.sub(lambda found: show_date(date.fromisoformat(found[0])), text)
