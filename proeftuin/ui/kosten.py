"""The money on screen: do the costs weigh up, the budget of the proeftuin, and what was declared.

The change taken apart, the estimate per casus and what would pay; the lines of the budget with
their forecast; assigned against declared, and the largest aanbieders (intern).
"""

from collections.abc import Sequence
from html import escape

import streamlit as st

from proeftuin.charts import (
    Paar,
    budget_chart,
    pair_chart,
    pairs_of,
    shown_quarters,
    waterfall_chart,
    waterfall_reach,
)
from proeftuin.indicators import AANBIEDER, INDICATOR, Rekenrol, indicator_with
from proeftuin.results import (
    TOEGEZEGD_TEKST,
    VERWACHTING_TEKST,
    BudgetRegel,
    Factor,
    Figure,
    Published,
    accumulate_budget,
    elapsed_budget_years,
    find_uitkomst,
    is_spending_delivered,
    read_ontleding,
    read_tabel,
    read_window,
    select,
    spent_between,
    summarise_budget,
    years,
)
from proeftuin.sentences import (
    FACTOR_NAAM,
    FACTOR_UITLEG,
    break_even,
    budget_sentence,
    ontleding_sentence,
    pilot_name,
    quarter_code,
    short_quarter,
    show_date,
    show_euro,
    show_number,
    show_period,
    show_quarter,
)
from proeftuin.ui.address import pick
from proeftuin.ui.parts import Number, show_downloads, show_folded, show_numbers
from proeftuin.ui.shell import Context, chart_of, cijfers, note, sentence, show_chart
from proeftuin.ui.tables import (
    HtmlCell,
    Inhoud,
    Kolomkop,
    bar_cell,
    figure_cell,
    rows_html,
    section,
    show_rows,
)
from proeftuin.vocabulary import (
    EFFECTJAAR,
    GEMEENTE,
    INTERN,
    KWARTAAL,
    NULMETING,
    PILOT,
    TOTAAL,
)

SCHATTING = (
    "Dit is een schatting van professionals, geen gemeten besparing. Zij vergelijken per casus "
    "wat zij hadden verwacht met wat er is ingezet."
)
NIET_AFTREKKEN = (
    "Trek deze bedragen niet van elkaar af: het ene is een schatting, het andere is betaald geld."
)


def show_decomposition(context: Context) -> None:
    """Why the cost per 1000 changed: two waterfalls on one scale, and the factors as a table."""
    section(
        "Kosten en baten",
        "Waardoor veranderden de kosten per 1000 kinderen en jongeren (0-22)? Meer instroom "
        "is geen mislukking en een lagere prijs geen succes; daarom staan zij apart.",
        "kosten",
    )
    factors = read_ontleding(context.editie)
    if not factors:
        note("Dat is niet te berekenen: een van de cijfers ontbreekt.")
        return
    sentence(ontleding_sentence(factors, context.settings))
    reach = waterfall_reach(factors)
    groups = list(dict.fromkeys(item.groep for item in factors))
    for column, groep in zip(st.columns(len(groups), gap="large"), groups, strict=True):
        own = [item for item in factors if item.groep == groep]
        with column:
            _show_waterfall(context, groep, own, reach)
    note(
        "Elke staaf begint waar de vorige ophoudt; de staande lijn is de nulmeting. Duur is hier "
        "het aantal dagen hulp per begonnen zorgperiode."
    )
    show_folded(_factors_html(context, factors), titel="De onderdelen als tabel")


def _show_waterfall(
    context: Context, groep: str, own: Sequence[Factor], reach: tuple[float, float]
) -> None:
    name = pilot_name(context.settings) if groep == PILOT else "de andere wijken samen"
    st.html(f'<h3 class="tussenkop">In {escape(name)}</h3>')
    spec = chart_of(context, ("waterval", groep), lambda: waterfall_chart(own, reach))
    amounts = ", ".join(f"{FACTOR_NAAM[item.factor]} {_signed(item)}" for item in own)
    alt = (
        f"Watervalgrafiek van de kosten per 1000 kinderen en jongeren (0-22) in {name}: {amounts}."
    )
    show_chart(spec, f"{alt} De cijfers staan in de tabel eronder.", f"waterval_{groep}")


