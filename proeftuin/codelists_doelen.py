"""Targets of the voorveld: data/codelijsten/maatstaf.csv, with a target per measure."""

import csv
from dataclasses import dataclass
from functools import cache

from proeftuin.codelists import MAP


@dataclass(frozen=True)
class Maatstaf:
    """One measured fact about access: its name, the target as a share (0..1) or None, source."""

    code: str
    naam: str
    doel: float | None
    bron: str


@cache
def read_maatstaven() -> dict[str, Maatstaf]:
    """Code -> Maatstaf, in file order; doel is written with a decimal comma, empty for none."""
    with (MAP / "maatstaf.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    return {
        row["code"]: Maatstaf(
            row["code"],
            row["naam"],
            float(row["doel"].replace(",", ".")) if row["doel"] else None,
            row["bron"],
        )
        for row in rows
    }


def maatstaf_name(code: str) -> str:
    """The name of a measure; an unknown code as words."""
    known = read_maatstaven().get(code)
    return known.naam if known else code.replace("_", " ").capitalize()
