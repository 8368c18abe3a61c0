"""Worked examples are shown with words: no name of a column, no code of a state, no bare date."""

import re

import pytest

from proeftuin.indicators import list_examples, read_example
from proeftuin.sentences.voorbeeld import say_example

CODE = re.compile(r"\b\d{4}-\d\d-\d\d|\b(slug|status)\b|[a-z0-9]_[a-z]|\d\.\d\d")


@pytest.mark.parametrize("naam", list_examples())
def test_an_example_speaks_no_code(naam: str) -> None:
    _, body = read_example(naam)
    said = say_example(body)
    tables = [line for line in said.split("\n") if line.startswith("|")]
    assert CODE.search(body) and not [line for line in tables if CODE.search(line)]
    assert len(tables) == sum(line.startswith("|") for line in body.split("\n"))
    assert not re.search(r"\d{4}-\d\d-\d\d", said)


def test_heads_are_the_words_of_what_counts() -> None:
    head = "| slug | wijk | van | teller | noemer | waarde |\n|---|---|---|---|---|---|"
    assert say_example(head).startswith("| cijfer | wijk | vanaf | geteld | van hoeveel | waarde |")


def test_cells_keep_their_numbers() -> None:
    said = say_example(
        "Tot 2021-03-31.\n\n| slug | begin_datum | bedrag_eur | status |\n|---|---|---|---|\n"
        "| stapeling | 2021-01-02 | 1500.5 | te_klein |\n"
    )
    assert said.split("\n") == [
        "Tot 31 maart 2021.",
        "",
        "| cijfer | begin | bedrag in euro's | toestand |",
        "| --- | --- | --- | --- |",
        "| Stapeling | 2\u00a0januari\u00a02021 | 1500,5 | klein aantal |",
        "",
    ]
