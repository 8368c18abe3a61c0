"""Kosten: per jeugdige, per 1000 inhabitants, and what was assigned and declared."""

from proeftuin.indicators import slugs_on
from proeftuin.sentences import text_of
from proeftuin.ui import (
    ONVOLLEDIG,
    indicator_of,
    load_styles,
    pick_selectie,
    show_assigned,
    show_cost_links,
    show_definition,
    show_main,
    show_others,
    show_small,
    show_title,
    start_page,
)

EIGEN = ("kosten_per_jeugdige", "kosten_per_1000", "verzilvering")

context = start_page("kosten")
load_styles()
indicator = indicator_of("kosten_per_jeugdige")
show_title(context, indicator.vraag, indicator)
keuze = pick_selectie(context)
show_main(context, "kosten_per_jeugdige", keuze, uitleg=text_of(ONVOLLEDIG, context.settings))
show_small(
    context,
    "kosten_per_1000",
    keuze,
    toelichting="Dit cijfer stijgt ook als meer jeugdigen hulp krijgen.",
)
show_small(context, "verzilvering", keuze)
show_others(context, EIGEN, keuze)
show_assigned(context, keuze.wijk)
show_cost_links(context)
show_definition(slugs_on("kosten", EIGEN))
