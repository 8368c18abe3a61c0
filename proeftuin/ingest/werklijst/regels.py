"""What is asked of the back office beside the findings of laad: rows that load, but say too little.

Each rule is a condition on the rows of one table in staging. A row that begins after the datastand
is never asked about, for it is in no figure.
"""

from dataclasses import dataclass

from proeftuin.ingest.checks import MAANDEN_23_JAAR


@dataclass(frozen=True)
class Werkregel:
    """Rows of `bestand` for which `waar` (SQL) holds; waarde (SQL) is what stands in `veld`."""

    bestand: str
    veld: str
    waar: str
    melding: str
    oplossing: str
    waarde: str = ""

    @property
    def toon(self) -> str:
        """The SQL of what stands there."""
        return self.waarde or self.veld


_GEEN_WIJK = "Dit gebied hoort bij geen wijk, dus de rij telt in geen enkele wijk mee."
_VUL_GEBIED = (
    "Verbeter het gebied. Ligt het in uw gemeente, vul dan de configuratie aan (wijk.gebieden). "
    "Woont de jeugdige er echt, laat het dan staan."
)
_GEBOREN = (
    "(select arg_min(geboortedatum, (uit_bericht, van_datum, regel)) from werk.jeugdige as adres"
    " where adres.jeugdige_id = rij.jeugdige_id)"
)
_LAATSTE_DAG = "least(coalesce(eind_datum, {datastand}), {datastand})"
_MAANDEN_OUD = f"date_diff('month', {_GEBOREN}, {_LAATSTE_DAG})"

WERKREGELS: tuple[Werkregel, ...] = (
    *(
        Werkregel(naam, "gebied", "gebied = 'onbekend'", _GEEN_WIJK, _VUL_GEBIED, "gebied_sleutel")
        for naam in ("jeugdige", "bevolking", "ervaring", "voorveld", "casus")
    ),
    Werkregel(
        "traject",
        "verwijzer_code",
        "coalesce(verwijzer_code, '99') = '99'",
        "De verwijzer is niet bekend.",
        "Vul in wie verwees. Dit traject telt nu niet mee bij wie medisch is verwezen.",
    ),
    Werkregel(
        "traject",
        "reden_einde_code",
        "eind_datum <= {datastand} and coalesce(reden_einde_code, '99') = '99'",
        "Het traject is gestopt, maar de reden is niet bekend.",
        "Vul de reden in. Dit traject telt nu niet mee bij volgens plan en bij uitval.",
    ),
    Werkregel(
        "traject",
        "eind_datum",
        "eind_datum is null and coalesce(reden_einde_code, '99') <> '99'",
        "Er is een reden van het einde, maar geen einddatum.",
        "Vul de einddatum in, of haal de reden weg. Nu telt dit traject als hulp die nog loopt.",
    ),
    Werkregel(
        "traject",
        "hulpvorm_code",
        "hulpvorm_code = '99'",
        "De hulpvorm is niet bekend.",
        "Vul de hulpvorm in. Bij verblijf telt dit traject nu als hulp zonder verblijf.",
    ),
    Werkregel(
        "traject",
        "begin_datum",
        f"begin_datum < date_trunc('month', {_GEBOREN})",
        "Het traject begint voor de maand waarin de jeugdige is geboren.",
        "Verbeter de begindatum of de geboortedatum.",
    ),
    Werkregel(
        "traject",
        "eind_datum",
        f"{_MAANDEN_OUD} >= {MAANDEN_23_JAAR}",
        "De jeugdige was ouder dan 22 jaar toen deze hulp liep.",
        "Controleer de geboortedatum, en of het traject echt nog liep.",
    ),
    Werkregel(
        "toewijzing",
        "eind_datum",
        "eind_datum is null",
        "De toewijzing heeft geen einddatum.",
        "Vul de einddatum in. Zonder einde telt zij nooit mee bij verzilvering.",
    ),
    Werkregel(
        "toewijzing",
        "bedrag_eur",
        "bedrag_eur is null",
        "De toewijzing heeft geen bedrag.",
        "Vul het bedrag in. Zonder bedrag telt zij niet mee bij verzilvering.",
    ),
    Werkregel(
        "toewijzing",
        "segment",
        "segment is null and not uit_bericht",  # no message carries it
        "Het segment is niet ingevuld.",
        "Vul licht, midden of hoog in. Nu telt zij niet mee bij het aandeel licht en midden.",
    ),
    Werkregel(
        "declaratie",
        "toewijzing_id",
        "toewijzing_id is null",
        "De declaratie hoort bij geen toewijzing.",
        "Vul het nummer van de toewijzing in. Nu telt het bedrag niet mee bij verzilvering.",
    ),
    Werkregel(
        "aanmelding",
        "hulpvorm_code",
        "coalesce(hulpvorm_code, '99') = '99'",
        "De gevraagde hulpvorm is niet bekend.",
        "Vul de hulpvorm in. Nu valt de aanmelding weg bij de indeling naar hulpvorm.",
    ),
)
