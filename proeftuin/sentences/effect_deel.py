"""Everything said about the effect, in one place: what page, report and command line import."""

from proeftuin.sentences.conclusion import (
    FACTOR_NAAM,
    FACTOR_UITLEG,
    Conclusie,
    break_even,
    conclusion,
    ontleding_sentence,
    signal_question,
    signal_questions,
)
from proeftuin.sentences.effect import (
    GEEN_BEWIJS,
    KANS_UITLEG,
    effect_sentence,
    pilot_name,
    short_effect_sentence,
    show_limits,
    visible_sentence,
    why_not,
)

__all__ = [
    "FACTOR_NAAM",
    "FACTOR_UITLEG",
    "GEEN_BEWIJS",
    "KANS_UITLEG",
    "Conclusie",
    "break_even",
    "conclusion",
    "effect_sentence",
    "ontleding_sentence",
    "pilot_name",
    "short_effect_sentence",
    "show_limits",
    "signal_question",
    "signal_questions",
    "visible_sentence",
    "why_not",
]
