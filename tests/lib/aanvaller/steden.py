"""Random cities to attack: a made-up gemeente, published three quarters in a row.

Between two editions a quarter passes, late registrations arrive and earlier rows are corrected. Of
some the configuration changes too.
"""

import csv
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

from proeftuin.edition.publish import publish_editie
from proeftuin.errors import ProeftuinError
from proeftuin.ingest.load import load_levering
from proeftuin.schema import BESTANDEN
from proeftuin.settings.model import Settings
from proeftuin.settings.read import DEFAULT_FILE, read_settings
from proeftuin.synthetic import write_demo
from tests.lib.aanvaller.waarheid import write_waarheid
from tests.lib.random_levering import make_levering

KWARTALEN = (date(2023, 6, 30), date(2023, 9, 30), date(2023, 12, 31))
GEBIEDEN = {
    "west": ("WK019320", "WK019321", "WK019322", "west"),
    "midden": ("WK019310", "WK019313", "WK019314", "midden"),
    "zuid": ("WK019350", "WK019351", "WK019352", "zuid"),
    "noord": ("WK019330", "WK019331", "WK019332", "noord"),
    "oost": ("WK019311", "WK019312", "WK019340", "WK019341", "oost"),
}
BEGIN = {  # the day that says when a row became known
    "traject": "begin_datum",
    "toewijzing": "toewijzing_datum",
    "declaratie": "tot_datum",
    "aanmelding": "aanmeld_datum",
    "casus": "afgerond_datum",
    "voorveld": "peil_datum",
    "uitgave": "boek_datum",
}
LATER: dict[
    str, dict[str, tuple[str, ...]]
] = {  # what is only known once its day has passed, and what goes with it
    "traject": {"eind_datum": ("eind_datum", "reden_einde_code")},
    "aanmelding": {
        "start_datum": ("start_datum",),
        "afmeld_datum": ("afmeld_datum",),
        "overbrugging_van_datum": ("overbrugging_van_datum", "overbrugging_tot_datum"),
    },
}
VAST = 20  # the configuration of the cities after these changes
Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Stad:
    """What a random city is: how many wijken and jeugdigen, and which quarters are shown."""

    zaad: int
    wijken: int
    jeugdigen: int
    is_demo: bool
    is_lang: bool  # with a voorpaar, so four year windows instead of two
    wisselt: bool = False  # after the first edition come other norms, terms and gebieden


def make_stad(zaad: int, klein: bool = False) -> Stad:
    """The city of a seed; klein for the test suite."""
    rnd = Random(zaad)
    aantal = rnd.randrange(150, 260 if klein else 800)
    wijken, is_lang = rnd.choice((3, 4, 5)), not klein and zaad % 2 == 0
    return Stad(zaad, wijken, aantal, zaad % 4 != 3, is_lang, zaad > VAST)


def settings_of(stad: Stad, settings: Settings, nummer: int) -> Settings:
    """The configuration of one of the editions, 0, 1 or 2."""
    if not stad.wisselt or nummer == 0:
        return settings
    first, second, *others = settings.wijk
    moved = replace(first, gebieden=(*first.gebieden, second.gebieden[0]))
    wijken = (moved, replace(second, gebieden=second.gebieden[1:]), *others)
    gat, norm = settings.perioden.zorgperiode_gat_dagen + 7, settings.normen.wachttijd_dagen - 28
    perioden = replace(settings.perioden, zorgperiode_gat_dagen=gat, doorstroom_dagen=gat)
    return replace(
        settings,
        wijk=wijken,
        perioden=perioden,
        normen=replace(settings.normen, wachttijd_dagen=norm),
    )


def write_config(stad: Stad, folder: Path) -> Settings:
    """The configuration of the product with other wijken and fewer quarters."""
    namen = list(GEBIEDEN)
    text = DEFAULT_FILE.read_text(encoding="utf-8")
    head, rest = text.split("[[wijk]]", 1)
    blocks = ""
    for nummer, naam in enumerate(namen[: stad.wijken]):
        mijn = [g for item in namen[nummer :: stad.wijken] for g in GEBIEDEN[item] if "WK" in g]
        blocks += f'[[wijk]]\nid = "{naam}"\nnaam = "{naam.title()}"\ngebieden = {mijn}\n\n'
    text = head + blocks.replace("'", '"') + rest[rest.index("[pilot]") :]
    changes = {"vroegste_kwartaal = 2015-01-01": "vroegste_kwartaal = 2019-01-01"}
    if not stad.is_lang:
        changes = {
            "vroegste_kwartaal = 2015-01-01": "vroegste_kwartaal = 2022-01-01",
            "start = 2022-07-01": "start = 2023-01-01",
            "nulmeting = [2021-01-01, 2021-12-31]": "nulmeting = [2022-01-01, 2022-12-31]",
            "overgang = [2022-07-01, 2022-09-30]": "overgang = [2023-01-01, 2023-03-31]",
            "effectjaar = [2022-10-01, 2023-09-30]": "effectjaar = [2023-04-01, 2024-03-31]",
        }
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    file = folder / "proeftuin.toml"
    geo = DEFAULT_FILE.parent / "data/geo/zwolle_wijken.geojson"
    file.write_text(text.replace("data/geo/zwolle_wijken.geojson", str(geo)), encoding="utf-8")
    return read_settings(file)


