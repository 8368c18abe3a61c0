"""The same facts, figures and edition on Spark as on DuckDB: every row, every cell, every table.

Runs where PySpark and Java are (make spark); without them only the first test does.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import pytest

from proeftuin.edition import publish_editie
from proeftuin.errors import ProeftuinError
from proeftuin.facts import FACTS
from proeftuin.measure import compute_on, prepare_facts
from proeftuin.settings import Settings
from proeftuin.store import Store, open_store
from tests.lib.compare import load
from tests.lib.motor.gelijk import check_aanbieders, check_figures, check_prognose, check_rows
from tests.lib.random_levering import make_levering
from tests.measure.test_reference import small_settings

SETTINGS = small_settings()
DATASTAND = date(2023, 2, 28)
heeft_spark = pytest.mark.skipif(  # make spark sets SPARK: then a lack is no reason to skip
    not (os.environ.get("SPARK") or (find_spec("pyspark") and shutil.which("java"))),
    reason="PySpark or Java is not there",
)


def make_data(folder: Path) -> Path:
    """A data folder with a random levering loaded."""
    levering = make_levering(Random(7), 120, DATASTAND, SETTINGS.wijk_ids)
    return load(levering, DATASTAND, SETTINGS, folder)


def files_of(data: Path) -> set[str]:
    return {str(item.relative_to(data)) for item in data.rglob("*")}


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Store]]:
    """A store and its copy on Spark, each with all facts."""
    folder = make_data(tmp_path_factory.mktemp("een spark"))
    with (
        open_store(folder) as store,
        open_store(folder) as own,
        compute_on(own, "local[2]") as other,
    ):
        prepare_facts(store, SETTINGS)
        prepare_facts(other, SETTINGS)
        yield store, other


def test_without_pyspark_nothing_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    data = make_data(tmp_path)
    before = files_of(data)
    with pytest.raises(ProeftuinError, match="pip install -r requirements-spark.txt"):
        publish_editie(data, SETTINGS, spark="local[2]")
    assert files_of(data) - before <= {".publiceer.lock", "edities"}
    assert not list(data.glob("edities/*"))


@heeft_spark
@pytest.mark.parametrize("naam", FACTS)
def test_same_rows(naam: str, engines: tuple[Store, Store]) -> None:
    query = f"select * from {naam}"
    store, other = engines
    check_rows(store.frame(query), other.frame(query), naam)


@heeft_spark
@pytest.mark.parametrize("check", [check_figures, check_prognose, check_aanbieders])
def test_same_figures(
    check: Callable[[Store, Any, Settings], None], engines: tuple[Store, Store]
) -> None:
    check(*engines, SETTINGS)


@heeft_spark
@pytest.mark.parametrize("text", ["it''s", "a\\b\\n", "$naam", "één", "c:\\dir''"])
def test_a_text_is_the_same_text(text: str, engines: tuple[Store, Store]) -> None:
    store, other = engines
    query = f"select '{text}' as tekst where '{text}' <> $wijk"
    pd.testing.assert_frame_equal(store.frame(query, wijk="x"), other.frame(query, wijk="x"))


@heeft_spark
def test_what_spark_cannot_do_is_said_in_dutch(
    engines: tuple[Store, Store], capfd: pytest.CaptureFixture[str]
) -> None:
    """And nowhere else: PySpark logs by itself, Java writes by itself."""
    capfd.readouterr()
    with pytest.raises(ProeftuinError, match=r"Spark kon iets niet uitrekenen \(") as refused:
        engines[1].frame("select cast('123456782' as date) as dag")
    assert "123456782" not in str(refused.value)
    assert capfd.readouterr() == ("", "")


@heeft_spark
def test_same_edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    here = make_data(tmp_path)
    there = Path("daar")
    shutil.copytree(here, there)
    publish_editie(here, SETTINGS)
    publish_editie(there, SETTINGS, spark="local[2]")
    assert files_of(here) == files_of(there)
    tables = sorted(here.rglob("*.parquet"))
    assert len(tables) > 100
    for file in tables:
        beside = there / file.relative_to(here)
        pd.testing.assert_frame_equal(
            *(pd.read_parquet(item) for item in (file, beside)), rtol=1e-12, atol=1e-12
        )
