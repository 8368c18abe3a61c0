"""The audit of the packages: what is installed is what is pinned, and it notices when it is not."""

from importlib.metadata import Distribution, distributions
from pathlib import Path

from tools.audit import compare_pins, find_changed, find_unpinned, main, plain_name, read_pins


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
