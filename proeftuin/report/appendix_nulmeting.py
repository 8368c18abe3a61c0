"""The frozen nulmeting in the appendices: since when, and what a newer calculation changes."""

from collections.abc import Iterator

from proeftuin.disclosure.published import INTERN
from proeftuin.indicators import INDICATORS, Indicator
from proeftuin.report.blocks import LINKS, Alinea, Blok, Kolom, Kop, Rij, Tabel
from proeftuin.results.editie import Editie, NulmetingStatus, read_nulmeting
from proeftuin.sentences.effect import lower_first
from proeftuin.sentences.indicator import join_words
from proeftuin.sentences.numbers import show_date, show_difference, show_value, to_date
from proeftuin.settings.model import Settings


def nulmeting_words(state: NulmetingStatus) -> tuple[str, str, str]:
    """Version shown, since when, and whether it is unchanged."""
    if state.versie is None:
        return ("nog niet vastgelegd", "–", "–")
    day = show_date(to_date(state.vastgelegd_op)) if state.vastgelegd_op else "–"
    same = "ja" if state.ongewijzigd else "nee"
    if state.nieuwere_versie is not None:
        same = f"nee, versie {state.nieuwere_versie} staat ernaast"
    return (f"versie {state.versie}", day, same)


def nulmeting_part(editie: Editie, settings: Settings) -> Iterator[Blok]:
    """What is frozen since when, and what a newer calculation changes, version beside version."""
    states = {item: read_nulmeting(editie, item.slug) for item in INDICATORS}
    frozen = sum(state.versie is not None for state in states.values())
    changed = [item.naam.lower() for item, state in states.items() if not state.ongewijzigd]
    yield Kop("De nulmeting", 2)
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
    yield Tabel(
        "Stand van de nulmeting per cijfer",
        (
            Kolom("Cijfer", LINKS, 2.4),
            Kolom("Getoond", LINKS),
            Kolom("Vastgelegd op", LINKS, 1.3),
            Kolom("Ongewijzigd", LINKS, 1.3),
        ),
        tuple(Rij((item.naam, *nulmeting_words(state))) for item, state in states.items()),
    )
    for item, state in states.items():
        if state.nieuwere_versie is not None:
            yield from changes_part(item, state, editie.audience, settings)


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
                Kolom("Wijk", LINKS, 1.2),
                Kolom(f"Versie {state.versie}, hier getoond"),
                Kolom(f"Versie {state.nieuwere_versie}"),
                Kolom("Verschil"),
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
        )
    if state.andere_cellen:
        where = "Ook" if state.wijzigingen else "Alleen"
        yield Alinea(
            f"{where} {state.andere_cellen} onderliggende aantallen van {name} zijn anders, "
            "bijvoorbeeld in een groep.",
            "noot",
        )
