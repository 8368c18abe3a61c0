"""Figures as people and programs read them on the command line: table, CSV or JSON."""

import json
import math
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from io import StringIO
from itertools import chain
from typing import Any

from proeftuin.codelists import read_codelijst
from proeftuin.files import write_cells
from proeftuin.indicators import BEVOLKING, Indicator, Soort
from proeftuin.results import NOEMERSTAND, NulmetingStatus, Published, read_figure
from proeftuin.sentences import (
    STATUS_TEKST,
    nulmeting_note,
    say_population,
    short_period,
    show_bare,
    show_number,
    show_ripeness,
)
from proeftuin.settings import Settings
from proeftuin.tijd import show_day
from proeftuin.vocabulary import (
    AFGESCHERMD,
    INTERN,
    NIET_GELEVERD,
    NOG_NIET_RIJP,
    TE_KLEIN,
    VOORLOPIG,
)

BASIS: tuple[str, ...] = (
    *("wijk", "venster", "van", "tot", "categorie", "teller", "noemer"),
    *("waarde", "onder", "boven", "status"),
)
MEDIANEN = ("mediaan", "mediaan_onder", "mediaan_boven")
WACHTEN = ("p80", "wacht_tot_nu", "terugwerkend")
RIJPHEID = ("rijp", "totaal")
LISTS = {"hulpvorm": "hulpvorm", "verwijzer": "verwijzer", "reden": "reden_einde"}
AANTALLEN = ("teller", "noemer", "terugwerkend", *RIJPHEID, *NOEMERSTAND)


def columns_of(indicator: Indicator, audience: str) -> tuple[str, ...]:
    """Columns of toon for this indicator: those of survival, waiting and ripeness where they fit.

    In openbaar also ongeveer: a total in which a hidden part was estimated. Per 1000 also what the
    population lacks (NOEMERSTAND).
    """
    columns = BASIS
    if indicator.soort is Soort.OVERLEVING:
        columns += MEDIANEN
    if _has_waiting(indicator):
        columns += WACHTEN
    if indicator.rijp:
        columns += RIJPHEID
    if indicator.noemer == BEVOLKING:
        columns += NOEMERSTAND
    return columns if audience == INTERN else (*columns, "ongeveer")


def _has_waiting(indicator: Indicator) -> bool:
    """Whether somebody still waits in this figure."""
    return indicator.overleving is not None and indicator.overleving.wachtenden is not None


def describe_nulmeting(status: NulmetingStatus) -> str:
    """Which nulmeting is printed: frozen or not yet, and whether newer data differ."""
    if status.versie is None or status.vastgelegd_op is None:
        return "Deze nulmeting is nog niet vastgelegd."
    if status.geldend not in (None, status.versie) or status.besluit:
        return nulmeting_note(status)
    frozen = f"Dit is versie {status.versie}, vastgelegd op {show_day(status.vastgelegd_op)}"
    if status.ongewijzigd:
        return f"{frozen}; de nieuwste gegevens geven dezelfde waarden."
    beside = f" (versie {status.nieuwere_versie})" if status.nieuwere_versie else ""
    return f"{frozen}; de nieuwste gegevens geven andere waarden{beside}."


def list_rows(published: Published, indicator: Indicator) -> list[dict[str, Any]]:
    """One plain dict per row: numbers as measured, counts whole, dates ISO, None for no value.

    rijp and totaal are keys of rows that are not ripe only.
    """
    columns = columns_of(indicator, published.audience)
    rows = []
    for record in published.frame[list(columns)].to_dict("records"):
        row = {str(name): _plain(str(name), value) for name, value in record.items()}
        if row["status"] != NOG_NIET_RIJP:
            for name in RIJPHEID:
                row.pop(name, None)
        rows.append(row)
    return rows


def _plain(name: str, value: Any) -> Any:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, date):
        return value.isoformat()
    if name in AANTALLEN and float(value).is_integer():
        return int(value)
    return value


def to_json(rows: Iterable[dict[str, Any]]) -> str:
    """A JSON list of objects, one per line."""
    lines = ",\n ".join(json.dumps(row, ensure_ascii=False, allow_nan=False) for row in rows)
    return f"[{lines}]\n"


