"""Stapeling: how many jeugdigen have two or more trajecten at once."""

from proeftuin.ui import figure_page, indicator_of, note, show_main, show_small

with figure_page("stapeling", ("stapeling", "stapeling_aantal")) as (context, keuze):
    show_main(context, "stapeling", keuze)
    note(indicator_of("stapeling").opmerking)
    show_small(context, "stapeling_aantal", keuze)
