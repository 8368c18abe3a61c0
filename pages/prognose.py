"""Prognose: what the help of this year will cost, by two routes; intern only."""

from proeftuin.ui import load_styles, show_prognose, show_title, start_page

context = start_page("prognose")
load_styles()
show_title(context, "Wat gaat de jeugdhulp dit jaar kosten?")
show_prognose(context)
