"""The openbaar rules for survival, means and rates, and Published itself."""

import math
from datetime import date
from itertools import product

import numpy as np
import pandas as pd
import pytest

from proeftuin.disclosure.cells import collect_cells, collect_voorveld, join_cells
from proeftuin.disclosure.euro import protect_euros
from proeftuin.disclosure.knowledge import Links, find_links
from proeftuin.disclosure.ladder import protect_edition
from proeftuin.disclosure.protection import VELDEN, Bescherming, protect_plain, show_cells
from proeftuin.disclosure.published import Published, publish_intern, publish_openbaar
from proeftuin.disclosure.rules import protect_tabel
from proeftuin.disclosure.shown_sums import MARGES, round_euros
from proeftuin.disclosure.system import SLEUTEL
from proeftuin.measure.bijdragen import BIJDRAGE, Bijdragen
from tests.lib.measured_frames import DATASTAND, SETTINGS, Cells, fill, make_measured, openbaar, row


def survival_cells(noemer: int, teller: int, status: str = "ok") -> Cells:
    figures = {"waarde": 332.2, "onder": 297.6, "boven": 361.9, "mediaan": 251.0}
    return fill(noemer=noemer, teller=teller, status=status, **figures)


@pytest.mark.parametrize(
    ("noemer", "teller", "toont"),
    # 32 stands as 30, which may be 28: shown only where the protected counts themselves suffice.
    [(33, 10, True), (32, 10, False), (29, 20, False), (60, 9, False), (300, 200, True)],
)
def test_survival_needs_enough_units_and_events(noemer: int, teller: int, toont: bool) -> None:
    cell = row(openbaar("trajectduur", survival_cells(noemer, teller)), "west")
    assert math.isnan(cell["waarde"]) != toont
    assert cell["status"] == ("ok" if toont else "afgeschermd")
    if toont:
        assert [cell["waarde"], cell["onder"], cell["boven"], cell["mediaan"]] == [
            *(330.0, 300.0, 360.0, 250.0)
        ]


def test_survival_keeps_the_state_it_was_measured_with() -> None:
    frame = openbaar("trajectduur", survival_cells(60, 20, "te_klein"))
    assert row(frame, "west")["status"] == "te_klein"
    empty = openbaar("trajectduur", fill(noemer=0, teller=0, status="te_klein"))
    assert row(empty, "west")["status"] == "te_klein"


def test_no_state_tells_that_a_duration_which_stays_rests_on_fewer_by_now() -> None:
    measured = make_measured("trajectduur", survival_cells(29, 20, "te_klein"))
    cells = collect_cells([measured.frame])
    size = cells["exact"].to_numpy(float)
    first = np.where(size == 29, 33.0, size)  # shown as 35, and again: 4 is no change
    before = pd.DataFrame({"getoond": np.floor(first / 5 + 0.5) * 5, "basis": 5.0, "anker": first})
    shown = show_cells(size, np.zeros(len(size), int), SETTINGS.onthulling, before)
    kept = Bescherming(cells, shown, SETTINGS.onthulling)
    cell = row(publish_openbaar(measured, SETTINGS, DATASTAND, None, kept).frame, "west")
    assert (cell["noemer"], cell["waarde"], cell["status"]) == (35, 330.0, "ok")
    anew = row(publish_openbaar(measured, SETTINGS, DATASTAND).frame, "west")
    assert math.isnan(anew["waarde"]) and anew["status"] == "afgeschermd"


def test_median_of_few_waiting_is_left_out() -> None:
    cells = fill(noemer=100, teller=80, waarde=70.0, wacht_tot_nu=44.0, terugwerkend=12)
    few, many = (make_measured("overbrugging", fill(noemer=count, teller=0)) for count in (9, 10))
    assert openbaar("wachttijd", cells)["wacht_tot_nu"].isna().all()
    assert math.isnan(row(openbaar("wachttijd", cells, few), "west")["wacht_tot_nu"])
    shown = row(openbaar("wachttijd", cells, many), "west")
    assert shown["wacht_tot_nu"] == 45.0 and shown["terugwerkend"] == 10


def test_means_of_a_total_come_from_published_parts() -> None:
    cells = fill(noemer=100, teller=26000, waarde=260.0, onder=240.0, boven=280.0)
    cells["west", 0] = {"noemer": 9, "teller": 9000, "waarde": 1000.0}
    cells["zuid", 0] = {"noemer": 300, "teller": 93000, "waarde": 310.0, "onder": 290.0}
    cells["zuid", 0]["boven"] = 330.0
    frame = openbaar("trajectduur_beeindigd", cells)
    assert row(frame, "west")["status"] == "afgeschermd"
    total = row(frame, "gemeente")
    assert total["waarde"] == 280.0  # (4 x 100 x 260 + 300 x 310) / 700 = 281.4
    assert total["ongeveer"] and total["noemer"] == 705 and frame["teller"].isna().all()


