"""Backup, restore and export: whole or not at all, and back again on either engine."""

import json
import stat
import threading
import zipfile
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest

from proeftuin.__main__ import main
from proeftuin.errors import ToegangGeweigerd
from proeftuin.journal.backup import read_reserve
from proeftuin.journal.export import TITEL_PROGNOSE
from proeftuin.journal.journal import Journal, open_journal
from proeftuin.journal.opslag import find_bestand
from proeftuin.journal.types import Door, JournalError
from tests.journal.test_journal import INTERN, PARTNER, freeze, plan

BEHEER = Door("beheerder", "opdrachtregel")


def fill(journal: Journal) -> None:
    for soort, audience in (("wijkgesprek", "openbaar"), ("driehoek", "intern")):
        session = plan(journal, soort, INTERN, genodigden=("Wijkteam",))
        punt = journal.agenda.add(session.id, titel="V", slug="verblijf", door=INTERN)
        freeze(journal, punt.id, INTERN, audience=audience)
        journal.agenda.change(punt.id, 1, INTERN, herkennen=f"Ja, {soort} ¡é€🙂\n")
        journal.acties.add(
            session.id,
            tekst="Bellen",
            eigenaar="Wijkteam",
            kwartaal_gereed="2024-Q1",
            door=INTERN,
            agendapunt_id=punt.id,
        )
    journal.teksten.add_duiding(
        slug="verblijf", kwartaal="2023-Q2", tekst="Staking", door=PARTNER, soort="wijkgesprek"
    )
    story = {"kwartaal": "2023-Q2", "titel": "Rust", "tekst": "Het ging beter.", "bron": "Ouders"}
    journal.teksten.add_verhaal(soort="ervaring", door=PARTNER, **story)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    opened = open_journal(None, tmp_path)
    fill(opened)
    yield opened
    opened.close()


def content(journal: Journal) -> dict:
    """Everything but the lines that say that a backup was put back."""
    tables = journal.beheer.export_json("beheerder")["tabellen"]
    tables["historie"] = [line for line in tables["historie"] if line["tabel"] != "journaal"]
    return tables


def content_of(file: Path) -> dict:
    """The same, of a backup."""
    tables = read_reserve(file)["tabellen"]
    tables["historie"] = [line for line in tables["historie"] if line["tabel"] != "journaal"]
    return tables


def test_what_was_backed_up_comes_back(journal: Journal, tmp_path: Path) -> None:
    before = content(journal)
    file = tmp_path / "kopie" / "gesprekken.zip"
    counts = journal.beheer.backup(file, "beheerder")
    assert counts == {naam: len(rows) for naam, rows in before.items()}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and len(list(file.parent.iterdir())) == 1
    later = plan(journal, titel="Later")
    with pytest.raises(JournalError, match="1 wijzigingen die niet"):
        journal.beheer.restore(file, BEHEER)
    assert journal.gesprekken.find(later.id, "partner") == later
    journal.beheer.restore(file, BEHEER, vervang=True)
    assert content(journal) == before
    assert journal.historie.select("beheerder", "journaal")[-1].soort == "teruggezet"
    assert plan(journal).id > later.id  # numbers are never used again
    assert journal.agenda.bevriezing(1, "partner").klopt()


def test_a_backup_moves_to_another_machine(journal: Journal, tmp_path: Path) -> None:
    file = tmp_path / "kopie.zip"
    journal.beheer.backup(file, "beheerder")
    other = open_journal(None, tmp_path / "elders")
    other.beheer.restore(file, BEHEER)
    assert content(other) == content(journal)
    other.close()


def test_every_damage_is_refused_and_the_present_one_stays(
    journal: Journal, tmp_path: Path
) -> None:
    file, broken = tmp_path / "kopie.zip", tmp_path / "kapot.zip"
    journal.beheer.backup(file, "beheerder")
    whole, good = file.read_bytes(), read_reserve(file)
    before = content(journal)
    random = Random(1)
    refused = 0
    for turn in range(120):
        harmed = bytearray(whole)
        if turn % 3:
            harmed[random.randrange(len(harmed))] ^= 1 << random.randrange(8)
        else:
            del harmed[random.randrange(len(harmed)) :]
        broken.write_bytes(harmed)
        try:
            assert read_reserve(broken) == good  # a flipped bit that says nothing, like a time
        except JournalError:
            refused += 1
    assert refused > 100
    for wrong in (b"", b"{}", whole[:-30], b"SQLite format 3\0" * 99):
        broken.write_bytes(wrong)
        with pytest.raises(JournalError, match="beschadigd"):
            journal.beheer.restore(broken, BEHEER, vervang=True)
    with pytest.raises(JournalError, match="bestaat niet"):
        journal.beheer.restore(tmp_path / "niets.zip", BEHEER)
    assert content(journal) == before


