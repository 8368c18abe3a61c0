"""The table of aanbieders: nothing small in it or to be worked out of it; openbaar has none."""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd

from proeftuin.disclosure import protect_aanbieders
from proeftuin.indicators import INDICATORS, Soort
from proeftuin.measure import Aanbiedermeting, measure_aanbieders
from proeftuin.results import open_editie, read_tabel
from proeftuin.settings.read import read_settings
from proeftuin.store import open_store, prepare_facts
from proeftuin.vocabulary import INTERN, OK, OPENBAAR, ROL_INTERN
from tests.lib.aanvaller.aanbieder import as_telling, attack_aanbieders

pytest_plugins = ("tests.lib.editie_fixture",)
VENSTERS = ("nulmeting", "effectjaar")
SETTINGS = read_settings()


def test_the_attacker_learns_nothing_small_of_a_published_city(editie_dir: Path) -> None:
    editie = open_editie(editie_dir, INTERN, rol=ROL_INTERN)
    tabel = read_tabel(editie, "aanbieders")
    with open_store(editie_dir) as store:
        prepare_facts(store, SETTINGS)
        meting = measure_aanbieders(store)
    for venster in VENSTERS:
        assert attack_aanbieders(tabel, as_telling(meting, venster), venster) == []
    shown = tabel[tabel["status"] == OK]
    assert {"gebruik", "instroom", "jeugdigen", "toewijzingen", "kosten"} <= set(shown["maat"])
    assert not shown["waarde"].isna().any() and tabel[tabel["status"] != OK]["waarde"].isna().all()
    assert "totaal" in set(shown["aanbieder"])


def test_openbaar_has_nothing_of_it(editie_dir: Path) -> None:
    folder = open_editie(editie_dir, OPENBAAR).pad
    assert not list(folder.rglob("aanbieders*"))
    for file in folder.rglob("*.parquet"):
        frame = pd.read_parquet(file)
        assert not {"aanbieder", "product"} & set(frame.columns), file
        if "indeling" in frame:
            assert "aanbieder" not in set(frame["indeling"]), file


def make_meting(zaad: int) -> Aanbiedermeting:
    """A random window of few aanbieders, with numbers around every limit."""
    rnd = Random(zaad)
    namen = [f"A{nummer}" for nummer in range(rnd.choice((1, 2, 2, 3, 4, 6)))]
    counts: list[tuple[Any, ...]] = []
    for item in INDICATORS:
        if item.aanbieder_feit and item.soort is not Soort.AANDEEL:
            own = {naam: rnd.choice((0, 1, 3, 5, 9, 10, 11, 18, 30, 60)) for naam in namen}
            most, least = sum(own.values()), max(own.values())
            whole = most if item.aanbieder_feit == item.feit else rnd.randint(least, most)
            counts += [("nulmeting", item.slug, "", *pair) for pair in own.items()]
            counts.append(("nulmeting", item.slug, "", "totaal", whole))
    shares: list[tuple[Any, ...]] = []
    for item in INDICATORS:
        if item.aanbieder_feit and item.soort is Soort.AANDEEL:
            cells = {}
            for naam in namen:
                noemer = rnd.choice((3, 20, 29, 30, 40, 60, 200))
                small = rnd.choice((0, 1, 5, 9, 10, 11, 15, 19))
                teller = min(noemer, small) if rnd.random() < 0.8 else max(0, noemer - small)
                cells[naam] = (teller, noemer)
            cells["totaal"] = tuple(sum(column) for column in zip(*cells.values(), strict=True))
            shares += [("nulmeting", item.slug, "", naam, *cel, cel[1], cel[1])
                       for naam, cel in cells.items()]  # fmt: skip
    euros: list[tuple[Any, ...]] = []
    for product in ("43", "45", "54", "onbekend"):
        people: dict[str, set[int]] = {naam: set() for naam in namen}
        toewijzingen = 0
        for naam in namen:
            for kind in range(rnd.choice((0, 0, 1, 5, 9, 10, 25, 40, 60))):
                jeugdige = kind if rnd.random() < 0.1 else 1000 * namen.index(naam) + kind
                if jeugdige in people[naam]:
                    continue
                people[naam].add(jeugdige)
                large = 60 if rnd.random() < 0.05 else 1
                euros.append(("nulmeting", product, naam, jeugdige, large * rnd.randint(50, 5000)))
        for maat in ("jeugdigen", "toewijzingen"):
            whole = len(set().union(*people.values()))
            for naam in namen:
                counts.append(("nulmeting", maat, product, naam, len(people[naam])))
                toewijzingen += len(people[naam]) if maat == "toewijzingen" else 0
            whole = toewijzingen if maat == "toewijzingen" else whole
            counts.append(("nulmeting", maat, product, "totaal", whole))
    aantallen = pd.DataFrame(counts, columns=["venster", "maat", "product", "aanbieder", "aantal"])
    return Aanbiedermeting(
        aantallen[aantallen["aantal"] > 0],
        pd.DataFrame(
            shares,
            columns=[
                "venster",
                "maat",
                "product",
                "aanbieder",
                "teller",
                "noemer",
                "rijp",
                "totaal",
            ],
        ),
        pd.DataFrame(euros, columns=["venster", "product", "aanbieder", "jeugdige", "euro"]),
    )


def test_the_attacker_learns_nothing_small_of_random_cities() -> None:
    shown: Counter[str] = Counter()
    for zaad in range(25):
        meting = make_meting(zaad)
        tabel = protect_aanbieders(meting, SETTINGS)
        assert attack_aanbieders(tabel, as_telling(meting, "nulmeting"), "nulmeting") == [], zaad
        shown.update(tabel[(tabel["aanbieder"] == "totaal") & (tabel["status"] == OK)]["maat"])
    assert all(shown[maat] > 3 for maat in ("gebruik", "terugval", "toewijzingen", "kosten")), shown


def test_the_attacker_finds_what_is_not_guarded() -> None:
    """Without a threshold nothing is hidden; and with the wholes put back he uses them."""
    open_rules = replace(SETTINGS, onthulling=replace(SETTINGS.onthulling, drempel=1))
    used = 0
    for zaad in range(5):
        meting = make_meting(zaad)
        telling = as_telling(meting, "nulmeting")
        tabel = protect_aanbieders(meting, open_rules)
        assert len(attack_aanbieders(tabel, telling, "nulmeting")) > 5
        tabel = protect_aanbieders(meting, SETTINGS)
        is_whole = (tabel["aanbieder"] == "totaal") & (tabel["status"] != OK)
        for place, row in tabel[is_whole].iterrows():
            exact = telling.aantal.get((row["maat"], row["product"], "totaal"), 0)
            if exact > 9:
                tabel.loc[place, ["waarde", "status"]] = [float(exact), OK]
        used += bool(attack_aanbieders(tabel, telling, "nulmeting"))
    assert used > 2


def test_a_mean_is_of_the_jeugdigen_that_are_shown() -> None:
    checked = 0
    for zaad in range(12):
        meting = make_meting(zaad)
        tabel = protect_aanbieders(meting, SETTINGS)
        shown = tabel[(tabel["maat"] == "kosten") & (tabel["status"] == OK)]
        telling = as_telling(meting, "nulmeting")
        for row in shown.to_dict("records"):
            product, naam = row["product"], row["aanbieder"]
            parts = [
                own
                for (ander, wie), own in telling.euro.items()
                if ander == product and naam in (wie, "totaal")
            ]
            euro = sum(sum(own.values()) for own in parts)
            assert row["waarde"] == round(euro / telling.aantal["jeugdigen", product, naam])
            checked += 1
    assert checked > 10
