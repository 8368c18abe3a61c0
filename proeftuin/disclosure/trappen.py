"""Secondary protection of a new edition: the steps of its groepen that keep rule 5.

An attacker is first granted that a count which did not change is known to be the same; where that
leaves something nothing protects, the counts around it are loosened and the ladder goes on.
"""

from dataclasses import dataclass

import pandas as pd

from proeftuin.disclosure.knowledge import Gehelen, Links, find_links
from proeftuin.disclosure.ladder import Ladder, Progress
from proeftuin.disclosure.protection import VERBORGEN, Bescherming, number_groups
from proeftuin.disclosure.system import SLEUTEL, build_stelsel
from proeftuin.settings.model import Onthulling

KRING = 2  # equations around a hopeless number in which counts are loosened; doubles every time


@dataclass(frozen=True)
class Onthullingscontrole:
    """What the audit of one publish did.

    groepen: the groepen with columns GROEP; trap: the step of each. open: cells or rests that no
    step protects (columns SLEUTEL, or a sentence), empty when the edition may be published.
    doelen: how many numbers of 1..9 were bounded; rondes: audits until nothing was narrowed;
    veilig: digests of the groups of equations that were found safe.
    """

    bescherming: Bescherming
    groepen: pd.DataFrame
    trap: Gehelen
    open: list[str]
    doelen: int
    rondes: int
    veilig: frozenset[bytes]

    def count(self, hidden: bool) -> int:
        """How many groepen are not shown (hidden) or rounded more."""
        steps = self.trap == VERBORGEN if hidden else (self.trap > 0) & (self.trap < VERBORGEN)
        return int(steps.sum())


def protect_edition(
    cells: pd.DataFrame,
    earlier: list[tuple[pd.DataFrame, Links]],
    rules: Onthulling,
    safe: frozenset[bytes] = frozenset(),
    progress: Progress | None = None,
) -> Onthullingscontrole:
    """Protect the base cells of a new edition so that rule 5 holds over all editions together.

    cells: of disclosure_basis.collect_cells. earlier: what earlier editions showed, oldest first
    (disclosure_stelsel.build_stelsel), each with its links. safe: what an earlier audit of this
    very function found safe (Onthullingscontrole.veilig).
    """
    groep, groepen = number_groups(cells)
    before = _align(earlier[-1][0], cells) if earlier else None
    editions = [*earlier, (cells, find_links(cells))]
    los, trap, ver, patient = cells[list(SLEUTEL)][:0], None, KRING, not earlier
    while True:  # until nothing is stuck, or nothing around what is stuck is left to loosen
        stelsel = build_stelsel(editions, los)
        ladder = Ladder(stelsel, cells, groep, groepen, before, rules, safe, trap)
        ronde = ladder.climb(progress, patient)
        if not earlier or not (ladder.stuck if patient else ladder.hopeless()):
            break
        more = pd.concat([los, ladder.around_hopeless(ver)]).drop_duplicates()
        if patient and len(more) == len(los):
            break
        patient = len(more) == len(los)  # all there is to loosen around it is loose
        los, ver = more, 2 * ver
        trap, safe = ladder.steps_of_others(), safe | ladder.marks(seen=True)
    return Onthullingscontrole(
        Bescherming(cells, ladder.shown, rules, [frame for frame, _ in earlier]),
        groepen,
        ladder.trap,
        ladder.name_stuck(),
        len(ladder.targets),
        ronde,
        ladder.marks(),
    )


def _align(before: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """The cells of the edition before, in the order of these; nan where there was none."""
    shown = before[[*SLEUTEL, "getoond", "basis", "anker"]]
    return cells[list(SLEUTEL)].merge(shown, how="left", on=list(SLEUTEL))
