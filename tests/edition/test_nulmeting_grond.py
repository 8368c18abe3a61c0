"""The frozen nulmeting, governed: what it rests on, why it differs, who chose it."""

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from proeftuin.__main__ import main
from proeftuin.cli.toon import describe_nulmeting
from proeftuin.edition.besluiten import choose_nulmeting
from proeftuin.edition.effect import describe_nulmetingen
from proeftuin.edition.files import EDITIES, Besluit, Register, write_register
from proeftuin.edition.nulmeting import (
    FOLDER,
    Plan,
    overall_hash,
    plan_nulmeting,
    read_versions,
    write_version,
)
from proeftuin.edition.nulmeting_register import (
    FILE,
    announce_versions,
    check_frozen,
    install_announced,
    read_nulmetingregister,
)
from proeftuin.errors import ProeftuinError
from proeftuin.files import write_json
from proeftuin.indicators import INDICATOR
from proeftuin.measure.figures import COLUMNS, Measured
from proeftuin.results import NulmetingStatus
from proeftuin.sentences import incomparable_lines, nulmeting_note
from proeftuin.settings import Settings
from tests.lib.measured_frames import DATASTAND, SETTINGS, fill, make_measured

STAMP: dict[str, Any] = {
    "definitieversie": "1.0",
    "store_hash": "ab",
    "datastand": "2023-12-31",
    "rijen": [{"bestand": "traject", "kwartaal": "2021-01-01", "aantal": 10}],
}
WHY = ("Wijkgrens verlegd door het CBS", "stuurgroep Jeugd")


def measured(slug: str, **cell: float) -> Measured:
    frame = make_measured(slug, fill(**cell)).frame
    return Measured(INDICATOR[slug], frame.reindex(columns=list(COLUMNS)))


def plan(
    item: Measured,
    versions: list[Any],
    settings: Settings = SETTINGS,
    gekozen: tuple[int, Besluit] | None = None,
    datastand: date = DATASTAND,
    **stamp: Any,
) -> Plan:
    return plan_nulmeting(item, versions, datastand, settings, {**STAMP, **stamp}, gekozen)


def moved() -> Settings:
    """WK019322 goes from West to Zuid; the ids stay."""
    gone = "WK019322"
    wijken = []
    for wijk in SETTINGS.wijk:
        kept = tuple(item for item in wijk.gebieden if item != gone)
        wijken.append(replace(wijk, gebieden=(*kept, gone) if wijk.id == "zuid" else kept))
    return replace(SETTINGS, wijk=tuple(wijken))


def test_a_version_holds_what_it_rests_on() -> None:
    one = plan(measured("wachttijd", noemer=100, teller=30), []).added
    assert one is not None
    ground = one.content["grondslag"]
    assert ground["venster"] == ["2021-01-01", "2021-12-31"]
    assert ground["wijken"]["west"] == ["WK019320", "WK019321", "WK019322"]
    assert ground["parameters"]["perioden.horizon_wachttijd_dagen"] == 180
    assert "perioden.horizon_trajectduur_dagen" not in ground["parameters"]
    assert "normen.wachttijd_dagen" not in ground["parameters"]
    assert ground["rijen"] == STAMP["rijen"]
    for key in ("definitieversie", "store_hash", "datastand"):
        assert one.content[key] == STAMP[key]


def test_a_moved_boundary_is_never_compared_and_says_why() -> None:
    one = plan(measured("verblijf", noemer=100, teller=30), []).added
    new = measured("verblijf", noemer=100, teller=31)
    found = plan(new, [one], moved(), store_hash="cd")
    assert found.geldend is one and found.anders == "grenzen"
    assert found.shown is found.added and found.current, "old area never against the new one"
    assert found.oorzaken == ("grenzen", "gegevens")
    assert describe_nulmetingen({"verblijf": found})["verblijf"].anders == "grenzen"
    entry = found.describe()
    assert entry is not None and (entry["geldend"], entry["versie"]) == (1, 2)
    lines = incomparable_lines({"verblijf": found.anders, "wachttijd": "parameters"})
    assert lines[0].endswith("nulmeting door andere grenzen van wijken: verblijf.")
    assert lines[1].endswith("nulmeting door andere normen of termijnen: wachttijd.")
    assert "nulmeting kies" in lines[2] and incomparable_lines({}) == []
    early = plan(new, [one], moved(), datastand=date(2022, 1, 1))
    assert early.shown is None, "while it ripens the old area is not shown either"


def test_the_same_boundaries_with_other_data_keep_the_frozen_one() -> None:
    one = plan(measured("verblijf", noemer=100, teller=30), []).added
    found = plan(measured("verblijf", noemer=100, teller=31), [one], store_hash="cd")
    assert found.shown is one and not found.current and found.oorzaken == ("gegevens",)
    assert found.anders == "" and found.geldend is None
    found = plan(measured("verblijf", noemer=100, teller=31), [one], definitieversie="2.0")
    assert found.shown is one and found.oorzaken == ("definitie",)


