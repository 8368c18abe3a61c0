"""Means over three editions: no difference gives away the days of one jeugdige or one mark."""

from collections.abc import Callable
from random import Random

import pandas as pd
import pytest

from proeftuin.disclosure.shown_sums import BLIJFT, NIEUW
from tests.lib.aanvaller.bedragen import SCORE, attack_bedragen, read_sums
from tests.lib.aanvaller.gemiddelde_stad import (
    DUUR,
    EDITS,
    Stad,
    add_many,
    add_one,
    contributions,
    correct_all,
    correct_one,
    counts,
    make_stad,
    measure,
    remove_one,
)
from tests.lib.steden.euro import Uitgever


class Gemiddelden(Uitgever):
    """Publishes means, and keeps the exact counts for the attacker."""

    def __init__(self) -> None:
        super().__init__()
        self.aantallen: list[dict[tuple[object, ...], float]] = []

    def publish_stad(self, stad: Stad) -> pd.DataFrame:
        """The cells of this edition."""
        self.aantallen.append(counts(stad))
        return self.publish_measured(measure(stad), contributions(stad)).cellen


@pytest.mark.parametrize("zaad", range(4))
def test_three_editions_give_nobody_away(zaad: int) -> None:
    """One traject or answer more, less or corrected; a third more; every duration another one."""
    rnd, uitgever = Random(zaad), Gemiddelden()
    stad = make_stad(zaad)
    uitgever.publish_stad(stad)
    for _ in range(2):
        for edit in rnd.sample(EDITS, rnd.choice((1, 1, 2))):
            stad = edit(stad, rnd)
        uitgever.publish_stad(stad)
    assert attack_bedragen(uitgever.edities, uitgever.waar, uitgever.aantallen) == []


@pytest.mark.parametrize("edit", [add_one, remove_one, correct_one])
def test_what_one_does_is_not_seen_at_all(edit: Callable[[Stad, Random], Stad]) -> None:
    """Every mean that was shown and may still be shown is the same, its bounds too."""
    stad, uitgever = make_stad(3), Gemiddelden()
    uitgever.publish_stad(stad)
    uitgever.publish_stad(edit(stad, Random(5)))
    before, after = (read_sums(item) for item in uitgever.edities)
    assert len(before) > 50
    assert [key for key in before if after.get(key, before[key]) != before[key]] == []
    names = ["indeling", "categorie", "wijk", "van", "tot", "waarde", "onder", "boven"]
    first, second = (item["trajectduur_beeindigd"][names] for item in uitgever.edities)
    both = first.merge(second, on=names[:5], suffixes=("", "_na"))
    both = both[both["waarde"].notna() & both["waarde_na"].notna()]
    both = both[~both["wijk"].isin(["gemeente", "overige"])]
    for name in names[5:]:
        pd.testing.assert_series_equal(both[name], both[f"{name}_na"], check_names=False)


def test_a_change_of_many_is_shown() -> None:
    """Durations when they changed; answers when there are ten more or fewer, not when corrected."""
    stad, uitgever = make_stad(3), Gemiddelden()
    uitgever.publish_stad(stad)
    corrected = uitgever.publish_stad(correct_all(stad, Random(5)))
    more = uitgever.publish_stad(add_many(add_many(stad, Random(5)), Random(6)))
    days, marks = (corrected[corrected["kolom"] == kolom]["toestand"] for kolom in (DUUR, SCORE))
    assert days.eq(NIEUW).sum() > 20 and marks.eq(BLIJFT).any()
    assert more.loc[more["kolom"] == SCORE, "toestand"].eq(NIEUW).any()


def test_without_memory_the_attacker_reads_people_off() -> None:
    """He is no straw man: where the earlier edition is forgotten he finds them."""
    stad, uitgever = make_stad(3), Gemiddelden()
    for content in (stad, add_one(stad, Random(5)), remove_one(stad, Random(5))):
        uitgever.geheugen.clear()
        uitgever.publish_stad(content)
    breuken = attack_bedragen(uitgever.edities, uitgever.waar, uitgever.aantallen)
    soorten = {item.soort for item in breuken}
    assert f"{SCORE} van een uit twee edities" in soorten
    assert f"{DUUR} opnieuw getoond" in soorten
