"""Places in a text that point to a person without a name: a number of a file, a group so small that
a reader may know who is meant. Part of the check in persoonsgegevens.py.

A date, an amount, a quarter or a count of a group is none of these.
"""

import re
from collections.abc import Iterator
from datetime import date

KLEIN = re.IGNORECASE
Plaats = tuple[int, int]

# --- numbers of a file -----------------------------------------------------------------------

_DOSSIER = (
    "zaak|dossier|cli[eë]nt(?:en)?|casus|klant|beschikkings?|toewijzings?|pati[eë]nt(?:en)?|"
    "registratie|meldings?|aanmeldings?|aanvraag|relatie|leerling|burger|persoons|kind|document|"
    "paspoort|verzekerden|polis|vreemdelingen|v|big|agb|parket|rekest|kamer|pgb|jeugd(?:ige)?|gezins"
)
_SOORT_NUMMER = r"(?:nummer|nrs?\b\.?|no\b\.?|code|kenmerk|id\b)"
_TEKEN = r"(?:[A-Z]{1,3} (?=\d{3}))?(?=[\w./\-]{0,24}\d)[\w][\w./\-]{1,24}"
_GENOEMD = re.compile(
    rf"\b(?:(?:{_DOSSIER})[\s\-]?{_SOORT_NUMMER}|(?:ons|uw|hun)\s+kenmerk|kenmerk|zaakcode)"
    rf"(?:\s+(?:is|was|luidt|van\s+\w+\s+is))?[\s:#=(]{{0,4}}({_TEKEN})",
    KLEIN,
)
_ERACHTER = re.compile(
    r"\b(?:zaak|dossier|cli[eë]nt|casus|beschikking|toewijzing|melding)\s?(?:nr\.?|no\.?|#)?\s?#?"
    r"((?:[A-Z]{1,4}[.\-/]?)?\d[\d./\-]{2,20}(?<=\d))(?![\w%]|\s?(?:euro|jeugdigen|keer))",
    KLEIN,
)
_JEUGDIGE = re.compile(
    r"(?<!per )(?<!elke )\b(?:jeugdige|kind|leerling|gezin|cli[eë]nten)\s(?:nr\.?\s?|#)?(\d{4,12})"
    r"(?![\w%]|[.,]\d|\s?(?:euro|keer))|\bnummer\s(?:is\s)?(\d{4,12})(?![\w%]|[.,]\d)",
    KLEIN,
)
_CODE = re.compile(
    r"(?<![\w./-])(?!(?:WK|BU|GM|ISO|NEN|EN|AVG|BWB)[\s-]?\d)"
    r"(?:[A-Z]{1,4}[-/.]?\d{2,4}[-/.]\d{3,7}|[A-Z]{1,3}-?\d{5,10})(?![\w/-])"
)
_JAREN = re.compile(r"\D*(?:19|20)\d\d(?:[./\-](?:19|20)?\d\d)?")
_KWARTAAL = re.compile(r"\d{4}-?[QK][1-4]", KLEIN)
# Nine digits and the like: no figure is written so, and a number of a person may be.
_CIJFERS = re.compile(
    r"(?<![\w.,\-/])(?:\d{8,12}|"
    r"(?!(?:19|20)\d\d[ \-])(?=(?:\d[ \-]?){9}(?!\d))\d{2,4}(?:[ \-]\d{2,5}){1,3})"
    r"(?![\w]|[.,/ \-]\d)"
)
_GELD_VOOR = re.compile(r"(?:€|\beuro|\bEUR)\s?$", KLEIN)
_GELD_NA = re.compile(r"\s?(?:€|euro\b|EUR\b|miljoen|mln|procent|%|inwoners|jeugdigen)", KLEIN)


def find_nummers(text: str) -> Iterator[Plaats]:
    """(begin, einde) of what may be the number of a case, a client, a file or a person."""
    for pattern in (_GENOEMD, _ERACHTER):
        for match in pattern.finditer(text):
            if not _JAREN.fullmatch(match[1]) and not _KWARTAAL.fullmatch(match[1]):
                yield match.span(1)
    for match in _JEUGDIGE.finditer(text):
        group = match.lastindex or 0
        if not _JAREN.fullmatch(match[group]):
            yield match.span(group)
    for match in _CODE.finditer(text):
        if not _JAREN.fullmatch(match[0]):
            yield match.span()
    for match in _CIJFERS.finditer(text):
        is_money = _GELD_VOOR.search(text[: match.start()][-8:]) or _GELD_NA.match(
            text, match.end()
        )
        if not is_money and not _is_day(match[0]):
            yield match.span()


def _is_day(digits: str) -> bool:
    """Whether eight digits are a day, as 20231231."""
    try:
        return len(digits) == 8 and 1900 <= date.fromisoformat(digits).year <= 2100
    except ValueError:
        return False


# --- groups of so few that one may know who is meant ---------------------------------------------

