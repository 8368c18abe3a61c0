"""The address of a page: ids, links inside the prefix, old and unknown values; one edition."""

import re
import shutil
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

from proeftuin.files import read_json, write_json
from proeftuin.tijd import show_time
from proeftuin.ui.address.links import find_option, link_html, page_link
from tests.test_tijd import utc_times

pytest_plugins = ("tests.lib.editie_fixture",)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def prefix() -> Iterator[str]:
    """A server that runs under a prefix."""
    config.set_option("server.baseUrlPath", "proeftuin")
    yield "/proeftuin"
    config.set_option("server.baseUrlPath", "")


def test_a_link_carries_ids_and_its_place() -> None:
    assert page_link("verblijf") == "/verblijf"
    found = page_link("stromen", "van-dichtbij", wijk="oost", cijfer="instroom")
    assert found == "/stromen?wijk=oost&cijfer=instroom#van-dichtbij"
    assert page_link("kaart", wijk="a b&c") == "/kaart?wijk=a+b%26c"
    assert 'href="/kaart?wijk=a&amp;toon=b"' in link_html("x", "kaart", wijk="a", toon="b")


def test_a_link_stays_inside_the_prefix(prefix: str) -> None:
    assert page_link("verblijf", wijk="oost") == f"{prefix}/verblijf?wijk=oost"


def test_every_link_to_a_page_is_made_by_one_function() -> None:
    own = re.compile(r"""href=["']/|["']/[a-z]+\?[a-z_]+=|bind=["']query-params""")
    files = [*(ROOT / "proeftuin").rglob("*.py"), *(ROOT / "pages").glob("*.py")]
    found = [file.name for file in files if own.search(file.read_text(encoding="utf-8"))]
    assert found == ["links.py"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [("oost", "oost"), ("Oost", "oost"), ("OUD OOST", "o1"), ("o1", "o1"), ("onzin", None)],
)
def test_an_id_goes_before_a_name(asked: str, found: str | None) -> None:
    names = {"o1": "Oud Oost", "oost": "Nieuw Oost", "n": "o1"}
    assert find_option(asked, tuple(names), names.__getitem__) == found


def page_with_choices() -> None:
    """A page with choices, as AppTest runs it."""
    from proeftuin.ui.address import arrive, pick, switch, write_address

    names = {"west": "West", "oost": "Oost"}
    arrive("proef")
    pick("Wijk", tuple(names), "wijk", names.__getitem__, old=["buurt"])
    switch("Tabellen tonen", "tabel")
    write_address()


def address_of(app: AppTest) -> dict[str, str]:
    """The choices in the address, the last one of a key."""
    found = app.query_params.items()
    return {key: text if isinstance(text, str) else text[-1] for key, text in found}


def told(app: AppTest) -> str:
    return " ".join(item.proto.body for item in app.get("html"))


@pytest.mark.parametrize(
    ("key", "asked", "shown", "is_told"),
    [
        ("wijk", "Oost", "oost", False),
        ("wijk", "oost", "oost", False),  # the id, or the name in other capitals
        ("wijk", "OOST", "oost", False),
        ("buurt", "Oost", "oost", False),  # an older key
        ("wijk", "onzin", "west", True),
        ("wijk", "<b>", "west", True),
        ("wijk", "", "west", False),
        ("elders", "x", "west", False),
    ],
)
def test_the_address_gets_ids_and_an_unknown_value_is_told(
    key: str, asked: str, shown: str, is_told: bool
) -> None:
    app = AppTest.from_function(page_with_choices, default_timeout=60)
    app.query_params[key] = asked
    app.run()
    assert not app.exception and app.selectbox(key="wijk").value == shown
    left = {"elders": "x"} if key == "elders" else {}
    assert address_of(app) == left | ({"wijk": "oost"} if shown == "oost" else {})
    sentence = f"Wijk ‘{escape(asked)}’ uit deze link bestaat niet of niet meer; u ziet West."
    assert (sentence in told(app)) is is_told
    app.toggle(key="tabel").set_value(True).run()
    assert (sentence in told(app)) is is_told, "told as long as the page shows something else"
    assert address_of(app)["tabel"] == "true"
    app.selectbox(key="wijk").set_value("oost" if shown == "west" else "west").run()
    assert sentence not in told(app)


