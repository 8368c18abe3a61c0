"""The findings on iJw messages; findings.py adds them to its own.

Same form: code -> ernst, what is wrong, what to do, with {kolom}, {aantal} and {detail}.
"""

from proeftuin.errors import FOUT, WAARSCHUWING

MELDINGEN_BERICHTEN: dict[str, tuple[str, str, str]] = {
    "BERICHT_VERSIE": (
        FOUT,
        "Dit bericht heeft een versie die niet wordt gelezen; dat kan voor iJw 3.0, 3.1 en 3.2.",
        "Lever berichten van iJw 3.0, 3.1 of 3.2, of lever de gegevens als CSV.",
    ),
    "BERICHT_ONBEKEND": (
        WAARSCHUWING,
        "Dit is geen bericht JW301, JW305, JW307, JW315 of JW323 en geen antwoord daarop; "
        "het is niet gelezen en geen cijfer weet ervan.",
        "Laat het bestand weg als het niet bij de levering hoort.",
    ),
    "BERICHT_DUBBEL": (
        WAARSCHUWING,
        "Dit bericht is gelijk aan een ander bericht in de levering en telt één keer.",
        "Laat één van de twee weg.",
    ),
    "BERICHT_BOTST": (
        FOUT,
        "Dit bericht heeft dezelfde Afzender, BerichtCode en Identificatie als {detail}, "
        "maar een andere inhoud.",
        "Lever alleen het bericht dat is verstuurd en aangenomen.",
    ),
    "BERICHT_NIET_GELEZEN": (
        WAARSCHUWING,
        "Berichten van deze soort worden niet gelezen: {aantal}. {detail}.",
        "Dit hoeft geen fout te zijn; laat deze berichten weg als u de melding niet wilt.",
    ),
    "BERICHT_TELLING": (
        WAARSCHUWING,
        "{detail}.",
        "Dit hoeft geen fout te zijn; controleer de aantallen bij een reden die u niet verwacht.",
    ),
    "BERICHT_TELLING_FOUT": (
        FOUT,
        "{detail}.",
        "Meld dit bij de beheerder: het programma raakt rijen kwijt zonder reden.",
    ),
    "RETOUR_ZONDER_BERICHT": (
        WAARSCHUWING,
        "Retourberichten met een afkeur over een bericht dat niet in de levering staat: {aantal}.",
        "Lever het bericht waar het antwoord over gaat mee; nu verandert de afkeur niets.",
    ),
    "RETOUR_ZONDER_RIJ": (
        WAARSCHUWING,
        "Afgekeurde rijen in retourberichten die niet in het bericht zelf staan; "
        "de afkeur verandert niets: {aantal}.",
        "Lever het bericht en het antwoord zoals ze zijn verstuurd.",
    ),
    "STATUS_ONBEKEND": (
        FOUT,
        "StatusAanlevering is geen 1 (eerste aanlevering) of 3 (verwijderen).",
        "Lever het bericht opnieuw, zoals het is verstuurd.",
    ),
    "STATUS_VERVALLEN": (
        WAARSCHUWING,
        "Rijen met StatusAanlevering 2 of 9, die in iJw 3 niet bestaan; gelezen als 1: {aantal}.",
        "Controleer waarmee deze berichten zijn gemaakt.",
    ),
    "BEGIN_NA_DAGTEKENING": (
        FOUT,
        "'{kolom}' ligt na de dag van het bericht; een start of stop wordt pas gemeld als de hulp "
        "er is.",
        "Lever ook het antwoord (JW306 of JW308) of de intrekking, of laat het bericht weg.",
    ),
    "AANLEVERING_DUBBEL": (
        WAARSCHUWING,
        "Starts of stops die nog eens zijn verzonden zonder dat de eerste is ingetrokken of "
        "afgekeurd; zij tellen één keer: {aantal}.",
        "Dit hoeft geen fout te zijn; lever de antwoorden (JW306 en JW308) mee als die er zijn.",
    ),
    "REDEN_BUITEN_GELDIGHEID": (
        WAARSCHUWING,
        "Stops met een reden die er op de dag van het bericht nog niet was; "
        "zij tellen mee met die reden: {aantal}.",
        "Vraag de aanbieder welke reden is bedoeld; vergelijk redenen niet over die dag heen.",
    ),
    "REDEN_BUITEN_VERSIE": (
        WAARSCHUWING,
        "Toewijzingen met een RedenWijziging die er in hun versie van iJw niet is; "
        "zij zijn gelezen zoals de versie die haar wel kent: {aantal}.",
        "Controleer waarmee deze berichten zijn gemaakt.",
    ),
    "TOEGEKEND_VERSCHILT": (
        WAARSCHUWING,
        "Antwoorden JW325 waarin het toegekende bedrag niet de som is van de prestaties die niet "
        "zijn afgekeurd; wat niet is afgekeurd telt mee: {aantal}.",
        "Lever de declaratie en haar laatste antwoord zoals ze zijn verstuurd, en controleer het "
        "bedrag.",
    ),
    "TOEWIJZING_OVERLAPT": (
        WAARSCHUWING,
        "Toewijzingen die overlappen met een andere voor hetzelfde product bij dezelfde aanbieder; "
        "zij tellen allebei als toewijzing, hun hulp telt één keer: {aantal}.",
        "Controleer of een van de twee had moeten eindigen of is ingetrokken.",
    ),
    "BERICHT_ANDERE_GEMEENTE": (
        WAARSCHUWING,
        "Rijen in berichten van of voor een andere gemeente dan die in de configuratie; "
        "zij tellen mee: {aantal}.",
        "Laat berichten van een andere gemeente weg. Is het een oude code van deze gemeente, zet "
        "die dan bij gemeente.eerdere_codes.",
    ),
    "BERICHT_VORM": (
        WAARSCHUWING,
        "Berichten met lege elementen of een BOM aan het begin; zij zijn gewoon gelezen: {aantal}.",
        "Dit hoeft geen fout te zijn: een export schrijft berichten soms anders op.",
    ),
    "BERICHT_ZONDER_RIJ": (
        WAARSCHUWING,
        "In dit bericht staat niets dat wordt gelezen.",
        "Controleer of het bericht heel is, of laat het weg.",
    ),
    "START_UIT_DECLARATIE": (
        WAARSCHUWING,
        "Trajecten zonder start en stop waarop wel is gedeclareerd; begin en einde komen uit de "
        "declaraties en kunnen een maand verschillen: {aantal}.",
        "Lever de start- en stopberichten mee, of de trajecten als bestand.",
    ),
    "AFWIJZING_MET_START": (
        WAARSCHUWING,
        "Afgewezen verzoeken waarop toch is toegewezen of gestart; "
        "de afwijzing verandert niets: {aantal}.",
        "Controleer welk bericht het laatst is verzonden.",
    ),
    "ANTWOORD_ONZEKER": (
        WAARSCHUWING,
        "Antwoorden die niet bij één verzoek horen of geen 1 of 2 zijn; "
        "wie het verzoek deed blijft wachten in de cijfers: {aantal}.",
        "Vraag de aanbieder om per verzoek een eigen ReferentieAanbieder.",
    ),
    "CREDIT_WIJKT_AF": (
        WAARSCHUWING,
        "Crediteringen met een ander bedrag, product of andere periode dan hun declaratie; "
        "beide tellen mee: {aantal}.",
        "Vraag de aanbieder de hele declaratie te crediteren.",
    ),
    "ELEMENT_DUBBEL": (
        FOUT,
        "'{kolom}' staat er twee keer, met een andere inhoud; het mag er één keer staan.",
        "Lever het bericht zoals het is verzonden, of vraag de afzender om een goed bericht.",
    ),
    "BEDRAG_IN_BERICHT": (
        FOUT,
        "'{kolom}' is geen bedrag in hele eurocenten, waar dat hoort met DebetCredit D of C.",
        "In een bericht is 10,50 euro 1050, zonder punt of komma. Lever het bericht zoals het is "
        "verzonden, of vraag de afzender om een goed bericht.",
    ),
    "DECLARATIE_TOTAAL": (
        FOUT,
        "Het totaal van deze declaratie is niet de som van haar prestaties: {detail}.",
        "Lever het bericht zoals het is verzonden, of het antwoord JW325 mee als het is afgekeurd.",
    ),
    "PERIODE_NIET_IN_MAAND": (
        WAARSCHUWING,
        "Prestaties met een periode over meer dan één maand; zij tellen per dag mee: {aantal}.",
        "Vraag de aanbieder om een prestatie per kalendermaand.",
    ),
    "PERIODE_NA_DECLARATIE": (
        WAARSCHUWING,
        "Prestaties over een maand na de maand van de declaratie; zij tellen mee: {aantal}.",
        "Controleer de periode van deze prestaties.",
    ),
    "PERIODE_TE_VROEG": (
        WAARSCHUWING,
        "Prestaties over een tijd waarover met JW323 niet wordt gedeclareerd; "
        "zij tellen mee: {aantal}.",
        "Controleer de periode van deze prestaties.",
    ),
    "PERIODE_BUITEN_TOEWIJZING": (
        WAARSCHUWING,
        "Prestaties die voor het begin of na het einde van hun toewijzing liggen; "
        "zij tellen mee: {aantal}.",
        "Controleer of de nieuwste versie van de toewijzing is geleverd.",
    ),
    "INTREKKING_ZONDER_EERDER": (
        WAARSCHUWING,
        "Rijen met StatusAanlevering 3 zonder eerdere aanlevering; zij veranderen niets: {aantal}.",
        "Lever ook de berichten van voor deze periode.",
    ),
    "INTREKKING_ZELFDE_DAG": (
        WAARSCHUWING,
        "Starts of stops die op één dag in twee berichten zijn aangeleverd en ingetrokken; "
        "de volgorde is niet bekend, wat eerder gold blijft gelden: {aantal}.",
        "Controleer bij de aanbieder wat het laatst is verstuurd.",
    ),
    "INTREKKING_MET_STOP": (
        WAARSCHUWING,
        "Starts die zijn ingetrokken terwijl hun stop is blijven staan; zij tellen niet: {aantal}.",
        "Controleer bij de aanbieder of de hulp er is geweest.",
    ),
    "STOP_STRIJDIG": (
        WAARSCHUWING,
        "Starts met meer dan één definitieve stop; de laatst verstuurde is gebruikt: {aantal}.",
        "Laat de aanbieder de verkeerde stop intrekken.",
    ),
    "STOP_ZONDER_START": (
        WAARSCHUWING,
        "Stops waarvan de start niet in de levering staat; het begin komt uit de stop: {aantal}.",
        "Lever ook de startberichten van voor deze periode.",
    ),
    "STOP_ONTBREEKT": (
        WAARSCHUWING,
        "Starts zonder stop waarvan de toewijzing al is geëindigd; het einde van de toewijzing is "
        "het einde van de hulp: {aantal}.",
        "Vraag de aanbieder om het stopbericht.",
    ),
    "STOP_BIJ_START": (
        WAARSCHUWING,
        "Stops met een ander ToewijzingNummer of een andere begindatum dan hun start; zij horen "
        "bij de enige open start die het kan zijn: {aantal}.",
        "Laat de aanbieder in de stop het nummer en de begindatum van de start zetten.",
    ),
    "TRAJECT_EN_BESTAND": (
        WAARSCHUWING,
        "Trajecten in een bericht en in het bestand; het bestand is gebruikt, en het einde uit het "
        "bericht waar het bestand er geen heeft: {aantal}.",
        "Lever elk traject op één manier.",
    ),
    "DECLARATIE_NAAST_BESTAND": (
        WAARSCHUWING,
        "Declaraties in een bericht over dagen die ook in het bestand zijn gedeclareerd; beide "
        "tellen mee: {aantal}.",
        "Controleer of het dezelfde hulp is, en lever elke declaratie op één manier.",
    ),
    "CREDIT_LOS": (
        WAARSCHUWING,
        "Crediteringen waarvan de declaratie met dat bedrag niet in de levering staat, ook niet in "
        "het bestand; zij tellen mee: {aantal}.",
        "Lever de declaratie mee waar de creditering bij hoort, en controleer het bedrag.",
    ),
    "PRODUCT_VERSCHILT": (
        WAARSCHUWING,
        "Stops met een ander product dan de start onder dezelfde toewijzing en begindatum; "
        "zij horen bij die start: {aantal}.",
        "Laat de aanbieder in start en stop het product van de toewijzing zetten.",
    ),
    "TOEWIJZING_TWEE_PERSONEN": (
        WAARSCHUWING,
        "ToewijzingNummers die bij meer dan één jeugdige, aanbieder of gemeente staan; "
        "de nieuwste versie is gebruikt: {aantal}.",
        "Lever de berichten van één gemeente, en controleer deze nummers.",
    ),
    "VERWIJDERD_MAAR_GEBRUIKT": (
        WAARSCHUWING,
        "Toewijzingen die zijn verwijderd, maar waarop is gestart of gedeclareerd; "
        "zij tellen mee: {aantal}.",
        "Controleer of de toewijzing terecht is verwijderd.",
    ),
    "DECLARATIE_OPNIEUW": (
        WAARSCHUWING,
        "Declaraties die nog eens in de levering staan met dezelfde inhoud; "
        "zij tellen één keer: {aantal}.",
        "Dit hoeft geen fout te zijn: opnieuw ingediend, of in een bericht en in een bestand.",
    ),
    "DECLARATIE_VERSCHILT": (
        FOUT,
        "Deze declaratie staat met hetzelfde nummer en een andere inhoud ook in {detail}.",
        "Houd de declaratie over die is toegekend, of lever het antwoord JW325 mee.",
    ),
    "DECLARATIE_TWEE_KEER": (
        WAARSCHUWING,
        "Declaraties voor een product en periode die al zijn gedeclareerd en niet gecrediteerd; "
        "zij tellen mee: {aantal}.",
        "Controleer of het dezelfde hulp is; lever dan het antwoord JW325 mee.",
    ),
    "REFERENTIE_HERGEBRUIKT": (
        WAARSCHUWING,
        "Declaraties met een ReferentieNummer dat deze aanbieder ook voor iets anders gebruikte; "
        "zij tellen mee: {aantal}.",
        "Vraag de aanbieder om per prestatie een eigen ReferentieNummer.",
    ),
    "CREDIT_TWEE_KEER": (
        WAARSCHUWING,
        "Crediteringen van een declaratie die al is gecrediteerd; zij tellen niet: {aantal}.",
        "Controleer bij de aanbieder welke creditering is toegekend.",
    ),
    "DECLARATIE_ZONDER_START": (
        WAARSCHUWING,
        "Toewijzingen waarop is gedeclareerd zonder start of stop; "
        "deze hulp staat alleen in de kosten: {aantal}.",
        "Lever de startberichten mee, of de trajecten als bestand.",
    ),
    "ADRES_ZONDER_BRP": (
        WAARSCHUWING,
        "Jeugdigen zonder gewoon BRP-adres; de wijk komt uit {detail}: {aantal}.",
        "Lever het bestand jeugdige mee, met het woonadres uit de BRP.",
    ),
}
