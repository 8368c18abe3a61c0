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
from proeftuin.edition import memory
from proeftuin.edition.memory import (
    BIJDRAGEN,
    FOLDER,
    _first_raster,
    _read_memory,
    _second_raster,
    check_threshold,
    describe_memory,
    install_memory,
    list_contributions,
    write_memory,
)
from proeftuin.errors import ProeftuinError
from proeftuin.measure.bijdragen import BIJDRAGE, Bijdragen
from proeftuin.settings.identity import describe_identity
from proeftuin.settings.model import Settings
from proeftuin.vocabulary import NULMETING, VROEGER
from tests.lib.compare import frame_of
from tests.lib.measured_frames import SETTINGS

KWARTAAL = ("kwartaal", date(2021, 1, 1), date(2021, 3, 31))


def remember(
    data: Path,
    settings: Settings = SETTINGS,
    venster: tuple[str, date, date] = KWARTAAL,
) -> None:
    """A data folder that remembers one edition: a count and a sum per wijk in this window."""
    rows, behind = [], []
    for wijk in settings.wijk_ids:
        rows.append(("in_zorg.in_zorg", "geen", "", wijk, *venster, 42.0, False))
        place = ("kosten.bedrag_eur", "geen", "", wijk, *venster)
        behind += [(*place, unit, unit % 4, 1000.0) for unit in range(1, 21)]
    cells = pd.DataFrame(rows, columns=list(CELLEN))
    bijdragen = pd.DataFrame(behind, columns=list(BIJDRAGE))
    sums = bijdragen.groupby(list(BIJDRAGE[:7]), as_index=False)["euro"].sum()
    sums = sums.rename(columns={"euro": "exact"}).assign(aantal=20.0, grootste=0.25)
    getoond, stap = round_euros(sums["exact"].to_numpy(), settings.onthulling)
    sums = sums.assign(getoond=getoond, stap=stap)
    marges = pd.DataFrame(columns=[*MARGES, "kolom", "basis"])
    euro = protect_euros(sums, marges, [Bijdragen.of(bijdragen)], (), settings.onthulling)
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
        found = _read_memory(tmp_path, settings, "")
        [(frame, links)] = found.earlier
        assert sorted(frame["wijk"]) == sorted(settings.wijk_ids)
        assert frame["getoond"].eq(40).all() and len(links.rest) == len(find_links(frame).rest)
        [euro] = found.euro
        assert sorted(euro.cellen["wijk"]) == sorted(settings.wijk_ids)
        behind = frame_of(euro.bijdragen())
        assert sorted(behind["wijk"].unique()) == sorted(settings.wijk_ids)
        assert len(behind) == 20 * len(settings.wijk_ids)
        assert euro.cellen["getoond"].eq(20_000).all()


def test_who_stands_behind_sums_is_read_back_however_it_is_cut_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for most in (1 << 20, 7):
        monkeypatch.setattr(memory, "BLOK", most)
        remember(tmp_path / str(most))
        [euro] = _read_memory(tmp_path / str(most), SETTINGS, "").euro
        parts = [*euro.bijdragen()]
        assert (len(parts) > 1) == (most == 7) and len(parts[0].cellen) < 7
        found.append(frame_of(parts))
    assert len(found[0]) == 20 * len(SETTINGS.wijk_ids)
    pd.testing.assert_frame_equal(*found)


def test_a_wijk_with_other_gebieden_is_remembered_and_one_that_is_gone_is_not(
    tmp_path: Path,
) -> None:
    remember(tmp_path)
    first, second, *others = SETTINGS.wijk
    moved = replace(first, gebieden=(*first.gebieden, second.gebieden[0]))
    less = replace(second, gebieden=second.gebieden[1:])
    for wijken in ((moved, less, *others), (moved, replace(less, id="ander"), *others)):
        settings = replace(SETTINGS, wijk=wijken)
        [(frame, _)] = _read_memory(tmp_path, settings, "").earlier
        kept = {item.id for item in wijken} - {"ander"}
        assert set(frame["wijk"]) == kept and frame["getoond"].eq(40).all()
    nowhere = [
        replace(item, id=f"x{item.id}", gebieden=(f"{item.gebieden[0][:-2]}99",))
        for item in SETTINGS.wijk
    ]
    found = _read_memory(tmp_path, replace(SETTINGS, wijk=tuple(nowhere)), "")
    assert not found.earlier and list(found.vreemd.values()) == ["met andere wijken"]


