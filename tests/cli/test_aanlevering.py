"""sjabloon, herken and --met on the command line."""

from pathlib import Path

import pytest

from proeftuin.__main__ import main
from proeftuin.ingest import BEVINDINGEN
from tests.lib.aanlevering.backoffice import GWS_BLOKKEN, write_gws, write_suite


def run(capsys: pytest.CaptureFixture[str], data: Path, *arguments: object) -> tuple[int, str, str]:
    """(exit code, stdout, stderr) of a command with this data folder."""
    try:
        code = main(["--data", str(data / "data"), *map(str, arguments)])
    except SystemExit as stop:
        code = int(stop.code or 0)
    return code, *capsys.readouterr()


def test_the_template_is_written_and_loads(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, out, _ = run(capsys, tmp_path, "sjabloon", tmp_path / "leeg")
    assert code == 0 and "levering.xlsx" in out
    code, out, err = run(capsys, tmp_path, "laad", tmp_path / "leeg" / "levering.xlsx")
    assert code == 0, err
    assert "3 traject" in out


def test_a_proposal_is_written_once_and_loads_after_reading(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    source, blok = write_suite(tmp_path / "export"), tmp_path / "blok.toml"
    file = source / "Toewijzingen 2023.csv"
    code, out, _ = run(capsys, tmp_path, "herken", file)
    assert code == 0 and out.startswith("# Voorstel voor Toewijzingen 2023.csv")
    assert run(capsys, tmp_path, "herken", file, "--naar", blok)[0] == 0
    assert blok.stat().st_mode & 0o077 == 0
    code, _, err = run(capsys, tmp_path, "herken", file, "--naar", blok)
    assert code == 1 and "bestaat al" in err
    code, out, err = run(capsys, tmp_path, "controleer", source, "--met", blok)
    assert code == 0, err
    code, out, err = run(capsys, tmp_path, "laad", source, "--met", blok)
    assert code == 0, err
    assert "3 toewijzing" in out and "een totaal" in out


def test_a_finding_on_screen_names_sheet_and_cell(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    source, blok = write_gws(tmp_path / "export"), tmp_path / "blok.toml"
    blok.write_text(GWS_BLOKKEN.replace('ambulant = "02"\n', ""), encoding="utf-8")
    code, out, _ = run(capsys, tmp_path, "laad", source, "--met", blok)
    assert code == 1
    assert "GWS uitvoer.xlsx, blad Voorzieningen, regel 2, kolom hulpvorm_code: Cel E2: " in out
    assert "900201" not in out + (tmp_path / "data" / BEVINDINGEN).read_text(encoding="utf-8-sig")
    blok.write_text("bron = 1", encoding="utf-8")
    code, _, err = run(capsys, tmp_path, "laad", source, "--met", blok)
    assert code == 1 and "blok.toml" in err
