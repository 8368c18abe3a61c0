"""How complete the last levering is, what to improve, and what that does to figures.

Findings, what came in and went out, empty fields, rows per quarter, missing codes.
"""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import groupby

import pandas
import streamlit as st

from proeftuin.charts import count_chart
from proeftuin.codelists import ONBEKEND
from proeftuin.errors import FOUT
from proeftuin.indicators import INDICATOR, VERWIJZER, slugs_on
from proeftuin.report import (
    LINKS,
    Tabelkolom,
    Vak,
    bar_cell,
    cbs_section,
    herkomst_section,
)
from proeftuin.results import (
    Aansluitregel,
    Figure,
    Verbeterpunt,
    has_tabel,
    list_missing_files,
    list_verbeterpunten,
    read_records,
    read_tabel,
    read_window,
    to_date,
)
from proeftuin.sentences import (
    short_quarter,
    show_hidden,
    show_number,
    show_period,
)
from proeftuin.ui.blocks import show_section
from proeftuin.ui.indicator import pick_selectie, show_others, show_small
from proeftuin.ui.parts import show_definition
from proeftuin.ui.shell import Context, chart_of, cijfers, note, sentence, show_chart, show_kept
from proeftuin.ui.tables import Inhoud, section, show_rows
from proeftuin.ui.volledigheid import (
    EERDER,
    is_told,
    show_backfill,
    show_completeness,
    show_definite,
    show_percentage,
)
from proeftuin.vocabulary import (
    AFGESCHERMD,
    EFFECTJAAR,
    GELADEN,
    GELEZEN,
    GEMEENTE,
    INTERN,
    NULMETING,
    REDENEN,
    SAMENGEVOEGD,
)

_ALLEEN_INTERN = (
    "Alleen in de interne editie: de hele lijst van wat u kunt verbeteren, meldingen, aantallen "
    "rijen, velden per wijk en aanbieder, en wat er later bijkwam."
)
_VENSTER = EFFECTJAAR
_SAMENGEVOEGD = "samengevoegd_per_kwartaal"
_TE_VERBETEREN = {  # by file and field
    ("jeugdige", "gebied"): "Jeugdigen met een adres in geen enkele wijk",
    ("traject", "verwijzer_code"): "Trajecten zonder bekende verwijzer",
    ("traject", "reden_einde_code"): "Gestopte trajecten zonder bekende reden",
    ("traject", "hulpvorm_code"): "Trajecten zonder bekende hulpvorm",
    ("toewijzing", "segment"): "Toewijzingen zonder segment",
    ("toewijzing", "bedrag_eur"): "Toewijzingen zonder bedrag",
    ("toewijzing", "eind_datum"): "Toewijzingen zonder einddatum",
    ("declaratie", "toewijzing_id"): "Declaraties zonder toewijzing",
    ("bevolking", "leeftijd"): "Bevolking: van een wijk ontbreken leeftijden",
}
_REGELS = {  # of merging, by their name in the table, with their heading
    "overlap": "Overlap",
    "aansluitend": "Sluit aan",
    "administratief": "Administratief",
    "tijdelijk": "Tijdelijk",
}


def show_datakwaliteit(context: Context, eigen: Sequence[str]) -> None:
    """The whole page below its title; eigen: the indicators that come first."""
    is_intern = context.audience == INTERN
    _keep(context, _show_summary, _show_improvements)
    if is_intern:
        _keep(context, _show_findings, _show_reconciliation)
    _keep(context, _show_fields)
    if is_intern:
        show_completeness(context)
    _keep(context, _show_missing_verwijzer)
    keuze = pick_selectie(context, met_voor_na=False, met_hoofdcijfer=False)
    for slug in eigen:
        show_small(context, slug, keuze)
    show_others(context, eigen, keuze)
    _keep(context, _show_merged)
    if is_intern:
        show_backfill(context)
    _keep(context, show_definite)
    _show_cbs(context)
    if is_intern:
        _keep(context, _show_rows_per_quarter)
    else:
        note(_ALLEEN_INTERN)
    show_definition(slugs_on("datakwaliteit", eigen))


def _keep(context: Context, *parts: Callable[[Context], None]) -> None:
    """Draw these parts, which have no choices."""
    for part in parts:
        show_kept(context, (part.__name__,), partial(part, context))


