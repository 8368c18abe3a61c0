"""Uitkomsten: the criteria of the budget, what measures each, how it stands, and what lacks."""

from proeftuin.indicators import slugs_on
from proeftuin.ui import (
    load_styles,
    pick_selectie,
    show_criteria,
    show_definition,
    show_kept,
    show_others,
    show_title,
    start_page,
)

context = start_page("uitkomsten")
load_styles()
show_title(context, "Wat brengt de hulp, volgens de criteria van de begroting?")
keuze = pick_selectie(context, met_hoofdcijfer=False)
show_kept(context, ("criteria", keuze.wijk), lambda: show_criteria(context, keuze.wijk))
show_others(context, (), keuze)
show_definition(slugs_on("uitkomsten"))
