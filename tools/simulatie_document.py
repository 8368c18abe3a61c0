"""docs/simulatie.md: what was done, the figures of this very run, and what they say in words.

The app quotes the first table and the paragraph that begins with 'De methode van dit product'.
"""

from collections.abc import Iterable
from textwrap import fill

from tools.simulatie_cellen import UITKOMSTEN, Cel, Telling, Uitslag
from tools.simulatie_gemeenten import (
    BLIJVEND,
    DRIFT,
    GEEN,
    GEWOON,
    GROOTSTE,
    KLEINSTE,
    LOS,
    STORM,
    ZWAAR,
)
from tools.simulatie_jeugdigen import KANS
from tools.simulatie_methoden import (
    BOOTSTRAP,
    CLUSTER,
    METHODE,
    METHODEN,
    NAIEF,
    VROEGER,
    ZONDER,
)
from tools.simulatie_varianten import AANTAL, GEWICHT, LEEFTIJD, NIVEAU, VARIANTEN, VERBAND

ONDER, BOVEN, ONDER_STORM = 0.935, 0.965, 0.92
STELLIG, VOORZICHTIG = "stellig", "voorzichtig"
HOOGSTENS_VALS, KORTER = 0.055, 0.10  # when a variant would be taken
SCHOK = {
    GEEN: "geen",
    LOS: "elk kwartaal anders",
    BLIJVEND: "houdt een tijd aan",
    ZWAAR: "houdt aan, soms heel groot",
    STORM: "één jaar drie keer zo sterk",
    DRIFT: "elke wijk een eigen richting",
}
UITKOMST = {
    "aandeel": "aandeel, vast vanaf het begin",
    "aandeel_nu": "aandeel dat kan veranderen",
    "duur": "duur van trajecten",
    "wacht": "wachttijd",
    "euro": "euro's per jeugdige",
}
WIJKEN = {
    "5/1": "5, waarvan 1 pilot",
    "5/2": "5, waarvan 2 pilot",
    "7/2": "7, waarvan 2 pilot",
    "12/4": "12, waarvan 4 pilot",
    "ongelijk": "5, waarvan 1 pilot, niet even groot",
    "groot": "5, pilot het grootst",
    "klein": "5, pilot het kleinst",
}
METHODENAAM = {
    METHODE: "Dit product",
    VROEGER: "Zoals het was",
    ZONDER: "Zonder voorparen",
    NAIEF: "Verschil in verschillen",
    BOOTSTRAP: "Bootstrap",
    CLUSTER: "Cluster",
}
VARIANTNAAM = {
    NIVEAU: "Eerder niveau van de wijk",
    AANTAL: "Aantal jeugdigen",
    LEEFTIJD: "Leeftijdsopbouw",
    GEWICHT: "Grote wijken zwaarder",
}
REDEN_STELLIG = {
    STORM: "het onrustige jaar zit in de vergelijking, de rustige jaren ervoor bepalen de marge",
    DRIFT: """elke wijk gaat jaar na jaar dezelfde kant op: een enkele wijk wijkt dan ver af, en de
        voorparen herhalen elkaar maar tellen alsof zij los staan""",
    ZWAAR: """een heel grote schok is zeldzaam: vaak valt zij net buiten de jaren die de marge
        bepalen""",
    BLIJVEND: """jaren dicht bij elkaar lijken op elkaar, dus voorparen die een jaar delen tellen
        zwaarder dan zij zijn""",
}
REDEN_VOORZICHTIG = {
    "ongelijk": """een pilotwijk die groter is dan de andere schommelt minder door toeval, maar de
        methode rekent haar als een gewone wijk; een kleinere rekent zij ruimer""",
    "groot": """een grote pilotwijk schommelt minder door toeval dan de andere wijken, maar de
        methode rekent haar als een gewone wijk""",
    "klein": """bij een kleine pilotwijk rekent de methode alle schommeling ruimer, ook het deel
        dat niet van de grootte afhangt""",
    GEEN: """zonder schok is er alleen toeval; de methode rekent een pilotwijk nooit als rustiger
        dan de andere, ook niet als zij toevallig iets groter is""",
    DRIFT: """een pilotwijk met een sterke eigen richting heeft die ook in haar voorparen, en dat
        maakt de marge ruimer""",
    "": """het effect maakt het getal van de pilotwijk kleiner, en daarmee ook haar toeval en haar
        schok; bovendien rekent de methode een pilotwijk nooit als rustiger dan de andere""",
}


