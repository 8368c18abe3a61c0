"""The quote of the simulation is that of the document a run wrote."""

from proeftuin.sentences.verantwoording import DOEL, simulation_sentence, simulation_table
from tools import simulatie
from tools.simulatie_gemeenten import METHODEN, Uitslag


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
