"""Two editions side by side: worked by hand, again in plain loops, and as an attacker would."""

import math
import random
import re
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from proeftuin.errors import DamagedEdition, ProeftuinError, ToegangGeweigerd
from proeftuin.facts import FACTS, read_fact
from proeftuin.indicators import INDICATORS
from proeftuin.results import (
    Cijferverschil,
    Editievergelijking,
    Figure,
    Reden,
    Redensoort,
    compare_cijfers,
    compare_edities,
    find_redenen,
    list_bestanden,
    list_earlier,
    open_editie,
    read_cijfers,
)
from proeftuin.results.vergelijk import compare_opened
from proeftuin.schema import BESTAND
from proeftuin.sentences import list_editieverschillen, moved_sentence, say_redenen, show_moved
from proeftuin.settings import describe_identity
from proeftuin.vocabulary import ROL_BEHEERDER, ROL_OPENBAAR
from tests.lib.measured_frames import SETTINGS, Cells, fill
from tests.lib.twee_edities import write_edition

K1, K2, K3 = date(2021, 1, 1), date(2021, 4, 1), date(2021, 7, 1)
A, B, C = "2023-12-31.1", "2023-12-31.2", "2023-12-31.3"
KEYS = ("indeling", "categorie", "wijk", "venster", "van", "tot")
NUMBERS = (
    *("waarde", "teller", "noemer", "mediaan", "p80", "wacht_tot_nu", "terugwerkend"),
    *("rijp", "totaal"),
)


def cells(**west: dict[str, float]) -> Cells:
    """The same everywhere; of West other numbers per quarter: k0=..., k1=..."""
    found = fill(teller=20, noemer=100)
    for name, cell in west.items():
        found["west", int(name[1])] = dict(cell)
    return found


def compare(data: Path, audience: str = "intern") -> Editievergelijking:
    return compare_edities(data, audience, A, B, rol=ROL_BEHEERDER)


def find(data: Path, wijk: str, van: date, venster: str = "kwartaal") -> Cijferverschil:
    moved = compare_cijfers(compare(data), "verblijf").verschillen
    [item] = [m for m in moved if (m.wijk, m.van, m.venster) == (wijk, van, venster)]
    return item


def test_what_moved_how_far_and_what_can_have_moved_it(tmp_path: Path) -> None:
    rows = {("traject", K1): 50, ("traject", K2): 60, ("traject", K3): 70, ("declaratie", K1): 9}
    marks = {("traject", K1): "1", ("traject", K2): "2", ("traject", K3): "3"}
    write_edition(tmp_path, A, {"verblijf": cells()}, rows, marks)
    rows_b = rows | {("traject", K1): 53, ("declaratie", K1): 12}
    marks_b = marks | {("traject", K1): "7", ("traject", K2): "8"}
    later = cells(k0={"teller": 24, "noemer": 103}, k1={"teller": 21, "noemer": 100})
    write_edition(tmp_path, B, {"verblijf": later}, rows_b, marks_b)
    found = compare(tmp_path)
    assert [(r.bestand, r.kwartaal, r.erbij, r.is_anders) for r in found.rijen or ()] == [
        ("declaratie", K1, 3, False),
        ("traject", K1, 3, True),
        ("traject", K2, 0, True),
    ]
    compared = compare_cijfers(found, "verblijf")
    moved = {(item.wijk, item.venster, item.van) for item in compared.verschillen}
    # West and the gemeente; not overige, for West is the pilot. The year holds both quarters.
    assert moved == {
        (wijk, venster, van)
        for wijk in ("west", "gemeente")
        for venster, van in (("kwartaal", K1), ("kwartaal", K2), ("nulmeting", K1))
    }
    assert len(compared.verschillen) + compared.aantal_gelijk == 8 * 5
    first = find(tmp_path, "west", K1)
    assert first.verschil == pytest.approx(24 / 103 - 0.2)
    assert find_redenen(found, first) == (
        Reden(Redensoort.RIJEN, "traject", 3.0, True),
        Reden(Redensoort.INHOUD, "traject", 0.0, False),
    )
    assert say_redenen(find_redenen(found, first)) == (
        "traject: 3 rijen erbij; traject: rijen verbeterd of aangevuld in andere perioden"
    )
    second = find(tmp_path, "west", K2)
    assert show_moved(second) == "+1,0\u00a0procentpunt"
    assert find_redenen(found, second) == (
        Reden(Redensoort.INHOUD, "traject", 0.0, True),
        Reden(Redensoort.RIJEN, "traject", 3.0, False),
    )
    only = compare_cijfers(found, "verblijf", wijken=["west"])
    assert (
        moved_sentence(only, "Verblijf", "West") == "Verblijf in West: 3 van 5 cijfers zijn anders."
    )
    assert list_editieverschillen(found, SETTINGS) == []


