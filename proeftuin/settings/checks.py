"""What a configuration may hold: every key by itself, and what keys must be to each other.

A check hands out the problems it finds, each a Dutch sentence that begins with the dotted key and
says why it cannot be and what to write; check_settings raises them together. What needs
indicators, outlines or other files is checked by `python -m proeftuin controleer`.
"""

import math
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from proeftuin.errors import SettingsError
from proeftuin.settings.model import (
    EIGENAAR,
    GROEP,
    BudgetPost,
    Settings,
    Venster,
)
from proeftuin.settings.motor import check_motor
from proeftuin.settings.opendata import OPENDATA_BOUNDS, check_opendata
from proeftuin.settings.toegang import check_toegang
from proeftuin.vocabulary import (
    EFFECTJAAR,
    GEMEENTE,
    NULMETING,
    ONBEKEND,
    OVERIGE,
    PILOT,
    TOTAAL,
)

# The smallest and the largest value of a number, and why nothing outside can be meant.
_TERMIJN = "Bij 0 gaat er geen dag voorbij en bij een heel groot getal loopt alles in elkaar over"
_HORIZON = "Een gemiddelde telt tot een horizon van minstens 4 weken en hooguit 10 jaar"
_KLEINST = "Een cijfer rust op minstens 1 geval, en een heel groot getal verbergt alles"
_MAANDEN = "Een termijn is een heel aantal maanden, minstens 1 en hooguit 30 jaar"
BOUNDS: dict[str, tuple[float, float, str]] = {
    "perioden.zorgperiode_gat_dagen": (1, 366, _TERMIJN),
    "perioden.verblijf_gat_dagen": (1, 366, _TERMIJN),
    "perioden.doorstroom_dagen": (1, 366, _TERMIJN),
    "perioden.tijdelijke_stop_dagen": (1, 1096, _TERMIJN),
    "perioden.administratief_dagen": (1, 92, _TERMIJN),
    "perioden.herhaald_beroep_jaren": (1, 18, "Verder terug dan 18 jaar was niemand jeugdige"),
    "perioden.voorlopig_dagen": (
        *(1, 366),
        "Late gegevens komen na dagen tot maanden; bij 0 heet niets meer voorlopig",
    ),
    "perioden.verzilvering_rijp_dagen": (
        *(1, 731),
        "Declaraties komen na dagen tot maanden; bij 0 is te vroeg te oordelen",
    ),
    "perioden.horizon_trajectduur_dagen": (28, 3653, _HORIZON),
    "perioden.horizon_cohort_dagen": (28, 3653, _HORIZON),
    "perioden.horizon_wachttijd_dagen": (28, 3653, _HORIZON),
    "normen.wachttijd_dagen": (1, 366, "De norm is minstens een dag en hooguit een jaar"),
    "normen.minimum_noemer": (1, 1000, _KLEINST),
    "normen.minimum_gebeurtenissen": (1, 1000, _KLEINST),
    "normen.minimum_risico": (1, 1000, _KLEINST),
    "compleetheid.aandeel": (
        *(0.5, 0.999),
        "Het is een deel van de rijen: onder de helft is een kwartaal niet bijna compleet, en "
        "bij 1 zou een rij te veel alles voorlopig houden",
    ),
    "compleetheid.kwartalen": (
        *(2, 40),
        "Op een enkel kwartaal is geen schatting te bouwen; op meer dan 10 jaar wacht niemand",
    ),
    "compleetheid.na_kwartalen": (
        *(1, 8),
        "Wat na 2 jaar nog verandert is een verbetering, geen late registratie",
    ),
    "compleetheid.ruimte_dagen": (
        *(0, 45),
        "Een levering die een half kwartaal eerder of later is gemaakt zegt niets over nu",
    ),
    "onthulling.drempel": (
        *(5, 100),
        "Onder de 5 zijn jeugdigen te herkennen; boven de 100 blijft er niets te zien",
    ),
    "onthulling.basis": (
        *(5, 100),
        "Afronden op minder dan 5 beschermt niet tegen narekenen",
    ),
    "onthulling.duur_basis_dagen": (1, 92, "Duren worden afgerond op hele dagen"),
    "onthulling.euro_basis": (50, 10_000, "Minder dan 50 euro beschermt niet tegen narekenen"),
    "onthulling.euro_cijfers": (1, 3, "Met meer cijfers is één declaratie te zien"),
    "onthulling.euro_bijdragers": (10, 1000, "Bij minder dan 10 is één jeugdige te herkennen"),
    "onthulling.dominantie_aandeel": (
        *(0.01, 0.5),
        "Het is een deel van het bedrag: groter dan 0, en boven 0.5 kan een aanbieder "
        "het bedrag van een ander bijna uitrekenen",
    ),
    "levering.rijen_minimum_aandeel": (
        *(0.01, 1),
        "Het is een deel van de vorige levering: 0.7 betekent 70%",
    ),
    "levering.bedrag_maximum_eur": (
        *(1_000, 1_000_000_000),
        "Met een lagere grens wordt elke gewone declaratie afgekeurd",
    ),
    "bewaren.microdata_maanden": (1, 360, _MAANDEN),
    "bewaren.intern_maanden": (1, 360, _MAANDEN),
    "bewaren.openbaar_maanden": (1, 360, _MAANDEN),
    "bewaren.gesprekken_maanden": (1, 360, _MAANDEN),
    "bewaren.logboek_maanden": (1, 360, _MAANDEN),
    "toegang.logboek_mb": (1, 1000, "Het logboek heeft ruimte nodig"),
    "toegang.logboek_aantal": (1, 1000, "Het logboek heeft minstens een bestand nodig"),
    **OPENDATA_BOUNDS,
}
JEUGDWET = date(2015, 1, 1)
_RESERVED = {ONBEKEND, GEMEENTE, OVERIGE, PILOT, TOTAAL}
_SCREEN = {"andere wijken", "onbekend", "totaal"}
_GEMEENTE = re.compile(r"GM\d{4}")
_GEBIED = re.compile(r"(WK\d{6}|BU\d{8})")
_ID = re.compile(r"[\w-]+")
_JAAR = re.compile(r"\d{4}")


