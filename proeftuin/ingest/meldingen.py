"""Texts of findings on what came in: files, quotes, values with two meanings, one source per key.

As MELDINGEN in findings.py, which holds the others: ernst, what is wrong, what to do.
"""

from proeftuin.errors import FOUT, WAARSCHUWING

TOML_RAAD = """Schrijf in levering.toml deze drie regels, met uw eigen gegevens:
        datastand = 2023-12-31
        bron = "naam van het register"
        opmerking = ""
    De datastand is de laatste dag waarop de gegevens volledig zijn. In een werkmap kan het op een
    blad 'levering': de namen in kolom A, de waarden in kolom B."""
MELDINGEN_AAN_DE_DEUR: dict[str, tuple[str, str, str]] = {
    "BESTAND_REKENBLAD": (
        WAARSCHUWING,
        "Dit is een rekenblad dat wij niet kunnen lezen; het is overgeslagen.",
        "Sla het op als Excel-werkmap (.xlsx; in LibreOffice: Bestand > Opslaan als), of elk blad "
        "als 'CSV UTF-8' met de naam uit het gegevenscontract.",
    ),
    "BESTAND_EXTENSIE": (
        WAARSCHUWING,
        "Dit bestand is niet gelezen: er staat iets achter de naam die het hoort te hebben.",
        "Haal dat weg, zodat de naam eindigt op .csv, .parquet of .toml (Windows verbergt .txt).",
    ),
    "BESTAND_INGEPAKT": (
        WAARSCHUWING,
        "Dit is een ingepakt bestand en is niet gelezen.",
        "Pak het uit en zet de bestanden zelf in de levering.",
    ),
    "TOML_SLEUTEL": (
        WAARSCHUWING,
        "De naam voor het is-teken is geen naam die wij lezen{detail}.",
        "Gebruik datastand, bron, opmerking en, bij verzonnen gegevens, synthetisch; zonder kop "
        "tussen haken erboven.",
    ),
    "DATASTAND_VROEG": (
        FOUT,
        "Alle rijen beginnen na de datastand; er blijft niets over: {aantal}.",
        "Schrijf als datastand de laatste dag waarop de gegevens volledig zijn.",
    ),
    "DATASTAND_VER": (
        FOUT,
        "De datastand ligt meer dan {detail} dagen in de toekomst; zo ver kunnen de gegevens niet "
        "volledig zijn.",
        "Schrijf als datastand de laatste dag waarop de gegevens volledig zijn.",
    ),
    "DATASTAND_LAAT": (
        WAARSCHUWING,
        "In de laatste {detail} dagen voor de datastand begint geen enkele rij.",
        "Controleer of de gegevens echt volledig zijn tot en met de datastand; anders lijken de "
        "laatste kwartalen leeg.",
    ),
    "RIJ_GELIJK": (
        WAARSCHUWING,
        "Rijen die (op de sleutel na) gelijk zijn aan een eerdere rij; zij tellen mee: {aantal}.",
        "Controleer of deze rijen niet dubbel zijn geleverd.",
    ),
    "REDEN_ZONDER_EINDE": (
        WAARSCHUWING,
        "Trajecten met een reden van einde, maar zonder einde; zij tellen als lopend: {aantal}.",
        "Vul de einddatum in, of haal de reden weg.",
    ),
    "UITKOMST_ZONDER_TRAJECT": (
        WAARSCHUWING,
        "Uitkomsten zonder traject van die jeugdige, aanbieder en hulpvorm dat op die dag stopte; "
        "zij tellen niet mee: {aantal}.",
        "Controleer of aanbieder, hulpvorm en einddatum gelijk zijn aan die van het traject.",
    ),
    "DECLARATIE_LOOPT_DOOR": (
        WAARSCHUWING,
        "Declaraties met een periode die na de datastand eindigt; het deel erna telt nog niet mee: "
        "{aantal}.",
        "Controleer het einde van deze perioden.",
    ),
    "BESTAND_SUBMAP": (
        WAARSCHUWING,
        "Dit bestand staat in een submap en is niet gelezen.",
        "Zet het in de map waar levering.toml staat.",
    ),
    "AANHALING_LOS": (
        FOUT,
        'Er staat een los aanhalingsteken ("): alles wat erop volgt hoort dan bij één veld.',
        "Haal het teken weg, of zet het veld tussen aanhalingstekens en schrijf het teken erin "
        "dubbel.",
    ),
    "AANHALING_REGELEINDE": (
        FOUT,
        "Een veld tussen aanhalingstekens loopt door op een volgende regel, waar dat niet kan of "
        "waar een hele rij in staat.",
        "Haal het aanhalingsteken of het regeleinde weg. Alleen vrije tekst mag doorlopen.",
    ),
    "TEKST_LOOPT_DOOR": (
        WAARSCHUWING,
        "Regels die bij de vrije tekst van de regel erboven horen en dus geen eigen rij zijn: "
        "{aantal}.",
        "Controleer of er geen rij tussen staat; dan staat er een aanhalingsteken te veel.",
    ),
    "AANSLUITING": (
        FOUT,
        "Het aantal rijen sluit niet aan: {detail}.",
        "Maak het bestand opnieuw. Blijft dit zo, meld het dan bij wie dit product beheert.",
    ),
    "TIJD_ONZEKER": (
        FOUT,
        "'{kolom}' is een tijdstip om 22 of 23 uur zonder tijdzone: dat kan een dag later bedoeld "
        "zijn.",
        "Lever de dag zonder tijd, of het tijdstip met de tijdzone.",
    ),
    "PERIODE_LANG": (
        FOUT,
        "De periode die eindigt met '{kolom}' duurt langer dan {detail} dagen.",
        "Verbeter de datum, of splits de declaratie in een regel per maand of jaar.",
    ),
    "BEDRAG_DUBBELZINNIG": (
        FOUT,
        "'{kolom}' kan twee bedragen zijn: met duizendtallen of met drie cijfers achter de komma.",
        "Schrijf 1.234 euro als 1234,00 (in een bestand met komma's: 1234.00).",
    ),
    "GETAL_DUBBELZINNIG": (
        FOUT,
        "'{kolom}' kan twee getallen zijn: met duizendtallen of met drie cijfers achter de komma.",
        "Schrijf een heel getal zonder punt of komma: 1234.",
    ),
    "KOP_ONTBREEKT": (
        FOUT,
        "Op de eerste regel staat geen enkele kolomnaam uit het gegevenscontract.",
        "Begin het bestand met de kolomnamen, met een puntkomma, komma of tab ertussen en zonder "
        "titel of lege regel erboven.",
    ),
    "SLEUTEL_VERMINKT": (
        FOUT,
        "'{kolom}' is door een rekenblad afgerond (zoals 1,23457E+08): de laatste cijfers "
        "ontbreken.",
        "Maak het bestand opnieuw uit het register, met deze kolom als tekst.",
    ),
    "TIJDZONE": (
        WAARSCHUWING,
        "Tijdstippen met een tijdzone, gelezen als de Nederlandse dag: {aantal}.",
        "Lever een dag zonder tijd, dan is geen omrekening nodig.",
    ),
    "TIJD_BIJ_DATUM": (
        WAARSCHUWING,
        "Dagen met een tijd erbij, zonder tijdzone; de tijd is weggelaten: {aantal}.",
        "Lever een dag zonder tijd.",
    ),
    "EINDE_OPEN": (
        WAARSCHUWING,
        "Een einde in 2099 of later, gelezen als nog geen einde: {aantal}.",
        "Laat het einde leeg als er nog geen einde is.",
    ),
    "GEBOORTE_DEELS": (
        WAARSCHUWING,
        "Geboortedatums waarvan alleen het jaar bekend is, gelezen als januari: {aantal}.",
        "Vul de geboortemaand aan als die bekend is; een groep kan een jaar verschillen.",
    ),
    "CONCORDANTIE_DUBBEL": (
        FOUT,
        "Een postcode staat in de concordantie bij twee wijken.",
        "Kies één wijk per postcode, bijvoorbeeld die met de meeste adressen.",
    ),
    "CONCORDANTIE_WIJK": (
        FOUT,
        "De concordantie noemt een wijk of gebied dat niet in de configuratie staat.",
        "Schrijf het id of de naam van een wijk, of een code uit 'wijk.gebieden'.",
    ),
    "BEVOLKING_DUBBEL": (
        FOUT,
        "Dezelfde inwoners staan twee keer in het bestand, in een gebied en in een deel ervan.",
        "Lever per jaar één indeling: wijken of buurten of postcodes, en geen totaal ernaast.",
    ),
    "ONBEKEND_TE_VEEL": (
        FOUT,
        "Te veel zonder wijk: {detail}. Dat mag hoogstens 5% zijn.",
        "Vul de gebieden aan in de configuratie, of haal voor postcodes de concordantie op (haal "
        'postcodes). Klopt het zo, laad dan met --toch "reden".',
    ),
    "TOCH_GELADEN": (
        WAARSCHUWING,
        "Toch geladen, zonder wijk: {detail}",
        "Alle cijfers per wijk missen deze rijen.",
    ),
    "BEVOLKING_ONVOLLEDIG": (
        WAARSCHUWING,
        "In een jaar ontbreekt een wijk of een leeftijd van 0 tot en met 22; cijfers per 1000 "
        "komen dan te hoog uit. Aantal jaren: {aantal}.",
        "Vul het bestand aan.",
    ),
    "TOEWIJZING_VAN_ANDER": (
        WAARSCHUWING,
        "Rijen met een toewijzing van een andere jeugdige; zij tellen bij de jeugdige van de rij: "
        "{aantal}.",
        "Controleer of de kolommen niet zijn verschoven, en verbeter 'toewijzing_id'.",
    ),
    "START_LANG_VOOR": (
        WAARSCHUWING,
        "Starts meer dan een jaar voor de aanmelding; de wachttijd telt als 0 dagen: {aantal}.",
        "Controleer 'start_datum' en 'aanmeld_datum'.",
    ),
    "OVERBRUGGING_BUITEN": (
        WAARSCHUWING,
        "Overbrugging die voor de aanmelding of na de start begint, of waarvan alleen het einde "
        "bekend is: {aantal}.",
        "Controleer de datums: overbrugging is hulp in de tijd dat iemand wacht.",
    ),
    "POST_ONBEKEND": (
        WAARSCHUWING,
        "Uitgaven op een post die niet in de begroting staat; zij komen op een eigen regel, zonder "
        "begroot bedrag: {aantal}.",
        "Schrijf de post precies zoals in de configuratie (budget.post), of voeg hem daar toe.",
    ),
    "RIJ_VROEG": (
        WAARSCHUWING,
        "Rijen met '{kolom}' van voor het eerste kwartaal waarover cijfers gaan; zij staan in geen "
        "cijfer per kwartaal: {aantal}.",
        "Controleer het jaar. Klopt het, dan hoeft u niets te doen.",
    ),
    "BEVOLKING_SPRONG": (
        WAARSCHUWING,
        "Een wijk heeft meer dan 30% meer of minder inwoners van 0 tot en met 22 jaar dan in het "
        "jaar ervoor; cijfers per 1000 springen dan mee: {aantal}.",
        "Controleer de aantallen van dat jaar.",
    ),
    "BEVOLKING_DEEL": (
        WAARSCHUWING,
        "In een jaar ontbreekt een deel van een wijk dat in een ander jaar wel is geleverd; "
        "cijfers per 1000 komen dan te hoog uit en worden niet vergeleken. Aantal delen: {aantal}.",
        "Vul het bestand aan. Woonde er niemand, lever het deel dan met aantal 0.",
    ),
    "RIJEN_MEER": (
        WAARSCHUWING,
        "Kwartalen met meer dan {detail} rijen erbij sinds de vorige levering: {aantal}.",
        "Controleer of er geen rijen dubbel zijn geleverd.",
    ),
    "BESTAND_WEG": (
        WAARSCHUWING,
        "Dit bestand is niet geleverd; in de vorige levering stond het wel.",
        "Lever het bestand mee; zonder dit bestand heten zijn cijfers 'niet geleverd'.",
    ),
    "BEDRAG_GROEI": (
        WAARSCHUWING,
        "Het gemiddelde bedrag per rij is meer dan {detail} anders dan in de vorige levering.",
        "Controleer of de bedragen in euro's zijn geleverd, niet in centen.",
    ),
    "BESTAND_GROEI": (
        WAARSCHUWING,
        "Dit bestand heeft meer dan {detail} rijen meer of minder dan in de vorige levering.",
        "Controleer of het bestand volledig is en geen rijen dubbel heeft.",
    ),
    "AANBIEDER_GROEI": (
        WAARSCHUWING,
        "Aanbieders met meer dan {detail} rijen meer of minder dan eerst: {aantal}.",
        "Vraag bij deze aanbieders na of alles is geleverd, en niets dubbel.",
    ),
}
