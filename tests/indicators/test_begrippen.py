"""Every indicator stands in docs/begrippen.md and declares everything a reader needs."""

from pathlib import Path

import pytest

from proeftuin.indicators import INDICATORS, Indicator
from proeftuin.indicators.types import BEVOLKING
from proeftuin.schema import BESTAND

ROOT = Path(__file__).resolve().parents[2]
TERMS = (ROOT / "docs" / "begrippen.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.slug)
def test_indicator_is_explained(indicator: Indicator) -> None:
    assert f"**`{indicator.slug}`**" in TERMS, "add a line to docs/begrippen.md"
    for text in (indicator.naam, indicator.vraag, indicator.waarom, indicator.bron):
        assert text[:1].isupper() or text.startswith("iJw"), f"{indicator.slug}: {text!r}"
    assert indicator.vraag.endswith("?")
    assert indicator.bestand in BESTAND
    assert (indicator.noemer == BEVOLKING) == (indicator.factor == 1000)
    assert (indicator.rijp is None) == (indicator.totaal is None)
    assert indicator.next_review > indicator.reviewed


def test_slugs_are_unique() -> None:
    slugs = [indicator.slug for indicator in INDICATORS]
    assert len(slugs) == len(set(slugs))
