"""When a quarter is definite, in words."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from proeftuin.sentences import (
    last_definite_quarter,
    say_definite_rule,
    say_weer_voorlopig,
    show_decider,
)
from proeftuin.settings import read_settings

SETTINGS = read_settings()


def test_the_rule_has_the_numbers_of_the_configuration() -> None:
    assert say_definite_rule(SETTINGS) == (
        "Een kwartaal is definitief als er naar schatting hooguit 2% van de rijen bij of af gaat, "
        "vergeleken met een jaar later. Die schatting telt als elke stap bij minstens 4 kwartalen "
        "is gezien. Anders is een kwartaal voorlopig tot 90 dagen na het einde."
    )
    assert show_decider(True, SETTINGS) == "schatting"
    assert show_decider(False, SETTINGS) == "90 dagen (te weinig om te schatten)"


def test_the_last_quarter_that_is_definite() -> None:
    days = (date(2023, 12, 31), date(2023, 10, 2), date(2023, 9, 30), date(2023, 9, 29))
    ends = [date(2023, 12, 31), date(2023, 9, 30), date(2023, 9, 30), date(2023, 6, 30)]
    assert [last_definite_quarter(day) for day in days] == ends


def test_what_turned_back_is_said_once_per_quarter() -> None:
    was = {
        "verblijf": date(2023, 9, 30),
        "wachttijd": date(2023, 10, 2),
        "gebruik": date(2023, 12, 31),
        "van_later": date(2023, 12, 31),
    }
    editie: Any = SimpleNamespace(weer_voorlopig=was)
    first, second = say_weer_voorlopig(editie)
    assert first.startswith("Weer voorlopig: Verblijf en wachttijd. In de vorige editie was dat ")
    assert "tot en met juli–september 2023." in first
    assert second.startswith("Weer voorlopig: Gebruik van jeugdhulp.")
    assert say_weer_voorlopig(SimpleNamespace(weer_voorlopig={})) == []  # type: ignore[arg-type]
