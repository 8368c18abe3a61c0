"""Stapeling: how many jeugdigen have two or more trajecten at once."""

from proeftuin.indicators import slugs_on
from proeftuin.ui import (
    indicator_of,
    note,
    pick_selectie,
    show_definition,
    show_main,
    show_others,
    show_small,
    show_split,
    show_title,
    start_page,
)

EIGEN = ("stapeling", "stapeling_aantal")

context = start_page("stapeling")
SLUGS = slugs_on("stapeling", EIGEN)
indicator = indicator_of("stapeling")
show_title("Stapeling", indicator.vraag, indicator)
keuze = pick_selectie(context)
show_main(context, "stapeling", keuze)
note(indicator.opmerking)
show_small(context, "stapeling_aantal", keuze)
show_others(context, EIGEN, keuze)
show_split(context, SLUGS, keuze)
show_definition(SLUGS)
