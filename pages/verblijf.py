"""Verblijf: who does not live at home, and how small-scale that is."""

from proeftuin.indicators import slugs_on
from proeftuin.ui import (
    indicator_of,
    pick_selectie,
    show_definition,
    show_main,
    show_others,
    show_small,
    show_split,
    show_title,
    start_page,
)

EIGEN = ("verblijf", "gezinsgericht")

context = start_page("verblijf")
SLUGS = slugs_on("verblijf", EIGEN)
indicator = indicator_of("verblijf")
show_title("Verblijf", indicator.vraag, indicator)
keuze = pick_selectie(context)
show_main(context, "verblijf", keuze)
show_small(context, "gezinsgericht", keuze)
show_others(context, EIGEN, keuze)
show_split(context, SLUGS, keuze)
show_definition(SLUGS)