@pytest.mark.parametrize(
    ("slug", "section", "naam", "counts"),
    [
        ("binnen_norm", "normen", "wachttijd_dagen", True),
        ("verblijf", "normen", "wachttijd_dagen", False),
        ("trajectduur", "perioden", "horizon_trajectduur_dagen", True),
        ("wachttijd", "perioden", "horizon_trajectduur_dagen", False),
        ("instroom", "perioden", "zorgperiode_gat_dagen", True),
        ("verblijf", "perioden", "verblijf_gat_dagen", True),
        ("verblijf", "normen", "minimum_noemer", True),
        ("verblijf", "perioden", "grafiek_vanaf", False),
    ],
)
def test_a_parameter_counts_for_who_uses_it(
    slug: str, section: str, naam: str, counts: bool
) -> None:
    one = plan(measured(slug, noemer=100, teller=30), []).added
    part: Any = getattr(SETTINGS, section)
    value = getattr(part, naam)
    changed: Any = replace(
        part, **{naam: value + 1 if isinstance(value, int) else date(2020, 1, 1)}
    )
    settings = replace(SETTINGS, **{section: changed})
    found = plan(measured(slug, noemer=100, teller=31), [one], settings, store_hash="cd")
    assert (found.anders == "parameters") == counts
    same = plan(measured(slug, noemer=100, teller=30), [one], settings)
    assert same.anders == "" and same.shown is one, "its values still hold"


def test_another_window_is_never_compared() -> None:
    one = plan(measured("verblijf", noemer=100, teller=30), []).added
    windows = replace(SETTINGS.vensters, nulmeting=(date(2021, 4, 1), date(2022, 3, 31)))
    other = replace(SETTINGS, vensters=windows)
    assert plan(measured("verblijf", noemer=100, teller=31), [one], other).anders == "venster"


def test_only_a_decision_puts_another_version_in_force() -> None:
    one = plan(measured("verblijf", noemer=100, teller=30), []).added
    new, settings = measured("verblijf", noemer=100, teller=31), moved()
    two = plan(new, [one], settings).added
    assert plan(new, [one, two], settings).geldend is one
    besluit = Besluit("kies", " 2", *WHY, "2026-11-28T12:00:00+00:00")
    chosen = plan(new, [one, two], settings, (2, besluit))
    assert chosen.shown is two and chosen.current and chosen.anders == ""
    entry = chosen.describe()
    assert entry is not None and entry["besluit"]["door"] == WHY[1] and entry["geldend"] == 2
    later = plan(measured("verblijf", noemer=100, teller=32), [one, two], settings, (2, besluit))
    assert later.shown is two and later.newest == 3 and not later.current
    back = plan(measured("verblijf", noemer=100, teller=30), [one, two], SETTINGS, (2, besluit))
    assert back.geldend is two and back.shown is one and back.anders == "grenzen"


