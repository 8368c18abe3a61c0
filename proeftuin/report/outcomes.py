"""What was promised, what could be seen and what is seen, in sections that page and files share.

A section is written once; who writes it, and in which order, is not known here.
"""

from collections.abc import Iterator, Sequence

from proeftuin.indicators import INDICATOR, Indicator, is_share, short_unit
from proeftuin.report.blocks import (
    EURO,
    GEEN_CIJFER,
    LINKS,
    Alinea,
    Blok,
    Kop,
    Lijst,
    Oordeelbeeld,
    Rij,
    Tabel,
    Tabelkolom,
    Vak,
    bar_cell,
    maat_of,
)
from proeftuin.results import (
    Belofte,
    Editie,
    Uitkomst,
    read_effect,
)
from proeftuin.sentences import (
    AANNAME,
    KANS_UITLEG,
    REDEN_KORT,
    ahead_lines,
    capital_first,
    join_words,
    lower_first,
    order_ahead,
    pilot_name,
    placebo_text,
    promise_text,
    reason_steps,
    say_extra_wijk,
    show_bare_difference,
    show_difference,
    show_limits,
    show_number,
    show_size,
    show_wish,
    stress_text,
    verdict_words,
    visible_sentence,
    why_not,
)
from proeftuin.sentences import EURO as EUROTEKEN
from proeftuin.settings import Settings
from proeftuin.vocabulary import AANTOONBAAR, JAREN_VOORUIT, NIET_AANTOONBAAR

BEELD_UITLEG = (
    "De punt is het gevonden verschil met de andere wijken. De lijn is de marge: daar ligt het "
    "echte verschil waarschijnlijk. Een volle punt is aantoonbaar anders, een open punt niet. "
    "Een grijze lijn is niet te vergelijken. Elk cijfer heeft een eigen maat: bij 1× is een "
    "verschil zo groot dat wij het meestal zien. In het grijze vlak is het kleiner."
)


_HOOFDCIJFER = "hoofdcijfer"


def read_others(editie: Editie, settings: Settings) -> list[Uitkomst]:
    """Every compared indicator that was not promised, in the order of the declarations."""
    promised = {slug for vraag in settings.evaluatie.vraag for slug in vraag.indicatoren}
    return [item for item in read_effect(editie) if item.slug not in promised]


def outcomes_of(promised: Sequence[Belofte]) -> list[Uitkomst]:
    """The outcomes alone, in the promised order."""
    return [item.uitkomst for item in promised]


def find_primary(promised: Sequence[Belofte]) -> Uitkomst | None:
    """The outcome of the primary indicator; None when it was not promised."""
    return next((item.uitkomst for item in promised if item.uitkomst.is_primair), None)


def is_judged(promised: Sequence[Belofte]) -> bool:
    """Whether any promised indicator has a verdict on chance."""
    return any(item.verdict in (AANTOONBAAR, NIET_AANTOONBAAR) for item in outcomes_of(promised))


def name_cell(outcome: Uitkomst) -> Vak:
    """The name of an indicator; the primary one is marked."""
    return Vak(INDICATOR[outcome.slug].naam, onder=_HOOFDCIJFER if outcome.is_primair else "")


def size_cell(outcome: Uitkomst, value: float | None, otherwise: str = GEEN_CIJFER) -> Vak:
    """A size that could be seen, or other words without one."""
    indicator = INDICATOR[outcome.slug]
    if value is None:
        return Vak(otherwise)
    return Vak(show_size(indicator, value), waarde=value, maat=maat_of(indicator))


def difference_cell(outcome: Uitkomst, value: float | None) -> Vak:
    """A change or a difference with its sign and its unit; a dash without one."""
    indicator = INDICATOR[outcome.slug]
    if value is None:
        return Vak(GEEN_CIJFER)
    return Vak(show_difference(indicator, value), waarde=value, maat=maat_of(indicator))