def test_other_norms_terms_and_windows_forget_nothing(tmp_path: Path) -> None:
    """An attacker has both editions, and most figures do not use what changed."""
    remember(tmp_path)
    perioden = replace(SETTINGS.perioden, doorstroom_dagen=14, zorgperiode_gat_dagen=60)
    normen = replace(SETTINGS.normen, wachttijd_dagen=70)
    settings = replace(SETTINGS, perioden=perioden, normen=normen)
    [(frame, _)] = _read_memory(tmp_path, settings, "").earlier
    assert sorted(frame["wijk"]) == sorted(SETTINGS.wijk_ids)
    assert "edities die meetellen: 1 van 1 " in describe_memory(tmp_path, settings, "")[0]


def test_a_year_is_known_under_the_name_it_has_now(tmp_path: Path) -> None:
    remember(tmp_path, venster=(NULMETING, *SETTINGS.vensters.nulmeting))
    later = tuple(day.replace(year=day.year + 1) for day in SETTINGS.vensters.nulmeting)
    effect = tuple(day.replace(year=day.year + 1) for day in SETTINGS.vensters.effectjaar)
    vensters = replace(SETTINGS.vensters, nulmeting=later, effectjaar=effect)
    pilot = replace(SETTINGS.pilot, start=date(2023, 10, 1))
    settings = replace(SETTINGS, vensters=vensters, pilot=pilot)
    found = _read_memory(tmp_path, settings, "")
    assert {*found.earlier[0][0]["venster"], *found.euro[0].cellen["venster"]} == {VROEGER}
    assert {*_read_memory(tmp_path, SETTINGS, "").earlier[0][0]["venster"]} == {NULMETING}


def test_another_kind_of_data_is_another_memory_and_status_says_so(tmp_path: Path) -> None:
    remember(tmp_path)
    assert "edities die meetellen: 1 van 1 " in describe_memory(tmp_path, SETTINGS, "")[0]
    assert not _read_memory(tmp_path, SETTINGS, "synthetisch").earlier
    lines = describe_memory(tmp_path, SETTINGS, "synthetisch")
    assert "edities die meetellen: 0 van 1 " in lines[0]
    assert lines[1] == "  Telt niet mee: 2023-12-31.1, met andere definities of gegevens"


@pytest.mark.parametrize("mark", ["eerste", "tweede"])
def test_what_an_older_program_remembered_counts(
    tmp_path: Path, mark: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also after another norm, as long as the edition says with which it was made."""
    first, second = _first_raster(SETTINGS, ""), _second_raster(describe_identity(SETTINGS), "")
    with monkeypatch.context() as then:
        then.setattr(memory, "_raster", lambda reeks: first if mark == "eerste" else second)
        remember(tmp_path)
    assert _read_memory(tmp_path, SETTINGS, "").earlier
    other = replace(SETTINGS, normen=replace(SETTINGS.normen, wachttijd_dagen=70))
    assert not _read_memory(tmp_path, other, "").earlier
    monkeypatch.setattr(memory, "_settings_of", lambda data, editie: describe_identity(SETTINGS))
    assert bool(_read_memory(tmp_path, other, "").earlier) == (mark == "tweede")


def test_without_contributions_the_sums_are_still_known_and_status_says_so(tmp_path: Path) -> None:
    remember(tmp_path)
    [file] = list_contributions(tmp_path)
    assert file.name == f"2023-12-31.1{BIJDRAGEN}" and file.stat().st_mode & 0o777 == 0o400
    file.unlink()
    [euro] = _read_memory(tmp_path, SETTINGS, "").euro
    assert not [*euro.bijdragen()] and np.isfinite(euro.cellen["exact"]).all()
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
