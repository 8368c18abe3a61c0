"""Results: what pages ask for, by name, and Dutch answers when it is not there."""

import json
from datetime import date
from pathlib import Path

import pytest

from proeftuin.disclosure.published import COLUMNS
from proeftuin.errors import NoEdition, ProeftuinError
from proeftuin.files import write_json
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


def test_without_an_edition_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoEdition, match="python -m proeftuin publiceer"):
        open_editie(tmp_path, "intern", rol=ROL_BEHEERDER)
    assert list_edities(tmp_path, "intern", rol=ROL_BEHEERDER) == []


def test_unknown_names_list_what_exists() -> None:
    editie = open_editie(edities.published(), "intern", rol=ROL_BEHEERDER)
    with pytest.raises(ProeftuinError, match=r"'verblif' bestaat niet.*verblijf"):
        read_cijfers(editie, "verblif")
    with pytest.raises(ProeftuinError, match="Kies uit: geen, leeftijdsgroep"):
        read_cijfers(editie, "verblijf", "hulpvorm")
    with pytest.raises(ProeftuinError, match="Kies uit: budget"):
        read_tabel(editie, "begroting")
    with pytest.raises(ProeftuinError, match="intern of openbaar"):
        open_editie(edities.published(), "partners", rol=ROL_BEHEERDER)


def test_figures_have_the_promised_shape() -> None:
    frame = read_cijfers(
        open_editie(edities.published(), "intern", rol=ROL_BEHEERDER), "verblijf"
    ).frame
    assert list(frame.columns) == list(COLUMNS)
    assert frame["categorie"].tolist() == [None] * len(frame)
    assert isinstance(frame["van"].iloc[0], date) and frame["ongeveer"].dtype == bool
    assert list(frame["wijk"][:5]) == ["midden", "oost", "noord", "west", "zuid"]
    assert set(frame["venster"]) == {"kwartaal", "nulmeting", "effectjaar"}


def test_reading_twice_gives_the_same_object_and_changes_stay_out() -> None:
    editie = open_editie(edities.published(), "openbaar")
    first = read_cijfers(editie, "stapeling")
    frame = first.frame
    frame["waarde"] = -1.0
    assert read_cijfers(editie, "stapeling") is first
    assert (first.frame["waarde"].dropna() >= 0).all()
    tabel = read_tabel(editie, "budget")
    tabel["post"] = "x"
    assert "x" not in set(read_tabel(editie, "budget")["post"])


def test_select_narrows_and_stays_published() -> None:
    editie = open_editie(edities.published(), "intern", rol=ROL_BEHEERDER)
    split = read_cijfers(editie, "trajectduur", "hulpvorm")
    one = select(split, "nulmeting", ["west"], "02")
    assert len(one) == 1 and one.audience == "intern"
    last = select(read_cijfers(editie, "trajectduur"), "kwartaal", "west", tot=date(2023, 12, 31))
    assert len(last) == 1


def test_nulmeting_status_of_what_is_and_is_not_frozen() -> None:
    editie = open_editie(edities.published(), "intern", rol=ROL_BEHEERDER)
    frozen = read_nulmeting(editie, "verblijf")
    assert frozen.versie == 1 and frozen.ongewijzigd and frozen.nieuwere_versie is None
    assert frozen.vastgelegd_op and frozen.vastgelegd_op.startswith("20")
    assert read_nulmeting(editie, "bestaat_niet").versie is None


def test_a_damaged_edition_is_a_dutch_error(tmp_path: Path) -> None:
    data = edities.copy_of(edities.published(), tmp_path)
    editie = open_editie(data, "intern", rol=ROL_BEHEERDER)
    (editie.pad / "cijfers" / "verblijf.parquet").unlink()
    with pytest.raises(NoEdition, match="geen leesbare cijfers voor 'verblijf'"):
        read_cijfers(editie, "verblijf")
    (editie.pad / "editie.json").write_text("{")
    with pytest.raises(ProeftuinError, match="is beschadigd"):
        open_editie(data, "intern", rol=ROL_BEHEERDER)


def test_a_deleted_older_edition_is_left_out_of_the_list(tmp_path: Path) -> None:
    data = edities.copy_of(edities.published(), tmp_path)
    index = data / "edities" / "huidig.json"
    known = json.loads(index.read_text())
    write_json(index, {**known, "alle": ["2019-12-31.1", *known["alle"]]})
    assert [editie.id for editie in list_edities(data, "openbaar")] == ["2023-12-31.1"]
    with pytest.raises(NoEdition):
        open_editie(data, "openbaar", "2019-12-31.1")
