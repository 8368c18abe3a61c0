"""The comparison of the pilot with the other wijken on the command line: table, CSV or JSON."""

from collections.abc import Iterable
from typing import Any

from proeftuin.cli.toon import cijfers_csv
from proeftuin.indicators import INDICATOR
from proeftuin.results import Uitkomst
from proeftuin.sentences import (
    REDEN_KORT,
    effect_sentence,
    show_difference,
    show_limits,
    show_number,
    show_size,
)
from proeftuin.settings import Settings
from proeftuin.vocabulary import EFFECTJAAR, NULMETING

FLAT = (
    *("slug", "is_primair", "est", "onder", "boven", "se", "df", "mdc", "mdc_extra_jaar"),
    *("mdc_extra_voorpaar", "stress_onder", "stress_boven", "rang", "rang_van", "placebo_jaren"),
    *("placebo_est", "placebo_onder", "placebo_boven", "p", "holm_p", "verdict", "reden", "rijp"),
    *("totaal", "d_pilot", "d_controle", "nulmeting_versie"),
)
HEADINGS = ["Indicator", "Verschil", "Interval", "Zichtbaar vanaf", "Plaats", "Uitkomst"]


def list_outcomes(outcomes: Iterable[Uitkomst], settings: Settings) -> list[dict[str, Any]]:
    """One plain dict per indicator, nested, as --formaat json prints it.

    Numbers unrounded in the unit of waarde; null where there is none. placebo is the same
    comparison in the voorpaar so many jaren back, binnen null without one; holm_p is null for the
    primary indicator. d of a voorpaar is null where it does not count.
    """
    return [
        {
            "slug": item.slug,
            "is_primair": item.is_primair,
            "wijken": [
                {
                    "wijk": wijk.wijk,
                    "is_pilot": wijk.is_pilot,
                    NULMETING: wijk.nulmeting,
                    EFFECTJAAR: wijk.effectjaar,
                    "d": wijk.d,
                    "noemer": wijk.noemer_effectjaar,
                    "status": wijk.status,
                }
                for wijk in item.wijken
            ],
            "voorparen": [
                {
                    "jaren": paar.jaren,
                    "vroeger": [day.isoformat() for day in paar.vroeger],
                    "later": [day.isoformat() for day in paar.later],
                    "telt": paar.telt,
                    "d": {wijk.wijk: wijk.d for wijk in paar.wijken},
                }
                for paar in item.voorparen
            ],
            "est": item.est,
            "onder": item.onder,
            "boven": item.boven,
            "se": item.se,
            "df": item.df,
            "mdc": item.mdc,
            "mdc_extra_jaar": item.mdc_extra_jaar,
            "mdc_extra_voorpaar": item.mdc_extra_voorpaar,
            "stress": {"onder": item.stress_onder, "boven": item.stress_boven},
            "rank": {"rang": item.rang, "van": item.rang_van},
            "placebo": {
                "jaren": item.placebo_jaren,
                "est": item.placebo_est,
                "onder": item.placebo_onder,
                "boven": item.placebo_boven,
                "binnen": item.placebo_binnen,
            },
            "p": item.p,
            "holm_p": item.holm_p,
            "verdict": item.verdict,
            "reden": item.reden,
            "zin": effect_sentence(item, INDICATOR[item.slug], settings),
        }
        for item in outcomes
    ]


def effect_csv(outcomes: Iterable[Uitkomst], settings: Settings) -> str:
    """CSV with commas and decimal points, one row per indicator, the sentence last."""
    rows = (
        {naam: getattr(item, naam) for naam in FLAT}
        | {"zin": effect_sentence(item, INDICATOR[item.slug], settings)}
        for item in outcomes
    )
    return cijfers_csv(rows, (*FLAT, "zin"))


def effect_table(outcomes: Iterable[Uitkomst]) -> tuple[list[str], list[list[str]]]:
    """(headings, rows) as text, rounded, with units; the primary indicator has a star."""
    return HEADINGS, [_line(item) for item in outcomes]


def _line(item: Uitkomst) -> list[str]:
    indicator = INDICATOR[item.slug]

    def show(value: float | None) -> str:
        return "–" if value is None else show_difference(indicator, value)

    limits = show_limits(indicator, item.onder, item.boven)
    reason = REDEN_KORT.get(item.reden, "")
    if item.rijp is not None and item.totaal is not None:
        reason += f", {show_number(item.rijp)} van {show_number(item.totaal)} lang genoeg gevolgd"
    return [
        f"{item.slug}{' *' if item.is_primair else ''}",
        show(item.est),
        limits.zin if limits else "",
        "–" if item.mdc is None else show_size(indicator, item.mdc),
        f"{item.rang} van {item.rang_van}" if item.rang else "–",
        f"{item.verdict} ({reason})" if reason else item.verdict,
    ]
