"""Charts: what is drawn of published figures, and how it becomes a picture in a file.

Altair takes most of a second to import and vl-convert some tens of MB: a page that draws no chart
(the overview, the map) waits for neither.
"""

from typing import TYPE_CHECKING

from proeftuin.lazy import hand_on

if TYPE_CHECKING:
    from proeftuin.charts.apart import apart_chart
    from proeftuin.charts.categories import Bar, category_chart, read_bars
    from proeftuin.charts.effect import BREEDTE, Regel, effect_picture
    from proeftuin.charts.export import (
        DRUKLETTER,
        chart_png,
        chart_svg,
        frozen_svg,
        picture_png,
        picture_svg,
        svg_png,
        typst_fonts,
    )
    from proeftuin.charts.kosten import Paar, budget_chart, count_chart, pair_chart, pairs_of
    from proeftuin.charts.lines import (
        alt_text,
        line_chart,
        shown_duidingen,
        shown_events,
        shown_quarters,
    )
    from proeftuin.charts.prognose import month_chart, range_chart
    from proeftuin.charts.quarters import event_marks
    from proeftuin.charts.slope import slope_chart, usable_wijken
    from proeftuin.charts.spark import interval_mark, sparkline
    from proeftuin.charts.style import (
        HOGER_KLEUR,
        INKT,
        KLEUREN,
        LABEL,
        LAGER_KLEUR,
        LETTER,
        LICHT,
        PILOT_KLEUR,
        WIJK,
        Spec,
        decimal_year,
        palette_css,
    )
    from proeftuin.charts.theme import Grafiek, to_spec
    from proeftuin.charts.voorparen import voorparen_chart
    from proeftuin.charts.waterfall import waterfall_chart, waterfall_reach

__getattr__ = hand_on(__name__)