def _signed(item: Factor) -> str:
    text = show_euro(item.bijdrage_eur)
    return f"+{text}" if item.bijdrage_eur > 0 else text


def _factors_html(context: Context, factors: Sequence[Factor]) -> str:
    rows: list[list[Inhoud]] = []
    for item in factors:
        name = pilot_name(context.settings) if item.groep == PILOT else "Andere wijken samen"
        decimals = 0 if item.factor == TOTAAL else 2
        rows.append(
            [
                f"{name[:1].upper()}{name[1:]}, {FACTOR_NAAM[item.factor]}",
                FACTOR_UITLEG[item.factor],
                show_number(item.voor, decimals),
                show_number(item.na, decimals),
                _signed(item),
            ]
        )
    return rows_html(
        (
            Kolomkop("Onderdeel", is_tekst=True),
            Kolomkop("Wat het is", is_tekst=True),
            Kolomkop("Nulmeting"),
            Kolomkop("Effectjaar"),
            Kolomkop("Euro per 1000"),
        ),
        rows,
        onderschrift=(
            "Wat elk onderdeel bijdroeg aan de kosten per 1000 kinderen en jongeren (0-22)"
        ),
        stapel=True,
    )


def show_casus(context: Context) -> None:
    """The estimate of professionals per closed casus, marked as such, beside the money spent."""
    indicator, settings = INDICATOR["vermeden_inzet"], context.settings
    st.html(f'<h3 class="tussenkop">{escape(indicator.naam)}</h3>')
    st.html(f'<p class="voorbehoud">{escape(SCHATTING)}</p>')
    published = cijfers(context, "vermeden_inzet")
    figures = [read_window(published, wijk, EFFECTJAAR) for wijk in settings.pilot.wijken]
    rows: list[list[Inhoud]] = [
        [
            settings.wijk_naam(wijk),
            _count(figure),
            figure_cell(indicator, figure),
            show_euro(figure.teller) if figure and figure.teller is not None else "–",
        ]
        for wijk, figure in zip(settings.pilot.wijken, figures, strict=True)
    ]
    show_rows(
        (
            Kolomkop("Wijk", is_tekst=True),
            Kolomkop("Afgeronde casussen"),
            Kolomkop("Geschat per casus"),
            Kolomkop("Geschat samen"),
        ),
        rows,
        onderschrift="Schatting van professionals over het effectjaar, geen gemeten besparing",
    )
    _show_beside_budget(context, figures)


def _count(figure: Figure | None) -> str:
    return show_number(figure.noemer) if figure and figure.noemer is not None else "–"


def _show_beside_budget(context: Context, figures: Sequence[Figure | None]) -> None:
    """The total of the estimates beside what was spent in the same months."""
    van, tot = context.settings.vensters.effectjaar
    period = show_period(van, tot)
    spent = "–" if is_spending_delivered(context.editie) else "niet geleverd"
    if is_spending_delivered(context.editie) and van <= context.editie.datastand:
        spent = show_euro(spent_between(read_tabel(context.editie, "budget"), van, tot))
    known = [figure.teller for figure in figures if figure and figure.teller is not None]
    total = show_euro(sum(known)) if known and len(known) == len(figures) else "–"
    show_numbers(
        [
            Number("Geschat door professionals", total, f"samen, {period}"),
            Number("Besteed aan de proeftuin", spent, f"geboekt, {period}"),
        ]
    )
    note(NIET_AFTREKKEN)


def show_break_even(context: Context) -> None:
    """What change in cost per jeugdige would pay for the proeftuin, beside the one found."""
    st.html('<h3 class="tussenkop">Wanneer verdient de proeftuin zich terug?</h3>')
    slug = indicator_with(Rekenrol.TERUGVERDIENEN).slug
    sentence(break_even(find_uitkomst(context.editie, slug), context.settings))


_KOLOMMEN = (
    Kolomkop("Post", is_tekst=True),
    Kolomkop("Begroot"),
    Kolomkop("Toegezegd"),
    Kolomkop("Besteed"),
    Kolomkop("Rest"),
    Kolomkop("Deel besteed"),
    Kolomkop("Verwacht einde jaar"),
)


