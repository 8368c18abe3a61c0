"""Kaart: any figure per wijk, as value or as change since the nulmeting."""

from proeftuin.ui import load_styles, show_kaart, start_page

context = start_page("kaart")
load_styles()
show_kaart(context)
