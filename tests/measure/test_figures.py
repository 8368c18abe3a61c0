"""Rows, totals and states of measured figures, on a small store filled by hand.

That every value equals an independent reading of the definitions is test_reference's work.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from proeftuin.indicators import DEFINITIEVERSIE, INDICATOR, INDICATORS
from proeftuin.ingest.load import load_levering
from proeftuin.measure import euro, prepare_facts, survival
from proeftuin.measure.figures import COLUMNS, Measured, measure_all
from proeftuin.settings.read import read_settings
from proeftuin.stats import survival as stats_survival
from proeftuin.stats.bootstrap import TREKKINGEN, poisson_weights
from proeftuin.store import Builder, Store, build_store, open_store
from tests.lib.measured_frames import measure_indicator

SETTINGS = read_settings()
ALLES = ("jeugdige", "traject", "toewijzing", "declaratie", "aanmelding", "bevolking")
# 40 jeugdigen in west, 35 in zuid, 3 in oost, one without an address; one traject each, begun in
# 2021 Q1. Those in west end in 2021 Q2. Number 1 has 6,000 euros, the others in west 100 each.
VULLING = """
insert into levering values (date '{datastand}', 'test', '', true, '');
insert into laadregels values ('{definitieversie}', 7, 365);
insert into wijk values ('midden', 1, false), ('oost', 2, false), ('noord', 3, false),
    ('west', 4, true), ('zuid', 5, false);
insert into jeugdige select i, 'p' || i, date '2012-06-01' from range(1, 80) as t(i);
insert into adres
    select i, case when i <= 40 then 'west' when i <= 75 then 'zuid' else 'oost' end,
        date '2012-06-01', null
    from range(1, 79) as t(i);
insert into traject
    select 't' || i, i, 'w' || i, case when i <= 40 then 'A1' else 'A2' end,
        case when i = 75 then '99' when i % 10 = 0 then '14' else '02' end,
        case when i = 2 then '99' else '01' end,
        date '2021-01-05' + cast(i as integer),
        case when i <= 40 then date '2021-04-01' + cast(i as integer) end, null,
        case when i <= 40 then '31' end
    from range(1, 80) as t(i);
insert into declaratie
    select 'd' || i, 'w' || i, i, 'A1', date '2021-04-01', date '2021-04-30',
        case when i = 1 then 6000 else 100 end
    from range(1, 41) as t(i);
insert into toewijzing
    select 'w' || i, i, 'A1', '45', '45A01', 'licht', date '2021-01-01', date '2021-01-01',
        date '2021-05-31', 200
    from range(1, 41) as t(i);
insert into aanmelding
    select 'm' || i, i, 'A1', '02', date '2021-01-01', date '2021-01-05' + cast(i as integer),
        null, null, null
    from range(1, 76) as t(i);
insert into aanmelding values
    ('n1', 1, null, null, date '2021-03-01', null, null, date '2021-03-10', null),
    ('n2', 2, null, null, date '2021-03-22', null, null, null, null);
insert into bevolking
    select jaar, wijk, leeftijd, 10 + (jaar - 2020)
    from range(2020, 2023) as a(jaar), range(23) as c(leeftijd),
        unnest(['midden', 'oost', 'noord', 'west', 'zuid']) as b(wijk);
