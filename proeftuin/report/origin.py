"""The appendices that let anyone check the report.

Definitions, periods, states, data and hashes, and the frozen nulmeting: since when, and what a
newer calculation changes.
"""

from collections.abc import Iterator

import pandas as pd

from proeftuin.indicators import BEVOLKING, INDICATORS, Indicator
from proeftuin.report.blocks import LINKS, Alinea, Blok, Kop, Lijst, Rij, Tabel, Tabelkolom, Vak
from proeftuin.report.cbs import cbs_section, herkomst_section
from proeftuin.results import (
    Editie,
    NulmetingStatus,
    quarters_of,
    read_cijfers,
    read_nulmeting,
    read_tabel,
)
from proeftuin.sentences import (
    AFDELINGEN,
    KANS_UITLEG,
    STATUS_TEKST,
    STATUS_UITLEG,
    besluit_note,
    earlier_periods,
    fill_texts,
    join_words,
    lower_first,
    population_notes,
    read_instellingen,
    show_date,
    show_day,
    show_difference,
    show_number,
    show_time,
    show_value,
    show_wish,
    text_of,
)
from proeftuin.settings import Settings
from proeftuin.vocabulary import INTERN


def nulmeting_words(state: NulmetingStatus) -> tuple[str, str, str]:
    """Version shown, since when, and whether it is unchanged."""
    if state.versie is None:
        return ("nog niet vastgelegd", "–", "–")
    day = show_day(state.vastgelegd_op) if state.vastgelegd_op else "–"
    same = "ja" if state.ongewijzigd else "nee"
    if state.geldend not in (None, state.versie):
        same = f"niet vergelijkbaar met de vastgelegde versie {state.geldend}"
    if state.nieuwere_versie is not None:
        same = f"nee, versie {state.nieuwere_versie} staat ernaast"
    return (f"versie {state.versie}", day, same)


def nulmeting_part(editie: Editie, settings: Settings) -> Iterator[Blok]:
    """What is frozen since when, and what a newer calculation changes, version beside version."""
    states = {item: read_nulmeting(editie, item.slug) for item in INDICATORS}
    frozen = sum(state.versie is not None for state in states.values())
    changed = [item.naam.lower() for item, state in states.items() if not state.ongewijzigd]
    yield Alinea(
        "De nulmeting van een cijfer wordt één keer vastgelegd en daarna nooit overschreven. "
        f"Vastgelegd: {frozen} van de {len(states)} cijfers. "
        + (
            f"Een nieuwe berekening geeft een andere uitkomst voor {join_words(changed)}; die "
            "staat ernaast als nieuwe versie."
            if changed
            else "Ongewijzigd: nieuwe gegevens geven voor geen enkel cijfer een andere nulmeting."
        )
    )
    yield nulmeting_table(editie)
    for note in dict.fromkeys(map(besluit_note, states.values())):
        if note:
            yield Alinea(note, "noot")
    for item, state in states.items():
        if state.nieuwere_versie is not None:
            yield from changes_part(item, state, editie.audience, settings)


def nulmeting_table(editie: Editie) -> Tabel:
    """Which nulmeting of each figure is shown, since when, and whether it is unchanged."""
    return Tabel(
        "Stand van de nulmeting per cijfer",
        (
            Tabelkolom("Cijfer", LINKS, 2.4),
            Tabelkolom("Getoond", LINKS),
            Tabelkolom("Vastgelegd op", LINKS, 1.3),
            Tabelkolom("Ongewijzigd", LINKS, 1.3),
        ),
        tuple(
            Rij((item.naam, *nulmeting_words(read_nulmeting(editie, item.slug))))
            for item in INDICATORS
        ),
        vouw="De stand per cijfer",
    )


