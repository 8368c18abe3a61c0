"""docs/simulatie.md: what was done, the figures of this very run, and what they say in words.

The app quotes the first table and the paragraph that begins with 'De methode van dit product'.
"""

from collections.abc import Iterable
from textwrap import fill

from tools.simulatie_cellen import GEWOON, INDELINGEN, UITKOMSTEN, Telling, Uitslag
from tools.simulatie_gemeenten import (
    BLIJVEND,
    DRIFT,
    GEEN,
    GROOTSTE,
    KLEINSTE,
    LOS,
    SCHOKKEN,
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
from tools.simulatie_varianten import AANTAL, GEWICHT, LEEFTIJD, NIVEAU, VARIANTEN

ONDER, BOVEN, ONDER_STORM = 0.935, 0.965, 0.92
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
    STORM: "het onrustige jaar telt in de vergelijking, de rustige jaren ervoor bepalen de marge",
    DRIFT: (
        "elke wijk gaat steeds dezelfde kant op, dus de voorparen herhalen elkaar en tellen toch "
        "alsof zij los staan"
    ),
    ZWAAR: "een enkele heel grote schok valt vaak net buiten de jaren die de marge bepalen",
    BLIJVEND: "voorparen die een jaar delen lijken op elkaar en tellen toch alsof zij los staan",
}
REDEN_VOORZICHTIG = {
    "groot": (
        "een grote pilotwijk schommelt minder door toeval dan de andere wijken, en de methode "
        "rekent haar toch als een gewone"
    ),
    "klein": (
        "de methode rekent alles bij een kleine pilotwijk ruimer, ook het deel van de schommeling "
        "dat niet van de grootte afhangt"
    ),
}


def percent(share: float) -> str:
    """'5,0%', or a dash where there is nothing."""
    return "–" if share != share else f"{100 * share:.1f}%".replace(".", ",")


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
            [SCHOK[item.cel.schok], WIJKEN[item.cel.indeling]]
            + [percent(item.methoden[naam].vals) for naam in METHODEN]
            for item in results
        ),
    )


def _outcome_table(results: list[Uitslag]) -> str:
    kop = ["Uitkomst", "Schok", *(METHODENAAM[naam] for naam in METHODEN)]
    return _table(
        2,
        kop,
        (
            [UITKOMST[item.cel.uitkomst], SCHOK[item.cel.schok]]
            + [percent(item.methoden[naam].vals) for naam in METHODEN]
            for item in results
        ),
    )


def _full_table(results: list[Uitslag]) -> str:
    """Everything of the method of this product."""
    kop = ["Uitkomst", "Schok", "Wijken", "Onterecht", "Dekking", "Breedte", "Gezien"]
    return _table(3, kop, ([*_place(item), *_cells(item.methoden[METHODE])] for item in results))


def _place(item: Uitslag) -> list[str]:
    return [UITKOMST[item.cel.uitkomst], SCHOK[item.cel.schok], WIJKEN[item.cel.indeling]]


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
            [UITKOMST[item.cel.uitkomst], SCHOK[item.cel.schok]]
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


def outside(item: Uitslag) -> str:
    """'stellig' or 'voorzichtig' where the coverage leaves its bounds, else ''."""
    dekking = item.methoden[METHODE].dekking
    if dekking < (ONDER_STORM if item.cel.schok == STORM else ONDER):
        return "stellig"
    return "voorzichtig" if dekking > BOVEN else ""


def _reason(item: Uitslag) -> str:
    if outside(item) == "voorzichtig":
        return REDEN_VOORZICHTIG.get(
            item.cel.indeling,
            "de grootste pilotwijk telt als een gewone, en er is weinig anders dan toeval",
        )
    return REDEN_STELLIG.get(item.cel.schok, "daarvoor hebben wij geen verklaring")


