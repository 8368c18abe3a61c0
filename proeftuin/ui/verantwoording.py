"""Everything a figure rests on, rendered from the code and the configuration themselves.

Also how small numbers are protected and what that hid in this edition, and what the simulation
says of the method.
"""

import csv
from collections.abc import Callable
from datetime import date
from functools import partial

import streamlit as st
from markupsafe import Markup

from proeftuin.codelists import MAP
from proeftuin.indicators import DEFINITIEVERSIE, INDICATORS, Indicator, list_examples, read_example
from proeftuin.maps import read_bron
from proeftuin.report import (
    LINKS,
    RECHTS,
    Tabelkolom,
    nulmeting_part,
    origin_table,
    period_part,
    setting_tables,
    state_table,
)
from proeftuin.results import list_edities, read_tabel
from proeftuin.sentences import (
    INDELING_NAAM,
    fill_texts,
    join_words,
    law_text,
    protection_rules,
    protection_sentence,
    say_example,
    show_date,
    simulation_sentence,
    simulation_table,
    standard_note,
    text_of,
)
from proeftuin.ui.blocks import show_blocks, show_section
from proeftuin.ui.door import app_settings, data_dir
from proeftuin.ui.opmaak import html, show_html, show_paragraph
from proeftuin.ui.shell import PAGINA, Context, note, show_kept
from proeftuin.ui.tables import Inhoud, section, show_contents, show_rows
from proeftuin.vocabulary import OPENBAAR

_INHOUD = (
    ("definities", "Definities"),
    ("perioden", "Perioden"),
    ("nulmeting", "Nulmeting"),
    ("normen", "Normen en drempels"),
    ("toestand", "Toestand van een cijfer"),
    ("methode", "Methode"),
    ("bescherming", "Bescherming"),
    ("codelijsten", "Codelijsten"),
    ("voorbeelden", "Voorbeelden"),
    ("bronnen", "Bronnen"),
    ("editie", "Deze editie"),
)


def show_verantwoording(context: Context) -> None:
    """The whole page below its title."""
    show_contents(_INHOUD)
    parts: tuple[Callable[[], None], ...] = (
        partial(_show_definitions, context),
        partial(_show_windows, context),
        partial(_show_nulmeting_states, context),
        partial(_show_settings, context),
        partial(_show_states_list, context),
        _show_simulation,
        partial(_show_disclosure, context),
        _show_codelists,
        _show_examples,
        partial(_show_sources, context),
    )
    for place, part in enumerate(parts):  # the day: a definition can be due for a look
        show_kept(context, (place, date.today()), part)
    _show_edition(context)


def _show_definitions(context: Context) -> None:
    """Every indicator, grouped by its page, with teller, noemer, source, owner and review."""
    section(
        "Definities",
        f"Definitieversie {DEFINITIEVERSIE}, {len(INDICATORS)} cijfers. Open een cijfer voor de "
        "hele definitie.",
        "definities",
    )
    late = [item for item in INDICATORS if is_overdue(item, date.today())]
    if late:
        names = join_words([item.naam.lower() for item in late])
        show_paragraph(f"Nakijken is te laat voor {names}.", "voorbehoud")
    groups: dict[str, list[Indicator]] = {}
    for indicator in INDICATORS:
        groups.setdefault(indicator.pagina, []).append(indicator)
    order = [slug for slug in PAGINA if slug in groups]
    for slug in (*order, *(item for item in groups if item not in order)):
        title = PAGINA[slug].titel if slug in PAGINA else slug.capitalize()
        items = [definition_html(fill_texts(item, context.settings)) for item in groups[slug]]
        show_html(
            '<h3 class="tussenkop">{{ titel }}</h3>{% for item in items %}{{ item }}{% endfor %}',
            titel=title,
            items=items,
        )
    if law := law_text():
        with st.expander("De definities in volle tekst"):
            if other := standard_note(context.settings):
                note(other)
            st.markdown(law)


def is_overdue(indicator: Indicator, today: date) -> bool:
    """True when the next review should have been before today."""
    return indicator.next_review < today


def definition_html(indicator: Indicator) -> Markup:
    """One definition that opens: the question stays in sight, the rest folds out."""
    splits = [INDELING_NAAM[item].lower() for item in indicator.indelingen]
    facts = [
        ("Geteld", indicator.teller_tekst),
        ("Van", indicator.noemer_tekst),
        ("Eenheid", indicator.eenheid),
        ("Richting", indicator.richting.value),
        ("Waarom", indicator.waarom),
        ("Let op", indicator.opmerking),
        ("Meetmoment", "laatste dag van het kwartaal" if indicator.peildatum else "hele periode"),
        ("Te splitsen naar", join_words(splits) if splits else "niet te splitsen"),
        ("Bestand", indicator.bestand),
        (
            "Rekenregel",
            f"facts/{indicator.feit}.sql, kolommen {indicator.teller} en {indicator.noemer}",
        ),
        ("Bron", indicator.bron),
        ("Beheerder", indicator.beheerder),
        ("Nagerekend", "twee keer, op twee manieren"),
        (
            "Nagekeken",
            f"{show_date(indicator.reviewed)}, opnieuw uiterlijk "
            f"{show_date(indicator.next_review)}",
        ),
    ]
    return html(
        '<details class="begrip"><summary><b>{{ indicator.naam }}</b>{% if is_te_laat %} '
        '<span class="te-laat">nakijken is te laat</span>{% endif %}'
        '<span>{{ indicator.vraag }}</span></summary><dl class="begrip-feiten">'
        "{% for naam, tekst in feiten if tekst %}<div><dt>{{ naam }}</dt><dd>{{ tekst }}</dd></div>"
        "{% endfor %}</dl></details>",
        indicator=indicator,
        is_te_laat=is_overdue(indicator, date.today()),
        feiten=facts,
    )


