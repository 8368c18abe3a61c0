"""Processor time of every page, warm and for the first time, beside a bare Streamlit app.

Usage: python -m tools.bench paginas [ROUNDS], default 8 rounds.

An app on a copy of the editions in PROEFTUIN_DATA (default var) serves one reader per role, who
opens every page in turn. Counted is the processor time of the whole server, so also what a message
costs after the script. Other work on the machine makes a run dearer (shared caches), so of the warm
rounds the cheapest stands beside the middle one. Three things should hold, and are printed as such:

- a warm page stays under 50 ms;
- server and first page together cost at most 1.25 times those of an app with one line of text;
- a page for the first time costs at most 1.2 times a page with as many bare charts.

A bare chart is drawn by Altair from twelve quarters of five lines, with no thought for its looks.
"""

import asyncio
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from websockets.asyncio.client import ClientConnection

from tests.lib.browser.starten import free_port, run_server
from tools.lezers import (
    SLUGS,
    connect_app,
    find_fault,
    read_page,
    serve,
)

NORM_MS, NORM_EERST, NORM_KAAL = 50.0, 1.25, 1.2
WACHT_SECONDEN = 600.0  # a machine with other work is slow on the clock
RUST_SECONDEN = 0.2  # after a page stands: what the server still does for it
GRAFIEKEN = ("vega_lite_chart", "deck_gl_json_chart")
LEEG = 'import streamlit as st\n\nst.write("Een lege app.")\n'
KAAL = """import altair as alt
import pandas as pd
import streamlit as st

for number in range({aantal}):
    rows = [(wijk, kwartaal, wijk + kwartaal) for wijk in range(5) for kwartaal in range(12)]
    frame = pd.DataFrame(rows, columns=["wijk", "kwartaal", "waarde"])
    lines = alt.Chart(frame).mark_line().encode(x="kwartaal", y="waarde", color="wijk:N")
    st.altair_chart(lines, key=f"grafiek_{{number}}")
"""


@dataclass
class Kosten:
    """Of one page: milliseconds of processor time per visit, in order, and how many charts."""

    ms: list[float] = field(default_factory=list)
    grafieken: int = 0


def process_seconds(pid: int) -> float:
    """Seconds of processor time of another process, all of its threads (Linux)."""
    return time.clock_gettime((~pid << 3) | 2)


async def _open(connection: ClientConnection, slug: str) -> int:
    """Open a page until it stands; how many charts it sent. RuntimeError when it went wrong."""
    messages = await read_page(connection, slug, WACHT_SECONDEN)
    for message in messages:
        if fault := find_fault(message):
            raise RuntimeError(f"{slug}: {fault}")
    return sum(
        message.delta.new_element.WhichOneof("type") in GRAFIEKEN
        for message in messages
        if message.WhichOneof("type") == "delta"
    )


async def visit_pages(
    port: int, pid: int, koekje: str, slugs: Sequence[str], rounds: int
) -> dict[str, Kosten]:
    """What each of these pages costs, opened in turn, so many rounds, by one reader."""
    found = {slug: Kosten() for slug in slugs}
    async with connect_app(port, koekje) as connection:
        for _ in range(rounds):
            for slug, kosten in found.items():
                begin = process_seconds(pid)
                kosten.grafieken = await _open(connection, slug)
                await asyncio.sleep(RUST_SECONDEN)
                kosten.ms.append(1000 * (process_seconds(pid) - begin))
    return found


@contextmanager
def serve_bare(folder: Path) -> Iterator[tuple[int, int]]:
    """An app of nothing but one script and its pages in this folder: (port, process id)."""
    port = free_port()
    options = ["--server.headless", "true", "--browser.gatherUsageStats", "false"]
    options += ["--server.fileWatcherType", "none"]
    with run_server("bare.py", port, options, folder=folder) as process:
        yield port, process.pid


def _show_warm(rol: str, found: dict[str, Kosten]) -> None:
    for slug, kosten in found.items():
        warm = kosten.ms[2:]
        over = "" if min(warm) < NORM_MS else f"  boven {NORM_MS:.0f} ms"
        _say(
            f"{rol:9} {slug:15} eerste keer {kosten.ms[0]:6.0f} ms, warm {min(warm):4.0f} tot "
            f"{median(warm):4.0f} ms, {kosten.grafieken} grafieken{over}"
        )


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _measure_ours(data: Path, rounds: int) -> tuple[float, dict[str, Kosten]]:
    """(seconds from start to first page, what the pages cost intern); prints both roles."""
    with serve(data, []) as (port, pid, koekje):
        first = asyncio.run(visit_pages(port, pid, koekje, SLUGS[:1], 1))
        start = process_seconds(pid)
        rest = asyncio.run(visit_pages(port, pid, koekje, SLUGS, rounds))
        _show_warm("intern", rest)
        _show_warm("openbaar", asyncio.run(visit_pages(port, pid, "", SLUGS, rounds)))
    rest[SLUGS[0]].ms.insert(0, first[SLUGS[0]].ms[0])
    return start, rest


def _measure_bare(counts: Sequence[int]) -> tuple[float, dict[int, float]]:
    """(seconds from start to an empty page, ms of a first page by how many bare charts it has)."""
    with tempfile.TemporaryDirectory(prefix="proeftuin-kaal-") as folder:
        place = Path(folder)
        (place / "bare.py").write_text(LEEG, encoding="utf-8")
        (place / "pages").mkdir()
        for aantal in counts:
            page = place / "pages" / f"g{aantal}.py"
            page.write_text(KAAL.format(aantal=aantal) if aantal else LEEG, encoding="utf-8")
        with serve_bare(place) as (port, pid):
            asyncio.run(visit_pages(port, pid, "", [""], 1))
            start = process_seconds(pid)
            slugs = [f"g{aantal}" for aantal in counts]
            found = asyncio.run(visit_pages(port, pid, "", slugs, 1))
    return start, {int(slug[1:]): kosten.ms[0] for slug, kosten in found.items()}


def measure_pages(rounds: int) -> None:
    """Run once and print what it gave."""
    with tempfile.TemporaryDirectory(prefix="proeftuin-paginas-") as folder:
        data = Path(os.environ.get("PROEFTUIN_DATA") or "var")
        shutil.copytree(data / "edities", Path(folder) / "edities")
        start, pages = _measure_ours(Path(folder), rounds)
    # In the order of ours, so that on both sides the same page waits for Altair to be imported.
    empty, bare = _measure_bare(list(dict.fromkeys(item.grafieken for item in pages.values())))
    _say(
        f"start en eerste bladzijde {start:.2f} s, lege app {empty:.2f} s: {start / empty:.2f} keer"
        f" (hoogstens {NORM_EERST})"
    )
    for slug, kosten in list(pages.items())[1:]:
        ratio = kosten.ms[0] / bare[kosten.grafieken]
        over = "" if ratio <= NORM_KAAL else f"  boven {NORM_KAAL}"
        _say(
            f"{slug:15} eerste keer {kosten.ms[0]:6.0f} ms, {kosten.grafieken} kale grafieken "
            f"{bare[kosten.grafieken]:6.0f} ms: {ratio:.2f} keer{over}"
        )
