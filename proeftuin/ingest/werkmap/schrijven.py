"""Writes the rows of sheets and files as one CSV of a table, and remembers where each stood.

The CSV lies in the private folder of the load, goes the way of any delivered CSV, and is gone with
that folder. So a workbook meets the same door, the same checks and the same account.
"""

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from proeftuin.files import write_record
from proeftuin.ingest.findings import Plaats, Plaatsen
from proeftuin.schema import Bestand


@dataclass
class Deel:
    """The rows of one sheet or file in a table: names, the row of the header, and of each row."""

    naam: str
    kop: int
    koppen: Mapping[str, str]
    is_blad: bool
    eerste: int  # record number of its first row; the header of the table is 1
    regels: "array[int]" = field(default_factory=lambda: array("L"))


class Tabelschrijver:
    """One table on its way to the door. Close it before it is read."""

    def __init__(self, folder: Path, bestand: Bestand, naam: str, is_eigen: bool) -> None:
        """A new file in folder; is_eigen: from a sheet with our own names, so of one sheet only."""
        self.bestand = bestand
        self.is_eigen = is_eigen
        self.path = folder / f"tabel-{bestand.naam}.csv"
        self.weg: Counter[str] = Counter()
        self.delen: list[Deel] = []
        self.aantal = 0
        self._naam = naam
        self._stream = self.path.open("w", encoding="utf-8", newline="")

    @property
    def sleutel(self) -> str:
        """Under which findings on records of this table are kept: no file has this name."""
        return f"tabel {self.bestand.naam}"

    @property
    def naam(self) -> str:
        """What findings on the whole table call it."""
        more = len(self.delen) - 1
        return f"{self._naam} en {more} meer" if more > 0 else self._naam

    def begin(self, deel: Deel, koppen: list[str]) -> None:
        """The next rows are of this part; the first part gives the header."""
        if not self.delen:
            write_record(self._stream, koppen)
        deel.eerste = self.aantal + 2
        self.delen.append(deel)

    def add(self, regel: int, teksten: list[str]) -> None:
        """One row, and its line where it came from."""
        write_record(self._stream, teksten)
        self.delen[-1].regels.append(regel)
        self.aantal += 1

    def close(self) -> None:
        """Everything is on disk."""
        self._stream.close()

    def find_places(self, numbers: list[int]) -> Plaatsen:
        """Where these records (header is 1) stood; of None, what the table is called."""
        begins = [deel.eerste for deel in self.delen]
        found: Plaatsen = {None: Plaats(self.naam, None)}
        for number in numbers:
            deel = self.delen[max(bisect_right(begins, number) - 1, 0)]
            place = number - deel.eerste
            regel = deel.regels[place] if 0 <= place < len(deel.regels) else deel.kop
            koppen = deel.koppen if number > 1 else {}
            found[number] = Plaats(deel.naam, regel, koppen, deel.is_blad)
        return found
