"""Speed of demo, laad and publiceer: time and memory of each, and how both grow.

Usage: python -m tools.bench [KEER ...], default 1, 10 and 100 times the demo of 3,150 jeugdigen: a
city of 315,000 takes more than 20 minutes, 5 GB of disk and 5 GB of memory. Each size runs demo,
laad and publiceer as a user would, in processes of their own, in a temporary folder.
Printed per step: seconds of processor time (user and system, of all its threads), seconds on the
clock and its largest memory. Beside them, for a machine that is faster or slower, one bare scan of
the traject table and the five themes in plain pandas (tools/met_pandas.py). Processor time hardly
feels other work on the machine; time on the clock does. Then how each step grows: as the size to
the power of the exponent, so 1 is in proportion and 2 is four times for twice the size.

python -m tools.bench berichten [BERICHTEN ...] makes the demo as about so many iJw messages, loads
them, and prints the same of both. Default: 9,000 and 70,000. A million takes some 5 GB of disk.

python -m tools.bench weken [WEKEN] loads and publishes the demo every week anew, each time with the
data of one week more (default 12 weeks), and prints what the first, the second and the last publish
used: the audit knows every edition before.

python -m tools.bench paginas [ROUNDS] measures the pages of the app (tools/paginas.py).
"""

import math
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
JEUGDIGEN = 3150
LAATSTE_DAG = date(2023, 12, 31)  # of the demo
PER_JEUGDIGE = 21  # messages
MINST_JEUGDIGEN = 50  # the smallest made-up gemeente
SCAN = (
    "select count(*), min(begin_datum), max(eind_datum), count(distinct hulpvorm_code) from traject"
)


@dataclass(frozen=True)
class Gebruik:
    """What one command used: seconds of processor time and on the clock, largest memory in GB."""

    seconds: float
    clock: float
    memory: float

    def __str__(self) -> str:
        """In Dutch, as it is printed."""
        return f"{self.seconds:.1f} s ({self.clock:.0f} op de klok), {self.memory:.2f} GB"


def run_step(data: Path, *arguments: str) -> Gebruik:
    """Run one command of the product; CalledProcessError when it fails."""
    return run_module("proeftuin", *arguments, "--data", str(data), "--stil")


def run_module(*arguments: str) -> Gebruik:
    """Run a module in a process of its own; CalledProcessError when it fails."""
    command = [sys.executable, "-m", *arguments]
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=ROOT)
    _, status, used = os.wait4(child.pid, 0)  # of this child alone
    child.returncode = os.waitstatus_to_exitcode(status)
    if status:
        raise subprocess.CalledProcessError(child.returncode, command)
    clock = time.perf_counter() - start
    return Gebruik(used.ru_utime + used.ru_stime, clock, used.ru_maxrss / 1024**2)


def exponent(size: float, value: float) -> float:
    """The power p for which a size so many times as large gives a value so many times as large."""
    return math.log(value) / math.log(size)


def print_growth(what: str, size: float, first: Gebruik, last: Gebruik) -> None:
    """One line: how processor time and memory grow when there is so many times as much."""
    keer, geheugen = last.seconds / first.seconds, last.memory / first.memory
    sys.stdout.write(
        f"{size:.0f} x {what}: {keer:.1f} x de rekentijd (exponent {exponent(size, keer):.2f}), "
        f"{geheugen:.1f} x het geheugen (exponent {exponent(size, geheugen):.2f})\n"
    )
    sys.stdout.flush()


def scan_seconds(data: Path) -> float:
    """Seconds of the fastest of five bare scans of the traject table."""
    from proeftuin.store import open_store  # after the folder of the product is on the path

    timings = []
    with open_store(data) as store:
        for _ in range(5):
            start = time.perf_counter()
            store.frame(SCAN)
            timings.append(time.perf_counter() - start)
    return min(timings)


