"""One source for one key: postcodes, population, and how much may lie in no wijk."""

from pathlib import Path

import pytest

from proeftuin.errors import FOUT, LeveringRejected, ProeftuinError
from proeftuin.ingest.findings import Findings
from proeftuin.ingest.gebieden import Gebieden
from proeftuin.ingest.load import LoadReport, load_levering
from proeftuin.settings import Settings
from proeftuin.settings.read import DEFAULT_FILE, read_settings
from proeftuin.store import open_store
from tests.lib.leveringen import GOED, replace, write

GEVAL = Path(__file__).parent / "gevallen" / "22-postcode-in-twee-wijken"
SETTINGS = read_settings()
KOP = "jaar,gebied,leeftijd,aantal\n"


def with_postcodes(folder: Path, tekst: str) -> Settings:
    (folder / "postcodes.csv").write_text(tekst, encoding="utf-8")
    config = DEFAULT_FILE.read_text(encoding="utf-8")
    config = config.replace('concordantie = ""', 'concordantie = "postcodes.csv"')
    (folder / "proeftuin.toml").write_text(config, encoding="utf-8")
    return read_settings(folder / "proeftuin.toml")


def fouten(source: Path, data_dir: Path, settings: Settings = SETTINGS) -> list[tuple[object, ...]]:
    with pytest.raises(LeveringRejected) as error:
        load_levering(source, data_dir, settings, replace=True)
    found = [f for f in error.value.findings if f.ernst == FOUT]
    return [(f.code, f.bestand, f.regel, f.waarde) for f in found]


def test_a_postcode_in_two_wijken_is_a_fout_with_its_lines(tmp_path: Path) -> None:
    settings = with_postcodes(tmp_path, (GEVAL / "postcodes.csv").read_text(encoding="utf-8"))
    assert fouten(GEVAL / "levering", tmp_path / "data", settings) == [
        (
            *("CONCORDANTIE_DUBBEL", "postcodes.csv", 5),
            "8021AA: west (regel 2) en noord (regel 5)",
        )
    ]


def test_a_concordance_with_an_unknown_wijk(tmp_path: Path) -> None:
    tekst = "postcode;wijk\n8021AA;west\n8021ab;West\n8021 AC;WK034401\n8021AD;wset\n8021AE;\n"
    settings = with_postcodes(tmp_path, tekst)
    assert fouten(write(tmp_path / "levering"), tmp_path / "data", settings) == [
        ("CONCORDANTIE_WIJK", "postcodes.csv", 5, "wset"),
        ("CONCORDANTIE_WIJK", "postcodes.csv", 6, ""),
    ], "a code of another gemeente is no slip of the pen"


@pytest.mark.parametrize(
    ("gebieden", "waarde"),
    [
        (("WK019320", "BU01932001"), "WK019320 (regel 2) en BU01932001 (regel 3)"),
        (("BU01932001", "west"), "west (regel 3) en BU01932001 (regel 2)"),
        (("GM0193", "west"), "GM0193 (regel 2) en west (regel 3)"),
        (("west", "West"), "west (regel 2) en West (regel 3)"),
    ],
)
def test_population_twice_is_a_fout(gebieden: tuple[str, str], waarde: str, tmp_path: Path) -> None:
    tekst = KOP + "".join(f"2021,{gebied},9,50\n" for gebied in gebieden)
    found = fouten(write(tmp_path / "levering", {"bevolking.csv": tekst}), tmp_path / "data")
    assert waarde in [item for code, _, _, item in found if code == "BEVOLKING_DUBBEL"]


def test_population_that_lacks_a_wijk_or_an_age_is_said(tmp_path: Path) -> None:
    tekst = GOED["bevolking.csv"].replace("2021,zuid,", "2020,zuid,").replace("2021,oost,4,0\n", "")
    report = load_levering(
        write(tmp_path / "a", {"bevolking.csv": tekst}), tmp_path / "d", SETTINGS
    )
    found = [(f.code, f.waarde) for f in report.waarschuwingen]
    assert found == [
        ("BEVOLKING_ONVOLLEDIG", "2020: geen rijen voor midden, oost, noord, west"),
        ("BEVOLKING_ONVOLLEDIG", "2021: geen rijen voor zuid; oost mist 1 leeftijden"),
    ]


A, B, C, D = (f"BU0193200{nr}" for nr in range(1, 5))


@pytest.mark.parametrize(
    ("jaren", "found"),
    [
        ({2019: (A, B), 2020: (A,), 2021: (A, B)}, [f"2020: {B} in west; in 2019"]),
        ({2020: (A, B), 2021: (A,)}, [f"2021: {B} in west; in 2020"]),
        ({2019: (A, B), 2020: (A,), 2021: (A,)}, [f"2020: {B} in west; in 2019", f"2021: {B}"]),
        ({2020: (A,), 2021: (A, B)}, [f"2020: {B} in west; in 2021"]),
        ({2020: (A, B), 2021: (A, C)}, []),
        ({2020: (A, B, D), 2021: (A, C)}, []),
        ({2020: (A, B, C, D), 2021: (A,)}, [f"2021: {part} in west" for part in (B, C, D)]),
        ({2020: (A, B), 2021: ("WK019320",)}, []),
        ({2020: (A, B), 2021: ("west",), 2022: (A,)}, [f"2022: {B} in west; in 2020"]),
    ],
    ids=["gap", "last", "two", "first", "renamed", "merged", "three", "as wijk", "mixed"],
)
def test_a_part_of_a_wijk_that_another_year_has_is_missed(
    jaren: dict[int, tuple[str, ...]], found: list[str]
) -> None:
    rows = [
        (regel, jaar, leeftijd, gebied, "west", 20)
        for regel, (jaar, leeftijd, gebied) in enumerate(
            (jaar, leeftijd, gebied)
            for jaar, gebieden in jaren.items()
            for gebied in gebieden
            for leeftijd in range(23)
        )
    ]
    findings = Findings()
    deels = Gebieden(SETTINGS).check_bevolking(findings, "bevolking.csv", rows)
    said = [f.waarde for f in findings.list_all() if f.code == "BEVOLKING_DEEL"]
    assert len(said) == len(found)
    assert all(waarde.startswith(start) for waarde, start in zip(said, found, strict=True))
    assert {jaar for jaar, *_ in deels} == {int(start[:4]) for start in found}


