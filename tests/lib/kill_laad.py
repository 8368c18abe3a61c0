"""Kills loads at random moments and checks the store after each; prints one line per kill.

Run as `python -m tests.lib.kill_laad FOLDER COUNT SEED`. Each load is a forked child, so a kill
costs no start of Python. Lines are 'oud' or 'nieuw' for the levering that the store then holds,
'open' when others can read any of it, 'kapot' when it cannot be read or does not match its hash.
"""

import os
import random
import signal
import sys
import time
from pathlib import Path

from proeftuin.errors import ProeftuinError
from proeftuin.ingest.load import load_levering
from proeftuin.settings.read import read_settings
from proeftuin.store import Store, _content, open_store
from tests.lib.gedeeld import list_open
from tests.lib.leveringen import GOED, write

SETTINGS = read_settings()


def store_hash(store: Store) -> str:
    """The content hash from every row anew."""
    return _content(store._connection)[1]


def load_in_child(source: Path, data_dir: Path) -> int:
    """Process id of a child that loads and then leaves with 0."""
    child = os.fork()
    if child == 0:
        load_levering(source, data_dir, SETTINGS, replace=True)
        os._exit(0)
    return child


def check_in_child(data_dir: Path) -> str:
    """What the store holds: oud, nieuw, or kapot."""
    child = os.fork()
    if child == 0:
        try:
            with open_store(data_dir) as store:
                whole = store_hash(store) == store.hash
                os._exit(2 if not whole else int(store.datastand.year == 2024))
        except ProeftuinError:
            os._exit(2)
    _, status = os.waitpid(child, 0)
    return ("oud", "nieuw", "kapot")[os.waitstatus_to_exitcode(status)]


def main(folder: Path, count: int, seed: int) -> None:
    """Kill `count` loads of a new levering over an old one."""
    chance = random.Random(seed)
    os.umask(0)  # a careless account: what is made must close itself
    data_dir = folder / "data"
    oud = write(folder / "oud")
    rows = "".join(
        f"k{nr},p{nr % 2 + 1},,A{nr % 7},02,01,2022-01-01,2022-03-01,31\n" for nr in range(20_000)
    )
    changes = {
        "traject.csv": GOED["traject.csv"] + rows,
        "levering.toml": GOED["levering.toml"].replace("2023-12-31", "2024-03-31"),
    }
    nieuw = write(folder / "nieuw", {**changes})
    os.waitpid(load_in_child(oud, data_dir), 0)
    first = (data_dir / "store.duckdb").read_bytes()
    begin = time.monotonic()
    os.waitpid(load_in_child(nieuw, data_dir), 0)
    duration = time.monotonic() - begin
    for _ in range(count):
        (data_dir / "store.duckdb").write_bytes(first)
        child = load_in_child(nieuw, data_dir)
        time.sleep(chance.uniform(0, 1.1 * duration))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        state = "open" if list_open(data_dir) else check_in_child(data_dir)
        same = (data_dir / "store.duckdb").read_bytes() == first
        sys.stdout.write(f"{state if same or state != 'oud' else 'kapot'}\n")
        sys.stdout.flush()
    os.waitpid(load_in_child(nieuw, data_dir), 0)
    left = [path.name for path in data_dir.glob(".bouw-*")]
    sys.stdout.write(f"{check_in_child(data_dir)} {len(left)}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
