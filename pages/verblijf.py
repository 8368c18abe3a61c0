"""Verblijf: who does not live at home, and how small-scale that is."""

from proeftuin.ui import heading, indicator_of, start_page
from proeftuin.ui_indicator import choose, show_main, show_small
from proeftuin.ui_parts import show_definition
from proeftuin.ui_split import show_split

SLUGS = ("verblijf", "gezinsgericht")

context = start_page("verblijf")
indicator = indicator_of("verblijf")
heading("Verblijf", indicator.vraag, indicator)
keuze = choose(context)
show_main(context, "verblijf", keuze)
show_small(context, "gezinsgericht", keuze)
show_split(context, SLUGS, keuze)
show_definition(SLUGS)
