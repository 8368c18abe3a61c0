"""Inhabitants per gebied, year and single age: an estimate, for CBS does not publish that.

CBS gives per wijk or buurt who is 0 to 15 and 15 to 25 years old (rounded to five), and per
gemeente every age. Each of the two groups of a gebied is divided over its ages as the gemeente is.
The groups stay what CBS says; only the ages within them are estimated.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from proeftuin.errors import ProeftuinError
from proeftuin.files import write_cells
from proeftuin.opendata.dienst import Dienst
from proeftuin.opendata.herkomst import Herkomst, Opgehaald, write_fetched
from proeftuin.opendata.statline import Statline, read_count, year_of
from proeftuin.settings import Settings

GROEPEN = ((range(0, 15), "k_0Tot15Jaar"), (range(15, 25), "k_15Tot25Jaar"))
OUDST = 22  # the population of the indicators is 0 to and including 22 years
INWONERS = "BevolkingOp1Januari"
LEEFTIJD = "leeftijd"
GEWIJZIGD = "IndelingswijzigingGemeenteWijkBuurt"
ANDERE_GRENS = "3"
KOP = ("jaar", "gebied", "leeftijd", "aantal")
Rij = tuple[int, str, int, int]


@dataclass(frozen=True)
class _Jaar:
    """Of one year: rows to write, what a reader must know, and when the table was fetched."""

    rijen: list[Rij]
    meldingen: list[str]
    opgehaald_op: datetime


def fetch_bevolking(settings: Settings, dienst: Dienst, target: Path) -> Opgehaald:
    """Write bevolking.csv of the levering: an estimate per configured gebied, year and age 0-22.

    A year in which a gebied lacks is left out whole, and said; ProeftuinError (Dutch) when no year
    is left or the service fails.
    """
    source = settings.opendata.statline
    statline = Statline(dienst, source.adres)
    ages, moment = _read_ages(statline, settings)
    rows: list[Rij] = []
    notes: list[str] = []
    moments = [moment]
    for jaar, nummer in sorted(source.wijken.items()):
        if int(jaar) not in ages:
            notes.append(f"{jaar} is overgeslagen: tabel {source.leeftijd} heeft dat jaar niet.")
            continue
        found = _read_year(statline, settings, int(jaar), nummer, ages[int(jaar)])
        rows += found.rijen
        notes += found.meldingen
        moments.append(found.opgehaald_op)
    if not rows:
        raise ProeftuinError(
            "Er is geen jaar met inwoners voor alle gebieden. " + " ".join(notes) + " Er is niets "
            "opgeslagen."
        )
    tables = ", ".join([source.leeftijd, *(source.wijken[jaar] for jaar in sorted(source.wijken))])
    origin = Herkomst(
        f"Schatting op grond van {source.bron}, tabellen {tables}",
        source.licentie,
        source.adres,
        min(moments),
        "Schatting, geen cijfer van het CBS: de groepen 0 tot 15 en 15 tot 25 jaar per gebied zijn "
        "over de leeftijden verdeeld zoals in de hele gemeente.",
    )
    write_fetched(target, origin, lambda file: _put(file, rows))
    return Opgehaald(target, len(rows), origin, tuple(notes))


def spread(total: int, weights: Sequence[int]) -> list[int]:
    """Total divided in proportion to weights, in whole people that add up to it exactly.

    The people left after rounding down go to the largest remainders, of equal ones to the first.
    Without any weight the parts are as equal as they can be.
    """
    weights = weights if sum(weights) else [1] * len(weights)
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    order = sorted(range(len(parts)), key=lambda place: -(total * weights[place] % whole))
    for place in order[: total - sum(parts)]:
        parts[place] += 1
    return parts


def _read_ages(statline: Statline, settings: Settings) -> tuple[dict[int, list[int]], datetime]:
    """Per year the inhabitants of the gemeente of each age 0 to 24, and when that was fetched."""
    nummer, code = settings.opendata.statline.leeftijd, settings.gemeente.code
    indeling = statline.read_indeling(nummer)
    leeftijd = next((name for name in indeling.anders if name.lower() == LEEFTIJD), "")
    if not leeftijd or not indeling.periode:
        raise ProeftuinError(
            f"Tabel {nummer} van StatLine heeft geen leeftijd of geen jaar. Schrijf bij "
            "'opendata.statline.leeftijd' een tabel met inwoners per leeftijd."
        )
    totals = statline.read_totals(nummer, (name for name in indeling.anders if name != leeftijd))
    years = {f"{jaar}JJ00" for jaar in settings.opendata.statline.wijken}
    table = statline.read_table(nummer, indeling, {code}, {**totals, indeling.periode: years})
    if not table.rijen:
        raise ProeftuinError(
            f"Tabel {nummer} van StatLine heeft geen inwoners van {code} in de jaren van "
            "[opendata.statline.wijken]. Er is niets opgeslagen."
        )
    titles = statline.read_titles(nummer, leeftijd)
    single = {key: int(title.split()[0]) for key, title in titles.items() if _is_age(title)}
    column = table.column(INWONERS)
    found: dict[int, dict[int, int]] = {}
    for row in table.rijen:
        jaar, age = year_of(row.get(indeling.periode)), single.get(str(row.get(leeftijd)))
        if jaar is None or age is None:
            continue
        count = read_count(row.get(column))
        of_year = found.setdefault(jaar, {})
        if age in of_year and count != of_year[age]:
            raise ProeftuinError(
                f"Tabel {nummer} van StatLine heeft twee aantallen voor {age} jaar in {jaar}. Er "
                "is niets opgeslagen."
            )
        if count is not None:
            of_year[age] = count
    oldest = GROEPEN[-1][0].stop
    return {
        jaar: [by_age[age] for age in range(oldest)]
        for jaar, by_age in found.items()
        if all(age in by_age for age in range(oldest))
    }, table.opgehaald_op


def _is_age(title: str) -> bool:
    """Whether this is one year of age: '7 jaar', not '5 tot 10 jaar' or '95 jaar of ouder'."""
    first, _, rest = title.partition(" ")
    return first.isdigit() and rest == "jaar"


def _read_year(
    statline: Statline, settings: Settings, jaar: int, nummer: str, ages: list[int]
) -> _Jaar:
    gebieden = [code for wijk in settings.wijk for code in wijk.gebieden]
    indeling = statline.read_indeling(nummer)
    table = statline.read_table(nummer, indeling, gebieden)
    rows: dict[str, dict[str, object]] = {}
    for row in table.rijen:
        if row[indeling.regio] in rows:
            raise ProeftuinError(
                f"Tabel {nummer} van StatLine heeft {row[indeling.regio]} twee keer. Is dit "
                f"nummer de goede tabel voor {jaar}? Er is niets opgeslagen."
            )
        rows[row[indeling.regio]] = row
    columns = [table.column(stem) for _, stem in GROEPEN] if rows else []
    counts: dict[str, list[int | None]] = {
        code: [read_count(rows[code].get(column)) for column in columns] if code in rows else [None]
        for code in gebieden
    }
    lacking = [code for code, found in counts.items() if None in found]
    if lacking:
        return _Jaar(
            [],
            [
                f"{jaar} is overgeslagen: tabel {nummer} heeft geen aantal voor "
                f"{', '.join(lacking)}."
            ],
            table.opgehaald_op,
        )
    moved = [code for code in gebieden if _has_moved(rows[code])]
    notes = [f"In {jaar} kreeg {code} een andere grens dan het jaar ervoor." for code in moved]
    return _Jaar(list(_make_rows(jaar, counts, ages)), notes, table.opgehaald_op)


def _has_moved(row: dict[str, object]) -> bool:
    return any(
        name.startswith(GEWIJZIGD) and str(value).split(".")[0] == ANDERE_GRENS
        for name, value in row.items()
    )


def _make_rows(jaar: int, counts: dict[str, list[int | None]], ages: list[int]) -> Iterator[Rij]:
    for code, groups in counts.items():
        for (years, _), total in zip(GROEPEN, groups, strict=True):
            parts = spread(total or 0, [ages[age] for age in years])
            yield from (
                (jaar, code, age, part)
                for age, part in zip(years, parts, strict=True)
                if age <= OUDST
            )


def _put(file: Path, rows: list[Rij]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        write_cells(stream, [KOP, *rows])
