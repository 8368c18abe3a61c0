"""Spoils leveringen at random, as files arrive spoiled and as someone would who means harm.

Every function draws from Hypothesis, so that what fails is made small and can be had again.
"""

import io
import zipfile
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from hypothesis import strategies as st

BSN = ("999900006", "123456782")  # of the persons in every levering here
SLEUTEL = "Qadir-Vuurtoren"  # a key of another kind
GEMEEN = (
    *("", " ", "\t", "\0", "\ufeff", "\u200b", "\u0663", "é", "𝟙", "\r", "\n", '"', '""', "'"),
    *("0", "-0", "1e9", "1E+15", "NaN", "inf", "-1", "1.234", "1,234", "9" * 40, "0" * 200),
    *("0000-00-00", "9999-12-31", "2023-02-30", "31-12-2023", "1900-01-01", "2021-13-01"),
    *("=1+1", "@cmd", "#N/A", "null", "None", "true", "99", "20", "13", "01", "C", "D"),
    *("<", "&", "&amp;", "&x;", "]]>", "<!--", "<?x?>", "<a/>", "</b:Client>", "<b:Client>"),
    '<!DOCTYPE a [<!ENTITY x "y">]>',
    *("../../x", "C:\\x", "/etc/passwd", "levering.toml", "x" * 5000),
    *BSN,
    SLEUTEL,
)
Draw = Callable[[st.SearchStrategy[Any]], Any]


def _place(draw: Draw, data: bytes) -> int:
    return int(draw(st.integers(0, max(len(data), 1))))


@st.composite
def spoiled(draw: Draw, data: bytes, meeste: int = 4) -> bytes:
    """These bytes after one to `meeste` accidents: cut, doubled, moved, overwritten, re-encoded."""
    for _ in range(draw(st.integers(1, meeste))):
        soort = draw(st.integers(0, 7))
        van = _place(draw, data)
        tot = min(len(data), van + draw(st.integers(1, 60)))
        stuk = data[van:tot]
        woord = draw(st.sampled_from(GEMEEN)).encode("utf-8", "surrogatepass")
        naar = _place(draw, data)
        if soort == 0:
            data = data[:van] + data[tot:]
        elif soort == 1:
            data = data[:naar] + stuk * draw(st.integers(1, 4)) + data[naar:]
        elif soort == 2:
            data = data[:van] + woord + data[tot:]
        elif soort == 3:
            data = data[:van] + woord + data[van:]
        elif soort == 4:
            data = data[:van] + draw(st.binary(max_size=12)) + data[tot:]
        elif soort == 5:
            data = _replace_value(draw, data, woord)
        elif soort == 6:
            data = data[:van]
        else:
            data = _recode(draw, data)
    return data


def damaged(data: bytes, kans: int) -> bytes:
    """These bytes, cut or overwritten in a few places that this number says."""
    random = Random(kans)
    for _ in range(random.randint(1, 3)):
        van = random.randrange(len(data) + 1)
        tot = min(len(data), van + random.choice((1, 2, 40, 2000)))
        data = data[:van] + random.choice((b"", random.randbytes(tot - van))) + data[tot:]
    return data


def _replace_value(draw: Draw, data: bytes, woord: bytes) -> bytes:
    """Another text where a value stands: between marks of XML, or between separators."""
    teken = b">" if b"<" in data else draw(st.sampled_from((b",", b"\n", b"=")))
    delen = data.split(teken)
    nr = draw(st.integers(0, len(delen) - 1))
    einde = delen[nr].find(b"<") if teken == b">" else len(delen[nr])
    delen[nr] = woord + delen[nr][max(einde, 0) :]
    if draw(st.booleans()):  # and change places with another
        ander = draw(st.integers(0, len(delen) - 1))
        delen[nr], delen[ander] = delen[ander], delen[nr]
    return teken.join(delen)


def _recode(draw: Draw, data: bytes) -> bytes:
    tekst = data.decode("utf-8", "replace")
    codering = draw(st.sampled_from(("utf-16", "utf-8-sig", "cp1252", "utf-16-le", "utf-7")))
    return tekst.encode(codering, "replace")


@st.composite
def spoiled_files(draw: Draw, files: Mapping[str, bytes], meeste: int = 2) -> dict[str, bytes]:
    """The same files, of which one or more are spoiled, left out, or under another's name."""
    found = dict(files)
    for _ in range(draw(st.integers(1, meeste))):
        naam = draw(st.sampled_from(sorted(found)))
        keuze = draw(st.integers(0, 9))
        if keuze == 0 and len(found) > 1:
            del found[naam]
        elif keuze == 1:
            found[draw(st.sampled_from(sorted(files)))] = found[naam]
        else:
            found[naam] = draw(spoiled(found[naam]))
    return found


@st.composite
def spoiled_rows(draw: Draw, rows: list[list[Any]]) -> list[list[Any]]:
    """Rows of a sheet with cells, rows or columns changed."""
    rows = [list(row) for row in rows]
    for _ in range(draw(st.integers(1, 4))):
        row = draw(st.sampled_from(rows))
        if not row:
            continue
        kolom = draw(st.integers(0, len(row) - 1))
        soort = draw(st.integers(0, 5))
        if soort == 0:
            row[kolom] = draw(st.integers(-(10**18), 10**18) | st.floats(allow_nan=False, width=32))
        elif soort == 1:
            row[kolom] = draw(st.dates() | st.datetimes() | st.booleans() | st.none())
        elif soort == 2:
            row.insert(kolom, draw(st.sampled_from(GEMEEN)))
        elif soort == 3:
            rows.insert(draw(st.integers(0, len(rows))), list(draw(st.sampled_from(rows))))
        else:
            row[kolom] = draw(st.sampled_from(GEMEEN))
    return rows


@st.composite
def spoiled_zip(draw: Draw, files: Mapping[str, bytes]) -> bytes:
    """A zip of these files with odd names, and its bytes spoiled or not."""
    stroom = io.BytesIO()
    with zipfile.ZipFile(stroom, "w", zipfile.ZIP_DEFLATED) as archive:
        for naam, inhoud in files.items():
            if draw(st.integers(0, 5)) == 0:
                naam = draw(st.sampled_from(("../", "/", "a/b/", "a\\", "", "__MACOSX/"))) + naam
            info = zipfile.ZipInfo(naam or "x")
            if draw(st.integers(0, 9)) == 0:
                info.external_attr = draw(st.sampled_from((0o120777, 0o60666, 0o40755))) << 16
            archive.writestr(info, inhoud, zipfile.ZIP_DEFLATED)
    data = stroom.getvalue()
    kans = draw(st.none() | st.integers(0, 2**32))
    return data if kans is None else damaged(data, kans)