def test_a_part_that_was_split_or_lacks_ages_or_people() -> None:
    def check(*rows: tuple[int, str, range, int]) -> list[str]:
        findings = Findings()
        lines = [
            (0, jaar, leeftijd, gebied, "west", aantal)
            for jaar, gebied, ages, aantal in rows
            for leeftijd in ages
        ]
        deels = Gebieden(SETTINGS).check_bevolking(findings, "b.csv", lines)
        said = [f.waarde for f in findings.list_all() if f.code == "BEVOLKING_DEEL"]
        assert bool(said) == bool(deels)
        return said

    alle, jong = range(23), range(18)
    assert check((2020, A, alle, 40), (2021, A, alle, 20), (2021, B, alle, 20)) == []
    assert check((2020, A, alle, 20), (2020, B, alle, 0), (2021, A, alle, 20)) == []
    assert check(
        *((2020, A, alle, 20), (2020, B, alle, 20)), *((2021, A, alle, 20), (2021, B, jong, 20))
    ) == [f"2021: {B} (18-22) in west; in 2020 staat het er wel"]
    assert (
        check((2020, A, alle, 20), (2020, B, alle, 1), (2021, A, alle, 20), (2021, B, jong, 1))
        == []
    )


def test_more_than_a_twentieth_in_no_wijk_needs_a_reason(tmp_path: Path) -> None:
    source = write(tmp_path / "levering", {**replace("jeugdige.csv", "WK019310", "WK051301")})
    with pytest.raises(LeveringRejected) as error:
        load_levering(source, tmp_path / "data", SETTINGS)
    found = {f.code: f for f in error.value.findings}
    assert set(found) == {"ONBEKEND_TE_VEEL", "GEBIED_ONBEKEND"}
    assert "1 van de 2 jeugdigen" in found["ONBEKEND_TE_VEEL"].melding
    assert "--toch" in found["ONBEKEND_TE_VEEL"].oplossing
    assert found["GEBIED_ONBEKEND"].waarde == "WK051301 (1)"
    with pytest.raises(ProeftuinError):
        load_levering(source, tmp_path / "data", SETTINGS, toch="om 999900006")
    load_levering(source, tmp_path / "data", SETTINGS, toch="verhuisd naar Gouda")
    with open_store(tmp_path / "data") as store:
        kept = store.frame("select melding from bevinding where code = 'TOCH_GELADEN'").melding
    assert "verhuisd naar Gouda" in kept[0]


def test_who_moved_to_another_gemeente_is_not_unknown(tmp_path: Path) -> None:
    source = write(tmp_path / "levering", {**replace("jeugdige.csv", "noord", "WK051301")})
    report = load_levering(source, tmp_path / "data", SETTINGS)
    assert [f.code for f in report.waarschuwingen] == ["GEBIED_ONBEKEND"]


def later(tmp_path: Path, name: str, declaraties: int, aanbieder: str = "A1") -> LoadReport:
    """The good levering with this many declaraties in the second quarter of 2023, a quarter on."""
    quarter = {"een": "2023-12-31", "twee": "2024-03-31"}[name]
    lines = [
        f"x{nr},w1,p1,{aanbieder},2023-05-{nr + 1:02},2023-05-31,700.00"
        for nr in range(declaraties)
    ]
    changes: dict[str, str | bytes | None] = {
        "declaratie.csv": GOED["declaratie.csv"] + "\n".join(lines) + "\n",
        "levering.toml": GOED["levering.toml"].replace("2023-12-31", quarter),
    }
    return load_levering(write(tmp_path / name, changes), tmp_path / "data", SETTINGS)


@pytest.mark.parametrize(
    ("eerst", "dan", "codes"),
    [
        (10, 20, {"RIJEN_MEER", "BESTAND_GROEI", "AANBIEDER_GROEI"}),
        (20, 10, {"RIJEN_MINDER", "BESTAND_GROEI", "AANBIEDER_GROEI"}),
        (20, 22, set()),
    ],
)
def test_growth_and_shrinkage_are_said(
    eerst: int, dan: int, codes: set[str], tmp_path: Path
) -> None:
    assert later(tmp_path, "een", eerst).waarschuwingen == []
    report = later(tmp_path, "twee", dan)
    assert {f.code for f in report.waarschuwingen} == codes
    assert {f.bestand for f in report.waarschuwingen} <= {"declaratie.csv"}
    shown = {f.code: f.waarde for f in report.waarschuwingen}
    if codes:
        assert shown["AANBIEDER_GROEI"] == f"A1: {dan + 2}, was {eerst + 2}"
        assert shown["BESTAND_GROEI"] == f"{dan + 2}, was {eerst + 2}"