def check_settings(settings: Settings) -> None:
    """SettingsError (Dutch) with every problem of a configuration; none: it makes sense."""
    found: list[str] = []
    for check in (
        *(_names, _gemeente, _wijken, _gebieden, _pilot, _vensters, _order, _bounds),
        *(_onthulling, _evaluatie, _budget, _gebeurtenissen, _bewaren),
    ):
        found += check(settings)
    found += check_toegang(settings.toegang)
    found += check_motor(settings.motor)
    found += check_opendata(settings.opendata)
    if len(found) == 1:
        raise SettingsError(found[0])
    if found:
        lines = "\n".join(f"- {problem}" for problem in found)
        raise SettingsError(f"Er zijn {len(found)} dingen te verbeteren:\n{lines}")


def show_bound(value: float) -> str:
    """'0.5' or '1000', as the file itself writes a number."""
    return f"{value:.12g}"


def _key(name: str) -> str:
    return f"Sleutel '{name}':"


def _day(day: date) -> str:
    return f"{day:%d-%m-%Y}"


def _names(settings: Settings) -> Iterator[str]:
    """A name or text nobody can see is no name."""
    texts = {
        "gemeente.naam": settings.gemeente.naam,
        "gemeente.proeftuin": settings.gemeente.proeftuin,
        "geo.bron": settings.geo.bron,
        "budget.dekking": settings.budget.dekking,
    }
    for nr, wijk in enumerate(settings.wijk, start=1):
        texts |= {f"wijk[{nr}].id": wijk.id, f"wijk[{nr}].naam": wijk.naam}
    for nr, vraag in enumerate(settings.evaluatie.vraag, start=1):
        texts[f"evaluatie.vraag[{nr}].tekst"] = vraag.tekst
    for nr, post in enumerate(settings.budget.post, start=1):
        texts[f"budget.post[{nr}].naam"] = post.naam
    for nr, gebeurtenis in enumerate(settings.gebeurtenis, start=1):
        texts[f"gebeurtenis[{nr}].tekst"] = gebeurtenis.tekst
    if not settings.geo.omtrek.strip():
        yield (
            f"{_key('geo.omtrek')} hier staat niets. Schrijf waar het bestand met de wijkgrenzen "
            'komt, zoals "wijken.geojson"; python -m proeftuin haal geo zet het daar neer.'
        )
    for name, text in texts.items():
        if not text.strip():
            yield f"{_key(name)} hier staat niets. Schrijf wat er op het scherm moet staan."
        elif text != text.strip() or any(ord(letter) < 32 for letter in text):
            yield (
                f"{_key(name)} de tekst begint of eindigt met een spatie, of bevat een regeleinde. "
                "Schrijf de tekst op één regel, zonder spaties eromheen."
            )


