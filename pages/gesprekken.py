"""Gesprekken: plan, prepare, hold and close the talks about the figures; actions come back."""

from proeftuin.ui.gesprek.page import show_page
from proeftuin.ui.gesprek.tafel import start_table
from proeftuin.ui.shell import start_page

context = start_page("gesprekken")
show_page(start_table(context))
