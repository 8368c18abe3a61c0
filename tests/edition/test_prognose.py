"""The prognose in editions: intern only, adds up, builds its own series; page and command."""

import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from proeftuin.__main__ import main
from proeftuin.charts.prognose import month_chart, range_chart
from proeftuin.edition.prognose import RECORDS, make_prognose_tabellen
from proeftuin.errors import NoEdition, ProeftuinError
from proeftuin.ingest.load import load_levering
from proeftuin.measure import prepare_facts
from proeftuin.records import DEKKING, REEKS, make_frame
from proeftuin.results.editie import open_editie
from proeftuin.results.prognose import Prognose, _read_all, read_prognose
from proeftuin.sentences.prognose import difference_sentence, prognose_sentence
from proeftuin.store import Store, open_store
from proeftuin.vocabulary import GEMEENTE, ROL_BEHEERDER
from tests.charts.specs import layers_of, rows_of, spec_of
from tests.lib import edities

SETTINGS = edities.small_settings()
DAYS = (date(2023, 3, 31), date(2023, 6, 30), date(2023, 9, 30))
Tabellen = dict[str, pd.DataFrame]


def intern() -> Prognose:
    editie = open_editie(edities.published(), "intern", rol=ROL_BEHEERDER)
    found = read_prognose(editie)
    assert found is not None
    return found


def test_the_openbaar_edition_holds_nothing_of_it() -> None:
    """No table, no name and no amount of the prognose in any openbaar file."""
    editie = open_editie(edities.published(), "openbaar", rol=ROL_BEHEERDER)
    with pytest.raises(ProeftuinError, match="interne editie"):
        read_prognose(editie)
    there = {file.stem for file in editie.pad.parent.joinpath("intern").rglob("*.parquet")}
    assert set(RECORDS) <= there
    files = [file for file in editie.pad.rglob("*") if file.is_file()]
    assert files and not any("prognose" in file.name for file in files)
    secret = {
        value
        for item in intern().ramingen
        for value in (item.raming_eur, item.onder_eur, item.boven_eur, *item.opgeteld)
        if value is not None
    }
    for file in files:
        if file.suffix == ".parquet":
            frame = pd.read_parquet(file).select_dtypes("number")
            assert not frame.isin(secret).to_numpy().any(), file.name
        else:
            assert "prognose" not in file.read_text(encoding="utf-8")


def test_parts_add_up_and_the_interval_holds_the_estimate() -> None:
    editie = open_editie(edities.published(), "intern", rol=ROL_BEHEERDER)
    for wijk in (GEMEENTE, *SETTINGS.wijk_ids):
        found = read_prognose(editie, wijk)
        assert found is not None and found.declaraties and found.toewijzingen
        for item in found.ramingen:
            assert item.jaar == 2023 and item.peil == date(2023, 12, 31)
            assert sum(item.bedrag(deel) for deel in item.delen) == pytest.approx(item.raming_eur)
            halves = item.som(later=False) + item.som(later=True)
            assert halves == pytest.approx(item.raming_eur)
            assert item.opgeteld[-1] == pytest.approx(item.raming_eur)
            if item.onder_eur is not None and item.boven_eur is not None:
                assert item.onder_eur <= item.raming_eur <= item.boven_eur
            assert len(found.terugblik_van(item.route)) == item.aantal_terugblik
    assert intern().ramingen[0].basis == DEKKING


def make(folder: Path, kept: pd.DataFrame | None, other: Path) -> Tabellen:
    """The tables of the store in folder, with kept as what the current edition in other kept."""
    other.mkdir(parents=True, exist_ok=True)
    if kept is not None:
        file = other / "edities" / "x.1" / "intern" / "tabellen" / "prognose_stand.parquet"
        file.parent.mkdir(parents=True)
        kept.to_parquet(file)
        index = other / "edities" / "huidig.json"
        index.write_text(json.dumps({"editie": "x.1", "alle": ["x.1"]}), encoding="utf-8")
    with open_store(folder) as store:
        prepare_facts(store, SETTINGS)
        return make_prognose_tabellen(store, SETTINGS, other)


def earlier_standen(
    now: pd.DataFrame, shares: dict[int, float], factor: float = 1.0, days: tuple[date, ...] = DAYS
) -> pd.DataFrame:
    """What leveringen of these days would have kept, had these shares been known then."""
    parts = []
    for day in days:
        stand = now[now["maand_datum"] <= day].copy()
        age = [(day.year - van.year) * 12 + day.month - van.month for van in stand["maand_datum"]]
        stand["gedeclareerd_eur"] *= [factor * shares.get(item, 1.0) for item in age]
        stand["datastand"] = day
        parts.append(stand)
    return pd.concat(parts, ignore_index=True)


