"""StatLine: padded keys, moving suffixes, totals between details, hidden values."""

import csv
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proeftuin.errors import ProeftuinError
from proeftuin.opendata import Dienst, fetch_bevolking, fetch_jeugdzorg
from proeftuin.opendata.bevolking import spread
from proeftuin.opendata.jeugdzorg import form_of
from proeftuin.opendata.statline import read_count
from proeftuin.settings import Settings, read_settings
from tests.opendata.openbare_dienst import HALF, OpenbareDienst, Stand

CODES = [code for wijk in read_settings().wijk for code in wijk.gebieden]
GROEPEN = {0: (0, 15), 1: (15, 25)}
SOORTEN = {"RegioS": "GeoDimension", "WijkenEnBuurten": "GeoDetail", "Wijken": "GeoDetail"}
SOORTEN |= {"Perioden": "TimeDimension"}


def of_gemeente(age: int, jaar: int) -> int:
    return 1000 + 7 * age + jaar - 2021


def make_leeftijd() -> Stand:
    """Inhabitants of two gemeenten by age, group of ages, sex and marital state."""
    ages = [{"Key": f"{10000 + 100 * age}", "Title": f"{age} jaar"} for age in range(95)]
    ages[1:1] = [{"Key": "T001", "Title": "Totaal"}, {"Key": "70100", "Title": "0 tot 5 jaar"}]
    ages.append({"Key": "99999", "Title": "95 jaar of ouder"})
    rows = []
    for jaar in (2021, 2022):
        for nr, age in enumerate(ages):
            for region in ("GM0193", "GM0194"):
                for sex in ("T001038", "3000"):
                    exact = age["Title"].endswith(" jaar") and age["Title"].count(" ") == 1
                    value = of_gemeente(int(age["Title"].split()[0]), jaar) if exact else 99
                    rows.append(
                        {
                            **{"ID": nr, "Leeftijd": age["Key"], "RegioS": region},
                            **{"Geslacht": sex, "Perioden": f"{jaar}JJ00"},
                            "BevolkingOp1Januari_1": value if sex == "T001038" else 5,
                            "GemiddeldeBevolking_2": 1,
                        }
                    )
    return Stand(
        {
            "Geslacht": [
                {"Key": "T001038", "Title": "Totaal mannen en vrouwen"},
                {"Key": "3000", "Title": "Mannen"},
            ],
            "Leeftijd": ages,
            "RegioS": [{"Key": "GM0193", "Title": "Onze"}],
            "Perioden": [{"Key": "2021JJ00", "Title": "2021"}],
        },
        rows[::-1],
        SOORTEN,
    )


def counts_of(code: str, jaar: int) -> tuple[int, int]:
    place = CODES.index(code)
    return 5 * (100 + 7 * place + jaar - 2021), 5 * (60 + 3 * place)


def make_wijken(jaar: int, suffix: int) -> Stand:
    """Kerncijfers of one year: land, gemeente, wijken and buurten, all in one table."""
    rows: list[dict[str, Any]] = []
    for code in ["NL00", "GM0193", *CODES, "WK051300", "BU01931000"]:
        young, older = counts_of(code, jaar) if code in CODES else (9, 9)
        rows.append(
            {
                **{"WijkenEnBuurten": code, "SoortRegio_2": "Wijk      "},
                f"AantalInwoners_{suffix - 3}": 5000,
                f"k_0Tot15Jaar_{suffix}": young,
                f"k_15Tot25Jaar_{suffix + 1}": older,
                "IndelingswijzigingGemeenteWijkBuurt_4": "1",
            }
        )
    return Stand({"WijkenEnBuurten": [{"Key": "NL00", "Title": "Nederland"}]}, rows, SOORTEN)


FORMS = {
    "T001203": "Totaal alle jeugdzorg in natura",
    "A042502": "Totaal jeugdhulp in natura",
    "A042503": "Jeugdhulp zonder verblijf",
    "A027918": "Jeugdhulp met verblijf",
    "A027919": "Jeugdbescherming",
}


def make_jeugdzorg() -> Stand:
    rows: list[dict[str, Any]] = []
    for nr, form in enumerate(FORMS):
        for place, code in enumerate(CODES):
            for period in ("2021JJ00", "2021HJ01", "2020JJ00"):
                value = 300 - 50 * nr + 5 * place if period == "2021JJ00" else 1
                hidden = form == "A027918" and place == 3
                rows.append(
                    {
                        **{"VormenVanJeugdzorg": form, "Wijken": code, "Perioden": period},
                        "TotaalJongerenMetJeugdzorg_5": None if hidden else value,
                        "TotaalJeugdzorgtrajecten_13": 7,
                    }
                )
    return Stand(
        {
            "VormenVanJeugdzorg": [{"Key": key, "Title": title} for key, title in FORMS.items()],
            "Wijken": [{"Key": "WK019310", "Title": "Wijk 10"}],
            "Perioden": [
                {"Key": "2021JJ00", "Title": "2021*", "Status": "Voorlopig"},
                {"Key": "2020JJ00", "Title": "2020"},
            ],
        },
        rows,
        SOORTEN,
        breed=12,
    )