def _gemeente(settings: Settings) -> Iterator[str]:
    codes = {"gemeente.code": settings.gemeente.code}
    for nr, code in enumerate(settings.gemeente.eerdere_codes, start=1):
        codes[f"gemeente.eerdere_codes[{nr}]"] = code
    for name, code in codes.items():
        if not _GEMEENTE.fullmatch(code):
            yield (
                f"{_key(name)} '{code}' is geen CBS-code van een gemeente. "
                "Schrijf GM en vier cijfers, bijvoorbeeld GM0193."
            )


def _wijken(settings: Settings) -> Iterator[str]:
    ids, names = settings.wijk_ids, [wijk.naam.strip().lower() for wijk in settings.wijk]
    if len({naam.lower() for naam in ids}) != len(ids):
        yield f"{_key('wijk.id')} elke wijk heeft een eigen id nodig. Geef er een een andere."
    for wijk in settings.wijk:
        if wijk.id.lower() in _RESERVED:
            yield (
                f"{_key('wijk.id')} '{wijk.id}' mag geen id van een wijk zijn, want zo heet een "
                "regel in elke tabel. Kies een andere."
            )
        elif wijk.id.strip() and not _ID.fullmatch(wijk.id):
            yield (
                f"{_key('wijk.id')} '{wijk.id}' kan niet in een adres van een bladzijde. Gebruik "
                "letters, cijfers, - en _."
            )
        if wijk.naam.strip().lower() in _SCREEN:
            yield (
                f"{_key('wijk.naam')} '{wijk.naam}' heet al een andere regel op het scherm. "
                "Kies een andere naam."
            )
        clash = [other.id for other in settings.wijk if other is not wijk]
        if wijk.naam in clash:
            yield (
                f"{_key('wijk.naam')} '{wijk.naam}' is de id van een andere wijk. Een levering "
                "met die naam hoort dan bij twee wijken. Kies een andere naam of id."
            )
    if len(set(names)) != len(names):
        double = next(naam for naam in names if names.count(naam) > 1)
        naam = next(wijk.naam for wijk in settings.wijk if wijk.naam.strip().lower() == double)
        yield f"{_key('wijk.naam')} twee wijken heten '{naam}'. Geef elke wijk een eigen naam."


def _gebieden(settings: Settings) -> Iterator[str]:
    own = {code[2:] for code in (settings.gemeente.code, *settings.gemeente.eerdere_codes)}
    owner: dict[str, str] = {}
    foreign: dict[str, list[str]] = {}
    for wijk in settings.wijk:
        if not wijk.gebieden:
            yield (
                f"Sleutel 'wijk.gebieden': wijk '{wijk.id}' heeft geen gebieden en dus geen "
                'inwoners. Noem de CBS-wijken, bijvoorbeeld ["WK019310"].'
            )
        for gebied in wijk.gebieden:
            if not _GEBIED.fullmatch(gebied):
                yield (
                    f"Sleutel 'wijk.gebieden': '{gebied}' van wijk '{wijk.id}' is geen CBS-code. "
                    "Schrijf WK en zes cijfers, of BU en acht cijfers, in hoofdletters."
                )
                continue
            if gebied[2:6] not in own:
                foreign.setdefault(gebied[2:6], []).append(f"'{gebied}' (wijk '{wijk.id}')")
            if gebied in owner:
                where = (
                    f"meer dan een wijk ({owner[gebied]} en {wijk.id})"
                    if owner[gebied] != wijk.id
                    else f"wijk '{wijk.id}' twee keer"
                )
                yield f"Sleutel 'wijk.gebieden': '{gebied}' staat bij {where}. Haal er een weg."
            owner.setdefault(gebied, wijk.id)
    for code, found in foreign.items():
        yield (
            f"Sleutel 'wijk.gebieden': van gemeente GM{code} en niet van {settings.gemeente.code}: "
            f"{', '.join(found)}. Verbeter de codes. Hoort een gebied na een herindeling bij u, "
            "zet de oude gemeente dan in 'gemeente.eerdere_codes'."
        )
    for gebied, wijk_id in owner.items():
        whole = f"WK{gebied[2:8]}"
        if gebied.startswith("BU") and whole in owner:
            yield (
                f"Sleutel 'wijk.gebieden': buurt '{gebied}' van wijk '{wijk_id}' ligt in "
                f"'{whole}', dat bij wijk '{owner[whole]}' staat. Haal er een weg, of noem in "
                f"plaats van {whole} de losse buurten."
            )


