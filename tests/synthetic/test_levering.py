"""The synthetic levering is valid, faulty as real ones are, in proportion, and hides an effect."""

import hashlib
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from proeftuin.errors import FOUT, ProeftuinError
from proeftuin.ingest.load import load_levering
from proeftuin.schema import BESTANDEN, Kolomsoort
from proeftuin.settings.model import Pilot, Settings, Wijk
from proeftuin.settings.read import read_settings
from proeftuin.synthetic import write_demo
from tests.lib.synthetic_frames import DATASTAND, active, merged, read


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    write_demo(folder)
    return folder


def test_the_levering_is_valid(demo: Path) -> None:
    frames = {bestand.naam: read(demo, bestand.naam) for bestand in BESTANDEN}
    for bestand in BESTANDEN:
        frame = frames[bestand.naam]
        assert list(frame.columns) == [kolom.naam for kolom in bestand.kolommen]
        assert len(frame)
        for kolom in bestand.kolommen:
            assert kolom.mag_leeg or frame[kolom.naam].notna().all(), (bestand.naam, kolom.naam)
            if kolom.soort is Kolomsoort.DATUM and kolom.naam == bestand.begin_kolom:
                assert frame[kolom.naam].max() <= DATASTAND, bestand.naam
        if bestand.sleutel:
            assert not frame.duplicated(list(bestand.sleutel)).any(), bestand.naam
        for van, tot in bestand.perioden:
            assert not (frame[tot] < frame[van]).any(), (bestand.naam, tot)
    known = set(frames["jeugdige"]["jeugdige_id"])
    for naam in ("traject", "toewijzing", "declaratie", "aanmelding"):
        assert set(frames[naam]["jeugdige_id"]) <= known, naam
    allocated = set(frames["toewijzing"]["toewijzing_id"])
    for naam in ("traject", "declaratie"):
        assert set(frames[naam]["toewijzing_id"].dropna()) <= allocated, naam
    home = frames["jeugdige"].sort_values(["jeugdige_id", "van_datum"])
    same = home["jeugdige_id"] == home["jeugdige_id"].shift()
    before = home["tot_datum"].shift()
    assert not (same & (before.isna() | (home["van_datum"] <= before))).any()
    assert (home["geboortedatum"] <= home["van_datum"]).all()
    assert home.groupby("jeugdige_id")["geboortedatum"].nunique().max() == 1
    assert frames["traject"]["begin_datum"].min() == pd.Timestamp(2016, 1, 1)
    assert frames["toewijzing"]["bedrag_eur"].dropna().between(0, 1_000_000).all()


def test_it_loads_without_fouten(demo: Path, tmp_path: Path) -> None:
    report = load_levering(demo, tmp_path, read_settings())
    assert not [finding for finding in report.waarschuwingen if finding.ernst == FOUT]
    # what the generator meant to be wrong, and nothing else
    assert {finding.code for finding in report.waarschuwingen} == {
        "GEBIED_ONBEKEND",
        "OUDER_DAN_22",
    }
    assert report.aantallen["traject"] == len(merged(demo))


def test_the_faults_of_real_registers_are_there(demo: Path) -> None:
    rows = read(demo, "traject")
    assert len(rows) - len(merged(demo)) > 100  # overlaps and temporary stops
    assert (rows["eind_datum"] > DATASTAND).any()
    assert rows["eind_datum"].isna().sum() > 1000
    areas = read(demo, "jeugdige")["gebied"]
    assert {"WK0193", "BU0193"} <= set(areas.str[:6])
    outside = (areas.str[2:6] != "0193") | (areas == "BU01939999")
    assert 0.005 <= outside.mean() <= 0.08
    moves = read(demo, "jeugdige").groupby("jeugdige_id").size()
    assert 0.2 <= (moves > 1).mean() <= 0.6


def digest(folder: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}


def test_same_seed_same_bytes_and_in_proportion(tmp_path: Path) -> None:
    shares: list[float] = []
    write_demo(tmp_path / "a", 400, zaad=7, progress=lambda share, text: shares.append(share))
    write_demo(tmp_path / "b", 400, zaad=7)
    write_demo(tmp_path / "c", 400, zaad=8)
    write_demo(tmp_path / "d", 1600, zaad=7)
    assert shares[-1] == 1.0
    assert digest(tmp_path / "a") == digest(tmp_path / "b")
    assert digest(tmp_path / "a")["traject.csv"] != digest(tmp_path / "c")["traject.csv"]
    for naam in ("traject", "jeugdige", "declaratie", "aanmelding"):
        small, large = (len(read(tmp_path / folder, naam)) for folder in ("a", "d"))
        assert large / small == pytest.approx(4, rel=0.12), naam
    small, large = (read(tmp_path / folder, "bevolking")["aantal"].sum() for folder in ("a", "d"))
    assert large / small == pytest.approx(4, rel=0.01)


