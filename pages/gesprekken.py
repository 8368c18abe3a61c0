"""Gesprekken: plan, prepare, hold and close the talks about the figures; actions come back."""

from proeftuin.ui import start_page
from proeftuin.ui_gesprek import start_table
from proeftuin.ui_gesprek_pagina import show_page

context = start_page("gesprekken")
show_page(start_table(context))
