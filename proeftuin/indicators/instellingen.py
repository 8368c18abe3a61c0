"""Which settings of perioden and normen one indicator uses.

Asked where is written down what a figure rests on (edition), and where is told what may have moved
it (results).
"""

from collections.abc import Callable

from proeftuin.indicators.types import Indicator

# Of perioden, but of no figure.
VRIJ = ("grafiek_vanaf", "vroegste_kwartaal", "voorlopig_dagen")
# Who uses a setting of perioden or normen; one that is not named here counts for all.
_GEBRUIKERS: dict[str, Callable[[Indicator], bool]] = {
    "zorgperiode_gat_dagen": lambda item: item.feit.startswith("zorgperiode"),
    "doorstroom_dagen": lambda item: item.teller == "is_doorstroom",
    "herhaald_beroep_jaren": lambda item: item.terugblik == "herhaald_beroep_jaren",
    "verzilvering_rijp_dagen": lambda item: item.rijp_na == "verzilvering_rijp_dagen",
    "wachttijd_dagen": lambda item: item.teller == "is_binnen_norm",
    "minimum_gebeurtenissen": lambda item: item.overleving is not None,
    "minimum_risico": lambda item: bool(item.overleving and item.overleving.heeft_minimum_risico),
}


def uses_setting(indicator: Indicator, naam: str) -> bool:
    """Whether this key of perioden or normen can move the indicator."""
    if naam in VRIJ:
        return False
    if naam.startswith("horizon_"):
        return indicator.overleving is not None and indicator.overleving.horizon == naam
    return naam not in _GEBRUIKERS or _GEBRUIKERS[naam](indicator)
