"""The map: outlines that are valid and fit together, a look per state, only published columns."""

import json
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import geopandas
import pandas
import pytest
from shapely import Point, box
from shapely.affinity import scale

from proeftuin.charts.style import HOGER_KLEUR, LAGER_KLEUR
from proeftuin.disclosure.published import NUMBERS, Published, publish_intern
from proeftuin.errors import SettingsError
from proeftuin.indicators import INDICATOR
from proeftuin.maps.cells import (
    WIT,
    Keuze,
    Schaal,
    parse_colour,
    read_cells,
    read_scale,
    states_of,
)
from proeftuin.maps.deck import EMPTY_STYLE, build_map, fill_of, map_height
from proeftuin.maps.outlines import (
    clear_label,
    dash,
    grid_points,
    hatch,
    name_lines,
    place_labels,
    read_areas,
    read_bron,
    read_vormen,
    view_box,
)
from proeftuin.settings.model import Settings
from proeftuin.settings.read import DEFAULT_FILE, read_settings
from proeftuin.vensters import list_kwartalen

SETTINGS = read_settings()
VERBLIJF = INDICATOR["verblijf"]
KWARTAAL = (date(2023, 7, 1), date(2023, 9, 30))
METERS = "EPSG:28992"


def outlines() -> geopandas.GeoDataFrame:
    return read_areas(SETTINGS.geo.omtrek)


def test_outlines_are_valid_polygons_of_the_municipality() -> None:
    areas = outlines()
    assert len(areas) == 16 and areas["wijkcode"].is_unique
    assert areas.geometry.is_valid.all() and set(areas.geom_type) <= {"Polygon", "MultiPolygon"}
    west, south, east, north = areas.total_bounds
    assert 5.9 < west < east < 6.3 and 52.4 < south < north < 52.7
    assert areas["wijknaam"].str.len().min() > 2


def test_outlines_neither_overlap_nor_leave_holes() -> None:
    areas = outlines().to_crs(METERS)
    overlap = sum(a.intersection(b).area for a, b in combinations(areas.geometry, 2))
    whole = areas.union_all()
    assert overlap < 1 and whole.area == pytest.approx(areas.area.sum(), abs=1)
    assert whole.geom_type == "Polygon" and not whole.interiors
    assert 100e6 < whole.area < 130e6  # Zwolle is about 119 square kilometres


def test_file_names_its_source_year_and_licence() -> None:
    bron = read_bron(SETTINGS.geo.omtrek)
    assert bron.bron.startswith("CBS/Kadaster") and bron.jaar == "2014"
    assert bron.licentie == "CC BY 4.0" and "gegeneraliseerd" in bron.bewerking


def test_every_configured_gebied_is_there_and_dissolves_to_the_wijken() -> None:
    configured = {gebied for wijk in SETTINGS.wijk for gebied in wijk.gebieden}
    assert configured == set(outlines()["wijkcode"])
    vormen = read_vormen(SETTINGS)
    assert [vorm.wijk for vorm in vormen] == list(SETTINGS.wijk_ids)
    assert [vorm.wijk for vorm in vormen if vorm.is_pilot] == list(SETTINGS.pilot.wijken)
    shapes = geopandas.GeoSeries([vorm.geometry for vorm in vormen], crs=4326).to_crs(METERS)
    assert shapes.is_valid.all() and set(shapes.geom_type) == {"Polygon"}
    assert shapes.area.sum() == pytest.approx(outlines().to_crs(METERS).area.sum(), rel=1e-4)
    assert all(not polygon.interiors for vorm in vormen for polygon in vorm.polygons)
    assert all(vorm.geometry.contains(Point(vorm.label)) for vorm in vormen)


