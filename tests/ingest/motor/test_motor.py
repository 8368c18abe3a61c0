"""A levering out of PostgreSQL is the same levering; what is wrong in the database is said."""

import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from proeftuin.__main__ import main
from proeftuin.errors import Finding, ProeftuinError
from proeftuin.ingest import Motorbron, find_motorbron, load_levering
from proeftuin.ingest.findings import Findings
from proeftuin.ingest.motor import tabellen
from proeftuin.schema import BESTANDEN
from proeftuin.settings import DEFAULT_FILE, read_settings
from proeftuin.store import open_store
from tests.lib.leveringen import GOED, write
from tests.lib.motor.warehouse import fill_schema
from tests.lib.postgres import postgres_server

pytestmark = pytest.mark.postgres
SETTINGS = read_settings()
Database = psycopg.Connection[Any]


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, Database]]:
    """Address (as a URL) and an owner's connection of one server for these tests."""
    with postgres_server() as options:
        parts = psycopg.conninfo.conninfo_to_dict(options)
        with psycopg.connect(options, autocommit=True) as connection:
            yield f"postgresql://postgres@/postgres?host={parts['host']}", connection


@pytest.fixture(scope="module")
def from_files(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """Content hash and data folder of the same levering out of files."""
    folder = tmp_path_factory.mktemp("bestanden")
    loaded = load_levering(write(folder / "levering"), folder / "data", SETTINGS)
    return loaded.hash, folder / "data"


@pytest.fixture
def same_key(from_files: tuple[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROEFTUIN_SLEUTELBESTAND", str(from_files[1] / "sleutel"))


def findings_of(address: str, schema: str, folder: Path) -> list[Finding]:
    findings = Findings()
    tabellen.copy_tables(Motorbron(address, schema), folder, findings)
    return findings.list_all()


def test_the_store_is_that_of_the_files_whatever_happens_meanwhile(
    server: tuple[str, Database],
    from_files: tuple[str, Path],
    same_key: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fill_schema(server[1], "bezig", GOED)
    make = tabellen._Kopie.make

    def meanwhile(kopie: Any) -> Any:
        server[1].execute("insert into bezig.voorveld values ('2022-12-31', null, 'x', 1, 2)")
        server[1].execute("set lock_timeout = '50ms'")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            server[1].execute("truncate bezig.traject")
        return make(kopie)

    monkeypatch.setattr(tabellen._Kopie, "make", meanwhile)
    loaded = load_levering(Motorbron(server[0], "bezig"), tmp_path, SETTINGS)
    assert loaded.waarschuwingen == []
    assert loaded.hash == from_files[0]
    assert list(tmp_path.glob(".bouw-*")) == []


def test_types_of_other_registers_give_the_same_rows(
    server: tuple[str, Database], from_files: tuple[str, Path], same_key: None, tmp_path: Path
) -> None:
    address, database = server
    fill_schema(database, "anders", GOED)
    for change in (
        "traject alter begin_datum type timestamp",
        "traject alter hulpvorm_code type integer using hulpvorm_code::integer",
        "aanmelding alter aanmeld_datum type varchar",
        "aanmelding alter start_datum type integer using to_char(start_datum, 'YYYYMMDD')::integer",
        "declaratie alter bedrag_eur type money",
        "toewijzing alter bedrag_eur type double precision",
        "casus alter eigen_inzet_eur type varchar using eigen_inzet_eur::numeric(14, 2)::text",
        "bevolking alter aantal type bigint",
        "ervaring alter kwartaal type date using '2022-10-01'",
        "voorveld add burgerservicenummer varchar",
        "jeugdige alter van_datum type timestamptz"
        " using van_datum::timestamp at time zone 'Europe/Amsterdam'",
    ):
        database.execute(f"alter table anders.{change}")
    database.execute("update anders.traject set eind_datum = 'infinity' where eind_datum is null")
    database.execute("drop view anders.levering")
    database.execute(
        "create materialized view anders.levering as select timestamp '2023-12-31 12:00' as"
        " datastand, 'test' as bron, 'gemaakt voor een test' as opmerking"
    )
    loaded = load_levering(Motorbron(address, "anders"), tmp_path, SETTINGS)
    found = [(f.code, f.bestand, f.kolom, f.aantal) for f in loaded.waarschuwingen]
    assert found == [
        ("TIJDZONE", "anders.jeugdige", "van_datum", 3),
        ("EINDE_OPEN", "anders.traject", "eind_datum", 1),
    ]
    with open_store(tmp_path) as store, open_store(from_files[1]) as expected:
        for naam in ("jeugdige", "adres", *(bestand.naam for bestand in BESTANDEN[1:])):
            query = f"select * from {naam} order by all"
            assert store.frame(query).equals(expected.frame(query)), naam


def test_everything_wrong_with_tables_is_said_at_once(
    server: tuple[str, Database], tmp_path: Path
) -> None:
    address, database = server
    fill_schema(database, "fout", GOED)
    for change in (
        "alter table fout.traject drop begin_datum",
        "alter table fout.declaratie alter bedrag_eur type boolean using true",
        "alter table fout.casus alter afgerond_datum type time using '12:00'",
        "drop table fout.jeugdige",
        "drop view fout.levering",
    ):
        database.execute(change)
    found = findings_of(address, "fout", tmp_path)
    assert [(f.code, f.bestand, f.regel, f.kolom) for f in found] == [
        ("MOTOR_TABEL", "fout.jeugdige", None, None),
        ("MOTOR_KOLOM", "fout.traject", None, "begin_datum"),
        ("MOTOR_SOORT", "fout.declaratie", None, "bedrag_eur"),
        ("MOTOR_SOORT", "fout.casus", None, "afgerond_datum"),
        ("MOTOR_LEVERING", "fout.levering", None, None),
    ]
    assert findings_of(address, "nergens", tmp_path)[0].code == "MOTOR_TABEL"


LEVERINGEN = {
    "date '2023-12-31' as datum": ("MOTOR_KOLOM", "datastand"),
    "5 as datastand": ("MOTOR_SOORT", "datastand"),
    "date '2023-12-31' as datastand, 1 as synthetisch": ("MOTOR_SOORT", "synthetisch"),
    "null::date as datastand": ("VELD_LEEG", "datastand"),
    "'eind 2023' as datastand": ("TYPE_FOUT", "datastand"),
    "date '9999-12-31' as datastand": ("DATUM_ONMOGELIJK", "datastand"),
    "date '2023-12-31' as datastand from generate_series(1, 2)": ("MOTOR_EEN_RIJ", None),
}


def test_what_is_said_of_the_levering_itself(server: tuple[str, Database], tmp_path: Path) -> None:
    address, database = server
    fill_schema(database, "toml", {k: GOED[k] for k in ("jeugdige.csv", "traject.csv")})
    for view, expected in LEVERINGEN.items():
        database.execute("drop view toml.levering")
        database.execute(f"create view toml.levering as select {view}")
        (finding,) = findings_of(address, "toml", tmp_path)
        assert finding.bestand == "toml.levering"
        assert (finding.code, finding.kolom) == expected


def test_a_view_that_fails_quotes_no_value_and_a_right_that_lacks_is_named(
    server: tuple[str, Database], tmp_path: Path
) -> None:
    address, database = server
    fill_schema(database, "recht", GOED)
    database.execute("alter table recht.traject rename to bron")
    database.execute(
        "create view recht.traject as select traject_id, jeugdige_id, toewijzing_id, aanbieder_id,"
        " hulpvorm_code, verwijzer_code, begin_datum, eind_datum, jeugdige_id::integer::text as"
        " reden_einde_code from recht.bron"
    )
    (finding,) = findings_of(address, "recht", tmp_path)
    assert (finding.code, finding.bestand) == ("MOTOR_LEZEN", "recht.traject")
    assert "22P02" in finding.melding and "p1" not in str(vars(finding))
    database.execute("create role lezer login")
    database.execute("grant usage on schema recht to lezer")
    database.execute("grant select on all tables in schema recht to lezer")
    database.execute("revoke select on recht.casus from lezer")
    own = address.replace("postgres@", "lezer@")
    found = findings_of(own, "recht", tmp_path)
    assert [(f.code, f.bestand) for f in found] == [
        ("MOTOR_LEZEN", "recht.traject"),
        ("MOTOR_RECHT", "recht.casus"),
    ]
    assert "grant select on recht.casus to lezer;" in found[1].oplossing


def test_the_command_reads_the_database_and_shows_the_row(
    server: tuple[str, Database],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    address, database = server
    fill_schema(database, "public2", GOED)
    config = tmp_path / "proeftuin.toml"
    own = DEFAULT_FILE.read_text(encoding="utf-8")
    own = own.replace("data/", f"{DEFAULT_FILE.parent}/data/")
    own = own.replace('motor = ""', f'motor = "{address}"').replace('"public"', '"public2"')
    config.write_text(own, encoding="utf-8")
    start = ["--config", str(config), "--data", str(tmp_path / "data")]
    assert main(["laad", "--stil", *start]) == 0
    assert "Geladen, gegevens tot en met 31 december 2023" in capsys.readouterr().out
    assert main(["controleer", "--database", *start]) == 0
    assert "public2.jeugdige: 0 van " in capsys.readouterr().out
    database.execute("update public2.traject set hulpvorm_code = '77' where traject_id = 't2'")
    assert main(["laad", "--stil", "--vervang", *start]) == 1
    said = capsys.readouterr()
    assert "public2.traject, regel 2, kolom hulpvorm_code" in said.out + said.err
    assert "select * from public2.traject order by traject_id offset 1 limit 1;" in said.out
    assert main(["werklijst", str(tmp_path / "werk.csv"), *start]) == 0
    assert "public2.traject;2;t2;hulpvorm_code;77" in (tmp_path / "werk.csv").read_text("utf-8-sig")


def test_no_error_holds_the_password(
    server: tuple[str, Database], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    socket = server[0].partition("?host=")[2]
    addresses = {
        f"postgresql://u:geheim@/geen?host={socket}": "kent database 'geen' of gebruiker 'u' niet",
        "postgresql://u:geheim@localhost:1/x": "De database op localhost, poort 1 antwoordt niet",
        "postgresql://u:geheim%zz@localhost/x": "is niet te lezen",
        "mysql://u:geheim@localhost/x": "is geen adres van PostgreSQL",
        "": "Noem de map, de werkmap of het zipbestand",
    }
    for address, expected in addresses.items():
        monkeypatch.setenv("PROEFTUIN_BRON", address)
        with pytest.raises(ProeftuinError, match=expected) as refused:
            load_levering(find_motorbron(SETTINGS), tmp_path, SETTINGS)
        shown = "".join(traceback.format_exception(refused.value))
        assert "geheim" not in shown
    assert "geheim" not in repr(Motorbron("postgresql://u:geheim@s/d", "x"))
