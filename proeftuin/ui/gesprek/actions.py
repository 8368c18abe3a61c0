"""Actions: who does what, by when, and which indicator should move; and what it did since.

Lists come in pages, and an action has fields only once somebody asks to change it: a list of
hundreds stays as quick as a short one.
"""

from datetime import date
from functools import partial

import streamlit as st

from proeftuin.errors import DamagedEdition, ForeignEdition, NoEdition, ProeftuinError
from proeftuin.gesprek import bevriezing_of, compare_rows, current_rows
from proeftuin.indicators import INDICATOR, Richting
from proeftuin.journal import Actie, Agendapunt, Botsing, Gesprek
from proeftuin.results import Editie
from proeftuin.sentences import lower_first, show_date, show_number
from proeftuin.sentences.gesprek import (
    ACTIE_STATUS,
    NIET_GEZEGD,
    RICHTING_NAAM,
    Verloop,
    is_past_due,
    next_quarters,
    quarter_code,
    quarter_text,
    since_sentence,
)
from proeftuin.ui.gesprek.formulier import Formulier
from proeftuin.ui.gesprek.list import show_part
from proeftuin.ui.gesprek.tafel import (
    Tafel,
    check_looked_at,
    choose_button,
    is_rounded_here,
    newest_editie,
    say,
    warn_persons,
)
from proeftuin.ui.gesprek.velden import (
    Stuk,
    carry_versie,
    check_length,
    fill_later,
    fill_now,
    find_earlier,
    follow,
    show_stand,
    start_of,
)
from proeftuin.ui.opmaak import show_html
from proeftuin.ui.shell import note

_TOELICHTING, _TEKST, _EIGENAAR = 400, 300, 120  # signs
_STANDEN = (("open", "Blijft open"), ("klaar", "Is klaar"), ("vervallen", "Vervalt"))


def action_line(actie: Actie) -> str:
    """'Bel elke huisarts (Sociaal Wijkteam West, klaar in jan–mrt 2024, doel: terugval omlaag)'."""
    aim = ""
    if actie.slug in INDICATOR:
        way = RICHTING_NAAM.get(actie.richting or "", "")
        aim = f", doel: {lower_first(INDICATOR[actie.slug].naam)} {way}".rstrip()
    due = quarter_text(actie.kwartaal_gereed)
    return f"{actie.tekst} ({actie.eigenaar}, klaar in {due}{aim})"


class Sinds:
    """What the indicators of a page of actions did since: each thing is read once per run."""

    def __init__(self, tafel: Tafel) -> None:
        """Nothing read yet."""
        self._tafel = tafel
        self._edities: dict[str, Editie | None] = {}
        self._gesprekken: dict[int, Gesprek] = {}
        self._verloop: dict[tuple[int | None, str], tuple[Verloop, str, str] | None] = {}

    def tell(self, actie: Actie) -> str:
        """What its indicator did between the frozen figures and the newest edition; or empty."""
        if actie.slug not in INDICATOR:
            return ""
        key = actie.agendapunt_id, actie.slug
        if key not in self._verloop:
            self._verloop[key] = self._compare(actie, actie.slug)
        found = self._verloop[key]
        if found is None:
            return ""
        verloop, wijk, audience = found
        indicator, naam = INDICATOR[actie.slug], self._tafel.wijk(wijk)
        text = since_sentence(indicator, naam, verloop, actie.richting)
        rounded = is_rounded_here(self._tafel, audience)
        return f"{text} Dit zijn de openbare cijfers, afgerond." if rounded else text

    def _compare(self, actie: Actie, slug: str) -> tuple[Verloop, str, str] | None:
        """(what changed, in which wijk, for which audience); None when there is nothing to say."""
        tafel = self._tafel
        frozen = bevriezing_of(tafel.journal, actie, tafel.rol)
        editie = self._editie(frozen.audience) if frozen else None
        if frozen is None or editie is None:
            return None
        try:
            now = current_rows(editie, tafel.settings, slug)
        except (NoEdition, DamagedEdition, ForeignEdition):
            return None
        wijk = self._wijk(actie.gesprek_id)
        return compare_rows(frozen.rijen, now, slug, wijk, tafel.settings), wijk, frozen.audience

    def _editie(self, audience: str) -> Editie | None:
        if audience not in self._edities:
            try:
                self._edities[audience] = newest_editie(self._tafel, audience)
            except (NoEdition, DamagedEdition, ForeignEdition):
                self._edities[audience] = None
        return self._edities[audience]

    def _wijk(self, gesprek_id: int) -> str:
        if gesprek_id not in self._gesprekken:
            tafel = self._tafel
            self._gesprekken[gesprek_id] = tafel.journal.gesprekken.find(gesprek_id, tafel.rol)
        return self._gesprekken[gesprek_id].wijk