def cijfers_csv(rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> str:
    """CSV with commas and decimal points, a column per key; empty where there is no value."""
    stream = StringIO()
    lines = ([row.get(name) for name in columns] for row in rows)
    write_cells(stream, chain([columns], lines), ",", "\n")
    return stream.getvalue()


def print_rows(
    formaat: str,
    rows: Callable[[], Iterable[dict[str, Any]]],
    csv: Callable[[], str],
    people: Callable[[], None],
) -> None:
    """Print what a command found as JSON, as CSV or for who reads along; only that one is made."""
    if formaat == "json":
        sys.stdout.write(to_json(rows()))
    elif formaat == "csv":
        sys.stdout.write(csv())
    else:
        people()


def cijfers_table(
    published: Published, indicator: Indicator, settings: Settings
) -> tuple[list[str], list[list[str]]]:
    """(headings, rows) as text: rounded, with units in words, states spelled out."""
    frame = published.frame
    split = bool(frame["categorie"].notna().any())
    survival = indicator.soort is Soort.OVERLEVING
    waiting = _has_waiting(indicator)
    headings = ["Wijk", "Periode", *(["Categorie"] if split else []), "Teller", "Noemer"]
    headings += ["Waarde", "Interval"]
    headings += ["Mediaan"] if survival else []
    headings += ["P80", "Wacht tot nu", "Terugwerkend"] if waiting else []
    headings += ["Status"]
    lines = []
    for record in frame.to_dict("records"):
        row: dict[str, Any] = {str(name): value for name, value in record.items()}
        figure = read_figure(row, published.voorlopig_na)
        cells = [wijk_text(row["wijk"], settings), short_period(figure.van, figure.tot)]
        cells += [_category(row["indeling"], row["categorie"])] if split else []
        cells += [_amount(indicator, row, "teller"), _amount(indicator, row, "noemer")]
        cells += [_value(indicator, row, "waarde"), _interval(indicator, row)]
        cells += [_median(indicator, row, settings)] if survival else []
        if waiting:
            cells += [_days(row["p80"]), _days(row["wacht_tot_nu"]), _days(row["terugwerkend"])]
        status = STATUS_TEKST[figure.status]
        if figure.status == TE_KLEIN and figure.is_voorlopig:
            status = f"{status}, {STATUS_TEKST[VOORLOPIG]}"
        if figure.status == NOG_NIET_RIJP:
            status = f"{status}: {show_ripeness(figure)}" if figure.totaal is not None else status
        extra = ["ongeveer"] if figure.ongeveer else []
        status = ", ".join(filter(None, [status, *extra, say_population(figure)]))
        lines.append([*cells, status])
    return headings, lines


def _category(indeling: str, categorie: str) -> str:
    """The code with its name from the code list, when the split has one."""
    if indeling not in LISTS:
        return categorie
    naam = read_codelijst(LISTS[indeling]).get(categorie)
    return f"{categorie} {naam}" if naam else categorie


def wijk_text(wijk: str, settings: Settings) -> str:
    """The name of a wijk; its id when the configuration does not know it: a wijk of then."""
    try:
        return settings.wijk_naam(wijk)
    except KeyError:
        return wijk


def _missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def _amount(indicator: Indicator, row: dict[str, Any], name: str) -> str:
    """A count or an amount; '<10', of its threshold, where a count is hidden."""
    if not _missing(row[name]):
        decimals = 0 if float(row[name]).is_integer() else 2
        return show_number(float(row[name]), decimals)
    hidden_sum = indicator.soort is Soort.GEMIDDELDE and name == "teller"
    euros = indicator.soort in (Soort.EURO, Soort.EURO_PER_1000, Soort.EURO_AANDEEL)
    if row["status"] != AFGESCHERMD or hidden_sum or euros:
        return "–"
    drempel = read_figure(row).drempel
    return "afgeschermd" if drempel is None else f"<{drempel}"


def _value(indicator: Indicator, row: dict[str, Any], name: str) -> str:
    if row["status"] == NIET_GELEVERD or _missing(row[name]):
        return "–"
    return show_bare(indicator, float(row[name]))


def _interval(indicator: Indicator, row: dict[str, Any]) -> str:
    if _missing(row["onder"]) or _missing(row["boven"]):
        return ""
    return f"{_value(indicator, row, 'onder')} tot {_value(indicator, row, 'boven')}"


def _days(value: Any) -> str:
    return "–" if _missing(value) else show_number(float(value))


def _median(indicator: Indicator, row: dict[str, Any], settings: Settings) -> str:
    """The median in days; '> 730' when half have not stopped within the horizon."""
    if not _missing(row["mediaan"]):
        return show_number(float(row["mediaan"]))
    if _missing(row["waarde"]):
        return "–"
    if indicator.overleving and indicator.overleving.kap_mediaan:
        return f"> {getattr(settings.perioden, indicator.overleving.horizon)}"
    return "niet bereikt"
