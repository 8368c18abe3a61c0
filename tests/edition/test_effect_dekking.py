"""Does the interval hold the truth, and is a strong effect seen: simulation and demo leveringen."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from proeftuin.disclosure.published import publish_intern
from proeftuin.indicators import INDICATOR
from proeftuin.ingest.load import load_levering
from proeftuin.results.effect import Uitkomst
from proeftuin.store import open_store, prepare_facts
from proeftuin.synthetic import write_demo
from proeftuin.vocabulary import AANTOONBAAR, NIET_AANTOONBAAR, TE_WEINIG
from tests.lib.edities import small_settings
from tests.lib.effect_frames import SETTINGS, make_outcomes
from tests.lib.gedeeld import shared
from tests.lib.measured_frames import measure_indicator
from tools import simulatie
from tools.simulatie_gemeenten import draw_gemeenten, draw_kansen, judge_methode, simulate


@pytest.mark.parametrize("met_placebo", [True, False])
@pytest.mark.parametrize(("spreiding", "samenhang"), [(1.0, 0.5), (2.0, 0.8)])
def test_the_interval_holds_the_truth(
    spreiding: float, samenhang: float, met_placebo: bool
) -> None:
    """200 seeds of a small city without an effect, wijken with shocks that last: 92 to 98%."""
    inside = 0
    for zaad in range(200):
        random = np.random.default_rng([zaad, round(10 * spreiding)])
        city = draw_gemeenten(random, draw_kansen(random, 1, spreiding, samenhang))
        onder, boven = judge_methode(city, met_placebo)
        inside += int(onder[0] <= 0 <= boven[0])
    assert 0.92 <= inside / 200 <= 0.98


def test_naive_methods_see_what_is_not_there() -> None:
    """One scenario of docs/simulatie.md with fewer gemeenten."""
    found = simulate(2.0, 0.8, gemeenten=600)
    assert 0.03 <= found.vals["methode"] <= 0.07
    assert 0.92 <= found.dekking["methode"] <= 0.98
    for naam in ("naief", "bootstrap", "cluster"):
        assert found.vals[naam] > 0.1
    assert found.gezien["methode"] > found.vals["methode"]
    again = simulate(2.0, 0.8, gemeenten=600)
    assert again == found


def test_the_document_is_that_of_the_scenarios() -> None:
    """Every scenario has its line, and the method stays between 3 and 7%."""
    text = simulatie.DOEL.read_text(encoding="utf-8")
    section = text.split("## ")[1]
    rows = re.findall(r"^\| (\d) punt \| (\d,\d\d) \| (\d+,\d)% \|", section, re.MULTILINE)
    wanted = [(f"{a:.0f}", f"{b:.2f}".replace(".", ",")) for a, b in simulatie.SCENARIOS]
    assert [row[:2] for row in rows] == wanted
    assert all(3 <= float(row[2].replace(",", ".")) <= 7 for row in rows)


def demo_outcome(folder: Path, effect: str, datastand: date, slug: str = "trajectduur") -> Uitkomst:
    """The outcome of one indicator of a demo of 800 jeugdigen, the real way without splits."""
    chosen = replace(
        small_settings(),
        perioden=replace(SETTINGS.perioden, vroegste_kwartaal=date(2020, 1, 1)),
    )

    def load_demo(made: Path) -> None:
        write_demo(made / "levering", 800, 1, datastand, effect, chosen)
        load_levering(made / "levering", made / "data", chosen)

    stad = shared(f"effect-{effect}-{datastand}", load_demo)
    indicator = replace(INDICATOR[slug], indelingen=())
    with open_store(stad / "data") as store:
        prepare_facts(store, chosen)
        published = publish_intern(measure_indicator(store, chosen, indicator))
    return make_outcomes(folder / "editie", {slug: published}, chosen)[slug]


@pytest.mark.parametrize(
    ("effect", "verdict"), [("geen", NIET_AANTOONBAAR), ("sterk", AANTOONBAAR)]
)
def test_a_demo_with_and_without_an_effect(effect: str, verdict: str, tmp_path: Path) -> None:
    found = demo_outcome(tmp_path, effect, date(2023, 12, 31))
    assert (found.is_primair, found.verdict, found.reden) == (True, verdict, "")
    assert found.est is not None
    assert (found.est < -50) == (effect == "sterk")


@pytest.mark.parametrize(
    ("datastand", "reden"), [(date(2023, 6, 30), "niet_rijp"), (date(2023, 10, 31), "voorlopig")]
)
def test_a_demo_whose_effectjaar_is_not_complete(
    datastand: date, reden: str, tmp_path: Path
) -> None:
    found = demo_outcome(tmp_path, "sterk", datastand)
    assert (found.verdict, found.reden) == (TE_WEINIG, reden)
    assert found.onder is None and found.mdc_extra_jaar is not None


def test_terugval_of_the_effectjaar_says_how_many_are_old_enough(tmp_path: Path) -> None:
    found = demo_outcome(tmp_path, "geen", date(2023, 12, 31), "terugval")
    assert (found.verdict, found.reden) == (TE_WEINIG, "niet_rijp")
    assert found.rijp is not None and found.totaal is not None and found.rijp < found.totaal
