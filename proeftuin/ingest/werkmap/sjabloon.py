"""An empty levering to fill in: a workbook with code lists as drop-downs, and the same as CSV.

Three made-up rows per table show how; their keys begin with VERZONNEN, and a levering that says it
is real is refused while such a key stands in it.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

from proeftuin.codelists import read_codelijst, read_maatstaven
from proeftuin.errors import ProeftuinError
from proeftuin.files import safe_cell, write_cells
from proeftuin.ingest.findings import TOML
from proeftuin.schema import BESTANDEN, Bestand, Kolom, Kolomsoort
from proeftuin.settings import Settings
from proeftuin.vensters import quarter_start

WERKMAP = "levering.xlsx"
VERZONNEN = "VERZONNEN-"
INVULRIJEN = 100_000
LIJSTEN = "Codelijsten"
VORMEN = {Kolomsoort.DATUM: "dd-mm-yyyy", Kolomsoort.GELD: "#,##0.00", Kolomsoort.GETAL: "0"}
VORMEN |= {Kolomsoort.SCORE: "0.0"}
TEKST = "@"  # the form in which Excel leaves codes and keys as they are typed
UITLEG = (
    "Vul per blad de rijen in. Laat de kolomnamen staan; een kolom met ? mag leeg blijven.",
    "Alleen jeugdige en traject zijn verplicht. Een blad zonder rijen telt als niet geleverd.",
    "De schuine rijen zijn verzonnen voorbeelden (VERZONNEN-1 en verder). Haal ze weg.",
    "Blad levering: datastand is de laatste dag waarop de gegevens volledig zijn.",
    "Blad levering: zet synthetisch op nee als de gegevens echt zijn.",
    "Blad Codelijsten: wat elke code betekent.",
    "Schrijf nergens namen van personen; een sleutel wordt bij het laden vervangen.",
)


def write_sjabloon(folder: Path, settings: Settings) -> list[Path]:
    """Write the workbook and the folder csv; the files, the workbook first.

    ProeftuinError (Dutch) when one of them is there already.
    """
    target, texts = folder / WERKMAP, folder / "csv"
    for path in (target, texts):
        if path.exists():
            raise ProeftuinError(f"'{path}' bestaat al. Kies een andere map, of haal het weg.")
    texts.mkdir(parents=True)
    rows = make_examples(settings)
    _write_werkmap(target, rows, settings)
    return [target, *_write_csv(texts, rows, settings)]


def _last_day(settings: Settings) -> date:
    return min(settings.vensters.nulmeting[1], date.today())


def make_examples(settings: Settings) -> dict[str, list[list[Any]]]:
    """Three made-up rows per table, in the order of its columns: texts, numbers, days and None."""
    last, wijken = _last_day(settings), settings.wijk_ids
    wijk = [wijken[nr % len(wijken)] for nr in range(3)]
    jaar, kwartaal = last.year, f"{last.year}K{(last.month + 2) // 3}"
    begin = quarter_start(last)
    posten = [post.naam for post in settings.budget.post] or ["Inrichting"]

    def before(dagen: int) -> date:
        return last - timedelta(days=dagen)

    keys = [[f"{VERZONNEN}{soort}{nr}" for nr in (1, 2, 3)] for soort in ("J", "T", "W", "D")]
    kind, traject, toewijzing, declaratie = keys
    geboren = [date(jaar - leeftijd, 5, 15) for leeftijd in (6, 11, 15)]
    aanbieder = [f"{VERZONNEN}A", f"{VERZONNEN}B", f"{VERZONNEN}A"]
    einde = [before(100), None, None]
    gestopt = [before(100), before(50), before(30)]
    vragen = list(read_codelijst("ervaringsvraag"))
    maatstaven = list(read_maatstaven())
    columns: dict[str, list[list[Any]]] = {
        "jeugdige": [kind, geboren, wijk, geboren, [None] * 3],
        "traject": [
            *(traject, kind, toewijzing, aanbieder, ["02", "03", "11"], ["01", "02", "04"]),
            *([before(400), before(200), before(90)], gestopt, ["31", "34", "32"]),
        ],
        "toewijzing": [
            *(toewijzing, kind, aanbieder, ["45", "41", "44"], ["45A04", "41A03", "44A03"]),
            *(["midden", "licht", "hoog"], [before(410), before(210), before(95)]),
            *([before(400), before(200), before(90)], einde, [5000.0, 8200.5, 15000.0]),
        ],
        "declaratie": [
            *(declaratie, toewijzing, kind, aanbieder, [before(400), before(200), before(90)]),
            *([before(371), before(171), before(61)], [420.5, 910.0, 1300.25]),
        ],
        "aanmelding": [
            *([f"{VERZONNEN}M{nr}" for nr in (1, 2, 3)], kind, aanbieder, ["02", "03", "11"]),
            *([before(430), before(240), before(150)], [before(400), before(200), before(90)]),
            *([None] * 3, [None, None, before(120)], [None, None, before(91)]),
        ],
        "bevolking": [[jaar] * 3, wijk, [6, 11, 15], [120, 131, 118]],
        "uitgave": [
            *([begin, before(40), before(20)], [posten[nr % len(posten)] for nr in range(3)]),
            *([1000.0, 250.5, -50.0], ["realisatie"] * 3, ["verzonnen voorbeeld"] * 3),
        ],
        "ervaring": [
            *([kwartaal] * 3, wijk, ["jeugdige", "ouder", "professional"]),
            *([vragen[nr % len(vragen)] for nr in range(3)], [7.5, 8.0, 6.5], [12, 15, 11]),
        ],
        "uitkomst": [
            *(kind, aanbieder, ["02", "03", "11"], gestopt, [8.0, 7.0, 4.0]),
            ["04", "02", "01"],
        ],
        "voorveld": [
            *([last] * 3, wijk, [maatstaven[nr % len(maatstaven)] for nr in range(3)]),
            *([40, 55, 62], [100, 110, 120]),
        ],
        "casus": [
            *([f"{VERZONNEN}C{nr}" for nr in (1, 2, 3)], wijk, [before(60), before(40), before(9)]),
            *([9000.0, 4500.0, 12000.0], [2500.0, 4000.0, 8000.0], [800.0, 300.0, 950.0]),
        ],
    }
    return {
        naam: [list(row) for row in zip(*values, strict=True)] for naam, values in columns.items()
    }


def _kenmerken(settings: Settings) -> list[tuple[str, Any]]:
    return [
        ("datastand", _last_day(settings)),
        ("bron", "verzonnen voorbeeld"),
        ("opmerking", "sjabloon met verzonnen rijen"),
        ("synthetisch", "ja"),
    ]


def _write_werkmap(target: Path, rows: dict[str, list[list[Any]]], settings: Settings) -> None:
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        first = book.add_worksheet("Uitleg")
        first.set_column(0, 0, 100)
        first.write_column(0, 0, UITLEG)
        about = book.add_worksheet("levering")
        about.set_column(0, 1, 40)
        about.write_row(0, 0, ["sleutel", "waarde"], bold)
        day = book.add_format({"num_format": VORMEN[Kolomsoort.DATUM], "align": "left"})
        for nr, (naam, waarde) in enumerate(_kenmerken(settings), start=1):
            about.write(nr, 0, naam)
            about.write(nr, 1, waarde, day if isinstance(waarde, date) else None)
            if naam == "synthetisch":
                about.data_validation(nr, 1, nr, 1, {"validate": "list", "source": ["ja", "nee"]})
        sheets = [(bestand, book.add_worksheet(bestand.naam)) for bestand in BESTANDEN]
        ranges = _write_lists(book, bold, settings)
        for bestand, sheet in sheets:
            sheet.freeze_panes(1, 0)
            for place, kolom in enumerate(bestand.kolommen):
                form = VORMEN.get(kolom.soort, TEKST)
                sheet.set_column(place, place, 20, book.add_format({"num_format": form}))
                sheet.write_string(0, place, safe_cell(kolom.naam), bold)
                sheet.write_comment(0, place, _explain(kolom))
                cell = book.add_format({"num_format": form, "italic": True, "color": "#666666"})
                for nr, row in enumerate(rows[bestand.naam], start=1):
                    sheet.write(nr, place, safe_cell(row[place]), cell)
                if source := ranges.get(_list_of(kolom)):
                    sheet.data_validation(1, place, INVULRIJEN, place, _choice(kolom, source))


def _list_of(kolom: Kolom) -> str:
    """The list a column is chosen from; '' when there is none."""
    own = {"gebied": "gebied", "vraag_code": "ervaringsvraag", "maatstaf_code": "maatstaf"}
    return kolom.codelijst or own.get(kolom.naam, "")


def _choice(kolom: Kolom, source: str) -> dict[str, Any]:
    """A drop-down; another value is refused only where the list is the whole of it."""
    kind = "stop" if kolom.codelijst else "information"
    wrong = "Kies een code uit de lijst." if kolom.codelijst else "Dit staat niet in de lijst."
    return {
        "validate": "list",
        "source": source,
        "error_type": kind,
        "error_title": "Onbekende code",
        "error_message": wrong,
    }


def _explain(kolom: Kolom) -> str:
    """One line on a column: its kind, and whether it may be empty."""
    empty = "mag leeg" if kolom.mag_leeg else "verplicht"
    chosen = f"; codes staan op blad {LIJSTEN}" if _list_of(kolom) else ""
    return f"{kolom.soort.value}, {empty}{chosen}"


def _write_lists(book: Any, bold: Any, settings: Settings) -> dict[str, str]:
    """Every code with its name, list beside list; where each stands, as a drop-down asks for it."""
    lists = {
        naam: list(read_codelijst(naam).items())
        for naam in dict.fromkeys(
            kolom.codelijst for bestand in BESTANDEN for kolom in bestand.kolommen
        )
        if naam
    }
    lists["ervaringsvraag"] = list(read_codelijst("ervaringsvraag").items())
    lists["maatstaf"] = [(item.code, item.naam) for item in read_maatstaven().values()]
    lists["gebied"] = [(wijk, settings.wijk_naam(wijk)) for wijk in settings.wijk_ids]
    sheet = book.add_worksheet(LIJSTEN)
    text = book.add_format({"num_format": TEKST})
    found = {}
    for nr, (naam, codes) in enumerate(lists.items()):
        place = 3 * nr
        sheet.set_column(place, place + 1, 24)
        sheet.write_row(0, place, [safe_cell(naam), "betekenis"], bold)
        for line, (code, meaning) in enumerate(codes, start=1):
            sheet.write_string(line, place, safe_cell(code), text)
            sheet.write_string(line, place + 1, safe_cell(meaning))
        cells = xlsxwriter.utility.xl_range_abs(1, place, len(codes), place)
        found[naam] = f"={LIJSTEN}!{cells}"
    return found


def _write_csv(folder: Path, rows: dict[str, list[list[Any]]], settings: Settings) -> list[Path]:
    lines = [
        f"{naam} = true" if naam == "synthetisch" else f"{naam} = {_toml(waarde)}"
        for naam, waarde in _kenmerken(settings)
    ]
    (folder / TOML).write_text("\n".join(lines) + "\n", encoding="utf-8")
    written = [folder / TOML]
    for bestand in BESTANDEN:
        path = folder / f"{bestand.naam}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            write_cells(stream, _csv_rows(bestand, rows[bestand.naam]))
        written.append(path)
    return written


def _csv_rows(bestand: Bestand, rows: list[list[Any]]) -> Iterable[list[Any]]:
    yield [kolom.naam for kolom in bestand.kolommen]
    for row in rows:
        yield [str(value).replace(".", ",") if isinstance(value, float) else value for value in row]


def _toml(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else f'"{value}"'