"""


def make_store(
    folder: Path, geleverd: tuple[str, ...], datastand: str = "2022-12-31", extra: str = ""
) -> Store:
    def fill(builder: Builder) -> None:
        builder.execute(
            VULLING.format(datastand=datastand, definitieversie=DEFINITIEVERSIE) + extra
        )
        for bestand in geleverd:
            builder.execute(f"insert into geleverd values ('{bestand}', 1)")

    build_store(folder, fill)
    store = open_store(folder)
    prepare_facts(store, SETTINGS)
    return store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with make_store(tmp_path_factory.mktemp("volledig"), ALLES) as opened:
        yield opened


@pytest.fixture(scope="module")
def measured(store: Store) -> dict[str, Measured]:
    return {found.slug: found for found in measure_all(store, SETTINGS)}


def cell(found: Measured, wijk: str, van: date, venster: str = "kwartaal", **other: str) -> dict:
    frame = found.frame
    chosen = frame[(frame.wijk == wijk) & (frame.van == van) & (frame.venster == venster)]
    chosen = chosen[chosen.indeling == other.get("indeling", "geen")]
    if "categorie" in other:
        chosen = chosen[chosen.categorie == other["categorie"]]
    assert len(chosen) == 1, chosen
    return dict(chosen.iloc[0])


Q1, Q2 = date(2021, 1, 1), date(2021, 4, 1)


def test_every_indicator_has_the_same_columns_and_rows(measured: dict[str, Measured]) -> None:
    assert list(measured) == [indicator.slug for indicator in INDICATORS]
    for slug, found in measured.items():
        frame = found.frame
        assert tuple(frame.columns) == COLUMNS
        delivered = frame.status != "niet_geleverd"
        assert frame.categorie[delivered].isna().equals(frame.indeling[delivered] == "geen")
        assert not frame.duplicated(["indeling", "categorie", "wijk", "venster", "van"]).any()
        whole = frame[frame.indeling == "geen"]
        windows = whole.groupby(["venster", "van"]).wijk.agg(tuple)
        assert len(windows) == 9, "eight quarters from the first traject, and the nulmeting"
        rows = set(windows)
        assert len(rows) == 1, slug
        assert set(SETTINGS.wijk_ids) | {"gemeente", "overige"} == set(rows.pop()) - {"onbekend"}
        assert isinstance(frame.van.iloc[0], date) and isinstance(frame.tot.iloc[0], date)


def test_totals_count_everyone_once(measured: dict[str, Measured]) -> None:
    found = measured["verblijf"]
    assert cell(found, "onbekend", Q1)["noemer"] == 1
    assert cell(found, "gemeente", Q1)["noemer"] == 79
    assert cell(found, "overige", Q1)["noemer"] == 38
    assert cell(found, "west", Q1)["noemer"] == 40
    assert cell(found, "noord", Q1)["noemer"] == 0
    assert np.isnan(cell(found, "noord", Q1)["waarde"])
    west = cell(found, "west", Q1)
    assert (west["teller"], west["waarde"], west["status"]) == (4, 0.1, "ok")
    assert west["onder"] < 0.1 < west["boven"]
    assert cell(found, "oost", Q1)["status"] == "te_klein"


def test_unknown_wijk_has_a_row_only_where_something_is(measured: dict[str, Measured]) -> None:
    assert "onbekend" not in set(measured["terugval"].frame.wijk)
    rate = cell(measured["gebruik"], "onbekend", Q1)
    assert rate["status"] == "niet_geleverd"
    assert np.isnan([rate["teller"], rate["noemer"], rate["waarde"]]).all()


def test_population_is_that_of_the_day_or_pooled(measured: dict[str, Measured]) -> None:
    use = cell(measured["gebruik"], "west", Q1)
    assert use["noemer"] == 23 * 11
    assert use["waarde"] == pytest.approx(40 / (23 * 11) * 1000)
    assert cell(measured["gebruik"], "gemeente", Q1)["noemer"] == 5 * 23 * 11
    year = cell(measured["wachtlijst_bruto"], "west", Q1, "nulmeting")
    assert (year["teller"], year["noemer"]) == (8, 4 * 23 * 11)
    young = cell(measured["gebruik"], "west", Q1, indeling="leeftijdsgroep", categorie="4-11")
    assert (young["teller"], young["noemer"]) == (40, 8 * 11)


def test_splits_are_full_or_sparse(measured: dict[str, Measured]) -> None:
    frame = measured["trajecten_begonnen"].frame
    by_form = frame[frame.indeling == "hulpvorm"]
    assert set(by_form.categorie) == {"01", "02", "03", "04", "11", "12", "13", "14"}
    assert len(by_form[by_form.van == Q1]) % 8 == 0
    by_referrer = frame[frame.indeling == "verwijzer"]
    assert set(by_referrer.categorie) == {"01", "02", "03", "04", "05", "06", "08", "99"}
    by_provider = frame[(frame.indeling == "aanbieder") & (frame.venster == "kwartaal")]
    assert set(by_provider.van) == {Q1}, "no row for what is not there"
    assert "99" not in set(
        measured["medisch_verwezen"].frame.query("indeling == 'verwijzer'").categorie
    )
    zero = cell(measured["trajecten_begonnen"], "west", Q1, indeling="hulpvorm", categorie="01")
    assert (zero["teller"], zero["waarde"], zero["status"]) == (0, 0, "ok"), "a known zero is ok"


def test_waiting(measured: dict[str, Measured]) -> None:
    west = cell(measured["wachttijd"], "west", Q1)
    assert (west["noemer"], west["teller"], west["terugwerkend"]) == (42, 40, 0)
    assert west["wacht_tot_nu"] == 19.5, "30 and 9 days on 31 March"
    year = cell(measured["wachttijd"], "west", Q1, "nulmeting")
    assert year["wacht_tot_nu"] == np.median([30, 9, 121, 100, 213, 192, 305, 284])
    assert west["mediaan_onder"] <= west["mediaan"] <= west["mediaan_boven"] <= west["p80"]


def test_survival_needs_events_and_enough_at_risk(measured: dict[str, Measured]) -> None:
    assert cell(measured["trajectduur"], "zuid", Q2)["status"] == "te_klein", "nobody ended"
    assert cell(measured["trajectduur"], "zuid", Q2)["waarde"] == 730
    west = cell(measured["trajectduur"], "west", Q2)
    assert (west["noemer"], west["teller"]) == (40, 40)
    assert (west["status"], west["waarde"], west["mediaan"]) == ("ok", 87, 87)
    assert cell(measured["trajectduur_cohort"], "west", Q1)["status"] == "ok"


def test_survival_with_few_at_risk_is_too_small(tmp_path: Path) -> None:
    extra = "update traject set begin_datum = date '2021-01-05';"
    with make_store(tmp_path, ALLES, extra=extra) as spread:
        west = cell(measure_indicator(spread, SETTINGS, INDICATOR["trajectduur"]), "west", Q2)
        assert (west["noemer"], west["teller"], west["status"]) == (40, 40, "te_klein")
        assert west["mediaan"] == 88 + 19, "the twentieth of forty ends"


def test_states_follow_their_order(measured: dict[str, Measured]) -> None:
    last = date(2022, 10, 1)
    assert cell(measured["verblijf"], "zuid", last)["status"] == "voorlopig"
    assert cell(measured["verblijf"], "oost", last)["status"] == "te_klein"
    unripe = cell(measured["trajectduur_cohort"], "zuid", last)
    assert (unripe["status"], unripe["rijp"], unripe["totaal"]) == ("nog_niet_rijp", 0, 0)
    assert np.isnan(cell(measured["trajectduur_cohort"], "zuid", Q1)["rijp"])
    assert cell(measured["terugval"], "west", Q2)["status"] == "ok"
    assert set(measured["herhaald_beroep"].frame.status) == {"niet_geleverd"}


def test_ripeness_is_counted(tmp_path: Path) -> None:
    with make_store(tmp_path, ALLES, "2022-04-20") as early:
        found = measure_indicator(early, SETTINGS, INDICATOR["terugval"])
        row = cell(found, "west", Q2)
        assert (row["status"], row["rijp"], row["totaal"]) == ("nog_niet_rijp", 19, 40)
        assert (row["teller"], row["noemer"], row["waarde"]) == (0, 19, 0)


def test_euros_and_what_disclosure_must_know(measured: dict[str, Measured]) -> None:
    each = cell(measured["kosten_per_jeugdige"], "west", Q2)
    assert (each["teller"], each["noemer"], each["waarde"]) == (9900, 40, 247.5)
    assert each["onder"] < 247.5 < each["boven"]
    assert each["onder"] == pytest.approx(100, abs=1), "number 1 is not drawn in a third of draws"
    assert each["aantal_jeugdigen"] == 40
    assert each["grootste_aandeel"] == 1.0, "one aanbieder has it all"
    rate = cell(measured["kosten_per_1000"], "west", Q2)
    assert rate["waarde"] == pytest.approx(9900 / (23 * 11) * 1000)
    assert rate["onder"] < rate["waarde"] < rate["boven"]
    whole = cell(measured["kosten_per_1000"], "gemeente", Q2)
    assert whole["teller"] == 9900
    assert whole["onder"] * 5 == pytest.approx(rate["onder"], rel=1e-6), "the same draws"
    spent = cell(measured["verzilvering"], "west", Q2)
    assert (spent["teller"], spent["noemer"], spent["waarde"]) == (9900, 8000, 9900 / 8000)
    assert spent["aantal_jeugdigen"] == 40
    nothing = cell(measured["kosten_per_jeugdige"], "zuid", Q1)
    assert (nothing["waarde"], nothing["onder"], nothing["boven"]) == (0, 0, 0)
    assert np.isnan(nothing["grootste_aandeel"]) and nothing["aantal_jeugdigen"] == 0


VER_WEG = """
insert into jeugdige
    select i, 'q' || i, date '2010-02-01' from unnest([16383, 16384, 20000, 140000]) as t(i);