def test_the_same_data_need_no_reason_of_rows(tmp_path: Path) -> None:
    for naam in (A, B):
        write_edition(tmp_path, naam, {"verblijf": cells()}, {("traject", K1): 50}, store_hash="x")
    found = compare(tmp_path)
    assert found.is_zelfde_levering and found.rijen == () and found.oorzaken == ()
    assert compare_cijfers(found, "verblijf").verschillen == ()
    assert "precies dezelfde gegevens" in list_editieverschillen(found, SETTINGS)[0]


def test_an_edition_of_before_says_what_it_does_not_hold(tmp_path: Path) -> None:
    moved = {"verblijf": cells(k0={"teller": 24, "noemer": 100})}
    write_edition(tmp_path, A, {"verblijf": cells()})
    write_edition(tmp_path, B, moved, {("traject", K1): 5}, {("traject", K1): "1"})
    found = compare(tmp_path)
    assert found.rijen is None and not found.is_inhoud_bekend
    assert "is niet bekend" in list_editieverschillen(found, SETTINGS)[0]
    redenen = find_redenen(found, find(tmp_path, "west", K1))
    assert redenen == (Reden(Redensoort.RIJEN_ONBEKEND),)


def test_rows_without_a_mark_leave_corrections_unknown(tmp_path: Path) -> None:
    write_edition(tmp_path, A, {"verblijf": cells()}, {("traject", K1): 5})
    moved = {"verblijf": cells(k0={"teller": 24, "noemer": 100})}
    write_edition(tmp_path, B, moved, {("traject", K1): 5}, {("traject", K1): "1"})
    found = compare(tmp_path)
    assert found.rijen == ()
    redenen = find_redenen(found, find(tmp_path, "west", K1))
    assert redenen == (Reden(Redensoort.INHOUD_ONBEKEND),)


def test_marks_of_other_columns_say_nothing(tmp_path: Path) -> None:
    rows, moved = {("traject", K1): 5, ("casus", K1): 5}, cells(k0={"teller": 24, "noemer": 100})
    was = {("traject", K1): "12", ("casus", K1): "ab.7"}
    now = {("traject", K1): "cd.99", ("casus", K1): "ab.8"}
    write_edition(tmp_path, A, {"verblijf": cells()}, rows, was)
    write_edition(tmp_path, B, {"verblijf": moved}, rows, now)
    found = compare(tmp_path)
    assert [(item.bestand, item.is_anders) for item in found.rijen or ()] == [("casus", True)]
    assert not found.is_inhoud_bekend
    redenen = find_redenen(found, find(tmp_path, "west", K1))
    assert redenen == (Reden(Redensoort.INHOUD_ONBEKEND),)


def test_definitions_boundaries_and_norms_are_named_where_they_touch(tmp_path: Path) -> None:
    other: dict[str, Any] = describe_identity(SETTINGS)
    wijken = {naam: list(gebieden) for naam, gebieden in other["wijken"].items()}
    wijken["west"] = wijken["west"][:-1]
    normen = {**other["normen"], "wachttijd_dagen": 70, "minimum_noemer": 20}
    same = {"store_hash": "x"}
    write_edition(tmp_path, A, {"verblijf": cells()}, {}, {}, definitieversie="1.2", **same)
    moved: Cells = fill(teller=22, noemer=100)
    identity = {**other, "wijken": wijken, "normen": normen}
    write_edition(tmp_path, B, {"verblijf": moved}, {}, {}, identiteit=identity, **same)
    found = compare(tmp_path)
    assert {(item.soort, item.wat) for item in found.oorzaken} == {
        (Redensoort.DEFINITIE, ""),
        (Redensoort.GRENZEN, "west"),
        (Redensoort.PARAMETERS, "normen.wachttijd_dagen"),
        (Redensoort.PARAMETERS, "normen.minimum_noemer"),
    }
    text = " ".join(list_editieverschillen(found, SETTINGS))
    assert "toen versie 1.2, nu versie 1.4" in text and "De grenzen van West" in text
    of_west = {item.soort for item in find_redenen(found, find(tmp_path, "west", K1))}
    of_zuid = {item.soort for item in find_redenen(found, find(tmp_path, "zuid", K1))}
    assert of_west == {Redensoort.DEFINITIE, Redensoort.GRENZEN, Redensoort.PARAMETERS}
    assert of_zuid == {Redensoort.DEFINITIE, Redensoort.PARAMETERS}


