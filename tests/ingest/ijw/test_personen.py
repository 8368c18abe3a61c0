"""Persons, addresses and days by the rules: one BSN is one jeugdige, whatever else differs."""

from datetime import date
from pathlib import Path

from tests.ingest.test_ijw import ANDER, BSN, codes, load, rows
from tests.ingest.test_ijw_regels import read_with_postcodes
from tests.lib.berichten import bericht, client, start, toewijzing


def test_persons_days_and_postcodes(tmp_path: Path) -> None:
    """Another birth date splits nobody; a day with a zone is the Dutch day; 8021aa is 8021AA."""
    eerst = toewijzing("7", "2022-01-03", "2022-01-10", Einddatum="2022-12-31")
    later = toewijzing("7", "2022-03-01", "2022-01-10", Einddatum="2022-06-30")
    files = {
        "a.xml": bericht("JW301", [client(BSN, eerst, postcode="8021 aa")], "2022-01-03"),
        "b.xml": bericht(
            "JW301",
            [client(BSN, later, geboren="2010-03-14", postcode="8021AA")],
            "2022-03-01",
        ),
        "c.xml": bericht(
            "JW305",
            [
                client(BSN, start("7", "2022-01-11T23:30:00Z")),
                client(ANDER, start("8", "2022-01-12"), geboren="2012-05-01", gebruik="1"),
            ],
            "2022-02-01",
        ),
    }
    report = load(tmp_path, files, read_with_postcodes())
    assert rows(tmp_path, "select count(*) from jeugdige") == [(2,)]
    query = "select eind_datum from toewijzing"
    assert rows(tmp_path, query) == [(date(2022, 6, 30),)], "the end of the newest version"
    assert rows(tmp_path, "select distinct wijk_id from adres") == [("west",)]
    query = "select begin_datum from traject where toewijzing_id = '7'"
    assert rows(tmp_path, query) == [(date(2022, 1, 12),)]
    assert codes(report)["TIJDZONE", "JW305"] == 1
    query = "select geboortemaand_datum from jeugdige order by 1"
    months = [maand for (maand,) in rows(tmp_path, query)]
    assert months == [date(2010, 2, 1), date(2012, 5, 1)], "of a day not known the month is"
