"""Stray quotes, in every way a file can be written: no row goes without a word."""

from collections.abc import Callable
from pathlib import Path

import pytest

from proeftuin.errors import FOUT
from proeftuin.ingest.aansluiting import Aansluiting
from proeftuin.ingest.csv_levering import read_csv, to_utf8
from proeftuin.ingest.findings import Findings
from proeftuin.schema import BESTAND

KOP = "boek_datum;post;bedrag_eur;soort;omschrijving"
RIJ = "2022-01-0{0};zaal {0};{0},00;realisatie;tekst {0}"
VOORAAN = "omschrijving;boek_datum;post;bedrag_eur;soort"
RIJ_VOORAAN = "tekst {0};2022-01-0{0};zaal {0};{0},00;realisatie"
OVERIG = f"{KOP};naam"
RIJ_OVERIG = RIJ + ";n{0}"

# Header, row, and per line (from 1) what stands there instead; seven lines in all.
VORMEN: dict[str, tuple[str, str, dict[int, str]]] = {
    "a row with too few fields goes along": (
        *(KOP, RIJ),
        {2: '2022-01-02;a;2,00;realisatie;"t Hoekje', 3: "2022-01-03;zaal 3", 4: 'klaar"'},
    ),
    "too few, and it ends the file": (
        *(KOP, RIJ),
        {6: '2022-01-06;a;6,00;realisatie;"', 7: '2022-01-07;zaal 7"'},
    ),
    "only a day and its sum": (
        *(KOP, RIJ),
        {6: '2022-01-06;a;6,00;realisatie;"t', 7: '2022-01-07;;7,00"'},
    ),
    "too many fields": (
        *(KOP, RIJ),
        {2: '2022-01-02;a;2,00;realisatie;"t', 3: RIJ.format(3) + ";nog;iets", 4: 'x"'},
    ),
    "a row whose day is no day": (
        *(KOP, RIJ),
        {2: '2022-01-02;a;2,00;realisatie;"t', 3: 'n.v.t.;b;3,00;realisatie;x"'},
    ),
    "a row without its day": (
        *(KOP, RIJ),
        {2: '2022-01-02;a;2,00;realisatie;"t', 3: ';b;3,00;realisatie;x"'},
    ),
    "a row of nothing that reads": (
        *(KOP, RIJ),
        {2: '2022-01-02;a;2,00;realisatie;"t', 3: 'n.v.t.;b;n.v.t.;niets;x"'},
    ),
    "empty lines between": (
        *(KOP, RIJ),
        {2: '2022-01-02;a;2,00;realisatie;"t', 3: "", 4: "2022-01-04;b", 5: 'x"'},
    ),
    "at the very end of the file": (KOP, RIJ, {7: '2022-01-07;a;7,00;realisatie;"t'}),
    "first row to last": (
        *(KOP, RIJ),
        {1: '2022-01-01;a;1,00;realisatie;"t', 7: '2022-01-07;a;7,00;realisatie;x"'},
    ),
    "in a day": (KOP, RIJ, {1: '"2022-01-01;a;1,00;realisatie;x', 2: '2022";a;1,00;realisatie;x'}),
    "in a post": (
        *(KOP, RIJ),
        {3: '2022-01-03;"a;3,00;realisatie;x', 4: '2022-01-04;b";3,00;realisatie;x'},
    ),
    "in a sum": (
        *(KOP, RIJ),
        {3: '2022-01-03;a;"3,00;realisatie;x', 4: '2022-01-04;b;4,00";realisatie;x'},
    ),
    "in a code": (
        *(KOP, RIJ),
        {3: '2022-01-03;a;3,00;"realisatie;x', 4: '2022-01-04;b;4,00;realisatie";x'},
    ),
    "both quotes stray": (
        *(KOP, RIJ),
        {2: '2022-01-02;a;2,00;realisatie;"t Hoekje', 5: '2022-01-05;a;5,00;realisatie;de "Brug"'},
    ),
    "three in a row": (
        *(KOP, RIJ),
        {2: '2022-01-02;a;2,00;realisatie;"""t', 3: '2022-01-03;a;3,00;realisatie;x"'},
    ),
    "free text first, a whole row goes along": (
        *(VOORAAN, RIJ_VOORAAN),
        {2: '"t Hoekje;2022-01-02;a;2,00;realisatie', 3: 'de Brug";2022-01-03;b;3,00;realisatie'},
    ),
    "free text first, too few fields": (
        *(VOORAAN, RIJ_VOORAAN),
        {2: '"t Hoekje;2022-01-02;a', 3: 'de Brug";2022-01-03;b;3,00;realisatie'},
    ),
    "free text first, with nothing but a post": (
        *(VOORAAN, RIJ_VOORAAN),
        {2: '"t;;;2,00;realisatie', 3: "x;;;3,00;", 4: 'y";2022-01-04;b;3,00;realisatie'},
    ),
    "free text first, to the end": (VOORAAN, RIJ_VOORAAN, {5: '"t;2022-01-05;a;2,00;realisatie'}),
    "a column that is not read takes a part": (
        *(OVERIG, RIJ_OVERIG),
        {6: '2022-01-06;a;6,00;realisatie;x;"', 7: '2022-01-07;zaal 7"'},
    ),
    "two columns of free text": (
        *(OVERIG, RIJ_OVERIG),
        {6: '2022-01-06;a;6,00;realisatie;"x;y', 7: '2022-01-07;a;6,00;realisatie;x";y'},
    ),
    "text after the closing quote": (
        *(KOP, RIJ),
        {2: '2022-01-02;a;2,00;realisatie;"t', 3: 'Hoekje" en verder'},
    ),
    "the header has one in the middle": ('boek_datum;"post;bedrag_eur;soort;omschrijving', RIJ, {}),
}
# How many of the seven lines are rows; who goes on over lines says so.
IN_ORDE: dict[str, tuple[str, str, dict[int, str], int, int]] = {
    "one in the middle of a word": (KOP, RIJ, {2: '2022-01-02;a;2,00;realisatie;zaal 6"'}, 7, 0),
    "one behind a word": (KOP, RIJ, {7: '2022-01-07;a;2,00;realisatie;6"'}, 7, 0),
    "a name between quotes": (KOP, RIJ, {2: '2022-01-02;a;2,00;realisatie;"t Hoekje" zaal'}, 7, 0),
    "a space before it": (KOP, RIJ, {2: '2022-01-02;a;2,00;realisatie; "t Hoekje'}, 7, 0),
    "an inch in a post": (KOP, RIJ, {2: '2022-01-02;scherm 42";2,00;realisatie;x'}, 7, 0),
    "the header has one": ('boek_datum;post;bedrag_eur;soort;"omschrijving', RIJ, {}, 7, 0),
    "closed and opened again": (
        *(KOP, RIJ),
        {2: '2022-01-02;a;2,00;realisatie;"t" "x', 3: '2022-01-03;a;3,00;realisatie;y"'},
        *(7, 0),
    ),
    "text over two lines": (KOP, RIJ, {2: '2022-01-02;a;2,00;realisatie;"x', 3: 'en y"'}, 6, 1),
    "text with a separator": (
        *(KOP, RIJ),
        {2: '2022-01-02;a;2,00;realisatie;"x', 3: "en y; en z", 4: 'op 3 mei"'},
        *(5, 2),
    ),
    "text first, over two lines": (
        *(VOORAAN, RIJ_VOORAAN),
        {2: '"zaal', 3: 'en tafels";2022-01-02;a;2,00;realisatie'},
        *(6, 1),
    ),
    "a row no one can tell from text": (
        *(OVERIG, RIJ_OVERIG),
        {6: '2022-01-06;a;6,00;realisatie;x;"', 7: 'zaal 7"'},
        *(6, 1),
    ),
}
SCHRIJF: dict[str, Callable[[str], bytes]] = {
    "LF": lambda tekst: tekst.encode(),
    "CRLF": lambda tekst: tekst.replace("\n", "\r\n").encode(),
    "CR": lambda tekst: tekst.replace("\n", "\r").encode(),
    "no last line end": lambda tekst: tekst.rstrip("\n").encode(),
    "BOM": lambda tekst: tekst.encode("utf-8-sig"),
    "sep=": lambda tekst: ("sep=;\n" + tekst).encode(),
    "UTF-16": lambda tekst: tekst.replace("\n", "\r\n").encode("utf-16"),
    "tab": lambda tekst: tekst.replace(";", "\t").encode(),
    "comma": lambda tekst: tekst.replace(",", ".").replace(";", ",").encode(),
}


