"""What the simulation found, quoted from docs/simulatie.md, so that page and document agree."""

from functools import cache
from pathlib import Path

DOEL = Path(__file__).resolve().parents[2] / "docs" / "simulatie.md"
BEGIN = "De methode van dit product ziet onterecht een effect"
Rijen = tuple[tuple[str, ...], ...]


@cache
def simulation_sentence() -> str:
    """How often each method sees an effect that is not there; '' when the document is absent."""
    paragraphs = _read().split("\n\n")
    found = next((part for part in paragraphs if part.startswith(BEGIN)), "")
    return " ".join(found.split())


@cache
def simulation_table() -> tuple[tuple[str, ...], Rijen]:
    """(headings, rows) of the table of false positives; empty when the document is absent."""
    lines = [line for line in _read().split("## ")[1:2] for line in line.splitlines()]
    table = [
        tuple(cell.strip() for cell in line.strip("|").split("|"))
        for line in lines
        if line.startswith("|") and not line.startswith("|---")
    ]
    return (table[0], tuple(table[1:])) if table else ((), ())


def _read() -> str:
    return DOEL.read_text(encoding="utf-8") if DOEL.is_file() else ""
