"""Whether the configuration of the evaluation names indicators that can be compared.

Apart from the comparison itself: every command that reads the configuration asks this, and needs
nothing that measures.
"""

from difflib import get_close_matches

from proeftuin.errors import SettingsError
from proeftuin.indicators import INDICATOR
from proeftuin.settings import Settings


def check_evaluatie(settings: Settings) -> None:
    """SettingsError (Dutch, every key) where the configuration names an indicator that cannot be.

    Questions, criteria and breaks name indicators that exist; the primary one has a value per wijk
    and year, and so has every one of a criterium.
    """
    primair = settings.evaluatie.primair
    asked = [("evaluatie.primair", primair)]
    for nr, vraag in enumerate(settings.evaluatie.vraag, start=1):
        asked += [(f"evaluatie.vraag[{nr}].indicatoren", slug) for slug in vraag.indicatoren]
    for nr, criterium in enumerate(settings.budget.criterium, start=1):
        key = f"budget.criterium[{nr}].indicatoren"
        asked += [(key, slug) for slug in criterium.indicatoren]
    for nr, gebeurtenis in enumerate(settings.gebeurtenis, start=1):
        asked += [(f"gebeurtenis[{nr}].breuk", slug) for slug in gebeurtenis.breuk]
    problems = [
        f"Sleutel '{key}': indicator '{slug}' bestaat niet. {_suggest(slug)}"
        for key, slug in asked
        if slug not in INDICATOR
    ]
    if primair in INDICATOR and not INDICATOR[primair].heeft_wijkwaarde:
        problems.append(
            f"Sleutel 'evaluatie.primair': '{primair}' heeft geen waarde per wijk en jaar en is "
            "dus niet te vergelijken. Kies een andere indicator."
        )
    problems += [
        f"Sleutel '{key}': '{slug}' heeft geen waarde per wijk. Kies een andere indicator."
        for key, slug in asked
        if key.startswith("budget.") and slug in INDICATOR and not INDICATOR[slug].heeft_wijkwaarde
    ]
    if problems:
        raise SettingsError("\n".join(problems))


def _suggest(slug: str) -> str:
    near = get_close_matches(slug, sorted(INDICATOR), 3, 0.5)
    return f"Kies uit: {', '.join(near or sorted(INDICATOR))}."
