"""Verblijf: who does not live at home, and how small-scale that is."""

from proeftuin.indicators import slugs_on
from proeftuin.ui.indicator import choose, show_main, show_others, show_small
from proeftuin.ui.parts import show_definition
from proeftuin.ui.shell import heading, indicator_of, start_page
from proeftuin.ui.split import show_split

EIGEN = ("verblijf", "gezinsgericht")
SLUGS = slugs_on("verblijf", EIGEN)

context = start_page("verblijf")
indicator = indicator_of("verblijf")
heading("Verblijf", indicator.vraag, indicator)
keuze = choose(context)
show_main(context, "verblijf", keuze)
show_small(context, "gezinsgericht", keuze)
show_others(context, EIGEN, keuze)
show_split(context, SLUGS, keuze)
show_definition(SLUGS)
