"""Completeness over time: of a field per wijk and aanbieder, and of a quarter over leveringen."""

from collections.abc import Sequence
from datetime import date

import pandas

from proeftuin.report import LINKS, Tabelkolom
from proeftuin.results import (
    Aanvulling,
    Invulling,
    has_tabel,
    list_datastanden,
    read_aanvulling,
    read_oordelen,
    read_records,
)
from proeftuin.sentences import (
    last_definite_quarter,
    say_definite_rule,
    say_quarters,
    say_weer_voorlopig,
    short_quarter,
    show_date,
    show_decider,
    show_number,
)
from proeftuin.ui.address import pick
from proeftuin.ui.shell import Context, note, once, sentence, show_kept
from proeftuin.ui.tables import Inhoud, section, show_rows
from proeftuin.vocabulary import INTERN, ONBEKEND

EERDER = "Deze editie is gemaakt voordat dit werd geteld."
_KWARTALEN = 6  # newest quarters in the tables over time
_AANBIEDERS = 10  # least filled in the table over time
_LEVERINGEN = 4  # newest leveringen in the triangle
_DRIEHOEK = (  # file and what is counted by, with its heading
    ("traject", "begin", "Trajecten die begonnen"),
    ("traject", "einde", "Trajecten die stopten"),
    ("toewijzing", "begin", "Toewijzingen die ingingen"),
    ("declaratie", "begin", "Declaraties"),
    ("aanmelding", "begin", "Aanmeldingen"),
)
_ANDERE = {"ervaring": "Ervaringen", "uitkomst": "Antwoorden na afloop", "casus": "Casussen"}


def is_told(context: Context, tabel: str) -> bool:
    """Whether this edition tells what the section is about; where it was made before, says so.

    tabel: what holds it, in the intern edition alone.
    """
    if context.audience != INTERN:
        return False
    if not has_tabel(context.editie, tabel):
        note(EERDER)
        return False
    return True


def show_percentage(value: float, decimals: int = 0) -> str:
    """'3%', '3,0%', '<0,1%' for a share; 'afgeschermd' when it is not published."""
    if pandas.isna(value):
        return "afgeschermd"
    smallest = 10.0**-decimals
    if 0 < 100 * value < smallest:
        return f"<{show_number(smallest, decimals)}%"
    return f"{show_number(100 * value, decimals)}%"


def show_completeness(context: Context) -> None:
    """The share filled of one field, per wijk and per aanbieder, over the last quarters; intern."""
    section("Hoe vaak is een veld ingevuld?", "Per wijk en per aanbieder, door de tijd.")
    if not is_told(context, "volledigheid"):
        return
    fields = once(context, ("velden",), lambda: _list_fields(context))
    if not fields:
        note("Er zijn geen rijen om te tellen.")
        return
    names = {naam: f"{bestand}, {kolom}" for naam, (bestand, kolom) in fields.items()}
    chosen = pick("Veld", list(fields), "veld", names.__getitem__)
    show_kept(
        context,
        ("volledigheid", chosen),
        lambda: _draw_completeness(context, *fields[chosen]),
    )


def _list_fields(context: Context) -> dict[str, tuple[str, str]]:
    """(file, field) by their name in the address, trajecten first."""
    table = read_records(context.editie, "volledigheid", Invulling)
    fields = dict.fromkeys((row.bestand, row.kolom) for row in table)
    return {f"{bestand}.{kolom}": (bestand, kolom) for bestand, kolom in reversed(fields)}


def _draw_completeness(context: Context, bestand: str, kolom: str) -> None:
    table = read_records(context.editie, "volledigheid", Invulling)
    own = [row for row in table if (row.bestand, row.kolom) == (bestand, kolom)]
    quarters = sorted({row.kwartaal_datum for row in own})[-_KWARTALEN:]
    for deel, title in (("wijk", "Wijk"), ("aanbieder", "Aanbieder")):
        part = [row for row in own if row.deel == deel]
        rows = _completeness_rows(context, part, quarters, deel)
        if not rows:
            continue
        show_rows(
            [Tabelkolom(title, LINKS), *(Tabelkolom(short_quarter(day)) for day in quarters)],
            rows,
            onderschrift=f"Deel van de rijen waar {kolom} is ingevuld ({bestand}), per {deel}",
        )
    drempel = context.settings.onthulling.drempel
    note(
        f"Een streepje: minder dan {drempel} rijen in dat kwartaal, te weinig om iets te zeggen. "
        f"Van de aanbieders staan de {_AANBIEDERS} er waar het veld het minst is ingevuld."
    )