def earlier_years(slug: str, cells: Cells) -> pd.DataFrame:
    """What openbaar shows when the year of these cells is one of a voorpaar."""
    measured = make_measured(slug, cells)
    is_year = measured.frame["venster"] == "nulmeting"
    measured.frame.loc[is_year, "venster"] = "vroeger"
    return publish_openbaar(measured, SETTINGS, DATASTAND).frame


def test_a_mean_of_answers_without_a_split_is_shown_when_there_are_enough() -> None:
    answers = {"waarde": 7.44, "onder": 7.1, "boven": 7.8, "status": "ok"}
    shown = row(openbaar("tevredenheid", fill(noemer=60, teller=446.4, **answers)), "west")
    assert (shown["waarde"], shown["noemer"]) == (7.4, 60) and pd.isna(shown["teller"])
    few = row(openbaar("tevredenheid", fill(noemer=9, teller=67, **answers)), "west")
    assert pd.isna(few["waarde"]) and few["status"] == "afgeschermd"


def test_an_earlier_year_of_a_mean_needs_all_its_quarters() -> None:
    """West lost a quarter: the mean of the other three is not that of the year."""
    cells = fill(noemer=100, teller=26000, waarde=260.0, onder=240.0, boven=280.0)
    cells["zuid", 3] = {"noemer": 300, "teller": 93000, "waarde": 310.0}
    cells["west", 0] = {"noemer": 9, "teller": 9000, "waarde": 1000.0}
    frame = earlier_years("trajectduur_beeindigd", cells)
    west, zuid = (row(frame, wijk, "vroeger") for wijk in ("west", "zuid"))
    assert math.isnan(west["waarde"]) and west["status"] == "afgeschermd"
    assert zuid["waarde"] == 285.0 and zuid["noemer"] == 600  # (300 x 260 + 300 x 310) / 600
    total = row(frame, "gemeente", "vroeger")  # 1600 of 260 in four wijken and 600 of 285; no west
    assert total["waarde"] == 265.0 and total["ongeveer"]


@pytest.mark.parametrize("slug", ["verzilvering", "kosten_per_1000"])
def test_an_earlier_year_of_euros_needs_all_its_quarters(slug: str) -> None:
    plain = {"teller": 400_000.0, "aantal_jeugdigen": 100, "grootste_aandeel": 0.02}
    plain |= {"noemer": 500_000.0, "status": "ok"} if slug == "verzilvering" else {}
    cells = fill(**plain)
    cells["west", 0] = {**plain, "aantal_jeugdigen": 4, "grootste_aandeel": 0.9}
    frame = earlier_years(slug, cells)
    assert row(frame, "west")["status"] == "afgeschermd", "the quarter itself"
    west, zuid = (row(frame, wijk, "vroeger") for wijk in ("west", "zuid"))
    assert math.isnan(west["waarde"]) and west["status"] == "afgeschermd"
    assert zuid["teller"] == 1_600_000 and zuid["status"] == "ok"


def test_rate_of_the_gemeente_counts_who_has_no_known_wijk() -> None:
    cells = fill(noemer=0, teller=100)
    assert row(openbaar("gebruik", cells), "gemeente")["teller"] == 600
    for nr in range(4):
        cells["onbekend", nr]["teller"] = 4
    total = row(openbaar("gebruik", cells), "gemeente")
    assert total["teller"] == 505 and total["ongeveer"]


def test_aanbieder_splits_stay_inside() -> None:
    measured = make_measured("trajectduur", survival_cells(100, 50))
    measured.frame["indeling"] = "aanbieder"
    assert len(publish_openbaar(measured, SETTINGS, DATASTAND)) == 0
    assert len(publish_intern(measured)) == len(measured.frame)


def test_provisional_is_a_matter_of_dates() -> None:
    cells = fill(noemer=100, teller=50)
    measured = make_measured("verblijf", cells)
    frame = publish_openbaar(measured, SETTINGS, date(2022, 3, 30)).frame
    assert row(frame, "west", nr=3)["status"] == "voorlopig"
    frame = publish_openbaar(measured, SETTINGS, date(2022, 3, 31)).frame
    assert row(frame, "west", nr=3)["status"] == "ok"
    measured.voorlopig_na = date(2021, 6, 30)  # what publishing found, whatever the days say
    for nr, status in ((1, "ok"), (2, "voorlopig"), (3, "voorlopig")):
        frame = publish_openbaar(measured, SETTINGS, date(2022, 3, 31)).frame
        assert row(frame, "west", nr=nr)["status"] == status


def test_only_disclosure_makes_a_published() -> None:
    published = publish_intern(make_measured("verblijf", fill(noemer=100, teller=50)))
    with pytest.raises(TypeError):
        Published(published.frame, "openbaar")
    view = published.frame
    view["waarde"] = 0.0
    assert published.frame["waarde"].max() == 0.5


