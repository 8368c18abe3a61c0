"""Nothing typed is lost: a session that is gone, a text that is too long, a list of hundreds."""

import pytest
from streamlit.testing.v1 import AppTest

from proeftuin.journal.journal import Journal
from proeftuin.journal.types import Agendapunt
from proeftuin.ui.gesprek.list import PER_BLADZIJDE
from proeftuin.ui.gesprek.questions import MEEST
from proeftuin.vocabulary import ROL_INTERN
from tests.pages.test_pages import ROOT, text_of
from tests.ui.test_gesprek import DOOR, journal, plan, press, visit

__all__ = ["journal"]
pytest_plugins = ("tests.lib.editie_fixture",)
MIJN, ANDER = "Wij zien het ook.", "Iemand anders schreef dit."


def restart(app: AppTest) -> AppTest:
    """A session that knows nothing, with what the browser still holds: as after a restart."""
    held, fresh = app._tree.get_widget_states(), AppTest.from_file(str(ROOT / "app.py"))
    app._session_state, app.session_state = fresh._session_state, fresh.session_state
    app._run(held)
    assert not app.exception
    return app


@pytest.fixture
def punt(journal: Journal) -> Agendapunt:
    """A point of a conversation that was begun."""
    made = plan(journal)
    press(visit(gesprek=made.id), "begin")
    return journal.agenda.select(made.id, ROL_INTERN)[0]


def write_as_other(journal: Journal, punt: Agendapunt, tekst: str) -> None:
    now = journal.agenda.find(punt.id, ROL_INTERN)
    journal.agenda.change(punt.id, now.versie, DOOR, herkennen=tekst)


def stored(journal: Journal, punt: Agendapunt) -> str:
    return journal.agenda.find(punt.id, ROL_INTERN).herkennen


def test_a_text_the_old_session_never_stored_is_stored_by_the_new_one(
    journal: Journal, punt: Agendapunt
) -> None:
    app, key = visit(gesprek=punt.gesprek_id), f"antwoord_{punt.id}_herkennen"
    app.text_area(key=key).set_value("Eerste zin.").run()
    app.text_area(key=key).set_value("Eerste zin. Voor herstart.")
    app.text_area(key=f"antwoord_{punt.id}_koers").set_value("Het past.")
    app.text_input(key=f"actie_tekst_{punt.id}").set_value("Bel de huisartsen")
    restart(app)
    now = journal.agenda.find(punt.id, ROL_INTERN)
    assert (now.herkennen, now.koers) == ("Eerste zin. Voor herstart.", "Het past.")
    assert app.text_area(key=key).value == now.herkennen
    assert app.text_input(key=f"actie_tekst_{punt.id}").value == "Bel de huisartsen"
    app.text_area(key=key).set_value("Eerste zin. Voor herstart. Verder.").run()
    assert stored(journal, punt) == "Eerste zin. Voor herstart. Verder."


def test_after_a_restart_the_newer_text_of_another_is_never_overwritten(
    journal: Journal, punt: Agendapunt
) -> None:
    app, key = visit(gesprek=punt.gesprek_id), f"antwoord_{punt.id}_herkennen"
    app.text_area(key=key).set_value(MIJN)
    write_as_other(journal, punt, ANDER)
    restart(app)
    assert stored(journal, punt) == ANDER
    text = text_of(app)
    assert ANDER in text and MIJN in text and "nog niet opgeslagen" in text
    restart(app)
    assert MIJN in stored(journal, punt) and ANDER in stored(journal, punt), "the proposal has both"


def test_after_a_restart_who_wrote_nothing_gets_the_newer_text(
    journal: Journal, punt: Agendapunt
) -> None:
    app, key = visit(gesprek=punt.gesprek_id), f"antwoord_{punt.id}_herkennen"
    app.text_area(key=key).set_value(MIJN).run()
    write_as_other(journal, punt, ANDER)
    restart(app)
    assert stored(journal, punt) == ANDER == app.text_area(key=key).value


def test_a_text_begun_before_a_newer_one_was_shown_does_not_replace_it(
    journal: Journal, punt: Agendapunt
) -> None:
    app, key = visit(gesprek=punt.gesprek_id), f"antwoord_{punt.id}_herkennen"
    write_as_other(journal, punt, ANDER)
    app.run()  # the newer text is shown; the browser may still hold what was being typed
    app.text_area(key=key).set_value(MIJN).run()
    assert stored(journal, punt) == ANDER
    text = text_of(app)
    assert ANDER in text and MIJN in text and "nog niet opgeslagen" in text
    press(app, f"botsing_{punt.id}_herkennen_bewaar")
    assert MIJN in stored(journal, punt) and ANDER in stored(journal, punt)


