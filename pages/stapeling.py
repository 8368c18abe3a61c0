"""Stapeling: how many jeugdigen have two or more trajecten at once."""

from proeftuin.indicators import slugs_on
from proeftuin.ui import (
    choose,
    heading,
    indicator_of,
    note,
    show_definition,
    show_main,
    show_others,
    show_small,
    show_split,
    start_page,
)

EIGEN = ("stapeling", "stapeling_aantal")
SLUGS = slugs_on("stapeling", EIGEN)

context = start_page("stapeling")
indicator = indicator_of("stapeling")
heading("Stapeling", indicator.vraag, indicator)
keuze = choose(context)
show_main(context, "stapeling", keuze)
note(indicator.opmerking)
show_small(context, "stapeling_aantal", keuze)
show_others(context, EIGEN, keuze)
show_split(context, SLUGS, keuze)
show_definition(SLUGS)