def ends_per_day(folder: Path, codes: tuple[str, ...]) -> tuple[float, float]:
    """Ends per 1,000 traject days in the effectjaar: (in the pilot, elsewhere) by first address."""
    rows = merged(folder)
    home = read(folder, "jeugdige").groupby("jeugdige_id")["gebied"].first().str[2:8]
    van, tot = pd.Timestamp(2022, 10, 1), pd.Timestamp(2023, 9, 30)
    rows = active(rows, str(van.date()), str(tot.date()))
    days = (rows["eind"].clip(upper=tot) - rows["begin"].clip(lower=van)).dt.days + 1
    ended = rows["eind"] <= tot
    is_pilot = rows["jeugdige_id"].map(home).isin([code[2:] for code in codes])
    rates = [1000 * ended[part].sum() / days[part].sum() for part in (is_pilot, ~is_pilot)]
    return rates[0], rates[1]


def test_the_true_effect_is_in_the_data(tmp_path: Path) -> None:
    settings = read_settings()
    codes = next(wijk.gebieden for wijk in settings.wijk if wijk.id in settings.pilot.wijken)
    ratio = {}
    for effect in ("geen", "matig", "sterk"):
        write_demo(tmp_path / effect, 6300, effect=effect)
        pilot, elsewhere = ends_per_day(tmp_path / effect, codes)
        ratio[effect] = pilot / elsewhere
        truth = json.loads((tmp_path / effect / "waarheid.json").read_text(encoding="utf-8"))
        assert truth["pilot_wijken"] == ["west"] and truth["effect"] == effect
    assert ratio["geen"] == pytest.approx(1.0, abs=0.18)
    assert ratio["geen"] < ratio["matig"] < ratio["sterk"]
    assert ratio["sterk"] / ratio["geen"] > 1.25
    assert truth["rmst_730_verandering_aandeel"] == pytest.approx(-0.34, abs=0.03)


def other_settings() -> Settings:
    """Seven wijken of which two pilots, with names and codes that appear nowhere."""
    wijken = tuple(Wijk(f"w{nr}", f"Wijk {nr}", (f"WK9999{nr:02d}",)) for nr in range(7))
    base = read_settings()
    gemeente = replace(base.gemeente, naam="Voorbeelddam", code="GM9999")
    pilot = Pilot(("w2", "w5"), base.pilot.start)
    return replace(base, wijk=wijken, gemeente=gemeente, pilot=pilot)


def test_another_gemeente_gets_equal_wijken(tmp_path: Path) -> None:
    write_demo(tmp_path, 700, effect="sterk", settings=other_settings())
    people = read(tmp_path, "bevolking")
    people = people[(people["jaar"] == 2022) & (people["leeftijd"] < 23)]
    per_wijk = people.groupby(people["gebied"].str[2:8])["aantal"].sum()
    assert len(per_wijk) == 7 and per_wijk.max() - per_wijk.min() <= 30
    assert set(read(tmp_path, "casus")["gebied"]) <= {"WK999902", "WK999905"}
    homes = read(tmp_path, "jeugdige")["gebied"].str[2:8]
    assert {f"9999{nr:02d}" for nr in range(7)} <= set(homes)


@pytest.mark.parametrize("datastand", [date(2018, 12, 31), date(2022, 5, 14), date(2025, 2, 28)])
def test_any_datastand(tmp_path: Path, datastand: date) -> None:
    write_demo(tmp_path, 200, datastand=datastand)
    begun = read(tmp_path, "traject")["begin_datum"]
    assert begun.max() <= pd.Timestamp(datastand)
    assert begun.max() >= pd.Timestamp(datastand) - pd.Timedelta(days=45)
    assert f"datastand = {datastand}" in (tmp_path / "levering.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "choice", [{"jeugdigen": 3}, {"effect": "groot"}, {"datastand": date(2016, 1, 1)}]
)
def test_impossible_choices_are_refused_in_dutch(tmp_path: Path, choice: dict[str, object]) -> None:
    with pytest.raises(ProeftuinError, match="Kies voor --"):
        write_demo(tmp_path / "leeg", **choice)  # type: ignore[arg-type]
    assert not (tmp_path / "leeg").exists()
