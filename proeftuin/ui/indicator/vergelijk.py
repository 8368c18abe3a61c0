"""Why a figure is other than the time before: this edition beside an earlier one, intern only."""

from collections.abc import Sequence

import streamlit as st

from proeftuin.access import may_see_page
from proeftuin.errors import ProeftuinError
from proeftuin.indicators import INDICATOR, INDICATORS
from proeftuin.report import LINKS, Tabelkolom
from proeftuin.results import (
    Cijferverschil,
    Editievergelijking,
    compare_cijfers,
    compare_edities,
    find_redenen,
    list_bestanden,
    list_earlier,
)
from proeftuin.sentences import (
    GEEN_EERDERE,
    REDEN_UITLEG,
    list_editieverschillen,
    moved_csv,
    moved_sentence,
    say_redenen,
    short_period,
    show_both_editions,
    show_moved,
    show_number,
    show_rijverschil,
    show_side,
    show_time,
)
from proeftuin.ui.address import link_html, pick, pick_wijk
from proeftuin.ui.door import data_dir
from proeftuin.ui.opmaak import item_list, paragraph, show_paragraph
from proeftuin.ui.parts import show_table_download
from proeftuin.ui.shell import Context, note, once, sentence
from proeftuin.ui.tables import Inhoud, section, show_rows
from proeftuin.vocabulary import KWARTAAL

BLADZIJDE = "vergelijk"
_VRAAG = "Waarom is dit cijfer anders dan de vorige keer?"
_EERST = 12  # rows in sight; the rest is folded
_CIJFER_KOP = (
    Tabelkolom("Periode", LINKS),
    *(Tabelkolom(kop) for kop in ("Toen", "Nu", "Verschil")),
    Tabelkolom("Waarom", LINKS, is_breed=True),
)
_RIJEN_KOP = (
    *(Tabelkolom(kop, LINKS) for kop in ("Bestand", "Begin")),
    *(Tabelkolom(kop) for kop in ("Toen", "Nu", "Verschil", "Andere inhoud")),
)


def show_why_link(context: Context, slug: str, wijk: str) -> None:
    """One line that leads to the answer; nothing on paper, nor for who may not see that page.

    Nor where there is no earlier edition: the page it leads to would have no answer.
    """
    if may_see_page(context.rol, BLADZIJDE) and _has_earlier(context):
        link = link_html(_VRAAG, BLADZIJDE, cijfer=slug, wijk=wijk)
        show_paragraph(link, "noot bediening")


def _has_earlier(context: Context) -> bool:
    def ask() -> bool:
        return bool(list_earlier(data_dir(), context.editie, rol=context.rol))

    return once(context, ("eerdere", context.rol), ask)


def show_vergelijk(context: Context) -> None:
    """The whole page under its title: what to compare, what moved and why, and the rows behind it.

    Shown is nothing but what the two editions of this audience show. Needs load_styles.
    """
    earlier = {item.id: item for item in list_earlier(data_dir(), context.editie, rol=context.rol)}
    if not earlier:
        note(GEEN_EERDERE)
        return
    slugs = [item.slug for item in INDICATORS if item.heeft_wijkwaarde]
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom", key="keuze"):
        slug = pick("Cijfer", slugs, "cijfer", lambda item: INDICATOR[item].naam)
        wijk = pick_wijk(context)
        with_id = pick(
            "Vergelijk met",
            list(earlier),
            "met",
            lambda item: f"{item}, van {show_time(earlier[item].gemaakt_op)}",
        )
    try:
        found = once(
            context,
            (BLADZIJDE, with_id),
            lambda: compare_edities(
                data_dir(), context.audience, with_id, context.editie.id, rol=context.rol
            ),
        )
    except ProeftuinError as error:
        st.error(str(error))
        return
    _show_moved(context, found, slug, wijk)
    _show_other(context, found)
    _show_rows_behind(found, slug)
    _show_other_figures(context, found, slug, wijk)


