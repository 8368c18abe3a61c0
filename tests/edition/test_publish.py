"""Publishing: editions round trip, never change, and the nulmeting freezes once."""

import json
import os
import stat
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from proeftuin.edition import publish
from proeftuin.edition.files import read_index
from proeftuin.edition.nulmeting import (
    FOLDER,
    canonical_hash,
    compare_cells,
    install_versions,
    is_complete,
    nulmeting_rows,
    plan_nulmeting,
    read_versions,
    write_version,
)
from proeftuin.edition.nulmeting_register import (
    read_nulmetingregister,
    write_nulmetingregister,
)
from proeftuin.edition.publish import publish_editie
from proeftuin.errors import DamagedEdition, NoEdition, ProeftuinError
from proeftuin.indicators import INDICATOR, INDICATORS
from proeftuin.ingest.load import load_levering
from proeftuin.measure.figures import COLUMNS, Measured
from proeftuin.results.editie import (
    list_edities,
    open_editie,
    read_cijfers,
    read_nulmeting,
    read_tabel,
    select,
)
from proeftuin.vocabulary import ROL_BEHEERDER
from tests.lib import edities
from tests.lib.measured_frames import DATASTAND, SETTINGS, fill, make_measured
from tests.lib.steden.onthouden import GEMETEN, keep

STAMP = {"definitieversie": "1.0", "store_hash": "ab", "datastand": "2023-12-31"}