def test_a_failure_halfway_changes_nothing(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "kopie.zip"
    journal.beheer.backup(file, "beheerder")
    plan(journal, titel="Later")
    before = content(journal)

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("proeftuin.journal.export._set_next_id", fail)
    with pytest.raises(KeyboardInterrupt):
        journal.beheer.restore(file, BEHEER, vervang=True)
    assert content(journal) == before
    with pytest.raises(Exception, match="alleen toegevoegd"), journal.opslag.read() as connection:
        connection.exec_driver_sql("delete from historie")


def test_a_backup_while_others_write_holds_one_moment(journal: Journal, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            plan(journal)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for turn in range(5):
            journal.beheer.backup(tmp_path / f"{turn}.zip", "beheerder")
            tables = read_reserve(tmp_path / f"{turn}.zip")["tabellen"]
            planned = [line for line in tables["historie"] if line["tabel"] == "gesprek"]
            assert len(planned) == len(tables["gesprek"])
    finally:
        stop.set()
        writer.join()


def test_the_command_line(journal: Journal, tmp_path: Path, capsys) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        code = main(["gesprekken", *arguments, "--data", str(tmp_path)])
        shown = capsys.readouterr()
        return code, shown.out + shown.err

    file, out = tmp_path / "kopie.zip", tmp_path / "alles.json"
    assert run("reserve", str(file))[0] == 0
    code, said = run("exporteer", str(out))
    assert code == 0 and stat.S_IMODE(out.stat().st_mode) == 0o600
    assert json.loads(out.read_text(encoding="utf-8")) == journal.beheer.export_json("beheerder")
    plan(journal)
    code, said = run("terug", str(file))
    assert code == 1 and "--vervang" in said
    code, said = run("terug", str(file), "--vervang")
    assert code == 0 and "gesprekken 2, agendapunten 2" in said
    file.write_bytes(file.read_bytes()[:-100])
    code, said = run("terug", str(file), "--vervang")
    assert code == 1 and "beschadigd" in said
    assert len(journal.gesprekken.select("intern")) == 2


def test_a_damaged_journal_is_replaced_and_kept(journal: Journal, tmp_path: Path, capsys) -> None:
    file, present = tmp_path / "kopie.zip", find_bestand(tmp_path)
    journal.beheer.backup(file, "beheerder")
    before = content(journal)
    journal.close()
    present.write_bytes(b"kapot" * 5000)
    assert main(["gesprekken", "reserve", str(tmp_path / "x.zip"), "--data", str(tmp_path)]) == 1
    assert "terug BESTAND" in capsys.readouterr().err
    assert main(["gesprekken", "terug", str(file), "--data", str(tmp_path)]) == 0
    assert "bewaard als" in capsys.readouterr().out
    again = open_journal(None, tmp_path)
    assert content(again) == before
    again.close()
    assert next(present.parent.glob("*beschadigd*")).read_bytes() == b"kapot" * 5000


def test_the_end_of_the_retention_period(journal: Journal, tmp_path: Path) -> None:
    secret = "Zeer bijzondere woorden"
    old = plan(journal, titel="Oud", datum=date(2019, 1, 1))
    punt = journal.agenda.add(old.id, titel=secret, slug="verblijf", door=PARTNER)
    freeze(journal, punt.id, zin=secret)
    journal.agenda.change(punt.id, 1, PARTNER, herkennen=secret)
    journal.gesprekken.close(old.id, 1, PARTNER)
    still = plan(journal, datum=date(2019, 2, 1))
    before = content(journal)
    with pytest.raises(ToegangGeweigerd, match="beheerder"):
        journal.beheer.remove_older(date(2020, 1, 1), INTERN)
    assert journal.beheer.count_older(date(2020, 1, 1), "beheerder") == {
        **{"gesprek": 1, "duiding": 0, "verhaal": 0, "niet_afgesloten": 1}
    }
    counts = journal.beheer.remove_older(date(2020, 1, 1), BEHEER)
    assert counts == {
        **dict.fromkeys(before, 0),
        **{"gesprek": 1, "agendapunt": 1, "bevriezing": 1, "historie": 5, "niet_afgesloten": 1},
    }
    lines = journal.historie.select("partner", gesprek_id=old.id)
    assert [(line.soort, line.na, line.voor) for line in lines] == [
        ("opgeruimd", {"rijen": 8}, None)
    ]
    assert journal.gesprekken.find(still.id, "partner") == still
    after = content(journal)
    kept = [line for line in before["historie"] if line["gesprek_id"] != old.id]
    assert after["historie"][:-1] == kept
    assert "Staking" in str(after["duiding"])
    everything = b"".join(file.read_bytes() for file in find_bestand(tmp_path).parent.iterdir())
    assert secret.encode() not in everything
    with pytest.raises(Exception, match="alleen toegevoegd"), journal.opslag.read() as connection:
        connection.exec_driver_sql("delete from historie")


def test_ruim_op_takes_old_conversations_along(journal: Journal, tmp_path: Path, capsys) -> None:
    old = plan(journal, datum=date(2001, 1, 1))
    journal.gesprekken.close(old.id, 1, PARTNER)
    plan(journal, datum=date(2001, 2, 1))

    def run(*arguments: str) -> str:
        assert main(["ruim-op", *arguments, "--data", str(tmp_path)]) == 0
        return capsys.readouterr().out

    said = run()
    assert "Voorbij de bewaartermijn" in said and "1 gesprek met" in said
    assert "nog niets verwijderd" in said and "niet afgesloten" in said
    assert old.id in [session.id for session in journal.gesprekken.select("intern")]
    assert "Verwijderd" in run("--verwijder")
    assert old.id not in [session.id for session in journal.gesprekken.select("intern")]
    assert "Verwijderd" not in run("--verwijder")


def test_stories_and_loose_explanations_go_by_their_last_change(journal: Journal) -> None:
    counts = journal.beheer.remove_older(date(2100, 1, 1), BEHEER)
    assert (counts["verhaal"], counts["duiding"], counts["gesprek"]) == (1, 1, 0)
    assert journal.teksten.verhalen("partner") == journal.teksten.duidingen("partner") == []
    assert "Het ging beter" not in str(journal.beheer.export_json("beheerder"))


def make_older(journal: Journal, gesprek_id: int) -> None:
    """The tables as they were before 0002: only the title says what a point is about."""
    for titel in (TITEL_PROGNOSE, "Budget van de proeftuin"):
        journal.agenda.add(gesprek_id, titel=titel, soort="vrij", door=INTERN)
    with journal.opslag.engine.begin() as connection:
        connection.exec_driver_sql("update alembic_version set version_num = '0001'")


def kinds(journal: Journal, gesprek_id: int) -> dict[str, str]:
    return {punt.titel: punt.soort for punt in journal.agenda.select(gesprek_id, "intern")}


def test_a_point_about_the_prognose_gets_its_soort_once(journal: Journal, tmp_path: Path) -> None:
    session = plan(journal, "driehoek", INTERN)
    make_older(journal, session.id)
    file = tmp_path / "oud.zip"
    journal.beheer.backup(file, "beheerder")
    now = {TITEL_PROGNOSE: "prognose", "Budget van de proeftuin": "vrij"}
    renewed = open_journal(None, tmp_path)
    assert kinds(renewed, session.id) == now
    [line] = [item for item in renewed.historie.select("intern") if item.naam.startswith("nieuwe")]
    assert (line.voor, line.na) == ({"soort": "vrij"}, {"soort": "prognose"})
    assert line not in renewed.historie.select("partner"), "of a driehoek"
    (punt, _) = renewed.agenda.select(session.id, "intern")
    renewed.agenda.change(punt.id, punt.versie, INTERN, titel="Wat het dit jaar kost")
    assert kinds(renewed, session.id)["Wat het dit jaar kost"] == "prognose", "not by its title"
    renewed.beheer.restore(file, BEHEER, vervang=True)
    assert kinds(renewed, session.id) == now, "an older backup of SQLite comes back renewed"
    renewed.close()


def test_an_older_backup_of_postgresql_comes_back_renewed(journal: Journal, tmp_path: Path) -> None:
    session = plan(journal, "driehoek", INTERN)
    make_older(journal, session.id)
    everything = journal.beheer.export_json("beheerder") | {"stand": "0001"}
    raw = json.dumps(everything).encode()
    file = tmp_path / "oud.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("gesprekken.json", raw)
        archive.writestr("manifest.json", json.dumps({"sha256": sha256(raw).hexdigest()}))
    other = open_journal(None, tmp_path / "elders")
    other.beheer.restore(file, BEHEER)
    assert kinds(other, session.id)[TITEL_PROGNOSE] == "prognose"
    other.close()