def _show_summary(context: Context) -> None:
    """One sentence: how many findings and which field is most often unknown."""
    quality = read_tabel(context.editie, "veldkwaliteit")
    parts = [f"De levering heeft {len(context.editie.geleverd)} bestanden."]
    if context.audience == INTERN:
        findings = read_tabel(context.editie, "bevindingen")
        total = int(findings["aantal"].sum()) if len(findings) else 0
        parts.append(
            f"De controle gaf {show_number(len(findings))} soorten meldingen over "
            f"{show_number(total)} rijen."
            if total
            else "De controle gaf geen meldingen."
        )
    unknown = quality[quality["onbekend_aandeel"] > 0]
    if len(unknown):
        worst = unknown.sort_values("onbekend_aandeel").iloc[-1]
        parts.append(
            f"Het vaakst onbekend is het veld ‘{worst['kolom']}’ in het bestand "
            f"‘{worst['bestand']}’: "
            f"{show_percentage(worst['onbekend_aandeel'])}."
        )
    sentence(" ".join(parts))


def _show_improvements(context: Context) -> None:
    """What to improve, what does most to figures first; counts in the intern edition alone."""
    missing = [_improvement(point) for point in list_missing_files(context.editie)]
    if context.audience != INTERN and not missing:
        return
    section("Wat u kunt verbeteren, en wat het oplevert")
    if context.audience != INTERN:
        note(" ".join(f"{name}." for name in missing))
        return
    if not is_told(context, "verbeterpunten"):
        return
    points = list_verbeterpunten(context.editie)
    if not points:
        note("Er ontbreekt niets dat een cijfer raakt.")
        return
    rows: list[list[Inhoud]] = []
    for point in points:
        most = point.geraakt[0]
        count = f"{show_number(most.aantal)} van {show_number(most.van)}"
        text = f"{count} ({show_percentage(most.aandeel, 1)})" if most.van else "alles"
        others = len(point.geraakt)
        rows.append(
            [
                _improvement(point),
                most.indicator.naam,
                bar_cell(most.aandeel, text),
                f"raakt {others} {'cijfer' if others == 1 else 'cijfers'}",
            ]
        )
    is_year = EFFECTJAAR in context.editie.vensters
    van, tot = context.editie.vensters[EFFECTJAAR] if is_year else context.editie.kwartalen[-1]
    show_rows(
        (
            Tabelkolom("Te verbeteren", LINKS, is_breed=True),
            Tabelkolom("Raakt het meest", LINKS),
            Tabelkolom("Daar ontbreekt het bij"),
            Tabelkolom("In totaal", LINKS),
        ),
        rows,
        onderschrift=f"Het belangrijkste eerst; {show_period(van, tot)}, de hele gemeente",
    )
    note(
        "De volgorde: van elk cijfer het deel waar het gegeven ontbreekt, en die delen bij elkaar. "
        "Wie in geen wijk woont, telt wel mee in de gemeente. Welke rijen het zijn, schrijft de "
        "beheerder op met: python -m proeftuin werklijst."
    )


def _improvement(point: Verbeterpunt) -> str:
    missing = f"Bestand {point.bestand} is niet geleverd"
    return _TE_VERBETEREN.get((point.bestand, point.kolom), missing)


def _show_reconciliation(context: Context) -> None:
    """Per file what came in, what was loaded and what was left out, with the reason."""
    section("Wat kwam erin, wat ging erdoor", "Gelezen is geladen en weggelaten samen.")
    if not is_told(context, "aansluiting"):
        return
    table = read_records(context.editie, "aansluiting", Aansluitregel)
    rows: list[list[Inhoud]] = []
    for bestand, found in groupby(table, lambda row: row.bestand):
        counts = {row.soort: row.aantal_rijen for row in found}
        left = {
            soort: aantal
            for soort, aantal in counts.items()
            if soort not in (GELEZEN, GELADEN, SAMENGEVOEGD)
        }
        why = [
            f"{show_number(aantal)} {REDENEN.get(soort, soort)}"
            for soort, aantal in left.items()
            if aantal
        ]
        if counts.get(SAMENGEVOEGD):
            why.append(f"van de geladen {show_number(counts[SAMENGEVOEGD])} samengevoegd")
        numbers = (counts.get(GELEZEN, 0), counts.get(GELADEN, 0), sum(left.values()))
        reasons = "; ".join(why) or "niets weggelaten"
        rows.append([bestand, *(show_number(n) for n in numbers), reasons])
    show_rows(
        (
            Tabelkolom("Bestand", LINKS),
            *(Tabelkolom(name) for name in ("Gelezen", "Geladen", "Weggelaten")),
            Tabelkolom("Waarom", LINKS, is_breed=True),
        ),
        rows,
        onderschrift="Rijen per bestand, en records per soort bericht",
    )


