"""How another program writes days and numbers, as the block of its file says."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from proeftuin.ingest.werkmap.teksten import number_text

MAANDEN = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
SINDS_1970 = {
    "seconden": timedelta(seconds=1),
    "milliseconden": timedelta(milliseconds=1),
    "microseconden": timedelta(microseconds=1),
    "dagen": timedelta(days=1),
}
DELEN = {
    "jjjj": r"(?P<jaar>\d{4})",
    "mmm": r"(?P<naam>[a-z]{3,9})\.?",
    "mm": r"(?P<maand>\d{1,2})",
    "m": r"(?P<maand>\d{1,2})",
    "dd": r"(?P<dag>\d{1,2})",
    "d": r"(?P<dag>\d{1,2})",
}
DEEL = re.compile(r"jjjj|mmm|mm|m|dd|d")
TIJD = r"(?:[T ]+(?P<tijd>\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?(?:Z|[+-]\d{2}:?\d{2}))?))?"
GETAL = {
    ",": re.compile(r"([+-]?)(\d+|\d{1,3}(?:\.\d{3})+)(?:,(\d+))?(-?)"),
    ".": re.compile(r"([+-]?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?(-?)"),
}
GEEN_CIJFER = re.compile(r"(?:€|eur(?:o)?\b|[\s\u00a0\u202f])+", re.I)
EERSTE = datetime(1970, 1, 1, tzinfo=UTC)


class Datumvorm:
    """Reads the days of one form. ValueError for a form that cannot be read."""

    def __init__(self, vorm: str) -> None:
        """A form with jjjj, m and d once each (dd-mm-jjjj, m/d/jjjj), or a word of SINDS_1970."""
        self._stap = SINDS_1970.get(vorm.strip().lower())
        self.is_getal = self._stap is not None
        if self.is_getal:
            return
        delen = sorted(deel[0] for deel in DEEL.findall(vorm.lower()))
        rest = DEEL.sub("", vorm.lower())
        if delen != ["d", "j", "m"] or re.search(r"\w", rest):
            raise ValueError(vorm)
        begin, pattern = 0, ""
        aaneen = not rest
        for match in DEEL.finditer(vorm.lower()):
            pattern += re.escape(vorm[begin : match.start()])
            deel = DELEN[match.group()]
            pattern += deel.replace("{1,2}", "{2}") if aaneen else deel
            begin = match.end()
        self._pattern = re.compile(pattern + TIJD, re.I)

    def read(self, tekst: str) -> str | None:
        """As 2023-12-31, with its time or zone when it has one; None when it has another form."""
        if self._stap is not None:
            return self._read_number(tekst)
        match = self._pattern.fullmatch(tekst)
        if match is None:
            return None
        found = match.groupdict()
        maand = found.get("maand") or _month(found.get("naam") or "")
        if not maand:
            return None
        tijd = f" {match['tijd']}" if match["tijd"] else ""
        return f"{match['jaar']}-{int(maand):02}-{int(match['dag']):02}{tijd}"

    def _read_number(self, tekst: str) -> str | None:
        assert self._stap is not None
        if not re.fullmatch(r"-?\d{1,17}", tekst):
            return None
        try:
            moment = EERSTE + int(tekst) * self._stap
        except OverflowError:
            return None
        heel = self._stap >= timedelta(days=1)
        return f"{moment:%Y-%m-%d}" if heel else f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _month(naam: str) -> str:
    kort = naam.lower()[:3].replace("maa", "mrt").replace("mar", "mrt")
    kort = kort.replace("may", "mei").replace("oct", "okt")
    return str(MAANDEN.index(kort) + 1) if kort in MAANDEN else ""


def read_getal(tekst: str, decimaal: str) -> str | None:
    """The number with a comma that can be read in one way; None when it has another form.

    Signs of the euro and spaces go; a minus may stand behind. decimaal: `,` or `.`.
    """
    match = GETAL[decimaal].fullmatch(GEEN_CIJFER.sub("", tekst))
    if match is None or (match[1] and match[4]):
        return None
    heel = re.sub(r"\D", "", match[2])
    sign = "-" if "-" in (match[1], match[4]) else ""
    return number_text(Decimal(f"{sign}{heel}.{match[3] or '0'}"))
