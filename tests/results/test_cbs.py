"""Our counts beside those of CBS: theirs added up in plain loops, ours as the edition shows."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from proeftuin.records import CbsTelling
from proeftuin.report.cbs import cbs_section
from proeftuin.results import (
    CbsStand,
    open_editie,
    read_cbs_vergelijking,
)
from proeftuin.results.cbs import _compare
from proeftuin.results.compare import Figure
from proeftuin.settings import read_settings
from proeftuin.vocabulary import AFGESCHERMD, AUDIENCES, INTERN, ROL_BEHEERDER
from tests.opendata.openbare_dienst import CBS_JAREN, list_cbs

pytest_plugins = ("tests.lib.editie_fixture",)

SETTINGS = read_settings()
SLUG = {"jeugdhulp": "gebruik", "met_verblijf": "verblijf"}


def added_up(wijk: str, jaar: int, vorm: str) -> tuple[int | None, bool]:
    """The sum CBS gives for a wijk, and whether it lacks a gebied."""
    own = next(item.gebieden for item in SETTINGS.wijk if item.id == wijk)
    counts = [
        row[3] for row in list_cbs() if row[:3] == [str(jaar), row[1], vorm] and row[1] in own
    ]
    known = [int(count) for count in counts if count]
    return (sum(known) if known else None), 0 < len(known) < len(own)


def shown(editie: Path, audience: str, slug: str, wijk: str, jaar: int) -> tuple[str, float] | None:
    """Status and count of a calendar year in the file of the edition itself."""
    table = pd.read_parquet(editie / audience / "cijfers" / f"{slug}.parquet")
    for row in table.to_dict("records"):
        year = str(row["van"])[:10], str(row["tot"])[:10]
        if row["wijk"] == wijk and pd.isna(row["categorie"]):
            if year == (f"{jaar}-01-01", f"{jaar}-12-31"):
                return str(row["status"]), float(row["teller"])
    return None


@pytest.mark.parametrize("audience", AUDIENCES)
def test_ours_and_theirs_for_every_wijk_and_year(editie_dir: Path, audience: str) -> None:
    editie = open_editie(editie_dir, audience, rol=ROL_BEHEERDER, settings=SETTINGS)
    rows = read_cbs_vergelijking(editie, SETTINGS)
    assert len(rows) == len(SLUG) * len(CBS_JAREN) * len(SETTINGS.wijk)
    assert [row.jaar for row in rows[: len(SETTINGS.wijk)]] == [2023] * len(SETTINGS.wijk)
    for row in rows:
        assert (row.cbs, row.is_deels) == added_up(row.wijk, row.jaar, row.vorm)
        assert row.is_voorlopig is (row.jaar == 2023)
        own = shown(editie.pad.parent, audience, SLUG[row.vorm], row.wijk, row.jaar)
        if row.jaar == 2023:
            assert own is None and row.stand == CbsStand.GEEN_VENSTER
            continue
        assert own is not None and row.onze is not None and row.onze.status == own[0]
        if row.cbs is None:
            assert row.stand == CbsStand.CBS_VERBORGEN and row.verschil is None
        elif own[0] != AFGESCHERMD and not row.is_deels:
            assert row.verschil == own[1] - row.cbs
            assert row.stand in (CbsStand.BINNEN, CbsStand.MEER, CbsStand.MINDER)
    assert {CbsStand.CBS_VERBORGEN, CbsStand.GEEN_VENSTER} <= {row.stand for row in rows}
    blocks = list(cbs_section(editie, SETTINGS))
    text = repr(blocks)
    for row in rows:
        if row.onze is not None and row.onze.status == AFGESCHERMD:
            assert row.verschil is None
    assert "2023*" in text and "voorlopig" in text


def row_of(aantal: int, bekend: int, gebieden: int = 3) -> CbsTelling:
    day = date(2024, 3, 1)
    return CbsTelling(2021, "west", "jeugdhulp", aantal, bekend, gebieden, False, "85075NED", day)


@pytest.mark.parametrize(
    ("aantal", "bekend", "ons", "stand", "verschil"),
    [
        (100, 3, 107, CbsStand.BINNEN, 7),  # three gebieden of at most 2.5 each
        (100, 3, 108, CbsStand.MEER, 8),
        (100, 3, 92, CbsStand.MINDER, -8),
        (100, 3, 93, CbsStand.BINNEN, -7),
        (60, 2, 100, CbsStand.CBS_DEELS, None),
        (0, 0, 100, CbsStand.CBS_VERBORGEN, None),
        (0, 3, 0, CbsStand.BINNEN, 0),
    ],
)
def test_what_rounding_can_do_is_no_difference(
    aantal: int, bekend: int, ons: int, stand: str, verschil: float | None
) -> None:
    ours = Figure("west", date(2021, 1, 1), date(2021, 12, 31), "ok", teller=float(ons))
    found = _compare(row_of(aantal, bekend), ours, 0.0)
    assert (found.stand, found.verschil) == (stand, verschil)
    assert _compare(row_of(100, 3), ours, 1000.0).stand == CbsStand.BINNEN


def test_an_edition_without_counts_says_nothing(editie_dir: Path, tmp_path: Path) -> None:
    editie = open_editie(editie_dir, INTERN, rol=ROL_BEHEERDER, settings=SETTINGS)
    bare = replace(editie, pad=tmp_path)
    assert read_cbs_vergelijking(bare, SETTINGS) == ()
    assert list(cbs_section(bare, SETTINGS)) == []