def test_rows_are_not_called_corrected_for_a_boundary_that_moved(tmp_path: Path) -> None:
    other: dict[str, Any] = describe_identity(SETTINGS)
    wijken = {naam: list(gebieden) for naam, gebieden in other["wijken"].items()}
    wijken["zuid"].append(wijken["west"].pop())
    rows = {("jeugdige", K1): 5, ("traject", K1): 5}
    was = {("jeugdige", K1): "ab.1", ("bevolking", K1): "cd.1", ("traject", K1): "ef.1"}
    now = {("jeugdige", K1): "ab.2", ("bevolking", K1): "cd.2", ("traject", K1): "ef.1"}
    moved: Cells = fill(teller=22, noemer=100)
    write_edition(tmp_path, A, {"verblijf": cells()}, rows, was)
    identity = {**other, "wijken": wijken}
    write_edition(tmp_path, B, {"verblijf": moved}, rows, now, identiteit=identity)
    found = compare(tmp_path)
    assert found.rijen == () and not found.is_inhoud_bekend
    redenen = find_redenen(found, find(tmp_path, "west", K1))
    assert redenen[0] == Reden(Redensoort.GRENZEN)
    assert {item.soort for item in redenen} == {Redensoort.GRENZEN, Redensoort.INHOUD_ONBEKEND}
    text = " ".join(list_editieverschillen(found, SETTINGS))
    assert "bij andere grenzen van wijken niet te zien" in text and "gegevens zijn" not in text


def test_a_setting_another_figure_uses_is_no_reason(tmp_path: Path) -> None:
    other: dict[str, Any] = describe_identity(SETTINGS)
    identity = {**other, "normen": {**other["normen"], "wachttijd_dagen": 70}}
    write_edition(tmp_path, A, {"verblijf": cells()}, {}, {}, store_hash="x")
    moved = {"verblijf": cells(k0={"teller": 24, "noemer": 100})}
    write_edition(tmp_path, B, moved, {}, {}, store_hash="x", identiteit=identity)
    redenen = find_redenen(compare(tmp_path), find(tmp_path, "west", K1))
    assert redenen == (Reden(Redensoort.GEEN),)


def test_what_is_provisional_again_is_named(tmp_path: Path) -> None:
    def until(day: str) -> dict[str, Any]:
        return {"voorlopig_na": {"verblijf": day}}

    was = cells(k3={"teller": 3, "noemer": 9, "status": "te_klein"})
    write_edition(tmp_path, A, {"verblijf": was}, {}, {}, **until("2021-12-31"))
    now = fill(teller=20, noemer=100)
    for (wijk, quarter), cell in now.items():
        if quarter == 3:
            small = wijk == "west"
            cell.update({"teller": 3, "noemer": 9} if small else {})
            cell["status"] = "te_klein" if small else "voorlopig"
    write_edition(tmp_path, B, {"verblijf": now}, {}, {}, **until("2021-09-30"))
    last = date(2021, 10, 1)
    for wijk in ("west", "zuid"):
        redenen = find_redenen(compare(tmp_path), find(tmp_path, wijk, last))
        assert redenen[0] == Reden(Redensoort.WEER_VOORLOPIG), wijk
    moved = compare_cijfers(compare(tmp_path), "verblijf").verschillen
    assert {item.van for item in moved if item.venster == "kwartaal"} == {last}
    found = compare(tmp_path)
    back = compare_cijfers(compare_opened(found.nieuw, found.oud), "verblijf").verschillen
    assert "zuid" in {item.wijk for item in back}, "its state is other"
    assert ("west", last) not in {(item.wijk, item.van) for item in back}, "as it should go"


