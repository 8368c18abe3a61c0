"""The tools of the makers: the audit of the packages, and the document the simulation writes.

The audit finds that what is installed is what is pinned, and notices when it is not. The quote of
the simulation in the product is that of the document a run wrote.
"""

from importlib.metadata import Distribution, distributions
from pathlib import Path

from proeftuin.sentences.verantwoording import DOEL, simulation_sentence, simulation_table
from tools import simulatie
from tools.audit import compare_pins, find_changed, find_unpinned, main, plain_name, read_pins
from tools.simulatie_gemeenten import METHODEN, Uitslag


def test_installed_packages_are_as_pinned_and_unchanged() -> None:
    assert main([]) == 0


def test_every_difference_is_named() -> None:
    pins = {"een": "1.0", "twee": "2.0"}
    assert compare_pins(pins, {"een": "1.1"}) == [
        "een is 1.1, pinned is 1.0",
        "twee is pinned and not installed",
    ]
    packages = {plain_name(item.metadata["Name"]): item for item in distributions()}
    pins = read_pins()
    del pins["tzdata"], pins["psycopg-binary"]
    found = find_unpinned(pins, packages)
    assert any(line.startswith("psycopg-binary comes along") for line in found)


def test_a_changed_file_is_named(tmp_path: Path) -> None:
    info = tmp_path / "een-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: een\nVersion: 1.0\n")
    (tmp_path / "een.py").write_text("x = 1\n")
    (info / "RECORD").write_text(
        "een.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0\nweg.py,sha256=abc,1\n"
    )
    found = find_changed(Distribution.at(info))
    assert found == ["een.py was changed after it was installed", "weg.py is gone"]


def test_the_quote_and_the_table_come_from_the_document() -> None:
    sentence = simulation_sentence()
    assert sentence.startswith("De methode van dit product") and sentence.endswith(".")
    text = " ".join(DOEL.read_text(encoding="utf-8").split())
    assert sentence in text
    headings, rows = simulation_table()
    assert headings[0] == "Schok per kwartaal" and len(rows) == len(simulatie.SCENARIOS)
    assert all(len(row) == len(headings) for row in rows)
    shares = [float(row[2].rstrip("%").replace(",", ".")) for row in rows]
    low, high = f"{min(shares):.1f}".replace(".", ","), f"{max(shares):.1f}".replace(".", ",")
    assert f"in {low} tot {high}% van de gemeenten" in sentence


def test_the_document_is_rendered_from_results() -> None:
    results = [
        Uitslag(
            spreiding, 0.8, *({naam: share for naam in METHODEN} for share in (0.05, 0.95, 0.2))
        )
        for spreiding in (0.0, 2.0)
    ]
    text = simulatie.render(results, 4000)
    assert "4.000 verzonnen" in text and text.endswith("|\n")
    assert "| 2 punt | 0,80 | 5,0% | 5,0% |" in text and "| 95,0% |" in text
    assert "5,0 tot 5,0%" in " ".join(text.split())
