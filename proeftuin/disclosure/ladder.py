"""Secondary protection of a new edition: the steps of its groepen that keep rule 5.

Rule 5 of docs/definities.md. The steps are raised round by round until no number is narrowed. Every
round protects what the round before could still narrow: the own split first (coarser rounding, then
not shown for that wijk and window), then what else stands in the same equations. An attacker is
first granted that a count which did not change is known to be the same; where that leaves something
nothing protects, the counts around it are loosened and the ladder goes on.
"""

import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from proeftuin.disclosure.audit import (
    GENOEG,
    Bevinding,
    Component,
    Worlds,
    allowed_steps,
    fewest_candidates,
    find_breaches,
    find_narrow,
    split_components,
)
from proeftuin.disclosure.knowledge import GEEN, Gehelen, Getallen, Links, find_links
from proeftuin.disclosure.protection import (
    VERBORGEN,
    Bescherming,
    Weergave,
    find_staying,
    number_groups,
    show_cells,
    take_steps,
)
from proeftuin.disclosure.shown_sums import Eurobescherming
from proeftuin.disclosure.system import (
    SLEUTEL,
    TOLD,
    Grenzen,
    Stelsel,
    add_told,
    build_stelsel,
    change_bounds,
    last_told,
    number_keys,
)
from proeftuin.settings import Onthulling
from proeftuin.vocabulary import KWARTAAL

RONDES = 200
GEDULD = 12  # so many steps for one number while counts that stayed are taken as known
WERK = 200_000  # steps of the search in one publish, and
WERK_PER_DOEL = 8  # so many more for every number that is bounded; past that whole groups go
DEEL = 0.1  # of its steps one group of equations may always take, also when the work is used up
RINGEN = 8  # how far from a number its protection is sought
# What a step costs the reader, without a split and with one; years cost three times a quarter.
KOSTEN = {False: (0.0, 3.0, 6.0, 40.0), True: (0.0, 1.0, 2.0, 4.0)}
Progress = Callable[[str, float], None]


