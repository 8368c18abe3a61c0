"""A partner never reads a row of a driehoek or a talk with an aanbieder, through any function."""

import inspect
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from proeftuin.errors import ProeftuinError, ToegangGeweigerd
from proeftuin.journal.journal import Journal, open_journal
from proeftuin.journal.types import Door, JournalError, NietGevonden
from tests.journal.test_journal import INTERN, freeze, plan

GEHEIM = "Alleen voor de driehoek"
BUITENSTAANDERS = ("partner", "openbaar", "", "Intern", "beheerder ", "iemand")
IDS = range(1, 6)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    opened = open_journal(None, tmp_path)
    for soort in ("driehoek", "aanbieder"):
        session = plan(opened, soort, INTERN, titel=GEHEIM, genodigden=(GEHEIM,))
        punt = opened.agenda.add(
            session.id, titel=GEHEIM, slug="verblijf", door=INTERN, sleutel=f"punt-{soort}"
        )
        freeze(opened, punt.id, INTERN, audience="intern", zin=GEHEIM, rijen=[{"a": GEHEIM}])
        opened.agenda.change(punt.id, 1, INTERN, herkennen=GEHEIM)
        opened.acties.add(
            session.id, tekst=GEHEIM, eigenaar=GEHEIM, kwartaal_gereed="2024-Q1", door=INTERN
        )
        note = {"slug": "verblijf", "kwartaal": "2023-Q2", "tekst": GEHEIM, "door": INTERN}
        opened.teksten.add_duiding(gesprek_id=session.id, **note)
        opened.teksten.add_duiding(soort=soort, **note)
    yield opened
    opened.close()


def readers(journal: Journal) -> dict[str, Callable[..., Any]]:
    """Every public method that takes the role of a reader."""
    return {
        f"{deel}.{naam}": method
        for deel, part in vars(journal).items()
        for naam, method in inspect.getmembers(part, inspect.ismethod)
        if not naam.startswith("_") and "rol" in inspect.signature(method).parameters
    }


def ask(method: Callable[..., Any], rol: str, tmp_path: Path) -> Iterator[Any]:
    """What the method gives for every argument one could think of; refusals as text."""
    parameters = inspect.signature(method).parameters
    known = list(parameters)
    needed = {
        naam: value
        for naam, value in {
            "tabel": "agendapunt",
            "rij_id": 1,
            "veld": "herkennen",
            "versie": 2,
        }.items()
        if naam in known and parameters[naam].default is inspect.Parameter.empty
    }
    choices: dict[str, list[Any]] = {
        "slug": [None, "verblijf"],
        "status": [None, "open", "zichtbaar"],
        "wijk": [None, "west"],
        "soort": [None],
        "tabel": [None, "gesprek", "agendapunt", "bevriezing", "actie", "duiding", "journaal"],
        "file": [tmp_path / "kopie.zip"],
    }
    for naam in known:
        if naam == "rol":
            continue
        for value in choices.get(naam, list(IDS)):
            arguments = {**needed, naam: value, "rol": rol}
            try:
                yield method(**arguments)
            except ProeftuinError as error:
                yield f"{type(error).__name__}: {error}"
    if known == ["rol"]:
        try:
            yield method(rol=rol)
        except ProeftuinError as error:
            yield f"{type(error).__name__}: {error}"


def test_no_reader_gives_an_outsider_a_word(journal: Journal, tmp_path: Path) -> None:
    methods = readers(journal)
    assert len(methods) >= 14
    for naam, method in methods.items():
        seen = [str(answer) for answer in ask(method, "intern", tmp_path)]
        silent = ("agenda.count_points", "teksten.verhalen", "gesprekken.find_form")
        silent += ("beheer.backup", "beheer.export_json", "beheer.count_older")
        assert naam in silent or any(GEHEIM in answer for answer in seen), naam
        for rol in BUITENSTAANDERS:
            answers = [str(answer) for answer in ask(method, rol, tmp_path)]
            assert answers and not any(GEHEIM in answer for answer in answers), (naam, rol)
            assert not any("driehoek" in answer for answer in answers), (naam, rol)
    assert not list(tmp_path.glob("*.zip"))


