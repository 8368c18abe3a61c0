"""The journal: sessions, agenda, freezes, actions, explanations; one file of SQLite."""

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from proeftuin.errors import SettingsError, ToegangGeweigerd
from proeftuin.journal.journal import Journal, open_journal
from proeftuin.journal.opslag import find_bestand, find_opslag
from proeftuin.journal.tabellen import METADATA, TABLE_OF, changeable
from proeftuin.journal.types import (
    VRAGEN,
    Actie,
    Afgesloten,
    Agendapunt,
    BevestigingNodig,
    Bevriezing,
    Bevroren,
    Botsing,
    Door,
    Duiding,
    Gesprek,
    Historie,
    JournalError,
    Verhaal,
)
from proeftuin.settings.model import Gesprekken
from proeftuin.settings.read import read_settings

PARTNER = Door("partner", "Wijkteam")
INTERN = Door("intern", "Beleid")


def plan(journal: Journal, soort: str = "wijkgesprek", door: Door = PARTNER, **velden) -> Gesprek:
    values = {"datum": date(2024, 1, 16), "wijk": "west", "kwartaal": "2023-Q4", "titel": "Gesprek"}
    return journal.gesprekken.plan(soort=soort, door=door, **values | velden)


def freeze(journal: Journal, punt_id: int, door: Door = PARTNER, **velden):
    values = {
        "editie_id": "2024-01",
        "audience": "openbaar",
        "datastand": "2023-12-31",
        "rijen": [{"wijk": "west", "waarde": 0.1, "teller": None}],
        "beeld_svg": "<svg/>",
        "zin": "In West bleef het gelijk.",
    }
    return journal.agenda.freeze(punt_id, Bevroren(**values | velden), door)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    opened = open_journal(None, tmp_path)
    yield opened
    opened.close()


def test_files_are_for_the_owner_only(journal: Journal, tmp_path: Path) -> None:
    plan(journal)
    folder = find_bestand(tmp_path).parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    assert len(list(folder.iterdir())) == 3  # the file, its log and its index


def test_migrations_make_what_the_code_expects(journal: Journal) -> None:
    with journal.opslag.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def schema_of(file: Path) -> dict[str, tuple[object, ...]]:
    """Per table its columns in order (name, type, not null, key), indexes and references."""
    with closing(sqlite3.connect(file)) as found:
        query = "select name from sqlite_master where type = 'table' order by name"
        names = [row[0] for row in found.execute(query)]

        def ask(what: str, naam: str) -> list[tuple[object, ...]]:
            return found.execute(f"pragma {what}('{naam}')").fetchall()

        return {
            naam: (
                ask("table_info", naam),
                sorted(
                    (row[1:4], tuple(ask("index_info", row[1])))
                    for row in ask("index_list", naam)
                    if row[3] == "c"
                ),
                sorted(
                    tuple(ask("index_info", row[1]))
                    for row in ask("index_list", naam)
                    if row[3] != "c"
                ),
                sorted(row[2:5] for row in ask("foreign_key_list", naam)),
            )
            for naam in names
            if naam != "alembic_version"
        }


def test_the_records_give_the_very_tables_of_the_migrations(
    journal: Journal, tmp_path: Path
) -> None:
    file = tmp_path / "uit-records.db"
    engine = create_engine(f"sqlite:///{file}")
    METADATA.create_all(engine)
    engine.dispose()
    assert schema_of(file) == schema_of(find_bestand(tmp_path))
    for record, table in TABLE_OF.items():
        own = [item.name for item in fields(record)]
        assert [column.name for column in table.c if column.name != "sleutel"] == own


def test_what_a_writer_may_change() -> None:
    assert changeable(Gesprek) == (*("datum", "wijk", "kwartaal", "titel", "genodigden", "status"),)
    assert changeable(Agendapunt) == ("titel", "aanleiding", *VRAGEN)
    assert changeable(Actie) == (
        *("tekst", "eigenaar", "kwartaal_gereed", "slug", "richting", "status", "toelichting"),
    )
    assert changeable(Duiding) == ("kwartaal", "wijk", "tekst")
    assert changeable(Verhaal) == ("soort", "wijk", "kwartaal", "titel", "tekst", "bron")
    assert changeable(Bevriezing) == changeable(Historie) == ()


def test_opening_again_keeps_everything(journal: Journal, tmp_path: Path) -> None:
    made = plan(journal, genodigden=("Wijkteam", "Huisartsen"))
    again = open_journal("", tmp_path)
    assert again.gesprekken.find(made.id, "partner") == made
    assert made.genodigden == ("Wijkteam", "Huisartsen")
    again.close()


def test_a_wrong_url_is_refused_without_its_password(tmp_path: Path) -> None:
    for url in ("mysql://u:geheim@host/x", "geheim"):
        with pytest.raises(SettingsError) as refused:
            open_journal(url, tmp_path)
        assert "geheim" not in str(refused.value)


