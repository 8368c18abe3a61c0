"""Asking a service that fails now and then: whole answers or a clear error, never half of one."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from proeftuin.errors import ProeftuinError
from proeftuin.opendata import Dienst
from proeftuin.opendata.dienst import Antwoord
from proeftuin.opendata.omtrek import _features_of, _next_of
from tests.opendata.openbare_dienst import HALF, HTML, KAPOT, RESET, TRAAG, OpenbareDienst


@pytest.fixture
def ask(openbaar: OpenbareDienst, dienst: Dienst) -> Callable[[], Antwoord]:
    openbaar.features = [
        {"type": "Feature", "properties": {"nr": nr, "gemeentecode": "GM0193"}, "geometry": None}
        for nr in range(5)
    ]
    question: dict[str, str | int] = {"gemeentecode": "GM0193", "f": "json"}

    def run() -> Antwoord:
        adres = f"{openbaar.adres}/wijken/items"
        return dienst.read_pages(adres, question, _features_of, _next_of)

    return run


def numbers(answer: Antwoord) -> list[Any]:
    return [item["properties"]["nr"] for item in answer.rijen]


def copies(dienst: Dienst) -> list[Path]:
    return list(dienst.kopieen.iterdir()) if dienst.kopieen.is_dir() else []


def test_all_pages_in_order_and_a_copy_after(
    openbaar: OpenbareDienst, dienst: Dienst, ask: Callable[[], Antwoord]
) -> None:
    first = ask()
    assert numbers(first) == [0, 1, 2, 3, 4] and not first.is_kopie
    assert len(openbaar.gevraagd) == 3
    again = ask()
    assert numbers(again) == numbers(first) and again.is_kopie
    assert abs((again.opgehaald_op - first.opgehaald_op).total_seconds()) < 5
    assert len(openbaar.gevraagd) == 3, "a copy asks nothing"
    dienst.vers = True
    assert not ask().is_kopie and len(openbaar.gevraagd) == 6


@pytest.mark.parametrize("fault", [500, 503, 429, HALF, RESET, KAPOT, HTML])
def test_a_fault_that_passes_is_asked_again(
    openbaar: OpenbareDienst, ask: Callable[[], Antwoord], fault: str | int
) -> None:
    openbaar.fouten = [fault, fault]
    assert numbers(ask()) == [0, 1, 2, 3, 4]
    assert len(openbaar.gevraagd) == 5


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (500, "geeft een storing (status 500)"),
        (HALF, "brak het antwoord af, 4 keer"),
        (RESET, "brak het antwoord af, 4 keer"),
        (KAPOT, "4 keer geen heel antwoord: het antwoord is geen JSON"),
        (HTML, "een webpagina, misschien die van uw netwerk"),
    ],
)
def test_a_fault_that_stays_leaves_nothing(
    openbaar: OpenbareDienst,
    dienst: Dienst,
    ask: Callable[[], Antwoord],
    fault: str | int,
    words: str,
) -> None:
    openbaar.fouten = [None, *[fault] * 4]
    with pytest.raises(ProeftuinError) as error:
        ask()
    assert words in str(error.value) and "Er is niets opgeslagen." in str(error.value)
    assert "\x1b" not in str(error.value)
    assert copies(dienst) == []
    assert numbers(ask()) == [0, 1, 2, 3, 4], "the service works again"


def test_a_slow_service_is_asked_again_and_then_given_up(
    openbaar: OpenbareDienst, dienst: Dienst, ask: Callable[[], Antwoord]
) -> None:
    dienst.regels = replace(dienst.regels, seconden=0.15, pogingen=2)  # type: ignore[arg-type]
    openbaar.fouten = [TRAAG]
    assert numbers(ask()) == [0, 1, 2, 3, 4]
    dienst.vers = True
    openbaar.fouten = [TRAAG, TRAAG]
    with pytest.raises(ProeftuinError, match="gaf in 0.15 seconden geen antwoord, 2 keer"):
        ask()


@pytest.mark.parametrize(
    ("status", "words"),
    [(400, "kent deze vraag niet (status 400). Zij zegt: het"), (403, "weigert (status 403)")],
)
def test_a_refusal_is_not_asked_again(
    openbaar: OpenbareDienst, ask: Callable[[], Antwoord], status: int, words: str
) -> None:
    openbaar.fouten = [status]
    with pytest.raises(ProeftuinError) as error:
        ask()
    assert words in str(error.value) and len(openbaar.gevraagd) == 1


def test_a_page_with_fewer_than_it_says_is_half(
    openbaar: OpenbareDienst, dienst: Dienst, ask: Callable[[], Antwoord]
) -> None:
    openbaar.telt_verkeerd = 2
    assert numbers(ask()) == [0, 1, 2, 3, 4]
    dienst.vers, openbaar.telt_verkeerd = True, 100
    with pytest.raises(ProeftuinError, match="2 gebieden in plaats van 3"):
        ask()


def test_pages_that_turn_in_a_circle_or_lead_away_are_refused(
    openbaar: OpenbareDienst, dienst: Dienst, ask: Callable[[], Antwoord]
) -> None:
    openbaar.volgende = "/wijken/items?gemeentecode=GM0193&cursor=2"
    with pytest.raises(ProeftuinError, match="een bladzijde die er al was"):
        ask()
    openbaar.volgende = "http://elders.example/wijken"
    with pytest.raises(ProeftuinError, match="naar een andere dienst"):
        ask()
    assert copies(dienst) == []


def test_nobody_there(dienst: Dienst) -> None:
    with pytest.raises(ProeftuinError, match="is niet te bereiken"):
        dienst.read_pages("http://127.0.0.1:9/x", {}, _features_of, _next_of)


def test_a_spoiled_copy_is_no_copy(
    openbaar: OpenbareDienst, dienst: Dienst, ask: Callable[[], Antwoord]
) -> None:
    ask()
    for file in copies(dienst):
        file.write_text("{", encoding="utf-8")
    assert not ask().is_kopie


def test_a_download_that_stops_half_way_comes_again(
    openbaar: OpenbareDienst, dienst: Dienst
) -> None:
    openbaar.bestanden["/pc6.zip"] = bytes(range(256)) * 1000
    openbaar.fouten = [HALF, 500]
    file, moment = dienst.download(f"{openbaar.adres}/pc6.zip")
    assert file.read_bytes() == openbaar.bestanden["/pc6.zip"] and file.suffix == ".zip"
    asked = len(openbaar.gevraagd)
    assert dienst.download(f"{openbaar.adres}/pc6.zip")[0] == file
    assert len(openbaar.gevraagd) == asked
    dienst.vers = True
    openbaar.fouten = [HALF] * 4
    with pytest.raises(ProeftuinError, match="brak het antwoord af"):
        dienst.download(f"{openbaar.adres}/pc6.zip")
    assert [item.name for item in dienst.kopieen.iterdir()] == [file.name], "the old one stays"
