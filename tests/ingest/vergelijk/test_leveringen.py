"""Two leveringen side by side: worked by hand, again in plain loops, never a key of a person."""

import csv
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import astuple
from datetime import date
from pathlib import Path

import pytest

from proeftuin.errors import LeveringRejected, ProeftuinError
from proeftuin.ingest import Leveringvergelijking, compare_leveringen
from proeftuin.schema import BESTANDEN, Bestand, Kolomsoort
from proeftuin.settings import read_settings
from tests.lib.leveringen import GOED, TRAJECT, add, replace, write, write_zip

SETTINGS = read_settings()
GEVALLEN = Path(__file__).parents[1] / "gevallen"


def compare(oud: Path, nieuw: Path, data: Path) -> Leveringvergelijking:
    return compare_leveringen(oud, nieuw, data, SETTINGS)


def other(found: Leveringvergelijking) -> list[tuple[object, ...]]:
    return [astuple(item) for item in found.rijen if not item.is_gelijk]


def columns(found: Leveringvergelijking) -> list[tuple[object, ...]]:
    return [astuple(item) for item in found.kolommen]


def test_new_gone_and_changed_rows_by_file_and_quarter(tmp_path: Path) -> None:
    changes: dict[str, str | bytes | None] = {
        # t1 ends later, t2 is gone, t3 is new.
        "traject.csv": TRAJECT.replace("2021-06-30,31", "2021-07-31,32").replace(
            "t2,p2,,A2,14,04,2022-03-01,,\n", "t3,p2,,A2,14,04,2022-05-01,,\n"
        ),
        **add("declaratie.csv", "d3,w1,p1,A1,2021-03-01,2021-03-31,10.00"),
        **add("uitgave.csv", "2022-10-01,Inrichting proeftuin,-50.00,realisatie,retour"),
        **replace("bevolking.csv", "2021,west,10,120", "2021,west,10,121"),
    }
    oud, nieuw = write(tmp_path / "oud"), write_zip(tmp_path / "nieuw.zip", changes)
    found = compare(oud, nieuw, tmp_path / "var")
    assert other(found) == [
        ("traject", date(2021, 1, 1), 1, 1, 0, 0, 1),
        ("traject", date(2022, 1, 1), 1, 0, 0, 1, 0),
        ("traject", date(2022, 4, 1), 0, 1, 1, 0, 0),
        ("declaratie", date(2021, 1, 1), 2, 3, 1, 0, 0),
        ("bevolking", date(2021, 1, 1), 116, 116, 0, 0, 1),
        ("uitgave", date(2022, 10, 1), 1, 2, 1, 0, None),
    ]
    assert columns(found) == [
        ("traject", "eind_datum", 1),
        ("traject", "reden_einde_code", 1),
        ("bevolking", "aantal", 1),
    ]
    # Nothing is loaded, no key is made, no finding is written.
    assert [item.name for item in (tmp_path / "var").iterdir()] == [".laad.lock"]


def test_what_is_a_change_and_what_is_not(tmp_path: Path) -> None:
    """t2 begins a quarter later and d2 is of another person. Nothing else is other: the file is in
    another order and form, t9 is of nobody in both, and t8 begins after the datastand.
    """
    nobody, later = "t9,onbekend,,A2,02,01,2022-01-01,,\n", "t8,p2,,A2,02,01,2024-02-01,,\n"
    head, first, second = GOED["declaratie.csv"].replace("d2,w1,p1", "d2,w1,p2").splitlines()
    turned = "\r\n".join([head, second, first]).replace(",", ";").replace("1200.50", "1200,50")
    changes: dict[str, str | bytes | None] = {
        "declaratie.csv": turned.encode("utf-16"),
        "traject.csv": TRAJECT.replace("2022-03-01,,", "2022-04-01,,") + nobody + later,
    }
    oud = write(tmp_path / "oud", {"traject.csv": TRAJECT + nobody})
    found = compare(oud, write(tmp_path / "nieuw", changes), tmp_path / "var")
    assert other(found) == [
        ("traject", date(2022, 1, 1), 2, 1, 0, 0, 0),
        ("traject", date(2022, 4, 1), 0, 1, 0, 0, 1),
        ("declaratie", date(2021, 1, 1), 2, 2, 0, 0, 1),
    ]
    assert columns(found) == [("traject", "begin_datum", 1), ("declaratie", "jeugdige_id", 1)]
    assert "p1" not in repr(found) and "p2" not in repr(found)


