"""A synthetic gemeente, written as a levering like any other.

No real person is in it. Levels are Zwolle's, shapes are national (levels.py). The same seed gives
the same bytes; everything counts in proportion to the number of jeugdigen. The true effect is
written to waarheid.json, which no other code reads.
"""

import json
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np

from proeftuin.errors import ProeftuinError
from proeftuin.settings import Settings, read_settings
from proeftuin.synthetic import context, levels
from proeftuin.synthetic.chunk import write_chunk
from proeftuin.synthetic.city import EERSTE_TRAJECT, City, make_city
from proeftuin.synthetic.earlier import cut_tables
from proeftuin.synthetic.truth import describe_truth
from proeftuin.synthetic.write import Writer

PER_DEEL = 20_000  # jeugdigen per chunk: bounds the memory
EERSTE_DATASTAND = date(2018, 12, 31)
# The city is made up to and with this day; an earlier datastand cuts it, a later one is another.
LAATSTE_DAG = date(2023, 12, 31)


def _check(jeugdigen: int, datastand: date, effect: str) -> None:
    if not 50 <= jeugdigen <= 2_000_000:
        raise ProeftuinError("Kies voor --jeugdigen een aantal van 50 tot en met 2.000.000.")
    if datastand < EERSTE_DATASTAND:
        raise ProeftuinError(
            f"Kies voor --datastand een dag vanaf {EERSTE_DATASTAND}: de voorbeeldgegevens "
            f"beginnen op {EERSTE_TRAJECT}."
        )
    if effect not in levels.EFFECTEN:
        raise ProeftuinError(f"Kies voor --effect een van: {', '.join(levels.EFFECTEN)}.")


def _write_context(writer: Writer, city: City, zaad: int, datastand: date) -> None:
    rng = np.random.default_rng([zaad, 2])
    writer.append("bevolking", context.make_bevolking(city, datastand))
    writer.append("uitgave", context.make_uitgave(city, rng, datastand))
    writer.append("ervaring", context.make_ervaring(city, rng, datastand))
    writer.append("voorveld", context.make_voorveld(city, rng, datastand))
    writer.append("casus", context.make_casus(city, rng, datastand))


def write_demo(
    folder: Path,
    jeugdigen: int = levels.JEUGDIGEN,
    zaad: int = 1,
    datastand: date = LAATSTE_DAG,
    effect: str = "geen",
    settings: Settings | None = None,
    progress: Callable[[float, str], None] | None = None,
) -> None:
    """Write the eleven CSV files, levering.toml and waarheid.json of a made-up gemeente to folder.

    Every datastand up to and with LAATSTE_DAG shows the same city as it was on that day.
    jeugdigen is about how many have help in a year; population and euros go with it. effect is
    geen, matig or sterk and holds in the pilot wijken of the settings. progress is called with
    the share done (0..1) and a Dutch word. Files of an earlier demo in folder are replaced.
    Raises ProeftuinError for a choice that cannot be.
    """
    _check(jeugdigen, datastand, effect)
    settings = settings or read_settings()
    folder.mkdir(parents=True, exist_ok=True)
    last = max(datastand, LAATSTE_DAG)
    city = make_city(settings, jeugdigen, zaad, last, effect)
    chunks = -(-jeugdigen // PER_DEEL)
    cut = partial(cut_tables, day=datastand, zaad=zaad) if datastand < last else None
    with Writer(folder, cut) as writer:
        _write_context(writer, city, zaad, last)
        writer.end_part()
        for chunk in range(chunks):
            if progress:
                progress(chunk / chunks, "voorbeeldgegevens maken")
            rng = np.random.default_rng([zaad, 3, chunk])
            write_chunk(writer, city, rng, 1 / chunks)
            writer.end_part()
    text = (
        f'datastand = {datastand}\nbron = "synthetische gegevens, zaad {zaad}"\n'
        f'opmerking = "Verzonnen jeugdigen; geen enkele regel gaat over een echt persoon."\n'
        "synthetisch = true\n"
    )
    (folder / "levering.toml").write_text(text, encoding="utf-8")
    truth = describe_truth(city, zaad, datastand, effect)
    (folder / "waarheid.json").write_text(
        json.dumps(truth, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    if progress:
        progress(1.0, "voorbeeldgegevens maken")
