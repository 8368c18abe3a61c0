"""From a gebied as delivered to one of the configured wijken."""

import csv
import re
from pathlib import Path

from proeftuin.errors import SettingsError
from proeftuin.settings.model import ONBEKEND, Settings

POSTCODE = re.compile(r"\d{4}( ?[A-Z]{2})?")
BUURT = re.compile(r"BU\d{8}")


def _read_concordantie(path: Path) -> dict[str, str]:
    """Postcode of 4 or 6 positions -> wijk or gebied, as the file writes it."""
    try:
        tekst = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"Concordantie '{path}' kan niet worden gelezen. Controleer 'gemeente.concordantie'."
        ) from error
    regels = tekst.splitlines()
    teken = ";" if regels and ";" in regels[0] else ","
    rijen = list(csv.DictReader(regels, delimiter=teken))
    if not rijen or not {"postcode", "wijk"} <= set(rijen[0]):
        raise SettingsError(
            f"Concordantie '{path}' moet de kolommen postcode en wijk hebben "
            "('gemeente.concordantie')."
        )
    return {(rij["postcode"] or "").replace(" ", "").upper(): rij["wijk"] or "" for rij in rijen}


class Gebieden:
    """Looks up wijken; build once per load (reads the concordance file when configured)."""

    def __init__(self, settings: Settings) -> None:
        """Prepare the lookup; SettingsError when the concordance cannot be read."""
        self._wijk_van: dict[str, str] = {}
        for wijk in settings.wijk:
            for naam in (wijk.id, wijk.naam, *wijk.gebieden):
                self._wijk_van[naam.strip().upper()] = wijk.id
        concordantie = settings.gemeente.concordantie
        self._postcodes = _read_concordantie(Path(concordantie)) if concordantie else {}

    def find_wijk(self, gebied: str) -> str:
        """Wijk id of a wijk id or name, CBS wijk, CBS buurt or postcode; 'onbekend' for none.

        A buurt not listed itself belongs to the CBS wijk in its first digits; a postcode of six
        positions not listed itself to that of its first four.
        """
        code = gebied.strip().upper()
        if POSTCODE.fullmatch(code):
            code = code.replace(" ", "")
            code = self._postcodes.get(code, self._postcodes.get(code[:4], "")).strip().upper()
        if code not in self._wijk_van and BUURT.fullmatch(code):
            code = f"WK{code[2:8]}"
        return self._wijk_van.get(code, ONBEKEND)
