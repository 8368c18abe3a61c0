"""Text to typed values, one distinct text at a time; Arrow columns for amounts and numbers.

Parsers return None for what they cannot read. No parser raises on any text.
"""

import re
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from proeftuin.schema import Soort
from proeftuin.vensters import quarter_start

EERSTE_JAAR, LAATSTE_JAAR = 1900, 2100
ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
AANEEN = re.compile(r"(\d{4})(\d{2})(\d{2})")
NEDERLANDS = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})")
KWARTAAL = re.compile(r"(?P<jaar>\d{4})[ -]?(?:k|q|kw|kwartaal )?0?(?P<nummer>[1-4])", re.I)
NUMMER_EERST = re.compile(r"(?:k|q|kw)?0?(?P<nummer>[1-4])(?:e kwartaal)?[ -](?P<jaar>\d{4})", re.I)
BSN = re.compile(r"(?<!\d)(?:\d{9}|\d{4}\.\d{2}\.\d{3}|\d{3}[ .]\d{3}[ .]\d{3})(?!\d)")
# `,` files write 1234.56; `;` files write 1234,56 and 1.234,56. There 1.234 alone is ambiguous.
MET_PUNT = r"^[+-]?\d+(\.\d+)?$"
MET_KOMMA = r"^[+-]?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?$"
MET_KOMMA_OF_PUNT = r"^[+-]?\d+(\.\d{1,2}|\.\d{4,})$"
EEN_GROEP = r"^[+-]?\d{1,3}\.\d{3}$"
CENT = Decimal("0.01")


class OnmogelijkeDatum(ValueError):
    """Written as a date, but no such day between 1900 and 2100."""


def parse_datum(tekst: str) -> date | None:
    """A day from 2023-12-31, 31-12-2023 or 20231231; None when it is no date at all.

    Raises OnmogelijkeDatum for 2023-02-31 and for years outside 1900..2100.
    """
    if match := ISO.fullmatch(tekst) or AANEEN.fullmatch(tekst):
        jaar, maand, dag = (int(deel) for deel in match.groups()[:3])
    elif match := NEDERLANDS.fullmatch(tekst):
        dag, maand, jaar = (int(deel) for deel in match.groups())
    else:
        return None
    if not EERSTE_JAAR <= jaar <= LAATSTE_JAAR:
        raise OnmogelijkeDatum
    try:
        return date(jaar, maand, dag)
    except ValueError as error:
        raise OnmogelijkeDatum from error


def parse_kwartaal(tekst: str) -> date | None:
    """First day of the quarter in 2023K1, 2023-Q1, 2023KW01, Q1 2023 or any date in it."""
    if match := KWARTAAL.fullmatch(tekst) or NUMMER_EERST.fullmatch(tekst):
        jaar, nummer = int(match["jaar"]), int(match["nummer"])
        if not EERSTE_JAAR <= jaar <= LAATSTE_JAAR:
            raise OnmogelijkeDatum
        return date(jaar, 3 * nummer - 2, 1)
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
    """A file name without what can be a burgerservicenummer, fit for findings."""
    return BSN.sub("...", naam)


def normalise_personen(teksten: pa.StringArray) -> pa.StringArray:
    """Person keys as one person writes them everywhere: trimmed, null when empty.

    A key of eight digits is a BSN that lost its leading zero and gets it back.
    """
    schoon = pc.utf8_trim_whitespace(teksten)
    schoon = pc.if_else(pc.equal(schoon, ""), None, schoon)
    verloren = pc.match_substring_regex(schoon, r"^\d{8}$")
    return pc.if_else(verloren, pc.binary_join_element_wise("0", schoon, ""), schoon)


def normalise_aanbieder(tekst: str) -> str:
    """An AGB code of eight digits that lost its leading zero gets it back."""
    return f"0{tekst}" if len(tekst) == 7 and tekst.isdigit() else tekst


def parse_getallen(teksten: pa.Array, is_komma: bool, soort: Soort) -> pa.DoubleArray:
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
        if soort is not Soort.GETAL:
            met_komma = pc.and_(met_komma, pc.invert(een_groep))
        if soort is Soort.SCORE:
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