def margin_cell(outcome: Uitkomst) -> Vak:
    """The interval without its unit, which the difference beside it has; a dash without one."""
    limits = show_limits(INDICATOR[outcome.slug], outcome.onder, outcome.boven)
    if limits is None:
        return Vak(GEEN_CIJFER)
    return Vak(f"{limits.onder} tot {limits.boven}".replace(EUROTEKEN, ""))


def promised_section(promised: Sequence[Belofte], settings: Settings) -> Iterator[Blok]:
    """The questions with their indicators, the primary one marked, and when that was fixed."""
    yield Kop("Wat is beloofd te bekijken, en wat konden we zien?", anker="beloofd")
    yield Alinea(promise_text(settings))
    yield promise_table(promised)


def visible_section(promised: Sequence[Belofte], settings: Settings) -> Iterator[Blok]:
    """What could be seen of the primary figure, before any result, and why not of others."""
    primary = find_primary(promised)
    if primary is not None:
        indicator = INDICATOR[primary.slug]
        seen = visible_sentence(primary, indicator, settings)
        yield Alinea(f"{indicator.naam}, het hoofdcijfer: {lower_first(seen)}")
    if is_judged(promised):
        for line in unseen_notes(outcomes_of(promised)):
            yield Alinea(line, "noot")


def promise_table(promised: Sequence[Belofte]) -> Tabel:
    """The questions with their indicators and the smallest change that could be seen."""
    rows = []
    before = 0
    for item in promised:
        same = item.nummer == before
        before = item.nummer
        outcome = item.uitkomst
        rows.append(
            Rij(
                (
                    f"{item.nummer}. {item.vraag}",
                    name_cell(outcome),
                    show_wish(INDICATOR[outcome.slug]),
                    size_cell(outcome, outcome.mdc, REDEN_KORT.get(outcome.reden, GEEN_CIJFER)),
                    _part_of_before(outcome),
                ),
                "pilot" if outcome.is_primair else "",
                is_vervolg=same,
            )
        )
    return Tabel(
        "De beloofde vragen, en vanaf welke verandering wij een verschil meestal zien",
        (
            Tabelkolom("Vraag", LINKS, 3.0, is_breed=True),
            Tabelkolom("Cijfer", LINKS, 2.5),
            Tabelkolom("Gewenst", LINKS, 0.9),
            Tabelkolom("Te zien vanaf", breedte=1.5),
            Tabelkolom("Deel van nulmeting", breedte=1.2),
        ),
        tuple(rows),
        vouw="De vragen, met vanaf welk verschil wij het zouden zien",
    )


def _part_of_before(outcome: Uitkomst) -> Vak:
    """The smallest visible change as a share of the nulmeting of a single pilot wijk."""
    own = [item for item in outcome.wijken if item.is_pilot]
    before = own[0].nulmeting if len(own) == 1 else None
    if outcome.mdc is None or not before:
        return Vak(GEEN_CIJFER)
    part = outcome.mdc / abs(before)
    return Vak(f"{show_number(100 * part)}%", waarde=part, maat="aandeel")


def unseen_notes(outcomes: Sequence[Uitkomst]) -> list[str]:
    """Why some indicators have no smallest detectable change yet; one line per reason."""
    later: list[str] = []
    groups: dict[str, list[str]] = {}
    for item in outcomes:
        name = lower_first(INDICATOR[item.slug].naam)
        if item.mdc is None and item.mdc_extra_jaar is not None:
            later.append(name)
        elif item.mdc is None:
            groups.setdefault(why_not(item), []).append(name)
    lines = [
        f"{join_words(names).capitalize()}: {lower_first(reason)}"
        for reason, names in groups.items()
    ]
    if later:
        lines.insert(
            0,
            f"{join_words(later).capitalize()}: nu kan nog geen verschil worden gezien. In de "
            "conclusie staat wat wij naar verwachting zien als het effectjaar compleet is.",
        )
    return lines


