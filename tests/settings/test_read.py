"""The configuration: every wrong key gives an error that names the key and the fix."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from proeftuin.errors import SettingsError
from proeftuin.indicators import INDICATOR
from proeftuin.settings.read import DEFAULT_FILE, read_settings

TEXT = DEFAULT_FILE.read_text(encoding="utf-8")


def write(tmp_path: Path, old: str = "", new: str = "") -> Path:
    assert old in TEXT, f"the test expects {old!r} in proeftuin.toml"
    file = tmp_path / "proeftuin.toml"
    file.write_text(TEXT.replace(old, new, 1) if old else TEXT, encoding="utf-8")
    return file


def test_default_is_zwolle_with_west_as_pilot() -> None:
    settings = read_settings()
    assert settings.wijk_ids == ("midden", "oost", "noord", "west", "zuid")
    assert settings.pilot.wijken == ("west",)
    assert settings.overige_wijken == ("midden", "oost", "noord", "zuid")
    assert [venster.naam for venster in settings.named_vensters] == [
        *("nulmeting", "effectjaar"),
    ]


def test_voorparen_are_as_far_apart_as_nulmeting_and_effectjaar() -> None:
    settings = read_settings()
    found = [
        (paar.jaren, str(paar.vroeger.van), str(paar.later.van), str(paar.later.tot))
        for paar in settings.voorparen
    ]
    assert found == [
        (2, "2019-01-01", "2020-10-01", "2021-09-30"),
        (3, "2018-01-01", "2019-10-01", "2020-09-30"),
        (4, "2017-01-01", "2018-10-01", "2019-09-30"),
        (5, "2016-01-01", "2017-10-01", "2018-09-30"),
    ], "a year back the later one would end after the start; four are enough"
    late = replace(settings.perioden, vroegste_kwartaal=date(2018, 1, 1))
    assert [paar.jaren for paar in replace(settings, perioden=late).voorparen] == [2, 3]
    later_start = replace(settings.pilot, start=date(2022, 10, 1))
    windows = replace(
        settings.vensters,
        nulmeting=(date(2021, 7, 1), date(2022, 6, 30)),
        overgang=(date(2022, 7, 1), date(2023, 6, 30)),
        effectjaar=(date(2023, 7, 1), date(2024, 6, 30)),
    )
    even = replace(settings, vensters=windows, pilot=later_start)
    assert [paar.jaren for paar in even.voorparen] == [2, 3, 4, 5]
    assert even.voorparen[0].later == even.named_vensters[0], "it is the nulmeting, not a copy"
    assert even.voorparen[0].vroeger == even.voorparen[2].later, "one window of two voorparen"


def test_budget_adds_up_to_what_was_paid() -> None:
    posts = read_settings().budget.post
    assert sum(post.bedragen_eur["2022"] for post in posts) == 375_000
    assert sum(post.bedragen_eur["2023"] for post in posts) == 500_000


def test_eight_questions_name_existing_indicators() -> None:
    evaluatie = read_settings().evaluatie
    assert len(evaluatie.vraag) == 8
    named = {slug for vraag in evaluatie.vraag for slug in vraag.indicatoren}
    assert named | {evaluatie.primair} <= set(INDICATOR)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('naam = "Zwolle"', 'naam = "Zwolle"\nkleur = "blauw"', "gemeente.kleur"),
        ('code = "GM0193"', "code = 193", "gemeente.code"),
        ('wijken = ["west"]', 'wijken = ["westen"]', "pilot.wijken"),
        ('wijken = ["west"]', "wijken = []", "pilot.wijken"),
        ('wijken = ["west"]', 'wijken = ["west", "oost", "zuid", "noord"]', "1 tot en met 3"),
        ("start = 2022-07-01", 'start = "1 juli"', "pilot.start"),
        ("minimum_noemer = 30", "", "normen.minimum_noemer"),
        (
            "nulmeting = [2021-01-01, 2021-12-31]",
            "nulmeting = [2021-01-05, 2021-12-31]",
            "kwartalen",
        ),
        ('"WK019311", "WK019312"', '"WK019310", "WK019312"', "WK019310"),
        ('id = "midden"', 'id = "gemeente"', "gemeente"),
        ('id = "midden"', 'id = "oost"', "eigen id"),
        ("[gemeente]", "[gemeente", "geen geldig TOML"),
    ],
)
def test_wrong_key_is_named(tmp_path: Path, old: str, new: str, says: str) -> None:
    with pytest.raises(SettingsError, match=says.replace(".", r"\.")):
        read_settings(write(tmp_path, old, new))


def test_a_gemeente_may_have_no_events(tmp_path: Path) -> None:
    blocks = TEXT.split("\n\n")
    kept = "\n\n".join(part for part in blocks if "[[gebeurtenis]]" not in part)
    assert "[[gebeurtenis]]" in TEXT and "[budget]" in kept
    file = tmp_path / "proeftuin.toml"
    file.write_text(kept, encoding="utf-8")
    assert read_settings(file).gebeurtenis == ()


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="bestaat niet"):
        read_settings(tmp_path / "weg.toml")


def test_fingerprint_follows_the_settings_not_the_place(tmp_path: Path) -> None:
    same = read_settings(write(tmp_path))
    assert same.fingerprint() == read_settings().fingerprint()
    other = read_settings(write(tmp_path, "minimum_noemer = 30", "minimum_noemer = 31"))
    assert other.fingerprint() != same.fingerprint()


def test_a_long_name_is_shortened_for_a_label_unless_two_would_be_the_same() -> None:
    settings = read_settings()
    names = ("Sint-Antoniusveld en Dijk", "Waterkwartier Noord-Oost", "Waterkwartier Noord-West")
    wijken = [
        replace(wijk, naam=naam)
        for wijk, naam in zip(settings.wijk, (*names, "Ommoord", "Zuid"), strict=True)
    ]
    other = replace(settings, wijk=tuple(wijken))
    shown = [other.wijk_kort(wijk) for wijk in other.wijk_ids]
    assert shown == ["Sint-Antoniusveld…", *names[1:], "Ommoord", "Zuid"]
    assert other.wijk_kort("overige") == "Andere wijken"


def test_where_to_report_a_problem_changes_no_figure() -> None:
    settings = read_settings()
    other = replace(settings, gemeente=replace(settings.gemeente, contact="info@voorbeeld.nl"))
    assert other.fingerprint() == settings.fingerprint()