def _show_findings(context: Context) -> None:
    """The findings of the last levering; the openbaar edition has none."""
    section("Meldingen bij de laatste levering")
    findings = read_tabel(context.editie, "bevindingen")
    if findings.empty:
        note("De controle gaf geen meldingen.")
        return
    rows: list[list[Inhoud]] = []
    keys = ["ernst", "code", "bestand", "kolom", "melding", "oplossing"]
    grouped = findings.groupby(keys, dropna=False, sort=False)["aantal"].sum().reset_index()
    ordered = grouped.sort_values(["ernst", "aantal"], ascending=[True, False])
    for row in ordered.to_dict("records"):
        where = row["bestand"] + (f", {row['kolom']}" if pandas.notna(row["kolom"]) else "")
        ernst = "Fout" if row["ernst"] == FOUT else "Waarschuwing"
        rows.append(
            [where, ernst, row["melding"], row["oplossing"], show_number(int(row["aantal"]))]
        )
    show_rows(
        (
            Tabelkolom("Waar", LINKS),
            Tabelkolom("Soort", LINKS),
            Tabelkolom("Wat is er aan de hand", LINKS, is_breed=True),
            Tabelkolom("Wat te doen", LINKS, is_breed=True),
            Tabelkolom("Rijen"),
        ),
        rows,
        onderschrift="Meldingen; nooit met een gegeven van een persoon",
    )


def _show_fields(context: Context) -> None:
    """Share empty and unknown per field; counts only in the intern edition."""
    section("Lege en onbekende velden", "Welk deel van de rijen is leeg of onbekend?")
    quality = read_tabel(context.editie, "veldkwaliteit")
    filled = quality[(quality["leeg_aandeel"] > 0) | (quality["onbekend_aandeel"] > 0)]
    is_intern = context.audience == INTERN
    kolommen = [Tabelkolom("Veld", LINKS), Tabelkolom("Leeg"), Tabelkolom("Onbekend")]
    kolommen += [Tabelkolom("Rijen")] if is_intern else []
    rows: list[list[Inhoud]] = []
    for row in filled.sort_values(["bestand", "kolom"]).to_dict("records"):
        cells: list[Inhoud] = [f"{row['bestand']}, {row['kolom']}"]
        for name in ("leeg", "onbekend"):
            share = row[f"{name}_aandeel"]
            if is_intern and row["aantal_rijen"]:
                share = row[f"aantal_{name}"] / row["aantal_rijen"]
            text = show_percentage(share, 1 if is_intern else 0)
            cells.append(text if pandas.isna(share) else bar_cell(float(share), text))
        rows.append([*cells, *([show_number(row["aantal_rijen"])] if is_intern else [])])
    if not rows:
        note("Alle velden zijn gevuld.")
        return
    title = "Velden waarvan een deel leeg of onbekend is"
    show_rows(kolommen, rows, onderschrift=title)
    full = int(((quality["leeg_aandeel"] == 0) & (quality["onbekend_aandeel"] == 0)).sum())
    unseen = len(quality) - len(filled) - full
    others = "1 ander veld is" if full == 1 else f"{full} andere velden zijn"
    hidden = "1 veld" if unseen == 1 else f"{unseen} velden"
    note(
        f"{others} helemaal gevuld. "
        f"{f'Van {hidden} is hier niet te zien of er iets leeg is. ' if unseen else ''}"
        "Leeg is niet altijd fout: zonder einddatum loopt de hulp nog, en zonder afmelding wacht "
        "iemand nog of is de hulp gestart."
    )


def _show_rows_per_quarter(context: Context) -> None:
    """A small chart per file, intern only; a sudden dip is a question for the supplier."""
    section("Rijen per kwartaal", "Een plotselinge daling is een vraag aan de leverancier.")
    table = read_tabel(context.editie, "rijen_per_kwartaal")
    since = context.settings.perioden.vroegste_kwartaal
    places = st.columns(2, gap="large")
    for number, bestand in enumerate(dict.fromkeys(table["bestand"])):
        rows = table[table["bestand"] == bestand].sort_values("kwartaal_datum")
        counts = [
            (to_date(row.kwartaal_datum), float(str(row.aantal_rijen)))
            for row in rows.itertuples()
            if to_date(row.kwartaal_datum) >= since
        ]
        if not counts:
            continue
        with places[number % 2]:
            st.html(f'<h3 class="tussenkop">{bestand}</h3>')
            spec = chart_of(context, ("rijen", bestand), partial(count_chart, counts))
            low, high = min(n for _, n in counts), max(n for _, n in counts)
            alt = f"Staafjes met het aantal rijen van {bestand} per kwartaal, van "
            show_chart(
                spec, f"{alt}{show_number(low)} tot {show_number(high)}.", f"rijen_{bestand}"
            )