def test_what_came_and_went_and_another_nulmeting(tmp_path: Path) -> None:
    frozen = {"vastgelegd_op": "2024-01-01", "ongewijzigd": True, "nieuwere_versie": None}
    was = {"verblijf": {**frozen, "versie": 1}}
    now = {"verblijf": {**frozen, "versie": 2}}
    early = {"datastand": "2021-01-31"}
    write_edition(tmp_path, A, {"verblijf": cells()}, {}, {}, was, **early)
    moved = {"verblijf": fill(teller=30, noemer=100), "stapeling": cells()}
    write_edition(tmp_path, B, moved, {}, {}, now)
    found = compare(tmp_path)
    new = compare_cijfers(found, "stapeling")
    assert new.aantal_gelijk == 0 and {item.oud for item in new.verschillen} == {None}
    assert find_redenen(found, new.verschillen[0]) == (Reden(Redensoort.NIEUW_CIJFER),)
    year = find(tmp_path, "zuid", K1, "nulmeting")
    assert Reden(Redensoort.NULMETING) in find_redenen(found, year)
    assert Reden(Redensoort.DATASTAND) in find_redenen(found, find(tmp_path, "zuid", K2))
    assert Reden(Redensoort.VOORLOPIG) in find_redenen(found, find(tmp_path, "zuid", K2))
    gone = compare_cijfers(compare_opened(found.nieuw, found.oud), "stapeling").verschillen
    assert gone and {item.nieuw for item in gone} == {None} and gone[0].verschil is None


def plain_rows(data: Path, naam: str, audience: str, slug: str) -> dict[Any, dict[str, Any]]:
    frame = read_cijfers(open_editie(data, audience, naam, rol=ROL_BEHEERDER), slug).frame
    return {tuple(row[key] for key in KEYS): dict(row) for _, row in frame.iterrows()}


def is_same(one: Any, other: Any) -> bool:
    if math.isnan(one) or math.isnan(other):
        return math.isnan(one) and math.isnan(other)
    return abs(one - other) <= 1e-9 * max(1.0, abs(one), abs(other))


@pytest.mark.parametrize("audience", ["intern", "openbaar"])
@pytest.mark.parametrize("zaad", [1, 2])
def test_plain_loops_find_the_same(zaad: int, audience: str, tmp_path: Path) -> None:
    dice = random.Random(zaad)
    first: Cells = {
        place: {"teller": dice.randint(0, 30), "noemer": dice.randint(30, 90)} for place in fill()
    }
    second = {place: dict(cell) for place, cell in first.items()}
    for place in dice.sample(list(second), 8):
        second[place]["teller"] = dice.randint(0, 30)
    for naam, exact in ((A, first), (B, second)):
        write_edition(tmp_path, naam, {"verblijf": exact}, audience=audience)
    before, after = (plain_rows(tmp_path, naam, audience, "verblijf") for naam in (A, B))
    wanted = {}
    for key in before.keys() | after.keys():
        old, new = before[key], after[key]
        same = old["status"] == new["status"]
        for name in NUMBERS:
            same = same and is_same(old[name], new[name])
        if not same:
            wanted[key] = new["waarde"] - old["waarde"]
    compared = compare_cijfers(compare(tmp_path, audience), "verblijf")
    found = {tuple(getattr(item, key) for key in KEYS): item for item in compared.verschillen}
    assert found.keys() == wanted.keys() and wanted
    assert compared.aantal_gelijk == len(before) - len(wanted)
    for key, verschil in wanted.items():
        own = found[key].verschil
        assert (own is None) if math.isnan(verschil) else own == pytest.approx(verschil)


def numbers_of(figure: Figure | None) -> set[float]:
    if figure is None:
        return set()
    values = (getattr(figure, item.name) for item in fields(Figure))
    return {value for value in values if isinstance(value, float)}


