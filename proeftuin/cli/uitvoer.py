"""What a command writes for people: lines, tables, and a progress bar.

The bar of a long command is on stderr, only for people: not with --stil and not when stderr is no
terminal.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from proeftuin.files import harmless

Progress = Callable[[str, float], None]


@contextmanager
def show_voortgang(stil: bool) -> Iterator[Progress]:
    """A function to call with the step in words and the share done (0..1)."""
    if stil or not sys.stderr.isatty():
        yield lambda step, share: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    columns = (TextColumn("{task.description:<32}"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Bezig", total=1.0)

        def report(step: str, share: float) -> None:
            bar.update(task, description=step, completed=share)

        yield report


NUMERIC = (
    "Teller",
    "Noemer",
    "Waarde",
    "Interval",
    "Mediaan",
    "P80",
    "Wacht tot nu",
    "Terugwerkend",
    "Verschil",
    "Zichtbaar vanaf",
    "Raming",
    "Marge",
    "Tot peildatum",
    "Daarna",
    "Werd",
    "Procent",
    *("Gelezen", "Geladen", "Weggelaten", "Regels"),
    *("Toen", "Nu", "Erbij", "Weg", "Gewijzigd", "Anders", "Nieuw", "Niet meer", "Gelijk"),
)


def tell(text: str) -> None:
    """Print a line, in which nothing steers the terminal."""
    sys.stdout.write(harmless(text, keep="\n") + "\n")


def print_table(headings: list[str], lines: list[list[str]]) -> None:
    """A readable table, as wide as its content when it does not go to a terminal."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for heading in headings:
        table.add_column(heading, justify="right" if heading in NUMERIC else "left", no_wrap=True)
    for line in lines:
        table.add_row(*(Text(harmless(cell, keep="\n")) for cell in line))
    wide = Console()
    if not wide.is_terminal:
        wide = Console(width=max(80, *(_width(headings, lines))), color_system=None)
    wide.print(table)


def _width(headings: list[str], lines: Iterable[list[str]]) -> tuple[int, int]:
    """Characters the widest rows may need."""
    columns = [headings, *lines]
    widths = [max(len(line[place]) for line in columns) for place in range(len(headings))]
    return sum(widths) + 3 * len(widths) + 2, 0
