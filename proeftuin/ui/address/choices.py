"""The choices of a reader that live in the address, as ids: ?wijk=oost&onzekerheid=true.

When a page is opened (from the menu, by a link, by Back or Forward) its address decides; from then
on the reader does, and the address follows. So an address says what is on the page, and an entry in
the history of the browser can be opened again. Streamlit's own binding of widgets to the address
writes the text on screen instead of the id, and knows no older name of a choice.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from proeftuin.ui.address.links import Names, find_option, unknown_text
from proeftuin.ui.opmaak import show_paragraph

if TYPE_CHECKING:
    from proeftuin.ui.shell import Context

_ADRES = "_adres"
_WIJK = "_adres_wijk"
_UIT, _AAN = "false", "true"
_SCHAKEL = {_UIT: "uit", _AAN: "aan"}


@dataclass
class Adres:
    """What is remembered of the page that is open, by key of the address.

    plaats: its slug. gekozen: the id of every choice. onbekend: values it was opened with that mean
    nothing. schrijven: what the address must say at the end of this run, [] for nothing.
    """

    plaats: str = ""
    gekozen: dict[str, str] = field(default_factory=dict)
    onbekend: dict[str, str] = field(default_factory=dict)
    schrijven: dict[str, list[str]] = field(default_factory=dict)


def _adres() -> Adres:
    found: Adres = st.session_state.setdefault(_ADRES, Adres())
    return found


def arrive(slug: str) -> bool:
    """Begin a run of this page; True when the page is opened, not when someone works on it.

    An opened page reads its choices from the address. Back and Forward open a page, also when they
    lead to another address of the same one.
    """
    adres = _adres()
    adres.schrijven = {}
    is_opened = adres.plaats != slug or _comes_from_history()
    if is_opened:
        st.session_state[_ADRES] = Adres(slug)
    return is_opened


def _comes_from_history() -> bool:
    """Whether this run follows Back, Forward or a link of ours (static/script.html)."""
    run = get_script_run_ctx()
    return bool(run and run.is_history_navigation)


def write_address() -> None:
    """Let the address say what was chosen; at the end of a run, in one go.

    By then static/script.html is there, which keeps a change of choice from becoming a step in the
    history of the browser.
    """
    known = {naam: st.query_params.get_all(naam) for naam in st.query_params}
    wanted = {naam: texts for naam, texts in (known | _adres().schrijven).items() if texts}
    if wanted != known:
        st.query_params.from_dict(wanted)


def write_choice(key: str, text: str) -> None:
    """Let the address say ?key=text at the end of this run; an empty text leaves it out."""
    _adres().schrijven[key] = [text] if text else []


def pick(
    label: str, options: Sequence[str], key: str, names: Names = str, *, old: Sequence[str] = ()
) -> str:
    """A choice that lives in the address as ?key=; the first option is the default.

    options: the ids, as the address carries them; names gives their text on screen. A link may also
    carry that text, in capitals or not, or an older key (old): the address then gets the id and the
    key of today. An unknown value falls back on the default, and a line says so.
    """
    adres = _adres()
    _settle(adres, key, options, names, old)
    chosen = _show_list(label, options, key, names)
    _follow(adres, key, chosen, options[0], old)
    _tell_unknown(adres, label, key, names(chosen))
    return chosen


def pick_wijk(context: "Context", *, is_pilot: bool = False) -> str:
    """The wijk in focus, ?wijk= in the address; the first pilot wijk unless chosen otherwise.

    The wijk travels: a page opened from the menu shows the wijk of the page before. It stands in
    the address, so that Back finds it again; only a first page without one keeps its plain address.
    is_pilot: only pilot wijken.
    """
    settings = context.settings
    options = (*settings.pilot.wijken, *(() if is_pilot else settings.overige_wijken))
    before = None if _comes_from_history() else st.session_state.get(_WIJK)
    adres = _adres()
    _settle(adres, "wijk", options, settings.wijk_naam, (), before=before)
    chosen = _show_list("Wijk", options, "wijk", settings.wijk_naam)
    is_plain = _WIJK not in st.session_state and not st.query_params.get("wijk")
    _follow(adres, "wijk", chosen, options[0] if is_plain else "", ())
    _tell_unknown(adres, "Wijk", "wijk", settings.wijk_naam(chosen))
    st.session_state[_WIJK] = chosen
    return chosen


def pick_part(label: str, options: Sequence[str], key: str, names: Names) -> str:
    """As pick, for a few options side by side; the label is for screen readers."""
    adres = _adres()
    _settle(adres, key, options, names, ())
    chosen = st.segmented_control(
        label,
        list(options),
        format_func=names,
        required=True,
        key=key,
        label_visibility="collapsed",
    )
    part = chosen if chosen is not None and chosen in options else options[0]
    _follow(adres, key, part, options[0], ())
    _tell_unknown(adres, label, key, names(part))
    return part


def switch(label: str, key: str) -> bool:
    """A yes/no choice that lives in the address as ?key=true; off unless chosen."""
    adres = _adres()
    _settle(adres, key, tuple(_SCHAKEL), str, (), value=lambda item: item == _AAN)
    is_on = bool(st.toggle(label, key=key))
    chosen = _AAN if is_on else _UIT
    _follow(adres, key, chosen, _UIT, ())
    _tell_unknown(adres, label, key, f"deze keuze {_SCHAKEL[chosen]}")
    return is_on


def _show_list(label: str, options: Sequence[str], key: str, names: Names) -> str:
    chosen = st.selectbox(
        label,
        list(options),
        format_func=names,
        key=key,
        filter_mode=None,
        width=min(380, max(170, 60 + 8 * max(len(names(option)) for option in options))),
    )
    return chosen if chosen in options else options[0]


def _settle(
    adres: Adres,
    key: str,
    options: Sequence[str],
    names: Names,
    old: Sequence[str],
    *,
    before: str | None = None,
    value: Callable[[str], object] = str,
) -> None:
    """Give the widget its value: of the address when the page was opened, else what it had.

    before: what to begin with when the address says nothing. value: what the widget calls an id.
    """
    known = adres.gekozen
    if key not in known:
        first = before if before is not None and before in options else options[0]
        known[key] = _read_address(adres, key, options, names, old) or first
        st.session_state[key] = value(known[key])
    elif key not in st.session_state:  # it was away for a while: another choice hid it
        st.session_state[key] = value(known[key] if known[key] in options else options[0])


def _read_address(
    adres: Adres, key: str, options: Sequence[str], names: Names, old: Sequence[str]
) -> str | None:
    """The option the address names; None when it names none, or an unknown one (kept to tell)."""
    asked = next((text for naam in (key, *old) if (text := st.query_params.get(naam))), None)
    if asked is None:
        return None
    found = find_option(asked, options, names)
    if found is None:
        adres.onbekend[key] = asked
    return found


def _follow(adres: Adres, key: str, chosen: str, default: str, old: Sequence[str]) -> None:
    """Note what the address must say; the default is left out of it."""
    if adres.gekozen.get(key) != chosen:
        adres.gekozen[key] = chosen
        adres.onbekend.pop(key, None)
    adres.schrijven |= {naam: [] for naam in old}
    adres.schrijven[key] = [] if chosen == default else [chosen]


def keep_unknown(key: str, asked: str) -> None:
    """Remember, as long as this page is open, that its address carried an unknown value."""
    _adres().onbekend[key] = asked


def forget_unknown(key: str) -> None:
    """There is nothing to tell any more about this key of the address."""
    _adres().onbekend.pop(key, None)


def is_unknown(key: str) -> bool:
    """Whether the address this page was opened with carried an unknown value."""
    return key in _adres().onbekend


def _tell_unknown(adres: Adres, label: str, key: str, shown: str) -> None:
    if key in adres.onbekend:
        show_paragraph(unknown_text(label, adres.onbekend[key], shown), rol="status")
