"""What `pip install .` adds to the package: the files of the app that stand beside it here."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

HIER = Path(__file__).resolve().parent
BESTANDEN = ("app.py", "proeftuin.toml", ".streamlit/config.toml")
MAPPEN = ("pages", "data", "docs")


class BuildWithApp(build_py):
    """As ever, and then app.py and what it reads into proeftuin/_huis (see proeftuin/huis.py)."""

    def run(self) -> None:
        """Build the package and put the files of the app in it."""
        super().run()
        target = Path(self.build_lib) / "proeftuin" / "_huis"
        for naam in BESTANDEN:
            (target / naam).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(HIER / naam, target / naam)
        for naam in MAPPEN:
            skip = shutil.ignore_patterns("__pycache__")
            shutil.copytree(HIER / naam, target / naam, dirs_exist_ok=True, ignore=skip)


setup(cmdclass={"build_py": BuildWithApp})