def show_open_actions(tafel: Tafel, gesprek: Gesprek) -> None:
    """The open actions of earlier conversations, each with what its indicator did since."""
    acties = tafel.journal.acties.select(tafel.rol, voor_gesprek=gesprek.id)
    if not acties:
        return
    st.header("Open acties uit eerdere gesprekken", anchor=False)
    sinds = Sinds(tafel)
    for actie in show_part(acties, "acties_eerder", "open acties"):
        show_action(tafel, actie, sinds, gesprek.datum)
    note(NIET_GEZEGD)


def show_action(tafel: Tafel, actie: Actie, sinds: Sinds, dag: date | None = None) -> None:
    """One action: what it is, what happened since, its status, and what changes it.

    dag: the day of the conversation that looks back at it; then it also says what is overdue.
    """
    with st.container(gap=None, key=f"actie_{actie.id}"):
        since = sinds.tell(actie)
        is_late = actie.status == "open" and dag and is_past_due(actie.kwartaal_gereed, dag)
        late = f", de afgesproken tijd is voorbij op {show_date(dag)}" if dag and is_late else ""
        told = f" · {actie.toelichting}" if actie.toelichting else ""
        show_html(
            '<p style="margin:0"><b>{{ actie }}</b></p>'
            '<p class="waarom" style="margin-left:0">{{ sinds }}</p>'
            '<p class="klein-grijs" style="margin:0">{{ stand }}</p>',
            actie=action_line(actie),
            sinds=since,
            stand=f"Stand: {ACTIE_STATUS[actie.status]}{late}{told}",
        )
        key = f"wijzig_{actie.id}"
        fill_now(key)
        if st.toggle("Stand of toelichting wijzigen", key=key):
            _show_change(tafel, actie, key)


def _show_change(tafel: Tafel, actie: Actie, toggle: str) -> None:
    """The note of an action and its status, both stored with the button of a status."""
    journal, rol = tafel.journal, tafel.rol
    stuk = Stuk(
        f"toelichting_{actie.id}",
        actie.toelichting,
        actie.versie,
        lambda versie: journal.historie.text_at(rol, "actie", actie.id, "toelichting", versie),
    )
    shown = stuk.grond
    is_new = follow(stuk)
    with st.container(gap=None, key=f"veld_{stuk.key}"):
        toelichting = st.text_input(
            "Toelichting bij de stand",
            start_of(stuk.key, stuk.tekst),
            key=stuk.key,
            width=560,
            persist_state="session",
        )
        show_stand(
            stuk.tekst, _TOELICHTING, hoe="Nog niet bewaard. Dat gebeurt als u de stand kiest."
        )
    began = carry_versie(stuk)
    if is_new:
        find_earlier(stuk, began)
    grond = shown or stuk.grond
    text = str(toelichting or "").strip()
    is_clean = text == actie.toelichting or warn_persons([text], stuk.key)

    def change(status: str) -> None:
        check_length(text, _TOELICHTING, "De toelichting")
        check_looked_at(is_clean, "de toelichting")
        try:
            done = journal.acties.change(
                actie.id,
                grond.versie if grond else actie.versie,
                tafel.nagekeken,
                status=status,
                toelichting=text,
            )
        except Botsing as botsing:
            now = botsing.huidig
            if not isinstance(now, Actie):
                raise
            stuk.stand_on(now.versie, now.toelichting)
            raise ProeftuinError(
                "Iemand anders heeft deze actie net gewijzigd: "
                f"{ACTIE_STATUS[now.status]}, toelichting: {now.toelichting or 'leeg'}. "
                f"Uw toelichting is nog niet opgeslagen: {text or 'leeg'}. Kijk en kies opnieuw."
            ) from botsing
        stuk.stand_on(done.versie, done.toelichting)
        fill_later(stuk.key, done.toelichting)
        fill_later(toggle, False)
        say(f"De stand van de actie is nu: {ACTIE_STATUS[status]}.")

    with st.container(horizontal=True, gap="small"):
        for status, label in _STANDEN:
            choose_button(
                tafel,
                label,
                f"stand_{status}_{actie.id}",
                partial(change, status),
                type="tertiary",
                help=f"{label}: {actie.tekst[:80]}",
            )


