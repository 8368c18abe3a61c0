"""Reads levering.toml: datastand, bron, opmerking and, for made-up data, synthetisch = true."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from proeftuin.ingest.findings import Findings
from proeftuin.ingest.parse import OnmogelijkeDatum, has_bsn, parse_datum

TOML = "levering.toml"


@dataclass(frozen=True)
class Kenmerken:
    """What a levering says about itself."""

    datastand: date
    bron: str
    opmerking: str
    is_synthetisch: bool


NIETS = Kenmerken(date(2100, 12, 31), "", "", False)


def read_kenmerken(path: Path | None, findings: Findings) -> Kenmerken:
    """The contents of levering.toml; with findings and a far datastand when it is wrong."""
    if path is None:
        findings.add("BESTAND_ONTBREEKT", TOML)
        return NIETS
    try:
        table = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError:
        findings.add("CODERING_FOUT", TOML)
        return NIETS
    except tomllib.TOMLDecodeError:
        findings.add("BESTAND_ONLEESBAAR", TOML, None, None, "Het is geen geldig TOML.")
        return NIETS
    tekst = {}
    for naam in ("bron", "opmerking"):
        value = table.get(naam, "")
        if not isinstance(value, str):
            findings.add("TYPE_FOUT", TOML, _line(path, naam), naam, "tekst")
        elif has_bsn(value):
            findings.add("BSN_IN_TEKST", TOML, _line(path, naam), naam)
        tekst[naam] = str(value)
    synthetisch = table.get("synthetisch", False)
    if not isinstance(synthetisch, bool):
        findings.add("TYPE_FOUT", TOML, _line(path, "synthetisch"), "synthetisch", "true of false")
    return Kenmerken(
        _read_datastand(path, table.get("datastand"), findings),
        tekst["bron"],
        tekst["opmerking"],
        synthetisch is True,
    )


def _read_datastand(path: Path, value: object, findings: Findings) -> date:
    if value is None or value == "":
        code = "KOLOM_ONTBREEKT" if value is None else "VELD_LEEG"
        findings.add(code, TOML, None, "datastand")
        return NIETS.datastand
    if isinstance(value, datetime):
        value = value.date()
    regel = _line(path, "datastand")
    try:
        dag = parse_datum(value.isoformat() if isinstance(value, date) else str(value).strip())
    except OnmogelijkeDatum:
        findings.add("DATUM_ONMOGELIJK", TOML, regel, "datastand")
        return NIETS.datastand
    if dag is None:
        findings.add("TYPE_FOUT", TOML, regel, "datastand", "datum")
        return NIETS.datastand
    return dag


def _line(path: Path, key: str) -> int | None:
    """First line of the file that sets this key."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    for nummer, line in enumerate(lines, start=1):
        if line.split("=")[0].strip() == key:
            return nummer
    return None
