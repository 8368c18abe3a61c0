"""Reconciliation: per file and message type, read = loaded + left out, each under a named reason.

Rows read are counted from the lines of a CSV (or the footer of a Parquet file), apart from the
reader that makes rows of them; rows loaded are counted in the tables. A difference rejects the
levering. The counts are kept in the store, in table aansluiting.
"""

from dataclasses import dataclass, field

import pandas as pd

from proeftuin.ingest.findings import Findings
from proeftuin.schema import BESTANDEN
from proeftuin.store import Builder
from proeftuin.vocabulary import GELADEN, GELEZEN, SAMENGEVOEGD

# Tables of the store with a row for every row of werk.<bestand>; the others are added up or merged.
STORE_TABEL = {"jeugdige": "adres", "traject": "werk.traject_bron"} | {
    naam: naam
    for naam in ("toewijzing", "declaratie", "aanmelding", "uitgave", "ervaring", "voorveld")
}
STORE_TABEL["uitkomst"] = "uitkomst"
STORE_TABEL["casus"] = "casus"


@dataclass
class BestandAansluiting:
    """Rows of one file or records of one message type: read, loaded, and left out by reason.

    The reasons of a file are keys of REDENEN; of messages they are the words themselves, and
    NA_DATASTAND.
    """

    gelezen: int = 0
    geladen: int = 0
    weggelaten: dict[str, int] = field(default_factory=dict)

    def leave_out(self, reden: str, aantal: int) -> None:
        """Rows that do not come along, for this reason."""
        if aantal:
            self.weggelaten[reden] = self.weggelaten.get(reden, 0) + aantal

    @property
    def verschil(self) -> int:
        """Rows that are read, but neither loaded nor left out under a reason."""
        return self.gelezen - self.geladen - sum(self.weggelaten.values())


class Aansluiting:
    """The counts of one load; filled on the way, checked before and after the store is filled."""

    def __init__(self) -> None:
        """Nothing read yet."""
        self.bestanden: dict[str, BestandAansluiting] = {}
        self.berichten: dict[str, BestandAansluiting] = {}  # by message type
        self.samengevoegd = 0  # trajecten that became part of another
        self._klaar: dict[str, int] = {}

    def note_read(self, bestand: str, aantal: int) -> None:
        """Rows the file itself holds, below its header."""
        self.bestanden.setdefault(bestand, BestandAansluiting()).gelezen += aantal

    def leave_out(self, bestand: str, reden: str, aantal: int) -> None:
        """Rows of the file that do not come along, for one of REDENEN."""
        if bestand in self.bestanden:
            self.bestanden[bestand].leave_out(reden, aantal)

    def add_bericht(self, findings: Findings, soort: str, telling: BestandAansluiting) -> None:
        """The account of a message type, before the store is filled; a difference is a fout."""
        self.berichten[soort] = telling
        if telling.verschil:
            detail = f"{telling.gelezen} gelezen, {telling.geladen} geladen"
            findings.add("AANSLUITING", soort, None, None, detail)

    def check_staging(self, builder: Builder, findings: Findings, namen: dict[str, str]) -> None:
        """Compare what the files hold with werk.<bestand>, just before the store is filled."""
        where = {naam: f"werk.{naam} where not uit_bericht" for naam in self.bestanden}
        if "bevolking" in where:
            where["bevolking"] += " and leeftijd between 0 and 22"
        counts = builder.count(where)
        for naam, telling in self.bestanden.items():
            telling.geladen = counts[naam]
            if telling.verschil:
                detail = f"{telling.gelezen} gelezen, {telling.geladen} geladen"
                findings.add("AANSLUITING", namen[naam], None, None, detail)
        self._klaar = builder.count({naam: f"werk.{naam}" for naam in STORE_TABEL})

    def check_store(self, builder: Builder, findings: Findings, namen: dict[str, str]) -> None:
        """Compare the filled store with what stood in werk.<bestand>, and keep the counts."""
        for naam, stored in builder.count(STORE_TABEL).items():
            if stored != self._klaar[naam]:
                detail = f"{self._klaar[naam]} klaargezet, {stored} opgeslagen"
                findings.add("AANSLUITING", namen.get(naam, naam), None, None, detail)
        sums = "select coalesce(sum(aantal), 0) from "
        ready = builder.rows(f"{sums} werk.bevolking where leeftijd between 0 and 22")[0][0]
        stored = builder.rows(f"{sums} bevolking")[0][0]
        if ready != stored:
            detail = f"{ready} inwoners klaargezet, {stored} opgeslagen"
            findings.add("AANSLUITING", namen.get("bevolking", "bevolking"), None, None, detail)
        merged = builder.rows("select count(*) from traject")[0][0]
        self.samengevoegd = self._klaar["traject"] - int(merged)
        rows = [
            (naam, soort, aantal)
            for naam, telling in (self.bestanden | self.berichten).items()
            for soort, aantal in (
                (GELEZEN, telling.gelezen),
                (GELADEN, telling.geladen),
                *telling.weggelaten.items(),
            )
        ]
        rows.append(("traject", SAMENGEVOEGD, self.samengevoegd))
        columns = ["bestand", "soort", "aantal_rijen"]
        builder.insert("aansluiting", pd.DataFrame(rows, columns=columns))

    def in_order(self) -> list[tuple[str, BestandAansluiting]]:
        """(file or message type, counts) of all that was read: files as in the contract first."""
        files = [(b.naam, self.bestanden[b.naam]) for b in BESTANDEN if b.naam in self.bestanden]
        return [*files, *self.berichten.items()]