def _read_bron(stad: Stad, folder: Path, settings: Settings) -> dict[str, Rows]:
    """All rows as they are known in the end, per file."""
    if stad.is_demo:
        write_demo(folder, stad.jeugdigen, stad.zaad, KWARTALEN[-1], settings=settings)
        found = {}
        for bestand in BESTANDEN:
            with (folder / f"{bestand.naam}.csv").open(encoding="utf-8", newline="") as stream:
                found[bestand.naam] = list(csv.DictReader(stream))
        return found
    wijken = tuple(GEBIEDEN)[: stad.wijken]
    rows = make_levering(Random(stad.zaad), stad.jeugdigen, KWARTALEN[-1], wijken)
    return {
        naam: [{k: "" if v is None else str(v) for k, v in row.items()} for row in items]
        for naam, items in rows.items()
    }


def _known(naam: str, row: dict[str, str], datastand: date, rnd: Random) -> dict[str, str] | None:
    """A row as it was known on datastand: late, without what came later, sometimes wrong."""
    laat = rnd.choice((0,) * 12 + (20, 60, 100))
    fout, verschuif = rnd.random(), rnd.choice((-25, -9, 6, 30))
    kolom = BEGIN.get(naam)
    if naam == "ervaring":
        jaar, kwartaal = int(row["kwartaal"][:4]), int(row["kwartaal"][-1])
        return row if date(jaar, 3 * kwartaal, 28) <= datastand else None
    if kolom is None:
        return row
    begin = date.fromisoformat(row[kolom])
    if begin + timedelta(days=laat) > datastand and datastand < KWARTALEN[-1] or begin > datastand:
        return None
    row = dict(row)
    for dag, velden in LATER.get(naam, {}).items():
        if row[dag] and date.fromisoformat(row[dag]) > datastand:
            row.update(dict.fromkeys(velden, ""))
    if naam == "traject" and row["eind_datum"] and datastand < KWARTALEN[-1]:
        eind = date.fromisoformat(row["eind_datum"])
        if fout < 0.04 and begin <= eind + timedelta(days=verschuif) <= datastand:
            row["eind_datum"] = str(eind + timedelta(days=verschuif))
        elif fout < 0.06:
            row.update(eind_datum="", reden_einde_code="")
        elif fout < 0.09:
            row["reden_einde_code"] = "31"
    if naam == "aanmelding" and fout < 0.03 and datastand < KWARTALEN[-1]:
        row["start_datum"] = ""
    return row


def _without_unknown(row: dict[str, str], bekend: set[str]) -> dict[str, str]:
    """The row without a toewijzing that is not delivered yet."""
    if row.get("toewijzing_id") and row["toewijzing_id"] not in bekend:
        return {**row, "toewijzing_id": ""}
    return row


def write_levering(stad: Stad, bron: dict[str, Rows], datastand: date, folder: Path) -> None:
    """The levering of one quarter."""
    folder.mkdir(parents=True, exist_ok=True)
    bekend: set[str] = set()
    (folder / "levering.toml").write_text(
        f'datastand = {datastand}\nbron = "stad {stad.zaad}"\nsynthetisch = true\n'
    )
    for bestand in sorted(BESTANDEN, key=lambda item: item.naam != "toewijzing"):
        if bestand.naam not in bron:
            continue
        rnd = Random(stad.zaad)  # the same luck for a row in every edition
        known = [_known(bestand.naam, row, datastand, rnd) for row in bron[bestand.naam]]
        rows = [row for row in known if row is not None]
        if bestand.naam == "toewijzing":
            bekend = {row["toewijzing_id"] for row in rows}
        with (folder / f"{bestand.naam}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, [kolom.naam for kolom in bestand.kolommen])
            writer.writeheader()
            writer.writerows(_without_unknown(row, bekend) for row in rows)


def publish_stad(stad: Stad, folder: Path) -> list[str]:
    """Publish the city three times in folder / "var"; the refusals of publish, if any.

    Who truly stood behind the sums of each edition is kept in folder / "waarheid" / its datastand.
    """
    folder.mkdir(parents=True, exist_ok=True)
    configured = write_config(stad, folder)
    bron = _read_bron(stad, folder / "bron", configured)
    geweigerd = []
    for nummer, datastand in enumerate(KWARTALEN):
        settings = settings_of(stad, configured, nummer)
        levering = folder / f"levering-{datastand}"
        write_levering(stad, bron, datastand, levering)
        load_levering(levering, folder / "var", settings, replace=True, toch="toeval")
        try:
            publish_editie(folder / "var", settings)
            write_waarheid(folder / "var", settings, folder / "waarheid" / str(datastand))
        except ProeftuinError as fout:
            geweigerd.append(f"{datastand}: {fout}")
    return geweigerd