def test_select_and_replace() -> None:
    old = publish_intern(make_measured("verblijf", fill(noemer=100, teller=10)))
    new = publish_intern(make_measured("verblijf", fill(noemer=100, teller=50)))
    chosen = new.select("nulmeting", wijken=["west", "gemeente"])
    assert list(chosen.frame["wijk"]) == ["west", "gemeente"]
    assert set(new.select(tot=date(2021, 6, 30)).frame["van"]) == {date(2021, 4, 1)}
    assert new.select(vanaf=date(2021, 4, 1)).frame["van"].min() == date(2021, 4, 1)
    mixed = new.replace_venster("nulmeting", old)
    keys = ["wijk", "venster", "van"]
    pd.testing.assert_frame_equal(mixed.frame[keys], new.frame[keys])
    assert set(mixed.select("nulmeting").frame["waarde"]) == {0.1}
    assert set(mixed.select("kwartaal").frame["waarde"]) == {0.5}
    with pytest.raises(ValueError):
        new.replace_venster(
            "nulmeting",
            publish_openbaar(
                make_measured("verblijf", fill(noemer=100, teller=50)), SETTINGS, DATASTAND
            ),
        )


def test_tables_beside_the_figures_are_protected_too() -> None:
    day = date(2022, 12, 31)
    voorveld = pd.DataFrame({"wijk": ["west", "zuid"], "teller": [9.0, 13.0], "noemer": [0, 49]})
    voorveld = voorveld.assign(peil_datum=day, maatstaf_code="m1")
    plain = protect_plain(SETTINGS.onthulling)
    shown = protect_tabel("voorveld", voorveld, SETTINGS, plain)
    assert shown["teller"].isna().tolist() == [True, False]
    assert shown["teller"].iloc[1] == 15 and shown["noemer"].tolist() == [0, 50]


def test_the_voorveld_goes_through_the_audit_and_keeps_rule_4() -> None:
    """Nearly everyone, and one more: neither who is left nor who came can be read."""
    rules, day = SETTINGS.onthulling, date(2022, 12, 31)
    editions: list[tuple[pd.DataFrame, Links]] = []
    seen = []
    for teller, noemer in ((12.0, 13.0), (13.0, 14.0)):
        tabel = pd.DataFrame(
            {
                **{"wijk": ["west", "zuid"], "maatstaf_code": ["m1", "m1"], "peil_datum": day},
                **{"teller": [teller, 12.0], "noemer": [noemer, 40.0]},
            }
        )
        cells = join_cells([collect_voorveld(tabel)])
        found = protect_edition(cells, editions, rules)
        assert not found.open
        shown = found.bescherming.shown
        frame = cells.assign(**{name: getattr(shown, name) for name in VELDEN})
        editions.append((frame, find_links(cells)))
        seen.append(protect_tabel("voorveld", tabel, SETTINGS, found.bescherming))
    assert seen[0]["teller"].iloc[1] == 10, "no reason to hide this one"
    pd.testing.assert_frame_equal(*seen)
    low, high = shown.low, shown.high
    west = {kolom: nr for nr, kolom in enumerate(cells["kolom"]) if cells["wijk"][nr] == "west"}
    teller, noemer = west["voorveld.teller"], west["voorveld.noemer"]
    assert high[noemer] - low[teller] - max(0, low[noemer] - high[teller]) >= 4


def test_closed_euros_get_company_so_that_no_subtraction_opens_them() -> None:
    """One leeftijdsgroep may not be shown: the total less the others would give it away."""

    def shown(closed: tuple[str, ...]) -> dict[str, bool]:
        """Whether each is shown, when the units of closed are too few."""
        euros = {"0-3": 30_000.0, "4-11": 90_000.0, "12-17": 200_000.0}
        place = ("west", "kwartaal", date(2021, 1, 1), date(2021, 3, 31))
        behind = []
        for number, (groep, euro) in enumerate(euros.items()):
            many = 5 if groep in closed else 20
            for unit, split in product(range(many), (("geen", ""), ("leeftijdsgroep", groep))):
                who = (100 * number + unit, unit % 5)
                behind.append(("kosten.bedrag_eur", *split, *place, *who, euro / many))
        bijdragen = pd.DataFrame(behind, columns=list(BIJDRAGE))
        cells = bijdragen.groupby(list(SLEUTEL), as_index=False)["euro"].sum()
        cells = cells.rename(columns={"euro": "exact"}).assign(aantal=20.0, grootste=0.2)
        getoond, stap = round_euros(cells["exact"].to_numpy(), SETTINGS.onthulling)
        cells = cells.assign(getoond=getoond, stap=stap)
        marges = pd.DataFrame(columns=[*MARGES, "kolom", "basis"])
        found = protect_euros(
            cells, marges, [Bijdragen.of(bijdragen)], (), SETTINGS.onthulling
        ).cellen
        return dict(zip(found["categorie"], found["getoond"].notna(), strict=True))

    assert shown(()) == {"": True, "0-3": True, "4-11": True, "12-17": True}
    assert shown(("0-3",)) == {"": True, "0-3": False, "4-11": False, "12-17": True}
    assert shown(("0-3", "4-11")) == {"": True, "0-3": False, "4-11": False, "12-17": True}
