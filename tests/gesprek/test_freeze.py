"""Freezing: only published rows, the same again, and what happened since."""

import json
import re

import pytest

from proeftuin.disclosure.published import Published
from proeftuin.errors import ProeftuinError
from proeftuin.gesprek.freeze import (
    compare_rows,
    current_rows,
    freeze_indicator,
    frozen_comparison,
    frozen_events,
    frozen_nulmeting,
    frozen_quarters,
    is_synthetic,
    write_rows,
)
from proeftuin.indicators import INDICATOR
from proeftuin.results.compare import compare_with_nulmeting, quarters_of, read_nulmeting_figure
from proeftuin.results.editie import read_cijfers
from proeftuin.sentences.gesprek import since_sentence
from proeftuin.sentences.indicator import row_sentence
from tests.lib.edities import small_settings
from tests.lib.gesprekken import EERSTE, TWEEDE, editie

SLUGS = ("verblijf", "trajectduur", "instroom", "kosten_per_1000", "terugval")


@pytest.mark.parametrize("audience", ["openbaar", "intern"])
@pytest.mark.parametrize("slug", SLUGS)
def test_frozen_rows_say_what_the_published_ones_say(slug: str, audience: str) -> None:
    source, settings = editie(EERSTE, audience), small_settings()
    frozen = freeze_indicator(source, settings, slug, "west")
    rows = json.loads(json.dumps(frozen.rijen, allow_nan=False))
    published, indicator = read_cijfers(source, slug), INDICATOR[slug]
    for wijk in ("west", "zuid", "overige"):
        expected = [
            item
            for item in quarters_of(published, wijk)
            if item.van >= settings.perioden.grafiek_vanaf
        ]
        assert frozen_quarters(rows, wijk) == expected and expected
        assert frozen_nulmeting(rows, indicator, wijk) == read_nulmeting_figure(
            published, settings, indicator, wijk
        )
    comparison = compare_with_nulmeting(published, settings, indicator, "west")
    assert frozen_comparison(rows, indicator, "west", settings) == comparison
    reading = row_sentence(frozen_comparison(rows, indicator, "west", settings))
    assert frozen.zin.endswith(reading), "the board says the end of the frozen sentence"


def test_the_same_edition_freezes_the_same() -> None:
    first, second = (
        freeze_indicator(editie(EERSTE), small_settings(), "instroom", "west") for _ in range(2)
    )
    assert first == second
    other = freeze_indicator(editie(EERSTE), small_settings(), "instroom", "zuid")
    assert other.beeld_svg != first.beeld_svg


def test_rows_come_from_published_alone() -> None:
    rows = current_rows(editie(EERSTE), small_settings(), "verblijf")
    published = read_cijfers(editie(EERSTE), "verblijf")
    everything = write_rows(published)
    assert isinstance(published, Published)
    assert all(row in everything for row in rows)
    with pytest.raises(AttributeError):
        write_rows({"frame": 1})  # type: ignore[arg-type]


def test_the_picture_is_still_large_enough_and_says_what_it_is() -> None:
    frozen = freeze_indicator(editie(EERSTE), small_settings(), "verblijf", "west")
    assert frozen.beeld_svg.startswith("<svg") and "http://" not in frozen.beeld_svg.replace(
        "http://www.w3.org", ""
    )
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)px"', frozen.beeld_svg)]
    assert sizes and min(sizes) >= 12, "drawn twice as large on the wall: 24 pixels"
    assert f"editie {EERSTE}" in frozen.beeld_svg and is_synthetic(frozen.rijen)
    events = frozen_events(frozen.rijen, "west", small_settings())
    drawn = re.findall(r">(\d)</text>", frozen.beeld_svg)
    assert events and sorted(set(drawn)) == [item.partition(":")[0] for item in events]


def test_unknown_wijk_is_refused_and_the_whole_gemeente_is_not() -> None:
    with pytest.raises(ProeftuinError, match="Wijk 'x' staat niet in de inst.*: Midden, Oost"):
        freeze_indicator(editie(EERSTE), small_settings(), "verblijf", "x")
    frozen = freeze_indicator(editie(EERSTE), small_settings(), "verblijf", "gemeente")
    assert frozen_quarters(frozen.rijen, "gemeente")


def test_since_then_is_read_from_both_editions() -> None:
    settings, indicator = small_settings(), INDICATOR["verblijf"]
    then = freeze_indicator(editie(EERSTE, "intern"), settings, "verblijf", "west")
    now = current_rows(editie(TWEEDE, "intern"), settings, "verblijf")
    verloop = compare_rows(then.rijen, now, "verblijf", "west", settings)
    assert verloop.toen is not None and verloop.nu is not None
    assert verloop.nu.tot > verloop.toen.tot
    assert verloop.toen in quarters_of(read_cijfers(editie(EERSTE, "intern"), "verblijf"), "west")
    assert verloop.nu in quarters_of(read_cijfers(editie(TWEEDE, "intern"), "verblijf"), "west")
    text = since_sentence(indicator, "West", verloop, "omlaag")
    assert text.startswith("Verblijf in West: toen ") and "Nu " in text
    assert text.endswith("De actie wilde: omlaag.")


def test_without_a_newer_quarter_nothing_is_claimed() -> None:
    settings = small_settings()
    then = freeze_indicator(editie(EERSTE, "intern"), settings, "verblijf", "west")
    verloop = compare_rows(then.rijen, then.rijen, "verblijf", "west", settings)
    text = since_sentence(INDICATOR["verblijf"], "West", verloop)
    assert "Er is nog geen nieuwer kwartaal." in text and verloop.bijgesteld is None
    changed = [
        {**row, "waarde": row.get("waarde", 0) + 0.2} if row["wijk"] == "west" else row
        for row in then.rijen
    ]
    verloop = compare_rows(then.rijen, changed, "verblijf", "west", settings)
    assert verloop.bijgesteld is not None
    assert "door late gegevens" in since_sentence(INDICATOR["verblijf"], "West", verloop)
