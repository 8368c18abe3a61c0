"""Where `haal` gets open data: addresses, table numbers and patience, all from [opendata].

How data are fetched changes no figure of the same files, so nothing here is part of the
fingerprint of the settings.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_ADRES = re.compile(r"https?://[^\s/?#]+(/[^\s#]*)?")
_JAAR = re.compile(r"20\d{2}")
_TABEL = re.compile(r"[0-9A-Za-z]{5,12}")


@dataclass(frozen=True)
class OmtrekBron:
    """The service with outlines (OGC API Features, the items of one collection), and its source.

    vereenvoudig_meter: how far a border may move when it is simplified; 0: nothing is.
    """

    adres: str = ""
    bron: str = ""
    licentie: str = ""
    licentie_adres: str = ""
    vereenvoudig_meter: int = 0


@dataclass(frozen=True)
class StatlineBron:
    """CBS StatLine (OData v3, the feed), with its tables.

    leeftijd: inhabitants of a gemeente by single age. wijken, jeugdzorg: year = table number of
    Kerncijfers wijken en buurten, and of jongeren met jeugdzorg per wijk.
    """

    adres: str = ""
    bron: str = ""
    licentie: str = ""
    leeftijd: str = ""
    wijken: dict[str, str] = field(default_factory=dict)
    jeugdzorg: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PostcodeBron:
    """The zip in which CBS gives the buurt of every postcode and huisnummer."""

    adres: str = ""
    bron: str = ""
    licentie: str = ""


@dataclass(frozen=True)
class OpenData:
    """What `haal` may ask where, and how patient it is.

    seconden: of waiting for an answer; pogingen: how often one question is asked; per_bladzijde:
    outlines per answer; kopie_dagen: how long an earlier answer is used again (0: never).
    """

    seconden: int = 30
    pogingen: int = 4
    per_bladzijde: int = 500
    kopie_dagen: int = 30
    omtrek: OmtrekBron = OmtrekBron()
    statline: StatlineBron = StatlineBron()
    postcodes: PostcodeBron = PostcodeBron()


OPENDATA_BOUNDS: dict[str, tuple[float, float, str]] = {
    "opendata.seconden": (1, 600, "Een dienst heeft even nodig, en langer dan 10 minuten wacht u"),
    "opendata.pogingen": (1, 10, "Een dienst die het tien keer niet doet, doet het nu niet"),
    "opendata.per_bladzijde": (1, 1000, "Diensten geven hooguit 1000 gebieden per antwoord"),
    "opendata.kopie_dagen": (0, 3653, "Een kopie van jaren oud is geen nieuws meer"),
}


def check_opendata(found: OpenData) -> Iterator[str]:
    """Dutch sentences about addresses, years and table numbers that cannot be."""
    sources: dict[str, OmtrekBron | StatlineBron | PostcodeBron] = {
        "omtrek": found.omtrek,
        "statline": found.statline,
        "postcodes": found.postcodes,
    }
    for naam, source in sources.items():
        if source.adres and not _ADRES.fullmatch(source.adres):
            yield (
                f"Sleutel 'opendata.{naam}.adres': '{source.adres}' is geen adres. Schrijf het "
                "hele adres, met https:// ervoor."
            )
        if source.adres and not (source.bron.strip() and source.licentie.strip()):
            yield (
                f"Sleutel 'opendata.{naam}': schrijf bij een adres ook bron en licentie; die "
                "komen naast elk opgehaald bestand te staan."
            )
    if not 0 <= found.omtrek.vereenvoudig_meter <= 500:
        yield (
            "Sleutel 'opendata.omtrek.vereenvoudig_meter': kies 0 (niet) tot en met 500. Verder "
            "verschoven grenzen lijken niet meer op de wijk."
        )
    for naam, tables in (
        ("wijken", found.statline.wijken),
        ("jeugdzorg", found.statline.jeugdzorg),
        ("leeftijd", {"2000": found.statline.leeftijd} if found.statline.leeftijd else {}),
    ):
        for jaar, tabel in tables.items():
            if not _JAAR.fullmatch(jaar):
                yield f"Sleutel 'opendata.statline.{naam}': '{jaar}' is geen jaar, zoals 2021."
            if not isinstance(tabel, str) or not _TABEL.fullmatch(tabel):
                yield (
                    f"Sleutel 'opendata.statline.{naam}': {tabel!r} is geen nummer van een tabel, "
                    'zoals "85039NED".'
                )
