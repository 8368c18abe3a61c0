"""The conversation page through the router: plan, prepare, hold, write together, close, roles."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest
from streamlit.testing.v1 import AppTest

from proeftuin.access.rules import Toegang
from proeftuin.gesprek import freeze, make_verslag, read_verslag, verslag_formaten
from proeftuin.gesprek.freeze import freeze_points, set_status
from proeftuin.journal.agenda import Agenda
from proeftuin.journal.journal import Journal, open_journal
from proeftuin.journal.types import SOORTEN, Door, Gesprek
from proeftuin.results.editie import open_editie
from proeftuin.ui import shell as ui
from proeftuin.ui.door import app_settings
from proeftuin.ui.gesprek import actions, page
from proeftuin.vocabulary import ROL_INTERN, ROL_OPENBAAR, ROL_PARTNER
from tests.lib.gesprekken import act
from tests.pages.test_pages import ENGELS, ROOT, text_of

pytest_plugins = ("tests.lib.editie_fixture",)
DOOR = Door(ROL_INTERN)


class Inside:
    """AppTest forgets between runs that the page stands inside the router; this remembers it."""

    def get(self) -> bool:
        return True

    def set(self, value: bool) -> None:
        return None

    def reset(self, token: object) -> None:
        return None


@pytest.fixture
def journal(app_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Journal:
    """The journal of this test; the app reads the same one."""
    url = f"sqlite:///{tmp_path / 'gesprekken.db'}"
    monkeypatch.setenv("PROEFTUIN_GESPREKKEN", url)
    monkeypatch.setattr(ui, "reader", lambda: Toegang(ROL_INTERN))
    monkeypatch.setattr(ui, "_via_router", Inside())
    return open_journal(url, app_data)


def visit(page: str = "gesprekken", gesprek: int | None = None, **address: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    app.switch_page(f"pages/{page}.py")
    if gesprek is not None:
        app.query_params["gesprek"] = str(gesprek)
    for naam, value in address.items():
        app.query_params[naam] = value
    app.run()
    assert not app.exception
    return app


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


def field(app: AppTest, start: str) -> str:
    """The key of the one widget whose key begins like this."""
    keys = [item.key for item in (*app.text_input, *app.text_area, *app.selectbox) if item.key]
    (found,) = [key for key in keys if key.startswith(start)]
    return found


def plan(
    journal: Journal,
    soort: str = "wijkgesprek",
    slug: str = "gebruik",
    door: Door = DOOR,
    wijk: str = "west",
) -> Gesprek:
    made = journal.gesprekken.plan(
        soort=soort,
        datum=date(2024, 1, 18),
        wijk=wijk,
        kwartaal="2023-Q4",
        titel=f"Proef {soort}",
        door=door,
    )
    journal.agenda.add(made.id, titel="Gebruik", slug=slug, door=DOOR)
    return made


def test_from_plan_to_minutes(journal: Journal) -> None:
    app = visit()
    assert not ENGELS.search(text_of(app)), ENGELS.search(text_of(app))
    app.text_input(key=field(app, "plan_datum")).set_value("18 januari")
    press(app, "plan_bewaar")
    assert "Vul een datum in" in text_of(app) and not journal.gesprekken.select(ROL_INTERN)
    app.text_input(key=field(app, "plan_datum")).set_value("18-1-2024")
    app.text_area(key=field(app, "plan_genodigden")).set_value("Wijkteam West\n\nHuisartsen")
    press(app, "plan_bewaar")
    (made,) = journal.gesprekken.select(ROL_INTERN)
    assert made.genodigden == ("Wijkteam West", "Huisartsen") and made.datum == date(2024, 1, 18)
    assert [item.value for item in app.title] == [made.titel]

    app.selectbox(key=field(app, "punt_slug")).set_value("gebruik")
    press(app, "punt_bewaar")
    press(app, "begin")
    (punt,) = journal.agenda.select(made.id, ROL_INTERN)
    frozen = journal.agenda.bevriezing(punt.id, ROL_INTERN)
    assert frozen is not None and frozen.klopt() and frozen.audience == "openbaar"
    assert journal.gesprekken.find(made.id, ROL_INTERN).status == "bezig"
    app.text_area(key=f"antwoord_{punt.id}_herkennen").set_value("Ja, dat zien we.").run()
    assert journal.agenda.find(punt.id, ROL_INTERN).herkennen == "Ja, dat zien we."

    app.text_input(key=field(app, "actie_tekst")).set_value("Samen naar de lijst kijken")
    press(app, "actie_bewaar")
    assert not journal.acties.select(ROL_INTERN), "an action without an owner is no action"
    app.text_input(key=field(app, "actie_eigenaar")).set_value("Wijkteam West")
    press(app, "actie_bewaar")
    (actie,) = journal.acties.select(ROL_INTERN)
    assert (actie.slug, actie.kwartaal_gereed, actie.agendapunt_id) == (
        "gebruik",
        "2024-Q1",
        punt.id,
    )

    app.session_state["stap"] = "Afsluiten"
    app.run()
    app.checkbox(key=f"zeker_{made.id}").check().run()
    press(app, "afsluiten")
    assert journal.gesprekken.find(made.id, ROL_INTERN).status == "afgesloten"

    app.session_state["stap"] = "Houden"
    app.run()
    press(app, "wand_naar").run()
    assert app.button(key="wand_uit"), "a closed talk stays on the wall, run after run"
    press(app, "wand_uit")
    assert app.button(key="wand_naar"), "and after it, where it was"
    app.session_state["stap"] = "Afsluiten"
    app.run()
    assert not ENGELS.search(text_of(app)), ENGELS.search(text_of(app))


def test_talks_about_a_wijk_of_before_stay(journal: Journal, app_data: Path) -> None:
    """The configuration has no wijk 'vroeger' any more: one talk was begun before, one was not."""
    begun, planned = plan(journal, wijk="vroeger"), plan(journal, wijk="vroeger")
    (punt,) = journal.agenda.select(begun.id, ROL_INTERN)
    editie, settings = open_editie(app_data, "openbaar"), app_settings()
    frozen = freeze.freeze_indicator(editie, settings, "gebruik", "west")
    rows = [{**row, "wijk": "vroeger"} if row["wijk"] == "west" else row for row in frozen.rijen]
    journal.agenda.freeze(punt.id, replace(frozen, rijen=rows), DOOR)
    freeze.set_status(journal, DOOR, begun.id, "bezig")
    act(journal, begun, "gebruik")
    for deel in page.DELEN:
        app = visit(deel=deel)
        assert not app.error and len(text_of(app)) > 500
    for stap in page.STAPPEN:
        app = visit(gesprek=begun.id)
        app.session_state["stap"] = stap
        app.run()
        assert not app.exception and not app.error
        assert "vroeger, staat niet meer in de instellingen" in text_of(app)
    for formaat in verslag_formaten():
        source = read_verslag(journal, editie, DOOR, begun)
        assert make_verslag(source, settings, formaat.extensie)
    assert "vroeger" in text_of(visit(gesprek=begun.id))
    app = press(visit(gesprek=planned.id), "begin")
    assert "Plan een gesprek over een van deze: Midden, " in text_of(app)
    assert journal.gesprekken.find(planned.id, ROL_INTERN).status == "gepland"


def test_two_writers_in_one_field_lose_nothing(journal: Journal) -> None:
    made = plan(journal)
    press(visit(gesprek=made.id), "begin")
    (punt,) = journal.agenda.select(made.id, ROL_INTERN)
    first, second = visit(gesprek=made.id), visit(gesprek=made.id)
    key = f"antwoord_{punt.id}_herkennen"
    first.text_area(key=key).set_value("Wij zien het ook.").run()
    second.text_area(key=key).set_value("Wij zien het niet.").run()
    assert journal.agenda.find(punt.id, ROL_INTERN).herkennen == "Wij zien het ook."
    text = text_of(second)
    assert "Wij zien het ook." in text and "Wij zien het niet." in text
    press(second, f"botsing_{punt.id}_herkennen_bewaar")
    stored = journal.agenda.find(punt.id, ROL_INTERN).herkennen
    assert "Wij zien het ook." in stored and "Wij zien het niet." in stored
    first.text_area(key=f"antwoord_{punt.id}_koers").set_value("Het past.").run()
    now = journal.agenda.find(punt.id, ROL_INTERN)
    assert (now.koers, now.herkennen) == ("Het past.", stored), "another field simply joins"
    first.run()
    assert first.text_area(key=key).value == stored, "the newer text comes to who wrote nothing"


def test_a_partner_sees_only_talks_of_the_wijk(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, other = plan(journal), plan(journal, "driehoek")
    monkeypatch.setattr(ui, "reader", lambda: Toegang(ROL_PARTNER))
    app = visit()
    assert app.selectbox(key=field(app, "plan_soort")).options == ["Wijkgesprek"]
    assert {item.key for item in app.button if str(item.key).startswith("open_")} == {
        f"open_{mine.id}"
    }
    assert [item.value for item in visit(gesprek=other.id).title] == ["Gesprekken"]
    press(visit(gesprek=mine.id), "begin")
    (punt,) = journal.agenda.select(mine.id, ROL_PARTNER)
    frozen = journal.agenda.bevriezing(punt.id, ROL_PARTNER)
    assert frozen is not None and frozen.audience == "openbaar"


def test_openbaar_gets_no_talks_at_all(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    made = plan(journal)
    monkeypatch.setattr(ui, "reader", lambda: Toegang(ROL_OPENBAAR))
    text = text_of(visit(gesprek=made.id))
    assert "niet voor iedereen" in text and made.titel not in text


@pytest.fixture
def toegang_log(app_data: Path) -> Callable[[], list[str]]:
    """What the access log says of refusals since the test began."""
    file = app_data / "logboek" / "toegang.log"
    before = len(file.read_text().splitlines()) if file.is_file() else 0

    def refused() -> list[str]:
        lines = file.read_text().splitlines()[before:] if file.is_file() else []
        return [line for line in lines if "soort=geweigerd" in line]

    return refused


def test_a_refusal_by_the_journal_is_said_calmly_and_logged(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, toegang_log: Callable[[], list[str]]
) -> None:
    monkeypatch.setattr(ui, "reader", lambda: Toegang(ROL_PARTNER))
    monkeypatch.setattr("proeftuin.ui.gesprek.list.soorten_of", lambda rol: SOORTEN)
    app = visit()
    app.selectbox(key=field(app, "plan_soort")).set_value("driehoek")
    app.text_input(key=field(app, "plan_datum")).set_value("18-1-2024")
    press(app, "plan_bewaar")
    text = text_of(app)
    assert "Met uw rol kunt u dit niet vastleggen." in text and not ENGELS.search(text)
    assert not app.error, "a calm message, no alarm"
    assert not journal.gesprekken.select(ROL_INTERN)
    (line,) = toegang_log()
    assert line.endswith("soort=geweigerd rol=partner pagina=gesprekken reden=gesprek")


def test_a_refusal_that_ends_a_page_is_said_and_logged(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, toegang_log: Callable[[], list[str]]
) -> None:
    class Page:
        url_path = "gesprekken"

        def run(self) -> None:
            plan(journal, "driehoek", door=Door(ROL_PARTNER))

    said: list[str] = []
    monkeypatch.setattr(ui, "_register_pages", lambda rol: Page())
    monkeypatch.setattr(ui.st, "error", said.append)
    monkeypatch.setattr(ui, "reader", lambda: Toegang(ROL_PARTNER))
    ui.run_pages()
    assert said == ["Met uw rol kunt u dit niet vastleggen."]
    (line,) = toegang_log()
    assert line.endswith("soort=geweigerd rol=partner pagina=gesprekken reden=gegevens")


def test_a_talk_without_an_agenda_cannot_begin_and_says_why(journal: Journal) -> None:
    when = {"datum": date(2024, 1, 18), "kwartaal": "2023-Q4"}
    made = journal.gesprekken.plan(
        soort="wijkgesprek", wijk="west", titel="Leeg", door=DOOR, **when
    )
    app = visit(gesprek=made.id)
    assert "De agenda is nog leeg. Zet er eerst een punt op" in text_of(app)
    assert "begin" not in [item.key for item in app.button]


def test_a_strip_that_shows_a_part_says_so() -> None:
    what = {"eigenaar": "Team", "slug": "terugval", "richting": "omlaag"}
    made: list[Any] = [
        SimpleNamespace(tekst=f"Doe {n}", kwartaal_gereed="2024-Q1", **what) for n in range(3)
    ]
    with patch.object(actions, "show_html") as shown:
        actions.show_strip(made, laatste=2)
        said = shown.call_args.kwargs
        assert said["tekst"] == "Acties tot nu toe: 3, de laatste 2 staan hier"
        assert next(said["acties"]) == (
            "Doe 1 (Team, klaar in januari–maart 2024, doel: terugval omlaag)"
        )
        actions.show_strip(made)
        assert shown.call_args.kwargs["tekst"] == "Acties tot nu toe: 3"


def test_the_history_names_things_as_the_screen_does(journal: Journal) -> None:
    plan(journal)
    text = text_of(visit(deel="geschiedenis"))
    for shown in ("wijk: West", "datum: 18 januari 2024", "kwartaal: oktober–december 2023"):
        assert shown in text
    assert "cijfer: Gebruik van jeugdhulp" in text
    for stored in ("2023-Q4", "2024-01-18", "wijk: west", "slug"):
        assert stored not in text


def test_the_history_says_in_one_place_what_stands_there_and_what_stood_before(
    journal: Journal,
) -> None:
    """On a phone two cells below each other do not say which of them came first."""
    made = plan(journal)
    set_status(journal, DOOR, made.id, "bezig")
    text = text_of(visit(deel="geschiedenis"))
    assert "status: bezig (was: gepland)" in text
    assert "status: gepland" in text and "(was: )" not in text


def test_a_story_waits_for_the_writer_to_look(journal: Journal) -> None:
    app = visit()
    app.session_state["deel"] = "Verhalen"
    app.run()
    app.text_input(key=field(app, "verhaal_titel")).set_value("Thuis geholpen")
    app.text_area(key=field(app, "verhaal_tekst")).set_value("Bel 06 12345678 voor meer.")
    app.text_input(key=field(app, "verhaal_bron")).set_value("Wijkteam West")
    press(app, "verhaal_bewaar")
    assert "Nog niets opgeslagen" in text_of(app) and not journal.teksten.verhalen(ROL_INTERN)
    (box,) = [item for item in app.checkbox if str(item.key).endswith("_nagekeken")]
    box.check().run()
    press(app, "verhaal_bewaar")
    assert [item.titel for item in journal.teksten.verhalen(ROL_INTERN)] == ["Thuis geholpen"]
    app.run()
    press(app, f"verhaal_weg_{journal.teksten.verhalen(ROL_INTERN)[0].id}")
    assert not journal.teksten.verhalen(ROL_INTERN)
    kinds = {item.soort for item in journal.historie.select(ROL_INTERN, "verhaal")}
    assert kinds == {"nieuw", "ingetrokken"}


def test_an_answer_that_may_point_to_a_person_waits_and_is_not_lost(journal: Journal) -> None:
    made = plan(journal)
    (punt,) = journal.agenda.select(made.id, ROL_INTERN)
    app = visit(gesprek=made.id)
    press(app, "begin")
    text = "Wethouder De Graaf kent dit gezin."
    app.text_area(key=f"antwoord_{punt.id}_herkennen").set_value(text).run()
    assert journal.agenda.find(punt.id, ROL_INTERN).herkennen == ""
    assert "pas het aan of bevestig het" in text_of(app) and "De Graaf" in text_of(app)
    app.session_state["stap"] = "Afsluiten"
    app.run()
    app.checkbox(key=f"zeker_{made.id}").check().run()
    press(app, "afsluiten")
    assert "wacht een antwoord" in text_of(app)
    assert journal.gesprekken.find(made.id, ROL_INTERN).status == "bezig"
    app.session_state["stap"] = "Houden"
    app.run()
    assert app.text_area(key=f"antwoord_{punt.id}_herkennen").value == text, "it still stands there"
    press(app, f"nagekeken_{punt.id}_herkennen")
    assert journal.agenda.find(punt.id, ROL_INTERN).herkennen == text
    assert "pas het aan of bevestig het" not in text_of(app)


def test_an_explanation_stands_on_the_chart_for_who_may_see_it(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = plan(journal, "driehoek", "verblijf")
    note = journal.teksten.add_duiding(
        slug="verblijf", kwartaal="2023-Q2", tekst="Nieuw huis open", gesprek_id=made.id, door=DOOR
    )
    seen = text_of(visit("verblijf"))
    assert re.search(r"1\s*april–juni 2023: Nieuw huis open", seen)
    for rol in (ROL_PARTNER, ROL_OPENBAAR):
        monkeypatch.setattr(ui, "reader", lambda rol=rol: Toegang(rol))
        assert "Nieuw huis open" not in text_of(visit("verblijf"))
    monkeypatch.setattr(ui, "reader", lambda: Toegang(ROL_INTERN))
    app = visit()
    app.session_state["deel"] = "Uitleg"
    app.run()
    press(app, f"intrekken_{note.id}")
    assert "Nieuw huis open" not in text_of(visit("verblijf"))
    assert "Nieuw huis open" in text_of(app), "withdrawn, and still readable in the list"


def test_lists_of_texts_come_in_pages(journal: Journal) -> None:
    for nr in range(23):
        journal.teksten.add_duiding(
            slug="gebruik",
            kwartaal="2023-Q4",
            tekst=f"Uitleg nummer {nr}.",
            soort="wijkgesprek",
            door=DOOR,
        )
        journal.teksten.add_verhaal(
            soort="goed_voorbeeld",
            kwartaal="2023-Q4",
            titel=f"Verhaal nummer {nr}",
            tekst="Tekst.",
            bron="Wijkteam",
            bevestigd=True,
            door=DOOR,
        )
    for item in journal.teksten.duidingen(ROL_INTERN)[:2]:
        journal.teksten.withdraw_duiding(item.id, item.versie, DOOR)
    for deel, woord, aantal in (
        ("uitleg", "Uitleg nummer", 21),
        ("verhalen", "Verhaal nummer", 23),
    ):
        shown = text_of(visit(deel=deel))
        assert f"1 tot en met 20 van de {aantal}" in shown
        assert shown.count(woord) == 20 + 2 * (deel == "uitleg"), (
            "withdrawn ones have their own list"
        )
        second = text_of(visit(deel=deel, **{f"{deel}_bladzijde": "2"}))
        assert f"21 tot en met {aantal} van de {aantal}" in second


def test_a_page_of_actions_reads_each_thing_once(
    journal: Journal, app_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = plan(journal)
    (punt,) = journal.agenda.select(made.id, ROL_INTERN)
    editie = open_editie(app_data, "openbaar")
    freeze_points(journal, editie, app_settings(), DOOR, made, [punt])
    for _ in range(45):
        act(journal, made, "gebruik")
    app = visit(deel="acties")
    asked: list[str] = []

    def count(where: object, name: str) -> None:
        real = getattr(where, name)

        def counted(*arguments: object, **named: object) -> object:
            asked.append(name)
            return real(*arguments, **named)

        monkeypatch.setattr(where, name, counted)

    count(Agenda, "bevriezing")
    count(actions, "newest_editie")
    count(freeze, "write_rows")
    shown = text_of(app.run())
    assert "1 tot en met 20 van de 45" in shown
    assert sorted(asked) == ["bevriezing", "newest_editie"]


def test_a_point_about_the_prognose_shows_it_by_its_soort(journal: Journal) -> None:
    made = plan(journal, "driehoek", "verblijf")
    for soort in ("vrij", "prognose"):
        journal.agenda.add(made.id, titel="Wat het dit jaar kost", soort=soort, door=DOOR)
    journal.gesprekken.change(made.id, made.versie, DOOR, status="bezig")
    shown = ["Prognose" in text_of(visit(gesprek=made.id, punt=place)) for place in ("2", "3")]
    assert shown == [False, True]
