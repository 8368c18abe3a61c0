"""The minutes of a conversation as PDF and Word, from the journal and its frozen figures alone.

Two pages of what was agreed and said, in a letter that fits when it can; then the figures.
No edition is opened here: a newer one changes nothing in the minutes of a conversation.

The frozen figures of one point of the minutes: sentence, picture and the last quarters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from proeftuin.errors import ProeftuinError
from proeftuin.gesprek.freeze import (
    bevriezing_of,
    compare_rows,
    frozen_events,
    frozen_nulmeting,
    frozen_quarters,
    is_synthetic,
)
from proeftuin.indicators import INDICATOR, Indicator
from proeftuin.report import (
    FORMATEN,
    LINKS,
    SYNTHETISCH,
    Alinea,
    Blok,
    Formaat,
    Kop,
    Lijst,
    Plaat,
    Rapport,
    Rij,
    Tabel,
    Tabelkolom,
)
from proeftuin.results import Editie, Figure
from proeftuin.sentences import Punt, short_quarter, show_date, show_figure
from proeftuin.sentences.gesprek import (
    ACTIE_STATUS,
    NIET_GEZEGD,
    RICHTING_NAAM,
    SOORT_NAAM,
    VRAGEN,
    quarter_text,
    since_sentence,
)
from proeftuin.settings import Settings
from proeftuin.vocabulary import OPENBAAR, OVERIGE

if TYPE_CHECKING:  # the journal brings sqlalchemy, which a page without it need not wait for
    from proeftuin.journal import (
        Actie,
        Agendapunt,
        Bevriezing,
        Door,
        Duiding,
        Gesprek,
        Journal,
    )

KWARTALEN = 6


def figure_blocks(
    frozen: Bevriezing, indicator: Indicator, wijk: str, settings: Settings
) -> list[Blok]:
    """The blocks of one frozen figure; the table holds what the picture shows."""
    naam = settings.wijk_naam(wijk)
    alt = f"Lijngrafiek van {indicator.naam.lower()} per kwartaal en wijk. {frozen.zin}"
    events = "; ".join(frozen_events(frozen.rijen, wijk, settings))
    return [
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
        Rij((short_quarter(item.tot), cell(item), cell(others.get(item.tot)))) for item in own[::-1]
    ]
    before = [frozen_nulmeting(frozen.rijen, indicator, item) for item in (wijk, OVERIGE)]
    rows.append(Rij(("Nulmeting, gemiddeld kwartaal", *(cell(item) for item in before)), "totaal"))
    columns = (
        Tabelkolom("Kwartaal", LINKS, 1),
        Tabelkolom(naam, breedte=1.4),
        Tabelkolom("Andere wijken"),
    )
    return Tabel(f"{indicator.naam}, {indicator.eenheid}", columns, tuple(rows))


HELE_BLADZIJDE_TEKENS = 1200  # a point with more text than this may run over to the next page
NIET_INTACT = (
    "Let op: de bewaarde cijfers van dit punt zijn veranderd nadat zij zijn vastgelegd. "
    "Zij staan daarom niet in dit verslag."
)


@dataclass(frozen=True)
class Verslag:
    """All that minutes are made of, as the journal gives it to the role that asks for them.

    eerdere_acties: the open ones the conversation began with; eerdere_bevriezingen: by agendapunt
    id, the frozen figures those actions were about. uit_synthetische_editie: the edition that was
    frozen is made up; needed for figures frozen before their rows said so themselves.
    """

    gesprek: Gesprek
    agenda: tuple[Agendapunt, ...]
    bevriezingen: tuple[Bevriezing, ...]
    acties: tuple[Actie, ...]
    duidingen: tuple[Duiding, ...] = ()
    eerdere_acties: tuple[Actie, ...] = ()
    eerdere_bevriezingen: dict[int, Bevriezing] = field(default_factory=dict)
    uit_synthetische_editie: bool = False


def read_verslag(journal: Journal, editie: Editie | None, door: Door, gesprek: Gesprek) -> Verslag:
    """All that the minutes are made of, as this role may see it.

    editie: the one the conversation froze; None when it is gone or nothing was frozen. No figure
    of it is read.
    """
    rol = door.rol
    earlier = [
        item
        for item in journal.acties.select(rol, wijk=gesprek.wijk)
        if item.gesprek_id != gesprek.id
        and _is_before(journal.gesprekken.find(item.gesprek_id, rol), gesprek)
    ]
    return Verslag(
        gesprek,
        tuple(journal.agenda.select(gesprek.id, rol)),
        tuple(journal.agenda.bevriezingen(gesprek.id, rol)),
        tuple(journal.acties.select(rol, gesprek_id=gesprek.id)),
        tuple(journal.teksten.duidingen(rol, gesprek_id=gesprek.id, status="zichtbaar")),
        tuple(earlier),
        {
            item.agendapunt_id: found
            for item in earlier
            if item.agendapunt_id is not None
            and (found := bevriezing_of(journal, item, rol)) is not None
        },
        editie is not None and editie.synthetisch,
    )


def _is_before(other: Gesprek, gesprek: Gesprek) -> bool:
    """Whether the other is an earlier conversation of the same kind."""
    return other.soort == gesprek.soort and (other.datum, other.id) < (gesprek.datum, gesprek.id)


def make_verslag(verslag: Verslag, settings: Settings, formaat: str) -> bytes:
    """The minutes as the bytes of a file; formaat is 'pdf' or 'docx'; same input, same bytes.

    ProeftuinError (Dutch) for another formaat.
    """
    from proeftuin.report import write_docx, write_pdf

    rapport = make_rapport(verslag, settings)
    if formaat == "pdf":
        return write_pdf(rapport)
    if formaat == "docx":
        return write_docx(rapport)
    raise ProeftuinError(f"Een verslag als '{formaat}' kan niet. Kies uit: pdf, docx.")


def verslag_formaten() -> tuple[Formaat, ...]:
    """The file formats of minutes."""
    return (FORMATEN["pdf"], FORMATEN["docx"])


def verslag_name(gesprek: Gesprek, formaat: str) -> str:
    """A file name without spaces: verslag-2024-01-18-wijkgesprek-west.pdf."""
    words = f"verslag {gesprek.datum.isoformat()} {gesprek.soort} {gesprek.wijk}"
    return f"{re.sub(r'[^a-z0-9.]+', '-', words.lower()).strip('-')}.{formaat}"


def make_rapport(verslag: Verslag, settings: Settings) -> Rapport:
    """The content of the minutes, for every file format."""
    gesprek = verslag.gesprek
    frozen = {item.agendapunt_id: item for item in verslag.bevriezingen}
    is_made_up = verslag.uit_synthetische_editie or any(
        is_synthetic(item.rijen) for item in verslag.bevriezingen
    )
    blocks: list[Blok] = [*_opening(gesprek, verslag.bevriezingen, settings)]
    blocks += _actions(verslag.acties)
    blocks += _earlier(verslag, frozen, settings)
    blocks.append(Kop("Wat is besproken"))
    figures: list[Blok] = []
    for number, punt in enumerate(verslag.agenda, start=1):
        notes = [item for item in verslag.duidingen if punt.slug and item.slug == punt.slug]
        found = frozen.get(punt.id)
        blocks += _point(number, punt, found, notes)
        if found is not None and punt.slug in INDICATOR and found.klopt():
            figures.append(Kop(f"{number}. {punt.titel}", 2, blijft_heel=True))
            figures += figure_blocks(found, INDICATOR[punt.slug], gesprek.wijk, settings)
    return Rapport(
        overlijn=f"{settings.gemeente.proeftuin}, {settings.gemeente.naam}",
        titel=f"Verslag: {gesprek.titel}",
        ondertitel=(
            f"{SOORT_NAAM[gesprek.soort]} van {show_date(gesprek.datum)} over "
            f"{quarter_text(gesprek.kwartaal)}, {settings.wijk_naam(gesprek.wijk)}"
        ),
        onderwerp=f"Verslag van een gesprek over jeugdhulp in {settings.gemeente.naam}",
        bijlage=tuple(blocks),
        bijlagen=((Kop("De cijfers bij dit gesprek"), *figures),) if figures else (),
        merk=SYNTHETISCH if is_made_up else "",
        voet=_foot(gesprek, verslag.bevriezingen, settings),
        gemaakt_op=_moment(gesprek.gewijzigd_op),
    )


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).replace(microsecond=0)


def _foot(gesprek: Gesprek, frozen: Sequence[Bevriezing], settings: Settings) -> str:
    edition = f" · editie {gesprek.editie_id} ({gesprek.audience})" if gesprek.editie_id else ""
    until = ""
    if frozen:
        until = f" · gegevens tot en met {show_date(date.fromisoformat(frozen[0].datastand))}"
    return f"{settings.gemeente.proeftuin}, {settings.gemeente.naam}{edition}{until}"


def _opening(
    gesprek: Gesprek, frozen: Sequence[Bevriezing], settings: Settings
) -> tuple[Blok, ...]:
    guests = ", ".join(gesprek.genodigden)
    lines = [Punt("Genodigd", guests)] if guests else []
    if gesprek.status != "afgesloten":
        lines.append(
            Punt("Stand", "dit gesprek is nog niet afgesloten; het verslag kan nog veranderen")
        )
    if frozen:
        day = show_date(date.fromisoformat(frozen[0].datastand))
        is_rounded = frozen[0].audience == OPENBAAR
        rounded = "; openbare cijfers, afgerond" if is_rounded else ""
        lines.append(
            Punt(
                "Cijfers",
                f"vastgelegd bij dit gesprek, uit editie {frozen[0].editie_id}, met gegevens tot "
                f"en met {day}{rounded}",
            )
        )
    return (Lijst(tuple(lines)),) if lines else ()


def _actions(acties: Sequence[Actie]) -> tuple[Blok, ...]:
    if not acties:
        return (Kop("Acties"), Alinea("Er zijn geen acties afgesproken."))
    rows = tuple(
        Rij(
            (
                actie.tekst,
                actie.eigenaar,
                quarter_text(actie.kwartaal_gereed, kort=True),
                _aim(actie),
                ACTIE_STATUS[actie.status],
            )
        )
        for actie in acties
    )
    columns = (
        Tabelkolom("Wat", LINKS, 3.4),
        Tabelkolom("Wie", LINKS, 1.6),
        Tabelkolom("Klaar in", LINKS, 0.9),
        Tabelkolom("Cijfer en richting", LINKS, 1.7),
        Tabelkolom("Stand", LINKS, 0.8),
    )
    return (Kop("Acties"), Tabel("Acties die in dit gesprek zijn afgesproken", columns, rows))


def _aim(actie: Actie) -> str:
    """'Verblijf: omlaag', or a dash when the action names no indicator."""
    if actie.slug not in INDICATOR:
        return "–"
    name = INDICATOR[actie.slug].naam
    return f"{name}: {RICHTING_NAAM[actie.richting]}" if actie.richting in RICHTING_NAAM else name


def _earlier(
    verslag: Verslag, frozen: dict[int, Bevriezing], settings: Settings
) -> tuple[Blok, ...]:
    """The actions the conversation began with, and what their indicator did between the two."""
    if not verslag.eerdere_acties:
        return ()
    slugs = {punt.slug: frozen[punt.id] for punt in verslag.agenda if punt.id in frozen}
    wijk, naam = verslag.gesprek.wijk, settings.wijk_naam(verslag.gesprek.wijk)
    points = []
    for actie in verslag.eerdere_acties:
        status = ACTIE_STATUS[actie.status]
        text = f"{actie.tekst} ({actie.eigenaar}, {quarter_text(actie.kwartaal_gereed)}): {status}."
        then = verslag.eerdere_bevriezingen.get(actie.agendapunt_id or 0)
        now = slugs.get(actie.slug)
        if then is not None and now is not None and actie.slug in INDICATOR:
            verloop = compare_rows(then.rijen, now.rijen, actie.slug, wijk, settings)
            text += f" {since_sentence(INDICATOR[actie.slug], naam, verloop, actie.richting)}"
        points.append(text)
    return (Kop("Acties uit eerdere gesprekken"), Lijst(tuple(points)), Alinea(NIET_GEZEGD, "noot"))


def _point(
    number: int,
    punt: Agendapunt,
    frozen: Bevriezing | None,
    notes: Sequence[Duiding],
) -> list[Blok]:
    """What was seen and said at one point; its picture and table stand in the appendix."""
    written = sum(len(getattr(punt, vraag.veld)) for vraag in VRAGEN)
    blocks: list[Blok] = [
        Kop(f"{number}. {punt.titel}", 2, blijft_heel=written < HELE_BLADZIJDE_TEKENS)
    ]
    if punt.aanleiding:
        reasons = " ".join(punt.aanleiding.splitlines())
        blocks.append(Alinea(f"Waarom op de agenda: {reasons}", "noot"))
    if frozen is not None and punt.slug in INDICATOR:
        blocks.append(Alinea(frozen.zin, "kern") if frozen.klopt() else Alinea(NIET_INTACT))
    answers = [
        Punt(vraag.naam, text) for vraag in VRAGEN if (text := getattr(punt, vraag.veld).strip())
    ]
    blocks.append(
        Lijst(tuple(answers)) if answers else Alinea("Bij dit punt is niets opgeschreven.", "noot")
    )
    if notes:
        lines = tuple(Punt(quarter_text(item.kwartaal), item.tekst) for item in notes)
        blocks.append(Alinea("Uitleg bij de grafiek", "noot"))
        blocks.append(Lijst(lines))
    return blocks
