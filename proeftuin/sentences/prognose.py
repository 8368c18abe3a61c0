"""The prognose in words: what we expect, how sure that is, and why two routes differ."""

from dataclasses import dataclass

from proeftuin.results import DECLARATIES, DEKKING, REEKS, TOEWIJZINGEN, Prognose, Raming, Terugblik
from proeftuin.sentences.indicator import join_words
from proeftuin.sentences.numbers import (
    EURO,
    MIN,
    is_shown_as_zero,
    show_euro,
    show_number,
    show_signed_euro,
)
from proeftuin.settings import Settings
from proeftuin.tijd import show_date

_BRON = {DECLARATIES: "declaraties", TOEWIJZINGEN: "toewijzingen"}
ROUTE_NAAM = {route: f"Uit {bron}" for route, bron in _BRON.items()}
DEEL_NAAM = {
    "gedeclareerd": "Gedeclareerd",
    "nog_te_declareren": "Nog niet gedeclareerd (geschat)",
    "rest_jaar": "Trajecten in de rest van het jaar",
    "volledig": "Toegewezen, met bedrag en einddatum",
    "zonder_bedrag": "Toegewezen zonder bedrag (geschat)",
    "zonder_eind": "Toegewezen zonder einddatum (geschat)",
    "terugwerkend": "Wordt later bekend: hulp die eerder begon",
    "lopend": "Toewijzingen die nu lopen",
    "nieuw": "Nieuwe toewijzingen",
    "onbenut": "Toegewezen, maar wordt niet gedeclareerd",
    "zonder_toewijzing": "Declaraties zonder toewijzing",
}
GEEN_PROGNOSE = (
    "Er is nog geen prognose. Daarvoor zijn declaraties nodig over ten minste negen maanden voor "
    "de stand van de gegevens, en trajecten over dezelfde maanden."
)
DEFINITIE = """
**Wat wordt geraamd.** Alle euro's voor hulp in het kalenderjaar van de datastand, als alles is
gedeclareerd. Een declaratie telt in de maanden waarin de hulp was. Beide routes rekenen met hele
maanden.

**Uit declaraties.** Een maand telt na drie maanden als volledig gedeclareerd. Voor jongere
maanden komt erbij wat nog ontbreekt: het deel dat meestal nog niet binnen is, maal het gewone
bedrag. Het gewone bedrag is wat een dag van een lopend traject kostte in de laatste zes volledige
maanden. De rest van het jaar is dat bedrag maal het aantal lopende trajecten van de laatste drie
maanden, zonder seizoen.

**Hoe volledig een maand is.** Een declaratie heeft in de levering geen datum van ontvangst. Elke
editie bewaart daarom wat er per maand was gedeclareerd. Na twee eerdere leveringen die
aansluiten, komt de volledigheid uit die reeks. Tot dan kijken we in de levering zelf: hoeveel
dagen van lopende trajecten hebben een declaratie, vergeleken met volledige maanden.

**Uit toewijzingen.** Het bedrag van een toewijzing is gelijk verdeeld over de dagen van ingang
tot einde. Zonder bedrag of einddatum telt het gemiddelde per dag van dezelfde soort zorg in die
maand. Zonder einddatum loopt de toewijzing tot haar trajecten zijn gestopt. Na de peildatum
eindigen lopende toewijzingen zo snel als een jaar eerder, en komen er evenveel nieuwe bij als
toen. Daar gaat af wat meestal niet wordt gedeclareerd: dat deel komt van toewijzingen die in de
laatste vier kwartalen eindigden waarvan vrijwel alles is gedeclareerd.

**De marge.** Beide routes zijn ook toegepast op het einde van elk eerder kwartaal, in jaren die
nu volledig zijn. De marge is de grootste afwijking naar beneden en naar boven van toen, als deel
van wat toen nog open stond. Zonder bewaarde stand van toen telt de route uit declaraties de
jongste drie maanden als helemaal niet gedeclareerd; dat is strenger dan in het echt. Van
toewijzingen is alleen de nieuwste versie bekend. Bij minder dan acht eerdere ramingen is er geen
marge.

**Let op.** Eerdere ramingen van hetzelfde jaar lijken op elkaar; zestien ramingen over vier jaar
zijn dus minder dan zestien losse waarnemingen. In een proef met verzonnen gegevens viel het jaar
voor de gemeente 16 van de 16 keer binnen de marge, voor een wijk 30 van de 40 keer (declaraties)
en 38 van de 40 keer (toewijzingen). De bedragen van de wijken zijn los van elkaar geraamd en
tellen niet precies op tot de gemeente.
"""


