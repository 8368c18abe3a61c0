"""The comparison of the pilot with the other wijken, as an edition carries it. No statistics here.

Numbers are in the unit of the indicator's waarde (shares 0..1, per 1000, dagen, euro); None where
there is none.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from proeftuin.edition.files import Editie
from proeftuin.errors import ProeftuinError
from proeftuin.indicators import INDICATOR
from proeftuin.results.records import Row, make_record, read_rows
from proeftuin.settings import Settings
from proeftuin.vocabulary import OK


@dataclass(frozen=True)
class WijkWaarden:
    """One wijk: its value and state per window, and d = effectjaar - nulmeting where both are ok.

    A status is one of those of a figure, or ONVOLLEDIG.
    """

    wijk: str
    is_pilot: bool
    nulmeting: float | None
    effectjaar: float | None
    noemer_effectjaar: float | None
    status_nulmeting: str
    status_effectjaar: str
    d: float | None

    @property
    def status(self) -> str:
        """'ok' when nulmeting and effectjaar can be used, else the state of the one that cannot."""
        return self.status_effectjaar if self.status_nulmeting == OK else self.status_nulmeting


@dataclass(frozen=True)
class VoorWijk:
    """One wijk in a voorpaar: both values with their states, and its change where it counts."""

    wijk: str
    is_pilot: bool
    vroeger: float | None
    later: float | None
    status_vroeger: str
    status_later: str
    d: float | None


@dataclass(frozen=True)
class Voorverandering:
    """What the wijken did in a voorpaar: two years as far apart as nulmeting and effectjaar.

    jaren: how many years back. vroeger and later: (van, tot), both inclusive. telt: it counts for
    how much wijken swing. is_breuk: it does not, for the definition of the figure changed inside.
    """

    jaren: int
    vroeger: tuple[date, date]
    later: tuple[date, date]
    telt: bool
    is_breuk: bool
    wijken: tuple[VoorWijk, ...]


@dataclass(frozen=True)
class Stip:
    """One wijk in a voorpaar: how much more it changed than the other wijken did on average."""

    wijk: str
    is_pilot: bool
    paar: Voorverandering
    verschil: float


@dataclass(frozen=True)
class Zichtbaar:
    """From which difference we would see it (8 times out of 10), with so many pilots and years."""

    pilots: int
    jaren: int
    mdc: float


@dataclass(frozen=True)
class Uitkomst:
    """How the change of the pilot compares with that of the others, for one indicator.

    est, se, df, interval onder..boven, mdc (smallest change seen 8 times out of 10),
    mdc_extra_jaar (the same with one year more of the pilot; with the effectjaar, while that is to
    come), mdc_extra_voorpaar (with one year more of history, None where that would not count),
    stress (the interval when the pilot swings twice as much), rang of rang_van, placebo (the same
    comparison in the voorpaar placebo_jaren back), p and holm_p, verdict (one of four) and reden:
    '' or why there is no verdict on chance alone ('niet_rijp', 'voorlopig', 'niet_geleverd',
    'afgeschermd', 'cellen', 'te_weinig_wijken', 'placebo', 'breuk'). rijp and totaal: old enough in
    the pilot, while the effectjaar ripens. voorparen: nearest first. vooruit: what could be seen
    with more wijken or years, by pilots and jaren.
    """

    slug: str
    is_primair: bool
    est: float | None
    se: float | None
    df: int
    onder: float | None
    boven: float | None
    mdc: float | None
    mdc_extra_jaar: float | None
    mdc_extra_voorpaar: float | None
    ratio: float | None
    stress_onder: float | None
    stress_boven: float | None
    rang: int
    rang_van: int
    placebo_est: float | None
    placebo_onder: float | None
    placebo_boven: float | None
    placebo_jaren: int | None
    p: float | None
    holm_p: float | None
    verdict: str
    reden: str
    d_pilot: float | None
    d_controle: float | None
    rijp: float | None
    totaal: float | None
    nulmeting_versie: int | None
    wijken: tuple[WijkWaarden, ...]
    voorparen: tuple[Voorverandering, ...] = ()
    vooruit: tuple[Zichtbaar, ...] = ()

    @property
    def placebo_paar(self) -> Voorverandering | None:
        """The voorpaar of the placebo check; None without one."""
        return next((item for item in self.voorparen if item.jaren == self.placebo_jaren), None)

    @property
    def geteld(self) -> tuple[Voorverandering, ...]:
        """The voorparen that count, nearest first."""
        return tuple(item for item in self.voorparen if item.telt)

    @property
    def stippen(self) -> tuple[Stip, ...]:
        """Every wijk of every voorpaar that counts, compared with the others as the pilot is now.

        So a dot and est are of the same kind: what all wijken did alike is in neither.
        """
        found = []
        for paar in self.geteld:
            changes = {wijk.wijk: wijk.d for wijk in paar.wijken if wijk.d is not None}
            for wijk in paar.wijken:
                others = [d for naam, d in changes.items() if naam != wijk.wijk]
                if wijk.d is not None:
                    verschil = wijk.d - sum(others) / len(others)
                    found.append(Stip(wijk.wijk, wijk.is_pilot, paar, verschil))
        return tuple(found)

    @property
    def placebo_binnen(self) -> bool | None:
        """Whether the placebo interval holds 0; None when there is no placebo check."""
        if self.placebo_onder is None or self.placebo_boven is None:
            return None
        return self.placebo_onder <= 0 <= self.placebo_boven

    @property
    def in_mdc(self) -> tuple[float, float, float] | None:
        """(onder, est, boven) in units of its own mdc, to set unlike indicators side by side."""
        if not self.mdc or self.est is None or self.onder is None or self.boven is None:
            return None
        return self.onder / self.mdc, self.est / self.mdc, self.boven / self.mdc


@dataclass(frozen=True)
class Signaal:
    """A quarter of a wijk that a rule marks: buiten, verschuiving, trend or dicht_bij_grens."""

    slug: str
    wijk: str
    van: date
    tot: date
    regel: str
    waarde: float
    gemiddelde: float
    ondergrens: float
    bovengrens: float


@dataclass(frozen=True)
class Factor:
    """What one factor added to cost per 1000 inhabitants of 0-22 between nulmeting and effectjaar.

    groep: PILOT or OVERIGE. factor: instroom (zorgperioden begun per 1000), duur (days per
    zorgperiode), tegelijk (trajecten per jeugdige in zorg), prijs (euro per day of a traject) or
    TOTAAL (euro per 1000). voor and na in that unit; aandeel ln(na / voor); bijdrage_eur in euro
    per 1000. The factors add up to TOTAAL.
    """

    groep: str
    factor: str
    voor: float
    na: float
    aandeel: float
    bijdrage_eur: float


@dataclass(frozen=True)
class BreakEven:
    """What would pay for the proeftuin: budget_eur over jeugdigen in the effectjaar of the pilot.

    verandering_eur: the change in euros per jeugdige (below 0) that saves the whole budget in
    one year. per_jaar: budget per year.
    """

    per_jaar: dict[str, int]
    budget_eur: int
    jeugdigen: float
    verandering_eur: float


def read_effect(editie: Editie) -> tuple[Uitkomst, ...]:
    """One Uitkomst per indicator with one value per wijk and year, in the order of INDICATORS.

    NoEdition (Dutch) when the edition is older than this table.
    """
    return _read_effect(editie.pad, editie.gemaakt_op)


def find_uitkomst(editie: Editie, slug: str) -> Uitkomst:
    """The Uitkomst of one indicator; ProeftuinError (Dutch) when it has none or does not exist."""
    found = {item.slug: item for item in read_effect(editie)}
    if slug in found:
        return found[slug]
    if slug in INDICATOR:
        raise ProeftuinError(f"Indicator '{slug}' wordt niet per wijk en jaar vergeleken.")
    raise ProeftuinError(f"Indicator '{slug}' bestaat niet. Kies uit: {', '.join(sorted(found))}.")


@lru_cache(maxsize=16)
def _read_effect(folder: Path, gemaakt_op: str) -> tuple[Uitkomst, ...]:
    wijken: dict[str, list[WijkWaarden]] = {}
    for row in _rows(folder, "effect_wijken"):
        wijken.setdefault(row["slug"], []).append(make_record(WijkWaarden, row))
    voorparen = _read_voorparen(folder)
    vooruit: dict[str, list[Zichtbaar]] = {}
    for row in _rows(folder, "vooruit"):
        vooruit.setdefault(row["slug"], []).append(make_record(Zichtbaar, row))
    return tuple(
        make_record(
            Uitkomst,
            row,
            wijken=tuple(wijken.get(row["slug"], ())),
            voorparen=tuple(voorparen.get(row["slug"], ())),
            vooruit=tuple(vooruit.get(row["slug"], ())),
        )
        for row in _rows(folder, "effect")
    )


def _read_voorparen(folder: Path) -> dict[str, list[Voorverandering]]:
    """The voorparen of every indicator by slug, nearest first; wijken in configured order."""
    rows: dict[tuple[str, int], list[Row]] = {}
    for row in _rows(folder, "effect_voorparen"):
        rows.setdefault((row["slug"], row["jaren"]), []).append(row)
    found: dict[str, list[Voorverandering]] = {}
    for (slug, _), own in rows.items():
        paar = make_record(
            Voorverandering,
            own[0],
            vroeger=(own[0]["vroeger_van"], own[0]["vroeger_tot"]),
            later=(own[0]["later_van"], own[0]["later_tot"]),
            wijken=tuple(make_record(VoorWijk, row) for row in own),
        )
        found.setdefault(slug, []).append(paar)
    return found


def read_signalen(editie: Editie) -> tuple[Signaal, ...]:
    """Every signal since the start of the pilot, by indicator, wijk and quarter; may be empty."""
    return _read_signalen(editie.pad, editie.gemaakt_op)


@lru_cache(maxsize=16)
def _read_signalen(folder: Path, gemaakt_op: str) -> tuple[Signaal, ...]:
    return tuple(make_record(Signaal, row) for row in _rows(folder, "signalen"))


@dataclass(frozen=True)
class Belofte:
    """One indicator as promised: number (from 1) and text of its question, and its outcome."""

    nummer: int
    vraag: str
    uitkomst: Uitkomst

    @property
    def naam(self) -> str:
        """Name of the indicator."""
        return INDICATOR[self.uitkomst.slug].naam


def read_promised(editie: Editie, settings: Settings) -> list[Belofte]:
    """The promised indicators that are compared, each once, in the promised order."""
    outcomes = {item.slug: item for item in read_effect(editie)}
    return [
        Belofte(number, vraag.tekst, outcomes.pop(slug))
        for number, vraag in enumerate(settings.evaluatie.vraag, start=1)
        for slug in vraag.indicatoren
        if slug in outcomes
    ]


def read_ontleding(editie: Editie) -> tuple[Factor, ...]:
    """Four factors and TOTAAL for PILOT and for OVERIGE; a groep without usable cells is absent."""
    return _read_ontleding(editie.pad, editie.gemaakt_op)


@lru_cache(maxsize=16)
def _read_ontleding(folder: Path, gemaakt_op: str) -> tuple[Factor, ...]:
    return tuple(make_record(Factor, row) for row in _rows(folder, "ontleding"))


def _rows(folder: Path, naam: str) -> list[Row]:
    return read_rows(folder, naam, "de wijken werden vergeleken")


def compute_break_even(kosten: Uitkomst, settings: Settings) -> BreakEven | None:
    """The BreakEven of the budget, from the Uitkomst of Rekenrol.TERUGVERDIENEN.

    jeugdigen: those with help in the pilot in the effectjaar (its noemer). None without budget
    or without that number.
    """
    per_jaar: dict[str, int] = {}
    for post in settings.budget.post:
        for jaar, bedrag in post.bedragen_eur.items():
            per_jaar[jaar] = per_jaar.get(jaar, 0) + bedrag
    sizes = [wijk.noemer_effectjaar for wijk in kosten.wijken if wijk.is_pilot]
    if not sizes or any(size is None for size in sizes):
        return None
    jeugdigen = sum(size for size in sizes if size is not None)
    budget = sum(per_jaar.values())
    if not (budget and jeugdigen):
        return None
    return BreakEven(dict(sorted(per_jaar.items())), budget, jeugdigen, -budget / jeugdigen)
