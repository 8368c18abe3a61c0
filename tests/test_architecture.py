"""The house rules a machine can check: floors, faces, sizes, no machine paths (README, the map)."""

import ast
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HOUSE = ROOT / "proeftuin"
# From the ground up. A room imports rooms of lower floors only, never one beside it.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("vocabulary", "errors", "lazy", "kept", "tijd", "huis"),
    ("schema", "codelists", "facts", "indicators", "stats", "settings", "files", "records"),
    ("vensters", "journal", "access", "synthetic", "opendata"),
    ("store",),
    ("ingest", "measure"),
    ("disclosure",),
    ("edition",),
    ("results",),
    ("sentences",),
    ("charts",),
    ("maps", "report"),
    ("gesprek",),
    ("cli",),
    ("ui",),
    ("pages", "app", "__main__"),
)
FLOOR = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
# What a reader of editions needs of the rooms that make them, and not one name more.
BESIDE_THE_FACE = {"results": {"proeftuin.edition.files", "proeftuin.disclosure.published"}}
ONLY_RECEIVE_PUBLISHED = {"charts", "maps", "sentences", "report", "gesprek", "ui", "pages"}
STREAMLIT = {"ui", "pages", "app"}
SMALLEST, LONGEST, FULLEST = 40, 500, 20
CODE = {".py", ".sql", ".css", ".html", ".typ", ".mako", ".md"}


def sources() -> list[Path]:
    return [ROOT / "app.py", *HOUSE.rglob("*.py"), *(ROOT / "pages").rglob("*.py")]


