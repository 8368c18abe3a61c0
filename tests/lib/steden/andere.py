"""A published city of another gemeente: its own name, outlines, 7 wijken with 2 pilots, and another
number for every parameter. Made once per test run, by writing a configuration and outlines only.
"""

import json
from pathlib import Path

from proeftuin.settings.read import DEFAULT_FILE
from tests.lib.gedeeld import run_proeftuin, shared

NAAM = "Voorbeelddam"
WIJKEN = (
    "noorderhout",
    "binnenveld",
    "dijkzicht",
    "hoogland",
    "meerzijde",
    "rietkant",
    "zuiderpoort",
)
PILOTS = ("dijkzicht", "rietkant")


def square(number: int) -> dict[str, object]:
    """One square wijk of 0.02 degree, east of the one before."""
    west, south, size = 5.0 + 0.02 * number, 52.0, 0.02
    ring = [
        [west, south],
        [west + size, south],
        [west + size, south + size],
        [west, south + size],
        [west, south],
    ]
    return {
        "type": "Feature",
        "properties": {"wijkcode": f"WK9999{number:02d}", "wijknaam": WIJKEN[number]},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


OTHER = {
    "vroegste_kwartaal = 2015-01-01": "vroegste_kwartaal = 2021-01-01",
    "data/geo/zwolle_wijken.geojson": "wijken.geojson",
    'naam = "Zwolle"': f'naam = "{NAAM}"',
    "GM0193": "GM9999",
    'wijken = ["west"]': f"wijken = {json.dumps(PILOTS)}",
    "doorstroom_dagen = 28": "doorstroom_dagen = 35",
    "zorgperiode_gat_dagen = 28": "zorgperiode_gat_dagen = 31",
    "verblijf_gat_dagen = 28": "verblijf_gat_dagen = 33",
    "tijdelijke_stop_dagen = 365": "tijdelijke_stop_dagen = 372",
    "herhaald_beroep_jaren = 5": "herhaald_beroep_jaren = 3",
    "voorlopig_dagen = 90": "voorlopig_dagen = 61",
    "verzilvering_rijp_dagen = 90": "verzilvering_rijp_dagen = 64",
    "horizon_trajectduur_dagen = 730": "horizon_trajectduur_dagen = 512",
    "horizon_cohort_dagen = 365": "horizon_cohort_dagen = 313",
    "horizon_wachttijd_dagen = 180": "horizon_wachttijd_dagen = 217",
    "wachttijd_dagen = 98 ": "wachttijd_dagen = 70 ",
    "minimum_noemer = 30": "minimum_noemer = 27",
    "minimum_gebeurtenissen = 10": "minimum_gebeurtenissen = 9",
    "drempel = 10": "drempel = 13",
    "euro_bijdragers = 10": "euro_bijdragers = 12",
    "\nbasis = 5": "\nbasis = 8",  # four times that is more than a count of the threshold
}


def anders() -> Path:
    """A folder with anders.toml, the published city in var, and its reports; never change it."""
    return shared("anders", _make)


def _make(folder: Path) -> None:
    folder.mkdir()
    outlines = {"type": "FeatureCollection", "features": [square(nr) for nr in range(7)]}
    (folder / "wijken.geojson").write_text(json.dumps(outlines), encoding="utf-8")
    head, rest = DEFAULT_FILE.read_text(encoding="utf-8").split("[[wijk]]", 1)
    blocks = "".join(
        f'[[wijk]]\nid = "{naam}"\nnaam = "{naam.title()}"\ngebieden = ["WK9999{nr:02d}"]\n\n'
        for nr, naam in enumerate(WIJKEN)
    )
    text = head + blocks + rest[rest.index("[pilot]") :]
    for old, new in OTHER.items():
        assert old in text, old
        text = text.replace(old, new, 1)
    file, data_dir = folder / "anders.toml", folder / "var"
    file.write_text(text, encoding="utf-8")
    levering, given = str(folder / "levering"), ("--config", str(file))
    reports = [
        ["rapport", str(folder / f"{editie}.{end}"), "--editie", editie, *given]
        for editie in ("intern", "openbaar")
        for end in ("html", "xlsx")
    ]
    run_proeftuin(
        data_dir,
        ["demo", levering, "--jeugdigen", "400", "--zaad", "3", *given],
        ["laad", levering, *given],
        ["publiceer", *given],
        *reports,
    )
