"""Speed, as ratios within one run: demo to edition, 100 times the jeugdigen, a bare scan.

Usage: python -m tools.bench [KEER ...], default 1 and 100 times the demo of 3,150 jeugdigen.
Each size runs demo, laad and publiceer as a user would, in processes of their own, in a
temporary folder, and prints seconds per step and the largest memory of a step.
"""

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


def main() -> None:
    """Run every size and print the ratio of each to the first."""
    sizes = [int(argument) for argument in sys.argv[1:]] or [1, 100]
    totals = {keer: run_size(keer)[0] for keer in sizes}
    first = sizes[0]
    for keer in sizes[1:]:
        ratio = totals[keer] / totals[first]
        sys.stdout.write(f"{keer // first} x de jeugdigen kost {ratio:.0f} x de tijd\n")


if __name__ == "__main__":
    main()
