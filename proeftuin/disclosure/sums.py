"""Every sum the openbaar edition rests on, once, with the bounds beside it and who is behind.

As cells.py for counts: a sum is one kolom of one fact for one wijk (or onbekend), window, split and
category. Several indicators show the same sum; their bounds differ, so those stand by slug.
A mean counts as the sum of its days. Of answers nobody knows who gave them, and a row of a levering
may stand for many: each counts for PUNTEN, and only how many more or fewer there are is a change.
A year of VROEGER is no sum of its own: it is shown as its quarters are (figures.py), because years
that overlap would tell what a closed quarter between them is.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd

from proeftuin.disclosure.knowledge import PLAATS, Getallen
from proeftuin.disclosure.shown_sums import MARGES, SOMCELLEN, round_euros
from proeftuin.disclosure.system import SLEUTEL
from proeftuin.indicators import AANBIEDER, EURO, GEEN, INDICATOR, Indicator, Soort
from proeftuin.measure import Bijdragen
from proeftuin.settings import Onthulling
from proeftuin.vocabulary import GEMEENTE, KWARTAAL, OVERIGE, VROEGER

AANDEEL_BASIS = 0.01  # bounds of a share of euros, in steps of a hundredth
SCORE_BASIS = 0.1  # scores of 1..10 are published in steps of a tenth
PUNTEN = 2.0  # what rounding must hide of one answer, either way: 5 of the 10 marks are left


class Gemeten(Protocol):
    """What is read of a Measured: its frame, and who is behind its euros or days (None: nobody)."""

    @property
    def frame(self) -> pd.DataFrame:
        """Columns of Measured."""

    @property
    def bijdragen(self) -> Sequence[Bijdragen] | None:
        """In parts; a part holds all there is of its kolommen under its splits."""


@dataclass(frozen=True)
class Sommen:
    """cells: SOMCELLEN; marges: MARGES, kolom and basis; bijdragen: in parts, to be read once."""

    cells: pd.DataFrame
    marges: pd.DataFrame
    bijdragen: Iterator[Bijdragen]


def collect_sums(measured: Iterable[Gemeten], rules: Onthulling) -> Sommen:
    """The sums of these indicators, of which those that are not euros or a mean are passed over."""
    cells = [pd.DataFrame(columns=list(SOMCELLEN))]
    marges = [pd.DataFrame(columns=[*MARGES, "kolom", "basis"])]
    behind: list[Sequence[Bijdragen]] = []
    for item in measured:
        frame = item.frame
        if frame.empty:
            continue
        indicator = INDICATOR[str(frame["slug"].iloc[0])]
        if indicator.soort not in (*EURO, Soort.GEMIDDELDE):
            continue
        kept = frame[(frame["indeling"] != AANBIEDER) & ~frame["wijk"].isin([GEMEENTE, OVERIGE])]
        kept = kept[kept["teller"].notna() & (kept["venster"] != VROEGER)]
        is_mean = indicator.soort is Soort.GEMIDDELDE
        own_cells, own_marges = (_mean_of if is_mean else _euros_of)(indicator, kept, rules)
        cells += own_cells
        marges.append(own_marges)
        if indicator.is_score:
            behind.append([_answers(indicator, kept)])
        elif item.bijdragen is not None:
            behind.append(item.bijdragen)
    found = _together(cells).drop_duplicates(list(SLEUTEL)).sort_values(list(SLEUTEL))
    return Sommen(found.reset_index(drop=True), _together(marges), _each_once(behind))


def _each_once(behind: list[Sequence[Bijdragen]]) -> Iterator[Bijdragen]:
    """Two indicators bring the same contributions of a sum they share: those of the first.

    What one brings of a kolom under one split is all there is, so whole kolommen are left out and
    no rows are compared: there may be millions. They go from the list when they are asked for.
    """
    seen: set[tuple[str, str]] = set()
    while behind:
        of_one = [*behind.pop(0)]
        own: set[tuple[str, str]] = set()
        while of_one:
            part = of_one.pop(0)
            pairs = [*zip(part.cellen["kolom"], part.cellen["indeling"], strict=True)]
            own.update(pairs)
            yield part.choose(np.array([pair not in seen for pair in pairs], bool))
        seen |= own


def _together(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """The frames that hold rows under each other, or the first, which is empty."""
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else frames[0]


def _places(kept: pd.DataFrame) -> pd.DataFrame:
    """PLAATS of these rows, '' where there is no category."""
    places = kept[list(PLAATS)].copy()
    places["categorie"] = places["categorie"].astype(object).fillna("").astype(str)
    return places


def _number(kept: pd.DataFrame, name: str) -> Getallen:
    return kept[name].to_numpy(float, na_value=np.nan)


def _euros_of(
    indicator: Indicator, kept: pd.DataFrame, rules: Onthulling
) -> tuple[list[pd.DataFrame], pd.DataFrame]:
    """(the sums of one indicator in euros, the distances to its bounds)."""
    is_share = indicator.soort is Soort.EURO_AANDEEL
    columns = {"teller": indicator.teller} | ({"noemer": indicator.noemer} if is_share else {})
    cells = []
    for veld, kolom in columns.items():
        exact = _number(kept, veld)
        getoond, step = round_euros(exact, rules)
        cells.append(
            _places(kept).assign(
                kolom=f"{indicator.feit}.{kolom}",
                exact=exact,
                aantal=_number(kept, "aantal_jeugdigen"),
                grootste=_number(kept, "grootste_aandeel"),
                getoond=getoond,
                stap=step,
            )[list(SOMCELLEN)]
        )
    basis = AANDEEL_BASIS if is_share else float(rules.euro_basis)
    return cells, _marges_of(indicator, kept, basis)


def mean_basis(indicator: Indicator, rules: Onthulling) -> float:
    """What a mean is rounded to."""
    return SCORE_BASIS if indicator.is_score else float(rules.duur_basis_dagen)


def _mean_of(
    indicator: Indicator, kept: pd.DataFrame, rules: Onthulling
) -> tuple[list[pd.DataFrame], pd.DataFrame]:
    """(the sum under each mean of one indicator, the distances to its bounds).

    Whether enough stand behind a mean whose contributions are not known is not known either.
    """
    basis = mean_basis(indicator, rules)
    units = _number(kept, "noemer")
    value = _number(kept, "waarde")
    cells = _places(kept).assign(
        kolom=f"{indicator.feit}.{indicator.teller}",
        exact=PUNTEN * units if indicator.is_score else _number(kept, "teller"),
        aantal=units,
        grootste=np.nan,
        getoond=np.round(np.floor(value / basis + 0.5) * basis, 6),
        stap=basis * np.maximum(units, 1),
    )
    return [cells[list(SOMCELLEN)]], _marges_of(indicator, kept, basis)


def _marges_of(indicator: Indicator, kept: pd.DataFrame, basis: float) -> pd.DataFrame:
    """The exact distances to both bounds, with what they are rounded to at least."""
    value = _number(kept, "waarde")
    marges = _places(kept).assign(
        slug=indicator.slug,
        kolom=f"{indicator.feit}.{indicator.teller}",
        basis=basis,
        **{name: np.abs(_number(kept, name) - value) for name in ("onder", "boven")},
    )
    return marges[[*MARGES, "kolom", "basis"]]


def _answers(indicator: Indicator, kept: pd.DataFrame) -> Bijdragen:
    """Every answer as a unit: the first, second, ... of its question, wijk and quarter.

    So a later edition that has two more of them differs in two units, whatever the marks are.
    """
    frame = _places(kept).assign(aantal=_number(kept, "noemer").astype(np.int64))
    is_whole = frame["indeling"].eq(GEEN)
    is_part = ~is_whole if indicator.indelingen else is_whole
    is_quarter = frame["venster"].eq(KWARTAAL) & is_part
    pairs = frame[is_quarter].merge(frame, on="wijk", suffixes=("_kwartaal", ""))
    inside = pairs["van"].le(pairs["van_kwartaal"]) & pairs["tot"].ge(pairs["tot_kwartaal"])
    same = pairs["categorie"].eq(pairs["categorie_kwartaal"]) | pairs["indeling"].eq(GEEN)
    pairs = pairs[inside & same].sort_values(list(PLAATS), ignore_index=True)  # a sum together
    many = pairs["aantal_kwartaal"].to_numpy()
    names = pairs["categorie_kwartaal"] + "|" + pairs["van_kwartaal"].astype(str)
    codes, texts = pd.factorize(names)
    first = np.array([*map(_digest, texts), 0], np.int64)[codes]
    place = np.repeat(np.arange(len(pairs)), many)
    count = np.arange(len(place)) - np.repeat(np.cumsum(many) - many, many)
    cellen = pairs[list(PLAATS)].assign(kolom=f"{indicator.feit}.{indicator.teller}")
    return Bijdragen(
        cellen[list(SLEUTEL)],
        place.astype(np.int32),
        first[place] + count,
        np.zeros(len(place), np.int64),
        np.full(len(place), PUNTEN),
    )


def _digest(text: str) -> int:
    """A number of 62 bits, so that adding a count to it stays within 63."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") >> 2