def own_settings(
    folder: Path, gebieden: list[list[str]], features: list[dict[str, Any]]
) -> Settings:
    """The settings of the product with other wijken and outlines."""
    (folder / "omtrek.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8"
    )
    text = DEFAULT_FILE.read_text(encoding="utf-8")
    head, _, rest = text.partition("[[wijk]]")
    _, _, tail = rest.partition("[pilot]")
    wijken = "".join(
        f'[[wijk]]\nid = "w{nr}"\nnaam = "W{nr}"\ngebieden = {json.dumps(codes)}\n'
        for nr, codes in enumerate(gebieden)
    )
    head = head.replace("data/geo/zwolle_wijken.geojson", "omtrek.geojson")
    tail = tail.replace('wijken = ["west"]', 'wijken = ["w0"]')
    head = head.replace("GM0193", "GM0001")
    (folder / "proeftuin.toml").write_text(f"{head}{wijken}[pilot]{tail}", encoding="utf-8")
    return read_settings(folder / "proeftuin.toml")


def square(x: float, **properties: str) -> dict[str, Any]:
    ring = [[x, 52.0], [x + 0.01, 52.0], [x + 0.01, 52.01], [x, 52.01], [x, 52.0]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def test_buurten_make_wijken_by_buurtcode_and_by_wijkcode(tmp_path: Path) -> None:
    features = [
        square(6.00, buurtcode="BU00010001", wijkcode="WK000100"),
        square(6.01, buurtcode="BU00010002", wijkcode="WK000100"),
        square(6.02, buurtcode="BU00010101", wijkcode="WK000101"),
        square(6.03, buurtcode="BU00010102", wijkcode="WK000101"),
    ]
    settings = own_settings(tmp_path, [["BU00010001"], ["BU00010002"], ["WK000101"]], features)
    widths = [vorm.geometry.bounds[2] - vorm.geometry.bounds[0] for vorm in read_vormen(settings)]
    assert widths == pytest.approx([0.01, 0.01, 0.02])


def test_a_missing_gebied_or_file_names_the_key(tmp_path: Path) -> None:
    features = [square(6.0, wijkcode="WK000101"), square(6.1, wijkcode="WK000102")]
    settings = own_settings(tmp_path, [["WK000101"], ["WK000102"], ["WK000103"]], features)
    with pytest.raises(SettingsError, match="'wijk.gebieden' van wijk 'w2': gebied 'WK000103'"):
        read_vormen(settings)
    with pytest.raises(SettingsError, match="'geo.omtrek'.*bestaat niet"):
        read_areas(str(tmp_path / "weg.geojson"))
    (tmp_path / "kaal.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": [square(6.0, naam="x")]}),
        encoding="utf-8",
    )
    with pytest.raises(
        SettingsError, match="geen eigenschap wijkcode.*haal geo --uit '.*kaal.geojson' --naar"
    ):
        read_areas(str(tmp_path / "kaal.geojson"))


def test_patterns_stay_inside_and_leave_the_label_free() -> None:
    vorm = read_vormen(SETTINGS)[0]
    free = clear_label(vorm, width=0.02, height=0.006)
    near = vorm.geometry.buffer(1e-5)
    lines, points = hatch(free, spacing=0.002), grid_points(free, spacing=0.002)
    assert len(lines) > 5 and len(points) > 5
    assert all(near.contains(Point(point)) for line in lines for point in line)
    assert all(near.contains(Point(point)) for point in points)
    x, y = vorm.label
    assert min(abs(px - x) / 0.01 + abs(py - y) / 0.003 for px, py in points) >= 0.9
    assert all(
        vorm.geometry.exterior.distance(Point(p)) < 1e-5 for d in dash(vorm, length=0.01) for p in d
    )


def test_the_first_view_holds_every_wijk() -> None:
    vormen = read_vormen(SETTINGS)
    longitude, latitude, zoom = view_box(vormen, width=340, height=430)
    degrees = 340 * 360 / (512 * 2**zoom)
    bounds = geopandas.GeoSeries([vorm.geometry for vorm in vormen]).total_bounds
    assert (
        longitude - degrees / 2 <= bounds[0] + 1e-3 and longitude + degrees / 2 >= bounds[2] - 1e-3
    )
    assert bounds[1] < latitude < bounds[3]


