"""When a quarter is definite, in words: the rule, what decided per file, and what turned back."""

from datetime import date, timedelta

from proeftuin.indicators import INDICATOR
from proeftuin.results import Editie
from proeftuin.sentences.indicator import join_words
from proeftuin.sentences.instellingen import text_of
from proeftuin.sentences.numbers import lower_first, show_number, show_quarter
from proeftuin.settings import Settings
from proeftuin.vensters import quarter_start

_REGEL = (
    "Een kwartaal is definitief als er naar schatting hooguit {compleet_marge} van de rijen bij of "
    "af gaat, vergeleken met {compleet_na} later. Die schatting telt als elke stap bij minstens "
    "{compleet_kwartalen} kwartalen is gezien. Anders is een kwartaal voorlopig tot "
    "{voorlopig_dagen} dagen na het einde."
)


def say_definite_rule(settings: Settings) -> str:
    """The rule by which a quarter is definite, with the numbers of this configuration."""
    return text_of(_REGEL, settings)


def show_decider(is_geschat: bool, settings: Settings) -> str:
    """What decided: 'schatting', or the days, for leveringen or rows are too few."""
    days = show_number(settings.perioden.voorlopig_dagen)
    return "schatting" if is_geschat else f"{days} dagen (te weinig om te schatten)"


def last_definite_quarter(voorlopig_na: date) -> date:
    """The last day of the last quarter that does not end after this day."""
    after = voorlopig_na + timedelta(days=1)
    return quarter_start(after) - timedelta(days=1)


def say_weer_voorlopig(editie: Editie) -> list[str]:
    """A sentence per day until which figures were definite before that are provisional again."""
    by_day: dict[date, list[str]] = {}
    for slug, day in editie.weer_voorlopig.items():
        if slug in INDICATOR:
            by_day.setdefault(last_definite_quarter(day), []).append(INDICATOR[slug].naam)
    return [
        f"Weer voorlopig: {join_words([names[0], *map(lower_first, names[1:])])}. In de vorige "
        f"editie was dat definitief tot en met {show_quarter(day)}. Er gaat later meer bij of af "
        "dan toen was te zien, of de termijn is anders ingesteld."
        for day, names in sorted(by_day.items())
    ]