def result_section(promised: Sequence[Belofte], settings: Settings) -> Iterator[Blok]:
    """The one picture and how to read it; nothing while no figure can be judged."""
    if not is_judged(promised):
        return
    yield Kop("Wat zien we?", anker="uitkomst")
    yield result_figure(promised, settings)
    yield Alinea(BEELD_UITLEG, "noot")
    yield Alinea(KANS_UITLEG, "noot")


def result_figure(
    promised: Sequence[Belofte], settings: Settings, naam: str = "oordelen"
) -> Oordeelbeeld:
    """The picture of these promised indicators with its alt text."""
    from proeftuin.charts import BREEDTE, Regel, effect_picture  # brings Altair

    lines = []
    before = 0
    for item in promised:
        number = "" if item.nummer == before else str(item.nummer)
        before = item.nummer
        lines.append(Regel(number, item.naam, item.uitkomst))
    return Oordeelbeeld(
        naam,
        lambda: effect_picture(lines, pilot_name(settings)),
        picture_alt(outcomes_of(promised), settings),
        breedte_px=BREEDTE,
        beloften=tuple(promised),
    )


def picture_alt(outcomes: Sequence[Uitkomst], settings: Settings) -> str:
    """What a screen reader says: what the picture is and which indicators had which verdict."""
    groups: dict[str, list[str]] = {}
    for outcome in outcomes:
        groups.setdefault(outcome.verdict, []).append(INDICATOR[outcome.slug].naam.lower())
    found = " ".join(
        f"{capital_first(verdict)}: {join_words(names)}." for verdict, names in groups.items()
    )
    return (
        f"Puntengrafiek. Per cijfer het verschil in verandering tussen {pilot_name(settings)} en "
        "de andere wijken, met de marge door toeval, in keren de kleinste verandering die te zien "
        f"was. {found} De cijfers staan ook in de bijlagen."
    )


def reasoning(promised: Sequence[Belofte], settings: Settings) -> Iterator[Blok]:
    """The line of reasoning on the primary indicator; nothing while no figure can be judged."""
    primary = find_primary(promised)
    if primary is not None and is_judged(promised):
        steps = reason_steps(primary, INDICATOR[primary.slug], settings)
        yield Lijst(
            steps, is_stappen=True, vouw="Hoe weten wij dat? Het hoofdcijfer in vijf stappen"
        )


def checks_of(outcome: Uitkomst, indicator: Indicator, settings: Settings) -> tuple[str, ...]:
    """The check on an earlier period and the stress limits, where there is a verdict to check."""
    if outcome.mdc is None or outcome.reden:
        return ()
    found = (placebo_text(outcome, indicator, settings), stress_text(outcome, indicator, settings))
    return tuple(text for text in found if text)


def unknown_section(promised: Sequence[Belofte], settings: Settings) -> Iterator[Blok]:
    """What cannot be judged: not ripe with x of y, or not comparable and why."""
    yield Kop("Wat kunnen we nog niet weten?", anker="onbekend")
    rows = []
    for item in outcomes_of(promised):
        if item.verdict in (AANTOONBAAR, NIET_AANTOONBAAR):
            continue
        indicator = INDICATOR[item.slug]
        reason = why_not(item) or placebo_text(item, indicator, settings)
        rows.append(Rij((indicator.naam, _ripe_cell(item), reason)))
    if not rows:
        yield Alinea("Alle beloofde cijfers zijn lang genoeg gevolgd om te vergelijken.", "noot")
        return
    yield Tabel(
        "Beloofde cijfers zonder oordeel over het effectjaar",
        (
            Tabelkolom("Cijfer", LINKS, 1.5),
            Tabelkolom("Lang genoeg gevolgd", LINKS, 1.2),
            Tabelkolom("Waarom", LINKS, 3, is_breed=True),
        ),
        tuple(rows),
        vouw="" if is_judged(promised) else "Per cijfer",
    )


