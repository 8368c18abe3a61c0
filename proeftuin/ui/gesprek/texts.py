"""Explanations pinned to a quarter of an indicator: write, show on and below charts, withdraw.

Stories: good practice and experiences of residents, text only, checked before they are kept.
"""

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from proeftuin.charts import shown_duidingen
from proeftuin.errors import ProeftuinError
from proeftuin.indicators import INDICATOR
from proeftuin.journal import Agendapunt, Duiding, Gesprek, Verhaal
from proeftuin.sentences import show_quarter
from proeftuin.sentences.gesprek import SOORT_KORT, VERHAAL_NAAM, quarter_day, quarter_text
from proeftuin.ui.gesprek.formulier import Formulier
from proeftuin.ui.gesprek.list import quarter_options, show_part
from proeftuin.ui.gesprek.tafel import Tafel, choose_button, say
from proeftuin.ui.opmaak import show_html, show_paragraph
from proeftuin.ui.shell import Context, cijfers, note

_UITLEG, _KORT, _VERHAAL = 200, 120, 3000  # signs


def show_duiding_form(tafel: Tafel, gesprek: Gesprek, punt: Agendapunt) -> None:
    """Pin a short explanation to a quarter of the indicator of this point."""
    with st.expander("Uitleg bij een kwartaal vastzetten"):
        note(
            "De uitleg komt als genummerd teken op de grafiek, voor wie dit soort gesprek mag zien."
        )
        form = Formulier(tafel, "duiding", "Zet deze uitleg vast", punt.id)
        links, rechts = st.columns(2)
        with links:
            kwartaal = form.choose("kwartaal", "Kwartaal", quarter_options(tafel, 20), quarter_text)
        with rechts:
            wijk = form.choose("wijk", "Voor welke wijk?", (gesprek.wijk, None), tafel.wijk)
        label = f"Korte uitleg (hooguit {_UITLEG} tekens)"
        tekst = form.line("tekst", label, _UITLEG, "De uitleg").strip()

        def check() -> None:
            if not tekst:
                raise ProeftuinError("Schrijf eerst een korte uitleg.")

        def add() -> None:
            tafel.journal.teksten.add_duiding(
                slug=str(punt.slug),
                kwartaal=kwartaal,
                tekst=tekst,
                wijk=wijk,
                gesprek_id=gesprek.id,
                door=tafel.nagekeken,
                sleutel=form.sleutel,
            )
            say("De uitleg staat nu op de grafiek.")

        form.offer(add, check)


def show_point_duidingen(tafel: Tafel, gesprek: Gesprek, punt: Agendapunt) -> None:
    """The explanations of this indicator and wijk, as a list."""
    found = tafel.journal.teksten.duidingen(tafel.rol, punt.slug, "zichtbaar", gesprek.wijk)
    own = [item for item in found if item.soort == gesprek.soort]
    if own:
        show_html(
            '<div class="strook">Uitleg bij deze grafiek<ol>{% for item in regels %}'
            "<li>{{ item }}</li>{% endfor %}</ol></div>",
            regels=[f"{quarter_text(item.kwartaal)}: {item.tekst}" for item in own],
        )


def show_all_duidingen(tafel: Tafel) -> None:
    """Every explanation this role may see, with a button that withdraws it."""
    st.header("Uitleg bij grafieken", anchor=False)
    found = tafel.journal.teksten.duidingen(tafel.rol)
    shown = [item for item in found if item.status == "zichtbaar"]
    if not shown:
        note("Er is nog geen uitleg vastgezet. Dat kan tijdens een gesprek.")
    for item in show_part(shown, "uitleg_bladzijde", "stukken uitleg"):
        _show_duiding(tafel, item)
    gone = [item for item in found if item.status != "zichtbaar"]
    if gone:
        st.header("Ingetrokken", anchor=False)
        note("Niet meer op de grafiek; de uitleg blijft hier en in de geschiedenis staan.")
        for item in show_part(gone, "uitleg_ingetrokken", "ingetrokken stukken uitleg"):
            show_paragraph(_line(tafel, item), "ingetrokken")


def _line(tafel: Tafel, item: Duiding) -> str:
    naam = INDICATOR[item.slug].naam if item.slug in INDICATOR else item.slug
    return f"{naam}, {quarter_text(item.kwartaal)}, {tafel.wijk(item.wijk)}: {item.tekst}"


def _show_duiding(tafel: Tafel, item: Duiding) -> None:
    with st.container(gap=None, key=f"duiding_{item.id}"):
        kind = SOORT_KORT[item.soort].lower()
        show_html(
            '<p style="margin:0">{{ regel }}</p>'
            '<p class="klein-grijs" style="margin:0">{{ bron }}</p>',
            regel=_line(tafel, item),
            bron=f"uit een {kind} · rol {item.rol_laatst}",
        )
        _withdraw_button(
            tafel,
            f"intrekken_{item.id}",
            item.tekst,
            lambda: tafel.journal.teksten.withdraw_duiding(item.id, item.versie, tafel.door),
            "De uitleg is ingetrokken en staat niet meer op de grafiek.",
        )


