"""Disclosure control: the only place where a Published, what people may see, is made.

Measured in, Published out. `intern` keeps every figure; `openbaar` follows docs/definities.md: base
cells are protected once, and everything else is computed from protected cells. Charts, maps,
pages and reports accept nothing but Published, so no exact figure can reach them by mistake.
"""

from dataclasses import InitVar, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from proeftuin.records import read_stored
from proeftuin.settings import Settings
from proeftuin.vocabulary import INTERN, OPENBAAR

if TYPE_CHECKING:
    from proeftuin.disclosure.protection import Bescherming
    from proeftuin.measure import Measured

NUMBERS = (
    *("teller", "noemer", "waarde", "onder", "boven", "mediaan", "mediaan_onder"),
    *("mediaan_boven", "p80", "wacht_tot_nu", "terugwerkend", "rijp", "totaal"),
)
KEYS = ("slug", "indeling", "categorie", "wijk", "venster", "van", "tot")
NOEMERSTAND = ("noemer_mist", "noemer_ouder")
COLUMNS = (*KEYS, *NUMBERS, "status", "ongeveer", "drempel", *NOEMERSTAND)
_TOKEN = object()


@dataclass(frozen=True, eq=False)
class Published:
    """Figures of one audience that may be shown; only this module can make one.

    `frame` has COLUMNS: keys (categorie None without a split, van and tot as datetime.date,
    both inclusive), numbers as float (nan: no value), status as text, ongeveer as bool (a total
    in which a hidden part was estimated), drempel as float: the row is hidden for a count from 1 to
    below it (nan where another reason hides it, or nothing does). NOEMERSTAND says what the
    population under a figure per 1000 lacks (public facts, nan for nothing): noemer_mist ages of
    0..22, over its wijken, and noemer_ouder years between the window and the oldest year taken.
    audience is INTERN or OPENBAAR. voorlopig_na: a window that ends after this day is provisional,
    whatever its status says; None when not known.
    """

    _frame: pd.DataFrame
    audience: str
    token: InitVar[object] = None
    voorlopig_na: date | None = None

    def __post_init__(self, token: object) -> None:
        """Refuse every maker but this module."""
        if token is not _TOKEN:
            raise TypeError("only proeftuin.disclosure.published makes a Published")

    @property
    def frame(self) -> pd.DataFrame:
        """The rows, as a copy-on-write view: changing it never changes what was published."""
        return self._frame.copy(deep=False)

    def __len__(self) -> int:
        """Number of rows."""
        return len(self._frame)

    def select(
        self,
        venster: tuple[str, ...] | str | None = None,
        wijken: tuple[str, ...] | list[str] | str | None = None,
        categorie: str | None = None,
        tot: date | None = None,
        vanaf: date | None = None,
        indeling: str | None = None,
    ) -> "Published":
        """The rows that meet every given condition, in the same order; None means no condition.

        venster: one or more names; wijken: one or more wijk ids; categorie: code; tot: the last day
        of the window equals this; vanaf: the window begins on or after this; indeling: name of the
        split.
        """
        keep = pd.Series(True, index=self._frame.index)
        if indeling is not None:
            keep &= self._frame["indeling"] == indeling
        if venster is not None:
            named = [venster] if isinstance(venster, str) else list(venster)
            keep &= self._frame["venster"].isin(named)
        if wijken is not None:
            chosen = [wijken] if isinstance(wijken, str) else list(wijken)
            keep &= self._frame["wijk"].isin(chosen)
        if categorie is not None:
            keep &= self._frame["categorie"] == categorie
        if tot is not None:
            keep &= self._frame["tot"] == tot
        if vanaf is not None:
            keep &= self._frame["van"] >= vanaf
        kept = self._frame[keep].reset_index(drop=True)
        return Published(kept, self.audience, _TOKEN, self.voorlopig_na)

    def replace_venster(self, venster: str, other: "Published") -> "Published":
        """These figures with the rows of one window taken from another Published.

        Used for the frozen nulmeting. The order stays: split and category, window, wijk.
        ValueError when the audiences differ.
        """
        if other.audience != self.audience:
            raise ValueError("figures of two audiences never mix")
        kept = self._frame[self._frame["venster"] != venster]
        parts = [self._frame, kept, other.select(venster).frame]
        both = pd.concat(parts, ignore_index=True)  # first as they stood: that gives the order
        splits, vensters = _number(both, "indeling", "categorie"), _number(both, "venster", "van")
        start = len(self._frame)
        order = start + np.lexsort((vensters[start:], splits[start:]))
        whole = both.iloc[order].reset_index(drop=True)
        return Published(whole, self.audience, _TOKEN, self.voorlopig_na)


def _number(frame: pd.DataFrame, one: str, other: str) -> np.ndarray:
    """Per row the number of its pair of values, in order of appearance."""
    first, second = (
        pd.factorize(frame[name], use_na_sentinel=False)[0].astype(np.int64)
        for name in (one, other)
    )
    numbers: np.ndarray = pd.factorize(first * len(frame) + second)[0]
    return numbers


def _shape(frame: pd.DataFrame) -> pd.DataFrame:
    """Exactly COLUMNS, typed as Published promises."""
    shaped = frame.reset_index(drop=True).reindex(columns=list(COLUMNS))
    for name in (*NUMBERS, "drempel", *NOEMERSTAND):
        if shaped[name].dtype != "float64":
            shaped[name] = pd.to_numeric(shaped[name]).astype("float64")
    for name in ("van", "tot"):
        if shaped[name].dtype != object:
            shaped[name] = pd.to_datetime(shaped[name]).dt.date
    text = shaped["categorie"].astype(object)
    shaped["categorie"] = text.where(text.notna(), None)
    shaped["ongeveer"] = shaped["ongeveer"].astype(object).eq(True)
    return shaped


def publish_intern(measured: "Measured") -> Published:
    """Every figure as measured, exact and unrounded, for the gemeente itself."""
    return Published(_shape(measured.frame), INTERN, _TOKEN)


def publish_openbaar(
    measured: "Measured",
    settings: Settings,
    datastand: date,
    wachtenden: "Measured | None" = None,
    bescherming: "Bescherming | None" = None,
) -> Published:
    """What anyone may see of one indicator; docs/definities.md, Onthulling.

    measured: every window of the indicator, the quarters included: year figures on a peildatum
    are added up from protected quarters. wachtenden: an indicator whose noemer is who waits on
    the peildatum (overbrugging); without it wacht_tot_nu of wachttijd is left out, because a
    median over a few jeugdigen says too much about them. bescherming: how the base cells of this
    publish are shown after rules 4 and 5 (ladder.py); None: by rules 1 and 3 alone. datastand:
    says what is provisional where measured does not.
    """
    from proeftuin.disclosure.rules import protect, protect_alone

    waiting = None if wachtenden is None else wachtenden.frame
    if bescherming is None:
        bescherming = protect_alone(measured, settings)
    last = measured.voorlopig_na or settings.perioden.voorlopig_na(datastand)
    rows = protect(measured.frame, settings, last, waiting, bescherming)
    return Published(_shape(rows), OPENBAAR, _TOKEN)


def reopen(file: Path, audience: str, voorlopig_na: date | None = None) -> Published:
    """What publish wrote to this file of an edition, read back; the way in for results.

    voorlopig_na: as in Published. OSError when the file is missing or unreadable. The folder of an
    edition is written by the room edition alone, from Published.
    """
    return Published(_shape(read_stored(file).to_pandas()), audience, _TOKEN, voorlopig_na)
