"""The CBS file with the buurt of every address becomes a concordance that settings accept."""

import csv
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from proeftuin.errors import ProeftuinError
from proeftuin.ingest import Gebieden
from proeftuin.opendata import Dienst, fetch_postcodes, read_postcodes
from proeftuin.settings import Settings
from tests.opendata.openbare_dienst import HALF, OpenbareDienst

# Midden has WK019310 and WK019313, oost WK019311; 8011AC lies in both, mostly in oost.
ADRESSEN = [
    *[("8011AA", nr, "01931000", "019310", "0193") for nr in (1, 3, 5)],
    *[("8011AB", nr, "01931302", "019313", "0193") for nr in (2, 4)],
    *[("8011AC", nr, "01931101", "019311", "0193") for nr in (1, 2, 3)],
    ("8011AC", 4, "01931001", "019310", "0193"),
    ("8011AD", 1, "01939999", "019399", "0193"),
    ("8265AA", 1, "01661000", "016610", "0166"),
    ("1011AB", 99, "0363AF01", "0363AF", "0363"),
]
EXPECTED = {"8011AA": "midden", "8011AB": "midden", "8011AC": "oost"}
KOPPEN = {
    "2017": "PC6;Huisnummer;Buurt2017;Wijk2017;Gem2017",
    "2023": '"PC6","Huisnummer","Buurt2023","Wijk2023","Gemeente2023"',
    "anders": "pc20200801;huisnummer;gwb_code;wijkcode;gemeentecode",
}


def table(kop: str, *, as_number: bool) -> str:
    sign = ";" if ";" in kop else ","
    lines = [kop]
    for postcode, nr, buurt, wijk, gemeente in ADRESSEN:
        codes = [code.lstrip("0") if as_number else code for code in (buurt, wijk, gemeente)]
        lines.append(sign.join([postcode, str(nr), *codes]))
    return "\r\n".join(lines) + "\r\n"


def zipped(content: str, name: str = "pc6hnr20230801_gwb.csv") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("buurtnaam2023.csv", "buurtcode2023;buurtnaam2023\r\n" + "x;y\r\n" * 500)
        archive.writestr(name, content)
    return target.getvalue()


def rows_of(file: Path) -> dict[str, str]:
    with file.open(encoding="utf-8", newline="") as stream:
        return {row["postcode"]: row["wijk"] for row in csv.DictReader(stream, delimiter=";")}


@pytest.mark.parametrize("as_number", [False, True])
@pytest.mark.parametrize("kop", KOPPEN.values(), ids=KOPPEN)
def test_any_edition_of_the_file(
    settings: Settings, tmp_path: Path, kop: str, as_number: bool
) -> None:
    file = tmp_path / "2024-pc6hnr.zip"
    file.write_bytes(zipped(table(kop, as_number=as_number)))
    made = read_postcodes(settings, file, tmp_path / "concordantie.csv")
    assert rows_of(made.bestand) == EXPECTED
    assert made.meldingen == (
        "Postcodes in meer dan een wijk, elk gezet bij de wijk met de meeste adressen: 1.",
        "Weggelaten postcodes die vooral buiten de wijken liggen: 1.",
    )
    assert made.herkomst.bewerking.endswith("grenzen van 2023"), "of the file, not of the zip"
    own = replace(settings.gemeente, concordantie=str(made.bestand))
    gebieden = Gebieden(replace(settings, gemeente=own))
    gebieden.refuse_concordantie()
    assert gebieden.find_wijk("8011 ac") == "oost"


def test_a_buurt_of_its_own_goes_before_its_wijk(settings: Settings, tmp_path: Path) -> None:
    midden, oost, *rest = settings.wijk
    oost = replace(oost, gebieden=("BU01931302", *oost.gebieden))
    file = tmp_path / "pc6.csv"
    file.write_text(table(KOPPEN["2023"], as_number=False), encoding="utf-8-sig")
    made = read_postcodes(
        replace(settings, wijk=(midden, oost, *rest)), file, tmp_path / "concordantie.csv"
    )
    assert rows_of(made.bestand) == {**EXPECTED, "8011AB": "oost"}


def test_the_download_is_asked_again_and_kept(
    openbaar: OpenbareDienst, dienst: Dienst, settings: Settings, tmp_path: Path
) -> None:
    openbaar.bestanden["/pc6.zip"] = zipped(table(KOPPEN["2023"], as_number=False))
    openbaar.fouten = [503, HALF]
    made = fetch_postcodes(settings, dienst, tmp_path / "concordantie.csv")
    assert rows_of(made.bestand) == EXPECTED
    asked = len(openbaar.gevraagd)
    fetch_postcodes(settings, dienst, tmp_path / "concordantie.csv")
    assert len(openbaar.gevraagd) == asked


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html>", "heeft geen kolommen postcode, buurt en gemeente"),
        (zipped("a;b\r\n1;2\r\n"), "staat geen tabel met postcode, buurt en gemeente"),
        (zipped(table(KOPPEN["2023"], as_number=False))[:-400], "heeft geen kolommen|is stuk"),
        (zipped(table(KOPPEN["2017"], as_number=False)[:-9]), "is stuk of half aangekomen"),
        (zipped(table(KOPPEN["2017"], as_number=False).replace("8011AB", "8011")), "'8011' waar"),
        (zipped(KOPPEN["2017"] + "\r\n"), "ligt geen adres in een wijk van"),
    ],
    ids=["html", "no table", "short zip", "half table", "short postcode", "no address"],
)
def test_what_is_no_good_file_leaves_nothing(
    openbaar: OpenbareDienst,
    dienst: Dienst,
    settings: Settings,
    tmp_path: Path,
    content: bytes,
    words: str,
) -> None:
    openbaar.bestanden["/pc6.zip"] = content
    with pytest.raises(ProeftuinError, match=words):
        fetch_postcodes(settings, dienst, tmp_path / "concordantie.csv")
    assert [item.name for item in tmp_path.iterdir()] == ["kopieen"]
    assert not list(dienst.kopieen.iterdir()), "a wrong file is no copy"
