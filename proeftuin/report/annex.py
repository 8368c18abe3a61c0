"""The council annex: what was promised, what could be seen, what is seen, money, conclusion.

In that order, so that nobody reads a result before knowing what could have been seen at all.
"""

from collections.abc import Iterator, Sequence

from proeftuin.charts import BREEDTE, Regel, effect_picture
from proeftuin.indicators import INDICATOR, Rekenrol, indicator_with
from proeftuin.report.blocks import (
    LINKS,
    Alinea,
    Blok,
    Figuur,
    Kop,
    Lijst,
    Rij,
    Tabel,
    Tabelkolom,
    Vakken,
)
from proeftuin.results import (
    Belofte,
    BudgetRegel,
    Editie,
    Uitkomst,
    elapsed_budget_years,
    is_spending_delivered,
    read_effect,
    read_ontleding,
    read_promised,
    read_tabel,
    summarise_budget,
    years,
)
from proeftuin.sentences import (
    REDEN_KORT,
    Punt,
    break_even,
    budget_sentence,
    conclude,
    effect_sentence,
    join_words,
    ontleding_sentence,
    pilot_name,
    promise_text,
    show_euro,
    show_size,
    show_wish,
    summary_sentences,
    visible_sentence,
)
from proeftuin.settings import Settings

BEELD_UITLEG = (
    "De punt is het gevonden verschil met de andere wijken. De lijn is de marge: daar ligt het "
    "echte verschil waarschijnlijk. Een volle punt is aantoonbaar anders, een open punt niet. "
    "Grijs is niet te vergelijken. Bij 1× is een verschil zo groot dat wij het meestal "
    "zien; in het grijze vlak is het kleiner."
)


def read_others(editie: Editie, settings: Settings) -> list[Uitkomst]:
    """Every compared indicator that was not promised, in the order of the declarations."""
    promised = {slug for vraag in settings.evaluatie.vraag for slug in vraag.indicatoren}
    return [item for item in read_effect(editie) if item.slug not in promised]


def make_annex(editie: Editie, settings: Settings) -> tuple[Blok, ...]:
    """The annex of two pages, as blocks in reading order."""
    promised = read_promised(editie, settings)
    return (
        *_promised_part(promised, settings),
        *_result_part(promised, settings),
        *_money_part(editie, settings),
        *_conclusion_part(editie, settings),
    )


def find_primary(promised: Sequence[Belofte]) -> Uitkomst | None:
    """The outcome of the primary indicator; None when it was not promised."""
    return next((item.uitkomst for item in promised if item.uitkomst.is_primair), None)


def _promised_part(promised: Sequence[Belofte], settings: Settings) -> Iterator[Blok]:
    yield Kop("Wat is beloofd te bekijken, en wat konden we zien?")
    yield Alinea(promise_text(settings))
    yield promise_table(promised)
    primary = find_primary(promised)
    if primary is not None:
        indicator = INDICATOR[primary.slug]
        seen = visible_sentence(primary, indicator, settings)
        yield Alinea(f"{indicator.naam}, het hoofdcijfer: {_lower(seen)}")


def promise_table(promised: Sequence[Belofte]) -> Tabel:
    """The questions with their indicators and the smallest change that could be seen."""
    rows = []
    before = 0
    for item in promised:
        same = item.nummer == before
        before = item.nummer
        indicator, outcome = INDICATOR[item.uitkomst.slug], item.uitkomst
        rows.append(
            Rij(
                (
                    f"{item.nummer}. {item.vraag}",
                    f"{item.naam} (hoofdcijfer)" if outcome.is_primair else item.naam,
                    show_wish(indicator),
                    _size(outcome, outcome.mdc, REDEN_KORT.get(outcome.reden, "–")),
                    _size(outcome, outcome.mdc_extra_jaar, "–"),
                ),
                "pilot" if outcome.is_primair else "",
                is_vervolg=same,
            )
        )
    return Tabel(
        "De beloofde vragen, en vanaf welke verandering wij een verschil meestal zien",
        (
            Tabelkolom("Vraag", LINKS, 3.2),
            Tabelkolom("Cijfer", LINKS, 2.7),
            Tabelkolom("Gewenst", LINKS, 0.9),
            Tabelkolom("Te zien vanaf", breedte=1.55),
            Tabelkolom("Met meer tijd", breedte=1.55),
        ),
        tuple(rows),
    )


