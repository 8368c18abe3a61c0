"""Verblijf: who does not live at home, and how small-scale that is."""

from proeftuin.ui import figure_page, show_main, show_small, start_page

context = start_page("verblijf")
with figure_page(context, ("verblijf", "gezinsgericht")) as keuze:
    show_main(context, "verblijf", keuze)
    show_small(context, "gezinsgericht", keuze)