def _pilot(settings: Settings) -> Iterator[str]:
    ids, pilots = settings.wijk_ids, settings.pilot.wijken
    unknown = [naam for naam in pilots if naam not in ids]
    if unknown:
        yield (
            f"{_key('pilot.wijken')} '{unknown[0]}' is geen wijk uit [[wijk]]. "
            f"Kies uit: {', '.join(ids)}."
        )
    elif len(set(pilots)) != len(pilots):
        yield f"{_key('pilot.wijken')} er staat een wijk twee keer. Noem elke wijk één keer."
    elif not 1 <= len(pilots) <= len(ids) - 2:
        yield (
            f"{_key('pilot.wijken')} kies 1 tot en met {len(ids) - 2} van de {len(ids)} wijken; "
            "er moeten minstens twee wijken overblijven om mee te vergelijken."
        )
    if settings.pilot.start < JEUGDWET:
        yield (
            f"{_key('pilot.start')} {_day(settings.pilot.start)} ligt voor de Jeugdwet "
            f"({_day(JEUGDWET)}). Schrijf de dag waarop de proeftuin begon."
        )


def is_quarters(van: date, tot: date) -> bool:
    """Whether [van, tot] is one or more whole calendar quarters."""
    after = tot + timedelta(days=1)
    starts = all(day.day == 1 and day.month in (1, 4, 7, 10) for day in (van, after))
    return starts and van < tot


def _quarters(van: date, tot: date) -> int:
    after = tot + timedelta(days=1)
    return (after.year - van.year) * 4 + (after.month - van.month) // 3


def _vensters(settings: Settings) -> Iterator[str]:
    """Each window by itself: whole quarters, a year four of them."""
    overgang = Venster("overgang", *settings.vensters.overgang)
    for venster in (*settings.named_vensters, overgang):
        name = _key(f"vensters.{venster.naam}")
        if venster.tot < venster.van:
            yield (
                f"{name} het einde ({_day(venster.tot)}) ligt voor het begin "
                f"({_day(venster.van)}). Schrijf [eerste dag, laatste dag]."
            )
        elif not is_quarters(venster.van, venster.tot):
            yield f"{name} gebruik hele kwartalen, bijvoorbeeld [2021-01-01, 2021-12-31]."
        elif venster is not overgang and _quarters(venster.van, venster.tot) != 4:
            yield (
                f"{name} aantal kwartalen: {_quarters(venster.van, venster.tot)}; een jaar "
                "wordt met een jaar vergeleken. Kies precies vier kwartalen."
            )
        elif venster is overgang and _quarters(venster.van, venster.tot) > 8:
            yield (
                f"{name} de overgang duurt {_quarters(venster.van, venster.tot)} kwartalen en "
                "valt buiten elke vergelijking. Kies hooguit acht kwartalen."
            )