def test_an_unknown_switch_is_told() -> None:
    app = AppTest.from_function(page_with_choices, default_timeout=60)
    app.query_params["tabel"] = "misschien"
    app.run()
    assert not app.toggle(key="tabel").value
    assert "Tabellen tonen ‘misschien’ uit deze link" in told(app)


def open_app(slug: str, **query: str) -> AppTest:
    """The page as a visitor of the running app gets it."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.run()
    app.query_params.update(query)
    return to_page(app, slug)


def to_page(app: AppTest, slug: str) -> AppTest:
    app.switch_page(f"pages/{slug}.py").run()
    assert not app.exception and [item.value for item in app.error] == []
    return app


def test_the_wijk_travels_from_page_to_page(app_data: Path) -> None:
    app = open_app("verblijf", wijk="Oost")
    assert address_of(app)["wijk"] == "oost"
    app.query_params.clear()  # the menu leads to a page without choices
    to_page(app, "stapeling")
    assert app.selectbox(key="wijk").value == "oost" and address_of(app)["wijk"] == "oost"
    app.selectbox(key="wijk").set_value("zuid").run()
    app.query_params.clear()
    to_page(app, "overzicht")
    app.query_params["wijk"] = "west"
    assert to_page(app, "terugval").selectbox(key="wijk").value == "west", "the address decides"


def test_old_links_of_the_map_and_of_a_split_keep_working(app_data: Path) -> None:
    app = open_app("kaart", indicator="Stapeling", periode="2023 K2")
    assert address_of(app)["cijfer"] == "stapeling" and "indicator" not in address_of(app)
    assert address_of(app)["periode"] == "2023-Q2"
    app = open_app("verblijf", verblijf_indeling="Leeftijd", venster="Nulmeting")
    assert address_of(app)["periode"] == "nulmeting" and "venster" not in address_of(app)


@pytest.fixture
def data(editie_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data of an app with two editions, the older one in use."""
    edities = tmp_path / "edities"
    shutil.copytree(editie_dir / "edities", edities)
    [old] = read_json(edities / "huidig.json")["alle"]
    new = f"{old}9"
    shutil.copytree(edities / old, edities / new)
    for audience in ("intern", "openbaar"):
        file = edities / new / audience / "editie.json"
        made = "2099-06-30T22:30:00.000000+00:00"
        write_json(file, {**read_json(file), "editie": new, "gemaakt_op": made})
    write_json(edities / "huidig.json", {"editie": old, "alle": [old, new]})
    monkeypatch.setenv("PROEFTUIN_DATA", str(tmp_path))
    return tmp_path


def test_a_page_keeps_its_edition_and_a_quiet_line_tells_of_a_newer_one(data: Path) -> None:
    index = data / "edities" / "huidig.json"
    old, new = read_json(index)["alle"]
    app = open_app("stapeling")
    assert f">{old}</span>" in told(app) and "nieuwe editie" not in told(app)
    write_json(index, {"editie": new, "alle": [old, new]})
    app.selectbox(key="wijk").set_value("zuid").run()
    assert f">{old}</span>" in told(app)
    line = "Er is een nieuwe editie van 1 juli 2099 00:30. Laad de bladzijde opnieuw"
    assert line in told(app) and utc_times(told(app)) == []
    to_page(app, "verblijf")
    assert f">{new}</span>" in told(app) and "nieuwe editie" not in told(app)
    write_json(index, {"editie": old, "alle": [old, new]})
    app.run()
    made = read_json(data / "edities" / old / "intern" / "editie.json")["gemaakt_op"]
    assert f"Er is een andere editie in gebruik, van {show_time(made)}." in told(app)
    shutil.rmtree(data / "edities" / new)
    app.run()
    assert f">{old}</span>" in told(app), "what may not be shown any more makes place at once"
