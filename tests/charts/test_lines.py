"""Charts from small made-up publications: states, labels, ticks, pictures, CSV."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont

from proeftuin.charts import Grafiek
from proeftuin.charts.categories import Bar, category_chart, read_bars
from proeftuin.charts.export import DRUKLETTER, chart_png, chart_svg, font_folder
from proeftuin.charts.kosten import Paar, count_chart, pair_chart
from proeftuin.charts.lines import alt_text, line_chart, shown_events, shown_quarters
from proeftuin.charts.quarters import _UNRIPE, without_outliers
from proeftuin.charts.spark import sparkline
from proeftuin.charts.style import decimal_year, dodge, nice_ticks, tick_decimals
from proeftuin.disclosure.published import Published, reopen
from proeftuin.indicators import INDICATOR
from proeftuin.report import quarter_table
from proeftuin.results import Figure
from proeftuin.sentences import TE_VROEG
from proeftuin.sentences.tables import category_name
from proeftuin.settings.read import read_settings
from proeftuin.ui.indicator.split import why_empty
from proeftuin.vocabulary import INTERN
from tests.charts.specs import layers_of, rows_of, spec_of, svg_of

SETTINGS = read_settings()
VERBLIJF = INDICATOR["verblijf"]
WIJKEN = (*SETTINGS.wijk_ids, "overige", "gemeente")
QUARTERS = [
    (date(year, month, 1), date(year, month + 2, 31 if month in (1, 10) else 30))
    for year in (2021, 2022, 2023)
    for month in (1, 4, 7, 10)
]


def publish(tmp_path: Path, states: dict[int, str] | None = None, **fixed: Any) -> Published:
    """Twelve quarters and a nulmeting of every wijk; states: quarter number -> status."""
    states = states or {}
    rows = []
    for offset, wijk in enumerate(WIJKEN):
        for number, (van, tot) in enumerate(QUARTERS):
            status = states.get(number, "ok")
            bare = status in ("niet_geleverd", "afgeschermd")
            waarde = None if bare else 0.15 + 0.01 * offset - 0.002 * number
            row = {"venster": "kwartaal", "van": van, "tot": tot, "status": status}
            row |= {"waarde": waarde, "teller": 15.0, "noemer": 100.0, "wijk": wijk}
            row |= {
                "onder": None if bare else waarde - 0.02 / 3,
                "boven": None if bare else waarde + 0.02,
            }
            row |= {"rijp": 12.0, "totaal": 40.0} if status == "nog_niet_rijp" else {}
            row |= {"drempel": 10.0} if status == "afgeschermd" else {}
            rows.append({"slug": "verblijf", "indeling": "geen", "categorie": None, **row, **fixed})
        jaar = {"venster": "nulmeting", "van": date(2021, 1, 1), "tot": date(2021, 12, 31)}
        jaar |= {"wijk": wijk, "status": "ok", "waarde": 0.16, "slug": "verblijf"}
        rows.append({**jaar, "indeling": "geen", "categorie": None})
    file = tmp_path / "verblijf.parquet"
    pd.DataFrame(rows).to_parquet(file)
    return reopen(file, INTERN)


def test_line_chart_shows_pilot_nulmeting_start_and_events(tmp_path: Path) -> None:
    published = publish(tmp_path)
    svg = svg_of(line_chart(published, SETTINGS, VERBLIJF))
    for text in ("West 15,8%", "Andere wijken", "Zuid", "nulmeting 15,0%", "start", "2022"):
        assert text in svg, text
    assert [number for number, _ in shown_events(published, SETTINGS)] == ["1", "2", "2", "3"]
    assert "West" in alt_text(published, SETTINGS, VERBLIJF, "west", "West daalt.")


def test_the_pilot_is_drawn_last_of_the_lines(tmp_path: Path) -> None:
    lines = layers_of(line_chart(publish(tmp_path), SETTINGS, VERBLIJF), "line")
    drawn = {row["deel"]: row["kleur"] for layer in lines for row in rows_of(layer)}
    colours = list(drawn.values())
    assert colours[-1] == "#0B4F9E" and colours.count("#0B4F9E") == 1
    svg = svg_of(line_chart(publish(tmp_path), SETTINGS, VERBLIJF))
    strokes = re.findall(r'<path [^>]*stroke="(#\w+)" stroke-width="(?:1.1|1.9|3.2)"', svg)
    assert strokes[-1] == "#0B4F9E" and strokes.count("#0B4F9E") == 1


def _says(svg: str, words: str) -> bool:
    """Whether the words are in the picture, as one mark or as texts one after another."""
    texts = dict.fromkeys(re.findall(r"<text [^>]*>([^<]+)</text>", svg))
    return words in svg or words in " ".join(texts)


@pytest.mark.parametrize(
    ("status", "mark"),
    [
        ("te_klein", "(  )"),
        ("nog_niet_rijp", "12 van 40 lang genoeg gevolgd"),  # in lines that fit a phone
        ("afgeschermd", "&lt;10"),
        ("niet_geleverd", "geleverd"),
        ("voorlopig", 'stroke-dasharray="2,2"'),
    ],
)
def test_each_state_has_its_own_mark(tmp_path: Path, status: str, mark: str) -> None:
    plain = svg_of(line_chart(publish(tmp_path), SETTINGS, VERBLIJF))
    svg = svg_of(line_chart(publish(tmp_path, {10: status, 11: status}), SETTINGS, VERBLIJF))
    assert not _says(plain, mark)
    assert _says(svg, mark)


def test_a_zero_is_a_point_and_not_a_gap(tmp_path: Path) -> None:
    zero = publish(tmp_path, waarde=0.0, onder=0.0, boven=0.01)
    chart = line_chart(zero, SETTINGS, VERBLIJF, aanwijzen=False)
    dots = [row for layer in layers_of(chart, "point") for row in rows_of(layer) if "vul" in row]
    assert dots and all(row["y"] == 0 and row["vul"] == row["kleur"] for row in dots)


def test_words_a_small_chart_has_no_room_for_stand_under_it(tmp_path: Path) -> None:
    unripe = publish(tmp_path, {10: "nog_niet_rijp", 11: "nog_niet_rijp"})
    words = "12 van 40 lang genoeg gevolgd"
    assert _says(svg_of(line_chart(unripe, SETTINGS, VERBLIJF)), words)
    assert not _says(svg_of(line_chart(unripe, SETTINGS, VERBLIJF, hoogte=280)), "lang genoeg")


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("kosten_per_jeugdige", "euro per jeugdige"),
        ("kosten_per_1000", "euro per 1000 kinderen en jongeren (0-22)"),
        ("instroom", "per 1000 kinderen en jongeren (0-22)"),
        ("trajectduur", "dagen"),
        ("tevredenheid", "cijfer van 1 tot en met 10"),
    ],
)
def test_an_axis_says_what_its_numbers_are(tmp_path: Path, slug: str, words: str) -> None:
    svg = svg_of(line_chart(publish(tmp_path), SETTINGS, INDICATOR[slug]))
    assert words in svg


def test_a_line_that_ended_long_ago_has_no_name_over_another(tmp_path: Path) -> None:
    file = tmp_path / "verblijf.parquet"
    publish(tmp_path)
    rows = pd.read_parquet(file)
    is_late = (rows["venster"] == "kwartaal") & (rows["van"].astype(str) >= "2021-10-01")
    rows.loc[is_late & (rows["wijk"] == "zuid"), ["waarde", "onder", "boven"]] = None
    rows.loc[is_late & (rows["wijk"] == "zuid"), "status"] = "afgeschermd"
    rows.to_parquet(file)
    apart = svg_of(line_chart(reopen(file, INTERN), SETTINGS, VERBLIJF))
    rows.loc[~is_late & (rows["wijk"] == "zuid") & (rows["venster"] == "kwartaal"), "waarde"] = 0.3
    rows.to_parquet(file)
    free = svg_of(line_chart(reopen(file, INTERN), SETTINGS, VERBLIJF))
    assert ">Zuid<" not in apart and ">Zuid<" in free


def test_a_hidden_quarter_of_two_amounts_is_hatched_and_no_gap() -> None:
    pairs = [Paar(tot, 2e6, 1e6) for _, tot in QUARTERS[:3]]
    whole = pair_chart(pairs, ("Toegewezen", "Gedeclareerd"))
    dicht = pair_chart(
        [*pairs, Paar(QUARTERS[3][1], None, None, is_dicht=True)], ("Toegewezen", "Gedeclareerd")
    )
    hatched = [
        [row for layer in layers_of(chart, "point") for row in rows_of(layer)]
        for chart in (whole, dicht)
    ]
    assert len(hatched[1]) == len(hatched[0]) + 1  # beside the point that fixes the scales


def test_a_split_that_was_not_delivered_has_no_bars_and_says_so(tmp_path: Path) -> None:
    published = publish(tmp_path, dict.fromkeys(range(12), "niet_geleverd"))  # no categorie
    assert read_bars(published, "reden", "west", "kwartaal") == []
    assert "Niet geleverd" in why_empty(published.select(venster="kwartaal"), [])
    fixed = publish(tmp_path, dict.fromkeys(range(12), "niet_geleverd"), categorie="01")
    bars = read_bars(fixed, "hulpvorm", "west", "kwartaal", QUARTERS[-1][1])
    assert len(bars) == 1 and "Niet geleverd" in why_empty(fixed, bars)
    delivered = publish(tmp_path, categorie="01")
    bars = read_bars(delivered, "hulpvorm", "west", "kwartaal", QUARTERS[-1][1])
    assert len(bars) == 1 and why_empty(delivered, bars) == ""
    assert "geen cijfers" in why_empty(delivered, [])


def test_a_wijk_without_a_category_says_so(tmp_path: Path) -> None:
    bars = read_bars(publish(tmp_path, categorie="01"), "hulpvorm", "west", "kwartaal")
    lacking = [type(bar)(bar.categorie, bar.naam, None, bar.overige) for bar in bars[:1]]
    assert "West: geen" in svg_of(category_chart(lacking, SETTINGS, VERBLIJF, "west"))


def test_a_chart_without_any_value_still_draws(tmp_path: Path) -> None:
    states = dict.fromkeys(range(12), "niet_geleverd")
    published = publish(tmp_path, states)
    assert "geleverd" in svg_of(line_chart(published, SETTINGS, VERBLIJF))
    assert 'alt="niet geleverd"' in sparkline(published, SETTINGS, VERBLIJF, "west")


@pytest.mark.parametrize(
    ("states", "words"),
    [
        (["niet_geleverd"] * 12, "niet geleverd"),
        (["niet_geleverd"] * 6 + ["afgeschermd"] * 6, "afgeschermd"),
        (["afgeschermd"] * 6 + ["niet_geleverd"] * 6, "afgeschermd"),
        (["nog_niet_rijp"] * 12, TE_VROEG),
        (["te_klein"] * 12, "geen cijfers"),
    ],
)
def test_a_small_line_without_any_value_says_why(
    states: list[str], words: str, tmp_path: Path
) -> None:
    frame = publish(tmp_path, dict(enumerate(states))).frame.assign(waarde=float("nan"))
    file = tmp_path / "empty.parquet"
    frame.to_parquet(file)
    assert f'alt="{words}"' in sparkline(reopen(file, INTERN), SETTINGS, VERBLIJF, "west")


def test_a_small_line_too_thin_to_see_says_why(tmp_path: Path) -> None:
    """One quarter of one other wijk, which alone is no line."""
    frame = publish(tmp_path, dict.fromkeys(range(12), "afgeschermd")).frame
    one = (frame["wijk"] == "noord") & (frame["tot"] == QUARTERS[-1][1])
    file = tmp_path / "thin.parquet"
    frame.assign(
        waarde=frame["waarde"].mask(one, 0.2), status=frame["status"].mask(one, "ok")
    ).to_parquet(file)
    assert 'alt="afgeschermd"' in sparkline(reopen(file, INTERN), SETTINGS, VERBLIJF, "west")


def test_uncertainty_adds_bands_only_on_demand(tmp_path: Path) -> None:
    published = publish(tmp_path)

    def areas(chart: Grafiek) -> int:
        return len({row["deel"] for layer in layers_of(chart, "area") for row in rows_of(layer)})

    assert areas(line_chart(published, SETTINGS, VERBLIJF)) == 0
    assert areas(line_chart(published, SETTINGS, VERBLIJF, onzekerheid=True)) == 2


def test_labels_at_the_ends_never_overlap(tmp_path: Path) -> None:
    spec = spec_of(line_chart(publish(tmp_path, waarde=0.15), SETTINGS, VERBLIJF, hoogte=400))
    labels = [
        row
        for layer in spec["layer"]
        if layer["mark"].get("align") == "left" and layer["mark"].get("dx") == 5
        for row in layer["data"]["values"]
    ]
    places = sorted(row["y"] for row in labels)
    low, high = spec["layer"][0]["encoding"]["y"]["scale"]["domain"]
    gap = 14 / 350 * (high - low)
    assert len(places) == 6
    assert all(after - before >= gap for before, after in zip(places, places[1:], strict=False))


@given(st.lists(st.floats(0, 100), min_size=1, max_size=7))
def test_dodge_keeps_order_and_gap(values: list[float]) -> None:
    places = dodge(values, 8.0, 0.0, 100.0)
    order = sorted(range(len(values)), key=lambda index: values[index])
    moved = [places[index] for index in order]
    assert all(after - before >= 7.9 for before, after in zip(moved, moved[1:], strict=False))
    assert -0.1 <= moved[0] and moved[-1] <= 100.1


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6))
def test_ticks_cover_the_values(low: float, span: float) -> None:
    ticks = nice_ticks(low, low + span)
    assert ticks[0] <= low + 1e-6 and ticks[-1] >= low + span - 1e-6
    assert 2 <= len(ticks) <= 9


@pytest.mark.parametrize(
    ("ticks", "factor", "decimals"),
    [
        ([0.15, 0.175, 0.2, 0.225], 100, 1),
        ([0.1, 0.15, 0.2], 100, 0),
        ([1.2, 1.25, 1.3], 1, 2),
        ([0.0, 200.0], 1, 0),
        ([0.6, 0.8, 1.0], 100, 0),
    ],
)
def test_an_axis_has_the_decimals_its_ticks_need(
    ticks: list[float], factor: float, decimals: int
) -> None:
    assert tick_decimals(ticks, factor) == decimals


def test_place_of_a_day() -> None:
    assert decimal_year(date(2022, 1, 1)) == 2022
    assert decimal_year(date(2022, 7, 1)) == pytest.approx(2022.4959, abs=1e-3)


def split_publication(tmp_path: Path) -> Published:
    cells = {
        "02": ("ok", 0.2, 0.3),
        "01": ("afgeschermd", None, 0.1),
        "99": ("te_klein", 0.5, 0.0),
    }
    rows = []
    for code, (status, west, overige) in cells.items():
        for wijk, waarde in (("west", west), ("overige", overige)):
            row = {"slug": "verblijf", "indeling": "hulpvorm", "categorie": code, "wijk": wijk}
            row |= {"venster": "effectjaar", "van": date(2022, 10, 1), "tot": date(2023, 9, 30)}
            row |= {"waarde": waarde, "noemer": 50.0, "status": status if wijk == "west" else "ok"}
            row |= {"drempel": 10.0} if row["status"] == "afgeschermd" else {}
            rows.append(row)
    file = tmp_path / "split.parquet"
    pd.DataFrame(rows).to_parquet(file)
    return reopen(file, INTERN)


def test_bars_show_names_states_and_put_unknown_last(tmp_path: Path) -> None:
    bars = read_bars(split_publication(tmp_path), "hulpvorm", "west", "effectjaar")
    assert [bar.categorie for bar in bars] == ["02", "01", "99"]
    svg = svg_of(category_chart(bars, SETTINGS, VERBLIJF, "west"))
    for text in (
        "Ambulant bij de aanbieder",
        "West &lt;10",
        "West 50,0%, op weinig",
        "Andere wijken 0,0%",
    ):
        assert text in svg, text


WEINIG = Figure("west", *QUARTERS[8], "te_klein", noemer=37.0, rijp=124.0, totaal=425.0)


def ends_of_words(bars: list[Bar], width: int) -> list[float]:
    """Where each text ends, in the letter of the reports, which the screen's is."""
    letter = ImageFont.truetype(font_folder() / f"{DRUKLETTER.replace(' ', '')}-Regular.ttf", 12)
    drawn = svg_of(category_chart(bars, SETTINGS, INDICATOR["wachttijd"], "west"), width)
    shift = re.search(r'<g fill="none"[^>]*translate\(([\d.]+)', drawn)
    words = re.findall(r"<text[^>]*translate\(([-\d.]+)[^>]*>([^<]+)<", drawn)
    assert shift and words
    return [float(shift[1]) + float(x) + letter.getlength(text) for x, text in words]


