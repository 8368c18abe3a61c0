"""Which files with exact figures or micro data another user of the machine could read."""

from pathlib import Path


def list_open(data_dir: Path) -> list[str]:
    """Paths below data_dir that hold more than the openbaar edition and that others can read.

    A file is closed when its own mode is, or when a folder above it (within data_dir) lets nobody
    but its owner in.
    """
    return sorted(
        str(file.relative_to(data_dir))
        for file in data_dir.rglob("*")
        if file.is_file() and not _is_public(file, data_dir) and _is_reachable(file, data_dir)
    )


def _is_public(file: Path, data_dir: Path) -> bool:
    parts = file.relative_to(data_dir).parts
    openbaar = len(parts) > 3 and parts[0] == "edities" and parts[2] == "openbaar"
    return openbaar or parts == ("edities", "huidig.json") or file.name.endswith(".lock")


def _is_reachable(file: Path, data_dir: Path) -> bool:
    above = file.parents[: len(file.relative_to(data_dir).parts) - 1]
    try:
        return bool(file.stat().st_mode & 0o077) and all(
            folder.stat().st_mode & 0o077 for folder in above
        )
    except FileNotFoundError:
        return False
