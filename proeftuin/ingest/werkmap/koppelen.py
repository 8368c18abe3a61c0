"""From rows of a sheet or file to rows of a table: by our own names, or by a block [bron.NAAM]."""

from collections import Counter
from dataclasses import dataclass, field
from hashlib import blake2b

from proeftuin.codelists import normalise_code, read_codelijst
from proeftuin.ingest.findings import Findings
from proeftuin.ingest.waarden import LABEL_ONBEKEND, MERK, VORM_FOUT
from proeftuin.ingest.werkmap.koppen import Tabelkop, normalise_kop
from proeftuin.ingest.werkmap.lezen import Bladrij, Waarde
from proeftuin.ingest.werkmap.teksten import DATUMS, number_text, to_tekst
from proeftuin.ingest.werkmap.vormen import Datumvorm, read_getal
from proeftuin.schema import Bestand, Kolom, Kolomsoort
from proeftuin.settings import BronBlok

LEEG = "leeg"  # the code that leaves a column empty for this label
KOPPELING, DUBBEL = "koppeling", "dubbel"
GETALLEN = frozenset({Kolomsoort.GELD, Kolomsoort.GETAL, Kolomsoort.SCORE})


@dataclass(frozen=True)
class Koppelveld:
    """One column that is written: its name, where it comes from (column from 0), or what is fixed.

    kolom is None for a column that the contract does not have: its name is kept, its values not.
    """

    naam: str
    kolom: Kolom | None = None
    plaats: int | None = None
    vast: str = ""
    codes: dict[str, str] | None = None


@dataclass
class Koppeling:
    """How rows below one header become rows of a table; convert() says why one stays out."""

    bestand: Bestand
    velden: list[Koppelveld]
    filters: list[tuple[int, frozenset[str], bool]] = field(default_factory=list)
    gevuld: list[int] = field(default_factory=list)
    uniek: set[bytes] | None = None
    datumvorm: Datumvorm | None = None
    decimaal: str = ""
    hersteld: Counter[str] = field(default_factory=Counter)

    @property
    def verplicht(self) -> list[int]:
        """The columns of the source (from 0) that no row of this table can do without."""
        return [
            veld.plaats
            for veld in self.velden
            if veld.kolom and not veld.kolom.mag_leeg and veld.plaats is not None
        ]

    def convert(self, rij: Bladrij) -> list[str] | str:
        """The texts of one row in the order of velden, or the reason why it stays out."""
        for plaats, waarden, is_alleen in self.filters:
            if (_plain(_take(rij, plaats)) in waarden) is not is_alleen:
                return KOPPELING
        if any(not _plain(_take(rij, plaats)) for plaats in self.gevuld):
            return KOPPELING
        teksten = [self._read(veld, rij) for veld in self.velden]
        if self.uniek is not None:
            merk = blake2b("\x1f".join(teksten).encode(), digest_size=16).digest()
            if merk in self.uniek:
                return DUBBEL
            self.uniek.add(merk)
        return teksten

    def _read(self, veld: Koppelveld, rij: Bladrij) -> str:
        if veld.kolom is None or veld.plaats is None:
            return veld.vast
        waarde, soort = _take(rij, veld.plaats), veld.kolom.soort
        if self.datumvorm and self.datumvorm.is_getal and soort in DATUMS:
            waarde = number_text(waarde) if isinstance(waarde, (int, float)) else waarde
        tekst = to_tekst(waarde, soort, self.hersteld, veld.naam)
        if veld.codes is not None:
            return tekst if tekst.startswith(MERK) else _find_code(veld, tekst)
        if not isinstance(waarde, str) or not tekst.strip() or tekst.startswith(MERK):
            return tekst
        if self.datumvorm and soort in DATUMS:
            gelezen = self.datumvorm.read(tekst.strip())
        elif self.decimaal and soort in GETALLEN:
            gelezen = read_getal(tekst, self.decimaal)
        else:
            return tekst
        return f"{VORM_FOUT}{tekst}" if gelezen is None else gelezen


def _take(rij: Bladrij, plaats: int) -> Waarde:
    return rij.waarden[plaats] if plaats < len(rij.waarden) else None


def _plain(waarde: Waarde) -> str:
    """A value as a filter or a label compares it."""
    return fold(to_tekst(waarde, Kolomsoort.TEKST, Counter()))


def fold(tekst: str) -> str:
    """A label without what differs between two ways to write it: case and spaces."""
    return " ".join(tekst.casefold().split())


def _find_code(veld: Koppelveld, tekst: str) -> str:
    assert veld.codes is not None and veld.kolom is not None
    kort = fold(tekst)
    if kort in veld.codes:
        return "" if veld.codes[kort] == LEEG else veld.codes[kort]
    if not kort:
        return ""
    lijst = veld.kolom.codelijst
    if lijst and normalise_code(lijst, tekst) in read_codelijst(lijst):
        return tekst
    return f"{LABEL_ONBEKEND}{tekst}"


def make_own(bestand: Bestand, kop: Tabelkop) -> Koppeling:
    """The columns of a sheet with our own names, as they stand there."""
    known = {kolom.naam: kolom for kolom in bestand.kolommen}
    velden = [
        Koppelveld(naam, known.get(naam), plaats) for plaats, naam in enumerate(kop.namen) if naam
    ]
    return Koppeling(bestand, velden)


def list_ours(bron: BronBlok) -> list[tuple[str, str]]:
    """(their column, ours) of a block, each pair once."""
    return [
        (theirs, naam)
        for theirs, ours in bron.kolommen.items()
        for naam in (ours if isinstance(ours, list) else [ours])
    ]


def make_from_bron(
    blok: str, bron: BronBlok, bestand: Bestand, kop: Tabelkop, naam: str, findings: Findings
) -> Koppeling | None:
    """The columns as a block names them; None, with findings, when one is not in this file."""
    places = {name: plaats for plaats, name in reversed(list(enumerate(kop.namen))) if name}
    asked = [theirs for theirs, _ in list_ours(bron)] + [*bron.alleen, *bron.behalve, *bron.gevuld]
    is_whole = True
    for theirs in dict.fromkeys(asked):
        if normalise_kop(theirs) not in places:
            detail = f"'{theirs}' van [bron.{blok}]"
            findings.add("BRON_KOLOM", naam, kop.regel, None, detail)
            is_whole = False
        elif kop.namen.count(normalise_kop(theirs)) > 1:
            findings.add("KOLOM_DUBBEL", naam, kop.regel, theirs)
            is_whole = False
    if not is_whole:
        return None
    origin = {ours: places[normalise_kop(theirs)] for theirs, ours in list_ours(bron)}
    velden = []
    for kolom in bestand.kolommen:
        codes = bron.codes.get(kolom.naam)
        folded = None if codes is None else {fold(key): code for key, code in codes.items()}
        vast = bron.vast.get(kolom.naam, "")
        velden.append(Koppelveld(kolom.naam, kolom, origin.get(kolom.naam), vast, folded))
    filters = [
        (places[normalise_kop(theirs)], frozenset(map(fold, waarden)), is_alleen)
        for table, is_alleen in ((bron.alleen, True), (bron.behalve, False))
        for theirs, waarden in table.items()
    ]
    return Koppeling(
        bestand,
        velden,
        filters,
        [places[normalise_kop(theirs)] for theirs in bron.gevuld],
        set() if bron.uniek else None,
        Datumvorm(bron.datumvorm) if bron.datumvorm else None,
        bron.decimaal,
    )
