"""The record of jeugdhulp of CBS Beleidsinformatie Jeugd as data: its fields and its codes.

Source: CBS, Informatieprotocol Beleidsinformatie Jeugd, version 7, July 2021, chapters 2 to 4. CBS
gives no order or names of columns; a column is known by the names below (normalise_kop).
"""

from dataclasses import dataclass

from proeftuin.schema import Kolomsoort


@dataclass(frozen=True)
class Recordveld:
    """One field: the names its column goes by, how its cells are read, and whether it must be."""

    naam: str
    namen: tuple[str, ...]
    soort: Kolomsoort
    verplicht: bool = True
    is_uitkomst: bool = False


VELDEN: tuple[Recordveld, ...] = (
    Recordveld("bsn", ("bsn", "burgerservicenummer"), Kolomsoort.PERSOON),
    Recordveld("geboortedatum", ("geboortedatum", "geboorte_datum"), Kolomsoort.DATUM),
    Recordveld(
        "postcode", ("postcode", "postcode_jeugdige", "postcode/gemeente"), Kolomsoort.GEBIED
    ),
    Recordveld("verwijzer", ("verwijzer", "verwijzer_code"), Kolomsoort.CODE),
    Recordveld("hulpvorm", ("hulpvorm", "hulpvorm_code", "type_jeugdhulp"), Kolomsoort.CODE),
    Recordveld(
        "datum_aanvang",
        ("datum_aanvang", "datumaanvang", "datum_aanvang_jeugdhulp", "aanvangsdatum"),
        Kolomsoort.DATUM,
    ),
    Recordveld(
        "datum_einde",
        ("datum_einde", "datumeinde", "datum_einde_jeugdhulp", "datumbeeindiging", "einddatum"),
        Kolomsoort.DATUM,
    ),
    Recordveld(
        "reden_beeindiging",
        (
            *("reden_beeindiging", "reden_beëindiging", "redenbeeindiging", "redenbeëindiging"),
            *("reden_beëindiging_jeugdhulp", "reden_beeindiging_jeugdhulp"),
        ),
        Kolomsoort.CODE,
    ),
    Recordveld(
        "tevredenheid",
        ("tevredenheid", "tevredenheid_nut", "nut", "clienttevredenheid", "cliënttevredenheid"),
        Kolomsoort.SCORE,
        verplicht=False,
        is_uitkomst=True,
    ),
    Recordveld(
        "zonder_hulp_verder",
        ("zonder_hulp_verder", "zonder_hulp", "zonderhulpverder"),
        Kolomsoort.CODE,
        verplicht=False,
        is_uitkomst=True,
    ),
)
VELD = {veld.naam: veld for veld in VELDEN}
# Columns of the record that no figure asks for: not read, and nothing is said of them.
ONGELEZEN = frozenset({"geslacht", "gestart_met_crisis", "type_informant", "informant"})
# Reden of CBS -> ours (iJw JZ588). The order differs: CBS 02 is in overleg, iJw 02 is deceased.
# CBS 05 holds moving away and death alike.
REDENEN_CBS = {"01": "31", "02": "34", "03": "32", "04": "33", "05": "35"}
ZONDER_HULP_CBS = ("01", "02", "03", "04")
ONBEKEND = "99"  # ours; CBS leaves the field empty
GEEN_BSN = ("999999999", "000000000")  # unknown, unborn
