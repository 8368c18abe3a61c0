"""Tables of text from published figures, and the CSV of what is shown."""

from collections.abc import Iterable, Sequence
from datetime import date
from io import StringIO
from math import isnan
from typing import Any, NamedTuple

import pandas

from proeftuin.codelists import maatstaf_name, read_codelijst, read_maatstaven
from proeftuin.files import safe_line, write_cells
from proeftuin.indicators import AANBIEDER, HULPVORM, LEEFTIJDSGROEP, REDEN, VERWIJZER
from proeftuin.results import NOEMERSTAND, NUMBERS, Editie, Published
from proeftuin.sentences.numbers import show_number
from proeftuin.settings import Settings
from proeftuin.tijd import show_date
from proeftuin.vocabulary import (
    GEMEENTE,
    ONBEKEND,
    OVERIGE,
)

INDELING_NAAM = {
    "geen": "Geen",
    LEEFTIJDSGROEP: "Leeftijd",
    HULPVORM: "Hulpvorm",
    VERWIJZER: "Verwijzer",
    AANBIEDER: "Aanbieder",
    REDEN: "Reden van het einde",
    "vraag": "Vraag",
}
_CODELIJST = {HULPVORM: "hulpvorm", VERWIJZER: "verwijzer", REDEN: "reden_einde"}


# The heads of a CSV where they are not the name of the column.
_KOP = {
    **{"slug": "cijfer", "tot": "tot en met", "onder": "marge van", "boven": "marge tot"},
    **{"noemer_mist": "leeftijden zonder bevolking", "noemer_ouder": "bevolking jaren ouder"},
    **{"rijp": "lang genoeg gevolgd", "wacht_tot_nu": "wacht tot nu"},
}


def category_name(indeling: str, categorie: str) -> str:
    """A category on screen: the name of the code, '4 tot en met 11 jaar', the aanbieder itself."""
    if indeling == LEEFTIJDSGROEP and "-" in categorie:
        low, high = categorie.split("-")
        return f"{low} tot en met {high} jaar"
    if indeling in _CODELIJST:
        return read_codelijst(_CODELIJST[indeling]).get(categorie, categorie)
    return "Onbekend" if categorie == ONBEKEND else categorie


def wijk_order(published: Published, settings: Settings) -> tuple[str, ...]:
    """Pilot, overige, the other wijken, gemeente and, when there are any, onbekend."""
    present = set(published.frame["wijk"].unique())
    order = (*settings.pilot.wijken, OVERIGE, *settings.overige_wijken, GEMEENTE, ONBEKEND)
    return tuple(wijk for wijk in order if wijk in present)


def describe_source(editie: Editie, settings: Settings) -> list[str]:
    """The lines that go with every download: source, edition, datastand, synthetisch."""
    lines = [
        f"{settings.gemeente.proeftuin}, {settings.gemeente.naam}",
        f"Bron: {editie.bron}; gegevens tot en met {show_date(editie.datastand)}",
        f"Editie {editie.id} ({editie.audience}), definities versie {editie.definitieversie}",
    ]
    return [*lines, "Synthetische gegevens: verzonnen, niet van echte jeugdigen."][
        : 4 if editie.synthetisch else 3
    ]


def source_line(editie: Editie, settings: Settings) -> str:
    """The same in one line, for under a picture."""
    label = " · synthetische gegevens" if editie.synthetisch else ""
    return (
        f"{settings.gemeente.proeftuin}, {settings.gemeente.naam} · editie {editie.id} · "
        f"gegevens tot en met {show_date(editie.datastand)}{label}"
    )


def write_csv(published: Published, editie: Editie, settings: Settings) -> bytes:
    """The published rows as CSV for a Dutch spreadsheet: UTF-8 with BOM, ';', decimal comma.

    Lines that begin with # say where the figures come from. Empty: no value.
    """
    return table_csv(describe_source(editie, settings), csv_rows(published))


def table_csv(lines: Iterable[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Rows, heads first, under lines that say where they come from; in the form of write_csv."""
    stream = StringIO()
    for line in lines:
        stream.write(f"# {safe_line(line)}\r\n")
    write_cells(stream, ([_csv_text(value) for value in row] for row in rows))
    return stream.getvalue().encode("utf-8-sig")


def csv_rows(published: Published) -> list[list[Any]]:
    """The heads in Dutch and the published rows, as they are."""
    columns = ["slug", "indeling", "categorie", "wijk", "venster", "van", "tot", *NUMBERS]
    columns += ["status", "ongeveer", *NOEMERSTAND]
    heads = [_KOP.get(naam, naam) for naam in columns]
    return [heads, *(list(row) for row in published.frame[columns].itertuples(index=False))]


def _csv_text(value: object) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return "ja" if value else ""
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".").replace(".", ",")
    return str(value)


def voorveld_rows(table: pandas.DataFrame, settings: Settings) -> tuple[tuple[str, ...], ...]:
    """Per maatstaf its name, the pilot first and last, the others last, and its target, as texts.

    table: the rows of the voorveld, at least one. Known maatstaven come first, in their order.
    """
    known, metingen = read_maatstaven(), _read_metingen(table)
    codes = [code for code in known if code in metingen]
    codes += sorted(metingen.keys() - known.keys())
    pilots, others = settings.pilot.wijken, settings.overige_wijken
    found = []
    for code in codes:
        days = sorted(item.dag for item in metingen[code])
        target = known[code].doel if code in known else None
        shares = (
            _share_text(
                [item for item in metingen[code] if item.dag == dag and item.wijk in who],
                settings.normen.minimum_noemer,
            )
            for dag, who in ((days[0], pilots), (days[-1], pilots), (days[-1], others))
        )
        words = "geen doel" if target is None else f"{show_number(100 * target)}%"
        found.append((maatstaf_name(code), *shares, words))
    return tuple(found)


class _Meting(NamedTuple):
    """One measurement of the voorveld in one wijk; teller and noemer are nan where not shown."""

    dag: date
    wijk: str
    teller: float
    noemer: float


def _read_metingen(table: pandas.DataFrame) -> dict[str, list[_Meting]]:
    """The measurements of every maatstaf."""
    names = ("maatstaf_code", "peil_datum", "wijk", "teller", "noemer")
    found: dict[str, list[_Meting]] = {}
    for code, *rest in zip(*(table[name].tolist() for name in names), strict=True):
        found.setdefault(code, []).append(_Meting(*rest))
    return found


def _share_text(metingen: Sequence[_Meting], fewest: int) -> str:
    """Sum of tellers over sum of noemers as '85% van 120'; words where there is none.

    In brackets, as any figure of a table on fewer than fewest answers.
    """
    if not metingen:
        return "niet gemeten"
    teller, noemer = (
        sum(getattr(item, name) for item in metingen) for name in ("teller", "noemer")
    )
    if isnan(teller) or isnan(noemer):
        return "afgeschermd"
    if not noemer:
        return "geen antwoorden"
    text = f"{show_number(100 * teller / noemer)}% van {show_number(noemer)}"
    return f"({text})" if noemer < fewest else text
