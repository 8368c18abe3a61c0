"""What to talk about: at most three questions, each a link to its page and on to the agenda."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from proeftuin.access import may_see_page
from proeftuin.errors import ProeftuinError
from proeftuin.indicators import INDICATOR, INDICATORS, KERN
from proeftuin.results import Comparison
from proeftuin.sentences import change_question, lower_first, short_signal, show_date, show_quarter
from proeftuin.ui.address import link_html
from proeftuin.ui.opmaak import html, paragraph, show_paragraph
from proeftuin.ui.parts import read_wijk_signalen
from proeftuin.ui.rows import compare_slug
from proeftuin.ui.shell import Context, note

_PLAATS = {item.slug: place for item in INDICATORS if (place := item.bespreking.overzicht)}
_VERDER = tuple(sorted(_PLAATS, key=_PLAATS.__getitem__))
_AANTAL = 3
_SIGNALEN = 2
_GEZEGD = "_overzicht_gezegd"
_AANLEIDING = "Gekozen op het overzicht."  # no figure: a talk may be held with other ones


@dataclass(frozen=True)
class Bespreekpunt:
    """One question: the indicator it is about, the text, and the quarter and what it is."""

    slug: str
    tekst: str
    wanneer: str


def find_questions(context: Context, wijk: str) -> list[Bespreekpunt]:
    """At most three: quarters that stand out first, then the largest changes."""
    newest = {
        item.slug: item
        for item in sorted(read_wijk_signalen(context, wijk), key=lambda item: item.tot)
    }
    marked = sorted(newest.values(), key=lambda item: item.tot, reverse=True)[:_SIGNALEN]
    found = [
        Bespreekpunt(item.slug, short_signal(item), f"tot en met {show_quarter(item.tot)}")
        for item in marked
    ]
    slugs = [slug for slug in (*KERN, *_VERDER) if slug not in {item.slug for item in marked}]
    compared = [compare_slug(context, slug, wijk) for slug in slugs]
    for item in largest_changes(compared, _AANTAL - len(found)):
        when = show_quarter(item.pilot.now.tot) if item.pilot.now else ""
        text = f"{when}, naast een gemiddeld kwartaal van de nulmeting"
        found.append(Bespreekpunt(item.indicator.slug, change_question(item), text))
    return found


def largest_changes(comparisons: Sequence[Comparison], count: int = _AANTAL) -> list[Comparison]:
    """The comparisons whose change differs most from that of the other wijken, relatively.

    First those whose nulmeting lies outside the margin of now. What may not be compared has no
    word and is never among them.
    """

    def size(item: Comparison) -> float:
        before = item.pilot.nulmeting
        if item.verschil is None or before is None or not before.waarde:
            return 0.0
        return abs(item.verschil / before.waarde)

    usable = [item for item in comparisons if item.pilot.has_direction]
    return sorted(usable, key=lambda item: (item.pilot.in_marge, -size(item)))[:count]


def show_overview_questions(context: Context, vragen: Sequence[Bespreekpunt], wijk: str) -> None:
    """The questions, and beside each the way to the agenda for who may write one."""
    st.header("Te bespreken", anchor="te-bespreken")
    if not vragen:
        note("Geen kwartaal valt op en er is geen recent cijfer om te vergelijken.")
        return
    note("Herkent u dit, en wat kan het verklaren? Vragen voor het gesprek, geen bewijs.")
    may_write = may_see_page(context.rol, "gesprekken")
    for place, item in enumerate(vragen, start=1):
        page = INDICATOR[item.slug].pagina
        choices = {"wijk": wijk} | ({"cijfer": item.slug} if page == "stromen" else {})
        link = link_html(item.tekst, page, **choices)
        with st.container(gap=None, key=f"vraag_{place}"):
            when = html("<small>{{ wanneer }}</small>", wanneer=item.wanneer)
            show_paragraph(link + when, "vraagregel")
            label = f"Zet {lower_first(INDICATOR[item.slug].naam)} op de agenda"
            key = f"agenda_{place}_{item.slug}"
            if may_write:
                st.button(
                    label,
                    key=key,
                    type="tertiary",
                    on_click=put_on_agenda,
                    args=(context, item.slug, wijk),
                )
            if said := _said().pop(item.slug, ""):
                st.html(said)


def _said() -> dict[str, str]:
    """What became of a click, by slug, until it is shown."""
    found: dict[str, str] = st.session_state.setdefault(_GEZEGD, {})
    return found


def put_on_agenda(context: Context, slug: str, wijk: str) -> None:
    """Put the indicator on the agenda of the first talk about this wijk that is still planned.

    What became of it, also that there is no such talk, stands under the question in this run.
    """
    from proeftuin.journal import Door  # the journal brings a database, and no reader needs it
    from proeftuin.ui.gesprek.tafel import load_journal

    try:
        journal = load_journal(context)
        planned = [
            item
            for item in journal.gesprekken.select(context.rol, wijk)
            if item.status in ("gepland", "voorbereid")
        ]
        if not planned:
            text = link_html("Plan eerst een gesprek", "gesprekken")
            _tell(slug, html("Er staat geen gesprek gepland. {{ link }}.", link=text))
            return
        gesprek = min(planned, key=lambda item: item.datum)
        name = f"{gesprek.titel}, {show_date(gesprek.datum)}"
        agenda = journal.agenda.select(gesprek.id, context.rol)
        if all(item.slug != slug for item in agenda):
            journal.agenda.add(
                gesprek.id,
                titel=INDICATOR[slug].naam,
                slug=slug,
                aanleiding=_AANLEIDING,
                door=Door(context.rol, "", nagekeken=True),  # words of this product
                sleutel=f"overzicht-{gesprek.id}-{slug}"[:60],
            )
        link = link_html(name, "gesprekken", gesprek=str(gesprek.id))
        _tell(slug, html("Op de agenda van {{ link }}.", link=link))
    except ProeftuinError as error:
        _tell(slug, str(error))


def _tell(slug: str, said: str) -> None:
    _said()[slug] = paragraph(said, rol="status")
