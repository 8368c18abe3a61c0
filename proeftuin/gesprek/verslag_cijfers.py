"""The frozen figures of one point of the minutes: sentence, picture and the last quarters."""

from proeftuin.gesprek.freeze import frozen_events, frozen_nulmeting, frozen_quarters
from proeftuin.indicators import Indicator
from proeftuin.journal.types import Bevriezing
from proeftuin.report.blocks import LINKS, Alinea, Blok, Kolom, Plaat, Rij, Tabel
from proeftuin.sentences.numbers import Figure, show_figure, show_quarter
from proeftuin.settings.model import OVERIGE, Settings

KWARTALEN = 6


def figure_blocks(
    frozen: Bevriezing, indicator: Indicator, wijk: str, settings: Settings
) -> list[Blok]:
    """The blocks of one frozen figure; the table holds what the picture shows."""
    naam = settings.wijk_naam(wijk)
    alt = f"Lijngrafiek van {indicator.naam.lower()} per kwartaal en wijk. {frozen.zin}"
    events = "; ".join(frozen_events(frozen.rijen, wijk, settings))
    return [
        Alinea(frozen.zin, "kern"),
        Plaat(frozen.beeld_svg, f"{alt} De laatste kwartalen staan in de tabel eronder."),
        *((Alinea(f"Op de tijdlijn: {events}.", "noot"),) if events else ()),
        figure_table(frozen, indicator, wijk, naam),
    ]


def figure_table(frozen: Bevriezing, indicator: Indicator, wijk: str, naam: str) -> Tabel:
    """The newest quarters of the wijk and of the others, and the nulmeting, from frozen rows."""
    own = frozen_quarters(frozen.rijen, wijk)[-KWARTALEN:]
    others = {item.tot: item for item in frozen_quarters(frozen.rijen, OVERIGE)}

    def cell(figure: Figure | None) -> str:
        return "–" if figure is None else show_figure(indicator, figure)

    rows = [
        Rij((show_quarter(item.tot), cell(item), cell(others.get(item.tot)))) for item in own[::-1]
    ]
    before = [frozen_nulmeting(frozen.rijen, indicator, item) for item in (wijk, OVERIGE)]
    rows.append(Rij(("Nulmeting", *(cell(item) for item in before)), "totaal"))
    columns = (Kolom("Kwartaal", LINKS, 1), Kolom(naam, breedte=1.4), Kolom("Andere wijken"))
    return Tabel(f"{indicator.naam}, {indicator.eenheid}", columns, tuple(rows))
