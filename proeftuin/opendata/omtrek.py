"""Outlines of the gebieden: from PDOK (OGC API Features) or a file, as the file the map reads.

The service says nothing of coordinates and may ignore a filter, so both are judged here: degrees or
metres of the Dutch grid by their size, the gemeente by the codes. A file may be a GeoPackage or
shapefile with layers, or GeoJSON with or without crs. Every configured gebied must be there.
"""

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import geopandas
import pyogrio
from shapely import MultiPolygon, Polygon, from_geojson, make_valid, set_precision, to_geojson
from shapely.geometry.base import BaseGeometry

from proeftuin.errors import ProeftuinError
from proeftuin.files import harmless
from proeftuin.opendata.dienst import Dienst, Onvolledig, Page
from proeftuin.opendata.herkomst import Herkomst, Opgehaald, write_fetched
from proeftuin.settings import Settings

PRECISION = 1e-6  # degrees, about a decimetre, as the map draws
RD, WGS = "EPSG:28992", "EPSG:4326"
NEDERLAND = (3.0, 50.5, 7.5, 53.9)  # west, south, east, north in degrees
RD_LAND = (-7_000.0, 289_000.0, 300_000.0, 629_000.0)  # the same in metres of the Dutch grid
# Names of one property in services, GeoPackages and shapefiles, without case, _ and spaces.
NAMEN = {
    "buurtcode": ("buurtcode", "bucode"),
    "wijkcode": ("wijkcode", "wkcode"),
    "wijknaam": ("wijknaam", "wknaam"),
    "buurtnaam": ("buurtnaam", "bunaam"),
    "gemeentecode": ("gemeentecode", "gmcode"),
    "statcode": ("statcode",),
    "statnaam": ("statnaam",),
    "water": ("water", "h2o"),
}
WIJK = re.compile(r"WK(\w{4})\w{2}")
BUURT = re.compile(r"BU(\w{4})\w{4}")


def fetch_omtrek(settings: Settings, dienst: Dienst, target: Path) -> Opgehaald:
    """The outlines of this gemeente from the configured service, written to target (GeoJSON).

    ProeftuinError (Dutch) when the service fails or a configured gebied is not in its answer.
    """
    source = settings.opendata.omtrek
    features: list[Page] = []
    moments = []
    for code in (settings.gemeente.code, *settings.gemeente.eerdere_codes):
        question: dict[str, str | int] = {
            "gemeentecode": code,
            "f": "json",
            "limit": settings.opendata.per_bladzijde,
        }
        answer = dienst.read_pages(source.adres, question, _features_of, _next_of)
        features += answer.rijen
        moments.append(answer.opgehaald_op)
    origin = Herkomst(source.bron, source.licentie, source.adres, min(moments), "")
    return _write(_frame_of(features), settings, origin, target)


def read_omtrek(settings: Settings, file: Path, laag: str, target: Path) -> Opgehaald:
    """The same from a file on this computer; laag: the layer, '' for the one that fits."""
    if not file.is_file():
        raise ProeftuinError(f"Bestand '{file}' bestaat niet. Noem met --uit een kaartbestand.")
    try:
        layers = [str(naam) for naam, _ in pyogrio.list_layers(file)]
        chosen = _choose_layer(file, layers, laag, settings)
        frame = geopandas.read_file(file, layer=chosen)
    except ProeftuinError:
        raise
    except Exception as error:  # every kind of file has a reader with errors of its own
        raise ProeftuinError(
            f"Bestand '{file.name}' is niet te lezen als kaart. Gebruik een GeoPackage (.gpkg), "
            "een GeoJSON of een shapefile (.shp, met de bestanden die erbij horen)."
        ) from error
    source = settings.opendata.omtrek
    moment = datetime.fromtimestamp(file.stat().st_mtime, tz=UTC)
    where = f"{file.name}, laag {chosen}" if len(layers) > 1 else file.name
    # Without a service in the settings the file is what the settings say of the map.
    origin = Herkomst(source.bron or settings.geo.bron, source.licentie, where, moment, "")
    return _write(frame, settings, origin, target)


def _features_of(page: Page) -> list[Page]:
    """The features of a page; Onvolledig when there are fewer than the page itself says."""
    features = page.get("features")
    if not isinstance(features, list):
        raise Onvolledig("er staan geen gebieden in")
    said = page.get("numberReturned", len(features))
    if said != len(features):
        raise Onvolledig(f"{len(features)} gebieden in plaats van {said}")
    if not all(
        isinstance(item, dict) and isinstance(item.get("properties"), dict) for item in features
    ):
        raise Onvolledig("een gebied heeft geen eigenschappen")
    return features


def _next_of(page: Page) -> str:
    links = page.get("links")
    for link in links if isinstance(links, list) else ():
        if isinstance(link, dict) and link.get("rel") == "next":
            return str(link.get("href", ""))
    return ""


