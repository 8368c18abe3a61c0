"""What the versions of iJw ask of a reader, as data: a version is the one before plus changes.

Elements have the same local names in all three, so one reader reads them; here stands only what
changes the outcome. What a message says outside its own version is read as the version that knows
it does, and named. A new version is one line more.

Source: iJw 3.0 to 3.2, code list JZ002, rules IV008, IV096, CS335.
"""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Versie:
    """The rules of one version, by BerichtVersie and BerichtSubversie.

    reden_in_stop: the RedenBeeindiging is part of the key of a stop. redenen: RedenWijziging that
    exists (JZ002). verwijderd: those that say a toewijzing never was; verwijderd_op_dag: those that
    do so only with an end on the first day.
    """

    nummer: tuple[str, str]
    reden_in_stop: bool
    redenen: frozenset[str]
    verwijderd: frozenset[str]
    verwijderd_op_dag: frozenset[str]

    @property
    def subversie(self) -> str:
        """The BerichtSubversie, by which rows of a load find their rules."""
        return self.nummer[1]


def _codes(eerste: int, laatste: int) -> frozenset[str]:
    return frozenset(f"{code:02}" for code in range(eerste, laatste + 1))


IJW_30 = Versie(
    nummer=("3", "0"),
    reden_in_stop=False,
    redenen=_codes(1, 12),
    verwijderd=frozenset(),
    verwijderd_op_dag=frozenset({"01"}),
)
# 1 April 2022: 01, which stood for several things, makes way for 13 (removed) and 14 (correction).
IJW_31 = replace(
    IJW_30,
    nummer=("3", "1"),
    redenen=IJW_30.redenen - {"01"} | {"13", "14"},
    verwijderd=IJW_30.verwijderd | {"13"},
)
# 3 April 2023: the reden joins the key of a stop (IV096).
IJW_32 = replace(IJW_31, nummer=("3", "2"), reden_in_stop=True)

VERSIES = {versie.nummer: versie for versie in (IJW_30, IJW_31, IJW_32)}
VERWIJDERD = frozenset().union(*(versie.verwijderd for versie in VERSIES.values()))
VERWIJDERD_OP_DAG = frozenset().union(*(versie.verwijderd_op_dag for versie in VERSIES.values()))