def _show_merged(context: Context) -> None:
    """How many ends each rule of merging took away, per quarter of the end, newest first."""
    section("Samengevoegde trajecten", "Een einde waarna dezelfde hulp doorgaat, telt niet mee.")
    if not has_tabel(context.editie, _SAMENGEVOEGD):
        note(EERDER)
        return
    table, perioden = read_tabel(context.editie, _SAMENGEVOEGD), context.settings.perioden
    found = {
        (to_date(row.kwartaal_datum), str(row.regel)): float(str(row.aantal_einden))
        for row in table.itertuples()
    }
    days = {van for van, _ in context.editie.kwartalen} | {day for day, _ in found}
    rows: list[list[Inhoud]] = [
        [short_quarter(day), *(_ends_cell(found.get((day, regel), 0.0)) for regel in _REGELS)]
        for day in sorted(days, reverse=True)
        if day >= perioden.grafiek_vanaf
    ]
    show_rows(
        [Tabelkolom("Kwartaal", LINKS), *(Tabelkolom(name) for name in _REGELS.values())],
        rows,
        onderschrift="Einden die bij het laden wegvielen, per regel en kwartaal van het einde",
    )
    note(
        "Het gaat steeds om hulp van dezelfde hulpvorm, bij dezelfde aanbieder en jeugdige. "
        "Overlap: het volgende traject was al begonnen. Sluit aan: het begon de volgende dag. "
        "Administratief: het einde had reden 36 of 37, en de hulp ging binnen "
        f"{perioden.administratief_dagen} dagen verder. Tijdelijk: het einde had reden 20, en de "
        f"hulp ging binnen {perioden.tijdelijke_stop_dagen} dagen verder."
    )


def _ends_cell(aantal: float) -> Inhoud:
    """A number of ends; hatched where it is not published."""
    return Vak("afgeschermd", AFGESCHERMD) if pandas.isna(aantal) else show_number(aantal)


def _show_cbs(context: Context) -> None:
    """Our counts beside those of CBS, and where fetched files come from; nothing without them."""
    editie, settings = context.editie, context.settings
    show_section(
        context, ("cbs",), lambda: (*cbs_section(editie, settings), *herkomst_section(editie))
    )


def _show_missing_verwijzer(context: Context) -> None:
    """Share of started trajecten without a known verwijzer, per wijk, in both years."""
    section(
        "Onbekende verwijzer",
        "Bij welk deel van de begonnen trajecten is niet bekend wie verwees?",
    )
    settings = context.settings
    windows = [name for name in (NULMETING, _VENSTER) if name in context.editie.vensters]
    wijken = (*settings.wijk_ids, GEMEENTE)
    rows: list[list[Inhoud]] = [
        [settings.wijk_naam(wijk), *(_missing(context, wijk, name) for name in windows)]
        for wijk in wijken
    ]
    periods = "; ".join(f"{name} {show_period(*context.editie.vensters[name])}" for name in windows)
    show_rows(
        [Tabelkolom("Wijk", LINKS), *(Tabelkolom(name.capitalize()) for name in windows)],
        rows,
        onderschrift=f"Begonnen trajecten met een onbekende verwijzer; {periods}",
        pilot_rows=[nr for nr, wijk in enumerate(wijken) if wijk in settings.pilot.wijken],
    )


def _missing(context: Context, wijk: str, venster: str) -> Vak:
    split = cijfers(context, "trajecten_begonnen", VERWIJZER)
    whole = read_window(cijfers(context, "trajecten_begonnen"), wijk, venster)
    return missing_cell(read_window(split, wijk, venster, ONBEKEND), whole)


def missing_cell(unknown: Figure | None, whole: Figure | None) -> Vak:
    """The share of whole that is unknown; no row of unknown in a known whole means none."""
    if whole is None or not whole.teller:
        return Vak("–")
    if unknown is None:
        return Vak("0,0%")
    if unknown.status == AFGESCHERMD or unknown.teller is None:
        return Vak(show_hidden(INDICATOR["trajecten_begonnen"], unknown), AFGESCHERMD)
    return Vak(f"{show_number(100 * unknown.teller / whole.teller, 1)}%")
