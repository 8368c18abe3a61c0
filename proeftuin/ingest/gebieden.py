"""Gebieden as delivered become configured wijken, and what is wrong with where they come from.

A postcode belongs to a wijk by the concordance of the configuration. One source for one key: a
postcode in two wijken, a wijk that does not exist, and population that is delivered twice (of a
wijk and of its buurten, of the gemeente and of its wijken) are fouten with their lines. Population
that lacks a wijk, an age or a part of a wijk that another year has is a warning.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from proeftuin.codelists import LEEFTIJDSGROEPEN
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
EIND_GROEP = tuple(int(groep.split("-")[1]) for groep in LEEFTIJDSGROEPEN)
GENOEG, SPRONG = 100, 0.3  # inhabitants of a wijk, and how much of them a year may differ
ZEKER = 10  # inhabitants of a group in a part of a wijk that do not all leave in a year
Rij = tuple[int, int, int, str, str, int]  # line, year, age, gebied as delivered, wijk, inhabitants
Deel = tuple[int, str, str]  # year, wijk, leeftijdsgroep


_Delen = dict[str, Counter[str]]  # by gebied of one wijk and year: inhabitants per leeftijdsgroep


def _kinds(delen: _Delen) -> set[str]:
    """How the wijk is divided: in postcodes of some length, buurten, wijken, or not at all."""
    return {
        f"postcode {len(code)}"
        if POSTCODE.fullmatch(code)
        else code[:1]
        if "=" in code
        else code[:2]
        for code in delen
    }


def _list_lacking(delen: _Delen, whole: _Delen) -> _Delen:
    """What this year lacks of one that is whole: per gebied the groups, with who lived there then.

    A gebied that goes while about as many live in new ones was divided anew, and lacks nothing.
    """
    gone = {code: +groups for code, groups in whole.items() if code not in delen and +groups}
    moved = sum(groups.total() for code, groups in delen.items() if code not in whole)
    if 2 * moved >= sum(groups.total() for groups in gone.values()):
        gone = {}
    for code, groups in whole.items():
        lacks = {
            groep: aantal
            for groep, aantal in groups.items()
            if code in delen and groep not in delen[code] and aantal >= ZEKER
        }
        if lacks:
            gone[code] = Counter(lacks)
    return gone


def _compare_years(years: dict[int, _Delen]) -> Iterator[tuple[int, int, _Delen]]:
    """(year, the year it is compared with, what it lacks) of one wijk.

    A year is compared with the last whole one before it, then with the first after it: there a
    gebied may be new, so that only counts when the people of it are not in the others either.
    """
    whole: list[int] = []
    for jaar in sorted(years):
        before = [ander for ander in whole if _kinds(years[ander]) == _kinds(years[jaar])]
        lacks = _list_lacking(years[jaar], years[before[-1]]) if before else {}
        if lacks:
            yield jaar, before[-1], lacks
        else:
            whole.append(jaar)
    for place in range(len(whole) - 2, -1, -1):
        jaar = whole[place]
        after = [
            ander for ander in whole[place + 1 :] if _kinds(years[ander]) == _kinds(years[jaar])
        ]
        lacks = _list_lacking(years[jaar], years[after[0]]) if after else {}
        people, then = (
            sum(groups.total() for groups in years[ander].values())
            for ander in (jaar, after[0] if after else jaar)
        )
        lost = sum(groups.total() for groups in lacks.values())
        if lacks and 2 * (then - people) >= lost:
            whole.pop(place)
            yield jaar, after[0], lacks


def _say_jump(findings: Findings, naam: str, wijk: str, years: dict[int, _Delen]) -> None:
    """A year in which the wijk has far more or fewer inhabitants than the year before."""
    totals = {
        jaar: sum(groups.total() for groups in delen.values()) for jaar, delen in years.items()
    }
    for jaar, nu in sorted(totals.items()):
        was = totals.get(jaar - 1, 0)
        if max(was, nu) >= GENOEG and was and abs(nu - was) > SPRONG * was:
            waarde = f"{wijk}: {nu} in {jaar}, {was} in {jaar - 1}"
            findings.add("BEVOLKING_SPRONG", naam, None, "aantal", waarde=waarde)


def _say_lacking(
    findings: Findings, naam: str, jaar: int, ander: int, wijk: str, lacks: _Delen
) -> set[str]:
    """One finding per gebied that a year lacks; gives the groups that hold too few."""
    for code, groups in sorted(lacks.items()):
        ages = "" if len(groups) == len(LEEFTIJDSGROEPEN) else f" ({', '.join(sorted(groups))})"
        waarde = f"{jaar}: {code.removeprefix('=')}{ages} in {wijk}; in {ander} staat het er wel"
        findings.add("BEVOLKING_DEEL", naam, None, "gebied", waarde=waarde)
    return {groep for groups in lacks.values() for groep in groups}


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

    def check_bevolking(self, findings: Findings, naam: str, rijen: Iterable[Rij]) -> set[Deel]:
        """Note population that stands in the file twice, and what lacks in a year.

        Gives the groups of which a part of a wijk lacks: they hold too few inhabitants.
        """
        delen: dict[str, dict[int, _Delen]] = defaultdict(lambda: defaultdict(dict))
        per_groep: dict[tuple[int, int], dict[str, tuple[int, str, str]]] = defaultdict(dict)
        leeftijden: dict[tuple[int, str], set[int]] = defaultdict(set)
        for regel, jaar, leeftijd, gebied, wijk, aantal in rijen:
            leeftijden[jaar, wijk].add(leeftijd)
            groep, code = per_groep[jaar, leeftijd], self._canonical(gebied)
            if wijk != ONBEKEND and JONGST <= leeftijd <= OUDST:
                of_part = delen[wijk][jaar].setdefault(code, Counter())
                of_part[LEEFTIJDSGROEPEN[bisect_left(EIND_GROEP, leeftijd)]] += aantal
            if code in groep:
                eerder, tekst, _ = groep[code]
                waarde = f"{tekst} (regel {eerder}) en {gebied.strip()} (regel {regel})"
                findings.add("BEVOLKING_DUBBEL", naam, regel, "gebied", waarde=waarde)
            groep.setdefault(code, (regel, gebied.strip(), wijk))
        for groep in per_groep.values():
            self._check_group(findings, naam, groep)
        self._check_whole(findings, naam, leeftijden)
        deels = {
            (jaar, wijk, groep)
            for wijk, years in delen.items()
            for jaar, ander, lacks in _compare_years(years)
            for groep in _say_lacking(findings, naam, jaar, ander, wijk, lacks)
        }
        for wijk, years in delen.items():
            half = {jaar for jaar, deel, _ in deels if deel == wijk}  # said already
            whole = {jaar: groups for jaar, groups in years.items() if jaar not in half}
            _say_jump(findings, naam, wijk, whole)
        return deels

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
