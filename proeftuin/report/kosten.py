"""Money, experiences and the voorveld in sections, and the appendix made of them."""

from collections.abc import Iterator, Sequence

from proeftuin.codelists import read_codelijst
from proeftuin.indicators import INDICATOR, VRAAG, Rekenrol, indicator_with
from proeftuin.report.blocks import (
    EURO,
    GEEN_CIJFER,
    LINKS,
    VERHOUDING,
    Alinea,
    Blok,
    Figuur,
    Kop,
    Lijst,
    Rij,
    Tabel,
    Tabelkolom,
    Vak,
    bar_cell,
    figure_cell,
)
from proeftuin.results import (
    BudgetRegel,
    Editie,
    Factor,
    Figure,
    accumulate_budget,
    elapsed_budget_years,
    is_spending_delivered,
    read_cijfers,
    read_effect,
    read_ontleding,
    read_signalen,
    read_tabel,
    read_window,
    spent_between,
    summarise_budget,
    to_date,
    years,
)
from proeftuin.sentences import (
    FACTOR_NAAM,
    FACTOR_UITLEG,
    Punt,
    break_even,
    budget_sentence,
    capital_first,
    ontleding_sentence,
    pilot_name,
    show_date,
    show_euro,
    show_number,
    show_period,
    show_signed_euro,
    signal_questions,
    voorveld_rows,
)
from proeftuin.settings import Settings
from proeftuin.vocabulary import EFFECTJAAR, NULMETING, OVERIGE, PILOT, TOTAAL

SCHATTING = (
    "Dit is een schatting van professionals, geen gemeten besparing. Zij vergelijken per casus "
    "wat zij hadden verwacht met wat er is ingezet."
)
NIET_AFTREKKEN = (
    "Trek deze bedragen niet van elkaar af: het ene is een schatting, het andere is betaald geld."
)


def money_appendix(editie: Editie, settings: Settings) -> tuple[Blok, ...]:
    """Cost per 1000 by factor, the estimate per case, experiences, voorveld and questions."""
    return (
        Kop("Bijlage C. Kosten, ervaringen en voorveld"),
        *decomposition_section(editie, settings),
        *case_section(editie, settings),
        *experience_section(editie, settings),
        *voorveld_section(editie, settings),
        *_signal_part(editie, settings),
    )


def decomposition_section(editie: Editie, settings: Settings) -> Iterator[Blok]:
    """Why the cost per 1000 changed: in words, then its proof."""
    yield from decomposition_text(editie, settings)
    yield from decomposition_proof(editie, settings)


def decomposition_text(editie: Editie, settings: Settings) -> Iterator[Blok]:
    """The heading and the sentence: what each factor added; or that it cannot be calculated."""
    yield Kop("Waardoor veranderden de kosten per 1000 kinderen en jongeren (0-22)?", 2)
    factors = read_ontleding(editie)
    if not factors:
        yield Alinea("Dat is niet te berekenen: een van de cijfers ontbreekt.", "noot")
        return
    yield Alinea(
        "Meer instroom is geen mislukking en een lagere prijs geen succes; daarom staan zij apart.",
        "noot",
    )
    yield Alinea(ontleding_sentence(factors, settings))


def decomposition_proof(editie: Editie, settings: Settings) -> Iterator[Blok]:
    """A waterfall per group on one scale, and the factors; nothing that cannot be calculated."""
    factors = read_ontleding(editie)
    if not factors:
        return
    for groep, naam in ((PILOT, pilot_name(settings)), (OVERIGE, "de andere wijken samen")):
        own = [item for item in factors if item.groep == groep]
        if own:
            yield _waterfall(own, factors, naam, groep)
    yield Alinea(
        "Elke staaf begint waar de vorige ophoudt; de staande lijn is de nulmeting. Duur is hier "
        "het aantal dagen hulp per begonnen zorgperiode.",
        "noot",
    )
    yield factor_table(factors, settings)


def _waterfall(own: Sequence[Factor], all_of: Sequence[Factor], naam: str, groep: str) -> Figuur:
    from proeftuin.charts import waterfall_chart, waterfall_reach  # brings Altair

    amounts = ", ".join(
        f"{FACTOR_NAAM[item.factor]} {show_signed_euro(item.bijdrage_eur)}" for item in own
    )
    return Figuur(
        f"waterval_{groep}",
        lambda: waterfall_chart(own, waterfall_reach(all_of)),
        f"Watervalgrafiek van de kosten per 1000 kinderen en jongeren (0-22) in {naam}: {amounts}. "
        "De cijfers staan in de tabel eronder.",
        f"In {naam}",
    )


