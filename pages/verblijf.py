"""Verblijf: who does not live at home, and how small-scale that is."""

from proeftuin.ui import (
    choose,
    heading,
    indicator_of,
    show_definition,
    show_main,
    show_small,
    show_split,
    start_page,
)

SLUGS = ("verblijf", "gezinsgericht")

context = start_page("verblijf")
indicator = indicator_of("verblijf")
heading("Verblijf", indicator.vraag, indicator)
keuze = choose(context)
show_main(context, "verblijf", keuze)
show_small(context, "gezinsgericht", keuze)
show_split(context, SLUGS, keuze)
show_definition(SLUGS)
