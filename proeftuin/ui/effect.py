"""The one calm picture: every promised indicator's difference, beside what could be seen at all.

HTML rather than a chart: it fits any width, reads aloud row by row, and each row opens to its
sentence. Places are in units of the indicator's own smallest detectable change.
"""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from proeftuin.indicators import INDICATOR, Richting
from proeftuin.results import Belofte, Uitkomst
from proeftuin.sentences import (
    EEN_IS_ZICHTBAAR,
    ZONDER_PROEFTUIN,
    effect_sentence,
    found_words,
    pilot_name,
    rounding_words,
    show_bare_difference,
    strip_sentence,
    verdict_words,
)
from proeftuin.ui.address import WEGWIJZER, link_html, switch
from proeftuin.ui.opmaak import html, text_html
from proeftuin.ui.parts import unsaid
from proeftuin.ui.shell import Context, once
from proeftuin.vocabulary import AANTOONBAAR, AFGESCHERMD

DICHTBIJ = "van-dichtbij"
_VERDER = "Bekijk de lijnen van alle wijken en de controles →"
GRENS = 2.0  # the picture shows at most this many times the smallest detectable change


def show_picture(context: Context, promised: Sequence[Belofte]) -> None:
    """The rows in the promised order; each opens to its sentence, a switch opens them all."""
    is_open = switch("Alle zinnen tonen", "zinnen")
    small = unsaid(context, [rounding_words(context.editie.audience)])
    key = ("oordelen", is_open, small, *(item.uitkomst.slug for item in promised))
    st.html(once(context, key, lambda: _picture_html(context, promised, small, is_open=is_open)))


def _picture_html(
    context: Context, promised: Sequence[Belofte], small: Sequence[str], *, is_open: bool
) -> Markup:
    """The rows, the scale, the legend of the dots and this small print."""
    rows, before = [], 0
    dots = [times for item in promised for times in _earlier(item.uitkomst)]
    for item in promised:
        rows.append(_row_html(context, item, item.nummer != before, is_open))
        before = item.nummer
    return html(
        '<div class="effect" role="group" aria-label="Verschil in verandering tussen {{ wijk }} en '
        'de andere wijken"><div class="effect-kop" aria-hidden="true"><span>Cijfer</span>'
        '<span class="richtingen"><span>◂ {{ wijk[:1]|upper }}{{ wijk[1:] }} meer omlaag</span>'
        "<span>meer omhoog ▸</span></span><span>Verschil met de andere wijken</span></div>"
        "{% for rij in rijen %}{{ rij }}{% endfor %}"
        '<div class="effect-voet" aria-hidden="true"><span></span><span class="schaalverdeling">'
        '{% for plaats, tekst in maten %}<i style="left:{{ plaats }}%">{{ tekst }}</i>{% endfor %}'
        "<small>{{ een }}</small></span><span></span></div></div>"
        '{% if dots %}<p class="noot"><i class="toen voorbeeld" aria-hidden="true"></i> {{ toen }}'
        ", in eerdere, even lange perioden.{% if is_ver %} Een rondje aan de rand ligt verder weg."
        "{% endif %}</p>{% endif %}"
        '{% for regel in klein %}<p class="noot">{{ regel }}</p>{% endfor %}',
        klein=small,
        dots=dots,
        is_ver=any(abs(times) > GRENS for times in dots),
        toen=ZONDER_PROEFTUIN,
        wijk=pilot_name(context.settings),
        rijen=rows,
        maten=[(_place(times), text) for times, text in _TICKS],
        een=EEN_IS_ZICHTBAAR,
    )


def _place(times: float) -> float:
    """Per cent of the width, kept within the picture."""
    kept = max(-GRENS, min(GRENS, times))
    return round(100 * (kept + GRENS) / (2 * GRENS), 2)


_TICKS = ((-2, "2×"), (-1, "1×"), (0, "0"), (1, "1×"), (2, "2×"))