def _show_moved(context: Context, found: Editievergelijking, slug: str, wijk: str) -> None:
    """The sentence, and each figure of this wijk that moved, newest first, with the reasons."""
    compared = compare_cijfers(found, slug, wijken=[wijk])
    naam = context.settings.wijk_naam(wijk)
    sentence(moved_sentence(compared, INDICATOR[slug].naam, naam))
    note(show_both_editions(found))
    ordered = sorted(compared.verschillen, key=lambda item: (item.tot, item.van), reverse=True)
    moved = [(item, find_redenen(found, item)) for item in ordered]
    rows: list[list[Inhoud]] = [
        [
            _period(item),
            *(show_side(INDICATOR[slug], figure) for figure in (item.oud, item.nieuw)),
            show_moved(item),
            say_redenen(redenen),
        ]
        for item, redenen in moved
    ]
    if rows:
        title = f"{INDICATOR[slug].naam} in {naam}: toen en nu"
        _show_folding(_CIJFER_KOP, rows, title)
        show_table_download(
            context,
            f"vergelijk_{slug}_{wijk}",
            title,
            lambda: moved_csv(found, moved, context.settings),
        )
        note(REDEN_UITLEG)


def _period(item: Cijferverschil) -> str:
    period = short_period(item.van, item.tot)
    return period if item.venster == KWARTAAL else f"{period}, {item.venster}"


def _show_other(context: Context, found: Editievergelijking) -> None:
    section("Wat er nog meer anders is")
    lines = list_editieverschillen(found, context.settings)
    if not lines:
        note("Definities, grenzen van wijken en instellingen zijn gelijk.")
        return
    st.html(item_list(lines, "kort"))


def _show_rows_behind(found: Editievergelijking, slug: str) -> None:
    """Rows of the files this figure rests on, by the quarter they begin in."""
    if found.rijen is None:  # said above
        return
    section("Rijen van de levering", "De bestanden waarop dit cijfer rust, per kwartaal van begin.")
    rows = [
        show_rijverschil(item)
        for bestand in list_bestanden(INDICATOR[slug])
        for item in reversed(found.per_bestand.get(bestand, []))
    ]
    if not rows:
        note("In deze bestanden is niets anders te zien.")
        return
    _show_folding(_RIJEN_KOP, rows, "Kwartalen waarin de rijen anders zijn")
    note(
        "Andere inhoud: er zijn rijen bij, weg, verbeterd of aangevuld. Welke dat zijn, is te zien "
        "door de leveringen zelf te vergelijken, op de opdrachtregel."
    )


def _show_other_figures(context: Context, found: Editievergelijking, slug: str, wijk: str) -> None:
    """A link to every other figure of this wijk that moved."""
    section("Andere cijfers die anders zijn")

    def count() -> list[tuple[str, int]]:
        others = [item.slug for item in INDICATORS if item.heeft_wijkwaarde]
        compared = [(item, compare_cijfers(found, item, wijken=[wijk])) for item in others]
        return [(item, len(moved.verschillen)) for item, moved in compared]

    keuzes = {"wijk": wijk, "met": found.oud.id}
    items = [
        link_html(INDICATOR[item].naam, BLADZIJDE, cijfer=item, **keuzes) + f": {show_number(many)}"
        for item, many in once(context, (BLADZIJDE, found.oud.id, wijk), count)
        if many and item != slug
    ]
    st.html(item_list(items, "inhoud") if items else paragraph("Geen."))


def _show_folding(
    kolommen: Sequence[Tabelkolom], rows: Sequence[Sequence[Inhoud]], title: str
) -> None:
    """The first rows of a table, and the rest under a heading that folds out."""
    show_rows(kolommen, rows[:_EERST], onderschrift=title)
    if len(rows) > _EERST:
        with st.expander(f"Nog {show_number(len(rows) - _EERST)} regels"):
            show_rows(kolommen, rows[_EERST:], onderschrift=f"{title}, vervolg")