def show_budget(context: Context) -> None:
    """Table per line for a year or all years, the running totals, and how the forecast is made."""
    budget, editie = read_tabel(context.editie, "budget"), context.editie
    planned = years(budget)
    if not planned:
        section("Budget", anker="budget")
        note("Niet geleverd: er zijn geen uitgaven en er is geen begroting.")
        return
    span = f"{planned[0]}–{planned[-1]}" if len(planned) > 1 else str(planned[0])
    section(f"Budget {span}", f"Dekking: {context.settings.budget.dekking}.", "budget")
    is_delivered = is_spending_delivered(editie)
    whole = summarise_budget(budget, editie.datastand, is_delivered=is_delivered)[-1]
    sentence(budget_sentence(whole, elapsed_budget_years(budget, editie.datastand)))
    if not is_delivered:
        return
    stand = editie.datastand
    spec = chart_of(
        context, ("budget",), lambda: budget_chart(accumulate_budget(budget, stand), stand)
    )
    alt = (
        f"Lijngrafiek van het budget {span}: begroot {show_euro(whole.begroot_eur)}, besteed "
        f"{show_euro(whole.besteed_eur)} tot en met {show_date(editie.datastand)}."
    )
    show_chart(spec, alt, "budget")
    note(
        "De begroting is hier gelijk over de maanden van een jaar verdeeld. Zo is te zien of het "
        "geld sneller of langzamer gaat dan de tijd."
    )
    columns = st.columns([1, 3])
    with columns[0]:
        names = {SAMEN: f"{span} samen" if len(planned) > 1 else span}
        names |= {str(item): str(item) for item in planned} if len(planned) > 1 else {}
        chosen = pick("Jaar", list(names), "jaar", names.__getitem__)
    year = int(chosen) if chosen.isdigit() else None
    lines = summarise_budget(budget, editie.datastand, year)
    show_rows(
        _KOLOMMEN,
        [_row(line) for line in lines],
        onderschrift=f"Budget {names[chosen]}, stand {show_date(editie.datastand)}",
        totaal=True,
        stapel=True,
    )
    note(TOEGEZEGD_TEKST)
    with st.expander("Hoe is de verwachting berekend?"):
        st.html(f'<p class="noot">{escape(VERWACHTING_TEKST)}</p>')


def _row(line: BudgetRegel) -> list[Inhoud]:
    part = line.uitputting
    return [
        line.post,
        show_euro(line.begroot_eur),
        show_euro(line.toegezegd_eur),
        show_euro(line.besteed_eur),
        show_euro(line.rest_eur),
        bar_cell(part, f"{show_number(100 * part)}%") if part is not None else "–",
        show_euro(line.verwachting_eur) if line.verwachting_eur is not None else "–",
    ]


MAXIMUM = 15
SAMEN = "samen"
ONVOLLEDIG = (
    "Aanbieders declareren ook na afloop van een periode. De laatste {voorlopig_termijn} zijn "
    "daarom nog niet volledig: die cijfers zijn grijs en worden niet vergeleken."
)
_TOEGEWEZEN, _GEDECLAREERD = "Toegewezen", "Gedeclareerd"


def show_assigned(context: Context, wijk: str) -> None:
    """Euros assigned and declared on toewijzingen that ended, per quarter, as bars and table."""
    settings, published = context.settings, cijfers(context, "verzilvering")
    pairs = pairs_of(shown_quarters(published, settings, wijk))
    naam = settings.wijk_naam(wijk)
    section(
        "Toegewezen en gedeclareerd",
        f"Toewijzingen die in een kwartaal eindigden, {naam}. Grijs is toegewezen, blauw is "
        "gedeclareerd. Lichter: nog niet alles kan zijn gedeclareerd.",
    )
    if not pairs:
        note("In deze editie staan geen bedragen per kwartaal; alleen het aandeel hierboven.")
        return
    spec = chart_of(
        context, ("paren", wijk), lambda: pair_chart(pairs, (_TOEGEWEZEN, _GEDECLAREERD))
    )
    last = pairs[-1]
    alt = f"Staafgrafiek van toegewezen en gedeclareerde euro's per kwartaal in {naam}. "
    show_chart(spec, f"{alt} De bedragen staan in de tabel eronder.", "paren")
    with st.expander("De bedragen als tabel"):
        show_rows(
            [
                Kolomkop("Kwartaal", True),
                Kolomkop(_TOEGEWEZEN),
                Kolomkop(_GEDECLAREERD),
                Kolomkop("Verschil"),
            ],
            [_pair_row(pair) for pair in reversed(pairs)],
            onderschrift=f"Toegewezen en gedeclareerd, {naam}, tot en met {show_quarter(last.tot)}",
        )


