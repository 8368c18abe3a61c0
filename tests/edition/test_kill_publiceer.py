"""Kill -9 at random moments of publiceer: there is always a whole edition, the old or the new.

KILLS sets how often (default 15). A helper process imports the product once and forks a child
per attempt, so that the moments fall inside publishing and not inside the start of Python. One
kill falls while it computes. That writes nothing, so for the others what is computed is remembered
(tests.lib.steden.onthouden) and the moments fall inside the writing.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from proeftuin.edition.nulmeting import FOLDER, overall_hash, read_versions
from proeftuin.indicators import INDICATORS
from proeftuin.results.editie import (
    list_edities,
    open_editie,
    read_cijfers,
    read_nulmeting,
    read_tabel,
)
from proeftuin.vocabulary import ROL_BEHEERDER
from tests.lib import edities
from tests.lib.gedeeld import list_open

KILLS = int(os.environ.get("KILLS", "15"))
HELPER = """
import os, random, signal, sys, time
from pathlib import Path
import proeftuin.__main__, proeftuin.cli.commands
import proeftuin.disclosure.rules
import tests.edition.test_kill_publiceer as checks
from tests.lib.steden.onthouden import GEMETEN, remember

data, config, kills, seed = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
notes = Path(sys.argv[5])
arguments = ["publiceer", "--opnieuw", "--stil", "--data", str(data), "--config", config]


def in_child(action, seconds=600.0):
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        code = 1
        try:
            code = action() or 0
        finally:
            os._exit(code)
    start = time.monotonic()
    while time.monotonic() - start < seconds:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status), time.monotonic() - start
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), seconds


os.umask(0)  # a careless account: what is made must close itself
rnd = random.Random(seed)
code, _ = in_child(lambda: proeftuin.__main__.main(arguments), rnd.uniform(0.5, 6))
assert code == -signal.SIGKILL, "a publish computes for longer than this"
code, _ = in_child(lambda: checks.check_whole(data))
assert code == 0, "killed while it computes"
for name in GEMETEN:
    remember(notes, name)
remember(notes, "_plan")
remember(notes, "_publish", lambda item, _, audience, *__: item.slug + audience)
remember(notes, "read_tabellen", lambda _, __, audience, *___: audience)
remember(notes, "make_effect_tabellen", lambda found, *_: next(iter(found.values())).audience)
code, duration = in_child(lambda: proeftuin.__main__.main(arguments))
assert code == 0, "an undisturbed publish"
killed = attempts = 0
while killed < kills and attempts < 4 * kills:
    attempts += 1
    part = rnd.uniform(0.5, 1.0) if attempts % 3 else rnd.uniform(0, 0.5)
    code, seconds = in_child(lambda: proeftuin.__main__.main(arguments), duration * part)
    killed += code == -signal.SIGKILL
    if code == 0:
        duration = seconds  # the machine is quicker now: aim within this
    code, _ = in_child(lambda: checks.check_whole(data))
    assert code == 0, f"after attempt {attempts}, killed at {seconds:.3f} of {duration:.3f} s"
code, _ = in_child(lambda: proeftuin.__main__.main(arguments))
assert code == 0, "a publish after all of these"
print(killed, f"{duration:.2f}")
"""


def check_whole(data: Path) -> None:
    """Every edition that exists can be read in full, and the frozen nulmeting is untouched."""
    for audience in ("intern", "openbaar"):
        assert open_editie(data, audience, rol=ROL_BEHEERDER).id in [
            item.id for item in list_edities(data, audience, rol=ROL_BEHEERDER)
        ]
        for editie in list_edities(data, audience, rol=ROL_BEHEERDER)[-1:]:
            for indicator in INDICATORS:
                assert len(read_cijfers(editie, indicator.slug))
                assert read_nulmeting(editie, indicator.slug).ongewijzigd
            assert len(read_tabel(editie, "budget"))
    assert list_open(data) == []
    frozen = read_versions(data)
    assert all(len(versions) == 1 for versions in frozen.values())


@pytest.mark.langzaam
def test_killed_at_random_moments(tmp_path: Path) -> None:
    data = edities.copy_of(edities.published(), tmp_path / "data")
    notes = edities.copy_of(edities.computed(), tmp_path / "berekend")
    seed = os.environ.get("SEED", "1")
    arguments = [str(data), str(edities.config()), str(KILLS), seed, str(notes)]
    done = subprocess.run(
        [sys.executable, "-c", HELPER, *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    killed = int(done.stdout.split()[0])
    sys.stdout.write(f"killed {killed} of {KILLS}, a publish takes {done.stdout.split()[1]} s\n")
    assert killed == KILLS
    check_whole(data)
    left = [name for name in os.listdir(data / "edities") if name.startswith(".")]
    ids = [editie.id for editie in list_edities(data, "intern", rol=ROL_BEHEERDER)]
    assert left == [] and len(set(ids)) == len(ids)
    folders = {item.name for item in (data / "edities").iterdir() if item.is_dir()}
    assert folders == set(ids)
    frozen = [item for items in read_versions(data).values() for item in items]
    assert open_editie(data, "intern", rol=ROL_BEHEERDER).nulmeting_hash == overall_hash(frozen)
    assert (data / FOLDER).is_dir()