def percent(share: float) -> str:
    """'5,0%', or a dash where there is nothing."""
    return "–" if share != share else f"{100 * share:.1f}%".replace(".", ",")


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _marge(gemeenten: int) -> str:
    """Two standard errors of a share of 95%, in points."""
    return f"{200 * (0.95 * 0.05 / gemeenten) ** 0.5:.1f}".replace(".", ",")


def span(shares: Iterable[float]) -> str:
    """'4,1 tot 5,9%'."""
    known = [share for share in shares if share == share]
    return f"{percent(min(known))[:-1]} tot {percent(max(known))}"


def _times(value: float) -> str:
    return "–" if value != value else f"{value:.2f}".replace(".", ",")


def _table(labels: int, kop: list[str], rows: Iterable[list[str]]) -> str:
    lines = [f"| {' | '.join(kop)} |", "|" + "---|" * labels + "---:|" * (len(kop) - labels)]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def _false_table(results: list[Uitslag]) -> str:
    kop = ["Schok in de wijken", "Wijken", *(METHODENAAM[naam] for naam in METHODEN)]
    return _table(
        2,
        kop,
        (
            [shock_of(item.cel), WIJKEN[item.cel.indeling]]
            + [percent(item.methoden[naam].vals) for naam in METHODEN]
            for item in results
        ),
    )


def _full_table(results: list[Uitslag]) -> str:
    """Everything of the method of this product."""
    kop = ["Uitkomst", "Schok", "Wijken", "Onterecht", "Dekking", "Breedte", "Gezien"]
    return _table(3, kop, ([*_place(item), *_cells(item.methoden[METHODE])] for item in results))


def shock_of(cel: Cel) -> str:
    """The shock in words, with how strong it is where that differs."""
    return SCHOK[cel.schok] + (", twee keer zo sterk" if cel.keer > 1 else "")


def _place(item: Uitslag) -> list[str]:
    return [UITKOMST[item.cel.uitkomst], shock_of(item.cel), WIJKEN[item.cel.indeling]]


def _cells(telling: Telling) -> list[str]:
    return [
        percent(telling.vals),
        percent(telling.dekking),
        _times(telling.breedte),
        percent(telling.gezien),
    ]


def _method_table(results: list[Uitslag], veld: str) -> str:
    kop = ["Uitkomst", "Schok", *(METHODENAAM[naam] for naam in METHODEN)]
    show = _times if veld == "breedte" else percent
    return _table(
        2,
        kop,
        (
            [UITKOMST[item.cel.uitkomst], shock_of(item.cel)]
            + [show(getattr(item.methoden[naam], veld)) for naam in METHODEN]
            for item in results
        ),
    )


def _history_table(results: list[Uitslag]) -> str:
    """One row per length of history, the ranges over all cells with an interval."""
    years = [(2, 0), (3, 1), (4, 2), (5, 3), (6, 4), (7, 4)]
    kop = ["Jaren voor de pilot", "Voorparen", "Onterecht", "Dekking", "Breedte", "Gezien"]
    rows = []
    for year, aantal in years:
        told = [item.paren[aantal] for item in results]
        mean = [sum(values) / len(values) for values in zip(
            *((item.breedte, item.gezien) for item in told if item.breedte == item.breedte),
            strict=True,
        )]  # fmt: skip
        rows.append(
            [str(year), str(aantal), span(item.vals for item in told)]
            + [span(item.dekking for item in told), _times(mean[0]), percent(mean[1])]
        )
    return _table(2, kop, rows)


def _variant_table(results: list[Uitslag]) -> str:
    kop = ["Wat erbij komt", "Onterecht", "Hoogste bij", "Breedte, keer die van nu"]
    rows = []
    for naam in VARIANTEN:
        vals = {item.varianten[naam].vals: item for item in results}
        worst = vals[max(vals)]
        ratios = variant_ratios(results, naam)
        rows.append(
            [VARIANTNAAM[naam], span(vals), ", ".join(_place(worst))]
            + [f"{_times(min(ratios))} tot {_times(max(ratios))}"]
        )
    return _table(1, kop, rows)


def variant_ratios(results: list[Uitslag], naam: str) -> list[float]:
    """Per cell the width of a variant against that of the method, both in euros, days or points."""
    return [item.varianten[naam].half / item.methoden[METHODE].half for item in results]


def is_taken(results: list[Uitslag], naam: str) -> bool:
    """Whether a variant is 10% shorter everywhere, and nowhere sees too much that is not there."""
    enough = max(variant_ratios(results, naam)) <= 1 - KORTER
    return enough and max(item.varianten[naam].vals for item in results) <= HOOGSTENS_VALS