def _withdraw_button(
    tafel: Tafel, key: str, titel: str, withdraw: Callable[[], object], said: str
) -> None:
    """'Trek in', for what titel says; said is told once it is done."""

    def work() -> None:
        withdraw()
        say(said)

    choose_button(tafel, "Trek in", key, work, type="tertiary", help=f"Trek in: {titel[:80]}")


def show_stories(tafel: Tafel) -> None:
    """The stories this role may see, newest first, and the form for a new one."""
    st.header("Verhalen", anchor=False)
    note(
        "Goede voorbeelden en ervaringen van inwoners, naast de cijfers. Schrijf zo dat niemand te "
        "herkennen is: geen namen, geboortedata, adressen of telefoonnummers."
    )
    _show_form(tafel)
    found = tafel.journal.teksten.verhalen(tafel.rol)
    if not found:
        note("Er zijn nog geen verhalen.")
    for item in show_part(found[::-1], "verhalen_bladzijde", "verhalen"):
        _show_verhaal(tafel, item)


def _show_verhaal(tafel: Tafel, item: Verhaal) -> None:
    with st.container(gap=None, key=f"verhaal_{item.id}"):
        show_html(
            '<div class="verhaal"><p><b>{{ verhaal.titel }}</b></p><p>{{ verhaal.tekst }}</p>'
            '<p class="klein-grijs">{{ bron }}</p></div>',
            verhaal=item,
            bron=f"{VERHAAL_NAAM[item.soort]} · {item.bron} · {tafel.wijk(item.wijk)} · "
            f"{quarter_text(item.kwartaal)}",
        )
        _withdraw_button(
            tafel,
            f"verhaal_weg_{item.id}",
            item.titel,
            lambda: tafel.journal.teksten.withdraw_verhaal(item.id, item.versie, tafel.door),
            "Het verhaal is ingetrokken. Het blijft in de geschiedenis staan.",
        )


def _show_form(tafel: Tafel) -> None:
    with st.expander("Een verhaal toevoegen"):
        form = Formulier(tafel, "verhaal", "Bewaar dit verhaal")
        wijken = [*tafel.settings.pilot.wijken, *tafel.settings.overige_wijken, None]
        links, midden, rechts = st.columns(3)
        with links:
            soort = form.choose("soort", "Soort", list(VERHAAL_NAAM), VERHAAL_NAAM.__getitem__)
        with midden:
            wijk = form.choose("wijk", "Wijk", wijken, tafel.wijk)
        with rechts:
            kwartaal = form.choose("kwartaal", "Kwartaal", quarter_options(tafel), quarter_text)
        titel = form.line("titel", "Titel", _KORT, "De titel").strip()
        tekst = form.line("tekst", "Tekst", _VERHAAL, "Het verhaal", hoogte=160).strip()
        wie = "De naam van de organisatie of rol"
        bron = form.line("bron", "Van welke organisatie of rol?", _KORT, wie).strip()

        def check() -> None:
            if not (titel and tekst and bron):
                raise ProeftuinError("Vul een titel, een tekst en een organisatie of rol in.")

        def add() -> None:
            tafel.journal.teksten.add_verhaal(
                soort=soort,
                kwartaal=kwartaal,
                titel=titel,
                tekst=tekst,
                bron=bron,
                wijk=wijk,
                bevestigd=True,
                door=tafel.door,
                sleutel=form.sleutel,
            )
            say("Het verhaal is opgeslagen.")

        form.offer(
            add,
            check,
            "Nog niets opgeslagen. Kijk de tekst na en bevestig dat er niemand herkenbaar in "
            "staat.",
            type="primary",
        )


Teken = tuple[date, str]


def marks_of(duidingen: Sequence[Duiding]) -> tuple[Teken, ...]:
    """What a chart needs to draw them: the last day of the quarter, and the text."""
    return tuple((quarter_day(item.kwartaal), item.tekst) for item in duidingen)


def show_mark_list(context: Context, slug: str, wijk: str, tekens: Sequence[Teken]) -> None:
    """The list below the chart: number, quarter and text; nothing without explanations."""
    if not tekens:
        return
    rows = shown_duidingen(cijfers(context, slug), context.settings, wijk, tekens)
    if not rows:
        return
    show_html(
        '<ul class="gebeurtenissen" aria-label="Uitleg uit gesprekken">'
        '{% for nr, tekst in rijen %}<li><b class="vol">{{ nr }}</b>{{ tekst }}</li>'
        "{% endfor %}</ul>",
        rijen=[(number, f"{show_quarter(tot)}: {text}") for number, tot, text in rows],
    )
