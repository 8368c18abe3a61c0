"""An edition is taken back, an earlier one put in use: by command, logged, whole or not at all."""

import os
import shutil
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from proeftuin.__main__ import main
from proeftuin.edition.besluiten import choose_editie, withdraw_editie
from proeftuin.edition.files import BUSY_PREFIX, read_register
from proeftuin.edition.publish import publish_editie
from proeftuin.errors import DamagedEdition, ForeignEdition, NoEdition, ProeftuinError
from proeftuin.files import read_json, write_json
from proeftuin.results import list_edities, list_standen, open_editie
from proeftuin.vocabulary import ROL_BEHEERDER
from tests.lib import edities
from tests.test_tijd import utc_times

OLD, NEW = "2023-12-31.1", "2023-12-31.2"
WHY = ("Dubbele regels in de levering", "teamleider Jeugd")
SETTINGS = edities.small_settings()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two editions that differ in their id only, the second in use; no store."""
    folder = edities.copy_of(edities.published() / "edities", tmp_path / "edities")
    edities.copy_of(edities.published() / "nulmeting", tmp_path / "nulmeting")
    shutil.copytree(folder / OLD, folder / NEW)
    for audience in ("intern", "openbaar"):
        file = folder / NEW / audience / "editie.json"
        write_json(file, {**read_json(file), "editie": NEW})
    write_json(folder / "huidig.json", {"editie": NEW, "alle": [OLD, NEW]})
    return tmp_path


def current(data: Path) -> str:
    return open_editie(data, "intern", rol=ROL_BEHEERDER, settings=SETTINGS).id


def test_an_earlier_edition_comes_in_use_and_the_log_says_why(data: Path) -> None:
    assert current(data) == NEW
    choose_editie(data, SETTINGS, OLD, *WHY)
    assert current(data) == OLD and open_editie(data, "openbaar").id == OLD
    assert open_editie(data, "openbaar", NEW).id == NEW, "not taken back, only not in use"
    [besluit] = read_register(data).besluiten
    assert (besluit.soort, besluit.wat, besluit.reden, besluit.door) == ("kies", OLD, *WHY)
    assert besluit.op.endswith("+00:00")
    with pytest.raises(ProeftuinError, match="al in gebruik"):
        choose_editie(data, SETTINGS, OLD, *WHY)
    assert len(read_register(data).besluiten) == 1


def test_an_edition_taken_back_opens_for_nobody_until_it_is_chosen_again(data: Path) -> None:
    assert withdraw_editie(data, SETTINGS, NEW, *WHY).current == OLD
    for audience in ("intern", "openbaar"):
        with pytest.raises(
            NoEdition, match=r"ingetrokken op \d+ \w+ 20.*teamleider Jeugd: Dubbele regels"
        ):
            open_editie(data, audience, NEW, rol=ROL_BEHEERDER)
    assert [item.id for item in list_edities(data, "openbaar")] == [OLD]
    standen = list_standen(data, SETTINGS, rol=ROL_BEHEERDER)
    assert [(naam, stand) for naam, _, stand in standen] == [
        (OLD, "in gebruik"),
        (NEW, "ingetrokken"),
    ]
    with pytest.raises(ProeftuinError, match="al ingetrokken"):
        withdraw_editie(data, SETTINGS, NEW, *WHY)
    assert withdraw_editie(data, SETTINGS, OLD, *WHY).current is None
    with pytest.raises(NoEdition, match="Er is geen editie in gebruik"):
        open_editie(data, "openbaar")
    assert choose_editie(data, SETTINGS, NEW, *WHY).current == NEW
    assert current(data) == NEW and OLD in read_register(data).withdrawn


def test_what_is_not_whole_or_not_ours_never_comes_in_use(data: Path) -> None:
    before = (data / "edities" / "huidig.json").read_bytes()
    norm = replace(SETTINGS, normen=replace(SETTINGS.normen, wachttijd_dagen=70))
    with pytest.raises(ForeignEdition, match="wachttijd_dagen"):
        choose_editie(data, norm, OLD, *WHY)
    (data / "edities" / OLD / "openbaar" / "cijfers" / "gebruik.parquet").unlink()
    with pytest.raises(DamagedEdition, match=r"gebruik\.parquet' ontbreekt"):
        choose_editie(data, SETTINGS, OLD, *WHY)
    with pytest.raises(ProeftuinError, match=f"bestaat niet. Kies uit: {OLD}, {NEW}"):
        choose_editie(data, SETTINGS, "2019-12-31.1", *WHY)
    for reden, door in (("", WHY[1]), (WHY[0], " x ")):
        with pytest.raises(ProeftuinError, match="wat later nog iets zegt"):
            withdraw_editie(data, SETTINGS, NEW, reden, door)
    assert (data / "edities" / "huidig.json").read_bytes() == before
    assert withdraw_editie(data, SETTINGS, NEW, *WHY).current is None, "the other is damaged"


def test_commands_decide_and_edities_shows_it(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def call(*arguments: str) -> tuple[int, str, str]:
        places = ["--data", str(data), "--config", str(edities.config())]
        try:
            code = main([*places, *arguments])
        except SystemExit as stop:
            code = int(stop.code or 0)
        return (code, *capsys.readouterr())

    code, _, err = call("editie", "intrek", NEW, "--reden", WHY[0])
    assert code == 2 and "--door" in err
    code, out, err = call("editie", "intrek", NEW, "--reden", WHY[0], "--door", WHY[1])
    assert (code, err) == (0, "") and f"In gebruik is nu editie {OLD}" in out
    code, out, _ = call("edities")
    assert code == 0 and f"editie {NEW} ingetrokken door {WHY[1]}. Reden: {WHY[0]}" in out
    assert "in gebruik" in out.split(NEW)[0]
    assert (
        f"is nu editie {NEW}"
        in call("editie", "kies", NEW, "--reden", "hersteld", "--door", "beheer")[1]
    )
    assert call("editie", "kies", NEW, "--reden", "nog eens", "--door", "beheer")[0] == 1
    assert "Reden: hersteld" in call("edities")[1]
    assert utc_times(call("edities")[1]) == []


def test_killed_at_any_step_the_decision_was_taken_and_logged_or_neither(data: Path) -> None:
    index = data / "edities" / "huidig.json"
    before, seen = index.read_bytes(), set()
    for step in range(1, 80):
        index.write_bytes(before)
        child = os.fork()
        if child == 0:
            _die_at(step)
            choose_editie(data, SETTINGS, OLD, *WHY)
            os._exit(0)
        killed = os.WIFSIGNALED(os.waitpid(child, 0)[1])
        register = read_register(data)
        decided = register.current == OLD
        assert decided == bool(register.besluiten) and register.published == (OLD, NEW)
        seen.add((killed, decided))
        if not killed:
            break
    assert {(True, False), (False, True)} <= seen
    assert choose_editie(data, SETTINGS, NEW, *WHY).current == NEW
    assert not list((data / "edities").glob(f"{BUSY_PREFIX}*"))


def test_without_huidig_json_the_editions_stand_and_one_is_chosen(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (data / "edities" / "huidig.json").unlink()
    says = rf"huidig\.json', dat zegt welke.*ontbreekt.*{OLD}, {NEW}.*editie kies {NEW} --reden"
    for audience in ("intern", "openbaar"):
        with pytest.raises(DamagedEdition, match=says):
            open_editie(data, audience, rol=ROL_BEHEERDER, settings=SETTINGS)
    places = ["--data", str(data), "--config", str(edities.config())]
    assert main([*places, "status"]) == 0
    out = capsys.readouterr().out
    assert "Edities: 2. Let op: Het bestand" in out and "nog geen editie" not in out
    assert main([*places, "edities"]) == 1
    out, err = capsys.readouterr()
    assert OLD in out and NEW in out and f"editie kies {NEW}" in err
    assert "in gebruik" not in out and "nog geen editie" not in out + err
    assert choose_editie(data, SETTINGS, OLD, *WHY).published == (OLD, NEW)
    assert current(data) == OLD


def _die_at(step: int) -> None:
    """Kill this process just before the step-th call that touches the disk."""
    left = [step]

    def wrap(name: str) -> None:
        real = getattr(os, name)

        def counted(*arguments: object, **named: object) -> object:
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*arguments, **named)

        setattr(os, name, counted)

    for name in ("fsync", "replace", "chmod", "open"):
        wrap(name)


def test_the_same_data_are_not_published_again_after_they_were_taken_back(tmp_path: Path) -> None:
    data = edities.copy_of(edities.published(), tmp_path)
    withdraw_editie(data, SETTINGS, OLD, *WHY)
    with pytest.raises(ProeftuinError, match=r"dezelfde gegevens.*ingetrokken op.*--opnieuw"):
        publish_editie(data, SETTINGS)
    assert read_register(data).current is None
