"""The prognose against plain loops: what the facts count, and both estimates of the product."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import numpy as np
import pytest

from proeftuin.ingest.load import load_levering
from proeftuin.measure import prepare_facts
from proeftuin.measure.prognose import Reeksen, measure_prognose
from proeftuin.settings.model import Settings
from proeftuin.settings.read import read_settings
from proeftuin.stats.prognose import SOORTEN, estimate_declaraties, estimate_toewijzingen
from proeftuin.store import open_store
from proeftuin.vocabulary import GEMEENTE
from tests.lib.compare import load, make_regels
from tests.lib.delivered import read_levering
from tests.lib.random_levering import make_levering
from tests.lib.reference import prognose as plain
from tests.lib.reference.eenheden import Wereld
from tests.lib.reference.personen import Levering, keep_begun, read_personen
from tests.lib.reference.prognose import Maand, Telling, count_prognose, month_of
from tests.measure.test_reference import VOORBEELD, small_settings

NAMEN = ("gedeclareerd", "zonder_toewijzing", "traject_dagen", "gedeclareerde_dagen")


def count_plain(levering: Levering, datastand: date, settings: Settings) -> dict[str, Telling]:
    regels = make_regels(settings)
    begun = keep_begun(levering, datastand)
    personen = read_personen(begun, datastand, regels)
    return count_prognose(Wereld(begun, personen, datastand, regels))


def measured(folder: Path, settings: Settings) -> Reeksen:
    with open_store(folder) as store:
        prepare_facts(store, settings)
        return measure_prognose(store, settings)


def compare(found: Reeksen, expected: dict[str, Telling], settings: Settings) -> None:
    """Every month of every wijk, and of the gemeente as the sum of all."""
    months = [month_of(van) for van, _ in found.maanden]
    quarters = {month: tuple(month_of(van)) for month, (van, _) in enumerate(found.maanden)}
    for row, reeks in found.reeksen.items():
        wijken = [*expected] if row == GEMEENTE else [row]
        own = [expected[wijk] for wijk in wijken if wijk in expected]
        for naam in NAMEN:
            sums = [sum(getattr(item, naam).get(month, 0.0) for item in own) for month in months]
            if naam.endswith("dagen"):  # trajecten are counted up to datastand
                sums = sums[: found.peil + 2]
            got = getattr(reeks, naam)[: len(sums)]
            np.testing.assert_allclose(got, sums, rtol=1e-9, atol=1e-6, err_msg=f"{row} {naam}")
        ended = [
            [
                sum(item.geeindigd.get(quarters[nr], (0.0, 0.0))[place] for item in own)
                for nr in quarters
            ]
            for place in (0, 1)
        ]
        for got, want in zip((reeks.geeindigd_eur, reeks.verzilverd_eur), ended, strict=True):
            np.testing.assert_allclose(got, want, rtol=1e-9, atol=1e-6, err_msg=row)
        _compare_plan(reeks.plan, own, months)


def _compare_plan(plan: np.ndarray, own: list[Telling], months: list[Maand]) -> None:
    want = np.zeros_like(plan)
    place = {month: nr for nr, month in enumerate(months)}
    for item in own:
        for (known, month, soort), euro in item.plan.items():
            if month in place:
                first = 0 if known < months[0] else place[known] + 1
                want[SOORTEN.index(soort), first, place[month]] += euro
    np.testing.assert_allclose(plan, want, rtol=1e-9, atol=1e-4)


def test_voorbeeld(tmp_path: Path) -> None:
    settings = read_settings()
    levering, datastand = read_levering(VOORBEELD)
    load_levering(VOORBEELD, tmp_path, settings)
    found = measured(tmp_path, settings)
    assert found.reeksen[GEMEENTE].plan.any() and found.reeksen[GEMEENTE].gedeclareerd.any()
    compare(found, count_plain(levering, datastand, settings), settings)


def with_links(rnd: Random, levering: Levering, datastand: date) -> Levering:
    """The same levering with categories, late toewijzingen and trajecten that name one."""
    by_person: dict[str, list[str]] = {}
    for row in levering.get("toewijzing", []):
        row["productcategorie_code"] = rnd.choice(("45", "45", "43", None))
        days = rnd.choice((-40, 0, 0, 20, 70))
        ingang = row["ingang_datum"].toordinal() + days
        row["toewijzing_datum"] = min(date.fromordinal(ingang), datastand)
        by_person.setdefault(row["jeugdige_id"], []).append(row["toewijzing_id"])
    for row in levering["traject"]:
        own = by_person.get(row["jeugdige_id"])
        row["toewijzing_id"] = rnd.choice((*own, None)) if own else None
    return levering


@pytest.mark.parametrize("zaad", [3, 11, 30])
def test_random_leveringen(zaad: int, tmp_path: Path) -> None:
    settings, rnd = small_settings(), Random(zaad)
    datastand = rnd.choice((date(2022, 12, 31), date(2022, 9, 30), date(2023, 2, 14)))
    levering = make_levering(rnd, 60, datastand, settings.wijk_ids)
    levering = with_links(rnd, levering, datastand)
    assert "toewijzing" in levering and "declaratie" in levering
    found = measured(load(levering, datastand, settings, tmp_path), settings)
    last = found.maanden[found.peil][1]
    assert last <= datastand and (datastand - last).days < 31
    compare(found, count_plain(levering, datastand, settings), settings)


def test_both_estimates_equal_those_in_plain_loops(tmp_path: Path) -> None:
    """On a levering where every month of every year has something, for each quarter end."""
    settings = replace(
        small_settings(),
        perioden=replace(small_settings().perioden, vroegste_kwartaal=date(2018, 1, 1)),
    )
    datastand, rnd = date(2022, 9, 30), Random(5)
    levering = with_links(rnd, make_levering(rnd, 150, datastand, settings.wijk_ids), datastand)
    for row in levering["declaratie"]:
        row["bedrag_eur"] = abs(row["bedrag_eur"])
    counted = count_plain(levering, datastand, settings)
    found = measured(load(levering, datastand, settings, tmp_path), settings)
    total = _add_up(counted)
    reeks, judged = found.reeksen[GEMEENTE], 0
    for peil in range(47, found.peil + 1, 3):
        month = month_of(found.maanden[peil][0])
        for compleet in (None, [0.2, 0.5, 0.9]):
            shares = None if compleet is None else np.array(compleet)
            got = estimate_declaraties(reeks, peil, peil // 12, shares)
            want = plain.estimate_declaraties(total, month, month[0], compleet)
            assert got is not None
            judged += _same_parts(got.delen, want)
        planned = estimate_toewijzingen(reeks, peil, peil // 12)
        assert planned is not None
        judged += _same_parts(planned.delen, plain.estimate_toewijzingen(total, month, month[0]))
    assert judged > 100


def _same_parts(got: dict[str, np.ndarray], want: dict[str, float]) -> int:
    assert got.keys() == want.keys()
    for naam, euro in want.items():
        assert got[naam].sum() == pytest.approx(euro, rel=1e-8, abs=1e-3), naam
    return len(want)


def _add_up(counted: dict[str, Telling]) -> Telling:
    total = Telling()
    for item in counted.values():
        for naam in (*NAMEN, "plan"):
            own = getattr(total, naam)
            for key, value in getattr(item, naam).items():
                own[key] += value
        for month, (bedrag, declared) in item.geeindigd.items():
            before = total.geeindigd.get(month, (0.0, 0.0))
            total.geeindigd[month] = (before[0] + bedrag, before[1] + declared)
    return total
