"""The sheet of an intern workbook on aanbieders and zorgproducten, as the edition holds them."""

from dataclasses import dataclass

from proeftuin.codelists import product_name
from proeftuin.indicators import INDICATOR, Soort
from proeftuin.report.blocks import AANDEEL, AANTAL, EURO, Vak
from proeftuin.report.writers.xlsx_rows import status_word
from proeftuin.report.writers.xlsx_sheets import Blad, make_blad, number
from proeftuin.results import AANBIEDERS, Aanbiedercijfer, Editie, has_tabel, read_aanbiedercijfers
from proeftuin.sentences import capital_first
from proeftuin.vocabulary import BESTEED, GEDECLAREERD, KOSTEN, TOEGEWEZEN, TOTAAL

_ALLE = "Alle aanbieders"
_NAMEN = {
    KOSTEN: "Kosten per jeugdige",
    GEDECLAREERD: "Gedeclareerd",
    TOEGEWEZEN: "Toegewezen, geëindigd",
    BESTEED: "Daarvan gedeclareerd",
}


@dataclass(frozen=True)
class _Rij:
    venster: str
    maat: str
    product: str
    aanbieder: str
    cijfer: Aanbiedercijfer


def aanbieder_sheets(editie: Editie) -> list[Blad]:
    """One sheet of counts, shares and means per aanbieder and product; none for openbaar."""
    if not has_tabel(editie, AANBIEDERS):
        return []
    blad = make_blad(
        capital_first(AANBIEDERS),
        "Per aanbieder en per zorgproduct; kleine aantallen zijn afgeschermd",
        [
            _Rij(*keys, cijfer)
            for keys, cijfer in sorted(read_aanbiedercijfers(editie).rijen.items())
        ],
        ("Periode", 14, lambda row: capital_first(row.venster)),
        ("Cijfer", 32, lambda row: _naam(row.maat)),
        ("Zorgproduct", 38, lambda row: product_name(row.product) if row.product else ""),
        ("Aanbieder", 20, lambda row: _ALLE if row.aanbieder == TOTAAL else row.aanbieder),
        ("Waarde", 12, lambda row: _number(row.cijfer.waarde, _maat(row.maat))),
        ("Van", 10, lambda row: _number(row.cijfer.noemer, AANTAL)),
        ("Toestand", 16, lambda row: status_word(row.cijfer.status)),
    )
    return [blad]


def _number(value: float | None, maat: str) -> Vak:
    return Vak("") if value is None else number(value, maat)


def _naam(maat: str) -> str:
    """The name of a figure; of a product the word itself."""
    if maat in _NAMEN:
        return _NAMEN[maat]
    return INDICATOR[maat].naam if maat in INDICATOR else capital_first(maat)


def _maat(maat: str) -> str:
    """How its value is written."""
    is_share = maat in INDICATOR and INDICATOR[maat].soort is Soort.AANDEEL
    is_share = is_share or maat == BESTEED
    return EURO if maat in (KOSTEN, GEDECLAREERD, TOEGEWEZEN) else AANDEEL if is_share else AANTAL