@dataclass(frozen=True)
class Oorzaak:
    """One reason why the routes differ: what it is, the euros it is about, and a sentence."""

    naam: str
    bedrag_eur: float
    zin: str


def show_amount(value: float) -> str:
    """'€ 38,6 miljoen' from a million on, else whole thousands: '€ 512.000'."""
    sign, size = (MIN if value < 0 else ""), abs(value)
    if size >= 999_500:
        return f"{sign}{EURO}{show_number(size / 1e6, 1)}\u00a0miljoen"
    thousands = round(size / 1000) * 1000 if size >= 10_000 else round(size / 100) * 100
    return f"{sign if thousands else ''}{EURO}{show_number(thousands)}"


def show_thousands(value: float, *, sign: bool = False) -> str:
    """'€ 38.643.000', whole thousands: an estimate is not exact to the euro. sign: '+€ 83.000'."""
    return (show_signed_euro if sign else show_euro)(round(value / 1000) * 1000)


def _range(raming: Raming) -> str:
    if raming.onder_eur is None or raming.boven_eur is None:
        return ""
    return f"{show_amount(raming.onder_eur)} tot {show_amount(raming.boven_eur)}"


def show_interval(raming: Raming) -> str:
    """'€ 38,5 miljoen tot € 39,3 miljoen', or why there is none."""
    return _range(raming) or f"geen marge: {raming.aantal_terugblik} eerdere ramingen"


def prognose_sentence(prognose: Prognose, settings: Settings) -> str:
    """What we expect of the year by each route, with its interval."""
    first, naam = prognose.ramingen[0], settings.wijk_naam(prognose.wijk)
    amounts = []
    for item in prognose.ramingen:
        margin = f" (marge {_range(item)})" if _range(item) else ""
        amounts.append(f"{show_amount(item.raming_eur)} volgens de {_BRON[item.route]}{margin}")
    text = f"Naar verwachting kost de hulp in {naam} over {first.jaar} {join_words(amounts)}."
    missing = [item.aantal_terugblik for item in prognose.ramingen if not _range(item)]
    if missing:
        text += f" Voor een marge zijn er te weinig eerdere ramingen ({min(missing)} van 8)."
    return text


def basis_sentence(raming: Raming) -> str:
    """Where the completeness of young months comes from, with the shares."""
    peil = show_date(raming.peil)
    if not raming.compleet:
        return (
            f"Gegevens tot en met {peil}. Hoe volledig de jongste drie maanden zijn, is niet te "
            "zien. Zij zijn geheel geschat uit de lopende trajecten."
        )
    shares = join_words([f"{show_number(100 * share)}%" for share in raming.compleet])
    source = {
        REEKS: "Dat volgt uit eerdere leveringen.",
        DEKKING: (
            "Dat volgt uit deze levering zelf: het deel van de lopende trajecten met een "
            "declaratie. Zijn er twee leveringen meer, dan volgt het uit wat die "
            "lieten zien."
        ),
    }[raming.basis]
    return (
        f"Gegevens tot en met {peil}. Van de laatste maand, de maand ervoor en die daarvoor is "
        f"{shares} gedeclareerd. {source}"
    )