class Ladder:
    """The steps of every groep, what they show, and what is narrowed by it."""

    def __init__(
        self,
        stelsel: Stelsel,
        cells: pd.DataFrame,
        groep: Gehelen,
        groepen: pd.DataFrame,
        before: pd.DataFrame | None,
        rules: Onthulling,
        safe: frozenset[bytes],
        steps: Gehelen | None = None,
        stappen: int = 0,
    ) -> None:
        """groep: of every cell; before: how each was shown last, and rounded in the last edition
        (_look_back); steps: to go on from; stappen: of the search that were taken before.

        The other arguments are those of protect_edition.
        """
        self.safe = safe
        self.stelsel, self.cells, self.groep, self.groepen = stelsel, cells, groep, groepen
        self.before, self.rules = before, rules
        self.exact = cells["exact"].to_numpy(float)
        self.is_split = (groepen["indeling"] != GEEN).to_numpy()
        self.after = take_steps(np.arange(1, VERBORGEN + 1), rules)  # per step the next one
        self.first = self._first_steps()
        self.steps = (self.first if steps is None else steps).copy()
        self.stuck: set[int] = set()
        self.tried: Counter[int] = Counter()
        self.narrow: set[int] = set()
        self.worlds = Worlds(stelsel.waar, fewest_candidates(rules))
        self.raised: dict[int, int] = {}
        self.raised_for: defaultdict[int, set[int]] = defaultdict(set)
        self.weight = np.where(groepen["venster"] == KWARTAAL, 1.0, 3.0)
        shape = (stelsel.aantal_rijen, len(stelsel.waar))
        self.rows = csr_matrix((stelsel.factor, (stelsel.rij, stelsel.var)), shape=shape)
        self.columns = self.rows.tocsc()
        self.cell_of_var = np.full(len(stelsel.waar), -1)
        self.cell_of_var[stelsel.cel_var] = np.arange(len(cells))
        self.shown = self._show()
        self.stays = find_staying(self.exact, before)
        self.is_target = self._is_target()
        self.targets = np.flatnonzero(self.is_target)
        self.stappen = stappen
        self.most = WERK + WERK_PER_DOEL * len(self.targets)
        self.undecided: list[Component] = []
        self.is_late = False
        self.narrowed: tuple[Grenzen, Grenzen] | None = None

    @property
    def is_spent(self) -> bool:
        """Whether the work is used up: from here on what is not decided at once is not shown."""
        return self.stappen >= self.most

    def _first_steps(self) -> Gehelen:
        """The step a groep had in the edition before; 0 where it is new."""
        steps = np.zeros(len(self.groepen), np.int64)
        if self.before is None:
            return steps
        basis = self.before["laatste_basis"].to_numpy(float)
        known = ~np.isnan(basis)
        coarse = basis[known] / self.rules.basis
        step = np.where(coarse == 0, VERBORGEN, np.log2(np.maximum(coarse, 1)).astype(int))
        np.maximum.at(steps, self.groep[known], np.minimum(step, VERBORGEN))
        return take_steps(steps, self.rules)

    def _show(self) -> Weergave:
        return show_cells(self.exact, self.steps[self.groep], self.rules, self.before)

    def _is_target(self) -> NDArray[np.bool_]:
        """Numbers of 1..9 children: counts, rests and changes."""
        size = np.abs(self.stelsel.waar)
        return (size > 0) & (size < self.rules.drempel)

    def climb(self, progress: Progress | None, patient: bool) -> int:
        """Improve until nothing is left, or, without patience, until it is hopeless; the rounds.

        It ends, for every round hides more of a groep or finds a number that nothing protects; past
        RONDES much faster, for then all that stands beside a narrow number is hidden at once.
        """
        ronde = 0
        while True:
            ronde += 1
            if progress is not None:
                progress(self._describe_work(ronde), min(0.95, self.stappen / self.most))
            self.is_late = ronde > RONDES
            if not self.improve() or (not patient and self.hopeless()):
                return ronde

    def improve(self) -> bool:
        """Audit once and raise the steps of what is narrowed; False when nothing is left."""
        self.shown = self._show()
        low, high = self._bounds()
        wide_low, wide_high = low, high
        low, high = self._narrow((low, high))
        narrow = list(find_narrow(low, high, self.targets, self.worlds.fewest))
        narrow = [target for target in narrow if target not in self.stuck]
        if not narrow:
            narrow = self._solve(low, high, (wide_low, wide_high))
            if self.undecided:
                self._withdraw()
                return True
        self.tried.update(narrow)
        self.narrow = {int(target) for target in narrow}
        for target in narrow:
            for groep, step in self._choose(int(target), wide_low, wide_high):
                self.raised_for[groep].add(int(target))
                self.raised[groep] = max(step, self.raised.get(groep, 0))
        for groep, step in self.raised.items():
            self.steps[groep] = step
        self.raised.clear()
        return bool(narrow)

    def _describe_work(self, ronde: int) -> str:
        """What the audit is at, in Dutch, with how much of the work it may do is left."""
        text = f"Onthulling controleren, ronde {ronde}"
        if self.narrow:
            text += f", {len(self.narrow)} aantallen te beschermen"
        if self.is_spent:
            return f"{text}, wat nog niet is beoordeeld wordt niet getoond"
        return f"{text}, nog hooguit {100 - 100 * self.stappen // self.most}% van het werk"

    def _withdraw(self) -> None:
        """Hide what stands in the groups of equations that were not decided: splits, then all."""
        for component in self.undecided:
            groepen = np.unique(self.groep[self._shown_in(component)])
            splits = groepen[self.is_split[groepen]]
            self.steps[splits if len(splits) else groepen] = VERBORGEN
        self.undecided = []

    def _shown_in(self, component: Component) -> Gehelen:
        """The cells in these equations of which this edition shows something."""
        rows = np.unique(self.columns[:, component.var].indices)
        cells = self.cell_of_var[np.unique(self.rows[rows].indices)]
        cells = cells[cells >= 0]
        told = ~np.isnan(self.shown.getoond[cells]) | (self.shown.basis[cells] > 0)
        return np.asarray(cells[told], np.int64)

    def hopeless(self) -> set[int]:
        """Numbers that stayed narrow whatever was protected around them."""
        return self.stuck | {item for item, times in self.tried.items() if times > GEDULD}

    def steps_of_others(self) -> Gehelen:
        """The steps of every groep, without those that were raised for hopeless numbers alone."""
        steps, hopeless = self.steps.copy(), self.hopeless()
        for groep, targets in self.raised_for.items():
            if targets <= hopeless:
                steps[groep] = self.first[groep]
        return steps

    def around_hopeless(self, ver: int) -> pd.DataFrame:
        """The counts (SLEUTEL) at most ver equations away from a hopeless number."""
        rows = [members(self.columns, item) for item in self.hopeless()]
        near = np.unique(np.concatenate(rows))
        for _ in range(ver):
            reached = len(near)
            near = self._rows_beside(near)
            if len(near) == reached:
                break
        entries = np.isin(self.stelsel.rij, near)
        names = np.unique(self.stelsel.var[entries])
        return self.stelsel.namen.iloc[names[names < len(self.stelsel.namen)]]

    def _bounds(self) -> tuple[Getallen, Getallen]:
        """Bounds of every variable as it is shown now."""
        shown, before = self.shown, self.before
        free = (np.full(len(self.exact), -np.inf), np.full(len(self.exact), np.inf))
        changes = free
        if before is not None:
            now = pd.DataFrame(
                {"getoond": shown.getoond, "basis": shown.basis, "exact": self.exact}
            )
            changes = change_bounds(before, now)
        return self.stelsel.with_bounds((shown.low, shown.high), changes)

    def _narrow(self, wide: Grenzen) -> Grenzen:
        """What each equation alone makes of these bounds, done anew only where they changed."""
        self.narrowed = wide, self.stelsel.narrow(*wide, self.narrowed)
        return self.narrowed[1]

    def _solve(self, low: Getallen, high: Getallen, wide: tuple[Getallen, Getallen]) -> list[int]:
        """What the integer program narrows; wide: the bounds as shown."""
        self.worlds.set_bounds(*wide)
        wanted = self.worlds.open_targets(self.targets)
        wanted = np.array([item for item in wanted if item not in self.stuck], np.int64)
        parts = [
            (component, places)
            for component, places in self._split((low, high), wide, wanted)
            if not self.safe or self._mark(component, low, high) not in self.safe
        ]

        asked = sum(allowed_steps(len(places)) for _, places in parts)
        deel = min(1.0, max(DEEL, (self.most - self.stappen) / max(asked, 1)))
        if self.is_spent:  # where nothing of this edition is shown it tells nothing new
            parts = [part for part in parts if len(self._shown_in(part[0]))]

        def ask(part: tuple[Component, Gehelen]) -> Bevinding:
            return find_breaches(part[0], low, high, self.worlds, part[1], deel)

        with ThreadPoolExecutor(os.cpu_count()) as threads:  # HiGHS works outside Python's lock
            found = list(threads.map(ask, parts))
        was_spent = self.is_spent
        self.stappen += sum(item.stappen for item in found)
        if was_spent:
            self.undecided = [
                component
                for (component, _), item in zip(parts, found, strict=True)
                if item.open or item.nauw
            ]
        return [target for item in found for target in (*item.nauw, *item.open[:GENOEG])]

    def _split(
        self, bounds: tuple[Getallen, Getallen], wide: tuple[Getallen, Getallen], wanted: Gehelen
    ) -> Iterator[tuple[Component, Gehelen]]:
        """The groups of equations that hang together, of the wanted numbers."""
        telling = self.stelsel.find_telling(bounds, wide, self.is_target)
        return split_components(self.stelsel, *bounds, wanted, telling)

    def marks(self, seen: bool = False) -> frozenset[bytes]:
        """Digests of the groups of equations as they stand, to be known as safe another time.

        seen: only those of which every target was seen with enough values.
        """
        self.shown = self._show()
        wide = self._bounds()
        self.worlds.set_bounds(*wide)
        unsure = self.worlds.open_targets(self.targets) if seen else self.targets[:0]
        low, high = self._narrow(wide)
        found = self._split((low, high), wide, self.targets)
        return frozenset(
            self._mark(component, low, high)
            for component, places in found
            if not np.isin(component.var[places], unsure).any()
        )

    def _mark(self, component: Component, low: Getallen, high: Getallen) -> bytes:
        return component.mark(low, high, self.is_target, self.worlds.fewest)

    def _choose(self, target: int, low: Getallen, high: Getallen) -> list[tuple[int, int]]:
        """The cheapest (groep, step) that may help one target; none, and stuck, when none is left.

        When it is late every groep of them, hidden.

        First among the equations that alone leave less than is shown, then among all its
        equations, then among those beside them, ring by ring.
        """
        rows = members(self.columns, target)
        tight = [row for row in rows if self._tightens(row, target, low, high)]
        near = np.asarray(tight or rows)
        for _ in range(RINGEN):
            options = [option for row in near for option in self._options(row, target)]
            if options and self.is_late:
                return [(groep, VERBORGEN) for _, groep, _ in options]
            if options:
                return [min(options)[1:]]
            near = np.union1d(rows, self._rows_beside(near))
        self.stuck.add(target)
        return []

    def _options(self, row: int, target: int) -> list[tuple[float, int, int]]:
        """(cost, groep, step) of every groep with a cell in this equation that has a step left.

        A coarser rounding helps where the cell shows a number that does not stay as it was by rule
        4; else only hiding it does.
        """
        found = []
        for var in members(self.rows, row):
            cell = self.cell_of_var[var]
            if cell < 0 or self.steps[self.groep[cell]] == VERBORGEN:
                continue
            groep = int(self.groep[cell])
            shows = self.shown.getoond[cell] > 0 and var != target and not self.stays[cell]
            step = int(self.after[self.steps[groep]]) if shows else VERBORGEN
            found.append((self.weight[groep] * KOSTEN[self.is_split[groep]][step], groep, step))
        return found

    def _rows_beside(self, rows: Gehelen) -> Gehelen:
        """Equations that share a variable with these."""
        near = [self.columns.indices[:0]]
        near += [members(self.columns, var) for row in rows for var in members(self.rows, row)]
        return np.unique(np.concatenate(near))

    def _tightens(self, row: int, target: int, low: Getallen, high: Getallen) -> bool:
        """Whether this equation alone leaves fewer values than what is shown of the target."""
        span = slice(self.rows.indptr[row], self.rows.indptr[row + 1])
        variables, factors = self.rows.indices[span], self.rows.data[span]
        others = variables != target
        ends = factors[others] * low[variables[others]], factors[others] * high[variables[others]]
        own = -float(factors[~others][0])
        sums = np.minimum(*ends).sum() / own, np.maximum(*ends).sum() / own
        return bool(min(sums) > low[target] or max(sums) < high[target])

    def name_stuck(self) -> list[str]:
        """Every number that nothing protects, in Dutch, without the number itself."""
        names: list[str] = []
        known = self.stelsel.namen
        for target in sorted(self.stuck):
            variables = [target]
            if target >= len(known):
                variables = list(members(self.rows, int(members(self.columns, target)[0])))
            counts = [item for item in variables if item < len(known)]
            names.append(" en ".join(_describe(known.iloc[item]) for item in counts[:2]))
        return names