def _ripe_cell(outcome: Uitkomst) -> Vak:
    if outcome.reden != "niet_rijp":
        return Vak(GEEN_CIJFER)
    if outcome.rijp is None or not outcome.totaal:
        return Vak("nog niet bekend")
    text = f"{show_number(outcome.rijp)} van {show_number(outcome.totaal)}"
    return bar_cell(outcome.rijp / outcome.totaal, text)


def ahead_section(promised: Sequence[Belofte], settings: Settings) -> Iterator[Blok]:
    """From which difference it would be seen with more wijken or years; nothing when unknown."""
    outcomes = order_ahead(promised)
    if not outcomes:
        return
    rows = []
    for item in outcomes:
        for place, line in enumerate(ahead_lines(item, settings)):
            number = f"{line.pilots} {'wijk' if line.pilots == 1 else 'wijken'}"
            number += ", zoals nu" if line.is_nu else ""
            soort = "pilot" if line.is_nu else ""
            rows.append(
                Rij((INDICATOR[item.slug].naam, number, *line.vanaf), soort, is_vervolg=place > 0)
            )
    yield Kop("Wat zou een volgende stap laten zien?", 2, anker="vooruit")
    yield Alinea(say_extra_wijk(outcomes[0], settings))
    yield Tabel(
        "Vanaf welk verschil wij het meestal zouden zien",
        (
            Tabelkolom("Cijfer", LINKS, 2),
            Tabelkolom("Wijken die meedoen", LINKS, 1.3),
            *(Tabelkolom(f"{jaren} jaar") for jaren in JAREN_VOORUIT),
        ),
        tuple(rows),
        vouw="Per cijfer, met meer wijken of meer jaren",
    )
    yield Alinea(AANNAME, "noot")


def outcome_table(outcomes: Sequence[Uitkomst], settings: Settings) -> Tabel:
    """One row per indicator: change in the pilot, in the others, difference, margin, verdict."""
    rows = []
    for item in outcomes:
        indicator = INDICATOR[item.slug]
        changes = (item.d_pilot, item.d_controle, item.est)
        rows.append(
            Rij(
                (
                    name_cell(item),
                    unit_word(indicator),
                    *(_bare_cell(indicator, value) for value in changes),
                    margin_cell(item),
                    f"{item.rang} van {item.rang_van}" if item.rang else GEEN_CIJFER,
                    verdict_words(item),
                ),
                "pilot" if item.is_primair else "",
            )
        )
    return Tabel(
        "De verandering van nulmeting naar effectjaar, per vergeleken cijfer",
        (
            Tabelkolom("Cijfer", LINKS, 2),
            Tabelkolom("In", LINKS, 0.95),
            Tabelkolom(capital_first(pilot_name(settings)), breedte=0.75),
            Tabelkolom("Anderen", breedte=0.75),
            Tabelkolom("Verschil", breedte=0.75),
            Tabelkolom("Marge", breedte=1.15),
            Tabelkolom("Plaats", breedte=0.65),
            Tabelkolom("Oordeel", LINKS, 2.2, is_breed=True),
        ),
        tuple(rows),
        vouw="De cijfers als tabel",
    )


def unit_word(indicator: Indicator) -> str:
    """The unit of a difference as a word: 'procentpunt', 'dagen', 'euro', 'euro per 1000'."""
    if is_share(indicator):
        return "procentpunt"
    euro = "euro" if maat_of(indicator) == EURO else ""
    return f"{euro} {short_unit(indicator)}".strip()


def _bare_cell(indicator: Indicator, value: float | None) -> Vak:
    """A difference with its sign and without its unit."""
    if value is None:
        return Vak(GEEN_CIJFER)
    text = show_bare_difference(indicator, value).replace(EUROTEKEN, "")
    return Vak(text, waarde=value, maat=maat_of(indicator))
