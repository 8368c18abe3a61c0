"""The same city on an earlier day: what a levering of then would have held of the one of now.

The city is always made up to and with its own last day (demo.LAATSTE_DAG); an earlier datastand
cuts it, so that leveringen of a year of quarters are of one city. Per file, by docs/gegevens.md:

- a row that begins after the day is not there; nor is a toewijzing that was decided after it, a
  declaratie of a period that was not over, or who had no help and asked for none;
- an end that had not come is empty, with its reden. A toewijzing is extended a year at a time, so
  its end is a plan: the one that stood on that day;
- a reference to a toewijzing that was not there is empty;
- of the last months a part was not declared yet, as large as on the last day itself;
- an address that was registered only afterwards counts from the day itself.
"""

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from proeftuin.schema import BESTAND
from proeftuin.synthetic.city import Ints, day_number, keyed_chance
from proeftuin.synthetic.money import LAAT

Tables = dict[str, pa.Table]
# Ends that were not known yet, per file; with reden what goes with an end.
_EINDEN = {
    "jeugdige": ("tot_datum",),
    "traject": ("eind_datum",),
    "aanmelding": (
        "start_datum",
        "afmeld_datum",
        "overbrugging_van_datum",
        "overbrugging_tot_datum",
    ),
}
_VAN_JEUGDIGE = ("traject", "toewijzing", "declaratie", "aanmelding")
_KWARTAAL_EINDE = {"Q1": (3, 31), "Q2": (6, 30), "Q3": (9, 30), "Q4": (12, 31)}


def cut_tables(tables: Tables, day: date, zaad: int) -> Tables:
    """The tables as they were on this day; those about persons must come together, in whole."""
    found = {naam: _begun(naam, table, day) for naam, table in tables.items()}
    for naam, columns in _EINDEN.items():
        if naam in found:
            found[naam] = _open_ends(found[naam], columns, day)
    if "toewijzing" not in found:
        return found
    found["toewijzing"] = _plan_ends(found["toewijzing"], day)
    found["declaratie"] = _declared(found["declaratie"], day, zaad)
    for naam in ("traject", "declaratie"):
        found[naam] = _without_unknown(found[naam], found["toewijzing"]["toewijzing_id"])
    found["jeugdige"] = _known_people(tables["jeugdige"], found, day)
    return found


def _days(table: pa.Table, column: str) -> Ints:
    """Day numbers of a date column; empty is day 0, long before anything."""
    numbers = table[column].combine_chunks().cast(pa.int32()).fill_null(0)
    return np.asarray(numbers.to_numpy(zero_copy_only=False), dtype=np.int64)


def _set(table: pa.Table, column: str, values: pa.Array) -> pa.Table:
    return table.set_column(table.schema.get_field_index(column), column, values)


def _begun(naam: str, table: pa.Table, day: date) -> pa.Table:
    """The rows that had begun."""
    if not len(table):
        return table
    if naam == "bevolking":
        return table.filter(pc.less_equal(table["jaar"], day.year))
    if naam == "ervaring":
        known = [_quarter_end(code) <= day for code in table["kwartaal"].to_pylist()]
        return table.filter(pa.array(known, pa.bool_()))
    column = BESTAND[naam].begin_kolom
    assert column, naam
    table = table.filter(pc.less_equal(table[column], pa.scalar(day)))
    if naam == "toewijzing":
        table = table.filter(pc.less_equal(table["toewijzing_datum"], pa.scalar(day)))
    return table


def _quarter_end(code: str) -> date:
    year, quarter = code.split("-")
    return date(int(year), *_KWARTAAL_EINDE[quarter])


def _open_ends(table: pa.Table, columns: tuple[str, ...], day: date) -> pa.Table:
    """Ends after the day are empty, and so is the reden of such an end."""
    for column in columns:
        later = pc.fill_null(pc.greater(table[column], pa.scalar(day)), False)
        for name in (column, "reden_einde_code"):
            if name == column or name in table.column_names:
                table = _set(table, name, pc.if_else(later, None, table[name]))
    return table


def _plan_ends(table: pa.Table, day: date) -> pa.Table:
    """An end after the day becomes the end of the year of help that ran on the day."""
    last, begin = day_number(day), _days(table, "ingang_datum")
    plan = begin + ((last - begin) // 365 + 1) * 365 - 1
    plan = np.where(plan <= last, plan + 365, plan)
    later = pc.fill_null(pc.greater(table["eind_datum"], pa.scalar(day)), False)
    planned = pa.array(plan.astype(np.int32)).view(pa.date32())
    return _set(table, "eind_datum", pc.if_else(later, planned, table["eind_datum"]))


def _declared(table: pa.Table, day: date, zaad: int) -> pa.Table:
    """The declaraties of periods that were over, less those that were still to come."""
    table = table.filter(pc.less_equal(table["tot_datum"], pa.scalar(day)))
    month = table["van_datum"].combine_chunks().cast(pa.timestamp("s"))
    years, months = (np.asarray(part(month)) for part in (pc.year, pc.month))
    age = (day.year - years) * 12 + day.month - months
    late = np.append(LAAT, 0.0)[np.minimum(age, len(LAAT))]
    keys = pc.utf8_slice_codeunits(table["toewijzing_id"].combine_chunks(), 1).cast(pa.int64())
    chance = keyed_chance(zaad, np.asarray(keys), years * 12 + months)
    return table.filter(pa.array(chance >= late))


def _without_unknown(table: pa.Table, known: pa.ChunkedArray) -> pa.Table:
    """References to a toewijzing that is not there become empty."""
    there = pc.is_in(table["toewijzing_id"], value_set=known.combine_chunks())
    return _set(table, "toewijzing_id", pc.if_else(there, table["toewijzing_id"], None))


def _known_people(everyone: pa.Table, found: Tables, day: date) -> pa.Table:
    """The addresses of who had help or had asked for it; a first one from after the day as of it.

    everyone: the addresses before the cut, in order of day per jeugdige.
    """
    ids = [found[naam]["jeugdige_id"].combine_chunks() for naam in _VAN_JEUGDIGE]
    known = pc.is_in(everyone["jeugdige_id"], value_set=pa.concat_arrays(ids).unique())
    names = everyone["jeugdige_id"].to_numpy()
    first = pa.array(np.append(True, names[1:] != names[:-1]))
    begun = pc.less_equal(everyone["van_datum"], pa.scalar(day))
    table = everyone.filter(pc.and_(known, pc.or_(first, begun)))
    van = pc.min_element_wise(table["van_datum"], pa.scalar(day))
    return _open_ends(_set(table, "van_datum", van), _EINDEN["jeugdige"], day)
