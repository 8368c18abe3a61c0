"""Stapeling: how many jeugdigen have two or more trajecten at once."""

from proeftuin.indicators import slugs_on
from proeftuin.ui.indicator import choose, show_main, show_others, show_small
from proeftuin.ui.parts import show_definition
from proeftuin.ui.shell import heading, indicator_of, note, start_page
from proeftuin.ui.split import show_split

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
