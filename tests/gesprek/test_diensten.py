"""What the conversation does with the journal: read all that minutes need, set a status."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from proeftuin.gesprek.freeze import SYNTHETISCH, is_synthetic, set_status
from proeftuin.gesprek.verslag import make_rapport, read_verslag
from proeftuin.journal.journal import Journal, open_journal
from proeftuin.journal.types import Afgesloten
from tests.journal.test_journal import INTERN, freeze, plan
from tests.lib.edities import small_settings


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    opened = open_journal(None, tmp_path)
    yield opened
    opened.close()


def test_minutes_are_read_from_the_journal_with_the_actions_of_before(journal: Journal) -> None:
    first, later = plan(journal), plan(journal, datum=date(2024, 4, 16))
    plan(journal, "driehoek", INTERN, datum=date(2024, 2, 1))
    made_up = [{"wijk": "west", "waarde": 0.1, SYNTHETISCH: True}]
    punt = journal.agenda.add(first.id, titel="V", slug="verblijf", door=INTERN)
    freeze(journal, punt.id, INTERN, rijen=made_up)
    act = {"tekst": "Bellen", "eigenaar": "Wijkteam", "kwartaal_gereed": "2024-Q1"}
    actie = journal.acties.add(first.id, door=INTERN, agendapunt_id=punt.id, **act)
    note = {"slug": "verblijf", "kwartaal": "2023-Q2", "gesprek_id": later.id, "door": INTERN}
    seen = journal.teksten.add_duiding(tekst="Staking", **note)
    gone = journal.teksten.add_duiding(tekst="Vergissing", **note)
    journal.teksten.withdraw_duiding(gone.id, 1, INTERN)

    found = read_verslag(journal, None, INTERN, later)
    assert found.eerdere_acties == (actie,) and found.duidingen == (seen,)
    assert found.eerdere_bevriezingen == {punt.id: journal.agenda.bevriezing(punt.id, INTERN.rol)}
    assert make_rapport(found, small_settings()).merk == ""
    before = read_verslag(journal, None, INTERN, first)
    assert before.eerdere_acties == () and before.acties == (actie,)
    assert [is_synthetic(item.rijen) for item in before.bevriezingen] == [True]


def test_a_status_is_set_whoever_changed_something_else(journal: Journal) -> None:
    made = plan(journal)
    journal.gesprekken.change(made.id, 1, INTERN, titel="Anders")
    set_status(journal, INTERN, made.id, "bezig")
    now = journal.gesprekken.find(made.id, INTERN.rol)
    assert (now.status, now.titel, now.versie) == ("bezig", "Anders", 3)
    set_status(journal, INTERN, made.id, "bezig")
    assert journal.gesprekken.find(made.id, INTERN.rol) == now
    journal.gesprekken.close(made.id, 3, INTERN)
    with pytest.raises(Afgesloten):
        set_status(journal, INTERN, made.id, "bezig")
