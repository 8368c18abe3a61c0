"""The words of the house, each once: what a figure's state, audience, verdict or window is called.

They stand in editions and exports, so a word that changes here is a change of format.
"""

# The state of a figure, beside its value (docs/definities.md, "Toestand van een cijfer").
OK = "ok"
TE_KLEIN = "te_klein"
VOORLOPIG = "voorlopig"
NOG_NIET_RIJP = "nog_niet_rijp"
NIET_GELEVERD = "niet_geleverd"
AFGESCHERMD = "afgeschermd"

# Beside a state: the population under a figure per 1000 lacks ages, so it is not compared.
ONVOLLEDIG = "onvolledig"

# Forms of jeugdzorg as CBS counts them per wijk: all, jeugdhulp, and that without or with verblijf.
CBS_JEUGDZORG = "jeugdzorg"
CBS_JEUGDHULP = "jeugdhulp"
CBS_ZONDER = "zonder_verblijf"
CBS_MET = "met_verblijf"
CBS_VORMEN: tuple[str, ...] = (CBS_JEUGDZORG, CBS_JEUGDHULP, CBS_ZONDER, CBS_MET)

# For whom an edition is made.
INTERN = "intern"
OPENBAAR = "openbaar"
AUDIENCES = (INTERN, OPENBAAR)

# What a reader may do; each role sees what the one before it sees (access/).
ROL_OPENBAAR = "openbaar"
ROL_PARTNER = "partner"
ROL_INTERN = "intern"
ROL_BEHEERDER = "beheerder"
ROLLEN: tuple[str, ...] = (ROL_OPENBAAR, ROL_PARTNER, ROL_INTERN, ROL_BEHEERDER)

# The verdict on one indicator (docs/definities.md, "Oordelen").
AANTOONBAAR = "aantoonbaar anders dan de andere wijken"
NIET_AANTOONBAAR = "niet aantoonbaar anders"
TE_WEINIG = "te weinig gegevens"
NIET_VERGELIJKBAAR = "niet vergelijkbaar"

# Rows that are no configured wijk.
GEMEENTE = "gemeente"
OVERIGE = "overige"
ONBEKEND = "onbekend"
# The pilot wijken together, beside OVERIGE; TOTAAL: a line that adds lines up.
PILOT = "pilot"
TOTAAL = "totaal"

# What is counted per aanbieder and product, beside indicators by their slug.
JEUGDIGEN, TOEWIJZINGEN, KOSTEN = "jeugdigen", "toewijzingen", "kosten"
# Euros of an aanbieder, and the share of the assigned ones that was declared.
GEDECLAREERD, TOEGEWEZEN, BESTEED = "gedeclareerd", "toegewezen", "besteed"

# What cost per 1000 jeugdigen is taken apart into.
FACTOR_INSTROOM = "instroom"
FACTOR_DUUR = "duur"
FACTOR_TEGELIJK = "tegelijk"
FACTOR_PRIJS = "prijs"

# Windows of time.
KWARTAAL = "kwartaal"
VROEGER = "vroeger"  # a year of a voorpaar; there are several, told apart by their days
JAREN_VOORUIT = (1, 2, 3)  # years of effect that the table ahead looks at
NULMETING = "nulmeting"
EFFECTJAAR = "effectjaar"

# Why the nulmeting in force may never stand beside the figures of now.
VENSTER, GRENZEN, PARAMETERS = "venster", "grenzen", "parameters"
NOOIT_VERGELIJKEN = (VENSTER, GRENZEN, PARAMETERS)

# What became of the rows of a levering.
GELEZEN, GELADEN, SAMENGEVOEGD = "gelezen", "geladen", "samengevoegd"
LEGE_RIJ, NA_DATASTAND, BUITEN_LEEFTIJD = "lege_rij", "na_datastand", "buiten_leeftijd"
REDENEN = {  # why a row of a file was left out
    LEGE_RIJ: "zonder één gevuld veld",
    NA_DATASTAND: "begint na de datastand",
    BUITEN_LEEFTIJD: "leeftijd buiten 0 tot en met 22",
    "totaalregel": "een totaal",
    "voettekst": "een voettekst",
    "kop_herhaald": "een herhaalde kop",
    "koppeling": "valt buiten het filter van de bron",
    "dubbel": "gelijk aan een eerdere rij, volgens de bron",
    "gecorrigeerd": "vervangen door een latere aanlevering van hetzelfde halfjaar",
    "later_halfjaar": "hetzelfde traject staat in een later halfjaar",
    "gelijk": "gelijk aan een eerder record in hetzelfde bestand",
}
