"""Gesprekken: plan, prepare, hold and close the talks about the figures; actions come back."""

from proeftuin.ui import start_page
from proeftuin.ui.gesprek import show_page, start_table

context = start_page("gesprekken")
show_page(start_table(context))