@pytest.fixture
def statline(openbaar: OpenbareDienst) -> OpenbareDienst:
    openbaar.tabellen = {
        **{"03759ned": make_leeftijd(), "85075NED": make_jeugdzorg()},
        **{"85039NED": make_wijken(2021, 8), "85318NED": make_wijken(2022, 10)},
    }
    return openbaar


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def test_population_is_divided_as_the_gemeente_is(
    statline: OpenbareDienst, dienst: Dienst, settings: Settings, tmp_path: Path
) -> None:
    statline.fouten = [503, HALF, None, 500]
    made = fetch_bevolking(settings, dienst, tmp_path / "bevolking.csv")
    rows = rows_of(made.bestand)
    assert made.aantal == len(rows) == 2 * len(CODES) * 23 and made.meldingen == ()
    found = {(int(r["jaar"]), r["gebied"], int(r["leeftijd"])): int(r["aantal"]) for r in rows}
    for jaar in (2021, 2022):
        for code in CODES:
            total = sum(found[jaar, code, age] for age in range(15))
            assert total == counts_of(code, jaar)[0], "the group stays what CBS says"
            for group, (first, last) in GROEPEN.items():
                whole = sum(of_gemeente(age, jaar) for age in range(first, last))
                for age in range(first, min(last, 23)):
                    share = Fraction(of_gemeente(age, jaar), whole)
                    exact = counts_of(code, jaar)[group] * share
                    assert abs(found[jaar, code, age] - exact) < 1
    assert made.herkomst.bewerking.startswith("Schatting, geen cijfer van het CBS")
    assert (tmp_path / "bevolking.csv.herkomst.json").is_file()


def test_a_filter_that_is_ignored_changes_nothing(
    statline: OpenbareDienst, dienst: Dienst, settings: Settings, tmp_path: Path
) -> None:
    first = fetch_bevolking(settings, dienst, tmp_path / "a.csv").bestand.read_bytes()
    dienst.vers, statline.filtert = True, False
    assert fetch_bevolking(settings, dienst, tmp_path / "b.csv").bestand.read_bytes() == first


@pytest.mark.parametrize("value", [None, ".", "       .", "x", -99997, -99995, -99999999, ""])
def test_a_year_with_a_hidden_group_is_left_out_and_said(
    statline: OpenbareDienst, dienst: Dienst, settings: Settings, tmp_path: Path, value: object
) -> None:
    row = next(r for r in statline.tabellen["85039NED"].rijen if r["WijkenEnBuurten"] == CODES[4])
    row["k_15Tot25Jaar_9"] = value
    made = fetch_bevolking(settings, dienst, tmp_path / "bevolking.csv")
    assert {row["jaar"] for row in rows_of(made.bestand)} == {"2022"}
    assert made.meldingen == (
        f"2021 is overgeslagen: tabel 85039NED heeft geen aantal voor {CODES[4]}.",
    )


def test_no_year_left_or_another_table_stops_everything(
    statline: OpenbareDienst, dienst: Dienst, settings: Settings, tmp_path: Path
) -> None:
    target = tmp_path / "bevolking.csv"
    for nummer in ("85039NED", "85318NED"):
        statline.tabellen[nummer].rijen.pop(3)
    with pytest.raises(ProeftuinError, match="geen jaar met inwoners voor alle gebieden. 2021 is"):
        fetch_bevolking(settings, dienst, target)
    dienst.vers = True
    statline.tabellen["85039NED"] = make_wijken(2021, 8)
    twice = statline.tabellen["85039NED"].rijen
    twice.append(twice[2])
    with pytest.raises(ProeftuinError, match="twee keer"):
        fetch_bevolking(settings, dienst, target)
    twice.pop()
    for row in twice:
        row["k_0Tot15Jaar_44"] = 3
    with pytest.raises(ProeftuinError, match="meer kolommen"):
        fetch_bevolking(settings, dienst, target)
    statline.tabellen["85039NED"] = make_jeugdzorg()
    with pytest.raises(ProeftuinError, match="(twee keer|geen kolom)"):
        fetch_bevolking(settings, dienst, target)
    del statline.tabellen["85039NED"]
    with pytest.raises(ProeftuinError, match="status 404"):
        fetch_bevolking(settings, dienst, target)
    assert not target.exists() and not list(tmp_path.glob("*.herkomst.json"))


