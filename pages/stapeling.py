"""Stapeling: how many jeugdigen have two or more trajecten at once."""

from proeftuin.ui import figure_page, show_main, show_small, start_page

context = start_page("stapeling")
with figure_page(context, ("stapeling", "stapeling_aantal")) as keuze:
    show_main(context, "stapeling", keuze)
    show_small(context, "stapeling_aantal", keuze)
