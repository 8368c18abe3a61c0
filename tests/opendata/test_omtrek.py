"""Outlines from a service or a file become the file the map reads, whatever they are drawn in."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas
import pytest
from shapely import MultiPolygon, Polygon, make_valid
from shapely.geometry import box, mapping

from proeftuin.errors import ProeftuinError
from proeftuin.maps import read_bron, read_vormen
from proeftuin.opendata import Dienst, fetch_omtrek, read_omtrek
from proeftuin.settings import Settings, read_settings
from tests.opendata.openbare_dienst import OpenbareDienst

RD, WGS = "EPSG:28992", "EPSG:4326"
CODES = [code for wijk in read_settings().wijk for code in wijk.gebieden]
STRIK = Polygon([(0, 0), (1000, 1000), (1000, 0), (0, 1000)])  # crosses itself


def squares() -> geopandas.GeoDataFrame:
    """A square kilometre for each gebied, side by side, in metres of the Dutch grid."""
    shapes = [
        box(
            200_000 + 1000 * (nr % 4),
            500_000 + 1000 * (nr // 4),
            201_000 + 1000 * (nr % 4),
            501_000 + 1000 * (nr // 4),
        )
        for nr in range(len(CODES))
    ]
    columns = {"wijkcode": CODES, "wijknaam": [f"Wijk {code}" for code in CODES]}
    return geopandas.GeoDataFrame(
        {**columns, "gemeentecode": "GM0193", "water": "NEE", "aantal_inwoners": -99997},
        geometry=shapes,
        crs=RD,
    )


def features(frame: geopandas.GeoDataFrame) -> list[dict[str, Any]]:
    return [
        {
            "type": "Feature",
            "id": str(nr),
            "properties": {name: row[name] for name in frame.columns if name != "geometry"},
            "geometry": mapping(row["geometry"]),
        }
        for nr, row in frame.iterrows()
    ]


def check(settings: Settings, file: Path, expected: geopandas.GeoDataFrame) -> None:
    """Every gebied lies where it was drawn, to a metre, and the map can read the file."""
    found = geopandas.read_file(file).set_index("wijkcode").geometry.to_crs(RD)
    drawn = expected.set_index("wijkcode").geometry.to_crs(RD)
    for code in CODES:
        assert found[code].symmetric_difference(make_valid(drawn[code])).area < 3000, code
    vormen = read_vormen(replace(settings, geo=replace(settings.geo, omtrek=str(file))))
    assert [vorm.wijk for vorm in vormen] == list(settings.wijk_ids)


@pytest.mark.parametrize("stelsel", [WGS, RD])
def test_from_the_service_in_degrees_or_in_metres_without_a_word(
    openbaar: OpenbareDienst, dienst: Dienst, settings: Settings, tmp_path: Path, stelsel: str
) -> None:
    openbaar.features = features(squares().to_crs(stelsel))
    openbaar.fouten = [500, "half"]
    made = fetch_omtrek(settings, dienst, tmp_path / "wijken.geojson")
    check(settings, made.bestand, squares())
    assert (made.aantal, made.meldingen) == (16, ()) if len(CODES) == 16 else made.aantal
    bron = read_bron(str(made.bestand))
    assert (bron.bron, bron.jaar, bron.licentie) == (
        *("CBS/Kadaster, wijk- en buurtkaart 2024", "2024"),
        "CC BY 4.0",
    )
    beside = json.loads((tmp_path / "wijken.geojson.herkomst.json").read_text(encoding="utf-8"))
    assert beside["licentie"] == "CC BY 4.0" and beside["opgehaald_op"].endswith("+00:00")
    assert "vereenvoudigd tot ongeveer 25 meter" in beside["bewerking"]


def test_a_service_that_ignores_the_filter_gives_others_and_water(
    openbaar: OpenbareDienst, dienst: Dienst, settings: Settings, tmp_path: Path
) -> None:
    others = squares().head(2).assign(wijkcode=["WK051300", "WK051301"], gemeentecode="GM0513")
    wet = squares().head(1).assign(wijkcode="WK019399", water="JA")
    openbaar.features = features(others.to_crs(WGS)) + features(squares().to_crs(WGS))
    openbaar.features += features(wet.to_crs(WGS))
    openbaar.filtert = False
    made = fetch_omtrek(settings, dienst, tmp_path / "wijken.geojson")
    assert made.meldingen == (
        "Weggelaten gebieden van een andere gemeente: 2.",
        "Weggelaten gebieden met alleen water: 1.",
    )
    assert "WK051300" not in made.bestand.read_text(encoding="utf-8")
    check(settings, made.bestand, squares())


def test_a_gebied_without_outline_stops_everything(
    openbaar: OpenbareDienst, dienst: Dienst, settings: Settings, tmp_path: Path
) -> None:
    target = tmp_path / "wijken.geojson"
    target.write_text("eerst", encoding="utf-8")
    openbaar.features = features(squares().to_crs(WGS).iloc[1:])
    with pytest.raises(ProeftuinError, match=f"hebben geen omtrek: {CODES[0]}. Neem in"):
        fetch_omtrek(settings, dienst, target)
    dienst.vers, openbaar.features = True, []
    with pytest.raises(ProeftuinError, match="geen gebieden met een CBS-code"):
        fetch_omtrek(settings, dienst, target)
    assert target.read_text(encoding="utf-8") == "eerst"
    assert {item.name for item in tmp_path.iterdir()} == {"kopieen", "wijken.geojson"}


@pytest.mark.parametrize(
    ("column", "stelsel"),
    [("wijkcode", WGS), ("wk_code", RD), ("WK_CODE", None), ("statcode", RD), ("Wijk Code", None)],
)
def test_a_geojson_by_any_name_and_grid(
    settings: Settings, tmp_path: Path, column: str, stelsel: str | None
) -> None:
    frame = squares()[["wijkcode", "geometry"]].rename(columns={"wijkcode": column})
    file = tmp_path / "bron.geojson"
    drawn = frame.to_crs(stelsel) if stelsel else frame
    table = json.loads(drawn.to_json(drop_id=True))
    if stelsel != RD:
        table.pop("crs", None)  # metres without a word, as some files have them
    file.write_text(json.dumps(table), encoding="utf-8")
    made = read_omtrek(settings, file, "", tmp_path / "wijken.geojson")
    check(settings, made.bestand, squares())
    assert made.herkomst.adres == "bron.geojson"


def test_a_geopackage_with_layers_and_rings_that_cross(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "wijkenbuurten.gpkg"
    frame = squares()
    island = box(250_000, 510_000, 250_500, 510_500)
    shapes = list(frame.geometry)
    shapes[1] = MultiPolygon([shapes[1], island])
    shapes[2] = geopandas.GeoSeries([STRIK]).translate(202_000, 500_000).iloc[0]
    frame = frame.set_geometry(shapes, crs=RD)
    squares().dissolve().drop(columns="wijkcode").to_file(file, layer="gemeenten")
    frame.to_file(file, layer="wijken")
    frame.rename(columns={"wijkcode": "buurtcode"}).to_file(file, layer="buurten")
    made = read_omtrek(settings, file, "", tmp_path / "wijken.geojson")
    assert made.meldingen == (f"Grenzen die zichzelf sneden en zijn hersteld: 1 ({CODES[2]}).",)
    assert "grenzen hersteld: 1" in made.herkomst.bewerking
    assert made.herkomst.adres == "wijkenbuurten.gpkg, laag wijken"
    check(settings, made.bestand, frame)
    with pytest.raises(ProeftuinError, match="Kies uit: gemeenten, wijken, buurten"):
        read_omtrek(settings, file, "straten", tmp_path / "wijken.geojson")
    with pytest.raises(ProeftuinError, match="geen gebieden met een CBS-code"):
        read_omtrek(settings, file, "gemeenten", tmp_path / "wijken.geojson")


def test_buurten_hold_their_wijken(settings: Settings, tmp_path: Path) -> None:
    buurten = squares()
    buurten["buurtcode"] = [f"BU{code[2:]}00" for code in CODES]
    file = tmp_path / "buurten.gpkg"
    buurten.drop(columns=["wijkcode", "wijknaam"]).to_file(file, layer="buurten_2022")
    made = read_omtrek(settings, file, "", tmp_path / "wijken.geojson")
    check(settings, made.bestand, squares())
    west = replace(settings.wijk[0], gebieden=(f"BU{CODES[0][2:]}00",))
    with_buurt = replace(settings, wijk=(west, *settings.wijk[1:]))
    read_omtrek(with_buurt, file, "", tmp_path / "wijken.geojson")
    squares().to_file(tmp_path / "wijken.gpkg")
    with pytest.raises(ProeftuinError, match="Gebruik een kaart van buurten"):
        read_omtrek(with_buurt, tmp_path / "wijken.gpkg", "", tmp_path / "x.geojson")


def test_what_is_no_map_of_the_netherlands(settings: Settings, tmp_path: Path) -> None:
    target = tmp_path / "wijken.geojson"
    turned = squares().to_crs(WGS)
    turned["geometry"] = [
        Polygon([(y, x) for x, y in item.exterior.coords]) for item in turned.geometry
    ]
    turned.to_file(tmp_path / "omgedraaid.geojson")
    with pytest.raises(ProeftuinError, match="lengte en breedte omgedraaid"):
        read_omtrek(settings, tmp_path / "omgedraaid.geojson", "", target)
    (tmp_path / "stuk.gpkg").write_bytes(b"niets")
    with pytest.raises(ProeftuinError, match="'stuk.gpkg' is niet te lezen als kaart"):
        read_omtrek(settings, tmp_path / "stuk.gpkg", "", target)
    with pytest.raises(ProeftuinError, match="bestaat niet"):
        read_omtrek(settings, tmp_path / "weg.gpkg", "", target)
    assert not target.exists()
