"""Attack random cities: publish each three quarters in a row, then look what can be computed back.

python -m tools.aanval [seeds...] [--budget SECONDS] prints per city the breaches; exit code 1 when
there is any. Without seeds: 24 cities; of the last four the configuration changes.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.lib.aanvaller import attack
from tests.lib.aanvaller.steden import make_stad, publish_stad
from tests.lib.aanvaller.waarheid import attack_geld

STEDEN = range(1, 25)


def run_stad(zaad: int, folder: Path, budget: float) -> int:
    """Publish and attack one city; the number of breaches, printed with three examples per kind."""
    stad, start = make_stad(zaad), time.monotonic()
    geweigerd = publish_stad(stad, folder)
    rapport = attack(folder / "var", budget)
    geld = attack_geld(folder / "var", sorted((folder / "waarheid").iterdir()))
    aantal = len(rapport.breuken) + len(rapport.cijfers) + len(geld)
    sys.stdout.write(
        f"{stad}: {sum(rapport.doelen.values())} targets, {aantal} breaches {rapport.totals()}, "
        f"{len(geld)} euros, days or marks read off, "
        f"{rapport.open} undecided, refuted identities {rapport.fout}, refused {geweigerd}, "
        f"{time.monotonic() - start:.0f} s\n"
    )
    for breuk in [*rapport.breuken[:10], *rapport.cijfers[:10], *geld[:10]]:
        sys.stdout.write(f"  {breuk}\n")
    sys.stdout.flush()
    return aantal


def main() -> int:
    """Exit code 0 when no city gives anything away."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("zaden", nargs="*", type=int, default=list(STEDEN))
    parser.add_argument("--budget", type=float, default=400.0)
    options = parser.parse_args()
    totaal = 0
    for zaad in options.zaden or STEDEN:
        with tempfile.TemporaryDirectory(prefix="aanval-") as folder:
            totaal += run_stad(zaad, Path(folder), options.budget)
    sys.stdout.write(f"{totaal} breaches\n")
    return int(totaal > 0)


if __name__ == "__main__":
    sys.exit(main())
