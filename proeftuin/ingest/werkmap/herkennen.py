"""Proposes blocks [bron.NAAM] for a file of another program, and says what it is unsure of.

From names of columns, and from what stands in the first rows. A steward reads and edits it; nothing
is loaded by a guess. Values are shown only of columns with few different ones, and never of one
that can hold a person key.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from proeftuin.codelists import ONBEKEND as CODE_ONBEKEND
from proeftuin.codelists import normalise_code, read_codelijst, read_product_hulpvormen
from proeftuin.errors import ProeftuinError
from proeftuin.files import harmless
from proeftuin.ingest.concordantie import POSTCODE
from proeftuin.ingest.csv_levering import SCHEIDINGSTEKENS
from proeftuin.ingest.gebieden import Gebieden
from proeftuin.ingest.kolommen import BSN, hide_bsn
from proeftuin.ingest.waarden import CIJFERS, LANGSTE
from proeftuin.ingest.werkmap.csv_bron import CODERINGEN, CsvBron
from proeftuin.ingest.werkmap.koppelen import fold
from proeftuin.ingest.werkmap.koppen import VOORLOOP, find_kop, judge_rows
from proeftuin.ingest.werkmap.lezen import WERKMAPPEN, Bladrij, Bladvorm, Waarde, WerkmapStuk
from proeftuin.ingest.werkmap.synoniemen import (
    CLIENT,
    GEEN_HULP,
    LABELS,
    STATUS,
    SYNONIEMEN,
    plain_name,
)
from proeftuin.ingest.werkmap.teksten import DAGNUMMERS, to_tekst
from proeftuin.ingest.werkmap.vormen import Datumvorm, read_getal
from proeftuin.ingest.werkmap.xls import open_werkmap
from proeftuin.schema import BESTAND, BESTANDEN, Kolom, Kolomsoort
from proeftuin.settings import Settings
from proeftuin.vocabulary import ONBEKEND

GEKEKEN = 2_000  # rows that are looked at
HOOGSTENS = 30  # different values that make a column one of labels
GENOEG = 2  # columns (beside the client) that make a table worth proposing
VORMEN = ("dd/mm/jjjj", "m/d/jjjj", "dd.mm.jjjj", "jjjj/mm/dd", "dd-mmm-jjjj", "d mmm jjjj")
GEWOON = re.compile(r"(?:\d{4}-\d\d-\d\d|\d{1,2}-\d{1,2}-\d{4}|\d{8})(?:[T ].*)?")
EPOCH = {10: "seconden", 13: "milliseconden", 16: "microseconden"}


@dataclass
class _Bronkolom:
    """One column of theirs: its name as written, and what stands in the rows looked at."""

    naam: str
    waarden: list[Waarde] = field(default_factory=list)

    @property
    def teksten(self) -> list[str]:
        """The texts that are not empty."""
        return [item.strip() for item in self.waarden if isinstance(item, str) and item.strip()]

    @property
    def datumteksten(self) -> list[str]:
        """The texts, and the numbers that Excel itself does not show as a day."""
        numbers = [item for item in self.waarden if isinstance(item, (int, float))]
        return self.teksten + [str(int(item)) for item in numbers if int(item) not in DAGNUMMERS]

    @property
    def is_sleutel(self) -> bool:
        """Whether it can hold a key of a person, by its name or by what stands there."""
        if plain_name(self.naam) in CLIENT or re.search(r"bsn|burgerservice|naam", self.naam, re.I):
            return True
        seen = self.teksten + [str(item) for item in self.waarden if isinstance(item, (int, float))]
        return any(BSN.search(item) or re.fullmatch(r"\d{8,9}(?:\.0)?", item) for item in seen)

    @property
    def labels(self) -> list[str]:
        """The different texts, when they are few and say nothing of who it is about."""
        found = list(dict.fromkeys(self.teksten))
        is_vrij = any(len(tekst) > LANGSTE or CIJFERS.search(tekst) for tekst in found)
        return [] if is_vrij or self.is_sleutel or len(found) > HOOGSTENS else found


@dataclass
class _Vel:
    """One sheet, or a whole CSV: columns by their plain name."""

    blad: str
    kolommen: dict[str, _Bronkolom]
    codering: str = ""


def propose_bron(path: Path, settings: Settings) -> str:
    """TOML with a block for every table that this file may hold, remarks beside it.

    ProeftuinError (Dutch) when the file cannot be read or nothing in it is recognised.
    """
    if not path.is_file():
        raise ProeftuinError(f"'{path}' bestaat niet, of is een map. Geef een .csv, .xlsx of .xls.")
    blocks: list[str] = []
    vellen = list(_read(path))
    there: set[str] = set()
    for vel in vellen:
        for tabel in _rank(vel):
            there.add(tabel)
            blocks.append(_write_block(path, vel, tabel, len(vellen) > 1, settings))
    if not blocks:
        raise ProeftuinError(
            f"In '{hide_bsn(path.name)}' is geen tabel herkend. Is het een .csv, .xlsx of .xls, "
            "met kolomnamen op één regel? Lijken die namen niet op de onze, maak dan zelf een blok "
            "[bron.NAAM], zie data/README.md."
        )
    head = (
        f"# Voorstel voor {hide_bsn(path.name)}. Lees het na: bij ONZEKER staat wat niet vast "
        "staat.\n"
        "# Haal een blok weg als u die tabel niet uit dit bestand wilt laden.\n"
    )
    for bestand in BESTANDEN:
        if bestand.verplicht and bestand.naam not in there:
            head += (
                f"# ONTBREEKT: {bestand.naam} is niet herkend en hoort in elke levering. Lever het "
                "in een ander bestand of met\n"
                "# berichten (iJw), of maak zelf een blok met kolommen die het ook zeggen.\n"
            )
    return harmless("\n".join([head, *blocks]), keep="\n")


def _read(path: Path) -> Iterator[_Vel]:
    names = {name for table in SYNONIEMEN.values() for known in table.values() for name in known}
    names |= {*CLIENT}
    if path.suffix.lower() in WERKMAPPEN:
        try:
            with open_werkmap(path) as bladen:
                for blad in bladen:
                    vorm = blad.read_vorm()
                    yield from _look(blad.naam.strip(), blad.read_rows(vorm), vorm, names, "")
        except WerkmapStuk as error:
            raise ProeftuinError(f"'{hide_bsn(path.name)}': {error}") from error
        return
    for codering in CODERINGEN:
        try:
            with path.open(encoding=codering.replace("utf-8", "utf-8-sig"), newline="") as stream:
                begin = "".join(islice(stream, VOORLOOP))
            teken = max(SCHEIDINGSTEKENS, key=begin.count)
            bron = CsvBron(path, teken, codering.replace("utf-8", "utf-8-sig"))
            yield from _look("", bron.read_rows(), Bladvorm(), names, codering)
            return
        except UnicodeDecodeError:
            continue
    raise ProeftuinError(f"'{hide_bsn(path.name)}' is geen tekst in {' of '.join(CODERINGEN)}.")


def _look(
    blad: str, rijen: Iterator[Bladrij], vorm: Bladvorm, names: set[str], codering: str
) -> Iterator[_Vel]:
    begin = list(islice(rijen, GEKEKEN))
    if not begin:
        return
    scores = [
        sum(isinstance(item, str) and plain_name(item) in names for item in rij.waarden)
        for rij in begin[:VOORLOOP]
    ]
    place = scores.index(max(scores))
    first = begin[place]
    own = {str(item).strip().lower() for item in first.waarden if item is not None}
    kop, rest = find_kop(iter(begin[place:]), vorm, {"_".join(item.split()) for item in own})
    if kop is None or max(scores) < GENOEG:
        return
    kolommen: dict[str, _Bronkolom] = {}
    for waarde in first.waarden:
        if waarde is not None and str(waarde).strip():
            naam = " ".join(str(waarde).split())
            kolommen.setdefault(plain_name(naam), _Bronkolom(naam))
    order = [plain_name(str(item)) if item is not None else "" for item in first.waarden]
    order = [naam if naam not in order[:nr] else "" for nr, naam in enumerate(order)]
    for rij, reden in judge_rows(rest, kop, []):
        if not reden:
            for naam, waarde in zip(order, rij.waarden, strict=False):
                if naam and waarde is not None:
                    kolommen[naam].waarden.append(waarde)
    yield _Vel(blad, kolommen, codering if codering != "utf-8" else "")


def _find(vel: _Vel, tabel: str) -> dict[str, _Bronkolom]:
    """Their column per column of ours: our own name, unless a synonym says it more exactly."""
    found = {}
    for ours, names in SYNONIEMEN[tabel].items():
        own = plain_name(ours)
        for naam in names if own in names else (own, *names):
            if naam in vel.kolommen:
                found[ours] = vel.kolommen[naam]
                break
    for naam in CLIENT:
        if naam in vel.kolommen and any(k.naam == "jeugdige_id" for k in BESTAND[tabel].kolommen):
            found.setdefault("jeugdige_id", vel.kolommen[naam])
    return found


KENMERK = {  # without this column a table is not proposed
    "jeugdige": "geboortedatum",
    "traject": "begin_datum",
    "toewijzing": "toewijzing_id",
    "declaratie": "bedrag_eur",
    "aanmelding": "aanmeld_datum",
}


def _rank(vel: _Vel) -> list[str]:
    """The tables this sheet may hold, in the order of the contract."""
    found = {tabel: _find(vel, tabel) for tabel in SYNONIEMEN}
    good = []
    for tabel, columns in found.items():
        if "jeugdige_id" not in columns or KENMERK[tabel] not in columns:
            continue
        if len(columns) > GENOEG:
            good.append(tabel)
    periode = {"van_datum", "tot_datum"} <= found["declaratie"].keys()
    if "declaratie" in good and (not periode or "declaratie_id" not in found["declaratie"]):
        good.remove("declaratie")  # an amount beside a toewijzing is its budget
    if "declaratie" in good:
        return ["declaratie"]
    return good


def _write_block(path: Path, vel: _Vel, tabel: str, is_many: bool, settings: Settings) -> str:
    found, bestand = _find(vel, tabel), BESTAND[tabel]
    key = "bron." + "_".join(filter(None, [_slug(path.stem), _slug(vel.blad), tabel]))
    lines = [f"[{key}]", f"bestand = {_quote(hide_bsn(path.name))}"]
    if is_many:
        lines.append(f"blad = {_quote(vel.blad)}")
    lines.append(f"tabel = {_quote(tabel)}")
    remarks: list[str] = []
    if vel.codering:
        lines.append(f"codering = {_quote(vel.codering)}")
    lines += _forms(found, tabel, remarks)
    if tabel == "jeugdige":
        lines.append("uniek = true")
        if "van_datum" not in found and "geboortedatum" in found:
            remarks.append("van_datum: geen adresperiode gevonden; het adres geldt vanaf geboorte.")
    if tabel == "traject":
        lines.append(f"gevuld = [{_quote(found['begin_datum'].naam)}]")
    pairs: dict[str, list[str]] = {}
    vast = {}
    producten = _find_producten(vel) if "hulpvorm_code" not in found else None
    for kolom in bestand.kolommen:
        theirs = found.get(kolom.naam)
        if theirs is None and tabel == "jeugdige" and kolom.naam == "van_datum":
            theirs = found.get("geboortedatum")
        if theirs is None and kolom.naam == "traject_id":
            theirs = found.get("toewijzing_id")
            if theirs:
                remarks.append("traject_id: het nummer van de toewijzing; mag maar één keer komen.")
        if theirs is not None:
            pairs.setdefault(theirs.naam, []).append(kolom.naam)
        elif kolom.naam == "hulpvorm_code" and producten:
            pairs.setdefault(producten[0].naam, []).append(kolom.naam)
            remarks.append(
                f"hulpvorm_code: uit {_quote(producten[0].naam)}, zie de codes onderaan."
            )
        elif kolom.naam == "hulpvorm_code" and not kolom.mag_leeg:
            vast[kolom.naam] = "99"
            remarks.append("hulpvorm_code: niet gevonden; alles krijgt 99 (onbekend).")
        elif not kolom.mag_leeg:
            remarks.append(f"{kolom.naam}: NIET GEVONDEN en verplicht; vul een kolom in.")
    shared = {"eind_datum": "toewijzing", "begin_datum": "toewijzing"}
    for ours, other in shared.items() if tabel == "traject" else ():
        theirs = found.get(ours)
        if theirs and theirs in _find(vel, other).values():
            remarks.append(f"{ours}: {_quote(theirs.naam)} kan ook de dag van het recht zijn.")
    remarks += _unread(vel)
    lines += _filters(vel, remarks)
    lines += [f"# ONZEKER: {remark}" for remark in remarks]
    lines += ["", f"[{key}.kolommen]"]
    for naam, mine in pairs.items():
        masked = "  # sleutel van een persoon, niet getoond" if "jeugdige_id" in mine else ""
        value = _quote(mine[0]) if len(mine) == 1 else json.dumps(mine)
        lines.append(f"{_quote(naam)} = {value}{masked}")
    if vast:
        lines += ["", f"[{key}.vast]", *(f"{ours} = {_quote(code)}" for ours, code in vast.items())]
    for kolom in bestand.kolommen:
        if kolom.naam in found:
            lines += _codes(key, kolom, found[kolom.naam], settings)
        elif kolom.naam == "hulpvorm_code" and producten:
            names = read_codelijst("hulpvorm")
            rows = [
                f"{_quote(product)} = {_quote(code)}  # ONZEKER: {names[code]}?"
                for product, code in producten[1].items()
            ]
            lines += ["", f"[{key}.codes.hulpvorm_code]", *rows]
    return "\n".join(lines) + "\n"


def _find_producten(vel: _Vel) -> tuple[_Bronkolom, dict[str, str]] | None:
    """The column of products, and the hulpvorm of each by the list that messages are read with.

    None when there is no column of which the list knows any value; one it does not know is 99.
    """
    lijst = read_product_hulpvormen()
    for ours in ("product_code", "productcategorie_code"):
        theirs = _find(vel, "toewijzing").get(ours)
        if theirs is None or theirs.is_sleutel:
            continue
        seen = dict.fromkeys(
            to_tekst(item, Kolomsoort.CODE, Counter()) for item in theirs.waarden if item
        )
        keys = {item: (item[:2], item.upper() if ours == "product_code" else "") for item in seen}
        found = {item: lijst.get(key) or lijst.get((key[0], "")) for item, key in keys.items()}
        if any(found.values()):
            return theirs, {item: code or CODE_ONBEKEND for item, code in found.items()}
    return None


def _unread(vel: _Vel) -> list[str]:
    """What no table takes from this sheet; said in each block, so that none is missed."""
    used = {kolom.naam for tabel in _rank(vel) for kolom in _find(vel, tabel).values()}
    left = [_quote(kolom.naam) for kolom in vel.kolommen.values() if kolom.naam not in used]
    return [f"wordt in geen blok gelezen: {', '.join(left)}."] if left else []


def _forms(found: dict[str, _Bronkolom], tabel: str, remarks: list[str]) -> list[str]:
    """Datumvorm and decimaal, when the texts are not as the contract writes them."""
    soorten = {kolom.naam: kolom.soort for kolom in BESTAND[tabel].kolommen}
    dates = [
        tekst
        for ours, kolom in found.items()
        if soorten[ours] is Kolomsoort.DATUM
        for tekst in kolom.datumteksten
    ]
    lines = []
    strange = [tekst for tekst in dates if not GEWOON.fullmatch(tekst)]
    if strange:
        vorm = _find_form(strange)
        if vorm:
            lines.append(f"datumvorm = {_quote(vorm)}")
            both = vorm == "dd/mm/jjjj" and _fits("m/d/jjjj", strange)
            if both:
                remarks.append("datumvorm: dag en maand kunnen ook andersom staan (m/d/jjjj).")
            if len(strange) < len(dates):
                remarks.append("datumvorm: niet alle datums hebben dezelfde vorm.")
        else:
            remarks.append("datumvorm: de vorm van de datums is niet herkend.")
    money = [
        tekst
        for ours, kolom in found.items()
        if soorten[ours] is Kolomsoort.GELD
        for tekst in kolom.teksten
    ]
    if money:
        signs = [sign for sign in (",", ".") if all(read_getal(t, sign) for t in money)]
        if signs:
            lines.append(f"decimaal = {_quote(signs[0])}")
        if len(signs) != 1:
            remarks.append("decimaal: niet te zien of een komma of een punt de decimalen scheidt.")
    return lines


def _fits(vorm: str, teksten: list[str]) -> bool:
    lezer = Datumvorm(vorm)
    read = [lezer.read(tekst) for tekst in teksten]
    return all(tekst and "01" <= tekst[5:7] <= "12" and tekst[8:10] <= "31" for tekst in read)


def _find_form(teksten: list[str]) -> str:
    lengths = {len(tekst) for tekst in teksten if tekst.lstrip("-").isdigit()}
    if lengths and all(tekst.lstrip("-").isdigit() for tekst in teksten):
        return EPOCH.get(max(lengths), "dagen" if max(lengths) <= 5 else "")
    return next((vorm for vorm in VORMEN if _fits(vorm, teksten)), "")


def _filters(vel: _Vel, remarks: list[str]) -> list[str]:
    """A column that says which rows are no help after all."""
    for naam, kolom in vel.kolommen.items():
        if STATUS.search(naam) and kolom.labels:
            out = [label for label in kolom.labels if GEEN_HULP.search(fold(label))]
            remarks.append(
                f"kolom {_quote(kolom.naam)} heeft {', '.join(map(_quote, kolom.labels))}: welke "
                "rijen tellen mee?"
            )
            if out:
                waarden = json.dumps(out, ensure_ascii=False)
                return [f"behalve = {{ {_quote(kolom.naam)} = {waarden} }}"]
    return []


def _codes(key: str, kolom: Kolom, theirs: _Bronkolom, settings: Settings) -> list[str]:
    """Their labels with our code, for a column with a list; '' where no code was found."""
    if kolom.soort is Kolomsoort.GEBIED:
        gebieden = Gebieden(settings)
        lost = [label for label in theirs.labels if gebieden.find_wijk(label) == ONBEKEND]
        if not lost:
            return []
        if all(POSTCODE.fullmatch(label.upper()) for label in lost):
            return [
                "",
                "# ONZEKER: dit zijn postcodes, en van welke wijk zij zijn is niet bekend. Vul "
                "gemeente.concordantie in",
                "# en haal ze op: python -m proeftuin haal postcodes",
            ]
        wijken = ", ".join(settings.wijk_ids)
        rows = [f"# {_quote(label)} = ''  # ONZEKER: kies een wijk ({wijken})" for label in lost]
        return ["", f"# [{key}.codes.{kolom.naam}]", *rows]
    if kolom.codelijst is None:
        return []
    known = read_codelijst(kolom.codelijst)
    lines = []
    for label in theirs.labels:
        if normalise_code(kolom.codelijst, label) in known:
            continue
        code = next(
            (code for word, code in LABELS.get(kolom.codelijst, ()) if word in _bare(label)), ""
        )
        remark = (
            f"  # ONZEKER: {known[code]}?" if code in known else "  # ONZEKER: geen code gevonden"
        )
        lines.append(f"{_quote(label)} = {_quote(code)}{remark}")
    return ["", f"[{key}.codes.{kolom.naam}]", *lines] if lines else []


def _bare(label: str) -> str:
    return fold(label).replace("ë", "e").replace("ï", "i")


def _slug(naam: str) -> str:
    return re.sub(r"\W+", "_", hide_bsn(naam).lower(), flags=re.ASCII).strip("_")


def _quote(tekst: str) -> str:
    return json.dumps(tekst, ensure_ascii=False)
