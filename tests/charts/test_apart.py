"""What makes one line readable among many: a chart per wijk, an axis that says it is broken."""

import re
from base64 import b64decode
from dataclasses import replace
from pathlib import Path

import pytest

from proeftuin.charts.apart import apart_chart
from proeftuin.charts.lines import line_chart, shown_events
from proeftuin.charts.spark import interval_mark
from proeftuin.indicators import INDICATOR
from proeftuin.vocabulary import AANTOONBAAR, NIET_AANTOONBAAR
from tests.charts.specs import layers_of, rows_of, spec_of, svg_of
from tests.charts.test_lines import SETTINGS, VERBLIJF, publish
from tests.sentences.test_effect import WEINIG, outcome


def test_every_wijk_has_a_chart_of_its_own_with_its_last_value(tmp_path: Path) -> None:
    chart = apart_chart(publish(tmp_path, {10: "te_klein", 11: "voorlopig"}), SETTINGS, VERBLIJF)
    svg = svg_of(chart)
    for wijk in SETTINGS.wijk:
        assert f">{wijk.naam} " in svg
    deelen = {row["wijk"] for layer in layers_of(chart, "line") for row in rows_of(layer)}
    assert deelen == {wijk.naam for wijk in SETTINGS.wijk}
    assert svg.count(">start<") == 2 * len(SETTINGS.wijk), "the word, and its white edge"
    assert svg.count(">2021<") == svg.count(">2023<") == len(SETTINGS.wijk)


def place_of(svg: str, words: str) -> tuple[float, float]:
    """Where the words that begin so stand in a drawing."""
    found = re.search(rf"<text[^>]*translate\(([\d.-]+),([\d.-]+)\)[^>]*>{words} ", svg)
    assert found, words
    return float(found[1]), float(found[2])


@pytest.mark.parametrize(("width", "columns"), [(800, 4), (350, 2)])
def test_the_browser_gives_each_wijk_its_column(tmp_path: Path, width: int, columns: int) -> None:
    chart = apart_chart(publish(tmp_path), SETTINGS, VERBLIJF)
    pilots = SETTINGS.pilot.wijken
    order = [*pilots, *(item for item in SETTINGS.wijk_ids if item not in pilots)]
    places = [place_of(svg_of(chart, width), SETTINGS.wijk_naam(item)) for item in order]
    assert len({round(x) for x, _ in places}) == min(columns, len(order))
    rows = sorted({round(y) for _, y in places})
    assert [rows.index(round(y)) for _, y in places] == [
        place // columns for place in range(len(order))
    ]


def test_the_axis_of_small_charts_says_its_unit(tmp_path: Path) -> None:
    days = replace(INDICATOR["trajectduur_beeindigd"], slug="verblijf")
    assert "as begint niet bij 0" in svg_of(apart_chart(publish(tmp_path), SETTINGS, days))
    assert "as begint niet bij 0" not in svg_of(apart_chart(publish(tmp_path), SETTINGS, VERBLIJF))


def test_the_nulmeting_has_the_colour_of_its_wijk_and_the_name_of_another(tmp_path: Path) -> None:
    published = publish(tmp_path)
    other = next(item for item in SETTINGS.wijk_ids if item not in SETTINGS.pilot.wijken)
    own = svg_of(line_chart(published, SETTINGS, VERBLIJF))
    theirs = svg_of(line_chart(published, SETTINGS, VERBLIJF, wijk=other))
    assert re.search(r'fill="#0B4F9E">nulmeting \d', own)
    assert re.search(rf'fill="#1F2933">nulmeting {SETTINGS.wijk_kort(other)} \d', theirs)


def test_a_chart_without_any_value_is_no_error(tmp_path: Path) -> None:
    nothing = publish(tmp_path, dict.fromkeys(range(12), "niet_geleverd"))
    assert spec_of(apart_chart(nothing, SETTINGS, VERBLIJF))["layer"]


def test_a_share_begins_at_0_and_another_broken_axis_says_so(tmp_path: Path) -> None:
    published = publish(tmp_path)
    words = "as begint niet bij 0"
    assert words not in svg_of(line_chart(published, SETTINGS, VERBLIJF))
    days = replace(INDICATOR["trajectduur_beeindigd"], slug="verblijf")
    assert words in svg_of(line_chart(publish(tmp_path), SETTINGS, days))


def test_only_events_that_touch_the_figure_with_the_number_they_always_have(
    tmp_path: Path,
) -> None:
    published = publish(tmp_path)
    everything = {event.tekst: nr for nr, event in shown_events(published, SETTINGS)}
    touched = {event.tekst: nr for nr, event in shown_events(published, SETTINGS, VERBLIJF)}
    assert touched.items() < everything.items()
    left = [event for event in SETTINGS.gebeurtenis if event.tekst in everything.keys() - touched]
    assert left and all(event.breuk and "verblijf" not in event.breuk for event in left)


def test_names_stand_at_the_last_quarter_that_is_compared(tmp_path: Path) -> None:
    late = line_chart(publish(tmp_path, {11: "voorlopig"}), SETTINGS, VERBLIJF)
    assert "West 16,0%" in svg_of(late), "the value of the quarter before"


@pytest.mark.parametrize(
    ("verdict", "fill"), [(AANTOONBAAR, "#0B4F9E"), (NIET_AANTOONBAAR, "#FFFFFF")]
)
def test_a_difference_is_a_dot_on_a_line(verdict: str, fill: str) -> None:
    mark = interval_mark(outcome(verdict=verdict), 2.0)
    svg = b64decode(mark.partition("base64,")[2].partition('"')[0]).decode()
    assert f'fill="{fill}"' in svg and svg.count("<line") == 3 and 'alt=""' in mark


def test_without_an_interval_there_is_no_drawing() -> None:
    assert interval_mark(outcome(**WEINIG, reden="niet_rijp"), 1.0) == ""