@pytest.mark.parametrize("width", [288, 318, 358])
def test_long_words_behind_a_short_bar_fit_on_a_telephone(width: int) -> None:
    """On the screen the last word of the others fell off."""
    bars = []
    for focus, others, before in ((93, 85, 82), (49, 60, 64)):
        pair = (replace(WEINIG, waarde=focus), replace(WEINIG, waarde=others, wijk="overige"))
        if focus == 93:
            pair = (replace(pair[0], status="ok"), replace(pair[1], status="ok"))
        bars.append(Bar(str(focus), "jaar", *pair, replace(WEINIG, status="ok", waarde=before)))
    assert max(ends_of_words(bars, width)) <= width


@pytest.mark.parametrize("width", [358, 560, 1000])
def test_the_words_behind_a_bar_fit_at_any_width(width: int) -> None:
    for zaad in range(6):
        rnd = Random(zaad)
        bars = []
        for code in ("0-3", "4-11", "12-17"):
            before, focus, others = (
                replace(WEINIG, waarde=round(rnd.uniform(0, 100)), status=status, wijk=wijk)
                for status, wijk in zip(
                    ["ok", *rnd.choices(["ok", "te_klein", "nog_niet_rijp"], k=2)],
                    ["west", "west", "overige"],
                    strict=True,
                )
            )
            bars.append(Bar(code, code, focus, others, before))
        ends = ends_of_words(bars, width)
        assert len(ends) == 9 and max(ends) <= width, (zaad, max(ends))


