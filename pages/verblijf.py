"""Verblijf: who does not live at home, and how small-scale that is."""

from proeftuin.ui import figure_page, show_main, show_small

with figure_page("verblijf", ("verblijf", "gezinsgericht")) as (context, keuze):
    show_main(context, "verblijf", keuze)
    show_small(context, "gezinsgericht", keuze)