insert into adres
    select jeugdige_id, 'zuid', date '2010-02-01', null from jeugdige where jeugdige_id > 100;
insert into traject
    select 't' || jeugdige_id, jeugdige_id, null, 'A3', '02', '01', date '2021-02-01', null, null,
        null
    from jeugdige where jeugdige_id > 100;
insert into declaratie
    select 'v' || jeugdige_id || '-' || a, null, jeugdige_id, 'A' || a, date '2021-05-01',
        date '2021-05-31', jeugdige_id % 1000 + 10 * a
    from jeugdige, range(2, 6) as t(a) where jeugdige_id > 100;
"""


def test_draws_are_the_same_however_the_work_is_cut_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Blocks of persons, categories and splits: how often one is drawn hangs on that one alone."""
    slugs = ("kosten_per_jeugdige", "kosten_per_1000", "verzilvering")
    with make_store(tmp_path, ALLES, extra=VER_WEG) as opened:
        chosen = [INDICATOR[slug] for slug in slugs]
        whole = list(measure_all(opened, SETTINGS, chosen))
        for naam, value in (
            ("CELLEN_PER_KEER", 1),
            ("SOMMEN_PER_KEER", 1),
            ("PERSONEN_PER_KEER", euro.BLOK_PERSONEN),
        ):
            monkeypatch.setattr(euro, naam, value)
        for one, other in zip(whole, measure_all(opened, SETTINGS, chosen), strict=True):
            pd.testing.assert_frame_equal(one.frame, other.frame, check_exact=False, rtol=1e-6)
        costs = opened.frame(
            "select jeugdige_id, cast(sum(bedrag_eur) as double) as eur, sum(in_zorg) as zorg"
            " from kosten inner join venster using (venster_id) where wijk_id = 'zuid'"
            " and naam = 'kwartaal' and van = date '2021-04-01' group by 1"
        )
    drawn = np.zeros((2, TREKKINGEN))
    for jeugdige, eur, zorg in costs.itertuples(index=False):
        block, place = divmod(jeugdige, euro.BLOK_PERSONEN)
        weights = np.concatenate([poisson_weights(block, part)[place] for part in range(4)])
        drawn += np.outer([eur, zorg], weights)
    found = cell(whole[0], "zuid", Q2)
    assert found["teller"] > 0 and found["aantal_jeugdigen"] == 4
    expected = np.percentile(drawn[0] / drawn[1], [2.5, 97.5])
    assert (found["onder"], found["boven"]) == pytest.approx(tuple(expected), rel=1e-5)


