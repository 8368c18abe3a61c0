"""A made-up levering as iJw messages: what a message can say becomes one, the rest stays a file.

Reads the files of `write_demo` and puts messages in their place:

- toewijzing.csv becomes JW301, all but segment, which no message has. A toewijzing over a turn of
  the year is renewed there: until 3.1 under a new number with a stop and a start, from 3.2 under
  its own number with a later end (OP380).
- traject.csv becomes JW305 and JW307, and its verwijzer JW315. What stays a file: help without
  toewijzing (the wijkteam), a planned end, an end without a reden that a stop can give, no end
  though the toewijzing has one, and help whose categorie has no product of that hulpvorm.
- declaratie.csv from 2021 on becomes JW323, a month and aanbieder at a time; what corrects an
  amount comes a month later, as a credit of the whole and a new debet. Before was no JW323.
- jeugdige, aanmelding and uitkomst stay files: messages know no address of a wijk, no overbrugging
  and no answers about what help brought.

Persons get a made-up BSN (from 999, which is for tests, down), aanbieders a made-up AGB-code.
Source: iJw 3.2, XSD; the namespaces of 3.0 and 3.1 by analogy.
"""

import csv
import shutil
import tempfile
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from typing import IO

from proeftuin.codelists import read_product_hulpvormen
from proeftuin.errors import ProeftuinError
from proeftuin.files import write_cells
from proeftuin.settings import Settings
from proeftuin.synthetic.bericht import Schrijver, client_element, element, product_element

MESSAGES = "berichten"
MEESTE_JEUGDIGEN = 200_000  # some 4 million messages, each a file; tried with 48,000
PER_DEEL = 15_000  # persons of whom every toewijzing is in memory at once
BESTANDEN = ("jeugdige", "aanmelding", "uitkomst", "toewijzing", "traject", "declaratie")
JW323_VANAF = "2021-01-01"
NUMMER_PER_DEEL = 10_000_000
STOP_REDENEN = frozenset(("02", "20", "31", "32", "33", "34", "35", "36", "37", "38", "39"))
VERWIJZERS = frozenset(("01", "02", "03", "04", "05", "06", "08"))
VERNIEUWD, VERNIEUWD_EERST = "36", "31"  # the reden of renewing; before 2021 there was no 36
VERLENGD = "04"
Rij = dict[str, str]


@dataclass(frozen=True)
class Toewijsdeel:
    """A toewijzing as one JW301 says it: under its number, decided on a day, for a period."""

    nummer: int
    datum: str
    ingang: str
    eind: str  # empty: none
    centen: int | None


@dataclass
class _Toewijzing:
    """One row of toewijzing.csv, with its parts in order of time and its traject rows."""

    bsn: str
    geboren: str
    agb: str
    categorie: str
    code: str
    delen: list[Toewijsdeel]
    trajecten: list[Rij] = field(default_factory=list)

    def part_of(self, dag: str) -> Toewijsdeel:
        """The part in force on this day; before the first it is the first."""
        place = bisect_right([deel.ingang for deel in self.delen], dag)
        return self.delen[max(place - 1, 0)]


class Producten:
    """Which hulpvorm a product says, and which product says a hulpvorm."""

    def __init__(self) -> None:
        """Read the list that the reader of messages uses too."""
        self._van = read_product_hulpvormen()
        self._naar = {(item[0], hulpvorm): item[1] for item, hulpvorm in self._van.items()}

    def hulpvorm_of(self, categorie: str, code: str) -> str:
        """As the reader does: by the code, else by the categorie, else unknown."""
        return self._van.get((categorie, code)) or self._van.get((categorie, ""), "99")

    def code_for(self, categorie: str, code: str, hulpvorm: str) -> str | None:
        """The same code when it says the hulpvorm, else one that does; None when there is none."""
        if self.hulpvorm_of(categorie, code) == hulpvorm:
            return code
        return self._naar.get((categorie, hulpvorm))


def list_bsn(aantal: int) -> list[str]:
    """Numbers that pass the elfproef, in order from 999000000 up, then from there down."""
    found: list[str] = []
    for getal in chain(range(999_000_000, 999_999_999), range(998_999_999, 900_000_000, -1)):
        if len(found) == aantal:
            break
        tekst = str(getal)
        som = sum(
            int(cijfer) * plaats for cijfer, plaats in zip(tekst, range(9, 1, -1), strict=False)
        )
        if (som - int(tekst[8])) % 11 == 0:
            found.append(tekst)
    return found


