"""The comparison of the pilot with the other wijken, as an edition carries it. No statistics here.

Numbers are in the unit of the indicator's waarde (shares 0..1, per 1000, dagen, euro); None where
there is none.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from pathlib import Path
from statistics import fmean

import numpy as np

from proeftuin.edition.files import Editie
from proeftuin.errors import ProeftuinError
from proeftuin.indicators import INDICATOR
from proeftuin.records import (
    Factor,
    Row,
    Signaal,
    Uitkomst,
    Voorverandering,
    VoorWijk,
    WijkWaarden,
    Zichtbaar,
    load_rows,
    make_record,
)
from proeftuin.results.editie import find_tabel, read_records
from proeftuin.settings import Settings

OUD = "de wijken werden vergeleken"  # what an edition without these tables is older than


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
    return read_records(editie, "signalen", Signaal, OUD)


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
    return read_records(editie, "ontleding", Factor, OUD)


@dataclass(frozen=True)
class Wijkverschil:
    """The change of one wijk less the mean change of all others, in the unit of the indicator.

    onder..boven: what the difference would be without chance, 19 of 20 times; None where the
    comparison of the pilot has no interval either.
    """

    verschil: float
    onder: float | None
    boven: float | None


def compare_wijk(uitkomst: Uitkomst, wijk: str) -> Wijkverschil | None:
    """The comparison of the pilot with this wijk in its place; None without a change or an other.

    The chance is that which the comparison of the pilot learned (s2 and df): its interval, made
    wider or narrower by the sizes of this wijk and of the others. No verdict follows from it.
    Source: docs/definities.md, 'Veranderde de pilotwijk anders?'.
    """
    from proeftuin.stats import weight_of  # brings scipy

    changes = {item.wijk: item.d for item in uitkomst.wijken if item.d is not None}
    others = [d for other, d in changes.items() if other != wijk]
    if wijk not in changes or not others:
        return None
    verschil = changes[wijk] - fmean(others)
    onder, boven = uitkomst.onder, uitkomst.boven
    if onder is None or boven is None or uitkomst.reden:
        return Wijkverschil(verschil, None, None)
    usable = [item for item in uitkomst.wijken if item.d is not None]
    size = np.array([item.noemer_effectjaar for item in usable], float)
    own, pilots = (
        np.array(side, bool)
        for side in zip(*((item.wijk == wijk, item.is_pilot) for item in usable), strict=True)
    )
    wider = sqrt(weight_of(size, own, ~own) / weight_of(size, pilots, ~pilots))
    half = (boven - onder) / 2 * wider
    return Wijkverschil(verschil, verschil - half, verschil + half)


def _rows(folder: Path, naam: str) -> list[Row]:
    return load_rows(find_tabel(folder, naam, OUD))


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
