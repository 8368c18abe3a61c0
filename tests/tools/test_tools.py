"""The tools of the makers: the audit of the packages, and the document the simulation writes.

The audit finds that what is installed is what is pinned, and notices when it is not. The quote of
the simulation in the product is that of the document a run wrote. The measure of the benchmark
counts what it says.
"""

from dataclasses import replace
from importlib.metadata import Distribution, distributions
from pathlib import Path

from proeftuin.sentences.verantwoording import DOEL, simulation_sentence, simulation_table
from tools import met_pandas, simulatie
from tools.audit import compare_pins, find_changed, find_unpinned, main, plain_name, read_pins
from tools.simulatie_cellen import CELLEN, Cel, Telling, Uitslag
from tools.simulatie_document import SCHOK
from tools.simulatie_gemeenten import DRIFT, SCHOKKEN, STORM
from tools.simulatie_methoden import METHODEN
from tools.simulatie_varianten import VARIANTEN


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
    assert headings[:3] == ("Schok in de wijken", "Wijken", "Dit product")
    assert [row[0] for row in rows] == [SCHOK[schok] for schok in SCHOKKEN]
    assert all(len(row) == len(headings) for row in rows)


def made_up(cel: Cel) -> Uitslag:
    telling = Telling(vals=0.05, dekking=0.95, breedte=1.0, gezien=0.2, half=2.0)
    return Uitslag(
        cel,
        onrust=1.0,
        effect=-1.0,
        oordeel=0.04,
        methoden=dict.fromkeys(METHODEN, telling),
        paren=(telling,) * 5,
        varianten=dict.fromkeys(VARIANTEN, telling),
        storm=(0.2, 0.01) if cel.schok == STORM else (float("nan"), float("nan")),
    )


def test_the_document_is_rendered_from_results() -> None:
    results = [made_up(cel) for cel in CELLEN]
    text = " ".join(simulatie.render(results, 4000).split())
    assert "4.000 verzonnen" in text and text.endswith("de methode blijft zoals zij is.")
    assert "ziet onterecht een effect in 5,0 tot 5,0% van de gemeenten" in text
    gewoon = sum(cel.is_gewoon for cel in CELLEN)
    assert f"Te stellig in 0 van de {gewoon} gewone rijen" in text
    assert f"Te stellig in 0 van de {len(CELLEN) - gewoon} moeilijke rijen" in text
    shorter = Telling(vals=0.054, dekking=0.946, breedte=0.9, gezien=0.3, half=1.8)
    taken = [replace(item, varianten=dict.fromkeys(VARIANTEN, shorter)) for item in results]
    assert "Voldoet: Eerder niveau" in " ".join(simulatie.render(taken, 4000).split())
    bold, shy = replace(shorter, dekking=0.93), replace(shorter, vals=0.03)
    drift = next(place for place, item in enumerate(results) if item.cel.schok == DRIFT)
    results[drift] = replace(results[drift], methoden=dict.fromkeys(METHODEN, bold))
    results[0] = replace(results[0], methoden=dict.fromkeys(METHODEN, shy))
    text = " ".join(simulatie.render(results, 4000).split())
    assert "Te stellig in 1 van" in text and "Elke wijk gaat jaar na jaar dezelfde kant op" in text
    assert "Te voorzichtig in 1 van" in text and "Zonder schok is er alleen toeval" in text
    assert "(97,0% en 94,6%)" in text


def test_the_measure_in_plain_pandas_counts_what_one_counts_by_hand(tmp_path: Path) -> None:
    """Two jeugdigen: one moves, has verblijf and comes back; one waits and costs."""
    files = {
        "levering.toml": "datastand = 2022-12-31\n",
        "jeugdige.csv": "jeugdige_id,geboortedatum,gebied,van_datum,tot_datum\n"
        "J1,2010-01-01,A,2010-01-01,2021-06-30\nJ1,2010-01-01,B,2021-07-01,\n"
        "J2,2012-01-01,B,2012-01-01,\n",
        "traject.csv": "traject_id,jeugdige_id,hulpvorm_code,begin_datum,eind_datum\n"
        "T1,J1,12,2021-01-11,2021-03-01\nT2,J1,02,2021-02-01,2021-03-31\n"
        "T3,J1,02,2021-08-01,2021-09-30\nT4,J2,02,2021-03-01,\n",
        "aanmelding.csv": "aanmelding_id,jeugdige_id,aanmeld_datum,start_datum,afmeld_datum\n"
        "M1,J2,2021-02-01,2021-03-01,\nM2,J1,2021-03-20,2021-08-01,\n",
        "declaratie.csv": "declaratie_id,jeugdige_id,van_datum,tot_datum,bedrag_eur\n"
        "D1,J2,2021-03-01,2021-03-31,100.5\nD2,J2,2021-03-01,2021-03-31,50\n",
    }
    for naam, text in files.items():
        (tmp_path / naam).write_text(text, encoding="utf-8")
    found = met_pandas.count_figures(tmp_path, {"A": "a", "B": "b"})
    first = found[found["kwartaal"] == "2021Q1"].set_index("wijk")
    assert first["in_zorg"].to_dict() == {"a": 1, "b": 1}
    assert first["verblijf"].to_dict() == {"a": 1, "b": 0}
    assert first["stapeling"].to_dict() == {"a": 0, "b": 0}  # T1 ended before the last day
    assert first.loc["a", "trajectduur"] == 54.5  # of 50 and 59 days
    assert first.loc["a", "terugval"] == 1 and first.loc["a", "wachtenden"] == 1
    assert first.loc["b", "wachttijd"] == 28 and first.loc["b", "kosten"] == 150.5
    third = found[found["kwartaal"] == "2021Q3"].set_index("wijk")
    assert third["in_zorg"].to_dict() == {"b": 2} and third.loc["b", "terugval"] == 0
