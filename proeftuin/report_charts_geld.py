"""The change in cost per 1000 as a waterfall: pilot beside the other wijken, factor by factor."""

from collections.abc import Callable, Sequence

from proeftuin.charts_style import INKT, LABEL, LICHT, OVERIGE, PILOT, RASTER, Spec, frame_chart
from proeftuin.indicators import INDICATOR
from proeftuin.results_effect import TOTAAL, Factor
from proeftuin.sentences import show_difference
from proeftuin.sentences_effect import FACTOR_NAAM, pilot_name
from proeftuin.settings import Settings

BREEDTE = 640
_HOOGTE, _TOP, _BODEM = 230, 34, 26
_NAAM = 128  # room for the names at the left


def waterfall(factors: Sequence[Factor], settings: Settings) -> Spec:
    """Two columns of bars, each beginning where the one above ended; the total from 0."""
    groups = list(dict.fromkeys(item.groep for item in factors))
    names = {"pilot": pilot_name(settings), "overige": "de andere wijken"}
    colours = {"pilot": PILOT, "overige": OVERIGE}
    order = list(dict.fromkeys(item.factor for item in factors))
    low, high = _reach(factors, groups)
    room = (BREEDTE - _NAAM) / len(groups)
    step = (_HOOGTE - _TOP - _BODEM) / len(order)
    layers: list[Spec] = [_words([(0, _y(i, step), FACTOR_NAAM[f]) for i, f in enumerate(order)])]
    for place, group in enumerate(groups):
        left = _NAAM + place * room
        own = {item.factor: item.bijdrage_eur for item in factors if item.groep == group}

        def x(value: float, left: float = left) -> float:
            return left + 12 + (value - low) / (high - low) * (room - 96)

        name = names[group]
        layers.append(_words([(x(0), 10, f"in {name}")], "center", INKT))
        layers.append(_rule(x(0)))
        layers += _bars(own, order, x, step, colours[group])
    return frame_chart(layers, _HOOGTE) | {
        "width": BREEDTE,
        "autosize": {"type": "none"},
        "padding": 0,
    }


def _reach(factors: Sequence[Factor], groups: Sequence[str]) -> tuple[float, float]:
    """Lowest and highest place any bar reaches, over both columns."""
    ends = [0.0]
    for group in groups:
        total = 0.0
        for item in factors:
            if item.groep == group and item.factor != TOTAAL:
                total += item.bijdrage_eur
                ends.append(total)
    return min(ends), max(ends) if max(ends) > min(ends) else min(ends) + 1.0


def _y(place: int, step: float) -> float:
    return _TOP + step * (place + 0.5)


def _bars(
    own: dict[str, float],
    order: Sequence[str],
    place_of: Callable[[float], float],
    step: float,
    colour: str,
) -> list[Spec]:
    bars, values, joins = [], [], []
    running = 0.0
    for place, factor in enumerate(order):
        amount = own[factor]
        start = 0.0 if factor == TOTAAL else running
        end = start + amount
        bars.append(
            {
                "x": place_of(min(start, end)),
                "x2": place_of(max(start, end)),
                "y": _y(place, step) - step * 0.3,
                "y2": _y(place, step) + step * 0.3,
                "dekking": 1.0 if factor == TOTAAL else 0.45,
            }
        )
        text = show_difference(INDICATOR["kosten_per_jeugdige"], amount)
        values.append((place_of(max(start, end)) + 6, _y(place, step), text))
        if factor != TOTAAL:
            running = end
            joins.append({"x": place_of(end), "y": _y(place, step), "y2": _y(place + 1, step)})
    return [
        _layer(joins, {"type": "rule", "color": LICHT, "strokeWidth": 1}),
        _layer(bars, {"type": "rect", "color": colour}, dekking=True),
        _words(values, "left", INKT),
    ]


def _layer(rows: list[Spec], mark: Spec, dekking: bool = False) -> Spec:
    encoding: Spec = {
        name: {"field": name, "type": "quantitative", "scale": None, "axis": None}
        for name in ("x", "y")
        if rows and name in rows[0]
    }
    encoding |= {name: {"field": name} for name in ("x2", "y2") if rows and name in rows[0]}
    if dekking:
        encoding["opacity"] = {"field": "dekking", "type": "quantitative", "scale": None}
    return {"data": {"values": rows}, "mark": mark, "encoding": encoding}


def _rule(x: float) -> Spec:
    row = {"x": x, "y": _TOP - 6, "y2": _HOOGTE - _BODEM + 6}
    return _layer([row], {"type": "rule", "color": RASTER, "strokeWidth": 1.2})


def _words(
    rows: Sequence[tuple[float, float, str]], align: str = "left", colour: str = LABEL
) -> Spec:
    values = [{"x": x, "y": y, "tekst": text} for x, y, text in rows]
    layer = _layer(values, {"type": "text", "align": align, "baseline": "middle", "color": colour})
    layer["encoding"]["text"] = {"field": "tekst"}
    return layer
