"""The concordance of postcodes: read line by line, and refused with the lines that are wrong."""

from pathlib import Path

import pytest

from proeftuin.errors import SettingsError
from proeftuin.ingest.concordantie import read_concordantie, refuse_concordantie

WIJK = {"west": "west", "noord": "noord", "WK019320": "west", "BU01932001": "west"}


def find(gebied: str) -> str:
    return WIJK.get(gebied.strip(), "onbekend")


def read(folder: Path, *lines: str) -> dict[str, str]:
    file = folder / "postcodes.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    rows = read_concordantie(file)
    refuse_concordantie(file, rows, find, {"0193"})
    return {postcode: wijk for _, postcode, wijk in rows}


def test_a_postcode_may_come_again_with_the_same_wijk(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        *("postcode;huisnummer;wijk", "8021AA;1;west", "8021 aa;2;WK019320", "8022;;noord", ";;"),
    )
    assert {postcode: find(wijk) for postcode, wijk in found.items()} == {
        "8021AA": "west",
        "8022": "noord",
    }


def test_postcodes_of_another_gemeente_are_of_no_wijk(tmp_path: Path) -> None:
    found = read(tmp_path, "postcode,wijk", "1011AB,WK036300", "8021AA,west")
    assert find(found["1011AB"]) == "onbekend"


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (
            ("8021AA;west", "8022AA;noord", "8021AA;west", "8021aa;noord"),
            r"twee wijken: regel 5 \(8021AA in noord, op regel 2 in west\).*één wijk",
        ),
        (("8021AA;westen", "8022AA;noord"), r"een wijk die er niet is: regel 2 \('westen'\)"),
        (("8021AA;WK019399",), r"een wijk die er niet is: regel 2 \('WK019399'\)"),
        (("8021AA;west", "802;west"), r"geen postcode: regel 3 \('802'\). Schrijf 8011"),
        (
            tuple(f"80{number}AA;zuid" for number in range(10, 22)),
            r"regel 6 \('zuid'\) en 7 andere",
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_lines(
    lines: tuple[str, ...], says: str, tmp_path: Path
) -> None:
    with pytest.raises(SettingsError, match=f"gemeente.concordantie.*postcodes.csv.*{says}"):
        read(tmp_path, "postcode;wijk", *lines)


@pytest.mark.parametrize("lines", [("",), ("pc4;wijk", "8021;west"), ("postcode|wijk",)])
def test_a_file_without_its_columns(lines: tuple[str, ...], tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="kolommen postcode en wijk"):
        read(tmp_path, *lines)