def test_the_nulmeting_is_not_drawn_beside_a_figure_that_is_hidden() -> None:
    before = replace(WEINIG, status="ok", waarde=80.0)
    hidden = replace(WEINIG, status="afgeschermd", waarde=None, drempel=10.0)
    seen = replace(WEINIG, status="ok", waarde=50.0)
    for focus, level in ((hidden, None), (seen, 80.0)):
        bar = Bar("0-3", "0 tot en met 3 jaar", focus, seen, before)
        drawn = svg_of(category_chart([bar], SETTINGS, INDICATOR["wachttijd"], "west"))
        assert bar.streep == level and ("stroke-dasharray" in drawn) is (level is not None)


def test_categories_read_as_dutch() -> None:
    assert category_name("leeftijdsgroep", "4-11") == "4 tot en met 11 jaar"
    assert category_name("leeftijdsgroep", "onbekend") == "Onbekend"
    assert category_name("verwijzer", "02") == "Huisarts"


def test_table_has_the_figures_of_the_chart(tmp_path: Path) -> None:
    table = quarter_table(publish(tmp_path, {11: "voorlopig"}), SETTINGS, VERBLIJF)
    assert [item.kop for item in table.kolommen[:3]] == ["Kwartaal", "West", "Andere wijken"]
    newest, second = table.rijen[0].cellen, table.rijen[1].cellen
    assert newest[0].tekst == "okt–dec 2023" and newest[1].tekst.endswith("voorlopig")
    assert (newest[1].staat, newest[1].soort) == ("voorlopig", ""), "grey, not blue"
    assert (second[1].staat, second[1].soort, second[2].soort) == ("ok", "pilot", "")
    assert len(table.rijen) == 12