def _frame_of(features: list[Page]) -> geopandas.GeoDataFrame:
    rows: list[dict[str, Any]] = []
    for item in features:
        shape = item.get("geometry")
        try:
            geometry = from_geojson(json.dumps(shape)) if shape else None
        except Exception as error:  # GEOS says of any fault only that it is one
            raise ProeftuinError(
                "De dienst gaf een gebied met een vorm die niet te lezen is. Er is niets "
                "opgeslagen. Probeer het later opnieuw."
            ) from error
        rows.append({**item["properties"], "geometry": geometry})
    return geopandas.GeoDataFrame(rows, geometry="geometry" if rows else None)


def _choose_layer(file: Path, layers: list[str], laag: str, settings: Settings) -> str:
    """The named layer, else the only one, else buurten or wijken: what the gebieden ask for."""
    if laag:
        if laag not in layers:
            raise ProeftuinError(
                f"'{file.name}' heeft geen laag '{laag}'. Kies uit: {', '.join(layers)}."
            )
        return laag
    if len(layers) == 1:
        return layers[0]
    wanted = "buurt" if _has_buurten(settings) else "wijk"
    fitting = [naam for naam in layers if wanted in naam.lower()]
    if len(fitting) != 1:
        raise ProeftuinError(
            f"'{file.name}' heeft meer lagen: {', '.join(layers)}. Kies er een met --laag."
        )
    return fitting[0]


def _has_buurten(settings: Settings) -> bool:
    return any(code.startswith("BU") for wijk in settings.wijk for code in wijk.gebieden)


def _plain(name: str) -> str:
    return re.sub(r"[\W_]", "", name).lower()


