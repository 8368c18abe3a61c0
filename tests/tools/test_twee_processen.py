"""Two processes of the app on one data folder, behind each proxy of deploy/: real pages."""

import asyncio
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from proeftuin.ui.unavailable import RUSTIG
from tools.lezers import PROXIES, connect_app, read_page, serve, serve_behind

pytest_plugins = ("tests.lib.editie_fixture",)
pytestmark = pytest.mark.langzaam
BEZOEKERS = 12
_PROCES = re.compile(r"proeftuin_bezoek_(\d+)=")


@pytest.fixture(scope="module")
def data(editie_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("twee") / "var"
    shutil.copytree(editie_dir / "edities", folder / "edities")
    return folder


@pytest.fixture(scope="module")
def ports(data: Path) -> Iterator[list[int]]:
    with serve(data, []) as (first, *_), serve(data, []) as (second, *_):
        yield [first, second]


def knock(port: int, koekje: str = "") -> str:
    """What a visit gives to keep: the cookies, as a browser sends them back."""
    request = Request(f"http://localhost:{port}/", headers={"cookie": koekje} if koekje else {})
    with urlopen(request, timeout=60) as answer:
        given = [item.split(";")[0] for item in answer.headers.get_all("set-cookie") or []]
    known = dict(item.split("=", 1) for item in [*filter(None, koekje.split("; ")), *given])
    return "; ".join(f"{name}={value}" for name, value in known.items())


async def _read(port: int, koekje: str) -> str:
    async with connect_app(port, koekje) as connection:
        return "".join(map(str, await read_page(connection, "begrippen", 120)))


def read(port: int, koekje: str) -> str:
    """All that the page Begrippen sends to this visitor."""
    return asyncio.run(_read(port, koekje))


@pytest.mark.parametrize("naam", PROXIES)
def test_readers_are_spread_stay_and_see_at_once_what_is_in_use(
    naam: str, ports: list[int], data: Path
) -> None:
    if not shutil.which(naam):
        pytest.skip(f"{naam} is not on this machine")
    current = data / "edities" / "huidig.json"
    before = current.read_text(encoding="utf-8")
    with serve_behind(naam, ports) as port:
        koekjes = [knock(port) for _ in range(BEZOEKERS)]
        by_process = {int(_PROCES.findall(koekje)[0]): koekje for koekje in koekjes}
        assert set(by_process) == set(ports), "readers are spread"
        for koekje in koekjes:
            assert len(_PROCES.findall(knock(port, koekje))) == 1, "and stay"
        for koekje in by_process.values():
            assert "openbare editie" in read(port, koekje)
        content = json.loads(before)
        try:  # what `editie intrek` writes: both processes see it without a restart
            current.write_text(json.dumps(content | {"editie": None}), encoding="utf-8")
            for koekje in by_process.values():
                assert RUSTIG in read(port, koekje)
        finally:
            current.write_text(before, encoding="utf-8")
        for koekje in by_process.values():
            assert "openbare editie" in read(port, koekje)
