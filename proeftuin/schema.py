"""The data contract: which files and columns a levering holds, and of which type.

Source: the contract in data/README.md. One quantity has one name, from file to chart.
"""

from dataclasses import dataclass
from enum import Enum


class Kolomsoort(Enum):
    """How the text of a column is read at the door."""

    PERSOON = "persoonssleutel"  # pseudonymised at once, never shown
    SLEUTEL = "sleutel"  # an id that is no person
    GEBIED = "gebied"  # becomes wijk_id
    DATUM = "datum"
    GELD = "bedrag in euro"
    GETAL = "geheel getal"
    SCORE = "getal"
    CODE = "code"  # must stand in the code list of the column
    KWARTAAL = "kwartaal"
    TEKST = "vrije tekst"


@dataclass(frozen=True)
class Kolom:
    """One column: its name, how it is read, and whether it may be empty."""

    naam: str
    soort: Kolomsoort
    mag_leeg: bool = False
    codelijst: str | None = None


@dataclass(frozen=True)
class Bestand:
    """One file of a levering, without extension; sleutel is the unique key (empty: none)."""

    naam: str
    kolommen: tuple[Kolom, ...]
    sleutel: tuple[str, ...] = ()
    verplicht: bool = False
    begin_kolom: str | None = None  # rows where this lies after datastand are left out
    perioden: tuple[tuple[str, str], ...] = ()  # (van, tot): tot before van is a fout

    def kolom(self, naam: str) -> Kolom:
        """The column of that name; KeyError when the contract has none."""
        return next(kolom for kolom in self.kolommen if kolom.naam == naam)


def _kolommen(*specs: str) -> tuple[Kolom, ...]:
    """Columns from 'naam:soort[:codelijst][?]', the trailing ? meaning 'may be empty'."""
    kolommen = []
    for spec in specs:
        mag_leeg = spec.endswith("?")
        naam, soort, *codelijst = spec.rstrip("?").split(":")
        kolommen.append(
            Kolom(naam, Kolomsoort[soort.upper()], mag_leeg, codelijst[0] if codelijst else None)
        )
    return tuple(kolommen)


BESTANDEN: tuple[Bestand, ...] = (
    Bestand(
        "jeugdige",
        _kolommen(
            "jeugdige_id:persoon",
            "geboortedatum:datum",
            "gebied:gebied",
            "van_datum:datum",
            "tot_datum:datum?",
        ),
        sleutel=("jeugdige_id", "van_datum"),
        verplicht=True,
        begin_kolom="van_datum",
        perioden=(("van_datum", "tot_datum"),),
    ),
    Bestand(
        "traject",
        _kolommen(
            "traject_id:sleutel",
            "jeugdige_id:persoon",
            "toewijzing_id:sleutel?",
            "aanbieder_id:sleutel",
            "hulpvorm_code:code:hulpvorm",
            "verwijzer_code:code:verwijzer?",
            "begin_datum:datum",
            "eind_datum:datum?",
            "reden_einde_code:code:reden_einde?",
        ),
        sleutel=("traject_id",),
        verplicht=True,
        begin_kolom="begin_datum",
        perioden=(("begin_datum", "eind_datum"),),
    ),
    Bestand(
        "toewijzing",
        _kolommen(
            "toewijzing_id:sleutel",
            "jeugdige_id:persoon",
            "aanbieder_id:sleutel",
            "productcategorie_code:sleutel?",
            "product_code:sleutel?",
            "segment:code:segment?",
            "toewijzing_datum:datum",
            "ingang_datum:datum",
            "eind_datum:datum?",
            "bedrag_eur:geld?",
        ),
        sleutel=("toewijzing_id",),
        begin_kolom="ingang_datum",
        perioden=(("ingang_datum", "eind_datum"),),
    ),
    Bestand(
        "declaratie",
        _kolommen(
            "declaratie_id:sleutel",
            "toewijzing_id:sleutel?",
            "jeugdige_id:persoon",
            "aanbieder_id:sleutel",
            "van_datum:datum",
            "tot_datum:datum",
            "bedrag_eur:geld",
        ),
        sleutel=("declaratie_id",),
        begin_kolom="van_datum",
        perioden=(("van_datum", "tot_datum"),),
    ),
    Bestand(
        "aanmelding",
        _kolommen(
            "aanmelding_id:sleutel",
            "jeugdige_id:persoon",
            "aanbieder_id:sleutel?",
            "hulpvorm_code:code:hulpvorm?",
            "aanmeld_datum:datum",
            "start_datum:datum?",
            "afmeld_datum:datum?",
            "overbrugging_van_datum:datum?",
            "overbrugging_tot_datum:datum?",
        ),
        sleutel=("aanmelding_id",),
        begin_kolom="aanmeld_datum",
        perioden=(
            ("aanmeld_datum", "afmeld_datum"),
            ("overbrugging_van_datum", "overbrugging_tot_datum"),
        ),
    ),
    Bestand(
        "bevolking",
        _kolommen("jaar:getal", "gebied:gebied", "leeftijd:getal", "aantal:getal"),
        sleutel=("jaar", "gebied", "leeftijd"),
    ),
    Bestand(
        "uitgave",
        _kolommen(
            "boek_datum:datum",
            "post:sleutel",
            "bedrag_eur:geld",
            "soort:code:uitgave_soort",
            "omschrijving:tekst?",
        ),
        begin_kolom="boek_datum",
    ),
    Bestand(
        "ervaring",
        _kolommen(
            "kwartaal:kwartaal",
            "gebied:gebied",
            "groep:code:groep",
            "vraag_code:sleutel",
            "score:score",
            "aantal:getal",
        ),
    ),
    Bestand(
        "uitkomst",
        _kolommen(
            "jeugdige_id:persoon",
            "aanbieder_id:sleutel",
            "hulpvorm_code:code:hulpvorm",
            "eind_datum:datum",
            "nut_score:score?",
            "zonder_hulp_code:code:zonder_hulp?",
        ),
        sleutel=("jeugdige_id", "aanbieder_id", "hulpvorm_code", "eind_datum"),
        begin_kolom="eind_datum",
    ),
    Bestand(
        "voorveld",
        _kolommen(
            "peil_datum:datum",
            "gebied:gebied?",
            "maatstaf_code:sleutel",
            "teller:getal",
            "noemer:getal",
        ),
        begin_kolom="peil_datum",
    ),
    Bestand(
        "casus",
        _kolommen(
            "casus_id:sleutel",
            "gebied:gebied",
            "afgerond_datum:datum",
            "verwachte_inzet_eur:geld",
            "werkelijke_inzet_eur:geld",
            "eigen_inzet_eur:geld",
        ),
        sleutel=("casus_id",),
        begin_kolom="afgerond_datum",
    ),
)

BESTAND: dict[str, Bestand] = {bestand.naam: bestand for bestand in BESTANDEN}