def changes_part(
    indicator: Indicator, state: NulmetingStatus, audience: str, settings: Settings
) -> Iterator[Blok]:
    """What changed in one nulmeting: the year value per wijk in both versions.

    The openbaar edition says only that it changed, for the newer values are not protected.
    """
    name = lower_first(indicator.naam)
    if audience != INTERN:
        yield Alinea(f"Wat er veranderde in de nulmeting van {name}, staat in de interne editie.")
        return
    if state.wijzigingen:
        yield Tabel(
            f"Nulmeting van {name}, twee versies",
            (
                Tabelkolom("Wijk", LINKS, 1.2),
                Tabelkolom(f"Versie {state.versie}, hier getoond"),
                Tabelkolom(f"Versie {state.nieuwere_versie}"),
                Tabelkolom("Verschil"),
            ),
            tuple(
                Rij(
                    (
                        settings.wijk_naam(item.wijk),
                        show_value(indicator, item.oud),
                        show_value(indicator, item.nieuw),
                        "–"
                        if item.oud is None or item.nieuw is None
                        else show_difference(indicator, item.nieuw - item.oud),
                    )
                )
                for item in state.wijzigingen
            ),
            vouw=f"Wat er veranderde in de nulmeting van {name}",
        )
    if state.andere_cellen:
        where = "Ook" if state.wijzigingen else "Alleen"
        yield Alinea(
            f"{where} {state.andere_cellen} onderliggende aantallen van {name} zijn anders, "
            "bijvoorbeeld in een groep.",
            "noot",
        )


METHODE = (
    "Voor elke wijk is de verandering het effectjaar min de nulmeting. Het verschil is de "
    "verandering van de pilot min het gemiddelde van de andere wijken.",
    f"{KANS_UITLEG} Een kleine pilot krijgt een ruimere marge.",
    "De kleinste verandering die te zien was, is de verandering die wij 8 van de 10 keer zouden "
    "aantonen. Die staat er voordat de uitkomst er staat.",
    "Aantoonbaar anders heet een cijfer alleen als de marge nul uitsluit, als dezelfde "
    "vergelijking van voor de proeftuin niets vond en als alle cijfers bruikbaar zijn. Voor alles "
    "behalve het hoofdcijfer telt ook mee dat wij veel cijfers tegelijk bekijken (Holm).",
    "Bron van de rekenwijze: Conley en Taber 2011; Donald en Lang 2007; Brewer, Crossley en Joyce "
    "2018. Zij is nagerekend met verzonnen steden waarvan de waarheid bekend is.",
)


def definitions_appendix(settings: Settings) -> tuple[Blok, ...]:
    """Every indicator: what it counts, of what, which way is wished, and its source."""
    rows = [
        Rij((item.naam, item.teller_tekst, item.noemer_tekst, show_wish(item), item.bron))
        for item in _filled(settings)
    ]
    return (
        Kop("Bijlage D. Wat elk cijfer betekent"),
        Alinea(
            "Elk cijfer is wat boven de streep staat, gedeeld door wat eronder staat. Een duur "
            "volgt uit hoe lang trajecten of wachttijden lopen; zie de bron."
        ),
        Tabel(
            "Definities van alle cijfers",
            (
                Tabelkolom("Cijfer", LINKS, 1.5),
                Tabelkolom("Boven de streep", LINKS, 2.2),
                Tabelkolom("Onder de streep", LINKS, 2.2),
                Tabelkolom("Gewenst", LINKS, 0.75),
                Tabelkolom("Bron", LINKS, 2),
            ),
            tuple(rows),
        ),
        *_notes(settings),
    )


def _filled(settings: Settings) -> list[Indicator]:
    return [fill_texts(item, settings) for item in INDICATORS]


def _notes(settings: Settings) -> Iterator[Blok]:
    notes = tuple(f"{item.naam}: {item.opmerking}" for item in _filled(settings) if item.opmerking)
    if notes:
        yield Kop("Goed om te weten", 2)
        yield Lijst(notes)


