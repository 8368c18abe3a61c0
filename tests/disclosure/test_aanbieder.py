"""The table of aanbieders: nothing small in it or to be worked out of it; openbaar has none."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import pytest

from proeftuin.disclosure import protect_aanbieders
from proeftuin.indicators import INDICATORS, Soort
from proeftuin.measure import Aanbiedermeting, measure_aanbieders, prepare_facts
from proeftuin.results import open_editie, read_tabel
from proeftuin.settings.read import read_settings
from proeftuin.store import open_store
from proeftuin.vocabulary import AFGESCHERMD, INTERN, OK, OPENBAAR, ROL_INTERN, TE_KLEIN
from tests.lib.aanvaller.aanbieder import as_telling, attack_aanbieders
from tests.lib.reference.aanbieder import Aanbiedertelling

pytest_plugins = ("tests.lib.editie_fixture",)
VENSTERS = ("nulmeting", "effectjaar")
SETTINGS = read_settings()


def test_the_attacker_learns_nothing_small_of_a_published_city(editie_dir: Path) -> None:
    editie = open_editie(editie_dir, INTERN, rol=ROL_INTERN)
    tabel = read_tabel(editie, "aanbieders")
    with open_store(editie_dir) as store:
        prepare_facts(store, SETTINGS)
        meting = measure_aanbieders(store, SETTINGS)
    for venster in VENSTERS:
        assert attack_aanbieders(tabel, as_telling(meting, venster), venster) == []
    shown = tabel[tabel["status"] == OK]
    counted = {"gebruik", "instroom", "jeugdigen", "toewijzingen", "kosten"}
    assert counted | {"gedeclareerd", "toegewezen", "trajectduur"} <= set(shown["maat"])
    assert not shown["waarde"].isna().any()
    away = tabel[tabel["status"].isin((AFGESCHERMD, TE_KLEIN))]
    assert away["waarde"].isna().all() and away["noemer"].isna().all()
    assert "totaal" in set(shown["aanbieder"])


def test_openbaar_has_nothing_of_it(editie_dir: Path) -> None:
    folder = open_editie(editie_dir, OPENBAAR).pad
    assert not list(folder.rglob("aanbieders*"))
    for file in folder.rglob("*.parquet"):
        frame = pd.read_parquet(file)
        assert not {"aanbieder", "product"} & set(frame.columns), file
        if "indeling" in frame:
            assert "aanbieder" not in set(frame["indeling"]), file


KOLOMMEN = {
    "aantallen": ("venster", "maat", "product", "aanbieder", "aantal"),
    "aandelen": ("venster", "maat", "aanbieder", "teller", "noemer", "rijp", "totaal", "geteld"),
    "duren": ("venster", "maat", "aanbieder", "waarde", "teller", "noemer", "is_dun"),
    "euros": ("venster", "product", "aanbieder", "jeugdige", "euro"),
    "toewijzingen": (
        *("venster", "aanbieder", "jeugdige", "aantal", "rijp", "toegewezen", "gedeclareerd"),
    ),
}
Rij = tuple[Any, ...]
GROOTTEN = (3, 20, 29, 30, 40, 60, 200)
KLEIN = (0, 1, 5, 9, 10, 11, 15, 19)


def make_meting(zaad: int) -> Aanbiedermeting:
    """A random window of few aanbieders, with numbers around every limit."""
    rnd = Random(zaad)
    namen = [f"A{nummer}" for nummer in range(rnd.choice((1, 2, 2, 3, 4, 6)))]
    rows: dict[str, list[Rij]] = {naam: [] for naam in KOLOMMEN}
    ended: dict[str, int] = {}
    for item in INDICATORS:
        if item.aanbieder_feit and item.soort is Soort.PER_1000:
            own = {naam: rnd.choice((0, 1, 3, 5, 9, 10, 11, 18, 30, 60)) for naam in namen}
            if item.slug == "trajecten_beeindigd":
                ended = own
            most, least = sum(own.values()), max(own.values())
            whole = most if item.aanbieder_feit == item.feit else rnd.randint(least, most)
            rows["aantallen"] += [(item.slug, "", *pair) for pair in own.items()]
            rows["aantallen"].append((item.slug, "", "totaal", whole))
    rows["aandelen"] = list(make_shares(rnd, namen, ended))
    for slug in ("trajectduur", "wachttijd"):
        cells = {}
        for naam in namen:
            noemer = rnd.choice(GROOTTEN)
            cells[naam] = (min(noemer, rnd.choice((0, 3, 9, 10, 11, 30, 100))), noemer)
        cells["totaal"] = tuple(map(sum, zip(*cells.values(), strict=True)))
        rows["duren"] += [
            (slug, naam, rnd.uniform(1, 700), *cel, rnd.random() < 0.1)
            for naam, cel in cells.items()
        ]
    for naam in namen:
        for nummer in range(rnd.choice((0, 9, 12, 40, 80))):
            euro = rnd.randint(100, 9000) * (60 if rnd.random() < 0.003 else 1)
            used = euro if rnd.random() < 0.6 else rnd.randint(0, euro + 50)
            rows["toewijzingen"].append((naam, 1000 * namen.index(naam) + nummer, 1, 1, euro, used))
    add_products(rnd, namen, rows)
    frames = {
        naam: pd.DataFrame([("nulmeting", *row) for row in rows[naam]], columns=list(kolommen))
        for naam, kolommen in KOLOMMEN.items()
    }
    aantallen = frames.pop("aantallen")
    return Aanbiedermeting(aantallen[aantallen["aantal"] > 0], **frames)


def make_shares(rnd: Random, namen: list[str], ended: dict[str, int]) -> Iterator[Rij]:
    """Of trajecten that ended and aanmeldingen, and terugval after three terms, nested."""
    parts: dict[str, dict[str, tuple[int, int, int]]] = {}  # teller, noemer, geteld
    for naam in namen:
        noemer = rnd.choice(GROOTTEN)
        small = rnd.choice(KLEIN)
        teller = min(noemer, small) if rnd.random() < 0.8 else max(0, noemer - small)
        for slug in ("terugval", "terugval_180", "terugval_90"):
            parts.setdefault(slug, {})[naam] = (teller, noemer, noemer)
            teller = max(0, teller - rnd.choice((0, 0, 1, 5, 9, 10, 11)))
        for slug, geteld in (
            ("doorstroom", ended[naam]),
            ("volgens_plan", ended[naam]),
            ("binnen_norm", rnd.choice(GROOTTEN)),
        ):
            noemer = max(0, geteld - rnd.choice((0, 0, 3, 9, 10, 12)) * (slug == "volgens_plan"))
            small = rnd.choice(KLEIN)
            teller = min(noemer, small) if rnd.random() < 0.8 else max(0, noemer - small)
            geteld = noemer if slug == "binnen_norm" else geteld
            parts.setdefault(slug, {})[naam] = (teller, noemer, geteld)
    for slug, own in parts.items():
        whole = tuple(map(sum, zip(*own.values(), strict=True)))
        for naam, (teller, noemer, geteld) in (own | {"totaal": whole}).items():
            ripe = noemer + (slug == "binnen_norm")  # never all followed long enough
            yield (slug, naam, teller, noemer, noemer, ripe, geteld)


def add_products(rnd: Random, namen: list[str], rows: dict[str, list[Rij]]) -> None:
    """Euros, jeugdigen and toewijzingen per product."""
    for product in ("43", "45", "54", "onbekend"):
        people: dict[str, set[int]] = {naam: set() for naam in namen}
        for naam in namen:
            for kind in range(rnd.choice((0, 0, 1, 5, 9, 10, 25, 40, 60))):
                jeugdige = kind if rnd.random() < 0.1 else 1000 * namen.index(naam) + kind
                if jeugdige in people[naam]:
                    continue
                people[naam].add(jeugdige)
                large = 60 if rnd.random() < 0.01 else 1
                rows["euros"].append((product, naam, jeugdige, large * rnd.randint(50, 5000)))
        wholes = {
            "jeugdigen": len(set().union(*people.values())),
            "toewijzingen": sum(map(len, people.values())),
        }
        for maat, whole in wholes.items():
            rows["aantallen"] += [(maat, product, naam, len(own)) for naam, own in people.items()]
            rows["aantallen"].append((maat, product, "totaal", whole))


def test_the_attacker_learns_nothing_small_of_random_cities() -> None:
    shown: Counter[str] = Counter()
    for zaad in range(40):
        meting = make_meting(zaad)
        tabel = protect_aanbieders(meting, SETTINGS)
        assert attack_aanbieders(tabel, as_telling(meting, "nulmeting"), "nulmeting") == [], zaad
        has_value = tabel["waarde"].notna()
        shown.update(tabel[(tabel["aanbieder"] == "totaal") & has_value]["maat"])
    maten = ("gebruik", "terugval", "toewijzingen", "kosten", "gedeclareerd", "binnen_norm")
    assert all(shown[maat] > 2 for maat in (*maten, "trajectduur", "wachttijd")), shown


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


NIEUW = ("doorstroom", "volgens_plan", "binnen_norm", "trajectduur", "wachttijd", "terugval_180")


def put_back(tabel: pd.DataFrame, telling: Aanbiedertelling, *, only_wholes: bool) -> pd.DataFrame:
    """The table with the values of NIEUW and the sums as if nothing was hidden."""
    found = tabel.copy()
    for place, row in tabel[tabel["waarde"].isna()].iterrows():
        maat, naam = row["maat"], row["aanbieder"]
        if only_wholes and naam != "totaal":
            continue
        noemer = float("nan")
        if maat in ("trajectduur", "wachttijd"):
            waarde = telling.duur[maat, naam][0]
        elif maat in NIEUW:
            teller, noemer = telling.aandeel[maat, naam][:2]
            waarde = teller / noemer if noemer else 0.0
        elif maat in ("gedeclareerd", "toegewezen"):
            waarde = 1.0  # he knows whose euros they are
        else:
            continue
        found.loc[place, ["waarde", "noemer", "status"]] = [waarde, noemer, OK]
    return found


@pytest.mark.parametrize("only_wholes", [False, True])
def test_the_attacker_finds_each_row_that_is_put_back(only_wholes: bool) -> None:
    used: set[str] = set()
    for zaad in range(12):
        meting = make_meting(zaad)
        telling = as_telling(meting, "nulmeting")
        tabel = put_back(protect_aanbieders(meting, SETTINGS), telling, only_wholes=only_wholes)
        found = " ".join(attack_aanbieders(tabel, telling, "nulmeting"))
        used |= {maat for maat in (*NIEUW, "gedeclareerd", "toegewezen") if maat in found}
        used |= {words for words in ("not", "between") if words in found.split()}
    assert used >= {*NIEUW, "gedeclareerd", "toegewezen", "between"}, used


def test_a_mean_is_of_the_jeugdigen_that_are_shown() -> None:
    checked = 0
    for zaad in range(20):
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
