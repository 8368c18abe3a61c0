"""The shell of every page: which pages there are, guard, header, selection in the address, charts.

Every page begins with `context = start_page(slug)`; it gives the edition this reader may see, or
explains what to do and stops. Nothing here reads micro data.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Hashable
from contextvars import ContextVar
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import streamlit as st
from markupsafe import Markup

from proeftuin.access import (
    INGELOGD,
    PAGINA_ROLLEN,
    TOESTEL,
    ZONDER,
    Toegang,
    may_see_page,
)
from proeftuin.charts import PILOT_KLEUR, palette_css
from proeftuin.errors import ForeignEdition, ProeftuinError, ToegangGeweigerd
from proeftuin.huis import HUIS
from proeftuin.indicators import INDICATOR, Indicator
from proeftuin.kept import Kept
from proeftuin.results import Editie, Published, edition_mark, open_editie, read_cijfers
from proeftuin.sentences import fill_texts, join_words, show_date, show_time, source_line
from proeftuin.settings import Settings
from proeftuin.tijd import in_dutch_time
from proeftuin.ui.address import arrive, write_address
from proeftuin.ui.door import app_settings, data_dir, reread_settings
from proeftuin.ui.hulp import show_legend_button, show_search, show_tour, term_html
from proeftuin.ui.login import (
    log_page,
    log_refused,
    reader,
    show_account,
    show_partner_view,
    show_reason,
    show_refused,
    visitor,
)
from proeftuin.ui.opmaak import html, show_html, show_paragraph, text_html
from proeftuin.ui.unavailable import (
    EDITION_ERRORS,
    end_page,
    show_fault,
    show_unavailable,
)
from proeftuin.vocabulary import INTERN, ROLLEN

if TYPE_CHECKING:  # Altair takes most of a second, and the overview draws no chart
    from proeftuin.charts import Grafiek, Spec


Made = TypeVar("Made")


@dataclass(frozen=True)
class Pagina:
    """One screen: slug (file in pages/ and place in the address), title and menu section."""

    slug: str
    titel: str
    groep: str

    @property
    def bestand(self) -> str:
        """Path of the page, from the folder of app.py."""
        return f"pages/{self.slug}.py"

    @property
    def rollen(self) -> tuple[str, ...]:
        """The roles that find this page in their menu and may see it."""
        return PAGINA_ROLLEN.get(self.slug, ROLLEN)


PAGINAS: tuple[Pagina, ...] = (
    Pagina("overzicht", "Overzicht", ""),
    Pagina("trajectduur", "Trajectduur", "Wat we volgen"),
    Pagina("verblijf", "Verblijf", "Wat we volgen"),
    Pagina("stapeling", "Stapeling", "Wat we volgen"),
    Pagina("wachtlijsten", "Wachtlijsten", "Wat we volgen"),
    Pagina("terugval", "Terugval", "Wat we volgen"),
    Pagina("stromen", "Stromen", "Verder kijken"),
    Pagina("kosten", "Kosten", "Verder kijken"),
    Pagina("prognose", "Prognose", "Verder kijken"),
    Pagina("aanbieders", "Aanbieders", "Verder kijken"),
    Pagina("aanbieder", "Een aanbieder", "Verder kijken"),
    Pagina("kaart", "Kaart", "Verder kijken"),
    Pagina("gesprekken", "Gesprekken", "Verantwoorden"),
    Pagina("uitkomsten", "Uitkomsten", "Verantwoorden"),
    Pagina("evaluatie", "Evaluatie", "Verantwoorden"),
    Pagina("datakwaliteit", "Datakwaliteit", "Verantwoorden"),
    Pagina("vergelijk", "Vergelijk", "Verantwoorden"),
    Pagina("verantwoording", "Verantwoording", "Verantwoorden"),
    Pagina("begrippen", "Begrippen", "Verantwoorden"),
    Pagina("toegankelijkheid", "Toegankelijkheid", "Verantwoorden"),
)
PAGINA: dict[str, Pagina] = {pagina.slug: pagina for pagina in PAGINAS}
STATIC = Path(__file__).resolve().parent / "static"
_ICOON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" '
    f'rx="5" fill="{PILOT_KLEUR}"/><path d="M6 22L13 14L19 18L26 9" fill="none" stroke="#fff" '
    'stroke-width="3"/></svg>'
)
# Why a reader has the role in the header.
_HERKOMST = {
    ZONDER: "zonder inloggen",
    TOESTEL: "met de link van deze computer",
    INGELOGD: "ingelogd",
}
OPNIEUW = "Laad de bladzijde opnieuw"
_EDITIE = "_editie_van_bladzijde"
_GEZIEN = "_editie_gezien"
_KIJKEN = 60  # seconds between two looks for another edition
_WARMING = (1, 2, 4, 8, 16)  # pages after which much came into memory that stays, and
_WARM = 30  # after which libraries and caches are there
_pages_run = count(1)
_via_router: ContextVar[bool] = ContextVar("via_router", default=False)


@st.cache_resource(show_spinner=False)
def _kept() -> Kept:
    return Kept(4096)


@dataclass(frozen=True)
class Context:
    """What a page works with: the edition (of one audience), the settings, its own slug.

    gevraagd: what was asked in this run already; gezegd: what small print said in it; both gone
    when the run ends. bewaard: what is kept for every run of this process, each with its own
    sleutel (see once).
    """

    editie: Editie
    settings: Settings
    toegang: Toegang
    slug: str
    gevraagd: Kept = field(default_factory=partial(Kept, 64), compare=False, repr=False)
    gezegd: set[object] = field(default_factory=set, compare=False, repr=False)
    bewaard: Kept = field(default_factory=_kept, compare=False, repr=False)

    @property
    def audience(self) -> str:
        """The edition this reader sees: INTERN or OPENBAAR."""
        return self.editie.audience

    @property
    def rol(self) -> str:
        """The role of this reader, one of access.ROLLEN."""
        return self.toegang.rol

    @cached_property
    def bezoeker(self) -> str:
        """The browser this run is for: the only one that may fetch the files it offers."""
        return visitor()

    @cached_property
    def sleutel(self) -> tuple[str, str, str, str]:
        """What makes cached things of this edition, audience and configuration their own."""
        editie = self.editie
        return (editie.id, self.audience, editie.gemaakt_op, self.settings.fingerprint())


def run_pages() -> None:
    """The router: the menu over all pages, then the page itself. Called by app.py only."""
    chosen = _register_pages(reader().rol)
    if show_fault(lambda: _dress(chosen.title)):
        return
    token = _via_router.set(True)
    try:
        chosen.run()
        write_address()
    except Exception as error:
        if isinstance(error, ToegangGeweigerd):
            log_refused(reader(), chosen.url_path, "gegevens")
        end_page(reader(), error)
    finally:
        _via_router.reset(token)
        _freeze_when_warm(next(_pages_run))


def _freeze_when_warm(pages: int) -> None:
    """Set apart what is in memory for good; pages: run so far in this process, this one too."""
    # Python's own full collections walk every object, and some 200,000 of them are modules and
    # caches that stay till the end; frozen ones are passed over, so a collection costs what readers
    # bring along. Garbage that is frozen stays too: so all is collected once, when pages no longer
    # bring libraries and caches along, and then of the sessions of that moment, a few, a part stays
    # for good. next() of a count is atomic, so one thread meets each number.
    if pages in _WARMING:
        gc.freeze()
    elif pages == _WARM:
        gc.unfreeze()
        gc.collect()
        gc.freeze()


def _register_pages(rol: str) -> st.Page:
    """The menu. The bare address leads to the first page, which keeps an address of its own.

    A page this role may not see is registered out of sight: its address leads to the explanation.
    """
    pages = {slug: copy(page) for slug, page in _pages_of(rol).items()}
    first = partial(st.switch_page, pages[PAGINAS[0].slug])
    home = st.Page(first, title="Begin", url_path="begin", default=True, visibility="hidden")
    groups: dict[str, list[st.Page]] = {"": [home]}
    for slug, page in pages.items():
        groups.setdefault(PAGINA[slug].groep, []).append(page)
    return st.navigation(groups, expanded=True)


@st.cache_resource(show_spinner=False)
def _pages_of(rol: str) -> dict[str, st.Page]:
    """The pages as this role finds them; every run registers copies, for a run marks its own."""
    return {
        pagina.slug: st.Page(
            HUIS / pagina.bestand,
            title=pagina.titel,
            url_path=pagina.slug,
            visibility="visible" if may_see_page(rol, pagina.slug) else "hidden",
        )
        for pagina in PAGINAS
        if (HUIS / pagina.bestand).is_file()
    }


def start_page(slug: str) -> Context:
    """The guard and header of every page; stops with an explanation when there is no edition.

    The same for a page that is not for the role of this reader.

    A first request straight to pages/<slug>.py walks past app.py. Then this run registers the
    router and starts again through app.py, so no page is ever shown outside it.
    """
    if not _via_router.get():
        _register_pages(reader().rol)
        st.rerun()
    _dress(PAGINA[slug].titel)
    is_opened = arrive(slug)
    toegang = reader()
    show_account(toegang)
    if not may_see_page(toegang.rol, slug):
        show_partner_view(toegang)
        show_refused(toegang, slug, PAGINA[slug].titel)
        st.stop()
    try:
        settings, editie = _open_both(toegang, is_opened=is_opened)
    except EDITION_ERRORS as error:
        show_unavailable(toegang, error)
        st.stop()
    except ProeftuinError as error:
        st.title("Er gaat iets mis met de instellingen", anchor=False)
        st.error(str(error))
        st.stop()
    context = Context(editie, settings, toegang, slug)
    log_page(toegang, slug, editie)
    _show_header(context)
    _show_help(context)
    show_partner_view(toegang)
    _watch_editie(context)
    show_reason(toegang)
    return context


def _dress(titel: str) -> None:
    """The looks of every page, and its name in the browser."""
    st.set_page_config(
        page_title=f"{titel} · Proeftuin",
        page_icon=_ICOON,
        layout="wide",
        initial_sidebar_state=230,
    )
    styles, scripts = _looks()
    st.html(styles)
    st.html(scripts, unsafe_allow_javascript=True)


@st.cache_resource(show_spinner=False)
def _looks() -> tuple[str, str]:
    """The styles of every page, and its scripts, as HTML."""
    styles, scripts = (
        "".join((STATIC / name).read_text(encoding="utf-8") for name in names)
        for names in (
            ("stijl.css", "druk.css"),
            ("script.html", "verbinding.html", "rondleiding.html"),
        )
    )
    return f"<style>{palette_css()}{styles}</style>", scripts


def _show_header(context: Context) -> None:
    settings, editie = context.settings, context.editie
    pilots = join_words([settings.wijk_naam(item) for item in settings.pilot.wijken])
    word = "wijk" if len(settings.pilot.wijken) == 1 else "wijken"
    soort = "interne editie" if context.audience == INTERN else "openbare editie"
    wie = f"rol {context.rol}, {_HERKOMST[context.toegang.herkomst]}"
    show_html(
        '<div class="kop" role="banner"><span><strong>{{ proeftuin }}</strong>, {{ wijken }} · '
        "{{ gemeente }}</span><span>gegevens tot en met {{ datum }}{% if synthetisch %} · "
        '<span class="label">synthetisch</span>{% endif %} · {{ wie }}: {{ soort }} '
        '<span class="heel">{{ editie }}</span></span></div>',
        proeftuin=settings.gemeente.proeftuin,
        wijken=f"{word} {pilots}",
        gemeente=settings.gemeente.naam,
        datum=show_date(editie.datastand),
        synthetisch=editie.synthetisch,
        wie=wie,
        soort=soort,
        editie=editie.id,
    )
    st.html(print_style(f"{source_line(editie, settings)} · {soort}"))


def print_style(bron: str) -> str:
    """Style that writes, on every printed page, the source at the left foot and 'n van m' right."""
    text = "".join(f"\\{ord(sign):x} " if sign in '"\\<>\n' else sign for sign in bron)
    return (
        '<style>@page { @bottom-left { content: "' + text + '"; width: 80%; text-align: left; '
        'font: 8pt sans-serif; } @bottom-right { content: counter(page) " van " counter(pages); '
        "font: 8pt sans-serif; } }</style>"
    )


def _show_help(context: Context) -> None:
    """Search and the legend in the menu; on the first page a tour for who is new."""
    seen = [(p.slug, p.titel) for p in PAGINAS if may_see_page(context.rol, p.slug)]
    show_search(seen)
    show_legend_button(context.settings)
    if context.slug == PAGINAS[0].slug:
        show_tour()


def _open_both(toegang: Toegang, *, is_opened: bool) -> tuple[Settings, Editie]:
    """The configuration and the edition of this run, that go together; errors as open_editie."""
    settings = app_settings()
    try:
        return settings, _open_editie_of_page(toegang, settings, is_opened=is_opened)
    except ForeignEdition:  # the file may have been changed, or put back, since it was read
        settings = reread_settings()
        return settings, _open_editie_of_page(toegang, settings, is_opened=is_opened)


def _open_editie_of_page(toegang: Toegang, settings: Settings, *, is_opened: bool) -> Editie:
    """The edition of this run; errors as open_editie.

    The rule: a page keeps the edition it was opened with until it is opened again (loaded again, or
    another page and back). Every run takes one edition for all it shows and for the files it gives,
    so nothing on a page, or between a page and its files, mixes two. Only an edition that may not
    be shown any more (taken back, cleared away, damaged) makes place at once, for the whole page.
    """
    kept = None if is_opened else st.session_state.get(_EDITIE)
    if kept is not None:
        try:
            return open_editie(
                data_dir(), toegang.audience, kept, rol=toegang.rol, settings=settings
            )
        except EDITION_ERRORS:
            pass
    editie = open_editie(data_dir(), toegang.audience, rol=toegang.rol, settings=settings)
    st.session_state[_EDITIE] = editie.id
    return editie


@st.fragment(run_every=_KIJKEN)
def _watch_editie(context: Context) -> None:
    """A quiet line once another edition is in use than this page shows.

    Looks again by itself; that costs one look at a file as long as nothing was published.
    """
    seen = (context.editie.id, edition_mark(data_dir()))
    if st.session_state.get(_GEZIEN) == seen:
        return
    if text := _newer_text(context):
        show_paragraph(text, "noot nieuwe-editie", "status")
    else:
        st.session_state[_GEZIEN] = seen


def _newer_text(context: Context) -> str:
    """What there is to say of the edition in use now; empty when the page shows that one."""
    shown = context.editie
    try:
        current = open_editie(
            data_dir(), context.audience, rol=context.rol, settings=context.settings
        )
    except ProeftuinError:  # none in use, or not to be shown: loading again says which
        return f"Deze editie is niet meer in gebruik. {OPNIEUW}."
    if current.id == shown.id:
        return ""
    when = show_time(current.gemaakt_op)
    if in_dutch_time(current.gemaakt_op) > in_dutch_time(shown.gemaakt_op):
        return f"Er is een nieuwe editie van {when}. {OPNIEUW} om die te zien."
    return f"Er is een andere editie in gebruik, van {when}. {OPNIEUW} om die te zien."


def cijfers(context: Context, slug: str, indeling: str = "geen") -> Published:
    """All wijken and windows of an indicator and split, from the edition of this reader."""
    return read_cijfers(context.editie, slug, indeling)


def show_title(context: Context, vraag: str = "", indicator: Indicator | None = None) -> None:
    """The title of the page (h1), its question, and the wanted direction in words."""
    st.title(PAGINA[context.slug].titel, anchor=False)
    if vraag or indicator:
        show_html(
            '<div class="vraag"><span>{{ vraag }}</span>{% if richting %}'
            '<span class="richting">{{ richting }}</span>{% endif %}</div>{{ telt }}',
            vraag=vraag,
            richting=indicator.richting.value if indicator else "",
            telt=_counted_html(indicator) if indicator else "",
        )


def _counted_html(indicator: Indicator) -> Markup:
    """'Wat telt mee?' under the question, folded: what is counted, of what, and what to know."""
    lines = [
        f"Geteld: {indicator.teller_tekst}.",
        f"Van: {indicator.noemer_tekst}.",
        indicator.opmerking,
        indicator.waarom,
    ]
    return html(
        '<details class="telt"><summary>Wat telt mee?</summary>{% for regel in regels %}'
        "<p>{{ regel }}</p>{% endfor %}</details>",
        regels=[*filter(None, lines), term_html(indicator.slug)],
    )


def sentence(text: str, *, groot: bool = False) -> None:
    """One paragraph of plain text that carries the message."""
    show_paragraph(text_html(text), "zin zin-groot" if groot else "zin")


def note(text: str) -> None:
    """A quiet remark, plain text."""
    show_paragraph(text_html(text))


def once(context: Context, sleutel: tuple[Hashable, ...], build: Callable[[], Made]) -> Made:
    """What build makes, made once per edition, audience, configuration and sleutel."""
    return context.bewaard.take((context.sleutel, sleutel), build)


def show_kept(context: Context, sleutel: tuple[Hashable, ...], draw: Callable[[], None]) -> None:
    """Draw a part of a page; after the first time what it drew is sent again.

    Kept per edition, audience, configuration, role, page and sleutel: draw may show nothing that
    depends on more, not even on the day. It has no choices, buttons or styles of its own.
    """
    keep_drawn((context.sleutel, context.rol, context.slug, sleutel), draw)


def keep_drawn(sleutel: tuple[Hashable, ...], draw: Callable[[], None]) -> None:
    """As show_kept, for what no edition is needed for: kept per sleutel alone."""
    _drawn(sleutel=repr(sleutel), _draw=draw)  # by name: Streamlit looks for no names then


@st.cache_resource(show_spinner=False, max_entries=2048)
def _drawn(sleutel: str, _draw: Callable[[], None]) -> None:
    _draw()


def chart_of(context: Context, sleutel: tuple[Hashable, ...], build: Callable[[], Grafiek]) -> Spec:
    """A finished chart, built once per edition, audience, configuration and sleutel."""

    def make() -> Spec:
        from proeftuin.charts import to_spec  # brings Altair, which no overview or map needs

        return to_spec(build())

    return once(context, ("grafiek", *sleutel), make)


def show_chart(spec: Spec, alt: str, key: str) -> None:
    """Draw a chart; alt is what a screen reader says, key a stable name on the page."""
    st.vega_lite_chart(spec, theme=None, width="stretch", alt=alt, key=f"grafiek_{key}")


def indicator_of(slug: str) -> Indicator:
    """The declaration of an indicator, its texts with the numbers of this configuration."""
    return fill_texts(INDICATOR[slug], app_settings())