def module_of(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def room_of(module: str) -> str:
    """The room of a module: that of proeftuin.measure.euro is measure, a page is in pages."""
    parts = module.removeprefix("proeftuin.").split(".")
    return parts[0]


@cache
def files_by_room() -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for file in sources():
        found.setdefault(room_of(module_of(file)), []).append(file)
    return found


by_room = pytest.mark.parametrize("own", sorted(files_by_room()))  # a test per file costs more


@cache
def read_tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


@cache
def imports(file: Path) -> list[tuple[str, str]]:
    """(module, name) of every import, wherever it stands in the file; name '' for a whole module.

    `from proeftuin.results import compare` asks the face of results for a name.
    """
    found = []
    for node in ast.walk(read_tree(file)):
        if isinstance(node, ast.Import):
            found += [(alias.name, "") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{file}: write the whole name of what you import"
            found += [(node.module or "", alias.name) for alias in node.names]
    return found


@by_room
def test_a_room_imports_lower_floors_through_their_faces(own: str) -> None:
    floor = FLOOR["vocabulary" if own == "proeftuin" else own]  # the package imports nothing
    for file in files_by_room()[own]:
        for module, name in imports(file):
            top, room, where = module.split(".")[0], room_of(module), module_of(file)
            assert top not in ("pages", "tests", "tools"), f"{where}: nobody imports {module}"
            if top != "proeftuin":
                continue
            assert module != "proeftuin", f"{where}: name the room of {name}"
            if room == own:
                continue
            assert FLOOR[room] < floor, f"{where} stands on floor {floor}, below {room}"
            beside = module in BESIDE_THE_FACE.get(own, ())
            is_face = (ROOT / module.replace(".", "/") / "__init__.py").is_file()
            assert is_face or not (HOUSE / room).is_dir() or beside, (
                f"{where}: ask the face: from proeftuin.{room} import {name}"
            )
            if (HOUSE / room).is_dir() and not beside:
                assert name, f"{where}: from proeftuin.{room} import ... the names you use"


@cache
def own_names(module: str) -> set[str] | None:
    """What stands at the top of a file, also under `if`; None for a face and a foreign module."""
    file = (ROOT / module.replace(".", "/")).with_suffix(".py")
    if not module.startswith("proeftuin.") or not file.is_file():
        return None
    found = set()
    for node in ast.walk(read_tree(file)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
    return found


@by_room
def test_a_name_comes_from_the_file_that_makes_it_or_from_a_face(own: str) -> None:
    for file in files_by_room()[own]:
        for module, name in imports(file):
            there = own_names(module)
            assert there is None or name in there, f"{module_of(file)}: {module} borrows {name}"


@by_room
def test_some_things_stay_in_one_room(own: str) -> None:
    for file in files_by_room()[own]:
        where, found = module_of(file), {module for module, _ in imports(file)}
        tops, rooms = {name.split(".")[0] for name in found}, {room_of(name) for name in found}
        if own not in STREAMLIT:
            assert "streamlit" not in tops, f"{where}: streamlit stays in ui and pages"
        if own != "store":
            assert "duckdb" not in tops, f"{where}: duckdb stays in store"
        if own in ONLY_RECEIVE_PUBLISHED:
            makers = {"measure", "store", "ingest", "edition", "disclosure", "synthetic"}
            assert not rooms & makers, f"{where} receives Published and makes none"
        if own == "journal":
            assert not rooms & {"indicators", "results"}, f"{where}: the journal knows no figure"


def test_every_room_has_its_floor() -> None:
    there = {
        item.stem
        for item in HOUSE.iterdir()
        if item.suffix == ".py" or (item.is_dir() and (item / "__init__.py").is_file())
    }
    assert there - {"__init__"} == set(FLOOR) - {"pages", "app"}


@pytest.mark.parametrize("face", sorted(HOUSE.glob("*/__init__.py")), ids=module_of)
def test_a_face_only_hands_names_on(face: Path) -> None:
    tree = ast.parse(face.read_text(encoding="utf-8"))
    doc = ast.get_docstring(tree)
    assert doc and doc.splitlines()[0].endswith("."), "first one sentence: what the room is for"
    allowed = (ast.Import, ast.ImportFrom, ast.If, ast.Expr, ast.Assign)
    assert all(isinstance(node, allowed) for node in tree.body)
    given = [
        name.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for name in node.targets
        if isinstance(name, ast.Name)
    ]
    assert set(given) <= {"__getattr__"}, "what a face imports, it hands on"
    files = {item.stem for item in face.parent.iterdir()}
    handed = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert not handed & files, "a name of a face is no name of a file: the file would hide it"


def modules_after(code: str) -> set[str]:
    """Every module that is loaded after this code, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", f"{code}\nimport sys\nprint(*sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


def test_reading_loads_nothing_that_makes_editions() -> None:
    """Micro data stay in the store because the app cannot even reach for it."""
    rooms = "results, sentences, charts, maps, report, gesprek, journal, access"
    code = f"from proeftuin import {rooms}; import proeftuin.ui"
    assert not modules_after(code) & {
        *("duckdb", "highspy", "proeftuin.store", "proeftuin.ingest", "proeftuin.measure"),
        *("proeftuin.edition.publish", "proeftuin.disclosure.audit"),
    }


def test_loading_waits_for_no_package_it_does_not_use() -> None:
    """A levering of CSV files that is made up needs no workbook, journal, chart or statistics."""
    assert not modules_after("import proeftuin.cli.laden") & {
        *("sqlalchemy", "alembic", "altair", "typst", "openpyxl"),
        *("scipy.optimize", "geopandas", "highspy"),
    }


def test_the_first_page_waits_for_no_package_it_does_not_use() -> None:
    """The overview has no Altair chart, no estimate and no file until somebody asks for one."""
    page = ast.parse((ROOT / "pages" / "overzicht.py").read_text(encoding="utf-8"))
    imports = [ast.unparse(node) for node in page.body if isinstance(node, ast.ImportFrom)]
    assert not modules_after("\n".join(imports)) & {
        *("altair", "scipy", "typst", "pptx", "docx", "xlsxwriter", "sqlalchemy", "geopandas"),
    }


def tracked() -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / line for line in listing.stdout.splitlines() if (ROOT / line).is_file()]


def test_a_folder_holds_what_one_can_see_at_once() -> None:
    counts = Counter(
        file.parent.relative_to(ROOT)
        for file in tracked()
        if file.suffix in CODE and file.parent != ROOT
    )
    assert {str(place): count for place, count in counts.items() if count > FULLEST} == {}


def test_a_file_is_as_long_as_its_idea() -> None:
    lengths = {
        file.relative_to(ROOT): len(file.read_text(encoding="utf-8").splitlines())
        for file in tracked()
        if file.suffix == ".py"
    }
    long = {str(file): length for file, length in lengths.items() if length > LONGEST}
    assert not long, "split these: each holds two ideas"
    whole = ("__init__.py", "env.py")  # a face, what Alembic asks for
    short = {
        str(file): length
        for file, length in lengths.items()
        if length < SMALLEST
        and file.name not in whole
        and file.parent.name != "versions"  # one step of the journal's tables, as Alembic asks
        and file.parts[0] in ("proeftuin", "tools")
    }
    assert not short, "fold these into the file they belong to"


def test_no_machine_path_is_written_down() -> None:
    marks = [str(ROOT.parent) + "/", str(Path.home()) + "/"]
    for file in tracked():
        if file.suffix in (".py", ".md", ".toml", ".sql", ".sh", ".json", ".csv", ".txt"):
            text = file.read_text(encoding="utf-8")
            assert not any(mark in text for mark in marks if len(mark) > 3), file