def test_a_levering_with_a_fout_is_named_and_nothing_is_compared(tmp_path: Path) -> None:
    wrong = write(tmp_path / "fout", replace("traject.csv", "2021-01-10", "gisteren"))
    with pytest.raises(LeveringRejected) as rejected:
        compare(write(tmp_path / "oud"), wrong, tmp_path / "var")
    assert rejected.value.bron == str(wrong)
    assert not (tmp_path / "var" / "bevindingen.csv").exists()
    with pytest.raises(ProeftuinError, match="bestaat niet"):
        compare(write(tmp_path / "oud"), tmp_path / "weg", tmp_path / "var")


def test_messages_are_compared_as_the_rows_they_become(tmp_path: Path) -> None:
    folder = GEVALLEN / "03-verlenging-referentie"
    oud, nieuw = folder / "levering", folder / "levering-herzonden"
    found = compare(oud, nieuw, tmp_path)
    # Not extended but another product: a toewijzing more, and the first has another end.
    assert other(found) == [
        ("toewijzing", date(2022, 1, 1), 1, 1, 0, 0, 1),
        ("toewijzing", date(2022, 4, 1), 0, 1, 1, 0, 0),
    ]
    assert columns(found) == [("toewijzing", "eind_datum", 1)]
    assert [item.oud for item in found.rijen if item.bestand == "traject"] == [1]


def test_rows_under_new_numbers_are_told_apart_from_changed_ones(tmp_path: Path) -> None:
    head, *_ = GOED["declaratie.csv"].splitlines()
    amounts = [f"p1,A1,2021-0{1 + nr % 9}-01,2021-0{1 + nr % 9}-20,{nr}.00" for nr in range(20)]

    def numbered(numbers: list[int], rows: list[str], key: str) -> dict[str, str | bytes | None]:
        lines = [f"{key}{nr},w1,{row}" for nr, row in zip(numbers, rows, strict=True)]
        return {"declaratie.csv": "\n".join([head, *lines]) + "\n"}

    oud = write(tmp_path / "oud", numbered(list(range(20)), amounts, "e"))
    turned = numbered(list(range(20)), [*amounts[1:], amounts[0]], "e")  # numbers used again
    fresh = numbered(list(range(20)), amounts, "f")  # other numbers
    for name, changes in {"turned": turned, "fresh": fresh}.items():
        found = compare(oud, write(tmp_path / name, changes), tmp_path / "var")
        assert [astuple(item) for item in found.hernummerd] == [
            ("declaratie", "declaratie_id", 20, 20)
        ]
    corrected = [row.replace(".00", ".50") for row in amounts[:11]] + amounts[11:]
    few = numbered([*range(11, 20), *range(50, 61)], amounts[11:] + amounts[:11], "e")
    for name, changes in {
        "corrected": numbered(list(range(20)), corrected, "e"),
        "half": numbered([*range(10), *range(30, 40)], amounts, "e"),  # 10 of 20: not most
    }.items():
        found = compare(oud, write(tmp_path / name, changes), tmp_path / "var")
        assert found.hernummerd == () and any(not item.is_gelijk for item in found.rijen)
    found = compare(oud, write(tmp_path / "few", few), tmp_path / "var")
    assert [item.aantal for item in found.hernummerd] == [20]


