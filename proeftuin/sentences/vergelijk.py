"""Two editions side by side in words: what moved, how far, and what can have moved it."""

from collections.abc import Sequence
from datetime import date

from proeftuin.indicators import BEVOLKING, INDICATOR, Indicator
from proeftuin.results import (
    Cijfervergelijking,
    Cijferverschil,
    Editievergelijking,
    Editieverschil,
    Figure,
    Reden,
    Redensoort,
    Rijverschil,
)
from proeftuin.sentences.indicator import join_words
from proeftuin.sentences.numbers import (
    is_rounded_away,
    rounding_words,
    short_quarter,
    show_difference,
    show_figure,
    show_number,
)
from proeftuin.sentences.tables import describe_source, table_csv
from proeftuin.settings import Settings
from proeftuin.tijd import show_date, show_time
from proeftuin.vocabulary import OPENBAAR

GEEN_EERDERE = (
    "Er is nog geen eerdere editie om mee te vergelijken. Na de volgende keer publiceren staat "
    "hier welke cijfers anders zijn, en waarom."
)
REDEN_UITLEG = (
    "Onder 'Waarom' staat wat er anders is en het cijfer kan hebben veranderd. Welke reden hoeveel "
    "deed, is aan twee edities niet te zien. Rijen 'in andere perioden' tellen soms mee: hulp die "
    "eerder begon, of later verder ging."
)
AFROND_UITLEG = f"{rounding_words(OPENBAAR)} Aantallen rijen staan er in honderdtallen."
ZELFDE_LEVERING = "Beide edities zijn van precies dezelfde gegevens."
_IS_ANDERS = {True: "ja", False: "nee", None: "niet bekend"}
_REDEN = {
    Redensoort.DEFINITIE: "de definitie is anders",
    Redensoort.GRENZEN: "de grenzen van de wijk zijn anders",
    Redensoort.VENSTER: "de periode is anders gekozen",
    Redensoort.PARAMETERS: "een norm of termijn is anders",
    Redensoort.NULMETING: "er geldt een andere versie van de nulmeting",
    Redensoort.INSTELLING_ONBEKEND: "instellingen zijn anders, maar welke is niet bewaard",
    Redensoort.NIEUW_CIJFER: "dit cijfer werd toen nog niet berekend",
    Redensoort.NIEUWE_PERIODE: "deze periode was toen nog niet voorbij",
    Redensoort.RIJP: "toen was nog niet iedereen lang genoeg gevolgd",
    Redensoort.VOORLOPIG: "het was toen voorlopig",
    Redensoort.WEER_VOORLOPIG: (
        "het is weer voorlopig: er gaat later meer bij of af dan toen was te zien, of de termijn "
        "is anders"
    ),
    Redensoort.BESCHERMING: "het is anders afgeschermd",
    Redensoort.DATASTAND: "de gegevens lopen tot een andere dag",
    Redensoort.RIJEN_ONBEKEND: "rijen per kwartaal zijn niet van beide edities bewaard",
    Redensoort.INHOUD_ONBEKEND: "of rijen zijn verbeterd, is aan deze edities niet te zien",
    Redensoort.GEEN: "niet af te lezen aan de edities",
}
_ANDERS = {
    Redensoort.DEFINITIE: "De definities zijn veranderd: toen versie {oud}, nu versie {nieuw}.",
    Redensoort.GRENZEN: "De grenzen van {wat} zijn veranderd: toen {oud}; nu {nieuw}.",
    Redensoort.VENSTER: "De periode {wat} is anders: toen {oud}; nu {nieuw}.",
    Redensoort.PARAMETERS: "Instelling {wat} is anders: toen {oud}; nu {nieuw}.",
    Redensoort.DATASTAND: "De gegevens liepen toen tot en met {oud}, en nu tot en met {nieuw}.",
    Redensoort.INSTELLING_ONBEKEND: (
        "De instellingen zijn anders. Welke, is niet bewaard: een van de edities is gemaakt "
        "voordat dat werd opgeschreven."
    ),
}


def show_rijbegin(bestand: str, kwartaal: date) -> str:
    """When rows of a file begin: 'okt–dec 2023', or '2023' for a file that has years."""
    return str(kwartaal.year) if bestand == BEVOLKING else short_quarter(kwartaal)


def show_rijverschil(item: Rijverschil) -> list[str]:
    """One file and quarter as cells: file, begin, then, now, difference, other content."""
    counts = ["–" if n is None else show_number(n) for n in (item.oud, item.nieuw, item.erbij)]
    if item.erbij is not None and item.erbij > 0:
        counts[-1] = f"+{counts[-1]}"
    begin = show_rijbegin(item.bestand, item.kwartaal)
    return [item.bestand, begin, *counts, _IS_ANDERS[item.is_anders]]


def say_reden(reden: Reden) -> str:
    """One reason in a few words: 'traject: 12 rijen erbij', 'de definitie is anders'."""
    if not reden.wat:
        return _REDEN[reden.soort]
    where = "" if reden.is_eigen else " in andere perioden"
    if not reden.aantal:
        return f"{reden.wat}: rijen verbeterd of aangevuld{where}"
    size = abs(reden.aantal)
    rows = "1 rij" if size == 1 else f"{show_number(size)} rijen"
    return f"{reden.wat}: {rows} {'erbij' if reden.aantal > 0 else 'minder'}{where}"


