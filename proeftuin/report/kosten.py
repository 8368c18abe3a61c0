"""The appendices beside the comparison: costs by factor, cases, experiences and the voorveld."""

from collections.abc import Iterator, Sequence

from proeftuin.charts import waterfall_chart, waterfall_reach
from proeftuin.codelists import read_codelijst
from proeftuin.indicators import INDICATOR, VRAAG, Rekenrol, indicator_with
from proeftuin.report.blocks import LINKS, Alinea, Blok, Figuur, Kop, Lijst, Rij, Tabel, Tabelkolom
from proeftuin.results import (
    Editie,
    Factor,
    read_cijfers,
    read_ontleding,
    read_signalen,
    read_tabel,
    read_window,
    to_date,
)
from proeftuin.sentences import (
    FACTOR_NAAM,
    FACTOR_UITLEG,
    ontleding_sentence,
    pilot_name,
    show_date,
    show_difference,
    show_euro,
    show_figure,
    show_number,
    signal_questions,
    voorveld_rows,
)
from proeftuin.settings import Settings
from proeftuin.vocabulary import EFFECTJAAR, NULMETING, OVERIGE, PILOT

SCHATTING = (
    "Dit is een schatting van professionals, geen gemeten besparing. Zij vergelijken per casus "
    "wat zij hadden verwacht met wat er is ingezet."
)


def money_appendix(editie: Editie, settings: Settings) -> tuple[Blok, ...]:
    """Cost per 1000 by factor, the estimate per case, experiences, voorveld and questions."""
    return (
        Kop("Bijlage C. Kosten, ervaringen en voorveld"),
        *_cost_part(editie, settings),
        *_case_part(editie, settings),
        *_experience_part(editie, settings),
        *_voorveld_part(editie, settings),
        *_signal_part(editie, settings),
    )


def _cost_part(editie: Editie, settings: Settings) -> Iterator[Blok]:
    factors = read_ontleding(editie)
    yield Kop("Waardoor veranderden de kosten per 1000 kinderen en jongeren (0-22)?", 2)
    if not factors:
        yield Alinea("Dat is niet te berekenen: een van de cijfers ontbreekt.")
        return
    yield Alinea(ontleding_sentence(factors, settings))
    reach = waterfall_reach(factors)
    for groep, naam in ((PILOT, pilot_name(settings)), (OVERIGE, "de andere wijken samen")):
        own = [item for item in factors if item.groep == groep]
        if own:
            yield Figuur(
                waterfall_chart(own, reach),
                f"Watervalgrafiek. {ontleding_sentence(own, settings)}",
                f"In {naam}",
            )
    yield factor_table(factors, settings)


def factor_table(factors: Sequence[Factor], settings: Settings) -> Tabel:
    """Each factor before and after with what it added, pilot and others."""
    names = {PILOT: pilot_name(settings), OVERIGE: "andere wijken samen"}
    rows = [
        Rij(
            (
                f"{names[item.groep]}: {FACTOR_NAAM[item.factor]}",
                FACTOR_UITLEG[item.factor],
                show_number(item.voor, 0 if item.factor == "totaal" else 2),
                show_number(item.na, 0 if item.factor == "totaal" else 2),
                show_difference(indicator_with(Rekenrol.TERUGVERDIENEN), item.bijdrage_eur),
            ),
            "totaal" if item.factor == "totaal" else "",
        )
        for item in factors
    ]
    return Tabel(
        "Wat elk onderdeel bijdroeg, in euro per 1000 kinderen en jongeren (0-22)",
        (
            Tabelkolom("Onderdeel", LINKS, 2),
            Tabelkolom("Wat het is", LINKS, 2.4),
            Tabelkolom("Nulmeting"),
            Tabelkolom("Effectjaar"),
            Tabelkolom("Bijdrage"),
        ),
        tuple(rows),
    )


