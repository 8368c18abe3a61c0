"""Hold a conversation: one indicator fills the screen, with the four questions below it."""

import base64

import streamlit as st
from markupsafe import Markup

from proeftuin.errors import ProeftuinError
from proeftuin.gesprek import (
    freeze_points,
    frozen_comparison,
    frozen_events,
    frozen_quarters,
)
from proeftuin.indicators import INDICATOR, Indicator
from proeftuin.journal import PROGNOSE, Agendapunt, Bevriezing, Gesprek
from proeftuin.results import Figure
from proeftuin.sentences import (
    row_sentence,
    say_unripe,
    show_date,
    show_figure,
    show_now,
    show_quarter,
)
from proeftuin.sentences.gesprek import quarter_day, quarter_text
from proeftuin.ui.gesprek.actions import show_action_form, show_strip
from proeftuin.ui.gesprek.prepare import show_begin
from proeftuin.ui.gesprek.questions import show_questions
from proeftuin.ui.gesprek.tafel import (
    OPGESLAGEN,
    Tafel,
    choose_button,
    editie_of,
    is_rounded_here,
    show_audience,
    show_message,
)
from proeftuin.ui.gesprek.texts import show_duiding_form, show_point_duidingen
from proeftuin.ui.gesprek.velden import TE_LAAT, carry, show_left_over
from proeftuin.ui.opmaak import html, show_html, text_html
from proeftuin.ui.prognose import show_prognose
from proeftuin.ui.shell import STATIC, indicator_of, note
from proeftuin.ui.tables import load_styles
from proeftuin.vocabulary import INTERN, NOG_NIET_RIJP

WAND = "wand"


def is_wall() -> bool:
    """True in presentation mode."""
    return st.session_state.get(WAND) is True


def show_hold(tafel: Tafel, gesprek: Gesprek) -> None:
    """The whole step: one point of the agenda, with the way to the next."""
    agenda = tafel.journal.agenda.select(gesprek.id, tafel.rol)
    is_closed = gesprek.status == "afgesloten"
    if not is_wall():
        show_audience(tafel, gesprek)
    if not is_closed and gesprek.status != "bezig":
        note("Dit gesprek is nog niet begonnen.")
        show_begin(tafel, gesprek, agenda)
        return
    if not agenda:
        note("De agenda is leeg.")
        return
    place = min(max(_place_asked(), 1), len(agenda))
    punt = agenda[place - 1]
    if is_wall():
        st.html(STATIC / "wand.css")
    _show_way(tafel, gesprek, place, len(agenda))
    _show_title(punt)
    show_message()
    if punt.slug in INDICATOR:
        _show_board(tafel, gesprek, punt, INDICATOR[str(punt.slug)], is_closed)
    elif punt.soort == PROGNOSE and tafel.context.audience == INTERN:
        load_styles()
        show_prognose(tafel.context)
    elif punt.aanleiding:
        st.html(
            html('<p class="waarom" style="margin-left:0">{{ tekst }}</p>', tekst=punt.aanleiding)
        )
    show_questions(tafel, punt, is_closed=is_closed)
    show_strip(
        tafel.journal.acties.select(tafel.rol, gesprek_id=gesprek.id), laatste=2 if is_wall() else 0
    )
    if is_closed:
        for key in (
            f"actie_tekst_{punt.id}",
            f"actie_eigenaar_{punt.id}",
            f"duiding_tekst_{punt.id}",
        ):
            if text := carry(key, ""):
                show_left_over(text, TE_LAAT)
    else:
        show_action_form(tafel, gesprek, punt)
        if punt.slug in INDICATOR:
            show_duiding_form(tafel, gesprek, punt)
    if punt.slug:
        show_point_duidingen(tafel, gesprek, punt)
    if punt.slug in INDICATOR and not is_wall():
        frozen = tafel.journal.agenda.bevriezing(punt.id, tafel.rol)
        if frozen is not None:
            note(_marks_text(tafel, gesprek, frozen))


def _place_asked() -> int:
    """The point in the address, so that a restart or another visit comes back to it; else 1."""
    text = st.query_params.get("punt", "")
    return int(text) if text.isdecimal() and len(text) < 5 else 1


def _show_way(tafel: Tafel, gesprek: Gesprek, place: int, count: int) -> None:
    """Where we are, and the buttons that the arrow keys press."""

    def go(to: int) -> None:
        st.query_params["punt"] = str(to)

    is_stored = bool(st.session_state.pop(OPGESLAGEN, False))
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="weg"):
        choose_button(tafel, "Vorige", "punt_vorige", lambda: go(place - 1), disabled=place <= 1)
        choose_button(
            tafel, "Volgende", "punt_volgende", lambda: go(place + 1), disabled=place >= count
        )
        if is_wall():
            choose_button(
                tafel,
                "Terug naar gewoon (Esc)",
                "wand_uit",
                lambda: st.session_state.pop(WAND, None),
            )
        else:
            choose_button(
                tafel,
                "Op groot scherm",
                "wand_naar",
                lambda: st.session_state.update({WAND: True}),
            )
            choose_button(tafel, "Haal nieuwe teksten op", "ververs", lambda: None, type="tertiary")
        show_html(
            '<div class="gesprek-kop{{ " wand-aan" if is_wand }}" role="status">{{ tekst }}'
            '{% if is_bewaard %}<span class="bewaard"> · opgeslagen</span>{% endif %}</div>',
            is_wand=is_wall(),
            tekst=f"punt {place} van {count} · {gesprek.titel} · over "
            f"{quarter_text(gesprek.kwartaal)}",
            is_bewaard=is_stored,
        )