def test_a_wijk_lights_up_under_the_pointer_but_not_in_a_picture(tmp_path: Path) -> None:
    published = publish(tmp_path)
    moving = spec_of(line_chart(published, SETTINGS, VERBLIJF))
    assert [item["name"] for item in moving["params"]] == ["punt", "lijn"]
    assert {view for item in moving["params"] for view in item["views"]} == {
        layer["name"] for layer in moving["layer"] if "name" in layer
    }
    still = spec_of(line_chart(published, SETTINGS, VERBLIJF, aanwijzen=False))
    assert "params" not in still and "condition" not in json.dumps(still)


def test_a_chart_sends_no_limit_of_an_interval_that_it_does_not_draw(tmp_path: Path) -> None:
    published = publish(tmp_path)
    limits = {
        repr(item.onder) for wijk in WIJKEN for item in shown_quarters(published, SETTINGS, wijk)
    }
    plain = json.dumps(spec_of(line_chart(published, SETTINGS, VERBLIJF)))
    banded = json.dumps(spec_of(line_chart(published, SETTINGS, VERBLIJF, onzekerheid=True)))
    unseen = {limit for limit in limits if len(limit) > 8}
    assert unseen and not any(limit in plain for limit in unseen)
    assert any(limit in banded for limit in unseen)