def contents(folder: Path) -> dict[str, bytes]:
    """Every file under a folder with its bytes."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def measured(slug: str, **cell: float) -> Measured:
    frame = make_measured(slug, fill(**cell)).frame
    return Measured(INDICATOR[slug], frame.reindex(columns=list(COLUMNS)))


def test_an_edition_holds_everything_for_both_audiences() -> None:
    for audience in ("intern", "openbaar"):
        editie = open_editie(edities.published(), audience, rol=ROL_BEHEERDER)
        assert editie.id == "2023-12-31.1" and editie.datastand == date(2023, 12, 31)
        assert editie.synthetisch and editie.pilot == ("west",) and len(editie.wijken) == 5
        assert editie.kwartalen[0] == (date(2021, 1, 1), date(2021, 3, 31))
        assert list(editie.vensters) == ["nulmeting", "effectjaar"]
        for indicator in INDICATORS:
            published = read_cijfers(editie, indicator.slug)
            assert published.audience == audience and len(published)
    budget = read_tabel(editie, "budget")
    planned = budget[(budget["soort"] == "begroot") & (budget["jaar"] == 2023)]
    assert planned["bedrag_eur"].sum() == 500_000


def test_openbaar_has_no_findings_no_aanbieder_and_no_hash_of_exact_cells() -> None:
    intern, openbaar = (
        open_editie(edities.published(), name, rol=ROL_BEHEERDER) for name in ("intern", "openbaar")
    )
    assert len(read_cijfers(intern, "trajectduur", "aanbieder"))
    assert not len(read_cijfers(openbaar, "trajectduur", "aanbieder"))
    assert len(read_tabel(intern, "bevindingen"))
    assert len(read_tabel(intern, "inhoud_per_kwartaal"))
    for naam in ("bevindingen", "inhoud_per_kwartaal"):
        with pytest.raises(ProeftuinError, match="hoort niet bij"):
            read_tabel(openbaar, naam)
    assert "hash" not in (openbaar.pad / "nulmeting.json").read_text()
    said = json.loads((openbaar.pad / "editie.json").read_text())
    assert {naam for naam in said if "hash" in naam} == {"settings_hash"}
    assert not openbaar.store_hash and not openbaar.nulmeting_hash and intern.nulmeting_hash
    for naam in ("voorveld", "veldkwaliteit", "rijen_per_kwartaal", "samengevoegd_per_kwartaal"):
        shown = read_tabel(openbaar, naam)
        assert list(shown.columns) == list(read_tabel(intern, naam).columns)
        names = ("teller", "noemer", "aantal_rijen", "aantal_einden")
        counts = shown[[name for name in shown if name in names]]
        assert (counts.fillna(0) % 5 == 0).all(axis=None)


def test_intern_files_are_not_for_everyone() -> None:
    folder = open_editie(edities.published(), "intern", rol=ROL_BEHEERDER).pad
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for file in folder.rglob("*.*"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
    frozen = edities.published() / FOLDER / "verblijf.v1.json"
    assert stat.S_IMODE(frozen.stat().st_mode) == 0o400


@pytest.mark.langzaam
def test_unchanged_data_keep_the_edition_and_again_makes_a_new_one(tmp_path: Path) -> None:
    data = edities.copy_of(edities.published(), tmp_path)
    before = contents(data / "edities" / "2023-12-31.1")
    frozen = contents(data / FOLDER)
    assert publish_editie(data, edities.small_settings()).ongewijzigd
    assert [editie.id for editie in list_edities(data, "intern", rol=ROL_BEHEERDER)] == [
        "2023-12-31.1"
    ]
    steps: list[float] = []
    report = publish_editie(
        data, edities.small_settings(), lambda step, share: steps.append(share), again=True
    )
    assert report.editie == "2023-12-31.2" and not report.vastgelegd and not report.gewijzigd
    assert steps == sorted(steps) and steps[-1] == 1.0
    assert (
        contents(data / "edities" / "2023-12-31.1") == before and contents(data / FOLDER) == frozen
    )
    assert open_editie(data, "openbaar").id == "2023-12-31.2"
    old, new = (open_editie(data, "intern", f"2023-12-31.{nr}", rol=ROL_BEHEERDER) for nr in (1, 2))
    for slug in ("verblijf", "trajectduur", "wachttijd"):
        pd.testing.assert_frame_equal(read_cijfers(old, slug).frame, read_cijfers(new, slug).frame)
    with pytest.raises(NoEdition, match=r"2023-12-31\.1, 2023-12-31\.2"):
        open_editie(data, "intern", "2023-12-31.9", rol=ROL_BEHEERDER)


@pytest.mark.langzaam
def test_other_data_show_the_frozen_nulmeting_and_write_a_second_version(tmp_path: Path) -> None:
    data = edities.copy_of(edities.published(), tmp_path)
    frozen = contents(data / FOLDER)
    del frozen["register.json"]  # it gets the second version too
    before = read_cijfers(
        open_editie(data, "intern", rol=ROL_BEHEERDER), "verblijf", "leeftijdsgroep"
    )
    load_levering(edities.corrected_levering(), data, edities.small_settings(), replace=True)
    (data / "edities" / "huidig.json").unlink()  # a lost index must not lose an edition
    with pytest.raises(DamagedEdition, match=r"huidig\.json"):
        open_editie(data, "intern", rol=ROL_BEHEERDER)
    report = publish_editie(data, edities.small_settings())
    assert "verblijf" in report.gewijzigd and not report.vastgelegd
    after = contents(data / FOLDER)
    assert {name: after[name] for name in frozen} == frozen
    version = json.loads(after["verblijf.v2.json"])
    assert version["hash"] == canonical_hash(version) and version["gewijzigd"]
    editie = open_editie(data, "intern", rol=ROL_BEHEERDER)
    status = read_nulmeting(editie, "verblijf")
    assert (status.versie, status.nieuwere_versie, status.ongewijzigd) == (1, 2, False)
    shown = select(read_cijfers(editie, "verblijf"), "nulmeting", "west").frame["waarde"].iloc[0]
    west = next(item for item in status.wijzigingen if item.wijk == "west")
    assert west.oud == pytest.approx(shown) and west.nieuw != pytest.approx(shown)
    assert status.andere_cellen > 0
    assert read_nulmeting(open_editie(data, "openbaar"), "verblijf").wijzigingen == ()
    assert "wijzigingen" not in (open_editie(data, "openbaar").pad / "nulmeting.json").read_text()
    now = read_cijfers(editie, "verblijf", "leeftijdsgroep")
    pd.testing.assert_frame_equal(
        select(now, "nulmeting").frame, select(before, "nulmeting").frame, check_index_type=False
    )
    assert not select(now, "kwartaal").frame.equals(select(before, "kwartaal").frame)
    assert read_index(data) == ("2023-12-31.2", ("2023-12-31.1", "2023-12-31.2"))


@pytest.mark.langzaam
def test_nothing_is_half_there_when_publishing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = edities.copy_of(edities.published(), tmp_path)
    before = contents(data)

    def fail(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    for name in GEMETEN:
        monkeypatch.setattr(publish, name, keep(edities.computed(), name))
    monkeypatch.setattr(publish, "read_tabellen", fail)
    with pytest.raises(OSError, match="No space"):
        publish_editie(data, edities.small_settings(), again=True)
    assert contents(data) == before


def test_leftovers_of_a_killed_publish_go_and_its_nulmeting_is_finished(tmp_path: Path) -> None:
    data = edities.copy_of(edities.published(), tmp_path)
    half = data / "edities" / ".bezig-abc"
    half.mkdir()
    (half / "x").write_text("half")
    (data / "edities" / ".bezig-huidig.json").write_text("{")
    unswapped = data / "edities" / "2023-12-31.2"
    unswapped.mkdir()
    (data / FOLDER / "verblijf.v1.json").unlink()  # killed after the swap, before the copy
    register = read_nulmetingregister(data)
    assert register is not None
    coming = {"verblijf.v1.json": register.bestanden["verblijf.v1.json"]}
    rest = {name: digest for name, digest in register.bestanden.items() if name not in coming}
    killed = replace(register, bestanden=rest, komend=("2023-12-31.1", coming))
    write_nulmetingregister(data, killed)
    assert publish_editie(data, edities.small_settings()).ongewijzigd
    assert not half.exists() and not unswapped.exists()
    assert [name for name in os.listdir(data / "edities") if name.startswith(".")] == []
    assert read_versions(data)["verblijf"][0].versie == 1


def test_a_changed_nulmeting_is_refused(tmp_path: Path) -> None:
    data = edities.copy_of(edities.published(), tmp_path)
    file = data / FOLDER / "verblijf.v1.json"
    file.chmod(0o600)
    file.write_text(file.read_text().replace('"wijk', '"wyk', 1).replace("west", "zuid", 1))
    with pytest.raises(ProeftuinError, match="verblijf.v1.json' is veranderd"):
        publish_editie(data, edities.small_settings(), again=True)
    assert open_editie(data, "intern", rol=ROL_BEHEERDER).id == "2023-12-31.1"


def test_without_data_nothing_is_published(tmp_path: Path) -> None:
    with pytest.raises(ProeftuinError, match="Laad eerst een levering"):
        publish_editie(tmp_path, SETTINGS)


def test_the_nulmeting_freezes_only_when_ripe_delivered_and_no_longer_provisional() -> None:
    rows = nulmeting_rows(measured("verblijf", noemer=100, teller=30))
    last = SETTINGS.perioden.voorlopig_na
    assert is_complete(rows, last(date(2022, 3, 31)))
    assert not is_complete(rows, last(date(2022, 3, 30)))
    unripe = rows.assign(status=["nog_niet_rijp", *rows["status"][1:]])
    assert not is_complete(unripe, last(DATASTAND))
    assert not is_complete(rows.assign(status="niet_geleverd"), last(DATASTAND))
    assert not is_complete(rows[:0], last(DATASTAND))


def test_versions_stand_beside_each_other(tmp_path: Path) -> None:
    first = measured("verblijf", noemer=100, teller=30)
    second = measured("verblijf", noemer=100, teller=31)
    one = plan_nulmeting(first, [], DATASTAND, SETTINGS, STAMP)
    assert one.added and one.shown is one.added and one.current and one.newest == 1
    staged = tmp_path / "staged"
    staged.mkdir()
    write_version(staged, one.added)
    install_versions(staged, tmp_path)
    known = read_versions(tmp_path)["verblijf"]
    assert plan_nulmeting(first, known, DATASTAND, SETTINGS, STAMP).added is None
    two = plan_nulmeting(second, known, DATASTAND, SETTINGS, STAMP)
    assert two.added and two.added.versie == 2 and not two.current
    assert two.shown and two.shown.versie == 1
    assert {change["veld"] for change in two.added.content["gewijzigd"]} == {"teller", "waarde"}
    back = plan_nulmeting(first, [*known, two.added], DATASTAND, SETTINGS, STAMP)
    assert back.added is None and back.current and back.describe()["nieuwere_versie"] is None
    early = plan_nulmeting(second, known, date(2022, 1, 1), SETTINGS, STAMP)
    assert early.shown and early.shown.versie == 1 and early.added is None


def test_another_window_or_other_wijken_start_their_own_nulmeting() -> None:
    known = [
        plan_nulmeting(measured("verblijf", noemer=90, teller=30), [], DATASTAND, SETTINGS, STAMP)
    ]
    other = measured("verblijf", noemer=100, teller=30)
    other = replace(other, frame=other.frame[other.frame["wijk"] != "oost"])
    plan = plan_nulmeting(other, [known[0].added], DATASTAND, SETTINGS, STAMP)
    assert plan.shown and plan.shown.versie == 2 and plan.current


def test_compare_names_what_changed_and_forgives_noise() -> None:
    rows = nulmeting_rows(measured("stapeling", noemer=100, teller=30))
    assert set(rows["venster"]) == {"nulmeting", "kwartaal"}
    assert compare_cells(rows, rows.iloc[::-1]) == []
    noise = rows.assign(waarde=rows["waarde"] * (1 + 1e-12), boven=rows["waarde"] * 1.1)
    assert compare_cells(noise, noise.assign(boven=noise["boven"] * 1.0001)) == []
    changed = rows.copy()
    changed.loc[0, "teller"] = 31
    (found,) = compare_cells(rows, changed)
    assert (found.veld, found.oud, found.nieuw) == ("teller", 30.0, 31.0)
    assert len(compare_cells(rows, rows[1:])) >= 3


def test_a_demo_never_stands_for_real_figures() -> None:
    synthetic = STAMP | {"reeks": "synthetisch"}
    first = measured("verblijf", noemer=100, teller=30)
    second = measured("verblijf", noemer=100, teller=31)
    demo = plan_nulmeting(first, [], DATASTAND, SETTINGS, synthetic).added
    assert demo is not None
    real = plan_nulmeting(second, [demo], DATASTAND, SETTINGS, STAMP | {"reeks": ""})
    assert real.added and real.shown is real.added and real.current
    assert (real.added.versie, real.describe()["nieuwere_versie"]) == (2, None)
    again = plan_nulmeting(first, [demo, real.added], DATASTAND, SETTINGS, synthetic)
    assert again.shown is demo and again.added is None
