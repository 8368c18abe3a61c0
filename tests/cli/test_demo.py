"""The whole demo in one command: conversations come with it, once, and never with real data."""

from argparse import Namespace
from datetime import date
from pathlib import Path

import pytest

from proeftuin.cli.voorbeelden import GEHOUDEN, GEPLAND, add_examples
from proeftuin.errors import ProeftuinError
from proeftuin.gesprek import propose_agenda
from proeftuin.indicators import INDICATORS
from proeftuin.journal import Door, Gesprek, Journal, find_persoonsgegevens, open_journal
from proeftuin.journal.types import Actie
from proeftuin.results import open_editie
from proeftuin.sentences.gesprek import is_past_due
from proeftuin.synthetic import MERK, invite, talk_about
from proeftuin.vocabulary import OPENBAAR, ROL_BEHEERDER, ROL_OPENBAAR, ROL_PARTNER
from tests.cli.test_commands import run
from tests.lib import edities

TEXTS = ("herkennen", "verklaren", "waarderen", "verbeteren", "koers")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published demo with its conversations."""
    folder = edities.copy_of(edities.published(), tmp_path_factory.mktemp("demo") / "data")
    add_examples(folder, edities.small_settings(), 1, lambda text: None)
    return folder


@pytest.fixture
def journal(data: Path) -> Journal:
    return open_journal(None, data)


def sessions(journal: Journal) -> tuple[Gesprek, Gesprek]:
    """(held, planned)."""
    held = journal.gesprekken.find_form(GEHOUDEN, ROL_PARTNER)
    planned = journal.gesprekken.find_form(GEPLAND, ROL_PARTNER)
    assert held and planned
    return held, planned


def actions(journal: Journal, gesprek: Gesprek) -> list[Actie]:
    return journal.acties.select(ROL_PARTNER, gesprek_id=gesprek.id)


def test_one_was_held_and_one_is_planned(journal: Journal) -> None:
    held, planned = sessions(journal)
    assert (held.status, planned.status) == ("afgesloten", "gepland")
    assert held.kwartaal < planned.kwartaal and held.datum < planned.datum
    assert held.datum > date(2023, 12, 31)  # its figures were there on that day
    agenda = journal.agenda.select(held.id, ROL_PARTNER)
    frozen = journal.agenda.bevriezingen(held.id, ROL_PARTNER)
    assert len(agenda) == len(frozen) == 3 and all(item.klopt() for item in frozen)
    for punt, item in zip(agenda, frozen, strict=True):
        assert all(getattr(punt, name) for name in TEXTS)
        assert item.zin in punt.herkennen and item.audience == OPENBAAR
    explained = journal.teksten.duidingen(ROL_PARTNER, gesprek_id=held.id, status="zichtbaar")
    assert {item.slug for item in explained} == {punt.slug for punt in agenda}


def test_of_two_open_actions_one_is_past_due_at_the_next_conversation(journal: Journal) -> None:
    held, planned = sessions(journal)
    made = actions(journal, held)
    assert [item.status for item in made] == ["open", "open", "klaar"]
    assert not any(is_past_due(item.kwartaal_gereed, held.datum) for item in made)
    still = [item for item in made if item.status == "open"]
    assert [is_past_due(item.kwartaal_gereed, planned.datum) for item in still] == [True, False]
    assert journal.acties.select(ROL_PARTNER, voor_gesprek=planned.id) == still
    settings = edities.small_settings()
    editie = open_editie(
        Path(journal.opslag.engine.url.database or "").parents[1],
        OPENBAAR,
        rol=ROL_PARTNER,
        settings=settings,
    )
    proposed = propose_agenda(
        editie, settings, planned.wijk, planned.kwartaal, acties=still, dag=planned.datum
    )
    assert [item.slug for item in proposed if "actie" in item.soorten] == [still[0].slug]


def test_everything_says_that_it_is_made_up_and_names_nobody(journal: Journal) -> None:
    held, planned = sessions(journal)
    for item in (held, planned):
        assert MERK in item.titel and all(MERK in guest for guest in item.genodigden)
    for actie in actions(journal, held):
        assert MERK in actie.eigenaar
    for uitleg in journal.teksten.duidingen(ROL_PARTNER, gesprek_id=held.id):
        assert MERK in uitleg.tekst
    assert all(MERK in line.naam for line in journal.historie.select(ROL_BEHEERDER))
    texts = [*invite("West"), held.titel]
    for zaad in range(6):
        for place in range(3):
            for item in INDICATORS:
                said = talk_about(zaad, place, item.slug, "West")
                assert said == talk_about(zaad, place, item.slug, "West")
                texts += vars(said).values()
    assert not [text for text in set(texts) if find_persoonsgegevens(text)]


def test_whoever_may_not_see_conversations_sees_none(journal: Journal) -> None:
    assert journal.gesprekken.select(ROL_OPENBAAR) == []
    assert journal.gesprekken.find_form(GEHOUDEN, ROL_OPENBAAR) is None


def test_a_second_time_adds_nothing(data: Path, journal: Journal) -> None:
    before = journal.beheer.export_json(ROL_BEHEERDER)
    add_examples(data, edities.small_settings(), 2, lambda text: None)
    assert journal.beheer.export_json(ROL_BEHEERDER)["tabellen"] == before["tabellen"]


def test_what_broke_off_is_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = edities.copy_of(edities.published(), tmp_path / "data")

    def stop(*arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("proeftuin.cli.voorbeelden._talk", stop)
        with pytest.raises(KeyboardInterrupt):
            add_examples(folder, edities.small_settings(), 1, lambda text: None)
    add_examples(folder, edities.small_settings(), 1, lambda text: None)
    journal = open_journal(None, folder)
    held, planned = sessions(journal)
    assert len(journal.gesprekken.select(ROL_PARTNER)) == 2
    assert len(journal.agenda.select(held.id, ROL_PARTNER)) == len(actions(journal, held)) == 3


def test_own_conversations_are_left_alone(tmp_path: Path) -> None:
    folder = edities.copy_of(edities.published(), tmp_path / "data")
    journal = open_journal(None, folder)
    own = journal.gesprekken.plan(
        soort="wijkgesprek",
        datum=date(2024, 2, 1),
        wijk="west",
        kwartaal="2023-Q4",
        titel="Ons eigen gesprek",
        door=Door(ROL_PARTNER),
    )
    said: list[str] = []
    add_examples(folder, edities.small_settings(), 1, said.append)
    assert journal.gesprekken.select(ROL_BEHEERDER) == [own] and "Er staan al" in said[0]


def real_levering(tmp_path: Path) -> Path:
    """The same rows, said to be real."""
    folder = edities.copy_of(edities.levering(), tmp_path / "echt")
    toml = folder / "levering.toml"
    text = toml.read_text(encoding="utf-8")
    assert "synthetisch = true" in text
    toml.write_text(text.replace("synthetisch = true\n", ""), encoding="utf-8")
    return folder


def test_real_data_and_the_demo_do_not_mix(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = edities.copy_of(data, tmp_path / "data")
    journal = open_journal(None, folder)
    own = journal.gesprekken.plan(
        soort="driehoek",
        datum=date(2024, 2, 1),
        wijk="west",
        kwartaal="2023-Q4",
        titel="Een gesprek van onszelf",
        door=Door(ROL_BEHEERDER),
    )
    monkeypatch.setattr(edities, "published", lambda: folder)
    code, out, err = run(capsys, "laad", str(real_levering(tmp_path)), "--vervang")
    assert code == 0, err
    assert "De voorbeeldgesprekken van de demo zijn weggehaald." in out
    assert journal.gesprekken.select(ROL_BEHEERDER) == [own]
    assert journal.acties.select(ROL_BEHEERDER) == []
    assert journal.teksten.duidingen(ROL_BEHEERDER) == []
    kept = {line.soort for line in journal.historie.select(ROL_BEHEERDER)}
    assert kept == {"nieuw", "opgeruimd"}

    before = (folder / "store.duckdb").read_bytes()
    code, out, err = run(capsys, "demo", "--jeugdigen", "60")
    assert code == 1 and "gegevens van een echte levering" in err
    assert (folder / "store.duckdb").read_bytes() == before
    assert not (folder / "demo-levering").exists()


def test_a_real_edition_also_keeps_the_demo_out(monkeypatch: pytest.MonkeyPatch) -> None:
    from proeftuin.cli import demo

    class Real:
        synthetisch = False

    monkeypatch.setattr("proeftuin.results.open_editie", lambda *given, **named: Real())
    with pytest.raises(ProeftuinError, match="echte levering"):
        demo.check_made_up(Path("nergens"), edities.small_settings())


def test_a_demo_follows_one_of_another_configuration(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Loading and publishing are done by the fixtures: it is let in, and says what stays."""
    folder = edities.copy_of(edities.published(), tmp_path / "data")
    monkeypatch.setattr(edities, "published", lambda: folder)
    monkeypatch.setattr("proeftuin.cli.demo.run_command", lambda options: None)
    monkeypatch.setattr("proeftuin.cli.voorbeelden.add_examples", lambda *given: None)
    code, out, err = run(capsys, "demo", "--jeugdigen", "60")
    assert code == 0 and "haar nulmeting blijft staan" not in out, err
    text = edities.config().read_text(encoding="utf-8")
    other = tmp_path / "anders.toml"
    other.write_text(text.replace("wachttijd_dagen = 98 ", "wachttijd_dagen = 70 "))
    monkeypatch.setattr(edities, "config", lambda: other)
    code, out, err = run(capsys, "demo", "--jeugdigen", "60")
    assert code == 0 and "haar nulmeting blijft staan" in out and "lege map" in out, err
    for file in (folder / "edities").glob("*/intern/editie.json"):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace('"synthetisch": true', '"synthetisch": false'))
    code, out, err = run(capsys, "demo", "--jeugdigen", "60")
    assert code == 1 and "gegevens van een echte levering" in err


def test_one_command_makes_all_of_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Loading and publishing are done by the fixtures; here they only say what they were given."""
    folder = edities.copy_of(edities.published(), tmp_path / "data")
    monkeypatch.setattr(edities, "published", lambda: folder)
    asked: list[Namespace] = []
    monkeypatch.setattr("proeftuin.cli.demo.run_command", asked.append)
    code, out, err = run(capsys, "demo", "--jeugdigen", "60")
    assert code == 0, err
    laad, publiceer = asked
    assert (laad.commando, laad.levering, laad.vervang) == ("laad", folder / "demo-levering", True)
    assert (publiceer.commando, publiceer.opnieuw) == ("publiceer", False)
    assert (folder / "demo-levering" / "traject.csv").is_file() and "voorbeeldgesprekken" in out
