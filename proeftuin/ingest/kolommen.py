"""One column at a time: from what a file holds to a typed Arrow array, with what is wrong.

Columns come in as text, parsed one distinct text at a time, or as native numbers and dates from
Parquet. Every function returns a Getypeerd of the same length; a value that cannot be read is null
there and stands in a probleem. No parser raises on any text: it returns None.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from proeftuin.codelists import normalise_code, read_codelijst
from proeftuin.files import harmless
from proeftuin.ingest.dagen import (
    EERSTE_JAAR,
    GEEN_DAG,
    LAATSTE_JAAR,
    MET_TIJD,
    MET_ZONE,
    OPEN_VANAF_JAAR,
    TIJD_ONZEKER,
    ZONDER_MAAND,
    Dag,
    read_birth,
    read_day,
    read_moments,
    take_days,
)
from proeftuin.schema import Kolom, Kolomsoort
from proeftuin.vensters import quarter_start

KWARTAAL = re.compile(r"(?P<jaar>\d{4})[ -]?(?:k|q|kw|kwartaal )0?(?P<nummer>[1-4])", re.I)
NUMMER_EERST = re.compile(
    r"(?:(?:k|q|kw|kwartaal )0?(?P<nummer>[1-4])|(?P<vooraan>[1-4])e kwartaal)[ -](?P<jaar>\d{4})",
    re.I,
)
BSN = re.compile(r"(?<!\d)(?:\d{9}|\d{4}\.\d{2}\.\d{3}|\d{3}[ .]\d{3}[ .]\d{3})(?!\d)")
# `,` files write 1234.56; `;` files write 1234,56 and 1.234,56. There 1.234 alone is ambiguous.
MET_NUL = r"^(\d+)\.0+$"  # how a spreadsheet or a data frame writes a whole number
HEEL_TOT = 2.0**53  # above this a float no longer holds every whole number
MET_PUNT = r"^[+-]?\d+(\.\d+)?$"
MET_KOMMA = r"^[+-]?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?$"
MET_KOMMA_OF_PUNT = r"^[+-]?\d+(\.\d{1,2}|\.\d{4,})$"
EEN_GROEP = r"^[+-]?\d{1,3}\.\d{3}$"
TWEE_BEDRAGEN = r"^[+-]?[1-9]\d{0,2}[.,]\d{3}$"  # thousands, or three decimals
TWEE_GETALLEN = {True: r"^[+-]?[1-9]\d{0,2},\d{3}$", False: TWEE_BEDRAGEN}  # by decimal comma
VERMINKT = r"^\s*\d(?:[.,]\d+)?[Ee]\+\d{2}\s*$"  # how a spreadsheet shows a long number
CENT = Decimal("0.01")


class OnmogelijkeDatum(ValueError):
    """Written as a date, but no such day between 1900 and 2100."""


def _check_year(dag: date) -> date:
    if not EERSTE_JAAR <= dag.year <= LAATSTE_JAAR:
        raise OnmogelijkeDatum
    return dag


def parse_datum(tekst: str) -> date | None:
    """A day from 2023-12-31, 31-12-2023 or 20231231; None when it is no day, or a day and a time.

    Raises OnmogelijkeDatum for 2023-02-31 and for years outside 1900..2100.
    """
    dag, woord = read_day(tekst)
    return None if dag is None or woord else _check_year(dag)


def parse_kwartaal(tekst: str) -> date | None:
    """First day of the quarter in 2023K1, 2023-Q1, 2023KW01, Q1 2023 or any date in it.

    2023-04 and 2023-2 can be a month: None.
    """
    if match := KWARTAAL.fullmatch(tekst):
        return _check_year(date(int(match["jaar"]) or 1, 3 * int(match["nummer"]) - 2, 1))
    if match := NUMMER_EERST.fullmatch(tekst):
        nummer = int(match["nummer"] or match["vooraan"])
        return _check_year(date(int(match["jaar"]) or 1, 3 * nummer - 2, 1))
    dag = parse_datum(tekst)
    return dag and quarter_start(dag)


def has_bsn(tekst: str) -> bool:
    """Whether a run of nine digits in the text passes the elfproef of a burgerservicenummer."""
    for match in BSN.finditer(tekst):
        cijfers = [int(teken) for teken in match.group() if teken.isdigit()]
        som = sum(
            gewicht * c for gewicht, c in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), cijfers, strict=True)
        )
        if som % 11 == 0 and any(cijfers):
            return True
    return False


def hide_bsn(naam: str) -> str:
    """A name or remark without what can be a burgerservicenummer or steers a screen."""
    return harmless(BSN.sub("...", naam))


def normalise_personen(teksten: pa.StringArray) -> pa.StringArray:
    """Person keys as one person writes them everywhere: trimmed, null when empty.

    A key of eight digits is a BSN that lost its leading zero and gets it back; one that ends with
    .0 went through a spreadsheet.
    """
    schoon = pc.utf8_trim_whitespace(teksten)
    schoon = pc.if_else(pc.equal(schoon, ""), None, schoon)
    schoon = pc.replace_substring_regex(schoon, MET_NUL, r"\1")
    verloren = pc.match_substring_regex(schoon, r"^\d{8}$")
    return pc.if_else(verloren, pc.binary_join_element_wise("0", schoon, ""), schoon)


def find_mangled(teksten: pa.StringArray) -> pa.BooleanArray:
    """Which keys a spreadsheet made unreadable, as 1,23457E+08; their last digits are gone."""
    return pc.fill_null(pc.match_substring_regex(teksten, VERMINKT), False)


def normalise_aanbieder(tekst: str) -> str:
    """Upper case; an AGB code of eight digits that lost its leading zero gets it back."""
    tekst = " ".join(tekst.upper().split())
    return f"0{tekst}" if len(tekst) == 7 and tekst.isdigit() else tekst


def normalise_product(tekst: str) -> str:
    """A product code or categorie in upper case, without spaces inside (local codes vary)."""
    return "".join(tekst.upper().split())


def normalise_nummers(teksten: pa.StringArray) -> pa.StringArray:
    """Numbers of toewijzingen as one system writes them: trimmed, null when empty.

    Without the leading zeros that one writes and another does not. There may be millions, each of
    which stands in a few rows: not text by text.
    """
    schoon = pc.replace_substring_regex(_trim(teksten), MET_NUL, r"\1")
    kaal = pc.utf8_ltrim(schoon, "0")
    kaal = pc.if_else(pc.equal(kaal, ""), "0", kaal)
    return pc.if_else(pc.utf8_is_decimal(schoon), kaal, schoon)


def normalise_referentie(tekst: str) -> str:
    """A reference in upper case, with single spaces."""
    return " ".join(tekst.upper().split())


def _by_text(normalise: Callable[[str], str]) -> Callable[[pa.StringArray], pa.StringArray]:
    """What normalise makes of each distinct text of a column, null when empty."""
    return lambda teksten: _distinct(teksten, normalise, pa.string())[0]


# By column; any other is trimmed.
NORMALISE: dict[str, Callable[[pa.StringArray], pa.StringArray]] = {
    "aanbieder_id": _by_text(normalise_aanbieder),
    "toewijzing_id": normalise_nummers,
    "referentie": _by_text(normalise_referentie),
    "vorige_referentie": _by_text(normalise_referentie),
    "declaratie_nummer": _by_text(normalise_referentie),
    "product_code": _by_text(normalise_product),
    "productcategorie_code": _by_text(normalise_product),
}


def parse_getallen(teksten: pa.Array, is_komma: bool, soort: Kolomsoort) -> pa.DoubleArray:
    """Numbers of a text column (null where it is none); is_komma: the file has decimal commas.

    There 1.234 is 1234 where whole numbers stand and 1.234 where a score stands; as an amount
    it could be either, so it is null.
    """
    if not is_komma:
        goed = pc.match_substring_regex(teksten, MET_PUNT)
        leesbaar = teksten
    else:
        met_komma = pc.match_substring_regex(teksten, MET_KOMMA)
        met_punt = pc.match_substring_regex(teksten, MET_KOMMA_OF_PUNT)
        een_groep = pc.match_substring_regex(teksten, EEN_GROEP)
        if soort is not Kolomsoort.GETAL:
            met_komma = pc.and_(met_komma, pc.invert(een_groep))
        if soort is Kolomsoort.SCORE:
            met_punt = pc.or_(met_punt, een_groep)
        zonder_punt = pc.replace_substring(teksten, ".", "")
        leesbaar = pc.if_else(met_punt, teksten, pc.replace_substring(zonder_punt, ",", "."))
        goed = pc.or_(met_komma, met_punt)
    kaal = pc.replace_substring_regex(pc.if_else(goed, leesbaar, None), r"^\+", "")
    return pc.cast(kaal, pa.float64())


def round_euro(bedragen: pa.DoubleArray) -> pa.Array:
    """Amounts as decimal(14, 2), rounded to whole cents; |amount| must be below 10^12."""
    centen = pc.cast(pc.round(pc.multiply(bedragen, 100.0)), pa.int64())
    heel = pc.cast(centen, pa.decimal128(19, 0))
    return pc.cast(pc.multiply(heel, pa.scalar(CENT, pa.decimal128(3, 2))), pa.decimal128(14, 2))


MAG_NEGATIEF = frozenset({"declaratie", "jw323", "uitgave"})  # a credit is negative
MAXIMUM_GETAL = 1_000_000_000
MAXIMUM_LEEFTIJD = 120
ONTHOUD = 100_000
GEBOORTE = "geboortedatum"
KORT = {Kolomsoort.DATUM: "datum", Kolomsoort.GELD: "bedrag", Kolomsoort.GETAL: "geheel getal"}
KORT |= {Kolomsoort.SCORE: "getal", Kolomsoort.KWARTAAL: "kwartaal", Kolomsoort.CODE: "code"}


@dataclass
class Getypeerd:
    """Typed values, which rows are empty, and (code, mask, detail) for what is wrong."""

    waarden: pa.Array
    leeg: pa.BooleanArray
    problemen: list[tuple[str, pa.BooleanArray, str]] = field(default_factory=list)


def to_text(kolom: pa.Array) -> pa.StringArray | None:
    """The column as text (whole floats without .0); None when it holds no texts or numbers.

    A float too large to hold a key exactly is written as 1.23457e+17, which no key is.
    """
    if pa.types.is_dictionary(kolom.type):
        kolom = kolom.cast(kolom.type.value_type)
    kind = kolom.type
    if pa.types.is_string(kind):
        return kolom
    if pa.types.is_floating(kind):
        kolom = pc.if_else(pc.is_nan(kolom), None, kolom)
        whole = pc.and_(pc.equal(pc.floor(kolom), kolom), pc.less(pc.abs(kolom), HEEL_TOT))
        heel = pc.all(whole).as_py()
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
def _read_kwartaal(tekst: str) -> Dag:
    try:
        return parse_kwartaal(tekst), ""
    except OnmogelijkeDatum:
        return GEEN_DAG, ""


WOORD_CODE = {MET_ZONE: "TIJDZONE", MET_TIJD: "TIJD_BIJ_DATUM", ZONDER_MAAND: "GEBOORTE_DEELS"}


def type_datum(kolom: Kolom, ruw: pa.Array, is_einde: bool) -> Getypeerd:
    """Days (date32); a kwartaal becomes its first day, an open end (2099 or later) null."""
    woorden = pa.nulls(len(ruw), pa.string())
    if pa.types.is_timestamp(ruw.type):
        leeg = pc.is_null(ruw)
        dagen, woorden = read_moments(ruw)
    elif pa.types.is_date(ruw.type):
        leeg = pc.is_null(ruw)
        dagen = ruw.cast(pa.date32(), safe=False)
    else:
        teksten = to_text(ruw)
        if teksten is None:
            return _nothing_reads(kolom, ruw, pa.date32())
        teksten = _trim(teksten)
        leeg = pc.is_null(teksten)
        read = read_birth if kolom.naam == GEBOORTE else read_day
        read = _read_kwartaal if kolom.soort is Kolomsoort.KWARTAAL else read
        dagen, woorden = take_days(teksten, read)
    if kolom.soort is Kolomsoort.KWARTAAL:
        dagen = pc.floor_temporal(dagen, unit="quarter").cast(pa.date32())
    onzeker = pc.fill_null(pc.equal(woorden, TIJD_ONZEKER), False)
    bad = pc.and_not(_bad(leeg, dagen), onzeker)
    jaren = pc.year(dagen)
    zonder_eind = pc.fill_null(pc.greater_equal(jaren, OPEN_VANAF_JAAR), False)
    zonder_eind = pc.and_(zonder_eind, is_einde)
    buiten = pc.or_(pc.less(jaren, EERSTE_JAAR), pc.greater(jaren, LAATSTE_JAAR))
    buiten = pc.and_not(pc.fill_null(buiten, False), zonder_eind)
    dagen = pc.if_else(pc.or_(buiten, zonder_eind), None, dagen)
    problemen = [("TYPE_FOUT", bad, KORT[kolom.soort]), ("DATUM_ONMOGELIJK", buiten, "")]
    problemen += [("TIJD_ONZEKER", onzeker, ""), ("EINDE_OPEN", zonder_eind, "")]
    for woord, code in WOORD_CODE.items():
        problemen.append((code, pc.fill_null(pc.equal(woorden, woord), False), ""))
    return Getypeerd(dagen, pc.or_(leeg, zonder_eind), problemen)


def _nothing_reads(kolom: Kolom, ruw: pa.Array, kind: pa.DataType) -> Getypeerd:
    leeg = pc.is_null(ruw)
    detail = KORT.get(kolom.soort, "tekst of getal")
    nothing = pa.nulls(len(ruw), kind)
    return Getypeerd(nothing, leeg, [("TYPE_FOUT", pc.invert(leeg), detail)])


def _numbers(
    kolom: Kolom, ruw: pa.Array, is_komma: bool
) -> tuple[pa.Array, pa.Array, pa.Array] | None:
    """Numbers, which are empty, and which could be two numbers; None when there are no texts."""
    kind = ruw.type
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        getallen = ruw.cast(pa.float64(), safe=False)
        getallen = pc.if_else(pc.is_nan(getallen), None, getallen)
        return getallen, pc.is_null(getallen), pc.and_(pc.is_null(getallen), False)
    teksten = to_text(ruw)
    if teksten is None:
        return None
    teksten = _trim(teksten)
    form = TWEE_GETALLEN[is_komma] if kolom.soort is Kolomsoort.GETAL else TWEE_BEDRAGEN
    twee = pc.fill_null(pc.match_substring_regex(teksten, form), False)
    twee = pc.and_(twee, kolom.soort is not Kolomsoort.SCORE)
    getallen = parse_getallen(teksten, is_komma, kolom.soort)
    return pc.if_else(twee, None, getallen), pc.is_null(teksten), twee


def type_getal(
    bestand: str, kolom: Kolom, ruw: pa.Array, is_komma: bool, maximum_eur: int
) -> Getypeerd:
    """Whole numbers (int64), scores (double) or amounts (decimal(14, 2))."""
    kind = {
        Kolomsoort.GELD: pa.decimal128(14, 2),
        Kolomsoort.GETAL: pa.int64(),
        Kolomsoort.SCORE: pa.float64(),
    }
    found = _numbers(kolom, ruw, is_komma)
    if found is None:
        return _nothing_reads(kolom, ruw, kind[kolom.soort])
    getallen, leeg, twee = found
    if kolom.soort is Kolomsoort.GETAL:
        getallen = pc.if_else(pc.equal(pc.floor(getallen), getallen), getallen, None)
    bad = pc.and_not(_bad(leeg, getallen), twee)
    rules = _number_rules(bestand, kolom, getallen, maximum_eur)
    dubbel = "BEDRAG_DUBBELZINNIG" if kolom.soort is Kolomsoort.GELD else "GETAL_DUBBELZINNIG"
    problemen = [("TYPE_FOUT", bad, KORT[kolom.soort]), (dubbel, twee, "")]
    for code, mask, detail in rules:
        mask = pc.fill_null(mask, False)
        getallen = pc.if_else(mask, None, getallen)
        problemen.append((code, mask, detail))
    if kolom.soort is Kolomsoort.GELD:
        waarden = round_euro(getallen)
    else:
        waarden = getallen.cast(kind[kolom.soort])
    return Getypeerd(waarden, leeg, problemen)


def _number_rules(
    bestand: str, kolom: Kolom, getallen: pa.Array, maximum_eur: int
) -> list[tuple[str, pa.BooleanArray, str]]:
    """(code, mask, detail) of numbers that cannot be."""
    negatief = pc.less(getallen, 0)
    if kolom.soort is Kolomsoort.GELD:
        grens = f"{maximum_eur:,}".replace(",", ".")
        detail = f"meer dan {grens} euro"
        rules = [("BEDRAG_ONMOGELIJK", pc.greater(pc.abs(getallen), maximum_eur), detail)]
        if bestand not in MAG_NEGATIEF:
            rules.append(("BEDRAG_ONMOGELIJK", negatief, "negatief"))
        return rules
    if kolom.soort is Kolomsoort.SCORE:
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
    if kolom.soort is Kolomsoort.CODE:
        return _type_code(kolom, teksten)
    if kolom.soort is Kolomsoort.GEBIED:
        return Getypeerd(*_distinct(teksten, find_wijk, pa.string()))
    schoon = NORMALISE.get(kolom.naam, _trim)(teksten)
    getypeerd = Getypeerd(schoon, pc.is_null(schoon))
    if kolom.soort is Kolomsoort.SLEUTEL:
        getypeerd.problemen.append(("SLEUTEL_VERMINKT", find_mangled(teksten), ""))
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
    meaning = [code if naam.lower() == code else f"{code} {naam}" for code, naam in codes.items()]
    return Getypeerd(waarden, leeg, [("CODE_ONBEKEND", _bad(leeg, waarden), ", ".join(meaning))])
