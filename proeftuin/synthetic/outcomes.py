"""Answers at the end of help: the mark for its use, and whether help is still needed.

Drawn per traject from its number and not from the stream of the city, so every other file is what
it was. The shares are made up: nobody publishes them per wijk.
"""

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from proeftuin.synthetic.city import VER, Floats, Ints, day_number, keyed_chance

EERSTE_DAG = date(2021, 1, 1)  # before it nobody was asked
Flags = NDArray[np.bool_]
GEVRAAGD, MET_CIJFER, MET_VERVOLG = 0.55, 0.92, 0.88  # of the ends; of who answered
ZONDER_VRAAG = ("02", "20", "36", "37", "38")  # an end at which nobody is asked
VOLGENS_PLAN = ("31", "39")
CIJFERS = np.arange(1, 11)
# Cumulative chances of the marks 1..10 and of the answers 01..04, after an end as planned or not.
CIJFER_KANS = np.cumsum(
    [
        [0.03, 0.03, 0.05, 0.07, 0.13, 0.20, 0.23, 0.16, 0.07, 0.03],
        [0.01, 0.01, 0.01, 0.02, 0.05, 0.12, 0.27, 0.31, 0.14, 0.06],
    ],
    axis=1,
)
VERVOLG = ("01", "02", "03", "04")
VERVOLG_KANS = np.cumsum([[0.35, 0.22, 0.15, 0.28], [0.10, 0.17, 0.12, 0.61]], axis=1)
SLEUTEL = ("jeugdige_id", "aanbieder_id", "hulpvorm_code", "eind_datum")


def make_uitkomst(trajecten: pa.Table, last: int, elsewhere: pa.Array) -> pa.Table:
    """The answers for rows of the file traject that ended from EERSTE_DAG up to day number last.

    elsewhere: the jeugdigen who lived in no wijk for a time; they are not asked.
    """
    end = trajecten["eind_datum"].cast(pa.int32())
    ended = pc.and_(pc.less_equal(end, last), pc.greater_equal(end, day_number(EERSTE_DAG)))
    asked = pc.invert(pc.is_in(trajecten["reden_einde_code"], pa.array(ZONDER_VRAAG)))
    asked = pc.and_(asked, pc.invert(pc.is_in(trajecten["jeugdige_id"], elsewhere)))
    asked = pc.and_(asked, pa.array(_is_end(trajecten)))
    rows = trajecten.filter(pc.and_(pc.fill_null(ended, False), asked))
    key = pc.utf8_slice_codeunits(rows["traject_id"].combine_chunks(), 1).cast(pa.int64())
    numbers = np.asarray(key)
    draws = [keyed_chance(0, numbers, place) for place in range(1, 6)]
    is_plan = pc.is_in(rows["reden_einde_code"].combine_chunks(), pa.array(VOLGENS_PLAN))
    plan = np.asarray(is_plan).astype(int)
    mark, follow = _pick(CIJFER_KANS[plan], draws[3]), _pick(VERVOLG_KANS[plan], draws[4])
    table = rows.select(SLEUTEL).append_column("nummer", pa.array(np.arange(len(rows))))
    nut = pa.array(CIJFERS[mark], mask=draws[1] >= MET_CIJFER)
    hulp = pa.array(np.array(VERVOLG)[follow], pa.string(), mask=draws[2] >= MET_VERVOLG)
    table = table.append_column("nut_score", nut).append_column("zonder_hulp_code", hulp)
    table = table.filter(pa.array(draws[0] < GEVRAAGD))
    once = table.group_by(SLEUTEL, use_threads=False).aggregate([("nummer", "min")])
    table = table.filter(pc.is_in(table["nummer"], once["nummer_min"].combine_chunks()))
    return table.drop_columns("nummer")


def _is_end(trajecten: pa.Table) -> Flags:
    """Rows after whose end nothing of the same jeugdige, aanbieder and hulpvorm goes on at once."""
    names = list(SLEUTEL[:3])
    frame = trajecten.select(names).to_pandas()
    for column, number in (("begin_datum", 0), ("eind_datum", VER)):
        days = trajecten[column].combine_chunks().cast(pa.int32()).fill_null(number)
        frame[column] = np.asarray(days, np.int64)
    order = frame.sort_values(["eind_datum", "begin_datum"], ascending=False, kind="stable")
    order["eerste"] = order.groupby(names)["begin_datum"].cummin()
    next_begin = order.groupby(names)["eerste"].shift()
    goes_on = next_begin <= order["eind_datum"] + 1
    return np.asarray(~goes_on.sort_index(), bool)


def _pick(chances: Floats, draws: Floats) -> Ints:
    """The place of each draw among its row of cumulative chances."""
    place = (draws[:, None] >= chances).sum(axis=1)
    return np.asarray(np.minimum(place, chances.shape[1] - 1), np.int64)
