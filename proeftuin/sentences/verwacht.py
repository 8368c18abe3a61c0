"""How the pilot did against what was expected, in a few words: the overview, lists and slides.

Expected is its own nulmeting plus what the other wijken changed on average, so the difference with
what was expected is the difference that the verdict is about. The long form is effect_sentence.
"""

from proeftuin.indicators import Indicator
from proeftuin.results import Uitkomst
from proeftuin.sentences.indicator import direction_word
from proeftuin.sentences.numbers import (
    is_rounded_away,
    show_bare_difference,
    show_size,
)
from proeftuin.vocabulary import AANTOONBAAR, NIET_AANTOONBAAR

TOEVAL = "kan toeval zijn"
MEER_DAN_TOEVAL = "is meer dan toeval"
_VEEL = "omdat wij veel cijfers tegelijk bekijken"


def say_expected(uitkomst: Uitkomst, indicator: Indicator) -> str:
    """'Trajecten duurden 21 dagen langer dan verwacht', 'Verblijf: 0,4 procentpunt lager dan ...'.

    Without a full stop. '' without a difference.
    """
    if uitkomst.est is None:
        return ""
    subject = indicator.zinnen.verleden or f"{indicator.naam}:"
    if is_rounded_away(indicator, uitkomst.est):
        return f"{subject} zoals verwacht"
    word = _way(indicator, uitkomst.est)
    return f"{subject} {show_size(indicator, uitkomst.est)} {word} dan verwacht"


def say_reach(indicator: Indicator, onder: float | None, boven: float | None) -> str:
    """'van 34 korter tot 76 langer': both limits in words, without a unit; '' without limits."""
    if onder is None or boven is None:
        return ""
    return f"van {_limit(indicator, onder)} tot {_limit(indicator, boven)}"


def _limit(indicator: Indicator, value: float) -> str:
    word = _way(indicator, value)
    if is_rounded_away(indicator, value):
        return f"net iets {word}" if value else f"0 {word}"
    return f"{show_bare_difference(indicator, value).lstrip('+−')} {word}"


def _way(indicator: Indicator, value: float) -> str:
    return direction_word(indicator, "lager" if value < 0 else "hoger")


def say_chance(uitkomst: Uitkomst) -> str:
    """'kan toeval zijn' or 'is meer dan toeval'; '' where there is no verdict on chance alone."""
    if uitkomst.verdict == AANTOONBAAR:
        return MEER_DAN_TOEVAL
    return TOEVAL if uitkomst.verdict == NIET_AANTOONBAAR else ""


def why_chance(uitkomst: Uitkomst) -> str:
    """Why a difference outside its own limits is still called chance; '' where that is not so."""
    onder, boven = uitkomst.onder, uitkomst.boven
    if uitkomst.verdict != NIET_AANTOONBAAR or onder is None or boven is None:
        return ""
    return _VEEL if onder > 0 or boven < 0 else ""