def _pair_row(pair: Paar) -> list[Inhoud]:
    first, second = pair.eerste or 0.0, pair.tweede or 0.0
    klasse = "grijs" if pair.is_voorlopig else ""
    return [
        short_quarter(pair.tot),
        HtmlCell(show_euro(first), klasse),
        HtmlCell(show_euro(second), klasse),
        HtmlCell(show_euro(first - second), klasse),
    ]


def show_aanbieders(context: Context) -> None:
    """The aanbieders with the most declared euros in a window; the openbaar edition has none."""
    section("Grootste aanbieders")
    if context.audience != INTERN:
        note("Cijfers per aanbieder staan alleen in de interne editie.")
        return
    published, settings = cijfers(context, "kosten_per_1000", AANBIEDER), context.settings
    if not len(published):
        note("Niet geleverd: er zijn geen declaraties per aanbieder.")
        return
    columns = st.columns([2, 2, 3])
    with columns[0]:
        newest = context.editie.kwartalen[:-13:-1]
        quarters = {quarter_code(tot): tot for _, tot in newest}
        years = [item for item in (EFFECTJAAR, NULMETING) if item in context.editie.vensters]
        names = {naam: naam.capitalize() for naam in years}
        names |= {code: show_quarter(tot) for code, tot in quarters.items()}
        chosen = pick("Periode", list(names), "periode", names.__getitem__)
    with columns[1]:
        order = (GEMEENTE, *settings.wijk_ids)
        gebied = pick("Gebied", order, "gebied", settings.wijk_naam)
    venster, tot = (KWARTAAL, quarters[chosen]) if chosen in quarters else (chosen, None)
    shown = select(published, venster=venster, wijken=gebied, tot=tot)
    rows = largest(shown)
    if not rows:
        note("In deze periode is niets gedeclareerd.")
        return
    total = sum(euro for _, euro in aanbieder_amounts(shown))
    part = sum(euro for _, euro in rows) / total if total else 0.0
    period = show_quarter(tot) if tot else show_period(*context.editie.vensters[chosen])
    naam = settings.wijk_naam(gebied)
    sentence(
        f"In {naam} is in {period} {show_euro(total)} gedeclareerd. "
        f"De {len(rows)} grootste aanbieders zijn samen goed voor {show_number(100 * part)}%."
    )
    show_rows(
        [
            Kolomkop("Aanbieder", True),
            Kolomkop("Gedeclareerd"),
            Kolomkop("Aandeel"),
            Kolomkop("Opgeteld"),
        ],
        list(_aanbieder_rows(rows, total)),
        onderschrift=f"Gedeclareerd per aanbieder, {naam}, {period}",
    )
    show_downloads(context, "aanbieders", "Gedeclareerd per aanbieder", shown)


def aanbieder_amounts(published: Published) -> list[tuple[str, float]]:
    """(aanbieder, euros) of every aanbieder with a value, largest first."""
    frame = published.frame
    known = frame[frame["teller"].notna()]
    pairs = [(str(row.categorie), float(str(row.teller))) for row in known.itertuples()]
    return sorted(pairs, key=lambda pair: -pair[1])


def largest(published: Published) -> list[tuple[str, float]]:
    """At most MAXIMUM aanbieders with declared euros, largest first."""
    return [pair for pair in aanbieder_amounts(published) if pair[1] > 0][:MAXIMUM]


def _aanbieder_rows(rows: list[tuple[str, float]], total: float) -> list[list[Inhoud]]:
    running, table = 0.0, []
    for name, euro in rows:
        running += euro
        row: list[Inhoud] = [
            "Onbekend" if name == "onbekend" else name,
            show_euro(euro),
            bar_cell(euro / rows[0][1], f"{show_number(100 * euro / total, 1)}%"),
            f"{show_number(100 * running / total, 1)}%",
        ]
        table.append(row)
    return table