def test_what_is_hidden_looks_as_if_it_did_not_exist(journal: Journal) -> None:
    for read in (
        journal.gesprekken.find,
        journal.agenda.select,
        journal.agenda.find,
        journal.acties.find,
    ):
        messages = set()
        for number in (1, 99):
            with pytest.raises(NietGevonden) as refused:
                read(number, "partner")
            messages.add(str(refused.value))
        assert len(messages) == 1
    assert journal.agenda.count_points("partner") == {}


def writers(journal: Journal, door: Door, number: int) -> list[Callable[[], Any]]:
    """Every way to write, aimed at one id."""
    note = {"slug": "verblijf", "kwartaal": "2023-Q2", "tekst": "x", "door": door}
    act = {"tekst": "x", "eigenaar": "x", "kwartaal_gereed": "2024-Q1", "door": door}
    return [
        lambda: plan(journal, "driehoek", door),
        lambda: plan(journal, "aanbieder", door),
        lambda: journal.gesprekken.change(number, 1, door, titel="x"),
        lambda: journal.gesprekken.close(number, 1, door),
        lambda: journal.agenda.add(number, titel="x", soort="vrij", door=door),
        lambda: journal.agenda.add(
            number, titel="x", soort="vrij", door=door, sleutel="punt-driehoek"
        ),
        lambda: journal.agenda.change(number, 9, door, titel="x"),
        lambda: journal.agenda.move(number, 1, door),
        lambda: journal.agenda.remove(number, 2, door),
        lambda: freeze(journal, number, door, audience="intern"),
        lambda: freeze(journal, number, door),
        lambda: journal.acties.add(number, **act),
        lambda: journal.acties.change(number, 1, door, tekst="x"),
        lambda: journal.teksten.add_duiding(gesprek_id=number, **note),
        lambda: journal.teksten.add_duiding(soort="driehoek", **note),
        lambda: journal.teksten.withdraw_duiding(number, 1, door),
    ]


def test_an_outsider_cannot_write_and_learns_nothing_by_trying(journal: Journal) -> None:
    before = journal.beheer.export_json("beheerder")
    for rol in BUITENSTAANDERS:
        messages = set()
        for number in (1, 2, 99):
            for write in writers(journal, Door(rol), number):
                with pytest.raises(ToegangGeweigerd) as refused:
                    write()
                messages.add((number == 99, str(refused.value)))
        assert {text for there, text in messages if there} == {
            text for there, text in messages if not there
        }
    for door in (INTERN, Door("partner"), Door("openbaar")):
        with pytest.raises(ToegangGeweigerd):
            journal.beheer.remove_older(date(2100, 1, 1), door)
        with pytest.raises(ToegangGeweigerd):
            journal.beheer.restore(Path("x.zip"), door, vervang=True)
    assert journal.beheer.export_json("beheerder") == before


def test_a_form_key_of_another_does_not_open_its_row(journal: Journal) -> None:
    mine = plan(journal)
    with pytest.raises(JournalError) as refused:
        journal.agenda.add(
            mine.id, titel="x", soort="vrij", door=Door("partner"), sleutel="punt-driehoek"
        )
    assert GEHEIM not in str(refused.value)
    assert journal.agenda.select(mine.id, "partner") == []


def test_the_open_figures_go_with_the_open_session_only(journal: Journal) -> None:
    mine = plan(journal)
    punt = journal.agenda.add(mine.id, titel="V", slug="verblijf", door=INTERN)
    with pytest.raises(ToegangGeweigerd):
        freeze(journal, punt.id, INTERN, audience="intern", zin=GEHEIM)
    with pytest.raises(ToegangGeweigerd):
        freeze(journal, 1, INTERN, audience="openbaar")
    assert journal.agenda.bevriezing(punt.id, "partner") is None


def test_openbaar_sees_no_journal_at_all(journal: Journal) -> None:
    story = {"kwartaal": "2023-Q2", "titel": "Rust", "tekst": "Beter", "bron": "Ouders"}
    journal.teksten.add_verhaal(soort="ervaring", door=Door("partner"), **story)
    plan(journal)
    for rol, number in (("openbaar", 0), ("partner", 1), ("intern", 1)):
        assert len(journal.teksten.verhalen(rol)) == number
        assert bool(journal.gesprekken.select(rol)) == bool(number)
    with pytest.raises(ToegangGeweigerd):
        journal.teksten.add_verhaal(soort="ervaring", door=Door("openbaar"), **story)
    with pytest.raises(ToegangGeweigerd):
        plan(journal, door=Door("openbaar"))
