"""Warns about places in a text that may point to a person. It warns; it stores nothing.

Made to find too much rather than too little: the writer decides. Finding nothing is no proof that
nobody can be recognised, for that depends on what the reader knows.

Finds what may be the name of a person: after a form of address or a role, from lists, by its shape.
A date counts only where the sentence speaks of one person: talks are full of other dates.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from proeftuin.journal.groepen import (
    find_kleine_groepen,
    find_nummers,
    is_of_many,
    is_of_one,
)
from proeftuin.journal.namen import (
    AANSPREEK,
    ACHTER_ROL,
    ACHTERNAMEN,
    ALLEEN_HOOFDLETTER,
    ALLEEN_MIDDEN,
    BEROEPSNAMEN,
    GEEN_NAAM,
    ROLLEN_MENSEN,
    TUSSENVOEGSELS,
    VOORNAMEN,
)
from proeftuin.journal.types import Waarschuwing

WOORD = re.compile(r"['’]?[^\W\d_]+(?:['’\-][^\W\d_]+)*\.?(?:[^\W\d_]\.)*['’]?")
VERBINDING = re.compile(r"[ \t\u00a0]+|-")
KOPPEL = ("is", "was", "luidt")
NAAMWOORD = ("naam", "voornaam", "achternaam", "roepnaam")
MET_ROL = re.compile(
    rf"\b(?i:{'|'.join(sorted(ROLLEN_MENSEN))}), ?((?:Van|De|Den|Ter|Ten|Te|El|Al|Ben)"
    r"(?: (?:de|den|der|het|'t))? [A-Z][\w’'-]+)"
)
MET_LEEFTIJD = re.compile(r"\b([^\W\d_]{2,30}),? \(?\d{1,2} ?(?:jaar|jr|jarige?)\b")


@dataclass(frozen=True)
class Woord:
    """A word of the text: kaal is in lower case, without accents, dots and genitive s."""

    kaal: str
    begin: int
    einde: int
    hoofdletter: bool
    voorletters: bool
    midden: bool
    los: bool
    afkorting: bool


def find_namen(text: str) -> Iterator[tuple[int, int]]:
    """(begin, einde) of every place that may be a name; a place may come twice."""
    words = list(_words(text))
    at = 0
    while at < len(words):
        last = _name_from(words, at)
        if last is None:
            at += 1
            continue
        yield words[at].begin, words[last].einde
        at = last + 1
    for match in MET_ROL.finditer(text):
        yield match.span(1)
    for match in MET_LEEFTIJD.finditer(text):
        if match[1][0].isupper() and _bare(match[1]) not in GEEN_NAAM:
            yield match.span(1)


def _words(text: str) -> Iterator[Woord]:
    """The words; midden: not the first of a sentence; los: not tied to the word before."""
    before = ""
    previous: int | None = None
    for match in WOORD.finditer(text):
        gap = text[previous : match.start()] if previous is not None else "\n"
        first = "\n" in gap or (previous is not None and before and before in ".!?:;•")
        signs = match[0].strip("'’")
        initials = bool(re.fullmatch(r"(?:[^\W\d_]\.){1,5}", signs)) and signs[0].isupper()
        yield Woord(
            kaal=_bare(signs),
            begin=match.start(),
            einde=match.start() + len(match[0].rstrip(".")) if not initials else match.end(),
            hoofdletter=signs[:1].isupper(),
            voorletters=initials,
            midden=not first and previous is not None,
            los=VERBINDING.fullmatch(gap) is None,
            afkorting=len(signs) > 1 and signs.isupper(),
        )
        previous = match.end()
        before = "" if _bare(signs) in AANSPREEK or initials else match[0][-1]
        if not match[0].endswith(".") or before == "":
            following = text[match.end() : match.end() + 1]
            before = following if following in ".!?:;" and following else before


def _bare(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.sub(r"['’]s$", "", plain).strip(".'’")


def _name_from(words: Sequence[Woord], at: int) -> int | None:
    """Index of the last word of the name that begins at this word; None when none begins."""
    word = words[at]
    if _is_announced(words, at):
        return _after_address(words, at)
    if at and not word.los and words[at - 1].kaal in ROLLEN_MENSEN:
        last = _after_role(words, at)
        if last is not None:
            return last
    if word.voorletters:
        last = _surname_end(words, at + 1)
        return last if last is not None and (_real(words[last]) or last > at + 1) else None
    if _is_first_name(word):
        last = _surname_end(words, at + 1)
        return at if last is None else last
    if word.hoofdletter and word.kaal not in GEEN_NAAM and word.kaal not in AANSPREEK:
        last = _surname_end(words, at + 1)
        joined = last is not None and (last > at + 1 or words[last].kaal in ACHTERNAMEN)
        if joined and (word.midden or words[last or at].kaal in ACHTERNAMEN | BEROEPSNAMEN):
            return last
    return _surname(words, at)


def _is_announced(words: Sequence[Woord], at: int) -> bool:
    """Whether the words before say that a name follows: mevrouw, heet, haar naam is."""
    if not at or words[at].los:
        return False
    before = words[at - 1].kaal
    if before in KOPPEL and at > 1 and not words[at - 1].los:
        before = words[at - 2].kaal
        return before in NAAMWOORD
    return before in AANSPREEK


def _after_address(words: Sequence[Woord], at: int) -> int | None:
    """As _name_from, behind mevrouw, familie, heet and the like."""
    word = words[at]
    if word.voorletters or (word.hoofdletter and _real(word)):
        last = _surname_end(words, at + 1)
        return at if last is None else last
    if word.kaal in (VOORNAMEN | ACHTERNAMEN) - ALLEEN_HOOFDLETTER - ALLEEN_MIDDEN:
        return at
    last = _surname_end(words, at)
    if last is not None:
        return last
    joined = at + 1 < len(words) and word.kaal in TUSSENVOEGSELS and not words[at + 1].los
    if joined and words[at + 1].kaal in ACHTERNAMEN | BEROEPSNAMEN:
        return at + 1
    return None


def _after_role(words: Sequence[Woord], at: int) -> int | None:
    """As _name_from, behind wethouder, huisarts and the like; not a portfolio or organisation."""
    word = words[at]
    if word.afkorting or word.kaal in ACHTER_ROL:
        return None
    if word.kaal == "van" and not word.hoofdletter:
        last = _surname_end(words, at + 1)
        is_listed = last is not None and words[last].kaal in ACHTERNAMEN | BEROEPSNAMEN
        return last if last is not None and (is_listed or last > at + 1) else None
    return _after_address(words, at)


def _surname_end(words: Sequence[Woord], at: int) -> int | None:
    """Last word of [tussenvoegsels] Surname[-Surname] beginning here, tied to what went before."""
    place = at
    while place < min(at + 4, len(words)) and _is_joiner(words[place]):
        place += 1
    if place >= len(words) or words[place].los:
        return None
    word = words[place]
    if not word.hoofdletter or not word.midden or not (_real(word) or word.voorletters):
        return None
    return place


def _is_joiner(word: Woord) -> bool:
    return not word.los and not word.voorletters and word.kaal in TUSSENVOEGSELS


def _surname(words: Sequence[Woord], at: int) -> int | None:
    """A surname alone: Jansen, de Vries, Van den Berg."""
    word = words[at]
    if word.kaal in TUSSENVOEGSELS and (word.midden or word.hoofdletter):
        last = _surname_end(words, at + 1)
        listed = last is not None and words[last].kaal in ACHTERNAMEN | BEROEPSNAMEN
        return last if listed else None
    if word.hoofdletter and word.kaal in BEROEPSNAMEN:
        return at if word.midden else None
    return at if word.hoofdletter and word.kaal in ACHTERNAMEN else None


def _is_first_name(word: Woord) -> bool:
    """Whether the word, or the word without the s of a genitive, is a known first name."""
    for name in (word.kaal, word.kaal.removesuffix("s")):
        parts = name.split("-")
        if name in ALLEEN_MIDDEN:
            return word.hoofdletter and word.midden
        if name in VOORNAMEN or (len(parts) > 1 and parts[0] in VOORNAMEN):
            return word.hoofdletter or (name == word.kaal and name not in ALLEEN_HOOFDLETTER)
    return False


def _real(word: Woord) -> bool:
    """Whether a word with a capital can be part of a name."""
    return word.kaal not in GEEN_NAAM and len(word.kaal) > 1


UITLEG = {
    "iban": "Dit lijkt een rekeningnummer. Haal het weg.",
    "e-mail": "Dit lijkt een e-mailadres. Haal het weg.",
    "bsn": "Dit lijkt een burgerservicenummer. Dat hoort hier nooit te staan.",
    "nummer": "Dit lijkt een nummer van een zaak, dossier of persoon. Haal het weg.",
    "telefoon": "Dit lijkt een telefoonnummer. Haal het weg.",
    "geboortedatum": "Dit kan een geboortedatum zijn. Schrijf liever alleen het kwartaal.",
    "adres": "Dit lijkt een adres of postcode. Schrijf liever alleen de wijk.",
    "kleine groep": (
        "Dit past misschien op zo weinig mensen dat iemand te herkennen is. Laat weg wat niet "
        "nodig is, of schrijf 'een kind' of 'een gezin'."
    ),
    "naam": "Dit kan de naam van een persoon zijn. Schrijf liever 'een ouder' of 'een jongen'.",
}
KLEIN = re.IGNORECASE
TUSSEN = r"[ .\-\u00a0\u2011]{0,2}"
BSN = re.compile(rf"(?<!\d)(?=(\d(?:{TUSSEN}\d){{8}})(?!\d))")
BSN_GENOEMD = re.compile(
    rf"(?:bsn|burgerservicenummer|sofi(?:nummer)?)\W{{0,3}}(?:(?:is|nr|nummer)\W{{1,3}}){{0,2}}"
    rf"(\d(?:{TUSSEN}\d){{7,8}})(?!\d)",
    KLEIN,
)
TELEFOON = re.compile(
    r"(?<![\d+])(?:\+\s?31|0031|0)[\s.\-/]*(?:\(0\)[\s.\-/]*)?[1-9](?:[\s.\-/()]{0,3}\d){8}(?!\d)"
    r"|\(0\d{1,3}\)(?:[\s.\-/]{0,3}\d){6,9}(?!\d)"
    r"|(?<![\d+])(?:\+|00)[1-9]\d{0,2}(?:[\s.\-/()]{0,3}\d){7,12}(?!\d)"
)
MAIL = re.compile(
    r"(?<![\w.+%-])[\w.+%-]{1,64}\s?(?:@|\[at\]|\(at\)|\{at\}|\sat\s|\sapenstaartje\s)\s?"
    r"[\w-]{1,63}(?:\s?(?:\.|\[dot\]|\(dot\)|\spunt\s)\s?[\w-]{1,63}){0,4}\s?(?:\.|punt\s|\[dot\]|\(dot\))\s?"
    r"[a-z]{2,}",
    KLEIN,
)
IBAN = re.compile(
    r"(?<![A-Z0-9])[A-Z]{2}\d{2}(?:[ .\-]?[A-Z0-9]{4}){2,7}(?:[ .\-]?[A-Z0-9]{1,3})?(?![A-Z0-9])",
    KLEIN,
)
IBAN_NL = re.compile(
    r"(?<![A-Z0-9])NL[ .\-]?\d{2}[ .\-]?[A-Z]{4}(?:[ .\-]{0,2}\d){10}(?!\d)", KLEIN
)
MAAND = (
    r"(?:jan(?:uari)?|feb(?:ruari)?|m(?:aart|rt)|apr(?:il)?|mei|juni?|juli?|aug(?:ustus)?|"
    r"sep(?:t|tember)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
DAG = r"(?<!\d)(\d{1,2})(?:e|de|ste)?"
DATUM_CIJFERS = re.compile(
    r"(?<!\d)(\d{1,2})\s?[-/. ]\s?(\d{1,2})\s?[-/. ]\s?'?(\d{4}|\d{2})(?!\d)"
)
DATUM_ISO = re.compile(r"(?<!\d)(\d{4})\s?[-/.]?\s?(\d{2})\s?[-/.]?\s?(\d{2})(?!\d)")
DATUM_WOORD = re.compile(
    rf"{DAG}\s?(?:van\s)?[-/ ]?\s?{MAAND}[-/, ]*\s?'?(?:\d{{4}}|\d{{2}})(?!\d)", KLEIN
)
DAG_MAAND = rf"{DAG}\s?[-/ ]?\s?(?:{MAAND}|(?<=[-/])(?:0?[1-9]|1[0-2])(?!\d))"
GEBOREN = re.compile(
    r"\b(?:geb(?:oren)?|geboortedatum|geboortejaar|geboortedag|verjaardag|jarig|bouwjaar)\b\.?"
    rf"[^.;\n]{{0,25}}?(?:{DAG_MAAND}|{MAAND}|\b(?:19|20)\d\d\b)",
    KLEIN,
)
LEEFTIJD = re.compile(
    rf"(?:\b\d{{1,2}}\s?(?:jaar|jarige?|jr)\b|\bwordt\s\d{{1,2}}\b)[^.;\n]{{0,30}}?{DAG_MAAND}"
    rf"|{DAG_MAAND}[^.;\n]{{0,30}}?(?:\b\d{{1,2}}\s?(?:jaar|jarige?|jr)\b|\bwordt\s\d{{1,2}}\b|\bjarig\b)",
    KLEIN,
)
POSTCODE = re.compile(
    r"(?<![\w.,])[1-9]\d{3}(?:[ \u00a0.\-]{0,3}[A-Z] ?[A-Z]|[a-z]{2}|[A-Z][a-z])(?!\w)"
    r"|(?<![\w])[1-9](?: \d){3} {1,2}[A-Z] ?[A-Z](?!\w)"
)
POSTCODE_KLEIN = re.compile(
    r"(?<![\w.,])[1-9]\d{3}[ \u00a0]{1,3}(?!(?:al|bv|cm|ct|de|dl|dr|en|er|gb|ha|he|ik|in|is|ja|je|"
    r"jr|kb|kg|km|la|ml|mm|mb|mw|na|no|nr|nu|of|om|op|pm|st|te|to|uw|uu|we|ze|zo|pk|tv|vs|tm)\b)"
    r"[a-z]{2}(?!\w)"
)
GEEN_POSTCODE = ("SA", "SD", "SS")
STRAAT_EIND = (
    "straat|str\\.|laan|weg|plein|hof|dreef|kade|gracht|singel|pad|steeg|dijk|park|plantsoen|"
    "markt|wal|allee|brink|burg|oever|sloot|weide|hoeve|wetering|straatje|laantje|hofje|boulevard"
)
STRAAT = re.compile(
    r"\b(?:[^\W\d_][\w'’.]{0,30}[ -]){0,3}?(?:[^\W\d_][\w'’-]{0,40}?)?"
    rf"(?:{STRAAT_EIND})\s+(?:nr\.?\s?|nummer\s)?(\d{{1,4}})(?:\s?-?\s?[a-z]{{1,2}})?(?![\w%])",
    KLEIN,
)
GEEN_STRAAT = re.compile(
    r"(?:^|\s)(?:(?i:onderweg|terugweg|heenweg|tijdpad|stappenpad|arbeidsmarkt|zorgmarkt|"
    rf"speelpark|wijkpark|gerechtshof)|{STRAAT_EIND})\s+\d+\D*$"
)
WOONT = re.compile(
    r"\b(?:woont|wonen|woonde|woonachtig|verblijft|adres|huisnummer)\b[^.\n]{0,20}?"
    r"\b(?:[A-Z][\w'’-]{1,30} ){0,4}(?:[A-Z][\w'’-]{1,30}|huisnummer|nummer|nr\.?)"
    r"\s?\d{1,4}(?![\d%])"
    r"|\bhuisnummer\s\d{1,4}\b"
)
VOORRANG = tuple(UITLEG)
Plek = tuple[str, int, int]


def find_persoonsgegevens(text: str) -> list[Waarschuwing]:
    """The warnings of a text, in order of place; an empty list when nothing was found.

    soort: a key of UITLEG. A place that lies wholly inside
    another warning is left out when that one is of a more telling kind; places of one kind that
    overlap are one.
    """
    found = _join({place for place in _all(text) if place[1] < place[2]})
    kept: list[Plek] = []
    for soort in VOORRANG:
        telling = list(kept)
        kept += [
            place
            for place in found
            if place[0] == soort and not any(_covers(other, place) for other in telling)
        ]
    return [
        Waarschuwing(soort, text[begin:einde], UITLEG[soort], begin, einde)
        for soort, begin, einde in sorted(kept, key=lambda place: place[1:])
    ]


def _join(found: set[Plek]) -> list[Plek]:
    """The places with those of one kind that overlap made into one."""
    joined: list[Plek] = []
    for soort, begin, einde in sorted(found):
        if joined and joined[-1][0] == soort and begin < joined[-1][2]:
            _, first, last = joined.pop()
            joined.append((soort, first, max(last, einde)))
        else:
            joined.append((soort, begin, einde))
    return joined


def _covers(other: Plek, place: Plek) -> bool:
    """Whether place lies wholly inside other."""
    return other[1] <= place[1] and place[2] <= other[2]


def is_bsn(digits: str) -> bool:
    """Whether nine digits pass the 11-test; nine zeros do not."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
    return total % 11 == 0 and any(digit != "0" for digit in digits)