def test_numbers_and_months_are_dutch() -> None:
    locale = spec_of(count_chart([(date(2022, 1, 1), 12_000.0)]))["config"]["locale"]
    assert locale["time"]["shortMonths"][2] == "mrt" and locale["time"]["months"][4] == "mei"
    assert ">20.000<" in svg_of(count_chart([(date(2022, 1, 1), 12_000.0)]))


def test_pictures_carry_title_and_source_and_need_no_network(tmp_path: Path) -> None:
    chart = line_chart(publish(tmp_path), SETTINGS, VERBLIJF)
    svg = chart_svg(chart, "Verblijf per kwartaal", "Bron: proef · synthetische gegevens").decode()
    assert "Verblijf per kwartaal" in svg and "synthetische gegevens" in svg
    assert svg.count("http") == svg.count("http://www.w3.org")
    assert chart_png(chart, "Verblijf", "Bron").startswith(b"\x89PNG")
    assert chart.width == "container", "the chart of the page must stay as it was"


@pytest.mark.parametrize(("waarde", "stays"), [(1.0, True), (0.97, True), (1.2, False)])
def test_a_share_that_stays_below_all_has_no_axis_above_it(
    waarde: float, stays: bool, tmp_path: Path
) -> None:
    spec = spec_of(line_chart(publish(tmp_path, waarde=waarde, boven=waarde), SETTINGS, VERBLIJF))
    scales = [
        axis["scale"]["domain"]
        for layer in spec["layer"]
        if isinstance(axis := layer.get("encoding", {}).get("y"), dict) and "scale" in axis
    ]
    assert scales and all((top <= 1.0) == stays and top >= waarde for _, top in scales)


