"""Verblijf: who does not live at home, and how small-scale that is."""

from proeftuin.ui.indicator import pick_selectie, show_main, show_small
from proeftuin.ui.parts import show_definition
from proeftuin.ui.shell import indicator_of, show_title, start_page
from proeftuin.ui.split import show_split

SLUGS = ("verblijf", "gezinsgericht")

context = start_page("verblijf")
indicator = indicator_of("verblijf")
show_title("Verblijf", indicator.vraag, indicator)
keuze = pick_selectie(context)
show_main(context, "verblijf", keuze)
show_small(context, "gezinsgericht", keuze)
show_split(context, SLUGS, keuze)
show_definition(SLUGS)
