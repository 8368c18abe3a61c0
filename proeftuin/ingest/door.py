"""The door: every batch of a file is typed, checked per row and freed of person keys here.

What passes is an Arrow batch with the columns of the contract, typed, and `regel` (the record
number, header is 1; the line itself for messages). Persons are numbers, gebieden as delivered have
become configured wijken, free text is gone, and how complete each column was is counted on the
way. Rules that look at more than one row stand in checks.py.
"""

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from proeftuin.codelists import ONBEKEND as CODE_ONBEKEND
from proeftuin.ingest.findings import BEWAARD, Findings
from proeftuin.ingest.gebieden import Gebieden
from proeftuin.ingest.kolommen import (
    Getypeerd,
    find_mangled,
    to_text,
    type_datum,
    type_getal,
    type_tekst,
)
from proeftuin.ingest.pseudonym import Persoonsnummers
from proeftuin.ingest.waarden import find_merken, show_wrong_value
from proeftuin.schema import Bestand, Kolom, Kolomsoort
from proeftuin.settings import Settings
from proeftuin.store import Builder
from proeftuin.vocabulary import ONBEKEND


@dataclass
class Kwaliteit:
    """How complete one file is as delivered: rows, and per column empty and unknown values."""

    aantal_rijen: int = 0
    aantal_lege_rijen: int = 0  # with nothing in any column; not in aantal_rijen
    aantal_leeg: dict[str, int] = field(default_factory=dict)
    aantal_onbekend: dict[str, int] = field(default_factory=dict)
    gebieden: Counter[str] = field(default_factory=Counter)  # rows per gebied of no wijk


def unknown_value(kolom: Kolom) -> str | None:
    """The value of this column that means unknown; None when it has none."""
    if kolom.soort is Kolomsoort.GEBIED:
        return ONBEKEND
    return CODE_ONBEKEND if kolom.soort is Kolomsoort.CODE else None


def add_berichten(builder: Builder, bestand: Bestand, counts: Kwaliteit) -> int:
    """Add the rows that came from messages (in staging) to counts; how many rows."""
    parts = ["count(*)"]
    kolommen = [kolom for kolom in bestand.kolommen if kolom.soort is not Kolomsoort.TEKST]
    for kolom in kolommen:
        parts.append(f"count(*) filter (where {kolom.naam} is null)")
        unknown = unknown_value(kolom)
        wrong = f"{kolom.naam} = '{unknown}'" if unknown else "false"
        parts.append(f"count(*) filter (where {wrong})")
    source = f"werk.{bestand.naam} where uit_bericht"
    total, *pairs = builder.rows(f"select {', '.join(parts)} from {source}")[0]
    if total:
        counts.aantal_rijen += total
        for place, kolom in enumerate(kolommen):
            for aantal, into in zip(
                pairs[2 * place : 2 * place + 2],
                (counts.aantal_leeg, counts.aantal_onbekend),
                strict=True,
            ):
                into[kolom.naam] = into.get(kolom.naam, 0) + aantal
    return int(total)


VRIJE_KOLOMMEN = frozenset({"omschrijving", "post", "vraag_code", "maatstaf_code"})
GETELD = frozenset({"TIJDZONE", "TIJD_BIJ_DATUM", "EINDE_OPEN", "GEBOORTE_DEELS"})
ZONDER_WAARDE = frozenset({"VELD_LEEG", "BSN_IN_TEKST", "SLEUTEL_VERMINKT"})
DECLARATIES = frozenset({"declaratie", "jw323"})
MAXIMUM_DAGEN = 366  # a declaratie over more days is taken for a slip of the pen
MEEST = 5
GETALLEN = (Kolomsoort.GELD, Kolomsoort.GETAL, Kolomsoort.SCORE)


@dataclass(frozen=True)
class RawBatch:
    """Rows as a file holds them: columns by contract name, lines, and the file(s) they are in."""

    kolommen: dict[str, pa.Array]
    regels: pa.Int64Array
    namen: str | list[str]  # one name for all rows, or one per row
    is_komma: bool = False

    @property
    def is_bericht(self) -> bool:
        """Whether these rows come from messages."""
        return not isinstance(self.namen, str)


def _count(mask: pa.Array) -> int:
    return pc.sum(mask).as_py() or 0