def coverage(item: Uitslag) -> tuple[float, float]:
    """How often the interval of this product holds the truth, as shown: without, with an effect."""
    telling = item.methoden[METHODE]
    return round(1 - telling.vals, 3), round(telling.dekking, 3)


def outside(item: Uitslag) -> str:
    """'stellig' or 'voorzichtig' where a coverage leaves its bounds, else ''."""
    if min(coverage(item)) < (ONDER_STORM if item.cel.schok == STORM else ONDER):
        return STELLIG
    return VOORZICHTIG if max(coverage(item)) > BOVEN else ""


def is_steep(item: Uitslag) -> bool:
    """Whether every wijk goes its own way, twice as strongly."""
    return item.cel.schok == DRIFT and item.cel.keer > 1


def _reason(item: Uitslag) -> str:
    if outside(item) == STELLIG:
        return REDEN_STELLIG.get(item.cel.schok, "waarom, dat weten wij niet")
    known = [naam for naam in (item.cel.indeling, item.cel.schok) if naam in REDEN_VOORZICHTIG]
    return REDEN_VOORZICHTIG[known[0] if known else ""]


def _verdict(results: list[Uitslag], soort: str) -> list[str]:
    """Where the method is too bold or too shy in rows of one kind: per reason where it is so."""
    parts = []
    for kind in (STELLIG, VOORZICHTIG):
        found = [item for item in results if outside(item) == kind]
        parts.append(f"Te {kind} in {len(found)} van de {len(results)} {soort} rijen.")
        for reason in dict.fromkeys(_reason(item) for item in found):
            rows = [
                f"{', '.join(_place(item))} ({' en '.join(map(percent, coverage(item)))})"
                for item in found
                if _reason(item) == reason
            ]
            parts.append(f"- {_sentence(reason)} Zo is het bij: {'; '.join(rows)}.")
    return parts


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{' '.join(text.split())[1:]}."


def _oordeel(results: list[Uitslag]) -> str:
    """The paragraph that the app quotes."""
    gewoon = [item for item in results if item.cel.is_gewoon]
    kalm = [item for item in gewoon if item.cel.schok != STORM]
    storm = [item for item in gewoon if item.cel.schok == STORM]
    steep = next(item for item in results if is_steep(item))

    def tell(naam: str, some: list[Uitslag]) -> str:
        return span(item.methoden[naam].vals for item in some)

    return f"""De methode van dit product ziet onterecht een effect in {tell(METHODE, kalm)} van de
        gemeenten, in {tell(METHODE, storm)} waar één jaar drie keer zo onrustig was, en in
        {percent(steep.methoden[METHODE].vals)} waar wijken sterk een eigen richting hebben. Zoals
        het was, met een placebojaar vlak voor de nulmeting, was dat {tell(VROEGER, gewoon)}.
        Verschil in verschillen ziet het in {tell(NAIEF, gewoon)}, bootstrap over jeugdigen in
        {tell(BOOTSTRAP, gewoon)} en de foutmarge per cluster in {tell(CLUSTER, gewoon)}."""


