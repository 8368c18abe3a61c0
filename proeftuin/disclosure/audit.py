"""The audit: an integer program that plays the attacker (docs/definities.md, Regel 5).

It bounds every number of 1..9 children that is not shown, and calls the ones that are narrowed to
fewer than MINIMUM candidates, or fewer than "under the threshold" leaves by itself. First every
equation on its own, for all numbers at once; what stays open is decided by HiGHS, per group of
equations that hang together, by looking for worlds that agree with everything shown and give that
number other values.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csc_matrix
from scipy.sparse.csgraph import connected_components

from proeftuin.disclosure.knowledge import Gehelen, Getallen
from proeftuin.disclosure.system import Stelsel
from proeftuin.settings import Onthulling

MINIMUM = 5  # candidates that must remain
GROEPSRONDES = 20  # worlds sought for all targets of a group at once
HELE_POGINGEN = 4  # tries for a world without halves before HiGHS branches
GENOEG = 3  # narrow numbers of a group that are named at once
STAPPEN = 20_000  # steps of the simplex method for one group, and
STAPPEN_PER_DOEL = 500  # so many more for each number in it that is still open
KNOPEN = 500  # branches of the whole-number search for one end of one number
WHOLE = 1e-6
HAALBAAR = 1e-3  # a solution so near whole numbers may be those: of large counts the last digits go
ONAF = (highspy.HighsModelStatus.kIterationLimit, highspy.HighsModelStatus.kSolutionLimit)
ONBEKEND = highspy.HighsModelStatus.kUnknown
PRIMAL = 4  # HiGHS: primal simplex, which goes on from the world found before


@dataclass(frozen=True)
class Component:
    """Variables that hang together, the equations between them, and what is fixed elsewhere.

    var: variables that are still open. matrix and vast: matrix @ x[var] = vast.
    """

    var: Gehelen
    matrix: csc_matrix
    vast: Getallen

    def mark(
        self, low: Getallen, high: Getallen, targets: NDArray[np.bool_], fewest: int = MINIMUM
    ) -> bytes:
        """A digest of the whole question: equations, bounds, which variables are targets, and how
        many candidates must remain of each.
        """
        parts = (self.matrix.indptr, self.matrix.indices, self.matrix.data, self.vast)
        own = (low[self.var], high[self.var], targets[self.var])
        digest = hashlib.blake2b(digest_size=16, salt=bytes([fewest] * (fewest != MINIMUM)))
        for part in (*parts, *own):
            digest.update(np.ascontiguousarray(part).tobytes())
        return digest.digest()


def fewest_candidates(rules: Onthulling) -> int:
    """How many candidates must remain: as many as "under the threshold" itself leaves will do."""
    return min(MINIMUM, rules.drempel - 1)


def find_narrow(low: Getallen, high: Getallen, targets: Gehelen, fewest: int = MINIMUM) -> Gehelen:
    """Targets that single equations already narrow too far; low and high from Stelsel.narrow."""
    return targets[high[targets] - low[targets] + 1 < fewest]


def split_components(
    stelsel: Stelsel,
    low: Getallen,
    high: Getallen,
    targets: Gehelen,
    telling: NDArray[np.bool_],
) -> Iterator[tuple[Component, Gehelen]]:
    """The groups with a target in them, each with the places of its targets in Component.var.

    telling: of Stelsel.find_telling; the other equations are left out. A target in none of them is
    in no group: its bounds are all that is known of it.
    """
    if not len(targets):
        return
    rows, size = stelsel.aantal_rijen, len(low)
    is_open = low < high
    used = telling[stelsel.rij]
    rij, var, factor = stelsel.rij[used], stelsel.var[used], stelsel.factor[used]
    entries = is_open[var]
    pairs = rij[entries], rows + var[entries]
    graph = coo_matrix((np.ones(entries.sum()), pairs), shape=(rows + size, rows + size))
    label = connected_components(graph, directed=False)[1][rows:]
    matrix = csc_matrix((factor, (rij, var)), shape=(rows, size))
    fixed = matrix @ np.where(is_open, 0.0, low)
    wanted = np.zeros(size, bool)
    wanted[targets] = True
    chosen = np.flatnonzero(is_open & np.isin(label, np.unique(label[targets])))
    chosen = chosen[np.argsort(label[chosen], kind="stable")]
    borders = np.flatnonzero(np.diff(label[chosen])) + 1
    ordered = matrix[:, chosen]
    starts, places, factors = ordered.indptr, ordered.indices, ordered.data
    for first, last in zip([0, *borders], [*borders, len(chosen)], strict=True):
        group, span = chosen[first:last], slice(starts[first], starts[last])
        own, place = np.unique(places[span], return_inverse=True)
        if not len(own):  # nothing but equations that tell nothing
            continue
        columns = starts[first : last + 1] - starts[first]
        part = (factors[span], place.astype(np.int32), columns)
        component = Component(group, csc_matrix(part, (len(own), len(group))), -fixed[own])
        yield component, np.flatnonzero(wanted[group])


class Worlds:
    """Worlds that agree with everything shown, and the values seen in them of every variable.

    A world is kept as the variables in which it may differ from the truth. When other bounds are
    set, worlds that no longer fit are dropped; the rest need not be found again.
    """

    def __init__(self, truth: Getallen, fewest: int = MINIMUM) -> None:
        """truth: the true value of every variable, which is the first world.

        fewest: candidates that must remain (fewest_candidates).
        """
        self.truth, self.fewest = truth, fewest
        self.kept: list[tuple[Gehelen, Getallen]] = []
        self.lowest, self.highest = truth.copy(), truth.copy()

    def is_open(self, var: Gehelen) -> NDArray[np.bool_]:
        """Of which of these variables too few candidates were seen so far."""
        return np.asarray(self.highest[var] - self.lowest[var] + 1 < self.fewest)

    def open_targets(self, targets: Gehelen) -> Gehelen:
        """Targets of which too few candidates were seen so far."""
        return targets[self.is_open(targets)]

    def set_bounds(self, low: Getallen, high: Getallen) -> None:
        """Keep the worlds that fit these bounds."""
        self.lowest, self.highest = self.truth.copy(), self.truth.copy()
        if not self.kept:
            return
        var, found = (np.concatenate(column) for column in zip(*self.kept, strict=True))
        sizes = np.array([len(own) for own, _ in self.kept])
        within = (low[var] <= found) & (found <= high[var])
        fits = np.logical_and.reduceat(within, np.cumsum(sizes) - sizes)
        self.kept = [item for item, fit in zip(self.kept, fits, strict=True) if fit]
        seen = np.repeat(fits, sizes)
        np.minimum.at(self.lowest, var[seen], found[seen])
        np.maximum.at(self.highest, var[seen], found[seen])

    def add(self, var: Gehelen, found: Getallen) -> None:
        """A world; kept when it shows a value that was not seen before."""
        lowest, highest = self.lowest[var], self.highest[var]
        if (found < lowest).any() or (found > highest).any():
            self.kept.append((var, found))
            self.lowest[var] = np.minimum(lowest, found)
            self.highest[var] = np.maximum(highest, found)


@dataclass(frozen=True)
class Bevinding:
    """What the search in one group found: variables.

    nauw: with too few candidates, at most GENOEG of them: protecting those often helps
    the others too. open: not decided when the steps were used up. stappen: how many it took.
    """

    nauw: list[int]
    open: list[int]
    stappen: int


def allowed_steps(targets: int) -> int:
    """How many steps a group of equations with so many open numbers may take at most."""
    return STAPPEN + STAPPEN_PER_DOEL * targets


def find_breaches(
    component: Component,
    low: Getallen,
    high: Getallen,
    worlds: Worlds,
    places: Gehelen,
    deel: float = 1.0,
) -> Bevinding:
    """Which of the targets (places in component.var) are narrowed too far.

    Every world found widens what is seen; a target is safe as soon as its seen values lie
    far enough apart. worlds gets every world that was found. The work is bounded by a count of
    steps, never by a clock, so that the same cells always give the same answer; deel: the part of
    the steps it may take.
    """
    most = int(deel * allowed_steps(len(places)))
    world = _World(component, low[component.var], high[component.var], worlds, most)
    fruitless, left = 0, places
    for ronde in range(GROEPSRONDES):
        aims = left if ronde < 2 else world.apart(left)
        sign = (-1.0, 1.0)[ronde] if ronde < 2 else world.draw.choice([-1.0, 1.0], len(aims))
        world.look(aims, world.draw.uniform(0.5, 1.5, len(aims)) * sign)
        before, left = len(left), world.still_open(left)
        fruitless = fruitless + 1 if len(left) == before else 0
        if len(left) <= 3 or fruitless == 2 or world.is_spent:
            break
    found: list[int] = []
    for place in world.draw.permutation(left):
        if world.is_spent:
            break
        world.settle(np.array([place]))
        if not world.is_spent:
            found += component.var[world.still_open(np.array([place]))].tolist()
        if len(found) == GENOEG:
            break
    undecided = component.var[world.still_open(left)].tolist() if world.is_spent else []
    return Bevinding(found, [item for item in undecided if item not in found], world.stappen)


class _World:
    """One component in HiGHS."""

    def __init__(
        self, component: Component, low: Getallen, high: Getallen, worlds: Worlds, most: int
    ) -> None:
        """most: steps after which nothing more is asked."""
        self.size, self.var, self.worlds = len(low), component.var, worlds
        self.matrix, self.vast = component.matrix, component.vast
        self.low, self.high = low, high
        self.stappen, self.most = 0, most
        self.places = np.arange(self.size, dtype=np.int32)
        self.draw = np.random.default_rng(self.size)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = self.size, component.matrix.shape[0]
        model.col_cost_ = np.zeros(self.size)
        model.col_lower_, model.col_upper_ = low, high
        model.row_lower_ = model.row_upper_ = component.vast
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = component.matrix.indptr
        model.a_matrix_.index_ = component.matrix.indices
        model.a_matrix_.value_ = component.matrix.data
        self.solver: Any = highspy.Highs()
        self.solver.silent()
        self.solver.setOptionValue("threads", 1)  # components go in parallel, not one of them
        self.solver.setOptionValue("simplex_strategy", PRIMAL)  # only the aim changes
        self.solver.setOptionValue("primal_simplex_bound_perturbation_multiplier", 0.0)
        self.solver.setOptionValue("mip_max_nodes", KNOPEN)
        self.solver.setOptionValue("mip_rel_gap", 0.0)  # the default is 1e-4: many of a large count
        self.solver.passModel(model)

    @cached_property
    def rows_of(self) -> list[list[int]]:
        """The equations of every variable."""
        rows, starts = self.matrix.indices.tolist(), self.matrix.indptr.tolist()
        return [rows[first:last] for first, last in pairwise(starts)]

    @property
    def is_spent(self) -> bool:
        """Whether the steps are used up: what is open now stays undecided."""
        return self.stappen >= self.most

    def still_open(self, places: Gehelen) -> Gehelen:
        """The places whose variable has not been seen with enough values."""
        return places[self.worlds.is_open(self.var[places])]

    def apart(self, places: Gehelen) -> Gehelen:
        """Some of the places, no two in one equation, so that all can reach their ends at once."""
        taken: set[int] = set()
        chosen = []
        for place in self.draw.permutation(places):
            rows = self.rows_of[place]
            if taken.isdisjoint(rows):
                taken.update(rows)
                chosen.append(place)
        return np.array(chosen, np.int64)

    def settle(self, place: Gehelen) -> None:
        """Find the ends of one variable, as far as needed to know whether it is safe."""
        ends = []
        for sign in (1.0, -1.0):
            if not len(self.still_open(place)) or self.is_spent:
                return
            ends.append(self.look(place, np.array([sign])))
        if np.floor(-ends[1] + HAALBAAR) - np.ceil(ends[0] - HAALBAAR) + 1 < self.worlds.fewest:
            return  # even worlds with halves do not lie far enough apart
        for _ in range(HELE_POGINGEN):
            for sign in (1.0, -1.0):
                if not len(self.still_open(place)) or self.is_spent:
                    return
                self.look(place, np.array([sign]), self._push_halves())
        self._set_whole(highspy.HighsVarType.kInteger)
        for sign in (1.0, -1.0):
            if len(self.still_open(place)):
                self.look(place, np.array([sign]))
        self._set_whole(highspy.HighsVarType.kContinuous)

    def look(self, places: Gehelen, cost: Getallen, others: Getallen | float = 0.0) -> float:
        """Find a world that makes cost @ x[places] small; returns how small it can be.

        others: a small cost of every variable, to choose between worlds that are as good. -inf when
        the steps are used up before that is known, or HiGHS does not get to know it.
        """
        costs = np.zeros(self.size) + others
        costs[places] = cost
        self.solver.changeColsCost(self.size, self.places, costs)
        status = self._run()
        if status == ONBEKEND:  # going on from the world found before it can lose its way
            self.solver.clearSolver()
            status = self._run()
        if status in (*ONAF, ONBEKEND):
            return -np.inf
        if status != highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError("the true world fits, so a world exists")
        values = np.array(self.solver.getSolution().col_value)
        whole = np.round(values)
        if np.abs(values - whole).max() < HAALBAAR and self._fits(whole):
            self.worlds.add(self.var, whole)
        return float(self.solver.getObjectiveValue())

    def _fits(self, whole: Getallen) -> bool:
        """Whether these whole numbers obey every equation and bound, without any rounding."""
        within = (self.low <= whole) & (whole <= self.high)
        return bool(within.all() and (self.matrix @ whole == self.vast).all())

    def _run(self) -> Any:
        """Solve, within the steps that are left; the status of HiGHS."""
        self.solver.setOptionValue("simplex_iteration_limit", max(1, self.most - self.stappen))
        self.solver.run()
        info = self.solver.getInfo()
        self.stappen += 1 + max(0, info.simplex_iteration_count) + max(0, info.mip_node_count)
        return self.solver.getModelStatus()

    def _push_halves(self) -> Getallen:
        """A small cost, up or down, of what is no whole number in the world found last."""
        found = np.array(self.solver.getSolution().col_value)
        halves = np.abs(found - np.round(found)) >= WHOLE
        return np.where(halves, self.draw.uniform(-0.01, 0.01, self.size), 0.0)

    def _set_whole(self, kind: highspy.HighsVarType) -> None:
        self.solver.changeColsIntegrality(self.size, self.places, np.full(self.size, kind))