def _order(settings: Settings) -> Iterator[str]:
    """Windows, the start and the first quarter in the order time goes."""
    vensters, start = settings.vensters, settings.pilot.start
    (nul_van, nul_tot), (over_van, over_tot) = vensters.nulmeting, vensters.overgang
    effect_van = vensters.effectjaar[0]
    if nul_tot >= start:
        yield (
            f"{_key(f'vensters.{NULMETING}')} de nulmeting eindigt op {_day(nul_tot)}, maar de "
            f"proeftuin begint op {_day(start)}. Kies vier kwartalen die eerder eindigen."
        )
    elif nul_tot >= over_van:
        yield (
            f"{_key(f'vensters.{NULMETING}')} de nulmeting loopt door in de overgang, die op "
            f"{_day(over_van)} begint. Kies vier kwartalen die eerder eindigen."
        )
    if not over_van <= start <= over_tot:
        yield (
            f"{_key('vensters.overgang')} de start van de proeftuin ({_day(start)}) ligt niet in "
            "de overgang. Kies het kwartaal van de start, of meer kwartalen eromheen."
        )
    if effect_van <= over_tot:
        yield (
            f"{_key(f'vensters.{EFFECTJAAR}')} het effectjaar begint op {_day(effect_van)}, maar "
            f"de overgang duurt tot en met {_day(over_tot)}. Kies vier kwartalen erna."
        )
    if effect_van.year - start.year > 10:
        yield (
            f"{_key(f'vensters.{EFFECTJAAR}')} het effectjaar begint meer dan tien jaar na de "
            "start van de proeftuin. Controleer het jaartal."
        )
    first, chart = settings.perioden.vroegste_kwartaal, settings.perioden.grafiek_vanaf
    for name, day in (("vroegste_kwartaal", first), ("grafiek_vanaf", chart)):
        if day > nul_van:
            yield (
                f"{_key(f'perioden.{name}')} {_day(day)} ligt na het begin van de nulmeting "
                f"({_day(nul_van)}); die is dan niet te zien. Kies een eerdere dag."
            )
        elif (day.day, day.month) not in ((1, 1), (1, 4), (1, 7), (1, 10)):
            yield (
                f"{_key(f'perioden.{name}')} {_day(day)} is niet de eerste dag van een "
                "kwartaal. Kies 1 januari, 1 april, 1 juli of 1 oktober."
            )
    if first.year < 2000:
        yield (
            f"{_key('perioden.vroegste_kwartaal')} {_day(first)} is te lang geleden. De "
            f"Jeugdwet geldt vanaf {_day(JEUGDWET)}."
        )
    fixed = settings.evaluatie.vastgelegd_op
    if fixed >= effect_van:
        yield (
            f"{_key('evaluatie.vastgelegd_op')} het hoofdcijfer is dan gekozen op {_day(fixed)}, "
            f"toen het effectjaar al liep (vanaf {_day(effect_van)}). Het hoofdcijfer ligt vooraf "
            "vast. Schrijf de dag van het besluit, of kies een later effectjaar."
        )
    elif fixed < date(2000, 1, 1):
        yield (
            f"{_key('evaluatie.vastgelegd_op')} {_day(fixed)} kan niet. Schrijf de dag van het "
            "besluit."
        )


def list_numbers(settings: Settings) -> dict[str, float]:
    """Every number of the sections, by dotted key."""
    sections = ("perioden", "normen", "compleetheid", "onthulling", "levering", "bewaren")
    return {
        f"{section}.{name}": value
        for section in (*sections, "toegang", "opendata")
        for name, value in vars(getattr(settings, section)).items()
        if isinstance(value, int | float) and not isinstance(value, bool)
    }


def _bounds(settings: Settings) -> Iterator[str]:
    for name, value in list_numbers(settings).items():
        low, high, why = BOUNDS.get(name, (-math.inf, math.inf, ""))
        if not low <= value <= high:
            yield (
                f"{_key(name)} {show_bound(value)} kan niet. {why}. Kies een getal van "
                f"{show_bound(low)} tot en met {show_bound(high)}."
            )


def _onthulling(settings: Settings) -> Iterator[str]:
    rules = settings.onthulling
    if rules.drempel >= 5 and rules.basis > rules.drempel:
        yield (
            f"{_key('onthulling.basis')} {rules.basis} is meer dan de drempel ({rules.drempel}). "
            "Een getoond aantal zou dan op 0 worden afgerond. Kies hooguit de drempel."
        )