def test_a_series_of_standen_takes_over_and_is_carried_along(tmp_path: Path) -> None:
    first = make(edities.loaded(), None, tmp_path / "a")
    own = first["prognose_stand"]
    assert set(own["datastand"]) == {date(2023, 12, 31)} and len(own) > 24
    shares = {0: 0.3, 1: 0.55, 2: 0.9}
    kept = earlier_standen(own, shares)
    tabellen = make(edities.loaded(), kept, tmp_path / "b")
    [row] = tabellen["prognose_raming"].query("wijk == @GEMEENTE and route == 'declaraties'").index
    raming = tabellen["prognose_raming"].loc[row]
    assert raming["basis"] == REEKS
    got = [raming[f"compleet_{age}"] for age in range(3)]
    assert got == pytest.approx([0.3, 0.55, 0.9])
    assert len(tabellen["prognose_stand"]) == len(kept) + len(own)
    again = make(edities.loaded(), tabellen["prognose_stand"], tmp_path / "c")
    assert len(again["prognose_stand"]) == len(tabellen["prognose_stand"])  # not twice the same day
    foreign = earlier_standen(own, shares, factor=1.2)
    other = make(edities.loaded(), foreign, tmp_path / "d")["prognose_raming"]
    assert set(other.query("route == 'declaraties'")["basis"]) == {DEKKING}


def test_what_was_kept_of_an_earlier_day_is_looked_back_on(tmp_path: Path) -> None:
    """With standen of 2022 the estimate of that day uses what was known then."""
    own = make(edities.loaded(), None, tmp_path / "a")
    days = (date(2022, 6, 30), date(2022, 9, 30), date(2022, 12, 31))
    kept = earlier_standen(own["prognose_stand"], {0: 0.3, 1: 0.55, 2: 0.9}, days=days)
    tabellen = make(edities.loaded(), kept, tmp_path / "b")
    query = "wijk == @GEMEENTE and route == 'declaraties'"
    past = tabellen["prognose_terugblik"].query(query).set_index("peil_datum")
    kept_days = past.index[past["is_vastgelegd"].astype(bool)]
    assert set(kept_days) == set(days)
    before = own["prognose_terugblik"].query(query).set_index("peil_datum")
    assert not before["is_vastgelegd"].astype(bool).any()
    [day] = [item for item in kept_days if item.month == 9]
    assert past.loc[day, "raming_eur"] != pytest.approx(before.loc[day, "raming_eur"], rel=1e-6)
    assert past.loc[day, "werkelijk_eur"] == before.loc[day, "werkelijk_eur"]


def delivered(folder: Path, target: Path, without: tuple[str, ...], datastand: str) -> Path:
    """A copy of the small demo without some files and with another datastand, loaded."""
    source = target / "levering"
    edities.copy_of(edities.levering(), source)
    for naam in without:
        (source / f"{naam}.csv").unlink()
    text = (source / "levering.toml").read_text(encoding="utf-8")
    changed = text.replace("datastand = 2023-12-31", f"datastand = {datastand}")
    (source / "levering.toml").write_text(changed, encoding="utf-8")
    load_levering(source, folder, SETTINGS)
    return folder


@pytest.mark.parametrize(
    ("datastand", "peil", "jaar", "maanden"),
    [
        ("2023-12-10", date(2023, 11, 30), 2023, 11),
        ("2024-01-10", date(2023, 12, 31), 2024, 0),
    ],
)
def test_a_day_inside_a_month_uses_whole_months_only(
    datastand: str, peil: date, jaar: int, maanden: int, tmp_path: Path
) -> None:
    folder = delivered(tmp_path / "data", tmp_path, ("ervaring",), datastand)
    tabellen = make(folder, None, tmp_path / "geen")
    found = tabellen["prognose_raming"]
    assert set(found["peil_datum"]) == {peil} and set(found["jaar"]) == {jaar}
    (tmp_path / "tabellen").mkdir()
    for naam, frame in tabellen.items():
        frame.to_parquet(tmp_path / "tabellen" / f"{naam}.parquet")
    read = _read_all(tmp_path, datastand)[GEMEENTE]
    assert {item.maanden_bekend for item in read.ramingen} == {maanden}
    for item in read.ramingen:
        assert (item.som(later=False) > 0) is (maanden > 0) and item.som(later=True) > 0
    assert str(jaar) in prognose_sentence(read, SETTINGS)
    assert difference_sentence(read).count("raming uit toewijzingen") == 1
    assert month_chart(read)["layer"] and range_chart(read)["layer"]


