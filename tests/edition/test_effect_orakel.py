"""The comparison of a whole city by a second implementation: from its rows, never from our SQL.

The reference counts every cell in plain loops (tests/lib/reference), and its own formula makes the
comparison of those. est, interval, df and the smallest detectable change agree for every indicator.
"""

from datetime import date
from functools import cache

import pytest

from proeftuin.indicators import INDICATORS
from proeftuin.records import Uitkomst
from proeftuin.results.editie import open_editie
from proeftuin.results.effect import compare_wijk, read_effect
from tests.lib import edities
from tests.lib.compare import make_regels
from tests.lib.delivered import read_levering
from tests.lib.effect_frames import is_decided_by_rounding
from tests.lib.reference import Reference
from tests.lib.reference.effect import Wijk, reference_effect, reference_reach

pytestmark = pytest.mark.langzaam
SLUGS = [item.slug for item in INDICATORS if item.heeft_wijkwaarde]


@cache
def reference() -> Reference:
    levering, datastand = read_levering(edities.levering())
    return Reference(levering, datastand, make_regels(edities.settings_with_voorpaar()))


@cache
def outcomes() -> dict[str, Uitkomst]:
    editie = open_editie(edities.published_with_voorpaar(), "intern", rol="intern")
    return {item.slug: item for item in read_effect(editie)}


def windows() -> dict[str, tuple[str, date, date]]:
    """Every window of the comparison by the name the reference formula gives it."""
    settings = edities.settings_with_voorpaar()
    found = {item.naam: (item.naam, item.van, item.tot) for item in settings.named_vensters}
    for paar in settings.voorparen:
        for naam, item in (
            (f"vroeger_{paar.jaren}", paar.vroeger),
            (f"later_{paar.jaren}", paar.later),
        ):
            found[naam] = (item.naam, item.van, item.tot)
    return found


@pytest.mark.parametrize("slug", SLUGS)
def test_the_reference_compares_the_same(slug: str) -> None:
    settings = edities.settings_with_voorpaar()
    wijken: dict[str, Wijk] = {}
    states: dict[str, str] = {}
    for wijk in settings.wijk_ids:
        own: Wijk = {}
        for naam, venster in windows().items():
            cell = reference().cell(slug, "geen", None, wijk, venster)
            own[naam] = cell["waarde"] if cell["status"] == "ok" else None
            if naam == "effectjaar":
                own["noemer"] = cell["noemer"]
            if naam in ("nulmeting", "effectjaar") and wijk in settings.pilot.wijken:
                states[naam] = cell["status"] if own[naam] is not None else "te_klein"
        wijken[wijk] = own
    found = outcomes()[slug]
    for paar in found.voorparen:
        for item in paar.wijken:
            for side, value in (("vroeger", item.vroeger), ("later", item.later)):
                expected = wijken[item.wijk][f"{side}_{paar.jaren}"]
                if expected is not None:
                    assert value == pytest.approx(expected, rel=1e-9), (item, side)
    if any(state != "ok" for state in states.values()):
        assert found.onder is None and found.verdict == "te weinig gegevens"
        return
    if sum(change is not None for change in (item.d for item in found.wijken)) < 3:
        return
    expected = reference_effect(wijken, list(settings.pilot.wijken), [2])
    if "df" not in expected or is_decided_by_rounding(expected):
        assert found.onder is None
        return
    assert found.df == expected["df"] and found.placebo_jaren == expected.get("placebo_jaren")
    assert found.est == pytest.approx(expected["est"], rel=1e-9, abs=1e-12)
    assert found.onder is not None and found.boven is not None and found.est is not None
    assert found.boven - found.est == pytest.approx(expected["half"], rel=1e-6)
    assert found.est - found.onder == pytest.approx(expected["half"], rel=1e-6)
    for naam in ("se", "mdc", "mdc_extra_jaar", "mdc_extra_voorpaar"):
        assert getattr(found, naam) == pytest.approx(expected[naam], rel=1e-5), naam
    pilots = list(settings.pilot.wijken)
    for item in found.wijken:
        reach = compare_wijk(found, item.wijk)
        assert (reach is None) == (item.d is None)
        if reach is None or reach.onder is None or reach.boven is None:
            assert reach is None or found.reden
            continue
        verschil, half = reference_reach(wijken, item.wijk, pilots, [2])
        assert reach.verschil == pytest.approx(verschil, rel=1e-9, abs=1e-12)
        assert reach.boven - reach.verschil == pytest.approx(half, rel=1e-6)
        assert reach.verschil - reach.onder == pytest.approx(half, rel=1e-6)
        if pilots == [item.wijk]:
            assert (reach.onder, reach.boven) == pytest.approx((found.onder, found.boven))


def test_there_is_enough_to_compare() -> None:
    """Else the comparison above would agree about nothing."""
    counted = [item for item in outcomes().values() if item.geteld and item.mdc is not None]
    assert len(counted) >= 10
