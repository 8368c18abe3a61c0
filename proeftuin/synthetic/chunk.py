"""One chunk of jeugdigen, from simulation to rows in the files."""

import numpy as np
import pyarrow as pa

from proeftuin.synthetic import levels
from proeftuin.synthetic.addresses import make_addresses
from proeftuin.synthetic.care import Trajecten, make_care
from proeftuin.synthetic.city import EERSTE_TRAJECT, VER, City, Ints, day_number
from proeftuin.synthetic.faults import Trajectrijen, in_levering, make_rows
from proeftuin.synthetic.money import PRODUCTEN, SEGMENTEN, Declaraties, Toewijzingen, make_money
from proeftuin.synthetic.outcomes import make_uitkomst
from proeftuin.synthetic.people import Personen, make_people
from proeftuin.synthetic.waiting import Aanmeldingen, make_waiting
from proeftuin.synthetic.write import Writer, days, euro_array, keys, option_array

EERSTE_NUMMER = 1_000_001
AANBIEDERS = [f"A{number:03d}" for number in range(60)]


def _numbers(writer: Writer, naam: str, total: int) -> Ints:
    """The next numbers of the keys of a file."""
    return np.arange(total) + EERSTE_NUMMER + writer.rows.get(naam, 0)


def write_chunk(writer: Writer, city: City, rng: np.random.Generator, share: float) -> None:
    """Simulate this share of the city and append its rows to the six files about persons."""
    people = make_people(city, rng, share)
    everything = make_care(city, rng, people)
    waiting = make_waiting(city, rng, people, everything)
    care = everything.take(in_levering(city, everything))
    rows = make_rows(city, rng, care)
    allocated, declared = make_money(city, rng, care, rows.verwijzer_van(len(care)))
    asked = np.flatnonzero(
        (waiting.aanmeld <= city.datastand) & (waiting.aanmeld >= day_number(EERSTE_TRAJECT))
    )
    known = np.zeros(len(people), dtype=bool)
    known[care.persoon] = True
    known[waiting.persoon[asked]] = True
    number = np.cumsum(known) - 1 + EERSTE_NUMMER + writer.rows.get("personen", 0)
    writer.rows["personen"] = writer.rows.get("personen", 0) + int(known.sum())
    elsewhere = _write_people(writer, city, rng, people, everything, known, number)
    trajecten = _write_care(writer, rows, care, number, allocated)
    writer.append("uitkomst", make_uitkomst(trajecten, city.datastand, elsewhere))
    _write_money(writer, city, allocated, declared, care, number)
    _write_waiting(writer, city, rng, waiting, asked, number)


def _write_people(
    writer: Writer,
    city: City,
    rng: np.random.Generator,
    people: Personen,
    care: Trajecten,
    known: np.ndarray,
    number: Ints,
) -> pa.Array:
    """The keys of who lived in no wijk for a time."""
    rows = make_addresses(city, rng, people, care)
    keep = known[rows.persoon]
    person, area = rows.persoon[keep], rows.gebied[keep]
    styles = np.array(city.gebied_codes)
    style = rng.choice(3, len(person), p=[0.5, 0.25, 0.25])
    codes = option_array(styles.ravel().tolist(), area * 3 + style)
    table = {
        "jeugdige_id": keys("J", number[person]),
        "geboortedatum": days(people.geboren[person]),
        "gebied": codes,
        "van_datum": days(rows.van[keep]),
        "tot_datum": days(rows.tot[keep]),
    }
    writer.append("jeugdige", pa.table(table))
    return keys("J", np.unique(number[person[city.gebied_wijk[area] < 0]]))


def _write_care(
    writer: Writer, rows: Trajectrijen, care: Trajecten, number: Ints, allocated: Toewijzingen
) -> pa.Table:
    """The rows of traject, as written."""
    link = np.full(len(care), -1)
    link[allocated.traject] = _numbers(writer, "toewijzing", len(allocated.traject))
    toewijzing = link[rows.ouder]
    table = {
        "traject_id": keys("T", _numbers(writer, "traject", len(rows.ouder))),
        "jeugdige_id": keys("J", number[care.persoon[rows.ouder]]),
        "toewijzing_id": keys("W", toewijzing, toewijzing < 0),
        "aanbieder_id": option_array(AANBIEDERS, care.aanbieder[rows.ouder]),
        "hulpvorm_code": option_array(levels.HULPVORM, care.hulpvorm[rows.ouder]),
        "verwijzer_code": option_array(levels.VERWIJZER, rows.verwijzer),
        "begin_datum": days(rows.begin),
        "eind_datum": days(rows.eind),
        "reden_einde_code": pa.array(rows.reden, pa.string(), mask=rows.reden == ""),
    }
    trajecten = pa.table(table)
    writer.append("traject", trajecten)
    return trajecten