def members(matrix: csr_matrix, place: int) -> Gehelen:
    """The columns of one row of a csr matrix, or the rows of one column of a csc matrix."""
    found: Gehelen = matrix.indices[matrix.indptr[place] : matrix.indptr[place + 1]]
    return found


def _describe(cell: pd.Series) -> str:
    split = f", {cell['indeling']} {cell['categorie']}" if cell["indeling"] != GEEN else ""
    return f"{cell['kolom']} in wijk {cell['wijk']}, {cell['van']} tot en met {cell['tot']}{split}"


KRING = 2  # equations around a hopeless number in which counts are loosened; doubles every time


@dataclass(frozen=True)
class Onthullingscontrole:
    """What the audit of one publish did.

    groepen: the groepen with columns GROEP; steps: that of each. open: cells or rests that no
    step protects (columns SLEUTEL, or a sentence), empty when the edition may be published.
    doelen: how many numbers of 1..9 were bounded; rondes: audits until nothing was narrowed;
    veilig: digests of the groups of equations that were found safe.
    """

    bescherming: Bescherming
    groepen: pd.DataFrame
    steps: Gehelen
    open: list[str]
    doelen: int
    rondes: int
    veilig: frozenset[bytes]

    def count(self, hidden: bool) -> int:
        """How many groepen are not shown (hidden) or rounded more."""
        chosen = self.steps == VERBORGEN if hidden else (self.steps > 0) & (self.steps < VERBORGEN)
        return int(chosen.sum())


