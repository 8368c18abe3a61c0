"""Office files are zip files: the same content must give the same bytes."""

import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from io import BytesIO


def fix_zip(
    content: bytes, moment: datetime, replaced: Mapping[str, Iterable[bytes]] | None = None
) -> bytes:
    """The same archive with every entry dated moment (not before 1980).

    Without this the hour of making the file is in every entry. replaced: by entry name, pieces of
    new content, written as they come so that a large sheet is never whole in memory.
    """
    target = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, date_time=moment.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            with archive.open(entry, "w", force_zip64=False) as stream:
                for piece in (replaced or {}).get(name) or (source.read(name),):
                    stream.write(piece)
    return target.getvalue()
