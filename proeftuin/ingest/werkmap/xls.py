"""Opens a workbook of any age; reads an old one (.xls, Excel 97 to 2003) in the terms of lezen.py.

xlrd gives the values as Excel kept them, whole in memory: such a sheet has at most 65,536 rows. It
tells errors, hidden rows and merged cells too, which calamine does not.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import xlrd

from proeftuin.ingest.waarden import CEL_FOUT
from proeftuin.ingest.werkmap.lezen import (
    OUDE_VORM,
    Bladrij,
    Bladvorm,
    Rekenblad,
    Waarde,
    WerkmapStuk,
    is_broken,
    open_xlsx,
    read_dag,
    with_zeros,
)

MAXIMUM_BYTES = 200 << 20  # whole in memory; Excel itself makes none so large
NIET_OPEN = (
    "De werkmap heeft een wachtwoord, of zij is stuk. Haal het wachtwoord eraf in Excel en sla "
    "haar op als .xlsx."
)


class OudBlad:
    """One sheet of an old workbook; used as Werkblad is."""

    def __init__(self, inhoud: Any, boek: Any) -> None:
        """The sheet and its workbook as xlrd opened them."""
        self.naam = str(inhoud.name)
        self.is_verborgen = inhoud.visibility != 0
        self._inhoud, self._boek = inhoud, boek

    def read_vorm(self) -> Bladvorm:
        """Rows with a value, hidden rows and merged cells; rows and columns count from 1."""
        inhoud = self._inhoud
        with is_broken():
            gevuld = sum(
                any(soort not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) for soort in soorten)
                for soorten in map(inhoud.row_types, range(inhoud.nrows))
            )
            verborgen = {rij + 1 for rij, vorm in inhoud.rowinfo_map.items() if vorm.hidden}
            samen = [(r1 + 1, c1 + 1, r2, c2) for r1, r2, c1, c2 in inhoud.merged_cells]
        return Bladvorm(gevuld, verborgen, {}, samen)

    def read_rows(self, vorm: Bladvorm) -> Iterator[Bladrij]:
        """Rows that hold something, in order; an error has a mark before it. Raises WerkmapStuk."""
        with is_broken():
            for nummer in range(self._inhoud.nrows):
                waarden = [self._read_cell(cel) for cel in self._inhoud.row(nummer)]
                while waarden and waarden[-1] is None:
                    waarden.pop()
                if waarden:
                    yield Bladrij(nummer + 1, tuple(waarden))

    def _read_cell(self, cel: Any) -> Waarde:
        soort, waarde = cel.ctype, cel.value
        if soort in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
            return None
        if soort == xlrd.XL_CELL_TEXT:
            return str(waarde)
        if soort == xlrd.XL_CELL_BOOLEAN:
            return bool(waarde)
        if soort == xlrd.XL_CELL_ERROR:
            return f"{CEL_FOUT}{xlrd.error_text_from_code.get(waarde, '#?')}"
        found = self._boek.format_map.get(self._boek.xf_list[cel.xf_index].format_key)
        vorm = found.format_str if found else ""
        if soort == xlrd.XL_CELL_DATE:
            moment = xlrd.xldate_as_datetime(waarde, self._boek.datemode)
            return moment.time() if 0 <= waarde < 1 else read_dag(moment, vorm)
        return with_zeros(int(waarde) if waarde == int(waarde) else waarde, vorm)


@contextmanager
def open_werkmap(path: Path) -> Iterator[Sequence[Rekenblad]]:
    """The sheets of a workbook, old or new by what is in it, in its own order.

    Raises WerkmapStuk (Dutch) when it cannot be opened.
    """
    with path.open("rb") as stream:
        is_oud = stream.read(len(OUDE_VORM)) == OUDE_VORM
    opened: AbstractContextManager[Sequence[Rekenblad]] = (
        open_xls(path) if is_oud else open_xlsx(path)
    )
    with opened as bladen:
        yield bladen


@contextmanager
def open_xls(path: Path) -> Iterator[list[OudBlad]]:
    """The sheets of an old workbook, in its own order. Raises WerkmapStuk (Dutch)."""
    if path.stat().st_size > MAXIMUM_BYTES:
        raise WerkmapStuk("De werkmap is te groot. Sla haar op als .xlsx of als CSV.")
    with is_broken(), path.open("rb") as stream:
        inhoud = stream.read()
        try:
            boek = xlrd.open_workbook(
                file_contents=inhoud, formatting_info=True, logfile=_Stil(), ragged_rows=True
            )
        except (xlrd.XLRDError, xlrd.compdoc.CompDocError) as error:
            raise WerkmapStuk(NIET_OPEN) from error
    try:
        yield [OudBlad(blad, boek) for blad in boek.sheets()]
    finally:
        boek.release_resources()


class _Stil:
    """Where xlrd says what it thinks of a file: nowhere, for that could hold what is in it."""

    def write(self, tekst: str) -> int:
        """Let it go."""
        return len(tekst)

    def flush(self) -> None:
        """Nothing was kept."""
