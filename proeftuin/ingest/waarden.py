"""What a finding may show of a wrong value: enough to see the cause, never who it is about.

A column can hold the person key of the column beside it, when a file has shifted. So a value is
shown only when it has the form its column asks for, and is no key that was seen in this levering.
"""

import re
from collections.abc import Container

from proeftuin.schema import Kolom, Kolomsoort

LANGSTE = 40
CBS_CODE = re.compile(r"(?:GM|WK|BU)\d{4,8}", re.I)
CIJFERS = re.compile(r"\d{6}")  # as long as a key can be
WOORDEN = re.compile(
    r"(?:jan(?:uari)?|feb(?:ruari)?|mrt|maart|apr(?:il)?|mei|juni?|juli?|aug(?:ustus)?"
    r"|sept?(?:ember)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?|eur(?:o)?|utc|t|z|e|am|pm|k|q|kw"
    r"|eurocent|d|c|of|kwartaal|onbekend|totaal|leeg|null|none|nan|nat|na|nvt|n|v|geen)",
    re.I,
)
LETTERS = re.compile(r"[^\W\d_]+")
ZONDER_WOORDEN = frozenset(
    {Kolomsoort.DATUM, Kolomsoort.KWARTAAL, Kolomsoort.GELD, Kolomsoort.GETAL, Kolomsoort.SCORE}
)
NOOIT = frozenset({Kolomsoort.PERSOON, Kolomsoort.SLEUTEL, Kolomsoort.TEKST})


def show_wrong_value(kolom: Kolom, tekst: str | None, sleutels: Container[str]) -> str:
    """The value as a finding may show it; empty when it may not."""
    waarde = (tekst or "").strip()
    if kolom.soort in NOOIT or not waarde or len(waarde) > LANGSTE or waarde in sleutels:
        return ""
    if CIJFERS.search(waarde) and not (
        kolom.soort is Kolomsoort.GEBIED and CBS_CODE.fullmatch(waarde)
    ):
        return ""
    if kolom.soort in ZONDER_WOORDEN:
        words = LETTERS.findall(waarde)
        return waarde if all(WOORDEN.fullmatch(word) for word in words) else ""
    return waarde
