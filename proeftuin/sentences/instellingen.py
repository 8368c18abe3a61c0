"""Numbers of the configuration in the texts of declarations and pages.

A text holds a name between braces where a number of the configuration belongs: 'gemiddelde tot
{horizon_trajectduur_dagen} dagen'. text_of fills it at the place of showing, so that no text keeps
the number of another configuration.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from functools import lru_cache
from typing import Any

from proeftuin.indicators import Indicator
from proeftuin.sentences.numbers import show_number
from proeftuin.settings import Compleetheid, Normen, Onthulling, Perioden, Settings

_WOORDEN = (
    *("nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien"),
    *("elf", "twaalf"),
)
_JAAR, _WEEK = 365, 7
_TREEKNORM = 98  # days: 14 weeks, the guideline of the ggz
_CBS_JAREN = 5  # how far CBS looks back for herhaald beroep


def say_count(number: int) -> str:
    """'vijf' up to twelve, then '13'."""
    return _WOORDEN[number] if 0 <= number < len(_WOORDEN) else show_number(number)


def say_years(days: int) -> str:
    """'een jaar' for whole years of 365 days, else '400 dagen'."""
    years, rest = divmod(days, _JAAR)
    return f"{show_number(days)} dagen" if rest or not years else f"{say_count(years)} jaar"


def say_quarters(number: int) -> str:
    """'een jaar' for four quarters, else 'zes kwartalen'."""
    years, rest = divmod(number, 4)
    if rest or not years:
        return f"{say_count(number)} {'kwartaal' if number == 1 else 'kwartalen'}"
    return f"{say_count(years)} jaar"


def _decimals(share: float) -> int:
    """How many decimals a percentage needs: 0 for 2%, 1 for 2,5%."""
    return 0 if round(100 * share, 6).is_integer() else 1


def say_weeks(days: int) -> str:
    """'3 weken' for whole weeks, else '100 dagen'."""
    weeks, rest = divmod(days, _WEEK)
    if rest or weeks < 2:
        return f"{show_number(days)} {'dag' if days == 1 else 'dagen'}"
    return f"{show_number(weeks)} weken"


def list_names(settings: Settings) -> Mapping[str, str]:
    """What may stand between braces in a text, each with what takes its place."""
    return _list_names(*_number_sections(settings))


Secties = tuple[Perioden, Normen, Compleetheid, Onthulling]


def _number_sections(settings: Settings) -> Secties:
    """The parts of the configuration whose numbers a text may hold."""
    return settings.perioden, settings.normen, settings.compleetheid, settings.onthulling


@lru_cache(maxsize=32)
def _list_names(
    perioden: Perioden, normen: Normen, compleet: Compleetheid, onthulling: Onthulling
) -> Mapping[str, str]:
    norm, marge = normen.wachttijd_dagen, round(1 - compleet.aandeel, 6)
    jaren, weken = perioden.herhaald_beroep_jaren, say_weeks(norm)
    is_tree, is_cbs = norm == _TREEKNORM, jaren == _CBS_JAREN
    tree = f"De Treeknorm is een richtlijn uit de ggz: start binnen {weken}."
    own = f"De gemeente koos haar norm: start binnen {weken}."
    numbers = {
        name: show_number(value)
        for section in (perioden, normen, onthulling)
        for name, value in vars(section).items()
        if isinstance(value, int)
    }
    return {
        **numbers,
        "norm": weken,
        "norm_waarom": tree if is_tree else own,
        "norm_bron": (
            "Treeknormen ggz, als richtlijn; de norm staat in de configuratie"
            if is_tree
            else "Eigen keuze van de gemeente; de norm staat in de configuratie"
        ),
        "norm_uitleg": f"{weken}, richtlijn ggz" if is_tree else weken,
        "terugblik": say_count(jaren),
        "terugblik_bron": (
            f"met een terugblik van {show_number(jaren)} jaar"
            if is_cbs
            else f"zoals het CBS, maar met een terugblik van {show_number(jaren)} jaar"
        ),
        "cohort_termijn": say_years(perioden.horizon_cohort_dagen),
        "compleet_aandeel": f"{show_number(100 * compleet.aandeel, _decimals(compleet.aandeel))}%",
        "compleet_marge": f"{show_number(100 * marge, _decimals(marge))}%",
        "compleet_kwartalen": show_number(compleet.kwartalen),
        "compleet_na": say_quarters(compleet.na_kwartalen),
    }


# The numbers of docs/definities.md, with which its worked examples reckon.
STANDAARD = {
    **dict.fromkeys(("zorgperiode_gat_dagen", "verblijf_gat_dagen", "doorstroom_dagen"), 28),
    **{"tijdelijke_stop_dagen": 365, "herhaald_beroep_jaren": 5, "horizon_cohort_dagen": 365},
    **{"horizon_trajectduur_dagen": 730, "horizon_wachttijd_dagen": 180, "wachttijd_dagen": 98},
    **{"voorlopig_dagen": 90, "verzilvering_rijp_dagen": 90},
}


def standard_note(settings: Settings) -> str:
    """What to know of a worked example where this configuration has other numbers; else ''."""
    own = {**vars(settings.perioden), **vars(settings.normen)}
    if all(own[name] == value for name, value in STANDAARD.items()):
        return ""
    return (
        "Dit rekent met de standaard van de definities. Deze gemeente koos andere termijnen of "
        "normen; die staan bij Verantwoording, onder de parameters."
    )


def text_of(text: str, settings: Settings) -> str:
    """The text with every name between braces filled; KeyError for a name that is none."""
    return text.format_map(list_names(settings))


def fill_texts(indicator: Indicator, settings: Settings) -> Indicator:
    """The declaration with the numbers of this configuration in all its texts."""
    return _fill_texts(indicator, _number_sections(settings))


@lru_cache(maxsize=1024)
def _fill_texts(indicator: Indicator, secties: Secties) -> Indicator:
    names = _list_names(*secties)
    texts: dict[str, Any] = {
        item.name: value.format_map(names)
        for item in fields(indicator)
        if isinstance(value := getattr(indicator, item.name), str)
    }
    return replace(indicator, **texts)
