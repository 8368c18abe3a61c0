"""Finds what may be the name of a person: after a form of address, from lists, by its shape."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from proeftuin.journal.namen import (
    AANSPREEK,
    ACHTERNAMEN,
    ALLEEN_HOOFDLETTER,
    ALLEEN_MIDDEN,
    BEROEPSNAMEN,
    GEEN_NAAM,
    TUSSENVOEGSELS,
    VOORNAMEN,
)

WOORD = re.compile(r"['’]?[^\W\d_]+(?:['’\-][^\W\d_]+)*\.?(?:[^\W\d_]\.)*['’]?")
VERBINDING = re.compile(r"[ \t\u00a0]+|-")
KOPPEL = ("is", "was", "luidt")
NAAMWOORD = ("naam", "voornaam", "achternaam", "roepnaam")
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
