"""Dates, quarters, amounts and BSN in text: whatever is written, it is read right or not at all."""

from datetime import date, timedelta
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proeftuin.ingest.kolommen import (
    OnmogelijkeDatum,
    has_bsn,
    normalise_nummers,
    parse_datum,
    parse_getallen,
    parse_kwartaal,
    round_euro,
)
from proeftuin.schema import Kolomsoort

DAGEN = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(DAGEN)
def test_every_day_reads_back_in_three_ways(dag: date) -> None:
    for tekst in (
        dag.isoformat(),
        f"{dag:%d-%m-%Y}",
        f"{dag:%Y%m%d}",
        f"{dag.day}-{dag.month}-{dag:%Y}",
    ):
        assert parse_datum(tekst) == dag
        assert parse_kwartaal(tekst) == date(dag.year, 3 * ((dag.month - 1) // 3) + 1, 1)


@given(st.text(max_size=12) | st.from_regex(r"\d{1,4}-\d{1,2}-\d{1,4}|\d{8}", fullmatch=True))
def test_no_text_breaks_the_date_parsers(tekst: str) -> None:
    for parse in (parse_datum, parse_kwartaal):
        try:
            dag = parse(tekst)
        except OnmogelijkeDatum:
            continue
        assert dag is None or date(1900, 1, 1) <= dag <= date(2100, 12, 31)


@given(DAGEN, st.integers(1, 27))
def test_days_past_the_end_of_a_month_are_impossible(dag: date, extra: int) -> None:
    last = date(dag.year + dag.month // 12, dag.month % 12 + 1, 1) - timedelta(days=1)
    with pytest.raises(OnmogelijkeDatum):
        parse_datum(f"{dag:%Y-%m}-{last.day + extra:02d}")


@given(st.decimals("-999999.99", "999999.99", places=2))
def test_every_amount_reads_back(bedrag: Decimal) -> None:
    heel, cent = f"{abs(bedrag):,.2f}".split(".")
    teken = "-" if bedrag < 0 else ""
    komma = f"{teken}{heel.replace(',', '')},{cent}"
    punten = f"{teken}{heel.replace(',', '.')},{cent}"
    for tekst, is_komma in ((f"{bedrag:.2f}", False), (komma, True), (punten, True)):
        getal = parse_getallen(pa.array([tekst]), is_komma, Kolomsoort.GELD)
        assert round_euro(getal)[0].as_py() == bedrag


@given(
    st.text(max_size=12),
    st.booleans(),
    st.sampled_from([Kolomsoort.GELD, Kolomsoort.GETAL, Kolomsoort.SCORE]),
)
def test_no_text_breaks_the_number_parser(tekst: str, is_komma: bool, soort: Kolomsoort) -> None:
    getal = parse_getallen(pa.array([tekst], pa.string()), is_komma, soort)[0].as_py()
    assert getal is None or any(teken.isdigit() for teken in tekst)


def test_an_amount_that_could_be_two_is_not_read() -> None:
    teksten = pa.array(["1.234", "1.234,00", "1234", "12.5", "1.234.567"])
    assert parse_getallen(teksten, True, Kolomsoort.GELD).to_pylist() == [
        *(None, 1234.0, 1234.0, 12.5, 1234567.0)
    ]
    assert parse_getallen(teksten, True, Kolomsoort.GETAL)[0].as_py() == 1234.0


@given(st.integers(0, 999_999_999))
def test_bsn_is_found_by_its_elfproef(nummer: int) -> None:
    cijfers = f"{nummer:09d}"
    som = sum((9 - nr) * int(c) for nr, c in enumerate(cijfers[:8])) - int(cijfers[8])
    assert has_bsn(f"over {cijfers}.") == (som % 11 == 0 and nummer > 0)
    assert not has_bsn(f"1{cijfers}") and not has_bsn(cijfers[:8])


@pytest.mark.parametrize(
    "tekst",
    ["2023K2", "2023q2", "2023-Q2", "2023 K2", "2023KW02", "Q2 2023", "2e kwartaal 2023"],
)
def test_ways_to_write_a_quarter(tekst: str) -> None:
    assert parse_kwartaal(tekst) == date(2023, 4, 1)


@pytest.mark.parametrize("tekst", ["2023-04", "2023-02", "03-2023", "2023-2", "202302", "20232"])
def test_a_month_is_no_quarter(tekst: str) -> None:
    assert parse_kwartaal(tekst) is None


def _plain_nummer(tekst: str) -> str | None:
    """One number of a toewijzing, read as a person would."""
    tekst = tekst.strip()
    heel, punt, nullen = tekst.partition(".")
    if punt and heel.isdigit() and nullen and set(nullen) == {"0"}:
        tekst = heel
    if tekst.isdigit():
        return str(int(tekst))
    return tekst or None


@given(
    st.lists(
        st.text("0123456789 .-AbZ", max_size=9)
        | st.from_regex(r"0{0,4}[0-9]{0,6}(\.0{1,3})?", fullmatch=True)
    )
)
def test_numbers_of_toewijzingen_lose_leading_zeros_and_nothing_else(teksten: list[str]) -> None:
    found = normalise_nummers(pa.array([*teksten, None], pa.string())).to_pylist()
    assert found == [*map(_plain_nummer, teksten), None]
