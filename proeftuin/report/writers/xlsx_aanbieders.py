"""The sheet of an intern workbook on aanbieders and zorgproducten, as the edition holds them."""

from proeftuin.codelists import product_name
from proeftuin.indicators import INDICATOR, Soort
from proeftuin.report.blocks import AANDEEL, AANTAL, EURO, Tabelkolom, Vak
from proeftuin.report.writers.xlsx_rows import status_word
from proeftuin.report.writers.xlsx_sheets import Blad, make_blad, number
from proeftuin.results import AANBIEDERS, Editie, has_tabel, read_aanbiedercijfers
from proeftuin.sentences import capital_first
from proeftuin.vocabulary import BESTEED, GEDECLAREERD, KOSTEN, TOEGEWEZEN, TOTAAL

_KOLOMMEN = (
    Tabelkolom("Periode", breedte=14),
    Tabelkolom("Cijfer", breedte=32),
    Tabelkolom("Zorgproduct", breedte=38),
    Tabelkolom("Aanbieder", breedte=20),
    Tabelkolom("Waarde", breedte=12),
    Tabelkolom("Van", breedte=10),
    Tabelkolom("Toestand", breedte=16),
)
_NAMEN = {
    KOSTEN: "Kosten per jeugdige",
    GEDECLAREERD: "Gedeclareerd",
    TOEGEWEZEN: "Toegewezen, geëindigd",
    BESTEED: "Daarvan gedeclareerd",
}


def aanbieder_sheets(editie: Editie) -> list[Blad]:
    """One sheet of counts, shares and means per aanbieder and product; none for openbaar."""
    if not has_tabel(editie, AANBIEDERS):
        return []
    rows = [
        (
            capital_first(venster),
            _naam(maat),
            product_name(product) if product else "",
            "Alle aanbieders" if aanbieder == TOTAAL else aanbieder,
            number(cijfer.waarde, _maat(maat)) if cijfer.waarde is not None else Vak(""),
            number(cijfer.noemer, AANTAL) if cijfer.noemer is not None else Vak(""),
            status_word(cijfer.status),
        )
        for (venster, maat, product, aanbieder), cijfer in sorted(
            read_aanbiedercijfers(editie).rijen.items()
        )
    ]
    title = "Per aanbieder en per zorgproduct; kleine aantallen zijn afgeschermd"
    return [make_blad(capital_first(AANBIEDERS), title, _KOLOMMEN, rows)]


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
