"""Jongeren with jeugdzorg per gebied and year as CBS publishes them, for beside our own counts.

Per table of a year: the forms that can be compared, per configured gebied. CBS rounds to five and
hides small numbers: what is hidden is an empty cell, never 0.
"""

import re
from datetime import datetime
from pathlib import Path

from proeftuin.errors import ProeftuinError
from proeftuin.files import write_cells
from proeftuin.opendata.dienst import Dienst
from proeftuin.opendata.herkomst import Herkomst, Opgehaald, write_fetched
from proeftuin.opendata.lezen import CBS_KOP
from proeftuin.opendata.statline import Statline, read_count, year_of
from proeftuin.settings import Settings
from proeftuin.tijd import dutch_day
from proeftuin.vocabulary import CBS_JEUGDHULP, CBS_JEUGDZORG, CBS_MET, CBS_ZONDER

# The forms that are compared: by their code at StatLine, else by their title.
CODES = {
    **{"T001203": CBS_JEUGDZORG, "A045561": CBS_JEUGDZORG},
    **{"A042502": CBS_JEUGDHULP, "A045560": CBS_JEUGDHULP},
    **{"A042503": CBS_ZONDER, "A027918": CBS_MET},
}
TITELS = {
    CBS_JEUGDZORG: re.compile(r"totaal (alle )?jeugdzorg( in natura)?"),
    CBS_JEUGDHULP: re.compile(r"totaal jeugdhulp( in natura)?"),
    CBS_ZONDER: re.compile(r"(totaal )?jeugdhulp zonder verblijf"),
    CBS_MET: re.compile(r"(totaal )?jeugdhulp met verblijf"),
}
VORM = "vorm"  # in the name of the dimension
AANTAL = ("TotaalJongerenMetJeugdzorg", "JongerenMetJeugdzorg", "JongerenMetJeugdzorgInNatura")
Rij = tuple[int, str, str, int | None, str, str, str]


def fetch_jeugdzorg(settings: Settings, dienst: Dienst, target: Path) -> Opgehaald:
    """Write the counts of every configured table: a row per year, gebied and form.

    A gebied that a table does not have is said and left out. ProeftuinError (Dutch) when nothing is
    left or the service fails.
    """
    source = settings.opendata.statline
    statline = Statline(dienst, source.adres)
    rows: list[Rij] = []
    notes: list[str] = []
    moments: list[datetime] = []
    for jaar, nummer in sorted(source.jeugdzorg.items()):
        found, moment = _read_year(statline, settings, int(jaar), nummer)
        moments.append(moment)
        there = {row[1] for row in found}
        lacking = [code for wijk in settings.wijk for code in wijk.gebieden if code not in there]
        if lacking:
            notes.append(f"{jaar}: tabel {nummer} heeft geen regel voor {', '.join(lacking)}.")
        rows += found
    if not rows:
        raise ProeftuinError(
            "Er is geen aantal voor een van de gebieden. " + " ".join(notes) + " Er is niets "
            "opgeslagen."
        )
    tables = ", ".join(source.jeugdzorg[jaar] for jaar in sorted(source.jeugdzorg))
    origin = Herkomst(
        f"{source.bron}, {'tabellen' if ',' in tables else 'tabel'} {tables}",
        source.licentie,
        source.adres,
        min(moments),
        "Per gebied; afgerond op vijftallen door het CBS. Leeg: niet gepubliceerd.",
    )

    def put(file: Path) -> None:
        with file.open("w", encoding="utf-8", newline="") as stream:
            write_cells(stream, [CBS_KOP, *rows])

    write_fetched(target, origin, put)
    return Opgehaald(target, len(rows), origin, tuple(notes))


def form_of(key: str, title: str) -> str:
    """Our word for a form at CBS; '' for one that is not compared."""
    text = " ".join(title.lower().split())
    named = (form for form, pattern in TITELS.items() if pattern.fullmatch(text))
    return CODES.get(key) or next(named, "")


def _read_year(
    statline: Statline, settings: Settings, jaar: int, nummer: str
) -> tuple[list[Rij], datetime]:
    gebieden = [code for wijk in settings.wijk for code in wijk.gebieden]
    indeling = statline.read_indeling(nummer)
    vorm = next((name for name in indeling.anders if VORM in name.lower()), "")
    if not vorm or not indeling.periode:
        raise ProeftuinError(
            f"Tabel {nummer} van StatLine heeft geen vormen van jeugdzorg of geen jaar. Is dit "
            "nummer in [opendata.statline.jeugdzorg] de goede tabel? Er is niets opgeslagen."
        )
    forms = {
        key: form
        for key, title in statline.read_titles(nummer, vorm).items()
        if (form := form_of(key, title))
    }
    if len(set(forms.values())) != len(forms) or CBS_JEUGDHULP not in forms.values():
        raise ProeftuinError(
            f"De vormen van jeugdzorg in tabel {nummer} van StatLine heten anders dan verwacht. "
            "Er is niets opgeslagen."
        )
    others = statline.read_totals(nummer, (name for name in indeling.anders if name != vorm))
    voorlopig = statline.read_voorlopig(nummer, indeling.periode)
    table = statline.read_table(nummer, indeling, gebieden, {**others, vorm: set(forms)})
    if not table.rijen:
        return [], table.opgehaald_op
    column, day = table.column(*AANTAL), dutch_day(table.opgehaald_op).isoformat()
    found: dict[tuple[str, str], Rij] = {}
    for row in table.rijen:
        period = str(row.get(indeling.periode))
        if year_of(period) != jaar:
            continue
        key = (str(row[indeling.regio]), forms[str(row[vorm])])
        if key in found:
            raise ProeftuinError(
                f"Tabel {nummer} van StatLine heeft voor {key[0]} twee keer hetzelfde in {jaar}. "
                "Er is niets opgeslagen."
            )
        provisional = "ja" if period in voorlopig else "nee"
        found[key] = (jaar, *key, read_count(row.get(column)), provisional, nummer, day)
    return [found[key] for key in sorted(found)], table.opgehaald_op
