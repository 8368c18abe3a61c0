"""The budget: sums per line, the forecast as its text says, and the running totals."""

import re
from datetime import date

import altair as alt
import pandas
import pytest

from proeftuin.charts.kosten import budget_chart, euro_labels
from proeftuin.charts.layers import frame
from proeftuin.charts.theme import compose, value_axis
from proeftuin.results.budget import (
    TOTAAL,
    accumulate_budget,
    elapsed_budget_years,
    forecast_year,
    summarise_budget,
    years,
)
from proeftuin.sentences.numbers import budget_sentence, show_euro
from tests.charts.specs import layers_of, rows_of, svg_of

ROWS = [
    (2022, date(2022, 1, 1), "A", "begroot", 1200.0),
    (2023, date(2023, 1, 1), "A", "begroot", 2400.0),
    (2022, date(2022, 7, 1), "A", "realisatie", 300.0),
    (2022, date(2022, 9, 1), "A", "realisatie", 300.0),
    (2023, date(2023, 2, 1), "A", "realisatie", 500.0),
    (2023, date(2023, 3, 1), "A", "verplichting", 100.0),
    (2023, date(2023, 12, 1), "A", "realisatie", 9000.0),
    (2022, date(2022, 1, 1), "B", "begroot", 600.0),
    (2022, date(2022, 12, 1), "C", "realisatie", 50.0),
]
BUDGET = pandas.DataFrame(ROWS, columns=["jaar", "maand_datum", "post", "soort", "bedrag_eur"])
STAND = date(2023, 6, 30)


def test_lines_add_up_and_later_bookings_do_not_count() -> None:
    lines = summarise_budget(BUDGET, STAND)
    assert [line.post for line in lines] == ["A", "B", "C", TOTAAL]
    first, total = lines[0], lines[-1]
    assert (first.begroot_eur, first.toegezegd_eur, first.besteed_eur) == (3600, 100, 1100)
    assert first.rest_eur == 2400 and first.uitputting == pytest.approx(1100 / 3600)
    assert lines[2].uitputting is None
    assert total.begroot_eur == 4200 and total.besteed_eur == 1150
    assert total.rest_eur == sum(line.rest_eur for line in lines[:-1])


def test_forecast_is_the_pace_since_the_first_booking_of_the_year() -> None:
    line = summarise_budget(BUDGET, STAND, 2023)[0]
    since = date(2023, 2, 1)
    passed = (STAND - since).days + 1
    assert line.verwachting_eur == pytest.approx(500 * 334 / passed)
    assert forecast_year(500, 2000, since, STAND) == 2500  # more is promised than the pace gives
    assert forecast_year(600, 0, date(2022, 7, 1), STAND) == 600  # the year is over
    assert forecast_year(0, 0, date(2024, 1, 1), STAND) is None  # the year has not begun


def test_forecast_of_all_years_is_the_sum_of_the_years() -> None:
    whole = summarise_budget(BUDGET, STAND)[0].verwachting_eur
    parts = [summarise_budget(BUDGET, STAND, year)[0].verwachting_eur or 0 for year in (2022, 2023)]
    assert whole == pytest.approx(sum(parts)) and parts[0] == 600


def test_time_elapsed_and_years() -> None:
    assert years(BUDGET) == [2022, 2023]
    assert elapsed_budget_years(BUDGET, date(2022, 12, 31)) == pytest.approx(0.5)
    assert elapsed_budget_years(BUDGET, date(2025, 1, 1)) == 1.0
    assert elapsed_budget_years(BUDGET, date(2021, 1, 1)) == 0.0
    assert elapsed_budget_years(BUDGET.iloc[:0], STAND) == 0.0


def test_running_totals_stop_at_the_datastand() -> None:
    table = accumulate_budget(BUDGET, STAND)
    assert len(table) == 24 and table["begroot_eur"].iloc[-1] == pytest.approx(4200)
    at_stand = table[table["dag"] == STAND].iloc[0]
    assert at_stand["besteed_eur"] == 1150 and at_stand["toegezegd_eur"] == 100
    assert table[table["dag"] > STAND]["besteed_eur"].isna().all()


def test_an_empty_table_is_no_error() -> None:
    assert summarise_budget(BUDGET.iloc[:0], STAND) == []
    assert accumulate_budget(BUDGET.iloc[:0], STAND).empty


def test_euros_on_screen() -> None:
    assert show_euro(-1234.5) == "−€\u00a01.234" and show_euro(0) == "€\u00a00"
    for high, words in (
        (500_000.0, ["€\u00a00", "€\u00a0500.000"]),
        (2_500_000.0, ["€\u00a00,0 mln", "€\u00a02,5 mln"]),
    ):
        ticks = [0, high]
        axis = frame(alt.X("x:Q", axis=None), value_axis(ticks, **euro_labels(ticks)), 0, 0)
        assert re.findall(r"<text[^>]*>([^<]*)</text>", svg_of(compose([axis], 100))) == words


def test_the_budget_chart_writes_shares_at_the_ends() -> None:
    chart = budget_chart(accumulate_budget(BUDGET, STAND), STAND)
    words = [row["tekst"] for row in rows_of(layers_of(chart, "text")[-1])]
    assert words == ["begroot", "met toegezegd 30%", "besteed 27%"]


def test_expenses_that_were_not_delivered_are_not_zero() -> None:
    lines = summarise_budget(BUDGET[BUDGET["soort"] == "begroot"], STAND, is_delivered=False)
    assert [line.begroot_eur for line in lines] == [
        line.begroot_eur for line in summarise_budget(BUDGET, STAND) if line.begroot_eur
    ]
    for line in lines:
        amounts = (line.besteed_eur, line.toegezegd_eur, line.verwachting_eur, line.rest_eur)
        assert amounts == (None,) * 4 and line.uitputting is None
        assert show_euro(line.besteed_eur) == "–"
    text = budget_sentence(lines[-1], 0.5)
    assert text == "Begroot: €\u00a04.200. Wat is besteed, is niet geleverd."


def test_amounts_are_whole_cents_so_a_half_is_a_half() -> None:
    rows = [(2023, date(2023, 1, 1), "A", "begroot", 100.5)]
    rows += [(2023, date(2023, 1, 1), "A", "realisatie", 0.1)] * 3  # 0.1 + 0.1 + 0.1 > 0.3
    rows += [(2023, date(2023, 1, 1), "B", "realisatie", bedrag) for bedrag in (0.7, 0.1)]
    line, _, total = summarise_budget(pandas.DataFrame(rows, columns=BUDGET.columns), STAND)
    assert (line.besteed_eur, line.rest_eur) == (0.3, 100.2)
    assert (total.besteed_eur, total.rest_eur) == (1.1, 99.4)


def test_days_may_be_written_as_moments() -> None:
    moments = BUDGET.assign(maand_datum=pandas.to_datetime(BUDGET["maand_datum"]))
    assert summarise_budget(moments, STAND) == summarise_budget(BUDGET, STAND)
    assert accumulate_budget(moments, STAND).equals(accumulate_budget(BUDGET, STAND))