def _row_html(context: Context, item: Belofte, is_first: bool, is_open: bool) -> Markup:
    outcome, indicator = item.uitkomst, INDICATOR[item.uitkomst.slug]
    return html(
        '<details class="effect-rij{{ " primair" if uitkomst.is_primair }}'
        '{{ " nieuw" if is_first }}" id="cijfer-{{ uitkomst.slug }}"{{ " open" if is_open }}>'
        '<summary><span class="effect-naam"><span class="nr">{{ item.nummer ~ "." if is_first }}'
        "</span><span>{{ naam }} {% if uitkomst.is_primair %}"
        '<b class="hoofd">hoofdcijfer</b>{% endif %}<small>{{ wens }}</small></span></span>'
        '{{ meetlat }}<span class="effect-uitkomst">{% if is_shown %}<strong>{{ oordeel }}</strong>'
        "{% else %}{{ oordeel }}{% endif %}<small>{{ gevonden }}</small></span></summary>"
        '<div class="effect-zin"><p class="noot">{{ item.nummer }}. {{ item.vraag }}</p>'
        "<p>{{ zin }}</p>{{ strook }}<p>{{ link }}</p></div></details>",
        item=item,
        uitkomst=outcome,
        is_first=is_first,
        is_open=is_open,
        is_shown=outcome.verdict == AANTOONBAAR,
        naam=indicator.naam,
        wens="" if indicator.richting is Richting.NEUTRAAL else indicator.richting.value,
        meetlat=_scale_html(outcome),
        oordeel=verdict_words(outcome),
        gevonden=text_html(found_words(outcome, indicator)),
        zin=text_html(effect_sentence(outcome, indicator, context.settings)),
        strook=_strip_html(context, outcome),
        link=link_html(_VERDER, "evaluatie", DICHTBIJ, WEGWIJZER, cijfer=outcome.slug),
    )


def _strip_html(context: Context, outcome: Uitkomst) -> Markup:
    """The strip of one row: as charts/voorparen.py draws it, in HTML that fits any width."""
    stippen, indicator = outcome.stippen, INDICATOR[outcome.slug]
    if not stippen:
        return Markup()
    lanes = [paar.jaren for paar in outcome.geteld]
    most = max(abs(item) for item in (*(s.verschil for s in stippen), outcome.est or 0)) or 1
    far = 1.1 * most

    def place(value: float) -> float:
        return round(50 + 50 * value / far, 2)

    def height(jaren: int) -> str:
        return f"{100 * (lanes.index(jaren) + 0.5) / len(lanes):.0f}"

    words = (
        show_bare_difference(indicator, -most),
        "geen verschil",
        show_bare_difference(indicator, most),
    )
    return html(
        '<p class="noot"><b>{{ kop }}</b></p><div class="strook" aria-hidden="true">'
        '<i class="nul"></i>{% for links, top in stippen %}'
        '<i class="stip" style="left:{{ links }}%;top:{{ top }}%"></i>{% endfor %}'
        '{% if nu is not none %}<i class="nu" style="left:{{ nu }}%"></i>{% endif %}</div>'
        '<div class="strook-as" aria-hidden="true">{% for woord in woorden %}'
        '<span>{{ woord }}</span>{% endfor %}</div><p class="noot">{{ zin }}</p>',
        kop=ZONDER_PROEFTUIN,
        stippen=[(place(stip.verschil), height(stip.paar.jaren)) for stip in stippen],
        nu=None if outcome.est is None else place(outcome.est),
        woorden=map(text_html, words),
        zin=text_html(strip_sentence(outcome, indicator, context.settings)),
    )


def _earlier(outcome: Uitkomst) -> list[float]:
    """The dots of a row that has a scale: how wijken differed before, in units of its own mdc."""
    if outcome.in_mdc is None or not outcome.mdc:
        return []
    return [stip.verschil / outcome.mdc for stip in outcome.stippen]


def _scale_html(outcome: Uitkomst) -> Markup:
    """The interval, its point and how wijken differed before, on one scale; or an empty frame."""
    times = outcome.in_mdc
    if times is None:
        state = {AFGESCHERMD: "arcering", "niet_rijp": "stippel"}.get(outcome.reden, "leeg")
        return html('<span class="meetlat {{ soort }}" aria-hidden="true"></span>', soort=state)
    low, middle, high = times
    left, right = _place(low), _place(high)
    return html(
        '<span class="meetlat{{ " grijs" if is_grijs }}" aria-hidden="true">'
        '<i class="blind" style="left:{{ blind }}%;width:{{ breed }}%"></i><i class="nul"></i>'
        '{% for plaats in toen %}<i class="toen" style="left:{{ plaats }}%"></i>{% endfor %}'
        '<i class="marge" style="left:{{ links }}%;width:{{ marge }}%"></i>'
        '<i class="punt{{ " vol" if is_vol }}" style="left:{{ midden }}%"></i>'
        '{% if is_lager %}<i class="pijl links">◂</i>{% endif %}'
        '{% if is_hoger %}<i class="pijl rechts">▸</i>{% endif %}</span>',
        is_grijs=bool(outcome.reden),
        is_vol=outcome.verdict == AANTOONBAAR,
        is_lager=low < -GRENS,
        is_hoger=high > GRENS,
        blind=_place(-1),
        toen=map(_place, _earlier(outcome)),
        breed=_place(1) - _place(-1),
        links=left,
        marge=round(right - left, 2),
        midden=_place(middle),
    )