def show_strip(acties: list[Actie], laatste: int = 0) -> None:
    """A quiet strip with the actions made so far; laatste: only so many, where room is scarce."""
    first = len(acties) - laatste if laatste else 0
    text = f"Acties tot nu toe: {len(acties)}" if acties else "Nog geen acties in dit gesprek."
    text += f", de laatste {laatste} staan hier" if first > 0 else ""
    show_html(
        '<div class="strook" role="note">{{ tekst }}<ol start="{{ eerste }}">'
        "{% for actie in acties %}<li>{{ actie }}</li>{% endfor %}</ol></div>",
        tekst=text,
        eerste=max(first, 0) + 1,
        acties=map(action_line, acties[max(first, 0) :]),
    )


def first_quarter(gesprek: Gesprek) -> str:
    """The first quarter an action can be ready in: after what the talk is about, not before it."""
    return max(next_quarters(gesprek.kwartaal, 2)[1], quarter_code(gesprek.datum))


def show_action_form(tafel: Tafel, gesprek: Gesprek, punt: Agendapunt) -> None:
    """A new action of this point; the owner is a role or organisation."""
    with st.expander("Actie toevoegen"):
        form = Formulier(tafel, "actie", "Bewaar deze actie", punt.id)
        tekst = form.line("tekst", "Wat gaan we doen?", _TEKST, "De actie").strip()
        eigenaar = form.line(
            "eigenaar",
            "Wie doet het? Een organisatie of rol, geen naam van een persoon",
            _EIGENAAR,
            "De naam van de organisatie of rol",
        ).strip()
        links, midden, rechts = st.columns(3)
        with links:
            quarters = next_quarters(first_quarter(gesprek), 5)
            kwartaal = form.choose("kwartaal", "Klaar in", quarters, quarter_text)
        slugs = [punt.slug] if punt.slug else []
        others = [
            item.slug
            for item in tafel.journal.agenda.select(gesprek.id, tafel.rol)
            if item.slug and item.slug not in slugs
        ]
        with midden:
            slug = form.choose(
                "slug",
                "Welk cijfer moet bewegen?",
                [*slugs, *others, "geen"],
                lambda item: INDICATOR[item].naam if item in INDICATOR else "Geen",
            )
        with rechts:
            directions = _directions(punt.slug)
            richting = form.choose(
                "richting", "Welke kant op?", directions, RICHTING_NAAM.__getitem__
            )

        def check() -> None:
            if not (tekst and eigenaar):
                raise ProeftuinError("Schrijf op wat er gebeurt en welke organisatie het doet.")

        def add() -> None:
            is_aimed = slug in INDICATOR
            tafel.journal.acties.add(
                gesprek.id,
                tekst=tekst,
                eigenaar=eigenaar,
                kwartaal_gereed=kwartaal,
                agendapunt_id=punt.id,
                slug=slug if is_aimed else None,
                richting=richting if is_aimed else None,
                door=tafel.nagekeken,
                sleutel=form.sleutel,
            )
            say("De actie is opgeslagen.")

        form.offer(add, check, type="primary")


def _directions(slug: str | None) -> list[str]:
    """The directions, the one that the indicator is hoped to move first."""
    wish = INDICATOR[slug].richting if slug in INDICATOR else None
    first = "omhoog" if wish is Richting.HOGER else "omlaag"
    return sorted(RICHTING_NAAM, key=lambda item: item != first)


def show_all_actions(tafel: Tafel) -> None:
    """Every open action this role may see; the others on request."""
    found = tafel.journal.acties.select(tafel.rol)
    open_ones = [item for item in found if item.status == "open"]
    sinds = Sinds(tafel)
    st.header("Open acties", anchor=False)
    if not open_ones:
        note("Er zijn geen open acties.")
    for actie in show_part(open_ones, "acties_open", "open acties"):
        show_action(tafel, actie, sinds)
    if open_ones:
        note(NIET_GEZEGD)
    done = [item for item in found if item.status != "open"]
    if not done:
        return
    st.header("Klaar of vervallen", anchor=False)
    count = "1 actie" if len(done) == 1 else f"{show_number(len(done))} acties"
    if st.toggle(f"Toon wat klaar of vervallen is: {count}", key="toon_klaar"):
        for actie in show_part(done[::-1], "acties_klaar", "acties klaar of vervallen"):
            show_action(tafel, actie, sinds)
