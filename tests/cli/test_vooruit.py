"""The command vooruit: what a next step would show, for people and for programs."""

import csv
import json
from io import StringIO

import pytest

from proeftuin.results.editie import open_editie
from proeftuin.results.effect import read_promised
from tests.cli.test_commands import run
from tests.lib import edities


@pytest.mark.parametrize("audience", ["intern", "openbaar"])
def test_json_and_csv_have_a_row_per_number_of_wijken_and_years(
    audience: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "vooruit", "--editie", audience, "--formaat", "json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    editie = open_editie(edities.published(), audience, rol=audience)
    promised = {
        item.uitkomst.slug: item.uitkomst
        for item in read_promised(editie, edities.small_settings())
    }
    assert found and {row["slug"] for row in found} <= set(promised)
    primary = promised["trajectduur"]
    if primary.vooruit:
        assert found[0]["slug"] == "trajectduur" and found[0]["is_primair"]
    for row in found:
        assert set(row) == {"slug", "is_primair", "pilots", "jaren", "mdc"}
        if (row["pilots"], row["jaren"]) == (1, 1) and promised[row["slug"]].mdc:
            assert row["mdc"] == pytest.approx(promised[row["slug"]].mdc)
    _, text, _ = run(capsys, "vooruit", "--editie", audience, "--formaat", "csv")
    assert len(list(csv.DictReader(StringIO(text)))) == len(found)


def test_the_table_is_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "vooruit")
    assert code == 0 and "1 (nu)" in out and "3 jaar" in out and "voorzichtig gerekend" in out