def difference_sentence(prognose: Prognose) -> str:
    """How much the routes differ, and in which part of the year; empty with one route."""
    first, second, gap = prognose.declaraties, prognose.toewijzingen, prognose.verschil_eur
    if first is None or second is None or gap is None:
        return ""
    if round(gap / 1000) == 0:
        return "De twee ramingen zijn gelijk."
    word = "hoger" if gap > 0 else "lager"
    text = f"De raming uit toewijzingen is {show_amount(abs(gap))} {word}"
    text += f" ({show_number(100 * abs(gap) / first.raming_eur, 1)}%)." if first.raming_eur else "."
    if first.maanden_bekend in (0, 12):
        return text
    parts = []
    for later, when in ((False, f"tot en met {show_date(first.peil)}"), (True, "daarna")):
        part = second.som(later=later) - first.som(later=later)
        parts.append(f"{show_amount(abs(part))} {'hoger' if part > 0 else 'lager'} {when}")
    return f"{text} Zij is {join_words(parts)}."


def list_oorzaken(prognose: Prognose) -> list[Oorzaak]:
    """What may make the routes differ, in euros of this year; empty with one route."""
    first, second = prognose.declaraties, prognose.toewijzingen
    if first is None or second is None or second.verzilvering is None:
        return []
    share = show_number(100 * second.verzilvering, 1)
    gross = -second.bedrag("onbenut") / (1 - second.verzilvering) if second.verzilvering < 1 else 0
    running = f"van de {show_number(second.aantal_lopend)} lopende toewijzingen"
    found = [
        ("nog_te_declareren", first, "Dit deel van de declaraties is nog niet binnen."),
        (
            "zonder_bedrag",
            second,
            f"Geen bedrag: {show_number(second.aantal_zonder_bedrag)} {running}. Zij tellen mee "
            "met het gemiddelde van hun soort zorg.",
        ),
        (
            "zonder_eind",
            second,
            f"Geen einddatum: {show_number(second.aantal_zonder_eind)} {running}. Hun bedrag is "
            "niet te verdelen; zij tellen mee met het gemiddelde.",
        ),
        (
            "terugwerkend",
            second,
            "Toewijzingen die pas na het begin van de hulp bekend worden; zoveel als een jaar "
            "eerder.",
        ),
        (
            "onbenut",
            second,
            f"Van wat is toegewezen, wordt {share}% gedeclareerd. Een procentpunt meer of minder "
            f"scheelt {show_amount(gross / 100)}.",
        ),
        (
            "zonder_toewijzing",
            second,
            "Declaraties die bij geen toewijzing horen; zoveel als in de laatste volledige "
            "maanden.",
        ),
    ]
    return [
        Oorzaak(DEEL_NAAM[deel], route.bedrag(deel), text)
        for deel, route, text in found
        if abs(route.bedrag(deel)) >= 50
    ]


def terugblik_sentence(prognose: Prognose, route: str) -> str:
    """How the same method did on earlier peildatums; empty when it never could."""
    past = prognose.terugblik_van(route)
    if not past:
        return f"{ROUTE_NAAM[route]}: er is nog geen eerder jaar om op terug te kijken."
    above = sum(item.fout_eur > 0 for item in past)
    worst = max(past, key=lambda item: abs(item.fout_aandeel))
    middle = sorted(abs(item.fout_aandeel) for item in past)[len(past) // 2]
    return (
        f"{ROUTE_NAAM[route]}: bij {len(past)} eerdere ramingen werd het jaar {above} keer duurder "
        f"dan geraamd en {len(past) - above} keer goedkoper of gelijk. De middelste afwijking was "
        f"{show_number(100 * middle, 1)}%, de grootste {show_error(worst)} "
        f"({show_date(worst.peil)})."
    )


def show_error(item: Terugblik) -> str:
    """'+2,1%': what the year became against the estimate, with its sign."""
    error = 100 * item.fout_aandeel
    plus = "+" if error > 0 and not is_shown_as_zero(error, 1) else ""
    return f"{plus}{show_number(error, 1)}%"
