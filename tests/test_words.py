"""One word, one meaning: a name that stands in two places of the product is asked about here."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


def trees() -> Iterator[tuple[str, ast.Module]]:
    """(place, syntax tree) of every module of the product."""
    for file in sorted((ROOT / "proeftuin").rglob("*.py")):
        place = file.relative_to(ROOT).as_posix()
        if "/versions/" not in place:  # every migration has its own upgrade and downgrade
            yield place, ast.parse(file.read_text(encoding="utf-8"))


def twice(found: dict[str, list[str]]) -> dict[str, list[str]]:
    """The names that stand in more than one place, with those places."""
    return {name: places for name, places in found.items() if len(places) > 1}


def test_no_class_name_stands_twice() -> None:
    found: dict[str, list[str]] = defaultdict(list)
    for place, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                found[node.name].append(place)
    assert not twice(found)


def test_no_public_function_name_stands_twice() -> None:
    found: dict[str, list[str]] = defaultdict(list)
    for place, tree in trees():
        for node in tree.body:
            if isinstance(node, FUNCTION) and not node.name.startswith("_"):
                found[node.name].append(place)
    assert not twice(found)


# Phrases the product said before and says better now; none may come back.
VERVANGEN = (
    *("niet dat de proeftuin niets deed. herkent", "binnen de marge)", "oud genoeg", "niet rijp"),
    *("dezelfde kant van het gemiddelde", "vlak daarvoor of daarna", "beschrijving, geen toets"),
    *(
        "als het tempo van dit kwartaal zo blijft?",
        "verschil in verandering",
        "nulmeting vastgelegd",
    ),
    *("8 van de 10 keer gezien", "wij 8 van de 10 keer", "keer de kleinste zichtbare"),
    *("verzilvering", "uitputting", "kosten per 1000 jeugdigen", "per 1000 inwoners"),
    *("wat zou de proeftuin betalen", "het streepje", "met terugwerkende kracht", "geen gevallen"),
    *("tests/", "sociaal wijkteam west"),
)


def test_the_words_that_were_chosen_against_stay_away_from_the_screen() -> None:
    left = {"gerealiseerd", "met verplicht", "per 1000 jeugdigen", "per 1000 inwoners"}
    for place, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                text = node.value.lower()
                assert not any(word in text for word in left), f"{place}:{node.lineno}"
