"""Stapeling: how many jeugdigen have two or more trajecten at once."""

from proeftuin.ui.indicator import pick_selectie, show_main, show_small
from proeftuin.ui.parts import show_definition
from proeftuin.ui.shell import indicator_of, note, show_title, start_page
from proeftuin.ui.split import show_split

SLUGS = ("stapeling", "stapeling_aantal")

context = start_page("stapeling")
indicator = indicator_of("stapeling")
show_title("Stapeling", indicator.vraag, indicator)
keuze = pick_selectie(context)
show_main(context, "stapeling", keuze)
note(indicator.opmerking)
show_small(context, "stapeling_aantal", keuze)
show_split(context, SLUGS, keuze)
show_definition(SLUGS)