def test_a_newer_text_that_was_built_on_is_stored(journal: Journal, punt: Agendapunt) -> None:
    app, key = visit(gesprek=punt.gesprek_id), f"antwoord_{punt.id}_herkennen"
    write_as_other(journal, punt, ANDER)
    app.run()
    app.text_area(key=key).set_value(f"{ANDER} {MIJN}").run()
    assert stored(journal, punt) == f"{ANDER} {MIJN}"


def test_what_came_too_late_for_a_closed_conversation_stays_to_be_copied(
    journal: Journal, punt: Agendapunt
) -> None:
    app = visit(gesprek=punt.gesprek_id)
    app.text_area(key=f"antwoord_{punt.id}_herkennen").set_value(MIJN)
    app.text_input(key=f"actie_tekst_{punt.id}").set_value("Bel de huisartsen")
    now = journal.gesprekken.find(punt.gesprek_id, ROL_INTERN)
    journal.gesprekken.close(now.id, now.versie, DOOR)
    text = text_of(restart(app))
    assert MIJN in text and "Bel de huisartsen" in text and "Het is niet opgeslagen" in text
    assert not stored(journal, punt)


def test_a_text_that_is_too_long_says_so_and_stays(journal: Journal, punt: Agendapunt) -> None:
    app, key = visit(gesprek=punt.gesprek_id), f"antwoord_{punt.id}_herkennen"
    app.text_area(key=key).set_value("a" * (MEEST + 1600)).run()
    text = text_of(app)
    assert "5.600 tekens, en er passen er 4.000" in text and "Haal 1.600 tekens weg" in text
    assert app.text_area(key=key).value == "a" * (MEEST + 1600) and not stored(journal, punt)
    app.text_area(key=key).set_value("a" * MEEST).run()
    assert len(stored(journal, punt)) == MEEST
    app.text_input(key=f"actie_tekst_{punt.id}").set_value("b" * 301)
    app.text_input(key=f"actie_eigenaar_{punt.id}").set_value("Wijkteam West")
    press(app, "actie_bewaar")
    assert "301 tekens, en er passen er 300" in text_of(app)
    assert not journal.acties.select(ROL_INTERN)


def test_a_list_of_hundreds_comes_in_pages_without_fields(
    journal: Journal, punt: Agendapunt
) -> None:
    made = [
        journal.acties.add(
            punt.gesprek_id,
            tekst=f"Actie {nr}",
            eigenaar="Wijkteam West",
            kwartaal_gereed="2024-Q1",
            door=DOOR,
        )
        for nr in range(3 * PER_BLADZIJDE)
    ]
    for actie in made[: PER_BLADZIJDE + 5]:
        journal.acties.change(actie.id, actie.versie, DOOR, status="klaar")
    app = visit()
    app.session_state["deel"] = "acties"
    app.run()
    toggles = [item for item in app.toggle if str(item.key).startswith("wijzig_")]
    assert len(toggles) == PER_BLADZIJDE and "1 tot en met 20 van de 35 open acties" in text_of(app)
    assert not [item for item in app.text_input if str(item.key).startswith("toelichting_")]
    app.session_state["acties_open"] = 2
    app.run()
    assert "21 tot en met 35 van de 35 open acties" in text_of(app)
    first = made[PER_BLADZIJDE + 5 + PER_BLADZIJDE]
    app.toggle(key=f"wijzig_{first.id}").set_value(True).run()
    app.text_input(key=f"toelichting_{first.id}").set_value("Gebeld")
    app.query_params |= {"deel": "acties", "acties_open": "2"}  # the router writes it, not the page
    restart(app)
    assert app.text_input(key=f"toelichting_{first.id}").value == "Gebeld"
    journal.acties.change(first.id, first.versie, DOOR, toelichting="Door een ander")
    press(app, f"stand_klaar_{first.id}")
    assert "Door een ander" in text_of(app) and "nog niet opgeslagen: Gebeld" in text_of(app)
    press(app, f"stand_klaar_{first.id}")
    assert journal.acties.find(first.id, ROL_INTERN).toelichting == "Gebeld"
    app.toggle(key="toon_klaar").set_value(True).run()
    assert "1 tot en met 20 van de 26 acties klaar" in text_of(app)