def say_redenen(redenen: Sequence[Reden]) -> str:
    """All of them in one cell, the surest first."""
    return "; ".join(say_reden(reden) for reden in redenen)


def say_editieverschil(item: Editieverschil, settings: Settings) -> str:
    """One thing that is other in the two editions, as a sentence."""
    oud, nieuw, wat = item.oud, item.nieuw, item.wat
    if item.dagen is not None:
        oud, nieuw = (show_date(dag) for dag in item.dagen)
    if item.soort == Redensoort.GRENZEN and wat in settings.wijk_ids:
        wat = settings.wijk_naam(wat)
    return _ANDERS[item.soort].format(wat=wat, oud=oud, nieuw=nieuw)


def list_editieverschillen(vergelijking: Editievergelijking, settings: Settings) -> list[str]:
    """Everything that is other but the figures, and what is not known, a sentence each."""
    lines = [say_editieverschil(item, settings) for item in vergelijking.oorzaken]
    if vergelijking.is_zelfde_levering:
        lines.append(ZELFDE_LEVERING)
    elif vergelijking.rijen is None:
        lines.append(
            "Hoeveel rijen elk bestand had, is niet bekend: een van de edities bewaart dat niet."
        )
    elif vergelijking.is_zelfde_levering is False and any(
        item.soort == Redensoort.GRENZEN for item in vergelijking.oorzaken
    ):
        lines.append(
            "Of rijen ook zijn verbeterd terwijl hun aantal gelijk bleef, is bij andere grenzen "
            "van wijken niet te zien."
        )
    elif vergelijking.is_zelfde_levering is False and not vergelijking.is_inhoud_bekend:
        lines.append(
            "De gegevens zijn veranderd. Of rijen zijn verbeterd terwijl hun aantal gelijk bleef, "
            "is niet bekend: een van de edities bewaart dat niet."
        )
    if vergelijking.nieuw.audience == OPENBAAR:
        lines.append(AFROND_UITLEG)
    return lines


def show_both_editions(vergelijking: Editievergelijking) -> str:
    """Which two editions, made when: 'Toen: editie ... van ... Nu: editie ... van ...'."""
    then, now = (
        f"editie {item.id}, gemaakt op {show_time(item.gemaakt_op)}"
        for item in (vergelijking.oud, vergelijking.nieuw)
    )
    return f"Toen: {then}. Nu: {now}."


_CSV_KOP = (
    *("indicator", "indeling", "categorie", "wijk", "venster", "van", "tot"),
    *("toen", "toestand toen", "nu", "toestand nu", "verschil", "waarom"),
)


def moved_csv(
    vergelijking: Editievergelijking,
    moved: Sequence[tuple[Cijferverschil, Sequence[Reden]]],
    settings: Settings,
) -> bytes:
    """Figures that moved, each with its reasons, as CSV: as write_csv, with both values.

    Empty: no value is shown; a difference is there only where both are.
    """
    lines = [*describe_source(vergelijking.nieuw, settings), show_both_editions(vergelijking)]
    rows = [
        (
            *(item.slug, item.indeling, item.categorie, item.wijk, item.venster),
            *(item.van, item.tot),
            *_csv_side(item.oud),
            *_csv_side(item.nieuw),
            *(item.verschil, say_redenen(redenen)),
        )
        for item, redenen in moved
    ]
    return table_csv(lines, [_CSV_KOP, *rows])


def _csv_side(figure: Figure | None) -> tuple[float | None, str]:
    return (None, "was er niet") if figure is None else (figure.waarde, figure.status)


def show_moved(verschil: Cijferverschil) -> str:
    """How far it moved: '+14 dagen', 'afgerond 0', 'gelijk'; a dash unless both are shown."""
    if verschil.verschil is None:
        return "–"
    if verschil.verschil == 0:
        return "gelijk"
    if is_rounded_away(INDICATOR[verschil.slug], verschil.verschil):
        return "afgerond 0"
    return show_difference(INDICATOR[verschil.slug], verschil.verschil)


def show_side(indicator: Indicator, figure: Figure | None) -> str:
    """The figure as one of the editions shows it; 'was er niet' where it has none."""
    return "was er niet" if figure is None else show_figure(indicator, figure)


def moved_sentence(found: Cijfervergelijking, naam: str, wijk: str) -> str:
    """How many figures of this indicator and wijk are other than in the edition before."""
    moved = [item for item in found.verschillen if item.oud and item.nieuw]
    new = sum(item.oud is None for item in found.verschillen)
    gone = sum(item.nieuw is None for item in found.verschillen)
    total = len(moved) + found.aantal_gelijk
    parts = [f"{show_number(len(moved))} van {show_number(total)} cijfers zijn anders"]
    if not moved:
        parts = [f"geen van de {show_number(total)} cijfers is anders"]
    if new:
        parts.append(f"{show_number(new)} nieuw")
    if gone:
        parts.append(f"{show_number(gone)} niet meer")
    return f"{naam} in {wijk}: {join_words(parts)}."