def _completeness_rows(
    context: Context, part: Sequence[Invulling], quarters: Sequence[date], deel: str
) -> list[list[Inhoud]]:
    """A row per wijk (as configured) or aanbieder (least filled first); only who has a share."""
    shares = {
        (row.naam, row.kwartaal_datum): row.aantal_gevuld / row.aantal_rijen
        for row in part
        if row.kwartaal_datum in quarters and row.aantal_rijen and row.aantal_gevuld is not None
    }
    found = {naam for naam, _ in shares}
    if deel == "wijk":
        order = [naam for naam in (*context.settings.wijk_ids, ONBEKEND) if naam in found]
    else:
        means = {
            naam: [share for (own, _), share in shares.items() if own == naam] for naam in found
        }
        least = sorted(found, key=lambda naam: (sum(means[naam]) / len(means[naam]), naam))
        order = least[:_AANBIEDERS]
    name_of = context.settings.wijk_naam if deel == "wijk" else str
    return [
        [
            name_of(naam),
            *(
                show_percentage(shares[naam, day]) if (naam, day) in shares else "–"
                for day in quarters
            ),
        ]
        for naam in order
    ]


def show_backfill(context: Context) -> None:
    """What later leveringen added to earlier quarters, and the estimate that follows from it."""
    section(
        "Wat kwam er later nog bij?",
        "Een kwartaal is eerst voorlopig: late gegevens komen er nog bij.",
    )
    if not is_told(context, "aanvulling"):
        return
    kinds = {f"{bestand}.{soort}": (bestand, soort, naam) for bestand, soort, naam in _DRIEHOEK}
    days = once(context, ("aanvulling",), lambda: list_datastanden(context.editie))
    if len(days) < 2:
        note(
            "Er is nog maar één levering gepubliceerd. Vanaf de volgende staat hier wat er bijkwam."
        )
        return
    chosen = pick("Wat wordt geteld", list(kinds), "geteld", lambda naam: kinds[naam][2])
    show_kept(
        context, ("aanvulling", chosen), lambda: _draw_backfill(context, *kinds[chosen], days)
    )


def _draw_backfill(
    context: Context, bestand: str, soort: str, title: str, days: Sequence[date]
) -> None:
    settings = context.settings
    item = read_aanvulling(
        context.editie,
        bestand,
        soort,
        settings.normen.minimum_noemer,
        settings.compleetheid.ruimte_dagen,
        settings.compleetheid.na_kwartalen,
    )
    shown = days[-_LEVERINGEN:]
    if not item.rijen:
        note("Daarvan is niets geleverd.")
        return
    show_rows(
        (
            Tabelkolom("Kwartaal", LINKS),
            *(Tabelkolom(show_date(day)) for day in shown),
            Tabelkolom("Nu binnen (schatting)"),
        ),
        _backfill_rows(item, shown),
        onderschrift=f"{title}, zoals de levering tot en met die dag ze had",
    )
    note(
        "De schatting gaat ervan uit dat er evenveel bijkomt als bij eerdere kwartalen. Een "
        "streepje: geen schatting, want er zijn te weinig leveringen of het kwartaal is al "
        f"{say_quarters(settings.compleetheid.na_kwartalen)} voorbij."
    )


def show_definite(context: Context) -> None:
    """Until when each file is definite, what decided that, and what turned provisional again."""
    section("Tot wanneer zijn de cijfers definitief?", say_definite_rule(context.settings))
    for line in say_weer_voorlopig(context.editie):
        sentence(line)
    if not is_told(context, "compleetheid"):
        return
    names = {(bestand, soort): naam for bestand, soort, naam in _DRIEHOEK}
    rows: list[list[Inhoud]] = [
        [
            names.get((item.bestand, item.soort)) or _ANDERE.get(item.bestand, item.bestand),
            short_quarter(last_definite_quarter(item.voorlopig_na)),
            show_decider(item.is_geschat, context.settings),
        ]
        for item in read_oordelen(context.editie)
    ]
    show_rows(
        (
            Tabelkolom("Wat wordt geteld", LINKS, is_breed=True),
            Tabelkolom("Definitief tot en met", LINKS),
            Tabelkolom("Wat besliste", LINKS),
        ),
        rows,
        onderschrift="Per bestand het laatste kwartaal dat definitief is",
    )
    note("Een cijfer volgt het bestand dat het verst achterloopt.")


def _backfill_rows(item: Aanvulling, days: Sequence[date]) -> list[list[Inhoud]]:
    quarters = sorted({quarter for quarter, _ in item.rijen}, reverse=True)[:_KWARTALEN]
    rows: list[list[Inhoud]] = []
    for quarter in quarters:
        counts = [item.rijen.get((quarter, day)) for day in days]
        estimate = item.geschat.get(quarter)
        rows.append(
            [
                short_quarter(quarter),
                *("–" if count is None else show_number(count) for count in counts),
                "–" if estimate is None else show_percentage(estimate.aandeel, 1),
            ]
        )
    return rows
