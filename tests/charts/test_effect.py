"""Slopes from nulmeting to effectjaar, the waterfall of costs, and which wijken are left out."""

from dataclasses import replace

from proeftuin.charts.slope import slope_chart, usable_wijken
from proeftuin.charts.voorparen import voorparen_chart
from proeftuin.charts.waterfall import waterfall_chart, waterfall_reach
from proeftuin.indicators import INDICATOR
from proeftuin.records import Factor
from proeftuin.report.outcomes import unseen_notes
from proeftuin.settings.read import read_settings
from proeftuin.ui.indicator import missing_wijken
from proeftuin.vocabulary import OVERIGE, PILOT, TE_WEINIG, TOTAAL
from tests.charts.specs import layers_of, rows_of, spec_of, svg_of
from tests.sentences.test_effect import outcome, voorpaar, wijk

SETTINGS = read_settings()
VERBLIJF = INDICATOR["verblijf"]
WIJKEN = (
    wijk("west", 0.165, 0.141, True),
    wijk("oost", 0.16, 0.149),
    replace(wijk("zuid", 0.2, 0.2), effectjaar=None, d=None, status_effectjaar="afgeschermd"),
)


def test_slopes_write_names_and_values_and_leave_out_what_is_hidden() -> None:
    item = outcome(wijken=WIJKEN)
    svg = svg_of(slope_chart(item, SETTINGS, VERBLIJF))
    for text in ("West 16,5%", "14,1% West", "Oost 16,0%", "14,9% Oost", "nulmeting", "effectjaar"):
        assert text in svg, text
    assert "Zuid" not in svg
    assert [found.wijk for found in usable_wijken(item)] == ["oost", "west"], "pilot on top"
    assert missing_wijken(item, SETTINGS) == ["Niet te vergelijken: Zuid (afgeschermd)."]
    assert missing_wijken(replace(item, wijken=WIJKEN[:2]), SETTINGS) == []


def test_the_focus_is_black_and_the_pilot_stays_blue() -> None:
    chart = slope_chart(outcome(wijken=WIJKEN), SETTINGS, VERBLIJF, wijk="oost")
    [lines] = layers_of(chart, "line")
    drawn = {row["wijk"]: row["kleur"] for row in rows_of(lines)}
    assert list(drawn.items()) == [("Oost", "#1F2933"), ("West", "#0B4F9E")], "pilot on top"


def test_slopes_without_any_usable_wijk_still_draw() -> None:
    assert "nulmeting" in svg_of(slope_chart(outcome(wijken=()), SETTINGS, VERBLIJF))


def factors(groep: str, amounts: tuple[float, ...]) -> list[Factor]:
    names = ("instroom", "duur", "tegelijk", "prijs")
    parts = [Factor(groep, name, 1.0, 1.0, 0.0, a) for name, a in zip(names, amounts, strict=True)]
    return [*parts, Factor(groep, TOTAAL, 1000.0, 1000.0 + sum(amounts), 0.0, sum(amounts))]


def test_the_waterfall_begins_each_bar_where_the_one_above_ended() -> None:
    own, others = factors(PILOT, (100.0, -300.0, 0.0, 50.0)), factors(OVERIGE, (10.0, 0, 0, 5.0))
    reach = waterfall_reach([*own, *others])
    assert reach == (-200.0, 100.0)
    chart = waterfall_chart(own, reach)
    bars = {
        row["naam"]: (row["x"], row["x2"])
        for layer in spec_of(chart)["layer"]
        for row in rows_of(layer)
        if "naam" in row
    }
    assert bars["Instroom"] == (0.0, 100.0)
    assert bars["Duur van de hulp"] == (100.0, -200.0)
    assert bars["Prijs per dag"] == (-200.0, -150.0)
    assert bars["Totaal"] == (0.0, -150.0)
    svg = svg_of(chart)
    for text in ("Instroom", "+€\u00a0100", "−€\u00a0300", "−€\u00a0150", "Totaal"):
        assert text in svg, text
    assert waterfall_reach([]) == (0.0, 1.0)


def test_why_a_change_cannot_be_seen_is_said_once_per_reason() -> None:
    unseen = {"mdc": None, "mdc_extra_jaar": None, "verdict": TE_WEINIG}
    found = [
        outcome(),
        outcome(slug="terugval", **{**unseen, "mdc_extra_jaar": 0.1, "reden": "niet_rijp"}),
        outcome(slug="stapeling", **unseen, reden="afgeschermd"),
        outcome(slug="instroom", **unseen, reden="afgeschermd"),
    ]
    later, hidden = unseen_notes(found)
    assert later.startswith("Terugval: nu kan nog geen verschil worden gezien.")
    assert hidden.startswith("Stapeling en instroom: niet te zeggen in de openbare editie")
    assert unseen_notes(found[:1]) == []


def test_the_strip_draws_every_wijk_of_before_and_the_pilot_of_now() -> None:
    item = outcome()
    chart = voorparen_chart(item, VERBLIJF, SETTINGS)
    spec = spec_of(chart)
    marks = [layer["mark"] for layer in spec["layer"]]
    dots = next(layer for layer in spec["layer"] if layer["mark"].get("shape") == "circle")
    assert len(dots["data"]["values"]) == len(item.stippen) == 4
    assert {row["wijk"] for row in dots["data"]["values"]} == {"West", "Oost"}
    assert [mark["shape"] for mark in marks if "shape" in mark] == ["circle", "diamond"]
    svg = svg_of(chart).replace("\u00a0", " ")
    assert "West nu: −2,2 procentpunt" in svg and "geen verschil" in svg
    to_come = voorparen_chart(outcome(est=None), VERBLIJF, SETTINGS)
    assert "nu:" not in svg_of(to_come) and "geen verschil" in svg_of(to_come)
    flat = voorparen_chart(outcome(est=0.0, voorparen=(voorpaar(2, 0, 0),)), VERBLIJF, SETTINGS)
    assert "geen verschil" in svg_of(flat), "when nothing moved at all"
