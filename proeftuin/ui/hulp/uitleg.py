"""What the marks on a page mean, in place; and a tour of a minute for who is new.

The tour stands on the first page and is hidden until the browser says it was not seen yet:
static/rondleiding.html keeps that in the browser itself (localStorage), for nobody else to read.
"""

from base64 import b64encode

import streamlit as st

from proeftuin.charts import INKT, PILOT_KLEUR, WIJK
from proeftuin.sentences import show_number
from proeftuin.settings import Settings
from proeftuin.ui.address import link_html
from proeftuin.ui.hulp.begrippen import BLADZIJDE
from proeftuin.ui.opmaak import show_html

_TEKENS = (
    (f'<path d="M1 9H31" stroke="{PILOT_KLEUR}" stroke-width="4"/>', "De wijk van de proeftuin."),
    (f'<path d="M1 9H31" stroke="{WIJK}" stroke-width="1.5"/>', "Een andere wijk."),
    (
        f'<path d="M1 9H31" stroke="{INKT}" stroke-width="1.5" stroke-dasharray="5 3"/>',
        "De nulmeting: zo was het in het jaar voor de proeftuin.",
    ),
    (
        f'<path d="M16 1V17" stroke="{INKT}" stroke-width="1.5"/>',
        "Het begin van de proeftuin.",
    ),
    (
        f'<circle cx="16" cy="9" r="5" fill="{WIJK}"/>',
        "Voorlopig: late gegevens kunnen het cijfer nog veranderen.",
    ),
    (
        f'<circle cx="16" cy="9" r="5" fill="#fff" stroke="{PILOT_KLEUR}" stroke-width="2"/>',
        "Nog te vroeg: nog niet iedereen is lang genoeg gevolgd.",
    ),
)
STAPPEN = (
    "Dit is het overzicht. Elke regel is een cijfer: eerst de nulmeting, dan nu. Klik op een regel "
    "voor het hele verhaal.",
    "Links staan de bladzijden. Daaronder zoekt u een cijfer, begrip of bladzijde.",
    "Een verschil kan toeval zijn. Dat staat er steeds bij, in woorden.",
    "Onder ‘Wat is dit?’ staat wat lijnen, stippen en kleuren betekenen. ‘Wat telt mee?’ onder een "
    "titel legt het cijfer uit.",
    "Bij Gesprekken kiest u cijfers, bespreekt u die en legt u afspraken vast.",
)


def show_legend_button(settings: Settings) -> None:
    """The button in the menu that opens the explanation of the marks over the page."""
    if st.sidebar.button("Wat is dit?", key="wat_is_dit", type="tertiary"):
        _open_legend(settings)


@st.dialog("Wat is dit?")
def _open_legend(settings: Settings) -> None:
    show_html(
        "<p>Deze app laat zien hoe het gaat met jeugdhulp in {{ gemeente }}, per wijk en per "
        "kwartaal. De wijk van de proeftuin staat naast haar eigen nulmeting en naast de "
        'andere wijken.</p><ul class="tekens">{% for beeld, tekst in tekens %}<li><img alt="" '
        'width="32" height="18" src="{{ beeld }}"><span>{{ tekst }}</span></li>{% endfor %}'
        "<li><b>&lt;{{ drempel }}</b><span>Afgeschermd: zo weinig dat iemand te herkennen kan "
        "zijn.</span></li><li><b>(14%)</b><span>Op weinig jeugdigen: niet om te vergelijken."
        "</span></li></ul><p>{{ link }}</p>",
        gemeente=settings.gemeente.naam,
        tekens=[(_picture(drawing), text) for drawing, text in _TEKENS],
        drempel=show_number(settings.onthulling.drempel),
        link=link_html("Alle begrippen", BLADZIJDE),
    )


def _picture(drawing: str) -> str:
    """A small drawing as an address that holds it whole."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 18">{drawing}</svg>'
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode('ascii')}"


def show_tour() -> None:
    """The tour: hidden here, shown by the browser that has not seen it."""
    show_html(
        '<section class="rondleiding" data-rondleiding hidden aria-label="Rondleiding">'
        '<p data-begin>Voor het eerst hier? <button data-stap="begin">Rondleiding van een '
        'minuut</button> <button data-stap="weg">Sla over</button></p>'
        '<div data-stappen hidden><ol role="status">{% for stap in stappen %}'
        "<li{% if not loop.first %} hidden{% endif %}>{{ stap }}</li>{% endfor %}</ol>"
        '<p><button data-stap="terug">Vorige</button> <button data-stap="verder">Volgende'
        '</button> <button data-stap="weg">Sluiten</button></p></div></section>',
        stappen=STAPPEN,
    )