def _opzet(results: list[Uitslag], gemeenten: int) -> list[str]:
    low, high = (f"{bound(unrest(results)):.1f}".replace(".", ",") for bound in (min, max))
    return [
        f"""Gemaakt met `make simulatie`; hetzelfde zaad geeft dezelfde getallen. Per rij zijn
        {_thousands(gemeenten)} verzonnen gemeenten gemaakt. Een wijk heeft {GEWOON} jeugdigen in
        zorg in een jaar; in rijen met wijken die niet even groot zijn {KLEINSTE} tot {GROOTSTE}, en
        in rijen met een
        grote of kleine pilotwijk 340 tot 1.000. Jeugdigen komen binnen, blijven gemiddeld zes
        kwartalen en gaan weer weg; 18% komt terug. Zo lang blijven zij ook in de demogemeente:
        `DUUR_ZORG` en `DUUR_TRAJECT` in `tools/simulatie_jeugdigen.py` zijn gelegd op de
        overlevingstafels van 31.500 verzonnen jeugdigen van haar generator, en
        `tests/tools/test_simulatie.py` vergelijkt ze opnieuw. Van de jeugdigen van de nulmeting is
        daardoor 44% er in het effectjaar nog. De jaren zijn die van `proeftuin.toml`: nulmeting
        2021, effectjaar van eind 2022 tot eind 2023, voorparen daarvoor.""",
        f"""Wijken veranderen ook uit zichzelf: de schok. Die is zo sterk gekozen dat toeval en
        schok ongeveer even zwaar wegen in de verandering van een wijk; de variantie daarvan is
        {low} tot {high} keer die zonder schok. Bij 'geen' is er alleen toeval, en twee rijen hebben
        een schok die twee keer zo sterk is. De schok
        werkt op de kans van wie binnenkomt (aandeel, vast vanaf het begin), op de kans van iedereen
        (aandeel dat kan veranderen), op de dagelijkse kans dat een traject eindigt (duur), op hoe
        lang het wachten duurt en op de prijs.""",
        f"""Uitkomsten: een aandeel van {100 * KANS:.0f}% op twee manieren, de duur van trajecten
        (RMST-730 van de periodetafel), de wachttijd (RMST-180) en euro's per jeugdige. Niet elke
        combinatie is gemaakt. Wel: elke schok met elk aantal wijken voor het aandeel, elke uitkomst
        met elke schok voor één pilot op vijf wijken, en elke lengte van de geschiedenis overal.
        Dat zijn de gewone rijen. Daarnaast zijn er moeilijke, waarvoor de methode niet is gemaakt:
        wijken die niet even groot zijn, en schokken die twee keer zo sterk zijn.""",
        """De methoden: die van dit product met vier voorparen; zoals het was, met een placebojaar
        vlak voor de nulmeting; alleen de andere wijken, zonder voorparen; verschil in verschillen
        per jeugdige alsof elke jeugdige los staat; bootstrap over jeugdigen (de uitkomst van
        eindeloos veel trekkingen); en een foutmarge per cluster van wijken (CR1). Een streepje: er
        is geen interval.""",
    ]


def _grenzen(results: list[Uitslag], gemeenten: int) -> list[str]:
    storm = [item for item in results if item.cel.schok == STORM]
    steep = next(item for item in results if is_steep(item))
    return [
        f"""Het interval hoort de waarheid in 95% van de gemeenten te bevatten. Een rij heet te
        stellig onder {percent(ONDER)} (bij het onrustige jaar onder {percent(ONDER_STORM)}) en te
        voorzichtig boven {percent(BOVEN)}, met of zonder effect in de pilotwijk. Achter elke rij
        staan die twee: zonder en met effect. Elk percentage is zelf een schatting: met
        {_thousands(gemeenten)} gemeenten per rij kan het door toeval {_marge(gemeenten)} punt hoger
        of lager zijn.""",
        *_verdict([item for item in results if item.cel.is_gewoon], "gewone"),
        *_verdict([item for item in results if not item.cel.is_gewoon], "moeilijke"),
        f"""Het onrustige jaar maakt verschil. Ligt het in de nulmeting of het effectjaar, dan ziet
        de methode onterecht een effect in {span(item.storm[0] for item in storm)} van de gemeenten:
        te stellig. Ligt het ervoor, dan in {span(item.storm[1] for item in storm)}: te
        voorzichtig. Wie weet dat het effectjaar in alle wijken onrustig was, hecht dus minder aan
        'aantoonbaar'.""",
        f"""Ook een wijk die al jaren een eigen richting heeft, maakt de methode te stellig. De
        placebotoets vangt dat voor een deel op: bij een eigen richting die twee keer zo sterk is,
        ziet het interval onterecht een effect in {percent(steep.methoden[METHODE].vals)}, en zegt
        het product in {percent(steep.oordeel)} 'aantoonbaar anders'.""",
    ]


def _opbouw(results: list[Uitslag]) -> str:
    """What the columns of the full table mean, and how large the effect is without a shock."""
    calm = {item.cel.uitkomst: item for item in results if item.cel.schok == GEEN}
    effects = "; ".join(_effect(calm[naam]) for naam in UITKOMST)
    return f"""Onterecht: er is geen effect en de methode ziet het toch. Dekking: het echte effect
        ligt tussen de grenzen. Breedte: 1,00 is zo breed als van iemand die precies weet hoe sterk
        wijken schommelen. Gezien: hoe vaak een effect in de pilotwijk wordt gezien. Dat effect
        werkt vanaf de start van de pilot. {_sentence(effects)}"""


def _effect(item: Uitslag) -> str:
    """What the effect does, and what that makes of the figure of the effectjaar."""
    factor = UITKOMSTEN[item.cel.uitkomst].effect
    if factor < 0:
        done, made = f"{100 * factor:.0f} procentpunt", f"{100 * item.effect:.1f} procentpunt"
    else:
        unit = "euro" if item.cel.uitkomst == "euro" else "dagen"
        done, made = f"x {_times(factor)}", f"{item.effect:.0f} {unit}"
    where = " op de kans per dag dat een traject eindigt" if item.cel.uitkomst == "duur" else ""
    name = UITKOMST[item.cel.uitkomst]
    return f"{name}: {done}{where}, in het effectjaar {made}".replace(".", ",")