@pytest.mark.parametrize(
    ("without", "routes"),
    [(("declaratie",), set()), (("toewijzing", "declaratie"), set())],
)
def test_without_declaraties_there_is_no_prognose(
    without: tuple[str, ...], routes: set[str], tmp_path: Path
) -> None:
    folder = delivered(tmp_path / "data", tmp_path, without, "2023-12-31")
    found = make(folder, None, tmp_path / "geen")
    assert {naam: list(frame.columns) for naam, frame in found.items()} == {
        naam: list(make_frame(soort, ()).columns) for naam, soort in RECORDS.items()
    }
    assert set(found["prognose_raming"]["route"]) == routes


def test_an_edition_from_before_says_what_to_do(tmp_path: Path) -> None:
    folder = edities.copy_of(edities.published(), tmp_path)
    editie = open_editie(folder, "intern", rol=ROL_BEHEERDER)
    (editie.pad / "tabellen" / "prognose_raming.parquet").unlink()
    with pytest.raises(NoEdition, match="publiceer --opnieuw"):
        read_prognose(editie)


def test_charts_show_both_routes_and_their_totals() -> None:
    found = intern()
    ranges, months = spec_of(range_chart(found)), spec_of(month_chart(found))
    text = json.dumps([ranges, months], ensure_ascii=False)
    for item in found.ramingen:
        assert str(item.raming_eur) in text
    [declared] = layers_of(month_chart(found), "area")
    points = rows_of(declared)
    assert len(points) == 13
    assert points[-1]["y"] == pytest.approx(found.ramingen[0].bedrag("gedeclareerd"))


def test_command_prints_figures_and_the_errors_of_the_past(
    capsys: pytest.CaptureFixture[str],
) -> None:
    data = ["--data", str(edities.published()), "--config", str(edities.config())]
    assert main([*data, "prognose"]) == 0
    out = capsys.readouterr().out
    assert "prognose 2023 op 31 december 2023" in out and "Uit toewijzingen" in out
    assert main([*data, "prognose", "--wijk", GEMEENTE, "--formaat", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    found = intern()
    assert [row["raming_eur"] for row in rows] == [item.raming_eur for item in found.ramingen]
    assert [len(row["terugblik"]) for row in rows] == [
        item.aantal_terugblik for item in found.ramingen
    ]
    for item in found.terugblik:
        assert item.peil.isoformat() in out
    assert main([*data, "prognose", "--formaat", "csv"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1 + 2 * (1 + len(SETTINGS.wijk_ids)) and lines[0].startswith("wijk,route")
    assert main([*data, "prognose", "--wijk", "nergens"]) == 1
    assert "bestaat niet" in capsys.readouterr().err


PAGINA = """
from proeftuin.ui import prognose as ui_prognose
from proeftuin.ui import tables as ui_tabellen
from proeftuin.access.rules import ROL_BEHEERDER, Toegang
from proeftuin.results.editie import open_editie
from proeftuin.settings.read import read_settings
from proeftuin.ui.shell import Context
ui_tabellen.load_styles()
editie = open_editie({folder!r}, {audience!r}, rol=ROL_BEHEERDER)
ui_prognose.show_prognose(Context(editie, read_settings(), Toegang(ROL_BEHEERDER), "kosten"))
"""


@pytest.mark.parametrize("audience", ["intern", "openbaar"])
def test_on_screen_for_intern_alone(audience: str) -> None:
    script = PAGINA.format(folder=str(edities.published()), audience=audience)
    app = AppTest.from_string(script, default_timeout=30).run()
    assert not app.exception
    text = " ".join(item.body for item in app.get("html"))
    if audience == "openbaar":
        assert "rognose" not in text and not app.selectbox
        return
    assert "Prognose 2023" in text and "Waarom verschillen de twee?" in text
    app.selectbox(key="raming").select(SETTINGS.pilot.wijken[0]).run()
    naam = SETTINGS.wijk_naam(SETTINGS.pilot.wijken[0])
    text = " ".join(item.body for item in app.get("html"))
    assert f"de hulp in {naam} over 2023" in text


def test_facts_are_measured_once_per_publish() -> None:
    """The same store gives the same bytes: amounts do not depend on the order of rows."""

    def tables(store: Store) -> Tabellen:
        prepare_facts(store, SETTINGS)
        return make_prognose_tabellen(store, SETTINGS, Path("nergens"))

    with open_store(edities.loaded()) as one, open_store(edities.loaded()) as two:
        first, second = tables(one), tables(two)
    for naam in RECORDS:
        pd.testing.assert_frame_equal(first[naam], second[naam], check_exact=True)
