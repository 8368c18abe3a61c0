"""Audit of the packages: what is installed is what is pinned, unchanged, and without known faults.

`python -m tools.audit` checks the installed packages and needs no network: every one that a
pinned package needs is pinned itself, at exactly the installed version, and every file of it still
has the hash that its wheel recorded. `--bekend` also asks pip-audit for known vulnerabilities;
where its database cannot be reached it says so, and the first two checks still count. Exit code 1
when anything is wrong.
"""

import base64
import hashlib
import json
import re
import subprocess
import sys
from importlib.metadata import Distribution, distributions
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
FILES = ("requirements.txt", "requirements-dev.txt")  # what is installed here
SEARCHED = (*FILES, "requirements-spark.txt")  # what is looked up among known vulnerabilities
AUDIT = "pip-audit==2.10.1"
VENV = ROOT / ".venv" / "audit"


def plain_name(naam: str) -> str:
    """The name as the package index compares it: lower case, one dash between words."""
    return re.sub(r"[-_.]+", "-", naam.split("[")[0]).lower()


def read_pins() -> dict[str, str]:
    """Version by plain name; ValueError for a line that pins no exact version."""
    pins = {}
    for file in FILES:
        for line in (ROOT / file).read_text(encoding="utf-8").splitlines():
            text = line.split("#")[0].strip()
            if not text:
                continue
            naam, _, version = text.partition("==")
            if not version or ";" in version or "*" in version:
                raise ValueError(f"{file}: '{text}' pins no exact version")
            pins[plain_name(naam)] = version
    return pins


def compare_pins(pins: dict[str, str], installed: dict[str, str]) -> list[str]:
    """What is missing or has another version, one line each; empty when all is as pinned."""
    found = []
    for naam, version in sorted(pins.items()):
        if naam not in installed:
            found.append(f"{naam} is pinned and not installed")
        elif installed[naam] != version:
            found.append(f"{naam} is {installed[naam]}, pinned is {version}")
    return found


def find_unpinned(pins: dict[str, str], packages: dict[str, Distribution]) -> list[str]:
    """What pinned packages bring along and no file pins."""
    extras = read_extras()
    found = set()
    for naam in set(pins) & set(packages):
        for line in packages[naam].requires or ():
            need = Requirement(line)
            asked = ({"extra": extra} for extra in ("", *extras.get(naam, ())))
            if need.marker and not any(need.marker.evaluate(option) for option in asked):
                continue
            if plain_name(need.name) not in pins:
                found.add(f"{plain_name(need.name)} comes along with {naam} and is not pinned")
    return sorted(found)


def read_extras() -> dict[str, tuple[str, ...]]:
    """Extras asked for, by plain name: psycopg[binary] asks for binary."""
    found = {}
    for file in FILES:
        for naam, extras in re.findall(
            r"^([\w.-]+)\[([\w,-]+)\]", (ROOT / file).read_text(encoding="utf-8"), re.M
        ):
            found[plain_name(naam)] = tuple(extras.split(","))
    return found


def find_changed(package: Distribution) -> list[str]:
    """Files of a package that no longer have the hash its wheel recorded."""
    found = []
    for file in package.files or ():
        if file.hash is None or file.hash.mode != "sha256":
            continue
        place = Path(str(package.locate_file(file)))
        if not place.is_file():
            found.append(f"{file} is gone")
            continue
        digest = hashlib.sha256(place.read_bytes()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != file.hash.value:
            found.append(f"{file} was changed after it was installed")
    return found


def ask_known() -> tuple[list[str], int]:
    """(known vulnerabilities, packages that could be looked up)."""
    python = VENV / "bin" / "python"
    if not python.is_file():
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    install = [str(python), "-m", "pip", "install", "--quiet", AUDIT]
    subprocess.run(install, check=True)
    found, known = [], 0
    for file in SEARCHED:
        command = [str(python), "-m", "pip_audit", "-r", str(ROOT / file)]
        command += ["--no-deps", "--disable-pip", "--format", "json", "--progress-spinner", "off"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if not done.stdout.strip():
            continue
        for item in json.loads(done.stdout)["dependencies"]:
            known += "skip_reason" not in item
            for fault in item.get("vulns", ()):
                cure = ", ".join(fault["fix_versions"]) or "no fixed version yet"
                found.append(f"{item['name']} {item['version']}: {fault['id']}, cure: {cure}")
    return found, known


def main(arguments: list[str]) -> int:
    """Run the checks and print what is wrong; the exit code."""
    pins = read_pins()
    packages = {plain_name(item.metadata["Name"]): item for item in distributions()}
    found = compare_pins(pins, {naam: item.version for naam, item in packages.items()})
    found += find_unpinned(pins, packages)
    for naam in sorted(set(packages) & set(pins)):
        found += find_changed(packages[naam])
    sys.stdout.write(f"{len(pins)} packages pinned; {len(found)} differences.\n")
    if "--bekend" in arguments:
        faults, known = ask_known()
        found += faults
        sys.stdout.write(
            f"{known} of {len(pins)} looked up for known faults; {len(faults)} found.\n"
            if known
            else "The database of known faults cannot be reached from here.\n"
        )
    sys.stdout.writelines(f"{line}\n" for line in found)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