def read(
    kop: str, rij: str, anders: dict[int, str], schrijf: str, folder: Path
) -> tuple[int, Findings]:
    """Rows that come out of this file, and what was found."""
    lines = [kop, *(anders.get(nr, rij.format(nr)) for nr in range(1, 8))]
    path = folder / "uitgave.csv"
    path.write_bytes(SCHRIJF[schrijf]("\n".join(lines) + "\n"))
    findings = Findings()
    readable = to_utf8(path, folder, path.name, findings)
    assert readable
    batches = read_csv(readable, BESTAND["uitgave"], path.name, findings, Aansluiting())
    return sum(len(batch.regels) for batch in batches), findings


@pytest.mark.parametrize("schrijf", SCHRIJF)
@pytest.mark.parametrize("vorm", VORMEN)
def test_a_stray_quote_that_takes_rows_rejects_the_file(
    vorm: str, schrijf: str, tmp_path: Path
) -> None:
    _, findings = read(*VORMEN[vorm], schrijf, tmp_path)
    if vorm == "a row of nothing that reads" and schrijf == "comma":  # text, with its commas
        assert [(f.code, f.aantal) for f in findings.list_all()] == [("TEKST_LOOPT_DOOR", 1)]
        return
    fouten = [f for f in findings.list_all() if f.ernst == FOUT]
    assert fouten
    assert all("tot en met" in f.waarde for f in fouten if f.code.startswith("AANHALING"))


@pytest.mark.parametrize("schrijf", SCHRIJF)
@pytest.mark.parametrize("vorm", IN_ORDE)
def test_what_may_stand_there_loads_and_each_line_is_accounted_for(
    vorm: str, schrijf: str, tmp_path: Path
) -> None:
    *what, expected, vervolg = IN_ORDE[vorm]
    rows, findings = read(*what, schrijf, tmp_path)  # type: ignore[arg-type]
    assert (rows, findings.has_fout) == (expected, False)
    named = [f.aantal for f in findings.list_all() if f.code == "TEKST_LOOPT_DOOR"]
    assert (sum(named), rows + sum(named)) == (vervolg, 7)
