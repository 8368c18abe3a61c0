"""Vergelijk: why a figure is other than in an earlier edition; intern only."""

from proeftuin.ui import load_styles, show_title, show_vergelijk, start_page

context = start_page("vergelijk")
load_styles()
show_title(context, "Waarom is dit cijfer anders dan de vorige keer?")
show_vergelijk(context)