def _show_title(punt: Agendapunt) -> None:
    if punt.slug in INDICATOR:
        indicator = indicator_of(str(punt.slug))
        st.title(indicator.vraag or indicator.naam, anchor=False)
    else:
        st.title(punt.titel, anchor=False)


def _show_board(
    tafel: Tafel, gesprek: Gesprek, punt: Agendapunt, indicator: Indicator, is_closed: bool
) -> None:
    """The frozen picture with its numbers and its one sentence."""
    frozen = tafel.journal.agenda.bevriezing(punt.id, tafel.rol)
    if frozen is None:
        note("Voor dit punt zijn nog geen cijfers vastgelegd.")
        if not is_closed:
            choose_button(
                tafel,
                "Leg de cijfers van dit punt vast",
                f"bevries_{punt.id}",
                lambda: _freeze_one(tafel, gesprek, punt),
            )
        return
    if not frozen.klopt():
        raise ProeftuinError(
            "De vastgelegde cijfers van dit punt zijn veranderd na het vastleggen. "
            "Zet een reservekopie van de gesprekken terug."
        )
    st.html(board_html(tafel, frozen, gesprek, indicator))


def _freeze_one(tafel: Tafel, gesprek: Gesprek, punt: Agendapunt) -> None:
    editie = editie_of(tafel, gesprek)
    freeze_points(tafel.journal, editie, tafel.settings, tafel.door, gesprek, [punt])


def board_html(tafel: Tafel, frozen: Bevriezing, gesprek: Gesprek, indicator: Indicator) -> Markup:
    """The picture, its numbers and what they say together, all from the frozen rows.

    The quarter of the conversation has a number of its own when another one leads.
    """
    wijk = gesprek.wijk
    naam = tafel.wijk(wijk)
    comparison = frozen_comparison(frozen.rijen, indicator, wijk, tafel.settings)
    own, others = comparison.pilot, comparison.overige
    cells = (
        (f"{naam} nu", show_now(indicator, own.now), _when(own.now), "pilot"),
        (f"Nulmeting {naam}", show_figure(indicator, own.nulmeting), "gemiddeld kwartaal", ""),
        ("Andere wijken nu", show_now(indicator, others.now), _when(others.now), ""),
    )
    rounded = " · openbare cijfers, afgerond" if is_rounded_here(tafel, frozen.audience) else ""
    return html(
        '<div class="bord"><div><img class="beeld" alt="{{ alt }}" src="{{ beeld }}"></div>'
        '<div><dl class="getallen">{% for naam, waarde, onder, klasse in getallen %}'
        '<div class="{{ klasse }}"><dt>{{ naam }}</dt><dd>{{ waarde }} <small>{{ onder }}</small>'
        '</dd></div>{% endfor %}</dl><p class="zin">{{ zin }}</p>'
        '{% if eigen %}<p class="klein-grijs">{{ eigen }}</p>{% endif %}'
        '<p class="klein-grijs richting">{{ richting }}</p>'
        "{% if tekens %}<details><summary>Uitleg van lijnen en nummers</summary>"
        '<p class="klein-grijs">{{ tekens }}</p></details>{% endif %}</div></div>',
        alt=f"Lijngrafiek van {indicator.naam.lower()}. {frozen.zin}",
        beeld=picture_source(frozen),
        # folded: the tabs must stay in sight, nobody scrolls a wall
        tekens=_marks_text(tafel, gesprek, frozen) if is_wall() else "",
        getallen=cells,
        zin=text_html(row_sentence(comparison)),
        eigen=_own_quarter(frozen, gesprek, indicator, own.now),
        richting=f"{indicator.richting.value}{rounded}",
    )


def _own_quarter(
    frozen: Bevriezing, gesprek: Gesprek, indicator: Indicator, now: Figure | None
) -> str:
    """The quarter that is talked about; empty when that is the one called now."""
    day = quarter_day(gesprek.kwartaal)
    if now is not None and now.tot == day:
        return ""
    rows = frozen_quarters(frozen.rijen, gesprek.wijk)
    found = next((item for item in rows if item.tot == day), None)
    value = show_figure(indicator, found) if found else "geen cijfer"
    if found is not None and found.status == NOG_NIET_RIJP:
        value = say_unripe(found)  # who is followed already is no picture of all
    return f"Kwartaal van dit gesprek, {show_quarter(day)}: {value}"


def picture_source(frozen: Bevriezing) -> str:
    """The frozen picture as an address that holds the whole picture; nothing is fetched."""
    content = base64.b64encode(frozen.beeld_svg.encode("utf-8")).decode("ascii")
    return f"data:image/svg+xml;base64,{content}"


def _when(figure: Figure | None) -> str:
    return show_quarter(figure.tot) if figure else ""


def _marks_text(tafel: Tafel, gesprek: Gesprek, frozen: Bevriezing) -> str:
    """What the lines and the numbers on the picture mean."""
    lines = frozen_events(frozen.rijen, gesprek.wijk, tafel.settings)
    events = f" Nummers op de tijdlijn: {'; '.join(lines)}." if lines else ""
    return (
        "De streepjeslijn is de nulmeting. De dunne lijn omlaag is het begin van de proeftuin, op "
        f"{show_date(tafel.settings.pilot.start)}. Een open stip: nog niet iedereen is lang genoeg "
        f"gevolgd. Een grijze stip is voorlopig.{events}"
    )