_MENS = (
    "(?i:jongen|jongetje|meisje|meid|zoon|zoontje|dochter|dochtertje|kleinzoon|kleindochter|broer|"
    "broertje|zus|zusje|neefje|nichtje|baby|peuter|kleuter|tweeling|drieling|puber|tiener|leerling|"
    "jongere|jeugdige|kind|pleegkind|pleegzoon|pleegdochter|stiefzoon|stiefdochter|cli[eë]nte?|"
    "gezin|moeder|vader|weduwe|weduwnaar|echtpaar|familie|tienermoeder|tienervader|vluchteling|"
    "statushouder|broers|broertjes|zussen|zusjes|zoons|zonen|dochters)"
)
_AANTAL = (
    "(?i:twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|"
    "zestien|zeventien)"
)
_LEEFTIJD = (
    rf"(?:\b(?:\d{{1,2}}|{_AANTAL})[\s\-]?jarige?\b|\b\d{{1,2}}\s?(?:jaar|jr)\b|"
    rf"\b{_MENS}\s\(\d{{1,2}}\)|"
    rf"\b(?:{_MENS})\s+van\s+(?:\d{{1,2}}|{_AANTAL})\b(?!\s*(?:tot|t/m|maand|week|weken)))"
)
_HERKOMST = (
    r"\b(?:[Aa]fghaan|Afghani|Algerij|Albanes|Amerikaan|[Aa]ntilliaan|Antillen|Arabi|Armeen|Armeni|"
    r"Arub|Azerbei|Bosni|Brazili|Bulgaar|Burundi|Chileen|Chinees|Chinese|China|Colombia|Congo|"
    r"Cura[cç]ao|Deens|Duits|Egypt|[Ee]ritre|Ethiopi|Filipij|Filipp|Fins|Franse?\b(?!e)|Gambia|Georgi|"
    r"Ghan|Griek|Guine|Hindoest|Hongaar|Indiase|India\b|Indische|Indones|[Ii]raaks|[Ii]raans|Irakees|"
    r"Irakese|Irak\b|Iran\b|Isra[eë]l|Itali|Ivoriaan|Jamaica|Japan|Jemen|Joods|Jordaans|Kameroen|"
    r"Kaapverd|Kazach|Keni|Koerd|Kosov|Kroati|Let(?:se?|land)\b|Libanes|Libanon|Liberi|Libi|Litouw|"
    r"Macedoni|[Mm]arok|Mexica|Moluk|Mongool|Mongools|Nepal|Nigeri|Noors|Oeigoer|[Oo]ekra|Oezbe|"
    r"Oostenrijk|Pakista|Palestij|Peruaan|[Pp]oolse?\b|Polen\b|Portug|Roemeen|Roemeni|Roma\b|Russ|"
    r"Rwanda|Senegal|Servi|Sinti\b|Slowa|Sloveen|Soedan|[Ss]omali|Spaanse?\b|Sri\sLanka|[Ss]urina|"
    r"[Ss]yri|Tamil|Thais|Tibet|Tsjech|Tsjetsj|Tunesi|[Tt]urkse?\b|Turkije|Ugand|Oegand|Vietnam|"
    r"Venezol|Wit-Rus|Zambi|Zimbabw|Zuid-Afrika|Zweed|Zwits)[\w\-ëïé]{0,14}"
)
_BEROEP = (
    "bakker|slager|kapper|groenteboer|dominee|pastoor|imam|huisarts|tandarts|dierenarts|apotheker|"
    "burgemeester|wethouder|raadslid|juf|meester|schooldirecteur|directeur|trainer|wijkagent|agent|"
    "brandweerman|boer|kroegbaas|garagehouder|fietsenmaker|notaris|advocaat|buren|buurman|buurvrouw|"
    "cafébaas|supermarktbaas|koster|conci[eë]rge|postbode|snackbar|bloemist|voorzitter|penningmeester"
)
_VERWANT = (
    "(?i:zoon|zoontje|dochter|dochtertje|kleinzoon|kleinzoontje|kleindochter|kleindochtertje|broertje|"
    "zusje|neefje|nichtje|tweeling|drieling|pleegzoon|pleegdochter|pleegkind|stiefzoon|stiefdochter|"
    "stiefkind|kleinkind)"
)
_ZIN = r"[^.!?\n]"
_ZELDZAAM = (
    r"syndroom|spierziekte|taaislijm|leukemie|kanker|\bdove?\b|\bblinde?\b|rolstoel|transgender|"
    r"non-binair|\bhiv\b|albin|\bzwanger|dwerggroei|stofwisselingsziekte"
)
_NIEUWS = (
    r"omkwam|omgekomen|verongelukt|overleed|overleden|vermoord|verdronken|zelfdoding|zelfmoord|"
    r"su[iï]cide|gedetineerd|in de gevangenis|opgepakt|in het nieuws|in de krant|op televisie|"
    r"vastzit|vast zit|in brand|brandstichting|steekpartij|schietpartij|verkeersongeluk|overval"
)
_GROEPEN = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_HERKOMST}\W{{1,3}}(?:[\w\-]{{1,30}}\W{{1,3}})?(?:{_MENS})\b",
        rf"\b(?:{_MENS})\b{_ZIN}{{0,40}}?\buit\s+(?:het\s|de\s)?{_HERKOMST}",
        rf"{_LEEFTIJD}{_ZIN}{{0,50}}?{_HERKOMST}",
        rf"{_HERKOMST}{_ZIN}{{0,50}}?{_LEEFTIJD}",
        rf"\b(?:{_VERWANT})\s+van\s+(?:de|het|onze|mijn|die|deze|dat|[A-Z])\b\W?\w*",
        rf"\b(?:{_VERWANT})\s+van\s+een\s+(?:bekende|beroemde|plaatselijke)\s+\w+",
        rf"\b(?:{_VERWANT}|{_MENS}|kinderen|ouders|vrouw|man)\s+van\s+(?:de|onze|een|die)\s+"
        rf"(?:\w{{1,20}}\s)?(?:{_BEROEP})\b",
        rf"\b(?:de|het|[Dd]e|[Hh]et)\s+enige\s+(?:\w{{1,20}}\s)?(?:{_MENS})\b",
        rf"\bals\s+enige\s+(?:(?:{_MENS})\s)?(?:op|in|van)\s+(?:de|het|haar|zijn)\s+"
        r"(?:school|klas|straat|wijk|dorp|buurt|flat|club|team|groep)\b",
        r"\bgezin\s+met\s+(?:[6-9]|1\d|zes|zeven|acht|negen|tien|elf|twaalf)\s+kinderen\b",
        rf"\b(?:tweeling|drieling|vierling)\s+van\s+(?:\d{{1,2}}|{_AANTAL})\b",
        rf"\b(?:{_MENS})\b{_ZIN}{{0,60}}?(?:{_NIEUWS})",
        rf"\b(?i:de|het|die|dat|deze)\s+{_MENS}\b{_ZIN}{{0,40}}?(?:{_ZELDZAAM})\w*",
        rf"{_LEEFTIJD}{_ZIN}{{0,60}}?(?:{_ZELDZAAM})\w*",
        rf"(?:{_ZELDZAAM})\w*{_ZIN}{{0,60}}?{_LEEFTIJD}",
        rf"{_LEEFTIJD}{_ZIN}{{0,60}}?\b(?:school|basisschool|club|voetbalclub|kerk|moskee|flat|azc|"
        r"camping|manege)\s+(?:De |Het )?[A-Z]\w+",
        rf"\b(?:{_MENS})\b{_ZIN}{{0,30}}?\b(?:uit|in|aan|op)\s+(?:de|het)\s+[A-Z]\w{{1,30}}"
        r"(?:straat|laan|weg|plein|hof|dreef|kade|gracht|singel|dijk|flat)\b",
    )
)


