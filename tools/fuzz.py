"""Inputs led by which lines of the readers they reach: the second part of `make fuzz`.

python -m tools.fuzz [SECONDEN] lets atheris (libFuzzer) change one file of a good levering at a
time, per kind for so many seconds, and looks at all that comes out as tests/ingest/fuzz does.
atheris is not among the packages of this product: 35 MB that only this uses. Without it this says
how to get it.
"""

import importlib.util
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

SECONDEN = 60
SOORTEN = ("csv", "berichten")
ATHERIS = "atheris==3.0.0"


def fuzz_one(soort: str, seconden: int, folder: Path) -> None:
    """Run one kind in this process, which libFuzzer ends: 0 in time, 77 when something fell."""
    import atheris

    with atheris.instrument_imports(include=["proeftuin.ingest"]):
        from proeftuin.ingest import load_levering
    from tests.ingest.fuzz import test_fuzz as proef

    files: Mapping[str, bytes] = proef.CSV if soort == "csv" else proef.BERICHTEN
    namen = sorted(files)
    good, corpus = folder / "goed", folder / "corpus"
    good.mkdir()
    corpus.mkdir()
    for path, inhoud in proef.CSV.items():
        (good / path).write_bytes(inhoud)
    load_levering(good, folder / "data", proef.SETTINGS)
    for nummer, path in enumerate(namen):
        (corpus / path).write_bytes(bytes([nummer]) + files[path])

    def try_input(data: bytes) -> None:
        """The first byte says which file, the rest is what stands in it."""
        if data:
            chosen = {namen[data[0] % len(namen)]: data[1:]}
            proef.check(soort, proef.write_files({**files, **chosen}), folder / "data")

    limits = [f"-max_total_time={seconden}", "-max_len=4096", "-print_final_stats=1"]
    found = f"-artifact_prefix={tempfile.gettempdir()}/proeftuin-fuzz-{soort}-"
    atheris.Setup([sys.argv[0], *limits, found, str(corpus)], try_input)
    atheris.Fuzz()


def main() -> int:
    """Every kind in a process of its own; the number of the first that fell, 0 when none did."""
    if importlib.util.find_spec("atheris") is None:
        sys.stdout.write(f"Zonder atheris. Voor dit deel: .venv/bin/pip install {ATHERIS}\n")
        return 0
    seconden = int(sys.argv[1]) if len(sys.argv) > 1 else SECONDEN
    for soort in SOORTEN:
        sys.stdout.write(f"atheris, {soort}, {seconden} seconden\n")
        sys.stdout.flush()
        with tempfile.TemporaryDirectory(prefix="proeftuin-fuzz-") as folder:
            command = [sys.executable, "-m", "tools.fuzz", str(seconden), soort, folder]
            code = subprocess.run(command, check=False).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    if len(sys.argv) == 4:
        fuzz_one(sys.argv[2], int(sys.argv[1]), Path(sys.argv[3]))
    else:
        sys.exit(main())
