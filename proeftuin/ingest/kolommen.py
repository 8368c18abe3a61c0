"""One column at a time: from what a file holds to a typed Arrow array, with what is wrong.

Columns come in as text, or as native numbers and dates from Parquet. Every function returns a
Getypeerd of the same length; a value that cannot be read is null there and stands in a probleem.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from proeftuin.codelists import normalise_code, read_codelijst
from proeftuin.ingest.parse import (
    EERSTE_JAAR,
    LAATSTE_JAAR,
    OnmogelijkeDatum,
    has_bsn,
    normalise_aanbieder,
    parse_datum,
    parse_getallen,
    parse_kwartaal,
    round_euro,
)
from proeftuin.schema import Kolom, Soort

MAG_NEGATIEF = frozenset({"declaratie", "jw323", "uitgave"})  # a credit is negative
MAXIMUM_GETAL = 1_000_000_000
MAXIMUM_LEEFTIJD = 120
ONTHOUD = 100_000
KORT = {Soort.DATUM: "datum", Soort.GELD: "bedrag", Soort.GETAL: "geheel getal"}
KORT |= {Soort.SCORE: "getal", Soort.KWARTAAL: "kwartaal", Soort.CODE: "code"}


@dataclass
class Getypeerd:
    """Typed values, which rows are empty, and (code, mask, detail) for what is wrong."""

    waarden: pa.Array
    leeg: pa.BooleanArray
    problemen: list[tuple[str, pa.BooleanArray, str]] = field(default_factory=list)


def _false(length: int) -> pa.BooleanArray:
    return pa.repeat(False, length)


def to_text(kolom: pa.Array) -> pa.StringArray | None:
    """The column as text (whole floats without .0); None when it holds no texts or numbers."""
    if pa.types.is_dictionary(kolom.type):
        kolom = kolom.cast(kolom.type.value_type)
    kind = kolom.type
    if pa.types.is_string(kind):
        return kolom
    if pa.types.is_floating(kind):
        kolom = pc.if_else(pc.is_nan(kolom), None, kolom)
        heel = pc.all(pc.equal(pc.floor(kolom), kolom)).as_py()
        return (
            kolom.cast(pa.int64()).cast(pa.string()) if heel is not False else kolom.cast("string")
        )
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        return _to_days(kolom).cast(pa.string())
    if pa.types.is_nested(kind) or pa.types.is_boolean(kind) or pa.types.is_binary(kind):
        return None
    return kolom.cast(pa.string())


def _to_days(kolom: pa.Array) -> pa.Array:
    if pa.types.is_timestamp(kolom.type) and kolom.type.tz:
        kolom = pc.local_timestamp(kolom)
    return kolom.cast(pa.date32(), safe=False)


def _distinct(
    teksten: pa.StringArray, parse: Callable[[str], object], kind: pa.DataType
) -> tuple[pa.Array, pa.BooleanArray]:
    """Parsed values by parsing each distinct text once, and which texts are empty."""
    encoded = teksten.dictionary_encode()
    distinct = [tekst.strip() for tekst in encoded.dictionary.to_pylist()]
    values = pa.array([parse(tekst) if tekst else None for tekst in distinct], kind)
    empty = pa.array([not tekst for tekst in distinct], pa.bool_()).take(encoded.indices)
    return values.take(encoded.indices), pc.fill_null(empty, True)


def _trim(teksten: pa.StringArray) -> pa.StringArray:
    schoon = pc.utf8_trim_whitespace(teksten)
    return pc.if_else(pc.equal(schoon, ""), None, schoon)


def _bad(leeg: pa.BooleanArray, waarden: pa.Array) -> pa.BooleanArray:
    return pc.and_(pc.invert(leeg), pc.is_null(waarden))


@lru_cache(ONTHOUD)
def _day(tekst: str, is_kwartaal: bool) -> date | None:
    """A day, or date.min for one that cannot be."""
    try:
        return parse_kwartaal(tekst) if is_kwartaal else parse_datum(tekst)
    except OnmogelijkeDatum:
        return date.min


def type_datum(kolom: Kolom, ruw: pa.Array) -> Getypeerd:
    """Days (date32); a kwartaal becomes its first day."""
    if pa.types.is_date(ruw.type) or pa.types.is_timestamp(ruw.type):
        dagen = _to_days(ruw)
        leeg = pc.is_null(dagen)
        if kolom.soort is Soort.KWARTAAL:
            dagen = pc.floor_temporal(dagen, unit="quarter").cast(pa.date32())
    else:
        teksten = to_text(ruw)
        if teksten is None:
            return _nothing_reads(kolom, ruw, pa.date32())
        is_kwartaal = kolom.soort is Soort.KWARTAAL
        dagen, leeg = _distinct(teksten, lambda tekst: _day(tekst, is_kwartaal), pa.date32())
    bad = _bad(leeg, dagen)
    jaren = pc.year(dagen)
    buiten = pc.or_(pc.less(jaren, EERSTE_JAAR), pc.greater(jaren, LAATSTE_JAAR))
    buiten = pc.fill_null(buiten, False)
    dagen = pc.if_else(buiten, None, dagen)
    problemen = [("TYPE_FOUT", bad, KORT[kolom.soort]), ("DATUM_ONMOGELIJK", buiten, "")]
    return Getypeerd(dagen, leeg, problemen)


def _nothing_reads(kolom: Kolom, ruw: pa.Array, kind: pa.DataType) -> Getypeerd:
    leeg = pc.is_null(ruw)
    detail = KORT.get(kolom.soort, "tekst of getal")
    nothing = pa.nulls(len(ruw), kind)
    return Getypeerd(nothing, leeg, [("TYPE_FOUT", pc.invert(leeg), detail)])


def _numbers(kolom: Kolom, ruw: pa.Array, is_komma: bool) -> tuple[pa.Array, pa.Array] | None:
    kind = ruw.type
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        getallen = ruw.cast(pa.float64(), safe=False)
        getallen = pc.if_else(pc.is_nan(getallen), None, getallen)
        return getallen, pc.is_null(getallen)
    teksten = to_text(ruw)
    if teksten is None:
        return None
    teksten = _trim(teksten)
    return parse_getallen(teksten, is_komma, kolom.soort), pc.is_null(teksten)


def type_getal(
    bestand: str, kolom: Kolom, ruw: pa.Array, is_komma: bool, maximum_eur: int
) -> Getypeerd:
    """Whole numbers (int64), scores (double) or amounts (decimal(14, 2))."""
    kind = {Soort.GELD: pa.decimal128(14, 2), Soort.GETAL: pa.int64(), Soort.SCORE: pa.float64()}
    pair = _numbers(kolom, ruw, is_komma)
    if pair is None:
        return _nothing_reads(kolom, ruw, kind[kolom.soort])
    getallen, leeg = pair
    if kolom.soort is Soort.GETAL:
        getallen = pc.if_else(pc.equal(pc.floor(getallen), getallen), getallen, None)
    bad = _bad(leeg, getallen)
    rules = _number_rules(bestand, kolom, getallen, maximum_eur)
    problemen = [("TYPE_FOUT", bad, KORT[kolom.soort])]
    for code, mask, detail in rules:
        mask = pc.fill_null(mask, False)
        getallen = pc.if_else(mask, None, getallen)
        problemen.append((code, mask, detail))
    if kolom.soort is Soort.GELD:
        waarden = round_euro(getallen)
    else:
        waarden = getallen.cast(kind[kolom.soort])
    return Getypeerd(waarden, leeg, problemen)


def _number_rules(
    bestand: str, kolom: Kolom, getallen: pa.Array, maximum_eur: int
) -> list[tuple[str, pa.BooleanArray, str]]:
    """(code, mask, detail) of numbers that cannot be."""
    negatief = pc.less(getallen, 0)
    if kolom.soort is Soort.GELD:
        grens = f"{maximum_eur:,}".replace(",", ".")
        detail = f"meer dan {grens} euro"
        rules = [("BEDRAG_ONMOGELIJK", pc.greater(pc.abs(getallen), maximum_eur), detail)]
        if bestand not in MAG_NEGATIEF:
            rules.append(("BEDRAG_ONMOGELIJK", negatief, "negatief"))
        return rules
    if kolom.soort is Soort.SCORE:
        buiten = pc.or_(pc.less(getallen, 1), pc.greater(getallen, 10))
        return [("GETAL_ONMOGELIJK", buiten, "niet van 1 tot en met 10")]
    if kolom.naam == "jaar":
        buiten = pc.or_(pc.less(getallen, EERSTE_JAAR), pc.greater(getallen, LAATSTE_JAAR))
        return [
            ("GETAL_ONMOGELIJK", buiten, f"geen jaar van {EERSTE_JAAR} tot en met {LAATSTE_JAAR}")
        ]
    te_groot = pc.greater(getallen, MAXIMUM_LEEFTIJD if kolom.naam == "leeftijd" else MAXIMUM_GETAL)
    return [
        ("GETAL_ONMOGELIJK", negatief, "negatief"),
        ("GETAL_ONMOGELIJK", te_groot, "veel te groot"),
    ]


def type_tekst(
    kolom: Kolom, ruw: pa.Array, find_wijk: Callable[[str], str], is_vrij: bool
) -> Getypeerd:
    """Ids, codes and gebieden as text; is_vrij: people type it, so look for a BSN in it."""
    teksten = to_text(ruw)
    if teksten is None:
        return _nothing_reads(kolom, ruw, pa.string())
    if kolom.soort is Soort.CODE:
        return _type_code(kolom, teksten)
    if kolom.soort is Soort.GEBIED:
        return Getypeerd(*_distinct(teksten, find_wijk, pa.string()))
    if kolom.naam == "aanbieder_id":
        return Getypeerd(*_distinct(teksten, normalise_aanbieder, pa.string()))
    schoon = _trim(teksten)
    getypeerd = Getypeerd(schoon, pc.is_null(schoon))
    if is_vrij:
        verdacht, _ = _distinct(teksten, has_bsn, pa.bool_())
        getypeerd.problemen.append(("BSN_IN_TEKST", pc.fill_null(verdacht, False), ""))
    return getypeerd


def _type_code(kolom: Kolom, teksten: pa.StringArray) -> Getypeerd:
    assert kolom.codelijst is not None
    naam, codes = kolom.codelijst, read_codelijst(kolom.codelijst)

    def read(tekst: str) -> str | None:
        code = normalise_code(naam, tekst)
        return code if code in codes else None

    waarden, leeg = _distinct(teksten, read, pa.string())
    return Getypeerd(waarden, leeg, [("CODE_ONBEKEND", _bad(leeg, waarden), ", ".join(codes))])
