"""Speed, as ratios within one run: demo to edition, 100 times the jeugdigen, a bare scan; messages.

Usage: python -m tools.bench [KEER ...], default 1 and 100 times the demo of 3,150 jeugdigen.
Each size runs demo, laad and publiceer as a user would, in processes of their own, in a
temporary folder, and prints seconds per step and the largest memory of a step.

python -m tools.bench berichten [JEUGDIGEN ...] loads the demo as iJw messages, about 30 of them per
jeugdige, and prints the processor time and memory of laad alone. Default: 10,000, 100,000 and about
900,000 messages.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
JEUGDIGEN = 3150
SCAN = (
    "select count(*), min(begin_datum), max(eind_datum), count(distinct hulpvorm_code) from traject"
)


def run_step(data: Path, *arguments: str) -> float:
    """Seconds one command takes; raises CalledProcessError with its output when it fails."""
    command = [sys.executable, "-m", "proeftuin", *arguments, "--data", str(data), "--stil"]
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    return time.perf_counter() - start


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


def run_size(keer: int) -> tuple[float, float]:
    """(seconds from demo to edition, seconds of a bare scan) at keer times the demo."""
    with tempfile.TemporaryDirectory(prefix="proeftuin-bench-") as folder:
        data = Path(folder)
        levering = data / "levering"
        steps = {
            "demo": run_step(data, "demo", str(levering), "--jeugdigen", str(JEUGDIGEN * keer)),
            "laad": run_step(data, "laad", str(levering)),
            "publiceer": run_step(data, "publiceer"),
        }
        scan = scan_seconds(data)
    total = sum(steps.values())
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024**2
    parts = "  ".join(f"{name} {seconds:.1f} s" for name, seconds in steps.items())
    sys.stdout.write(
        f"{keer:>4} x  {parts}  samen {total:.1f} s  kale scan {scan * 1000:.1f} ms  "
        f"verhouding tot de scan {total / scan:,.0f}  geheugen tot {memory:.1f} GB\n"
    )
    sys.stdout.flush()
    return total, scan


def load_berichten(jeugdigen: int) -> tuple[int, float]:
    """(messages, seconds of processor time of laad) of a made-up gemeente as messages."""
    with tempfile.TemporaryDirectory(prefix="proeftuin-bench-") as folder:
        data = Path(folder)
        levering = data / "levering"
        run_step(data, "demo", str(levering), "--als", "ijw", "--jeugdigen", str(jeugdigen))
        aantal = sum(1 for _ in levering.rglob("*.xml"))
        # A process of its own for the demo made the largest memory: ask the system about laad only.
        command = [sys.executable, "-m", "proeftuin", "laad", str(levering), "--stil"]
        child = subprocess.Popen(
            [*command, "--data", str(data)], stdout=subprocess.DEVNULL, cwd=ROOT
        )
        _, status, used = os.wait4(child.pid, 0)
        if status:
            raise subprocess.CalledProcessError(status, command)
    seconds = used.ru_utime + used.ru_stime
    sys.stdout.write(
        f"{aantal:>9,} berichten  laad {seconds:.1f} s rekentijd, {1000 * seconds / aantal:.2f} s "
        f"per duizend  geheugen tot {used.ru_maxrss / 1024**2:.2f} GB\n"
    )
    sys.stdout.flush()
    return aantal, seconds


def main() -> None:
    """Run every size and print the ratio of each to the first."""
    if sys.argv[1:2] == ["berichten"]:
        runs = [load_berichten(int(size)) for size in sys.argv[2:] or (335, 3350, 30_000)]
        for aantal, seconds in runs[1:]:
            keer, tijd = aantal / runs[0][0], seconds / runs[0][1]
            sys.stdout.write(f"{keer:.0f} x de berichten kost {tijd:.0f} x de tijd\n")
        return
    sizes = [int(argument) for argument in sys.argv[1:]] or [1, 100]
    totals = {keer: run_size(keer)[0] for keer in sizes}
    first = sizes[0]
    for keer in sizes[1:]:
        ratio = totals[keer] / totals[first]
        sys.stdout.write(f"{keer // first} x de jeugdigen kost {ratio:.0f} x de tijd\n")


if __name__ == "__main__":
    main()