def _write_money(
    writer: Writer,
    city: City,
    allocated: Toewijzingen,
    declared: Declaraties,
    care: Trajecten,
    number: Ints,
) -> None:
    total = len(allocated.traject)
    first = EERSTE_NUMMER + writer.rows.get("toewijzing", 0)
    person = number[care.persoon[allocated.traject]]
    provider = care.aanbieder[allocated.traject]
    hulpvorm = care.hulpvorm[allocated.traject]
    widest = max(len(options) for options in PRODUCTEN)
    grid = [(*options, *[("", "")] * (widest - len(options))) for options in PRODUCTEN]
    cell = hulpvorm * widest + allocated.product
    categories = [pair[0] for row in grid for pair in row]
    products = [pair[1] for row in grid for pair in row]
    table = {
        "toewijzing_id": keys("W", np.arange(total) + first),
        "jeugdige_id": keys("J", person),
        "aanbieder_id": option_array(AANBIEDERS, provider),
        "productcategorie_code": option_array(categories, cell),
        "product_code": option_array(products, np.where(allocated.has_product, cell, -1)),
        "segment": option_array(SEGMENTEN, allocated.segment),
        "toewijzing_datum": days(allocated.datum),
        "ingang_datum": days(allocated.ingang),
        "eind_datum": days(allocated.eind),
        "bedrag_eur": euro_array(allocated.bedrag),
    }
    writer.append("toewijzing", pa.table(table))
    order = np.argsort(declared.van, kind="stable")
    owner = declared.toewijzing[order]
    table = {
        "declaratie_id": keys("D", _numbers(writer, "declaratie", len(owner))),
        "toewijzing_id": keys("W", owner + first),
        "jeugdige_id": keys("J", person[owner]),
        "aanbieder_id": option_array(AANBIEDERS, provider[owner]),
        "van_datum": days(declared.van[order]),
        "tot_datum": days(declared.tot[order]),
        "bedrag_eur": pa.array(declared.cent[order] / 100),
    }
    writer.append("declaratie", pa.table(table))


def _write_waiting(
    writer: Writer,
    city: City,
    rng: np.random.Generator,
    waiting: Aanmeldingen,
    asked: Ints,
    number: Ints,
) -> None:
    asked = asked[np.argsort(waiting.aanmeld[asked], kind="stable")]
    last = city.datastand
    start, stop = waiting.start[asked], waiting.afmeld[asked]
    planned = (start > last) & (start < VER) & (rng.random(len(asked)) < 0.05)
    start = np.where((start > last) & ~planned, VER, start)
    stop = np.where(stop > last, VER, stop)
    bridge, bridged = waiting.overbrugging_van[asked], waiting.overbrugging_tot[asked]
    bridge = np.where(bridge > last, VER, bridge)
    bridged = np.where((bridge == VER) | (bridged > last), VER, bridged)
    unknown = rng.random(len(asked)) < 0.03
    table = {
        "aanmelding_id": keys("M", _numbers(writer, "aanmelding", len(asked))),
        "jeugdige_id": keys("J", number[waiting.persoon[asked]]),
        "aanbieder_id": option_array(AANBIEDERS, waiting.aanbieder[asked]),
        "hulpvorm_code": option_array(
            levels.HULPVORM, np.where(unknown, -1, waiting.hulpvorm[asked])
        ),
        "aanmeld_datum": days(waiting.aanmeld[asked]),
        "start_datum": days(start),
        "afmeld_datum": days(stop),
        "overbrugging_van_datum": days(bridge),
        "overbrugging_tot_datum": days(bridged),
    }
    writer.append("aanmelding", pa.table(table))