def _verdict(results: list[Uitslag]) -> list[str]:
    """Where the method is too bold or too shy, in words."""
    parts = []
    for kind, kop in (("stellig", "Te stellig"), ("voorzichtig", "Te voorzichtig")):
        found = [item for item in results if outside(item) == kind]
        if not found:
            parts.append(f"{kop}: in geen enkele rij.")
        for item in found:
            dekking = percent(item.methoden[METHODE].dekking)
            parts.append(
                f"- {kop}: {', '.join(_place(item))} ({dekking}). {_sentence(_reason(item))}"
            )
    return parts


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _oordeel(results: list[Uitslag]) -> str:
    kalm = [item for item in results if item.cel.schok != STORM]
    storm = [item for item in results if item.cel.schok == STORM]
    tell = {
        naam: span(item.methoden[naam].vals for item in results)
        for naam in (VROEGER, NAIEF, BOOTSTRAP, CLUSTER)
    }
    return (
        "De methode van dit product ziet onterecht een effect in "
        f"{span(item.methoden[METHODE].vals for item in kalm)} van de gemeenten, en in "
        f"{span(item.methoden[METHODE].vals for item in storm)} waar één jaar drie keer zo onrustig "
        f"was. Zoals het was, met een placebojaar vlak voor de nulmeting, was dat {tell[VROEGER]}. "
        f"Verschil in verschillen ziet het in {tell[NAIEF]}, bootstrap over jeugdigen in "
        f"{tell[BOOTSTRAP]} en de foutmarge per cluster in {tell[CLUSTER]}."
    )


def _opzet(gemeenten: int) -> list[str]:
    aantal = f"{gemeenten:,}".replace(",", ".")
    return [
        "Gemaakt met `make simulatie`; hetzelfde zaad geeft dezelfde getallen. Per rij zijn "
        f"{aantal} verzonnen gemeenten gemaakt. Een wijk heeft {KLEINSTE} tot {GROOTSTE} jeugdigen "
        "in zorg in een jaar. Jeugdigen komen binnen, blijven gemiddeld zes kwartalen en gaan weer "
        "weg; 18% komt terug. Dat is de verblijfsduur van de demogemeente: `DUUR_ZORG` en "
        "`DUUR_TRAJECT` in `tools/simulatie_jeugdigen.py` zijn gelegd op de sterftetafels van 31.500 "
        "verzonnen jeugdigen van haar generator, en een test vergelijkt ze opnieuw. Van de jeugdigen "
        "van de nulmeting is daardoor bijna de helft er in het effectjaar nog. De jaren zijn die van "
        "`proeftuin.toml`: nulmeting 2021, effectjaar van eind 2022 tot eind 2023, voorparen daarvoor.",
        "Wijken veranderen ook uit zichzelf: de schok. Die is zo sterk gekozen dat hij de variantie "
        "van de verandering van een wijk verdubbelt; toeval en schok wegen dan even zwaar. Bij 'geen' "
        "is er alleen toeval. De schok werkt op de kans van wie binnenkomt (aandeel, vast vanaf het "
        "begin), op de kans van iedereen (aandeel dat kan veranderen), op de dagelijkse kans dat een "
        "traject eindigt (duur), op de duur van het wachten en op de prijs.",
        f"Uitkomsten: een aandeel van {100 * KANS:.0f}% op twee manieren, de duur van trajecten "
        "(RMST-730 van de periodetafel), de wachttijd (RMST-180) en euro's per jeugdige. Niet elke "
        "combinatie is gemaakt: elke schok met elk aantal wijken voor het aandeel, elke uitkomst met "
        "elke schok voor één pilot op vijf wijken, en elke lengte van de geschiedenis overal.",
        "De methoden: die van dit product met vier voorparen; zoals het was, met een placebojaar "
        "vlak voor de nulmeting; alleen de andere wijken, zonder voorparen; verschil in verschillen "
        "per jeugdige alsof elke jeugdige los staat; bootstrap over jeugdigen (de uitkomst van eindeloos "
        "veel trekkingen); en een foutmarge per cluster van wijken (CR1). Een streepje: er is geen "
        "interval.",
    ]