def test_a_moved_border_is_said(
    statline: OpenbareDienst, dienst: Dienst, settings: Settings, tmp_path: Path
) -> None:
    row = next(r for r in statline.tabellen["85318NED"].rijen if r["WijkenEnBuurten"] == CODES[0])
    row["IndelingswijzigingGemeenteWijkBuurt_4"] = "3  "
    made = fetch_bevolking(settings, dienst, tmp_path / "bevolking.csv")
    assert made.meldingen == (f"In 2022 kreeg {CODES[0]} een andere grens dan het jaar ervoor.",)


@given(st.integers(0, 5000), st.lists(st.integers(0, 300), min_size=1, max_size=15))
def test_spread_adds_up_and_is_near_the_exact_share(total: int, weights: list[int]) -> None:
    parts = spread(total, weights)
    assert sum(parts) == total and min(parts) >= 0
    if sum(weights):
        for part, weight in zip(parts, weights, strict=True):
            assert abs(part - Fraction(total * weight, sum(weights))) < 1
            assert weight or not part


def test_youth_care_per_gebied_and_form(
    statline: OpenbareDienst, dienst: Dienst, settings: Settings, tmp_path: Path
) -> None:
    made = fetch_jeugdzorg(settings, dienst, tmp_path / "cbs_jeugdzorg.csv")
    rows = rows_of(made.bestand)
    assert made.aantal == len(rows) == 4 * len(CODES) and made.meldingen == ()
    found = {(row["gebied"], row["vorm"]): row for row in rows}
    for place, code in enumerate(CODES):
        assert found[code, "jeugdzorg"]["aantal"] == str(300 + 5 * place)
        assert found[code, "jeugdhulp"]["aantal"] == str(250 + 5 * place)
        assert found[code, "zonder_verblijf"]["aantal"] == str(200 + 5 * place)
        hidden = place == 3
        assert found[code, "met_verblijf"]["aantal"] == ("" if hidden else str(150 + 5 * place))
    assert {row["is_voorlopig"] for row in rows} == {"ja"}
    assert {(row["jaar"], row["tabel"]) for row in rows} == {("2021", "85075NED")}


def test_youth_care_of_another_shape(
    statline: OpenbareDienst, dienst: Dienst, settings: Settings, tmp_path: Path
) -> None:
    target = tmp_path / "cbs_jeugdzorg.csv"
    stand = statline.tabellen["85075NED"]
    stand.rijen = [row for row in stand.rijen if row["Wijken"] != CODES[0]]
    made = fetch_jeugdzorg(settings, dienst, target)
    assert made.meldingen == (f"2021: tabel 85075NED heeft geen regel voor {CODES[0]}.",)
    target.unlink()
    dienst.vers = True
    for row in stand.rijen:
        row["TotaalJongerenMetJeugdzorg_77"] = row.pop("TotaalJongerenMetJeugdzorg_5")
    fetch_jeugdzorg(settings, dienst, target)
    target.unlink()
    stand.dimensies["VormenVanJeugdzorg"] = [{"Key": "X", "Title": "Iets nieuws"}]
    with pytest.raises(ProeftuinError, match="heten anders dan verwacht"):
        fetch_jeugdzorg(settings, dienst, target)
    stand.dimensies["VormenVanJeugdzorg"] = make_jeugdzorg().dimensies["VormenVanJeugdzorg"]
    stand.dimensies["Leeftijd"] = [{"Key": "1", "Title": "0 tot 4 jaar"}]
    with pytest.raises(ProeftuinError, match="ook verdeeld naar Leeftijd, zonder totaal"):
        fetch_jeugdzorg(settings, dienst, target)
    other = replace(settings.opendata.statline, jeugdzorg={"2021": "03759ned"})
    with pytest.raises(ProeftuinError, match="geen vormen van jeugdzorg"):
        fetch_jeugdzorg(
            replace(settings, opendata=replace(settings.opendata, statline=other)), dienst, target
        )
    assert not target.exists()


def test_words_of_cbs_and_its_counts() -> None:
    assert form_of("X", "Totaal alle jeugdzorg  in natura") == "jeugdzorg"
    assert form_of("A045560", "iets") == "jeugdhulp"
    assert form_of("X", "Jeugdhulp zonder verblijf, wijk- of buurtteam") == ""
    assert [read_count(value) for value in (0, 5.0, " 15 ", "1.830", True)] == [
        0,
        5,
        15,
        None,
        None,
    ]
    for value in (-5, 2.5):
        with pytest.raises(ProeftuinError, match="waar een aantal jeugdigen hoort"):
            read_count(value)