def _show_windows(context: Context) -> None:
    """The configured windows, the start and the breaks, as the report has them."""
    section("Perioden", anker="perioden")
    show_blocks(context, period_part(context.settings))


def _show_nulmeting_states(context: Context) -> None:
    """Per indicator which frozen nulmeting is shown, and what a newer one beside it changes."""
    section("Nulmeting", anker="nulmeting")
    show_blocks(context, nulmeting_part(context.editie, context.settings))


def _show_settings(context: Context) -> None:
    """Every threshold and norm of the configuration, with its value and its meaning."""
    section(
        "Normen, termijnen en drempels", "Een gemeente past deze aan in proeftuin.toml.", "normen"
    )
    show_blocks(context, setting_tables(context.settings, met_sleutel=True))


def _show_states_list(context: Context) -> None:
    """What each state of a figure means."""
    section("Toestand van een cijfer", anker="toestand")
    show_blocks(context, (state_table(context.settings),))


def _show_codelists() -> None:
    """Every code list, as the files hold it."""
    section("Codelijsten", anker="codelijsten")
    for file in sorted(MAP.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as stream:
            lines = list(csv.reader(stream, delimiter=";"))
        head, rows = lines[0], lines[1:]
        title = file.stem.replace("_", " ").capitalize()
        with st.expander(f"{title} ({len(rows)})"):
            show_rows(
                [Tabelkolom(name.capitalize(), LINKS, is_breed=name != "code") for name in head],
                rows,
                onderschrift=f"Codelijst {title.lower()}",
            )


def _show_examples() -> None:
    """The worked examples: the very tables the product is tested with."""
    section(
        "Uitgewerkte voorbeelden",
        "Met deze tabellen wordt het product bij elke wijziging nagerekend.",
        "voorbeelden",
    )
    for naam in list_examples():
        title, body = read_example(naam)
        with st.expander(title):
            if other := standard_note(app_settings()):
                note(other)
            st.markdown(say_example(body).replace("\n## ", "\n##### "))


def _show_sources(context: Context) -> None:
    """Sources of figures and outlines, with licence."""
    section("Bronnen en licenties", anker="bronnen")
    outlines = read_bron(context.settings.geo.omtrek)
    used: dict[str, list[str]] = {}
    for indicator in INDICATORS:
        used.setdefault(text_of(indicator.bron, context.settings), []).append(
            indicator.naam.lower()
        )
    rows: list[list[Inhoud]] = [
        [
            "Gegevens",
            f"{context.editie.bron}; bestanden: {join_words(list(context.editie.geleverd))}",
        ],
        [
            "Wijkgrenzen",
            " · ".join(
                item for item in (outlines.bron, outlines.bewerking, outlines.licentie) if item
            )
            or context.settings.geo.bron,
        ],
    ]
    rows += [[bron, join_words(names)] for bron, names in used.items()]
    show_rows(
        [
            Tabelkolom("Bron", LINKS, is_breed=True),
            Tabelkolom("Gebruikt voor", LINKS, is_breed=True),
        ],
        rows,
        onderschrift="Waar gegevens, grenzen en definities vandaan komen",
    )


def _show_edition(context: Context) -> None:
    """The edition on screen with its hashes, and the earlier ones."""
    editie = context.editie
    section("Deze editie", anker="editie")
    show_section(context, ("herkomst",), lambda: (origin_table(editie),))
    earlier = [
        item.id
        for item in list_edities(data_dir(), context.audience, rol=context.rol)
        if item.id != editie.id
    ]
    note(f"Andere edities: {join_words(earlier)}." if earlier else "Er zijn geen andere edities.")


def _show_disclosure(context: Context) -> None:
    """The rules in words and, for the openbaar edition of today, how often they were needed."""
    section(
        "Bescherming van kleine aantallen",
        "Niemand mag te herkennen zijn in de openbare editie. Dit zijn de regels.",
        "bescherming",
    )
    show_html(
        '<ol style="padding-left:1.4em;max-width:46em">{% for regel in regels %}'
        "<li>{{ regel }}</li>{% endfor %}</ol>",
        regels=protection_rules(context.settings),
    )
    extra = read_tabel(context.editie, "bescherming")
    hidden = int((extra["basis"] == 0).sum())
    which = "" if context.audience == OPENBAAR else "Voor de openbare editie hiervan geldt: "
    note(which + protection_sentence(len(extra) - hidden, hidden))


def _show_simulation() -> None:
    """How often methods see an effect that is not there; nothing when it was never simulated."""
    headings, lines = simulation_table()
    if not lines:
        return
    section("Hoe vaak ziet de methode iets wat er niet is?", anker="methode")
    note(
        "In verzonnen gemeenten zonder effect telden we hoe vaak een methode toch iets ziet. "
        "Goed is 5 van de 100 keer. " + simulation_sentence()
    )
    rows: list[list[Inhoud]] = [list(line) for line in lines]
    show_rows(
        [
            Tabelkolom(heading, LINKS if place < 2 else RECHTS)
            for place, heading in enumerate(headings)
        ],
        rows,
        onderschrift="Deel van de gemeenten waar een methode onterecht een effect ziet",
    )