def published(states: dict[str, dict[str, Any]], nulmeting: float = 0.15) -> Published:
    """One quarter with a state per wijk, and the plain quarters of the nulmeting for all."""
    rows = []
    for wijk in SETTINGS.wijk_ids:
        base = {"slug": "verblijf", "indeling": "geen", "categorie": None, "wijk": wijk}
        base |= dict.fromkeys(NUMBERS)
        cell = {"waarde": 0.2, "teller": 20, "noemer": 100, "status": "ok"} | states.get(wijk, {})
        rows.append(base | {"venster": "kwartaal", "van": KWARTAAL[0], "tot": KWARTAAL[1]} | cell)
        before = {"waarde": nulmeting, "teller": 15, "noemer": 100, "status": "ok"}
        for item in list_kwartalen(date(2021, 1, 1), date(2021, 12, 31)):
            days = {"venster": "kwartaal", "van": item.van, "tot": item.tot}
            rows.append(base | days | before)
    return publish_intern(SimpleNamespace(frame=pandas.DataFrame(rows).assign(ongeveer=False)))  # type: ignore[arg-type]


STATES: dict[str, dict[str, Any]] = {
    "midden": {"waarde": None, "teller": None, "status": "afgeschermd", "drempel": 10},
    "oost": {"status": "te_klein"},
    "noord": {"status": "nog_niet_rijp", "rijp": 12, "totaal": 40},
    "west": {"status": "voorlopig"},
    "zuid": {"waarde": None, "teller": None, "noemer": None, "status": "niet_geleverd"},
}
NU = Keuze("kwartaal", KWARTAAL[1])


def test_every_state_has_its_own_words_and_look() -> None:
    cells = read_cells(published(STATES), SETTINGS, VERBLIJF, NU)
    texts = {cell.wijk: cell.tekst for cell in cells}
    assert texts == {
        "midden": "<10",
        "oost": "(20,0%)",
        "noord": "12 van 40\nlang genoeg gevolgd",
        "west": "20,0%\nvoorlopig",
        "zuid": "niet geleverd",
    }
    assert len(states_of(cells)) == 5
    schaal = Schaal(0.1, 0.2, is_verandering=False)
    fills = {cell.wijk: fill_of(cell, schaal) for cell in cells}
    assert fills["midden"] == fills["noord"] == fills["zuid"] == WIT
    assert len({fills["west"], fills["oost"], WIT, schaal.rgb(0.2)}) == 4
    deck = json.loads(build_map(read_vormen(SETTINGS), cells, schaal).to_json())
    assert {"arcering", "stippen", "kaders"} <= {layer["id"] for layer in deck["layers"]}


def test_a_real_zero_is_an_ordinary_figure() -> None:
    cells = read_cells(published({"oost": {"waarde": 0.0, "teller": 0}}), SETTINGS, VERBLIJF, NU)
    zero = next(cell for cell in cells if cell.wijk == "oost")
    assert (zero.status, zero.tekst) == ("ok", "0,0%")


def test_change_is_blue_below_and_orange_above_with_its_sign_in_words() -> None:
    keuze = Keuze("kwartaal", KWARTAAL[1], is_verandering=True)
    states = {"west": {"waarde": 0.10, "teller": 10}, "zuid": {"status": "voorlopig"}}
    shown = published(states)
    cells = {cell.wijk: cell for cell in read_cells(shown, SETTINGS, VERBLIJF, keuze)}
    assert cells["west"].tekst == "−5,0\u00a0punt" and cells["oost"].tekst == "+5,0\u00a0punt"
    assert (cells["zuid"].status, cells["zuid"].waarde) == ("voorlopig", None)
    schaal = read_scale(shown, SETTINGS, VERBLIJF, keuze)
    assert (schaal.low, schaal.high) == pytest.approx((-0.05, 0.05))
    low, high = schaal.rgb(-0.05), schaal.rgb(0.05)
    assert low[2] > low[0] and high[0] > high[2]
    assert schaal.rgb(0.0) == WIT and parse_colour(LAGER_KLEUR) != parse_colour(HOGER_KLEUR)