def test_an_attacker_gets_no_number_that_the_two_editions_do_not_show(tmp_path: Path) -> None:
    """Counts of 3 and 7 are both shown as fewer than ten: nobody may see that they differ."""
    small, other = ({"teller": n, "noemer": 100} for n in (3, 7))
    large = {"teller": 40, "noemer": 100}
    for naam, west in ((A, (small, small)), (B, (other, large)), (C, (small, small))):
        exact = cells(k0=west[0], k1=west[1])
        write_edition(tmp_path, naam, {"verblijf": exact}, audience="openbaar")
    found = compare(tmp_path, "openbaar")
    moved = compare_cijfers(found, "verblijf").verschillen
    assert ("west", K1, "kwartaal") not in {(item.wijk, item.van, item.venster) for item in moved}
    [shown] = [item for item in moved if item.wijk == "west" and item.van == K2]
    assert shown.oud and shown.oud.waarde is None and shown.verschil is None
    assert find_redenen(found, shown)[0] == Reden(Redensoort.BESCHERMING)
    assert show_moved(shown) == "–"
    for item in moved:
        for naam, figure in ((A, item.oud), (B, item.nieuw)):
            row = plain_rows(tmp_path, naam, "openbaar", "verblijf")[
                item.indeling, item.categorie, item.wijk, item.venster, item.van, item.tot
            ]
            visible = {value for value in row.values() if isinstance(value, float)}
            assert numbers_of(figure) <= visible
        if item.verschil is not None:
            assert item.oud and item.nieuw and item.oud.waarde is not None
            assert item.nieuw.waarde is not None
            assert item.verschil == item.nieuw.waarde - item.oud.waarde
    third = compare_edities(tmp_path, "openbaar", A, C, rol=ROL_OPENBAAR)
    assert compare_cijfers(third, "verblijf").verschillen == ()
    assert third.is_zelfde_levering is None and not third.is_inhoud_bekend


def test_who_may_not_open_an_edition_may_not_compare_it(tmp_path: Path) -> None:
    for naam in (A, B):
        write_edition(tmp_path, naam, {"verblijf": cells()})
    write_edition(tmp_path, B, {"verblijf": cells()}, audience="openbaar")
    with pytest.raises(ToegangGeweigerd):
        compare_edities(tmp_path, "intern", A, B, rol=ROL_OPENBAAR)
    openbaar, intern = (
        open_editie(tmp_path, audience, B, rol=ROL_BEHEERDER) for audience in ("openbaar", "intern")
    )
    with pytest.raises(ValueError, match="two audiences"):
        compare_opened(openbaar, intern)
    with pytest.raises(ToegangGeweigerd):
        list_earlier(tmp_path, intern, rol=ROL_OPENBAAR)
    assert [item.id for item in list_earlier(tmp_path, intern, rol=ROL_BEHEERDER)] == [A]


def test_what_cannot_be_compared_is_refused(tmp_path: Path) -> None:
    write_edition(tmp_path, A, {"verblijf": cells()})
    write_edition(tmp_path, B, {"verblijf": cells()}, synthetisch=False)
    with pytest.raises(ProeftuinError, match="verzonnen"):
        compare(tmp_path)
    with pytest.raises(ProeftuinError, match="twee keer dezelfde"):
        compare_edities(tmp_path, "intern", A, A, rol=ROL_BEHEERDER)
    with pytest.raises(ProeftuinError, match="bestaat niet"):
        compare_edities(tmp_path, "intern", A, "2001-01-01.1", rol=ROL_BEHEERDER)
    file = tmp_path / "edities" / A / "intern" / "cijfers" / "verblijf.parquet"
    file.write_bytes(b"anders")
    with pytest.raises(DamagedEdition):
        compare(tmp_path)


def tables_of(fact: str) -> set[str]:
    """The files of a levering that the SQL of a fact reads, through the facts before it."""
    text = re.sub(r"--.*", "", read_fact(fact))
    named = set(re.findall(r"(?:from|join)\s+(\w+)", text))
    files = {{"adres": "jeugdige"}.get(naam, naam) for naam in named} & BESTAND.keys()
    for inner in named & set(FACTS) - {fact}:
        files |= tables_of(inner)
    return files


def test_the_files_of_a_figure_are_those_its_sql_reads() -> None:
    for indicator in INDICATORS:
        wanted = tables_of(indicator.feit)
        if indicator.noemer == "bevolking":
            wanted |= tables_of("bevolking_venster")
        assert set(list_bestanden(indicator)) == wanted, indicator.slug
