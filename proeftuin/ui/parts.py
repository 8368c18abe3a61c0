"""Pieces several pages use: tables, numbers, downloads, questions, definitions, the report row."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer

from proeftuin.indicators import INDICATOR, Indicator, read_example
from proeftuin.report import (
    FORMATEN,
    report_name,
)
from proeftuin.results import NOEMERSTAND, Published, Signaal, read_figure, read_signalen
from proeftuin.sentences import (
    STATUS_UITLEG,
    fill_texts,
    population_notes,
    say_example,
    show_date,
    signal_questions,
    source_line,
    standard_note,
    text_of,
    write_csv,
)
from proeftuin.settings import Settings
from proeftuin.ui.door import app_settings
from proeftuin.ui.login import download_of
from proeftuin.ui.opmaak import item_list, paragraph, show_html, show_paragraph
from proeftuin.ui.shell import Context, cijfers, keep_drawn, note, once
from proeftuin.vocabulary import KWARTAAL, ONVOLLEDIG, OVERIGE, TE_KLEIN

if TYPE_CHECKING:  # Altair takes most of a second, and the overview draws no chart
    from proeftuin.charts import Grafiek


@dataclass(frozen=True)
class Number:
    """One number of the row under a chart: what it is, the text, what to know about it."""

    label: str
    waarde: str
    toelichting: str = ""
    is_pilot: bool = False


Regel = TypeVar("Regel", bound=Hashable)
Merkuitleg = tuple[str, str]  # the number of a mark on the axis ('' for the start), and its text
DIA_HOOG = 206  # pixels of a chart that fills the width of a slide


@dataclass(frozen=True)
class Figuurdia:
    """The slide of a figure: its indicator, one sentence, what makes the whole of it for the
    speaker, and what makes its flat chart.
    """

    slug: str
    zin: str
    notitie: Callable[[], str]
    build: Callable[[], Grafiek]


def show_numbers(numbers: Sequence[Number]) -> None:
    """A row of numbers, each with its label and its comparison or certainty."""
    show_html(
        '<dl class="cijfers">{% for item in cijfers %}'
        "<div{% if item.is_pilot %} class=pilot{% endif %}><dt>{{ item.label }}</dt>"
        "<dd>{{ item.waarde }}<small>{{ item.toelichting }}</small></dd></div>"
        "{% endfor %}</dl>",
        cijfers=numbers,
    )


def show_folded(
    deel: Markup, *, is_open: bool = False, titel: str = "De cijfers als tabel"
) -> None:
    """HTML that opens behind a line."""
    show_html(
        '<details class="uitklap"{% if is_open %} open{% endif %}><summary>{{ titel }}'
        "</summary>{{ deel }}</details>",
        is_open=is_open,
        titel=titel,
        deel=deel,
    )


def open_behind(titel: str, sleutel: str) -> ExpanderContainer:
    """A part that opens behind a line; what stands in it is made when its `open` says so."""
    return st.expander(titel, key=f"vouw-{sleutel}", on_change="rerun")


def show_downloads(
    context: Context,
    naam: str,
    titel: str,
    published: Callable[[], Published],
    build: Callable[[], Grafiek] | None = None,
    dia: Figuurdia | None = None,
) -> None:
    """One menu to take along what is shown: slide, picture, table, Excel and the link.

    naam: file name without extension, also the key of the buttons. published, build: what makes
    the figures and the chart. dia: its slide, for an indicator. All are made on the click.
    """
    editie, settings = context.editie, context.settings
    line = source_line(editie, settings)
    with st.popover("Bewaren", key=f"mee_{naam}", type="tertiary", help=f"Bewaren: {titel}"):
        if build is not None:
            make = build
            if dia is not None:
                _button(context, "dia", naam, "pptx", partial(_slide, context, dia))
            _button(context, "PNG", naam, "png", lambda: _png(make, titel, line))
            _button(context, "SVG", naam, "svg", lambda: _svg(make, titel, line))
        _button(context, "CSV", naam, "csv", lambda: write_csv(published(), editie, settings))
        _button(context, "Excel", naam, "xlsx", partial(_sheet, context, published))
        show_copy_link()


def show_table_download(
    context: Context, naam: str, titel: str, build: Callable[[], bytes]
) -> None:
    """The same menu for a table that is no figure: as CSV, made on the click, and the link."""
    with st.popover("Bewaren", key=f"mee_{naam}", type="tertiary", help=f"Bewaren: {titel}"):
        _button(context, "CSV", naam, "csv", build)
        show_copy_link()


_MIME = {
    "pptx": FORMATEN["pptx"].mime,
    "xlsx": FORMATEN["xlsx"].mime,
    "png": "image/png",
    "svg": "image/svg+xml",
    "csv": "text/csv",
}


def _slide(context: Context, dia: Figuurdia) -> bytes:
    from proeftuin.report import make_figure_slide  # brings Altair and what writes slides

    return make_figure_slide(
        context.editie, context.settings, dia.slug, dia.build(), dia.zin, dia.notitie()
    )


def _sheet(context: Context, published: Callable[[], Published]) -> bytes:
    from proeftuin.report import make_figure_sheet

    return make_figure_sheet(published(), context.editie, context.settings)


def _png(build: Callable[[], Grafiek], titel: str, line: str) -> bytes:
    from proeftuin.charts import chart_png  # brings Altair and vl-convert

    return chart_png(build(), titel, line)


def _svg(build: Callable[[], Grafiek], titel: str, line: str) -> bytes:
    from proeftuin.charts import chart_svg

    return chart_svg(build(), titel, line)


def _button(
    context: Context, label: str, naam: str, soort: str, build: Callable[[], bytes | str]
) -> None:
    file = f"{naam}.{soort}"
    st.download_button(
        f"Download {label}",
        download_of(context.toegang, context.bezoeker, context.slug, context.editie, file, build),
        file_name=file,
        mime=_MIME[soort],
        key=f"download_{file}",
        type="tertiary",
        on_click="ignore",
    )


def beside(key: str) -> DeltaGenerator:
    """A container for a title or sentence with a menu at its side."""
    return st.container(
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="top",
        gap="small",
        key=key,
    )


def show_copy_link() -> None:
    """A button that copies the address with the selection in it."""
    st.html(
        '<button type="button" class="kopieer" data-kopieer>Kopieer link</button>',
        width="content",
    )


def unsaid(context: Context, regels: Iterable[Regel]) -> tuple[Regel, ...]:
    """Those of these lines of small print that this run did not say yet; from now on they are.

    So a line that is true of every figure of a page stands there once, under the first of them.
    """
    found = tuple(item for item in dict.fromkeys(regels) if item and item not in context.gezegd)
    context.gezegd.update(found)
    return found


def list_events(context: Context, slug: str) -> tuple[Merkuitleg, ...]:
    """(number, texts) of the numbered marks on the axis of this figure, then ('', the start)."""

    def build() -> tuple[Merkuitleg, ...]:
        from proeftuin.charts import shown_events  # brings Altair

        texts: dict[str, list[str]] = {}
        for number, event in shown_events(
            cijfers(context, slug), context.settings, INDICATOR[slug]
        ):
            texts.setdefault(number, []).append(f"{event.tekst} ({show_date(event.datum)})")
        start = f"start: begin van de proeftuin ({show_date(context.settings.pilot.start)})"
        return (*((nr, "; ".join(lines)) for nr, lines in texts.items()), ("", start))

    return once(context, ("gebeurtenissen", slug), build)


def show_events(regels: Sequence[Merkuitleg]) -> None:
    """The explanation of the numbered marks on the axis; nothing when there is none."""
    if regels:
        show_html(
            '<ul class="gebeurtenissen" aria-label="Gebeurtenissen">{% for nr, tekst in regels %}'
            "<li>{% if nr %}<b>{{ nr }}</b>{% endif %}{{ tekst }}</li>{% endfor %}</ul>",
            regels=regels,
        )


def show_states(context: Context, published: Published) -> None:
    """How each state on the chart is drawn, in words; nothing when all is plainly ok."""
    if lines := state_texts(context, published):
        show_paragraph(" ".join(lines))


def state_texts(context: Context, published: Published) -> list[str]:
    """The same as sentences; brackets are explained where there is a value in them."""
    settings, frame = context.settings, published.frame
    shown = frame[frame["venster"] == KWARTAAL]
    shown = shown[shown["van"] >= settings.perioden.grafiek_vanaf]
    shown = shown[shown["wijk"].isin([*settings.wijk_ids, OVERIGE])]
    present = set(shown[(shown["status"] != TE_KLEIN) | shown["waarde"].notna()]["status"])
    lacking = shown[shown[list(NOEMERSTAND)].notna().any(axis=1)]
    present |= {ONVOLLEDIG} if lacking["noemer_mist"].notna().any() else set()
    figures = [read_figure(row) for row in lacking.to_dict("records")]
    lines = [text_of(text, settings) for status, text in STATUS_UITLEG.items() if status in present]
    lines += population_notes(figures, {wijk.id: wijk.naam for wijk in settings.wijk})
    return lines


GEEN_BEWIJS = (
    "Vragen voor het gesprek, geen bewijs. Een kwartaal valt op als het buiten de gewone "
    "schommeling van voor de start ligt; ook zonder reden gebeurt dat soms. ‘Normaal’ en ‘eerder’ "
    "gaan over het gemiddelde van voor de start."
)


def read_wijk_signalen(context: Context, wijk: str) -> list[Signaal]:
    """The signals of one wijk, every indicator."""
    return [item for item in read_signalen(context.editie) if item.wijk == wijk]


def show_signal_questions(context: Context, slugs: Sequence[str], wijk: str) -> None:
    """'Om te bespreken' for these indicators and this wijk; nothing when no quarter stands out."""
    found = [item for item in read_wijk_signalen(context, wijk) if item.slug in slugs]
    questions = signal_questions(found, context.settings)
    if not questions:
        return
    st.header("Om te bespreken", anchor=False)
    st.html(item_list(questions, "bespreken", "ol") + paragraph(GEEN_BEWIJS))


def show_definition(slugs: Sequence[str]) -> None:
    """'Zo is dit berekend': the declarations of these indicators and their worked examples."""
    settings = app_settings()
    keep_drawn(("definitie", settings.fingerprint(), *slugs), lambda: _draw(slugs, settings))


def _draw(slugs: Sequence[str], settings: Settings) -> None:
    with st.expander("Zo is dit berekend"):
        for slug in slugs:
            st.markdown(_definition_text(fill_texts(INDICATOR[slug], settings)))
        examples = dict.fromkeys(INDICATOR[slug].voorbeeld for slug in slugs)
        for naam in examples:
            title, body = read_example(naam)
            if title:
                st.markdown("### Uitgewerkt voorbeeld")
                if other := standard_note(settings):
                    note(other)
                text = f"# {title}\n{say_example(body)}"
                st.markdown(re.sub(r"(?m)^#+ (.+)$", r"**\1**", text))


def _definition_text(indicator: Indicator) -> str:
    lines = [
        f"### {indicator.naam}",
        f"{indicator.waarom}",
        f"- **Geteld:** {indicator.teller_tekst}",
        f"- **Van:** {indicator.noemer_tekst}",
        f"- **Eenheid:** {indicator.eenheid}; {indicator.richting.value}",
        f"- **Let op:** {indicator.opmerking}" if indicator.opmerking else "",
        "- **Gemeten op** de laatste dag van het kwartaal" if indicator.peildatum else "",
        f"- **Bron:** {indicator.bron}",
        f"- **Beheerder:** {indicator.beheerder}",
        f"- **Nagekeken op** {show_date(indicator.reviewed)}, opnieuw uiterlijk "
        f"{show_date(indicator.next_review)}; twee keer nagerekend",
    ]
    head, why, *rest = lines
    return f"{head}\n\n{why}\n\n" + "\n".join(line for line in rest if line)


_KNOPPEN = ("pdf", "docx", "pptx", "xlsx")


def show_report_row(context: Context) -> None:
    """PDF, Word, slides and Excel of this edition; each is made on the click."""
    st.html(
        '<p class="noot bediening bij-knoppen">Download het rapport, met dezelfde zinnen en '
        "cijfers, voor de raad of een overleg:</p>"
    )
    with st.container(horizontal=True, gap="small", key="rapport_knoppen"):
        for formaat in _KNOPPEN:
            known = FORMATEN[formaat]
            file = report_name(context.editie, context.settings, formaat)
            build = partial(_bytes, context.sleutel, formaat, context)
            st.download_button(
                known.naam,
                download_of(
                    context.toegang, context.bezoeker, context.slug, context.editie, file, build
                ),
                file_name=file,
                mime=known.mime,
                key=f"rapport_{formaat}",
                on_click="ignore",
            )


@st.cache_resource(show_spinner=False, max_entries=12)
def _bytes(sleutel: tuple[str, ...], formaat: str, _context: Context) -> bytes:
    from proeftuin.report import make_report

    return make_report(_context.editie, _context.settings, formaat)