def read_plain(folder: Path, bestand: Bestand) -> list[dict[str, str]]:
    """The rows of a file as text, without free text; none when it was not delivered."""
    if not (folder / f"{bestand.naam}.csv").is_file():
        return []
    with (folder / f"{bestand.naam}.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    kept = {kolom.naam for kolom in bestand.kolommen if kolom.soort is not Kolomsoort.TEKST}
    return [{naam: value for naam, value in row.items() if naam in kept} for row in rows]


def quarter(bestand: Bestand, row: dict[str, str]) -> date:
    if bestand.naam == "bevolking":
        return date(int(row["jaar"]), 1, 1)
    if bestand.naam == "ervaring":
        year, number = row["kwartaal"].split("K")
        return date(int(year), 3 * int(number) - 2, 1)
    day = date.fromisoformat(row[bestand.begin_kolom or ""])
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


Counts = dict[tuple[str, date], list[int | None]]


def count_plain(oud: Path, nieuw: Path) -> Counts:
    """oud, nieuw, erbij, weg, gewijzigd per file and quarter, row by row."""
    found: Counts = {}
    for bestand in BESTANDEN:
        before, after = read_plain(oud, bestand), read_plain(nieuw, bestand)

        def note(row: dict[str, str], place: int, bestand: Bestand = bestand) -> None:
            counts = found.setdefault(
                (bestand.naam, quarter(bestand, row)),
                [0, 0, 0, 0, 0 if bestand.sleutel else None],
            )
            counts[place] = (counts[place] or 0) + 1

        for place, rows in enumerate((before, after)):
            for row in rows:
                note(row, place)
        if bestand.sleutel:
            old = {tuple(row[key] for key in bestand.sleutel): row for row in before}
            new = {tuple(row[key] for key in bestand.sleutel): row for row in after}
            for key, row in new.items():
                if key not in old:
                    note(row, 2)
                elif old[key] != row:
                    note(row, 4)
            for key, row in old.items():
                if key not in new:
                    note(row, 3)
            continue
        left = Counter(tuple(sorted(row.items())) for row in before)
        more = Counter(tuple(sorted(row.items())) for row in after)
        for place, rest in ((2, more - left), (3, left - more)):
            for items, times in rest.items():
                for _ in range(times):
                    note(dict(items), place)
    return found


def shake(dice: random.Random) -> Callable[[str], str]:
    """Leave lines out, double lines of files without a key, and change an end or an amount."""

    def change(text: str) -> str:
        head, *lines = text.splitlines(keepends=True)
        kept = []
        for line in lines:
            kind = dice.random()
            if kind < 0.2:
                continue
            kept.append(line.replace(".00", ".50") if kind < 0.5 else line)
            if kind > 0.9 and head.startswith(("boek_datum", "peil_datum")):
                kept.append(line)
        return "".join([head, *kept])

    return change


def test_plain_loops_count_the_same(tmp_path: Path) -> None:
    change = shake(random.Random(1))
    more = {
        "declaratie.csv": "".join(
            f"e{nr},w1,p1,A1,202{nr % 3}-{1 + nr % 12:02d}-01,202{nr % 3}-{1 + nr % 12:02d}-20,"
            f"{nr}.00\n"
            for nr in range(40)
        ),
        "uitgave.csv": "".join(
            f"2022-{1 + nr % 12:02d}-05,Inrichting proeftuin,{nr % 4}.00,realisatie,\n"
            for nr in range(20)
        ),
        "casus.csv": "".join(
            f"k{nr},zuid,2023-0{1 + nr % 9}-20,9.00,{nr}.00,8.00\n" for nr in range(20)
        ),
    }
    whole: dict[str, str | bytes | None] = {naam: GOED[naam] + rows for naam, rows in more.items()}
    other_one = {naam: change(str(text)) for naam, text in whole.items()}
    oud = write(tmp_path / "oud", whole)
    nieuw = write(tmp_path / "nieuw", {**whole, **other_one})
    wanted = count_plain(oud, nieuw)
    found = compare(oud, nieuw, tmp_path / "var")
    counted = {
        (item.bestand, item.kwartaal): [
            *(item.oud, item.nieuw, item.erbij, item.weg),
            item.gewijzigd,
        ]
        for item in found.rijen
    }
    assert counted == wanted and any(not item.is_gelijk for item in found.rijen)
    for bestand in BESTANDEN:
        own = [item for item in found.rijen if item.bestand == bestand.naam]
        totals = [sum(getattr(i, n) for i in own) for n in ("oud", "erbij", "weg", "nieuw")]
        assert totals[0] + totals[1] - totals[2] == totals[3]