def _rename(frame: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Columns under our names; statcode becomes wijkcode or buurtcode by what it holds."""
    found: dict[str, str] = {}
    for column in frame.columns:
        for ours, theirs in NAMEN.items():
            if column != frame.geometry.name and _plain(str(column)) in theirs:
                found.setdefault(ours, column)
    kept = frame[[*found.values(), frame.geometry.name]].rename(
        columns={theirs: ours for ours, theirs in found.items()}
    )
    kept = kept.rename_geometry("geometry") if kept.geometry.name != "geometry" else kept
    for column in found:
        kept[column] = [
            str(value).strip() if isinstance(value, str) else "" for value in kept[column]
        ]
    if "statcode" in kept.columns:
        for code, naam, pattern in (
            ("buurtcode", "buurtnaam", BUURT),
            ("wijkcode", "wijknaam", WIJK),
        ):
            if code not in kept.columns and all(map(pattern.fullmatch, kept["statcode"])):
                kept = kept.rename(columns={"statcode": code, "statnaam": naam})
                break
    if "buurtcode" in kept.columns and "wijkcode" not in kept.columns:
        kept["wijkcode"] = [f"WK{code[2:8]}" for code in kept["buurtcode"]]
    return kept


def _to_wgs(frame: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Degrees, whatever the file or the service says or does not say of its coordinates."""
    bounds = frame.total_bounds
    said = frame.crs
    if said is None or said.is_geographic:
        if _within(bounds, RD_LAND):
            frame = frame.set_crs(RD, allow_override=True)
        elif said is None:
            frame = frame.set_crs(WGS)
    if not frame.crs.equals(WGS):
        frame = frame.to_crs(WGS)
    if not _within(frame.total_bounds, NEDERLAND):
        raise ProeftuinError(
            "De gebieden liggen niet in Nederland. Staan lengte en breedte omgedraaid, of mist het "
            "bestand zijn stelsel? Sla het op in WGS 84 (lengte, breedte) of RD (EPSG:28992)."
        )
    return frame


def _within(bounds: Iterable[float], land: tuple[float, float, float, float]) -> bool:
    west, south, east, north = bounds
    return bool(land[0] <= west and land[1] <= south and east <= land[2] and north <= land[3])


def _polygons(shape: BaseGeometry) -> BaseGeometry:
    """Only the areas of a shape: mending a ring can leave loose lines."""
    parts = [
        part
        for item in getattr(shape, "geoms", [shape])
        for part in getattr(item, "geoms", [item])
        if isinstance(part, Polygon) and not part.is_empty
    ]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def _write(
    frame: geopandas.GeoDataFrame, settings: Settings, origin: Herkomst, target: Path
) -> Opgehaald:
    """Judge, mend and write the outlines; nothing is written when a gebied is not there."""
    notes: list[str] = []
    codes = {settings.gemeente.code[2:], *(code[2:] for code in settings.gemeente.eerdere_codes)}
    wanted = {code for wijk in settings.wijk for code in wijk.gebieden}
    frame = _rename(frame) if len(frame) else frame
    if not {"wijkcode", "buurtcode"} & set(frame.columns):
        raise ProeftuinError(
            f"Er zijn geen gebieden met een CBS-code gevonden voor {settings.gemeente.code}. "
            "Klopt 'gemeente.code', en is dit een kaart van wijken of buurten?"
        )
    key = "buurtcode" if "buurtcode" in frame.columns else "wijkcode"
    own = [code[2:6] in codes for code in frame[key]]
    if not all(own):
        notes.append(f"Weggelaten gebieden van een andere gemeente: {own.count(False)}.")
        frame = frame[own]
    if "water" in frame.columns:
        wet = [
            water.upper() in ("JA", "B") and code not in wanted
            for water, code in zip(frame["water"], frame[key], strict=True)
        ]
        if any(wet):
            notes.append(f"Weggelaten gebieden met alleen water: {sum(wet)}.")
            frame = frame[[not item for item in wet]]
    frame = frame[~(frame.geometry.isna() | frame.geometry.is_empty)].reset_index(drop=True)
    _refuse_missing(frame, settings)
    frame = _to_wgs(frame)
    broken = sorted(set(frame[key][~frame.geometry.is_valid]))
    if broken:
        shown = ", ".join(map(harmless, broken[:5])) + (" en meer" if len(broken) > 5 else "")
        notes.append(f"Grenzen die zichzelf sneden en zijn hersteld: {len(broken)} ({shown}).")
    frame["geometry"] = [_polygons(make_valid(shape)) for shape in frame.geometry]
    # Mending can leave nothing: such a gebied is not there.
    frame = frame[~frame.geometry.is_empty].reset_index(drop=True)
    _refuse_missing(frame, settings)
    treatment = ["grenzen van deze gemeente, in WGS 84"]
    meters = settings.opendata.omtrek.vereenvoudig_meter
    simple = _simplify(frame, meters) if meters else None
    if simple is not None:
        frame = simple
        treatment.append(f"vereenvoudigd tot ongeveer {meters} meter, gedeelde grenzen")
    if broken:
        treatment.append(f"grenzen hersteld: {len(broken)}")
    made = Herkomst(
        origin.bron, origin.licentie, origin.adres, origin.opgehaald_op, "; ".join(treatment)
    )
    content = _geojson(frame, settings, made)
    write_fetched(target, made, lambda file: _put(file, content))
    return Opgehaald(target, len(frame), made, tuple(notes))


def _refuse_missing(frame: geopandas.GeoDataFrame, settings: Settings) -> None:
    """ProeftuinError (Dutch) that names every configured gebied without an outline."""
    there = {
        code for name in ("buurtcode", "wijkcode") if name in frame.columns for code in frame[name]
    }
    missing = [code for wijk in settings.wijk for code in wijk.gebieden if code not in there]
    if not missing:
        return
    cure = "Neem in [[wijk]] de codes van dat jaar over, of kies een kaart van een ander jaar."
    if any(code.startswith("BU") for code in missing) and "buurtcode" not in frame.columns:
        cure = "Gebruik een kaart van buurten: een gebied dat met BU begint, staat daarin."
    raise ProeftuinError(
        f"Deze gebieden uit [[wijk]] hebben geen omtrek: {', '.join(missing)}. {cure} Er is niets "
        "veranderd."
    )


def _simplify(frame: geopandas.GeoDataFrame, meters: int) -> geopandas.GeoDataFrame | None:
    """Fewer points, with borders that neighbours share moved together.

    None when a gebied would be another shape then: broken, or a tenth larger or smaller.
    """
    flat = frame.geometry.to_crs(RD)
    # The tolerance of the algorithm (Visvalingam-Whyatt) is the side of a square.
    simple = flat.simplify_coverage(meters)
    fits = simple.is_valid & ~simple.is_empty & ((simple.area / flat.area - 1).abs() < 0.1)
    return frame.set_geometry(simple.to_crs(WGS)) if fits.all() else None


def _geojson(frame: geopandas.GeoDataFrame, settings: Settings, origin: Herkomst) -> str:
    """The file as text: its source in front, then a line per gebied."""
    year = re.search(r"20\d\d", origin.bron)
    head = {
        "type": "FeatureCollection",
        "name": f"{settings.gemeente.naam} ({settings.gemeente.code})",
        "bron": origin.bron,
        "jaar": year[0] if year else "",
        "bewerking": origin.bewerking,
        "licentie": origin.licentie,
        "licentie_adres": settings.opendata.omtrek.licentie_adres,
        "crs_naam": "WGS 84, lengtegraad en breedtegraad",
    }
    kept = [name for name in ("buurtcode", "buurtnaam", "wijkcode", "wijknaam") if name in frame]
    key = "buurtcode" if "buurtcode" in kept else "wijkcode"
    lines = []
    for _, row in frame.sort_values(key).iterrows():
        shape = json.loads(to_geojson(set_precision(row["geometry"], PRECISION)))
        feature = {
            "type": "Feature",
            "properties": {name: harmless(row[name]) for name in kept},
            "geometry": shape,
        }
        lines.append("  " + json.dumps(feature, ensure_ascii=False))
    front = json.dumps(head, ensure_ascii=False, indent=1)[:-2]
    return f'{front},\n "features": [\n' + ",\n".join(lines) + "\n ]\n}\n"


def _put(file: Path, content: str) -> None:
    file.write_text(content, encoding="utf-8")