def test_a_narrow_frame_has_no_words_when_a_note_says_the_same(tmp_path: Path) -> None:
    """In a quarter "nog te vroeg" does not fit: it would cover the names of the wijken."""

    def words(first: int) -> list[Any]:
        states = dict.fromkeys(range(first, 12), "nog_niet_rijp")
        chart = line_chart(publish(tmp_path, states, waarde=None), SETTINGS, VERBLIJF)
        return [row.get("tekst") for layer in layers_of(chart, "text") for row in rows_of(layer)]

    assert "lang genoeg" in str(words(11)) and _UNRIPE not in words(11)
    assert "lang genoeg" in str(words(8)) and _UNRIPE in words(8)


@pytest.mark.parametrize(("width", "is_one_line"), [(900, True), (250, False)])
def test_words_in_a_frame_stand_on_one_line_where_they_fit(
    tmp_path: Path, width: int, is_one_line: bool
) -> None:
    states = dict.fromkeys(range(8, 12), "nog_niet_rijp")
    chart = line_chart(publish(tmp_path, states, waarde=None), SETTINGS, VERBLIJF)
    assert (f">{_UNRIPE}<" in svg_of(chart, width)) is is_one_line


def test_an_unripe_share_of_a_handful_does_not_flatten_the_lines() -> None:
    ripe = [{"y": 0.1, "s": "ok"}, {"y": 0.16, "s": "ok"}]
    series = {"west": [*ripe, {"y": 1.0, "s": "nog_niet_rijp"}], "oost": [{"y": None, "s": "ok"}]}
    assert [point["y"] for point in without_outliers(series)["west"]] == [0.1, 0.16, None]
    assert without_outliers(series)["oost"] == series["oost"]
    near = {"west": [*ripe, {"y": 0.2, "s": "nog_niet_rijp"}]}
    assert without_outliers(near) == near
    only = {"west": [{"y": 1.0, "s": "nog_niet_rijp"}]}
    assert without_outliers(only) == only
