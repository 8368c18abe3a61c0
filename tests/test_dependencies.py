"""What the product imports, what requirements.txt names and what the README says are one list."""

import ast
import re
import sys
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

from tools.audit import plain_name

ROOT = Path(__file__).resolve().parents[1]
FILES = ("requirements.txt", "requirements-spark.txt")  # the second for `publiceer --spark` alone
# Named in requirements.txt and imported nowhere in the product: the library that asks for it.
ASKED_FOR = {
    "authlib": "streamlit",  # st.login
    "httpx": "authlib",  # talks to the login service
    "font-source-sans-pro": "typst",  # the folder of letters it may use, found by its name
}


def first_block(file: str) -> list[str]:
    """Plain names of what a requirements file names itself, before what those bring along."""
    _, block, *_ = re.split(r"^#.*\n", (ROOT / file).read_text(encoding="utf-8"), flags=re.M)
    return [plain_name(line.partition("==")[0]) for line in block.split()]


@cache
def imported() -> dict[str, set[str]]:
    """Per third-party distribution the files of the product that import it."""
    origins = packages_distributions()
    found: dict[str, set[str]] = {}
    folders = (ROOT / "proeftuin", ROOT / "pages")
    for file in (ROOT / "app.py", *(item for folder in folders for item in folder.rglob("*.py"))):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                modules = [node.module or ""]
            else:
                continue
            for module in {item.partition(".")[0] for item in modules}:
                if module not in sys.stdlib_module_names and module != "proeftuin":
                    for naam in origins.get(module, [module]):
                        found.setdefault(plain_name(naam), set()).add(str(file.relative_to(ROOT)))
    return found


def readme_rows() -> list[str]:
    """Plain names in the first column of the table of dependencies."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    table = text.partition("\n## Dependencies\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+) \|", table, flags=re.M)
    assert rows[0] == "package"
    return [plain_name(naam) for row in rows[1:] for naam in row.split(", ")]


def test_what_the_product_imports_is_named() -> None:
    named = {naam for file in FILES for naam in first_block(file)}
    assert not {naam: files for naam, files in imported().items() if naam not in named}


def test_what_is_named_is_imported_or_a_library_asks_for_it() -> None:
    named = [naam for file in FILES for naam in first_block(file)]
    used = imported()
    assert [naam for naam in named if naam not in used] == sorted(ASKED_FOR, key=named.index)
    assert set(ASKED_FOR.values()) <= set(named)


def test_the_readme_has_one_row_for_each_and_no_other() -> None:
    named = [naam for file in (*FILES, "requirements-dev.txt") for naam in first_block(file)]
    rows = readme_rows()
    assert sorted(rows) == sorted(named)
