"""One indicator as it stood when people talked about it, and what it did since.

A Bevroren holds the published rows, the sentence and the picture of one edition. The journal keeps
it for good, with a hash; minutes and later conversations read that and never the newest edition.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from proeftuin.charts import decimal_year, event_marks, frozen_svg, line_chart
from proeftuin.errors import ProeftuinError
from proeftuin.indicators import INDICATOR, Indicator
from proeftuin.results import (
    AFGEROND,
    COLUMNS,
    Comparison,
    Editie,
    Figure,
    Published,
    compare_quarters,
    compare_with_nulmeting,
    describe_change,
    find_now,
    mean_quarter,
    read_cijfers,
    read_figure,
    select,
    to_date,
)
from proeftuin.sentences import short_sentence, show_date, show_figure, source_line
from proeftuin.sentences.gesprek import Verloop
from proeftuin.settings import Settings
from proeftuin.vocabulary import GEMEENTE, KWARTAAL, NULMETING, OPENBAAR, OVERIGE, VOORLOPIG

if TYPE_CHECKING:  # the journal brings sqlalchemy, which a page without it need not wait for
    from proeftuin.journal import (
        Actie,
        Agendapunt,
        Bevriezing,
        Bevroren,
        Cijferrij,
        Door,
        Gesprek,
        Journal,
    )

SYNTHETISCH = "synthetisch"  # the field of a frozen row that says whether its figures are made up
POGINGEN = 5
HOOGTE = 260  # of the chart before it is drawn twice as large on the wall


def is_configured(settings: Settings, wijk: str) -> bool:
    """Whether there are figures of this wijk: a conversation outlives a configuration."""
    return wijk in (*settings.wijk_ids, GEMEENTE)


def freeze_indicator(editie: Editie, settings: Settings, slug: str, wijk: str) -> Bevroren:
    """The indicator of this edition with one wijk (or gemeente) in focus; same input, same output.

    Its rows are rows of Published as plain JSON values without empty fields; each also says
    whether the edition was made up (SYNTHETISCH).

    ProeftuinError (Dutch) for an unknown wijk or indicator; NoEdition when figures are missing.
    """
    from proeftuin.journal import Bevroren

    if not is_configured(settings, wijk):
        now = ", ".join(settings.wijk_naam(item) for item in (*settings.wijk_ids, GEMEENTE))
        raise ProeftuinError(
            f"Wijk '{wijk}' staat niet in de instellingen: er zijn geen cijfers van. Plan een "
            f"gesprek over een van deze: {now}."
        )
    published = read_cijfers(editie, slug)
    indicator = INDICATOR[slug]
    chart = line_chart(
        published,
        settings,
        indicator,
        wijk=wijk,
        hoogte=HOOGTE,
        aanwijzen=False,
        alle_gebeurtenissen=True,
    )
    return Bevroren(
        editie.id,
        editie.audience,
        editie.datastand.isoformat(),
        [{**row, SYNTHETISCH: editie.synthetisch} for row in current_rows(editie, settings, slug)],
        frozen_svg(chart, source_line(editie, settings)),
        str(short_sentence(compare_with_nulmeting(published, settings, indicator, wijk), settings)),
    )


def current_rows(editie: Editie, settings: Settings, slug: str) -> list[Cijferrij]:
    """The rows of an edition that a freeze keeps: quarters on the chart, and the nulmeting.

    Made once per edition; the list is shared, so nobody changes it.
    """
    wijken = (*settings.wijk_ids, OVERIGE, GEMEENTE)
    return _current_rows(read_cijfers(editie, slug), wijken, settings.perioden.grafiek_vanaf)


@lru_cache(maxsize=64)
def _current_rows(published: Published, wijken: tuple[str, ...], vanaf: date) -> list[Cijferrij]:
    shown = select(published, venster=(KWARTAAL, NULMETING), wijken=wijken, vanaf=vanaf)
    return write_rows(shown)


def write_rows(published: Published) -> list[Cijferrij]:
    """The rows as JSON values: dates as ISO text; a field without value is left out.

    A row of a window that is provisional says so (VOORLOPIG), whatever its status is; one of the
    openbaar edition that it is rounded (AFGEROND).
    """
    na, rounded = published.voorlopig_na, {AFGEROND: True} if published.audience == OPENBAAR else {}
    return [
        {
            **{name: _plain(row[name]) for name in COLUMNS if _plain(row[name]) is not None},
            **({VOORLOPIG: True} if na is not None and row["tot"] > na else {}),
            **rounded,
        }
        for row in published.frame.to_dict("records")
    ]


def _plain(value: Any) -> Any:
    if value is None or value != value:
        return None
    if isinstance(value, date):
        return value.isoformat()
    return bool(value) if isinstance(value, bool) else value


def frozen_events(rijen: Sequence[Cijferrij], wijk: str, settings: Settings) -> tuple[str, ...]:
    """The texts of the numbered marks on the time axis of the picture, in the order of numbers."""
    quarters = frozen_quarters(rijen, wijk)
    if not quarters:
        return ()
    shown = [item for item in settings.gebeurtenis if item.datum != settings.pilot.start]
    span = decimal_year(quarters[0].van), decimal_year(quarters[-1].tot)
    return tuple(
        f"{mark.nr}: {mark.tekst} ({show_date(mark.datum)})" for mark in event_marks(shown, *span)
    )


def is_synthetic(rijen: Sequence[Cijferrij]) -> bool:
    """True when frozen rows say that their figures are made up.

    Rows frozen before they said so give False; see Verslag.uit_synthetische_editie.
    """
    return any(row.get(SYNTHETISCH) is True for row in rijen)


def frozen_quarters(rijen: Sequence[Cijferrij], wijk: str) -> list[Figure]:
    """The quarter figures of one wijk (or overige) in frozen rows, oldest first."""
    found = [read_figure(row) for row in rijen if row["wijk"] == wijk and _is_quarter(row)]
    return sorted(found, key=lambda item: item.tot)


def _is_quarter(row: Cijferrij) -> bool:
    return row["venster"] == KWARTAAL


def frozen_nulmeting(rijen: Sequence[Cijferrij], indicator: Indicator, wijk: str) -> Figure | None:
    """What a quarter was compared with, from frozen rows alone; None when there was none."""
    own = [row for row in rijen if row["wijk"] == wijk and row["venster"] == NULMETING]
    if not own:
        return None
    window = read_figure(own[-1])
    return mean_quarter(indicator, window, frozen_quarters(rijen, wijk), (window.van, window.tot))


def frozen_now(rijen: Sequence[Cijferrij], wijk: str, settings: Settings) -> Figure | None:
    """The quarter that was called now; None when no recent quarter might be compared."""
    return find_now(frozen_quarters(rijen, wijk), settings, _last_quarter(rijen))[0]


def _last_quarter(rijen: Sequence[Cijferrij]) -> date | None:
    return max((to_date(row["tot"]) for row in rijen if _is_quarter(row)), default=None)


def frozen_comparison(
    rijen: Sequence[Cijferrij], indicator: Indicator, wijk: str, settings: Settings
) -> Comparison:
    """What compare_with_nulmeting said at the freeze, from frozen rows; settings: the overgang."""
    return compare_quarters(
        indicator,
        wijk,
        settings,
        (frozen_quarters(rijen, wijk), frozen_quarters(rijen, OVERIGE)),
        (frozen_nulmeting(rijen, indicator, wijk), frozen_nulmeting(rijen, indicator, OVERIGE)),
        _last_quarter(rijen),
    )


def compare_rows(
    toen_rijen: Sequence[Cijferrij],
    nu_rijen: Sequence[Cijferrij],
    slug: str,
    wijk: str,
    settings: Settings,
) -> Verloop:
    """What the indicator did between two freezes, or a freeze and an edition of that audience."""
    indicator = INDICATOR[slug]
    toen, nu = (frozen_now(rijen, wijk, settings) for rijen in (toen_rijen, nu_rijen))
    later = _at(frozen_quarters(nu_rijen, wijk), toen)
    same = later is None or show_figure(indicator, later) == show_figure(indicator, toen)
    return Verloop(
        toen,
        nu,
        _at(frozen_quarters(toen_rijen, OVERIGE), toen),
        _at(frozen_quarters(nu_rijen, OVERIGE), nu),
        None if same else later,
        describe_change(indicator, nu, toen, settings),
    )


def _at(found: list[Figure], figure: Figure | None) -> Figure | None:
    return next((item for item in found if figure and item.tot == figure.tot), None)


def freeze_points(
    journal: Journal,
    editie: Editie,
    settings: Settings,
    door: Door,
    gesprek: Gesprek,
    agenda: Sequence[Agendapunt],
) -> int:
    """Freeze every indicator of the agenda that is not frozen yet; how many were.

    All from this edition: the one the conversation already uses, else the current one of its
    kind. Raises what freeze_indicator and the journal raise; points frozen before that stay.
    """
    done = {item.agendapunt_id for item in journal.agenda.bevriezingen(gesprek.id, door.rol)}
    todo = [punt for punt in agenda if punt.slug and punt.id not in done]
    for punt in todo:
        frozen = freeze_indicator(editie, settings, str(punt.slug), gesprek.wijk)
        journal.agenda.freeze(punt.id, frozen, door)
    return len(todo)


def set_status(journal: Journal, door: Door, gesprek_id: int, status: str) -> None:
    """Give the conversation this status, whoever changed something else in the meantime.

    Raises Botsing when others change it again at every attempt, Afgesloten when it is closed.
    """
    from proeftuin.journal import Botsing

    for attempt in range(POGINGEN):
        now = journal.gesprekken.find(gesprek_id, door.rol)
        if now.status == status:
            return
        try:
            journal.gesprekken.change(gesprek_id, now.versie, door, status=status)
            return
        except Botsing:
            if attempt == POGINGEN - 1:
                raise


def bevriezing_of(journal: Journal, actie: Actie, rol: str) -> Bevriezing | None:
    """The frozen figures an action was made with; None when it was made without."""
    if actie.agendapunt_id is None:
        return None
    return journal.agenda.bevriezing(actie.agendapunt_id, rol)
