"""Euro sums over time: what may be shown of each, so that no difference singles anyone out.

Rule 3 of docs/definities.md; a mean is judged as the sum under it. A sum is shown when enough units
stand behind it and none of them, and no aanbieder, is too large a part of it. Once shown it stays
until its change passes those same two tests, against every value it was ever shown with. What is
left of a total after its shown parts (a wijk and its ages, a window and its quarters, what was
toegewezen and what was gedeclareerd), and how much that moved since each earlier edition, passes
them too, or is smaller than the rounding hides. Where it does not, sums stay as they were, a total
becomes the sum of its shown parts, or a part is closed as well: in that order, and never the other
way round, so it ends.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from proeftuin.disclosure.knowledge import PLAATS, Gehelen, Getallen
from proeftuin.disclosure.relations import MIDDELEN, Relatie, find_relations
from proeftuin.disclosure.shown_sums import (
    BLIJFT,
    DICHT,
    MARGES,
    NIEUW,
    SAMEN,
    Eurobescherming,
    Eurogeheugen,
    Vlaggen,
    align,
    round_euros,
    steps_of,
)
from proeftuin.disclosure.system import SLEUTEL
from proeftuin.disclosure.vectors import NIETS, Vectoren, Verschil
from proeftuin.measure import Bijdragen
from proeftuin.settings import Onthulling

GEZELSCHAP = 0.2  # of the euros closed together, at least this part is not of the largest cell
GEVOLGD = 0.5  # of the units behind earlier sums, at least this part is found again
OVER = 3  # of means: with so many behind what is left, none over half, nobody's days are read off
GELIJK = 0.05  # euros: sums of the same contributions, added up twice


def protect_euros(
    cells: pd.DataFrame,
    marges: pd.DataFrame,
    bijdragen: Iterable[Bijdragen],
    earlier: Sequence[Eurogeheugen],
    rules: Onthulling,
) -> Eurobescherming:
    """What may be shown of these euro sums after all that earlier editions showed.

    cells: SOMCELLEN, one row per sum. marges: MARGES, exact distances to the bounds, with basis:
    what each is rounded to at least. bijdragen: in parts, each let go of; a cell whose
    contributions do not add up to it (a nulmeting frozen before) is one nobody can judge anew.
    earlier: oldest first.
    """
    control = _Eurocontrole(cells.reset_index(drop=True), bijdragen, earlier, rules)
    control.judge_cells()
    control.judge_relations(find_relations(control.cells))
    shown = control.describe()
    return Eurobescherming(shown, _show_marges(shown, marges, earlier, rules), control.newcomers)


def _show_marges(
    shown: pd.DataFrame, marges: pd.DataFrame, earlier: Sequence[Eurogeheugen], rules: Onthulling
) -> pd.DataFrame:
    """The distances to the bounds: rounded now, or as they were where the euros stay."""
    state = align(shown, marges, SLEUTEL)["toestand"].to_numpy(float)
    found = marges[list(MARGES)].copy()
    basis = marges["basis"].to_numpy(float)
    for name in ("onder", "boven"):
        exact = marges[name].to_numpy(float)
        step = np.where(basis < 1, basis, steps_of(exact, 1.0, rules.euro_cijfers - 1))
        step = np.maximum(step, basis)
        rounded = np.round(np.floor(exact / step + 0.5) * step, 6)
        before = np.full(len(found), np.nan)
        if earlier:
            keys = ("slug", *PLAATS)
            before = align(earlier[-1].marges, marges, keys)[name].to_numpy(float)
        stays = np.where(state == BLIJFT, before, rounded)
        found[name] = np.where(np.isnan(state) | (state == DICHT), np.nan, stays)
    return found


class _Eurocontrole:
    """The state of every sum, and the contributions behind every value it was shown with."""

    def __init__(
        self,
        cells: pd.DataFrame,
        bijdragen: Iterable[Bijdragen],
        earlier: Sequence[Eurogeheugen],
        rules: Onthulling,
    ) -> None:
        self.cells, self.rules, self.earlier = cells, rules, earlier
        size = len(cells)
        self.exact = cells["exact"].to_numpy(float)
        self.index = pd.MultiIndex.from_frame(cells[list(SLEUTEL)].astype(object))
        frames: list[tuple[Iterable[Bijdragen], pd.MultiIndex]] = [(bijdragen, self.index)]
        self.vector_at = np.full((len(earlier), size), NIETS)
        self.shown_at = np.full((len(earlier), size), np.nan)
        self.step_at = np.zeros((len(earlier), size))
        numbers: dict[str, int] = {}
        sums = [self.exact]
        for place, memory in enumerate(earlier):
            own = memory.cellen[memory.cellen["anker"] == memory.editie]
            keys = own[list(SLEUTEL)].astype(object)
            frames.append((memory.bijdragen(), pd.MultiIndex.from_frame(keys)))
            numbers[memory.editie] = place
            sums.append(own["exact"].to_numpy(float))
        self.vectors = Vectoren(frames, sums, GELIJK)
        self._forget_strangers([index for _, index in frames])
        for place, memory in enumerate(earlier):
            self._place_memory(place, memory, [index for _, index in frames[1:]], numbers)
        self.vector = np.arange(size)
        self.state = np.full(size, DICHT)
        self.getoond, self.step = (
            cells[name].to_numpy(float).copy() for name in ("getoond", "stap")
        )
        self.is_mean = cells["kolom"].isin(MIDDELEN).to_numpy()
        self.parts_of: dict[int, Gehelen] = {}
        self.made_of: dict[int, Gehelen] = {}
        self.quarters_of: dict[int, Gehelen] = {}  # of every window that is the sum of them
        self.partner = _partners(cells)

    def _place_memory(
        self,
        place: int,
        memory: Eurogeheugen,
        indexes: list[pd.MultiIndex],
        numbers: dict[str, int],
    ) -> None:
        """What this edition showed of the cells of now, and which contributions stood behind it."""
        found = align(memory.cellen, self.cells, SLEUTEL)
        self.shown_at[place] = found["getoond"].to_numpy(float)
        self.step_at[place] = np.nan_to_num(found["stap"].to_numpy(float))
        for anker, rows in found.groupby("anker").indices.items():
            shown = rows[~np.isnan(self.shown_at[place][rows])]
            source = numbers.get(str(anker))
            if source is None:
                self.vector_at[place, shown] = self.vectors.unknown
                continue
            where = indexes[source].get_indexer(self.index[shown])
            vectors = np.where(where >= 0, self.vectors.offsets[source + 1] + where, -1)
            self.vector_at[place, shown] = np.where(where < 0, self.vectors.unknown, vectors)

    def _forget_strangers(self, indexes: Sequence[pd.MultiIndex]) -> None:
        """Sums of an earlier edition of which the units are not those of now are not known.

        With another secret key everyone has another number. A kolom of which fewer than half of the
        units are found again can not be followed, so nothing is known of how its sums changed.
        """
        of_kolom = [index.get_level_values("kolom") for index in indexes]
        for kolom in of_kolom[0].unique() if self.earlier else ():
            after = self.vectors.units_of(np.flatnonzero(of_kolom[0] == kolom))
            for names, first in zip(of_kolom[1:], self.vectors.offsets[1:], strict=False):
                own = first + np.flatnonzero(names == kolom)
                before = self.vectors.units_of(own)
                if len(before) and np.isin(before, after).mean() < GEVOLGD:
                    self.vectors.forget(own[np.abs(self.vectors.sums[own]) >= GELIJK])

    @property
    def last(self) -> Gehelen:
        """Per cell the vector behind the value that was shown last, NIETS where none ever was."""
        found = np.full(len(self.cells), NIETS)
        for vectors in self.vector_at:
            found = np.where(vectors != NIETS, vectors, found)
        return found

    def judge_cells(self) -> None:
        """Each sum by itself, and against every value it was shown with before."""
        size = len(self.cells)
        own = self.vectors.measure(np.arange(size), self.vector, np.ones(size), size)
        known = self.vectors.known[self.vector]
        nobody = (self.cells["aantal"].to_numpy(float) == 0) & (np.abs(self.exact) < GELIJK)
        fit = np.where(known, self._is_enough(own), self._is_enough_by_count())
        fit = nobody | (fit & (self.exact > 0))
        self._recall_frozen(known)
        known = self.vectors.known[self.vector]
        moved, unsafe = np.zeros(size, bool), ~known
        for vectors in self.vector_at:
            there = np.flatnonzero(vectors != NIETS)
            unsafe[there] |= ~self.vectors.known[vectors[there]]
            change = self._change(there, self.vector[there], vectors[there])
            moved[there] |= change.aantal > 0
            unsafe[there] |= (change.aantal > 0) & ~self._is_enough(change)
        last = self.last
        before = last != NIETS
        now = self._change(np.flatnonzero(before), self.vector[before], last[before])
        same = np.zeros(size, bool)
        same[before] = (now.aantal == 0) & self.vectors.known[last[before]] & known[before]
        gone = before & ~same & ~unsafe & ~fit  # what it was shown for is no longer there
        stays = before & (same | unsafe) & ~gone
        was_nothing = before & self.vectors.is_empty(last)
        self.state = np.where(fit & ~stays, NIEUW, np.where(stays, BLIJFT, DICHT))
        was_nothing &= np.abs(self.exact) >= GELIJK
        self.state[was_nothing & (self.state == BLIJFT)] = DICHT  # a 0 no more: it is not repeated
        self._show_last(np.flatnonzero(self.state == BLIJFT))
        self._close_partners()

    def _is_enough(
        self, found: Verschil, whole: Getallen | None = None, fewest: Gehelen | None = None
    ) -> Vlaggen:
        """Enough units, and none of them nor an aanbieder too large a part of whole (its sum)."""
        most = self.rules.dominantie_aandeel * (np.abs(found.som) if whole is None else whole)
        enough = found.aantal >= (self.rules.euro_bijdragers if fewest is None else fewest)
        return enough & (found.grootste <= most + 1e-9)

    def _is_enough_by_count(self) -> Vlaggen:
        """The two tests on what was measured, for a cell whose contributions are not there."""
        enough = self.cells["aantal"].to_numpy(float) >= self.rules.euro_bijdragers
        small = self.cells["grootste"].to_numpy(float) <= self.rules.dominantie_aandeel
        return np.asarray(enough & small)

    def _change(self, places: Gehelen, newer: Gehelen, older: Gehelen) -> Verschil:
        """What moved between two vectors, per place."""
        count = len(places)
        group = np.tile(np.arange(count), 2)
        sign = np.repeat([1.0, -1.0], count)
        return self.vectors.measure(group, np.concatenate([newer, older]), sign, count)

    def _recall_frozen(self, known: Vlaggen) -> None:
        """A frozen sum that was shown before is shown by what stood behind it then."""
        for vectors in self.vector_at[::-1]:
            there = np.flatnonzero(~known & (vectors != NIETS))
            same = np.abs(self.vectors.sums[vectors[there]] - self.exact[there]) < GELIJK
            self.vector[there[same]] = vectors[there[same]]

    def _show_last(self, places: Gehelen) -> None:
        """These sums as they were shown last."""
        for vectors, shown, step in zip(self.vector_at, self.shown_at, self.step_at, strict=True):
            there = places[vectors[places] != NIETS]
            self.vector[there], self.getoond[there] = vectors[there], shown[there]
            self.step[there] = step[there]

    def _close_partners(self) -> None:
        """Of a share of euros both sums are shown, or neither."""
        pair = self.partner >= 0
        shut = pair & (self.state[self.partner] == DICHT)
        self.state[shut] = DICHT

    def judge_relations(self, relations: list[Relatie]) -> None:
        """Repair what the relations between sums give away, until nothing is left."""
        of_cell: dict[int, list[int]] = {}
        self.quarters_of = {
            item.geheel: item.delen for item in relations if item.telt_op and item.eerst_samen
        }
        for number, relation in enumerate(relations):
            for cell in (relation.geheel, *relation.delen.tolist()):
                of_cell.setdefault(cell, []).append(number)
        todo = set(range(len(relations)))
        while todo:
            failing = self._failing([relations[number] for number in sorted(todo)])
            changed: set[int] = set()
            for relation in failing:
                if changed.isdisjoint((relation.geheel, *relation.delen.tolist())):
                    changed |= self._repair(relation)  # else it is asked again, as it is now
            changed |= self._renew_sums()
            todo = {number for cell in changed for number in of_cell.get(cell, [])}

    def _failing(self, relations: list[Relatie]) -> list[Relatie]:
        """The relations whose rest, or its movement, tells too much; only those that say new."""
        asked = [item for item in relations if self._says_something_new(item)]
        if not asked:
            return []
        terms = [self._terms_now(item) for item in asked]
        paar = np.array([item.is_paar for item in asked])
        means = self.is_mean[[item.geheel for item in asked]]
        fewest = np.where(means, OVER, self.rules.euro_bijdragers)
        wrong = self._tell_too_much(terms, [{} for _ in terms], paar, fewest)
        for number, relation in enumerate(asked):
            wrong[number] |= self._lacks_company(relation)
        for place in range(len(self.earlier)):
            then = [self._terms_then(place, item) for item in asked]
            told = np.array([bool(item) for item in then])
            wrong |= self._tell_too_much(terms, then, paar, fewest) & told
        return [item for item, is_wrong in zip(asked, wrong, strict=True) if is_wrong]

    def _says_something_new(self, relation: Relatie) -> bool:
        whole = self.state[relation.geheel]
        if whole == DICHT or (whole == SAMEN and self.parts_of[relation.geheel] is relation.delen):
            return False
        members = np.append(relation.delen, relation.geheel)
        return bool((self.state[members] >= NIEUW).any())

    def _terms_now(self, relation: Relatie) -> dict[int, tuple[float, float]]:
        """Vector -> (sign, half its rounding) of the total less its shown parts."""
        whole = relation.geheel
        terms = {int(self.vector[whole]): (1.0, self.step[whole] / 2)}
        for part in relation.delen[self.state[relation.delen] != DICHT]:
            terms[int(self.vector[part])] = (-1.0, self.step[part] / 2)
        return terms

    def _terms_then(self, place: int, relation: Relatie) -> dict[int, tuple[float, float]]:
        """The same, as an earlier edition showed them; empty when the total was not shown."""
        vectors, steps = self.vector_at[place], self.step_at[place]
        if vectors[relation.geheel] == NIETS:
            return {}
        terms = {int(vectors[relation.geheel]): (1.0, steps[relation.geheel] / 2)}
        for part in relation.delen[vectors[relation.delen] != NIETS]:
            terms[int(vectors[part])] = (-1.0, steps[part] / 2)
        return terms

    def _tell_too_much(
        self,
        now: list[dict[int, tuple[float, float]]],
        then: list[dict[int, tuple[float, float]]],
        paar: Vlaggen,
        fewest: Gehelen,
    ) -> Vlaggen:
        """Whether now - then singles someone out: few or dominated, and more than rounding hides.

        What is the same on both sides falls out, its rounding too. What is left of a share (paar)
        is more for some and less for others, so there one is compared with all without signs.
        """
        group, vector, sign = [], [], []
        noise, unknown = np.zeros(len(now)), np.zeros(len(now), bool)
        for number, (new, old) in enumerate(zip(now, then, strict=True)):
            for side, factor in ((new, 1.0), (old, -1.0)):
                other = old if side is new else new
                for item, (own, half) in side.items():
                    if item in other and item != self.vectors.unknown:
                        continue
                    group.append(number)
                    vector.append(item)
                    sign.append(factor * own)
                    noise[number] += half
                    unknown[number] |= not self.vectors.known[item]
        found = self.vectors.measure(
            np.array(group, np.int64), np.array(vector, np.int64), np.array(sign), len(now)
        )
        enough = self._is_enough(found, np.where(paar, found.bruto, np.abs(found.som)), fewest)
        safe = (found.aantal == 0) | enough | (found.grootste <= noise)
        return np.asarray(unknown | ~safe)

    def _lacks_company(self, relation: Relatie) -> bool:
        """Whether nearly all that is closed under a shown total is of one cell."""
        closed = relation.delen[self.state[relation.delen] == DICHT]
        size = np.abs(self.exact[closed])
        total = size.sum()
        return bool(total > GELIJK and total - size.max() < GEZELSCHAP * total)

    def _repair(self, relation: Relatie) -> set[int]:
        """One step towards a relation that tells nothing; the cells that changed."""
        last = self.last
        before = (last != NIETS) & ~self.vectors.is_empty(last)
        whole, parts = relation.geheel, relation.delen
        members = np.append(parts, whole)
        again = members[(self.state[members] >= NIEUW) & before[members]]
        if len(again):  # a value that can stay as it was, the smallest part first
            size = np.abs(self.exact[again]) + np.where(again == whole, np.inf, 0.0)
            chosen = again[[np.argmin(size)]]
            self.state[chosen] = BLIJFT
            self.parts_of.pop(int(chosen[0]), None)
            self._show_last(chosen)
            return {int(chosen[0])}
        may_add = relation.telt_op and self.state[whole] == NIEUW
        may_add &= not (self.state[parts] == DICHT).any()
        fresh = parts[(self.state[parts] >= NIEUW) & (np.abs(self.exact[parts]) > GELIJK)]
        may_close = relation.mag_dicht and len(fresh) > 0
        if may_add and (relation.eerst_samen or not may_close):
            self.state[whole] = SAMEN
            self.parts_of[whole] = parts
            self._add_up(whole)
            return {whole}
        if may_close:
            return self._close(int(fresh[np.argmin(np.abs(self.exact[fresh]))]))
        if self.state[whole] >= NIEUW:
            return self._close(whole)
        return set().union(*(self._close(int(item)) for item in parts[self.state[parts] >= NIEUW]))

    def _close(self, cell: int) -> set[int]:
        """Close one cell, the other sum of its share, and a quarter of what its quarters add up to.

        The smallest of the quarters that are shown anew: what an earlier edition showed is known.
        """
        closed = {cell, int(self.partner[cell])} - {-1}
        for item in closed:
            self.state[item] = DICHT
            self.parts_of.pop(item, None)
        for item in tuple(closed):
            parts = self.quarters_of.get(item, np.zeros(0, np.int64))
            fresh = parts[self.state[parts] >= NIEUW]
            if len(fresh) and not (self.state[parts] == DICHT).any():
                closed |= self._close(int(fresh[np.argmin(np.abs(self.exact[fresh]))]))
        return closed

    def _renew_sums(self) -> set[int]:
        """Add up again the totals made of their parts; one with a closed part is closed."""
        changed: set[int] = set()
        for whole, parts in list(self.parts_of.items()):
            if (self.state[parts] == DICHT).any():
                changed |= self._close(whole)
            elif not np.array_equal(self.made_of[whole], self.vector[parts]):
                self._add_up(whole)
                changed.add(whole)
        return changed

    def _add_up(self, whole: int) -> None:
        """Show a total as the sum of its shown parts: who stands behind it stood behind those."""
        parts = self.parts_of[whole]
        self.made_of[whole] = self.vector[parts].copy()
        self.vector[whole] = self.vectors.add(self.vector[parts])
        if self.is_mean[whole]:  # weighted by units, as a step is so many times the same rounding
            self.step[whole] = self.step[parts].sum()
            weighed = np.nansum(self.getoond[parts] * self.step[parts])
            self.getoond[whole] = weighed / self.step[whole]
            return
        total = np.array([self.getoond[parts].sum()])
        rounded, step = round_euros(total, self.rules)
        self.getoond[whole] = rounded[0]
        self.step[whole] = step[0] + self.step[parts].sum()

    def describe(self) -> pd.DataFrame:
        """The cells of Eurobescherming."""
        anker = np.full(len(self.cells), "", object)
        for memory, vectors in zip(self.earlier, self.vector_at, strict=True):
            found = align(memory.cellen, self.cells, SLEUTEL)["anker"].to_numpy(object)
            stays = (self.state == BLIJFT) & (vectors != NIETS)
            anker = np.where(stays, found, anker)
        sums = np.where(self.vectors.known[self.vector], self.vectors.sums[self.vector], np.nan)
        return self.cells[list(SLEUTEL)].assign(
            getoond=np.where(self.state == DICHT, np.nan, self.getoond),
            stap=self.step,
            anker=anker,
            exact=sums,
            toestand=self.state,
        )

    def newcomers(self) -> Iterator[pd.DataFrame]:
        """The contributions behind the cells that are shown anew; names as categoricals.

        Some cells at a time, as there may be millions of rows; an empty frame when there are none.
        """
        has_rows = self.vectors.stop[self.vector] > self.vectors.start[self.vector]
        fresh = np.flatnonzero((self.state >= NIEUW) & has_rows)
        names = {name: pd.Categorical(self.cells[name]) for name in SLEUTEL}
        for own in self.vectors.cut(self.vector[fresh]):
            vectors = self.vector[fresh[own]]
            rows, place = self.vectors.rows_of(vectors)
            found: dict[str, Any] = {
                name: pd.Categorical.from_codes(values.codes[fresh[own]][place], dtype=values.dtype)
                for name, values in names.items()
            }
            yield pd.DataFrame(found | self.vectors.values(rows), copy=False)


def _partners(cells: pd.DataFrame) -> Gehelen:
    """Per cell the place of the other sum of its share of euros, -1 where it has none."""
    found = np.full(len(cells), -1)
    for relation in find_relations(cells):
        if relation.is_paar:
            other = int(relation.delen[0])
            found[relation.geheel], found[other] = other, relation.geheel
    return found