def factor_table(factors: Sequence[Factor], settings: Settings) -> Tabel:
    """Each factor before and after with what it added, pilot and others."""
    names = {PILOT: capital_first(pilot_name(settings)), OVERIGE: "Andere wijken samen"}
    rows = []
    before = ""
    for item in factors:
        decimals = 0 if item.factor == TOTAAL else 2
        rows.append(
            Rij(
                (
                    names[item.groep],
                    FACTOR_NAAM[item.factor],
                    FACTOR_UITLEG[item.factor],
                    _number_cell(item.voor, decimals),
                    _number_cell(item.na, decimals),
                    Vak(show_signed_euro(item.bijdrage_eur), waarde=item.bijdrage_eur, maat=EURO),
                ),
                "totaal" if item.factor == TOTAAL else "",
                is_vervolg=item.groep == before,
            )
        )
        before = item.groep
    return Tabel(
        "Wat elk onderdeel bijdroeg, in euro per 1000 kinderen en jongeren (0-22)",
        (
            Tabelkolom("Groep", LINKS, 1.2),
            Tabelkolom("Onderdeel", LINKS, 1.4),
            Tabelkolom("Wat het is", LINKS, 2.4, is_breed=True),
            Tabelkolom("Nulmeting"),
            Tabelkolom("Effectjaar"),
            Tabelkolom("Bijdrage"),
        ),
        tuple(rows),
    )


def _number_cell(value: float, decimals: int) -> Vak:
    return Vak(show_number(value, decimals), waarde=value, maat=VERHOUDING)


def euro_cell(value: float | None, maat: str = EURO) -> Vak:
    """Euros as text and number; a dash for what is not known."""
    return Vak(show_euro(value), waarde=value, maat=maat)


def case_section(editie: Editie, settings: Settings) -> Iterator[Blok]:
    """The estimate of professionals per closed casus, marked as such, beside the money spent."""
    indicator = INDICATOR["vermeden_inzet"]
    yield Kop(indicator.naam, 2)
    yield Alinea(SCHATTING, "voorbehoud")
    published = read_cijfers(editie, indicator.slug)
    wijken = settings.pilot.wijken
    figures = [read_window(published, wijk, EFFECTJAAR) for wijk in wijken]
    yield Lijst(_beside_spending(editie, settings, figures))
    yield Alinea(NIET_AFTREKKEN, "noot")
    yield Tabel(
        "Schatting van professionals over het effectjaar, geen gemeten besparing",
        (
            Tabelkolom("Wijk", LINKS),
            Tabelkolom("Afgeronde casussen"),
            Tabelkolom("Geschat per casus"),
            Tabelkolom("Geschat samen"),
        ),
        tuple(
            Rij(
                (
                    settings.wijk_naam(wijk),
                    GEEN_CIJFER
                    if figure is None or figure.noemer is None
                    else show_number(figure.noemer),
                    figure_cell(indicator, figure),
                    euro_cell(None if figure is None else figure.teller),
                ),
                PILOT,
            )
            for wijk, figure in zip(wijken, figures, strict=True)
        ),
        vouw="Per wijk",
    )


def _beside_spending(
    editie: Editie, settings: Settings, figures: Sequence[Figure | None]
) -> tuple[Punt, ...]:
    """The total of the estimates beside what was spent in the same months."""
    van, tot = settings.vensters.effectjaar
    period = show_period(van, tot)
    delivered = is_spending_delivered(editie)
    spent = GEEN_CIJFER if delivered else "niet geleverd"
    if delivered and van <= editie.datastand:
        spent = show_euro(spent_between(read_tabel(editie, "budget"), van, tot))
    known = [item.teller for item in figures if item is not None and item.teller is not None]
    total = show_euro(sum(known)) if known and len(known) == len(figures) else GEEN_CIJFER
    return (
        Punt("Geschat door professionals", f"{total} samen, {period}"),
        Punt("Besteed aan de proeftuin", f"{spent} geboekt, {period}"),
    )


def break_even_text(editie: Editie, settings: Settings) -> Iterator[Blok]:
    """What change in cost per jeugdige would pay for the proeftuin, beside the one found."""
    slug = indicator_with(Rekenrol.TERUGVERDIENEN).slug
    costs = next((item for item in read_effect(editie) if item.slug == slug), None)
    if costs is not None:
        yield Alinea(break_even(costs, settings))


def budget_span(editie: Editie) -> str:
    """'2022–2024': the years with a planned amount; '' without a budget."""
    planned = years(read_tabel(editie, "budget"))
    return f"{planned[0]}–{planned[-1]}" if len(planned) > 1 else "".join(map(str, planned))


def budget_text(editie: Editie) -> Iterator[Blok]:
    """What was spent of what was planned, in one sentence; or that nothing was delivered."""
    budget = read_tabel(editie, "budget")
    lines = summarise_budget(budget, editie.datastand, is_delivered=is_spending_delivered(editie))
    if not lines or not years(budget):
        yield Alinea("Niet geleverd: er zijn geen uitgaven en er is geen begroting.", "noot")
        return
    yield Alinea(budget_sentence(lines[-1], elapsed_budget_years(budget, editie.datastand)))


def budget_figure(editie: Editie) -> Iterator[Figuur]:
    """The running totals of the budget; nothing without delivered expenses."""
    budget, stand = read_tabel(editie, "budget"), editie.datastand
    if not years(budget) or not is_spending_delivered(editie):
        return
    whole = summarise_budget(budget, stand)[-1]

    from proeftuin.charts import budget_chart  # brings Altair

    yield Figuur(
        "budget",
        lambda: budget_chart(accumulate_budget(budget, stand), stand),
        f"Lijngrafiek van het budget {budget_span(editie)}: begroot {show_euro(whole.begroot_eur)},"
        f" besteed {show_euro(whole.besteed_eur)} tot en met {show_date(stand)}.",
    )