def test_words_say_the_cause_and_the_decision() -> None:
    base = NulmetingStatus(2, "2026-11-28T12:00:00+00:00", True, None)
    text = nulmeting_note(replace(base, geldend=1, oorzaken=("grenzen", "gegevens")))
    assert "versie 1, met andere grenzen van wijken en andere gegevens" in text
    assert "niet vergelijkbaar" in text and "Hier staat versie 2" in text
    besluit = Besluit("kies", " 2", *WHY, "2026-11-28T12:00:00+00:00")
    text = nulmeting_note(replace(base, geldend=2, besluit=besluit))
    assert f"Versie 2 van de nulmeting is gekozen op 28 november 2026 door {WHY[1]}" in text
    assert WHY[0] in text
    text = nulmeting_note(
        replace(base, versie=1, nieuwere_versie=2, ongewijzigd=False, oorzaken=("definitie",))
    )
    assert "Door een andere definitie is er een andere uitkomst" in text


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two editions that froze verblijf twice and stapeling once, installed the real way."""
    one = plan(measured("verblijf", noemer=100, teller=30), []).added
    other = plan(measured("stapeling", noemer=100, teller=30), []).added
    assert one and other
    two = plan(measured("verblijf", noemer=100, teller=31), [one], moved()).added
    assert two
    for number, added in enumerate(([one, other], [two]), start=1):
        editie = f"2023-12-31.{number}"
        staged = tmp_path / EDITIES / editie / FOLDER
        staged.mkdir(parents=True)
        for version in added:
            write_version(staged, version)
        announce_versions(tmp_path, editie, staged)
        known = tuple(f"2023-12-31.{place}" for place in range(1, number + 1))
        write_register(tmp_path, Register(editie, known))
        install_announced(tmp_path)
    return tmp_path


def test_what_was_touched_by_hand_is_noticed(data: Path) -> None:
    folder = data / FOLDER
    assert set(check_frozen(data).bestanden) == {
        *("verblijf.v1.json", "verblijf.v2.json", "stapeling.v1.json"),
    }
    file = folder / "verblijf.v1.json"
    whole = file.read_bytes()
    file.unlink()
    with pytest.raises(ProeftuinError, match=r"verblijf\.v1\.json' is weggehaald"):
        install_announced(data)
    assert not file.exists(), "never put back in silence"
    file.write_bytes(whole.replace(b"0.3", b"0.4"))
    with pytest.raises(ProeftuinError, match=r"verblijf\.v1\.json' is veranderd"):
        install_announced(data)
    file.write_bytes(whole)
    (folder / "verblijf.v3.json").write_bytes(whole)
    with pytest.raises(ProeftuinError, match=r"verblijf\.v3\.json', dat publiceren niet"):
        check_frozen(data)
    (folder / "verblijf.v3.json").unlink()
    install_announced(data)
    register = folder / FILE
    content = json.loads(register.read_text())
    del content["bestanden"]["verblijf.v2.json"]
    register.write_text(json.dumps(content))
    with pytest.raises(ProeftuinError, match="met de hand veranderd"):
        install_announced(data)


@pytest.mark.parametrize("swapped", [False, True])
def test_a_publish_killed_in_between_is_finished_or_forgotten(data: Path, swapped: bool) -> None:
    three = plan(measured("stapeling", noemer=100, teller=33), []).added
    assert three
    staged = data / EDITIES / "2023-12-31.3" / FOLDER
    staged.mkdir(parents=True)
    write_version(staged, replace(three, versie=2))
    announce_versions(data, "2023-12-31.3", staged)
    if swapped:
        known = tuple(f"2023-12-31.{number}" for number in (1, 2, 3))
        write_register(data, Register("2023-12-31.3", known))
    install_announced(data)
    assert (data / FOLDER / "stapeling.v2.json").is_file() == swapped
    register = read_nulmetingregister(data)
    assert register is not None and register.komend is None
    assert ("stapeling.v2.json" in register.bestanden) == swapped
    install_announced(data)


def test_commands_show_compare_and_choose(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def call(*arguments: str) -> tuple[int, str, str]:
        try:
            code = main(["--data", str(data), "nulmeting", *arguments])
        except SystemExit as stop:
            code = int(stop.code or 0)
        return (code, *capsys.readouterr())

    code, out, err = call("toon")
    assert (code, err) == (0, "") and "verblijf" in out and "stapeling" in out
    code, out, _ = call("vergelijk")
    assert code == 0 and "versie 1: 30,0%" in out and "31,0%" in out
    assert call("kies", "2")[0] == 2, "no decision without reason and name"
    before = (data / FOLDER / FILE).read_bytes()
    code, _, err = call("kies", "7", "--reden", WHY[0], "--door", WHY[1])
    assert code == 1 and "Er zijn: 1, 2" in err and (data / FOLDER / FILE).read_bytes() == before
    code, out, _ = call("kies", "2", "--reden", WHY[0], "--door", WHY[1])
    assert code == 0 and "geldt nu voor: verblijf." in out and "niet voor: stapeling" in out
    out = call("toon")[1]
    assert f"versie 2 gekozen door {WHY[1]}. Reden: {WHY[0]}" in out
    register = read_nulmetingregister(data)
    assert register is not None and len(read_versions(data)["verblijf"]) == 2
    found = register.chosen("verblijf", (1, 2))
    assert found is not None and found[0] == 2
    assert register.chosen("stapeling", (1,)) is None
    choose_nulmeting(data, 1, *WHY, slug="verblijf")
    again = read_nulmetingregister(data)
    assert again is not None and len(again.besluiten) == 2
    found = again.chosen("verblijf", (1, 2))
    assert found is not None and found[0] == 1


def test_the_command_that_prints_a_nulmeting_says_it_too() -> None:
    base = NulmetingStatus(2, "2026-11-28T12:00:00+00:00", True, None)
    assert "dezelfde waarden" in describe_nulmeting(replace(base, geldend=2))
    other = replace(base, geldend=1, oorzaken=("grenzen",))
    assert describe_nulmeting(other) == nulmeting_note(other)


def test_a_register_lost_with_its_files_is_noticed(data: Path) -> None:
    """Of an edition that knows the register, its hash tells that something was frozen."""
    frozen = [item for items in read_versions(data).values() for item in items]
    folder = data / EDITIES / "2023-12-31.2" / "intern"
    folder.mkdir()
    description = {
        **dict.fromkeys(("store_hash", "settings_hash", "bron"), ""),
        **{"audience": "intern", "editie": "2023-12-31.2", "datastand": "2023-12-31"},
        **{"gemaakt_op": "2099-01-01T00:00:00+00:00", "definitieversie": "1.0"},
        **{"nulmeting_hash": overall_hash(frozen), "nulmeting_besluiten": 0},
        **{"synthetisch": False, "geleverd": [], "kwartalen": [], "vensters": {}},
        **{"wijken": [], "pilot": []},
    }
    write_json(folder / "editie.json", description)
    (data / FOLDER / FILE).unlink()
    install_announced(data)
    assert (data / FOLDER / FILE).is_file(), "taken over when it is what was frozen"
    shutil.rmtree(data / FOLDER)
    with pytest.raises(ProeftuinError, match=r"niet meer die waarmee editie '2023-12-31\.2'"):
        install_announced(data)
    assert not (data / FOLDER / "verblijf.v1.json").exists()
