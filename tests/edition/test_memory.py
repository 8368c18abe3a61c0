"""The audit's memory: what makes an earlier edition count, and what does not make it forget."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from proeftuin.disclosure.cells import CELLEN
from proeftuin.disclosure.euro import protect_euros
from proeftuin.disclosure.knowledge import find_links
from proeftuin.disclosure.ladder import protect_edition
from proeftuin.disclosure.protection import VELDEN, show_cells
from proeftuin.disclosure.shown_sums import MARGES, round_euros
from proeftuin.edition.memory import (
    BIJDRAGEN,
    FOLDER,
    _read_memory,
    check_threshold,
    describe_memory,
    install_memory,
    list_contributions,
    write_memory,
)
from proeftuin.errors import ProeftuinError
from proeftuin.measure.euro import BIJDRAGE
from proeftuin.settings.model import Settings
from tests.lib.measured_frames import SETTINGS

KWARTAAL = ("kwartaal", date(2021, 1, 1), date(2021, 3, 31))


def remember(data: Path, settings: Settings = SETTINGS) -> None:
    """A data folder that remembers one edition: a count and a sum per wijk."""
    rows, behind = [], []
    for wijk in settings.wijk_ids:
        rows.append(("in_zorg.in_zorg", "geen", "", wijk, *KWARTAAL, 42.0, False))
        place = ("kosten.bedrag_eur", "geen", "", wijk, *KWARTAAL)
        behind += [(*place, unit, unit % 4, 1000.0) for unit in range(1, 21)]
    cells = pd.DataFrame(rows, columns=list(CELLEN))
    bijdragen = pd.DataFrame(behind, columns=list(BIJDRAGE))
    sums = bijdragen.groupby(list(BIJDRAGE[:7]), as_index=False)["euro"].sum()
    sums = sums.rename(columns={"euro": "exact"}).assign(aantal=20.0, grootste=0.25)
    getoond, stap = round_euros(sums["exact"].to_numpy(), settings.onthulling)
    sums = sums.assign(getoond=getoond, stap=stap)
    marges = pd.DataFrame(columns=[*MARGES, "kolom", "basis"])
    euro = protect_euros(sums, marges, bijdragen, (), settings.onthulling)
    found = protect_edition(cells, [], settings.onthulling, euro=euro)
    staged = data / "staged"
    staged.mkdir(parents=True)
    write_memory(staged, "2023-12-31.1", found, settings, "")
    install_memory(staged, data)


def renamed(settings: Settings) -> Settings:
    """A space in a name, another id, another first quarter to draw: nothing a count means."""
    first, *others = settings.wijk
    wijken = (replace(first, id="nieuw", naam=f"{first.naam} "), *others)
    perioden = replace(settings.perioden, grafiek_vanaf=date(2019, 1, 1), voorlopig_dagen=60)
    return replace(settings, wijk=wijken, perioden=perioden)


def test_what_is_cosmetic_is_not_forgotten(tmp_path: Path) -> None:
    remember(tmp_path)
    for settings in (SETTINGS, renamed(SETTINGS)):
        memory = _read_memory(tmp_path, settings, "")
        [(frame, links)] = memory.earlier
        assert sorted(frame["wijk"]) == sorted(settings.wijk_ids)
        assert frame["getoond"].eq(40).all() and len(links.rest) == len(find_links(frame).rest)
        [euro] = memory.euro
        assert sorted(euro.cellen["wijk"]) == sorted(settings.wijk_ids)
        assert set(euro.bijdragen["wijk"]) == set(settings.wijk_ids)
        assert euro.cellen["getoond"].eq(20_000).all()


def test_other_gebieden_forget_that_wijk_alone(tmp_path: Path) -> None:
    remember(tmp_path)
    first, second, *others = SETTINGS.wijk
    moved = replace(first, gebieden=(*first.gebieden, second.gebieden[0]))
    less = replace(second, gebieden=second.gebieden[1:])
    settings = replace(SETTINGS, wijk=(moved, less, *others))
    [(frame, _)] = _read_memory(tmp_path, settings, "").earlier
    assert sorted(frame["wijk"]) == sorted(item.id for item in others)


@pytest.mark.parametrize("section", ["perioden", "normen", "reeks"])
def test_another_meaning_is_another_memory_and_status_says_so(tmp_path: Path, section: str) -> None:
    remember(tmp_path)
    assert "edities die meetellen: 1 van 1 " in describe_memory(tmp_path, SETTINGS, "")[0]
    settings, reeks = SETTINGS, ""
    if section == "perioden":
        settings = replace(SETTINGS, perioden=replace(SETTINGS.perioden, doorstroom_dagen=14))
    elif section == "normen":
        settings = replace(SETTINGS, normen=replace(SETTINGS.normen, wachttijd_dagen=70))
    else:
        reeks = "synthetisch"
    assert not _read_memory(tmp_path, settings, reeks).earlier
    lines = describe_memory(tmp_path, settings, reeks)
    assert "edities die meetellen: 0 van 1 " in lines[0]
    assert lines[1] == (
        "  Telt niet mee: 2023-12-31.1, met andere definities, parameters of gegevens"
    )


def test_without_contributions_the_sums_are_still_known_and_status_says_so(tmp_path: Path) -> None:
    remember(tmp_path)
    [file] = list_contributions(tmp_path)
    assert file.name == f"2023-12-31.1{BIJDRAGEN}" and file.stat().st_mode & 0o777 == 0o400
    file.unlink()
    [euro] = _read_memory(tmp_path, SETTINGS, "").euro
    assert euro.bijdragen.empty and np.isfinite(euro.cellen["exact"]).all()
    assert "blijven staan" in describe_memory(tmp_path, SETTINGS, "")[-1]
    assert (tmp_path / FOLDER).stat().st_mode & 0o777 == 0o700


def seen(counts: list[float], step: int) -> pd.DataFrame:
    """What an edition showed of these counts at this step, by the rules of SETTINGS."""
    exact = np.array(counts)
    shown = show_cells(exact, np.full(len(exact), step), SETTINGS.onthulling, None)
    return pd.DataFrame({name: getattr(shown, name) for name in VELDEN}).assign(exact=exact)


def test_a_threshold_above_what_was_shown_is_refused_at_once() -> None:
    rules = SETTINGS.onthulling
    earlier = [seen([0, 3, 11, 40], 0), seen([12, 17], 0)]
    check_threshold(earlier, rules)
    check_threshold([], replace(rules, drempel=30))
    check_threshold(earlier, replace(rules, drempel=11))
    with pytest.raises(ProeftuinError, match="20.*, 2 in totaal.*op hooguit 11,"):
        check_threshold(earlier, replace(rules, drempel=20))
    check_threshold([seen([11, 17], 2)], replace(rules, drempel=20))  # 20 may still be 10 to 29