def _evaluatie(settings: Settings) -> Iterator[str]:
    texts = [vraag.tekst for vraag in settings.evaluatie.vraag]
    for nr, vraag in enumerate(settings.evaluatie.vraag, start=1):
        name = f"evaluatie.vraag[{nr}]"
        if not vraag.indicatoren:
            yield (
                f"{_key(f'{name}.indicatoren')} deze vraag heeft geen cijfer en krijgt dus nooit "
                "een antwoord. Noem minstens een indicator."
            )
        elif len(set(vraag.indicatoren)) != len(vraag.indicatoren):
            yield f"{_key(f'{name}.indicatoren')} noem elke indicator één keer."
        if texts.count(vraag.tekst) > 1 and texts.index(vraag.tekst) == nr - 1:
            yield f"{_key(f'{name}.tekst')} deze vraag staat er twee keer. Haal er een weg."
    if not settings.evaluatie.primair.strip():
        yield f"{_key('evaluatie.primair')} noem de indicator die het hoofdcijfer is."


def _budget(settings: Settings) -> Iterator[str]:
    names = [post.naam for post in settings.budget.post]
    for nr, post in enumerate(settings.budget.post, start=1):
        if names.index(post.naam) != nr - 1:
            yield f"{_key(f'budget.post[{nr}].naam')} '{post.naam}' staat er twee keer."
        yield from _bedragen(post, f"budget.post[{nr}].bedragen_eur", settings)
    criteria = [item.naam for item in settings.budget.criterium]
    for nr, item in enumerate(settings.budget.criterium, start=1):
        name = f"budget.criterium[{nr}]"
        if not item.naam.strip() or criteria.index(item.naam) != nr - 1:
            yield f"{_key(f'{name}.naam')} geef elk criterium een eigen naam."
        if not item.indicatoren and not item.ontbreekt:
            yield f"{_key(name)} noem een indicator, of onder ontbreekt wat niet wordt gemeten."


def _bedragen(post: BudgetPost, key: str, settings: Settings) -> Iterator[str]:
    first, last = settings.pilot.start.year - 5, settings.vensters.effectjaar[1].year + 10
    if not post.bedragen_eur:
        yield f"{_key(key)} '{post.naam}' heeft geen bedragen. Schrijf {{ 2022 = 180000 }}."
    for jaar, bedrag in post.bedragen_eur.items():
        value: Any = bedrag
        name = _key(f"{key}.{jaar}")
        if not _JAAR.fullmatch(jaar) or not first <= int(jaar) <= last:
            yield (
                f"{name} '{jaar}' is geen jaar van deze begroting. Schrijf een jaar van {first} "
                f"tot en met {last}."
            )
        if isinstance(value, float):
            yield f"{name} {explain_point(value)}"
        elif not isinstance(value, int) or isinstance(value, bool):
            yield (
                f"{name} een bedrag is een geheel getal in euro's, zonder aanhalingstekens en "
                "zonder punt: 180000."
            )
        elif not 0 <= value <= 1_000_000_000:
            yield f"{name} {show_bound(value)} euro kan niet. Schrijf 0 of meer, tot een miljard."


def explain_point(value: float) -> str:
    """Why a number with a point is not what a Dutch reader thinks, and what to write."""
    return (
        f"er staat {show_bound(value)}, want in dit bestand is een punt een komma: 180.000 is "
        "180. Schrijf een heel getal zonder punt, bijvoorbeeld 180000 of 180_000."
    )


def _gebeurtenissen(settings: Settings) -> Iterator[str]:
    seen = set()
    for nr, gebeurtenis in enumerate(settings.gebeurtenis, start=1):
        name = f"gebeurtenis[{nr}]"
        if not 1990 <= gebeurtenis.datum.year <= 2100:
            yield f"{_key(f'{name}.datum')} {_day(gebeurtenis.datum)} kan niet. Verbeter het jaar."
        if (gebeurtenis.datum, gebeurtenis.tekst) in seen:
            yield f"{_key(f'{name}.tekst')} deze gebeurtenis staat er twee keer. Haal er een weg."
        seen.add((gebeurtenis.datum, gebeurtenis.tekst))


def _bewaren(settings: Settings) -> Iterator[str]:
    if settings.bewaren.intern_leesbaar_voor not in (EIGENAAR, GROEP):
        yield f"{_key('bewaren.intern_leesbaar_voor')} kies '{EIGENAAR}' of '{GROEP}'."
