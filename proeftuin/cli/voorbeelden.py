"""The example conversations of the demo: one that was held and one that is planned.

Made through the same functions the app uses, in an empty journal only. A real levering that is
loaded takes them away.
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from proeftuin.errors import ProeftuinError
from proeftuin.gesprek import freeze_points, propose_agenda, set_status
from proeftuin.indicators import INDICATOR, INDICATORS, Richting
from proeftuin.journal import (
    AUDIENCE,
    Agendapunt,
    Door,
    Gesprek,
    Journal,
    find_bestand,
    find_opslag,
    open_journal,
)
from proeftuin.results import Editie, open_editie
from proeftuin.sentences.gesprek import (
    SOORT_KORT,
    next_quarters,
    quarter_code,
    quarter_day,
    quarter_text,
)
from proeftuin.settings import Settings
from proeftuin.synthetic import MERK, invite, talk_about
from proeftuin.vocabulary import ROL_BEHEERDER

Say = Callable[[str], None]
SLEUTEL = "voorbeeld:"  # how the form keys of the examples begin
GEHOUDEN, GEPLAND = f"{SLEUTEL}gehouden", f"{SLEUTEL}gepland"
DOOR = Door(ROL_BEHEERDER, f"Voorbeeld, {MERK}", nagekeken=True, naam_nagekeken=True)
SOORT, PUNTEN = "wijkgesprek", 3
NA_DAGEN = 18  # from the last day of the data, or of a quarter, to the conversation
_KANT = {Richting.HOGER: "omhoog", Richting.LAGER: "omlaag"}


def add_examples(data: Path, settings: Settings, zaad: int, say: Say) -> None:
    """Add the example conversations to an empty journal; what is there already stays as it is."""
    with open_journal(find_opslag(settings), data) as journal:
        if journal.gesprekken.find_form(GEPLAND, DOOR.rol) is not None:
            say("De voorbeeldgesprekken stonden er al.")
            return
        begun = journal.gesprekken.find_form(GEHOUDEN, DOOR.rol)
        if any(item != begun for item in journal.gesprekken.select(DOOR.rol)):
            say("Er staan al gesprekken. Daarom zijn er geen voorbeeldgesprekken bij gezet.")
            return
        editie = open_editie(data, AUDIENCE[SOORT], rol=DOOR.rol, settings=settings)
        held = hold_example(journal, editie, settings, zaad)
        plan_example(journal, editie, settings, held)
    say("Er staan twee voorbeeldgesprekken klaar (synthetisch): een gehouden en een gepland.")


def remove_examples(data: Path, settings: Settings, say: Say) -> None:
    """Take the example conversations out of the journal, with everything of them."""
    url = find_opslag(settings)
    if not url and not find_bestand(data).exists():
        return
    try:
        with open_journal(url, data) as journal:
            forms = (GEHOUDEN, GEPLAND)
            if all(journal.gesprekken.find_form(item, DOOR.rol) is None for item in forms):
                return  # no lock on a journal in which people may be writing
            journal.beheer.remove_forms(SLEUTEL, DOOR)
    except ProeftuinError as error:
        say(f"Let op: voorbeeldgesprekken van de demo zijn misschien niet weggehaald. {error}")
        return
    say("De voorbeeldgesprekken van de demo zijn weggehaald.")


def hold_example(journal: Journal, editie: Editie, settings: Settings, zaad: int) -> Gesprek:
    """The conversation that was held and closed, about the quarter before the last one."""
    quarters = [quarter_code(tot) for _, tot in editie.kwartalen]
    kwartaal = quarters[-2] if len(quarters) > 1 else quarters[-1]
    wijk = settings.pilot.wijken[0]
    naam = settings.wijk_naam(wijk)
    made = journal.gesprekken.plan(
        soort=SOORT,
        datum=editie.datastand + timedelta(days=NA_DAGEN),
        wijk=wijk,
        kwartaal=kwartaal,
        titel=_title(naam, kwartaal),
        genodigden=invite(naam),
        door=DOOR,
        sleutel=GEHOUDEN,
    )
    if made.status == "afgesloten":
        return made
    agenda = [
        journal.agenda.add(
            made.id,
            titel=INDICATOR[slug].naam,
            slug=slug,
            aanleiding=reason,
            door=DOOR,
            sleutel=f"{SLEUTEL}punt-{slug}",
        )
        for slug, reason in _subjects(editie, settings, wijk, kwartaal)
    ]
    freeze_points(journal, editie, settings, DOOR, made, agenda)
    set_status(journal, DOOR, made.id, "bezig")
    for place, punt in enumerate(agenda):
        _talk(journal, made, punt, place, zaad, naam)
    now = journal.gesprekken.find(made.id, DOOR.rol)
    return journal.gesprekken.close(now.id, now.versie, DOOR)


def plan_example(journal: Journal, editie: Editie, settings: Settings, held: Gesprek) -> Gesprek:
    """The conversation that comes next, about the last quarter: one action is overdue by then."""
    kwartaal = quarter_code(editie.kwartalen[-1][1])
    day = quarter_day(quarter_code(held.datum)) + timedelta(days=NA_DAGEN)
    naam = settings.wijk_naam(held.wijk)
    return journal.gesprekken.plan(
        soort=SOORT,
        datum=day,
        wijk=held.wijk,
        kwartaal=kwartaal,
        titel=_title(naam, kwartaal),
        genodigden=invite(naam),
        door=DOOR,
        sleutel=GEPLAND,
    )


def _title(naam: str, kwartaal: str) -> str:
    return f"{SOORT_KORT[SOORT]} {naam}, {quarter_text(kwartaal)} ({MERK})"


def _subjects(
    editie: Editie, settings: Settings, wijk: str, kwartaal: str
) -> list[tuple[str, str]]:
    """(slug, reason), one per page: what the edition itself proposes, then the other figures."""
    proposed = propose_agenda(editie, settings, wijk, kwartaal, soort=SOORT)
    reasons = {item.slug: item.aanleiding for item in proposed if item.slug}
    rest = (settings.evaluatie.primair, *(i.slug for i in INDICATORS if i.heeft_wijkwaarde))
    found: dict[str, str] = {}
    for slug in (*reasons, *rest):
        found.setdefault(INDICATOR[slug].pagina, slug)
    chosen = list(found.values())[:PUNTEN]
    return [(slug, reasons.get(slug, "Zelf op de agenda gezet.")) for slug in chosen]


def _talk(
    journal: Journal, gesprek: Gesprek, punt: Agendapunt, place: int, zaad: int, naam: str
) -> None:
    """Fill one point: what was seen, the answers, an explanation on the chart and an action."""
    slug = str(punt.slug)
    said = talk_about(zaad, place, slug, naam)
    frozen = journal.agenda.bevriezing(punt.id, DOOR.rol)
    seen = frozen.zin if frozen else ""
    now = journal.agenda.find(punt.id, DOOR.rol)
    journal.agenda.change(
        now.id,
        now.versie,
        DOOR,
        herkennen=f"Wij herkennen dit. {seen}".strip(),
        verklaren=said.verklaren,
        waarderen=said.waarderen,
        verbeteren=f"Afgesproken: {said.actie[:1].lower()}{said.actie[1:]}.",
        koers=said.koers,
    )
    journal.teksten.add_duiding(
        slug=slug,
        kwartaal=gesprek.kwartaal,
        tekst=f"{said.verklaren} ({MERK})",
        wijk=gesprek.wijk,
        gesprek_id=gesprek.id,
        door=DOOR,
        sleutel=f"{SLEUTEL}uitleg-{slug}",
    )
    first = quarter_code(gesprek.datum)
    actie = journal.acties.add(
        gesprek.id,
        tekst=said.actie,
        eigenaar=said.wie,
        kwartaal_gereed=next_quarters(first, 3)[2] if place == 1 else first,
        agendapunt_id=punt.id,
        slug=slug,
        richting=_KANT.get(INDICATOR[slug].richting, "gelijk"),
        door=DOOR,
        sleutel=f"{SLEUTEL}actie-{slug}",
    )
    if place > 1 and actie.status == "open":
        journal.acties.change(actie.id, actie.versie, DOOR, status="klaar", toelichting=said.klaar)
