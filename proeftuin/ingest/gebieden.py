"""Gebieden as delivered become configured wijken, and what is wrong with where they come from.

A postcode belongs to a wijk by the concordance of the configuration. One source for one key: a
postcode in two wijken, a wijk that does not exist, and population that is delivered twice (of a
wijk and of its buurten, of the gemeente and of its wijken) are fouten with their lines.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from proeftuin.ingest.concordantie import (
    CBS,
    POSTCODE,
    list_doubles,
    list_nowhere,
    read_concordantie,
    refuse_concordantie,
)
from proeftuin.ingest.findings import Findings
from proeftuin.settings import Settings
from proeftuin.vocabulary import ONBEKEND

BUURT = re.compile(r"BU\d{8}")
JONGST, OUDST = 0, 22
Rij = tuple[int, int, int, str, str]  # line, year, age, gebied as delivered, wijk


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
        self._bestand = Path(concordantie)
        self._rijen = read_concordantie(self._bestand) if concordantie else []
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
        code = code.strip().upper()
        if code not in self._wijk_van and BUURT.fullmatch(code):
            code = f"WK{code[2:8]}"
        return self._wijk_van.get(code, ONBEKEND)

    def refuse_concordantie(self) -> None:
        """SettingsError (Dutch, with lines) when the concordance makes no sense."""
        refuse_concordantie(self._bestand, self._rijen, self._find_area, self._eigen)

    def check_concordantie(self, findings: Findings) -> None:
        """Note postcodes in two wijken, and wijken that are not configured."""
        naam = self._bestand.name
        for regel, _, wijk in list_nowhere(self._rijen, self._find_area, self._eigen):
            findings.add("CONCORDANTIE_WIJK", naam, regel, "wijk", waarde=wijk)
        for (eerder, _, gebied), (regel, postcode, wijk) in list_doubles(
            self._rijen, self._find_area
        ):
            waarde = f"{postcode}: {gebied} (regel {eerder}) en {wijk} (regel {regel})"
            findings.add("CONCORDANTIE_DUBBEL", naam, regel, "postcode", waarde=waarde)

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
