"""What the parts of the conversation page share: the journal, who writes, the edition, errors."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import streamlit as st

from proeftuin.errors import (
    DamagedEdition,
    ForeignEdition,
    NoEdition,
    ProeftuinError,
    ToegangGeweigerd,
)
from proeftuin.journal import (
    AUDIENCE,
    SOORTEN,
    ZICHT,
    Door,
    Duiding,
    Gesprek,
    Journal,
    Waarschuwing,
    find_bestand,
    find_opslag,
    find_persoonsgegevens,
    open_journal,
)
from proeftuin.results import Editie, open_editie
from proeftuin.sentences import join_words
from proeftuin.sentences.gesprek import SOORT_KORT
from proeftuin.settings import Settings
from proeftuin.ui.door import data_dir
from proeftuin.ui.gesprek.velden import carry, start_of
from proeftuin.ui.login import log_refused
from proeftuin.ui.opmaak import show_html, show_paragraph
from proeftuin.ui.shell import STATIC, Context, note
from proeftuin.vocabulary import INTERN, OPENBAAR

ROL_UITLEG = {
    "partner": "U ziet de openbare cijfers.",
    "intern": "U ziet ook de interne cijfers.",
    "beheerder": "U ziet ook de interne cijfers.",
}
OPENBARE_CIJFERS = (
    "Dit gesprek gebruikt de openbare cijfers: die zijn afgerond en kleine aantallen zijn "
    "afgeschermd. Op de andere bladzijden ziet u de interne cijfers. De twee kunnen verschillen."
)
_DUIDINGEN = "duidingen"
MELDING = "gesprek_melding"
OPGESLAGEN = "gesprek_opgeslagen"
NAAR_STAP = "naar_stap"  # the step to show in the next run
_NAAM = "gesprek_namens"


@dataclass(frozen=True)
class Tafel:
    """What every part of the page works with: the context, the journal and who writes."""

    context: Context
    journal: Journal
    door: Door

    @property
    def rol(self) -> str:
        """The role of the reader."""
        return self.context.rol

    @property
    def settings(self) -> Settings:
        """The configuration."""
        return self.context.settings

    @property
    def nagekeken(self) -> Door:
        """Who writes, for texts about which the writer was asked and answered (warn_persons)."""
        return replace(self.door, nagekeken=True)

    def wijk(self, wijk: str | None) -> str:
        """The name of a wijk on screen; 'alle wijken' without one."""
        return "alle wijken" if wijk is None else self.settings.wijk_naam(wijk)


@st.cache_resource(show_spinner=False, max_entries=4)
def _open(url: str | None, folder: Path) -> Journal:
    return open_journal(url, folder)


def load_journal(context: Context) -> Journal:
    """The journal of this configuration, opened once per process."""
    return _open(find_opslag(context.settings), data_dir().resolve())


def soorten_of(rol: str) -> tuple[str, ...]:
    """The kinds of conversation this role may see and write."""
    return tuple(soort for soort in SOORTEN if soort in ZICHT.get(rol, ()))


def start_table(context: Context) -> Tafel:
    """Styles, what this role may do, and on whose behalf the reader writes."""
    st.html(STATIC / "gesprek.css")
    st.html(_script(), unsafe_allow_javascript=True)
    with st.container(gap=None, key="verborgen_weer"):  # pressed when the connection is back
        st.button("Bewaar wat er nog staat", key="weer")
    naam = _name_of_writer()
    is_answered = bool(st.session_state.get(f"{_name_key(naam)}_nagekeken"))
    used = naam if is_answered or not find_persoonsgegevens(naam) else ""
    door = Door(context.rol, used, naam_nagekeken=is_answered)
    return Tafel(context, load_journal(context), door)


def _name_key(naam: str) -> str:
    """The question about the name of the writer; another name is another question."""
    return f"{_NAAM}_{naam}"


def _name_of_writer() -> str:
    """On whose behalf the reader writes, also in a session that began after a restart."""
    key = f"mee_{_NAAM}"
    if _NAAM in st.session_state:
        st.session_state[key] = st.session_state[_NAAM]
    return carry(key, "").strip()


@st.cache_resource(show_spinner=False)
def _script() -> str:
    return (STATIC / "gesprek_script.html").read_text(encoding="utf-8")


def show_role(tafel: Tafel) -> None:
    """What this role may do here, in one line, and the name of the organisation that writes."""
    kinds = [SOORT_KORT[item].lower() for item in soorten_of(tafel.rol)]
    note(
        f"Uw rol: {tafel.rol}. U kunt dit soort gesprekken plannen, houden en afsluiten: "
        f"{join_words(kinds)}. {ROL_UITLEG.get(tafel.rol, '')} Wat u opslaat, komt met uw rol en "
        "de tijd in de geschiedenis."
    )
    naam = st.text_input(
        "U schrijft namens (organisatie of rol, geen naam van een persoon)",
        start_of(_NAAM, tafel.door.naam),
        key=_NAAM,
        persist_state="session",
        placeholder=f"bijvoorbeeld Wijkteam {tafel.wijk(tafel.settings.pilot.wijken[0])}",
        width=420,
    ).strip()
    if not warn_persons([naam], _name_key(naam)):
        note("Zolang u dit niet bevestigt, komt deze naam niet bij wat u opslaat.")


def is_rounded_here(tafel: Tafel, audience: str) -> bool:
    """Whether these figures are rounded, to a reader who sees exact ones elsewhere."""
    return audience == OPENBAAR and tafel.context.audience == INTERN


def show_audience(tafel: Tafel, gesprek: Gesprek) -> None:
    """Say that this conversation shows openbaar figures, to a reader who knows the intern ones."""
    if is_rounded_here(tafel, AUDIENCE[gesprek.soort]):
        note(OPENBARE_CIJFERS)


def editie_of(tafel: Tafel, gesprek: Gesprek) -> Editie:
    """The edition a conversation works with: the one it froze, else that of the page, of its kind.

    NoEdition (Dutch) when it is no longer there, ForeignEdition when it was made with other
    settings.
    """
    audience = AUDIENCE[gesprek.soort]
    return open_editie(
        data_dir(),
        audience,
        gesprek.editie_id or tafel.context.editie.id,
        rol=tafel.rol,
        settings=tafel.settings,
    )


def newest_editie(tafel: Tafel, audience: str) -> Editie:
    """The edition of this page, for an audience."""
    editie_id = tafel.context.editie.id
    return open_editie(data_dir(), audience, editie_id, rol=tafel.rol, settings=tafel.settings)


def find_editie(tafel: Tafel, audience: str, editie_id: str | None) -> Editie | None:
    """A named edition, or None when it was cleared away, is damaged or had other settings."""
    if editie_id is None:
        return None
    try:
        return open_editie(data_dir(), audience, editie_id, rol=tafel.rol, settings=tafel.settings)
    except (NoEdition, DamagedEdition, ForeignEdition):
        return None


@contextmanager
def refusals(tafel: Tafel) -> Iterator[None]:
    """Show what the journal refuses as a calm message; nothing was stored then.

    What it refuses because of the role also gets a line in the access log.
    """
    try:
        yield
    except ProeftuinError as error:
        if isinstance(error, ToegangGeweigerd):
            log_refused(tafel.context.toegang, tafel.context.slug, "gesprek")
        st.session_state[MELDING] = ("fout", str(error))


def say(text: str) -> None:
    """A message that stands at the top of the page after the next run."""
    st.session_state[MELDING] = ("goed", text)


def show_message() -> None:
    """The message of the last action, once."""
    kind, text = st.session_state.pop(MELDING, ("", ""))
    with st.container(gap=None, key="melding"):  # always there: what follows keeps its place
        if text:
            role = "alert" if kind == "fout" else "status"
            show_paragraph(text, f"melding {kind}", role)


def warn_persons(texts: Sequence[str], key: str) -> bool:
    """Show what may point to a person; True when there is nothing, or the writer looked at it."""
    found = [item for text in texts for item in find_persoonsgegevens(text)]
    if not found:
        return True
    show_warnings(found, "Kijk dit na. Het kan naar een persoon wijzen:")
    return st.checkbox("Nagekeken: hier staat niemand herkenbaar in", key=f"{key}_nagekeken")


def check_looked_at(is_clean: bool, wat: str = "de tekst") -> None:
    """ProeftuinError (Dutch) when the writer did not answer yet what warn_persons asked."""
    if not is_clean:
        raise ProeftuinError(f"Kijk eerst {wat} na en bevestig dat er niemand herkenbaar in staat.")


def show_warnings(found: Sequence[Waarschuwing], opening: str) -> None:
    """The places that may point to a person, each with what to do."""
    show_html(
        '<div class="let-op" role="alert"><p>{{ opening }}</p><ul>{% for plek, uitleg in punten'
        " %}<li>“{{ plek }}”: {{ uitleg }}</li>{% endfor %}</ul></div>",
        opening=opening,
        punten=dict.fromkeys((item.plek, item.uitleg) for item in found),
    )


def parse_day(text: str) -> date | None:
    """A day from '18-1-2024' (also with / or . or spaces), else None."""
    parts = text.replace("/", "-").replace(".", "-").replace(" ", "-").split("-")
    try:
        day, month, year = (int(part) for part in parts)
        return date(year, month, day)
    except ValueError:
        return None


def choose_button(
    tafel: Tafel, label: str, key: str, act: Callable[[], object], **extra: object
) -> None:
    """A button that acts on what the fields above it hold now, then draws the page again.

    Refusals are shown as a message. No callback: that would act on what the fields held before.
    """
    if st.button(label, key=key, **extra):  # type: ignore[arg-type]
        with refusals(tafel):
            act()
        st.rerun()


def visible_duidingen(context: Context, slug: str, wijk: str) -> list[Duiding]:
    """The explanations this reader may see on the chart of an indicator; none for openbaar.

    Never makes a store: as long as nobody planned a conversation there is nothing to read. The
    journal is asked once per run, for all charts of the page.
    """
    found = context.gevraagd.take(_DUIDINGEN, lambda: _read_duidingen(context))
    return [item for item in found if item.slug == slug and item.wijk in (wijk, None)]


def _read_duidingen(context: Context) -> list[Duiding]:
    if not soorten_of(context.rol):
        return []
    url = find_opslag(context.settings)
    if not url and not find_bestand(data_dir()).is_file():
        return []
    try:
        return load_journal(context).teksten.duidingen(context.rol, status="zichtbaar")
    except ProeftuinError:  # a chart does without its explanations when the journal is away
        return []
