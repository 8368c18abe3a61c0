"""What a headline may say: which figure leads, which is compared, and what is not called now."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest

from proeftuin.disclosure.published import NUMBERS, Published, publish_intern
from proeftuin.indicators import INDICATOR
from proeftuin.measure.figures import Measured
from proeftuin.results.compare import (
    GELIJK,
    HOGER,
    LAGER,
    Comparison,
    Figure,
    compare_with_nulmeting,
    describe_quarter,
    find_now,
    mean_quarter,
    read_figure,
)
from proeftuin.sentences.indicator import page_sentence, row_sentence, state_notes
from proeftuin.sentences.numbers import show_figure
from proeftuin.settings.read import read_settings
from proeftuin.ui.overzicht import largest_changes
from proeftuin.vensters import list_kwartalen

SETTINGS = read_settings()
VERBLIJF, DUUR = INDICATOR["verblijf"], INDICATOR["trajectduur"]
State = Callable[[date], str]


def all_ok(tot: date) -> str:
    return "ok"


def late(*states: str) -> State:
    """The states of the newest quarters of 2023, newest first; the others are ok."""
    ends = [date(2023, 12, 31), date(2023, 9, 30), date(2023, 6, 30), date(2023, 3, 31)]
    return lambda tot: dict(zip(ends, states, strict=False)).get(tot, "ok")


def figures(
    state: State = all_ok, slug: str = "verblijf", *, now: float = 0.1, last: date | None = None
) -> Published:
    """Quarters of West and the others from 2021, higher in 2021 than after; and the nulmeting."""
    rows = []
    for wijk in ("west", "zuid", "overige"):
        for item in list_kwartalen(date(2021, 1, 1), last or date(2023, 12, 31)):
            waarde = 0.2 if item.tot.year == 2021 else now
            rows.append((wijk, "kwartaal", item.van, item.tot, waarde, state(item.tot)))
        rows.append((wijk, "nulmeting", date(2021, 1, 1), date(2021, 12, 31), 0.2, "ok"))
    frame = pd.DataFrame(rows, columns=["wijk", "venster", "van", "tot", "waarde", "status"])
    frame = frame.assign(slug=slug, indeling="geen", categorie=None, noemer=100.0)
    frame["teller"] = frame["waarde"] * 100
    for name in NUMBERS:
        frame[name] = pd.to_numeric(frame[name]) if name in frame else float("nan")
    return publish_intern(Measured(INDICATOR[slug], frame))


def compare(published: Published, wijk: str = "west") -> Comparison:
    return compare_with_nulmeting(published, SETTINGS, VERBLIJF, wijk)


def test_now_is_the_newest_quarter_that_may_be_compared() -> None:
    found = compare(figures(late("voorlopig")))
    assert found.pilot.now is not None and found.pilot.now.tot == date(2023, 9, 30)
    assert found.pilot.woord == LAGER and found.overige.woord == LAGER
    assert state_notes(found) == [
        "Oktober–december 2023 is voorlopig en wordt nog niet vergeleken."
    ]


@pytest.mark.parametrize("state", ["te_klein", "voorlopig", "nog_niet_rijp", "afgeschermd"])
def test_what_is_not_ok_never_leads_compares_or_becomes_a_question(state: str) -> None:
    found = compare(figures(late(state, state, state)))
    assert found.pilot.now is None and found.pilot.woord is None and found.verschil is None
    assert found.ouder is not None and found.ouder.tot == date(2023, 3, 31)
    text = row_sentence(found)
    assert text.startswith("Geen recent cijfer. Oktober–december 2023 ")
    assert "januari–maart 2023: 10,0%" in text
    assert text.claims == () and page_sentence(found, SETTINGS).claims == ()
    assert largest_changes([found]) == []
    only = compare(figures(lambda tot: state if tot.year > 2021 else "ok"))
    assert only.pilot.now is None and only.ouder is None


def test_an_older_quarter_of_before_the_pilot_says_so() -> None:
    text = "Dat was voor de proeftuin begon."
    early = compare(figures(lambda tot: "ok" if tot < date(2022, 7, 1) else "nog_niet_rijp"))
    assert early.ouder is not None and early.ouder.tot == date(2022, 6, 30)
    assert row_sentence(early).endswith(text)
    later = compare(figures(late("nog_niet_rijp", "nog_niet_rijp", "nog_niet_rijp")))
    assert later.ouder is not None and text not in row_sentence(later)


def test_two_quarters_older_is_now_and_three_is_not() -> None:
    two = compare(figures(late("voorlopig", "te_klein")))
    assert two.pilot.now is not None and two.pilot.now.tot == date(2023, 6, 30)
    assert compare(figures(late("voorlopig", "te_klein", "te_klein"))).pilot.now is None


def test_a_small_nulmeting_is_never_compared_with() -> None:
    small = compare(figures(lambda tot: "te_klein" if tot == date(2021, 3, 31) else "ok"))
    assert small.pilot.now is not None and small.pilot.woord is None
    assert "weinig jeugdigen" in row_sentence(small)


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (date(2022, 9, 30), date(2022, 6, 30)),  # the newest quarter is the overgang
        (date(2022, 12, 31), date(2022, 12, 31)),
        (date(2021, 12, 31), None),  # nothing but the nulmeting itself
    ],
)
def test_the_overgang_and_the_nulmeting_are_never_now(last: date, expected: date | None) -> None:
    now = compare(figures(last=last)).pilot.now
    assert (now.tot if now else None) == expected


def test_the_overgang_is_not_compared_when_asked_for_either() -> None:
    own = [item for item in _quarters() if item.tot == date(2022, 9, 30)][0]
    before = replace(own, waarde=0.2)
    assert describe_quarter(VERBLIJF, own, before, SETTINGS).woord is None
    later = replace(own, van=date(2022, 10, 1), tot=date(2022, 12, 31))
    assert describe_quarter(VERBLIJF, later, before, SETTINGS).woord == LAGER


def _quarters() -> list[Figure]:
    return [
        Figure("west", item.van, item.tot, "ok", 0.1)
        for item in list_kwartalen(date(2021, 1, 1), date(2023, 12, 31))
    ]


def test_without_the_last_quarter_a_category_is_not_recent() -> None:
    old = [item for item in _quarters() if item.tot <= date(2023, 3, 31)]
    assert find_now(old, SETTINGS)[0] is not None
    now, ouder = find_now(old, SETTINGS, date(2023, 12, 31))
    assert now is None and ouder == old[-1]


def test_te_klein_does_not_hide_voorlopig() -> None:
    row = {"wijk": "west", "van": date(2023, 10, 1), "tot": date(2023, 12, 31), "waarde": 0.151}
    early = date(2023, 12, 31) - timedelta(days=90)
    both = read_figure({**row, "status": "te_klein"}, early)
    assert both.is_voorlopig and "op weinig jeugdigen, voorlopig" in show_figure(VERBLIJF, both)
    small = read_figure({**row, "status": "te_klein"}, row["tot"])
    assert not small.is_voorlopig and "op weinig jeugdigen" in show_figure(VERBLIJF, small)
    assert read_figure({**row, "status": "te_klein", "voorlopig": True}).is_voorlopig, "frozen"
    found = replace(compare(figures(late("te_klein"))), latest=both)
    note = "Oktober–december 2023 is voorlopig en rust op weinig jeugdigen en wordt nog niet "
    note += "vergeleken."
    assert state_notes(found) == [note]


def test_survival_is_compared_with_the_mean_of_the_four_quarters() -> None:
    quarters = [
        Figure("west", item.van, item.tot, "ok", waarde, teller=20.0, noemer=80.0)
        for item, waarde in zip(
            list_kwartalen(date(2021, 1, 1), date(2021, 12, 31)),
            (200.0, 220.0, 240.0, 260.0),
            strict=True,
        )
    ]
    window = Figure("west", date(2021, 1, 1), date(2021, 12, 31), "ok", 300.0)
    mean = mean_quarter(DUUR, window, quarters, SETTINGS.vensters.nulmeting)
    assert mean is not None and mean.waarde == pytest.approx(230.0) and not mean.ongeveer
    assert mean_quarter(DUUR, window, quarters[1:], SETTINGS.vensters.nulmeting) is None
    flow = INDICATOR["terugval"]
    assert mean_quarter(flow, window, quarters, SETTINGS.vensters.nulmeting) is window


def test_every_sentence_says_which_quarter_stands_against_the_mean_quarter() -> None:
    found = compare(figures())
    for text in (
        row_sentence(found),
        page_sentence(found, SETTINGS),
    ):
        assert "oktober–december 2023" in text and "een gemiddeld kwartaal van de nulmeting" in text
        assert {claim.richting for claim in text.claims} == {LAGER}
    assert {c.richting for c in row_sentence(compare(figures(now=0.3))).claims} == {HOGER}
    assert {c.richting for c in row_sentence(compare(figures(now=0.2))).claims} == {GELIJK}