def _case_part(editie: Editie, settings: Settings) -> Iterator[Blok]:
    indicator = INDICATOR["vermeden_inzet"]
    yield Kop(indicator.naam, 2)
    yield Alinea(SCHATTING)
    published = read_cijfers(editie, indicator.slug)
    rows = []
    for wijk in settings.pilot.wijken:
        figure = read_window(published, wijk, EFFECTJAAR)
        total = "–" if figure is None or figure.teller is None else show_euro(figure.teller)
        number = "–" if figure is None or figure.noemer is None else show_number(figure.noemer)
        rows.append(
            Rij((settings.wijk_naam(wijk), number, show_figure(indicator, figure), total), PILOT)
        )
    yield Tabel(
        "Schatting van professionals over het effectjaar, geen gemeten besparing",
        (
            Tabelkolom("Wijk", LINKS),
            Tabelkolom("Afgeronde casussen"),
            Tabelkolom("Geschat per casus"),
            Tabelkolom("Geschat samen"),
        ),
        tuple(rows),
    )


def _experience_part(editie: Editie, settings: Settings) -> Iterator[Blok]:
    indicator, name = INDICATOR["ervaring"], pilot_name(settings)
    yield Kop(indicator.naam, 2)
    published = read_cijfers(editie, indicator.slug, VRAAG)
    codes = list(dict.fromkeys(str(item) for item in published.frame["categorie"].dropna()))
    if not codes:
        yield Alinea("Niet geleverd: er zijn geen antwoorden op de vragenlijst.")
        return
    pilot = settings.pilot.wijken[0]
    vragen, groepen = read_codelijst("ervaringsvraag"), read_codelijst("groep")
    places = [(wijk, year) for wijk in (pilot, OVERIGE) for year in (NULMETING, EFFECTJAAR)]
    rows = []
    for code in codes:
        vraag, _, groep = code.partition("/")
        rows.append(
            Rij(
                (
                    f"{vragen.get(vraag, vraag)} ({groepen.get(groep, groep).lower()})",
                    *(
                        show_figure(indicator, read_window(published, wijk, year, code), unit=False)
                        for wijk, year in places
                    ),
                )
            )
        )
    yield Tabel(
        "Gemiddeld cijfer van 1 tot en met 10 per vraag en groep",
        (
            Tabelkolom("Vraag", LINKS, 2.8),
            Tabelkolom(f"{settings.wijk_naam(pilot)} nulmeting"),
            Tabelkolom(f"{settings.wijk_naam(pilot)} effectjaar"),
            Tabelkolom("Anderen nulmeting"),
            Tabelkolom("Anderen effectjaar"),
        ),
        tuple(rows),
    )
    if len(settings.pilot.wijken) > 1:
        yield Alinea(f"De tabel toont {settings.wijk_naam(pilot)}, een van {name}.", "noot")


def _voorveld_part(editie: Editie, settings: Settings) -> Iterator[Blok]:
    yield Kop("Voorveld", 2)
    table = read_tabel(editie, "voorveld")
    if table.empty:
        yield Alinea("Niet geleverd: er zijn geen metingen in het voorveld.")
        return
    days = sorted({to_date(day) for day in table["peil_datum"]})
    name = pilot_name(settings)
    yield Tabel(
        f"Metingen van {show_date(days[0])} tot en met {show_date(days[-1])}",
        (
            Tabelkolom("Maatstaf", LINKS, 2.4),
            Tabelkolom(f"{name[:1].upper()}{name[1:]} eerst", breedte=1.1),
            Tabelkolom(f"{name[:1].upper()}{name[1:]} laatst", breedte=1.1),
            Tabelkolom("Anderen laatst", breedte=1.1),
            Tabelkolom("Doel", breedte=0.8),
        ),
        tuple(Rij(row) for row in voorveld_rows(table, settings)),
    )


def _signal_part(editie: Editie, settings: Settings) -> Iterator[Blok]:
    questions = signal_questions(read_signalen(editie), settings)
    yield Kop("Vragen voor het gesprek", 2)
    if not questions:
        yield Alinea("Geen enkel kwartaal valt op.")
        return
    yield Alinea("Deze kwartalen vallen op. Het zijn vragen, geen bewijs.")
    yield Lijst(questions)