def test_the_value_scale_is_the_same_in_every_quarter() -> None:
    shown = published({})
    scales = {
        read_scale(shown, SETTINGS, VERBLIJF, Keuze("kwartaal", day))
        for day in (KWARTAAL[1], date(2021, 3, 31))
    }
    assert scales == {Schaal(0.15, 0.2, is_verandering=False)}


def test_layers_hold_published_words_and_nothing_else() -> None:
    """The browser gets every property of a layer: no teller, noemer or exact value may be there."""
    cells = read_cells(published({}), SETTINGS, VERBLIJF, NU)
    schaal = Schaal(0.1, 0.2, is_verandering=False)
    deck = json.loads(build_map(read_vormen(SETTINGS), cells, schaal, gekozen="oost").to_json())
    keys = {key for layer in deck["layers"] for row in layer["data"] for key in row}
    assert keys <= {"wijk", "naam", "tekst", "kleur", "vlak", "pad", "plaats"}
    filled = next(layer for layer in deck["layers"] if layer["id"] == "wijken")
    assert [row["tekst"] for row in filled["data"]] == ["20,0%"] * 5
    assert [layer["id"] for layer in deck["layers"] if layer.get("pickable")] == ["wijken"]


def test_no_address_outside_unless_the_configuration_names_one() -> None:
    cells = read_cells(published({}), SETTINGS, VERBLIJF, NU)
    schaal, vormen = Schaal(0.1, 0.2, is_verandering=False), read_vormen(SETTINGS)
    assert SETTINGS.geo.achtergrond == ""
    plain = build_map(vormen, cells, schaal).to_json()
    assert EMPTY_STYLE.startswith("data:") and EMPTY_STYLE in plain and "http" not in plain
    named = build_map(vormen, cells, schaal, achtergrond="https://voorbeeld.nl/stijl.json")
    assert "https://voorbeeld.nl/stijl.json" in named.to_json()


def test_names_stay_inside_their_wijk_and_clear_of_each_other() -> None:
    """Seven narrow wijken side by side: the names must take turns in height."""
    shapes = {
        f"w{nr}": ("Noorderhout", box(5 + nr / 50, 52, 5.02 + nr / 50, 52.02)) for nr in range(7)
    }
    places = place_labels(shapes)
    assert list(places) == list(shapes)
    assert all(shapes[wijk][1].contains(Point(place)) for wijk, place in places.items())
    neighbours = [abs(places[f"w{nr}"][1] - places[f"w{nr + 1}"][1]) for nr in range(6)]
    assert min(neighbours) > 0.004
    single = place_labels({"w": ("Naam", box(5, 52, 5.02, 52.02))})["w"]
    assert single == pytest.approx((5.01, 52.01), abs=5e-4)


def test_twelve_long_names_in_little_room_never_overlap() -> None:
    """Where a name finds no place in its wijk it stands beside it, with a line to it."""
    shapes = {
        f"w{nr}": (
            f"Noorderhoutse Bosrand-Oost {nr}",
            box(5 + nr % 4 / 60, 52 + nr // 4 / 90, 5 + (nr % 4 + 1) / 60, 52 + (nr // 4 + 1) / 90),
        )
        for nr in range(12)
    }
    places = place_labels(shapes)
    lines = name_lines(shapes["w0"][0])
    assert " ".join(lines).replace("- ", "-") == shapes["w0"][0]
    assert max(map(len, lines)) <= 14 and name_lines("West") == ["West"]
    wide = max(map(len, lines)) * 0.022 * 4 / 60
    high = 0.05 * (1 + len(lines)) * 4 / 60 * 0.6
    found = list(places.values())
    for nr, one in enumerate(found):
        for other in found[nr + 1 :]:
            assert abs(one[0] - other[0]) >= wide * 0.99 or abs(one[1] - other[1]) >= high * 0.99


def test_the_map_is_as_high_as_the_gemeente_asks() -> None:
    vormen = read_vormen(SETTINGS)
    flat = tuple(
        replace(vorm, geometry=scale(vorm.geometry, yfact=0.2, origin=(6, 52))) for vorm in vormen
    )
    assert 240 <= map_height(flat) < map_height(vormen) <= 470