def render(results: list[Uitslag], gemeenten: int) -> str:
    """docs/simulatie.md from the results of every cell."""
    shares = [item for item in results if item.cel.uitkomst == "aandeel"]
    usual = [item for item in shares if item.cel.indeling == "5/1"]
    wider = [item for item in shares if item.cel.indeling in GEWOON[1:]]
    sizes = [item for item in shares if item.cel.indeling not in GEWOON]
    outcomes = [item for item in results if item.cel.uitkomst != "aandeel"]
    single = [*usual, *outcomes]
    ordinary = [item for item in results if item.cel.indeling in GEWOON]
    storm = [item for item in results if item.cel.schok == STORM]
    taken = [VARIANTNAAM[naam] for naam in VARIANTEN if is_taken(ordinary, naam)]
    effects = ", ".join(
        f"{UITKOMST[naam]} x {_times(item.effect)}" for naam, item in UITKOMSTEN.items()
    )
    parts = [
        "# Simulatie: hoe vaak ziet een methode een effect dat er niet is?",
        *_opzet(gemeenten),
        "## Onterecht een effect gezien",
        "Er is geen effect. Goed is 5%. Het aandeel, één pilot op vijf wijken.",
        _false_table(usual),
        _oordeel(ordinary),
        "Na de placebotoets zegt het product in "
        f"{span(item.oordeel for item in ordinary)} van de gemeenten onterecht 'aantoonbaar anders'.",
        "## Waar is de methode te stellig of te voorzichtig?",
        f"Het interval hoort het echte effect in 95% van de gemeenten te bevatten. Wij noemen een rij "
        f"te stellig onder {percent(ONDER)} (bij het onrustige jaar onder {percent(ONDER_STORM)}) en te "
        f"voorzichtig boven {percent(BOVEN)}. Alle rijen hieronder tellen mee.",
        *_verdict(results),
        "Valt het onrustige jaar in de nulmeting of het effectjaar, dan ziet de methode onterecht een "
        f"effect in {span(item.storm[0] for item in storm)}; valt het ervoor, dan in "
        f"{span(item.storm[1] for item in storm)}. Een onrustig jaar in het verleden maakt de methode "
        "voorzichtig, een onrustig jaar nu maakt haar te stellig. De pagina toont daarom hoe alle "
        "wijken nu en vroeger veranderden.",
        "## De methode van dit product, elke rij",
        "Onterecht: er is geen effect en de methode ziet het toch. Dekking: het echte effect ligt tussen "
        "de grenzen. Breedte: 1,00 is zo breed als van iemand die precies weet hoe sterk wijken "
        f"schommelen. Gezien: hoe vaak een effect in de pilotwijk wordt gezien ({effects}, vanaf de "
        "start of in het effectjaar).",
        _full_table([*usual, *wider, *sizes, *outcomes]),
        "## Andere aantallen wijken: onterecht een effect gezien",
        _false_table([*wider, *sizes]),
        "## Andere uitkomsten: onterecht een effect gezien",
        "Bij duur en wachttijd telt in elk jaar andere tijd van andere trajecten. Daar zijn bootstrap en "
        "verschil in verschillen hetzelfde.",
        _outcome_table(outcomes),
        "## Hoeveel jaren geschiedenis?",
        "Over alle rijen waarin een interval bestaat. Zonder voorparen bestaat dat alleen met vier andere "
        "wijken of meer. Breedte en gezien zijn gemiddelden. Meer dan vier voorparen gebruikt de methode "
        "niet.",
        _history_table(ordinary),
        "## Dekking per methode",
        "Eén pilot op vijf wijken. Goed is 95%.",
        _method_table(single, "dekking"),
        "## Breedte per methode",
        "1,00 is zo breed als van iemand die weet hoe sterk het verschil schommelt. Smaller is te smal.",
        _method_table(single, "breedte"),
        "## Het echte effect gezien, per methode",
        "Wie vaak onterecht een effect ziet, ziet ook een echt effect vaker; dat is geen winst.",
        _method_table(single, "gezien"),
        "## Kan het interval korter?",
        "Geprobeerd: de verandering bijstellen met iets wat vooraf bekend is (het eerdere niveau van de "
        "wijk, het aantal jeugdigen, een leeftijdsopbouw die voor de helft samengaat met waar de wijk naar "
        "toe beweegt), en grote wijken zwaarder laten tellen. Wij nemen iets over als het interval overal "
        f"ten minste {percent(KORTER)[:-3]}% korter is en nergens meer dan {percent(HOOGSTENS_VALS)} "
        "onterecht ziet.",
        _variant_table(ordinary),
        f"Voldoet: {', '.join(taken)}."
        if taken
        else "Niets voldoet; de methode blijft zoals zij is.",
    ]
    wrapped = [part if part[0] in "|#" else _wrap(part) for part in parts]
    return "\n\n".join(wrapped) + "\n"


def _wrap(part: str) -> str:
    return fill(part, 100, subsequent_indent="  " if part.startswith("- ") else "")


assert set(WIJKEN) == set(INDELINGEN) and set(SCHOK) == set(SCHOKKEN)
