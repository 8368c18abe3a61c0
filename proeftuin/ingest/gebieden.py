"""Gebieden as delivered become configured wijken, and what is wrong with where they come from.

A postcode belongs to a wijk by the concordance of the configuration. One source for one key: a
postcode in two wijken, a wijk that does not exist, and population that is delivered twice (of a
wijk and of its buurten, of the gemeente and of its wijken) are fouten with their lines.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from proeftuin.errors import SettingsError
from proeftuin.ingest.findings import Findings
from proeftuin.settings import Settings
from proeftuin.vocabulary import ONBEKEND

POSTCODE = re.compile(r"\d{4}( ?[A-Z]{2})?")
BUURT = re.compile(r"BU\d{8}")
CBS = re.compile(r"(?:WK|BU|GM)(\d{4})\d*")
JONGST, OUDST = 0, 22
Rij = tuple[int, int, int, str, str]  # line, year, age, gebied as delivered, wijk


def _read_concordantie(path: Path) -> list[tuple[int, str, str]]:
    """(line, postcode of 4 or 6 positions, wijk or gebied as the file writes it) per row."""
    try:
        tekst = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"Concordantie '{path}' kan niet worden gelezen. Controleer 'gemeente.concordantie'."
        ) from error
    regels = tekst.splitlines()
    teken = ";" if regels and ";" in regels[0] else ","
    reader = csv.DictReader(regels, delimiter=teken)
    rijen = [(reader.line_num, rij) for rij in reader]
    if not rijen or not {"postcode", "wijk"} <= set(rijen[0][1]):
        raise SettingsError(
            f"Concordantie '{path}' moet de kolommen postcode en wijk hebben "
            "('gemeente.concordantie')."
        )
    return [
        (regel, (rij["postcode"] or "").replace(" ", "").upper(), (rij["wijk"] or "").strip())
        for regel, rij in rijen
    ]


class Gebieden:
    """Looks up wijken; build once per load (reads the concordance file when configured)."""

    def __init__(self, settings: Settings) -> None:
        """Prepare the lookup; SettingsError when the concordance cannot be read."""
        self._gemeente = settings.gemeente.code.removeprefix("GM")
        self._eigen = {self._gemeente, *(code[2:] for code in settings.gemeente.eerdere_codes)}
        self._wijk_van: dict[str, str] = {}
        for wijk in settings.wijk:
            for naam in (wijk.id, wijk.naam, *wijk.gebieden):
                self._wijk_van[naam.strip().upper()] = wijk.id
        self._eigen_namen = {
            naam.strip().upper(): wijk.id for wijk in settings.wijk for naam in (wijk.id, wijk.naam)
        }
        concordantie = settings.gemeente.concordantie
        self._bestand = Path(concordantie).name
        self._rijen = _read_concordantie(Path(concordantie)) if concordantie else []
        self._postcodes = {postcode: wijk for _, postcode, wijk in self._rijen}

    def find_wijk(self, gebied: str) -> str:
        """Wijk id of a wijk id or name, CBS wijk, CBS buurt or postcode; 'onbekend' for none.

        A buurt not listed itself belongs to the CBS wijk in its first digits; a postcode of six
        positions not listed itself to that of its first four.
        """
        code = gebied.strip().upper()
        if POSTCODE.fullmatch(code):
            code = code.replace(" ", "")
            code = self._postcodes.get(code, self._postcodes.get(code[:4], "")).strip().upper()
        return self._find_area(code)

    def _find_area(self, code: str) -> str:
        if code not in self._wijk_van and BUURT.fullmatch(code):
            code = f"WK{code[2:8]}"
        return self._wijk_van.get(code, ONBEKEND)

    def is_elsewhere(self, gebied: str) -> bool:
        """Whether this is a CBS code of another gemeente."""
        match = CBS.fullmatch(gebied.strip().upper())
        return match is not None and match[1] not in self._eigen

    def check_concordantie(self, findings: Findings) -> None:
        """Note postcodes in two wijken, and wijken that are not configured."""
        first: dict[str, tuple[int, str, str]] = {}
        for regel, postcode, wijk in self._rijen:
            found = self._find_area(wijk.upper())
            if found == ONBEKEND and not self.is_elsewhere(wijk):
                findings.add("CONCORDANTIE_WIJK", self._bestand, regel, "wijk", waarde=wijk)
                continue
            eerder, eerder_wijk, eerder_gebied = first.setdefault(postcode, (regel, found, wijk))
            if eerder_wijk != found:
                waarde = f"{postcode}: {eerder_gebied} (regel {eerder}) en {wijk} (regel {regel})"
                findings.add("CONCORDANTIE_DUBBEL", self._bestand, regel, "postcode", waarde=waarde)

    def _canonical(self, gebied: str) -> str:
        code = gebied.strip().upper()
        if code in self._eigen_namen:
            return f"={self._eigen_namen[code]}"
        return code.replace(" ", "")

    def _list_parents(self, code: str, wijk: str) -> Iterator[str]:
        """The larger areas that hold this one."""
        if BUURT.fullmatch(code):
            yield f"WK{code[2:8]}"
        if POSTCODE.fullmatch(code) and len(code) > 4:
            yield code[:4]
        if wijk != ONBEKEND:
            yield f"={wijk}"
        match = CBS.fullmatch(code)
        yield f"GM{match[1] if match else self._gemeente}"

    def check_bevolking(self, findings: Findings, naam: str, rijen: Iterable[Rij]) -> None:
        """Note population that stands in the file twice, and what lacks in a year."""
        per_groep: dict[tuple[int, int], dict[str, tuple[int, str, str]]] = defaultdict(dict)
        leeftijden: dict[tuple[int, str], set[int]] = defaultdict(set)
        for regel, jaar, leeftijd, gebied, wijk in rijen:
            leeftijden[jaar, wijk].add(leeftijd)
            groep, code = per_groep[jaar, leeftijd], self._canonical(gebied)
            if code in groep:
                eerder, tekst, _ = groep[code]
                waarde = f"{tekst} (regel {eerder}) en {gebied.strip()} (regel {regel})"
                findings.add("BEVOLKING_DUBBEL", naam, regel, "gebied", waarde=waarde)
            groep.setdefault(code, (regel, gebied.strip(), wijk))
        for groep in per_groep.values():
            self._check_group(findings, naam, groep)
        self._check_whole(findings, naam, leeftijden)

    def _check_group(
        self, findings: Findings, naam: str, groep: dict[str, tuple[int, str, str]]
    ) -> None:
        """One year and age: an area beside a larger one that holds it, or two ways to divide."""
        soorten: dict[str, dict[bool, tuple[int, str]]] = defaultdict(dict)
        dubbel: dict[str, str] = {}
        for code, (_, _, wijk) in groep.items():
            for parent in self._list_parents(code, wijk):
                if parent in groep and parent != code:
                    dubbel.setdefault(parent, code)
        for parent, code in dubbel.items():
            (regel, tekst, _), (klein, deel, _) = groep[parent], groep[code]
            waarde = f"{tekst} (regel {regel}) en {deel} (regel {klein})"
            findings.add("BEVOLKING_DUBBEL", naam, regel, "gebied", waarde=waarde)
        for code, (regel, tekst, wijk) in groep.items():
            if wijk != ONBEKEND and not code.startswith("="):
                soorten[wijk].setdefault(POSTCODE.fullmatch(code) is not None, (regel, tekst))
        for both in soorten.values():
            if len(both) > 1:
                (eerste, tekst), (regel, deel) = sorted(both.values())
                waarde = f"{tekst} (regel {eerste}) en {deel} (regel {regel})"
                findings.add("BEVOLKING_DUBBEL", naam, regel, "gebied", waarde=waarde)

    def _check_whole(
        self, findings: Findings, naam: str, leeftijden: dict[tuple[int, str], set[int]]
    ) -> None:
        wijken = list(dict.fromkeys(self._wijk_van.values()))
        for jaar in sorted({jaar for jaar, _ in leeftijden}):
            weg = [wijk for wijk in wijken if (jaar, wijk) not in leeftijden]
            deels = [
                f"{wijk} mist {len(mist)} leeftijden"
                for wijk in wijken
                if wijk not in weg
                and (mist := set(range(JONGST, OUDST + 1)) - leeftijden[jaar, wijk])
            ]
            parts = [f"geen rijen voor {', '.join(weg)}"] if weg else []
            if parts or deels:
                findings.add(
                    "BEVOLKING_ONVOLLEDIG", naam, waarde=f"{jaar}: " + "; ".join(parts + deels)
                )