def budget_table(editie: Editie, jaar: int | None = None) -> Iterator[Blok]:
    """Per line what was planned, spent and committed, for a year or all years together."""
    budget, stand = read_tabel(editie, "budget"), editie.datastand
    lines = summarise_budget(budget, stand, jaar, is_delivered=is_spending_delivered(editie))
    if not lines or not years(budget):
        return
    period = budget_span(editie) if jaar is None else str(jaar)
    yield Tabel(
        f"Budget van de proeftuin {period}, stand {show_date(stand)}",
        (
            Tabelkolom("Post", LINKS, 2.2),
            Tabelkolom("Begroot"),
            Tabelkolom("Besteed"),
            Tabelkolom("Toegezegd"),
            Tabelkolom("Rest"),
            Tabelkolom("Deel besteed", breedte=0.8),
            Tabelkolom("Verwacht einde jaar", breedte=1.2),
        ),
        tuple(_budget_row(line, is_total=line is lines[-1]) for line in lines),
    )


def _budget_row(line: BudgetRegel, *, is_total: bool) -> Rij:
    part = line.uitputting
    return Rij(
        (
            line.post,
            *map(euro_cell, (line.begroot_eur, line.besteed_eur, line.toegezegd_eur)),
            euro_cell(line.rest_eur),
            GEEN_CIJFER if part is None else bar_cell(part, f"{show_number(100 * part)}%"),
            euro_cell(line.verwachting_eur),
        ),
        "totaal" if is_total else "",
    )


def experience_section(editie: Editie, settings: Settings) -> Iterator[Blok]:
    """The mean score per question and group: pilot and others, nulmeting and effectjaar."""
    indicator = INDICATOR["ervaring"]
    yield Kop(indicator.naam, 2, anker="ervaringen")
    published = read_cijfers(editie, indicator.slug, VRAAG)
    codes = list(dict.fromkeys(str(item) for item in published.frame["categorie"].dropna()))
    if not codes:
        yield Alinea("Niet geleverd: er zijn geen antwoorden op de vragenlijst.", "noot")
        return
    yield Alinea(f"{indicator.vraag} Van 1 tot en met 10; {indicator.richting.value}.", "noot")
    pilots = settings.pilot.wijken
    rows = []
    before = ""
    for code in sorted(codes, key=lambda item: codes.index(_first_of(codes, item))):
        vraag, _, groep = code.partition("/")
        for pilot in pilots:
            who = read_codelijst("groep").get(groep, groep.capitalize())
            who += f", {settings.wijk_naam(pilot)}" if len(pilots) > 1 else ""
            cells = [
                figure_cell(indicator, read_window(published, wijk, venster, code), unit=False)
                for wijk in (pilot, OVERIGE)
                for venster in (NULMETING, EFFECTJAAR)
            ]
            rows.append(Rij((question_name(vraag), who, *cells), is_vervolg=vraag == before))
            before = vraag
    name = settings.wijk_naam(pilots[0]) if len(pilots) == 1 else "Proeftuin"
    yield Tabel(
        "Gemiddeld cijfer van 1 tot en met 10 per vraag en groep",
        (
            Tabelkolom("Vraag", LINKS, 2.4, is_breed=True),
            Tabelkolom("Wie", LINKS, 1.4),
            Tabelkolom(f"{name} nulmeting"),
            Tabelkolom(f"{name} effectjaar"),
            Tabelkolom("Anderen nulmeting"),
            Tabelkolom("Anderen effectjaar"),
        ),
        tuple(rows),
        vouw="De cijfers per vraag en groep",
    )


def _first_of(codes: Sequence[str], code: str) -> str:
    """The first code of the same question, so that its groups stand together."""
    vraag = code.partition("/")[0]
    return next(item for item in codes if item.partition("/")[0] == vraag)


def question_name(code: str) -> str:
    """The question in words; an unknown code as words."""
    return read_codelijst("ervaringsvraag").get(code, code.replace("_", " ").capitalize())


def voorveld_section(editie: Editie, settings: Settings) -> Iterator[Blok]:
    """Access per measure: the first and last measurement against the target."""
    yield Kop("Voorveld", 2, anker="voorveld")
    table = read_tabel(editie, "voorveld")
    if table.empty:
        yield Alinea("Niet geleverd: er zijn geen metingen in het voorveld.", "noot")
        return
    yield Alinea("Weten ouders de weg, en werken huisartsen en scholen samen?", "noot")
    days = sorted({to_date(day) for day in table["peil_datum"]})
    name = capital_first(pilot_name(settings))
    yield Tabel(
        f"Metingen van {show_date(days[0])} tot en met {show_date(days[-1])}",
        (
            Tabelkolom("Maatstaf", LINKS, 2.4, is_breed=True),
            Tabelkolom(f"{name} eerst", breedte=1.1),
            Tabelkolom(f"{name} laatst", breedte=1.1),
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
