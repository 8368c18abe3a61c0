"""What is true in the synthetic gemeente and cannot be read off the levering itself."""

from datetime import date
from typing import Any

import numpy as np

from proeftuin.synthetic import levels
from proeftuin.synthetic.care import hazard_table
from proeftuin.synthetic.city import City


def rmst_730(hazard_ratio: float) -> float:
    """Restricted mean duration in days of a first traject, without shocks or the 18th birthday."""
    mix = (
        levels.ZONDER_VERBLIJF * (1 - levels.VERBLIJF_AANDEEL[0])
        + levels.MET_VERBLIJF * levels.VERBLIJF_AANDEEL[0]
    )
    survival = np.exp(-hazard_ratio * hazard_table()[:, :730])
    return float((mix[:, None] * survival).sum())


def describe_truth(city: City, zaad: int, datastand: date, effect: str) -> dict[str, Any]:
    """Parameters of the true effect, for waarheid.json."""
    true, settings = levels.EFFECTEN[effect], city.settings
    before, after = rmst_730(1.0), rmst_730(true["einde"])
    return {
        "effect": effect,
        "zaad": zaad,
        "datastand": str(datastand),
        "pilot_wijken": list(settings.pilot.wijken),
        "start": str(settings.pilot.start),
        "opbouw_tot": str(settings.vensters.overgang[1]),
        "uitleg": (
            "Factoren in de pilotwijken na de opbouw; ervoor 1, tijdens de opbouw ertussen. "
            "Ze gelden boven op schokken per wijk en kwartaal die niets met de pilot te maken "
            "hebben."
        ),
        "factor_kans_op_einde_per_dag": true["einde"],
        "factor_kans_op_verblijf_bij_begin": true["verblijf"],
        "factor_wachttijd": true["wacht"],
        "punten_ervaring": true["ervaring"],
        "aandeel_van_de_weg_naar_het_doel_voorveld": true["voorveld"],
        "rmst_730_zonder_effect_dagen": round(before, 1),
        "rmst_730_met_effect_dagen": round(after, 1),
        "rmst_730_verandering_aandeel": round(after / before - 1, 4),
    }