def _size(outcome: Uitkomst, value: float | None, otherwise: str) -> str:
    return otherwise if value is None else show_size(INDICATOR[outcome.slug], value)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _result_part(promised: Sequence[Belofte], settings: Settings) -> Iterator[Blok]:
    yield Kop("Wat zien we?")
    yield Lijst(
        tuple(
            Punt(naam, rest)
            for naam, rest in summary_sentences([item.uitkomst for item in promised], settings)
        )
    )
    yield result_figure(promised, settings)
    yield Alinea(BEELD_UITLEG, "noot")
    primary = find_primary(promised)
    if primary is not None:
        yield Alinea(effect_sentence(primary, INDICATOR[primary.slug], settings), "kern")


def result_figure(promised: Sequence[Belofte], settings: Settings) -> Figuur:
    """The picture of all promised indicators with its alt text."""
    lines = []
    before = 0
    for item in promised:
        number = "" if item.nummer == before else str(item.nummer)
        before = item.nummer
        lines.append(Regel(number, item.naam, item.uitkomst))
    outcomes = [item.uitkomst for item in promised]
    return Figuur(
        effect_picture(lines, pilot_name(settings)), picture_alt(outcomes, settings), "", BREEDTE
    )


def picture_alt(outcomes: Sequence[Uitkomst], settings: Settings) -> str:
    """What a screen reader says: what the picture is and which indicators had which verdict."""
    groups: dict[str, list[str]] = {}
    for outcome in outcomes:
        groups.setdefault(outcome.verdict, []).append(INDICATOR[outcome.slug].naam.lower())
    found = " ".join(
        f"{verdict[:1].upper()}{verdict[1:]}: {join_words(names)}."
        for verdict, names in groups.items()
    )
    return (
        f"Puntengrafiek. Per cijfer het verschil in verandering tussen {pilot_name(settings)} en "
        "de andere wijken, met de marge door toeval, in keren de kleinste verandering die te zien "
        f"was. {found} De cijfers staan ook in de bijlagen."
    )


def _money_part(editie: Editie, settings: Settings) -> Iterator[Blok]:
    yield Kop("Wat kost het, en weegt dat op?")
    budget = read_tabel(editie, "budget")
    delivered = is_spending_delivered(editie)
    lines = summarise_budget(budget, editie.datastand, is_delivered=delivered)
    if lines:
        yield Alinea(budget_sentence(lines[-1], elapsed_budget_years(budget, editie.datastand)))
        yield budget_table(lines, years(budget))
    slug = indicator_with(Rekenrol.TERUGVERDIENEN).slug
    costs = next((i for i in read_effect(editie) if i.slug == slug), None)
    if costs is not None:
        yield Alinea(break_even(costs, settings))
    split = ontleding_sentence(read_ontleding(editie), settings)
    if split:
        yield Alinea(split)


def budget_table(lines: Sequence[BudgetRegel], jaren: Sequence[int]) -> Tabel:
    """Planned, spent and committed per line, all years together; a dash when not delivered."""
    span = f"{jaren[0]}–{jaren[-1]}" if len(jaren) > 1 else "".join(map(str, jaren))
    return Tabel(
        f"Budget van de proeftuin {span}",
        (
            Tabelkolom("Post", LINKS, 3),
            Tabelkolom("Begroot"),
            Tabelkolom("Besteed"),
            Tabelkolom("Toegezegd"),
            Tabelkolom("Rest"),
        ),
        tuple(
            Rij(
                (
                    line.post,
                    show_euro(line.begroot_eur),
                    *(
                        show_euro(amount)
                        for amount in (line.besteed_eur, line.toegezegd_eur, line.rest_eur)
                    ),
                ),
                "totaal" if line is lines[-1] else "",
            )
            for line in lines
        ),
    )


def _conclusion_part(editie: Editie, settings: Settings) -> Iterator[Blok]:
    yield Kop("Conclusie")
    yield Vakken(conclusion_parts(editie, settings))


def conclusion_parts(
    editie: Editie, settings: Settings
) -> tuple[tuple[str, tuple[Punt, ...]], ...]:
    """The conclusion in four parts, each a heading and its points."""
    found = conclude(read_effect(editie), settings)
    return (
        ("Aangetoond", found.aangetoond),
        ("Niet aangetoond", found.niet_aangetoond),
        ("Nog niet te weten", found.nog_niet_te_weten),
        ("Wat meer tijd brengt", found.meer_tijd),
    )