def period_part(settings: Settings) -> tuple[Blok, ...]:
    """The periods, since when the proeftuin runs, and the events."""
    periods = [(item.naam, item.van, item.tot) for item in settings.named_vensters]
    periods.insert(-1, ("overgang", *settings.vensters.overgang))
    periods[:0] = earlier_periods(settings)
    pilots = join_words([settings.wijk_naam(item) for item in settings.pilot.wijken])
    return (
        Tabel(
            "Perioden: hele kalenderkwartalen, beide dagen tellen mee",
            (
                Tabelkolom("Periode", LINKS),
                Tabelkolom("Van", LINKS),
                Tabelkolom("Tot en met", LINKS),
            ),
            tuple(
                Rij((naam.capitalize(), show_date(van), show_date(tot)))
                for naam, van, tot in periods
            ),
        ),
        Alinea(
            f"Proeftuin in {pilots}, begonnen op {show_date(settings.pilot.start)}. De overgang "
            "telt in geen enkele vergelijking mee.",
            "noot",
        ),
        Tabel(
            "Gebeurtenissen en breuken in de cijfers",
            (Tabelkolom("Datum", LINKS, 1), Tabelkolom("Gebeurtenis", LINKS, 3, is_breed=True)),
            tuple(Rij((show_date(item.datum), item.tekst)) for item in settings.gebeurtenis),
            vouw="Gebeurtenissen in de grafieken",
        ),
    )


def state_table(settings: Settings) -> Tabel:
    """What each state of a figure means."""
    return Tabel(
        "De toestand van een cijfer. Een echte nul is een gewoon cijfer en staat als 0",
        (Tabelkolom("Toestand", LINKS, 1), Tabelkolom("Uitleg", LINKS, 4, is_breed=True)),
        tuple(
            Rij((STATUS_TEKST[status].capitalize(), text_of(text, settings)))
            for status, text in STATUS_UITLEG.items()
        ),
    )


def setting_tables(settings: Settings, *, met_sleutel: bool = False) -> Iterator[Tabel]:
    """Every threshold and norm with its meaning; met_sleutel: for who may change them as well."""
    columns = [Tabelkolom("Betekenis", LINKS, 4, is_breed=True), Tabelkolom("Waarde", breedte=1)]
    columns += [Tabelkolom("Sleutel", LINKS, is_breed=True)] if met_sleutel else []
    for afdeling, titel in AFDELINGEN.items():
        if met_sleutel or afdeling != "levering":
            rows = [
                Rij((item.betekenis, item.waarde, Vak(item.sleutel, soort="zacht"))[: len(columns)])
                for item in read_instellingen(settings, afdeling)
            ]
            yield Tabel(titel, tuple(columns), tuple(rows))


def method_appendix(settings: Settings) -> tuple[Blok, ...]:
    """How the comparison is made, the periods, the states and every threshold."""
    return (
        Kop("Bijlage E. Hoe wij vergelijken"),
        Lijst(METHODE),
        *period_part(settings),
        state_table(settings),
        *setting_tables(settings),
    )


def origin_appendix(editie: Editie, settings: Settings) -> tuple[Blok, ...]:
    """Which nulmeting is shown, the quality of the data, and the marks of this edition."""
    return (
        Kop("Bijlage F. Nulmeting, gegevens en herkomst"),
        Kop("De nulmeting", 2),
        *nulmeting_part(editie, settings),
        *_quality_part(editie, settings),
        *cbs_section(editie, settings),
        *herkomst_section(editie),
        *_origin_part(editie, settings),
    )


def _population_part(editie: Editie, settings: Settings) -> Iterator[Blok]:
    """What the population lacks, the noemer of every figure per 1000, since the charts begin."""
    indicator = next(item for item in INDICATORS if item.noemer == BEVOLKING and not item.peildatum)
    published = read_cijfers(editie, indicator.slug)
    recent = published.select(vanaf=settings.perioden.grafiek_vanaf)
    figures = [item for wijk in settings.wijk_ids for item in quarters_of(recent, wijk)]
    for text in population_notes(figures, {wijk.id: wijk.naam for wijk in settings.wijk}):
        yield Alinea(text)


