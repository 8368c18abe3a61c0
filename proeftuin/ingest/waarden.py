"""What a finding may show of a wrong value: enough to see the cause, never who it is about.

A column can hold the person key of the column beside it, when a file has shifted. So a value is
shown only when it has the form its column asks for, and is no key that was seen in this levering.
Also the marks that a reader of workbooks or of other files puts before a value it cannot vouch for.
"""

import re
from collections.abc import Container

import pyarrow as pa
import pyarrow.compute as pc

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
MERK = "#!"  # before a value that no column may hold, then which finding it is
CEL_FOUT, FORMULE_LEEG, CEL_DATUM, CEL_SAMENGEVOEGD, LABEL_ONBEKEND, VORM_FOUT = (
    f"{MERK}{naam}!" for naam in ("fout", "formule", "datum", "samen", "label", "vorm")
)
MERKEN = {
    CEL_FOUT: "CEL_FOUT",
    FORMULE_LEEG: "FORMULE_LEEG",
    CEL_DATUM: "CEL_DATUM",
    CEL_SAMENGEVOEGD: "CEL_SAMENGEVOEGD",
    LABEL_ONBEKEND: "LABEL_ONBEKEND",
    VORM_FOUT: "VORM_FOUT",
}
REKENFOUTEN = frozenset(
    {
        *("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"),
        *("#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#BUSY!", "#UNKNOWN!"),
    }
)


def find_merken(kolom: pa.Array) -> list[tuple[str, pa.BooleanArray]]:
    """(code, mask) of every mark in a column of texts; empty when there is none."""
    if not pa.types.is_string(kolom.type) or not pc.any(pc.starts_with(kolom, MERK)).as_py():
        return []
    masks = [
        (code, pc.fill_null(pc.starts_with(kolom, merk), False)) for merk, code in MERKEN.items()
    ]
    return [(code, mask) for code, mask in masks if pc.any(mask).as_py()]


def show_wrong_value(kolom: Kolom, tekst: str | None, sleutels: Container[str]) -> str:
    """The value as a finding may show it; empty when it may not."""
    waarde = (tekst or "").strip()
    for merk in MERKEN if waarde.startswith(MERK) else ():
        waarde = waarde.removeprefix(merk)
        if merk == CEL_FOUT and waarde in REKENFOUTEN:
            return waarde
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