def run_size(keer: int) -> dict[str, Gebruik]:
    """What each step from demo to edition used at keer times the demo."""
    with tempfile.TemporaryDirectory(prefix="proeftuin-bench-") as folder:
        data = Path(folder)
        levering = data / "levering"
        steps = {
            "demo": run_step(data, "demo", str(levering), "--jeugdigen", str(JEUGDIGEN * keer)),
            "laad": run_step(data, "laad", str(levering)),
            "publiceer": run_step(data, "publiceer"),
        }
        scan = scan_seconds(data)
        plain = run_module("tools.met_pandas", str(levering))
    total = sum(step.seconds for step in steps.values())
    parts = "  ".join(f"{name} {step}" for name, step in steps.items())
    sys.stdout.write(
        f"{keer:>4} x  {parts}  samen {total:.1f} s rekentijd  kale scan {scan * 1000:.1f} ms  "
        f"verhouding tot de scan {total / scan:,.0f}\n"
        f"{keer:>4} x  vijf thema's in kaal pandas {plain}  verhouding tot pandas "
        f"{(total - steps['demo'].seconds) / plain.seconds:.1f}\n"
    )
    sys.stdout.flush()
    return {**steps, "kaal pandas": plain}


def load_berichten(gevraagd: int) -> tuple[int, Gebruik, Gebruik]:
    """(messages, what making and what loading them used) of a made-up gemeente as messages."""
    jeugdigen = max(round(gevraagd / PER_JEUGDIGE), MINST_JEUGDIGEN)
    with tempfile.TemporaryDirectory(prefix="proeftuin-bench-") as folder:
        data = Path(folder)
        levering = data / "levering"
        made = run_step(data, "demo", str(levering), "--als", "ijw", "--jeugdigen", str(jeugdigen))
        aantal = sum(1 for _ in levering.rglob("*.xml"))
        used = run_step(data, "laad", str(levering))
    per_bericht = 1000 * used.seconds / aantal
    sys.stdout.write(
        f"{aantal:>9,} berichten  demo {made}  laad {used}  {per_bericht:.2f} ms per bericht\n"
    )
    sys.stdout.flush()
    return aantal, made, used


def publish_weeks(weken: int) -> None:
    """Print what the first, the second and the last of so many weekly editions took to publish."""
    with tempfile.TemporaryDirectory(prefix="proeftuin-bench-") as folder:
        data = Path(folder)
        levering = data / "levering"
        for nummer in range(1, weken + 1):
            day = LAATSTE_DAG - timedelta(weeks=weken - nummer)
            run_step(data, "demo", str(levering), "--datastand", day.isoformat())
            run_step(data, "laad", str(levering))
            used = run_step(data, "publiceer")
            if nummer in (1, 2, weken):
                sys.stdout.write(f"editie {nummer:>3}  publiceer {used}\n")
                sys.stdout.flush()


def main() -> None:
    """Run every size, and print how much more the last takes than the first."""
    if sys.argv[1:2] == ["paginas"]:
        from tools.paginas import measure_pages  # brings Streamlit

        measure_pages(int(sys.argv[2]) if len(sys.argv) > 2 else 8)
        return
    if sys.argv[1:2] == ["weken"]:
        publish_weeks(int(sys.argv[2]) if len(sys.argv) > 2 else 12)
        return
    if sys.argv[1:2] == ["berichten"]:
        runs = [load_berichten(int(size)) for size in sys.argv[2:] or (9_000, 70_000)]
        (first, first_made, first_used), *larger = runs
        for aantal, made, used in larger:
            print_growth("de berichten, demo", aantal / first, first_made, made)
            print_growth("de berichten, laad", aantal / first, first_used, used)
        return
    sizes = [int(argument) for argument in sys.argv[1:]] or [1, 10, 100]
    found = {keer: run_size(keer) for keer in sizes}
    first = sizes[0]
    for keer in sizes[1:]:
        for name, used in found[keer].items():
            print_growth(f"de jeugdigen, {name}", keer / first, found[first][name], used)


if __name__ == "__main__":
    main()
