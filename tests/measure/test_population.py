"""A noemer that lacks ages or a year says so, from the levering to what is shown."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from proeftuin.cli.toon import cijfers_table, list_rows
from proeftuin.disclosure.published import Published, publish_intern
from proeftuin.edition.effect_cellen import read_cellen
from proeftuin.indicators import INDICATOR, LEEFTIJDSGROEP
from proeftuin.ingest.load import load_levering
from proeftuin.measure import Measured, measure_all, prepare_facts
from proeftuin.results import compare_with_nulmeting, quarters_of, read_window
from proeftuin.sentences import population_notes, say_population, show_figure, state_notes
from proeftuin.settings.read import read_settings
from proeftuin.store import open_store
from proeftuin.vocabulary import ONVOLLEDIG
from tests.ingest.test_ijw import BSN, TOML
from tests.lib.berichten import bericht, client, prestatie, start
from tests.lib.leveringen import write

SETTINGS = read_settings()
GEBRUIK, BEGONNEN = INDICATOR["gebruik"], INDICATOR["trajecten_begonnen"]
Cijfers = dict[str, Measured]


def measure(folder: Path, *slugs: str) -> Cijfers:
    with open_store(folder) as store:
        prepare_facts(store, SETTINGS)
        indicators = [INDICATOR[slug] for slug in slugs]
        return {found.slug: found for found in measure_all(store, SETTINGS, indicators)}


@pytest.fixture(scope="module")
def cijfers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cijfers]:
    """2021 whole but for oost, which has no 18 to 22; zuid not in 2022; nobody in 2023."""
    rows = [
        (jaar, wijk, leeftijd, 100)
        for jaar in (2021, 2022)
        for wijk in SETTINGS.wijk_ids
        for leeftijd in range(23)
        if not (jaar == 2021 and wijk == "oost" and leeftijd >= 18)
        and not (jaar == 2022 and wijk == "zuid")
        and not (jaar == 2022 and wijk == "west" and leeftijd == 4)
    ]
    lines = "".join(f"{','.join(map(str, row))}\n" for row in rows)
    folder = tmp_path_factory.mktemp("bevolking")
    source = write(folder / "levering", {"bevolking.csv": f"jaar,gebied,leeftijd,aantal\n{lines}"})
    load_levering(source, folder / "data", SETTINGS)
    yield measure(folder / "data", GEBRUIK.slug, BEGONNEN.slug, "wachtlijst_bruto")


def stand(published: Published, wijk: str, tot: date) -> tuple[str, float | None, int, int]:
    """(state, noemer, ages lacking, years older) of one quarter."""
    figure = next(item for item in quarters_of(published, wijk) if item.tot == tot)
    return figure.status, figure.noemer, figure.noemer_mist, figure.noemer_ouder


def test_a_figure_carries_what_its_population_lacks(cijfers: Cijfers) -> None:
    published = publish_intern(cijfers["gebruik"]).select(indeling="geen")
    k4 = [date(jaar, 12, 31) for jaar in (2020, 2021, 2022)]
    assert stand(published, "noord", k4[0])[0] == "niet_geleverd", "no year before it"
    assert stand(published, "noord", k4[1]) == ("ok", 2300, 0, 0)
    assert stand(published, "oost", k4[1]) == ("ok", 1800, 5, 0)
    assert stand(published, "gemeente", k4[1]) == ("ok", 11000, 5, 0)
    assert stand(published, "west", k4[2]) == ("ok", 2200, 1, 0)
    assert stand(published, "zuid", k4[2]) == ("ok", 2300, 0, 1)
    assert stand(published, "gemeente", k4[2]) == ("ok", 11400, 1, 1)
    pooled = read_window(publish_intern(cijfers["wachtlijst_bruto"]), "oost", "nulmeting")
    assert pooled is not None and (pooled.noemer, pooled.noemer_mist) == (7200, 5)


def test_a_group_that_was_not_delivered_is_no_zero(cijfers: Cijfers) -> None:
    published = publish_intern(cijfers["trajecten_begonnen"]).select(indeling=LEEFTIJDSGROEP)
    frame = published.frame
    chosen = frame[(frame["venster"] == "nulmeting") & frame["wijk"].isin(["oost", "gemeente"])]
    oldest = chosen[chosen["categorie"] == "18-22"]
    assert set(oldest["status"]) == {"niet_geleverd"}
    young = chosen[(chosen["categorie"] == "12-17") & (chosen["wijk"] == "oost")]
    assert young["noemer"].tolist() == [600.0] and young["noemer_mist"].isna().all()


def test_a_buurt_that_lacks_makes_the_noemer_incomplete(tmp_path: Path) -> None:
    parts = {**{wijk: [wijk] for wijk in SETTINGS.wijk_ids}, "west": ["BU01932001", "BU01932002"]}
    lines = "".join(
        f"{jaar},{gebied},{leeftijd},50\n"
        for jaar in (2020, 2021, 2022)
        for gebieden in parts.values()
        for gebied in gebieden
        for leeftijd in range(23)
        if (jaar, gebied) != (2021, "BU01932002")
    )
    bevolking = {"bevolking.csv": f"jaar,gebied,leeftijd,aantal\n{lines}"}
    report = load_levering(write(tmp_path / "levering", {**bevolking}), tmp_path / "data", SETTINGS)
    [found] = report.waarschuwingen
    assert (found.code, found.bestand) == ("BEVOLKING_DEEL", "bevolking.csv")
    assert found.waarde == "2021: BU01932002 in west; in 2020 staat het er wel"
    published = publish_intern(measure(tmp_path / "data", "gebruik")["gebruik"])
    k4 = [date(jaar, 12, 31) for jaar in (2021, 2022)]
    chosen = published.select(indeling="geen")
    assert stand(chosen, "west", k4[0]) == ("ok", 1150, 23, 0)
    assert stand(chosen, "gemeente", k4[0]) == ("ok", 5750, 23, 0)
    assert stand(chosen, "noord", k4[0]) == ("ok", 1150, 0, 0)
    assert stand(chosen, "west", k4[1]) == ("ok", 2300, 0, 0)


def test_it_is_said_and_never_compared(cijfers: Cijfers) -> None:
    published = publish_intern(cijfers["gebruik"]).select(indeling="geen")
    [oost] = [item for item in quarters_of(published, "oost") if item.tot == date(2021, 12, 31)]
    assert not oost.is_usable
    assert show_figure(GEBRUIK, oost).endswith(", bevolking niet compleet")
    assert say_population(oost) == "bevolking niet compleet (5 leeftijden)"
    [zuid] = [item for item in quarters_of(published, "zuid") if item.tot == date(2022, 12, 31)]
    assert zuid.is_usable and say_population(zuid) == "bevolking van 2021"
    names = {wijk.id: wijk.naam for wijk in SETTINGS.wijk}
    figures = [item for wijk in names for item in quarters_of(published, wijk)]
    notes = population_notes(figures, names)
    assert notes[0] == (
        "De bevolking voor 2021 is niet compleet (Oost). Cijfers per 1000 zijn daar te hoog en "
        "worden niet vergeleken."
    )
    assert notes[-1].startswith("Voor 2022, 2023 is de bevolking van een eerder jaar gebruikt")
    comparison = compare_with_nulmeting(published, SETTINGS, GEBRUIK, "oost")
    assert comparison.pilot.woord is None
    assert "De nulmeting rust op een andere noemer" in state_notes(comparison)[-1]
    jaren = read_cellen(GEBRUIK, published, SETTINGS).jaren
    status = dict(zip(SETTINGS.wijk_ids, jaren["nulmeting"].status, strict=True))
    assert status["oost"] == ONVOLLEDIG, "it is in no effect either"
    assert status["noord"] != ONVOLLEDIG


def test_toon_has_it_as_columns_and_in_words(cijfers: Cijfers) -> None:
    published = publish_intern(cijfers["gebruik"]).select("nulmeting", "oost", indeling="geen")
    [row] = list_rows(published, GEBRUIK)
    assert (row["noemer_mist"], row["noemer_ouder"]) == (5, None)
    headings, [line] = cijfers_table(published, GEBRUIK, SETTINGS)
    assert line[headings.index("Status")].endswith("bevolking niet compleet (5 leeftijden)")


def test_a_time_that_messages_cannot_tell_of_is_not_zero_euro(tmp_path: Path) -> None:
    """JW323 is about help from 2021 on (CS100): before that nothing was delivered."""
    files: dict[str, bytes] = {
        "levering.toml": TOML.encode(),
        "a.xml": bericht("JW305", [client(BSN, start("7", "2020-02-01"))]),
        "b.xml": bericht("JW323", [client(BSN, prestatie("R1", "7", "100", maand="2021-02"))]),
    }
    (tmp_path / "levering").mkdir()
    for naam, inhoud in files.items():
        (tmp_path / "levering" / naam).write_bytes(inhoud)
    load_levering(tmp_path / "levering", tmp_path / "data", SETTINGS)
    found = measure(tmp_path / "data", "kosten_per_jeugdige")["kosten_per_jeugdige"]
    published = publish_intern(found).select("kwartaal", "gemeente", indeling="geen")
    states = {item.tot: (item.status, item.waarde) for item in quarters_of(published, "gemeente")}
    assert states[date(2020, 12, 31)] == ("niet_geleverd", None)
    assert states[date(2021, 3, 31)][1] == pytest.approx(1.0)
    assert states[date(2021, 6, 30)][1] == 0, "from then on nothing declared is nothing declared"