def _quality_part(editie: Editie, settings: Settings) -> Iterator[Blok]:
    yield Kop("Kwaliteit van de gegevens", 2)
    yield Alinea(f"Geleverde bestanden: {join_words(list(editie.geleverd))}.")
    yield from _population_part(editie, settings)
    quality = read_tabel(editie, "veldkwaliteit")
    filled = quality[(quality["leeg_aandeel"] > 0) | (quality["onbekend_aandeel"] > 0)]
    if len(filled):
        yield Tabel(
            "Velden waarvan een deel leeg of onbekend is; de andere velden zijn gevuld",
            (
                Tabelkolom("Bestand", LINKS, 1.2),
                Tabelkolom("Veld", LINKS, 1.8),
                Tabelkolom("Leeg"),
                Tabelkolom("Onbekend"),
            ),
            tuple(
                Rij(
                    (
                        str(row["bestand"]),
                        str(row["kolom"]),
                        _share(row["leeg_aandeel"]),
                        _share(row["onbekend_aandeel"]),
                    )
                )
                for row in filled.sort_values(["bestand", "kolom"]).to_dict("records")
            ),
        )
        yield Alinea(
            "Leeg is niet altijd fout: zonder einddatum loopt de hulp nog, en zonder afmelding "
            "wacht iemand nog of is de hulp gestart.",
            "noot",
        )
    if editie.audience != INTERN:
        return
    findings = read_tabel(editie, "bevindingen")
    if findings.empty:
        yield Alinea("De controle van de levering gaf geen meldingen.")
        return
    yield Tabel(
        "Meldingen bij de laatste levering; nooit met een gegeven van een persoon",
        (
            Tabelkolom("Bestand", LINKS, 1.2),
            Tabelkolom("Wat is er aan de hand", LINKS, 3),
            Tabelkolom("Wat te doen", LINKS, 2.2),
        ),
        tuple(
            Rij((str(row["bestand"]), str(row["melding"]), str(row["oplossing"])))
            for row in findings.to_dict("records")
        ),
    )


def _share(value: float) -> str:
    """'3%', '<1%'; 'afgeschermd' when it is not published."""
    if pd.isna(value):
        return "afgeschermd"
    return "<1%" if 0 < value < 0.01 else f"{show_number(100 * value)}%"


def origin_table(editie: Editie) -> Tabel:
    """Everything that identifies the edition, in words."""
    rows: list[tuple[str, str | Vak]] = [
        ("Editie", f"{editie.id}, {editie.audience}"),
        ("Gegevens tot en met", show_date(editie.datastand)),
        ("Editie gemaakt op", show_time(editie.gemaakt_op)),
        ("Bron", editie.bron),
        ("Synthetische gegevens", "ja, verzonnen" if editie.synthetisch else "nee"),
        ("Definitieversie", editie.definitieversie),
    ]
    kenmerken = {
        "Kenmerk van de gegevens": editie.store_hash,
        "Kenmerk van de instellingen": editie.settings_hash,
        "Kenmerk van de nulmeting": editie.nulmeting_hash,
    }
    rows += [(naam, Vak(item, soort="kenmerk")) for naam, item in kenmerken.items() if item]
    return Tabel(
        "Met deze kenmerken is na te gaan dat een cijfer niet is veranderd",
        (Tabelkolom("Wat", LINKS, 1), Tabelkolom("Waarde", LINKS, 2.6, is_breed=True)),
        tuple(map(Rij, rows)),
    )


def _origin_part(editie: Editie, settings: Settings) -> Iterator[Blok]:
    yield Kop("Deze editie", 2)
    yield origin_table(editie)
    if editie.audience != INTERN:
        limit = settings.onthulling
        yield Alinea(
            f"Dit is de openbare editie: aantallen onder {limit.drempel} zijn afgeschermd en "
            f"andere aantallen zijn afgerond op een veelvoud van {limit.basis}. Alle "
            "vergelijkingen zijn met die afgeronde cijfers gemaakt.",
            "noot",
        )
