"""Texts of findings on records of Beleidsinformatie Jeugd: ernst, what is wrong, what to do."""

from proeftuin.errors import FOUT, WAARSCHUWING

MELDINGEN_BELEIDSINFORMATIE: dict[str, tuple[str, str, str]] = {
    "BIJ_OPGAVE": (
        FOUT,
        "Een blok [[beleidsinformatie]] klopt niet: {detail}.",
        'Schrijf per bestand: bestand = "a.csv", aanbieder = "A1", halfjaar = "2023-1" en '
        "aangeleverd = 2023-07-14 (de dag van aanleveren).",
    ),
    "BIJ_CODE": (
        FOUT,
        "'{kolom}' heeft een code die CBS Beleidsinformatie Jeugd niet kent.",
        "Kies uit: {detail}. Is het niet bekend, laat het veld dan leeg. Dit zijn codes van het "
        "CBS, niet die van iJw.",
    ),
    "BIJ_DUBBEL": (
        FOUT,
        "Hetzelfde traject (BSN, hulpvorm en datum aanvang) staat in dit bestand twee keer, met "
        "andere gegevens.",
        "Houd de rij over die klopt.",
    ),
    "BIJ_LEEG": (
        FOUT,
        "In dit bestand staat geen enkel record.",
        "Lever het bestand met records, of haal zijn blok uit levering.toml.",
    ),
    "BIJ_GESTOPT": (
        WAARSCHUWING,
        "Trajecten die liepen en in een later halfjaar niet meer staan; zij stoppen op de laatste "
        "dag van het halfjaar waarin ze nog stonden, reden onbekend: {aantal}.",
        "Vraag de aanbieder om een correctie met het echte einde.",
    ),
    "BIJ_HALFJAAR": (
        WAARSCHUWING,
        "Van deze aanbieder ontbreekt een halfjaar: {detail}. Wat alleen daarin begon en stopte, "
        "telt niet mee.",
        "Vraag de aanbieder om dat halfjaar.",
    ),
    "BIJ_ACHTER": (
        WAARSCHUWING,
        "Van deze aanbieder is na {detail} niets geleverd; wat toen liep, telt als lopend.",
        "Lever het laatste halfjaar mee, of kies een eerdere datastand.",
    ),
    "BIJ_POSTCODE": (
        WAARSCHUWING,
        "Jeugdigen met twee postcodes in één halfjaar; die van het traject dat het laatst begon "
        "telt: {aantal}.",
        "Controleer de postcodes.",
    ),
    "BIJ_ANTWOORD": (
        WAARSCHUWING,
        "Uitkomsten die niet meetellen, omdat het traject nog loopt of omdat van een ander traject "
        "met hetzelfde einde al een antwoord telt: {aantal}.",
        "Dit hoeft geen fout te zijn.",
    ),
    "BIJ_ALLEEN_UITKOMST": (
        WAARSCHUWING,
        "Uit deze records komen alleen uitkomsten: trajecten en jeugdigen komen al uit {detail}.",
        "Dit hoeft geen fout te zijn; aanbieder, hulpvorm en einde moeten dan wel gelijk zijn.",
    ),
}