def find_kleine_groepen(text: str) -> Iterator[Plaats]:
    """(begin, einde) of every place that may describe so few people that one is recognised."""
    for pattern in _GROEPEN:
        for match in pattern.finditer(text):
            yield match.span()


# --- dates that belong to one person -------------------------------------------------------------

_VAN_EEN = re.compile(
    r"\b(?:geb(?:oren)?\b|geboorte\w*|verjaardag|jarig|bouwjaar|"
    r"(?:de|het|deze|dit|dat|die|een|haar|zijn|hun)\s+(?:\w{1,20}\s)?(?:jongen|jongetje|meisje|"
    r"zoon|zoontje|dochter|dochtertje|broertje|zusje|baby|peuter|kleuter|tweeling|pleegkind|"
    r"neefje|nichtje)\b|(?:deze|dit|dat|die)\s+(?:kind|jeugdige|jongere|cli[eë]nt)\b|"
    r"(?:hij|zij|ze)\s+is\s+van\b)|(?:\b[A-Z]\.){1,4}[,\s(]{0,3}$",
    KLEIN,
)
_VEEL = re.compile(
    r"\b(?:jeugdigen|kinderen|jongeren|personen|inwoners|meisjes|jongens|leerlingen|geborenen|"
    r"ouders|gezinnen|cli[eë]nten|peildatum|telt|tellen|telling|leeftijdsgroep|wie)\b",
    KLEIN,
)
_EINDE = re.compile(r"[!?;\n]|(?<=[^\W\d]{3})\.\s")


def is_of_one(text: str, begin: int, einde: int) -> bool:
    """Whether the sentence around a date speaks of one person; a date by itself does not."""
    sentence = _sentence(text, begin, einde)
    return bool(_VAN_EEN.search(sentence)) and not (
        _VEEL.search(sentence) and not re.search(r"\bgeboren op\b|geboortedatum", sentence, KLEIN)
    )


def is_of_many(text: str, begin: int, einde: int) -> bool:
    """Whether the sentence around an age or a birth speaks of a group."""
    return bool(_VEEL.search(_sentence(text, begin, einde)))


def _sentence(text: str, begin: int, einde: int) -> str:
    """At most 80 signs on both sides, to the end of the sentence; a date stands as «»."""
    before = _EINDE.split(text[max(0, begin - 80) : begin])[-1]
    after = _EINDE.split(text[einde : einde + 80])[0]
    if re.search(r"(?:\b[A-Z]\.){1,4}[,\s(]{0,3}$", before):
        return before
    return f"{before}«»{after}"
