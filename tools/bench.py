"""Speed of demo, laad and publiceer: processor time and memory of each, and how both grow.

Usage: python -m tools.bench [KEER ...], default 1, 10 and 100 times the demo of 3,150 jeugdigen.
Each size runs demo, laad and publiceer as a user would, in processes of their own, in a temporary
folder. Printed per step: seconds of processor time (user and system, of all its threads) and its
largest memory; beside them one bare scan of the traject table, for a machine that is faster or
slower. Processor time hardly feels other work on the machine; time on the clock would.

python -m tools.bench berichten [JEUGDIGEN ...] loads the demo as iJw messages, about 30 of them per
jeugdige, and prints the same of laad alone. Default: 10,000, 100,000 and about 900,000 messages.

python -m tools.bench paginas [ROUNDS] measures the pages of the app (tools/paginas.py).
"""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
JEUGDIGEN = 3150
SCAN = (
    "select count(*), min(begin_datum), max(eind_datum), count(distinct hulpvorm_code) from traject"
)


@dataclass(frozen=True)
class Gebruik:
    """What one command used: seconds of processor time, and its largest memory in GB."""

    seconds: float
    memory: float


def run_step(data: Path, *arguments: str) -> Gebruik:
    """Run one command in a process of its own; CalledProcessError when it fails."""
    command = [sys.executable, "-m", "proeftuin", *arguments, "--data", str(data), "--stil"]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=ROOT)
    _, status, used = os.wait4(child.pid, 0)  # of this child alone
    child.returncode = os.waitstatus_to_exitcode(status)
    if status:
        raise subprocess.CalledProcessError(child.returncode, command)
    return Gebruik(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024**2)


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


def run_size(keer: int) -> float:
    """Seconds of processor time from demo to edition at keer times the demo."""
    with tempfile.TemporaryDirectory(prefix="proeftuin-bench-") as folder:
        data = Path(folder)
        levering = data / "levering"
        steps = {
            "demo": run_step(data, "demo", str(levering), "--jeugdigen", str(JEUGDIGEN * keer)),
            "laad": run_step(data, "laad", str(levering)),
            "publiceer": run_step(data, "publiceer"),
        }
        scan = scan_seconds(data)
    total = sum(step.seconds for step in steps.values())
    parts = "  ".join(
        f"{name} {step.seconds:.1f} s, {step.memory:.2f} GB" for name, step in steps.items()
    )
    sys.stdout.write(
        f"{keer:>4} x  {parts}  samen {total:.1f} s rekentijd  kale scan {scan * 1000:.1f} ms  "
        f"verhouding tot de scan {total / scan:,.0f}\n"
    )
    sys.stdout.flush()
    return total


def load_berichten(jeugdigen: int) -> tuple[int, float]:
    """(messages, seconds of processor time of laad) of a made-up gemeente as messages."""
    with tempfile.TemporaryDirectory(prefix="proeftuin-bench-") as folder:
        data = Path(folder)
        levering = data / "levering"
        run_step(data, "demo", str(levering), "--als", "ijw", "--jeugdigen", str(jeugdigen))
        aantal = sum(1 for _ in levering.rglob("*.xml"))
        used = run_step(data, "laad", str(levering))
    sys.stdout.write(
        f"{aantal:>9,} berichten  laad {used.seconds:.1f} s rekentijd, "
        f"{1000 * used.seconds / aantal:.2f} s per duizend  geheugen {used.memory:.2f} GB\n"
    )
    sys.stdout.flush()
    return aantal, used.seconds


def main() -> None:
    """Run every size and print the ratio of each to the first."""
    if sys.argv[1:2] == ["paginas"]:
        from tools.paginas import measure_pages  # brings Streamlit

        measure_pages(int(sys.argv[2]) if len(sys.argv) > 2 else 8)
        return
    if sys.argv[1:2] == ["berichten"]:
        runs = [load_berichten(int(size)) for size in sys.argv[2:] or (335, 3350, 30_000)]
        for aantal, seconds in runs[1:]:
            keer, tijd = aantal / runs[0][0], seconds / runs[0][1]
            sys.stdout.write(f"{keer:.0f} x de berichten kost {tijd:.0f} x de tijd\n")
        return
    sizes = [int(argument) for argument in sys.argv[1:]] or [1, 10, 100]
    totals = {keer: run_size(keer) for keer in sizes}
    first = sizes[0]
    for keer in sizes[1:]:
        ratio = totals[keer] / totals[first]
        sys.stdout.write(f"{keer // first} x de jeugdigen kost {ratio:.0f} x de tijd\n")


if __name__ == "__main__":
    main()
