"""From a cell to the text that the door reads, without a value that could mean two things.

What a spreadsheet did to a value is repaired where it can only be one thing (a day shown as a
number, leading zeros in its form), and gets a mark of waarden.py where it cannot (a code that
became a date, a key of more digits than Excel keeps).
"""

import re
from collections import Counter
from datetime import datetime, time, timedelta
from decimal import Decimal

from proeftuin.ingest.waarden import CEL_DATUM
from proeftuin.ingest.werkmap.lezen import Dag, Waarde
from proeftuin.schema import Kolomsoort

EERSTE_DAG = datetime(1899, 12, 30)  # day 0 of Excel, for days after February 1900
# Days of 1954 to 2100 as Excel counts them: five digits, so never a year or jjjjmmdd.
DAGNUMMERS = range(20_000, 73_416)
JAREN = range(1900, 2101)  # typed as a year in a date column these become a day in 1905
TE_LANG = 10**15  # from here on Excel no longer keeps the last digits
DATUMS = frozenset({Kolomsoort.DATUM, Kolomsoort.KWARTAAL})
SLEUTELS = frozenset({Kolomsoort.PERSOON, Kolomsoort.SLEUTEL})
REGELEINDE = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")


def to_tekst(waarde: Waarde, soort: Kolomsoort, hersteld: Counter[str], naam: str = "") -> str:
    """The text; hersteld counts per column (naam) the numbers that were read as a day."""
    if waarde is None:
        return ""
    if isinstance(waarde, str):
        return REGELEINDE.sub(" ", waarde)
    if isinstance(waarde, bool):
        return "WAAR" if waarde else "ONWAAR"
    if isinstance(waarde, Dag):
        return _day_text(waarde, soort)
    if isinstance(waarde, (time, timedelta)):
        return str(waarde)
    if soort in DATUMS and int(waarde) in DAGNUMMERS:
        hersteld[naam] += 1
        return _moment_text(EERSTE_DAG + timedelta(days=waarde))
    if soort in SLEUTELS and abs(waarde) >= TE_LANG:
        return f"{waarde:.5E}".replace(".", ",")
    return number_text(waarde)


def number_text(waarde: int | float | Decimal) -> str:
    """A number with a decimal comma that can be read in one way only: never three decimals."""
    if waarde != waarde or waarde in (float("inf"), float("-inf")):
        return str(waarde)
    if waarde == int(waarde):
        return str(int(waarde))
    heel, _, deel = f"{Decimal(str(waarde)):f}".partition(".")
    return f"{heel},{deel}0" if len(deel) == 3 else f"{heel},{deel}"


def _day_text(dag: Dag, soort: Kolomsoort) -> str:
    if soort is Kolomsoort.KWARTAAL and not dag.toont_dag:
        return f"{dag.moment:%Y-%m}"  # 2023-2 can be meant as a quarter: the door refuses it
    nummer = dag.moment - EERSTE_DAG
    if nummer.days in JAREN and not nummer.seconds:
        return str(nummer.days)
    tekst = _moment_text(dag.moment)
    return tekst if soort in DATUMS or soort is Kolomsoort.TEKST else f"{CEL_DATUM}{tekst}"


def _moment_text(moment: datetime) -> str:
    moment += timedelta(milliseconds=500)  # a day that was computed can lie just below it
    return f"{moment:%Y-%m-%d}" if moment.time() < time(0, 0, 1) else f"{moment:%Y-%m-%d %H:%M:%S}"