def is_iban(text: str) -> bool:
    """Whether letters and digits without spaces pass the mod-97 test of ISO 13616."""
    turned = text[4:] + text[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def _all(text: str) -> Iterator[Plek]:
    """(soort, begin, einde) of everything found, in any order."""
    for match in MAIL.finditer(text):
        yield "e-mail", *match.span()
    for match in TELEFOON.finditer(text):
        yield "telefoon", *match.span()
    yield from _find_bsn(text)
    yield from _find_iban(text)
    yield from _find_data(text)
    yield from _find_adressen(text)
    for begin, einde in find_nummers(text):
        yield "nummer", begin, einde
    for begin, einde in find_kleine_groepen(text):
        yield "kleine groep", begin, einde
    for begin, einde in find_namen(text):
        yield "naam", begin, einde


def _find_bsn(text: str) -> Iterator[Plek]:
    for match in BSN.finditer(text):
        digits = "".join(sign for sign in match[1] if sign.isdigit())
        if is_bsn(digits):
            yield "bsn", *match.span(1)
    for match in BSN_GENOEMD.finditer(text):
        yield "bsn", *match.span(1)


def _find_iban(text: str) -> Iterator[Plek]:
    for match in IBAN_NL.finditer(text):
        yield "iban", *match.span()
    for match in IBAN.finditer(text):
        for einde in range(match.end(), match.start() + 14, -1):
            signs = re.sub(r"[ .\-]", "", text[match.start() : einde])
            whole = text[einde - 1].isalnum() and not text[einde : einde + 1].isalnum()
            if whole and len(signs) >= 15 and signs.isascii() and is_iban(signs.upper()):
                yield "iban", match.start(), einde
                break


def _find_data(text: str) -> Iterator[Plek]:
    found: list[tuple[int, int]] = []
    for match in DATUM_CIJFERS.finditer(text):
        day, month, year = (int(part) for part in match.groups())
        if _is_date(day, month, year) or _is_date(month, day, year):
            found.append(match.span())
    for match in DATUM_ISO.finditer(text):
        year, month, day = (int(part) for part in match.groups())
        if 1900 <= year <= 2100 and _is_date(day, month, year):
            found.append(match.span())
    found += [match.span() for match in DATUM_WOORD.finditer(text)]
    for begin, einde in found:
        if is_of_one(text, begin, einde):
            yield "geboortedatum", begin, einde
    for pattern in (GEBOREN, LEEFTIJD):
        for match in pattern.finditer(text):
            if not is_of_many(text, *match.span()):
                yield "geboortedatum", *match.span()


def _is_date(day: int, month: int, year: int) -> bool:
    """Whether this is a day of the calendar; a year of two digits always may be."""
    try:
        date(year if year >= 1000 else 2000, month, day)
    except ValueError:
        return False
    return year < 100 or 1900 <= year <= 2100


def _find_adressen(text: str) -> Iterator[Plek]:
    for match in POSTCODE.finditer(text):
        if match[0].replace(" ", "")[-2:].upper() not in GEEN_POSTCODE:
            yield "adres", *match.span()
    for match in POSTCODE_KLEIN.finditer(text):
        yield "adres", *match.span()
    for match in STRAAT.finditer(text):
        if not GEEN_STRAAT.search(match[0]) and not 1900 <= int(match[1]) <= 2100:
            yield "adres", *match.span()
    for match in WOONT.finditer(text):
        yield "adres", *match.span()