def test_durations_are_the_same_however_the_work_is_cut_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A window at a time or all together, counted or sorted."""
    chosen = [item for item in INDICATORS if item.overleving]
    with make_store(tmp_path, ALLES) as opened:
        whole = list(measure_all(opened, SETTINGS, chosen))
        for rows, days in ((1, 0), (1, 10**9), (10**9, 10**9)):
            monkeypatch.setattr(survival, "RIJEN_PER_KEER", rows)
            monkeypatch.setattr(stats_survival, "DAGEN_PER_RIJ", days)
            for one, other in zip(whole, measure_all(opened, SETTINGS, chosen), strict=True):
                pd.testing.assert_frame_equal(one.frame, other.frame, check_exact=True)
    assert len(chosen) > 2 and sum(item.frame["waarde"].notna().sum() for item in whole) > 50


def test_euros_are_not_counted_as_if_they_were_toewijzingen(tmp_path: Path) -> None:
    levering = Path(__file__).parents[1] / "ingest" / "gevallen" / "verzilvering-een-toewijzing"
    load_levering(levering, tmp_path, SETTINGS)
    with open_store(tmp_path) as store:
        prepare_facts(store, SETTINGS)
        found = measure_indicator(store, SETTINGS, INDICATOR["verzilvering"])
    zuid, noord = (cell(found, wijk, Q1) for wijk in ("zuid", "noord"))
    assert (zuid["teller"], zuid["noemer"], zuid["waarde"]) == (-750, 1000, -0.75)
    assert zuid["status"] == "te_klein" and np.isnan([zuid["onder"], zuid["boven"]]).all()
    assert noord["status"] == "te_klein" and np.isnan(noord["waarde"]), "0 euros were assigned"


def test_verzilvering_of_29_toewijzingen_is_small(tmp_path: Path) -> None:
    fewer = "delete from toewijzing where jeugdige_id > {0};"
    for aantal, status in ((29, "te_klein"), (30, "ok")):
        with make_store(tmp_path / str(aantal), ALLES, extra=fewer.format(aantal)) as store:
            found = measure_indicator(store, SETTINGS, INDICATOR["verzilvering"])
        row = cell(found, "west", Q2)
        assert (row["noemer"], row["status"]) == (200 * aantal, status)
        assert row["onder"] < row["waarde"] < row["boven"]


def test_largest_share_of_a_jeugdige(tmp_path: Path) -> None:
    extra = "update declaratie set aanbieder_id = 'B''; --' || jeugdige_id;"
    with make_store(tmp_path, ALLES, extra=extra) as spread:
        found = measure_indicator(spread, SETTINGS, INDICATOR["kosten_per_jeugdige"])
        assert cell(found, "west", Q2)["grootste_aandeel"] == pytest.approx(6000 / 9900)
        split = measure_indicator(spread, SETTINGS, INDICATOR["kosten_per_1000"])
        one = cell(split, "west", Q2, indeling="aanbieder", categorie="B'; --1")
        assert one["teller"] == 6000 and one["boven"] > one["waarde"] > one["onder"] == 0


def test_the_same_store_gives_the_same_figures(store: Store, measured: dict[str, Measured]) -> None:
    for slug in ("kosten_per_1000", "trajectduur", "verblijf"):
        again = measure_indicator(store, SETTINGS, INDICATOR[slug])
        pd.testing.assert_frame_equal(again.frame, measured[slug].frame)


@pytest.mark.parametrize("missing", ["declaratie", "toewijzing", "aanmelding", "bevolking"])
def test_a_missing_file_is_not_delivered_never_zero(missing: str, tmp_path: Path) -> None:
    delivered = tuple(bestand for bestand in ALLES if bestand != missing)
    extra = f"delete from {missing};"
    needs = {
        "declaratie": {"kosten_per_jeugdige", "kosten_per_1000", "verzilvering"},
        "toewijzing": {"licht_midden", "zonder_einddatum", "verzilvering"},
        "aanmelding": {"wachttijd", "wachtlijst_bruto", "wachtlijst_netto", "overbrugging"},
        "bevolking": {"gebruik", "instroom", "uitstroom", "kosten_per_1000", "wachtlijst_bruto"},
    }[missing]
    with make_store(tmp_path, delivered, extra=extra) as poor:
        for slug in needs:
            frame = measure_indicator(poor, SETTINGS, INDICATOR[slug]).frame
            whole = frame[frame.indeling == "geen"]
            assert len(whole) == 9 * 7
            assert set(frame.status) == {"niet_geleverd"}
            assert frame[["teller", "noemer", "waarde", "onder", "boven"]].isna().all(axis=None)


def test_no_window_is_no_row_and_no_error(tmp_path: Path) -> None:
    with make_store(tmp_path, ALLES, "2021-02-01") as young:
        for found in measure_all(young, SETTINGS):
            assert tuple(found.frame.columns) == COLUMNS and found.frame.empty