def _read(folder: Path, naam: str) -> list[Rij]:
    """The rows of a file; none when it is not there."""
    if not (folder / f"{naam}.csv").exists():
        return []
    with (folder / f"{naam}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _split(folder: Path, naam: str, apart: Path, deel_of: dict[str, int]) -> None:
    """Take a file out of the levering, its rows to a folder per part of the persons."""
    source, made = folder / f"{naam}.csv", dict[int, IO[str]]()
    if not source.exists():
        return
    with source.open(encoding="utf-8", newline="") as stream, ExitStack() as opened:
        kop = stream.readline()
        plaats = kop.split(",").index("jeugdige_id")
        for line in stream:
            deel = deel_of[line.split(",", plaats + 1)[plaats]]
            if deel not in made:
                path = apart / str(deel) / source.name
                path.parent.mkdir(exist_ok=True)
                made[deel] = opened.enter_context(path.open("w", encoding="utf-8", newline=""))
                made[deel].write(kop)
            made[deel].write(line)
    source.unlink()


def _agb(aanbieder: str) -> str:
    """A000 as a made-up code of eight digits."""
    return f"99{aanbieder.removeprefix('A'):0>6}" if aanbieder else ""


def _day(dag: str, later: int) -> str:
    return (date.fromisoformat(dag) + timedelta(days=later)).isoformat()


def _centen(euro: str) -> int:
    return round(float(euro) * 100)


def clear_berichten(folder: Path) -> None:
    """Remove the messages of an earlier demo in this folder (waarheid.json says it is one)."""
    if (folder / "waarheid.json").exists() and (folder / MESSAGES).is_dir():
        shutil.rmtree(folder / MESSAGES)


def check_omvang(jeugdigen: int) -> None:
    """Raise ProeftuinError (Dutch) when so many messages cannot be made at once."""
    if jeugdigen > MEESTE_JEUGDIGEN:
        raise ProeftuinError(
            f"Kies met --als ijw voor --jeugdigen een aantal tot en met {MEESTE_JEUGDIGEN}: elke "
            "jeugdige geeft tientallen berichten."
        )


def write_berichten(folder: Path, datastand: date, versie: str, settings: Settings) -> int:
    """Turn the demo in folder into messages of this version and what they cannot say; their number.

    versie is 3.0, 3.1 or 3.2. Days after datastand are in no JW301, 305, 307 or 315. PER_DEEL
    persons at a time are in memory, and have JW323 of their own.
    """
    namen = list(dict.fromkeys(rij["jeugdige_id"] for rij in _read(folder, "jeugdige")))
    bsn = dict(zip(namen, list_bsn(len(namen)), strict=True))
    deel_of = {naam: plaats // PER_DEEL for plaats, naam in enumerate(namen)}
    delen = -(-len(namen) // PER_DEEL)
    schrijver = Schrijver(folder / MESSAGES, settings.gemeente.code.removeprefix("GM"), versie)
    with tempfile.TemporaryDirectory(dir=folder) as apart:
        for bestand in BESTANDEN:
            _split(folder, bestand, Path(apart), deel_of)
        for deel in range(delen):
            part = _Deel(Path(apart, str(deel)), folder, bsn, f"{deel:02}" if delen > 1 else "")
            part.write(schrijver, datastand.isoformat(), versie)
    return schrijver.aantallen.total()


class _Deel:
    """The rows of some persons, as files of their own, that become messages and rows of files."""

    def __init__(self, apart: Path, folder: Path, bsn: dict[str, str], achter: str) -> None:
        """apart: where those files are; achter comes behind the numbers of their declaraties."""
        self._apart, self._folder, self._bsn, self._achter = apart, folder, bsn, achter

    def write(self, schrijver: Schrijver, laatste: str, versie: str) -> None:
        """All of it; what no message can say is added to the files of the levering."""
        jeugdigen = _read(self._apart, "jeugdige")
        geboren = {rij["jeugdige_id"]: rij["geboortedatum"] for rij in jeugdigen}
        bsn = self._bsn
        self._append(
            "jeugdige", (rij | {"jeugdige_id": bsn[rij["jeugdige_id"]]} for rij in jeugdigen)
        )
        for bestand in ("aanmelding", "uitkomst"):
            self._append(bestand, map(self._named, _read(self._apart, bestand)))
        toewijzingen = {
            rij["toewijzing_id"]: _Toewijzing(
                bsn[rij["jeugdige_id"]],
                geboren[rij["jeugdige_id"]],
                _agb(rij["aanbieder_id"]),
                rij["productcategorie_code"],
                rij["product_code"],
                split_toewijzing(rij, laatste, versie),
            )
            for rij in _read(self._apart, "toewijzing")
        }
        over = _place_trajecten(_read(self._apart, "traject"), toewijzingen, laatste)
        rijen = (_number(rij, "begin_datum", toewijzingen) for rij in over)
        self._append("traject", map(self._named, rijen))
        for toewijzing in toewijzingen.values():
            _write_toewijzing(schrijver, toewijzing, versie, laatste)
        eerder: list[Rij] = []
        later: list[Rij] = []
        for rij in _read(self._apart, "declaratie"):
            (later if rij["van_datum"] >= JW323_VANAF else eerder).append(rij)
        _write_declaraties(schrijver, later, toewijzingen, self._achter)
        rijen = (_number(rij, "van_datum", toewijzingen) for rij in eerder)
        self._append("declaratie", map(self._named, rijen))

    def _named(self, rij: Rij) -> Rij:
        """The row under the BSN and the AGB-code."""
        own = {"jeugdige_id": self._bsn[rij["jeugdige_id"]]}
        return rij | own | {"aanbieder_id": _agb(rij["aanbieder_id"])}

    def _append(self, naam: str, rijen: Iterable[Rij]) -> None:
        """Add rows to a file; the first ones bring its header."""
        for rij in rijen:
            path = self._folder / f"{naam}.csv"
            is_new = not path.exists()
            with path.open("a", encoding="utf-8", newline="") as stream:
                kop = [list(rij)] if is_new else []
                cells = (list(one.values()) for one in chain([rij], rijen))
                write_cells(stream, chain(kop, cells), delimiter=",", end="\n")


def _number(rij: Rij, dag: str, toewijzingen: dict[str, _Toewijzing]) -> Rij:
    """A row of a file, under the number that its toewijzing has on that day."""
    if not rij["toewijzing_id"]:
        return rij
    deel = toewijzingen[rij["toewijzing_id"]].part_of(rij[dag])
    return rij | {"toewijzing_id": str(deel.nummer)}


def split_toewijzing(rij: Rij, laatste: str, versie: str) -> list[Toewijsdeel]:
    """What JW301 says of one toewijzing over the years, in order of time.

    Until 3.1 parts that follow each other, each with a number and a share of the bedrag by its
    days; from 3.2 versions of one number, each with the bedrag so far. Without an end it is one,
    and after the last day nothing is renewed yet.
    """
    nummer = int(rij["toewijzing_id"].removeprefix("W"))
    datum, ingang, eind = rij["toewijzing_datum"], rij["ingang_datum"], rij["eind_datum"]
    centen = _centen(rij["bedrag_eur"]) if rij["bedrag_eur"] else None
    heel = Toewijsdeel(nummer, datum, ingang, eind, centen)
    jaren = range(int(max(datum, ingang)[:4]), int(eind[:4] or 0))
    wisselingen = [f"{jaar}-12-31" for jaar in jaren if f"{jaar}-12-31" < laatste]
    if not wisselingen:
        return [heel]
    delen, begin, besteed = [], ingang, 0
    dagen = (date.fromisoformat(eind) - date.fromisoformat(ingang)).days + 1
    for plaats, tot in enumerate([*wisselingen, eind]):
        tot_nu = (date.fromisoformat(tot) - date.fromisoformat(ingang)).days + 1
        samen = None if centen is None else centen * tot_nu // dagen
        besluit = min(max(datum, f"{int(begin[:4]) - 1}-12-01"), laatste) if plaats else datum
        if versie >= "3.2":
            delen.append(Toewijsdeel(nummer, besluit, ingang, tot, samen))
        else:
            deel = None if samen is None else samen - besteed
            delen.append(Toewijsdeel(nummer + plaats * NUMMER_PER_DEEL, besluit, begin, tot, deel))
        besteed, begin = samen or 0, _day(tot, 1)
    return delen


def _place_trajecten(
    rijen: list[Rij], toewijzingen: dict[str, _Toewijzing], laatste: str
) -> list[Rij]:
    """Give each row that messages can say to its toewijzing; what comes back stays a file."""
    producten, over = Producten(), []
    for rij in rijen:
        toewijzing = toewijzingen.get(rij["toewijzing_id"])
        if toewijzing is None:
            over.append(rij)
            continue
        code = producten.code_for(toewijzing.categorie, toewijzing.code, rij["hulpvorm_code"])
        loopt = toewijzing.delen[-1].eind >= laatste or not toewijzing.delen[-1].eind
        kan_einde = (
            rij["reden_einde_code"] in STOP_REDENEN and rij["eind_datum"] <= laatste
            if rij["eind_datum"]
            else loopt and not rij["reden_einde_code"]
        )
        if code is None or not kan_einde:
            over.append(rij)
        else:
            toewijzing.code = code
            toewijzing.trajecten.append(rij)
    return over


def _list_help(toewijzing: _Toewijzing) -> Iterator[tuple[Toewijsdeel, Rij]]:
    """Starts with their ends, under the number of the day; renewed at each new number.

    Of two that would start on one day under one number the one that ends last is left.
    """
    found: dict[tuple[int, str], tuple[Toewijsdeel, Rij]] = {}
    nummers = {deel.nummer: deel for deel in toewijzing.delen}  # of versions the newest
    for rij in toewijzing.trajecten:
        for deel in nummers.values():
            is_laatste = deel is toewijzing.delen[-1]
            begin = max(rij["begin_datum"], deel.ingang if len(nummers) > 1 else "")
            if rij["eind_datum"] and begin > rij["eind_datum"]:
                continue
            if not is_laatste and begin > deel.eind:
                continue
            stuk = rij | {"begin_datum": begin}
            if not is_laatste and not "" < rij["eind_datum"] <= deel.eind:
                reden = VERNIEUWD if deel.eind >= JW323_VANAF else VERNIEUWD_EERST
                stuk |= {"eind_datum": deel.eind, "reden_einde_code": reden}
            key = (deel.nummer, begin)
            if key not in found or (stuk["eind_datum"] or "9") > (
                found[key][1]["eind_datum"] or "9"
            ):
                found[key] = (deel, stuk)
    yield from found.values()


def _write_toewijzing(
    schrijver: Schrijver, toewijzing: _Toewijzing, versie: str, laatste: str
) -> None:
    """JW315, JW301, JW305 and JW307 of one toewijzing; Dagtekening never after the last day."""
    gevraagd = {
        toewijzing.part_of(rij["begin_datum"]).nummer: rij["verwijzer_code"]
        for rij in reversed(toewijzing.trajecten)
        if rij["verwijzer_code"] in VERWIJZERS
    }
    gezien: set[int] = set()
    for plaats, deel in enumerate(toewijzing.delen):
        is_eerste = deel.nummer not in gezien
        gezien.add(deel.nummer)
        verwijzer = gevraagd.get(deel.nummer) if is_eerste else None
        referentie = f"V{deel.nummer}" if verwijzer else None
        if verwijzer:
            _write_315(schrijver, toewijzing, deel, verwijzer)
        rij = (
            element("jw301:ToewijzingNummer", str(deel.nummer))
            + element("jw301:ReferentieAanbieder", referentie)
            + product_element("jw301", toewijzing.categorie, toewijzing.code)
            + element("jw301:Toewijzingsdatum", deel.datum)
            + element("jw301:Toewijzingstijd", f"09:{plaats:02}:00")
            + element("jw301:Ingangsdatum", deel.ingang)
            + element("jw301:Einddatum", deel.eind)
            + element("jw301:RedenWijziging", None if is_eerste else VERLENGD)
            + element("jw301:Budget", None if deel.centen is None else str(deel.centen))
        )
        contact = element("jw301:Contact", element("jw301:Soort", "01"))
        rijen = element("jw301:ToegewezenProducten", element("jw301:ToegewezenProduct", rij))
        meer = element("jw301:Contactgegevens", contact)
        _write_client(schrijver, "jw301", toewijzing, deel.datum, rijen, meer, "1")
    for deel, hulp in _list_help(toewijzing):
        _write_start_en_stop(schrijver, toewijzing, deel, hulp, laatste)


def _write_client(
    schrijver: Schrijver,
    soort: str,
    toewijzing: _Toewijzing,
    dag: str,
    rijen: str,
    meer: str = "",
    naamgebruik: str | None = None,
) -> None:
    client = client_element(soort, toewijzing.bsn, toewijzing.geboren, rijen, meer, naamgebruik)
    schrijver.write(soort, toewijzing.agb, dag, client)


def _write_315(
    schrijver: Schrijver, toewijzing: _Toewijzing, deel: Toewijsdeel, verwijzer: str
) -> None:
    rij = (
        element("jw315:ReferentieAanbieder", f"V{deel.nummer}")
        + product_element("jw315", toewijzing.categorie, toewijzing.code)
        + element("jw315:ToewijzingIngangsdatum", deel.ingang)
        + element("jw315:Verwijzer", element("ijw:Type", verwijzer))
    )
    rijen = element("jw315:AangevraagdeProducten", element("jw315:AangevraagdProduct", rij))
    _write_client(schrijver, "jw315", toewijzing, _day(deel.datum, -3), rijen)


def _write_start_en_stop(
    schrijver: Schrijver, toewijzing: _Toewijzing, deel: Toewijsdeel, rij: Rij, laatste: str
) -> None:
    def basis(soort: str) -> str:
        return (
            element(f"{soort}:ToewijzingNummer", str(deel.nummer))
            + product_element(soort, toewijzing.categorie, toewijzing.code)
            + element(f"{soort}:ToewijzingIngangsdatum", deel.ingang)
            + element(f"{soort}:Begindatum", rij["begin_datum"])
        )

    start = element("jw305:StartProduct", basis("jw305") + element("jw305:StatusAanlevering", "1"))
    dag = min(_day(rij["begin_datum"], 3), laatste)
    _write_client(schrijver, "jw305", toewijzing, dag, element("jw305:StartProducten", start))
    if rij["eind_datum"]:
        binnen = (
            basis("jw307")
            + element("jw307:RedenBeeindiging", rij["reden_einde_code"])
            + element("jw307:Einddatum", rij["eind_datum"])
            + element("jw307:StatusAanlevering", "1")
        )
        stop = element("jw307:StopProducten", element("jw307:StopProduct", binnen))
        dag = min(_day(rij["eind_datum"], 3), laatste)
        _write_client(schrijver, "jw307", toewijzing, dag, stop)


def _write_declaraties(
    schrijver: Schrijver, rijen: Iterable[Rij], toewijzingen: dict[str, _Toewijzing], achter: str
) -> None:
    """A JW323 per aanbieder and month, the person's prestaties together; achter ends its number.

    Of one toewijzing and period the first row is the debet; what follows corrects it a month later.
    """
    debet: dict[tuple[str, str], str] = {}
    perioden: dict[tuple[str, str], dict[str, list[tuple[str, int]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for rij in rijen:
        toewijzing = toewijzingen[rij["toewijzing_id"]]
        key = (rij["toewijzing_id"], rij["van_datum"])
        centen = _centen(rij["bedrag_eur"])
        maand, vorige = rij["van_datum"][:7], None
        if key in debet:
            maand = _day(f"{maand}-28", 7)[:7]
            vorige = debet[key] if centen < 0 else None
        else:
            debet[key] = rij["declaratie_id"]
        prestatie = _prestatie(rij, toewijzing, centen, vorige)
        perioden[toewijzing.agb, maand][toewijzing.bsn].append((prestatie, centen))
    for (agb, maand), clienten in sorted(perioden.items()):
        volgende = _day(f"{maand}-28", 7)[:7]
        dag = f"{volgende}-10"
        totaal = sum(centen for regels in clienten.values() for _, centen in regels)
        inhoud = "".join(
            element(
                "jw323:Client",
                element("jw323:Bsn", bsn)
                + element("jw323:Prestaties", "".join(prestatie for prestatie, _ in regels)),
            )
            for bsn, regels in clienten.items()
        )
        periode = element("ijw:Begindatum", f"{maand}-01")
        periode += element("ijw:Einddatum", _day(f"{volgende}-01", -1))
        declaratie = (
            element("jw323:DeclaratieNummer", f"D{agb[-3:]}{maand.replace('-', '')}{achter}")
            + element("jw323:DeclaratiePeriode", periode)
            + element("jw323:DeclaratieDagtekening", dag)
            + element("jw323:TotaalIngediendBedrag", _bedrag("TotaalBedrag", totaal))
            + element("jw323:Clienten", inhoud)
        )
        schrijver.write("jw323", agb, dag, element("jw323:Declaratie", declaratie))


def _bedrag(naam: str, centen: int) -> str:
    soort = element("ijw:DebetCredit", "C" if centen < 0 else "D")
    return element(f"ijw:{naam}", str(abs(centen))) + soort


def _prestatie(rij: Rij, toewijzing: _Toewijzing, centen: int, vorige: str | None) -> str:
    referentie = element("ijw:ReferentieNummer", rij["declaratie_id"])
    referentie += element("ijw:VorigReferentieNummer", vorige)
    periode = element("ijw:Begindatum", rij["van_datum"])
    periode += element("ijw:Einddatum", rij["tot_datum"])
    code = toewijzing.code or f"{toewijzing.categorie}A00"
    return element(
        "jw323:Prestatie",
        element("jw323:ProductReferentie", referentie)
        + element("jw323:ToewijzingNummer", str(toewijzing.part_of(rij["van_datum"]).nummer))
        + element("jw323:ProductCategorie", toewijzing.categorie)
        + element("jw323:ProductCode", code)
        + element("jw323:ProductPeriode", periode)
        + element("jw323:GeleverdVolume", str(abs(centen)))
        + element("jw323:Eenheid", "83")
        + element("jw323:IngediendBedrag", _bedrag("Bedrag", centen)),
    )