def protect_edition(
    cells: pd.DataFrame,
    earlier: list[tuple[pd.DataFrame, Links]],
    rules: Onthulling,
    safe: frozenset[bytes] = frozenset(),
    progress: Progress | None = None,
    euro: Eurobescherming | None = None,
) -> Onthullingscontrole:
    """Protect the base cells of a new edition so that rule 5 holds over all editions together.

    cells: of cells.collect_cells. earlier: what earlier editions showed, oldest first
    (system.build_stelsel), each with its links. safe: what an earlier audit of this
    very function found safe (Onthullingscontrole.veilig). euro: how sums are shown, handed on.
    """
    groep, groepen = number_groups(cells)
    before = _look_back([frame for frame, _ in earlier], cells) if earlier else None
    editions = [*earlier, (cells, find_links(cells))]
    los, steps, ver, patient = cells[list(SLEUTEL)][:0], None, KRING, not earlier
    stappen = 0
    while True:  # until nothing is stuck, or nothing around what is stuck is left to loosen
        stelsel = build_stelsel(editions, los)
        ladder = Ladder(stelsel, cells, groep, groepen, before, rules, safe, steps, stappen)
        ronde = ladder.climb(progress, patient)
        if not earlier or not (ladder.stuck if patient else ladder.hopeless()):
            break
        more = pd.concat([los, ladder.around_hopeless(ver)]).drop_duplicates()
        if patient and len(more) == len(los):
            break
        patient = len(more) == len(los)  # all there is to loosen around it is loose
        los, ver, stappen = more, 2 * ver, ladder.stappen
        steps, safe = ladder.steps_of_others(), safe | ladder.marks(seen=True)
    return Onthullingscontrole(
        Bescherming(cells, ladder.shown, rules, [frame for frame, _ in earlier], euro),
        groepen,
        ladder.steps,
        ladder.name_stuck(),
        len(ladder.targets),
        ronde,
        ladder.marks(),
    )


def _look_back(earlier: list[pd.DataFrame], cells: pd.DataFrame) -> pd.DataFrame:
    """How each of these cells was last shown: getoond, basis and anker, nan where it never was.

    Rule 4 holds over editions in which it was not shown (last_told). laatste_basis: its rounding
    in the last edition, 0 when hidden by secondary protection then.
    """
    keys = number_keys([*earlier, cells])
    frames = [
        frame[[name for name in ("exact", *TOLD) if name in frame]].assign(
            sleutel=number, bevroren=keys.bevroren[number]
        )
        for frame, number in zip([*earlier, cells], keys.frames, strict=True)
    ]
    now = frames.pop()
    told = frames[0][:0]
    for frame in frames:
        told = add_told(told, frame)
    told = last_told(told, now).set_index("sleutel")[list(TOLD)]
    last = frames[-1].set_index("sleutel")["basis"].rename("laatste_basis")
    found = pd.concat([told.reindex(now["sleutel"]), last.reindex(now["sleutel"])], axis=1)
    return cells[list(SLEUTEL)].join(found.set_axis(cells.index))
