"""How often a method sees an effect that is not there: gemeenten with jeugdigen who stay.

Usage: python -m tools.simulatie [GEMEENTEN [PROCESSEN]], default 4,000 made-up gemeenten per cell
in as many processes as there are cores, two at most. Writes docs/simulatie.md; the same seed gives
the same text, in however many processes.
"""

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from tools.simulatie_cellen import CELLEN, measure_cel
from tools.simulatie_document import percent, render
from tools.simulatie_methoden import METHODE, METHODEN

DOEL = Path(__file__).resolve().parent.parent / "docs" / "simulatie.md"
GEMEENTEN = 4000


def main() -> None:
    """Run every cell and write the document."""
    gemeenten = int(sys.argv[1]) if len(sys.argv) > 1 else GEMEENTEN
    processen = int(sys.argv[2]) if len(sys.argv) > 2 else min(os.cpu_count() or 1, 2)
    results = []
    with ProcessPoolExecutor(processen) as pool:
        for result in pool.map(partial(measure_cel, gemeenten=gemeenten), CELLEN):
            shown = ", ".join(f"{naam} {percent(result.methoden[naam].vals)}" for naam in METHODEN)
            dekking = percent(result.methoden[METHODE].dekking)
            cel = result.cel
            sys.stdout.write(
                f"{cel.uitkomst}, schok {cel.schok}, {cel.indeling}: dekking {dekking}; {shown}\n"
            )
            sys.stdout.flush()
            results.append(result)
    DOEL.write_text(render(results, gemeenten), encoding="utf-8")
    sys.stdout.write(f"Geschreven: docs/{DOEL.name}\n")


if __name__ == "__main__":
    main()
