"""The one calm picture: every promised indicator's difference, beside what could be seen at all.

HTML rather than a chart: it fits any width, reads aloud row by row, and each row opens to its
sentence. Places are in units of the indicator's own smallest detectable change.
"""

from collections.abc import Sequence
from html import escape

import streamlit as st

from proeftuin.indicators import INDICATOR, Richting
from proeftuin.results import Belofte, Uitkomst
from proeftuin.sentences import (
    ZONDER_PROEFTUIN,
    effect_sentence,
    found_words,
    pilot_name,
    show_bare_difference,
    strip_sentence,
    verdict_words,
)
from proeftuin.ui.address import link_html, switch
from proeftuin.ui.shell import Context, once, text_html
from proeftuin.vocabulary import AANTOONBAAR, AFGESCHERMD

DICHTBIJ = "van-dichtbij"
GRENS = 2.0  # the picture shows at most this many times the smallest detectable change


def show_picture(context: Context, promised: Sequence[Belofte]) -> None:
    """The rows in the promised order; the primary one is open, a switch opens them all."""
    is_open = switch("Alle zinnen tonen", "zinnen")
    key = ("oordelen", is_open, *(item.uitkomst.slug for item in promised))
    st.html(once(context, key, lambda: _picture_html(context, promised, is_open=is_open)))


def _picture_html(context: Context, promised: Sequence[Belofte], *, is_open: bool) -> str:
    wijk = pilot_name(context.settings)
    rows, before = [], 0
    for item in promised:
        rows.append(_row_html(context, item, item.nummer != before, is_open))
        before = item.nummer
    return (
        f'<div class="effect" role="group" aria-label="Verschil in verandering tussen '
        f'{escape(wijk)} en de andere wijken">{_head_html(wijk)}{"".join(rows)}{_FOOT}</div>'
    )


def _place(times: float) -> float:
    """Per cent of the width, kept within the picture."""
    kept = max(-GRENS, min(GRENS, times))
    return round(100 * (kept + GRENS) / (2 * GRENS), 2)


_TICKS = "".join(
    f'<i style="left:{_place(times)}%">{text}</i>'
    for times, text in ((-2, "2×"), (-1, "1×"), (0, "0"), (1, "1×"), (2, "2×"))
)
_FOOT = (
    '<div class="effect-voet" aria-hidden="true"><span></span>'
    f'<span class="schaalverdeling">{_TICKS}<small>1 = klein maar zichtbaar</small>'
    "</span><span></span></div>"
)


def _head_html(wijk: str) -> str:
    return (
        '<div class="effect-kop" aria-hidden="true"><span>Cijfer</span>'
        f'<span class="richtingen"><span>◂ {escape(wijk[:1].upper() + wijk[1:])} meer omlaag</span>'
        "<span>meer omhoog ▸</span></span>"
        "<span>Verschil met de andere wijken</span></div>"
    )


def _row_html(context: Context, item: Belofte, is_first: bool, is_open: bool) -> str:
    outcome, indicator = item.uitkomst, INDICATOR[item.uitkomst.slug]
    star = '<b class="hoofd">hoofdcijfer</b>' if outcome.is_primair else ""
    wish = "" if indicator.richting is Richting.NEUTRAAL else indicator.richting.value
    number = f"{item.nummer}." if is_first else ""
    words = escape(verdict_words(outcome))
    verdict = f"<strong>{words}</strong>" if outcome.verdict == AANTOONBAAR else words
    classes = " ".join(["effect-rij"] + ["primair"] * outcome.is_primair + ["nieuw"] * is_first)
    attribute = " open" if is_open or outcome.is_primair else ""
    return (
        f'<details class="{classes}" id="cijfer-{outcome.slug}"{attribute}><summary>'
        f'<span class="effect-naam"><span class="nr">{number}</span><span>'
        f"{escape(indicator.naam)} {star}<small>{escape(wish)}</small></span></span>"
        f"{_scale_html(outcome)}"
        f'<span class="effect-uitkomst">{verdict}'
        f"<small>{text_html(found_words(outcome, indicator))}</small></span></summary>"
        f'<div class="effect-zin"><p class="noot">{item.nummer}. {escape(item.vraag)}</p>'
        f"<p>{text_html(effect_sentence(outcome, indicator, context.settings))}</p>"
        f"{_strip_html(context, outcome)}"
        f"<p>{_close_by_html(outcome.slug)}</p></div></details>"
    )


def _strip_html(context: Context, outcome: Uitkomst) -> str:
    """The strip of one row: as charts/voorparen.py draws it, in HTML that fits any width."""
    stippen, indicator = outcome.stippen, INDICATOR[outcome.slug]
    if not stippen:
        return ""
    lanes = [paar.jaren for paar in outcome.geteld]
    most = max(abs(item) for item in (*(s.verschil for s in stippen), outcome.est or 0)) or 1
    far = 1.1 * most

    def place(value: float) -> float:
        return round(50 + 50 * value / far, 2)

    dots = "".join(
        f'<i class="stip" style="left:{place(stip.verschil)}%;'
        f'top:{100 * (lanes.index(stip.paar.jaren) + 0.5) / len(lanes):.0f}%"></i>'
        for stip in stippen
    )
    now = ""
    if outcome.est is not None:
        now = f'<i class="nu" style="left:{place(outcome.est)}%"></i>'
    words = (
        show_bare_difference(indicator, -most),
        "geen verschil",
        show_bare_difference(indicator, most),
    )
    ends = "".join(f"<span>{text_html(word)}</span>" for word in words)
    text = strip_sentence(outcome, indicator, context.settings)
    return (
        f'<p class="noot"><b>{escape(ZONDER_PROEFTUIN)}</b></p>'
        f'<div class="strook" aria-hidden="true"><i class="nul"></i>{dots}{now}</div>'
        f'<div class="strook-as" aria-hidden="true">{ends}</div>'
        f'<p class="noot">{text_html(text)}</p>'
    )


def _close_by_html(slug: str) -> str:
    words = "Bekijk de lijnen van alle wijken en de controles →"
    return link_html(words, "evaluatie", DICHTBIJ, cijfer=slug)


def _scale_html(outcome: Uitkomst) -> str:
    """The interval and its point on the scale; an empty frame where there is none."""
    times = outcome.in_mdc
    if times is None:
        state = {AFGESCHERMD: "arcering", "niet_rijp": "stippel"}.get(outcome.reden, "leeg")
        return f'<span class="meetlat {state}" aria-hidden="true"></span>'
    low, middle, high = times
    left, right = _place(low), _place(high)
    full = " vol" if outcome.verdict == AANTOONBAAR else ""
    ends = '<i class="pijl links">◂</i>' if low < -GRENS else ""
    ends += '<i class="pijl rechts">▸</i>' if high > GRENS else ""
    grey = " grijs" if outcome.reden else ""
    blind = f"left:{_place(-1)}%;width:{_place(1) - _place(-1)}%"
    return (
        f'<span class="meetlat{grey}" aria-hidden="true"><i class="blind" style="{blind}"></i>'
        f'<i class="nul"></i><i class="marge" style="left:{left}%;width:{round(right - left, 2)}%">'
        f'</i><i class="punt{full}" style="left:{_place(middle)}%"></i>{ends}</span>'
    )
