"""A copy of the product in which one more indicator is declared, and what it then shows of it.

Run as a program in such a copy (its folder on PYTHONPATH) this file prints, as JSON, the texts in
which the indicator should be found.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("proeftuin", "pages", "data", ".streamlit", "app.py", "proeftuin.toml")
PLEKKEN = ("toon", "pagina", "kaart", "verantwoording", "rapport")
SLUG, NAAM, PAGINA = "gezinsgericht_van_hulp", "Gezinsgericht van alle hulp", "verblijf"
DECLARATION = f'''
HULP = (
    *HULP,
    Indicator(
        slug="{SLUG}",
        naam="{NAAM}",
        vraag="Welk deel van de jeugdigen met hulp verblijft in een gezin of gezinshuis?",
        teller_tekst="jeugdigen die op hun laatste dag verblijf in een gezin of gezinshuis waren",
        noemer_tekst="jeugdigen met hulp in de periode",
        eenheid="aandeel van de jeugdigen met hulp",
        soort=Soort.AANDEEL,
        richting=Richting.NEUTRAAL,
        feit="in_zorg",
        teller="is_gezinsgericht",
        noemer="in_zorg",
        waarom="Een verzonnen cijfer, om te zien dat een declaratie genoeg is.",
        bron="Verzonnen voor een test",
        pagina="{PAGINA}",
        telt_per_periode=True,
    ),
)
'''


def make_copy(target: Path) -> None:
    """The product in target, with the declaration at the end of one file and nothing else new."""
    target.mkdir(parents=True)
    for name in PRODUCT:
        source = ROOT / name
        if source.is_dir():
            busy = shutil.ignore_patterns("*.pyc.*")  # another process is writing it
            shutil.copytree(source, target / name, ignore=busy)
        else:
            shutil.copy(source, target / name)
    toml = target / "proeftuin.toml"
    text = toml.read_text(encoding="utf-8")
    old = "vroegste_kwartaal = 2015-01-01"
    assert old in text
    toml.write_text(text.replace(old, "vroegste_kwartaal = 2021-01-01"), encoding="utf-8")
    with (target / "proeftuin" / "indicators" / "hulp.py").open("a", encoding="utf-8") as file:
        file.write(DECLARATION)


def publish_and_look(folder: Path) -> dict[str, str]:
    """Publishes a small city with the copy in folder; text by PLEK, as of the openbaar edition."""
    from tests.lib.gedeeld import run_proeftuin  # not in the copy, where this file is run alone

    product, data_dir, levering = folder / "product", folder / "var", folder / "levering"
    make_copy(product)
    environment = os.environ | {"PYTHONPATH": str(product), "PROEFTUIN_DATA": str(data_dir)}
    environment.pop("PROEFTUIN_CONFIG", None)
    report = folder / "rapport.html"
    run_proeftuin(
        data_dir,
        ["demo", str(levering), "--jeugdigen", "150", "--zaad", "3"],
        ["laad", str(levering)],
        ["publiceer"],
        ["rapport", str(report)],
        product=product,
        environment=environment,
    )
    toon = ["toon", SLUG, "--formaat", "csv"]
    shown = run_proeftuin(data_dir, toon, product=product, environment=environment)
    done = subprocess.run(
        [sys.executable, __file__],
        cwd=product,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return found | {"toon": shown, "rapport": report.read_text(encoding="utf-8")}


def look() -> dict[str, str]:
    """The texts of the pages, and the cells of the map, of the product this program runs in."""
    from streamlit.testing.v1 import AppTest

    from proeftuin.maps import Keuze, read_cells
    from proeftuin.results import open_editie, read_cijfers
    from proeftuin.settings import read_settings
    from proeftuin.ui import login
    from proeftuin.ui.shell import indicator_of
    from proeftuin.vocabulary import EFFECTJAAR, INTERN, ROL_BEHEERDER

    login.opened_the_link = lambda: True

    def text_of(slug: str) -> str:
        """Headings and what is written out on a page; not its choices, not its definitions."""
        app = AppTest.from_file(str(Path.cwd() / "app.py"), default_timeout=300).run()
        app.switch_page(f"pages/{slug}.py").run()
        if slug == "kaart":
            app.selectbox(key="cijfer").set_value(SLUG).run()
        assert not app.exception and not app.error, slug
        html = " ".join(item.proto.body for item in app.get("html"))
        return unescape(re.sub(r"<[^>]+>", " ", html)) + " ".join(item.value for item in app.header)

    editie = open_editie(Path(os.environ["PROEFTUIN_DATA"]), INTERN, rol=ROL_BEHEERDER)
    published = read_cijfers(editie, SLUG)
    cells = read_cells(published, read_settings(), indicator_of(SLUG), Keuze(EFFECTJAAR))
    coloured = [f"{cell.naam} {cell.tekst}" for cell in cells if cell.waarde is not None]
    assert coloured, "no wijk has a colour"
    return {
        "pagina": text_of(PAGINA),
        "kaart": f"{text_of('kaart')} {'; '.join(coloured)}",
        "verantwoording": text_of("verantwoording"),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(look()))