def test_a_stale_write_stores_nothing_and_carries_both_sides(journal: Journal) -> None:
    punt = journal.agenda.add(plan(journal).id, titel="Verblijf", slug="verblijf", door=PARTNER)
    first = journal.agenda.change(punt.id, 1, PARTNER, herkennen="Ja.")
    assert first.versie == 2
    with pytest.raises(Botsing) as clash:
        journal.agenda.change(punt.id, 1, INTERN, basis={"herkennen": ""}, herkennen="Nee.")
    assert clash.value.huidig == first == journal.agenda.find(punt.id, "partner")
    assert clash.value.poging == {"herkennen": "Nee."}
    assert clash.value.basis == {"herkennen": ""}
    assert [line.na for line in journal.historie.select("partner", "agendapunt", punt.id)][1:] == [
        {"herkennen": "Ja."}
    ]


def test_saving_the_same_text_is_no_change(journal: Journal) -> None:
    made = plan(journal, genodigden=("a",))
    same = journal.gesprekken.change(made.id, 1, PARTNER, titel=made.titel, genodigden=("a",))
    assert same == made
    assert len(journal.historie.select("partner")) == 1


def test_a_form_sent_twice_stores_one_row(journal: Journal) -> None:
    made = plan(journal, sleutel="formulier-1")
    assert plan(journal, sleutel="formulier-1") == made
    assert len(journal.gesprekken.select("partner")) == len(journal.historie.select("partner")) == 1


def test_points_keep_their_order_without_gaps(journal: Journal) -> None:
    session = plan(journal)
    points = [
        journal.agenda.add(session.id, titel=titel, soort="vrij", door=PARTNER) for titel in "abcd"
    ]
    journal.agenda.move(points[3].id, 1, PARTNER)
    journal.agenda.move(points[0].id, 99, PARTNER)
    journal.agenda.remove(points[1].id, 1, PARTNER)
    agenda = journal.agenda.select(session.id, "partner")
    assert [(punt.titel, punt.volgorde, punt.versie) for punt in agenda] == [
        ("d", 1, 1),
        ("c", 2, 1),
        ("a", 3, 1),
    ]
    removed = journal.historie.select("partner", "agendapunt", points[1].id)[-1]
    assert removed.soort == "verwijderd" and removed.voor and removed.voor["titel"] == "b"


def test_a_freeze_never_changes(journal: Journal) -> None:
    session = plan(journal)
    punt = journal.agenda.add(session.id, titel="V", slug="verblijf", door=PARTNER)
    other = journal.agenda.add(session.id, titel="T", slug="terugval", door=PARTNER)
    frozen = freeze(journal, punt.id)
    assert frozen.klopt()
    assert freeze(journal, punt.id) == frozen == journal.agenda.bevriezing(punt.id, "partner")
    with pytest.raises(JournalError, match="staan al vast"):
        freeze(journal, punt.id, zin="Iets anders.")
    with pytest.raises(JournalError, match="2024-01"):
        freeze(journal, other.id, editie_id="2024-02")
    with pytest.raises(ToegangGeweigerd):
        freeze(journal, other.id, audience="intern")
    with pytest.raises(JournalError, match="passen niet"):
        freeze(journal, other.id, rijen=[{"waarde": float("nan")}])
    with pytest.raises(JournalError, match="blijft op de agenda"):
        journal.agenda.remove(punt.id, 1, PARTNER)
    now = journal.gesprekken.find(session.id, "partner")
    assert (now.editie_id, now.audience, now.versie) == ("2024-01", "openbaar", 1)
    assert journal.agenda.bevriezingen(session.id, "partner") == [frozen]


def test_a_closed_session_stands_except_for_the_state_of_its_actions(journal: Journal) -> None:
    session = plan(journal)
    punt = journal.agenda.add(session.id, titel="V", slug="verblijf", door=PARTNER)
    actie = journal.acties.add(
        session.id, tekst="Bellen", eigenaar="Wijkteam", kwartaal_gereed="2024-Q1", door=PARTNER
    )
    uitleg = journal.teksten.add_duiding(
        slug="verblijf", kwartaal="2023-Q2", tekst="Staking", door=PARTNER, gesprek_id=session.id
    )
    assert journal.gesprekken.close(session.id, 1, PARTNER).status == "afgesloten"
    for change in (
        lambda: journal.gesprekken.change(session.id, 2, PARTNER, titel="Anders"),
        lambda: journal.agenda.change(punt.id, 1, PARTNER, herkennen="Ja"),
        lambda: journal.agenda.add(session.id, titel="x", soort="vrij", door=PARTNER),
        lambda: journal.agenda.move(punt.id, 1, PARTNER),
        lambda: journal.agenda.remove(punt.id, 1, PARTNER),
        lambda: freeze(journal, punt.id),
        lambda: journal.acties.change(actie.id, 1, PARTNER, tekst="Anders", status="klaar"),
        lambda: journal.gesprekken.close(session.id, 2, PARTNER),
    ):
        with pytest.raises(Afgesloten):
            change()
    done = journal.acties.change(actie.id, 1, PARTNER, status="klaar", toelichting="Gedaan")
    assert (done.status, done.tekst) == ("klaar", "Bellen")
    assert journal.teksten.withdraw_duiding(uitleg.id, 1, PARTNER).status == "ingetrokken"