def unrest(results: list[Uitslag]) -> list[float]:
    """Variance of the change of a wijk in each row with a shock, against the same without one."""
    calm = {(item.cel.uitkomst, item.cel.indeling): item.onrust for item in results[::-1]
            if item.cel.schok == GEEN}  # fmt: skip
    shocked = [item for item in results if item.cel.schok != GEEN and item.cel.keer == 1]
    return [(item.onrust / calm[item.cel.uitkomst, item.cel.indeling]) ** 2 for item in shocked]


def render(results: list[Uitslag], gemeenten: int) -> str:
    """docs/simulatie.md from the results of every cell."""
    shares = [item for item in results if item.cel.uitkomst == "aandeel"]
    usual = [item for item in shares if item.cel.indeling == "5/1"]
    other = [item for item in shares if item.cel.indeling != "5/1"]
    outcomes = [item for item in results if item.cel.uitkomst != "aandeel"]
    single = [*usual, *outcomes]
    ordinary = [item for item in results if item.cel.is_gewoon]
    taken = [VARIANTNAAM[naam] for naam in VARIANTEN if is_taken(results, naam)]
    parts = [
        "# Simulatie: hoe vaak ziet een methode een effect dat er niet is?",
        *_opzet(results, gemeenten),
        "## Onterecht een effect gezien",
        "Er is geen effect. Goed is 5%. Het aandeel, vast vanaf het begin.",
        _false_table(usual),
        _oordeel(results),
        f"""Daarbij tellen alle schokken, aantallen wijken en uitkomsten mee, bij wijken die even
        groot zijn. Na de placebotoets zegt het product in
        {span(item.oordeel for item in ordinary)} van de gemeenten onterecht 'aantoonbaar
        anders'.""",
        "## Waar is de methode te stellig of te voorzichtig?",
        *_grenzen(results, gemeenten),
        "## De methode van dit product, elke rij",
        _opbouw(usual + outcomes),
        _full_table([*usual, *other, *outcomes]),
        "## Andere aantallen wijken: onterecht een effect gezien",
        _false_table(other),
        "## Andere uitkomsten: onterecht een effect gezien",
        """Bij duur en wachttijd telt in elk jaar andere tijd van andere trajecten. Daar zijn
        bootstrap en verschil in verschillen hetzelfde.""",
        _method_table(outcomes, "vals"),
        "## Hoeveel jaren geschiedenis?",
        """Over alle rijen waarin een interval bestaat. Zonder voorparen bestaat dat alleen met vier
        andere wijken of meer. Breedte en gezien zijn gemiddelden. Meer dan vier voorparen gebruikt
        de methode niet.""",
        _history_table(ordinary),
        "## Dekking per methode",
        "Eén pilot op vijf wijken, met een effect. Goed is 95%.",
        _method_table(single, "dekking"),
        "## Breedte per methode",
        """1,00 is zo breed als van iemand die weet hoe sterk het verschil schommelt. Veel smaller
        is te smal.""",
        _method_table(single, "breedte"),
        "## Het echte effect gezien, per methode",
        "Wie vaak onterecht een effect ziet, ziet ook een echt effect vaker; dat is geen winst.",
        _method_table(single, "gezien"),
        "## Kan het interval korter?",
        f"""Geprobeerd: de verandering bijstellen met iets wat vooraf bekend is (het eerdere niveau
        van de wijk, het aantal jeugdigen, of een leeftijdsopbouw die sterk samengaat met waar de
        wijk naartoe beweegt: een correlatie van {_times(VERBAND)}), en grote wijken zwaarder laten
        tellen. Wij nemen iets over als het interval in elke rij ten minste {100 * KORTER:.0f}%
        korter is en in geen rij meer dan {percent(HOOGSTENS_VALS)} onterecht ziet.""",
        _variant_table(results),
        f"Voldoet: {', '.join(taken)}."
        if taken
        else "Niets voldoet; de methode blijft zoals zij is.",
    ]
    wrapped = [part if part[0] in "|#" else _wrap(part) for part in parts]
    return "\n\n".join(wrapped) + "\n"


def _wrap(part: str) -> str:
    indent = "  " if part.startswith("- ") else ""
    return fill(" ".join(part.split()), 100, subsequent_indent=indent)
