"""Whole-number search (OR-tools CP-SAT): what is really possible for a number, not only by bounds.

Every solution found is a witness for all numbers at once: a target with two solutions 4 apart has 5
candidates left. The exact numbers are the first witness. Targets that no cheap solution settles get
a search of their own, upwards and downwards.
"""

import time
from dataclasses import dataclass, field
from random import Random

import numpy as np
from ortools.sat.python import cp_model
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from tests.lib.aanvaller.stelsel import Ids, Stelsel

RUIMTE = 4  # largest minus smallest candidate, at least: 5 candidates
GEDULD = 15  # for the few that are left to be asked one by one
STAD = "rijen"  # rows over all wijken: only in the bounds, else all wijken hang together


@dataclass
class Zoekresultaat:
    """nauw: target -> (smallest, largest) where fewer than 5 are left; open: undecided in time."""

    nauw: dict[int, tuple[int, int]] = field(default_factory=dict)
    open: list[int] = field(default_factory=list)
    modellen: int = 0


def _parts(stelsel: Stelsel) -> Ids:
    """The part of the system each number hangs together with; fixed numbers link nothing."""
    size = len(stelsel.onder)
    los = stelsel.onder < stelsel.boven
    rows, cols, start = [], [], size
    for regel in stelsel.regels:
        if regel.naam.startswith(STAD):
            continue
        keep = los[regel.ids]
        numbers = np.broadcast_to(np.arange(len(regel.ids))[:, None] + start, regel.ids.shape)
        rows.append(numbers[keep])
        cols.append(regel.ids[keep])
        start += len(regel.ids)
    row, col = np.concatenate(rows), np.concatenate(cols)
    graph = coo_matrix((np.ones(len(row)), (row, col)), shape=(start, start))
    labels: Ids = connected_components(graph, directed=False)[1][:size].astype(np.int64)
    return labels


class Deel:
    """One part of the system as a CP-SAT model."""

    def __init__(self, stelsel: Stelsel, numbers: Ids, rows: list[tuple[Ids, Ids, int, int]]):
        self.stelsel, self.numbers = stelsel, numbers
        self.model = cp_model.CpModel()
        self.vars = {
            int(n): self.model.new_int_var(int(stelsel.onder[n]), int(stelsel.boven[n]), "")
            for n in numbers
        }
        for teken, ids, onder, boven in rows:
            vast = int(
                sum(
                    t * stelsel.onder[i]
                    for t, i in zip(teken, ids, strict=True)
                    if int(i) not in self.vars
                )
            )
            terms = [
                (int(t), self.vars[int(i)])
                for t, i in zip(teken, ids, strict=True)
                if int(i) in self.vars
            ]
            expression = sum(t * v for t, v in terms)
            self.model.add_linear_constraint(expression, onder - vast, boven - vast)
        self.solver = cp_model.CpSolver()
        self.solver.parameters.num_workers = 1
        self.solver.parameters.random_seed = 1
        for n, var in self.vars.items():
            self.model.add_hint(var, int(stelsel.exact[n]))

    def push(self, signs: dict[int, int], seconds: float) -> tuple[dict[int, int], bool]:
        """A solution far in the direction of these signs, and whether it is proven the farthest."""
        self.model.maximize(sum(sign * self.vars[n] for n, sign in signs.items()))
        self.solver.parameters.max_time_in_seconds = seconds
        status = self.solver.solve(self.model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return {}, False
        values = {n: int(self.solver.value(var)) for n, var in self.vars.items()}
        return values, status == cp_model.OPTIMAL


def _settle_deel(
    deel: Deel, doelen: list[int], result: Zoekresultaat, seconds: float, einde: float
) -> None:
    exact = deel.stelsel.exact
    low = {n: int(exact[n]) for n in doelen}
    high = dict(low)
    rnd = Random(1)

    def note(values: dict[int, int]) -> None:
        for n in doelen:
            if n in values:
                low[n], high[n] = min(low[n], values[n]), max(high[n], values[n])

    def rest() -> list[int]:
        return [n for n in doelen if high[n] - low[n] < RUIMTE]

    def push_many(over: list[int], sign: int = 0) -> None:
        """Half of what is left, each towards the side where it lacks least."""
        signs = {}
        for n in over if sign else rnd.sample(over, (len(over) + 1) // 2):
            up = deel.stelsel.boven[n] - low[n] >= RUIMTE
            signs[n] = sign or (1 if up and rnd.random() < 0.7 else -1)
        note(deel.push(signs, seconds)[0])

    ronde, before = 0, len(doelen)
    while over := rest():
        push_many(over, {0: 1, 1: -1}.get(ronde, 0))
        ronde += 1
        if ronde > 4 and ronde % 3 == 0:
            if len(rest()) > 0.9 * before:
                break
            before = len(rest())
    for n in rest():
        if time.monotonic() > einde:
            result.open.append(n)
            continue
        sure = True
        for sign in (1, -1):
            if high[n] - low[n] < RUIMTE:
                values, optimal = deel.push({n: sign}, GEDULD * seconds)
                note(values)
                sure &= optimal
        if high[n] - low[n] < RUIMTE:
            if sure:
                result.nauw[n] = (low[n], high[n])
            else:
                result.open.append(n)


def settle(
    stelsel: Stelsel, doelen: Ids, seconds: float = 2.0, budget: float = 1e9
) -> Zoekresultaat:
    """Which targets have fewer than 5 candidates; those with 5 or more by a witness are left out.
    seconds is for one search, budget for all of them together."""
    result, einde = Zoekresultaat(), time.monotonic() + budget
    labels = _parts(stelsel)
    los = stelsel.onder < stelsel.boven
    members: dict[int, list[int]] = {}
    for n in np.flatnonzero(los & ~np.isnan(stelsel.exact)).tolist():
        members.setdefault(int(labels[n]), []).append(n)
    wanted: dict[int, list[int]] = {}
    for n in doelen.tolist():
        if not los[n]:
            result.nauw[n] = (int(stelsel.onder[n]), int(stelsel.boven[n]))
            continue
        wanted.setdefault(int(labels[n]), []).append(n)
    rows: dict[int, list[tuple[Ids, Ids, int, int]]] = {label: [] for label in wanted}
    for regel in stelsel.regels:
        if regel.naam.startswith(STAD):
            continue
        free = los[regel.ids]
        first = regel.ids[np.arange(len(free)), free.argmax(axis=1)]
        for rij in np.flatnonzero(free.any(axis=1)).tolist():
            label = int(labels[first[rij]])
            if label in rows:
                rows[label].append(
                    (regel.teken, regel.ids[rij], int(regel.onder[rij]), int(regel.boven[rij]))
                )
    for label, mine in wanted.items():
        deel = Deel(stelsel, np.array(members[label]), rows[label])
        result.modellen += 1
        _settle_deel(deel, mine, result, seconds, einde)
    return result
