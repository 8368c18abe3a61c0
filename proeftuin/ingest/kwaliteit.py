"""How complete each column of a levering is, as delivered."""

from dataclasses import dataclass, field

from proeftuin import codelists
from proeftuin.schema import Bestand, Kolom, Soort
from proeftuin.settings.model import ONBEKEND
from proeftuin.store import Builder


@dataclass
class Kwaliteit:
    """How complete one file is as delivered: rows, and per column empty and unknown values."""

    aantal_rijen: int = 0
    aantal_leeg: dict[str, int] = field(default_factory=dict)
    aantal_onbekend: dict[str, int] = field(default_factory=dict)


def unknown_value(kolom: Kolom) -> str | None:
    """The value of this column that means unknown; None when it has none."""
    if kolom.soort is Soort.GEBIED:
        return ONBEKEND
    return codelists.ONBEKEND if kolom.soort is Soort.CODE else None


def add_berichten(builder: Builder, bestand: Bestand, counts: Kwaliteit) -> int:
    """Add the rows that came from messages (in staging) to counts; how many rows."""
    parts = ["count(*)"]
    kolommen = [kolom for kolom in bestand.kolommen if kolom.soort is not Soort.TEKST]
    for kolom in kolommen:
        parts.append(f"count(*) filter (where {kolom.naam} is null)")
        unknown = unknown_value(kolom)
        wrong = f"{kolom.naam} = '{unknown}'" if unknown else "false"
        parts.append(f"count(*) filter (where {wrong})")
    source = f"werk.{bestand.naam} where uit_bericht"
    total, *pairs = builder.rows(f"select {', '.join(parts)} from {source}")[0]
    if total:
        counts.aantal_rijen += total
        for place, kolom in enumerate(kolommen):
            for aantal, into in zip(
                pairs[2 * place : 2 * place + 2],
                (counts.aantal_leeg, counts.aantal_onbekend),
                strict=True,
            ):
                into[kolom.naam] = into.get(kolom.naam, 0) + aantal
    return int(total)
