"""Experiences and access: what counts beside the figures."""

from proeftuin.codelists import read_codelijst
from proeftuin.indicators import INDICATOR, VRAAG
from proeftuin.results import read_tabel, read_window, to_date
from proeftuin.sentences import show_date, voorveld_rows
from proeftuin.ui.shell import Context, cijfers, note
from proeftuin.ui.tables import (
    Inhoud,
    Kolomkop,
    figure_cell,
    pilot_heading,
    section,
    show_groups,
    show_rows,
)
from proeftuin.vocabulary import EFFECTJAAR, NULMETING, OVERIGE


def show_experiences(context: Context) -> None:
    """The mean score per question and group: pilot and others, nulmeting and effectjaar."""
    indicator, settings = INDICATOR["ervaring"], context.settings
    section(
        "Ervaringen",
        f"{indicator.vraag} Van 1 tot en met 10; {indicator.richting.value}.",
        "ervaringen",
    )
    published = cijfers(context, "ervaring", VRAAG)
    codes = list(dict.fromkeys(str(item) for item in published.frame["categorie"].dropna()))
    if not codes:
        note("Niet geleverd: er zijn geen antwoorden op de vragenlijst.")
        return
    pilots, naam = settings.pilot.wijken, pilot_heading(settings)
    groups: dict[str, list[list[Inhoud]]] = {}
    for code in codes:
        vraag, _, groep = code.partition("/")
        for pilot in pilots:
            cells = [
                figure_cell(indicator, read_window(published, wijk, venster, code))
                for wijk in (pilot, OVERIGE)
                for venster in (NULMETING, EFFECTJAAR)
            ]
            who = group_name(groep)
            who += f", {settings.wijk_naam(pilot)}" if len(pilots) > 1 else ""
            groups.setdefault(question_name(vraag), []).append([who, *cells])
    show_groups(
        (
            Kolomkop("Wie", is_tekst=True),
            Kolomkop(f"{naam} nulmeting"),
            Kolomkop(f"{naam} effectjaar"),
            Kolomkop("Anderen nulmeting"),
            Kolomkop("Anderen effectjaar"),
        ),
        list(groups.items()),
        onderschrift="Gemiddeld cijfer per vraag en groep",
    )


def question_name(code: str) -> str:
    """The question on screen; an unknown code as words."""
    return read_codelijst("ervaringsvraag").get(code, code.replace("_", " ").capitalize())


def group_name(code: str) -> str:
    """Who answered, on screen."""
    return read_codelijst("groep").get(code, code.capitalize())


def show_voorveld(context: Context) -> None:
    """Access per measure: the newest measurement of pilot and others against the target."""
    section("Voorveld", "Weten ouders de weg, en werken huisartsen en scholen samen?", "voorveld")
    table = read_tabel(context.editie, "voorveld")
    if table.empty:
        note("Niet geleverd: er zijn geen metingen in het voorveld.")
        return
    naam = pilot_heading(context.settings)
    days = sorted({to_date(day) for day in table["peil_datum"]})
    show_rows(
        (
            Kolomkop("Maatstaf", is_tekst=True, is_breed=True),
            Kolomkop(f"{naam} eerste meting"),
            Kolomkop(f"{naam} laatste meting"),
            Kolomkop("Andere wijken laatste"),
            Kolomkop("Doel"),
        ),
        voorveld_rows(table, context.settings),
        onderschrift=f"Metingen van {show_date(days[0])} tot en met {show_date(days[-1])}",
        stapel=True,
    )