def test_the_next_session_opens_with_the_open_actions(journal: Journal) -> None:
    def act(session: Gesprek, tekst: str) -> int:
        values = {"eigenaar": "Wijkteam", "kwartaal_gereed": "2024-Q1", "door": INTERN}
        return journal.acties.add(session.id, tekst=tekst, **values).id

    first, later = plan(journal), plan(journal, datum=date(2024, 4, 16))
    elsewhere, inside = plan(journal, wijk="oost"), plan(journal, "driehoek", INTERN)
    mine, done = act(first, "open"), act(first, "klaar")
    for session in (later, elsewhere, inside):
        act(session, "niet mee")
    journal.acties.change(done, 1, PARTNER, status="klaar")
    found = journal.acties.select("partner", voor_gesprek=later.id)
    assert [actie.id for actie in found] == [mine]


def test_wrong_words_are_refused(journal: Journal) -> None:
    session = plan(journal)
    for wrong in (
        lambda: plan(journal, kwartaal="2024-Q5"),
        lambda: plan(journal, "overleg"),
        lambda: plan(journal, titel="x" * 20_001),
        lambda: journal.gesprekken.change(session.id, 1, PARTNER, status="afgesloten"),
        lambda: journal.gesprekken.change(session.id, 1, PARTNER, soort="driehoek"),
        lambda: journal.agenda.add(session.id, titel="V", door=PARTNER),
    ):
        with pytest.raises(JournalError):
            wrong()
    assert journal.gesprekken.select("partner") == [session]


def test_a_story_waits_for_its_writer(journal: Journal) -> None:
    story = {"soort": "ervaring", "kwartaal": "2023-Q2", "titel": "Rust", "bron": "Ouders"}
    secret = "Mevrouw De Vries (BSN 123456782) belde."
    with pytest.raises(BevestigingNodig) as warned:
        journal.teksten.add_verhaal(tekst=secret, door=PARTNER, **story)
    assert {found.soort for found in warned.value.waarschuwingen} == {"naam", "bsn"}
    assert "Vries" not in str(warned.value)
    assert journal.teksten.verhalen("partner") == journal.historie.select("partner") == []
    made = journal.teksten.add_verhaal(tekst="Het ging beter.", door=PARTNER, **story)
    assert journal.teksten.verhalen("partner") == [made]
    stored = journal.teksten.add_verhaal(tekst=secret, bevestigd=True, door=PARTNER, **story)
    assert stored.tekst == secret
    assert journal.teksten.withdraw_verhaal(stored.id, 1, PARTNER).status == "ingetrokken"
    assert journal.teksten.verhalen("partner") == [made]
    assert len(journal.teksten.verhalen("partner", status=None)) == 2


def test_where_the_journal_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PROEFTUIN_GESPREKKEN", raising=False)
    settings = read_settings()
    assert find_opslag(settings) is None
    url = "postgresql+psycopg://iemand@server/naam"
    elsewhere = replace(settings, gesprekken=Gesprekken(url))
    assert find_opslag(elsewhere) == url
    assert elsewhere.fingerprint() == settings.fingerprint()
    monkeypatch.setenv("PROEFTUIN_GESPREKKEN", "postgresql+psycopg://ander@server/naam")
    assert find_opslag(elsewhere) == "postgresql+psycopg://ander@server/naam"


def test_every_line_end_is_kept_as_one_and_a_sign_that_cannot_be_stored_is_refused(
    journal: Journal,
) -> None:
    made = plan(journal)
    punt = journal.agenda.add(made.id, titel="Punt", soort="vrij", door=PARTNER)
    text = "een\x0btwee\u2028drie\r\nvier\rvijf \uf0b7 👍🏽 中"
    kept = journal.agenda.change(punt.id, punt.versie, PARTNER, herkennen=text)
    assert kept.herkennen == "een\ntwee\ndrie\nvier\nvijf \uf0b7 👍🏽 中"
    for sign in ("\x00", "\x07", "\uffff", "\ufdd0", "\ud800"):
        with pytest.raises(JournalError, match=rf"Teken 3 .*U\+{ord(sign):04X}.*niets opgeslagen"):
            journal.agenda.change(punt.id, kept.versie, PARTNER, herkennen=f"ab{sign}c")
    assert journal.agenda.select(made.id, PARTNER.rol)[0] == kept