class BatchTyper:
    """Types the batches of one file. Ask `kwaliteit` and `report` when all have passed."""

    def __init__(
        self,
        bestand: Bestand,
        naam: str,
        findings: Findings,
        personen: Persoonsnummers,
        gebieden: Gebieden,
        settings: Settings,
    ) -> None:
        """A typer for one kind of file; naam is what findings call it."""
        self._bestand = bestand
        self._naam = naam
        self._findings = findings
        self._personen = personen
        self._gebieden = gebieden
        self._maximum_eur = settings.levering.bedrag_maximum_eur
        self._nobody = 0
        self._einden = {tot for _, tot in bestand.perioden if bestand.kolom(tot).mag_leeg}
        self._geteld: dict[tuple[str, str], int] = {}
        self.kwaliteit = Kwaliteit()

    def type_batch(self, raw: RawBatch) -> pa.RecordBatch:
        """The batch typed; findings are noted and a value that is wrong becomes null."""
        typed = {kolom.naam: self._type(kolom, raw) for kolom in self._bestand.kolommen}
        blank = self._find_blank(typed)
        if blank is not None:
            self.kwaliteit.aantal_lege_rijen += _count(blank)
            raw = _keep_rows(raw, pc.invert(blank))
            typed = {kolom.naam: self._type(kolom, raw) for kolom in self._bestand.kolommen}
        self.kwaliteit.aantal_rijen += len(raw.regels)
        for kolom in self._bestand.kolommen:
            self._note(kolom, typed[kolom.naam], raw)
        self._check_perioden(typed, raw)
        columns: dict[str, pa.Array] = {"regel": raw.regels}
        for kolom in self._bestand.kolommen:
            if kolom.soort is not Kolomsoort.TEKST:
                columns[kolom.naam] = typed[kolom.naam].waarden
            if kolom.soort is Kolomsoort.GEBIED and not raw.is_bericht:
                nothing = pa.nulls(len(raw.regels), pa.string())
                teksten = to_text(raw.kolommen.get(kolom.naam, nothing))
                columns["gebied_sleutel"] = nothing if teksten is None else teksten
        return pa.RecordBatch.from_pydict(columns)

    def report(self) -> None:
        """Note the findings that stand for many rows at once."""
        for kolom in self._bestand.kolommen:
            aantal = self.kwaliteit.aantal_onbekend.get(kolom.naam, 0)
            if kolom.soort is Kolomsoort.GEBIED and aantal:
                waarde = ", ".join(
                    f"{gebied} ({keren})" for gebied, keren in self._list_gebieden(kolom)
                )
                self._findings.add(
                    "GEBIED_ONBEKEND", self._naam, None, kolom.naam, "", aantal, waarde
                )
        for (code, naam), aantal in self._geteld.items():
            if aantal:
                self._findings.add(code, self._naam, None, naam, "", aantal)
        if self._nobody:
            self._findings.add("PERSOON_ONBEKEND", self._naam, None, None, "", self._nobody)

    def _list_gebieden(self, kolom: Kolom) -> list[tuple[str, int]]:
        """The gebieden of no wijk that occur most, as far as a finding may show them."""
        found = [
            (show_wrong_value(kolom, gebied, self._personen), keren)
            for gebied, keren in self.kwaliteit.gebieden.most_common(MEEST)
        ]
        return [(gebied, keren) for gebied, keren in found if gebied]

    def _type(self, kolom: Kolom, raw: RawBatch) -> Getypeerd:
        ruw = raw.kolommen.get(kolom.naam)
        if ruw is None:
            ruw = pa.nulls(len(raw.regels), pa.string())
        merken = find_merken(ruw)
        for _, mask in merken:
            ruw = pc.if_else(mask, None, ruw)
        getypeerd = self._type_plain(kolom, ruw, raw)
        for code, mask in merken:
            getypeerd.leeg = pc.and_not(getypeerd.leeg, mask)
            getypeerd.problemen.append((code, mask, ""))
        return getypeerd

    def _type_plain(self, kolom: Kolom, ruw: pa.Array, raw: RawBatch) -> Getypeerd:
        if kolom.soort is Kolomsoort.PERSOON:
            return self._type_persoon(ruw)
        if kolom.soort in (Kolomsoort.DATUM, Kolomsoort.KWARTAAL):
            return type_datum(kolom, ruw, kolom.naam in self._einden)
        if kolom.soort in GETALLEN:
            return type_getal(self._bestand.naam, kolom, ruw, raw.is_komma, self._maximum_eur)
        return type_tekst(kolom, ruw, self._gebieden.find_wijk, kolom.naam in VRIJE_KOLOMMEN)

    def _type_persoon(self, ruw: pa.Array) -> Getypeerd:
        teksten = to_text(ruw)
        if teksten is None:
            nothing = pa.nulls(len(ruw), pa.int32())
            return Getypeerd(nothing, pc.is_null(ruw), [("TYPE_FOUT", pc.is_valid(ruw), "sleutel")])
        mangled = find_mangled(teksten)
        nummers, nobody = self._personen.number(pc.if_else(mangled, None, teksten))
        self._nobody += nobody
        leeg = pc.and_not(pc.is_null(nummers), mangled)
        return Getypeerd(nummers, leeg, [("SLEUTEL_VERMINKT", mangled, "")])

    def _find_blank(self, typed: dict[str, Getypeerd]) -> pa.BooleanArray | None:
        """Rows with nothing in any column (a spreadsheet leaves them at the end), or None."""
        blank = None
        for kolom in self._bestand.kolommen:
            leeg = typed[kolom.naam].leeg
            blank = leeg if blank is None else pc.and_(blank, leeg)
            if not _count(blank):
                return None
        return blank

    def _note(self, kolom: Kolom, getypeerd: Getypeerd, raw: RawBatch) -> None:
        leeg = _count(getypeerd.leeg)
        counts = self.kwaliteit
        counts.aantal_leeg[kolom.naam] = counts.aantal_leeg.get(kolom.naam, 0) + leeg
        unknown = unknown_value(kolom)
        if unknown:
            aantal = _count(pc.equal(getypeerd.waarden, unknown))
            if aantal and kolom.soort is Kolomsoort.GEBIED and len(counts.gebieden) < BEWAARD:
                teksten = to_text(raw.kolommen[kolom.naam])
                nowhere = pc.equal(getypeerd.waarden, unknown)
                counts.gebieden.update(teksten.filter(nowhere).to_pylist() if teksten else [])
            counts.aantal_onbekend[kolom.naam] = counts.aantal_onbekend.get(kolom.naam, 0) + aantal
        if leeg and not kolom.mag_leeg and kolom.naam in raw.kolommen:
            self._find("VELD_LEEG", getypeerd.leeg, raw, kolom.naam, "")
        for code, mask, detail in getypeerd.problemen:
            if code == "TYPE_FOUT" and kolom.soort is Kolomsoort.GELD and raw.is_bericht:
                code, detail = "BEDRAG_IN_BERICHT", ""
            if code in GETELD:
                key = (code, kolom.naam)
                self._geteld[key] = self._geteld.get(key, 0) + _count(mask)
                continue
            self._find(code, mask, raw, kolom.naam, detail)

    def _check_perioden(self, typed: dict[str, Getypeerd], raw: RawBatch) -> None:
        for van, tot in self._bestand.perioden:
            omgekeerd = pc.less(typed[tot].waarden, typed[van].waarden)
            self._find("EIND_VOOR_BEGIN", pc.fill_null(omgekeerd, False), raw, tot, van)
            if self._bestand.naam in DECLARATIES:
                dagen = pc.days_between(typed[van].waarden, typed[tot].waarden)
                lang = pc.fill_null(pc.greater_equal(dagen, MAXIMUM_DAGEN), False)
                self._find("PERIODE_LANG", lang, raw, tot, str(MAXIMUM_DAGEN))

    def _find(
        self, code: str, mask: pa.BooleanArray, raw: RawBatch, kolom: str, detail: str
    ) -> None:
        aantal = _count(mask)
        if not aantal:
            return
        rows = np.flatnonzero(mask.to_numpy(zero_copy_only=False))
        rows = rows[:BEWAARD]
        lines = raw.regels.to_numpy()[rows]
        waarden = self._show(code, kolom, raw, rows)
        if isinstance(raw.namen, str):
            first = lines.tolist()
            self._findings.add_rows(code, raw.namen, first, aantal, kolom, detail, waarden)
            return
        for row, line, waarde in zip(rows.tolist(), lines.tolist(), waarden, strict=True):
            self._findings.add(code, raw.namen[row], line, kolom, detail, 1, waarde)

    def _show(self, code: str, naam: str, raw: RawBatch, rows: np.ndarray) -> list[str]:
        """What stands in these rows, as far as a finding may show it."""
        nothing = [""] * len(rows)
        ruw = raw.kolommen.get(naam)
        if ruw is None or code in ZONDER_WAARDE:
            return nothing
        teksten = to_text(ruw.take(pa.array(rows)))
        if teksten is None:
            return nothing
        kolom = self._bestand.kolom(naam)
        return [show_wrong_value(kolom, tekst, self._personen) for tekst in teksten.to_pylist()]


def _keep_rows(raw: RawBatch, keep: pa.BooleanArray) -> RawBatch:
    kolommen = {naam: kolom.filter(keep) for naam, kolom in raw.kolommen.items()}
    namen = raw.namen
    if not isinstance(namen, str):
        namen = [naam for naam, kept in zip(namen, keep.to_pylist(), strict=True) if kept]
    return RawBatch(kolommen, raw.regels.filter(keep), namen, raw.is_komma)
